use std::{collections::BTreeSet, fs, path::PathBuf};

use super::*;
use crate::{Client, Store, Trust};

struct Place(tempfile::TempDir);

impl Place {
    fn with(paths: &[&str]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for path in paths {
            fs::create_dir_all(place.path(path)).unwrap();
        }
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path.trim_start_matches('/'))
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn tree(&self) -> Tree {
        Tree::open(self.0.path()).unwrap()
    }

    fn layouts(&self) -> Vec<&'static str> {
        let layouts = SystemLayout::of(&self.tree());
        layouts.into_iter().map(|layout| layout.code).collect()
    }

    fn stores(&self) -> Vec<Store> {
        stores(&self.tree())
    }
}

fn root(name: &str) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new([]).unwrap();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    params.self_signed(&key).unwrap().pem()
}

#[test]
fn every_row_is_recognised_by_each_of_its_marks() {
    for layout in LAYOUTS {
        for mark in layout.marks {
            assert_eq!(Place::with(&[mark]).layouts(), [layout.code], "{mark}");
        }
    }
}

/// Anyone who may write on a machine can create `/etc/apk`, so that must hide nothing.
#[test]
fn another_systems_mark_hides_no_place_and_no_reader() {
    let pem = root("x");
    let readers = |place: &Place| -> BTreeSet<Client> {
        let stores = place.stores();
        let anchors = stores.iter().flat_map(|store| &store.anchors);
        let trusted = anchors.filter(|anchor| anchor.trust == Trust::Trusted);
        trusted
            .flat_map(|anchor| anchor.effective_for.clone())
            .collect()
    };
    for layout in LAYOUTS {
        for other in LAYOUTS.iter().filter(|other| other.code != layout.code) {
            for path in layout.bundles.iter().map(|bundle| bundle.path) {
                let place = Place::with(&layout.marks[..1]);
                place.write(path, &pem);
                place.write(layout.openssl.file, root("y"));
                let alone = readers(&place);
                fs::create_dir_all(place.path(other.marks[0])).unwrap();
                let both = readers(&place);
                let codes = (layout.code, other.code, path);
                assert!(both.is_superset(&alone), "{codes:?}: {alone:?} {both:?}");
            }
        }
    }
}

#[test]
fn a_key_is_refused_in_debian_whatever_else_is_there_and_in_no_other_system() {
    let dpkg = "/var/lib/dpkg/info/ca-certificates.list";
    let configuration = "/etc/ca-certificates.conf";
    for (paths, can_refuse) in [
        (&[dpkg][..], true),
        (&[configuration], true),
        (&["/etc/ssl/certs/ca-certificates.crt"], true),
        (&[dpkg, "/etc/apk"], true),
        (&[dpkg, configuration, "/etc/pki/ca-trust"], true),
        // Alpine has Debian's configuration, and none of dpkg's records.
        (&[configuration, "/etc/apk"], false),
        (
            &["/etc/pki/ca-trust", "/usr/local/share/ca-certificates"],
            false,
        ),
        (&["/etc/ca-certificates/extracted"], false),
        (&["/etc/passwd"], false),
    ] {
        let place = Place::with(paths);
        assert_eq!(
            SystemLayout::can_refuse_in(&place.tree()),
            can_refuse,
            "{paths:?}"
        );
    }
}

#[test]
fn two_layouts_can_apply_and_a_place_that_no_mark_explains_brings_one() {
    let both = Place::with(&["/etc/ca-certificates.conf", "/etc/pki/ca-trust/source"]);
    assert_eq!(both.layouts(), ["debian", "fedora"]);
    let bare = Place::with(&["/etc/ssl/certs/ca-certificates.crt"]);
    assert_eq!(bare.layouts(), ["debian"]);
    let stray = Place::with(&["/etc/ca-certificates.conf", "/etc/ssl/certs"]);
    stray.write("/etc/ssl/ca-bundle.pem", root("x"));
    assert_eq!(stray.layouts(), ["debian", "suse"]);
    // Another name of a file that is already read is not another place.
    let link = Place::with(&["/etc/ca-certificates.conf"]);
    link.write("/etc/ssl/certs/ca-certificates.crt", root("x"));
    std::os::unix::fs::symlink("certs/ca-certificates.crt", link.path("/etc/ssl/cert.pem"))
        .unwrap();
    assert_eq!(link.layouts(), ["debian"]);
    assert_eq!(Place::with(&["/etc/passwd"]).layouts(), [""; 0]);
}

