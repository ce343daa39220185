mod fields;

use std::{sync::OnceLock, time::Duration};

use anchorwatch_evidence::{
    AnchorView, Failure, OwnersChoices, OwnersConsent, PublicAnchors, Purpose, Target, TcpConnect,
    TlsHandshake,
};
use anchorwatch_identity::Certificate;
use anchorwatch_lab::pki::{Forgery, Root};
use proptest::prelude::*;

use super::*;
use crate::VerdictCode;
use crate::judge;

const NAME: &str = "www.facebook.com";

/// Chains of each kind: genuine, forged, cut, damaged, and of a shipped root's site.
struct Chains {
    public: Root,
    local: Root,
    all: Vec<Vec<Vec<u8>>>,
}

fn chains() -> &'static Chains {
    static CHAINS: OnceLock<Chains> = OnceLock::new();
    CHAINS.get_or_init(|| {
        let (public, local) = (
            Root::company("Public").unwrap(),
            Root::company("Works").unwrap(),
        );
        let genuine = public.issue(&[NAME]).unwrap();
        let own = &genuine.certificates()[0];
        let forged = local.forge(own, Forgery::KAZAKHSTAN_2019).unwrap();
        let other = Root::company("Somebody").unwrap().issue(&[NAME]).unwrap();
        let of = |chain: &anchorwatch_lab::ServerChain| -> Vec<Vec<u8>> {
            chain.certificates().iter().map(|it| it.to_vec()).collect()
        };
        let all = vec![
            of(&genuine),
            of(&forged),
            of(&forged.followed_by(local.der().clone())),
            of(&other),
            vec![vec![1, 2, 3]],
            Vec::new(),
        ];
        Chains { public, local, all }
    })
}

/// Times at which something changes, and the seconds around them; and times of these days.
fn times() -> impl Strategy<Value = i64> {
    let public = chains().public.der().to_vec();
    let ders = chains().all.iter().flatten().chain([&public]);
    let own = ders.filter_map(|der| Certificate::from_der(der).ok());
    let own = own.flat_map(|it| [it.validity().not_before, it.validity().not_after]);
    let ends: Vec<i64> = own
        .chain(anchorwatch_verify::shipped_moments().iter().copied())
        .map(UnixSeconds::get)
        .chain(consent_days())
        .collect();
    let now = anchorwatch_lab::clock::now_unix_s();
    prop_oneof![
        (proptest::sample::select(ends), -1i64..=1)
            .prop_map(|(end, shift)| end.saturating_add(shift)),
        now - 400_000..now + 400_000,
    ]
}

/// When the owner's consent begins and ends.
fn consent_days() -> [i64; 2] {
    let now = anchorwatch_lab::clock::now_unix_s() / 86_400 * 86_400;
    [now - 86_400, now + 86_399]
}

fn owners_choices() -> impl Strategy<Value = OwnersChoices> {
    let root = Certificate::from_der(chains().local.der()).unwrap();
    let [not_before, until] = consent_days().map(UnixSeconds::new);
    let consent = move |covers| OwnersConsent {
        spki_sha256: *root.spki_sha256().as_bytes(),
        covers,
        not_before,
        until,
    };
    let covers = proptest::sample::select(vec![None, Some(NAME.to_owned())]);
    let private = proptest::sample::select(vec!["corp.example", "example"]);
    (
        proptest::collection::vec(covers.prop_map(consent), 0..2),
        proptest::collection::vec(private.prop_map(str::to_owned), 0..2),
    )
        .prop_map(|(consents, private_names)| OwnersChoices {
            consents,
            private_names,
        })
}

fn handshakes() -> impl Strategy<Value = TlsHandshake> {
    let failures = [
        None,
        Some(Failure::ConnectionReset),
        Some(Failure::SslUnknownAuthority),
        Some(Failure::unknown("odd")),
    ];
    (
        proptest::sample::select(Purpose::ALL.to_vec()),
        0..chains().all.len(),
        proptest::sample::select(failures.to_vec()),
        proptest::sample::select(vec![None, Some(false), Some(true)]),
        proptest::option::of(1u8..4),
        (any::<u64>(), proptest::collection::vec(any::<u8>(), 0..40)),
    )
        .prop_map(
            |(purpose, chain, failure, is_key_proven, ttl, random)| TlsHandshake {
                purpose,
                address: "192.0.2.1:443".parse().ok(),
                ttl,
                min_ttl: None,
                server_name: Some(NAME.to_owned()),
                failure,
                failed_after: None,
                tls_version: None,
                cipher_suite: None,
                peer_certificates: chains().all[chain].clone(),
                is_key_proven,
                key_signature: None,
                client_hello: random.1,
                server_hello: Vec::new(),
                echo: None,
                transfer: None,
                elapsed: Duration::from_micros(random.0 % 1_000_000),
            },
        )
}

