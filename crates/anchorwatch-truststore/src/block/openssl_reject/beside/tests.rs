use std::fs;

use super::*;

fn root(name: &str) -> (Certificate, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let made = parameters.self_signed(&key).unwrap();
    (Certificate::from_der(made.der()).unwrap(), made.pem())
}

/// What is said of a bundle with `added` roots that someone added and one that the
/// package's folder has too.
fn warnings(added: usize) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let (_, shipped) = root("Stock Authority");
    let mut bundle = shipped.clone();
    for number in 0..added {
        bundle.push_str(&root(&format!("Added {number:02}")).1);
    }
    write("usr/share/ca-certificates/mozilla/stock.crt", &shipped);
    write("etc/ssl/certs/ca-certificates.crt", &bundle);
    let mut draft = Draft::default();
    let tree = Tree::open(folder.path()).unwrap();
    warn(&tree, &Request::of_keys(Vec::new()), &mut draft);
    draft.warnings
}

#[test]
fn roots_that_were_added_are_one_warning_with_names_and_stock_roots_are_none() {
    assert_eq!(warnings(0), Vec::<String>::new());
    let one = warnings(1);
    assert_eq!(one.len(), 1);
    assert!(one[0].starts_with("1 root that was added here stays trusted: if its owner"));
    assert!(one[0].ends_with("(CN=Added 00)"), "{one:?}");
    let many = warnings(25);
    assert_eq!(many.len(), 1);
    assert!(many[0].starts_with("25 roots that were added here stay trusted"));
    assert!(
        many[0].contains("CN=Added 00; CN=Added 01")
            && many[0].ends_with("CN=Added 09; and 15 more)"),
        "{many:?}"
    );
    assert!(!many[0].contains("Stock Authority"));
}
