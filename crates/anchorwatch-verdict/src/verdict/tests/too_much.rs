//! Evidence that would keep the reader busy, and what must not follow from leaving something out.

use std::{cell::RefCell, collections::BTreeMap};

use super::*;
use crate::{Memo, NotChecked};

const NAME: &str = "www.example.kz";

fn distrust() -> Arc<DistrustSet> {
    Arc::new(DistrustSet::built_in())
}

/// The verdict, and how many steps it took.
fn counted(measurement: &Measurement) -> (Verdict, u64) {
    let budget = Budget::of(budget::MOST_STEPS);
    let verdict = judge_within(measurement, &distrust(), OtherViews::default(), &budget);
    (verdict, budget.used())
}

/// A measurement with one genuine answer.
fn genuine() -> Measurement {
    let mut scene = Scene::new(NAME);
    scene.chain = Some(scene.public.issue(&[NAME]).unwrap());
    scene.measurement()
}

/// The same beside so many different refused answers of this kind.
fn beside(measurement: &Measurement, count: u16, purpose: Purpose) -> Measurement {
    let stranger = Root::company("Somebody").unwrap().issue(&[NAME]).unwrap();
    let mut beside = measurement.clone();
    for number in 0..count {
        let mut handshake = measurement.tls_handshakes[0].clone();
        handshake.purpose = purpose;
        handshake.peer_certificates = stranger
            .certificates()
            .iter()
            .map(|it| it.to_vec())
            .collect();
        // Another chain, though the certificate is the same.
        let other = number.to_be_bytes().to_vec();
        handshake.peer_certificates.push(other);
        beside.tls_handshakes.push(handshake);
    }
    beside
}

fn left_out(verdict: &Verdict) -> Option<u64> {
    let mut rows = verdict.not_checked.iter();
    rows.find_map(|it| match it {
        NotChecked::TooMuch { left_out } => Some(*left_out),
        _ => None,
    })
}

#[test]
fn four_times_as_much_evidence_is_at_most_four_times_as_much_work_up_to_a_bound() {
    for purpose in [
        Purpose::Target,
        Purpose::TargetControl,
        Purpose::OtherAddress,
        Purpose::TargetTls12,
    ] {
        let used = |count| counted(&beside(&genuine(), count, purpose)).1;
        let (few, more, many) = (used(20), used(80), used(2_000));
        assert!(more <= 4 * few, "{purpose:?}: {few} {more}");
        assert!(many <= budget::MOST_STEPS + 100, "{purpose:?}: {many}");
    }
}

/// A rule that looks at every handshake, and is asked for every answer, would look at a hundred million
/// in a file of the largest size.
#[test]
fn a_rule_of_the_whole_measurement_is_asked_once_and_every_other_for_each_answer() {
    let measurement = beside(&genuine(), 20, Purpose::Target);
    let budget = Budget::of(budget::MOST_STEPS);
    let cases = Case::all_of(&measurement, &distrust(), OtherViews::default(), &budget);
    assert_eq!(cases.len(), 21);
    let asked = RefCell::new(BTreeMap::<RuleId, usize>::new());
    let counting = |rule: RuleId, case: &Case<'_>| {
        *asked.borrow_mut().entry(rule).or_default() += 1;
        rules::apply(rule, case)
    };
    assert_eq!(hits_by(&cases, &counting), hits(&cases));
    let asked = asked.into_inner();
    for rule in RuleId::ALL {
        let expected = match rule.is_of_measurement() {
            true => 1,
            false => cases.len(),
        };
        assert_eq!(asked.get(&rule), Some(&expected), "{rule:?}");
    }
    let of_measurement = RuleId::ALL.into_iter().filter(|it| it.is_of_measurement());
    assert!(of_measurement.count() > 10);
}

#[test]
fn the_same_chain_at_many_ports_is_decided_once() {
    let mut measurement = genuine();
    let (_, once) = counted(&measurement);
    for port in 1_000..3_000 {
        let mut handshake = measurement.tls_handshakes[0].clone();
        handshake.address = Some(([192, 0, 2, 1], port).into());
        measurement.tls_handshakes.push(handshake);
    }
    let (verdict, many) = counted(&measurement);
    assert_eq!((verdict.code, verdict.tries), (VerdictCode::NotSeen, 2_001));
    assert_eq!(many - once, 2_000 * budget::CASE);
    assert_eq!(verdict.hits.len(), 1);
}

