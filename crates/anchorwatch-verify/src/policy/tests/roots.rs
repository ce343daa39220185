//! What a root's own certificate says about it.

use rcgen::{BasicConstraints, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use super::{
    pki::{Authority, Change, ORDINARY, new_year},
    *,
};

/// The decisions for a chain under this root: for a public name as a public root, and for a
/// private name as a local root.
fn under(roots: &[&CertificateDer<'_>], chain: &[CertificateDer<'_>]) -> [Decision; 2] {
    let roots: Vec<_> = roots
        .iter()
        .map(|der| Certificate::from_der(der).unwrap())
        .collect();
    let other = parsed(&Root::company("Other").unwrap());
    let public = Anchors::of(&roots, &[]).0;
    let local = Anchors::of(&[other], &roots).0;
    [(public, PUBLIC_NAME), (local, PRIVATE_NAME)].map(|(anchors, name)| {
        let policy = Policy::new(anchors, DistrustSet::default());
        policy.decide(chain, &ReferenceName::parse(name), now())
    })
}

fn is_trusted(decision: &Decision) -> bool {
    matches!(decision, Decision::Trusted(_))
}

#[test]
fn a_root_that_may_not_issue_is_refused_and_its_twin_is_not() {
    const NO_CA: Change<'static> = &|params| params.is_ca = IsCa::ExplicitNoCa;
    const NO_SIGNING: Change<'static> =
        &|params| params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    const MAIL: Change<'static> =
        &|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    const OVER: Change<'static> = &|params| {
        params.not_before = new_year(2010);
        params.not_after = new_year(2020);
    };
    const NOT_YET: Change<'static> = &|params| params.not_before = new_year(2090);
    for (change, rule) in [
        (NO_CA, RuleId::AnchorConstraints),
        (NO_SIGNING, RuleId::AnchorConstraints),
        (MAIL, RuleId::AnchorConstraints),
        (OVER, RuleId::AnchorExpired),
        (NOT_YET, RuleId::AnchorNotYetValid),
    ] {
        let root = Authority::root("Root", change);
        let chain = [root.leaf(&BOTH, ORDINARY)];
        for decision in under(&[&root.der], &chain) {
            let refusal = refused(decision);
            let deciding = refusal.deciding.unwrap();
            assert_eq!(
                (deciding.certificate, deciding.rule),
                (PathPosition::Anchor, rule)
            );
            assert_eq!(refusal.reason, rule.reason());
        }
        // The root re-issued without the fault: one good certificate is enough.
        let again = root.again(&|params| {
            let good = Authority::params_of("Root");
            let name = params.distinguished_name.clone();
            *params = good;
            params.distinguished_name = name;
        });
        for roots in [[&root.der, &again], [&again, &root.der]] {
            assert!(under(&roots, &chain).iter().all(is_trusted), "{rule:?}");
        }
    }
}

#[test]
fn a_root_without_any_of_these_extensions_may_issue() {
    let root = Authority::root("Root", &|params| {
        params.is_ca = IsCa::NoCa;
        params.key_usages = Vec::new();
    });
    let chain = [root.leaf(&BOTH, ORDINARY)];
    assert!(under(&[&root.der], &chain).iter().all(is_trusted));
}

#[test]
fn a_roots_path_length_counts_intermediates_that_are_not_self_issued() {
    let root = |most: u8| {
        Authority::root("Root", &|params| {
            params.is_ca = IsCa::Ca(BasicConstraints::Constrained(most));
        })
    };
    for (most, is_enough) in [(0, false), (1, true)] {
        let root = root(most);
        let middle = root.below("Middle", ORDINARY);
        let chain = [middle.leaf(&BOTH, ORDINARY), middle.der.clone()];
        let got = under(&[&root.der], &chain);
        assert_eq!(got.each_ref().map(is_trusted), [is_enough; 2], "{most}");
        // The root's next key, under its own name.
        let next = root.below("Root", ORDINARY);
        let chain = [next.leaf(&BOTH, ORDINARY), next.der.clone()];
        assert!(under(&[&root.der], &chain).iter().all(is_trusted), "{most}");
    }
}

#[test]
fn a_devices_own_certificate_speaks_for_itself_and_issues_nothing() {
    let device = Authority::root("Printer", &|params| {
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.subject_alt_names = vec![rcgen::SanType::DnsName(PRIVATE_NAME.try_into().unwrap())];
    });
    let [_, own] = under(&[&device.der], std::slice::from_ref(&device.der));
    assert!(is_trusted(&own));
    let [_, issued] = under(&[&device.der], &[device.leaf(&BOTH, ORDINARY)]);
    assert_eq!(refused(issued).reason, RefusalReason::ConstraintViolated);
}

