//! Roots added on this machine, as browsers must treat them with `block --unlisted`: only those
//! that the owner consents to are trusted.
//!
//! A browser's maker is responsible for its built-in roots, so they are not checked. Roots that
//! the user, an installer or a policy added are checked like those of the system store
//! ([`Allowlist`]), except that roots of the distribution's package are not admitted: browsers
//! do not read it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_machine::{
    Anchor, Client, Store, StoreKind, Trust, confined_cert,
    mozilla::autoconfig::script::{ConsentedKey, Listed},
    nss,
};
use anchorwatch_policy::{
    Consent, PermittedSubtrees,
    consent::{ConsentState, Consents},
};

use crate::allowlist::{Allowlist, Standing};

/// The programs that have built-in roots besides the added ones.
const BROWSERS: [Client; 3] = [Client::Chromium, Client::Firefox, Client::Thunderbird];

/// Whose roots they are, the first to be taken in first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner<'a> {
    Machine,
    User(&'a str),
    /// A script has them, and nobody else now.
    Script,
}

/// How much more of one owner's roots the script of Firefox and Thunderbird
/// takes in: every program reads all of it at every start.
struct Budget {
    roots: usize,
    octets: usize,
}

impl Budget {
    const MACHINES: Self = Self {
        roots: 1_000,
        octets: 4 << 20,
    };
    const USERS: Self = Self {
        roots: 100,
        octets: 400 << 10,
    };
    /// The largest root with what stands in its place.
    const MOST_FOR_ONE: usize = 64 << 10;

    fn of(owner: Owner<'_>) -> Self {
        match owner {
            Owner::Machine | Owner::Script => Self::MACHINES,
            Owner::User(_) => Self::USERS,
        }
    }

    fn has(&mut self, octets: usize) -> bool {
        let is_left = self.roots > 0 && octets <= self.octets && octets <= Self::MOST_FOR_ONE;
        if is_left {
            self.roots -= 1;
            self.octets -= octets;
        }
        is_left
    }
}

/// Roots added on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AddedRoots {
    /// When they were read.
    pub(crate) now: UnixSeconds,
    /// What the owner consents to, now or from a later day on.
    pub(crate) consented: Vec<Consented>,
    /// Roots that a browser can hold to names, and to which; `None`: with `--hold-out`.
    pub(crate) confined: Option<Vec<(Certificate, PermittedSubtrees)>>,
    /// What the script of Firefox and Thunderbird lets in. What it holds to names is sorted by root.
    pub(crate) by_script: Listed,
    /// How many more there would be. Anyone can put roots into a profile of theirs.
    pub(crate) left_out_count: usize,
    /// Roots of the public program that a policy makes Chromium trust.
    pub(crate) public: Vec<Certificate>,
    /// Unlisted roots that browsers trust.
    pub(crate) unlisted_roots: Vec<UnlistedRoot>,
}

/// A key that the owner consents to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Consented {
    pub(crate) consent: Consent,
    /// The certificates with this key in any store here, without duplicates.
    pub(crate) certificates: Vec<Certificate>,
}

/// An unlisted certificate that a browser trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnlistedRoot {
    pub(crate) certificate: Certificate,
    pub(crate) store: Store,
    pub(crate) clients: Vec<Client>,
}

impl AddedRoots {
    /// `None` if unlisted roots are not withheld. `in_script` are the roots that the script of
    /// Firefox and Thunderbird holds to names now.
    pub(crate) fn of(
        allowlist: &Allowlist<'_>,
        (stores, in_script): (&[Store], &[Certificate]),
        now: UnixSeconds,
    ) -> Option<Self> {
        let consents = allowlist.consents()?;
        let anchors = stores.iter().flat_map(|store| &store.anchors);
        // A store may hold a root to names; a browser's policy says that of the root itself.
        let anchors: Vec<Certificate> = anchors
            .map(|anchor| &anchor.certificate)
            .map(root_of)
            .collect();
        let mut added_roots = Self {
            now,
            consented: consented(consents, &anchors, now),
            confined: None,
            by_script: Listed::default(),
            left_out_count: 0,
            public: Vec::new(),
            unlisted_roots: Vec::new(),
        };
        for store in stores {
            // What an earlier block refuses in a certificate manager must stay refused there.
            let is_apart = store.kind == StoreKind::ChromiumServerCertificates;
            for anchor in store.anchors.iter().filter(|anchor| {
                anchor.trust == Trust::Trusted || is_apart && anchor.trust == Trust::Distrusted
            }) {
                added_roots.take(store, anchor, allowlist, consents);
            }
        }
        let consents = added_roots.consented.iter().map(|one| &one.consent);
        added_roots.by_script.consented = for_every_name(consents, allowlist);
        if allowlist.confines() {
            added_roots.confined = Some(added_roots.confined(allowlist, stores));
            added_roots.confine_by_script(allowlist, stores, in_script);
        }
        Some(added_roots)
    }

