//! What the handshakes with the measurer's own server show.
//!
//! The measurer knows that server's key beforehand. So a handshake that was signed with another
//! key ended elsewhere, whatever its chain says; and a ClientHello that arrived changed, as the
//! server's own signature says, was sent by someone else.

use anchorwatch_evidence::{
    HelloEcho, Measurement, OwnServer, Purpose, TlsHandshake, client_hello::ClientHello,
};
use anchorwatch_identity::{Certificate, KeyProof, handshake_key_proof};

use crate::budget::{self, Budget};

/// The handshakes with the measurer's own server, by the names that they sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OwnServerView {
    /// Those with the target's name.
    pub(crate) with_name: Counts,
    /// Those with other names.
    pub(crate) with_controls: Counts,
}

/// How often each was seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// The server's own key signed the handshake.
    pub(crate) own_key: u64,
    /// Another key did.
    pub(crate) other_key: u64,
    /// No signature came that can be checked.
    pub(crate) unproven: u64,
    /// The server received another ClientHello than was sent. Such a handshake is also one of the
    /// above.
    pub(crate) changed_hello: u64,
    /// The server's own key signed the handshake, and that the ClientHello arrived as it was sent.
    pub(crate) unchanged: u64,
    /// None of these: the server was not reached, or did not say what it received.
    pub(crate) unclear: u64,
}

impl OwnServerView {
    /// With the first ClientHello that arrived as another one; one with the target's name, if there is
    /// any. `None`: no server of the measurer's was asked.
    pub(crate) fn of(
        measurement: &Measurement,
        budget: &Budget,
    ) -> Option<(Self, Option<ChangedHello>)> {
        let server = measurement.own_server.as_ref()?;
        let mut changed = None;
        let mut counts = |purpose| Counts::of(measurement, server, purpose, &mut changed, budget);
        let view = Self {
            with_name: counts(Purpose::OwnServer),
            with_controls: counts(Purpose::OwnServerControl),
        };
        Some((view, changed))
    }
}

impl OwnServerView {
    /// Whether another key answers to the target's name alone, and the server's own to others.
    pub(crate) fn is_selective(self) -> bool {
        let (name, controls) = (self.with_name, self.with_controls);
        name.other_key > 0 && controls.other_key == 0 && controls.own_key > 0
    }

    pub(crate) fn both(self) -> Counts {
        let (one, other) = (self.with_name, self.with_controls);
        Counts {
            own_key: one.own_key + other.own_key,
            other_key: one.other_key + other.other_key,
            unproven: one.unproven + other.unproven,
            changed_hello: one.changed_hello + other.changed_hello,
            unchanged: one.unchanged + other.unchanged,
            unclear: one.unclear + other.unclear,
        }
    }
}

impl Counts {
    fn of(
        measurement: &Measurement,
        server: &OwnServer,
        purpose: Purpose,
        first_changed: &mut Option<ChangedHello>,
        budget: &Budget,
    ) -> Self {
        let mut counts = Self::default();
        let all = measurement.tls_handshakes.iter();
        let all = all.filter(|handshake| handshake.purpose == purpose);
        for handshake in all.filter(|handshake| !is_lost(handshake)) {
            let is_own = is_own_key(handshake, server);
            match is_own {
                Some(true) => counts.own_key += 1,
                Some(false) => counts.other_key += 1,
                None => counts.unproven += 1,
            }
            match Echoed::of(handshake, server, budget) {
                Echoed::Changed(changed) => {
                    counts.changed_hello += 1;
                    first_changed.get_or_insert(*changed);
                }
                Echoed::Unchanged if is_own == Some(true) => counts.unchanged += 1,
                _ if is_own != Some(false) => counts.unclear += 1,
                _ => {}
            }
        }
        counts
    }

    pub(crate) fn total(self) -> u64 {
        self.own_key + self.other_key + self.unproven
    }
}

/// Whether a limit of the handshake's packets, or of the answer's, can have kept the answer away, and
/// none came: a trace counts on that.
pub(crate) fn is_lost(handshake: &TlsHandshake) -> bool {
    handshake.is_limited() && handshake.peer_certificates.is_empty()
}

/// Whether a key signed the handshake that is not the measurer's own server's.
pub(crate) fn is_of_somebody_else(handshake: &TlsHandshake, measurement: &Measurement) -> bool {
    let server = measurement.own_server.as_ref();
    server.and_then(|server| is_own_key(handshake, server)) == Some(false)
}

/// Whether the measurer's own server's key signed the handshake.
pub(crate) fn is_of_own_server(handshake: &TlsHandshake, measurement: &Measurement) -> bool {
    let server = measurement.own_server.as_ref();
    server.and_then(|server| is_own_key(handshake, server)) == Some(true)
}

/// Whether the server's own key signed the handshake, if anything shows who did.
fn is_own_key(handshake: &TlsHandshake, server: &OwnServer) -> Option<bool> {
    if handshake.is_key_proven != Some(true) {
        return None;
    }
    let own = Certificate::from_der(handshake.peer_certificates.first()?).ok()?;
    Some(*own.spki_sha256().as_bytes() == server.spki_sha256)
}

/// A ClientHello that arrived as another one.
#[derive(Debug)]
pub(crate) struct ChangedHello {
    pub(crate) sent: ClientHello,
    /// `None`: it cannot be read, or is longer than a server keeps.
    pub(crate) received: Option<ClientHello>,
}

/// What the server's own signature says about the ClientHello that it received.
enum Echoed {
    Unchanged,
    Changed(Box<ChangedHello>),
    /// Nothing.
    Unknown,
}

impl Echoed {
    /// How the two ClientHellos were cut into records does not matter: routers and firewalls may cut
    /// anew what they pass on.
    fn of(handshake: &TlsHandshake, server: &OwnServer, budget: &Budget) -> Self {
        let Some(echo) = &handshake.echo else {
            return Self::Unknown;
        };
        let Ok(sent) = ClientHello::parse(&handshake.client_hello) else {
            return Self::Unknown;
        };
        if !(budget.take(budget::SIGNATURE) && is_signed(echo, server)) {
            return Self::Unknown;
        }
        let received = ClientHello::parse(&echo.client_hello).ok();
        match received.as_ref().map(ClientHello::message) == Some(sent.message()) {
            true => Self::Unchanged,
            false => Self::Changed(Box::new(ChangedHello { sent, received })),
        }
    }
}

fn is_signed(echo: &HelloEcho, server: &OwnServer) -> bool {
    let message = HelloEcho::signed_message(&echo.nonce, &echo.client_hello);
    echo.spki_sha256() == server.spki_sha256
        && handshake_key_proof(&echo.spki, echo.scheme, &message, &echo.signature)
            == KeyProof::Proven
}
