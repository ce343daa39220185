//! What the name's CAA records change, and what they must not.

use anchorwatch_evidence::{
    DnsAnswer, DnsData, DnsEngine, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, Resolver,
};

use super::*;

const DOT: &str = "198.51.100.53:853";

/// Google's own authority is the usual one, and the other is Let's Encrypt.
fn world() -> World {
    World::of("Google Trust Services", "Let's Encrypt")
}

fn caa(tag: &str, value: &str) -> DnsData {
    DnsData::Caa {
        is_critical: false,
        tag: tag.to_owned(),
        value: value.to_owned(),
    }
}

fn query(engine: DnsEngine, asked: DnsQueryType, failure: Option<Failure>) -> DnsQuery {
    DnsQuery {
        hostname: NAME.to_owned(),
        resolver: Resolver::Other,
        failure,
        answers: Vec::new(),
        exchange: Some(DnsExchange {
            engine,
            resolver_address: DOT.parse().unwrap(),
            resolver_name: Some("dns.example".to_owned()),
            query_type: asked,
            responses: vec![DnsResponse {
                rcode: 0,
                is_truncated: false,
                answers: Vec::new(),
                elapsed: std::time::Duration::ZERO,
            }],
            unmatched_count: 0,
        }),
    }
}

impl World {
    /// Adds a resolver that proves its name and gives these records of the target's own.
    fn says(&self, measurement: &Measurement, records: &[DnsData]) -> Measurement {
        let clock = anchorwatch_lab::clock::now_unix_s();
        let since = i32::try_from((self.now - clock).div_euclid(DAY) - 1).unwrap();
        let long = Issuance {
            leaf: Validity::days(since, 4000),
            ..Issuance::default()
        };
        let chain = self.usual.issue_with(&["dns.example"], &long).unwrap();
        let mut asked = measurement.clone();
        let mut handshake = asked.tls_handshakes[0].clone();
        handshake.purpose = Purpose::Resolver;
        handshake.address = Some(DOT.parse().unwrap());
        handshake.server_name = Some("dns.example".to_owned());
        let sent = chain.certificates().iter().map(|it| it.to_vec());
        handshake.peer_certificates = sent.collect();
        asked.tls_handshakes.push(handshake);
        let no_answer = Some(Failure::DnsNoAnswer);
        asked
            .queries
            .push(query(DnsEngine::Dot, DnsQueryType::A, no_answer));
        let mut answer = query(DnsEngine::Dot, DnsQueryType::Caa, None);
        let response = &mut answer.exchange.as_mut().unwrap().responses[0];
        let records = records.iter().cloned();
        response.answers = records.map(|data| DnsAnswer { ttl: 60, data }).collect();
        asked.queries.push(answer);
        asked
    }
}

fn google_alone() -> [DnsData; 1] {
    [caa("issue", "pki.goog")]
}

fn is_said(verdict: &Verdict) -> bool {
    let mut against = verdict.against.iter();
    against.any(|it| matches!(it, Against::RecordsForbidAuthority { .. }))
}

#[test]
fn a_forbidden_authority_is_said_and_alone_accuses_nobody() {
    let world = world();
    let now = world.measured(&world.other, true, 0, 2);
    let verdict = beside(&world.says(&now, &google_alone()), None, &[]);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    assert!(is_said(&verdict));
    let not_checked = &verdict.not_checked;
    assert!(not_checked.contains(&NotChecked::EarlierIssuers));
    assert!(!not_checked.contains(&NotChecked::AllowedAuthorities));
    // Twins: it is allowed, and nobody is kept from signing.
    for records in [
        vec![caa("issue", "pki.goog"), caa("issue", "letsencrypt.org")],
        vec![caa("iodef", "mailto:a@google.example")],
    ] {
        let verdict = beside(&world.says(&now, &records), None, &[]);
        assert_eq!(verdict.code, VerdictCode::NotSeen);
        assert!(!is_said(&verdict));
    }
}

