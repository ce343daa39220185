//! The input of every mechanism: the refused keys, with all that is known of each, and the
//! stores that hold them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{BlockList, BlockedKey, Tree, Twins};
use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, registry};
use anchorwatch_machine::{Client, Store, StoreKind, distrust_cert};

use crate::{added_roots::AddedRoots, coverage::Mechanism, draft::Draft, limited::Limited};

/// What to do with the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Refuse them; they stay installed.
    Refuse,
    /// Remove them from every store that holds them.
    Remove,
}

/// The input of every mechanism.
#[derive(Debug, Clone)]
pub(crate) struct Targets {
    /// What to do with the keys.
    pub(crate) goal: Goal,
    /// The owner's list and the keys of signed lists, with the certificates of each key found on this
    /// machine.
    pub(crate) list: BlockList,
    /// The keys that only signed lists refuse. The file of the owner's list never has them, or they
    /// would outlive the lists and would hold for public sites, too.
    pub(crate) of_lists: BTreeSet<SpkiSha256>,
    /// The same keys with what the registry knows of them, sorted by key.
    pub(crate) keys: Vec<RefusedKey>,
    /// Origins at which users may still click through a certificate error.
    pub(crate) override_origins: Vec<String>,
    /// The stores that hold one of them.
    pub(crate) places: Vec<AffectedStore>,
    /// With `--unlisted`: the added roots. Only for plans outside users' homes.
    pub(crate) added_roots: Option<AddedRoots>,
    /// With `--unlisted`: the unlisted roots in `places`.
    pub(crate) limited: Limited,
}

/// A store that holds a refused key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AffectedStore {
    /// What kind of store it is.
    pub(crate) kind: StoreKind,
    /// Where it is within the tree.
    pub(crate) path: PathBuf,
    /// The user who owns it; `None` for the system.
    pub(crate) user: Option<String>,
    /// The programs that trust a refused key there.
    pub(crate) clients: Vec<Client>,
    /// The unlisted roots in it that are limited.
    pub(crate) limited: Vec<CertSha256>,
}

/// The unlisted roots that a plan limits, with their places.
#[derive(Debug, Default)]
pub(crate) struct LimitedPlaces(BTreeSet<(PathBuf, CertSha256)>);

impl LimitedPlaces {
    /// Whether a root is limited in a place.
    pub(crate) fn has(&self, path: &Path, root: &CertSha256) -> bool {
        self.0.contains(&(path.to_owned(), *root))
    }
}

/// A refused key with all that is known of it. Each list is sorted, without duplicates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedKey {
    /// The key.
    pub(crate) key: SpkiSha256,
    /// Its SubjectPublicKeyInfo in DER; empty if only the hash is known.
    pub(crate) encodings: Vec<Vec<u8>>,
    /// Subjects of its certificates, in DER.
    pub(crate) names: Vec<Vec<u8>>,
    /// Its certificates.
    pub(crate) certificates: Vec<CertSha256>,
}

impl Targets {
    /// Targets for these keys without further knowledge.
    #[cfg(test)]
    pub(crate) fn of_keys(keys: Vec<RefusedKey>) -> Self {
        Self {
            goal: Goal::Refuse,
            override_origins: Vec::new(),
            list: BlockList::default(),
            of_lists: BTreeSet::new(),
            keys,
            places: Vec::new(),
            added_roots: None,
            limited: Limited::default(),
        }
    }

    /// Targets for a list, after adding the stores' certificates to the list.
    pub(crate) fn of(goal: Goal, tree: &Tree, mut list: BlockList, stores: &[Store]) -> Self {
        let anchors = stores.iter().flat_map(|store| &store.anchors);
        // Our own files are not twins of anything.
        for anchor in anchors.filter(|anchor| !distrust_cert::is_one(&anchor.certificate)) {
            list.meet(&anchor.certificate);
        }
        let places = stores.iter().filter_map(|store| place(tree, &list, store));
        let places = places.collect();
        Self::for_places(goal, list, places)
    }

    /// Targets for the owner's list and for what signed lists refuse besides.
    ///
    /// Programs that refuse by key refuse such a key in every chain, a public authority's intermediate
    /// certificates and a site's own key included, and one publisher can add one to a list. So only
    /// those keys of lists count of which a store here has a root.
    pub(crate) fn to_refuse(
        tree: &Tree,
        owners: BlockList,
        of_lists: &[BlockedKey],
        stores: &[Store],
    ) -> Self {
        let anchors = stores.iter().flat_map(|store| &store.anchors);
        let here: BTreeSet<SpkiSha256> = anchors
            .map(|anchor| anchor.certificate.spki_sha256())
            .collect();
        let besides = of_lists
            .iter()
            .filter(|blocked| here.contains(&blocked.key) && !owners.refuses(&blocked.key));
        let besides: Vec<BlockedKey> = besides.cloned().collect();
        let of_lists = besides.iter().map(|blocked| blocked.key).collect();
        Self {
            of_lists,
            ..Self::of(Goal::Refuse, tree, owners.with(besides), stores)
        }
    }

    /// Targets for a list that already contains the stores' certificates.
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
            of_lists: BTreeSet::new(),
            override_origins: Vec::new(),
            added_roots: None,
            limited: Limited::default(),
        }
    }

    /// The owner's list as it is written.
    pub(crate) fn owners_list(&self) -> BlockList {
        self.list.clone().without(&self.of_lists)
    }

    /// The places in which a plan limits unlisted roots: those that one of these mechanisms
    /// covers.
    pub(crate) fn limited_places(&self, draft: &Draft, by: &[Mechanism]) -> LimitedPlaces {
        let is_covered = |place: &&AffectedStore| {
            let mut covered = draft.covered.iter();
            covered.any(|one| one.path == place.path && by.contains(&one.mechanism))
        };
        let places = self.places.iter().filter(is_covered);
        let roots = places.flat_map(|place| {
            let roots = place.limited.iter();
            roots.map(|root| (place.path.clone(), *root))
        });
        LimitedPlaces(roots.collect())
    }

    /// The unlisted roots that are limited in a store.
    pub(crate) fn limited_in(&self, path: &Path) -> Limited {
        let at = self.places.iter().filter(|place| place.path == path);
        self.limited.of_these(at.flat_map(|place| &place.limited))
    }
}

fn place(tree: &Tree, list: &BlockList, store: &Store) -> Option<AffectedStore> {
    let mut anchors = store.anchors.iter();
    anchors.find(|anchor| list.refuses_key_of(&anchor.certificate))?;
    let clients = clients(store, |one| list.refuses_key_of(one));
    Some(AffectedStore {
        kind: store.kind,
        path: tree.strip_root(&store.path)?,
        user: store.user.clone(),
        clients: clients.into_iter().collect(),
        limited: Vec::new(),
    })
}

/// The programs that trust one of these certificates in a store.
pub(crate) fn clients(store: &Store, is_one: impl Fn(&Certificate) -> bool) -> BTreeSet<Client> {
    let anchors = store.anchors.iter();
    let ones = anchors.filter(|anchor| is_one(&anchor.certificate));
    ones.flat_map(|anchor| anchor.effective_for.iter().copied())
        .collect()
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
