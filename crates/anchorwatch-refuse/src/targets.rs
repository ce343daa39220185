//! What is asked of every mechanism: the refused keys, with all that is known of each,
//! and where they stand.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use anchorwatch_home::{BlockList, Tree, Twins};
use anchorwatch_identity::{CertSha256, SpkiSha256, registry};
use anchorwatch_machine::{Client, Store, StoreKind, distrust_cert};

use crate::added_roots::AddedRoots;

/// What is to become of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goal {
    /// They stay where they are, and are refused.
    Refuse,
    /// They are taken out of every store that holds them.
    Remove,
}

/// What is asked of every mechanism.
#[derive(Debug, Clone)]
pub(crate) struct Targets {
    /// What is to become of the keys.
    pub(crate) goal: Goal,
    /// The owner's list, with what was met of each key on this machine.
    pub(crate) list: BlockList,
    /// The same keys with what the registry knows of them too, sorted by key.
    pub(crate) keys: Vec<RefusedKey>,
    /// Origins at which a browser's user may still click through a failed certificate.
    pub(crate) override_origins: Vec<String>,
    /// The stores that hold one of them.
    pub(crate) places: Vec<AffectedStore>,
    /// With `--unlisted`: roots that were added here. Outside users' homes alone.
    pub(crate) added_roots: Option<AddedRoots>,
}

/// A store that holds a refused key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AffectedStore {
    /// What kind of store it is.
    pub(crate) kind: StoreKind,
    /// Where it is within the tree.
    pub(crate) path: PathBuf,
    /// Whose it is: a user of the tree; `None` for the system's.
    pub(crate) user: Option<String>,
    /// The programs that believe a refused key there.
    pub(crate) clients: Vec<Client>,
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

impl Targets {
    /// A request that speaks of these keys and knows nothing else.
    #[cfg(test)]
    pub(crate) fn of_keys(keys: Vec<RefusedKey>) -> Self {
        Self {
            goal: Goal::Refuse,
            override_origins: Vec::new(),
            list: BlockList::default(),
            keys,
            places: Vec::new(),
            added_roots: None,
        }
    }

    /// The request for a list, after what the stores hold was taken into the list.
    pub(crate) fn of(goal: Goal, tree: &Tree, mut list: BlockList, stores: &[Store]) -> Self {
        let anchors = stores.iter().flat_map(|store| &store.anchors);
        // What we wrote ourselves is no twin of anything.
        for anchor in anchors.filter(|anchor| !distrust_cert::is_one(&anchor.certificate)) {
            list.meet(&anchor.certificate);
        }
        let places = stores.iter().filter_map(|store| place(tree, &list, store));
        let places = places.collect();
        Self::for_places(goal, list, places)
    }

    /// The request for a list that has met what the stores hold.
    pub(crate) fn for_places(goal: Goal, list: BlockList, places: Vec<AffectedStore>) -> Self {
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
            goal,
            keys: keys.collect(),
            places,
            list,
            override_origins: Vec::new(),
            added_roots: None,
        }
    }
}

fn place(tree: &Tree, list: &BlockList, store: &Store) -> Option<AffectedStore> {
    let mut refused = store
        .anchors
        .iter()
        .filter(|anchor| list.refuses_key_of(&anchor.certificate))
        .peekable();
    refused.peek()?;
    let clients: BTreeSet<Client> = refused
        .flat_map(|anchor| anchor.effective_for.iter().copied())
        .collect();
    Some(AffectedStore {
        kind: store.kind,
        path: tree.strip_root(&store.path)?,
        user: store.user.clone(),
        clients: clients.into_iter().collect(),
    })
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
