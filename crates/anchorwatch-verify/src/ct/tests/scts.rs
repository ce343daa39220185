//! One SCT, with one thing changed.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::pki::{KeyKind, sct_extension, sct_list_bytes};

use super::made::{
    Authority, DAY, Leaf, NOW, SIGNED_MS, Said, TestLog, examined, listing, with_scts,
};
use crate::ct::{
    ExpiryInterval, Interface, LogState, Logs, NotAsked, Purpose, Report, SctStatus, Status, Why,
    earliest_valid_sct, examine,
};

fn two_logs() -> (TestLog, TestLog) {
    (TestLog::new("One"), TestLog::new("Another"))
}

fn statuses(report: &Report) -> Vec<SctStatus> {
    report.scts.iter().map(|sct| sct.is).collect()
}

/// The report if the first of two SCTs was changed after it was signed.
fn with_first_changed(change: impl FnOnce(&mut Vec<u8>)) -> Report {
    let (authority, leaf, (one, another)) = (Authority::new(), Leaf::default(), two_logs());
    let tbs = authority.tbs(&leaf);
    let sct = |log: &TestLog| log.sct(&tbs, &authority.spki(), Said::default());
    let mut scts = [sct(&one), sct(&another)];
    change(&mut scts[0]);
    let certificate = authority.issue(&leaf, &[sct_extension(&sct_list_bytes(&scts))]);
    let logs = listing(&[&one, &another]);
    examine(&certificate, &authority.spki(), &logs, NOW)
}

#[test]
fn promises_of_two_operators_logs_are_enough() {
    let (authority, (one, another)) = (Authority::new(), two_logs());
    let said = Said::default();
    let later = Said::days_ago(3);
    let report = examined(
        &authority,
        &Leaf::default(),
        &[(&another, later), (&one, said)],
    );
    assert_eq!(report.status, Status::Compliant);
    assert_eq!(statuses(&report), [SctStatus::Valid; 2]);
    let first = &report.scts[0];
    assert_eq!(
        (first.log_id, first.log.unwrap()),
        (another.id(), &another.facts)
    );
    assert_eq!(first.timestamp_ms, later.timestamp_ms);
    let earliest = i64::try_from(SIGNED_MS / 1000).unwrap();
    assert_eq!(
        earliest_valid_sct(&report),
        Some(UnixSeconds::new(earliest))
    );
}

#[test]
fn a_promise_that_is_not_changed_at_all_holds() {
    let report = with_first_changed(|_| ());
    assert_eq!(report.status, Status::Compliant);
}

#[test]
fn a_promise_with_one_field_changed_does_not_hold() {
    let bad = |change: fn(&mut Vec<u8>)| {
        let report = with_first_changed(change);
        assert_eq!(report.status, Status::NotCompliant(Why::TooFewLogs));
        assert_eq!(report.scts[1].is, SctStatus::Valid);
        report.scts[0].is
    };
    // A bit of the time, which is at 33 to 40.
    assert_eq!(bad(|sct| sct[40] ^= 1), SctStatus::BadSignature);
    // RSA, but the key is elliptic.
    assert_eq!(bad(|sct| sct[44] = 1), SctStatus::BadSignature);
    // SHA-384.
    assert_eq!(bad(|sct| sct[43] = 5), SctStatus::BadSignature);
    // A bit of the signature.
    assert_eq!(
        bad(|sct| *sct.last_mut().unwrap() ^= 1),
        SctStatus::BadSignature
    );
    // A bit of the log's identifier.
    assert_eq!(bad(|sct| sct[1] ^= 1), SctStatus::UnknownLog);
    // Extensions that the log did not sign.
    let extended = bad(|sct| {
        sct[42] = 2;
        sct.splice(43..43, [0, 0]);
    });
    assert_eq!(extended, SctStatus::BadSignature);
    // Version 2, and one octet too many or too few.
    assert_eq!(bad(|sct| sct[0] = 1), SctStatus::UnsupportedVersion);
    assert_eq!(bad(|sct| sct.push(0)), SctStatus::Malformed);
    assert_eq!(bad(|sct| sct.truncate(sct.len() - 1)), SctStatus::Malformed);
    assert_eq!(bad(|sct| sct.truncate(1)), SctStatus::Malformed);
}

