//! What a change inside a file that others write too means, for whoever shows it.
//!
//! Receipts keep such a change as text. Only the mechanism that wrote the text reads it.

use anchorwatch_home::EditItem;
use anchorwatch_remark::{Remark as _, Told};

/// A change inside a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// What changes.
    pub what: Told,
    /// What it says now.
    pub before: Told,
    /// What it will say.
    pub after: Told,
    /// The single values that change, if these are known.
    pub fields: Vec<FieldChange>,
}

/// A single value that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name in the file's format.
    pub name: String,
    /// Its value now; `None`: it has none.
    pub before: Option<String>,
    /// Its value afterwards.
    pub after: String,
}

anchorwatch_remark::remarks! {
    /// What changes inside a file.
    pub(crate) enum ItemChange {
        /// A certificate in a file of them.
        "item_certificate" => Certificate {
            /// Its SHA-256.
            certificate: String,
        },
        /// An entry of a keystore.
        "item_keystore_entry" => KeystoreEntry {
            /// Its name.
            entry: String,
        },
        /// A line of a list of blocked certificates.
        "item_blocked_certificate" => BlockedCertificate {
            /// The SHA-256 of the certificate.
            certificate: String,
        },
        /// A policy, or a switch in one.
        "item_policy" => Policy {
            /// Its name.
            policy: String,
        },
        /// Our part of a script.
        "item_script_part" => ScriptPart,
        /// An exception for a host.
        "item_exception" => Exception {
            /// The host.
            host: String,
        },
        /// A revocation by name and key.
        "item_revocation" => Revocation {
            /// The SHA-256 of the key.
            key: String,
        },
        /// A revocation of one certificate.
        "item_revocation_of_one" => RevocationOfOne {
            /// The serial number, in hexadecimal digits.
            serial: String,
        },
        /// A row of a database, about a certificate.
        "item_row" => Row {
            /// The row's class and number.
            object: String,
            /// The first digits of the certificate's SHA-256.
            certificate: String,
        },
        /// A row of a database, about a certificate that is not in it.
        "item_row_without_certificate" => RowWithoutCertificate {
            /// The row's class and number.
            object: String,
        },
        /// A change of a form that this version does not know.
        "item_other" => Other {
            /// Its name.
            name: String,
        },
    }
}

anchorwatch_remark::remarks! {
    /// What an item says.
    pub(crate) enum ItemValue {
        /// It is not there.
        "value_absent" => Absent,
        /// The certificate is there.
        "value_certificate" => Certificate,
        /// The entry is there.
        "value_entry" => Entry,
        /// The revocation is there.
        "value_revocation" => Revocation,
        /// Values of trust, by name.
        "value_trust" => Trust {
            /// Each as `name=value`.
            values: Vec<String>,
        },
        /// Its text.
        "value_text" => Text {
            /// The first line, cut.
            text: String,
        },
    }
}

/// The most letters of a text.
const MAX_LETTERS: usize = 80;

impl ItemView {
    /// A view without single values. `there` describes a text that is there.
    pub(crate) fn of(
        item: &EditItem,
        what: &ItemChange,
        there: impl Fn(&str) -> ItemValue,
    ) -> Self {
        let value = |text: &Option<String>| match text {
            Some(text) => there(text).told(),
            None => ItemValue::Absent.told(),
        };
        Self {
            what: what.told(),
            before: value(&item.before),
            after: value(&item.after),
            fields: Vec::new(),
        }
    }

    /// An item that no mechanism explains.
    pub(crate) fn other(item: &EditItem) -> Self {
        let name = item.name.clone();
        Self::of(item, &ItemChange::Other { name }, ItemValue::first_line)
    }
}

impl ItemValue {
    /// The first line of a text, cut.
    pub(crate) fn first_line(text: &str) -> Self {
        let line = text.lines().next().unwrap_or_default();
        Self::Text {
            text: line.chars().take(MAX_LETTERS).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