fn measurements() -> impl Strategy<Value = Measurement> {
    (
        proptest::collection::vec(handshakes(), 0..4),
        times(),
        0u8..4,
        any::<u32>(),
        owners_choices(),
    )
        .prop_map(|(tls_handshakes, at, roots, elapsed_us, owners_choices)| {
            let given = vec![chains().public.der().to_vec()];
            let local = vec![chains().local.der().to_vec()];
            Measurement {
                target: Target {
                    host: NAME.to_owned(),
                    port: 443,
                },
                measured_at: UnixSeconds::new(at),
                queries: Vec::new(),
                tcp_connect: vec![TcpConnect {
                    address: "192.0.2.1:443".parse().unwrap(),
                    ttl: None,
                    ttl_exceeded_by: None,
                    failure: None,
                    elapsed: Duration::from_micros(elapsed_us.into()),
                }],
                tls_handshakes,
                quic_handshakes: Vec::new(),
                requests: Vec::new(),
                own_server: None,
                anchors: AnchorView {
                    public: match roots & 1 {
                        0 => PublicAnchors::Bundled,
                        _ => PublicAnchors::Given(given),
                    },
                    local: if roots & 2 == 0 { Vec::new() } else { local },
                    local_count: 1,
                    local_source: "a test".to_owned(),
                    local_unreadable: Vec::new(),
                    owners_choices,
                },
                imported_from: None,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The first of a few measurements fill the memo, and later ones meet it.
    #[test]
    fn what_is_remembered_is_what_is_judged(
        bases in proptest::collection::vec(measurements(), 1..4),
        times in proptest::collection::vec((times(), any::<u16>()), 1..12),
    ) {
        let distrust = Arc::new(DistrustSet::built_in());
        let mut memo = Memo::new(Arc::clone(&distrust));
        for (index, (at, elapsed_us)) in times.iter().enumerate() {
            let mut one = bases[index % bases.len()].clone();
            one.measured_at = UnixSeconds::new(*at);
            for handshake in &mut one.tls_handshakes {
                handshake.elapsed = Duration::from_micros((*elapsed_us).into());
                handshake.client_hello.push(*at as u8);
            }
            prop_assert_eq!(&*memo.judge(&one), &judge(&one, &distrust));
        }
    }
}

fn one(at: i64, chain: usize) -> Measurement {
    Measurement {
        target: Target {
            host: NAME.to_owned(),
            port: 443,
        },
        measured_at: UnixSeconds::new(at),
        queries: Vec::new(),
        tcp_connect: Vec::new(),
        tls_handshakes: vec![TlsHandshake {
            purpose: Purpose::Target,
            address: None,
            ttl: None,
            min_ttl: None,
            server_name: Some(NAME.to_owned()),
            failure: None,
            failed_after: None,
            tls_version: None,
            cipher_suite: None,
            peer_certificates: chains().all[chain].clone(),
            is_key_proven: Some(true),
            key_signature: None,
            client_hello: vec![at as u8],
            server_hello: Vec::new(),
            echo: None,
            transfer: None,
            elapsed: Duration::from_secs(at as u64 % 9),
        }],
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors: AnchorView {
            public: PublicAnchors::Given(vec![chains().public.der().to_vec()]),
            local: vec![chains().local.der().to_vec()],
            local_count: 1,
            local_source: "a test".to_owned(),
            local_unreadable: Vec::new(),
            owners_choices: OwnersChoices::default(),
        },
        imported_from: None,
    }
}

#[test]
fn measurements_that_differ_in_time_alone_are_judged_once() {
    let mut memo = Memo::new(Arc::new(DistrustSet::built_in()));
    let now = anchorwatch_lab::clock::now_unix_s();
    for minute in 0..100 {
        let clean = memo.judge(&one(now + 60 * minute, 0));
        assert_eq!(clean.code, VerdictCode::NotSeen);
        let forged = memo.judge(&one(now + 60 * minute, 1));
        assert_eq!(forged.code, VerdictCode::Intercepted);
    }
    assert_eq!(memo.judged(), 2);
}

#[test]
fn the_second_in_which_a_certificate_ends_is_no_longer_the_one_before() {
    let mut memo = Memo::new(Arc::new(DistrustSet::built_in()));
    let own = Certificate::from_der(&chains().all[0][0]).unwrap();
    let end = own.validity().not_after.get();
    for (at, code) in [
        (end - 1, VerdictCode::NotSeen),
        (end, VerdictCode::NotSeen),
        (end + 1, VerdictCode::Inconclusive),
    ] {
        assert_eq!(memo.judge(&one(at, 0)).code, code);
    }
    assert_eq!(memo.judged(), 3);
}

#[test]
fn what_cannot_be_read_is_judged_each_time_it_is_another_time() {
    let mut memo = Memo::new(Arc::new(DistrustSet::built_in()));
    let damaged = chains().all.iter().position(|it| it == &[vec![1, 2, 3]]);
    for at in 0..3 {
        memo.judge(&one(at, damaged.unwrap()));
    }
    assert_eq!(memo.judged(), 3);
}

/// The roots of the last measurements are kept for each thread.
#[test]
fn roots_that_were_read_for_one_measurement_do_not_judge_another() {
    let known = one(anchorwatch_lab::clock::now_unix_s(), 1);
    let mut unknown = known.clone();
    unknown.anchors.local.clear();
    let mut public = known.clone();
    public.anchors.public = PublicAnchors::Given(vec![chains().local.der().to_vec()]);
    let distrust = Arc::new(DistrustSet::built_in());
    for measurement in [&known, &unknown, &public, &known, &public, &unknown] {
        let (copy, set) = (measurement.clone(), Arc::clone(&distrust));
        let afresh = std::thread::spawn(move || judge(&copy, &set));
        assert_eq!(judge(measurement, &distrust), afresh.join().unwrap());
    }
    let codes = [&known, &public].map(|it| judge(it, &distrust).code);
    assert_ne!(codes[0], codes[1]);
}
