//! dpkg's records of the package ca-certificates.
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
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{Node, Tree};
use anchorwatch_identity::Certificate;
use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};

use crate::{
    shipped::{PackageRecords, Shipped, ShippedProblem},
    store_builder::MAX_FILE_BYTES,
};

use super::SHIPPED;

const LIST: &str = "/var/lib/dpkg/info/ca-certificates.list";
const SUMS: &str = "/var/lib/dpkg/info/ca-certificates.md5sums";

/// The largest record that is read, in bytes; that of Debian 12 has 16 KiB.
const MAX_RECORD_BYTES: u64 = 4 << 20;

pub(crate) const RECORDS: PackageRecords = PackageRecords { are_there, read };

/// Whether dpkg has records of the package here, in any state.
fn are_there(tree: &Tree) -> bool {
    let is_absent = |path: &str| matches!(tree.node(path.as_ref()), Ok(Node::Absent));
    !(is_absent(LIST) && is_absent(SUMS))
}

fn read(tree: &Tree) -> Result<Shipped, ShippedProblem> {
    let list = record(tree, LIST)?;
    let sums = sums(tree, &record(tree, SUMS)?)?;
    let mut shipped = Shipped::default();
    for line in list.lines() {
        let path = PathBuf::from(line);
        if path.starts_with(SHIPPED) && line.ends_with(".crt") && is_plain(&path) {
            take(&mut shipped, tree, &path, sums.get(&path));
        }
    }
    if shipped.certificates.is_empty() {
        let path = tree.display_path(LIST.as_ref());
        return Err(ShippedProblem::NothingShipped { path });
    }
    Ok(shipped)
}

fn take(shipped: &mut Shipped, tree: &Tree, path: &Path, sum: Option<&String>) {
    let content = match tree.read(path, MAX_FILE_BYTES) {
        Ok(content) => content,
        // An administrator may leave some out (dpkg's path-exclude).
        Err(error) if error.is_not_found() => return,
        Err(error) => {
            let why = (&error).into();
            return shipped.changed.push(ShippedProblem::Unread { why });
        }
    };
    if sum.is_none_or(|sum| *sum != HEXLOWER.encode(&Md5::digest(&content))) {
        let path = tree.display_path(path);
        return shipped.changed.push(ShippedProblem::Changed { path });
    }
    let file = certificate_file(&content);
    shipped
        .certificates
        .extend(file.certificates().map(Certificate::sha256));
}

/// A dpkg record that only root can have written.
fn record(tree: &Tree, path: &str) -> Result<String, ShippedProblem> {
    let content = tree
        .read_own(path.as_ref(), MAX_RECORD_BYTES)
        .map_err(|error| ShippedProblem::Unread {
            why: (&error).into(),
        })?;
    String::from_utf8(content).map_err(|_| ShippedProblem::NotText {
        path: tree.display_path(path.as_ref()),
    })
}

fn sums(tree: &Tree, text: &str) -> Result<BTreeMap<PathBuf, String>, ShippedProblem> {
    let mut sums = BTreeMap::new();
    for line in text.lines() {
        let is_sum = |sum: &str| sum.len() == 32 && sum.bytes().all(|it| it.is_ascii_hexdigit());
        let Some((sum, path)) = line.split_once("  ").filter(|(sum, _)| is_sum(sum)) else {
            let path = tree.display_path(SUMS.as_ref());
            return Err(ShippedProblem::NotASum { path });
        };
        sums.insert(Path::new("/").join(path), sum.to_ascii_lowercase());
    }
    Ok(sums)
}

fn is_plain(path: &Path) -> bool {
    let is_step = |part: Component<'_>| matches!(part, Component::RootDir | Component::Normal(_));
    path.components().all(is_step)
}