#[test]
fn what_was_left_out_is_said_and_the_answer_is_never_clean() {
    for purpose in [
        Purpose::Target,
        Purpose::TargetControl,
        Purpose::TargetNoName,
    ] {
        // The genuine answer comes first, so it is judged.
        let verdict = counted(&beside(&genuine(), 3_000, purpose)).0;
        assert_eq!(verdict.code, VerdictCode::Inconclusive, "{purpose:?}");
        assert!(left_out(&verdict).is_some(), "{purpose:?}");
        assert!(rules(&verdict).contains(&RuleId::TooMuchToJudge));
        assert_eq!(verdict.ooni_state, Some(OoniState::Insufficient));
    }
    // The twin: not so many.
    let verdict = counted(&beside(&genuine(), 20, Purpose::TargetControl)).0;
    assert_eq!(
        (verdict.code, left_out(&verdict)),
        (VerdictCode::NotSeen, None)
    );
}

#[test]
fn what_was_left_out_accuses_nobody_and_what_was_judged_still_does() {
    let mut scene = Scene::new(NAME);
    scene.chain = Some(scene.local.issue(&[NAME]).unwrap());
    let verdict = counted(&beside(&scene.measurement(), 3_000, Purpose::Target)).0;
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert!(left_out(&verdict).is_some());
    // Behind the junk there may be anything.
    let mut hidden = beside(&genuine(), 3_000, Purpose::Target);
    hidden.tls_handshakes.rotate_left(1);
    let verdict = counted(&hidden).0;
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert!(!verdict.hits.is_empty());
}

#[test]
fn a_file_causes_only_so_much_work_and_the_next_one_is_judged_again() {
    let distrust = distrust();
    let mut memo = Memo::new(Arc::clone(&distrust));
    let mut costly = beside(&genuine(), 200, Purpose::TargetControl);
    let mut last = None;
    memo.begin_file_of(20_000);
    for second in 0..60 {
        // The name makes it another measurement.
        costly.target.host = format!("a{second}.example.kz");
        last = Some(memo.judge(&costly));
    }
    let last = last.unwrap();
    assert_eq!(last.code, VerdictCode::Inconclusive);
    assert!(left_out(&last).is_some());
    let before = memo.judged();
    memo.begin_file();
    let again = memo.judge(&costly);
    assert_eq!(memo.judged(), before + 1);
    assert_eq!(left_out(&again), None);
    assert_eq!(*again, judge(&costly, &distrust));
}

#[test]
fn a_measurement_that_is_known_is_judged_alike_in_a_file_that_is_too_long() {
    let mut memo = Memo::new(distrust());
    let clean = genuine();
    memo.begin_file();
    assert_eq!(memo.judge(&clean).code, VerdictCode::NotSeen);
    let mut costly = beside(&clean, 200, Purpose::TargetControl);
    memo.begin_file_of(20_000);
    for second in 0..60 {
        costly.target.host = format!("a{second}.example.kz");
        memo.judge(&costly);
    }
    // That it was known from another file makes no difference.
    assert_eq!(memo.judge(&clean).code, VerdictCode::Inconclusive);
    memo.begin_file();
    assert_eq!(memo.judge(&clean).code, VerdictCode::NotSeen);
}

#[test]
fn the_sixty_fifth_rejection_of_an_encrypted_name_is_judged_too() {
    let scene = Scene::new(NAME);
    let mut measurement = genuine();
    let outer = "outer.example";
    let rejection = |root: &Root, number: u8| {
        let mut handshake = measurement.tls_handshakes[0].clone();
        handshake.purpose = Purpose::TargetEch;
        handshake.server_name = Some(outer.to_owned());
        handshake.failure = Some(Failure::EchRejected);
        let chain = root.issue(&[outer]).unwrap();
        handshake.peer_certificates = chain.certificates().iter().map(|it| it.to_vec()).collect();
        handshake.peer_certificates.push(vec![number]);
        handshake
    };
    let mut all: Vec<_> = (0..64)
        .map(|number| rejection(&scene.public, number))
        .collect();
    measurement.anchors.public = PublicAnchors::Given(vec![
        scene.public.der().to_vec(),
        match &measurement.anchors.public {
            PublicAnchors::Given(given) => given[0].clone(),
            PublicAnchors::Bundled => unreachable!(),
        },
    ]);
    measurement.anchors.local = vec![scene.local.der().to_vec()];
    let clean = Measurement {
        tls_handshakes: [measurement.tls_handshakes.clone(), all.clone()].concat(),
        ..measurement.clone()
    };
    assert_eq!(judge(&clean, &distrust()).code, VerdictCode::NotSeen);
    all.push(rejection(&scene.local, 64));
    measurement.tls_handshakes.extend(all);
    assert_eq!(
        judge(&measurement, &distrust()).code,
        VerdictCode::Intercepted
    );
}
