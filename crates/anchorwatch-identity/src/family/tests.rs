use super::*;

#[test]
fn no_root_of_the_public_program_matches_a_family() {
    for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let certificate = Certificate::from_der(der).unwrap();
        assert_eq!(matches(&certificate), [], "{}", certificate.subject());
    }
}

#[test]
fn rule_ids_are_distinct() {
    let mut ids = FamilyRule::ALL.map(FamilyRule::id).to_vec();
    ids.dedup();
    assert_eq!(ids.len(), FamilyRule::ALL.len());
}
