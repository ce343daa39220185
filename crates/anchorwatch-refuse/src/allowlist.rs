//! Decides which certificates a store may show: none with a refused key, and with
//! `block --unlisted` only listed ones.
//!
//! | certificate | admitted by | reason |
//! |---|---|---|
//! | a file of the package ca-certificates | exact certificate | its bytes are known, so admitting twins gains nothing |
//! | a root of the public program | key | our own verifier trusts that key for every name; a twin gives nobody a power that its holder lacks |
//! | what the owner consents to | key, while the consent is in force | a consent is for a key; its twins are the owner's too |
//!
//! Browsers' built-in roots are their makers' responsibility; roots added to them must meet one
//! of the last two rows (`added_roots.rs`).
//!
//! A certificate that looks like an interceptor's is never admitted, whoever ships it. Neither
//! is one that we cannot read, because other programs may be able to.
//!
//! A server's own certificate in the store's folder that is no authority and has only private
//! names (`ssl-cert-snakeoil`) stays in its file, because a server that reads it would not
//! start. Its links, by which programs find roots, are removed. Programs that read every file
//! in the folder still trust it: Go's for those private names, and Rust's with
//! rustls-native-certs for every name, because webpki checks nothing in an anchor. It is
//! reported as not refused.
//!
//! A store cannot limit a root to names: if a consent admits a root for some names, programs
//! that use the store trust it for all. `verify` enforces the names.
//!
//! **Trust:** the package's records belong to root; an attacker who can rewrite them can also
//! remove our hook. They stop installers that do not know of Anchorwatch, and anyone who cannot
//! write there.

use std::collections::BTreeSet;

use anchorwatch_home::{BlockList, Tree, read_consents};
use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds, registry};
use anchorwatch_machine::layout;
use anchorwatch_policy::{
    Consents, NameScope, ReferenceName, classify,
    consent::{ConsentState, refuse_class},
};
use anchorwatch_remark::{Remark, Told};

use crate::debian::remark::DebianRemark;

/// Decides which certificates a store may show.
#[derive(Debug, Clone)]
pub(crate) struct Allowlist<'a> {
    list: &'a BlockList,
    /// `None`: everything except the refused keys.
    listed: Option<Listed<'a>>,
}

/// What is listed.
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
    /// The package's records cannot be read: uses those of the time of the plan.
    Remembered(&'a anchorwatch_home::Unlisted),
}

impl<'a> Allowlist<'a> {
    /// By the list, the package's records and the owner's consents. Also returns what could
    /// not be read; that admits nothing.
    pub(crate) fn of(tree: &Tree, list: &'a BlockList, now: UnixSeconds) -> (Self, Vec<Told>) {
        let Some(unlisted) = list.unlisted() else {
            return (Self::by_key(list), Vec::new());
        };
        let mut said = Vec::new();
        let shipped = match layout::shipped(tree) {
            Ok(shipped) => {
                said.extend(shipped.changed.iter().map(Remark::told));
                Certificates::Now(shipped.certificates)
            }
            Err(why) => {
                let why = why.told().into();
                said.push(DebianRemark::RecordsUnreadable { why }.told());
                Certificates::Remembered(unlisted)
            }
        };
        let consents = read_consents(tree).unwrap_or_else(|error| {
            let why = error.told().into();
            said.push(DebianRemark::ConsentsUnreadable { why }.told());
            Consents::default()
        });
        let listed = Some(Listed {
            shipped,
            consents,
            now,
        });
        (Self { list, listed }, said)
    }

    /// Checks the refused keys alone.
    pub(crate) fn by_key(list: &'a BlockList) -> Self {
        Self { list, listed: None }
    }

    /// Whether the store must not show the certificate.
    pub(crate) fn withholds(&self, certificate: &Certificate) -> bool {
        self.list.refuses_key_of(certificate)
            || self
                .listed
                .as_ref()
                .is_some_and(|listed| !listed.has(certificate))
    }

    /// Whether the owner refuses its key.
    pub(crate) fn refuses(&self, certificate: &Certificate) -> bool {
        self.list.refuses_key_of(certificate)
    }

    /// Whether it is an unlisted server certificate: no authority, and for private names only,
    /// such as Debian's `ssl-cert-snakeoil`.
    pub(crate) fn is_a_server_s_own(&self, certificate: &Certificate) -> bool {
        let is_private =
            |name: &String| matches!(ReferenceName::parse(name).scope(), NameScope::Private(_));
        self.listed.is_some()
            && !self.refuses(certificate)
            && certificate
                .names_of_no_authority()
                .is_some_and(|names| names.iter().all(is_private))
    }

    /// The owner's consents; `None` if unlisted roots are allowed.
    pub(crate) fn consents(&self) -> Option<&Consents> {
        self.listed.as_ref().map(|listed| &listed.consents)
    }

    /// Whether the store must not show what we cannot read, because others might.
    pub(crate) fn withholds_unreadable(&self) -> bool {
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
        let standing = self.consents.state(certificate, self.now);
        matches!(standing, ConsentState::InForce(_))
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
