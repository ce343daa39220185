//! What was measured earlier, beside what came now.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{
    Root, Site,
    clock::now_unix_s,
    pki::{Attribute, Issuance, Recipe, Subject, Validity},
};
use serde_json::Value;

use crate::run::{Run, anchorwatch};

const NAME: &str = "google.example";
const DAY: i64 = 86_400;

/// Public roots of two authorities.
struct Scene {
    folder: tempfile::TempDir,
    usual: Root,
    other: Root,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [usual, other] = ["Usual", "Other"].map(|organisation| {
            Root::new(Recipe {
                subject: Subject::new(&[(Attribute::Organization, organisation)]),
                validity: Validity::days(-400, 400),
                ..Recipe::company(organisation)
            })
            .unwrap()
        });
        let both = [usual.pem(), other.pem()].concat();
        std::fs::write(folder.path().join("public.pem"), both).unwrap();
        let installed = Root::company("Installed").unwrap();
        std::fs::write(folder.path().join("local.pem"), installed.pem()).unwrap();
        Self {
            folder,
            usual,
            other,
        }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// With a certificate that was made so many days ago.
    fn check(&self, root: &Root, days: i32, more: &[&str]) -> Run {
        let issuance = Issuance {
            leaf: Validity::days(-days, 90),
            ..Issuance::default()
        };
        let site = Site::start(root.issue_with(&[NAME], &issuance).unwrap()).unwrap();
        let address = site.address().to_string();
        let (public, local) = (self.path("public.pem"), self.path("local.pem"));
        let args = ["check", NAME, "--address", &address, "--format", "json"];
        let roots = ["--public", &public, "--local", &local];
        anchorwatch(&[&args[..], &roots, more].concat())
    }

    /// Evidence of a month ago, under this file name.
    fn month_ago(&self, root: &Root, file: &str) -> String {
        let path = self.path(file);
        let run = self.check(root, 60, &["--evidence", &path]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let then = UnixSeconds::new(now_unix_s() - 30 * DAY).to_string();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            if let Some(at) = line.pointer_mut("/measurement/measured_at") {
                *at = then.clone().into();
            }
            format!("{line}\n")
        });
        std::fs::write(&path, lines.collect::<String>()).unwrap();
        path
    }
}

fn target(run: &Run) -> Value {
    run.json("anchorwatch.verdict/1")["targets"][0].clone()
}

/// It takes another vantage point to suspect it: whoever changed its authority everywhere looks the same.
#[test]
fn an_authority_that_is_new_for_a_name_leaves_it_open_if_no_log_has_its_certificate() {
    let scene = Scene::new();
    let (earlier, now) = (
        scene.month_ago(&scene.usual, "old.json"),
        scene.path("now.json"),
    );
    let with = ["--earlier", &*earlier];
    let run = scene.check(
        &scene.other,
        2,
        &[&with[..], &["--evidence", &now]].concat(),
    );
    let judged = ["verdict", &*now, "--format", "json"];
    let again = anchorwatch(&[&judged[..], &with].concat());
    for run in [run, again] {
        let target = target(&run);
        assert_eq!((run.code, &target["verdict"]), (11, &"inconclusive".into()));
        assert_eq!(target["rules"][0]["id"], "public_certificate_differs");
        assert_eq!(target["rules"][0]["code"], "unlogged_new_authority");
        let says = target["rules"][0]["says"].as_str().unwrap();
        assert!(
            says.contains("O=Other") && says.contains("O=Usual"),
            "{says}"
        );
    }
    // Another vantage point still gets the usual authority's certificate.
    let elsewhere = scene.path("elsewhere.json");
    let there = scene.check(&scene.usual, 60, &["--evidence", &elsewhere]);
    assert_eq!(there.code, 0, "{}", there.stderr);
    let notary = ["--notary", &*elsewhere];
    let suspected = anchorwatch(&[&judged[..], &with, &notary].concat());
    assert_eq!(
        (suspected.code, &target(&suspected)["verdict"]),
        (10, &"suspected".into())
    );
    // Twins: nothing is known from before, and the authority signed for the name before.
    let alone = anchorwatch(&judged);
    assert_eq!(
        (alone.code, &target(&alone)["verdict"]),
        (0, &"not_seen".into())
    );
    // The twin: the authority signed for the name before.
    let same = scene.month_ago(&scene.other, "same.json");
    let run = scene.check(
        &scene.other,
        2,
        &["--earlier", &same, "--earlier", &earlier],
    );
    assert_eq!(
        (run.code, &target(&run)["verdict"]),
        (0, &"not_seen".into())
    );
}
