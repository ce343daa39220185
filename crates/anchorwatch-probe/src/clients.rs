//! How many connections each client of a server has.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex},
};

/// Counts the connections of each client, so that one client cannot take every place.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    most: usize,
    counts: Arc<Mutex<BTreeMap<IpAddr, usize>>>,
}

/// The place of one connection, free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    client: IpAddr,
    counts: Arc<Mutex<BTreeMap<IpAddr, usize>>>,
}

impl Clients {
    /// Allows each client `most` connections at a time.
    pub(crate) fn new(most: usize) -> Self {
        let counts = Arc::default();
        Self { most, counts }
    }

    /// Takes a place for a connection from this address; `None` if its client has all of its own.
    pub(crate) fn admit(&self, from: IpAddr) -> Option<Place> {
        let client = client(from);
        let mut counts = self.counts.lock().ok()?;
        let count = counts.entry(client).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        let counts = Arc::clone(&self.counts);
        Some(Place { client, counts })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Ok(mut counts) = self.counts.lock() else {
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

/// An IPv4 address, or the first 64 bits of an IPv6 address: a machine can use all the addresses
/// that share them (RFC 4291 §2.5.1).
fn client(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Clients;

    #[test]
    fn a_client_has_its_own_places_and_gets_them_back() {
        let clients = Clients::new(2);
        let admit = |from: &str| clients.admit(from.parse().unwrap());
        let (one, two) = (admit("192.0.2.1"), admit("::ffff:192.0.2.1"));
        assert!(one.is_some() && two.is_some() && admit("192.0.2.1").is_none());
        assert!(admit("192.0.2.2").is_some());
        drop(one);
        assert!(admit("192.0.2.1").is_some());
        let _same = (admit("2001:db8::1"), admit("2001:db8::2"));
        assert!(admit("2001:db8::3").is_none() && admit("2001:db8:0:1::").is_some());
    }

    #[test]
    fn who_has_gone_is_forgotten() {
        let clients = Clients::new(1);
        drop(clients.admit("192.0.2.1".parse().unwrap()));
        assert!(clients.counts.lock().unwrap().is_empty());
    }
}
