//! How many connections each client has.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex},
};

/// Counts connections, so that one client cannot take every place.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    most: usize,
    counts: Arc<Mutex<BTreeMap<IpAddr, usize>>>,
}

/// The place of one connection, free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    clients: Clients,
    client: IpAddr,
}

impl Clients {
    pub(crate) fn new(most: usize) -> Self {
        let counts = Arc::default();
        Self { most, counts }
    }

    /// A place for a connection from this address; `None` if its client has all of its own.
    pub(crate) fn admit(&self, from: IpAddr) -> Option<Place> {
        let client = match from.to_canonical() {
            IpAddr::V4(v4) => v4.into(),
            // One machine can use all addresses that share these 64 bits (RFC 4291 §2.5.1).
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        };
        let mut counts = self.counts.lock().ok()?;
        let count = counts.entry(client).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        let clients = self.clone();
        Some(Place { clients, client })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Ok(mut counts) = self.clients.counts.lock() else {
            return;
        };
        if let Some(count) = counts.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.client);
            }
        }
    }
}
