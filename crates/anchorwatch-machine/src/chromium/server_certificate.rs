//! The certificate manager of a Chromium profile: an SQLite database next to the profile's
//! other files, in which the browser keeps what its user imported.
//!
//! ```text
//! table certificates
//!   sha256hash_hex   TEXT   the key; its value has no effect (measured)
//!   der_cert         BLOB   the certificate
//!   trust_settings   BLOB   a CertificateMetadata, see [`metadata`]
//! ```
//!
//! Source: Chromium's `server_certificate_database.cc`, and the empty database that
//! Chromium 148 creates in a new profile. Which rows are trusted was measured with it.

use std::path::Path;

use crate::{
    Anchor, Client, Inaccessible, Inventory, Store, StoreKind, Trust, User,
    not_read::NoFile,
    sqlite::{self, Database, DatabaseProblem, Error, blob},
};
use anchorwatch_home::{EntryKind, Tree};
use anchorwatch_identity::Certificate;
use anchorwatch_remark::{Remark as _, Told};

use super::remark::ChromiumRemark;

mod metadata;

/// The name of the database in a profile's folder.
pub(super) const NAME: &str = "ServerCertificate";
const TABLE: &str = "certificates";
/// The most unreadable rows that are reported: one is enough to know that there are some.
const MAX_NOTES: usize = 100;

/// The content of a database.
#[derive(Debug, Default)]
struct Rows {
    certificates: Vec<(Certificate, Trust)>,
    unreadable: Vec<Told>,
}

impl Rows {
    fn note(&mut self, what: &ChromiumRemark) {
        if self.unreadable.len() < MAX_NOTES {
            self.unreadable.push(what.told());
        }
    }
}

/// Reads every profile in a browser's folder.
pub(super) fn of_profiles(tree: &Tree, user: &User, folder: &Path, found: &mut Inventory) {
    let entries = match tree.list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            if !error.is_not_found() {
                let closed = Inaccessible::new(tree, folder, user.uid, &error);
                found.closed.push(closed);
            }
            return;
        }
    };
    // Some Operas use the folder itself as their only profile.
    if entries.iter().any(|entry| entry.name == "Preferences") {
        profile(tree, user, &folder.join(NAME), found);
    }
    // A profile may have any name: `--profile-directory` chooses it.
    for entry in entries {
        if matches!(entry.kind, EntryKind::Directory | EntryKind::Symlink) {
            profile(tree, user, &folder.join(entry.name).join(NAME), found);
        }
    }
}

fn profile(tree: &Tree, user: &User, path: &Path, found: &mut Inventory) {
    let kind = StoreKind::ChromiumServerCertificates;
    let mut store = Store::new(tree, kind, path, Some(user));
    match sqlite::read(tree, path) {
        Ok(copy) => match read(copy.content) {
            Ok(rows) => {
                store.unreadable = rows.unreadable;
                store.unreadable.extend(copy.unclear.map(|why| why.told()));
                let anchors = rows.certificates.into_iter();
                store.anchors = anchors
                    .map(|(certificate, trust)| {
                        Anchor::new(certificate, trust, &[Client::Chromium])
                    })
                    .collect();
            }
            Err(error) => store.error = Some(DatabaseProblem::from(&error).told()),
        },
        Err(error) => return found.not_read(tree, store, path, user.uid, NoFile::Unread, &error),
    }
    found.stores.push(store);
}

fn read(content: Vec<u8>) -> Result<Rows, Error> {
    let mut found = Rows::default();
    // Chromium creates the file before it fills it.
    if content.is_empty() {
        return Ok(found);
    }
    Database::open(content, TABLE)?.each(|row| {
        let trust = metadata::trust(&blob(row, "trust_settings")).unwrap_or_else(|error| {
            found.note(&error);
            Trust::None
        });
        match Certificate::from_der(&blob(row, "der_cert")) {
            Ok(certificate) => found.certificates.push((certificate, trust)),
            Err(error) => found.note(&ChromiumRemark::CertificateRow {
                why: (&error).into(),
            }),
        }
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests;
