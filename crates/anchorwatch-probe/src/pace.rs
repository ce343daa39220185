//! Keeps connections to one address apart.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use tokio::time::{Instant, sleep_until};

/// When connections to each address began. One value serves a whole run, because several targets
/// can share an address.
///
/// An address is an IP address, whatever the port: a limiter counts machines.
#[derive(Debug)]
pub struct Pace {
    pause: Duration,
    begun: BTreeMap<IpAddr, Instant>,
}

impl Pace {
    /// `pause` is the shortest time between the beginnings of two connections to one address.
    #[must_use]
    pub fn new(pause: Duration) -> Self {
        let begun = BTreeMap::new();
        Self { pause, begun }
    }

    /// Waits until a connection to this address may begin; it begins now.
    pub(crate) async fn wait_for(&mut self, at: SocketAddr) {
        self.wait_until_free(at).await;
        self.begins(at);
    }

    /// Waits until a connection to this address may begin.
    pub(crate) async fn wait_until_free(&self, at: SocketAddr) {
        if let Some(begun) = self.begun.get(&at.ip().to_canonical()) {
            sleep_until(*begun + self.pause).await;
        }
    }

    /// A connection to this address has begun now, or a moment ago.
    pub(crate) fn begins(&mut self, at: SocketAddr) {
        self.begun.insert(at.ip().to_canonical(), Instant::now());
    }
}
