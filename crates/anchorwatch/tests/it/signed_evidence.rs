//! `check --sign` and `verdict --note`: evidence that nobody can alter later.

use anchorwatch_lab::{Root, Site, pki::pem_block};
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

/// An Ed25519 private key in PKCS #8, as OpenSSL writes it (RFC 8410 §7).
pub(crate) fn private_key(seed: u8) -> String {
    let head = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    pem_block("PRIVATE KEY", &[head.as_slice(), &[seed; 32]].concat())
}

struct Scene {
    folder: TempDir,
    site: Site,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("key"), private_key(1)).unwrap();
        std::fs::write(folder.path().join("other"), private_key(2)).unwrap();
        let root = Root::isca_like().unwrap();
        let site = Site::start(root.issue(&["www.example.kz"]).unwrap()).unwrap();
        Self { folder, site }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn sign(&self, evidence: &str, key: &str) -> Run {
        let address = self.site.address().to_string();
        let (evidence, key) = (self.path(evidence), self.path(key));
        let host = ["check", "www.example.kz", "--address", &address];
        let sign = ["--sign", &key, "--sign-as", "example.org/kz-watch"];
        anchorwatch(&[&host[..], &["--evidence", &evidence], &sign].concat())
    }

    fn verdict(&self, evidence: &str, note: &str, key: &str) -> Run {
        let (evidence, note) = (self.path(evidence), self.path(note));
        let asked = ["--note", &note, "--signed-by", key, "--format", "json"];
        anchorwatch(&[&["verdict", &evidence][..], &asked].concat())
    }
}

/// The public key that `check` prints.
fn public_key(run: &Run) -> String {
    let found = run.stderr.split_once("--signed-by ").unwrap().1;
    found.split('`').next().unwrap().to_owned()
}

#[test]
fn signed_evidence_is_judged_and_its_signer_is_named() {
    let scene = Scene::new();
    let signed = scene.sign("seen", "key");
    assert_eq!(signed.code, 10, "{}", signed.stderr);
    let run = scene.verdict("seen", "seen.note", &public_key(&signed));
    assert_eq!(run.code, 10, "{}", run.stderr);
    let document = run.json("anchorwatch.verdict/1");
    assert_eq!(document["signed_by"][0], "example.org/kz-watch");
    let unasked = anchorwatch(&["verdict", &scene.path("seen"), "--format", "json"]);
    let document = unasked.json("anchorwatch.verdict/1");
    assert_eq!(document["signed_by"].as_array().unwrap().len(), 0);
}

#[test]
fn changed_evidence_another_note_and_another_key_are_refused() {
    let scene = Scene::new();
    let key = public_key(&scene.sign("seen", "key"));
    let other_key = public_key(&scene.sign("seen2", "other"));
    let good = scene.verdict("seen", "seen.note", &key);
    assert_eq!(good.code, 10, "{}", good.stderr);
    let mut changed = std::fs::read(scene.path("seen")).unwrap();
    let end = changed.len() - 1;
    // White space at the end does not change what the file says, but it is another file.
    changed.insert(end, b' ');
    std::fs::write(scene.path("changed"), changed).unwrap();
    let note = std::fs::read_to_string(scene.path("seen.note")).unwrap();
    let renamed = note.replace("seen", "other");
    std::fs::write(scene.path("renamed.note"), renamed).unwrap();
    for (evidence, note, key) in [
        ("changed", "seen.note", &key),
        ("seen2", "seen.note", &key),
        ("seen", "seen2.note", &other_key),
        ("seen", "seen.note", &other_key),
        ("seen", "renamed.note", &key),
        ("seen", "seen", &key),
    ] {
        let run = scene.verdict(evidence, note, key);
        assert_eq!(run.code, 1, "{evidence} {note}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_key_for_which_anyone_can_sign_is_no_signer() {
    let zeros = "example.org/weak+76128f64+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let run = anchorwatch(&["report", "/nowhere", "--signed-by", zeros]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("anyone can sign"), "{}", run.stderr);
}

#[test]
fn nothing_is_measured_with_a_key_that_cannot_sign_or_over_a_file_that_is_there() {
    let scene = Scene::new();
    std::fs::write(scene.path("bad"), "no key").unwrap();
    assert_eq!(scene.sign("seen", "bad").code, 1);
    std::fs::write(scene.path("seen.note"), "kept").unwrap();
    assert_eq!(scene.sign("seen", "key").code, 1);
    assert!(!exists(&scene, "seen"));
    let kept = std::fs::read_to_string(scene.path("seen.note")).unwrap();
    assert_eq!(kept, "kept");
    let unnamed = ["check", "localhost", "--sign", "key", "--evidence", "seen"];
    assert_eq!(anchorwatch(&unnamed).code, 2);
}

fn exists(scene: &Scene, name: &str) -> bool {
    std::path::Path::new(&scene.path(name)).exists()
}
