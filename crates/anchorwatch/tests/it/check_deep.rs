//! What `check` compares: other names, and a server of one's own.

use anchorwatch_lab::{Root, ServerChain, Site, pki::Forgery};
use serde_json::Value;

use crate::{
    probe_server::OwnServer,
    run::{Run, anchorwatch},
};

const NAME: &str = "www.facebook.com";

struct Scene {
    folder: tempfile::TempDir,
    public: Root,
    imposed: Root,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let public = Root::company("Public").unwrap();
        std::fs::write(folder.path().join("public.pem"), public.pem()).unwrap();
        Self {
            folder,
            public,
            imposed: Root::company("Somebody").unwrap(),
        }
    }

    fn own_chain(&self) -> ServerChain {
        self.public.issue(&["own.example"]).unwrap()
    }

    fn genuine(&self) -> ServerChain {
        self.public.issue(&[NAME]).unwrap()
    }

    fn check(&self, site: &Site, more: &[&str]) -> Run {
        let public = self.folder.path().join("public.pem").display().to_string();
        let none = self.folder.path().join("none.pem").display().to_string();
        std::fs::write(&none, self.public.pem()).unwrap();
        let address = site.address().to_string();
        let args = ["check", NAME, "--address", &address, "--public", &public];
        let args = [&args[..], &["--local", &none, "--format", "json"], more];
        anchorwatch(&args.concat())
    }
}

fn only_target(run: &Run) -> Value {
    let document = run.json("anchorwatch.verdict/1");
    document["targets"][0].clone()
}

fn rules(target: &Value) -> Vec<&str> {
    let rules = target["rules"].as_array().unwrap().iter();
    rules.map(|rule| rule["id"].as_str().unwrap()).collect()
}

