//! What is done where no log knows a certificate.

use super::{
    pki::{Authority, ORDINARY},
    *,
};

const DAY: i64 = 24 * 60 * 60;

/// What is decided of a chain without an SCT, under a public root and under a local one,
/// with a list of logs of this age.
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
        (Place::InPath(0), RuleId::CertificateTransparency)
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
