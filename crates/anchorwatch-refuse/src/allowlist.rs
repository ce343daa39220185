//! Which certificates a store may show: not those with a refused key, and with
//! `block --unlisted` only those that someone answers for.
//!
//! | what | admitted by | why so |
//! |---|---|---|
//! | a file that the package ca-certificates ships | the exact certificate | its bytes are known, so nothing is gained by admitting twins |
//! | a root of the public program | the key | our own verifier believes that key for every name; a twin gives nobody a power that its holder lacks |
//! | what the owner consents to | the key, while the consent holds | a consent is for a key; its twins are the owner's too |
//!
//! Browsers bring roots of their own, whose maker answers for them; what was added to
//! those is held to the last two rows (`added_roots.rs`).
//!
//! Whatever looks like an interceptor's is never admitted, whoever ships it, and what
//! cannot be read is not either: an unreadable certificate may be readable to others.
//!
//! A server's own certificate that lies in the store's folder, is no authority and has
//! private names alone (`ssl-cert-snakeoil`) stays in its file, since a server that reads it
//! would not start; its links go, by which programs find roots. Programs that read every
//! file of the folder believe it: Go's for those names, which are the owner's to give, and
//! Rust's with rustls-native-certs for every name, since webpki looks at nothing of an
//! anchor. It is told as not refused.
//!
//! A store has no names to hold a root to: what a consent admits for some names, programs
//! that use the store believe for all. `verify` holds it to its names.
//!
//! **Trust:** the records of the package are root's; whoever can rewrite them can take our
//! hook away as well. They stop an installer that does not know of us, and whoever cannot
//! write there.

use std::collections::BTreeSet;

use anchorwatch_home::{BlockList, Tree, read_consents};
use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds, registry};
use anchorwatch_machine::{debian::Shipped, error_text::with_cause};
use anchorwatch_policy::{
    Consents, NameScope, ReferenceName, classify,
    consent::{Standing, refuse_class},
};

/// Which certificates a store may show.
#[derive(Debug, Clone)]
pub(crate) struct Allowlist<'a> {
    list: &'a BlockList,
    /// `None`: everything but the refused keys.
    listed: Option<Listed<'a>>,
}

/// What someone answers for.
#[derive(Debug, Clone)]
struct Listed<'a> {
    shipped: Certificates<'a>,
    consents: Consents,
    now: UnixSeconds,
}

/// The certificates that the distribution ships.
#[derive(Debug, Clone)]
enum Certificates<'a> {
    Now(BTreeSet<CertSha256>),
    /// Its records cannot be read: those that it shipped when the plan was made.
    Remembered(&'a anchorwatch_home::Unlisted),
}

impl<'a> Allowlist<'a> {
    /// By the list, the package's records and the owner's consents. What could not be
    /// read is said beside, and lets nobody in.
    pub(crate) fn of(tree: &Tree, list: &'a BlockList, now: UnixSeconds) -> (Self, Vec<String>) {
        let Some(unlisted) = list.unlisted() else {
            return (Self::by_key(list), Vec::new());
        };
        let mut said = Vec::new();
        let shipped = match Shipped::read(tree) {
            Ok(shipped) => {
                said.extend(shipped.changed);
                Certificates::Now(shipped.certificates)
            }
            Err(why) => {
                said.push(format!(
                    "{why}; only what the distribution shipped when the block was made is let in"
                ));
                Certificates::Remembered(unlisted)
            }
        };
        let consents = read_consents(tree).unwrap_or_else(|error| {
            said.push(format!("{}; no consent is honoured", with_cause(&error)));
            Consents::default()
        });
        let listed = Some(Listed {
            shipped,
            consents,
            now,
        });
        (Self { list, listed }, said)
    }

    /// By the refused keys alone.
    pub(crate) fn by_key(list: &'a BlockList) -> Self {
        Self { list, listed: None }
    }

    /// Whether the store may not show the certificate.
    pub(crate) fn holds_out(&self, certificate: &Certificate) -> bool {
        self.list.refuses_key_of(certificate)
            || self
                .listed
                .as_ref()
                .is_some_and(|listed| !listed.has(certificate))
    }

    /// Whether its key is one that the owner refuses.
    pub(crate) fn refuses(&self, certificate: &Certificate) -> bool {
        self.list.refuses_key_of(certificate)
    }

    /// Whether it is a server's own certificate, no authority, for private names alone, and
    /// nobody answers for it: such as Debian's `ssl-cert-snakeoil`.
    pub(crate) fn is_a_server_s_own(&self, certificate: &Certificate) -> bool {
        let is_private =
            |name: &String| matches!(ReferenceName::parse(name).scope(), NameScope::Private(_));
        self.listed.is_some()
            && !self.refuses(certificate)
            && certificate
                .names_of_no_authority()
                .is_some_and(|names| names.iter().all(is_private))
    }

    /// What the owner consents to; `None` where nobody needs to answer for a root.
    pub(crate) fn consents(&self) -> Option<&Consents> {
        self.listed.as_ref().map(|listed| &listed.consents)
    }

    /// Whether the store may not show what we cannot read, since others might.
    pub(crate) fn holds_out_unreadable(&self) -> bool {
        self.listed.is_some()
    }
}

impl Listed<'_> {
    fn has(&self, certificate: &Certificate) -> bool {
        let is_answered_for = self.shipped.have(&certificate.sha256())
            || registry::in_public_program(&certificate.spki_sha256());
        if is_answered_for {
            let class = classify(certificate, self.now).class;
            return refuse_class(class).is_ok();
        }
        // A consent for an accused key is void.
        let standing = self.consents.standing(certificate, self.now);
        matches!(standing, Standing::InForce(_))
    }
}

impl Certificates<'_> {
    fn have(&self, certificate: &CertSha256) -> bool {
        match self {
            Self::Now(shipped) => shipped.contains(certificate),
            Self::Remembered(unlisted) => unlisted.lists(certificate),
        }
    }
}

#[cfg(test)]
mod tests;