#[test]
fn a_forbidden_authority_that_is_new_leaves_the_answer_open_though_the_logs_have_the_certificate() {
    let world = world();
    let before = world.before();
    let now = world.measured(&world.other, true, 0, 2);
    let asked = world.says(&now, &google_alone());
    // Another vantage point that sees another authority's makes it a suspicion.
    let elsewhere = world.measured(&world.usual, true, 0, 60);
    let verdict = beside(&asked, Some(&elsewhere), &[&before]);
    assert_eq!(verdict.code, VerdictCode::Suspected);
    let mut details = verdict.hits[0].details.iter();
    assert!(details.any(|it| matches!(it, Detail::RecordsForbidAuthority { .. })));
    let verdict = beside(&asked, None, &[&before]);
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert!(verdict.forbids_not_seen());
    let Saw::NewForbiddenAuthority {
        record, allowed, ..
    } = &verdict.hits[0].saw
    else {
        panic!("{verdict:?}");
    };
    assert_eq!(
        (record.as_str(), allowed.as_slice()),
        (NAME, &["pki.goog".to_owned()][..])
    );
    let against = [Against::AuthorityChanged, Against::RecordsMayBeNewer];
    assert_eq!(verdict.hits[0].against, against);
    // Twins: the records allow it, nobody asked, and the authority is not new.
    let allowed = world.says(&now, &[caa("issue", "letsencrypt.org")]);
    let own = world.measured(&world.newer, true, 0, 2);
    let own = world.says(&own, &[caa("issue", "letsencrypt.org")]);
    for now in [&allowed, &now, &own] {
        let verdict = beside(now, None, &[&before]);
        assert_eq!(verdict.code, VerdictCode::NotSeen);
    }
}

#[test]
fn a_forbidden_authority_in_no_log_leaves_the_answer_open() {
    let world = world();
    let now = world.measured(&world.other, false, 0, 2);
    let verdict = beside(&world.says(&now, &google_alone()), None, &[]);
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert!(verdict.forbids_not_seen());
    assert!(matches!(
        &verdict.hits[0].saw,
        Saw::UnloggedForbiddenAuthority { count: 1, .. }
    ));
    let nobody = beside(&world.says(&now, &[caa("issue", ";")]), None, &[]);
    assert!(matches!(
        &nobody.hits[0].saw,
        Saw::UnloggedForbiddenAuthority { count: 0, .. }
    ));
    // Twins: nobody asked, and the records allow it.
    let allowed = world.says(&now, &[caa("issue", "letsencrypt.org")]);
    for now in [&now, &allowed] {
        assert_eq!(beside(now, None, &[]).code, VerdictCode::NotSeen);
    }
}

#[test]
fn records_add_to_what_is_said_without_them() {
    let world = world();
    let before = world.before();
    let now = world.measured(&world.other, false, 0, 2);
    let is_added = |now: &Measurement| {
        let verdict = beside(now, None, &[&before]);
        assert!(matches!(
            &verdict.hits[0].saw,
            Saw::UnloggedNewAuthority { .. }
        ));
        let mut details = verdict.hits[0].details.iter();
        details.any(|it| matches!(it, Detail::RecordsForbidAuthority { .. }))
    };
    assert!(is_added(&world.says(&now, &google_alone())));
    assert!(!is_added(&now));
}

#[test]
fn only_a_resolver_that_proved_its_name_is_believed() {
    let world = world();
    let now = world.measured(&world.other, false, 0, 2);
    let asked = world.says(&now, &google_alone());
    let mut unproven = asked.clone();
    let shown = unproven.tls_handshakes.last_mut().unwrap();
    shown.is_key_proven = None;
    let mut in_clear = asked.clone();
    for query in &mut in_clear.queries {
        query.exchange.as_mut().unwrap().engine = DnsEngine::Tcp;
    }
    for asked in [unproven, in_clear] {
        let verdict = beside(&asked, None, &[]);
        assert_eq!(verdict.code, VerdictCode::NotSeen);
        assert!(!is_said(&verdict));
        assert!(verdict.not_checked.contains(&NotChecked::IssuerHistory));
    }
}

#[test]
fn of_an_authority_whose_names_are_not_known_nothing_is_said() {
    let world = World::of("Google Trust Services", "Somebody");
    let before = world.before();
    let now = world.measured(&world.other, true, 0, 2);
    let verdict = beside(&world.says(&now, &google_alone()), None, &[&before]);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    assert!(!is_said(&verdict));
    let mut not_checked = verdict.not_checked.iter();
    assert!(not_checked.any(|it| matches!(it, NotChecked::AuthorityIdentifiers { .. })));
}

#[test]
fn a_question_about_authorities_is_none_about_addresses() {
    let world = world();
    let now = world.measured(&world.usual, true, 0, 2);
    let mut asked = world.says(&now, &google_alone());
    let unclear = |measurement: &Measurement| {
        let not_checked = beside(measurement, None, &[]).not_checked;
        let mut asked = not_checked.iter().filter_map(|it| match it {
            NotChecked::ResolverUnclear { asked } => Some(*asked),
            _ => None,
        });
        asked.next()
    };
    assert_eq!(unclear(&asked), Some(1));
    asked.queries.remove(0);
    assert_eq!(unclear(&asked), None);
}
