use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_lab::{Root, ServerChain, clock};
use anchorwatch_policy::{DistrustEntry, DistrustSet, EntrySource};
use rustls::{AlertDescription, HandshakeKind, version};

use self::pair::{Pair, Server};
use super::*;
use crate::{Anchors, RefusalReason, Via, ct};

mod pair;
mod resumed;

const PUBLIC_NAME: &str = "www.example.kz";
/// The address is one for documentation (RFC 5737), which counts as public.
const NAMES: [&str; 4] = [PUBLIC_NAME, "wiki.intranet", "192.0.2.7", "2001:db8::7"];

/// A public root, a local one, and chains under both.
struct World {
    public: Root,
    imposed: Root,
    good: ServerChain,
    forged: ServerChain,
}

impl World {
    fn new() -> Self {
        let (public, imposed) = (
            Root::company("Public").unwrap(),
            Root::company("Nobody knows me").unwrap(),
        );
        Self {
            good: public.issue(&NAMES).unwrap(),
            forged: imposed.issue(&NAMES).unwrap(),
            public,
            imposed,
        }
    }

    fn policy(&self, distrust: DistrustSet) -> Policy {
        let [public, imposed] =
            [&self.public, &self.imposed].map(|root| Certificate::from_der(root.der()).unwrap());
        let (anchors, unusable) = Anchors::of(&[public], &[imposed]);
        assert!(unusable.is_empty());
        let now = UnixSeconds::new(clock::now_unix_s());
        Policy::new(anchors, distrust).with_logs(ct::Logs::of(&[], now))
    }

    fn verifier(&self) -> Verifier {
        Verifier::new(self.policy(DistrustSet::default()))
    }
}

fn distrusting(root: &Root) -> DistrustSet {
    let key = SpkiSha256::of(&root.spki_der());
    [DistrustEntry::of_key(key, EntrySource::Owner)]
        .into_iter()
        .collect()
}

fn config(verifier: Verifier) -> ClientConfig {
    Arc::new(verifier).client_config().unwrap()
}

fn connect(config: &ClientConfig, server: &Server, name: &str) -> Pair {
    let mut pair = Pair::new(&Arc::new(config.clone()), server, name);
    pair.talk();
    pair
}

