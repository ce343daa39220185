//! A root that is held to names in a database.

use anchorwatch_machine::confined_cert::{self, Serial};
use anchorwatch_policy::PermittedSubtrees;

use super::*;
use crate::limited::{Limited, LimitedRoot};

fn an_authority(name: &str) -> Certificate {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new([]).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.serial_number = Some(rcgen::SerialNumber::from(7));
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

fn confined(root: &Certificate, names: &[&str]) -> Certificate {
    let names: Vec<_> = names.iter().map(|name| name.parse().unwrap()).collect();
    let permitted = PermittedSubtrees::private_and(&names);
    confined_cert::of(root, &permitted, None, Serial::Own).unwrap()
}

fn limited(certificate: &Certificate, instead: Option<&Certificate>) -> Limited {
    let root = LimitedRoot {
        in_databases: instead.cloned(),
        names: vec!["works.example".to_owned()],
        ..LimitedRoot::default()
    };
    [(certificate.sha256(), root)].into_iter().collect()
}

impl Fixture {
    fn limit(&self, limited: &Limited) -> Wanted {
        let names = self.names();
        refuse(&self.tree(), CERT9.as_ref(), |_| false, &names, limited).unwrap()
    }

    /// The same, made.
    fn limited(&self, limited: &Limited) -> Wanted {
        let wanted = self.limit(limited);
        self.make_all(&wanted.items, Direction::Forward).unwrap();
        wanted
    }

    /// The trust in each certificate with this key, by the audit's reader.
    fn trust_by_key(&self, root: &Certificate) -> Vec<(Certificate, Trust)> {
        let mut found = self.anchors();
        found.retain(|(certificate, _)| certificate.spki_sha256() == root.spki_sha256());
        found.sort_by_key(|(certificate, _)| certificate.sha256());
        found
    }
}

fn sorted(mut all: Vec<(Certificate, Trust)>) -> Vec<(Certificate, Trust)> {
    all.sort_by_key(|(certificate, _)| certificate.sha256());
    all
}

/// The two objects of the root.
const MINE: u32 = 0x30;
const MY_TRUST: u32 = 0x31;

fn with_root() -> (Fixture, Certificate) {
    let (fixture, root) = (Fixture::new(), an_authority("Works"));
    fixture.add_certificate(MINE, &root);
    fixture.add_trust(MY_TRUST, &root, TRUSTED_DELEGATOR);
    (fixture, root)
}

#[test]
fn the_root_goes_out_of_trust_and_what_holds_it_to_names_comes_in() {
    let (fixture, root) = with_root();
    let before = fixture.dump();
    let instead = confined(&root, &[]);
    let wanted = fixture.limited(&limited(&root, Some(&instead)));
    let names = vec!["works.example".to_owned()];
    assert_eq!(wanted.confined, [(instead.clone(), names)]);
    let expected = [(root.clone(), Distrusted), (instead.clone(), Trusted)];
    assert_eq!(fixture.trust_by_key(&root), sorted(expected.to_vec()));
    // Other roots are as they were.
    assert_eq!(fixture.trust(), (Trusted, Trusted));
    let again = fixture.limit(&limited(&root, Some(&instead)));
    assert_eq!(again.items, []);

    // Other names: the earlier certificate goes.
    let other = confined(&root, &["works.example"]);
    let renamed = fixture.limited(&limited(&instead, Some(&other)));
    let expected = [(root.clone(), Distrusted), (other, Trusted)];
    assert_eq!(fixture.trust_by_key(&root), sorted(expected.to_vec()));

    fixture.make_all(&renamed.items, Direction::Back).unwrap();
    fixture.make_all(&wanted.items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), before);
}

/// `certutil -t P,,`: the certificate is a server's own, though it says that it is an authority.
#[test]
fn what_is_trusted_as_a_server_s_own_gets_no_power_and_stays() {
    let (fixture, root) = with_root();
    fixture.set_trust(MY_TRUST, SERVER_AUTH, 0xce53_4351);
    let before = fixture.dump();
    let wanted = fixture.limit(&limited(&root, Some(&confined(&root, &[]))));
    assert_eq!((wanted.items, wanted.confined), (vec![], vec![]));
    assert_eq!(wanted.pinned, [root]);
    assert_eq!(fixture.dump(), before);
}

/// A user may only have claimed that the database trusts it.
#[test]
fn nothing_comes_in_the_place_of_a_root_that_is_not_trusted() {
    let (fixture, root) = with_root();
    fixture.set_trust(MY_TRUST, SERVER_AUTH, NOT_TRUSTED);
    let wanted = fixture.limited(&limited(&root, Some(&confined(&root, &[]))));
    assert_eq!(wanted.confined, []);
    assert_eq!(fixture.trust_by_key(&root), [(root, Distrusted)]);
}

#[test]
fn a_root_that_is_there_twice_gets_one_in_its_place() {
    let (fixture, root) = with_root();
    fixture.add_certificate(0x40, &root);
    let instead = confined(&root, &[]);
    fixture.limited(&limited(&root, Some(&instead)));
    let shown = fixture.trust_by_key(&root);
    let count = shown.iter().filter(|(one, _)| *one == instead).count();
    assert_eq!(count, 1, "{shown:?}");
}

#[test]
fn a_root_that_cannot_be_held_to_names_is_only_refused() {
    let (fixture, root) = with_root();
    let wanted = fixture.limited(&limited(&root, None));
    assert_eq!(wanted.confined, []);
    assert_eq!(fixture.trust_by_key(&root), [(root, Distrusted)]);
}

#[test]
fn behind_a_primary_password_nothing_comes_in_its_place() {
    let (fixture, root) = with_root();
    fixture.set_password(&PRIMARY.row());
    let instead = confined(&root, &[]);
    let wanted = fixture.limited(&limited(&root, Some(&instead)));
    assert_eq!((wanted.confined, wanted.warnings.len()), (vec![], 1));
    assert_eq!(fixture.trust_by_key(&root), [(root, Nothing)]);
}
