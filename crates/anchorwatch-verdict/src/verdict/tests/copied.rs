//! A copy of the server's own certificate.

use anchorwatch_lab::pki::Forgery;

use super::*;

pub(super) const NAME: &str = "www.facebook.com";

/// A server of another name, as in 2019, and what comes from its address.
pub(super) struct Server {
    pub(super) public: Root,
    pub(super) genuine: ServerChain,
    pub(super) interceptor: Root,
}

impl Server {
    pub(super) fn new() -> Self {
        let public = Root::company("Public").unwrap();
        let genuine = public
            .issue(&["iqala.example", "www.iqala.example"])
            .unwrap();
        Self {
            public,
            genuine,
            interceptor: Root::company("Somebody").unwrap(),
        }
    }

    pub(super) fn forged(&self, forgery: Forgery) -> ServerChain {
        let own = &self.genuine.certificates()[0];
        self.interceptor.forge(own, forgery).unwrap()
    }

    /// The same, sent with its issuer's certificate.
    pub(super) fn forged_with_issuer(&self, forgery: Forgery) -> ServerChain {
        self.forged(forgery)
            .followed_by(self.interceptor.der().clone())
    }

    /// So many handshakes with the target's name show `seen`, and so many with other names
    /// `control`.
    fn verdict(&self, seen: (&ServerChain, usize), control: (&ServerChain, usize)) -> Verdict {
        self.verdict_with_key(seen, control, Some(true))
    }

    /// Two handshakes with the target's name that show this.
    pub(super) fn measurement(&self, seen: &ServerChain) -> Measurement {
        let mut scene = Scene::new(NAME);
        scene.public = self.public.clone();
        scene.chain = Some(seen.clone());
        let mut measurement = scene.measurement();
        measurement.anchors.local = Vec::new();
        let again = measurement.tls_handshakes[0].clone();
        measurement.tls_handshakes.push(again);
        measurement
    }

    fn verdict_with_key(
        &self,
        seen: (&ServerChain, usize),
        control: (&ServerChain, usize),
        is_control_proven: Option<bool>,
    ) -> Verdict {
        let mut scene = Scene::new(NAME);
        scene.public = self.public.clone();
        scene.chain = Some(seen.0.clone());
        let mut measurement = scene.measurement();
        measurement.anchors.local = Vec::new();
        let one = measurement.tls_handshakes[0].clone();
        measurement.tls_handshakes = vec![one.clone(); seen.1];
        let der = control.0.certificates().iter().map(|der| der.to_vec());
        let control_handshake = TlsHandshake {
            purpose: Purpose::TargetControl,
            server_name: Some("example.com".to_owned()),
            peer_certificates: der.collect(),
            is_key_proven: is_control_proven,
            ..one
        };
        measurement
            .tls_handshakes
            .extend(vec![control_handshake; control.1]);
        judge(&measurement, &Arc::new(DistrustSet::built_in()))
    }
}

pub(super) fn copied(verdict: &Verdict) -> Option<&Hit> {
    let mut hits = verdict.hits.iter();
    hits.find(|hit| hit.rule == RuleId::CopiedCertificate)
}

#[test]
fn an_older_certificate_of_the_site_is_no_copy_and_one_by_a_stranger_is() {
    let server = Server::new();
    let names = ["iqala.example", "www.iqala.example"];
    let over = Issuance {
        leaf: Validity::EXPIRED,
        ..Issuance::default()
    };
    let stranger = Root::company("Somebody").unwrap();
    for (signer, is_copy) in [(&server.public, false), (&stranger, true)] {
        let chain = signer.issue_with(&names, &over).unwrap();
        let chain = chain.followed_by(signer.der().clone());
        let verdict = server.verdict((&chain, 2), (&server.genuine, 2));
        assert_eq!(copied(&verdict).is_some(), is_copy);
    }
}

