//! What is asked of every mechanism: the refused keys, with all that is known of each.

use std::collections::BTreeMap;

use anchorwatch_home::{BlockList, Twins};
use anchorwatch_identity::{CertSha256, SpkiSha256, registry};

use crate::Store;

/// What is asked of every mechanism.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The owner's list, with what was met of each key on this machine.
    pub(crate) list: BlockList,
    /// The same keys with what the registry knows of them too, sorted by key.
    pub(crate) keys: Vec<RefusedKey>,
}

/// A refused key with all that is known of it. Each list is sorted, without duplicates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedKey {
    /// The key.
    pub(crate) key: SpkiSha256,
    /// Its SubjectPublicKeyInfo, DER; none where only the hash is known.
    pub(crate) encodings: Vec<Vec<u8>>,
    /// Subjects of certificates that bear it, DER.
    pub(crate) names: Vec<Vec<u8>>,
    /// Certificates that bear it.
    pub(crate) certificates: Vec<CertSha256>,
}

impl Request {
    /// The request for a list, after what the stores hold was taken into the list.
    pub(crate) fn of(mut list: BlockList, stores: &[Store]) -> Self {
        for anchor in stores.iter().flat_map(|store| &store.anchors) {
            list.meet(&anchor.certificate);
        }
        let mut keys: BTreeMap<SpkiSha256, Twins> = BTreeMap::new();
        for blocked in list.keys() {
            let known = registry::known_key(&blocked.key).map(twins_of);
            let twins = keys.entry(blocked.key).or_default();
            twins.add(known.unwrap_or_default());
            twins.add(blocked.twins.clone());
        }
        let keys = keys.into_iter().map(|(key, twins)| RefusedKey {
            key,
            encodings: twins.encodings,
            names: twins.names,
            certificates: twins.certificates,
        });
        Self {
            keys: keys.collect(),
            list,
        }
    }
}

fn twins_of(known: &registry::KnownKey) -> Twins {
    let certificates = known.certificates.iter();
    let mut twins = Twins::default();
    twins.add(Twins {
        encodings: vec![known.spki_der.to_vec()],
        names: certificates
            .clone()
            .map(|certificate| certificate.subject_der.to_vec())
            .collect(),
        certificates: certificates.map(|certificate| certificate.sha256).collect(),
    });
    twins
}
