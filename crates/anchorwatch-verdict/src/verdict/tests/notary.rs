//! What another vantage point's measurement changes, and what it must not.

use std::net::SocketAddr;

use anchorwatch_evidence::ImportFormat;
use anchorwatch_lab::pki::{KeyKind, TransparencyLog};
use anchorwatch_verify::ct::Logs;

use super::*;
use crate::{Against, Mechanism, NotChecked, Notaries, NotaryProblem, judge_with};

const NAME: &str = "www.example.kz";

/// A site with a public certificate; here comes one by somebody whose root is not installed.
struct World {
    scene: Scene,
    stranger: Root,
}

impl World {
    fn new() -> Self {
        Self {
            scene: Scene::new(NAME),
            stranger: Root::company("Stranger").unwrap(),
        }
    }

    /// Two handshakes with this chain.
    fn measured(&self, chain: &ServerChain) -> Measurement {
        let mut measurement = self.scene.measurement();
        measurement.anchors.local.clear();
        let handshake = &mut measurement.tls_handshakes[0];
        handshake.peer_certificates = der(chain);
        let again = handshake.clone();
        measurement.tls_handshakes.push(again);
        measurement
    }

    fn refused_here(&self) -> Measurement {
        self.measured(&self.stranger.issue(&[NAME]).unwrap())
    }

    /// What another vantage point saw, a minute earlier.
    fn elsewhere(&self) -> Measurement {
        let mut notary = self.measured(&self.scene.public.issue(&[NAME]).unwrap());
        notary.measured_at = UnixSeconds::new(notary.measured_at.get() - 60);
        notary
    }
}

fn der(chain: &ServerChain) -> Vec<Vec<u8>> {
    chain.certificates().iter().map(|it| it.to_vec()).collect()
}

fn beside(measurement: &Measurement, notaries: &[&Measurement]) -> Verdict {
    let notaries = Notaries::of(notaries.iter().copied());
    judge_with(measurement, &Arc::new(DistrustSet::built_in()), &notaries)
}

#[test]
fn what_needs_another_vantage_point_stands_in_what_was_not_checked() {
    let world = World::new();
    for here in [world.refused_here(), world.elsewhere()] {
        let alone = beside(&here, &[]);
        assert!(alone.not_checked.contains(&NotChecked::OtherNetworks));
    }
}

fn ask_from(measurement: &mut Measurement, address: &str) {
    let address: SocketAddr = address.parse().unwrap();
    for handshake in &mut measurement.tls_handshakes {
        handshake.address = Some(address);
    }
}

#[test]
fn a_chain_refused_here_and_a_good_one_elsewhere_is_an_interception() {
    let world = World::new();
    let (here, elsewhere) = (world.refused_here(), world.elsewhere());
    assert_eq!(beside(&here, &[]).code, VerdictCode::Inconclusive);
    let verdict = beside(&here, &[&elsewhere]);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert_eq!(verdict.confidence, Confidence::hundredths(90));
    assert_eq!(rules(&verdict)[0], RuleId::RefusedHereAlone);
    assert!(verdict.against.contains(&Against::NotaryCanBeMadeUp));
    assert!(!verdict.not_checked.contains(&NotChecked::OtherNetworks));
    // The issuer's certificate did not come.
    assert_eq!(verdict.ooni_mechanism, Some(Mechanism::TlsMitm));
}

#[test]
fn at_another_public_address_the_connection_was_sent_elsewhere() {
    let world = World::new();
    let (mut here, elsewhere) = (world.refused_here(), world.elsewhere());
    ask_from(&mut here, "203.0.113.7:443");
    let verdict = beside(&here, &[&elsewhere]);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert_eq!(verdict.confidence, Confidence::hundredths(85));
    assert!(matches!(verdict.hits[0].saw, Saw::SentElsewhere { .. }));
    assert_eq!(verdict.ooni_mechanism, Some(Mechanism::DnsInjection));
    // A company's own network can have an address of its own for the name.
    ask_from(&mut here, "10.1.2.3:443");
    assert_eq!(beside(&here, &[&elsewhere]).code, VerdictCode::Inconclusive);
}