#[test]
fn the_box_of_2019_is_seen_without_knowing_its_root() {
    let server = Server::new();
    let mut surest = Vec::new();
    for (forgery, has_small_exponent) in [
        (Forgery::KAZAKHSTAN_2019, false),
        (Forgery::KAZAKHSTAN_2019_RSA, true),
    ] {
        let verdict = server.verdict((&server.forged(forgery), 2), (&server.genuine, 2));
        assert_eq!(verdict.code, VerdictCode::Intercepted);
        let details = &copied(&verdict).unwrap().details;
        assert!(details.contains(&Detail::DatesEarlier { hours: 6 }));
        let is_serial = |it: &Detail| matches!(it, Detail::SerialCopied { .. });
        assert!(details.iter().any(is_serial));
        let is_lost = |it: &Detail| matches!(it, Detail::ExtensionsLost { count: 1.. });
        assert!(details.iter().any(is_lost));
        let has_it = details.contains(&Detail::ExponentSmall);
        assert_eq!(has_it, has_small_exponent);
        surest.push(verdict.confidence);
    }
    // One measurement, to one other name: 0.90 less 0.02, and 0.01 for each further habit.
    assert_eq!(surest, [89, 90].map(Confidence::hundredths));
}

/// Neither a private authority's key with a small exponent, nor its certificates without extensions,
/// nor both.
#[test]
fn the_further_habits_of_2019_accuse_nobody_if_the_issuer_did_not_come() {
    let server = Server::new();
    let habits = Forgery {
        has_small_exponent: true,
        ..Forgery::NAMES_ALONE
    };
    let alone = server.verdict((&server.forged(habits), 3), (&server.genuine, 3));
    assert_eq!(alone.code, VerdictCode::Inconclusive);
    let beside = server.forged_with_issuer(habits);
    let beside = server.verdict((&beside, 3), (&server.genuine, 3));
    assert_eq!(beside.code, VerdictCode::Intercepted);
    // Without the exponent it is a suspicion.
    let names = server.forged_with_issuer(Forgery::NAMES_ALONE);
    let names = server.verdict((&names, 3), (&server.genuine, 3));
    assert_eq!(names.code, VerdictCode::Suspected);
    // And for other names it is no copy.
    let stranger = Root::company("Stranger").unwrap();
    let other = stranger.issue(&["other.example"]).unwrap();
    let forged = stranger.forge(&other.certificates()[0], habits).unwrap();
    let forged = forged.followed_by(stranger.der().clone());
    let verdict = server.verdict((&forged, 3), (&server.genuine, 3));
    assert!(copied(&verdict).is_none());
}

#[test]
fn three_other_names_are_surer_than_two() {
    let server = Server::new();
    let forged = server.forged(Forgery::KAZAKHSTAN_2019);
    let mut measurement = server.measurement(&forged);
    let mut control = measurement.tls_handshakes[0].clone();
    control.purpose = Purpose::TargetControl;
    control.peer_certificates = vec![server.genuine.certificates()[0].to_vec()];
    let mut seen = Vec::new();
    for name in ["a.example", "b.example", "b.example", "c.example"] {
        control.server_name = Some(name.to_owned());
        measurement.tls_handshakes.push(control.clone());
        let verdict = judged(&measurement);
        let hit = copied(&verdict).unwrap();
        let mut details = hit.details.iter();
        let few = details.find_map(|it| match it {
            Detail::FewOtherNames { count } => Some(*count),
            _ => None,
        });
        seen.push((few, hit.confidence));
    }
    let less = Confidence::hundredths(89);
    let expected = [
        (Some(1), Confidence::hundredths(84)),
        (Some(2), less),
        (Some(2), less),
        (None, Confidence::hundredths(91)),
    ];
    assert_eq!(seen, expected);
}

/// Squid certifies its own authority's key under each name that it re-signs.
#[test]
fn a_copy_with_its_issuer_s_key_is_not_taken_for_self_signed() {
    let server = Server::new();
    let forged = server.forged_with_issuer(Forgery::SQUID);
    let verdict = server.verdict((&forged, 2), (&server.genuine, 2));
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    let details = &copied(&verdict).unwrap().details;
    assert!(details.contains(&Detail::SignersKey) && details.contains(&Detail::DatesCopied));
    assert_eq!(verdict.ooni_mechanism, Some(Mechanism::TlsMitmCaSigned));
    // Without anything to compare with, it is said what it is.
    let alone = server.verdict((&forged, 2), (&forged, 2));
    assert_eq!(alone.code, VerdictCode::Inconclusive);
    assert!(matches!(alone.hits[0].saw, Saw::NotTrusted { .. }));
    assert!(alone.hits[0].details.contains(&Detail::SignersKey));
    let is_authority = |it: &Against| matches!(it, Against::OwnAuthority { .. });
    assert!(alone.against.iter().any(is_authority));
    // No public authority's key is a server's, so the issuer need not come.
    let forged = server.forged(Forgery::SQUID);
    let without = server.verdict((&forged, 2), (&server.genuine, 2));
    assert_eq!(without.code, VerdictCode::Intercepted);
}

