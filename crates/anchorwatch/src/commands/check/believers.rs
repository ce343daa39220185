//! Which programs of this machine would believe the certificate that came.
//!
//! For each local root by itself: would a client that trusts it, and refuses nobody, accept the
//! chain for the name? Programs whose stores have such a root believe it; the others show an
//! error. That is why one program loads a page and another does not.
//!
//! **Not covered:** what a program checks beyond the chain, such as its own list of refused keys;
//! and programs that no reader of this machine knows.

use std::{collections::BTreeSet, sync::Arc};

use anchorwatch_evidence::{Measurement, TlsHandshake};
use anchorwatch_machine::Client;
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, Policy, roots_for};
use rustls_pki_types::CertificateDer;

use crate::input::LocalRoots;

/// `None` if the programs' stores were not read, or no certificate came.
pub(super) fn believers(
    measurement: &Measurement,
    shown: &TlsHandshake,
    local: &LocalRoots,
) -> Option<Vec<Client>> {
    let trusted_by = local.trusted_by.as_ref()?;
    let chain = shown.peer_certificates.iter();
    let chain: Vec<CertificateDer<'_>> = chain.map(|der| der.as_slice().into()).collect();
    if chain.is_empty() {
        return None;
    }
    let name = ReferenceName::parse(&measurement.target.host);
    let mut believers = BTreeSet::new();
    for root in roots_for(&chain, &local.certificates).roots {
        let (anchors, _unusable) = Anchors::of(std::slice::from_ref(root), &[]);
        let policy = Policy::new(anchors, Arc::new(DistrustSet::default()));
        let decision = policy.decide(&chain, &name, measurement.measured_at);
        if matches!(decision, Decision::Trusted(_)) {
            let clients = trusted_by.get(&root.sha256());
            believers.extend(clients.into_iter().flatten().copied());
        }
    }
    Some(believers.into_iter().collect())
}
