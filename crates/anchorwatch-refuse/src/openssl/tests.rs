use anchorwatch_identity::{Certificate, pem};

use super::*;

const DIRECTORY: &str = "/etc/ssl/certs";

fn a_root_named(name: &str) -> Certificate {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    let kind = rcgen::DnType::CommonName;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(kind, name);
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

fn a_root() -> Certificate {
    a_root_named("a root")
}

#[test]
fn a_file_has_the_root_s_name_and_key_and_is_made_the_same_again() {
    let root = a_root();
    let files = files_of(root.subject().der(), root.spki_der());
    assert_eq!(files, files_of(root.subject().der(), root.spki_der()));
    let names: std::collections::BTreeSet<_> = files.iter().map(|file| &file.name).collect();
    assert_eq!((files.len(), names.len()), (6, 6));
    for file in &files {
        let blocks = pem::blocks(&file.content);
        let [block] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        let [carrier] = block.certificates.as_ref().unwrap().as_slice() else {
            panic!("{block:?}");
        };
        assert_eq!(carrier.spki_sha256(), root.spki_sha256());
        assert_eq!(carrier.subject(), root.subject());
        assert_ne!(carrier.sha256(), root.sha256());
        assert!(is_path_of_one(&Path::new(DIRECTORY).join(&file.name)));
    }
}

#[test]
fn another_name_or_another_key_is_another_file() {
    let (one, two) = (a_root(), a_root());
    let other_name = a_root_named("another root");
    let names: std::collections::BTreeSet<_> = [
        (one.subject(), &one),
        (two.subject(), &two),
        (other_name.subject(), &one),
    ]
    .into_iter()
    .flat_map(|(name, key)| files_of(name.der(), key.spki_der()))
    .map(|file| file.name)
    .collect();
    assert_eq!(names.len(), 3 * 6);
}

#[test]
fn what_is_no_name_or_no_key_makes_no_file() {
    let root = a_root();
    let of = |name: &[u8], key: &[u8]| files_of(name, key).len();
    let (name, key) = (root.subject().der(), root.spki_der());
    assert_eq!(of(name, key), 6);
    assert_eq!(of(key, key), 0);
    assert_eq!(of(name, name), 0);
    assert_eq!(of(&[], key), 0);
}

#[test]
fn only_names_of_this_shape_in_this_folder_are_ours() {
    let root = a_root();
    let mut files = files_of(root.subject().der(), root.spki_der());
    let name = files.remove(0).name;
    let name = name.to_str().unwrap();
    for path in [
        format!("/etc/ssl/{name}"),
        format!("{DIRECTORY}/folder/{name}"),
        format!("{DIRECTORY}/{name}.pem"),
        format!("{DIRECTORY}/x{name}"),
        format!("{DIRECTORY}/{}", name.replace(".pem", ".crt")),
        format!("{DIRECTORY}/anchorwatch-refuses-.pem"),
    ] {
        assert!(!is_path_of_one(Path::new(&path)), "{path}");
    }
}
