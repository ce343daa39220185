//! Which SCTs together are enough.

use anchorwatch_identity::UnixSeconds;

use super::made::{Authority, DAY, Leaf, NOW, Said, TestLog, examined};
use crate::ct::{LogState, PreviousOperator, SctStatus, Status, Why, earliest_valid_sct};

fn status(lifetime_s: i64, signed: &[(&TestLog, Said<'_>)]) -> Status {
    let leaf = Leaf {
        lifetime_s,
        ..Leaf::default()
    };
    examined(&Authority::new(), &leaf, signed).status
}

fn short(signed: &[(&TestLog, Said<'_>)]) -> Status {
    status(89 * DAY, signed)
}

fn retired(operator: &'static str, days_ago: i64) -> TestLog {
    TestLog::new(operator).in_state(LogState::Retired, days_ago)
}

#[test]
fn one_log_is_too_few_however_often_it_promises() {
    let one = TestLog::new("One");
    let signed = [(&one, Said::default()), (&one, Said::days_ago(5))];
    assert_eq!(short(&signed), Status::NotCompliant(Why::TooFewLogs));
    assert_eq!(short(&signed[..1]), Status::NotCompliant(Why::TooFewLogs));
}

#[test]
fn two_logs_of_one_operator_are_not_enough_and_a_third_of_another_helps() {
    let (one, twin, another) = (
        TestLog::new("One"),
        TestLog::new("One"),
        TestLog::new("Another"),
    );
    let said = Said::default();
    let signed = [(&one, said), (&twin, said), (&another, said)];
    assert_eq!(short(&signed[..2]), Status::NotCompliant(Why::OneOperator));
    assert_eq!(short(&signed), Status::Compliant);
}

#[test]
fn more_than_180_days_ask_for_three_logs_of_any_two_operators() {
    let (one, twin, another) = (
        TestLog::new("One"),
        TestLog::new("One"),
        TestLog::new("Another"),
    );
    let said = Said::default();
    let signed = [(&one, said), (&another, said), (&twin, said)];
    assert_eq!(status(180 * DAY, &signed[..2]), Status::Compliant);
    let too_few = Status::NotCompliant(Why::TooFewLogs);
    assert_eq!(status(180 * DAY + 1, &signed[..2]), too_few);
    assert_eq!(status(180 * DAY + 1, &signed), Status::Compliant);
}

#[test]
fn a_promise_that_does_not_count_does_no_harm() {
    let (one, another) = (TestLog::new("One"), TestLog::new("Another"));
    let rejected = TestLog::new("Third").in_state(LogState::Rejected, 300);
    let said = Said::default();
    let signed = [(&rejected, said), (&one, said), (&another, said)];
    assert_eq!(short(&signed), Status::Compliant);
    assert_eq!(short(&signed[..2]), Status::NotCompliant(Why::TooFewLogs));
    assert_eq!(short(&signed[..1]), Status::NotCompliant(Why::NoValidSct));
}

#[test]
fn retired_logs_count_beside_one_that_is_not_and_never_alone() {
    let (gone, gone_too) = (retired("One", 10), retired("Another", 10));
    let there = TestLog::new("Another");
    let said = Said::days_ago(20);
    assert_eq!(short(&[(&gone, said), (&there, said)]), Status::Compliant);
    assert_eq!(
        short(&[(&gone, said), (&gone_too, said)]),
        Status::NotCompliant(Why::OnlyRetiredLogs)
    );
}

#[test]
fn a_log_that_retires_tomorrow_counts_as_one_that_does_not() {
    let logs = |days_ago| (retired("One", days_ago), retired("Another", days_ago));
    let said = Said::default();
    let ((one, another), (gone, gone_too)) = (logs(-1), logs(0));
    assert_eq!(short(&[(&one, said), (&another, said)]), Status::Compliant);
    assert_eq!(
        short(&[(&gone, said), (&gone_too, said)]),
        Status::NotCompliant(Why::OnlyRetiredLogs)
    );
}

#[test]
fn a_retired_log_does_not_count_from_the_second_of_its_retirement_on() {
    let there = TestLog::new("Another");
    let gone = retired("One", 10);
    let at = |ms: i64| Said {
        timestamp_ms: u64::try_from((NOW.get() - 10 * DAY) * 1000 + ms).unwrap(),
        extensions: &[],
    };
    let early = Said::days_ago(20);
    assert_eq!(
        short(&[(&gone, at(-1)), (&there, early)]),
        Status::Compliant
    );
    assert_eq!(
        short(&[(&gone, at(0)), (&there, early)]),
        Status::NotCompliant(Why::TooFewLogs)
    );
}

#[test]
fn the_key_of_a_retired_log_cannot_make_up_the_time_of_a_certificate_that_came_later() {
    let there = TestLog::new("Another");
    let gone = retired("One", 10);
    let made_up = Said::days_ago(20);
    let leaf = Leaf::default();
    let report = examined(
        &Authority::new(),
        &leaf,
        &[(&gone, made_up), (&there, Said::days_ago(9))],
    );
    assert_eq!(report.status, Status::NotCompliant(Why::TooFewLogs));
    assert_eq!(report.scts[0].is, SctStatus::LogRetired);
    assert_eq!(
        short(&[(&gone, made_up), (&there, Said::days_ago(11))]),
        Status::Compliant
    );
}

#[test]
fn the_time_of_a_certificate_is_that_of_a_log_that_is_not_retired() {
    let (there, gone) = (TestLog::new("Another"), retired("One", 10));
    let earliest = |gone: &TestLog| {
        let signed = [(gone, Said::days_ago(80)), (&there, Said::days_ago(20))];
        let report = examined(&Authority::new(), &Leaf::default(), &signed);
        assert_eq!(report.status, Status::Compliant);
        let time = earliest_valid_sct(&report).unwrap();
        (NOW.get() - time.get()) / DAY
    };
    assert_eq!(earliest(&gone), 20);
    assert_eq!(earliest(&TestLog::new("One")), 80);
    let alone = examined(
        &Authority::new(),
        &Leaf::default(),
        &[(&gone, Said::days_ago(80))],
    );
    assert_eq!(earliest_valid_sct(&alone), None);
}

#[test]
fn the_operator_is_who_ran_the_log_when_it_signed() {
    let one = TestLog::new("One");
    let mut sold = TestLog::new("One");
    let until = |days_ago: i64| UnixSeconds::new(NOW.get() - days_ago * DAY);
    sold.facts.previous_operators = vec![
        PreviousOperator {
            name: "Former",
            until: until(30),
        },
        PreviousOperator {
            name: "First",
            until: until(60),
        },
    ]
    .leak();
    assert_eq!(sold.facts.operator_at(until(61)), "First");
    assert_eq!(sold.facts.operator_at(until(60)), "Former");
    assert_eq!(sold.facts.operator_at(until(30)), "One");
    let said = Said::days_ago(31);
    assert_eq!(short(&[(&one, said), (&sold, said)]), Status::Compliant);
    let said = Said::days_ago(30);
    assert_eq!(
        short(&[(&one, said), (&sold, said)]),
        Status::NotCompliant(Why::OneOperator)
    );
}