#[test]
fn a_log_with_the_static_interface_says_at_which_place_the_certificate_is() {
    const INDEX: [u8; 8] = [0, 0, 5, 0, 0, 1, 2, 3];
    const UNKNOWN: [u8; 5] = [9, 0, 2, 7, 7];
    let is = |interface, extensions: &[u8]| {
        let mut log = TestLog::new("One");
        log.facts.interface = interface;
        let said = Said {
            extensions,
            ..Said::default()
        };
        examined(&Authority::new(), &Leaf::default(), &[(&log, said)]).scts[0].is
    };
    let tiled = |extensions: &[u8]| is(Interface::StaticCtApi, extensions);
    assert_eq!(tiled(&INDEX), SctStatus::Valid);
    assert_eq!(tiled(&[&UNKNOWN[..], &INDEX].concat()), SctStatus::Valid);
    for hostile in [
        &[][..],
        &UNKNOWN,
        &INDEX.repeat(2),
        &INDEX[..7],
        &[0, 0, 4, 0, 1, 2, 3],
        &[0, 0, 6, 0, 0, 1, 2, 3, 4],
        &[&INDEX[..], &[9]].concat(),
        &[&INDEX[..], &[9, 0, 1]].concat(),
    ] {
        assert_eq!(tiled(hostile), SctStatus::NoLeafIndex, "{hostile:?}");
        assert_eq!(is(Interface::Rfc6962, hostile), SctStatus::Valid);
    }
}

#[test]
fn a_log_with_an_rsa_key_can_promise_too_and_not_with_another_key() {
    let rsa = || TestLog::with_key("One", KeyKind::Rsa2048);
    let (authority, leaf) = (Authority::new(), Leaf::default());
    let (one, twin, another) = (rsa(), rsa(), TestLog::new("Another"));
    let said = Said::default();
    let report = examined(&authority, &leaf, &[(&one, said), (&another, said)]);
    assert_eq!(report.status, Status::Compliant);
    let tbs = authority.tbs(&leaf);
    let mut forged = twin.sct(&tbs, &authority.spki(), said);
    forged[1..33].copy_from_slice(&one.id());
    let certificate = authority.issue(&leaf, &[sct_extension(&sct_list_bytes(&[forged]))]);
    let report = examine(&certificate, &authority.spki(), &listing(&[&one]), NOW);
    assert_eq!(statuses(&report), [SctStatus::BadSignature]);
}

#[test]
fn a_promise_under_the_name_of_another_log_does_not_hold() {
    let (authority, leaf, (one, another)) = (Authority::new(), Leaf::default(), two_logs());
    let tbs = authority.tbs(&leaf);
    let mut sct = one.sct(&tbs, &authority.spki(), Said::default());
    sct[1..33].copy_from_slice(&another.id());
    let certificate = authority.issue(&leaf, &[sct_extension(&sct_list_bytes(&[sct]))]);
    let logs = listing(&[&one, &another]);
    let report = examine(&certificate, &authority.spki(), &logs, NOW);
    assert_eq!(statuses(&report), [SctStatus::BadSignature]);
}

#[test]
fn a_promise_for_another_issuers_key_or_another_certificate_does_not_hold() {
    let (authority, leaf, (one, another)) = (Authority::new(), Leaf::default(), two_logs());
    let said = Said::default();
    let certificate = with_scts(&authority, &leaf, &[(&one, said), (&another, said)]);
    let logs = listing(&[&one, &another]);
    let other_issuer = examine(&certificate, &authority.leaf_spki(), &logs, NOW);
    assert_eq!(statuses(&other_issuer), [SctStatus::BadSignature; 2]);

    let tbs = authority.tbs(&leaf);
    let scts = [&one, &another].map(|log| log.sct(&tbs, &authority.spki(), said));
    let re_issued = Leaf {
        serial: 8,
        ..Leaf::default()
    };
    let other_leaf = authority.issue(&re_issued, &[sct_extension(&sct_list_bytes(&scts))]);
    let report = examine(&other_leaf, &authority.spki(), &logs, NOW);
    assert_eq!(statuses(&report), [SctStatus::BadSignature; 2]);
}

