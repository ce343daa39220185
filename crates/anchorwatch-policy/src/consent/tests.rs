use anchorwatch_identity::Certificate;
use proptest::prelude::*;

use super::*;

const ISCA: &str = "Information Security Certification Authority";
const DAY: i64 = 24 * 60 * 60;
const BEGIN: UnixSeconds = UnixSeconds::new(1_800_000_000);

fn key(seed: &[u8]) -> SpkiSha256 {
    SpkiSha256::of(seed)
}

fn terms(scopes: &[&str]) -> Terms {
    let read = scopes.iter().map(|scope| scope.parse().unwrap());
    Terms {
        coverage: Coverage::Scopes(read.collect()),
        not_before: BEGIN,
        until: UnixSeconds::new(BEGIN.get() + 30 * DAY),
        by: "the owner".to_owned(),
        why: "the company's inspection".to_owned(),
    }
}

fn consent(scopes: &[&str]) -> Consent {
    Consent::new(key(b"one"), terms(scopes)).unwrap()
}

fn covers(consent: &Consent, name: &str) -> bool {
    consent.covers(&key(b"one"), &ReferenceName::parse(name), BEGIN)
}

#[test]
fn a_scope_with_many_owners_or_none_is_refused_and_its_twin_is_not() {
    for (refused, twin) in [
        ("*", "works.example"),
        ("*.works.example", "works.example"),
        ("com", "works.com"),
        ("co.uk", "works.co.uk"),
        ("github.io", "works.github.io"),
        ("ck", "works.net.ck"),
        ("kawasaki.jp", "city.kawasaki.jp"),
        ("\u{49b}\u{430}\u{437}", "works.\u{49b}\u{430}\u{437}"),
        ("nas", "nas.lan"),
        ("unlisted", "internal"),
        ("onion", "works.onion"),
        ("", "lan"),
        (".", ".lan"),
        ("works..example", "works.example."),
        ("-works.example", "works.example"),
        ("works example", "works-example.com"),
        ("2130706433", "a2130706433.example"),
        ("0.0.0.0/0", "10.0.0.0/8"),
        ("::/0", "fc00::/7"),
        ("0.0.0.0/1", "198.51.0.0/16"),
        ("128.0.0.0/1", "198.51.100.0/24"),
        ("198.0.0.0/15", "198.51.100.7"),
        ("10.0.0.0/7", "10.0.0.0/8"),
        ("172.16.0.0/11", "172.16.0.0/12"),
        ("100.64.0.0/10", "100.64.0.0/16"),
        ("2001:db8::/31", "2001:db8::/32"),
        ("2000::/3", "fe80::/10"),
        ("10.0.0.1/8", "10.0.0.1/32"),
        ("10.0.0.0/33", "10.0.0.0/32"),
        ("10.0.0.0/+8", "10.0.0.0/8"),
        ("10.0.0.0/", "10.0.0.0/9"),
        ("10.0.0/8", "10.0.0.0/10"),
        ("::ffff:0:0/96", "2001:db8::/96"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("64:ff9b::/96", "64:ff9a::/96"),
        ("works.example/8", "works.example"),
    ] {
        assert!(
            refused.parse::<ConsentScope>().is_err(),
            "{refused} is accepted"
        );
        assert!(twin.parse::<ConsentScope>().is_ok(), "{twin} is refused");
    }
}

#[test]
fn each_refused_scope_has_its_own_reason() {
    use ConsentError as E;
    let reason = |text: &str| text.parse::<ConsentScope>().unwrap_err();
    assert!(matches!(reason("*"), E::Everything { .. }));
    assert!(matches!(reason("::/0"), E::Everything { .. }));
    assert!(matches!(reason("kz"), E::TopLevelDomain { .. }));
    assert!(matches!(reason("gov.kz"), E::PublicSuffix { .. }));
    assert!(
        matches!(reason("x\u{1b}[2J"), E::UnparsableScope { text } if !text.contains('\u{1b}'))
    );
    assert!(matches!(
        reason("8.0.0.0/8"),
        E::NetworkTooWide { least: 16, .. }
    ));
    assert!(matches!(reason("10.1.2.3/8"), E::BitsBehindPrefix { .. }));
}

#[test]
fn terms_are_refused_at_the_first_second_or_letter_too_many() {
    use ConsentError as E;
    let with = |change: &dyn Fn(&mut Terms)| {
        let mut changed = terms(&["works.example"]);
        change(&mut changed);
        Consent::new(key(b"one"), changed)
    };
    let end = |seconds: i64| UnixSeconds::new(BEGIN.get() + seconds);
    assert!(with(&|it| it.until = end(398 * DAY)).is_ok());
    let late = with(&|it| it.until = end(398 * DAY + 1));
    assert!(matches!(late, Err(E::TooLong { .. })));
    assert!(with(&|it| it.until = end(0)).is_ok());
    let early = with(&|it| it.until = end(-1));
    assert!(matches!(early, Err(E::EndsBeforeItBegins { .. })));
    let extreme = with(&|it| {
        it.not_before = UnixSeconds::new(i64::MIN);
        it.until = UnixSeconds::new(i64::MAX);
    });
    assert!(matches!(extreme, Err(E::TooLong { .. })));
    assert!(matches!(
        with(&|it| it.by = " \t".to_owned()),
        Err(E::Empty {
            field: ConsentField::By
        })
    ));
    assert!(matches!(
        with(&|it| it.why = String::new()),
        Err(E::Empty {
            field: ConsentField::Why
        })
    ));
    assert!(with(&|it| it.why = "x".repeat(500)).is_ok());
    for words in [
        "x".repeat(501),
        "two\nlines".to_owned(),
        "\u{202e}".to_owned() + "x",
    ] {
        let refused = with(&|it| it.why = words.clone());
        assert!(
            matches!(
                refused,
                Err(E::NotOneLine {
                    field: ConsentField::Why,
                    ..
                })
            ),
            "{words:?}"
        );
    }
    let none = with(&|it| it.coverage = Coverage::Scopes(Vec::new()));
    assert!(matches!(none, Err(E::NoScope)));
    let many = |count: usize| -> Vec<ConsentScope> {
        (0..count)
            .map(|at| format!("a{at}.example").parse().unwrap())
            .collect()
    };
    assert!(with(&|it| it.coverage = Coverage::Scopes(many(MAX_SCOPES))).is_ok());
    let more = with(&|it| it.coverage = Coverage::Scopes(many(MAX_SCOPES + 1)));
    assert!(matches!(more, Err(E::TooManyScopes { .. })));
}

#[test]
fn a_key_that_reads_traffic_gets_no_consent_and_other_known_ones_may() {
    let mut refused = 0;
    for known in registry::known_roots() {
        let class = Class::of_conduct(known.conduct);
        let asked = Consent::new(known.spki_sha256, terms(&["works.example"]));
        let is_accused = matches!(class, Class::LeakedKey | Class::KnownInterception);
        assert_eq!(asked.is_err(), is_accused, "{}", known.id);
        refused += usize::from(is_accused);
    }
    assert!(refused > 10);
    let refuses = Class::ALL.map(|class| refuse_class(class).is_err());
    assert_eq!(
        refuses,
        [
            true, true, true, false, false, false, false, false, false, false
        ]
    );
}

#[test]
fn a_consent_covers_its_names_in_every_spelling_and_no_others() {
    let consent = consent(&[
        "Works.Example.",
        "b\u{fc}ro.example",
        "10.0.0.0/8",
        "2001:db8::/32",
    ]);
    for name in [
        "works.example",
        "WWW.works.EXAMPLE.",
        "b\u{fc}ro.example",
        "xn--bro-hoa.example",
        "10.1.2.3",
        "::ffff:10.1.2.3",
        "64:ff9b::a01:203",
        "[2001:db8::1]",
    ] {
        assert!(covers(&consent, name), "{name}");
    }
    for name in [
        "example",
        "networks.example",
        "works.example.com",
        "11.1.2.3",
        "2001:db9::1",
        "*.works.example",
        "works..example",
        "a b.works.example",
        "",
    ] {
        assert!(!covers(&consent, name), "{name}");
    }
}

#[test]
fn a_consent_holds_for_its_key_and_from_its_first_to_its_last_second() {
    let consent = consent(&["works.example"]);
    let name = ReferenceName::parse("works.example");
    let at = |key: &SpkiSha256, seconds: i64| {
        consent.covers(key, &name, UnixSeconds::new(BEGIN.get() + seconds))
    };
    let (own, other) = (key(b"one"), key(b"two"));
    assert!(at(&own, 0) && at(&own, 30 * DAY));
    assert!(!at(&own, -1) && !at(&own, 30 * DAY + 1) && !at(&other, 0));
}

#[test]
fn a_consent_for_all_names_covers_every_name_that_can_be_parsed() {
    let all = Terms {
        coverage: Coverage::AllNames,
        ..terms(&[])
    };
    let consent = Consent::new(key(b"one"), all).unwrap();
    assert!(covers(&consent, "example.com") && covers(&consent, "8.8.8.8"));
    assert!(!covers(&consent, "a..com") && !covers(&consent, ""));
    assert!(consent.is_for_all_names() && consent.scopes_text() == ["all-names"]);
}

fn root(subject: &str, alg: &'static rcgen::SignatureAlgorithm) -> (Certificate, rcgen::KeyPair) {
    let pair = rcgen::KeyPair::generate_for(alg).unwrap();
    (named(subject, &pair), pair)
}

fn named(subject: &str, pair: &rcgen::KeyPair) -> Certificate {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    if subject == ISCA {
        params
            .distinguished_name
            .push(rcgen::DnType::CountryName, "KZ");
        params
            .distinguished_name
            .push(rcgen::DnType::OrganizationName, "ISCA");
    }
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, subject);
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    Certificate::from_der(params.self_signed(pair).unwrap().der()).unwrap()
}