#[test]
fn one_try_a_private_name_or_an_unproven_key_accuses_nobody() {
    let world = World::new();
    let elsewhere = world.elsewhere();
    let mut once = world.refused_here();
    once.tls_handshakes.pop();
    let mut unproven = world.refused_here();
    for handshake in &mut unproven.tls_handshakes {
        handshake.is_key_proven = None;
    }
    for here in [once, unproven] {
        assert_eq!(beside(&here, &[&elsewhere]).code, VerdictCode::Inconclusive);
    }
}

#[test]
fn a_certificate_that_is_not_for_the_name_is_only_suspected() {
    let world = World::new();
    let portal = world.stranger.issue(&["portal.example"]).unwrap();
    let verdict = beside(&world.measured(&portal), &[&world.elsewhere()]);
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert_eq!(verdict.against[0], Against::SignInPage);
    let wildcard = world.stranger.issue(&["*.example.kz"]).unwrap();
    let verdict = beside(&world.measured(&wildcard), &[&world.elsewhere()]);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
}

#[test]
fn a_made_up_notary_without_a_verified_chain_counts_for_nothing_and_says_why() {
    let world = World::new();
    let here = world.refused_here();
    let forger = Root::company("Forger").unwrap();
    // The file brings its own public root along.
    let mut forged = world.measured(&forger.issue(&[NAME]).unwrap());
    forged.anchors.public = PublicAnchors::Given(vec![forger.der().to_vec()]);
    let mut unproven = world.elsewhere();
    for handshake in &mut unproven.tls_handshakes {
        handshake.is_key_proven = None;
    }
    let mut imported = unproven.clone();
    imported.imported_from = Some(ImportFormat::RipeAtlas);
    let mut late = world.elsewhere();
    late.measured_at = UnixSeconds::new(late.measured_at.get() - 2 * 86_400);
    let mut other_port = world.elsewhere();
    other_port.target.port = 8443;
    for (notary, problem) in [
        (&forged, NotaryProblem::NoPublicChain),
        (&unproven, NotaryProblem::KeyNotProven),
        (&imported, NotaryProblem::KeyNotProven),
        (&late, NotaryProblem::OtherTime),
        (&other_port, NotaryProblem::OtherTarget),
        (&here, NotaryProblem::SameMeasurement),
    ] {
        let verdict = beside(&here, &[notary]);
        assert_eq!(verdict.code, VerdictCode::Inconclusive, "{problem:?}");
        let row = NotChecked::NotaryUnusable { notary: problem };
        assert!(verdict.not_checked.contains(&row), "{problem:?}");
    }
    // One that can be used makes up for the others.
    let verdict = beside(&here, &[&forged, &late, &world.elsewhere()]);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
}

#[test]
fn no_notary_makes_an_answer_a_good_one() {
    let world = World::new();
    let elsewhere = world.elsewhere();
    let mut silent = world.refused_here();
    for handshake in &mut silent.tls_handshakes {
        handshake.peer_certificates.clear();
        handshake.failure = Some(Failure::ConnectionReset);
    }
    let mut same_key = elsewhere.clone();
    for handshake in &mut same_key.tls_handshakes {
        // The chain is replayed: nobody has its key.
        handshake.is_key_proven = Some(false);
    }
    for here in [silent, same_key] {
        let (alone, both) = (beside(&here, &[]), beside(&here, &[&elsewhere]));
        assert_eq!(alone.code, VerdictCode::Inconclusive);
        assert_eq!(both.code, alone.code);
    }
    // An interception stays one, whatever a notary says to have seen.
    let mut intercepted = world.refused_here();
    intercepted
        .anchors
        .local
        .push(world.stranger.der().to_vec());
    assert_eq!(
        beside(&intercepted, &[&elsewhere]).code,
        VerdictCode::Intercepted
    );
}

