//! Which keys a user means: by hash, by certificate file, by class.

use std::path::PathBuf;

use anchorwatch_home::{BlockedKey, Tree, Twins};
use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds, registry};
use anchorwatch_machine::{Audit, Store};
use anchorwatch_policy::{Class, DistrustSet, distrust::Match};

use crate::{
    input,
    key_hash::{KeyHash, KnownHere},
};

/// The arguments that name keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Selection<'a> {
    /// How the command takes a key, such as `block --key`.
    pub(super) command: &'static str,
    pub(super) keys: &'a [KeyHash],
    pub(super) certificates: &'a [PathBuf],
    pub(super) classes: &'a [Class],
}

/// The selected keys.
#[derive(Debug)]
pub(super) struct Selected {
    /// Sorted, without duplicates.
    pub(super) keys: Vec<BlockedKey>,
    /// Keys that were typed and are unknown here, sorted.
    pub(super) unknown: Vec<SpkiSha256>,
}

impl Selection<'_> {
    fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.certificates.is_empty() && self.classes.is_empty()
    }

    /// The selected keys. With no arguments: every key known for interception, installed or
    /// not. What signed lists refuse, a block refuses without being asked.
    ///
    /// # Errors
    /// A file cannot be read, or a hash is that of a certificate.
    pub(super) fn read(
        &self,
        tree: &Tree,
        audit: &Audit,
        now: UnixSeconds,
    ) -> anyhow::Result<Selected> {
        let mut given = Vec::new();
        for path in self.certificates {
            given.extend(input::certificates(path)?);
        }
        let mut keys: Vec<BlockedKey> = given.iter().map(|one| by_certificate(one, now)).collect();
        let unknown = self.typed(tree, &audit.stores, &given, now, &mut keys)?;
        keys.extend(self.of_built_in_entries(now));
        if !self.classes.is_empty() {
            keys.extend(self.of_stores(audit, now));
        }
        // If a key is selected twice, keep the entry that knows more.
        keys.sort_by_key(|blocked| (blocked.key, blocked.twins == Twins::default()));
        keys.dedup_by_key(|blocked| blocked.key);
        Ok(Selected { keys, unknown })
    }

    fn typed(
        &self,
        tree: &Tree,
        stores: &[Store],
        given: &[Certificate],
        now: UnixSeconds,
        keys: &mut Vec<BlockedKey>,
    ) -> anyhow::Result<Vec<SpkiSha256>> {
        let known = KnownHere::of(tree, stores, given);
        let mut unknown = Vec::new();
        for hash in self.keys {
            let typed = known.key(*hash, self.command)?;
            if !typed.is_known {
                unknown.push(typed.key);
            }
            keys.push(BlockedKey {
                key: typed.key,
                because: "owner: named by key".to_owned(),
                since: now,
                twins: Twins::default(),
            });
        }
        unknown.sort();
        unknown.dedup();
        Ok(unknown)
    }

    fn of_built_in_entries(&self, now: UnixSeconds) -> Vec<BlockedKey> {
        let is_meant = |class| self.is_empty() || self.classes.contains(&class);
        let mut keys = Vec::new();
        for entry in DistrustSet::built_in().entries() {
            let Match::Key(key) = entry.matches else {
                continue;
            };
            let known = registry::known_key(&key);
            let class = known.map(|known| Class::of_conduct(known.conduct));
            if let Some(class) = class.filter(|class| is_meant(*class)) {
                keys.push(BlockedKey {
                    key,
                    because: format!("{}: {}", class.code(), entry.source),
                    since: now,
                    twins: Twins::default(),
                });
            }
        }
        keys
    }

    fn of_stores(&self, audit: &Audit, now: UnixSeconds) -> Vec<BlockedKey> {
        let mut keys = Vec::new();
        for (_, held) in audit.held() {
            let class = held.classification.class;
            let certificate = &held.certificate;
            // Otherwise, anyone could have a public root refused by putting its key into a
            // certificate of their own.
            let is_public = registry::in_public_program(&certificate.spki_sha256());
            if self.classes.contains(&class) && !is_public {
                keys.push(BlockedKey {
                    key: certificate.spki_sha256(),
                    because: format!("{}: {}", class.code(), certificate.subject()),
                    since: now,
                    twins: Twins::of(certificate),
                });
            }
        }
        keys
    }
}

fn by_certificate(certificate: &Certificate, now: UnixSeconds) -> BlockedKey {
    BlockedKey {
        key: certificate.spki_sha256(),
        because: format!("owner: named by certificate, {}", certificate.subject()),
        since: now,
        twins: Twins::of(certificate),
    }
}
