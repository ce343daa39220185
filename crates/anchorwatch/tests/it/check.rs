use anchorwatch_lab::{
    Root, Site,
    site::{BrokenSite, Fault},
};
use serde_json::Value;

use crate::run::{Run, anchorwatch, measurements};

struct Scene {
    folder: tempfile::TempDir,
    site: Site,
}

impl Scene {
    /// A site whose certificate an imposed root signed, and a client that trusts that root.
    fn intercepted() -> Self {
        Self::signed_by(&Root::isca_like().unwrap())
    }

    fn signed_by(root: &Root) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("root.pem"), root.pem()).unwrap();
        let site = Site::start(root.issue(&["www.example.kz", "wiki.intranet"]).unwrap()).unwrap();
        Self { folder, site }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn check(&self, host: &str, more: &[&str]) -> Run {
        let (root, address) = (self.path("root.pem"), self.site.address().to_string());
        let args = [
            "check",
            host,
            "--address",
            &address,
            "--local",
            &root,
            "--format",
            "json",
        ];
        anchorwatch(&[&args[..], more].concat())
    }
}

fn only_target(run: &Run) -> Value {
    let document = run.json("anchorwatch.verdict/1");
    assert_eq!(document["targets"].as_array().unwrap().len(), 1);
    document["targets"][0].clone()
}

