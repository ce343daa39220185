//! What measurements that were given together add to each other, and what they must not.

use anchorwatch_lab::pki::Forgery;

use super::copied::{NAME, Server, copied};
use super::*;
use crate::{Gathered, Memo, Together};

/// Each with its verdict among all.
fn among(all: &[Measurement]) -> Vec<Arc<Verdict>> {
    let memo = Memo::new(Arc::new(DistrustSet::built_in()));
    let mut memo = memo.among(Together::of(all.iter()));
    all.iter().map(|one| memo.judge(one)).collect()
}

fn first(all: &[Measurement]) -> Arc<Verdict> {
    Arc::clone(&among(all)[0])
}

/// So many seconds later.
fn later(measurement: &Measurement, seconds: i64) -> Measurement {
    let at = measurement.measured_at.get() + seconds;
    Measurement {
        measured_at: UnixSeconds::new(at),
        ..measurement.clone()
    }
}

fn named(measurement: &Measurement, host: &str) -> Measurement {
    let mut other = measurement.clone();
    other.target.host = host.to_owned();
    other
}

/// A copy, in two handshakes, and the original for three other names.
fn copy(server: &Server) -> Measurement {
    let forged = server.forged_with_issuer(Forgery::KAZAKHSTAN_2019);
    let mut measurement = server.measurement(&forged);
    let mut control = measurement.tls_handshakes[0].clone();
    control.purpose = Purpose::TargetControl;
    control.peer_certificates = vec![server.genuine.certificates()[0].to_vec()];
    for name in ["a.example", "b.example", "c.example"] {
        control.server_name = Some(name.to_owned());
        measurement.tls_handshakes.push(control.clone());
    }
    measurement
}

fn confidence_of_copy(verdict: &Verdict) -> (Confidence, bool, bool) {
    let hit = copied(verdict).unwrap();
    let has = |detail| hit.details.contains(&detail);
    let both = (has(Detail::SeenAgain), has(Detail::SeenAtOneTime));
    (hit.confidence, both.0, both.1)
}

#[test]
fn a_copy_that_comes_again_two_minutes_later_is_surer() {
    let server = Server::new();
    let one = copy(&server);
    let again = (Confidence::hundredths(96), true, false);
    let at_once = (Confidence::hundredths(91), false, true);
    for (seconds, expected) in [
        (0, at_once),
        (119, at_once),
        (120, again),
        (-120, again),
        (-40 * 86_400, again),
    ] {
        let other = later(&one, seconds);
        let verdict = first(&[one.clone(), other]);
        assert_eq!(confidence_of_copy(&verdict), expected, "{seconds}");
    }
    assert_eq!(confidence_of_copy(&first(&[one])), at_once);
}

#[test]
fn another_name_another_issuer_or_an_unproven_key_is_not_the_same_again() {
    let server = Server::new();
    let one = copy(&server);
    let other_name = named(&later(&one, 600), "www.example.kz");
    let mut other_port = later(&one, 600);
    other_port.target.port = 8443;
    let mut unproven = later(&one, 600);
    for handshake in &mut unproven.tls_handshakes {
        handshake.is_key_proven = None;
    }
    let clean = server.public.issue(&[NAME]).unwrap();
    let clean = later(&server.measurement(&clean), 600);
    let stranger = Root::company("Stranger").unwrap().issue(&[NAME]).unwrap();
    let stranger = later(&server.measurement(&stranger), 600);
    for other in [other_name, other_port, unproven, clean, stranger] {
        let verdict = first(&[one.clone(), other]);
        let (_, is_again, is_at_once) = confidence_of_copy(&verdict);
        assert!(!is_again && is_at_once);
    }
}

/// A new certificate for each connection, by one issuer.
#[test]
fn another_copy_by_the_same_issuer_is_the_same_again() {
    let server = Server::new();
    let (one, other) = (copy(&server), later(&copy(&server), 600));
    let verdict = first(&[one, other]);
    assert!(confidence_of_copy(&verdict).1);
}

fn other_domains(verdict: &Verdict) -> Option<u64> {
    let mut details = verdict.hits.iter().flat_map(|hit| &hit.details);
    details.find_map(|it| match it {
        Detail::SameIssuerElsewhere { count } => Some(*count),
        _ => None,
    })
}

/// Of this name, what the interceptor's root signed.
fn signed(server: &Server, root: &Root, host: &str) -> Measurement {
    let chain = root.issue(&[host]).unwrap();
    named(
        &server.measurement(&chain.followed_by(root.der().clone())),
        host,
    )
}

