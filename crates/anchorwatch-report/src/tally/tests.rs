use anchorwatch_evidence::{
    AnchorView, OwnersChoices, PublicAnchors, Purpose, Target, TlsHandshake,
};
use anchorwatch_lab::Root;
use anchorwatch_verdict::{Confidence, Hit, Missed, RuleId};
use proptest::prelude::*;

use super::*;
use crate::Summary;

const CODES: [VerdictCode; VerdictCode::ALL.len()] = VerdictCode::ALL;

fn verdict(code: VerdictCode, confidence: u8) -> Arc<Verdict> {
    let saw = Saw::SelfSigned {
        name: "a".to_owned(),
    };
    let confidence = Confidence::hundredths(confidence);
    Arc::new(Verdict {
        code,
        confidence,
        signer: Some("CN=A".to_owned()),
        hits: vec![Hit {
            rule: RuleId::UntrustedChain,
            leads_to: code,
            confidence,
            saw,
            details: Vec::new(),
            against: Vec::new(),
        }],
        against: Vec::new(),
        server_key: None,
        transparency: None,
        location: None,
        tries: 1,
        missed: Missed::with_tries(1),
        ooni_mechanism: None,
        ooni_state: None,
        shown_by: None,
        not_checked: vec![NotChecked::Revocation],
    })
}

fn measurement(host: &str, at: i64) -> Measurement {
    Measurement {
        target: Target {
            host: host.to_owned(),
            port: 443,
        },
        measured_at: UnixSeconds::new(at),
        queries: Vec::new(),
        tcp_connect: Vec::new(),
        tls_handshakes: Vec::new(),
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors: AnchorView {
            public: PublicAnchors::Bundled,
            local: Vec::new(),
            local_count: 0,
            local_source: String::new(),
            local_unreadable: Vec::new(),
            owners_choices: OwnersChoices::default(),
        },
        imported_from: None,
    }
}

/// Which name, which vantage point, when, what, and how sure.
type Row = (u8, u32, i64, usize, u8);

fn add(tally: &mut Tally, file: u32, index: usize, row: Row) {
    let (name, vantage, at, code, confidence) = row;
    let host = format!("name-{name}.example");
    let place = Place {
        file,
        index: u32::try_from(index).unwrap(),
    };
    let verdict = verdict(CODES[code], confidence);
    tally.add(vantage, place, &measurement(&host, at), &verdict);
}

proptest! {
    #[test]
    fn files_that_are_counted_apart_give_the_same_summary(
        rows in proptest::collection::vec((0u8..3, 0u32..3, 0i64..50, 0usize..CODES.len(), 0u8..99), 0..60)
    ) {
        let mut together = Tally::default();
        let mut apart = Tally::default();
        for (file, part) in (0u32..).zip(rows.chunks(7)) {
            let mut one = Tally::default();
            for (index, row) in part.iter().enumerate() {
                add(&mut together, file, index, *row);
                add(&mut one, file, index, *row);
            }
            apart.absorb(one, &[0, 1, 2]);
        }
        prop_assert_eq!(together.count, apart.count);
        let [together, apart] = [together, apart].map(|it| format!("{:?}", Summary::of(it)));
        prop_assert_eq!(together, apart);
    }

    #[test]
    fn every_measurement_is_counted_and_the_worst_is_never_hidden(
        rows in proptest::collection::vec((0u8..3, 0u32..3, 0i64..50, 0usize..CODES.len(), 0u8..99), 1..60)
    ) {
        let mut tally = Tally::default();
        for (index, row) in rows.iter().enumerate() {
            add(&mut tally, 0, index, *row);
        }
        let summary = Summary::of(tally);
        prop_assert_eq!(summary.counts.total(), rows.len() as u64);
        let worst = rows.iter().map(|it| CODES[it.3]).min();
        prop_assert_eq!(summary.names.first().map(|it| it.code), worst);
        for name in &summary.names {
            let best = name.tally.best.as_ref().unwrap();
            prop_assert_eq!(best.verdict.code, name.code);
            prop_assert!(name.seen(name.code).is_some());
        }
    }
}

#[test]
fn vantage_points_of_files_are_renumbered() {
    let mut one = Tally::default();
    add(&mut one, 0, 0, (0, 0, 1, 6, 0));
    let mut all = Tally::default();
    all.absorb(one.clone(), &[5]);
    all.absorb(one, &[6]);
    let summary = Summary::of(all);
    let lanes: Vec<u32> = summary.names[0].lanes.iter().map(|it| it.vantage).collect();
    assert_eq!(lanes, [5, 6]);
    assert_eq!(summary.vantage_count, 2);
}

