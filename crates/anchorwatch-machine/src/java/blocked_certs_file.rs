//! The certificates that a Java itself refuses, whatever its keystore contains.
//!
//! `lib/security/blocked.certs` next to the keystores, `blacklisted.certs` in older Javas
//! (OpenJDK's `UntrustedCertificates`; Java 7 has none). It names exact certificates: one
//! that was issued again for the same key is trusted (run with OpenJDK 17, see
//! `trials/java_trusts_what_the_audit_says`).
//!
//! Which of the two names a Java reads is unknown from outside, so if both exist, only
//! certificates in both count as refused.
//!
//! **Not noticed:** a list that was added to a Java that reads none.

use std::{collections::BTreeSet, path::Path};

use anchorwatch_home::Tree;
use anchorwatch_identity::CertSha256;
use anchorwatch_policy::{distrust::Match, import};

use super::remark::JavaRemark;

const NAMES: [&str; 2] = ["blocked.certs", "blacklisted.certs"];

/// The largest list that is read, in bytes; that of OpenJDK 25 has under 3 KB.
const MAX_LIST_BYTES: u64 = 1 << 20;

/// The most bytes of lists read in one inventory: enough for ten thousand Javas.
pub(super) const MAX_ALL_BYTES: u64 = 32 << 20;

/// The certificates that one Java refuses.
#[derive(Debug, Default)]
pub(super) struct Blocked {
    pub(super) certificates: BTreeSet<CertSha256>,
    /// Lists that are there and were not read; such a list refuses nothing here.
    pub(super) remarks: Vec<JavaRemark>,
}

/// Who starts a Java.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StartedBy {
    /// Any user: a list that only root can read does not apply.
    Anyone,
    /// The user who reads it here.
    ItsOwner,
}

/// Reads the lists in a Java's keystore folder, within the bytes that are left.
pub(super) fn of(
    tree: &Tree,
    security: &Path,
    started_by: StartedBy,
    bytes_left: &mut u64,
) -> Blocked {
    let mut certificates: Option<BTreeSet<CertSha256>> = None;
    let mut remarks = Vec::new();
    for name in NAMES {
        let path = security.join(name);
        let shown = || tree.display_path(&path);
        let list = match tree.read(&path, MAX_LIST_BYTES.min(*bytes_left)) {
            Ok(_) if started_by == StartedBy::Anyone && !is_open(tree, &path) => {
                Err(JavaRemark::BlockedListPrivate { path: shown() })
            }
            Ok(content) => {
                *bytes_left -= content.len() as u64;
                fingerprints(&content)
                    .map_err(|why| JavaRemark::BlockedListNotUnderstood { path: shown(), why })
            }
            Err(error) if error.is_not_found() => continue,
            Err(error) => Err(JavaRemark::BlockedListUnread {
                path: shown(),
                why: (&error).into(),
            }),
        };
        let list = list.unwrap_or_else(|remark| {
            remarks.push(remark);
            BTreeSet::new()
        });
        certificates = Some(match certificates {
            Some(other) => other.intersection(&list).copied().collect(),
            None => list,
        });
    }
    Blocked {
        certificates: certificates.unwrap_or_default(),
        remarks,
    }
}

fn is_open(tree: &Tree, path: &Path) -> bool {
    tree.is_open_to_all(path).unwrap_or(false)
}

fn fingerprints(content: &[u8]) -> Result<BTreeSet<CertSha256>, import::Error> {
    let imported = import::java::read(content)?;
    Ok(imported
        .entries
        .into_iter()
        .filter_map(|entry| match entry.matches {
            Match::Certificate(hash) => Some(hash),
            _ => None,
        })
        .collect())
}
