//! Holds roots to names in the system store.
//!
//! With `block --unlisted`, an unlisted root is not removed from the store but replaced: by its
//! own certificate with name constraints (`machine/src/confined_cert.rs`). Programs find it by
//! the root's name and key and apply the constraints to everything below it.
//!
//! ```text
//! the bundle              the root's block becomes the confined one's
//! the folder, a link      of the distribution's tool: goes, and the confined certificate comes
//!                         as a file that we write, with its hash link
//! the folder, a file      written by someone: the root in it becomes the confined one
//! Java's keystore         the root goes: Java does not apply constraints
//! ```
//!
//! Nothing of this is recorded. A confined certificate says itself which root it stands for, so
//! each run starts from what the store shows: a root that is new gets one, a root that its owner
//! uninstalls loses it with the next update, and other names or another end replace it.

use std::path::Path;

use anchorwatch_container::certificate_file;
use anchorwatch_identity::Certificate;
use anchorwatch_machine::confined_cert;

use crate::{
    openssl::name_hash,
    own_file::{self, OwnFile},
    pem_text,
    remark::{Cause, Causes},
};

anchorwatch_remark::remarks! {
    /// A remark on a root that is held to names.
    pub(crate) enum ConfineRemark {
        /// It cannot be held to names, and is refused for all of them.
        "root_not_confined" => NotConfined {
            /// Its name.
            name: String,
            /// Why.
            why: Cause,
        },
        /// Java refuses roots that other programs hold to names.
        "java_refuses_confined" => JavaRefuses {
            /// Their names.
            names: Causes,
        },
        /// OpenSSL holds no common name to constraints that is no plain host name, and some of its
        /// clients take one for a server's name.
        "common_names_not_confined" => CommonNames,
        /// A root is a server's own certificate too. OpenSSL and Go do not find it, because what is
        /// shown in its place is another certificate.
        "confined_server_refused" => ServerRefused {
            /// Its name.
            name: String,
        },
        /// The owner's settings cannot be read, so only the closed list is private.
        "private_names_unreadable" => PrivateNamesUnreadable {
            /// Why.
            why: Cause,
        },
    }
}

/// What a plan says of the roots that it holds to names.
pub(crate) fn limits_of(confined: &[Certificate]) -> impl Iterator<Item = ConfineRemark> {
    let of_all = confined.first().map(|_| ConfineRemark::CommonNames);
    let servers = confined
        .iter()
        .filter(|root| !root.server_names().is_empty());
    let of_servers = servers.map(|root| ConfineRemark::ServerRefused {
        name: root.subject().to_string(),
    });
    of_all.into_iter().chain(of_servers)
}

const PREFIX: &str = "anchorwatch-confines-";
const HEAD: &str = "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
# A root that speaks only for the names in its name constraints.
";
/// Of a certificate's hash in hexadecimal.
const NAME_DIGITS: usize = 32;

/// The file of a confined certificate; `None` if it is not one.
pub(crate) fn file_of(confined: &Certificate) -> Option<OwnFile> {
    let root = confined_cert::root_of(confined)?.sha256().to_string();
    let mark = root.get(..NAME_DIGITS)?;
    Some(OwnFile {
        name: own_file::name(PREFIX, mark),
        hash: name_hash::of(confined.subject().der())?,
        content: [HEAD, &pem(confined)].concat().into_bytes(),
    })
}

/// Whether a file shows a root that is held to names.
pub(crate) fn is_shown_in(content: &[u8]) -> bool {
    let file = certificate_file(content);
    file.certificates().any(confined_cert::is_one)
}

/// A certificate as it stands in the bundle.
pub(crate) fn pem(certificate: &Certificate) -> String {
    pem_text::block("CERTIFICATE", certificate.der())
}

/// Whether a path is that of such a file, whatever is there.
pub(crate) fn is_path_of_one(path: &Path) -> bool {
    own_file::is_path_of_one(path, PREFIX, NAME_DIGITS)
}

#[cfg(test)]
mod tests;
