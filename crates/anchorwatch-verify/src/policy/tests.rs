use anchorwatch_identity::Certificate;
use anchorwatch_lab::pki::{Issuance, Root, ServerChain, Validity};
use anchorwatch_policy::{
    Consent, Consents, DistrustEntry,
    consent::{Coverage, Terms},
};

use anchorwatch_identity::SpkiSha256;
use anchorwatch_policy::EntrySource;

use super::*;
use crate::{Basis, PathPosition, RuleId};

mod entries;
mod pki;
mod roots;
mod signed;
mod transparency;

const PUBLIC_NAME: &str = "www.example.kz";
const PRIVATE_NAME: &str = "wiki.intranet";
const BOTH: [&str; 2] = [PUBLIC_NAME, PRIVATE_NAME];

fn parsed(root: &Root) -> Certificate {
    Certificate::from_der(root.der()).unwrap()
}

fn anchors(public: &[&Root], local: &[&Root]) -> Anchors {
    let parse = |roots: &[&Root]| roots.iter().map(|root| parsed(root)).collect::<Vec<_>>();
    let (anchors, unusable) = Anchors::of(&parse(public), &parse(local));
    assert!(unusable.is_empty());
    anchors
}

fn now() -> UnixSeconds {
    UnixSeconds::new(anchorwatch_lab::clock::now_unix_s())
}

fn ask(chain: &ServerChain, name: &str, anchors: &Anchors, distrust: &DistrustSet) -> Decision {
    let policy = Policy::new(anchors.clone(), distrust.clone());
    policy.decide(chain.certificates(), &ReferenceName::parse(name), now())
}

