use std::time::Duration;

use anchorwatch_evidence::{DnsAnswer, DnsEngine, Resolver};

use super::*;

fn query(resolver: &str, name: &str, failure: Option<Failure>, data: Vec<DnsData>) -> DnsQuery {
    let rcode = match failure {
        Some(Failure::DnsNxdomainError) => DnsResponse::NXDOMAIN,
        Some(Failure::DnsServfailError) => 2,
        _ => 0,
    };
    DnsQuery {
        hostname: name.to_owned(),
        resolver: Resolver::Other,
        failure,
        answers: Vec::new(),
        exchange: Some(DnsExchange {
            engine: DnsEngine::Dot,
            resolver_address: resolver.parse().unwrap(),
            resolver_name: None,
            query_type: DnsQueryType::Caa,
            responses: vec![DnsResponse {
                rcode,
                is_truncated: false,
                answers: data
                    .into_iter()
                    .map(|data| DnsAnswer { ttl: 60, data })
                    .collect(),
                elapsed: Duration::ZERO,
            }],
            unmatched_count: 0,
        }),
    }
}

const ONE: &str = "192.0.2.1:853";

fn said(name: &str, records: &[(&str, &str)]) -> DnsQuery {
    let data = records.iter().map(|(tag, value)| caa(false, tag, value));
    query(ONE, name, None, data.collect())
}

fn none(name: &str) -> DnsQuery {
    query(ONE, name, Some(Failure::DnsNoAnswer), Vec::new())
}

fn caa(is_critical: bool, tag: &str, value: &str) -> DnsData {
    DnsData::Caa {
        is_critical,
        tag: tag.to_owned(),
        value: value.to_owned(),
    }
}

/// What is said of `ca.example` for a certificate with this name.
fn of(name: &str, queries: &[DnsQuery]) -> &'static str {
    let answers = CaaAnswers::of(queries.iter());
    let (name, is_wildcard) = match name.strip_prefix("*.") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let name = SignedName {
        name: name.to_owned(),
        is_wildcard,
    };
    match answers.permission(&name, &["ca.example", "old.example"]) {
        Permission::Unknown => "unknown",
        Permission::Allowed => "allowed",
        Permission::Forbidden(_) => "forbidden",
    }
}

#[test]
fn the_nearest_name_with_records_decides_and_every_name_below_it_has_to_be_known() {
    let other = || said("example.kz", &[("issue", "other.example")]);
    let www = "www.example.kz";
    assert_eq!(of(www, &[none(www), other()]), "forbidden");
    let own = said("WWW.example.kz.", &[("issue", "ca.example; policy=ev")]);
    assert_eq!(of(www, &[own, other()]), "allowed");
    assert_eq!(of(www, &[other()]), "unknown");
    let failed = query(ONE, www, Some(Failure::DnsServfailError), Vec::new());
    assert_eq!(of(www, &[failed, other()]), "unknown");
    let denied = query(ONE, www, Some(Failure::DnsNxdomainError), Vec::new());
    assert_eq!(of(www, &[denied, other()]), "forbidden");
    // Nobody has any, up to the last label; and where the question for that is missing.
    let all = [none(www), none("example.kz"), none("kz")];
    assert_eq!(of(www, &all), "allowed");
    assert_eq!(of(www, &all[..2]), "unknown");
}

#[test]
fn values_name_one_authority_or_nobody_and_anything_else_forbids_nothing() {
    for (records, expected) in [
        (&[("issue", " CA.example. \t; a=b")][..], "allowed"),
        (&[("ISSUE", "other.example")][..], "forbidden"),
        (
            &[("issue", "other.example"), ("issue", "old.example")][..],
            "allowed",
        ),
        (&[("issue", ";")][..], "forbidden"),
        (&[("issue", "")][..], "forbidden"),
        (&[("issue", "ca example")][..], "unknown"),
        (&[("iodef", "mailto:a@example.kz")][..], "allowed"),
        (&[("issuewild", "other.example")][..], "allowed"),
        (
            &[("issue", "ca.example"), ("issuewild", ";")][..],
            "allowed",
        ),
    ] {
        assert_eq!(of("kz", &[said("kz", records)]), expected, "{records:?}");
    }
    for (is_critical, expected) in [(true, "unknown"), (false, "forbidden")] {
        let data = vec![caa(false, "issue", ";"), caa(is_critical, "unheard", "")];
        assert_eq!(of("kz", &[query(ONE, "kz", None, data)]), expected);
    }
    // A record that was too long to be kept.
    let data = vec![caa(false, "issue", ";"), DnsData::Other(257)];
    assert_eq!(of("kz", &[query(ONE, "kz", None, data)]), "unknown");
    let mut cut = said("kz", &[("issue", ";")]);
    cut.exchange.as_mut().unwrap().responses[0].is_truncated = true;
    assert_eq!(of("kz", &[cut]), "unknown");
}

#[test]
fn a_wildcard_has_values_of_its_own() {
    for (records, expected) in [
        (
            &[("issue", "ca.example"), ("issuewild", ";")][..],
            "forbidden",
        ),
        (
            &[("issue", ";"), ("issuewild", "ca.example")][..],
            "allowed",
        ),
        (&[("issue", "other.example")][..], "forbidden"),
    ] {
        assert_eq!(of("*.kz", &[said("kz", records)]), expected, "{records:?}");
    }
}

#[test]
fn one_resolver_that_allows_it_is_enough() {
    let forbids = || said("kz", &[("issue", ";")]);
    let two = |data, failure| query("192.0.2.2:853", "kz", failure, data);
    let allows = two(vec![caa(false, "issue", "ca.example")], None);
    assert_eq!(of("kz", &[forbids(), allows]), "allowed");
    let silent = two(Vec::new(), Some(Failure::DnsServfailError));
    assert_eq!(of("kz", &[forbids(), silent]), "forbidden");
}
