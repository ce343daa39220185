//! The certificates that the distribution's package ships, according to dpkg's records.
//!
//! ```text
//! /var/lib/dpkg/info/ca-certificates.list       one path a line
//! /var/lib/dpkg/info/ca-certificates.md5sums    MD5, two spaces, the path without its «/»
//! ```
//!
//! A file counts if it is on both lists and its bytes have the recorded sum. dpkg offers
//! only MD5 (deb-md5sums(5)): creating a file for a given sum is still infeasible, and an
//! attacker who could choose both files could also write the records.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Component, Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{Node, Tree};
use anchorwatch_identity::{CertSha256, Certificate};
use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};

use crate::{error_text::with_cause, store_builder::MAX_FILE_BYTES};

use super::SHIPPED;

const LIST: &str = "/var/lib/dpkg/info/ca-certificates.list";
const SUMS: &str = "/var/lib/dpkg/info/ca-certificates.md5sums";

/// The largest record that is read, in bytes; that of Debian 12 has 16 KiB.
const MAX_RECORD_BYTES: u64 = 4 << 20;

/// What the package ships.
#[derive(Debug, Default)]
pub struct Shipped {
    /// The certificates.
    pub certificates: BTreeSet<CertSha256>,
    /// Files that differ from what was shipped, one sentence each; their content counts as
    /// added.
    pub changed: Vec<String>,
}

impl Shipped {
    /// Reads the records and every file that they name.
    ///
    /// # Errors
    /// A sentence: the records are missing, not root's, not understood, or name no
    /// certificate that exists.
    pub fn read(tree: &Tree) -> Result<Self, String> {
        let list = record(tree, LIST)?;
        let sums = sums(tree, &record(tree, SUMS)?)?;
        let mut shipped = Self::default();
        for line in list.lines() {
            let path = PathBuf::from(line);
            if path.starts_with(SHIPPED) && line.ends_with(".crt") && is_plain(&path) {
                shipped.take(tree, &path, sums.get(&path));
            }
        }
        if shipped.certificates.is_empty() {
            let place = tree.display_path(LIST.as_ref());
            let place = place.display();
            return Err(format!(
                "{place} names no certificate that is as it was shipped"
            ));
        }
        Ok(shipped)
    }

    fn take(&mut self, tree: &Tree, path: &Path, sum: Option<&String>) {
        let content = match tree.read(path, MAX_FILE_BYTES) {
            Ok(content) => content,
            // An administrator may leave some out (dpkg's path-exclude).
            Err(error) if error.is_not_found() => return,
            Err(error) => return self.changed.push(with_cause(&error)),
        };
        if sum.is_none_or(|sum| *sum != HEXLOWER.encode(&Md5::digest(&content))) {
            let place = tree.display_path(path);
            let place = place.display();
            let said = format!("{place} is not as its package shipped it, and is not let in");
            return self.changed.push(said);
        }
        let file = certificate_file(&content);
        self.certificates
            .extend(file.certificates().map(Certificate::sha256));
    }
}

/// Whether dpkg has records of the package here, in any state.
pub fn has_records(tree: &Tree) -> bool {
    let is_absent = |path: &str| matches!(tree.node(path.as_ref()), Ok(Node::Absent));
    !(is_absent(LIST) && is_absent(SUMS))
}

/// A dpkg record that only root can have written.
fn record(tree: &Tree, path: &str) -> Result<String, String> {
    let content = tree
        .read_own(path.as_ref(), MAX_RECORD_BYTES)
        .map_err(|error| with_cause(&error))?;
    String::from_utf8(content)
        .map_err(|_| format!("{} is no text", tree.display_path(path.as_ref()).display()))
}

fn sums(tree: &Tree, text: &str) -> Result<BTreeMap<PathBuf, String>, String> {
    let mut sums = BTreeMap::new();
    for line in text.lines() {
        let is_sum = |sum: &str| sum.len() == 32 && sum.bytes().all(|it| it.is_ascii_hexdigit());
        let Some((sum, path)) = line.split_once("  ").filter(|(sum, _)| is_sum(sum)) else {
            let place = tree.display_path(SUMS.as_ref());
            return Err(format!("{} has a line that is no sum", place.display()));
        };
        sums.insert(Path::new("/").join(path), sum.to_ascii_lowercase());
    }
    Ok(sums)
}

fn is_plain(path: &Path) -> bool {
    let is_step = |part: Component<'_>| matches!(part, Component::RootDir | Component::Normal(_));
    path.components().all(is_step)
}
