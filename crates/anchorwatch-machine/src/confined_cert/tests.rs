use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::PermittedSubtrees;
use proptest::prelude::*;
use rcgen::{BasicConstraints, CertificateParams, GeneralSubtree, IsCa, KeyPair, NameConstraints};

use super::*;

fn a_root(change: impl FnOnce(&mut CertificateParams)) -> Certificate {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(3));
    params.not_after = rcgen::date_time_ymd(2044, 5, 6);
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "a company's root");
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

fn names() -> PermittedSubtrees {
    PermittedSubtrees::private_and(&["bank.example".parse().unwrap()])
}

#[test]
fn it_has_the_root_s_name_key_and_authority_and_is_made_the_same_again() {
    let root = a_root(|_| ());
    let confined = of(&root, &names(), None, Serial::Own).unwrap();
    assert_eq!(confined.subject(), root.subject());
    assert_eq!(confined.spki_sha256(), root.spki_sha256());
    assert_eq!(confined.validity(), root.validity());
    let issuing = IssuingConstraints {
        is_for_servers: Some(true),
        ..root.issuing()
    };
    assert_eq!(confined.issuing(), issuing);
    assert_ne!(confined.serial(), root.serial());
    assert_eq!(confined, of(&root, &names(), None, Serial::Own).unwrap());
    assert!(is_one(&confined) && !is_one(&root));
}

#[test]
fn the_root_can_be_read_back() {
    let root = a_root(|_| ());
    let early = UnixSeconds::parse_rfc3339("2027-01-31T12:00:00Z").unwrap();
    for end in [None, Some(early)] {
        for serial in [Serial::OfTheRoot, Serial::Own] {
            let confined = of(&root, &names(), end, serial).unwrap();
            assert_eq!(root_of(&confined), Some(root.clone()), "{end:?}");
            let is_kept = confined.serial() == root.serial();
            assert_eq!(is_kept, serial == Serial::OfTheRoot);
        }
    }
    assert_eq!(root_of(&root), None);
}

#[test]
fn one_that_outlives_its_root_is_none() {
    let root = a_root(|_| ());
    let confined = of(&root, &names(), None, Serial::OfTheRoot).unwrap();
    let end = root
        .validity()
        .not_after
        .to_string()
        .replace(['-', ':', 'T'], "");
    let end = &end.as_bytes()[2..];
    let places = confined.der().windows(end.len()).enumerate();
    let places: Vec<usize> = places
        .filter(|(_, window)| *window == end)
        .map(|(at, _)| at)
        .collect();
    let [of_its_own, _of_the_root] = places[..] else {
        panic!("{places:?}");
    };
    let with = |at: usize, digit: u8| {
        let mut der = confined.der().to_vec();
        der[at + 1] = digit;
        root_of(&Certificate::from_der(&der).unwrap())
    };
    assert!(with(of_its_own, b'3').is_some(), "2043");
    assert_eq!(with(of_its_own, b'5'), None, "2045");
}

#[test]
fn with_a_serial_of_its_own_one_with_any_other_octet_is_none() {
    let root = a_root(|_| ());
    let confined = of(&root, &names(), None, Serial::Own).unwrap();
    for at in 0..confined.der().len() {
        let mut der = confined.der().to_vec();
        der[at] ^= 1;
        // Only what stands for the replaced parts may differ: it makes another root.
        if let Ok(other) = Certificate::from_der(&der)
            && let Some(read) = root_of(&other)
        {
            assert_ne!(read, root, "octet {at}");
            assert_eq!(
                of(
                    &read,
                    &names(),
                    Some(other.validity().not_after),
                    Serial::Own
                )
                .ok(),
                Some(other)
            );
        }
    }
}

#[test]
fn other_names_or_another_end_make_another_certificate() {
    let root = a_root(|_| ());
    let private = PermittedSubtrees::private_and(&[]);
    let ends = [
        None,
        Some(UnixSeconds::parse_rfc3339("2027-01-31T12:00:00Z").unwrap()),
    ];
    let all = [&names(), &private]
        .map(|names| ends.map(|end| of(&root, names, end, Serial::Own).unwrap()));
    let serials: std::collections::BTreeSet<_> =
        all.iter().flatten().map(Certificate::serial).collect();
    assert_eq!(serials.len(), 4);
}

