//! What a browser's policies withdraw from the stores that it would trust.
//!
//! ```text
//! CADistrustedCertificates            every certificate with one of these keys
//! CAPlatformIntegrationEnabled=false  everything in an NSS database
//! ```
//!
//! Measured with Chromium 156 on Debian 12, each by a page that loaded or did not (see
//! `trials/chromium_obeys_what_audit_reads`). The first also applies to the browser's own
//! certificate manager, the second does not.
//!
//! All browsers built on Chromium share the databases of a home, but each obeys only its
//! own policies. A root in such a database is therefore withdrawn only if every browser
//! that is installed, or has a profile in some home, withdraws it.
//!
//! Only mandatory policies count. Chromium also obeys a recommended list of refused keys,
//! but a preference of its user, which is not read, wins over it.
//!
//! **Not applied** to what a database's module brings, or to anything inside snap and
//! Flatpak: whose policies apply there was not tried. Those roots count as trusted.
//!
//! **Trust:** policies come from the machine's owner. A user's files can only add a
//! browser, and so withdraw less.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_identity::SpkiSha256;

use super::browser::Browser;
use crate::{Client, Inventory, Store, StoreKind, Trust, nss};

/// The effect of the policies of one folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PolicyEffect {
    pub(super) refused: BTreeSet<SpkiSha256>,
    pub(super) databases: Databases,
}

/// Whether NSS databases count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Databases {
    #[default]
    Trusted,
    Ignored,
}

impl PolicyEffect {
    /// What both withdraw.
    fn and(self, other: &Self) -> Self {
        Self {
            refused: self.refused.intersection(&other.refused).copied().collect(),
            databases: match (self.databases, other.databases) {
                (Databases::Ignored, Databases::Ignored) => Databases::Ignored,
                _ => Databases::Trusted,
            },
        }
    }

    fn takes_back(&self, kind: StoreKind, key: &SpkiSha256) -> bool {
        let is_ignored = kind == StoreKind::Nss && self.databases == Databases::Ignored;
        is_ignored || self.refused.contains(key)
    }
}

/// The effects of every browser's policies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PolicyEffects(BTreeMap<Browser, PolicyEffect>);

impl PolicyEffects {
    /// Adds one folder of a browser. Which of several it reads is unknown, so only what all
    /// of them contain counts.
    pub(super) fn add(&mut self, browser: Browser, order: PolicyEffect) {
        let order = match self.0.remove(&browser) {
            Some(other) => other.and(&order),
            None => order,
        };
        self.0.insert(browser, order);
    }

    /// Withdraws what every browser that reads a store withdraws. `homes` are the users'
    /// homes.
    pub(crate) fn carry_out(&self, all: &mut Inventory, homes: &[PathBuf]) {
        let installed = all.browsers.clone();
        for store in &mut all.stores {
            let readers = readers(store, homes)
                .intersection(&installed)
                .copied()
                .collect();
            self.take_back(store, &readers);
        }
    }

    fn take_back(&self, store: &mut Store, readers: &BTreeSet<Browser>) {
        if readers.is_empty() {
            return;
        }
        let kind = store.kind;
        for anchor in &mut store.anchors {
            let key = anchor.certificate.spki_sha256();
            let is_taken = readers.iter().all(|browser| {
                self.0
                    .get(browser)
                    .is_some_and(|order| order.takes_back(kind, &key))
            });
            if is_taken && anchor.effective_for.contains(&Client::Chromium) {
                anchor
                    .effective_for
                    .retain(|client| *client != Client::Chromium);
                // Other programs may read a database, but only the browser reads its own
                // store.
                if kind == StoreKind::ChromiumServerCertificates {
                    anchor.trust = Trust::Distrusted;
                }
            }
        }
    }
}

/// The browsers that may read a store of a home; empty if unknown.
fn readers(store: &Store, homes: &[PathBuf]) -> BTreeSet<Browser> {
    let prefix = format!("{}:", store.kind.code());
    let Some(path) = store.id.strip_prefix(&prefix).map(Path::new) else {
        return BTreeSet::new();
    };
    let inside = homes.iter().filter_map(|home| path.strip_prefix(home).ok());
    inside.flat_map(|path| of_place(store.kind, path)).collect()
}

fn of_place(kind: StoreKind, inside: &Path) -> Vec<Browser> {
    let folder = inside.parent().unwrap_or(inside);
    let reads = |browser: &Browser| match kind {
        StoreKind::Nss => nss::CHROMIUM.iter().any(|place| folder == Path::new(place)),
        StoreKind::ChromiumServerCertificates => {
            let profiles = folder.parent();
            let mut places = browser.profile_folders().iter();
            places.any(|place| profiles == Some(Path::new(place)))
        }
        _ => false,
    };
    Browser::ALL.into_iter().filter(reads).collect()
}

#[cfg(test)]
mod tests;