#[test]
fn the_private_half_of_a_key_proves_it_and_that_of_another_does_not() {
    for alg in [
        &rcgen::PKCS_ECDSA_P256_SHA256,
        &rcgen::PKCS_ECDSA_P384_SHA384,
        &rcgen::PKCS_ED25519,
        &rcgen::PKCS_RSA_SHA256,
    ] {
        let (certificate, pair) = root("Antivirus", alg);
        let (_, other) = root("Antivirus", alg);
        let key = certificate.spki_sha256();
        assert_eq!(
            KeyOnThisDevice::of(pair.serialized_der(), &key)
                .unwrap()
                .key(),
            key
        );
        assert!(matches!(
            KeyOnThisDevice::of(other.serialized_der(), &key),
            Err(ConsentError::OtherPrivateKey { .. })
        ));
        for damaged in [&b""[..], certificate.der(), &pair.serialized_der()[1..]] {
            assert_eq!(
                KeyOnThisDevice::of(damaged, &key),
                Err(ConsentError::NoPrivateKey)
            );
        }
    }
}

#[test]
fn the_state_of_a_consent_is_one_of_five_and_void_for_a_suspect_root() {
    let (works, pair) = root("Works", &rcgen::PKCS_ECDSA_P256_SHA256);
    let accused = named(ISCA, &pair);
    let (stranger, _) = root("Works", &rcgen::PKCS_ECDSA_P256_SHA256);
    let given = Consent::new(works.spki_sha256(), terms(&["works.example"])).unwrap();
    let consents = Consents::default().with(given);
    let at = |seconds: i64| UnixSeconds::new(BEGIN.get() + seconds);
    assert!(matches!(
        consents.state(&works, at(0)),
        ConsentState::InForce(_)
    ));
    assert!(matches!(
        consents.state(&works, at(-1)),
        ConsentState::NotYet(_)
    ));
    assert!(matches!(
        consents.state(&works, at(31 * DAY)),
        ConsentState::Expired(_)
    ));
    assert!(matches!(
        consents.state(&stranger, at(0)),
        ConsentState::None
    ));
    // The same key under a suspect name: names never lower a severity.
    assert!(matches!(
        consents.state(&accused, at(0)),
        ConsentState::Void(_)
    ));
    let name = ReferenceName::parse("www.works.example");
    assert!(consents.cover(&works, &name, at(0)) && !consents.cover(&accused, &name, at(0)));
    assert!(!consents.cover(&works, &ReferenceName::parse("example.com"), at(0)));
}

