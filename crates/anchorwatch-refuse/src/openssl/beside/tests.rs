use std::fs;

use anchorwatch_remark::Told;

use super::*;

fn root(name: &str) -> (Certificate, String) {
    let authority = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    certificate(name, authority)
}

fn certificate(name: &str, is_ca: rcgen::IsCa) -> (Certificate, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    parameters.is_ca = is_ca;
    let made = parameters.self_signed(&key).unwrap();
    (Certificate::from_der(made.der()).unwrap(), made.pem())
}

/// The messages for a bundle with `added` added roots, and one that the package's folder also
/// has.
fn said(added: usize) -> Vec<Told> {
    let added = (0..added).map(|number| root(&format!("Added {number:02}")).1);
    said_beside(&added.collect::<String>())
}

fn said_beside(added: &str) -> Vec<Told> {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let (_, shipped) = root("Stock Authority");
    let bundle = shipped.clone() + added;
    write("usr/share/ca-certificates/mozilla/stock.crt", &shipped);
    write("etc/ssl/certs/ca-certificates.crt", &bundle);
    let mut draft = Draft::default();
    let tree = Tree::open(folder.path()).unwrap();
    warn(&tree, &Targets::of_keys(Vec::new()), &mut draft);
    draft.warnings
}

#[test]
fn roots_that_were_added_are_named_in_one_remark_and_stock_roots_are_not() {
    assert_eq!(said(0), []);
    let added = |number: u32| Name::Named {
        name: format!("CN=Added {number:02}"),
    };
    let told = |count: u64, names: Vec<Name>| {
        let names: Vec<Told> = names.iter().map(Name::told).collect();
        let names = names.into();
        [OpensslRemark::AddedRootsStay { count, names }.told()]
    };
    assert_eq!(said(1), told(1, vec![added(0)]));
    let mut names: Vec<Name> = (0..10).map(added).collect();
    names.push(Name::LeftOut { count: 15 });
    assert_eq!(said(25), told(25, names));
}

#[test]
fn a_server_s_own_certificate_is_not_named_since_it_can_certify_nobody() {
    let (_, server) = certificate("printer.lan", rcgen::IsCa::ExplicitNoCa);
    assert_eq!(said_beside(&server), []);
    let (_, old) = certificate("Of version 1", rcgen::IsCa::NoCa);
    assert_eq!(said_beside(&old).len(), 1);
}
