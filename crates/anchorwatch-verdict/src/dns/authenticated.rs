//! Which resolvers proved who they are.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
};

use anchorwatch_evidence::{DnsQuery, Measurement, Purpose};
use anchorwatch_policy::ReferenceName;

use crate::decider::Decider;

/// Addresses, with the name that was proven there: the chains are judged again, whatever the
/// measuring program made of them.
pub(super) struct Authenticated(BTreeSet<(SocketAddr, String)>);

impl Authenticated {
    pub(super) fn of<'a>(measurement: &'a Measurement, decider: &Decider<'a, '_>) -> Self {
        let asked = measurement
            .queries
            .iter()
            .filter_map(|it| it.exchange.as_ref());
        // One resolver has one name, except in evidence that was made up.
        let asked: BTreeMap<SocketAddr, String> = asked
            .filter(|it| it.is_over_tls())
            .map(|it| (it.resolver_address, it.reference_name()))
            .collect();
        let shown = measurement.tls_handshakes.iter();
        let shown = shown
            .filter(|it| it.purpose == Purpose::Resolver && it.is_key_proven == Some(true))
            .filter_map(|it| Some((it.address?, &it.peer_certificates)));
        let mut proven = BTreeSet::new();
        for (address, chain) in shown {
            let Some(name) = asked.get(&address) else {
                continue;
            };
            let name_there = ReferenceName::parse(name);
            if decider.is_public(chain, &name_there, measurement.measured_at) {
                proven.insert((address, name.clone()));
            }
        }
        Self(proven)
    }

    pub(super) fn has(&self, query: &DnsQuery) -> bool {
        let exchange = query.exchange.as_ref();
        exchange.is_some_and(|it| {
            let resolver = (it.resolver_address, it.reference_name());
            self.0.contains(&resolver)
        })
    }
}
