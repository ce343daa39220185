//! Entries out of certificates and of others' lists.

use anchorwatch_identity::Certificate;
use anchorwatch_policy::{
    DistrustEntry,
    distrust::{Limits, Match, SerialOctets},
};

use crate::{Action, Item, PlainEntry};

anchorwatch_remark::closed_list! {
    /// What of a certificate an entry matches.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum EntryForm {
        /// Its key, under any name: a certificate that is made again has it too.
        #[default]
        Key,
        /// Its key under its subject alone.
        SubjectKey,
        /// This one certificate.
        Certificate,
        /// Its serial number under its issuer's name.
        IssuerSerial,
    }
}

/// The item that adds a certificate; `None` if its serial number is longer than a list's may be.
#[must_use]
pub fn of_certificate(certificate: &Certificate, form: EntryForm) -> Option<Item> {
    let key = certificate.spki_sha256();
    let matches = match form {
        EntryForm::Key => Match::Key(key),
        EntryForm::SubjectKey => Match::SubjectKey {
            subject: certificate.subject().sha256(),
            key,
        },
        EntryForm::Certificate => Match::Certificate(certificate.sha256()),
        EntryForm::IssuerSerial => Match::IssuerSerial {
            issuer: certificate.issuer().sha256(),
            serial: SerialOctets::new(certificate.serial())?,
        },
    };
    let validity = certificate.validity();
    let comments = vec![
        format!("subject {}", certificate.subject()),
        format!("certificate {}", certificate.sha256()),
        format!("valid {} {}", validity.not_before, validity.not_after),
    ];
    Some(added(matches, Limits::default(), comments))
}

/// The item that adds an entry of another list, with the limits that it has there.
#[must_use]
pub fn of_imported(entry: &DistrustEntry) -> Item {
    let says = entry.source.says().map(|it| format!("says {it}"));
    let comments = std::iter::once(format!("source {}", entry.source)).chain(says);
    let (matches, limits) = (entry.matches.clone(), entry.limits.clone());
    added(matches, limits, comments.collect())
}

fn added(matches: Match, limits: Limits, comments: Vec<String>) -> Item {
    let entry = PlainEntry {
        matches,
        limits,
        is_public: false,
    };
    Item {
        action: Action::Add,
        entry: entry.in_order(),
        comments,
    }
}
