use rusqlite::Connection;

use super::*;
use crate::nss::signature::tests::{CERTUTIL, FIREFOX, Sample};

fn a_certificate() -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

/// A database with one certificate and the given trust rows (class, column, value).
fn a_database(der: &[u8], trust: &[(u32, &str, u32)]) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE nssPublic (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, a0, a11, a81, a82, ace536358, a62c)")
        .unwrap();
    connection
        .execute(
            "INSERT INTO nssPublic (id, a0, a11, a81, a82) VALUES (1, ?, ?, x'01', x'02')",
            (1u32.to_be_bytes(), der),
        )
        .unwrap();
    for (id, (class, column, value)) in (2u32..).zip(trust) {
        connection
            .execute(
                &format!("INSERT INTO nssPublic (id, a0, a81, a82, {column}) VALUES (?, ?, x'01', x'02', ?)"),
                (id, class.to_be_bytes(), value.to_be_bytes()),
            )
            .unwrap();
    }
    connection.serialize("main").unwrap().to_vec()
}

fn trust_with(rows: &[(u32, &str, u32)]) -> Trust {
    let found = read(a_database(&a_certificate(), rows), None).unwrap();
    assert_eq!((found.certificates.len(), found.unreadable.len()), (1, 0));
    found.certificates[0].1
}

#[test]
fn both_kinds_of_trust_objects_are_read() {
    assert_eq!(trust_with(&[]), Trust::None);
    assert_eq!(
        trust_with(&[(CLASS_NSS_TRUST, "ace536358", 0xce53_4352)]),
        Trust::Trusted
    );
    assert_eq!(
        trust_with(&[(CLASS_NSS_TRUST, "ace536358", 0xce53_4353)]),
        Trust::None
    );
    assert_eq!(
        trust_with(&[(CLASS_NSS_TRUST, "ace536358", 0xce53_435a)]),
        Trust::Distrusted
    );
    assert_eq!(trust_with(&[(CLASS_TRUST, "a62c", 2)]), Trust::Trusted);
    assert_eq!(trust_with(&[(CLASS_TRUST, "a62c", 3)]), Trust::Distrusted);
}

#[test]
fn a_second_trust_object_cannot_hide_the_first() {
    let trusted = (CLASS_NSS_TRUST, "ace536358", 0xce53_4352);
    let distrusted = (CLASS_TRUST, "a62c", 3);
    assert_eq!(trust_with(&[trusted, distrusted]), Trust::Trusted);
    assert_eq!(trust_with(&[distrusted, trusted]), Trust::Trusted);
}

#[test]
fn a_row_that_is_no_certificate_is_reported_and_the_rest_is_read() {
    let found = read(a_database(b"not a certificate", &[]), None).unwrap();
    assert_eq!((found.certificates.len(), found.unreadable.len()), (0, 1));
}

#[test]
fn a_database_cut_or_overwritten_anywhere_is_an_error_or_an_answer_but_never_a_panic() {
    let whole = a_database(
        &a_certificate(),
        &[(CLASS_NSS_TRUST, "ace536358", 0xce53_4352)],
    );
    for at in (0..whole.len()).step_by(97) {
        let _cut = read(whole[..at].to_vec(), None);
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        let _answer = read(damaged, None);
    }
    assert!(read(Vec::new(), None).is_err());
    assert!(read(b"SQLite format 3\0".to_vec(), None).is_err());
    assert!(read(vec![0xff; 4096], None).is_err());
}

#[test]
fn a_database_without_the_table_is_an_error_and_not_an_empty_store() {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("CREATE TABLE other (id)").unwrap();
    assert!(matches!(
        read(connection.serialize("main").unwrap().to_vec(), None),
        Err(Error::NoTable { .. })
    ));
}

#[test]
fn a_database_in_write_ahead_mode_is_read() {
    let mut content = a_database(&a_certificate(), &[]);
    content[18..20].copy_from_slice(&[2, 2]);
    assert_eq!(read(content, None).unwrap().certificates.len(), 1);
}

#[test]
fn a_view_in_the_place_of_the_table_is_refused_unread() {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE VIEW nssPublic AS WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n AS a0 FROM endless",
        )
        .unwrap();
    let refused = read(connection.serialize("main").unwrap().to_vec(), None);
    assert!(matches!(refused, Err(Error::NotATable { .. })));
}

/// A database with one certificate, and its trust in an object of this number.
pub(crate) fn a_signed_database(object: u32, value: u32) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .deserialize_read_exact(
            "main",
            &a_database(&a_certificate(), &[(CLASS_NSS_TRUST, "ace536358", value)])[..],
            a_database(&a_certificate(), &[(CLASS_NSS_TRUST, "ace536358", value)]).len(),
            false,
        )
        .unwrap();
    connection
        .execute("UPDATE nssPublic SET id = ? WHERE id = 2", [object])
        .unwrap();
    connection.serialize("main").unwrap().to_vec()
}

fn trusted(sample: &Sample, object: u32, value: u32) -> (Trust, usize) {
    let signatures = Signatures::read(sample.database()).unwrap();
    assert!(signatures.is_some());
    let found = read(a_signed_database(object, value), signatures).unwrap();
    (found.certificates[0].1, found.unreadable.len())
}

#[test]
fn a_trust_value_is_trusted_with_its_own_signature_and_no_other() {
    for sample in [CERTUTIL, FIREFOX] {
        let (object, value) = (sample.object, 0xce53_4352);
        assert_eq!(trusted(&sample, object, value), (Trust::Trusted, 0));
        assert_eq!(trusted(&sample, object + 1, value), (Trust::None, 1));
        assert_eq!(trusted(&sample, object, 0xce53_4351), (Trust::None, 1));
        // Distrust that NSS ignores does not protect.
        assert_eq!(trusted(&sample, object, 0xce53_435a), (Trust::None, 1));
        // A value that says nothing needs no signature.
        assert_eq!(trusted(&sample, object, 0xce53_4353), (Trust::None, 0));
    }
}

#[test]
fn a_forged_value_is_told_beside_a_true_one() {
    let sample = CERTUTIL;
    let mut connection = Connection::open_in_memory().unwrap();
    let content = a_signed_database(sample.object, 0xce53_4352);
    connection
        .deserialize_read_exact("main", &content[..], content.len(), false)
        .unwrap();
    connection
        .execute(
            "INSERT INTO nssPublic (id, a0, a81, a82, a62c) VALUES (7, x'0000000b', x'01', x'02', x'00000003')",
            [],
        )
        .unwrap();
    let signatures = Signatures::read(sample.database()).unwrap();
    let content = connection.serialize("main").unwrap().to_vec();
    let found = read(content, signatures).unwrap();
    assert_eq!(
        (found.certificates[0].1, found.unreadable.len()),
        (Trust::Trusted, 1)
    );
}

#[test]
fn trust_for_a_certificate_that_is_not_there_is_told() {
    let with = |value: u32| {
        let content = a_signed_database(9, value);
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .deserialize_read_exact("main", &content[..], content.len(), false)
            .unwrap();
        connection
            .execute("DELETE FROM nssPublic WHERE a0 = x'00000001'", [])
            .unwrap();
        let content = connection.serialize("main").unwrap().to_vec();
        read(content, None).unwrap().unreadable.len()
    };
    assert_eq!(with(0xce53_4352), 1);
    assert_eq!(with(0xce53_435a), 0);
    assert_eq!(with(0xce53_4353), 0);
}
