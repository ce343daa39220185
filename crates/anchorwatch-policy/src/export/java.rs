//! Java's `blocked.certs`: `import/java.rs` describes it.

use std::collections::BTreeSet;

use super::Not;
use crate::{DistrustEntry, distrust::Match};

#[derive(Default)]
pub(super) struct JavaBlocked(BTreeSet<String>);

impl JavaBlocked {
    pub(super) fn add(&mut self, entry: &DistrustEntry) -> Result<(), Not> {
        match &entry.matches {
            Match::Certificate(hash) => {
                // Java compares upper-case text.
                self.0.insert(hash.to_string().to_uppercase());
                Ok(())
            }
            _ => Err(Not::Kind),
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut text = "Algorithm=SHA-256\n".to_owned();
        for fingerprint in self.0 {
            text.push_str(&fingerprint);
            text.push('\n');
        }
        text.into_bytes()
    }
}
