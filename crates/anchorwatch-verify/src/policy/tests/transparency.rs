//! What happens if no log knows a certificate.

use anchorwatch_lab::pki::{KeyKind, TransparencyLog};
use anchorwatch_policy::distrust::Limits;

use super::{
    pki::{Authority, ORDINARY},
    *,
};

const DAY: i64 = 24 * 60 * 60;

/// The decisions for a chain without an SCT, under a public root and under a local one, with a
/// list of logs of this age.
fn without_scts(mode: ct::Mode, days: i64) -> [Decision; 2] {
    let root = Authority::root("Root", ORDINARY);
    let roots = [Certificate::from_der(&root.der).unwrap()];
    let other = [parsed(&Root::company("Other").unwrap())];
    let chain = [root.leaf(&BOTH, ORDINARY)];
    let as_of = UnixSeconds::new(now().get() - days * DAY);
    [
        (Anchors::of(&roots, &[]).0, PUBLIC_NAME),
        (Anchors::of(&other, &roots).0, PRIVATE_NAME),
    ]
    .map(|(anchors, name)| {
        Policy::new(anchors, DistrustSet::default())
            .with_transparency(mode)
            .with_logs(ct::Logs::of(&[], as_of))
            .decide(&chain, &ReferenceName::parse(name), now())
    })
}

fn status(decision: Decision) -> ct::Status {
    match decision {
        Decision::Trusted(verified) => verified.transparency().status,
        other => panic!("not trusted: {other:?}"),
    }
}

#[test]
fn a_public_certificate_that_no_log_knows_is_refused_only_where_logs_are_required() {
    use ct::{Mode, NotAsked, Status};
    let [public, _] = without_scts(Mode::Require, 1);
    let refusal = refused(public);
    assert_eq!(refusal.reason, RefusalReason::NotTransparent);
    let deciding = refusal.deciding.unwrap();
    assert_eq!(
        (deciding.certificate, deciding.rule),
        (PathPosition::InPath(0), RuleId::CertificateTransparency)
    );
    let [public, _] = without_scts(Mode::Report, 1);
    assert_eq!(status(public), Status::NoScts);
    let [public, _] = without_scts(Mode::Off, 1);
    assert_eq!(status(public), Status::NotAsked(NotAsked::Off));
}

#[test]
fn a_list_of_logs_that_is_too_old_refuses_nothing_and_says_so() {
    use ct::{Mode, NotAsked, Status};
    let [public, _] = without_scts(Mode::Require, 71);
    assert_eq!(status(public), Status::NotAsked(NotAsked::ListTooOld));
    let [public, _] = without_scts(Mode::Require, 69);
    assert_eq!(refused(public).reason, RefusalReason::NotTransparent);
}

#[test]
fn logs_are_not_asked_about_what_a_local_root_signed() {
    use ct::{Mode, NotAsked, Status};
    for mode in [Mode::Require, Mode::Report] {
        let [_, local] = without_scts(mode, 1);
        assert_eq!(status(local), Status::NotAsked(NotAsked::AnchorNotPublic));
    }
}

/// A root whose leaves have SCTs of two logs of two operators, ten days old.
struct Shown {
    root: Root,
    chains: [ServerChain; 2],
    logs: Arc<ct::Logs>,
}

fn ten_days_ago() -> UnixSeconds {
    UnixSeconds::new(now().get() - 10 * DAY)
}

fn shown() -> Shown {
    let logs = ["One", "Two"].map(|operator| {
        let log = TransparencyLog::new(KeyKind::P256).unwrap();
        let since = UnixSeconds::new(now().get() - 500 * DAY);
        let facts = ct::Log::usable(log.spki_der().leak(), operator, since);
        (log, facts)
    });
    let said_ms = u64::try_from(ten_days_ago().get()).unwrap() * 1000;
    let scts = logs.each_ref().map(|(log, _)| log.sct(said_ms));
    let root = Root::company("Public").unwrap();
    let chains = [Issuance::default(), Issuance::VIA_INTERMEDIATE]
        .map(|issuance| root.issue_with_scts(&BOTH, &issuance, &scts).unwrap());
    let facts: Vec<ct::Log> = logs.into_iter().map(|(_, facts)| facts).collect();
    Shown {
        root,
        chains,
        logs: Arc::new(ct::Logs::of(facts.leak(), now())),
    }
}

impl Shown {
    fn decisions(&self, distrust: &DistrustSet) -> [Decision; 2] {
        let roots = [parsed(&self.root)];
        self.chains.each_ref().map(|chain| {
            Policy::new(Anchors::of(&roots, &[]).0, distrust.clone())
                .with_transparency(ct::Mode::Require)
                .with_logs(Arc::clone(&self.logs))
                .decide(
                    chain.certificates(),
                    &ReferenceName::parse(PUBLIC_NAME),
                    now(),
                )
        })
    }
}

#[test]
fn what_two_logs_show_is_accepted_where_logs_are_required_whoever_issued_it() {
    for decision in shown().decisions(&DistrustSet::default()) {
        assert_eq!(status(decision), ct::Status::Compliant);
    }
}

#[test]
fn an_entry_for_what_logs_saw_later_spares_what_they_saw_before() {
    let shown = shown();
    let key = parsed(&shown.root).spki_sha256();
    for (days, is_spared) in [(-1, false), (0, true), (1, true)] {
        let after = UnixSeconds::new(ten_days_ago().get() + days * DAY);
        let entry = DistrustEntry {
            limits: Limits {
                scts_after: Some(after),
                ..Limits::default()
            },
            ..DistrustEntry::of_key(key, EntrySource::Owner)
        };
        let set: DistrustSet = [entry].into_iter().collect();
        for decision in shown.decisions(&set) {
            assert_eq!(
                matches!(decision, Decision::Trusted(_)),
                is_spared,
                "{days}"
            );
        }
    }
}
