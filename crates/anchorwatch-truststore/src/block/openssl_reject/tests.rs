use anchorwatch_identity::{Certificate, pem};

use super::*;

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
    let file = RejectFile::of(root.subject().der(), root.spki_der()).unwrap();
    let again = RejectFile::of(root.subject().der(), root.spki_der()).unwrap();
    assert_eq!(file, again);
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
    .filter_map(|(name, key)| RejectFile::of(name.der(), key.spki_der()))
    .map(|file| file.name)
    .collect();
    assert_eq!(names.len(), 3);
}

#[test]
fn what_is_no_name_or_no_key_makes_no_file() {
    let root = a_root();
    assert!(RejectFile::of(root.subject().der(), root.spki_der()).is_some());
    assert!(RejectFile::of(root.spki_der(), root.spki_der()).is_none());
    assert!(RejectFile::of(root.subject().der(), root.subject().der()).is_none());
    assert!(RejectFile::of(&[], root.spki_der()).is_none());
}

#[test]
fn only_names_of_this_shape_in_this_folder_are_ours() {
    let root = a_root();
    let name = RejectFile::of(root.subject().der(), root.spki_der())
        .unwrap()
        .name;
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
