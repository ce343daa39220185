//! A resumed session, which shows no certificate, does not bypass a new list.

use rustls::SupportedProtocolVersion;

use super::*;

const VERSIONS: [&SupportedProtocolVersion; 2] = [&version::TLS13, &version::TLS12];

struct Resuming {
    world: World,
    verifier: Arc<Verifier>,
    config: ClientConfig,
    server: Server,
}

impl Resuming {
    fn new(version: &'static SupportedProtocolVersion) -> Self {
        let world = World::new();
        let verifier = Arc::new(world.verifier());
        let mut config = verifier.client_config().unwrap();
        config.enable_early_data = true;
        Self {
            server: Server::speaking(&world.good, &[version]),
            world,
            verifier,
            config,
        }
    }

    fn connect(&self) -> Pair {
        connect(&self.config, &self.server, PUBLIC_NAME)
    }

    fn distrust(&self, root: &Root) {
        self.verifier.replace(self.world.policy(distrusting(root)));
    }
}

#[test]
fn a_session_is_resumed_and_after_a_list_that_refuses_its_chain_it_is_not() {
    for version in VERSIONS {
        let these = Resuming::new(version);
        assert_eq!(these.connect().outcome(), Ok(HandshakeKind::Full));
        assert_eq!(these.connect().outcome(), Ok(HandshakeKind::Resumed));

        these.distrust(&these.world.public);
        let error = these.connect().outcome().unwrap_err();
        assert_eq!(reason(&error), RefusalReason::DistrustedKey, "{version:?}");
    }
}

#[test]
fn a_session_is_resumed_after_a_list_that_has_nothing_against_its_chain() {
    for version in VERSIONS {
        let these = Resuming::new(version);
        assert_eq!(these.connect().outcome(), Ok(HandshakeKind::Full));
        these.distrust(&these.world.imposed);
        let resumed = these.connect().outcome();
        assert_eq!(resumed, Ok(HandshakeKind::Resumed), "{version:?}");
    }
}

#[test]
fn a_ticket_that_comes_after_the_new_list_from_a_connection_before_it_is_not_used() {
    let these = Resuming::new(&version::TLS13);
    // The handshake ends, and the server's tickets are still in transit.
    let mut before = Pair::new(&Arc::new(these.config.clone()), &these.server, PUBLIC_NAME);
    before.client_speaks();
    before.server_speaks();
    before.client_speaks();
    assert_eq!(before.outcome(), Ok(HandshakeKind::Full));

    these.distrust(&these.world.public);
    assert!(before.server_speaks(), "the tickets arrive");
    let error = these.connect().outcome().unwrap_err();
    assert_eq!(reason(&error), RefusalReason::DistrustedKey);
}

#[test]
fn the_late_ticket_of_an_interceptor_is_not_used_though_the_true_site_was_seen_since() {
    let these = Resuming::new(&version::TLS13);
    let policy = |distrust| these.world.policy(distrust);
    let imposed_is_public = {
        let roots = [&these.world.public, &these.world.imposed]
            .map(|root| Certificate::from_der(root.der()).unwrap());
        Policy::new(Anchors::of(&roots, &[]).0, DistrustSet::default())
    };
    these.verifier.replace(imposed_is_public);
    let forged = Server::speaking(&these.world.forged, &[&version::TLS13]);
    let mut intercepted = Pair::new(&Arc::new(these.config.clone()), &forged, PUBLIC_NAME);
    intercepted.client_speaks();
    intercepted.server_speaks();
    intercepted.client_speaks();
    assert_eq!(intercepted.outcome(), Ok(HandshakeKind::Full));

    these
        .verifier
        .replace(policy(distrusting(&these.world.imposed)));
    assert_eq!(these.connect().outcome(), Ok(HandshakeKind::Full));
    assert!(intercepted.server_speaks(), "the tickets arrive");
    let pair = connect(&these.config, &forged, PUBLIC_NAME);
    let error = pair.outcome().unwrap_err();
    assert_eq!(reason(&error), RefusalReason::DistrustedKey);
}

#[test]
fn early_data_is_sent_to_a_known_server_and_to_none_whose_chain_a_new_list_refuses() {
    let these = Resuming::new(&version::TLS13);
    these.connect();
    let early = |these: &Resuming| {
        let config = Arc::new(these.config.clone());
        let mut pair = Pair::new(&config, &these.server, PUBLIC_NAME);
        pair.client.early_data().is_some()
    };
    assert!(early(&these));
    these.distrust(&these.world.public);
    assert!(!early(&these));
}

/// Why `resumption` must be set if `client_config` is not used.
#[test]
fn with_rustlss_own_store_a_session_is_resumed_past_a_list_that_refuses_its_chain() {
    for version in VERSIONS {
        let mut these = Resuming::new(version);
        these.config.resumption = Resumption::default();
        assert_eq!(these.connect().outcome(), Ok(HandshakeKind::Full));
        these.distrust(&these.world.public);
        assert_eq!(these.connect().outcome(), Ok(HandshakeKind::Resumed));
    }
}
