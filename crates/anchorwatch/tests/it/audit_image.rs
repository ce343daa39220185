//! Container images get the same answer as their files in a folder.

use std::{fs, path::PathBuf};

use anchorwatch_lab::{
    Root,
    image::{
        Image, Packing, Part, Parts, Tar, archive, docker, gzip, oci, oci_with_platforms,
        old_docker,
    },
};
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Machine, Run, anchorwatch, anchorwatch_as_nobody, anchorwatch_reading};

const LOCAL: &str = "usr/local/share/ca-certificates";

/// A folder with one image file.
struct Saved {
    _folder: TempDir,
    path: PathBuf,
}

impl Saved {
    fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::Builder::new()
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .tempdir()
            .unwrap();
        let path = folder.path().join("i");
        fs::write(&path, bytes).unwrap();
        Self {
            _folder: folder,
            path,
        }
    }

    fn audit(&self, more: &[&str]) -> Run {
        let path = self.path.display().to_string();
        anchorwatch(&[&["audit", "--image", &path], more].concat())
    }

    fn document(&self, expected: i32) -> Value {
        let run = self.audit(&["--format", "json"]);
        assert_eq!(run.code, expected, "{}{}", run.stdout, run.stderr);
        run.json("anchorwatch.audit/1")
    }
}

fn works() -> Root {
    Root::company("Example Works").unwrap()
}

/// A Debian with a company's root, in a single layer.
fn machine() -> (Machine, Vec<u8>) {
    let machine = Machine::with(&[("works", &works())]);
    let home = machine.root().join("home/alice");
    fs::write(home.join(".curlrc"), "insecure\n").unwrap();
    fs::write(
        machine.root().join("etc/environment"),
        "https_proxy=http://p.example:1\n",
    )
    .unwrap();
    let layer = Tar::new().tree(&machine.root()).unwrap().bytes();
    (machine, layer)
}

fn image(layers: Vec<Vec<u8>>) -> Image {
    Image::new("works/app:1", layers)
}