#[test]
fn the_same_issuer_for_other_domains_makes_an_interception_surer() {
    let server = Server::new();
    let one = copy(&server);
    let alone = first(std::slice::from_ref(&one));
    let mut all = vec![one.clone()];
    for (host, count) in [
        ("m.facebook.com", None),
        ("www.example.kz", Some(1)),
        ("other.example.kz", Some(1)),
        ("www.example.org", Some(2)),
    ] {
        all.push(signed(&server, &server.interceptor, host));
        let verdict = first(&all);
        assert_eq!(other_domains(&verdict), count, "{host}");
        let more = count.map_or(0, |_| 2);
        assert_eq!(verdict.confidence, alone.confidence.plus(more), "{host}");
        assert_eq!(verdict.code, VerdictCode::Intercepted);
    }
    // Of another key under the same name, and of a public root, nobody says so.
    let namesake = Root::company("Somebody").unwrap();
    let of_namesake = signed(&server, &namesake, "www.example.kz");
    let public = signed(&server, &server.public, "www.example.kz");
    for other in [of_namesake, public] {
        assert_eq!(other_domains(&first(&[one.clone(), other])), None);
    }
}

#[test]
fn another_vantage_point_that_sees_the_same_makes_it_surer() {
    let server = Server::new();
    let one = copy(&server);
    let alone = first(std::slice::from_ref(&one));
    let beside = |notary: &Measurement| {
        let memo = Memo::new(Arc::new(DistrustSet::built_in()));
        let mut memo = memo.with_vantages(Together::of([notary]));
        memo.judge(&one)
    };
    let day = 86_400;
    let clean = server.public.issue(&[NAME]).unwrap();
    let clean = server.measurement(&clean);
    for (notary, is_same) in [
        (later(&one, 1), true),
        (later(&copy(&server), -day), true),
        (later(&one, day + 1), false),
        // The measurement itself.
        (one.clone(), false),
        (named(&one, "www.example.kz"), false),
        (clean, false),
    ] {
        let verdict = beside(&notary);
        let mut details = verdict.hits.iter().flat_map(|hit| &hit.details);
        assert_eq!(details.any(|it| *it == Detail::SeenElsewhere), is_same);
        let more = if is_same { 2 } else { 0 };
        assert_eq!(verdict.confidence, alone.confidence.plus(more));
    }
}

#[test]
fn what_accuses_nobody_alone_accuses_nobody_together() {
    let server = Server::new();
    let all: Vec<Measurement> = ["www.a.kz", "www.b.kz", "www.c.org"]
        .iter()
        .map(|host| signed(&server, &server.interceptor, host))
        .collect();
    let all: Vec<Measurement> = all
        .iter()
        .flat_map(|one| [one.clone(), later(one, 600)])
        .collect();
    for verdict in among(&all) {
        assert_eq!(verdict.code, VerdictCode::Inconclusive);
        assert_eq!(other_domains(&verdict), None);
    }
}

#[test]
fn a_remembered_verdict_is_that_of_the_measurement_s_own_time() {
    let server = Server::new();
    let one = copy(&server);
    // The first two are near each other, and the third is far from both.
    let all = [one.clone(), later(&one, 60), later(&one, 170)];
    let is_again: Vec<bool> = among(&all)
        .iter()
        .map(|it| confidence_of_copy(it).1)
        .collect();
    assert_eq!(is_again, [true, false, true]);
}

#[test]
fn many_measurements_of_one_interceptor_take_no_more_than_a_few() {
    let server = Server::new();
    let one = copy(&server);
    let all: Vec<Measurement> = (0..2_000).map(|it| later(&one, it * 300)).collect();
    let mut memo = Memo::new(Arc::new(DistrustSet::built_in())).among(Together::of(&all));
    for measurement in &all {
        assert!(confidence_of_copy(&memo.judge(measurement)).1);
    }
    assert!(memo.judged() <= 4, "{}", memo.judged());
}

#[test]
fn what_a_report_gathers_is_not_counted_twice() {
    let server = Server::new();
    let one = copy(&server);
    let alone = first(std::slice::from_ref(&one));
    let gathered = |seconds, domains, vantages| Gathered {
        seconds,
        domains,
        vantages,
    };
    for (of, more) in [
        (gathered(119, 1, 1), 0),
        (gathered(120, 1, 1), 5),
        (gathered(0, 2, 1), 2),
        (gathered(0, 1, 2), 2),
    ] {
        let expected = alone.confidence.plus(more);
        assert_eq!(of.confidence(&alone), expected, "{of:?}");
    }
    let other = signed(&server, &server.interceptor, "www.example.kz");
    let both = first(&[one.clone(), later(&one, 120), other]);
    let all = gathered(120, 2, 1).confidence(&both);
    assert_eq!(all, both.confidence);
    let clean = server.public.issue(&[NAME]).unwrap();
    let clean = judged(&server.measurement(&clean));
    assert_eq!(gathered(120, 9, 9).confidence(&clean), clean.confidence);
}