#[test]
fn the_site_s_own_certificate_accuses_nobody_if_it_is_incomplete_or_over() {
    let world = World::new();
    let (public, authority) = (&world.scene.public, Root::company("Authority").unwrap());
    let certified = authority.cross_signed_by(public).unwrap();
    let whole = authority.issue(&[NAME]).unwrap().followed_by(certified);
    // Another machine of the same site, without the issuer's certificate.
    let incomplete = authority.issue(&[NAME]).unwrap();
    let mut elsewhere = world.measured(&whole);
    elsewhere.measured_at = UnixSeconds::new(elsewhere.measured_at.get() - 60);
    let here = world.measured(&incomplete);
    assert_eq!(beside(&here, &[&elsewhere]).code, VerdictCode::Inconclusive);
    // The twin: nobody certified that authority.
    let other = world.elsewhere();
    assert_eq!(beside(&here, &[&other]).code, VerdictCode::Intercepted);
    let expired = Issuance {
        leaf: Validity::EXPIRED,
        ..Issuance::default()
    };
    let over = public.issue_with(&[NAME], &expired).unwrap();
    let verdict = beside(&world.measured(&over), &[&other]);
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    let over = world.stranger.issue_with(&[NAME], &expired).unwrap();
    let verdict = beside(&world.measured(&over), &[&other]);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
}

/// Two public roots, both valid for long.
fn public_roots() -> [Root; 2] {
    ["Public", "Other Public"].map(|name| {
        Root::new(Recipe {
            validity: Validity::days(-2000, 4000),
            ..Recipe::company(name)
        })
        .unwrap()
    })
}

#[test]
fn a_new_public_certificate_in_no_log_is_suspected_and_a_logged_one_is_not() {
    let [usual, other] = public_roots();
    let world = World::new();
    let log = TransparencyLog::new(KeyKind::P256).unwrap();
    let long = Issuance {
        leaf: Validity::days(-2000, 4000),
        ..Issuance::default()
    };
    // A list of logs that is too old to know the log.
    let then = Logs::bundled().as_of().get() + 200 * 86_400;
    let of = |root: &Root, is_logged: bool, seconds: i64| {
        let scts: Vec<_> = is_logged.then(|| log.sct(1)).into_iter().collect();
        let chain = root.issue_with_scts(&[NAME], &long, &scts).unwrap();
        let mut measurement = world.measured(&chain);
        let roots = vec![usual.der().to_vec(), other.der().to_vec()];
        measurement.anchors.public = PublicAnchors::Given(roots);
        measurement.measured_at = UnixSeconds::new(then + seconds);
        measurement
    };
    let elsewhere = of(&usual, true, 0);
    let new = of(&other, false, 60);
    let verdict = beside(&new, &[&elsewhere]);
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert_eq!(verdict.confidence, Confidence::hundredths(60));
    assert_eq!(rules(&verdict)[0], RuleId::PublicCertificateDiffers);
    assert!(verdict.not_checked.contains(&NotChecked::IssuerHistory));
    assert_eq!(beside(&new, &[]).code, VerdictCode::NotSeen);
    // The machines of a large service, and a renewed certificate.
    for normal in [of(&other, true, 60), of(&usual, false, 60)] {
        let verdict = beside(&normal, &[&elsewhere]);
        assert_eq!(verdict.code, VerdictCode::NotSeen);
    }
}

#[test]
fn a_notary_that_saw_the_same_key_is_said_and_adds_no_confidence() {
    let world = World::new();
    let chain = world.scene.public.issue(&[NAME]).unwrap();
    let here = world.measured(&chain);
    let mut elsewhere = here.clone();
    elsewhere.measured_at = UnixSeconds::new(here.measured_at.get() - 60);
    let (alone, both) = (beside(&here, &[]), beside(&here, &[&elsewhere]));
    assert_eq!(both.code, VerdictCode::NotSeen);
    assert_eq!(both.confidence, alone.confidence);
    let agree = Detail::NotariesAgree { count: 1 };
    assert!(both.hits[0].details.contains(&agree) && !alone.hits[0].details.contains(&agree));
}

