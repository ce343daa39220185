//! Keeps connections to one address apart.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use tokio::time::{Instant, sleep_until};

use crate::courtesy::{Courtesy, End, Held, Turn};

/// When connections to each address began. One value serves a whole run, because several targets
/// can share an address; measurements at the same time have one each, within the same
/// [`Courtesy`].
///
/// An address is an IP address, whatever the port: a limiter counts machines.
#[derive(Debug)]
pub struct Pace {
    pause: Duration,
    begun: BTreeMap<IpAddr, Instant>,
    shared: Option<Courtesy>,
    /// The last address. It is this measurement's until the next connection or the end.
    held: Option<Held>,
}

/// Whether a connection begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    Begins,
    /// The address failed too often in this round.
    GivenUp,
}

impl Pace {
    /// `pause` is the shortest time between the beginnings of two connections to one address.
    #[must_use]
    pub fn new(pause: Duration) -> Self {
        Self {
            pause,
            begun: BTreeMap::new(),
            shared: None,
            held: None,
        }
    }

    /// For one of several measurements at the same time, which share these limits.
    #[must_use]
    pub fn within(courtesy: &Courtesy) -> Self {
        Self {
            shared: Some(courtesy.clone()),
            ..Self::new(courtesy.pause())
        }
    }

    /// Waits until a connection to this address may begin; it begins now, unless the limits that are
    /// shared have given the address up.
    pub(crate) async fn wait_for(&mut self, at: SocketAddr) -> Admission {
        self.wait_until_free(at).await;
        if let Some(shared) = &self.shared {
            // What is held is given back first: two measurements never wait for each other.
            self.held = None;
            match shared.wait_for(at.ip().to_canonical()).await {
                Turn::Begins(held) => self.held = Some(held),
                Turn::GivenUp => return Admission::GivenUp,
                Turn::Lost => {}
            }
        }
        self.begins(at);
        Admission::Begins
    }

    /// Tells the limits that are shared how the last connection to this address ended.
    pub(crate) fn ended(&self, at: SocketAddr, end: Option<End>) {
        if let (Some(shared), Some(end)) = (&self.shared, end) {
            shared.ended(at.ip(), end);
        }
    }

    /// Waits until a connection to this address may begin.
    pub(crate) async fn wait_until_free(&self, at: SocketAddr) {
        if let Some(begun) = self.begun.get(&at.ip().to_canonical()) {
            sleep_until(*begun + self.pause).await;
        }
    }

    /// A connection to this address has begun now, or a moment ago.
    pub(crate) fn begins(&mut self, at: SocketAddr) {
        let ip = at.ip().to_canonical();
        if let Some(held) = self.held.as_ref().filter(|held| held.is_for(ip)) {
            held.begins();
        }
        self.begun.insert(ip, Instant::now());
    }
}