fn refused(decision: Decision) -> Refusal {
    match decision {
        Decision::Refused(refusal) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn distrusting(root: &Root) -> DistrustSet {
    let key = SpkiSha256::of(&root.spki_der());
    [DistrustEntry::of_key(key, EntrySource::Owner)]
        .into_iter()
        .collect()
}

#[test]
fn a_local_root_that_no_list_knows_is_refused_for_a_public_name() {
    let (public, imposed) = (
        Root::company("Public").unwrap(),
        Root::company("Nobody knows me").unwrap(),
    );
    let anchors = anchors(&[&public], &[&imposed]);
    let refusal = refused(ask(
        &imposed.issue(&BOTH).unwrap(),
        PUBLIC_NAME,
        &anchors,
        &DistrustSet::default(),
    ));
    assert_eq!(refusal.reason, RefusalReason::LocalAnchorForPublicName);
    assert_eq!(refusal.anchor.unwrap().via, Via::NoRight);
    let deciding = refusal.deciding.unwrap();
    assert_eq!(
        (deciding.certificate, deciding.rule),
        (PathPosition::Anchor, RuleId::LocalRootPrivateNamesOnly)
    );
    assert_eq!(refusal.attribution.unwrap().basis, Basis::LocalAnchor);
}

#[test]
fn the_same_local_root_speaks_for_a_private_name() {
    let (public, local) = (Root::company("Public").unwrap(), Root::isca_like().unwrap());
    let anchors = anchors(&[&public], &[&local]);
    for name in [PRIVATE_NAME, "WIKI.Intranet.", "wiki.intranet"] {
        let chain = local
            .issue_with(&BOTH, &Issuance::VIA_INTERMEDIATE)
            .unwrap();
        let Decision::Trusted(verified) = ask(&chain, name, &anchors, &DistrustSet::default())
        else {
            panic!("{name} is refused")
        };
        assert_eq!(verified.anchor().via, Via::LocalPrivateName);
        assert_eq!(verified.path().len(), 2);
    }
}

#[test]
fn every_spelling_of_a_public_name_is_refused_to_a_local_root() {
    let (public, imposed) = (
        Root::company("Public").unwrap(),
        Root::company("Imposed").unwrap(),
    );
    let anchors = anchors(&[&public], &[&imposed]);
    let chain = imposed
        .issue(&["example.com", "8.8.8.8", "localhost.example.com"])
        .unwrap();
    for name in [
        "example.com",
        "EXAMPLE.com.",
        "8.8.8.8",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "localhost.example.com",
        "*.local",
        "",
    ] {
        let refusal = refused(ask(&chain, name, &anchors, &DistrustSet::default()));
        assert_eq!(
            refusal.reason,
            RefusalReason::LocalAnchorForPublicName,
            "{name}"
        );
    }
}

#[test]
fn an_address_is_matched_as_it_was_given() {
    let public = Root::company("Public").unwrap();
    let chain = public.issue(&["8.8.8.8"]).unwrap();
    let anchors = anchors(&[&public], &[]);
    assert!(matches!(
        ask(&chain, "8.8.8.8", &anchors, &DistrustSet::default()),
        Decision::Trusted(_)
    ));
    let refusal = refused(ask(
        &chain,
        "::ffff:8.8.8.8",
        &anchors,
        &DistrustSet::default(),
    ));
    assert_eq!(refusal.reason, RefusalReason::NameMismatch);
}

#[test]
fn an_expired_public_chain_is_not_blamed_on_a_local_root_that_cross_signed_it() {
    let (public, local) = (
        Root::company("Public").unwrap(),
        Root::company("Local").unwrap(),
    );
    let expired = Issuance {
        leaf: Validity::EXPIRED,
        ..Issuance::default()
    };
    let chain = public
        .issue_with(&BOTH, &expired)
        .unwrap()
        .followed_by(public.cross_signed_by(&local).unwrap());
    let refusal = refused(ask(
        &chain,
        PUBLIC_NAME,
        &anchors(&[&public], &[&local]),
        &DistrustSet::default(),
    ));
    assert_eq!(
        (refusal.reason, refusal.attribution),
        (RefusalReason::CertificateExpired, None)
    );
}

#[test]
fn a_chain_made_to_be_searched_for_ever_is_decided_at_once() {
    let public = Root::company("Public").unwrap();
    let twins: Vec<Root> = (0..12)
        .map(|_| Root::company("Same name").unwrap())
        .collect();
    let mut chain = twins[0].issue(&BOTH).unwrap();
    for twin in &twins {
        for other in &twins {
            chain = chain.followed_by(twin.cross_signed_by(other).unwrap());
        }
    }
    for junk in 0..5_000u32 {
        chain = chain.followed_by(junk.to_be_bytes().to_vec().into());
    }
    // Without the bound this takes minutes.
    let refusal = refused(ask(
        &chain,
        PUBLIC_NAME,
        &anchors(&[&public], &[]),
        &DistrustSet::default(),
    ));
    assert_eq!(refusal.path, []);
}

#[test]
fn a_public_root_that_a_state_may_use_for_its_own_names_only_keeps_that_limit() {
    let (anchors, _) = Anchors::bundled_and(&[]);
    let mut all = anchors.public().iter();
    let place = all.position(|anchor| anchor.subject().contains("TUBITAK"));
    let limited = &anchors.public.trust_anchors[place.unwrap()];
    assert!(limited.name_constraints.is_some());
}

#[test]
fn a_public_root_speaks_for_any_name() {
    let public = Root::company("Public").unwrap();
    let anchors = anchors(&[&public], &[]);
    for name in BOTH {
        let Decision::Trusted(verified) = ask(
            &public.issue(&BOTH).unwrap(),
            name,
            &anchors,
            &DistrustSet::default(),
        ) else {
            panic!("{name} is refused")
        };
        assert_eq!(verified.anchor().via, Via::PublicProgram);
    }
}

#[test]
fn a_distrusted_key_is_refused_wherever_it_stands_and_the_place_is_named() {
    let root = Root::company("Public").unwrap();
    let anchors = anchors(&[&root], &[]);
    let chain = root.issue_with(&BOTH, &Issuance::VIA_INTERMEDIATE).unwrap();
    let key_of = |index: usize| {
        Certificate::from_der(&chain.certificates()[index])
            .unwrap()
            .spki_sha256()
    };
    let places = [
        (SpkiSha256::of(&root.spki_der()), PathPosition::Anchor),
        (key_of(1), PathPosition::InPath(1)),
        (key_of(0), PathPosition::InPath(0)),
    ];
    for (key, place) in places {
        let distrust = [DistrustEntry::of_key(key, EntrySource::Owner)]
            .into_iter()
            .collect();
        let refusal = refused(ask(&chain, PUBLIC_NAME, &anchors, &distrust));
        assert_eq!(refusal.reason, RefusalReason::DistrustedKey);
        let deciding = refusal.deciding.unwrap();
        assert_eq!((deciding.certificate, deciding.spki_sha256), (place, key));
        assert_eq!(deciding.entry_source, Some(EntrySource::Owner));
    }
}

#[test]
fn a_distrusted_local_root_is_refused_even_for_a_private_name() {
    let (public, local) = (
        Root::company("Public").unwrap(),
        Root::company("Local").unwrap(),
    );
    let anchors = anchors(&[&public], &[&local]);
    let refusal = refused(ask(
        &local.issue(&BOTH).unwrap(),
        PRIVATE_NAME,
        &anchors,
        &distrusting(&local),
    ));
    assert_eq!(refusal.reason, RefusalReason::DistrustedKey);
}

#[test]
fn a_renamed_and_a_reissued_twin_of_a_distrusted_key_are_refused_too() {
    let original = Root::isca_like().unwrap();
    let public = Root::company("Public").unwrap();
    let twins = [
        original.reissued().unwrap(),
        original
            .renamed(anchorwatch_lab::pki::Subject::company("Harmless"))
            .unwrap(),
    ];
    for twin in twins {
        let anchors = anchors(&[&public], &[&twin]);
        let refusal = refused(ask(
            &twin.issue(&BOTH).unwrap(),
            PRIVATE_NAME,
            &anchors,
            &distrusting(&original),
        ));
        assert_eq!(refusal.reason, RefusalReason::DistrustedKey);
    }
}

#[test]
fn a_distrusted_path_is_passed_over_where_a_clean_one_exists() {
    let (clean, blocked) = (
        Root::company("Clean").unwrap(),
        Root::company("Blocked").unwrap(),
    );
    let middle = Root::company("Middle").unwrap();
    let anchors = anchors(&[&blocked, &clean], &[]);
    let both_ways = middle
        .issue(&BOTH)
        .unwrap()
        .followed_by(middle.cross_signed_by(&blocked).unwrap())
        .followed_by(middle.cross_signed_by(&clean).unwrap());
    let Decision::Trusted(verified) =
        ask(&both_ways, PUBLIC_NAME, &anchors, &distrusting(&blocked))
    else {
        panic!("the clean path was not found")
    };
    assert_eq!(
        verified.anchor().spki_sha256,
        SpkiSha256::of(&clean.spki_der())
    );
    let one_way = middle
        .issue(&BOTH)
        .unwrap()
        .followed_by(middle.cross_signed_by(&blocked).unwrap());
    assert_eq!(
        refused(ask(&one_way, PUBLIC_NAME, &anchors, &distrusting(&blocked))).reason,
        RefusalReason::DistrustedKey
    );
}

#[test]
fn a_local_root_that_cross_signs_does_not_taint_a_publicly_anchored_chain() {
    let (public, local) = (
        Root::company("Public").unwrap(),
        Root::company("Local").unwrap(),
    );
    let anchors = anchors(&[&public], &[&local]);
    let surplus = public.cross_signed_by(&local).unwrap();
    let chain = public.issue(&BOTH).unwrap().followed_by(surplus);
    assert!(matches!(
        ask(&chain, PUBLIC_NAME, &anchors, &DistrustSet::default()),
        Decision::Trusted(_)
    ));
}

#[test]
fn a_chain_that_nobody_vouches_for_has_no_attribution_by_name() {
    let (public, forged) = (Root::company("Public").unwrap(), Root::isca_like().unwrap());
    let refusal = refused(ask(
        &forged.issue(&BOTH).unwrap(),
        PUBLIC_NAME,
        &anchors(&[&public], &[]),
        &DistrustSet::built_in(),
    ));
    assert_eq!(
        (refusal.reason, refusal.attribution),
        (RefusalReason::UnknownIssuer, None)
    );
}

#[test]
fn an_expired_chain_is_still_attributed_to_the_local_root_that_signed_it() {
    let (public, imposed) = (Root::company("Public").unwrap(), Root::isca_like().unwrap());
    let expired = Issuance {
        leaf: Validity::EXPIRED,
        ..Issuance::default()
    };
    let chain = imposed.issue_with(&BOTH, &expired).unwrap();
    let refusal = refused(ask(
        &chain,
        PUBLIC_NAME,
        &anchors(&[&public], &[&imposed]),
        &DistrustSet::default(),
    ));
    assert_eq!(refusal.reason, RefusalReason::CertificateExpired);
    let attribution = refusal.attribution.unwrap();
    assert_eq!(attribution.basis, Basis::LocalAnchor);
    assert!(attribution.holds_at.is_some() && attribution.family.len() == 3);
}

#[test]
fn a_signature_that_nobody_made_is_told_as_wrong() {
    let root = Root::company("Works").unwrap();
    let anchors = anchors(&[&root], &[]);
    let policy = Policy::new(anchors, DistrustSet::default());
    let name = ReferenceName::parse(PUBLIC_NAME);
    let chain = root.issue(&BOTH).unwrap();
    let mut own = chain.certificates()[0].to_vec();
    // Inside the signed part: a letter of the subject's name.
    let at = own.windows(4).position(|it| it == b"exam");
    own[at.unwrap() + 3] ^= 1;
    let refusal = refused(policy.decide(&[own.into()], &name, now()));
    assert_eq!(refusal.reason, RefusalReason::InvalidSignature);
    let whole = policy.decide(chain.certificates(), &name, now());
    assert!(matches!(whole, Decision::Trusted(_)));
}

#[test]
fn a_chain_for_other_names_is_refused() {
    let public = Root::company("Public").unwrap();
    let refusal = refused(ask(
        &public.issue(&["other.example.com"]).unwrap(),
        PUBLIC_NAME,
        &anchors(&[&public], &[]),
        &DistrustSet::default(),
    ));
    assert_eq!(refusal.reason, RefusalReason::NameMismatch);
}

#[test]
fn what_cannot_be_asked_is_inconclusive_and_what_cannot_be_read_is_refused() {
    let public = Root::company("Public").unwrap();
    let name = ReferenceName::parse(PUBLIC_NAME);
    let with = anchors(&[&public], &[]);
    let none = DistrustSet::default();
    assert_eq!(
        Policy::new(with.clone(), none.clone()).decide(&[], &name, now()),
        Decision::Inconclusive(Inconclusive::NoCertificate)
    );
    let chain = public.issue(&BOTH).unwrap();
    let without = anchors(&[], &[&public]);
    let asked = Policy::new(without, none.clone()).decide(chain.certificates(), &name, now());
    assert_eq!(asked, Decision::Inconclusive(Inconclusive::NoAnchor));
    let leaf = &chain.certificates()[0];
    for length in 0..leaf.len() {
        let cut = CertificateDer::from(&leaf[..length]);
        let refusal = refused(Policy::new(with.clone(), none.clone()).decide(&[cut], &name, now()));
        assert_eq!(
            refusal.reason,
            RefusalReason::MalformedCertificate,
            "cut at {length}"
        );
    }
}

#[test]
fn a_clock_before_1970_or_far_ahead_refuses() {
    let public = Root::company("Public").unwrap();
    let chain = public.issue(&BOTH).unwrap();
    for at in [i64::MIN, -1, 0, i64::MAX] {
        let asked = Policy::new(anchors(&[&public], &[]), DistrustSet::default()).decide(
            chain.certificates(),
            &ReferenceName::parse(PUBLIC_NAME),
            UnixSeconds::new(at),
        );
        assert!(matches!(asked, Decision::Refused(_)), "{at}");
    }
}

#[test]
fn order_and_surplus_of_what_the_server_sends_do_not_matter() {
    let (public, other) = (
        Root::company("Public").unwrap(),
        Root::company("Other").unwrap(),
    );
    let chain = public
        .issue_with(&BOTH, &Issuance::VIA_INTERMEDIATE)
        .unwrap();
    let [leaf, middle] = chain.certificates() else {
        panic!("two certificates")
    };
    let shuffled = [
        leaf.clone(),
        other.der().clone(),
        leaf.clone(),
        middle.clone(),
        middle.clone(),
    ];
    let asked = Policy::new(anchors(&[&public], &[]), DistrustSet::default()).decide(
        &shuffled,
        &ReferenceName::parse(PUBLIC_NAME),
        now(),
    );
    assert!(matches!(asked, Decision::Trusted(_)));
}

#[test]
fn an_added_entry_never_turns_a_refusal_into_acceptance() {
    let (public, local) = (
        Root::company("Public").unwrap(),
        Root::company("Local").unwrap(),
    );
    let anchors = anchors(&[&public], &[&local]);
    let chain = local.issue(&BOTH).unwrap();
    for root in [&public, &local] {
        assert!(matches!(
            ask(&chain, PUBLIC_NAME, &anchors, &distrusting(root)),
            Decision::Refused(_)
        ));
    }
}

const DAY: i64 = 24 * 60 * 60;

/// A consent for the root's key, from yesterday to tomorrow.
fn consenting(root: &Root, scopes: &[&str]) -> Consents {
    let terms = Terms {
        coverage: Coverage::Scopes(scopes.iter().map(|scope| scope.parse().unwrap()).collect()),
        not_before: UnixSeconds::new(now().get() - DAY),
        until: UnixSeconds::new(now().get() + DAY),
        by: "the owner".to_owned(),
        why: "a test".to_owned(),
    };
    let key = SpkiSha256::of(&root.spki_der());
    Consents::default().with(Consent::new(key, terms).unwrap())
}

#[test]
fn a_consent_lets_a_local_root_speak_for_the_names_that_it_covers_and_for_no_other() {
    let (public, works) = (
        Root::company("Public").unwrap(),
        Root::company("Works").unwrap(),
    );
    let names = [PUBLIC_NAME, "www.works.example", "8.8.8.8", PRIVATE_NAME];
    let chain = works
        .issue_with(&names, &Issuance::VIA_INTERMEDIATE)
        .unwrap();
    let anchors = anchors(&[&public], &[&works])
        .with_consents(consenting(&works, &["works.example", "8.8.8.0/24"]));
    for (name, via) in [
        ("www.works.example", Via::Consent),
        ("WWW.Works.Example.", Via::Consent),
        ("8.8.8.8", Via::Consent),
        (PRIVATE_NAME, Via::LocalPrivateName),
    ] {
        let Decision::Trusted(verified) = ask(&chain, name, &anchors, &DistrustSet::default())
        else {
            panic!("{name} is refused")
        };
        assert_eq!(verified.anchor().via, via, "{name}");
    }
    let refusal = refused(ask(&chain, PUBLIC_NAME, &anchors, &DistrustSet::default()));
    assert_eq!(refusal.reason, RefusalReason::LocalAnchorForPublicName);
}

#[test]
fn a_consent_for_another_key_or_time_or_a_distrusted_or_accused_key_opens_nothing() {
    const NAME: &str = "www.works.example";
    let (public, works, other, accused) = (
        Root::company("Public").unwrap(),
        Root::company("Works").unwrap(),
        Root::company("Works").unwrap(),
        Root::isca_like().unwrap(),
    );
    let reason = |root: &Root, consents: Consents, distrust: &DistrustSet, at: UnixSeconds| {
        let anchors = anchors(&[&public], &[root]).with_consents(consents);
        let chain = root.issue(&[NAME]).unwrap();
        let name = ReferenceName::parse(NAME);
        match Policy::new(anchors, distrust.clone()).decide(chain.certificates(), &name, at) {
            Decision::Trusted(_) => None,
            refusal => Some(refused(refusal).reason),
        }
    };
    let scopes = ["works.example"];
    let (none, own) = (DistrustSet::default(), consenting(&works, &scopes));
    let local = Some(RefusalReason::LocalAnchorForPublicName);
    assert_eq!(reason(&works, own.clone(), &none, now()), None);
    assert_eq!(
        reason(&works, consenting(&other, &scopes), &none, now()),
        local
    );
    let later = UnixSeconds::new(now().get() + 2 * DAY);
    assert_eq!(reason(&works, own.clone(), &none, later), local);
    assert_eq!(
        reason(&works, own, &distrusting(&works), now()),
        Some(RefusalReason::DistrustedKey)
    );
    assert_eq!(
        reason(&accused, consenting(&accused, &scopes), &none, now()),
        local
    );
}

#[test]
fn a_zone_that_the_owner_calls_private_is_and_no_other_becomes_so() {
    let (public, local) = (
        Root::company("Public").unwrap(),
        Root::company("Works").unwrap(),
    );
    let names = ["wiki.works.example", "works.example.org", "10.example.org"];
    let chain = local.issue(&names).unwrap();
    let own = ["works.example".parse().unwrap()];
    let policy =
        Policy::new(anchors(&[&public], &[&local]), DistrustSet::default()).with_private_names(own);
    let ask = |name: &str| policy.decide(chain.certificates(), &ReferenceName::parse(name), now());
    let Decision::Trusted(verified) = ask("Wiki.Works.Example.") else {
        panic!("refused")
    };
    assert_eq!(verified.anchor().via, Via::LocalPrivateName);
    for name in ["works.example.org", "10.example.org"] {
        let refusal = refused(ask(name));
        assert_eq!(refusal.reason, RefusalReason::LocalAnchorForPublicName);
    }
}