fn reason(error: &Error) -> RefusalReason {
    match rejection_in(error) {
        Some(Rejection::Refused { refusal, .. }) => refusal.reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_public_roots_site_is_let_in_and_the_same_site_re_signed_by_an_added_root_is_not() {
    let world = World::new();
    let config = config(world.verifier());
    for version in [&version::TLS13, &version::TLS12] {
        let good = Server::speaking(&world.good, &[version]);
        let pair = connect(&config, &good, PUBLIC_NAME);
        assert_eq!(pair.outcome(), Ok(HandshakeKind::Full), "{version:?}");

        let forged = Server::speaking(&world.forged, &[version]);
        let pair = connect(&config, &forged, PUBLIC_NAME);
        let error = pair.outcome().unwrap_err();
        assert_eq!(reason(&error), RefusalReason::LocalAnchorForPublicName);
        let pair = connect(&config, &forged, "wiki.intranet");
        assert_eq!(pair.outcome(), Ok(HandshakeKind::Full), "a private name");
    }
}

#[test]
fn a_server_is_told_the_same_whatever_was_wrong() {
    let world = World::new();
    let unknown = Root::company("Installed nowhere").unwrap();
    let distrusting = Verifier::new(world.policy(distrusting(&world.public)));
    let cases = [
        (
            world.verifier(),
            &world.forged,
            RefusalReason::LocalAnchorForPublicName,
        ),
        (
            world.verifier(),
            &unknown.issue(&NAMES).unwrap(),
            RefusalReason::UnknownIssuer,
        ),
        (
            world.verifier(),
            &world.public.issue(&["other.kz"]).unwrap(),
            RefusalReason::NameMismatch,
        ),
        (distrusting, &world.good, RefusalReason::DistrustedKey),
    ];
    for (verifier, chain, expected) in cases {
        let pair = connect(&config(verifier), &Server::new(chain), PUBLIC_NAME);
        assert_eq!(reason(&pair.outcome().unwrap_err()), expected);
        let told = Some(Error::AlertReceived(AlertDescription::CertificateUnknown));
        assert_eq!(pair.server_error, told);
    }
}

#[test]
fn a_server_that_does_not_hold_the_key_is_not_trusted() {
    let world = World::new();
    let config = config(world.verifier());
    let other = world.public.issue(&NAMES).unwrap();
    for version in [&version::TLS13, &version::TLS12] {
        let thief = Server::with_key_of(&world.good, &other, &[version]);
        let error = connect(&config, &thief, PUBLIC_NAME).outcome().unwrap_err();
        let bad_signature = Error::InvalidCertificate(rustls::CertificateError::BadSignature);
        assert_eq!(error, bad_signature);
    }
}

#[test]
fn names_are_understood_in_every_spelling() {
    let world = World::new();
    let config = config(world.verifier());
    let (good, forged) = (Server::new(&world.good), Server::new(&world.forged));
    for name in [
        "WWW.Example.KZ",
        "www.example.kz.",
        "192.0.2.7",
        "2001:db8::7",
        "2001:DB8:0:0::7",
    ] {
        let pair = connect(&config, &good, name);
        assert!(pair.outcome().is_ok(), "{name}");
        let error = connect(&config, &forged, name).outcome().unwrap_err();
        assert_eq!(reason(&error), RefusalReason::LocalAnchorForPublicName);
    }
    for name in ["www.example.com", "192.0.2.8", "2001:db8::8", "127.0.0.1"] {
        let error = connect(&config, &good, name).outcome().unwrap_err();
        assert_eq!(reason(&error), RefusalReason::NameMismatch, "{name}");
    }
    let private = world.imposed.issue(&["127.0.0.1", "fd00::7"]).unwrap();
    for name in ["127.0.0.1", "fd00::7"] {
        let pair = connect(&config, &Server::new(&private), name);
        assert_eq!(pair.outcome(), Ok(HandshakeKind::Full), "{name}");
    }
}

#[test]
fn the_program_hears_of_each_refusal_and_of_each_acceptance() {
    let world = World::new();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let [at_refusal, at_acceptance] = [(); 2].map(|()| Arc::clone(&heard));
    let verifier = world
        .verifier()
        .on_refusal(move |name, refusal| {
            let line = format!("{name}: {}", refusal.reason.code());
            at_refusal.lock().unwrap().push(line);
        })
        .on_acceptance(move |name, chain| {
            let status = chain.transparency().status.code();
            let line = format!("{name}: {}, {status}", chain.anchor().via.code());
            at_acceptance.lock().unwrap().push(line);
        });
    let config = config(verifier);
    for (chain, name) in [
        (&world.good, PUBLIC_NAME),
        (&world.forged, PUBLIC_NAME),
        (&world.forged, "wiki.intranet"),
    ] {
        connect(&config, &Server::new(chain), name);
    }
    let heard = heard.lock().unwrap().join("\n");
    let no_scts = ct::Status::NoScts.code();
    let not_asked = ct::NotAsked::AnchorNotPublic.code();
    let expected = format!(
        "{PUBLIC_NAME}: {}, {no_scts}\n{PUBLIC_NAME}: {}\nwiki.intranet: {}, {not_asked}",
        Via::PublicProgram.code(),
        RefusalReason::LocalAnchorForPublicName.code(),
        Via::LocalPrivateName.code(),
    );
    assert_eq!(heard, expected);
}

#[test]
fn logs_that_say_nothing_refuse_only_where_their_word_is_required() {
    let world = World::new();
    let server = Server::new(&world.good);
    for (mode, refused) in [
        (ct::Mode::Off, None),
        (ct::Mode::Report, None),
        (ct::Mode::Require, Some(RefusalReason::NotTransparent)),
    ] {
        let policy = world.policy(DistrustSet::default()).with_transparency(mode);
        let pair = connect(&config(Verifier::new(policy)), &server, PUBLIC_NAME);
        let outcome = pair.outcome();
        assert_eq!(outcome.err().map(|error| reason(&error)), refused);
    }
}

#[test]
fn a_callback_that_panics_lets_nobody_in() {
    let world = World::new();
    let calls = Arc::new(AtomicUsize::new(0));
    let [at_refusal, at_acceptance] = [(); 2].map(|()| Arc::clone(&calls));
    let verifier = world
        .verifier()
        .on_refusal(move |_, _| {
            at_refusal.fetch_add(1, Ordering::SeqCst);
            panic!("a fault of the program's own");
        })
        .on_acceptance(move |_, _| {
            at_acceptance.fetch_add(1, Ordering::SeqCst);
            panic!("a fault of the program's own");
        });
    let config = config(verifier);
    let error = connect(&config, &Server::new(&world.forged), PUBLIC_NAME)
        .outcome()
        .unwrap_err();
    assert_eq!(reason(&error), RefusalReason::LocalAnchorForPublicName);
    let error = connect(&config, &Server::new(&world.good), PUBLIC_NAME)
        .outcome()
        .unwrap_err();
    let rejection = rejection_in(&error);
    assert!(
        matches!(rejection, Some(Rejection::CallbackPanicked { .. })),
        "{rejection:?}"
    );
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[test]
fn a_policy_without_a_root_for_the_name_lets_nobody_in() {
    let world = World::new();
    let (anchors, _) = Anchors::of(&[], &[]);
    let verifier = Verifier::new(Policy::new(anchors, DistrustSet::default()));
    let pair = connect(&config(verifier), &Server::new(&world.good), PUBLIC_NAME);
    let error = pair.outcome().unwrap_err();
    assert!(matches!(
        rejection_in(&error),
        Some(Rejection::Inconclusive { .. })
    ));
}

#[test]
fn a_new_policy_holds_for_the_next_connection_of_the_same_configuration() {
    let world = World::new();
    let verifier = Arc::new(world.verifier());
    let config = verifier.client_config().unwrap();
    let server = Server::new(&world.good);
    assert!(connect(&config, &server, PUBLIC_NAME).outcome().is_ok());
    verifier.replace(world.policy(distrusting(&world.public)));
    let error = connect(&config, &server, PUBLIC_NAME)
        .outcome()
        .unwrap_err();
    assert_eq!(reason(&error), RefusalReason::DistrustedKey);
    verifier.replace(world.policy(DistrustSet::default()));
    assert!(connect(&config, &server, PUBLIC_NAME).outcome().is_ok());
}

#[test]
fn lists_that_come_from_many_threads_at_once_leave_one_that_all_go_by() {
    let world = World::new();
    let verifier = Arc::new(world.verifier());
    let config = verifier.client_config().unwrap();
    let server = Server::new(&world.good);
    std::thread::scope(|scope| {
        for root in [&world.public, &world.imposed] {
            scope.spawn(|| {
                for _ in 0..20 {
                    verifier.replace(world.policy(distrusting(root)));
                    verifier.replace(world.policy(DistrustSet::default()));
                    connect(&config, &server, PUBLIC_NAME);
                }
                verifier.replace(world.policy(distrusting(&world.public)));
            });
        }
    });
    let error = connect(&config, &server, PUBLIC_NAME)
        .outcome()
        .unwrap_err();
    assert_eq!(reason(&error), RefusalReason::DistrustedKey);
}

#[test]
fn a_rejection_is_found_in_whatever_wraps_it_and_in_nothing_else() {
    let name = ReferenceName::parse(PUBLIC_NAME);
    let error = Error::from(Rejection::CallbackPanicked { name });
    assert!(rejection_in(&error).is_some());
    let said = error.to_string();
    assert!(
        said.contains("the program's own look at the chain for www.example.kz panicked"),
        "{said}"
    );
    let wrapped = std::io::Error::other(std::io::Error::other(error));
    assert!(rejection_in(&wrapped).is_some());
    let other = std::io::Error::other(Error::AlertReceived(AlertDescription::UnknownCA));
    assert!(rejection_in(&other).is_none());
}