#[test]
fn one_key_has_one_consent() {
    let (one, two) = (consent(&["one.example"]), consent(&["two.example"]));
    assert!(matches!(
        Consents::of([one.clone(), two.clone()]),
        Err(ConsentError::KeyTwice { .. })
    ));
    let consents = Consents::of([one]).unwrap().with(two.clone());
    assert_eq!(consents.for_key(&key(b"one")), Some(&two));
    assert_eq!(consents.iter().len(), 1);
    assert_eq!(consents.without(&key(b"one")).iter().len(), 0);
}

proptest! {
    #[test]
    fn a_scope_reads_back_what_it_writes_and_never_panics(text in "\\PC{0,40}|[0-9a-f.:/]{0,24}") {
        if let Ok(scope) = text.parse::<ConsentScope>() {
            prop_assert_eq!(scope.to_string().parse::<ConsentScope>().unwrap(), scope);
        }
    }

    #[test]
    fn no_network_that_is_accepted_holds_more_than_one_private_range_or_one_owner(
        bits in any::<u32>(), prefix in 0_u8..=32,
    ) {
        let behind = u32::MAX.checked_shr(prefix.into()).unwrap_or(0);
        let base = std::net::Ipv4Addr::from_bits(bits & !behind);
        let accepted = format!("{base}/{prefix}").parse::<ConsentScope>().is_ok();
        let is_private = base.is_private() || base.is_loopback() || base.is_link_local();
        prop_assert!(!accepted || prefix >= 16 || is_private);
    }
}

#[test]
fn an_owner_may_call_a_single_label_private_and_no_top_level_domain() {
    let read = ConsentScope::of_owner;
    for label in ["printer", "Printer.", "intra-7"] {
        assert!(label.parse::<ConsentScope>().is_err());
        let scope = read(label).unwrap();
        assert!(scope.covers(&ReferenceName::parse(label)));
        assert!(!scope.covers(&ReferenceName::parse("www.example.com")));
    }
    for refused in ["kz", "com", "wiki", "onion", "*", "co.uk", "", "10.0.0.0/2"] {
        assert_eq!(read(refused), refused.parse(), "{refused}");
    }
    assert_eq!(read("corp.example.com"), "corp.example.com".parse());
}
