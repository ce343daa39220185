use rusqlite::Connection;

use super::*;

fn a_certificate() -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

fn a_database(rows: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE certificates(sha256hash_hex TEXT PRIMARY KEY,der_cert BLOB NOT NULL,trust_settings BLOB NOT NULL)")
        .unwrap();
    for (place, (der, settings)) in rows.iter().enumerate() {
        connection
            .execute(
                "INSERT INTO certificates VALUES (?, ?, ?)",
                (place.to_string(), der, settings),
            )
            .unwrap();
    }
    connection.serialize("main").unwrap().to_vec()
}

const TRUSTED: &[u8] = &[0x0a, 2, 8, 3];

#[test]
fn each_row_is_a_certificate_with_its_trust() {
    let der = a_certificate();
    let found = read(a_database(&[
        (&der, TRUSTED),
        (&der, &[0x0a, 2, 8, 2]),
        (&der, &[]),
    ]))
    .unwrap();
    let trust: Vec<Trust> = found.certificates.iter().map(|(_, trust)| *trust).collect();
    assert_eq!(trust, [Trust::Trusted, Trust::Distrusted, Trust::None]);
    assert!(found.unreadable.is_empty());
}

#[test]
fn a_row_that_cannot_be_read_is_reported_and_the_rest_is_read() {
    let der = a_certificate();
    let found = read(a_database(&[
        (b"no certificate", TRUSTED),
        (&der, &[0xff]),
        (&der, TRUSTED),
    ]))
    .unwrap();
    assert_eq!((found.certificates.len(), found.unreadable.len()), (2, 2));
    assert_eq!(found.certificates[0].1, Trust::None);
    assert_eq!(found.certificates[1].1, Trust::Trusted);
}

#[test]
fn an_empty_file_holds_nothing_and_another_database_is_an_error() {
    assert!(read(Vec::new()).unwrap().certificates.is_empty());
    assert!(read(a_database(&[])).unwrap().certificates.is_empty());
    let mut other = Connection::open_in_memory().unwrap();
    other.execute_batch("CREATE TABLE other (id)").unwrap();
    let other = other.serialize("main").unwrap().to_vec();
    assert!(matches!(read(other), Err(Error::NoTable { .. })));
}

#[test]
fn a_view_in_the_place_of_the_table_is_refused_unread() {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE VIEW certificates AS WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n AS der_cert, n AS trust_settings FROM endless")
        .unwrap();
    let content = connection.serialize("main").unwrap().to_vec();
    assert!(matches!(read(content), Err(Error::NotATable { .. })));
}

#[test]
fn a_database_cut_or_overwritten_anywhere_is_an_error_or_an_answer_but_never_a_panic() {
    let whole = a_database(&[(&a_certificate(), TRUSTED)]);
    for at in (0..whole.len()).step_by(97) {
        let _cut = read(whole[..at].to_vec());
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        let _answer = read(damaged);
    }
}

#[test]
fn more_rows_than_anyone_imports_are_an_error_and_not_a_part_of_an_answer() {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE certificates(der_cert, trust_settings); WITH RECURSIVE row(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n <= 100000) INSERT INTO certificates SELECT x'', x'' FROM row")
        .unwrap();
    let content = connection.serialize("main").unwrap().to_vec();
    assert!(matches!(read(content), Err(Error::TooManyRows)));
}
