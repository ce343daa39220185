use super::*;
use crate::registry::known_roots;

fn public_roots() -> Vec<Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| Certificate::from_der(der).unwrap())
        .collect()
}

fn status_of_key(key: &SpkiSha256) -> Option<ProgramStatuses> {
    generated::PROGRAM_KEYS
        .iter()
        .find(|(other, _)| other == key)
        .map(|(_, record)| record.status)
}

#[test]
fn the_tables_are_sorted_without_duplicates() {
    assert!(
        generated::PUBLIC_PROGRAM_KEYS
            .windows(2)
            .all(|pair| pair[0] < pair[1])
    );
    assert!(
        generated::PROGRAM_KEYS
            .windows(2)
            .all(|pair| pair[0].0 < pair[1].0)
    );
    assert!(
        generated::PROGRAM_CERTIFICATES
            .windows(2)
            .all(|pair| pair[0].0 < pair[1].0)
    );
}

#[test]
fn mozilla_includes_every_root_of_the_public_program() {
    assert!(public_program_key_count() > 100);
    for root in public_roots() {
        assert!(in_public_program(&root.spki_sha256()));
        assert_eq!(
            program_status(&root).mozilla,
            ProgramStatus::Included,
            "{}",
            root.subject()
        );
        assert!(!is_retired_from_program(&root), "{}", root.subject());
        assert_eq!(government_authority(&root), None, "{}", root.subject());
    }
}

#[test]
fn a_certificate_without_a_source_has_an_unknown_status_and_not_not_included() {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
    let fresh = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
    assert_eq!(program_status(&fresh), ProgramStatuses::UNKNOWN);
    assert_ne!(ProgramStatus::Unknown, ProgramStatus::NotIncluded);
    assert!(!is_retired_from_program(&fresh));
    assert_eq!(government_authority(&fresh), None);
}

#[test]
fn mozilla_removed_what_is_known_as_removed_for_cause_if_it_ever_had_it() {
    let removed = ["cnnic-root", "trustcor-ca1", "startcom-root", "wosign-root"];
    for known in known_roots()
        .iter()
        .filter(|known| removed.contains(&known.id))
    {
        let status = status_of_key(&known.spki_sha256).unwrap();
        assert_eq!(status.mozilla, ProgramStatus::Removed, "{}", known.id);
    }
}

#[test]
fn no_program_includes_a_key_that_reads_traffic() {
    for known in known_roots() {
        if known.conduct.reads_traffic() {
            assert_eq!(status_of_key(&known.spki_sha256), None, "{}", known.id);
        }
    }
}

#[test]
fn a_state_s_root_was_never_in_a_browser_s_program() {
    let rows = generated::PROGRAM_KEYS
        .iter()
        .map(|(_, record)| record)
        .chain(
            generated::PROGRAM_CERTIFICATES
                .iter()
                .map(|(_, record)| record),
        );
    let of_states: Vec<_> = rows.filter(|record| record.state.is_some()).collect();
    assert_eq!(of_states.len(), 73);
    for record in of_states {
        let ProgramStatuses {
            mozilla,
            chrome,
            apple,
            microsoft: _,
        } = record.status;
        assert_eq!([mozilla, chrome, apple], [ProgramStatus::NotIncluded; 3]);
    }
}