#[test]
fn a_new_certificate_for_each_connection_counts_as_often() {
    let server = Server::new();
    let (one, other) = (
        server.forged(Forgery::KAZAKHSTAN_2019),
        server.forged(Forgery::KAZAKHSTAN_2019),
    );
    let mut scene = Scene::new(NAME);
    scene.public = server.public.clone();
    scene.chain = Some(one);
    let mut measurement = scene.measurement();
    measurement.anchors.local = Vec::new();
    let first = measurement.tls_handshakes[0].clone();
    let with = |purpose, chain: &ServerChain| TlsHandshake {
        purpose,
        peer_certificates: vec![chain.certificates()[0].to_vec()],
        ..first.clone()
    };
    let control = with(Purpose::TargetControl, &server.genuine);
    let second = with(Purpose::Target, &other);
    measurement
        .tls_handshakes
        .extend([second, control.clone(), control]);
    let verdict = judge(&measurement, &Arc::new(DistrustSet::built_in()));
    assert_eq!(verdict.confidence, Confidence::hundredths(89));
}

#[test]
fn one_handshake_on_each_side_is_less_sure() {
    let server = Server::new();
    let forged = server.forged(Forgery::KAZAKHSTAN_2019);
    for (seen, control) in [(1, 2), (2, 1)] {
        let verdict = server.verdict((&forged, seen), (&server.genuine, control));
        assert_eq!(
            (verdict.code, verdict.confidence),
            (VerdictCode::Intercepted, Confidence::hundredths(84))
        );
    }
}

#[test]
fn copied_names_alone_are_a_suspicion() {
    let server = Server::new();
    let forged = server.forged_with_issuer(Forgery::NAMES_ALONE);
    let verdict = server.verdict((&forged, 3), (&server.genuine, 3));
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert!(verdict.against.contains(&Against::TwoCertificates));
}

#[test]
fn a_copy_whose_key_is_not_proven_is_a_suspicion() {
    let server = Server::new();
    let mut scene = Scene::new(NAME);
    scene.public = server.public.clone();
    scene.is_key_proven = None;
    scene.chain = Some(server.forged(Forgery::KAZAKHSTAN_2019));
    let mut measurement = scene.measurement();
    let control = TlsHandshake {
        purpose: Purpose::TargetControl,
        peer_certificates: vec![server.genuine.certificates()[0].to_vec()],
        is_key_proven: Some(true),
        ..measurement.tls_handshakes[0].clone()
    };
    measurement.anchors.local = Vec::new();
    measurement.tls_handshakes.push(control);
    let verdict = judge(&measurement, &Arc::new(DistrustSet::built_in()));
    assert_eq!(verdict.code, VerdictCode::Suspected);
}

/// What must accuse nobody.
#[test]
fn without_a_proven_public_certificate_for_other_names_nothing_is_copied() {
    let server = Server::new();
    let forged = server.forged(Forgery::KAZAKHSTAN_2019);
    let unproven = server.verdict_with_key((&forged, 2), (&server.genuine, 2), None);
    assert!(copied(&unproven).is_none());
    let everywhere = server.verdict((&forged, 2), (&forged, 2));
    assert!(copied(&everywhere).is_none());
    let never = server.verdict((&forged, 2), (&server.genuine, 0));
    assert!(copied(&never).is_none());
}

#[test]
fn a_server_with_a_self_signed_or_another_certificate_copies_nothing() {
    let server = Server::new();
    let other = Root::company("Other").unwrap().issue(&[NAME]).unwrap();
    let public_too = server
        .public
        .issue(&["iqala.example", "www.iqala.example"])
        .unwrap();
    for seen in [&other, &public_too, &server.genuine] {
        let verdict = server.verdict((seen, 2), (&server.genuine, 2));
        assert!(copied(&verdict).is_none());
    }
}

