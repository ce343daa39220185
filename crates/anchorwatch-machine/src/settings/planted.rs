//! Places in which a root was planted: each is listed or reported.
//!
//! ```text
//! === listed | named | stated | switched | clean: what is tried
//! --- path of a file [(not executable)]
//! its text
//! ```
//!
//! `@CA@` is the path of a file with a root, `@PEM@` the root itself, `@ELF@` how a compiled
//! program begins. `@INDENTED@` is the root as in YAML, `@ESCAPED@` as in JSON. `@B64@` is the root on one line, `@CR@` a carriage return, `@MANY@` more
//! lines and `@LONG@` a longer line than a person writes. «Listed» is the root itself;
//! «named» makes the answer inconclusive; «stated» is reported and does not; «switched» is a
//! setting; «clean» is what people write every day.

use std::{fs, os::unix::fs::PermissionsExt as _};

use anchorwatch_home::Tree;

use crate::{Inventory, Rights, StoreKind, survey};

const PLACES: [&str; 3] = [
    include_str!("planted/places.txt"),
    include_str!("planted/installs.txt"),
    include_str!("planted/switches.txt"),
];
const CA: &str = "/srv/q/q1.pem";
/// The name by which OpenSSL finds a certificate.
const HASHED: &str = "srv/q/0a0a0a0a.0";

struct Place<'t> {
    answer: &'t str,
    name: &'t str,
    files: Vec<(&'t str, String)>,
}

fn places() -> Vec<Place<'static>> {
    let mut places: Vec<Place<'_>> = Vec::new();
    for line in PLACES.into_iter().flat_map(str::lines) {
        if let Some(head) = line.strip_prefix("=== ") {
            let (answer, name) = head.split_once(": ").unwrap();
            let files = Vec::new();
            places.push(Place {
                answer,
                name,
                files,
            });
        } else if let Some(path) = line.strip_prefix("--- ") {
            places.last_mut().unwrap().files.push((path, String::new()));
        } else {
            let (_, text) = places.last_mut().unwrap().files.last_mut().unwrap();
            text.push_str(line);
            text.push('\n');
        }
    }
    places
}

fn read(place: &Place<'_>, pem: &str) -> Inventory {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let (path, mode) = match path.strip_suffix(" (not executable)") {
            Some(path) => (path, 0o644),
            None => (path, 0o755),
        };
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    };
    write("etc/passwd", "ana:x:1000:1000::/home/ana:/bin/bash\n");
    write("home/ana/.keep", "");
    write(&CA[1..], pem);
    write(HASHED, pem);
    for (path, text) in &place.files {
        let text = text
            .replace("@CA@", CA)
            .replace("@PEM@", pem)
            .replace(
                "@INDENTED@",
                &format!("    {}", pem.trim().replace('\n', "\n    ")),
            )
            .replace("@ESCAPED@", &pem.replace('\n', "\\n"))
            .replace("@ELF@", "\x7fELF\0")
            .replace("@B64@", &base64(pem))
            .replace("@CR@", "\r")
            .replace("@MANY@", &"# nothing\n".repeat(30_000))
            .replace("@LONG@", &"x".repeat(100_000));
        write(path, &text);
    }
    survey::read(&Tree::open(folder.path()).unwrap(), Rights::Own)
}

fn base64(pem: &str) -> String {
    let lines = pem.lines().filter(|line| !line.starts_with("-----"));
    lines.collect()
}

fn answer(inventory: &Inventory) -> &'static str {
    let stores = || inventory.stores.iter();
    // A keystore that cannot be read is listed with its error.
    let is_listed = stores().any(|store| {
        !store.anchors.is_empty()
            || store.kind != StoreKind::Settings && store.path.ends_with(&CA[1..])
    });
    let is_named = stores().any(|store| store.error.is_some() || !store.unreadable.is_empty());
    let is_stated = stores().any(|store| !store.remarks.is_empty());
    let is_switched = !inventory.settings.is_empty();
    match (is_listed, is_named, is_switched, is_stated) {
        (true, ..) => "listed",
        (_, true, ..) => "named",
        (_, _, true, _) => "switched",
        (.., true) => "stated",
        _ => "clean",
    }
}

#[test]
fn a_planted_root_is_listed_or_its_place_is_named() {
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = params.self_signed(&rcgen::KeyPair::generate().unwrap());
    let pem = root.unwrap().pem();
    let wrong: Vec<String> = places()
        .iter()
        .filter_map(|place| {
            let got = answer(&read(place, &pem));
            (got != place.answer).then(|| format!("{got}, not {}: {}", place.answer, place.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
