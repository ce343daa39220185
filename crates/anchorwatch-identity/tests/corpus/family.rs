//! What each family rule must hit, and what it must not.

use anchorwatch_identity::{
    Certificate,
    family::{FamilyRule, matches},
    registry::known_signer,
};

use crate::entries;

fn hits(rule: FamilyRule) -> Vec<String> {
    entries()
        .into_iter()
        .filter(|entry| matches(&entry.certificate).contains(&rule))
        .map(|entry| entry.file)
        .collect()
}

#[test]
fn the_name_rule_hits_nine_of_the_ten_and_nothing_else_of_the_corpus() {
    let expected: Vec<String> = entries()
        .into_iter()
        .map(|entry| entry.file)
        .filter(|file| file.starts_with("kz-isca-"))
        .collect();
    assert!(expected.is_empty() || expected.len() == 9);
    assert_eq!(hits(FamilyRule::IscaName), expected);
}

#[test]
fn the_generator_mark_hits_the_eight_roots_of_2020_and_nothing_else_of_the_corpus() {
    let expected: Vec<String> = entries()
        .into_iter()
        .map(|entry| entry.file)
        .filter(|file| file.starts_with("kz-isca-") && file.contains("2020"))
        .collect();
    assert!(expected.is_empty() || expected.len() == 8);
    assert_eq!(hits(FamilyRule::IscaGeneratorMark), expected);
}

#[test]
fn no_certificate_of_the_corpus_is_a_known_key_renamed_or_a_known_name_re_keyed() {
    assert!(hits(FamilyRule::KnownKeyOtherName).is_empty());
    assert!(hits(FamilyRule::KnownNameNewKey).is_empty());
}

#[test]
fn a_known_key_s_signature_is_proved_and_one_that_does_not_hold_proves_nothing() {
    let all = entries();
    let signed = hits(FamilyRule::SignedByKnownKey);
    // One certificate of the corpus was signed by another key in it: CNNIC's.
    assert_eq!(
        signed,
        if all.is_empty() {
            vec![]
        } else {
            vec!["mcsholding-test"]
        }
    );
    for entry in all.iter().filter(|entry| signed.contains(&entry.file)) {
        let signer = known_signer(&entry.certificate).map(|known| known.id);
        assert_eq!(signer, Some("cnnic-root"));
        let mut forged = entry.certificate.der().to_vec();
        // Within the signature, which is the last element.
        let last = forged.len() - 5;
        forged[last] ^= 1;
        let forged = Certificate::from_der(&forged).unwrap();
        assert_eq!(known_signer(&forged), None);
        assert!(!matches(&forged).contains(&FamilyRule::SignedByKnownKey));
    }
}
