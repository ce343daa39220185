//! Which keys a person means: by hash, by a certificate's file, by class.

use std::path::PathBuf;

use anchorwatch_home::{BlockedKey, Tree, Twins};
use anchorwatch_identity::{SpkiSha256, UnixSeconds, registry};
use anchorwatch_policy::{Class, DistrustSet, distrust::Match};
use anchorwatch_truststore::{Reading, audit};

use crate::input;

/// What was typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Selection<'a> {
    pub(super) keys: &'a [SpkiSha256],
    pub(super) certificates: &'a [PathBuf],
    pub(super) classes: &'a [Class],
}

impl Selection<'_> {
    fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.certificates.is_empty() && self.classes.is_empty()
    }

    /// The keys that are meant, sorted, each once. Nothing typed means every key that is
    /// known for interception, installed or not.
    pub(super) fn read(
        &self,
        tree: &Tree,
        reading: Reading,
        now: UnixSeconds,
    ) -> anyhow::Result<Vec<BlockedKey>> {
        let mut keys = self.named(now)?;
        keys.extend(self.of_built_in_entries(now));
        if !self.classes.is_empty() {
            keys.extend(self.of_stores(tree, reading, now));
        }
        keys.sort_by_key(|blocked| blocked.key);
        keys.dedup_by_key(|blocked| blocked.key);
        Ok(keys)
    }

    fn named(&self, now: UnixSeconds) -> anyhow::Result<Vec<BlockedKey>> {
        let by_hash = |key: &SpkiSha256| BlockedKey {
            key: *key,
            because: "owner: named by key".to_owned(),
            since: now,
            twins: Twins::default(),
        };
        let mut keys: Vec<BlockedKey> = self.keys.iter().map(by_hash).collect();
        for path in self.certificates {
            for certificate in input::certificates(path)? {
                keys.push(BlockedKey {
                    key: certificate.spki_sha256(),
                    because: format!("owner: named by certificate, {}", certificate.subject()),
                    since: now,
                    twins: Twins::of(&certificate),
                });
            }
        }
        Ok(keys)
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

    fn of_stores(&self, tree: &Tree, reading: Reading, now: UnixSeconds) -> Vec<BlockedKey> {
        let uid = anchorwatch_home::effective_user().0;
        let mut keys = Vec::new();
        for (_, held) in audit(tree, reading, uid, now, None).held() {
            let class = held.classification.class;
            let certificate = &held.certificate;
            // Whoever puts a public key into a certificate of their own making must not be
            // able to have the public root refused.
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
