//! Remarks on Java's keystores and lists.

use std::path::PathBuf;

use anchorwatch_container::PlaceStep;
use anchorwatch_identity::problem::{CertificateFileProblem, ContainerProblem};

use anchorwatch_policy::import;

use crate::read_problem::ReadProblem;

anchorwatch_remark::remarks! {
    /// A remark on a keystore, or on a list of certificates that a Java refuses.
    pub enum JavaRemark {
        /// An entry of a JKS file.
        "java_entry" => Entry {
            /// Its name.
            alias: String,
            /// What is wrong with it.
            why: CertificateFileProblem,
        },
        /// A part of a PKCS #12 file.
        "java_part" => Part {
            /// Where it is, from the outside in.
            place: Vec<PlaceStep>,
            /// What is wrong with it.
            why: ContainerProblem,
        },
        /// No usual password fits.
        "java_unknown_password" => UnknownPassword,
        /// The bytes cannot be read.
        "java_keystore_unreadable" => KeystoreUnreadable {
            /// What is wrong with them.
            why: ContainerProblem,
        },
        /// Another format.
        "java_not_a_keystore" => NotAKeystore {
            /// Its code.
            format: String,
        },
        /// There was no password to try.
        "java_no_password_tried" => NoPasswordTried,
        /// A JKS file ends early.
        "java_keystore_ends" => KeystoreEnds {
            /// Where, in bytes.
            at: u64,
        },
        /// A version that is not known.
        "java_keystore_version" => KeystoreVersion {
            /// The version.
            version: u64,
        },
        /// A kind of entry that is not known.
        "java_keystore_tag" => KeystoreTag {
            /// The kind.
            tag: u64,
            /// Where, in bytes.
            at: u64,
        },
        /// A secret key, whose length is not stated.
        "java_keystore_secret_key" => KeystoreSecretKey {
            /// Where, in bytes.
            at: u64,
        },
        /// More entries than are read.
        "java_keystore_entries_limit" => KeystoreEntriesLimit {
            /// How many are read.
            max: u64,
        },
        /// A list that not every user can read.
        "java_blocked_list_private" => BlockedListPrivate {
            /// The list.
            path: PathBuf,
        },
        /// A list that was not read.
        "java_blocked_list_unread" => BlockedListUnread {
            /// The list.
            path: PathBuf,
            /// What prevented it.
            why: ReadProblem,
        },
        /// A list that is not understood.
        "java_blocked_list_not_understood" => BlockedListNotUnderstood {
            /// The list.
            path: PathBuf,
            /// What is wrong with it.
            why: import::Error,
        },
    }
}
