//! `check --deep --variants`: other ClientHellos, and an encrypted name.

use anchorwatch_lab::{Root, ServerChain, Site, ech};
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::run::{Run, anchorwatch, measurements};

const NAME: &str = "www.example.kz";
const OUTER: &str = "outer.example.kz";

struct Scene {
    folder: tempfile::TempDir,
    public: Root,
    local: Root,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (public, local) = (Root::company("Public").unwrap(), Root::isca_like().unwrap());
        std::fs::write(folder.path().join("public.pem"), public.pem()).unwrap();
        std::fs::write(folder.path().join("local.pem"), local.pem()).unwrap();
        Self {
            folder,
            public,
            local,
        }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// A site that shows this chain for the outer name.
    fn site(&self, outer: ServerChain) -> Site {
        Site::builder(self.public.issue(&[NAME]).unwrap())
            .for_name(OUTER, outer)
            .start()
            .unwrap()
    }

    fn check(&self, site: &Site, more: &[&str]) -> Run {
        let (public, local) = (self.path("public.pem"), self.path("local.pem"));
        let address = site.address().to_string();
        let ech = BASE64.encode(&ech::configs(OUTER));
        let args = ["check", NAME, "--address", &address, "--public", &public];
        let args = [
            &args[..],
            &["--local", &local, "--format", "json", "--deep"],
        ]
        .concat();
        let args = [
            &args[..],
            &["--control", NAME, "--rounds", "2", "--variants"],
        ]
        .concat();
        anchorwatch(&[&args[..], &["--ech-config", &ech], more].concat())
    }
}

fn only_target(run: &Run) -> Value {
    run.json("anchorwatch.verdict/1")["targets"][0].clone()
}

#[test]
fn a_site_without_ech_is_clean_and_every_hello_is_in_the_evidence() {
    let scene = Scene::new();
    let site = scene.site(scene.public.issue(&[OUTER]).unwrap());
    let evidence = scene.path("seen.jsonl");
    let run = scene.check(&site, &["--evidence", &evidence]);
    let target = only_target(&run);
    assert_eq!((run.code, &target["verdict"]), (0, &"not_seen".into()));
    // The usual one, first and in each round.
    assert_eq!((&target["tries"], site.accepted_count()), (&3.into(), 21));
    let measurement = measurements(&evidence).remove(0);
    let handshakes = measurement["tls_handshakes"].as_array().unwrap().iter();
    let mut tags: Vec<_> = handshakes
        .map(|it| it["tags"][0].as_str().unwrap())
        .collect();
    tags.sort_unstable();
    tags.dedup();
    let expected = [
        "outer_grease_ech",
        "outer_name",
        "target",
        "target_ech",
        "target_ech_own_name",
        "target_grease_ech",
        "target_no_name",
        "target_split_hello",
        "target_tls12",
        "target_tls13",
    ];
    assert_eq!(tags, expected);
    let again = anchorwatch(&["verdict", &evidence, "--format", "json"]);
    assert_eq!((again.code, only_target(&again)), (0, target));
}

#[test]
fn a_rejection_of_ech_under_an_added_root_is_interception() {
    let scene = Scene::new();
    let site = scene.site(scene.local.issue(&[OUTER]).unwrap());
    let run = scene.check(&site, &[]);
    let target = only_target(&run);
    let rule = &target["rules"][0];
    assert_eq!((run.code, &target["verdict"]), (10, &"intercepted".into()));
    assert_eq!(
        (&rule["id"], &rule["code"]),
        (&"ech_rejected".into(), &"ech_rejected_by_added_root".into())
    );
    assert_eq!(rule["details"][0]["code"], "ech_switched_off");
    assert!(target["signer"].as_str().unwrap().contains("ISCA"));
}

#[test]
fn a_dry_run_counts_the_other_hellos() {
    let ech = BASE64.encode(&ech::configs(OUTER));
    let args = [
        "check",
        NAME,
        "192.0.2.7",
        "--deep",
        "--rounds",
        "4",
        "--control",
        "a.example",
    ];
    let args = [
        &args[..],
        &["--dry-run", "--variants", "--ech-config", &ech],
    ]
    .concat();
    let plan = anchorwatch(&[&args[..], &["--format", "json"]].concat());
    let plan = plan.json("anchorwatch.check-plan/1");
    // Three addresses, four rounds of two names and nine other hellos, and a trace.
    assert_eq!(plan["targets"][0]["most_connections"], 3 + 8 + 36 + 123);
    // An address has no name to leave out or to encrypt.
    assert_eq!(plan["targets"][1]["most_connections"], 1 + 8 + 16 + 123);
    let tags = json!([
        "target_split_hello",
        "target_tls12",
        "target_tls13",
        "target_grease_ech"
    ]);
    assert_eq!(plan["targets"][1]["variants"], tags);
    let text = anchorwatch(&args);
    assert!(
        text.phrases().contains("its name encrypted"),
        "{}",
        text.stdout
    );
}

#[test]
fn a_configuration_is_read_from_a_file_too_and_nothing_else_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let list = ech::configs(OUTER);
    let ask = |config: &str| {
        let args = [
            "check",
            NAME,
            "--deep",
            "--variants",
            "--dry-run",
            "--ech-config",
        ];
        anchorwatch(&[&args[..], &[config]].concat()).code
    };
    for (content, code) in [
        (list.clone(), 0),
        (format!("{}\n", BASE64.encode(&list)).into_bytes(), 0),
        (list[..list.len() - 1].to_vec(), 2),
        (Vec::new(), 2),
    ] {
        let path = folder.path().join("ech");
        std::fs::write(&path, content).unwrap();
        assert_eq!(ask(&path.display().to_string()), code);
    }
    assert_eq!(ask("/nonexistent"), 2);
    for args in [&["--variants"][..], &["--deep", "--ech-config", "AAAA"]] {
        let run = anchorwatch(&[&["check", NAME, "--dry-run"], args].concat());
        assert_eq!(run.code, 2);
    }
}
