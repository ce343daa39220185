use std::collections::BTreeSet;

use super::*;
use crate::registry::in_public_program;

fn certificates() -> impl Iterator<Item = (&'static KnownKey, &'static KnownCertificate)> {
    known_roots()
        .iter()
        .flat_map(|known| known.certificates.iter().map(move |one| (known, one)))
}

fn count(conduct: Conduct) -> usize {
    let of = |known: &&KnownKey| known.conduct == conduct;
    known_roots().iter().filter(of).count()
}

#[test]
fn known_keys_are_sorted_without_duplicates() {
    assert!(
        known_roots()
            .windows(2)
            .all(|pair| pair[0].spki_sha256 < pair[1].spki_sha256)
    );
}

#[test]
fn every_known_key_is_found_by_its_hash() {
    for known in known_roots() {
        assert_eq!(SpkiSha256::of(known.spki_der), known.spki_sha256);
        assert_eq!(known_key(&known.spki_sha256), Some(known));
    }
}

#[test]
fn a_key_that_differs_in_one_bit_is_unknown() {
    for known in known_roots() {
        let mut bytes = *known.spki_sha256.as_bytes();
        bytes[31] ^= 1;
        assert_eq!(known_key(&SpkiSha256::from_bytes(bytes)), None);
    }
}

#[test]
fn the_ten_roots_of_kazakhstan_are_known_by_key() {
    let of_kazakhstan = known_roots()
        .iter()
        .filter(|known| known.id.starts_with("kz-"));
    assert_eq!(
        of_kazakhstan
            .filter(|known| known.conduct == Conduct::Interception)
            .count(),
        10
    );
}

#[test]
fn the_registry_has_as_many_keys_of_each_conduct_as_were_reviewed() {
    assert_eq!(count(Conduct::LeakedKey), 10);
    assert_eq!(count(Conduct::Interception), 13);
    assert_eq!(count(Conduct::RemovedForCause), 32);
    assert_eq!(count(Conduct::Misissued), 23);
    assert_eq!(count(Conduct::GovernmentRoot), 1);
    assert_eq!(certificates().count(), 79);
}

#[test]
fn certificates_of_one_key_stand_in_one_entry() {
    let of = |id: &str| {
        let found = known_roots().iter().find(|known| known.id == id);
        found.unwrap().certificates.len()
    };
    assert_eq!(of("diginotar-root"), 3);
    assert_eq!(of("diginotar-cyber-ca"), 3);
    assert_eq!(of("startcom-root"), 2);
    assert_eq!(of("comodo-2011-login-yahoo-com"), 3);
}

#[test]
fn a_key_may_be_known_without_a_certificate() {
    let bare = known_roots()
        .iter()
        .filter(|known| known.certificates.is_empty());
    let bare: BTreeSet<_> = bare.map(|known| (known.id, known.title())).collect();
    // A key without a certificate has no other name.
    let expected = [
        "cyberoam-default-ca",
        "trustwave-enterprise-inspection",
        "uganda-gmail-co-ug-2026",
        "uganda-google-co-ug-2026",
        "uganda-google-ug-2026",
        "uganda-webmail-gmail-co-ug-2026",
        "uganda-youtube-co-ug-2026",
        "uganda-youtube-ug-2026",
    ];
    assert_eq!(bare, expected.map(|id| (id, id)).into());
}

#[test]
fn no_known_key_is_in_the_public_program() {
    assert!(
        known_roots()
            .iter()
            .all(|known| !in_public_program(&known.spki_sha256))
    );
}

#[test]
fn the_subject_text_is_what_the_subject_der_says() {
    use x509_parser::{prelude::FromDer as _, x509::X509Name};
    for (known, certificate) in certificates() {
        let (rest, name) = X509Name::from_der(certificate.subject_der).unwrap();
        assert!(rest.is_empty(), "{}", known.id);
        assert_eq!(
            DistinguishedName::from_parsed(&name).to_string(),
            certificate.subject
        );
    }
}

#[test]
fn identifiers_are_distinct() {
    let ids: BTreeSet<_> = known_roots().iter().map(|known| known.id).collect();
    assert_eq!(ids.len(), known_roots().len());
}

#[test]
fn every_known_key_and_intermediate_has_a_dated_source() {
    let sources = known_roots()
        .iter()
        .map(|known| known.sources)
        .chain(known_intermediates().iter().map(|known| known.sources));
    for sources in sources {
        assert!(!sources.is_empty());
        assert!(sources.iter().all(|source| source.read.len() == 10));
    }
}

#[test]
fn each_of_the_seven_intermediates_lives_seventy_five_days() {
    assert_eq!(known_intermediates().len(), 7);
    for known in known_intermediates() {
        let life_s = known.not_after.get() - known.not_before.get();
        assert_eq!(life_s, 75 * 24 * 3600, "{}", known.id);
    }
}

#[test]
fn six_intermediates_were_seen_while_valid_and_one_after_its_end() {
    let is_outside = |known: &&KnownIntermediate| known.seen > known.not_after;
    let outside: Vec<_> = known_intermediates().iter().filter(is_outside).collect();
    assert_eq!(outside.len(), 1);
    assert_eq!(outside[0].signed_by, Some("kz-isca-2020-0616"));
}

#[test]
fn five_intermediates_are_signed_by_four_known_roots() {
    let signers: Vec<_> = known_intermediates()
        .iter()
        .filter_map(|known| known.signed_by)
        .collect();
    assert_eq!(signers.len(), 5);
    assert_eq!(signers.iter().collect::<BTreeSet<_>>().len(), 4);
}

#[test]
fn a_certificate_that_says_what_a_known_intermediate_says_is_not_taken_for_it() {
    let known = &known_intermediates()[0];
    let time = |at: UnixSeconds| time::OffsetDateTime::from_unix_timestamp(at.get()).unwrap();
    let mut issuer = rcgen::CertificateParams::default();
    issuer.distinguished_name = rcgen::DistinguishedName::new();
    for (kind, value) in [
        (
            rcgen::DnType::CommonName,
            "Information Security Certification Authority",
        ),
        (rcgen::DnType::OrganizationName, "ISCA"),
        (rcgen::DnType::CountryName, "KZ"),
    ] {
        issuer.distinguished_name.push(kind, value);
    }
    issuer.serial_number = Some(
        data_encoding::HEXLOWER
            .decode(known.serial_hex.as_bytes())
            .unwrap()
            .into(),
    );
    issuer.not_before = time(known.not_before);
    issuer.not_after = time(known.not_after);
    let key = rcgen::KeyPair::generate().unwrap();
    let imitation = Certificate::from_der(issuer.self_signed(&key).unwrap().der()).unwrap();
    assert!(known.states(&imitation));
    assert_eq!(known_intermediate(&imitation), None);
}

#[test]
fn every_known_key_is_found_by_its_number_and_no_two_begin_alike() {
    let with_number = known_roots()
        .iter()
        .filter(|known| key_number(known.spki_der).is_some());
    assert_eq!(numbers().len(), with_number.clone().count());
    for known in with_number {
        assert_eq!(known_key_in(known.spki_der), Some(known));
    }
    assert!(numbers().len() > 20);
}

#[test]
fn a_key_that_only_begins_like_a_known_one_is_not_it() {
    let known = known_roots()
        .iter()
        .find(|known| key_number(known.spki_der).is_some_and(|number| number.len() >= 256))
        .unwrap();
    let mut other = known.spki_der.to_vec();
    // The last octets of the DER are the exponent's; the modulus ends before them.
    let place = other.len() - 20;
    other[place] ^= 1;
    assert_eq!(known_key_in(&other), None);
}