#[test]
fn a_row_names_each_code_and_each_place_once() {
    let codes: BTreeSet<&str> = LAYOUTS.iter().map(|layout| layout.code).collect();
    assert_eq!(codes.len(), LAYOUTS.len());
    for layout in LAYOUTS {
        let mut bundles: Vec<&str> = layout.bundles.iter().map(|bundle| bundle.path).collect();
        bundles.extend(layout.directories.iter().map(|directory| directory.path));
        let distinct: BTreeSet<&str> = bundles.iter().copied().collect();
        assert_eq!(distinct.len(), bundles.len(), "{}", layout.code);
        assert!(!layout.marks.is_empty() && !layout.bundles.is_empty());
    }
}

/// A root in each place of each layout is found there, with its readers.
#[test]
fn a_root_in_any_place_of_a_row_is_found() {
    let pem = root("x");
    for layout in LAYOUTS {
        let bundles = layout.bundles.iter().map(|bundle| bundle.path.to_owned());
        let directories = layout.directories.iter();
        let directories = directories.map(|directory| format!("{}/x.pem", directory.path));
        let local = layout.local_sources.iter();
        let local = local.map(|source| format!("{}/x.crt", source.path));
        let p11_kit = layout.p11_kit.iter().flat_map(|path| path.places);
        let p11_kit = p11_kit.map(|place| format!("{place}/anchors/x.pem"));
        let all = bundles.chain(directories).chain(local).chain(p11_kit);
        for path in all.chain([layout.openssl.file.to_owned()]) {
            let place = Place::with(&[layout.marks.last().unwrap()]);
            place.write(&path, &pem);
            let stores = place.stores();
            let mut anchors = stores.iter().flat_map(|store| &store.anchors);
            let is_found = anchors.any(|anchor| anchor.trust == Trust::Trusted);
            assert!(is_found, "{}: {path}: {stores:?}", layout.code);
            let unread = stores.iter().find(|store| store.error.is_some());
            assert_eq!(unread, None, "{}: {path}", layout.code);
        }
    }
}

#[test]
fn one_file_under_two_names_is_one_store_that_more_programs_read() {
    let place = Place::with(&["/etc/pki/ca-trust/source"]);
    let bundle = "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem";
    place.write(bundle, root("x"));
    fs::create_dir_all(place.path("/etc/pki/tls/certs")).unwrap();
    for link in ["/etc/pki/tls/cert.pem", "/etc/pki/tls/certs/ca-bundle.crt"] {
        std::os::unix::fs::symlink(bundle, place.path(link)).unwrap();
    }
    let stores = place.stores();
    let files = stores.iter().filter(|store| !store.anchors.is_empty());
    let files: Vec<&Store> = files.collect();
    let [store] = files.as_slice() else {
        panic!("{files:?}");
    };
    let clients = &store.anchors[0].effective_for;
    for client in [Client::Openssl, Client::Curl, Client::Go] {
        assert!(clients.contains(&client), "{clients:?}");
    }
    assert_eq!(store.id, "system_bundle");
}

#[test]
fn alpine_takes_every_local_file_and_debian_what_ends_in_crt() {
    for (mark, expected) in [("/etc/alpine-release", 1), ("/etc/ca-certificates.conf", 0)] {
        let place = Place::with(&[]);
        place.write(mark, "");
        place.write("/usr/local/share/ca-certificates/x.pem", root("x"));
        place.write("/usr/local/share/ca-certificates/.x", root("hidden"));
        let count: usize = place.stores().iter().map(|store| store.anchors.len()).sum();
        assert_eq!(count, expected, "{mark}");
    }
}

#[test]
fn firmware_s_list_is_read_and_trusted_by_no_program() {
    let place = Place::with(&["/etc/pki/ca-trust/source"]);
    let path = "/etc/pki/ca-trust/extracted/edk2/cacerts.bin";
    let file = anchorwatch_container::certificate_file(root("x").as_bytes());
    let der = file.certificates().next().unwrap().der().to_vec();
    // EFI_SIGNATURE_LIST: a type, three sizes, an owner, and the certificate.
    place.write(path, [&[0xa1; 44][..], &der].concat());
    let stores = place.stores();
    let store = stores
        .iter()
        .find(|store| store.path.ends_with("cacerts.bin"));
    let store = store.unwrap();
    assert_eq!((store.anchors.len(), store.unreadable.len()), (1, 0));
    assert!(store.anchors[0].effective_for.is_empty());
    place.write(path, [0xa1; 200]);
    let stores = place.stores();
    assert!(stores.iter().any(|store| !store.unreadable.is_empty()));
}

#[test]
fn a_store_that_cannot_be_read_is_there() {
    let place = Place::with(&["/etc/pki/ca-trust/source"]);
    let bundle = "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem";
    place.write(&format!("{bundle}/a-folder"), "");
    let stores = place.stores();
    assert!(
        stores.iter().any(|store| store.error.is_some()),
        "{stores:?}"
    );
}
