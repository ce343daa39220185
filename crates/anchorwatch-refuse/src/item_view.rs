//! What a change inside a file that others write too means, for whoever shows it.
//!
//! Receipts keep such a change as text. Only the mechanism that wrote the text reads it.

use anchorwatch_home::{Edit, EditItem};
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    java::{blocked_certs, keystore},
    mozilla::{autoconfig, cert_override, policy, security_state},
    nss, pem,
};

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

/// What an edit changes, item by item.
#[must_use]
pub fn items(edit: &Edit) -> Vec<ItemView> {
    let view = match edit.format.code() {
        nss::FORMAT => nss::edit::view,
        pem::FORMAT => certificate,
        keystore::FORMAT => keystore_entry,
        blocked_certs::FORMAT => blocked_certificate,
        policy::FORMAT => policy_switch,
        autoconfig::FORMAT => script_part,
        cert_override::FORMAT => exception,
        security_state::FORMAT => revocation,
        _ => other,
    };
    edit.items.iter().map(view).collect()
}

/// A view without single values. `there` describes a text that is there.
fn of(item: &EditItem, what: &ItemChange, there: impl Fn(&str) -> ItemValue) -> ItemView {
    let value = |text: &Option<String>| match text {
        Some(text) => there(text).told(),
        None => ItemValue::Absent.told(),
    };
    ItemView {
        what: what.told(),
        before: value(&item.before),
        after: value(&item.after),
        fields: Vec::new(),
    }
}

fn text(text: &str) -> ItemValue {
    let line = text.lines().next().unwrap_or_default();
    ItemValue::Text {
        text: line.chars().take(MAX_LETTERS).collect(),
    }
}

fn certificate(item: &EditItem) -> ItemView {
    let certificate = item.name.clone();
    of(item, &ItemChange::Certificate { certificate }, |_| {
        ItemValue::Certificate
    })
}

fn keystore_entry(item: &EditItem) -> ItemView {
    let entry = item.name.clone();
    of(item, &ItemChange::KeystoreEntry { entry }, |_| {
        ItemValue::Entry
    })
}

fn blocked_certificate(item: &EditItem) -> ItemView {
    let certificate = item.name.clone();
    of(
        item,
        &ItemChange::BlockedCertificate { certificate },
        |_| ItemValue::Entry,
    )
}

fn policy_switch(item: &EditItem) -> ItemView {
    let policy = item.name.clone();
    of(item, &ItemChange::Policy { policy }, text)
}

fn script_part(item: &EditItem) -> ItemView {
    of(item, &ItemChange::ScriptPart, text)
}

fn exception(item: &EditItem) -> ItemView {
    let host = item.name.clone();
    of(item, &ItemChange::Exception { host }, text)
}

fn revocation(item: &EditItem) -> ItemView {
    let Some(refusal) = security_state::refusal_of(&item.name) else {
        return other(item);
    };
    let key = refusal.key.to_string();
    of(item, &ItemChange::Revocation { key }, |_| {
        ItemValue::Revocation
    })
}

fn other(item: &EditItem) -> ItemView {
    let name = item.name.clone();
    of(item, &ItemChange::Other { name }, text)
}

#[cfg(test)]
mod tests;