#[test]
fn it_ends_when_asked_and_never_after_the_root() {
    let root = a_root(|_| ());
    for (end, expected) in [
        ("2027-01-31T12:00:00Z", "2027-01-31T12:00:00Z"),
        ("2049-12-31T23:59:59Z", "2044-05-06T00:00:00Z"),
        ("2150-01-01T00:00:00Z", "2044-05-06T00:00:00Z"),
        ("1949-01-01T00:00:00Z", "1949-01-01T00:00:00Z"),
    ] {
        let end = UnixSeconds::parse_rfc3339(end).unwrap();
        let confined = of(&root, &names(), Some(end), Serial::Own).unwrap();
        assert_eq!(confined.validity().not_after.to_string(), expected);
    }
}

#[test]
fn a_certificate_that_constraints_would_not_hold_is_not_made() {
    let leaf = a_root(|params| params.is_ca = IsCa::NoCa);
    let constrained = a_root(|params| {
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![GeneralSubtree::DnsName("corp".to_owned())],
            excluded_subtrees: Vec::new(),
        });
    });
    let (above, key) = (CertificateParams::default(), KeyPair::generate().unwrap());
    let issuer = rcgen::Issuer::new(above, KeyPair::generate().unwrap());
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "below");
    let below = params.signed_by(&key, &issuer).unwrap();
    let below = Certificate::from_der(below.der()).unwrap();
    for (certificate, why) in [
        (leaf, NotConfined::NotAnAuthority),
        (constrained, NotConfined::HasConstraints),
        (below, NotConfined::NotSelfIssued),
    ] {
        assert_eq!(of(&certificate, &names(), None, Serial::Own), Err(why));
    }
    let again = of(&a_root(|_| ()), &names(), None, Serial::Own).unwrap();
    assert_eq!(
        of(&again, &names(), None, Serial::Own),
        Err(NotConfined::HasConstraints)
    );
}

proptest! {
    #[test]
    fn a_damaged_root_never_gets_another_name_or_key(
        at in any::<prop::sample::Index>(),
        octet in any::<u8>(),
    ) {
        let mut der = a_root(|_| ()).der().to_vec();
        let at = at.index(der.len());
        der[at] = octet;
        if let Ok(root) = Certificate::from_der(&der)
            && let Ok(confined) = of(&root, &names(), None, Serial::Own)
        {
            prop_assert_eq!(confined.spki_der(), root.spki_der());
            prop_assert_eq!(confined.subject(), root.subject());
            prop_assert!(is_one(&confined));
        }
    }
}

/// The uses, if a certificate says which, and whether its constraints concern mail.
fn uses_and_mail(certificate: &Certificate) -> (usize, bool) {
    let parts = Parts::of(certificate.der()).unwrap();
    let extensions = parts.extensions.iter();
    let uses = extensions.filter(|one| is_of_kind(one, &EXTENDED_KEY_USAGE));
    let constraints = parts.extensions.last().unwrap();
    let mail = [&[context(RFC822_NAME), 7][..], NOBODYS].concat();
    (
        uses.count(),
        constraints.windows(mail.len()).any(|window| window == mail),
    )
}

#[test]
fn it_is_for_tls_unless_the_root_says_what_it_is_for() {
    use rcgen::ExtendedKeyUsagePurpose as Purpose;
    let of_uses = |uses: Vec<Purpose>| a_root(|params| params.extended_key_usages = uses);
    for (root, has_mail) in [
        (a_root(|_| ()), false),
        (of_uses(vec![Purpose::ServerAuth]), true),
        // As the added ones.
        (
            of_uses(vec![Purpose::ServerAuth, Purpose::ClientAuth]),
            true,
        ),
        (of_uses(vec![Purpose::EmailProtection]), true),
    ] {
        for serial in [Serial::OfTheRoot, Serial::Own] {
            let confined = of(&root, &names(), None, serial).unwrap();
            assert_eq!(uses_and_mail(&confined), (1, has_mail));
            assert_eq!(root_of(&confined), Some(root.clone()));
        }
    }
}

#[test]
fn one_of_the_form_before_is_read_back_and_made_anew() {
    let root = a_root(|_| ());
    let constraints = name_constraints(&names(), false);
    let added = Added {
        uses: None,
        constraints: &constraints,
    };
    let parts = Parts::of(root.der()).unwrap();
    let before = parts.confined(&added, None, Serial::OfTheRoot);
    let before = Certificate::from_der(&before).unwrap();
    assert_eq!(root_of(&before), Some(root.clone()));
    assert_ne!(of(&root, &names(), None, Serial::OfTheRoot), Ok(before));
}
