//! Entries of every kind, at every position of a path, under both kinds of root.

use anchorwatch_identity::{CertSha256, registry};
use anchorwatch_policy::distrust::{
    DnsSuffix, Limits, Match, NameLimit, SerialOctets, Threshold, UnsignedSerial,
};

use super::{
    pki::{Authority, ORDINARY, new_year},
    *,
};

/// Root, intermediate and leaf, each with its issuer.
struct Scene {
    chain: [CertificateDer<'static>; 2],
    /// From the leaf up, each with its issuer.
    places: [(PathPosition, Certificate, Certificate); 3],
}

fn scene() -> Scene {
    let root = Authority::root("Root", ORDINARY);
    let middle = root.below("Middle", ORDINARY);
    let leaf = middle.leaf(&BOTH, &|params| params.not_before = new_year(2025));
    let [leaf_, middle_, root_] =
        [&leaf, &middle.der, &root.der].map(|der| Certificate::from_der(der).unwrap());
    Scene {
        chain: [leaf, middle.der],
        places: [
            (PathPosition::InPath(0), leaf_, middle_.clone()),
            (PathPosition::InPath(1), middle_, root_.clone()),
            (PathPosition::Anchor, root_.clone(), root_),
        ],
    }
}

impl Scene {
    fn root(&self) -> &Certificate {
        &self.places[2].1
    }

