use super::*;

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
    let found = read(a_database(&a_certificate(), rows)).unwrap();
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
    let found = read(a_database(b"not a certificate", &[])).unwrap();
    assert_eq!((found.certificates.len(), found.unreadable.len()), (0, 1));
}

#[test]
fn a_database_cut_or_overwritten_anywhere_is_an_error_or_an_answer_but_never_a_panic() {
    let whole = a_database(
        &a_certificate(),
        &[(CLASS_NSS_TRUST, "ace536358", 0xce53_4352)],
    );
    for at in (0..whole.len()).step_by(97) {
        let _cut = read(whole[..at].to_vec());
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        let _answer = read(damaged);
    }
    assert!(read(Vec::new()).is_err());
    assert!(read(b"SQLite format 3\0".to_vec()).is_err());
    assert!(read(vec![0xff; 4096]).is_err());
}

#[test]
fn a_database_without_the_table_is_an_error_and_not_an_empty_store() {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("CREATE TABLE other (id)").unwrap();
    assert!(matches!(
        read(connection.serialize("main").unwrap().to_vec()),
        Err(Error::Sqlite(_))
    ));
}

#[test]
fn a_database_in_write_ahead_mode_is_read() {
    let mut content = a_database(&a_certificate(), &[]);
    content[18..20].copy_from_slice(&[2, 2]);
    assert_eq!(read(content).unwrap().certificates.len(), 1);
}

#[test]
fn a_view_in_the_place_of_the_table_is_refused_unread() {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE VIEW nssPublic AS WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n AS a0 FROM endless",
        )
        .unwrap();
    let refused = read(connection.serialize("main").unwrap().to_vec());
    assert!(matches!(refused, Err(Error::NotATable { .. })));
}