#[test]
fn a_name_without_end_is_one_name_and_short() {
    let mut tally = Tally::default();
    let long = "a".repeat(64 << 10);
    for end in ["b", "c"] {
        let host = format!("{long}{end}");
        let place = Place { file: 0, index: 0 };
        let verdict = verdict(VerdictCode::NotSeen, 1);
        tally.add(0, place, &measurement(&host, 0), &verdict);
    }
    let summary = Summary::of(tally);
    assert_eq!(summary.names.len(), 1);
    assert_eq!(summary.names[0].host.len(), MAX_NAME_CHARACTERS);
}

#[test]
fn an_answer_elsewhere_is_no_answer_here_and_tries_are_those_of_one_place() {
    let mut tally = Tally::default();
    let clean = CODES.iter().position(|it| *it == VerdictCode::NotSeen);
    let open = CODES.iter().position(|it| *it == VerdictCode::Inconclusive);
    let (clean, open) = (clean.unwrap(), open.unwrap());
    for (index, (vantage, code)) in [(0, clean), (0, clean), (1, clean), (2, open)]
        .into_iter()
        .enumerate()
    {
        add(&mut tally, 0, index, (0, vantage, 1, code, 1));
    }
    let summary = Summary::of(tally);
    assert_eq!(summary.names[0].code, VerdictCode::NotSeen);
    assert_eq!(summary.unanswered_names(), 1);
    assert_eq!(summary.fewest_clean(), Some(1));
}

#[test]
fn a_second_domain_and_a_second_vantage_point_make_a_name_surer() {
    // Name, vantage point, how many names and domains the signer has, and how sure the first name is.
    let of = |rows: &[(&str, u32)]| {
        let mut tally = Tally::default();
        for (index, (host, vantage)) in (0u32..).zip(rows) {
            let place = Place { file: 0, index };
            let verdict = verdict(VerdictCode::Intercepted, 80);
            tally.add(*vantage, place, &measurement(host, 0), &verdict);
        }
        let summary = Summary::of(tally);
        let signer = &summary.signers[0];
        let mut names = summary.names.iter();
        let first = names.find(|it| it.host == rows[0].0).unwrap();
        (signer.names, signer.domains, first.confidence)
    };
    let sure = |hundredths| Confidence::hundredths(hundredths);
    let one = ("www.example.kz", 0);
    assert_eq!(of(&[one]), (1, 1, sure(80)));
    assert_eq!(of(&[one, ("m.example.kz", 0)]), (2, 1, sure(80)));
    assert_eq!(of(&[one, ("www.example.org", 0)]), (2, 2, sure(82)));
    assert_eq!(of(&[one, ("www.example.kz", 1)]), (1, 1, sure(82)));
    let both = [one, ("www.example.kz", 1), ("www.example.org", 1)];
    assert_eq!(of(&both), (2, 2, sure(84)));
}

/// A copy of a site's certificate accuses without a word on who signed it: then the issuer that came counts.
#[test]
fn one_issuer_for_two_domains_makes_a_name_surer_though_nobody_knows_who_signed() {
    let [one, other] = ["Somebody", "Somebody else"].map(|it| Root::company(it).unwrap());
    let of = |roots: [&Root; 2]| {
        let mut tally = Tally::default();
        for (index, host) in (0u32..).zip(["www.example.kz", "www.example.org"]) {
            let mut seen = measurement(host, 0);
            let root = roots[usize::try_from(index).unwrap()];
            seen.tls_handshakes.push(shown(root, host));
            let verdict = Verdict {
                signer: None,
                shown_by: Some(0),
                ..Verdict::clone(&verdict(VerdictCode::Intercepted, 80))
            };
            let place = Place { file: 0, index };
            tally.add(0, place, &seen, &Arc::new(verdict));
        }
        let summary = Summary::of(tally);
        assert!(summary.signers.is_empty());
        summary.names[0].confidence
    };
    assert_eq!(of([&one, &one]), Confidence::hundredths(82));
    assert_eq!(of([&one, &other]), Confidence::hundredths(80));
}

fn shown(root: &Root, host: &str) -> TlsHandshake {
    let chain = root.issue(&[host]).unwrap();
    let chain = chain.followed_by(root.der().clone());
    TlsHandshake {
        purpose: Purpose::Target,
        address: None,
        ttl: None,
        min_ttl: None,
        server_name: Some(host.to_owned()),
        failure: None,
        failed_after: None,
        tls_version: None,
        cipher_suite: None,
        peer_certificates: chain.certificates().iter().map(|it| it.to_vec()).collect(),
        is_key_proven: Some(true),
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: std::time::Duration::ZERO,
    }
}