/// The issuer of a certificate that comes alone may be a public authority: many servers do not send
/// the certificate that leads to its root.
#[test]
fn copied_names_and_dates_accuse_nobody_if_the_issuer_did_not_come() {
    let server = Server::new();
    for dates in [None, Forgery::KAZAKHSTAN_2019.dates] {
        let forgery = Forgery {
            dates,
            ..Forgery::NAMES_ALONE
        };
        let alone = server.verdict((&server.forged(forgery), 2), (&server.genuine, 2));
        assert_eq!(alone.code, VerdictCode::Inconclusive);
        let beside = server.forged_with_issuer(forgery);
        let beside = server.verdict((&beside, 2), (&server.genuine, 2));
        let expected = match dates {
            Some(_) => VerdictCode::Intercepted,
            None => VerdictCode::Suspected,
        };
        assert_eq!(beside.code, expected);
    }
}

/// Certificates that are renewed now and then for the same names, by different authorities.
#[test]
fn certificates_of_equal_duration_are_not_copied_dates() {
    let server = Server::new();
    for moved in [
        time::Duration::seconds(-6 * 3_600 - 1),
        time::Duration::days(-1),
        time::Duration::days(-3),
    ] {
        let moved = Forgery {
            dates: Some(moved),
            ..Forgery::NAMES_ALONE
        };
        let forged = server.forged_with_issuer(moved);
        let verdict = server.verdict((&forged, 2), (&server.genuine, 2));
        assert_eq!(verdict.code, VerdictCode::Suspected);
    }
}

/// Two kinds of key, ordered together: the same names and dates under two intermediates.
#[test]
fn a_second_public_certificate_is_no_copy_whether_its_intermediate_comes_or_not() {
    let mut server = Server::new();
    let names = ["iqala.example", "www.iqala.example"];
    let one = || {
        let issuance = Issuance::VIA_INTERMEDIATE;
        server.public.issue_with(&names, &issuance).unwrap()
    };
    let (genuine, second) = (one(), one());
    server.genuine = genuine;
    let verdict = server.verdict((&second, 2), (&server.genuine, 2));
    assert!(copied(&verdict).is_none());
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
}

#[test]
fn a_control_that_meets_the_forgery_hides_nothing() {
    let server = Server::new();
    let forged = server.forged(Forgery::KAZAKHSTAN_2019);
    let mut scene = Scene::new(NAME);
    scene.public = server.public.clone();
    scene.chain = Some(forged.clone());
    let mut measurement = scene.measurement();
    measurement.anchors.local = Vec::new();
    let first = measurement.tls_handshakes[0].clone();
    for chain in [&forged, &server.genuine, &forged] {
        measurement.tls_handshakes.push(TlsHandshake {
            purpose: Purpose::TargetControl,
            peer_certificates: vec![chain.certificates()[0].to_vec()],
            ..first.clone()
        });
    }
    let verdict = judge(&measurement, &Arc::new(DistrustSet::built_in()));
    assert_eq!(verdict.code, VerdictCode::Intercepted);
}

/// An interceptor that acts on every other connection, or one machine of several.
#[test]
fn a_trusted_answer_does_not_outweigh_a_refused_one() {
    let server = Server::new();
    let genuine = server.public.issue(&[NAME]).unwrap();
    let other = Root::company("Other").unwrap().issue(&[NAME]).unwrap();
    let mut scene = Scene::new(NAME);
    scene.public = server.public.clone();
    scene.chain = Some(genuine);
    let mut measurement = scene.measurement();
    let first = measurement.tls_handshakes[0].clone();
    let seen = judge(&measurement, &Arc::new(DistrustSet::built_in()));
    assert_eq!((seen.code, seen.tries), (VerdictCode::NotSeen, 1));
    measurement.tls_handshakes.push(TlsHandshake {
        peer_certificates: vec![other.certificates()[0].to_vec()],
        ..first
    });
    let verdict = judge(&measurement, &Arc::new(DistrustSet::built_in()));
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert_eq!(
        verdict.hits[0].saw,
        Saw::AnswersDiffer {
            name: NAME.to_owned(),
            trusted: 1,
            refused: 1
        }
    );
}