#[test]
fn unusable_notaries_hide_no_usable_one_and_neither_do_unusable_answers() {
    let world = World::new();
    let (here, mut elsewhere) = (world.refused_here(), world.elsewhere());
    elsewhere.measured_at = UnixSeconds::new(here.measured_at.get() - 3_600);
    let mut junk: Vec<Measurement> = Vec::new();
    for second in 0..100 {
        let mut one = world.refused_here();
        one.measured_at = UnixSeconds::new(here.measured_at.get() + second);
        junk.push(one);
    }
    let mut notaries: Vec<&Measurement> = junk.iter().collect();
    notaries.push(&elsewhere);
    let verdict = beside(&here, &notaries);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    // The same within one notary's measurement.
    let unusable = junk[0].tls_handshakes[0].clone();
    let mut long = elsewhere.clone();
    long.tls_handshakes = (0..100u8)
        .map(|number| {
            let mut one = unusable.clone();
            one.peer_certificates.push(vec![number]);
            one
        })
        .chain(elsewhere.tls_handshakes.clone())
        .collect();
    assert_eq!(beside(&here, &[&long]).code, VerdictCode::Intercepted);
}

#[test]
fn each_notary_is_judged_once_for_however_many_measurements() {
    let world = World::new();
    let distrust = Arc::new(DistrustSet::built_in());
    let notaries: Vec<Measurement> = (0..50)
        .map(|second| {
            let mut one = world.elsewhere();
            one.measured_at = UnixSeconds::new(one.measured_at.get() - second);
            one
        })
        .collect();
    let notaries = Notaries::of(notaries.iter());
    let mut here = world.refused_here();
    let view = |here: &Measurement| notaries.view(here, &distrust).unwrap();
    assert_eq!(view(&here).count, 16);
    let once = notaries.steps();
    for second in 0..100 {
        here.measured_at = UnixSeconds::new(here.measured_at.get() + second % 2);
        assert_eq!(view(&here).count, 16);
    }
    assert_eq!(notaries.steps(), once);
}

#[test]
fn roots_that_the_evidence_brings_use_up_nothing_of_the_bundled_ones() {
    let world = World::new();
    let distrust = Arc::new(DistrustSet::built_in());
    let elsewhere = world.elsewhere();
    let notaries = Notaries::of([&elsewhere]);
    let mut here = world.refused_here();
    here.anchors.public = PublicAnchors::Bundled;
    let view = |here: &Measurement| notaries.view(here, &distrust).unwrap();
    view(&here);
    let once = notaries.steps();
    let given = world.refused_here();
    for number in 0..40 {
        let root = Root::company(&format!("Root {number}")).unwrap();
        let mut other = given.clone();
        other.anchors.public = PublicAnchors::Given(vec![root.der().to_vec()]);
        view(&other);
    }
    let with_others = notaries.steps();
    assert!(with_others > once);
    // What was judged by the bundled roots is still there.
    view(&here);
    assert_eq!(notaries.steps(), with_others);
}

#[test]
fn the_remembered_verdict_beside_notaries_is_the_one_that_is_judged() {
    let world = World::new();
    let distrust = Arc::new(DistrustSet::built_in());
    let (here, elsewhere) = (world.refused_here(), world.elsewhere());
    let notaries = Notaries::of([&elsewhere]);
    let mut memo = crate::Memo::with_notaries(Arc::clone(&distrust), Notaries::of([&elsewhere]));
    // A day and an hour later there is no notary.
    for apart in [0, 1, 2, 86_400, 90_000, 90_001] {
        let mut one = here.clone();
        one.measured_at = UnixSeconds::new(here.measured_at.get() + apart);
        let judged = judge_with(&one, &distrust, &notaries);
        assert_eq!(*memo.judge(&one), judged);
    }
    assert_eq!(memo.judged(), 2);
}
