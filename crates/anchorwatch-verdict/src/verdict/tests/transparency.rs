//! A list of logs that was made after the measurement.

use anchorwatch_lab::pki::{KeyKind, TransparencyLog};

use super::*;
use crate::{Against, NotChecked};

/// The verdict on a chain of five years ago, with an SCT of a log that is not in the list if
/// `has_sct`, and valid up to so many days from now.
fn old_chain(until: i32, has_sct: bool) -> Verdict {
    let mut scene = Scene::new("www.example.kz");
    let always = Validity::days(-2000, 4000);
    scene.public = Root::new(Recipe {
        validity: always,
        ..Recipe::company("Public")
    })
    .unwrap();
    let issuance = Issuance {
        leaf: Validity::days(-2000, until),
        ..Issuance::default()
    };
    let log = TransparencyLog::new(KeyKind::P256).unwrap();
    let scts: Vec<_> = has_sct.then(|| log.sct(1)).into_iter().collect();
    let names = ["www.example.kz"];
    let chain = scene.public.issue_with_scts(&names, &issuance, &scts);
    scene.chain = Some(chain.unwrap());
    let mut measurement = scene.measurement();
    let then = measurement.measured_at.get() - 1_700 * 24 * 60 * 60;
    measurement.measured_at = UnixSeconds::new(then);
    judge(&measurement, &Arc::new(DistrustSet::built_in()))
}

#[test]
fn nothing_speaks_against_a_certificate_that_had_expired_when_the_list_was_made() {
    let is_doubted = |verdict: &Verdict| {
        let mut against = verdict.against.iter();
        against.any(|one| matches!(one, Against::NotLogged { .. }))
    };
    let over = old_chain(-1_500, true);
    assert_eq!(over.code, VerdictCode::NotSeen);
    let too_new = NotChecked::TransparencyListTooNew;
    assert!(over.not_checked.contains(&too_new) && !is_doubted(&over));
    assert_eq!(over.transparency, None);
    // Without any SCT no log can have signed, and a list has every log of what is still valid.
    for other in [old_chain(-1_500, false), old_chain(4_000, true)] {
        assert_eq!(other.code, VerdictCode::NotSeen);
        assert!(!other.not_checked.contains(&too_new) && is_doubted(&other));
        assert!(other.transparency.is_some());
    }
}
