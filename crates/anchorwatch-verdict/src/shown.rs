//! Which keys came, and from how far away; counted once for a measurement.

use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
};

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_identity::Certificate;

use crate::own_server::is_lost;

/// What all handshakes showed.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// To the target's name, in the usual ClientHello.
    pub(crate) target: Keys,
    /// To other names.
    pub(crate) control: Keys,
    /// The certificates that came for the target's name, in any ClientHello that could be read, over
    /// QUIC too.
    pub(crate) hellos: Keys,
    /// How often an issuer's certificate came for the target's name, by the DER of its name.
    issuers: HashMap<Vec<u8>, u64>,
    /// With how many hops each kind of handshake was answered, at which address, at least.
    hops: BTreeMap<(Purpose, Option<SocketAddr>), u8>,
    /// With how many hops a connection was made.
    connect_hops: BTreeMap<SocketAddr, u8>,
}

/// The keys of some handshakes.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// How many handshakes.
    pub(crate) count: usize,
    /// The DER of the one key that all of them showed and proved.
    only: Option<Vec<u8>>,
}

impl Keys {
    fn add(&mut self, handshake: &TlsHandshake, key: Option<&[u8]>) {
        let key = key.filter(|_| handshake.is_key_proven == Some(true));
        if self.count == 0 {
            self.only = key.map(<[u8]>::to_vec);
        } else if self.only.as_deref() != key {
            self.only = None;
        }
        self.count += 1;
    }

    /// Whether each of them showed and proved this certificate's key.
    pub(crate) fn are_all(&self, own: &Certificate) -> bool {
        self.only.as_deref() == Some(own.spki_der())
    }
}

impl Shown {
    pub(crate) fn of(measurement: &Measurement) -> Self {
        let mut shown = Self::default();
        let mut read = HashMap::new();
        let over_quic = measurement.quic_handshakes.iter().map(|it| (&it.tls, true));
        let over_tcp = measurement.tls_handshakes.iter().map(|it| (it, false));
        for (handshake, is_over_quic) in over_tcp.chain(over_quic) {
            let own = handshake.peer_certificates.first().map(Vec::as_slice);
            let own = own.and_then(|der| {
                let certificate = read.entry(der);
                let certificate: &Option<Certificate> =
                    certificate.or_insert_with(|| Certificate::from_der(der).ok());
                certificate.as_ref()
            });
            if !is_over_quic {
                shown.add(handshake, own);
            }
            shown.add_answer(handshake, own);
        }
        let connects = measurement.tcp_connect.iter();
        for it in connects.filter(|it| it.failure.is_none()) {
            if let Some(ttl) = it.ttl {
                let least = shown.connect_hops.entry(it.address).or_insert(ttl);
                *least = ttl.min(*least);
            }
        }
        shown
    }

    fn add(&mut self, it: &TlsHandshake, own: Option<&Certificate>) {
        let key = own.map(Certificate::spki_der);
        match it.purpose {
            Purpose::Target if !is_lost(it) => self.target.add(it, key),
            Purpose::TargetControl if !is_lost(it) => self.control.add(it, key),
            _ => {}
        }
        if let (Some(ttl), false) = (it.ttl, it.peer_certificates.is_empty()) {
            let least = self.hops.entry((it.purpose, it.address)).or_insert(ttl);
            *least = ttl.min(*least);
        }
    }

    /// What counts over QUIC too.
    fn add_answer(&mut self, it: &TlsHandshake, own: Option<&Certificate>) {
        if it.peer_certificates.is_empty() {
            return;
        }
        let key = own.map(Certificate::spki_der);
        let is_ech = it.purpose == Purpose::TargetEch && it.failure.is_none();
        if it.purpose.sends_target_name() || is_ech {
            self.hellos.add(it, key);
        }
        if let (true, Some(own)) = (it.purpose.sends_target_name(), own) {
            let issuer = own.issuer().der().to_vec();
            *self.issuers.entry(issuer).or_default() += 1;
        }
    }

    /// How many certificates of this one's issuer came for the target's name: some interceptors make a
    /// new one for each connection.
    pub(crate) fn of_issuer(&self, own: &Certificate) -> u64 {
        let count = self.issuers.get(own.issuer().der());
        count.copied().unwrap_or_default()
    }

    /// Whether a trace found the answers to both names, and the server's own, at the same hop.
    pub(crate) fn is_one_hop(&self, address: Option<SocketAddr>) -> bool {
        let of = |purpose| self.hops.get(&(purpose, address));
        let server = address.and_then(|address| self.connect_hops.get(&address));
        let target = of(Purpose::Target);
        target.is_some() && target == of(Purpose::TargetControl) && target == server
    }
}
