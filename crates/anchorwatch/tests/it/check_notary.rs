//! What another vantage point saw, beside what came here.

use anchorwatch_lab::{Root, Site};
use serde_json::Value;

use crate::run::{Run, anchorwatch};

const NAME: &str = "www.example.kz";

/// A site as one vantage point sees it, and the roots that all take for public ones.
struct Scene {
    folder: tempfile::TempDir,
    public: Root,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let public = Root::company("Public").unwrap();
        let installed = Root::company("Installed").unwrap();
        std::fs::write(folder.path().join("public.pem"), public.pem()).unwrap();
        std::fs::write(folder.path().join("local.pem"), installed.pem()).unwrap();
        Self { folder, public }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn check(&self, root: &Root, more: &[&str]) -> Run {
        let site = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
        let address = site.address().to_string();
        let (public, local) = (self.path("public.pem"), self.path("local.pem"));
        let args = ["check", NAME, "--address", &address, "--format", "json"];
        let roots = ["--public", &public, "--local", &local];
        anchorwatch(&[&args[..], &roots, more].concat())
    }
}

fn target(run: &Run) -> Value {
    run.json("anchorwatch.verdict/1")["targets"][0].clone()
}

fn codes(target: &Value) -> Vec<String> {
    let rows = target["not_checked"].as_array().unwrap();
    let codes = rows.iter().map(|row| row["code"].as_str().unwrap());
    codes.map(str::to_owned).collect()
}

#[test]
fn what_another_vantage_point_saw_makes_a_refused_chain_an_interception() {
    let scene = Scene::new();
    let (elsewhere, here) = (scene.path("elsewhere.json"), scene.path("here.json"));
    let run = scene.check(&scene.public, &["--evidence", &elsewhere]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let stranger = Root::company("Stranger").unwrap();
    let alone = scene.check(&stranger, &[]);
    assert_eq!(
        (alone.code, &target(&alone)["verdict"]),
        (11, &"inconclusive".into())
    );
    let notary = ["--notary", &elsewhere, "--evidence", &here];
    let both = scene.check(&stranger, &notary);
    assert_eq!(
        (both.code, &target(&both)["verdict"]),
        (10, &"intercepted".into())
    );
    assert_eq!(target(&both)["rules"][0]["id"], "refused_here_alone");
    assert!(!codes(&target(&both)).contains(&"other_networks".to_owned()));
    // Stored evidence gives the same answer with the same notary, and not without it.
    let again = ["verdict", &here, "--format", "json"];
    let with = anchorwatch(&[&again[..], &["--notary", &elsewhere]].concat());
    assert_eq!((with.code, target(&with)), (10, target(&both)));
    assert_eq!(anchorwatch(&again).code, 11);
}

#[test]
fn a_notary_that_brings_its_own_root_along_counts_for_nothing_and_that_is_said() {
    let scene = Scene::new();
    let forged = scene.path("forged.json");
    let forger = Root::company("Forger").unwrap();
    std::fs::write(scene.path("public.pem"), forger.pem()).unwrap();
    assert_eq!(scene.check(&forger, &["--evidence", &forged]).code, 0);
    std::fs::write(scene.path("public.pem"), scene.public.pem()).unwrap();
    let stranger = Root::company("Stranger").unwrap();
    let run = scene.check(&stranger, &["--notary", &forged]);
    assert_eq!(
        (run.code, &target(&run)["verdict"]),
        (11, &"inconclusive".into())
    );
    let rows = target(&run)["not_checked"].clone();
    let mut rows = rows.as_array().unwrap().iter();
    let row = rows.find(|row| row["code"] == "notary_unusable").unwrap();
    assert!(row["why"].as_str().unwrap().contains("no chain"), "{row}");
}

#[test]
fn a_notary_s_file_that_cannot_be_read_is_an_error_before_anything_is_sent() {
    let scene = Scene::new();
    std::fs::write(scene.path("damaged.json"), "{").unwrap();
    let run = scene.check(&scene.public, &["--notary", &scene.path("damaged.json")]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
}