    /// The roots with a consent, those in the stores of Firefox and Thunderbird, and those that a
    /// script has from before: a home may not be mounted now. Users can add roots and take them
    /// away as often as they like, so what each has is bounded, and what a script has comes last.
    fn confine_by_script(
        &mut self,
        allowlist: &Allowlist<'_>,
        stores: &[Store],
        in_script: &[Certificate],
    ) {
        let of_mozilla = |store: &Store, anchor: &Anchor| {
            let clients = trusting(store, anchor);
            anchor.trust == Trust::Trusted
                && (clients.contains(&Client::Firefox) || clients.contains(&Client::Thunderbird))
        };
        let consented = self.consented.iter().flat_map(|one| &one.certificates);
        let mut found: Vec<(Owner<'_>, Certificate)> = consented
            .map(|root| (Owner::Machine, root_of(root)))
            .collect();
        for store in stores {
            let anchors = store.anchors.iter().filter(|it| of_mozilla(store, it));
            let owner = store.user.as_deref().map_or(Owner::Machine, Owner::User);
            found.extend(anchors.map(|it| (owner, root_of(&it.certificate))));
        }
        found.extend(in_script.iter().map(|it| (Owner::Script, root_of(it))));
        // What a user has must not crowd out what the machine has.
        found.sort_by_key(|(owner, _)| *owner);
        let mut taken = BTreeMap::new();
        let mut budgets: BTreeMap<Owner<'_>, Budget> = BTreeMap::new();
        for (owner, root) in found {
            if taken.contains_key(&root.sha256()) {
                continue;
            }
            let budget = budgets.entry(owner).or_insert_with(|| Budget::of(owner));
            if budget.roots == 0 {
                self.left_out_count += 1;
                continue;
            }
            let versions = allowlist.confined_for_nss(&root);
            if versions.is_empty() {
                continue;
            }
            let certificates = versions.iter().map(|version| version.confined.der().len());
            let octets = certificates.sum::<usize>() + versions.len() * root.der().len();
            if budget.has(octets) {
                taken.insert(root.sha256(), versions);
            } else {
                self.left_out_count += 1;
            }
        }
        self.by_script.confined = taken.into_values().flatten().collect();
    }

    /// The roots with a consent in force, and those in the databases that Chromium reads. Our own
    /// policy keeps it from reading them, so they count whether or not it does.
    fn confined(
        &self,
        allowlist: &Allowlist<'_>,
        stores: &[Store],
    ) -> Vec<(Certificate, PermittedSubtrees)> {
        let in_force = self
            .consented
            .iter()
            .filter(|one| one.consent.is_in_force(self.now));
        let consented = in_force.flat_map(|one| &one.certificates);
        let databases = stores.iter().filter(|store| is_chromiums_database(store));
        let in_databases = databases
            .flat_map(|store| &store.anchors)
            .filter(|anchor| anchor.trust == Trust::Trusted)
            .map(|anchor| &anchor.certificate);
        let roots = consented.chain(in_databases).map(root_of);
        let mut roots: Vec<Certificate> = roots.collect();
        roots.sort_by_key(Certificate::sha256);
        roots.dedup_by_key(|one| one.sha256());
        let confined = roots.into_iter().filter_map(|root| {
            let permitted = allowlist.confinement(&root)?;
            Some((root, permitted))
        });
        confined.collect()
    }

    fn take(
        &mut self,
        store: &Store,
        anchor: &Anchor,
        allowlist: &Allowlist<'_>,
        consents: &Consents,
    ) {
        let certificate = &anchor.certificate;
        let clients = trusting(store, anchor);
        if clients.is_empty() {
            return;
        }
        if store.kind == StoreKind::Nss && allowlist.is_confined_in_database(certificate) {
            return;
        }
        if allowlist.withholds(certificate) {
            // Every mechanism refuses a refused key anyway.
            if !allowlist.refuses(certificate) {
                self.unlisted_roots.push(UnlistedRoot {
                    certificate: certificate.clone(),
                    store: Store {
                        anchors: Vec::new(),
                        ..store.clone()
                    },
                    clients,
                });
            }
        } else if store.kind == StoreKind::ChromiumPolicy
            && consents.for_key(&certificate.spki_sha256()).is_none()
        {
            self.public.push(certificate.clone());
        }
    }
}

/// The keys that Firefox and Thunderbird trust for every name. A consent to some names is enough only
/// where roots are not held to names.
pub(crate) fn for_every_name<'a>(
    consents: impl Iterator<Item = &'a Consent>,
    allowlist: &Allowlist<'_>,
) -> Vec<ConsentedKey> {
    let are_confined = allowlist.confines();
    let consents = consents.filter(|consent| !are_confined || consent.is_for_all_names());
    let keys = consents.map(|consent| ConsentedKey {
        key: consent.key(),
        not_before: consent.terms().not_before,
        until: consent.terms().until,
    });
    keys.collect()
}

