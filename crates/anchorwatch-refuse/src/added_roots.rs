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
    mozilla::autoconfig::script::ConfinedRoot, nss,
};
use anchorwatch_policy::{
    Consent, PermittedSubtrees,
    consent::{ConsentState, Consents},
};

use crate::allowlist::{Allowlist, Standing};

/// The programs that have built-in roots besides the added ones.
const BROWSERS: [Client; 3] = [Client::Chromium, Client::Firefox, Client::Thunderbird];

/// The most roots that the script of Firefox and Thunderbird holds to names: it reads all of them
/// at every start.
const MOST_BY_SCRIPT: usize = 1_000;

/// Roots added on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AddedRoots {
    /// When they were read.
    pub(crate) now: UnixSeconds,
    /// What the owner consents to, now or from a later day on.
    pub(crate) consented: Vec<Consented>,
    /// Roots that a browser can hold to names, and to which; `None`: with `--hold-out`.
    pub(crate) confined: Option<Vec<(Certificate, PermittedSubtrees)>>,
    /// What Firefox and Thunderbird trust in the places of roots that they have, sorted by root.
    pub(crate) confined_by_script: Vec<ConfinedRoot>,
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
    /// `None` if unlisted roots are not withheld.
    pub(crate) fn of(
        allowlist: &Allowlist<'_>,
        stores: &[Store],
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
            confined_by_script: Vec::new(),
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
        if allowlist.confines() {
            added_roots.confined = Some(added_roots.confined(allowlist, stores));
            added_roots.confine_by_script(allowlist, stores);
        }
        Some(added_roots)
    }

    /// The roots in the stores of Firefox and Thunderbird, and those with a consent.
    fn confine_by_script(&mut self, allowlist: &Allowlist<'_>, stores: &[Store]) {
        let of_mozilla = |(store, anchor): &(&Store, &Anchor)| {
            let clients = trusting(store, anchor);
            anchor.trust == Trust::Trusted
                && (clients.contains(&Client::Firefox) || clients.contains(&Client::Thunderbird))
        };
        // What a user has must not crowd out what the machine has.
        let (of_users, of_system): (Vec<&Store>, Vec<&Store>) =
            stores.iter().partition(|store| store.user.is_some());
        let found = of_system.into_iter().chain(of_users);
        let found = found.flat_map(|store| store.anchors.iter().map(move |anchor| (store, anchor)));
        let found = found
            .filter(of_mozilla)
            .map(|(_, anchor)| &anchor.certificate);
        let consented = self.consented.iter().flat_map(|one| &one.certificates);
        let mut taken = BTreeMap::new();
        for root in consented.chain(found).map(root_of) {
            let is_more = !taken.contains_key(&root.sha256());
            let versions = allowlist.confined_for_nss(&root);
            if !is_more || versions.is_empty() {
                continue;
            }
            if taken.len() < MOST_BY_SCRIPT {
                taken.insert(root.sha256(), versions);
            } else {
                self.left_out_count += 1;
            }
        }
        self.confined_by_script = taken.into_values().flatten().collect();
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
        if store.kind == StoreKind::Nss
            && allowlist.in_database_now(certificate, self.now).as_ref() == Some(certificate)
        {
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
