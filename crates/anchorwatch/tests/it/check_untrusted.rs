//! What `check`, `verdict` and `verify` print if the chain leads to no trusted root.

use anchorwatch_lab::{
    Root, Site,
    pki::{Attribute, Issuance, ServerChain, Subject, certificate_pem},
    site::{BrokenSite, Fault},
};
use serde_json::Value;

use crate::run::{Run, anchorwatch, anchorwatch_with, measurements};

const NAME: &str = "www.example.kz";

struct Scene {
    folder: tempfile::TempDir,
    site: Site,
    chain: ServerChain,
}

impl Scene {
    /// A site with this chain, and files of public and local roots.
    fn of(chain: ServerChain, public: &[&Root], local: &[&Root]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pem = |roots: &[&Root]| roots.iter().map(|root| root.pem()).collect::<String>();
        std::fs::write(folder.path().join("public.pem"), pem(public)).unwrap();
        std::fs::write(folder.path().join("local.pem"), pem(local)).unwrap();
        std::fs::write(folder.path().join("chain.pem"), chain.pem()).unwrap();
        let site = Site::start(chain.clone()).unwrap();
        Self {
            folder,
            site,
            chain,
        }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn check(&self, more: &[&str]) -> Run {
        let (address, local) = (self.site.address().to_string(), self.path("local.pem"));
        let args = ["check", NAME, "--address", &address, "--local", &local];
        anchorwatch(&[&args[..], more].concat())
    }

    fn verify(&self, more: &[&str]) -> Run {
        let (chain, local) = (self.path("chain.pem"), self.path("local.pem"));
        let args = ["verify", "--host", NAME, "--local", &local, &chain];
        anchorwatch(&[&args[..], more].concat())
    }
}

fn verdict(run: &Run) -> Value {
    run.json("anchorwatch.verdict/1")["targets"][0].clone()
}

fn renamed(root: &Root, attributes: &[(Attribute, &str)]) -> Root {
    root.renamed(Subject::new(attributes)).unwrap()
}

fn qaznet() -> Root {
    let name = [
        (Attribute::Country, "KZ"),
        (Attribute::CommonName, "Qaznet Trust Network"),
    ];
    renamed(&Root::company("x").unwrap(), &name)
}

fn gateway() -> Root {
    Root::company("Gateway").unwrap()
}

#[test]
fn with_given_public_roots_a_chain_that_a_local_root_signed_is_intercepted() {
    let (public, local) = (Root::company("Public").unwrap(), gateway());
    let chain = local.issue_with(&[NAME], &Issuance::VIA_INTERMEDIATE);
    let scene = Scene::of(chain.unwrap(), &[&public], &[&local]);
    let evidence = scene.path("seen.json");
    let public = scene.path("public.pem");
    let args = [
        "--public",
        &public,
        "--evidence",
        &evidence,
        "--format",
        "json",
    ];
    let run = scene.check(&args);
    assert_eq!(
        (run.code, &verdict(&run)["verdict"]),
        (10, &"intercepted".into())
    );
    let again = anchorwatch(&["verdict", &evidence, "--format", "json"]);
    assert_eq!((again.code, verdict(&again)), (10, verdict(&run)));
    // Twin: an unrelated chain that no root here signed.
    let stranger = Root::company("Stranger").unwrap().issue(&[NAME]).unwrap();
    let scene = Scene::of(stranger, &[&gateway()], &[&local]);
    let public = scene.path("public.pem");
    let run = scene.check(&["--public", &public, "--format", "json"]);
    assert_eq!(
        (run.code, &verdict(&run)["verdict"]),
        (11, &"inconclusive".into())
    );
    assert!(!run.stdout.contains("no_anchor"));
}

#[test]
fn whatever_a_chain_calls_the_local_root_that_signed_it_that_root_is_found() {
    let local = gateway();
    for name in [
        // A different case and spacing, and a different name.
        &[
            (Attribute::Country, "SE"),
            (Attribute::Organization, "EXAMPLE  works"),
            (Attribute::CommonName, "gateway "),
        ][..],
        &[(Attribute::CommonName, "Somebody else")],
    ] {
        let chain = renamed(&local, name).issue(&[NAME]).unwrap();
        let others: Vec<Root> = (0..20).map(|_| Root::company("Other").unwrap()).collect();
        let mut roots: Vec<&Root> = others.iter().collect();
        roots.push(&local);
        let scene = Scene::of(chain, &[&others[0]], &roots);
        let evidence = scene.path("seen.json");
        let run = scene.check(&["--evidence", &evidence, "--format", "json"]);
        assert_eq!(
            (run.code, &verdict(&run)["verdict"]),
            (10, &"intercepted".into())
        );
        let anchors = &measurements(&evidence)[0]["anchors"];
        assert_eq!(anchors["local"].as_array().unwrap().len(), 1);
        let run = scene.verify(&["--format", "json"]);
        let attribution = &run.json("anchorwatch.decision/1")["attribution"];
        assert_eq!(attribution["basis"], "local_anchor");
    }
}

#[test]
fn the_name_of_an_interception_root_that_is_neither_sent_nor_installed_is_suspected() {
    let other = gateway();
    for (root, known_id) in [
        (Root::isca_like().unwrap(), None),
        (qaznet(), Some("kz-qaznet-2016")),
    ] {
        let scene = Scene::of(root.issue(&[NAME]).unwrap(), &[&other], &[&other]);
        let run = scene.check(&["--format", "json"]);
        let target = verdict(&run);
        assert_eq!((run.code, &target["verdict"]), (10, &"suspected".into()));
        assert_eq!(target["rules"][0]["id"], "issuer_name");
        let text = scene.check(&[]);
        assert!(
            text.stdout.starts_with(&format!("{NAME}:443: suspected")),
            "{}",
            text.stdout
        );
        assert!(text.phrases().contains("Do not log in"));
        let run = scene.verify(&["--format", "json"]);
        let document = run.json("anchorwatch.decision/1");
        assert_eq!(
            (run.code, &document["issuer_name"]["says"]),
            (10, &"suspected".into())
        );
        if let Some(known_id) = known_id {
            assert_eq!(document["issuer_name"]["known_id"], known_id);
        }
        assert!(scene.verify(&[]).phrases().contains("suspected"));
    }
    // With another generation or alphabet it looks like one.
    for name in ["Qaznet Trust Network G2", "Q\u{430}znet Trust Network"] {
        let root = renamed(&qaznet(), &[(Attribute::CommonName, name)]);
        let scene = Scene::of(root.issue(&[NAME]).unwrap(), &[&other], &[&other]);
        let run = scene.check(&["--format", "json"]);
        let target = verdict(&run);
        assert_eq!((run.code, &target["verdict"]), (10, &"suspected".into()));
        assert_eq!(target["rules"][0]["id"], "issuer_name");
        let run = scene.verify(&["--format", "json"]);
        let document = run.json("anchorwatch.decision/1");
        assert_eq!(document["issuer_name"]["says"], "look_alike");
        assert_eq!(document["issuer_name"]["known_id"], "kz-qaznet-2016");
        assert!(scene.verify(&[]).phrases().contains("is written otherwise"));
    }
    // With one letter more it is an unknown name.
    let name = [
        (Attribute::Country, "KZ"),
        (Attribute::CommonName, "Qaznet Trust Networks"),
    ];
    let chain = renamed(&qaznet(), &name).issue(&[NAME]).unwrap();
    let scene = Scene::of(chain, &[&other], &[&other]);
    let run = scene.check(&["--format", "json"]);
    assert_eq!(
        (run.code, &verdict(&run)["verdict"]),
        (11, &"inconclusive".into())
    );
    let document = scene
        .verify(&["--format", "json"])
        .json("anchorwatch.decision/1");
    assert_eq!(document["issuer_name"], Value::Null);
}

#[test]
fn a_state_that_is_named_as_the_issuer_is_told_and_accused_of_nothing() {
    let ministry = "The Ministry of Digital Development and Communications";
    let scene = |common_name: &str| {
        let name = [
            (Attribute::Country, "RU"),
            (Attribute::Organization, ministry),
            (Attribute::CommonName, common_name),
        ];
        let chain = renamed(&gateway(), &name).issue(&[NAME]).unwrap();
        Scene::of(chain, &[&gateway()], &[&gateway()])
    };
    let state = scene("Russian Trusted Root CA");
    let run = state.check(&["--format", "json"]);
    let target = verdict(&run);
    assert_eq!((run.code, &target["verdict"]), (11, &"inconclusive".into()));
    assert_eq!(target["rules"][0]["id"], "state_issuer_name");
    let document = state
        .verify(&["--format", "json"])
        .json("anchorwatch.decision/1");
    assert_eq!(document["issuer_name"]["says"], "state_root");
    assert_eq!(
        document["issuer_name"]["known_id"],
        "ru-trusted-root-ca-2022"
    );
    for language in ["en", "kk", "ru"] {
        for run in [
            state.check(&["--language", language]),
            state.verify(&["--language", language]),
        ] {
            assert!(run.phrases().contains("(RU)"), "{}", run.stdout);
            run.assert_readable();
        }
    }
    assert!(!state.check(&[]).phrases().contains("suspected"));
    // With one letter else it is an unknown name.
    let almost = scene("Russian Trusted Roof CA");
    let target = verdict(&almost.check(&["--format", "json"]));
    assert_eq!(target["rules"][0]["id"], "untrusted_chain");
    let document = almost
        .verify(&["--format", "json"])
        .json("anchorwatch.decision/1");
    assert_eq!(document["issuer_name"], Value::Null);
}

#[test]
fn a_product_that_is_named_as_the_issuer_is_told_and_accuses_nobody() {
    let name = [
        (Attribute::Organization, "avast! Web/Mail Shield"),
        (Attribute::CommonName, "avast! Web/Mail Shield Root"),
    ];
    let product = renamed(&gateway(), &name);
    let scene = Scene::of(
        product.issue(&[NAME]).unwrap(),
        &[&gateway()],
        &[&gateway()],
    );
    let run = scene.check(&["--format", "json"]);
    let target = verdict(&run);
    assert_eq!((run.code, &target["verdict"]), (11, &"inconclusive".into()));
    let ids: Vec<&Value> = target["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    assert!(ids.contains(&&"inspection_issuer_name".into()));
    assert!(
        scene
            .check(&[])
            .phrases()
            .contains("that is the name of Avast")
    );
    assert!(scene.verify(&[]).phrases().contains("the name of Avast"));
}

#[test]
fn every_answer_shows_the_certificate_that_came_and_so_does_the_stored_evidence() {
    let stranger = Root::company("A portal's own").unwrap();
    let chain = stranger.issue_with(
        &["portal.example", "192.0.2.7"],
        &Issuance::VIA_INTERMEDIATE,
    );
    let scene = Scene::of(chain.unwrap(), &[&gateway()], &[&gateway()]);
    let evidence = scene.path("seen.json");
    let run = scene.check(&["--evidence", &evidence]);
    assert_eq!(run.code, 11);
    let again = anchorwatch(&["verdict", &evidence]);
    let json = anchorwatch(&["verdict", &evidence, "--format", "json"]);
    let certificates = verdict(&json)["chain"].clone();
    let leaf = &certificates[0];
    assert_eq!(certificates.as_array().unwrap().len(), 2);
    assert_eq!(
        leaf["names"],
        serde_json::json!(["portal.example", "192.0.2.7"])
    );
    assert_eq!(leaf["is_self_signed"], false);
    let verified = scene
        .verify(&["--format", "json"])
        .json("anchorwatch.decision/1");
    assert_eq!(verified["chain"], certificates);
    for text in [run.phrases(), again.phrases(), scene.verify(&[]).phrases()] {
        for field in [
            "subject",
            "issuer",
            "not_before",
            "not_after",
            "cert_sha256",
        ] {
            let value = leaf[field].as_str().unwrap();
            assert!(text.contains(value), "{field} {value}: {text}");
        }
        assert!(text.contains("portal.example, 192.0.2.7"), "{text}");
    }
    run.assert_readable();
    assert!(run.phrases().contains("Do not click through"));
}

#[test]
fn hostile_names_cannot_write_a_line_of_their_own_and_are_cut() {
    let name = [(
        Attribute::CommonName,
        "a\u{1b}[2J\nwww.bank.kz:443: no interception seen",
    )];
    let root = renamed(&gateway(), &name);
    let names: Vec<String> = (0..500).map(|n| format!("{n}.example.org")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut chain = root.issue(&names).unwrap();
    for _ in 0..100 {
        chain = chain.followed_by(root.der().clone());
    }
    let scene = Scene::of(chain, &[&gateway()], &[&gateway()]);
    for run in [scene.check(&[]), scene.verify(&[])] {
        assert!(!run.stdout.contains('\u{1b}'));
        assert!(
            !run.stdout
                .lines()
                .any(|line| line.starts_with("www.bank.kz"))
        );
        assert!(run.phrases().contains("and 490 more"), "{}", run.stdout);
        assert!(run.stdout.lines().count() < 150, "{}", run.stdout);
    }
    let target = verdict(&scene.check(&["--format", "json"]));
    assert_eq!(target["chain"].as_array().unwrap().len(), 64);
    assert_eq!(
        (&target["chain_count"], &target["chain"][0]["name_count"]),
        (&101.into(), &500.into())
    );
}

#[test]
fn a_page_that_signed_itself_is_said_to_be_self_signed() {
    let own = Root::company("router").unwrap();
    let scene = Scene::of(own.issue(&[NAME]).unwrap(), &[&gateway()], &[&gateway()]);
    std::fs::write(scene.path("chain.pem"), certificate_pem(own.der())).unwrap();
    let run = scene.verify(&[]);
    let first: String = run.phrases().chars().take(120).collect();
    assert!(first.contains("is self-signed"), "{first}");
    let document = scene
        .verify(&["--format", "json"])
        .json("anchorwatch.decision/1");
    assert_eq!(document["chain"][0]["is_self_signed"], true);
    // Its twin is signed by that one.
    std::fs::write(scene.path("chain.pem"), scene.chain.pem()).unwrap();
    assert!(!scene.verify(&[]).stdout.contains("self-signed"));
}

#[test]
fn a_failure_is_told_in_words_in_text_and_by_its_code_in_json() {
    let silent = BrokenSite::start(Fault::NeverAnswer).unwrap();
    let reset = BrokenSite::start(Fault::ResetAfterHello).unwrap();
    let garbage = BrokenSite::start(Fault::Garbage).unwrap();
    let http = BrokenSite::start(Fault::PlainHttp).unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let root = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(root.path(), gateway().pem()).unwrap();
    let local = root.path().display().to_string();
    for (address, timeout, code, words) in [
        (
            silent.address(),
            "1",
            "generic_timeout_error",
            "no answer came in time",
        ),
        (
            reset.address(),
            "60",
            "connection_reset",
            "the connection was reset",
        ),
        (
            garbage.address(),
            "60",
            "ssl_failed_handshake",
            "does not speak TLS",
        ),
        (
            http.address(),
            "60",
            "plain_http_response",
            "speaks plain HTTP",
        ),
        (closed, "60", "connection_refused", "nothing listens there"),
    ] {
        let address = address.to_string();
        let args = [
            "check",
            NAME,
            "--address",
            &address,
            "--timeout",
            timeout,
            "--local",
            &local,
        ];
        let text = anchorwatch(&args);
        assert_eq!(text.code, 11, "{}", text.stderr);
        assert!(text.phrases().contains(words), "{}", text.stdout);
        assert!(!text.stdout.contains('_'), "{}", text.stdout);
        let json = anchorwatch(&[&args[..], &["--format", "json"]].concat());
        assert_eq!(verdict(&json)["failures"][0]["code"], code);
    }
}

#[test]
fn a_name_that_does_not_exist_is_told_in_words() {
    // RFC 6761 §6.4: no resolver finds it, or there is none to ask.
    let root = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(root.path(), gateway().pem()).unwrap();
    let local = root.path().display().to_string();
    let run = anchorwatch(&["check", "nowhere.invalid", "--local", &local]);
    assert_eq!(run.code, 11);
    assert!(
        run.phrases().contains("could not be looked up"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("dns_"), "{}", run.stdout);
}

#[test]
fn a_proxy_that_this_program_does_not_use_is_told_where_nothing_came() {
    let folder = tempfile::tempdir().unwrap();
    let local = folder.path().join("local.pem");
    std::fs::write(&local, gateway().pem()).unwrap();
    let local = local.display().to_string();
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let closed = closed.to_string();
    let args = ["check", NAME, "--address", &closed, "--local", &local];
    let proxy = [("HTTPS_PROXY", "http://user:secret@10.0.0.1:3128")];
    let told = "HTTPS_PROXY is set, and this program does not use a proxy";
    let run = anchorwatch_with(&proxy, &args);
    assert!(run.phrases().contains(told), "{}", run.stdout);
    assert!(!run.stdout.contains("secret") && !run.stderr.contains("secret"));
    let json = anchorwatch_with(&proxy, &[&args[..], &["--format", "json"]].concat());
    let not_checked = verdict(&json)["not_checked"].to_string();
    assert!(not_checked.contains("HTTPS_PROXY") && !not_checked.contains("secret"));
    for environment in [&[][..], &[("HTTPS_PROXY", "")]] {
        let run = anchorwatch_with(environment, &args);
        assert!(!run.stdout.contains("PROXY"), "{}", run.stdout);
    }
}

#[test]
fn the_address_of_a_page_is_checked_by_its_host_and_port() {
    let local = gateway();
    let scene = Scene::of(local.issue(&[NAME]).unwrap(), &[&local], &[&local]);
    let (address, roots) = (scene.site.address().to_string(), scene.path("local.pem"));
    let url = format!("https://{NAME}:8443/path?q=1");
    let args = ["check", &url, "--address", &address, "--local", &roots];
    let run = anchorwatch(&args);
    assert_eq!(run.code, 10);
    assert!(
        run.stdout.starts_with(&format!("{NAME}:8443: intercepted")),
        "{}",
        run.stdout
    );
}

#[test]
fn local_roots_are_counted_by_what_they_are() {
    let local = gateway();
    let scene = Scene::of(local.issue(&[NAME]).unwrap(), &[&local], &[&local]);
    for run in [scene.check(&[]), scene.verify(&[])] {
        assert!(
            run.phrases().contains("1 local root from"),
            "{}",
            run.stdout
        );
    }
}