fn not_checked(target: &Value) -> Vec<&str> {
    let all = target["not_checked"].as_array().unwrap().iter();
    all.map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn a_trusted_site_is_asked_once_and_an_untrusted_one_four_times() {
    let scene = Scene::new();
    let trusted = Site::start(scene.genuine()).unwrap();
    let run = scene.check(&trusted, &[]);
    assert_eq!((run.code, &only_target(&run)["tries"]), (0, &1.into()));
    assert_eq!(trusted.accepted_count(), 1);
    let untrusted = Site::start(scene.imposed.issue(&[NAME]).unwrap()).unwrap();
    let run = scene.check(&untrusted, &[]);
    assert_eq!(
        (run.code, &only_target(&run)["verdict"]),
        (11, &"inconclusive".into())
    );
    assert_eq!(untrusted.accepted_count(), 4);
}

#[test]
fn the_box_of_2019_is_seen_by_a_plain_check_that_knows_nothing_of_it() {
    let scene = Scene::new();
    // It copied the server's certificate, whatever the name that was asked for.
    let genuine = scene.public.issue(&["iqala.example"]).unwrap();
    let own = &genuine.certificates()[0];
    let forged = scene.imposed.forge(own, Forgery::KAZAKHSTAN_2019).unwrap();
    let site = Site::builder(genuine.clone())
        .for_name(NAME, forged)
        .start()
        .unwrap();
    let run = scene.check(&site, &[]);
    let target = only_target(&run);
    assert_eq!((run.code, &target["verdict"]), (10, &"intercepted".into()));
    assert!(rules(&target).contains(&"copied_certificate"));
}

#[test]
fn an_honest_network_is_clean_in_every_try() {
    let scene = Scene::new();
    let site = Site::start(scene.genuine()).unwrap();
    let own = OwnServer::start(&scene.own_chain(), scene.folder.path());
    let server = ["--own-server", &own.address, "--own-key", &own.key];
    let run = scene.check(&site, &[&["--deep", "--rounds", "2"], &server[..]].concat());
    let target = only_target(&run);
    assert_eq!((run.code, &target["verdict"]), (0, &"not_seen".into()));
    assert_eq!(
        (&target["tries"], rules(&target)),
        (&3.into(), vec!["publicly_trusted"])
    );
    let unchecked = not_checked(&target);
    assert!(!unchecked.contains(&"own_server") && !unchecked.contains(&"other_names"));
}

#[test]
fn another_key_at_the_own_server_is_interception_and_is_so_again_from_the_evidence() {
    let scene = Scene::new();
    let site = Site::start(scene.genuine()).unwrap();
    let chain = scene.own_chain();
    let own = OwnServer::start(&chain, scene.folder.path());
    // Stands in the own server's place, and answers instead of it to one name only.
    let path = Site::builder(chain)
        .for_name(NAME, scene.imposed.issue(&[NAME]).unwrap())
        .start()
        .unwrap();
    let address = path.address().to_string();
    let evidence = scene.folder.path().join("seen.jsonl").display().to_string();
    let server = ["--own-server", &address, "--own-key", &own.key];
    let more = ["--deep", "--rounds", "2", "--evidence", &evidence];
    let run = scene.check(&site, &[&more[..], &server[..]].concat());
    let target = only_target(&run);
    let said = target.to_string();
    assert_eq!(
        (run.code, &target["verdict"]),
        (10, &"intercepted".into()),
        "{said}"
    );
    assert_eq!(rules(&target)[0], "own_server_key");
    drop(path);
    let again = only_target(&anchorwatch(&["verdict", &evidence, "--format", "json"]));
    assert_eq!(again, target);
}

#[test]
fn a_site_that_refuses_connections_is_not_said_to_need_deep() {
    let scene = Scene::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = listener.local_addr().unwrap().to_string();
    drop(listener);
    let public = scene.folder.path().join("public.pem").display().to_string();
    let args = ["check", NAME, "--address", &closed, "--local", &public];
    let args = [&args[..], &["--deep", "--http-port", "0"]].concat();
    let target = only_target(&anchorwatch(&[&args[..], &["--format", "json"]].concat()));
    let codes = not_checked(&target);
    assert!(codes.contains(&"other_names_not_reached"), "{codes:?}");
    let text = anchorwatch(&args);
    assert_eq!(text.code, 11);
    assert!(!text.phrases().contains("`check --deep` does"));
    assert!(
        text.phrases()
            .contains("no connection to the site was made")
    );
}

#[test]
fn a_dry_run_names_all_that_would_be_sent() {
    let args = [
        "check",
        NAME,
        "--deep",
        "--rounds",
        "4",
        "--control",
        "a.example",
        "--dry-run",
    ];
    let key = "00".repeat(32);
    let own = ["--own-server", "192.0.2.9:443", "--own-key", &key];
    let run = anchorwatch(&[&args[..], &own, &["--format", "json"]].concat());
    let plan = run.json("anchorwatch.check-plan/1");
    let target = &plan["targets"][0];
    assert_eq!(target["control_names"], serde_json::json!(["a.example"]));
    // Three addresses, four rounds of two names, and a trace: a SYN; 30 handshakes for the host's name
    // and six for the other one, each made twice if nothing comes; per name one that shows whether routers
    // lied, six of those if they did, and twelve that look for the TTL with which the answer arrives.
    assert_eq!(target["most_connections"], 3 + 8 + 123);
    assert_eq!(
        (&target["http_port"], &target["most_page_requests"]),
        (&80.into(), &5.into())
    );
    assert_eq!(target["own_server"], "192.0.2.9:443");
    assert_eq!(target["own_server_connections"], 8 + 123);
    let text = anchorwatch(&[&args[..], &own].concat());
    for words in [NAME, "a.example", "192.0.2.9:443", "4 rounds"] {
        assert!(text.stdout.contains(words), "{}", text.stdout);
    }
}

#[test]
fn a_dry_run_counts_handshakes_over_quic_where_they_are_asked_for() {
    let plan = |more: &[&str]| {
        let args = ["check", NAME, "--deep", "--rounds", "4", "--dry-run"];
        let args = [&args[..], &["--control", "a.example"], more].concat();
        let run = anchorwatch(&[&args[..], &["--format", "json"]].concat());
        let plan = run.json("anchorwatch.check-plan/1");
        let count = plan["targets"][0]["most_quic_handshakes"].clone();
        (count, anchorwatch(&args).stdout)
    };
    let (count, text) = plan(&["--quic"]);
    // Four rounds of two names, and a trace without a SYN that may doubt the routers three times.
    assert_eq!(count, 8 + 111);
    assert!(text.contains("QUIC"), "{text}");
    let (count, text) = plan(&[]);
    assert_eq!(count, 0);
    assert!(!text.contains("QUIC"), "{text}");
}

#[test]
fn a_dry_run_counts_one_connection_to_an_address_and_no_trace_without_another_name() {
    let most = |args: &[&str]| {
        let run = anchorwatch(&[args, &["--dry-run", "--format", "json"]].concat());
        run.json("anchorwatch.check-plan/1")["targets"][0]["most_connections"].clone()
    };
    assert_eq!(most(&["check", NAME]), 6);
    assert_eq!(most(&["check", "192.0.2.7"]), 4);
    assert_eq!(most(&["check", "[2001:db8::7]"]), 4);
    let alone = ["check", NAME, "--deep", "--control", NAME];
    assert_eq!(most(&alone), 3 + 3);
}

#[test]
fn arguments_that_need_each_other_are_asked_for() {
    let key = "00".repeat(32);
    for more in [
        &["--own-server", "192.0.2.9:443", "--own-key", &key][..],
        &["--deep", "--own-server", "192.0.2.9:443"],
        &["--deep", "--own-key", &key],
        &["--deep", "--rounds", "0"],
        &["--deep", "--control", "a b"],
        &["--control", "a.example"],
        &["--quic"],
        &["--deep", "--own-server", "192.0.2.9:443", "--own-key", "12"],
    ] {
        let run = anchorwatch(&[&["check", NAME, "--dry-run"], more].concat());
        assert_eq!(run.code, 2, "{more:?}: {}", run.stdout);
    }
    for (count, code) in [(20, 0), (21, 2)] {
        let controls = ["--control", "a.example"].repeat(count);
        let run = anchorwatch(&[&["check", NAME, "--dry-run", "--deep"], &controls[..]].concat());
        assert_eq!(run.code, code, "{}", run.stderr);
    }
}
