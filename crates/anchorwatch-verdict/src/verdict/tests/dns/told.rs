//! What is cut off, and what is reported without an accusation.

use super::*;

#[test]
fn a_denied_name_a_private_address_and_another_server_cut_off_what_is_not_reached() {
    let cases = [
        (response(3, &[]), 75),
        (response(0, &["10.10.34.34"]), 80),
        (response(0, &[FALSE]), 60),
    ];
    for (answer, hundredths) in cases {
        let begin = |chain: bool| {
            let asked = Asked::new(TRUE, |it| chain.then(|| genuine(it))).honest();
            asked.leads(FALSE, elsewhere)
        };
        let cut = begin(false).open(vec![answer.clone()]);
        let expected = (VerdictCode::DnsTampered, confidence(hundredths));
        assert_eq!(cut.leads_to(), Some(expected));
        assert_eq!(cut.judged().code, VerdictCode::DnsTampered);
        let raced = begin(false).open(vec![answer.clone(), response(0, &[TRUE])]);
        let expected = (VerdictCode::DnsTampered, confidence(hundredths + 10));
        assert_eq!(raced.leads_to(), Some(expected));
        // The measured connection got through.
        let reached = begin(true).open(vec![answer]);
        let expected = (VerdictCode::Inconclusive, confidence(0));
        assert_eq!(reached.leads_to(), Some(expected));
        assert_eq!(reached.judged().code, VerdictCode::NotSeen);
    }
}

#[test]
fn a_sign_in_page_does_not_explain_a_false_answer() {
    for request in [
        pages::required("www.example.kz"),
        pages::redirect("www.example.kz", "http://10.10.34.34/"),
    ] {
        let mut asked = Asked::new(TRUE, |_| None)
            .honest()
            .open(vec![response(0, &["10.10.34.34"])]);
        asked.measurement.requests.push(request);
        // What an encrypted look-up gave was reached, so there is more than a portal.
        let verdict = asked.judged();
        assert_eq!(verdict.code, VerdictCode::DnsTampered);
        assert!(rules(&verdict).contains(&RuleId::CaptivePortal));
    }
}

#[test]
fn a_name_that_is_denied_for_another_type_alone_accuses_nobody() {
    let mut asked = Asked::new(TRUE, |_| None)
        .honest()
        .open(vec![response(3, &[])]);
    assert!(asked.hit().is_some());
    for query_type in [DnsQueryType::Aaaa, DnsQueryType::Https] {
        let last = asked.measurement.queries.last_mut().unwrap();
        last.exchange.as_mut().unwrap().query_type = query_type;
        assert_eq!(asked.hit(), None);
    }
}

#[test]
fn a_private_name_has_other_answers_inside() {
    let mut asked = Asked::new(FALSE, |it| Some(forged(it))).honest();
    assert!(asked.hit().is_some());
    let choices = &mut asked.measurement.anchors.owners_choices;
    choices.private_names = vec!["example.kz".to_owned()];
    assert_eq!(asked.hit(), None);
}

#[test]
fn an_address_that_the_user_gave_is_no_answer_of_a_resolver() {
    let mut asked = Asked::new(FALSE, |it| Some(forged(it))).honest();
    assert!(asked.hit().is_some());
    asked.measurement.queries[0].resolver = Resolver::Given;
    assert_eq!(asked.hit(), None);
}

fn truncated(response: DnsResponse) -> DnsResponse {
    DnsResponse {
        is_truncated: true,
        ..response
    }
}

#[test]
fn a_missing_ech_parameter_and_a_denied_canary_are_told_and_accuse_nobody() {
    let chain = |it: &Asked| it.scene.public.issue(&["dns.example"]).unwrap();
    for (sure, open, is_missing) in [
        (https(Some([1; 32])), https(None), true),
        (https(Some([1; 32])), response(0, &[]), true),
        (https(Some([1; 32])), https(Some([2; 32])), false),
        (https(Some([1; 32])), response(4, &[]), false),
        (https(Some([1; 32])), truncated(https(None)), false),
        (https(Some([1; 32])), truncated(response(0, &[])), false),
        (https(None), https(None), false),
    ] {
        let asked = Asked::new(TRUE, |it| Some(genuine(it))).honest();
        let chain = chain(&asked);
        let mut asked = asked.sure_with(&chain, DnsQueryType::Https, vec![sure]);
        let clear = query(
            DnsEngine::Udp,
            "192.0.2.53:53",
            DnsQueryType::Https,
            vec![open],
        );
        asked.measurement.queries.push(clear);
        let verdict = asked.judged();
        assert_eq!(verdict.code, VerdictCode::NotSeen);
        let mut rules = verdict.hits.iter().map(|it| it.rule);
        assert_eq!(rules.any(|it| it == RuleId::DnsEchMissing), is_missing);
    }
    for (rcode, is_denied) in [(3, true), (0, false)] {
        let mut asked = Asked::new(TRUE, |it| Some(genuine(it))).honest();
        let responses = vec![response(rcode, &[])];
        let mut canary = query(DnsEngine::Udp, "192.0.2.53:53", DnsQueryType::A, responses);
        "use-application-dns.net".clone_into(&mut canary.hostname);
        asked.measurement.queries.push(canary);
        let verdict = asked.judged();
        assert_eq!(verdict.code, VerdictCode::NotSeen);
        let mut rules = verdict.hits.iter().map(|it| it.rule);
        assert_eq!(rules.any(|it| it == RuleId::DnsCanary), is_denied);
        assert_eq!(asked.measured, TRUE);
    }
}

#[test]
fn a_false_answer_is_named_in_oonis_vocabulary() {
    use crate::Mechanism;
    for (answer, mechanism) in [
        (response(0, &[FALSE]), Mechanism::DnsInjection),
        (response(0, &["10.10.34.34"]), Mechanism::DnsInjectionBogon),
        (response(DnsResponse::NXDOMAIN, &[]), Mechanism::DnsNxdomain),
    ] {
        let asked = Asked::new(TRUE, |_| None).honest().open(vec![answer]);
        let verdict = asked.leads(FALSE, elsewhere).judged();
        assert_eq!(verdict.code, VerdictCode::DnsTampered);
        assert_eq!(verdict.ooni_mechanism, Some(mechanism));
    }
}