    /// The decisions for a public name with the root in the public set, and for a private name
    /// with a local root.
    fn decisions(&self, entries: &[DistrustEntry]) -> [Decision; 2] {
        let other = parsed(&Root::company("Other").unwrap());
        let roots = [self.root().clone()];
        let set: DistrustSet = entries.iter().cloned().collect();
        let public = Anchors::of(&roots, &[]).0;
        let local = Anchors::of(&[other], &roots).0;
        [(public, PUBLIC_NAME), (local, PRIVATE_NAME)].map(|(anchors, name)| {
            Policy::new(anchors, set.clone()).decide(
                &self.chain,
                &ReferenceName::parse(name),
                now(),
            )
        })
    }
}

/// An entry of every kind that matches this certificate, and a twin of each that differs in one
/// thing.
fn entries_of(certificate: &Certificate, issuer: &Certificate) -> Vec<(Match, Match)> {
    let (key, subject) = (certificate.spki_sha256(), certificate.subject().sha256());
    let other_key = SpkiSha256::of(b"another");
    let other_name = anchorwatch_identity::NameSha256::of(b"another");
    let serial = |octets: &[u8]| SerialOctets::new(octets).unwrap();
    // One serial number in 128 begins with a zero octet.
    let zeros = certificate.serial().iter().take_while(|one| **one == 0);
    let unsigned = UnsignedSerial::new(&certificate.serial()[zeros.count()..]).unwrap();
    let mut other_serial = certificate.serial().to_vec();
    other_serial[0] ^= 1;
    vec![
        (Match::Key(key), Match::Key(other_key)),
        (
            Match::SubjectKey { subject, key },
            Match::SubjectKey {
                subject: other_name,
                key,
            },
        ),
        (
            Match::SubjectUnlessKey {
                subject,
                keys: vec![other_key],
            },
            Match::SubjectUnlessKey {
                subject,
                keys: vec![key],
            },
        ),
        (
            Match::IssuerSerial {
                issuer: certificate.issuer().sha256(),
                serial: serial(certificate.serial()),
            },
            Match::IssuerSerial {
                issuer: certificate.issuer().sha256(),
                serial: serial(&other_serial),
            },
        ),
        (
            Match::IssuerKeySerial {
                issuer_key: issuer.spki_sha256(),
                serial: unsigned.clone(),
            },
            Match::IssuerKeySerial {
                issuer_key: other_key,
                serial: unsigned,
            },
        ),
        (
            Match::Certificate(certificate.sha256()),
            Match::Certificate(CertSha256::of(b"another")),
        ),
    ]
}

fn entry(matches: Match, limits: Limits, threshold: Threshold) -> DistrustEntry {
    DistrustEntry {
        matches,
        limits,
        threshold,
        source: EntrySource::Owner,
    }
}

#[test]
fn an_entry_of_any_kind_refuses_in_any_place_and_its_twin_in_none() {
    let scene = scene();
    for (place, certificate, issuer) in &scene.places {
        for (matching, twin) in entries_of(certificate, issuer) {
            // A CRLSet's serial numbers do not apply to a root.
            let is_asked = *place != PathPosition::Anchor
                || !matches!(matching, Match::IssuerKeySerial { .. });
            let by_key = matches!(matching, Match::Key(_));
            let entries = [entry(matching, Limits::default(), Threshold::High)];
            for decision in scene.decisions(&entries) {
                if !is_asked {
                    assert!(matches!(decision, Decision::Trusted(_)), "{entries:?}");
                    continue;
                }
                let refusal = refused(decision);
                let deciding = refusal.deciding.unwrap();
                assert_eq!(deciding.certificate, *place, "{entries:?}");
                assert_eq!(deciding.spki_sha256, certificate.spki_sha256());
                let (reason, rule) = if by_key {
                    (RefusalReason::DistrustedKey, RuleId::DistrustedKey)
                } else {
                    (
                        RefusalReason::DistrustedCertificate,
                        RuleId::DistrustedCertificate,
                    )
                };
                assert_eq!((refusal.reason, deciding.rule), (reason, rule));
            }
            let entries = [entry(twin, Limits::default(), Threshold::High)];
            for decision in scene.decisions(&entries) {
                assert!(matches!(decision, Decision::Trusted(_)), "{entries:?}");
            }
        }
    }
}

#[test]
fn quick_entry_never_refuses_a_publicly_anchored_chain() {
    let scene = scene();
    for (place, certificate, issuer) in &scene.places {
        for (matching, _) in entries_of(certificate, issuer) {
            let is_asked = *place != PathPosition::Anchor
                || !matches!(matching, Match::IssuerKeySerial { .. });
            let entries = [entry(matching, Limits::default(), Threshold::Quick)];
            let [public, local] = scene.decisions(&entries);
            assert!(matches!(public, Decision::Trusted(_)), "{entries:?}");
            assert_eq!(
                matches!(local, Decision::Refused(_)),
                is_asked,
                "{entries:?}"
            );
        }
    }
}

#[test]
fn a_quick_entry_beside_one_of_the_high_threshold_takes_nothing_from_it() {
    let scene = scene();
    let key = scene.places[1].1.spki_sha256();
    let both = [Threshold::Quick, Threshold::High]
        .map(|threshold| entry(Match::Key(key), Limits::default(), threshold));
    for decision in scene.decisions(&both) {
        assert_eq!(refused(decision).reason, RefusalReason::DistrustedKey);
    }
}

#[test]
fn an_entry_refuses_only_within_its_limits_wherever_it_stands() {
    let scene = scene();
    let suffixes = |text: &str| vec![DnsSuffix::parse(text).unwrap()];
    let date = |year: i32| Some(UnixSeconds::new(new_year(year).unix_timestamp()));
    let names = |names| Limits {
        names: Some(names),
        ..Limits::default()
    };
    // The leaf is from 2025 and has no SCT.
    let limits = [
        (names(NameLimit::Inside(suffixes("kz"))), [true, false]),
        (names(NameLimit::Outside(suffixes("kz"))), [false, true]),
        (
            Limits {
                leaf_after: date(2024),
                ..Limits::default()
            },
            [true, true],
        ),
        (
            Limits {
                leaf_after: date(2025),
                ..Limits::default()
            },
            [false, false],
        ),
        (
            Limits {
                scts_after: date(2024),
                ..Limits::default()
            },
            [true, true],
        ),
    ];
    for (_, certificate, _) in &scene.places {
        for (limits, refuses) in &limits {
            let key = Match::Key(certificate.spki_sha256());
            let entries = [entry(key, limits.clone(), Threshold::High)];
            let got = scene
                .decisions(&entries)
                .map(|it| matches!(it, Decision::Refused(_)));
            assert_eq!(got, *refuses, "{entries:?}");
        }
    }
}

#[test]
fn a_known_modulus_or_point_is_refused_in_other_spellings() {
    let set = DistrustSet::built_in();
    let mut tried = 0;
    for known in registry::known_roots() {
        // An RSA key ends with the exponent 65,537; anyone who knows the primes can use another.
        let mut other = known.spki_der.to_vec();
        let Some(last) = other
            .len()
            .checked_sub(3)
            .filter(|at| other[*at..] == [1, 0, 1])
        else {
            continue;
        };
        other[last + 2] = 3;
        tried += 1;
        let key = SpkiSha256::of(&other);
        let found = crate::anchor_distrust::by_number(key, &other, &set);
        assert_eq!(found, set.entry(&known.spki_sha256), "{}", known.id);
        // With one bit of the modulus changed, it is another key.
        other[40] ^= 1;
        let key = SpkiSha256::of(&other);
        assert_eq!(crate::anchor_distrust::by_number(key, &other, &set), None);
    }
    assert!(tried > 20, "{tried}");
}