/// The document without the fields that name the tree and the time.
fn compared(document: &Value, root: &str) -> Value {
    let mut document = document.clone();
    for key in ["time", "root", "image"] {
        document[key] = Value::Null;
    }
    let text = document.to_string().replace(&format!("{root}/"), "/");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn an_image_and_a_folder_with_the_same_files_have_the_same_answer() {
    let (machine, layer) = machine();
    let root = machine.root_text();
    let folder = anchorwatch(&["audit", "--root", &root, "--all", "--format", "json"]);
    assert_eq!(folder.code, 10, "{}", folder.stderr);
    let folder = folder.json("anchorwatch.audit/1");
    let kinds = folder["findings"].as_array().unwrap();
    for kind in ["certificate", "verification_disabled", "proxy_configured"] {
        assert!(kinds.iter().any(|found| found["kind"] == kind), "{kind}");
    }
    let images = [image(vec![layer])];
    let compressed = images.clone().map(|image| image.packed(Packing::Gzip));
    for bytes in [
        archive(&oci(&compressed)),
        archive(&docker(&images)),
        gzip(&archive(&old_docker(&images))),
    ] {
        let run = Saved::new(&bytes).audit(&["--all", "--format", "json"]);
        assert_eq!(run.code, 10, "{}", run.stderr);
        let image = run.json("anchorwatch.audit/1");
        assert_eq!(image["root"], "works/app:1");
        assert_eq!(image["image"]["names"][0], "works/app:1");
        assert_eq!(compared(&image, "works/app:1"), compared(&folder, &root));
    }
}

#[test]
fn a_root_that_a_later_layer_removes_is_no_finding() {
    let (machine, with) = machine();
    let bundle = "etc/ssl/certs/ca-certificates.crt";
    let local = format!("{LOCAL}/works.crt");
    let certificate = fs::read(machine.root().join(&local)).unwrap();
    let whole = fs::read_to_string(machine.root().join(bundle)).unwrap();
    let without = whole.replace(String::from_utf8(certificate).unwrap().trim_end(), "");
    assert_ne!(whole, without);
    let remove = Tar::new()
        .file(bundle, without.as_bytes())
        .file(&format!("{LOCAL}/.wh.works.crt"), b"")
        .file("etc/ssl/certs/.wh.works.pem", b"")
        .file("etc/.wh.environment", b"")
        .file("home/alice/.wh..wh..opq", b"")
        .bytes();
    let clean = Saved::new(&archive(&oci(&[image(vec![with.clone(), remove])])));
    let found = clean.document(0);
    assert_eq!(found["counts"]["ask"], 0, "{found}");
    let still = Saved::new(&archive(&oci(&[image(vec![with])])));
    assert_ne!(still.document(10)["counts"]["ask"], 0);
}

#[test]
fn the_page_names_the_image_and_offers_nothing_that_would_change_it() {
    let (_machine, layer) = machine();
    let saved = Saved::new(&archive(&docker(&[image(vec![layer])])));
    for more in [
        &[][..],
        &["--all"],
        &["--language", "ru"],
        &["--language", "kk", "--all"],
    ] {
        let run = saved.audit(more);
        assert_eq!(run.code, 10, "{}", run.stderr);
        run.assert_readable();
        assert!(run.stdout.contains("works/app:1"), "{}", run.stdout);
        assert!(run.stdout.contains("\nsha256:"), "{}", run.stdout);
        assert!(!run.stdout.contains("anchorwatch block"), "{}", run.stdout);
    }
    let run = saved.audit(&[]);
    let id = run
        .stdout
        .lines()
        .find(|line| line.contains("Example Works"));
    let id = id.unwrap().split_whitespace().next().unwrap().to_owned();
    let explained = saved.audit(&["--explain", &id]);
    assert_eq!(explained.code, 10, "{}", explained.stderr);
    assert!(explained.phrases().contains("where the image is built"));
    assert!(!explained.stdout.contains("anchorwatch block"));
    assert!(explained.stdout.contains(&format!("works/app:1/{LOCAL}")));
}

#[test]
fn a_baseline_and_an_earlier_answer_work_as_for_a_folder() {
    let (_machine, layer) = machine();
    let saved = Saved::new(&archive(&oci(&[image(vec![layer])])));
    let earlier = saved.path.with_file_name("earlier.json");
    fs::write(&earlier, saved.audit(&["--format", "json"]).stdout).unwrap();
    let earlier = earlier.display().to_string();
    let run = saved.audit(&["--baseline", &earlier]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let run = saved.audit(&["--since", &earlier]);
    assert_eq!(run.code, 10, "{}{}", run.stdout, run.stderr);
    saved
        .audit(&["--baseline", "/none"])
        .assert_error("/none", "");
}

#[test]
fn standard_input_is_an_image_too_and_no_rights_are_needed() {
    let (_machine, layer) = machine();
    let saved = Saved::new(&archive(&docker(&[image(vec![layer])])));
    let input = fs::File::open(&saved.path).unwrap();
    let piped = anchorwatch_reading(input, &["audit", "--image", "-"]);
    assert_eq!(piped.code, 10, "{}", piped.stderr);
    let path = saved.path.display().to_string();
    let nobody = anchorwatch_as_nobody(&["audit", "--image", &path]);
    assert_eq!(nobody.code, 10, "{}", nobody.stderr);
}

#[test]
fn consents_and_refusals_in_an_image_settle_nothing() {
    let (machine, layer) = machine();
    let root = machine.root_text();
    let certificate = machine.root().join(LOCAL).join("works.crt");
    let certificate = certificate.display().to_string();
    let given = anchorwatch(&[
        "consent",
        "add",
        "--root",
        &root,
        "--certificate",
        &certificate,
        "--for",
        "works.example",
        "--until",
        &crate::consent::soon(),
        "--by",
        "the image",
        "--why",
        "it wants to",
        "--apply",
    ]);
    assert_eq!(given.code, 0, "{}{}", given.stdout, given.stderr);
    let decided = Tar::new().tree(&machine.root()).unwrap().bytes();
    let folder = anchorwatch(&["audit", "--root", &root, "--format", "json"]);
    let count = |document: &Value| document["counts"]["ask"].as_u64().unwrap();
    let before = Saved::new(&archive(&oci(&[image(vec![layer])]))).document(10);
    let after = Saved::new(&archive(&oci(&[image(vec![decided])]))).document(10);
    assert!(count(&folder.json("anchorwatch.audit/1")) < count(&before));
    assert_eq!(count(&after), count(&before));
}

#[test]
fn of_several_images_one_has_to_be_chosen() {
    let (_machine, layer) = machine();
    let images = [
        Image::new("a:1", vec![layer.clone()]),
        Image::new("b:1", vec![Tar::new().file("b", b"").bytes(), layer]),
    ];
    let saved = Saved::new(&archive(&docker(&images)));
    let run = saved.audit(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    for said in ["several images", "a:1 linux/", "b:1 linux/", "--select"] {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let chosen = saved.audit(&["--select", "b:1"]);
    assert!(chosen.stdout.starts_with("Image b:1,"), "{}", chosen.stdout);
    assert_eq!(saved.audit(&["--select", "c:1"]).code, 2);
    let platforms = images.map(|image| image.for_architecture("riscv64"));
    let both = Saved::new(&archive(&oci_with_platforms(&platforms)));
    assert_eq!(both.audit(&["--select", "linux/riscv64"]).code, 2);
}

/// The layer is the largest part.
fn layer_of(parts: &mut Parts) -> &mut Vec<u8> {
    let files = parts.iter_mut().filter_map(|(_, part)| match part {
        Part::File(content) => Some(content),
        Part::Link(_) => None,
    });
    files.max_by_key(|content| content.len()).unwrap()
}

#[test]
fn a_damaged_image_is_an_error_and_never_clean() {
    let machine = Machine::with(&[]);
    let layer = Tar::new().tree(&machine.root()).unwrap().bytes();
    let images = [image(vec![layer])];
    let good = Saved::new(&archive(&oci(&images)));
    assert_eq!(good.audit(&[]).code, 0);
    let mut changed = oci(&images);
    layer_of(&mut changed)[700] ^= 1;
    Saved::new(&archive(&changed)).audit(&[]).assert_error(
        "cannot read the container image",
        "does not have the SHA-256",
    );
    let mut other = oci(&images);
    *layer_of(&mut other) = b"BZh91AY".to_vec();
    Saved::new(&archive(&other))
        .audit(&[])
        .assert_error("image", "");
    let whole = archive(&oci(&images));
    Saved::new(&whole[..whole.len() / 2])
        .audit(&[])
        .assert_error("image", "damaged");
    Saved::new(b"no image").audit(&[]).assert_error("image", "");
    let folder = good.path.parent().unwrap().display().to_string();
    anchorwatch(&["audit", "--image", &folder]).assert_error(&folder, "");
    anchorwatch(&["audit", "--image", "/none.tar"]).assert_error("/none.tar", "");
}

#[test]
fn where_programs_that_unpack_images_differ_nothing_is_called_clean() {
    let machine = Machine::with(&[]);
    let mut base = Tar::new().tree(&machine.root()).unwrap();
    base = base.symlink("ssl", "etc/ssl");
    let bundle = fs::read(machine.root().join("etc/ssl/certs/ca-certificates.crt")).unwrap();
    let through = Tar::new().file("ssl/certs/ca-certificates.crt", &bundle);
    let direct = Tar::new().file("etc/ssl/certs/ca-certificates.crt", &bundle);
    let layers = |top: Tar| vec![base.clone().bytes(), top.bytes()];
    let saved = Saved::new(&archive(&oci(&[image(layers(through))])));
    let not_checked = saved.document(11)["not_checked"].to_string();
    assert!(not_checked.contains("ssl/certs/ca-certificates.crt"));
    let russian = saved.audit(&["--all", "--language", "ru"]);
    assert!(russian.phrases().contains("видят это по-разному"));
    Saved::new(&archive(&oci(&[image(layers(direct))]))).document(0);
}

#[test]
fn text_of_an_image_does_not_rule_the_terminal() {
    let (machine, _) = machine();
    let name = "\u{1b}]0;title\u{7}evil\u{1b}[31m.crt";
    fs::rename(
        machine.root().join(LOCAL).join("works.crt"),
        machine.root().join(LOCAL).join(name),
    )
    .unwrap();
    let layer = Tar::new().tree(&machine.root()).unwrap().bytes();
    let saved = Saved::new(&archive(&oci(&[image(vec![layer])])));
    for more in [
        &["--all"][..],
        &["--format", "json"],
        &["--color", "always"],
    ] {
        let run = saved.audit(more);
        assert_eq!(run.code, 10, "{}", run.stderr);
        assert!(!run.stdout.contains("\u{1b}]0"), "{}", run.stdout);
        assert!(!run.stdout.contains('\u{7}'), "{}", run.stdout);
    }
    let coloured = saved.audit(&["--color", "always"]).stdout;
    assert!(coloured.contains("\u{1b}[1m"), "{coloured}");
}