#[test]
fn a_promise_of_the_next_second_is_none_yet() {
    let (authority, log) = (Authority::new(), TestLog::new("One"));
    let now_ms = u64::try_from(NOW.get()).unwrap() * 1000;
    let is = |timestamp_ms| {
        let said = Said {
            timestamp_ms,
            extensions: &[],
        };
        let report = examined(&authority, &Leaf::default(), &[(&log, said)]);
        (report.scts[0].is, earliest_valid_sct(&report).is_some())
    };
    assert_eq!(is(now_ms + 999), (SctStatus::Valid, true));
    assert_eq!(is(now_ms + 1000), (SctStatus::FromTheFuture, false));
    assert_eq!(is(u64::MAX), (SctStatus::FromTheFuture, false));
}

#[test]
fn a_log_has_no_say_about_certificates_that_end_outside_its_time() {
    let (authority, leaf) = (Authority::new(), Leaf::default());
    let end = leaf.not_after().get();
    let is = |from: i64, until: i64| {
        let mut log = TestLog::new("One");
        log.facts.expiry = Some(ExpiryInterval {
            from: UnixSeconds::new(from),
            until: UnixSeconds::new(until),
        });
        examined(&authority, &leaf, &[(&log, Said::default())]).scts[0].is
    };
    assert_eq!(is(end, end + 1), SctStatus::Valid);
    assert_eq!(is(end + 1, end + 2), SctStatus::OutsideLogInterval);
    assert_eq!(is(end - 1, end), SctStatus::OutsideLogInterval);
}

#[test]
fn what_a_log_is_listed_as_decides_what_its_promise_is_worth() {
    let (authority, leaf) = (Authority::new(), Leaf::default());
    let is = |log: TestLog| examined(&authority, &leaf, &[(&log, Said::default())]).scts[0].is;
    let log = |state, days_ago| TestLog::new("One").in_state(state, days_ago);
    for state in [LogState::Qualified, LogState::Usable, LogState::ReadOnly] {
        assert_eq!(is(log(state, 0)), SctStatus::Valid);
    }
    // The SCT is twenty days old, but no other SCT confirms that.
    assert_eq!(is(log(LogState::Retired, 19)), SctStatus::LogRetired);
    assert_eq!(is(log(LogState::Retired, 21)), SctStatus::LogRetired);
    assert_eq!(is(log(LogState::Pending, 300)), SctStatus::LogPending);
    assert_eq!(is(log(LogState::Rejected, 1)), SctStatus::LogRejected);
    // Qualified only tomorrow, and retired only tomorrow.
    assert_eq!(is(log(LogState::Qualified, -1)), SctStatus::LogPending);
    assert_eq!(is(log(LogState::Retired, -1)), SctStatus::Valid);

    let changed = |change: fn(&mut TestLog)| {
        let mut log = TestLog::new("One");
        change(&mut log);
        is(log)
    };
    let unrecognised = SctStatus::LogNotRecognised;
    assert_eq!(changed(|log| log.facts.state = None), unrecognised);
    assert_eq!(
        changed(|log| log.facts.purpose = Purpose::Test),
        unrecognised
    );
    let watching = changed(|log| log.facts.purpose = Purpose::MonitoringOnly);
    assert_eq!(watching, unrecognised);
}

#[test]
fn a_list_of_seventy_days_decides_nothing_and_its_promises_are_told() {
    let (authority, leaf, (one, another)) = (Authority::new(), Leaf::default(), two_logs());
    let said = Said::default();
    let certificate = with_scts(&authority, &leaf, &[(&one, said), (&another, said)]);
    let logs: Logs = listing(&[&one, &another]);
    let at = |seconds: i64| {
        let at = UnixSeconds::new(NOW.get() + seconds);
        examine(&certificate, &authority.spki(), &logs, at)
    };
    assert_eq!(at(70 * DAY - 1).status, Status::Compliant);
    let late = at(70 * DAY);
    assert_eq!(late.status, Status::NotAsked(NotAsked::ListTooOld));
    assert_eq!(statuses(&late), [SctStatus::Valid; 2]);
    assert!(!logs.is_too_old(UnixSeconds::new(i64::MIN)));
    assert!(logs.is_too_old(UnixSeconds::new(i64::MAX)));
}

#[test]
fn a_certificate_without_the_extension_has_no_promises() {
    let authority = Authority::new();
    let certificate = authority.issue(&Leaf::default(), &[]);
    let report = examine(&certificate, &authority.spki(), &listing(&[]), NOW);
    assert_eq!((report.status, report.scts.len()), (Status::NoScts, 0));
}
