//! `check --own-server … --look-key`: whether a server of one's own looks, and what is kept of it.

use anchorwatch_lab::{Root, Site};
use serde_json::Value;

use crate::{
    probe_server::OwnServer,
    run::{Run, anchorwatch, measurements},
};

/// A name that leads to this machine everywhere.
const HERE: &str = "localhost";

/// A site, a server of one's own, and the key that it shares.
struct Scene {
    folder: tempfile::TempDir,
    site: Site,
    own: OwnServer,
}

impl Scene {
    /// `more` are arguments of `probe-server`; it looks at the site's port.
    fn new(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let public = Root::company("Public").unwrap();
        std::fs::write(folder.path().join("public.pem"), public.pem()).unwrap();
        std::fs::write(folder.path().join("look.key"), "5a".repeat(32) + "\n").unwrap();
        let site = Site::start(public.issue(&[HERE]).unwrap()).unwrap();
        let key = folder.path().join("look.key").display().to_string();
        let port = site.address().port().to_string();
        let looks = ["--look-key", &key, "--look-port", &port];
        let chain = public.issue(&["own.example"]).unwrap();
        let own = OwnServer::start_with(&chain, folder.path(), &[&looks[..], more].concat());
        Self { folder, site, own }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn check(&self, more: &[&str]) -> Run {
        let host = format!("{HERE}:{}", self.site.address().port());
        let address = self.site.address().to_string();
        let (public, key) = (self.path("public.pem"), self.path("look.key"));
        let own = [
            "--own-server",
            &self.own.address,
            "--own-key",
            &self.own.key,
        ];
        let args = ["check", &host, "--address", &address, "--format", "json"];
        let roots = ["--public", &public, "--local", &public];
        let deep = ["--deep", "--rounds", "1", "--http-port", "0"];
        let look = ["--look-key", &key];
        anchorwatch(&[&args[..], &roots, &deep, &own, &look, more].concat())
    }
}

/// Why the server did not look.
fn why(run: &Run) -> Option<String> {
    let document = run.json("anchorwatch.verdict/1");
    let rows = document["targets"][0]["not_checked"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["code"] == "vantage_unanswered")?;
    let why = &row["facts"]["why"]["code"];
    Some(why.as_str().unwrap().to_owned())
}

#[test]
fn a_look_is_a_measurement_beside_the_evidence() {
    let scene = Scene::new(&["--look-private"]);
    let seen = scene.path("seen.json");
    let run = scene.check(&["--evidence", &seen]);
    assert_eq!((run.code, why(&run)), (0, None), "{}", run.stderr);
    let kept = measurements(&format!("{seen}.notary-1"));
    assert_eq!(kept.len(), 1);
    let port: Value = scene.site.address().port().into();
    assert_eq!(
        (&kept[0]["target"]["host"], &kept[0]["target"]["port"]),
        (&HERE.into(), &port)
    );
    assert_eq!(kept[0]["tls_handshakes"][0]["is_key_proven"], true);
}

#[test]
fn a_server_that_does_not_look_is_no_clean_answer() {
    let scene = Scene::new(&[]);
    let run = scene.check(&[]);
    assert_eq!(why(&run).as_deref(), Some("vantage_address_not_allowed"));
    assert_eq!(run.code, 11, "{}", run.stderr);
    std::fs::write(scene.path("look.key"), "5b".repeat(32)).unwrap();
    let run = scene.check(&[]);
    assert_eq!(why(&run).as_deref(), Some("vantage_other_key"));
    assert_eq!(run.code, 11, "{}", run.stderr);
}

#[test]
fn a_file_without_a_key_is_an_error_before_anything_is_sent() {
    let scene = Scene::new(&[]);
    std::fs::write(scene.path("look.key"), "5b").unwrap();
    let run = scene.check(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(scene.site.accepted_count(), 0);
    let plan = scene.check(&["--dry-run"]);
    assert_eq!(plan.code, 1);
    std::fs::write(scene.path("look.key"), "5b".repeat(32)).unwrap();
    let plan = scene.check(&["--dry-run"]).json("anchorwatch.check-plan/1");
    assert_eq!(plan["targets"][0]["own_server_looks"], true);
}
