//! Names that are slowed down.

use std::time::Duration;

use anchorwatch_evidence::Transfer;

use anchorwatch_remark::Remark as _;

use super::*;
use crate::{Mechanism, OoniState};

/// What comes of a whole transfer behind its first record.
const WHOLE: u64 = 246_000;

fn whole(elapsed_ms: u64) -> Transfer {
    Transfer {
        octets: WHOLE,
        elapsed: Duration::from_millis(elapsed_ms),
        failure: None,
    }
}

fn ended(octets: u64, elapsed_ms: u64, failure: Failure) -> Transfer {
    Transfer {
        octets,
        elapsed: Duration::from_millis(elapsed_ms),
        failure: Some(failure),
    }
}

fn of(shown: Shown, names: &[Transfer], controls: &[Transfer]) -> Verdict {
    let mut own = Own::new();
    let both = [
        (Purpose::OwnServer, shown, names),
        (Purpose::OwnServerControl, Shown::Own, controls),
    ];
    for (purpose, shown, transfers) in both {
        for transfer in transfers {
            own.add(1, purpose, shown, None);
            own.handshakes.last_mut().unwrap().transfer = Some(transfer.clone());
        }
    }
    own.verdict_beside_a_trusted_target()
}

fn judged(names: &[u64], controls: &[u64]) -> Verdict {
    let of_whole = |times: &[u64]| -> Vec<Transfer> { times.iter().copied().map(whole).collect() };
    of(Shown::Own, &of_whole(names), &of_whole(controls))
}

fn is_hit(verdict: &Verdict) -> bool {
    rules(verdict).contains(&RuleId::Throttled)
}

#[test]
fn a_name_that_is_always_five_times_slower_is_throttled() {
    let verdict = judged(&[12_300, 9_840, 20_000], &[600, 123, 100]);
    assert_eq!(
        (verdict.code, verdict.confidence),
        (VerdictCode::Throttled, Confidence::hundredths(60))
    );
    assert_eq!(
        verdict.hits[0].saw,
        Saw::Throttled {
            name: NAME.to_owned(),
            fastest_kbit_s: 200,
            tries: 3,
            slowest_kbit_s: 3_280,
            controls: 3
        }
    );
    assert_eq!(
        (verdict.ooni_mechanism, verdict.ooni_state),
        (
            Some(Mechanism::TlsThrottleSni),
            Some(OoniState::LikelyBlocked)
        )
    );
    let codes: Vec<_> = verdict.not_checked.iter().map(NotChecked::code).collect();
    assert!(!codes.iter().any(|code| code.starts_with("throttling")));
}

#[test]
fn a_transfer_that_does_not_end_in_time_is_a_slow_one() {
    let stalled = [0, 100, 50_000].map(|it| ended(it, 10_000, Failure::GenericTimeoutError));
    let controls = [whole(100), whole(100), whole(100)];
    assert!(is_hit(&of(Shown::Own, &stalled, &controls)));
    // Where other names get little more than nothing, it is the line.
    let trickle = [3_000, 3_000, 3_000].map(|it| ended(it, 10_000, Failure::GenericTimeoutError));
    let nothing = [0, 0, 0].map(|it| ended(it, 10_000, Failure::GenericTimeoutError));
    assert!(!is_hit(&of(Shown::Own, &nothing, &trickle)));
    // By other names too, it is the line.
    assert!(!is_hit(&of(Shown::Own, &stalled, &stalled)));
}

#[test]
fn slow_lines_slow_tries_and_fast_ones_are_not_throttled() {
    let slow = [10_000, 10_000, 10_000];
    let fast = [100, 100, 100];
    for (names, controls) in [
        // A line that is slow for all names.
        (slow, slow),
        // One slow try, and two.
        ([10_000, 100, 100], fast),
        ([10_000, 10_000, 100], fast),
        // A slow try by another name.
        (slow, [100, 100, 9_000]),
        // Not slower than a fifth.
        (slow, [2_001, 100, 100]),
        // Nobody notices this.
        ([900, 900, 900], [10, 10, 10]),
    ] {
        let verdict = judged(&names, &controls);
        assert!(!is_hit(&verdict), "{names:?} {controls:?}");
        assert_eq!(verdict.code, VerdictCode::NotSeen);
    }
    assert!(is_hit(&judged(&slow, &fast)));
}

#[test]
fn fewer_than_three_transfers_on_a_side_are_not_checked() {
    let slow = [10_000, 10_000, 10_000];
    let fast = [100, 100, 100];
    for (names, controls) in [(&slow[..2], &fast[..]), (&slow[..], &fast[..2])] {
        let verdict = judged(names, controls);
        let unclear = NotChecked::ThrottlingUnclear {
            tries: names.len() as u64,
            controls: controls.len() as u64,
        };
        assert!(!is_hit(&verdict) && verdict.not_checked.contains(&unclear));
    }
    let nothing = of(Shown::Own, &[], &[]);
    assert!(nothing.not_checked.contains(&NotChecked::Throttling));
}

#[test]
fn what_is_cut_off_too_short_or_somebody_elses_has_no_speed() {
    let controls = [whole(100), whole(100), whole(100)];
    let slow = [whole(10_000), whole(10_000), whole(10_000)];
    let cut = [0; 3].map(|_| ended(1_000, 10_000, Failure::ConnectionReset));
    let brief = [0; 3].map(|_| ended(1_000, 500, Failure::GenericTimeoutError));
    let short = [0; 3].map(|_| Transfer {
        octets: 1_000,
        ..whole(10_000)
    });
    for names in [&cut, &brief, &short] {
        let verdict = of(Shown::Own, names, &controls);
        let unclear = NotChecked::ThrottlingUnclear {
            tries: 0,
            controls: 3,
        };
        assert!(!is_hit(&verdict) && verdict.not_checked.contains(&unclear));
    }
    // An interceptor's answer is its own.
    assert!(!is_hit(&of(Shown::Forged, &slow, &controls)));
    assert!(is_hit(&of(Shown::Own, &slow, &controls)));
}