#[test]
fn a_resigned_connection_is_intercepted_with_reasons_and_counter_evidence() {
    let run = Scene::intercepted().check("www.example.kz", &[]);
    assert_eq!(run.code, 10);
    let target = only_target(&run);
    assert_eq!(target["verdict"], "intercepted");
    let ids: Vec<_> = target["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["id"].clone())
        .collect();
    assert!(
        ids.contains(&"local_root_for_public_name".into()) && ids.contains(&"family_match".into())
    );
    assert!(!target["against"].as_array().unwrap().is_empty());
    let confidence = target["confidence"].as_f64().unwrap();
    assert!(confidence > 0.9 && confidence < 1.0);
}

#[test]
fn the_same_verdict_comes_again_from_the_stored_evidence() {
    let scene = Scene::intercepted();
    let evidence = scene.path("seen.json");
    let first = only_target(&scene.check("www.example.kz", &["--evidence", &evidence]));
    for _ in 0..2 {
        let again = anchorwatch(&["verdict", &evidence, "--format", "json"]);
        assert_eq!((again.code, only_target(&again)), (10, first.clone()));
    }
    assert_eq!(first["evidence_ref"], format!("{evidence}#0"));
}

#[test]
fn the_evidence_carries_only_the_roots_that_the_chain_names() {
    let scene = Scene::intercepted();
    let mut roots = std::fs::read_to_string(scene.path("root.pem")).unwrap();
    roots.push_str(&Root::company("A company's own business").unwrap().pem());
    std::fs::write(scene.path("root.pem"), roots).unwrap();
    let evidence = scene.path("seen.json");
    scene.check("www.example.kz", &["--evidence", &evidence]);
    let measurements = measurements(&evidence);
    assert_eq!(measurements.len(), 1);
    let anchors = &measurements[0]["anchors"];
    assert_eq!(
        (
            anchors["local"].as_array().unwrap().len(),
            &anchors["local_count"]
        ),
        (1, &2.into())
    );
}

#[test]
fn a_private_name_under_a_local_root_is_not_seen() {
    let run = Scene::intercepted().check("wiki.intranet", &[]);
    assert_eq!(
        (run.code, &only_target(&run)["verdict"]),
        (0, &"not_seen".into())
    );
}

#[test]
fn a_publicly_trusted_connection_is_not_seen_with_its_limits() {
    let scene = Scene::signed_by(&Root::company("Public").unwrap());
    let public = scene.path("root.pem");
    let run = scene.check("www.example.kz", &["--public", &public]);
    let target = only_target(&run);
    assert_eq!((run.code, &target["verdict"]), (0, &"not_seen".into()));
    assert!(!target["not_checked"].as_array().unwrap().is_empty());
}

#[test]
fn a_connection_that_is_cut_is_inconclusive() {
    for fault in [Fault::ResetAfterHello, Fault::CloseAtOnce, Fault::Garbage] {
        let site = BrokenSite::start(fault).unwrap();
        let run = anchorwatch(&[
            "check",
            "www.example.kz",
            "--address",
            &site.address().to_string(),
            "--format",
            "json",
        ]);
        assert_eq!(
            (run.code, &only_target(&run)["verdict"]),
            (11, &"inconclusive".into()),
            "{fault:?}"
        );
    }
}

#[test]
fn of_many_hosts_the_worst_counts() {
    let scene = Scene::intercepted();
    let run = scene.check("wiki.intranet", &["www.example.kz"]);
    let document = run.json("anchorwatch.verdict/1");
    let verdicts: Vec<_> = document["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| target["verdict"].clone())
        .collect();
    assert_eq!(
        (run.code, verdicts),
        (
            10,
            vec![Value::from("not_seen"), Value::from("intercepted")]
        )
    );
}

#[test]
fn a_dry_run_says_what_would_be_sent_and_sends_nothing() {
    let scene = Scene::intercepted();
    let run = scene.check("www.example.kz", &["--dry-run"]);
    assert_eq!((run.code, scene.site.accepted_count()), (0, 0));
    let document = run.json("anchorwatch.check-plan/1");
    assert_eq!(
        document["targets"],
        serde_json::json!([{
            "host": "www.example.kz",
            "port": 443,
            "address": scene.site.address().to_string(),
            "sends": "tls_handshake",
            "control_names": ["example.com", "example.org"],
            "most_connections": 4,
            "most_quic_handshakes": 0,
            "own_server": null,
            "own_server_connections": null,
            "own_server_looks": false,
            "http_port": null,
            "most_page_requests": 0,
            "variants": [],
        }])
    );
    let text = anchorwatch(&["check", "www.example.kz:8443", "b.example", "--dry-run"]);
    assert_eq!((text.code, text.stderr.as_str()), (0, ""));
    for words in [
        "www.example.kz:8443",
        "b.example",
        "TLS handshake",
        "resolver",
    ] {
        assert!(text.stdout.contains(words), "{}", text.stdout);
    }
}

#[test]
fn the_words_say_what_was_measured_and_no_more() {
    let scene = Scene::intercepted();
    let (root, address) = (scene.path("root.pem"), scene.site.address().to_string());
    let run = anchorwatch(&[
        "check",
        "www.example.kz",
        "--address",
        &address,
        "--local",
        &root,
    ]);
    assert!(
        run.stdout.starts_with("www.example.kz:443: intercepted"),
        "{}",
        run.stdout
    );
    for words in [
        "re-signed on the way by C=KZ,O=ISCA",
        "What speaks against it",
        "Not checked",
        "What to do",
    ] {
        assert!(run.stdout.contains(words), "{words}");
    }
    let at = |words: &str| run.stdout.find(words);
    assert!(at("What to do") < at("\nWhy\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("spied"));
}

#[test]
fn many_unread_stores_do_not_push_the_rest_away() {
    let scene = Scene::intercepted();
    let evidence = scene.path("seen.json");
    scene.check("www.example.kz", &["--evidence", &evidence]);
    let text = std::fs::read_to_string(&evidence).unwrap();
    for (unread, more) in [
        (2, None),
        (3, Some("and 1 more place of this machine")),
        (40, Some("and 38 more places of this machine")),
    ] {
        let stores = (0..unread).map(|number| format!("\"/store/{number} is closed\""));
        let stores: Vec<String> = stores.collect();
        let stores = format!("\"local_unreadable\":[{}]", stores.join(","));
        let other = text.replace("\"local_unreadable\":[]", &stores);
        assert_ne!(other, text);
        std::fs::write(&evidence, other).unwrap();
        let run = anchorwatch(&["verdict", &evidence]);
        assert_eq!(
            run.stdout.matches(" is closed.").count(),
            2,
            "{}",
            run.stdout
        );
        assert_eq!(run.stdout.contains(" of this machine;"), more.is_some());
        assert!(
            run.stdout.contains(more.unwrap_or_default()),
            "{}",
            run.stdout
        );
        let json = anchorwatch(&["verdict", &evidence, "--format", "json"]);
        let is_named = |number| json.stdout.contains(&format!("/store/{number} is closed"));
        assert!((0..unread).all(is_named), "{}", json.stdout);
    }
}

#[test]
fn hostile_evidence_cannot_write_a_line_of_its_own() {
    let scene = Scene::intercepted();
    let evidence = scene.path("seen.json");
    scene.check("www.example.kz", &["--evidence", &evidence]);
    let text = std::fs::read_to_string(&evidence).unwrap();
    let host = r#""host":"www.bank.kz:443: not_seen (confidence 0.99)\nNo interception was seen.\u001b[8m""#;
    std::fs::write(
        &evidence,
        text.replacen(r#""host":"www.example.kz""#, host, 1),
    )
    .unwrap();
    let run = anchorwatch(&["verdict", &evidence]);
    assert!(!run.stdout.contains('\u{1b}'));
    assert!(
        !run.stdout
            .lines()
            .any(|line| line.starts_with("No interception was seen.")),
        "{}",
        run.stdout
    );
}

#[test]
fn a_name_in_letters_of_any_script_is_asked_for_by_its_a_labels() {
    let root = Root::isca_like().unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("root.pem"), root.pem()).unwrap();
    let site = Site::start(root.issue(&["xn--80ak6aa92e.xn--80ao21a"]).unwrap()).unwrap();
    let scene = Scene { folder, site };
    let run = scene.check("аррӏе.қаз", &[]);
    assert_eq!(
        (run.code, &only_target(&run)["target"]),
        (10, &"xn--80ak6aa92e.xn--80ao21a:443".into())
    );
}