impl UnlistedRoot {
    /// What a browser that a mechanism reaches trusts instead, for whoever shows it, and the
    /// store. A profile's certificate manager cannot hold a root to names.
    pub(crate) fn confined(&self, allowlist: &Allowlist<'_>) -> Option<(Certificate, PathBuf)> {
        let is_apart = self.store.kind == StoreKind::ChromiumServerCertificates;
        match allowlist.standing(&self.certificate) {
            Standing::Instead(shown) if !is_apart && confined_cert::is_one(&shown) => {
                Some((*shown, self.store.path.clone()))
            }
            _ => None,
        }
    }
}

/// The browsers that trust an anchor because it is in this store of theirs.
fn trusting(store: &Store, anchor: &Anchor) -> Vec<Client> {
    let is_a_browsers = matches!(
        store.kind,
        StoreKind::Nss
            | StoreKind::FirefoxPolicy
            | StoreKind::FirefoxAutoconfig
            | StoreKind::ChromiumPolicy
            | StoreKind::ChromiumServerCertificates
    );
    if store.kind == StoreKind::ChromiumServerCertificates {
        return vec![Client::Chromium];
    }
    let clients = anchor.effective_for.iter().copied();
    clients
        .filter(|client| is_a_browsers && BROWSERS.contains(client))
        .collect()
}

/// The root that a certificate holds to names, or itself.
fn root_of(certificate: &Certificate) -> Certificate {
    confined_cert::root_of(certificate).unwrap_or_else(|| certificate.clone())
}

/// Whether a store is an NSS database that Chromium reads unless a policy forbids it.
fn is_chromiums_database(store: &Store) -> bool {
    let folder = store.path.parent();
    let is_one = |folder: &Path| nss::CHROMIUM.iter().any(|place| folder.ends_with(place));
    store.kind == StoreKind::Nss && folder.is_some_and(is_one)
}

/// The consents in force now or later, with the known certificates of their keys. One
/// certificate of an accused class makes the consent void for all of them.
fn consented(consents: &Consents, anchors: &[Certificate], now: UnixSeconds) -> Vec<Consented> {
    let mut all = Vec::new();
    for consent in consents
        .iter()
        .filter(|consent| now <= consent.terms().until)
    {
        let of_key = anchors
            .iter()
            .filter(|one| one.spki_sha256() == consent.key());
        let mut certificates: Vec<Certificate> = of_key.cloned().collect();
        certificates.sort_by_key(Certificate::sha256);
        certificates.dedup_by_key(|one| one.sha256());
        let is_void = |one: &Certificate| matches!(consents.state(one, now), ConsentState::Void(_));
        if !certificates.iter().any(is_void) {
            all.push(Consented {
                consent: consent.clone(),
                certificates,
            });
        }
    }
    all
}
