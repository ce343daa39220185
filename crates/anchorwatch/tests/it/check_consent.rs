//! Interception by a root that the owner consented to.

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_lab::{Root, Site};
use serde_json::Value;

use crate::run::{Run, anchorwatch, measurements};

const NAME: &str = "www.works.example";

struct Scene {
    folder: tempfile::TempDir,
    site: Site,
    root: Root,
}

impl Scene {
    /// A company's root signs for a public name.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::company("Works").unwrap();
        std::fs::write(folder.path().join("root.pem"), root.pem()).unwrap();
        let site = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
        Self { folder, site, root }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Writes a consent to the root for these names, from yesterday on, for so many days.
    fn consent(&self, names: &[&str], days: i64) {
        let key = Certificate::from_der(self.root.der()).unwrap();
        let now = anchorwatch_lab::clock::now_unix_s();
        let day = |days: i64| UnixSeconds::new(now + days * 86_400).to_string();
        let text = format!(
            "count = 1\n[[consent]]\nkey = \"{}\"\nfor = {names:?}\nnot-before = \"{}\"\n\
             until = \"{}\"\nby = \"M. Owner\"\nwhy = \"the company inspects\"\n",
            key.spki_sha256(),
            day(-1),
            day(days - 1),
        );
        std::fs::write(self.path("consent.toml"), text).unwrap();
    }

    fn check(&self, more: &[&str]) -> Run {
        let (root, consents) = (self.path("root.pem"), self.path("consent.toml"));
        let address = self.site.address().to_string();
        let args = ["check", NAME, "--address", &address, "--local", &root];
        anchorwatch(&[&args[..], &["--consents", &consents], more].concat())
    }
}

fn verdict(run: &Run) -> Value {
    run.json("anchorwatch.verdict/1")["targets"][0]["verdict"].clone()
}

#[test]
fn a_consent_for_the_name_has_its_own_answer_and_the_evidence_keeps_it_and_no_more() {
    let scene = Scene::new();
    scene.consent(&["other.example", "works.example"], 10);
    let evidence = scene.path("seen.json");
    let run = scene.check(&["--evidence", &evidence, "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(verdict(&run), "inspected_with_consent");
    // Nothing is left to ask.
    assert_eq!(scene.site.accepted_count(), 1);
    let again = anchorwatch(&["verdict", &evidence, "--format", "json"]);
    assert_eq!((again.code, verdict(&again)), (0, verdict(&run)));
    let choices = measurements(&evidence)[0]["anchors"]["owners_choices"].clone();
    assert_eq!(choices["consents"][0]["covers"], "works.example");
    let text = std::fs::read_to_string(&evidence).unwrap();
    for kept_out in ["other.example", "M. Owner", "the company inspects"] {
        assert!(!text.contains(kept_out), "{kept_out}");
    }
}

#[test]
fn a_consent_for_another_name_or_one_that_is_over_leaves_it_an_interception() {
    for (names, days) in [(["other.example"], 10), (["works.example"], 0)] {
        let scene = Scene::new();
        scene.consent(&names, days);
        let run = scene.check(&["--format", "json"]);
        assert_eq!((run.code, verdict(&run)), (10, "intercepted".into()));
    }
}

#[test]
fn the_page_says_who_reads_it_and_for_which_name() {
    let scene = Scene::new();
    scene.consent(&["works.example"], 10);
    let run = scene.check(&[]);
    assert_eq!(run.code, 0);
    for words in ["Works", "works.example"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
}
