//! Remarks on a refusal in Java's keystores and lists.

use std::path::PathBuf;

use anchorwatch_home::NodeState;

use crate::remark::Cause;

anchorwatch_remark::remarks! {
    /// A remark on a refusal in Java's keystores and lists.
    pub(crate) enum JavaRemark {
        /// Others than root can write a list of blocked certificates.
        "blocked_certs_writable" => BlockedCertsWritable {
            /// The list.
            path: PathBuf,
        },
        /// A JDK has no list of blocked certificates.
        "blocked_certs_missing" => BlockedCertsMissing {
            /// The JDK's folder.
            path: PathBuf,
        },
        /// The list is a configuration file of a package.
        "blocked_certs_of_package" => BlockedCertsOfPackage {
            /// The list.
            path: PathBuf,
        },
        /// An upgrade of Java may replace the list.
        "blocked_certs_replaced_by_upgrade" => BlockedCertsReplacedByUpgrade {
            /// The list.
            path: PathBuf,
        },
        /// Java cannot read the list.
        "blocked_certs_unreadable" => BlockedCertsUnreadable {
            /// What is wrong with it.
            why: Cause,
        },
        /// Nothing can be added to the list.
        "blocked_certs_open_end" => BlockedCertsOpenEnd,
        /// The list would say something else without our lines.
        "blocked_certs_would_change" => BlockedCertsWouldChange,
        /// A receipt's item is not a fingerprint.
        "blocked_certs_bad_item" => BlockedCertsBadItem,
        /// Running programs have read their keystore already.
        "keystore_read_at_start" => KeystoreReadAtStart,
        /// There is no keystore file that can be read.
        "keystore_not_read" => KeystoreNotRead {
            /// The path.
            path: PathBuf,
            /// What is there.
            node: NodeState,
        },
        /// An entry cannot be read.
        "keystore_entry_unreadable" => EntryUnreadable {
            /// Its name.
            entry: String,
            /// What is wrong with it.
            why: Cause,
        },
        /// An entry without a name cannot be read.
        "keystore_nameless_entry_unreadable" => NamelessEntryUnreadable {
            /// What is wrong with it.
            why: Cause,
        },
        /// A private key's own certificate has a refused key.
        "keystore_private_key_stays" => PrivateKeyStays {
            /// The entry's name.
            entry: String,
        },
        /// The same in a format that does not say which.
        "keystore_some_private_key_stays" => SomePrivateKeyStays,
        /// The file cannot be sealed again.
        "keystore_password_unknown" => PasswordUnknown,
        /// The file cannot be rewritten.
        "keystore_left" => Left {
            /// Why.
            why: Cause,
        },
        /// A refused certificate is still there after it was taken out.
        "keystore_still_shows_refused" => StillShowsRefused,
        /// A receipt's entry cannot be read.
        "keystore_bad_item" => BadItem,
        /// A receipt's entry is not a trusted certificate.
        "keystore_item_not_trusted" => ItemNotTrusted,
        /// The keystore has another format now.
        "keystore_other_format" => OtherFormat {
            /// The format that it had.
            format: String,
        },
        /// Another certificate has the entry's name now.
        "keystore_name_taken" => NameTaken {
            /// The name.
            entry: String,
        },
        /// The same of an entry without a name.
        "keystore_nameless_taken" => NamelessTaken,
    }
}