#[test]
fn a_local_root_that_a_distrusted_key_signed_is_refused_over_any_number_of_steps() {
    let bad = Authority::root("Bad", ORDINARY);
    let first = bad.below("First", ORDINARY);
    let second = first.below("Second", ORDINARY);
    let stranger = Authority::root("Bad", ORDINARY).below("Second", ORDINARY);
    let key = Certificate::from_der(&bad.der).unwrap().spki_sha256();
    let set: DistrustSet = [DistrustEntry::of_key(key, EntrySource::Owner)]
        .into_iter()
        .collect();
    let other = parsed(&Root::company("Other").unwrap());
    let locals = [&second, &bad, &first, &stranger]
        .map(|authority| Certificate::from_der(&authority.der).unwrap());
    let policy = Policy::new(Anchors::of(&[other], &locals).0, set);
    let ask = |authority: &Authority| {
        let chain = [authority.leaf(&BOTH, ORDINARY)];
        policy.decide(&chain, &ReferenceName::parse(PRIVATE_NAME), now())
    };
    for (authority, rule) in [
        (&bad, RuleId::DistrustedKey),
        (&first, RuleId::AnchorSignedByDistrustedKey),
        (&second, RuleId::AnchorSignedByDistrustedKey),
    ] {
        let refusal = refused(ask(authority));
        assert_eq!(refusal.reason, RefusalReason::DistrustedKey);
        let deciding = refusal.deciding.unwrap();
        assert_eq!(
            (deciding.certificate, deciding.rule),
            (PathPosition::Anchor, rule)
        );
    }
    // Another key with the same name signed this one.
    assert!(is_trusted(&ask(&stranger)));
}

#[test]
fn an_entry_that_matches_one_certificate_of_a_name_and_key_is_held_against_all() {
    let root = Authority::root("Root", ORDINARY);
    let again = root.again(&|params| params.serial_number = Some(7_u64.into()));
    let constrained = root.again(&|params| {
        params.serial_number = Some(8_u64.into());
        params.name_constraints = Some(rcgen::NameConstraints {
            permitted_subtrees: vec![rcgen::GeneralSubtree::DnsName("intranet".to_owned())],
            excluded_subtrees: Vec::new(),
        });
    });
    let all = [&root.der, &again, &constrained].map(|der| Certificate::from_der(der).unwrap());
    let other = parsed(&Root::company("Other").unwrap());
    let chain = [root.leaf(&BOTH, ORDINARY)];
    let ask = |set: DistrustSet| {
        let policy = Policy::new(Anchors::of(std::slice::from_ref(&other), &all).0, set);
        policy.decide(&chain, &ReferenceName::parse(PRIVATE_NAME), now())
    };
    assert!(is_trusted(&ask(DistrustSet::default())));
    for certificate in &all {
        let entry = DistrustEntry {
            matches: anchorwatch_policy::distrust::Match::Certificate(certificate.sha256()),
            ..DistrustEntry::of_key(certificate.spki_sha256(), EntrySource::Owner)
        };
        let refusal = refused(ask([entry].into_iter().collect()));
        assert_eq!(refusal.reason, RefusalReason::DistrustedCertificate);
    }
}

#[test]
fn under_a_root_that_mozilla_trusts_for_older_certificates_a_newer_one_is_refused() {
    let root = Authority::root("Root", ORDINARY);
    let year = |year: i32| UnixSeconds::new(new_year(year).unix_timestamp());
    let chain = [root.leaf(&BOTH, &|params| params.not_before = new_year(2025))];
    for (after, is_enough) in [(year(2025), true), (year(2024), false)] {
        let (mut anchors, _) = Anchors::of(&[Certificate::from_der(&root.der).unwrap()], &[]);
        Arc::get_mut(&mut anchors.public).unwrap().anchors[0].distrust_after = Some(after);
        let policy = Policy::new(anchors, DistrustSet::default());
        let decision = policy.decide(&chain, &ReferenceName::parse(PUBLIC_NAME), now());
        assert_eq!(is_trusted(&decision), is_enough);
        if !is_enough {
            let deciding = refused(decision).deciding.unwrap();
            assert_eq!(deciding.rule, RuleId::AnchorDistrustAfter);
        }
    }
}

#[test]
fn mozillas_dates_are_kept_for_the_roots_that_are_shipped() {
    let (anchors, _) = Anchors::bundled_and(&[]);
    let dated: Vec<&str> = anchors
        .public()
        .iter()
        .filter(|anchor| anchor.distrust_after.is_some())
        .map(Anchor::subject)
        .collect();
    // The other rows of the table left the set 398 days after their date.
    assert_eq!(dated, ["CN=Izenpe.com,O=IZENPE S.A.,C=ES"]);
}
