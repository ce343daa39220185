//! Decides which certificates a store may show: none with a refused key, and with
//! `block --unlisted` only listed ones.
//!
//! | certificate | admitted by | reason |
//! |---|---|---|
//! | a file of the package ca-certificates | exact certificate | its bytes are known, so admitting twins gains nothing |
//! | a root of the public program | key | our own verifier trusts that key for every name; a twin gives nobody a power that its holder lacks |
//! | what the owner consents to | key, while the consent is in force | a consent is for a key; its twins are the owner's too |
//!
//! All others are held to names ([`UnlistedTreatment::Confine`]) or withheld
//! ([`UnlistedTreatment::HoldOut`]). Where they are held to names, a consent only adds to the
//! names, unless it is for all of them.
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
//! A store in which roots are not held to names cannot limit one: if a consent admits a root for
//! some names, programs that use the store trust it for all. `verify` enforces the names.
//!
//! **Trust:** the package's records belong to root; an attacker who can rewrite them can also
//! remove our hook. They stop installers that do not know of Anchorwatch, and anyone who cannot
//! write there.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use anchorwatch_home::{BlockList, Configuration, Tree, UnlistedTreatment, read_consents};
use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds, registry};
use anchorwatch_machine::{
    confined_cert::{self, NotConfined, Serial},
    layout,
    mozilla::autoconfig::script::ConfinedRoot,
};
use anchorwatch_policy::{
    Consent, Consents, NameScope, PermittedSubtrees, ReferenceName, classify,
    consent::{ConsentScope, ConsentState, Coverage, refuse_class},
};
use anchorwatch_remark::{Remark, Told};

use crate::{
    confine::ConfineRemark,
    debian::remark::DebianRemark,
    limited::{Limited, LimitedRoot},
};

/// Decides which certificates a store may show.
#[derive(Debug, Clone)]
pub(crate) struct Allowlist<'a> {
    list: &'a BlockList,
    /// `None`: everything except the refused keys.
    listed: Option<Listed<'a>>,
    /// Unlisted roots that someone else judged already.
    limited: Option<&'a Limited>,
}

/// What is listed.
#[derive(Debug, Clone)]
struct Listed<'a> {
    treatment: UnlistedTreatment,
    shipped: Certificates<'a>,
    consents: Consents,
    /// What is private here, beyond the closed list.
    private_names: Vec<ConsentScope>,
    now: UnixSeconds,
    /// What was decided already: a store shows each certificate in several files, and each is
    /// read again after it was cut.
    decided: RefCell<HashMap<CertSha256, Standing>>,
}

/// What a store may show of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The certificate.
    Admitted,
    /// This instead, which is the same if it is already held to the right names. A store whose
    /// programs do not apply constraints shows nothing.
    Instead(Box<Certificate>),
    /// Nothing.
    Withheld(Option<NotConfined>),
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
        let treatment = unlisted.treatment();
        let configuration = match treatment {
            UnlistedTreatment::Confine => Configuration::read(tree),
            UnlistedTreatment::HoldOut => Ok(Configuration::default()),
        };
        let configuration = configuration.unwrap_or_else(|error| {
            let why = error.told().into();
            said.push(ConfineRemark::PrivateNamesUnreadable { why }.told());
            Configuration::default()
        });
        let listed = Some(Listed {
            treatment,
            shipped,
            consents,
            private_names: configuration.private_names,
            now,
            decided: RefCell::default(),
        });
        let limited = None;
        let allowlist = Self {
            list,
            listed,
            limited,
        };
        (allowlist, said)
    }

    /// Checks the refused keys, and these roots.
    pub(crate) fn by_key_and_root(list: &'a BlockList, limited: &'a Limited) -> Self {
        Self {
            limited: Some(limited),
            ..Self::by_key(list)
        }
    }

    /// Checks the refused keys alone.
    pub(crate) fn by_key(list: &'a BlockList) -> Self {
        Self {
            list,
            listed: None,
            limited: None,
        }
    }

    /// Whether a store that cannot hold roots to names must not show the certificate.
    pub(crate) fn withholds(&self, certificate: &Certificate) -> bool {
        self.standing(certificate) != Standing::Admitted
    }

    /// What a store may show of a certificate.
    pub(crate) fn standing(&self, certificate: &Certificate) -> Standing {
        if self.list.refuses_key_of(certificate) {
            return Standing::Withheld(None);
        }
        if let Some(root) = self.limited_root(certificate) {
            let instead = root.in_files.clone();
            return instead.map_or(Standing::Withheld(None), |one| {
                Standing::Instead(one.into())
            });
        }
        let listed = self.listed.as_ref();
        listed.map_or(Standing::Admitted, |listed| listed.standing(certificate))
    }

    /// Whether it is for a place that a setting names, not for the system store.
    pub(crate) fn is_for_named_places(&self) -> bool {
        self.limited.is_some()
    }

    fn limited_root(&self, certificate: &Certificate) -> Option<&'a LimitedRoot> {
        self.limited?.get(&certificate.sha256())
    }

    /// Whether the certificate is one that we write, and holds its root to the right names.
    pub(crate) fn is_confined(&self, certificate: &Certificate) -> bool {
        matches!(self.standing(certificate), Standing::Instead(shown) if *shown == *certificate)
    }

    /// The names that a root which is held to names speaks for beyond the private ones.
    pub(crate) fn names_of(&self, root: &Certificate) -> Vec<String> {
        if let Some(limited) = self.limited {
            return limited.names_of(root);
        }
        let listed = self.listed.as_ref();
        let scopes = listed.map_or_else(Vec::new, |listed| listed.terms_for(root).0);
        scopes.iter().map(ToString::to_string).collect()
    }

    /// What a root may speak for, if it is held to names.
    pub(crate) fn confinement(&self, certificate: &Certificate) -> Option<PermittedSubtrees> {
        let listed = self.listed.as_ref()?;
        match self.standing(certificate) {
            Standing::Instead(shown) if confined_cert::is_one(&shown) => {
                let (names, _) = listed.terms_for(certificate);
                Some(PermittedSubtrees::private_and(&names))
            }
            _ => None,
        }
    }

    /// What an NSS program trusts instead of a root, and when: what a consent says comes first.
    /// Empty if it trusts the root itself, or nothing.
    pub(crate) fn confined_for_nss(&self, root: &Certificate) -> Vec<ConfinedRoot> {
        let listed = self.listed.as_ref().filter(|_| !self.refuses(root));
        listed.map_or_else(Vec::new, |listed| listed.confined_for_nss(root))
    }

    /// What an NSS database shows of a root now, or of the root that a certificate holds to names.
    pub(crate) fn in_database_now(
        &self,
        certificate: &Certificate,
        now: UnixSeconds,
    ) -> Option<Certificate> {
        let root = confined_cert::root_of(certificate);
        let root = root.as_ref().unwrap_or(certificate);
        self.confinement(root)?;
        let versions = self.confined_for_nss(root).into_iter();
        let mut now = versions.filter(|one| one.not_before <= now && now <= one.until);
        now.next().map(|version| version.confined)
    }

    /// Whether a certificate is one that a database may show: of its root's names now, or of fewer.
    pub(crate) fn is_confined_in_database(&self, certificate: &Certificate) -> bool {
        let root = confined_cert::root_of(certificate);
        root.is_some_and(|root| {
            let mut versions = self.confined_for_nss(&root).into_iter();
            versions.any(|version| version.confined == *certificate)
        })
    }

    /// Whether a consent may be one that shows a root as it is.
    pub(crate) fn may_readmit(&self) -> bool {
        self.listed
            .as_ref()
            .is_some_and(|listed| listed.consents.iter().any(|one| listed.shows_as_it_is(one)))
    }

    /// Whether the owner consents to a root so that stores show it as it is.
    pub(crate) fn readmits(&self, root: &Certificate) -> bool {
        let listed = self.listed.as_ref().filter(|_| !self.refuses(root));
        listed.is_some_and(|listed| {
            refuse_class(classify(root, listed.now).class).is_ok() && listed.is_consented(root)
        })
    }

    /// Whether unlisted roots are held to names, or held out.
    pub(crate) fn is_in_force(&self) -> bool {
        self.listed.is_some()
    }

    /// Whether unlisted roots are held to names.
    pub(crate) fn confines(&self) -> bool {
        self.listed.is_some() && self.list.confines_unlisted()
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
    fn standing(&self, certificate: &Certificate) -> Standing {
        let mut decided = self.decided.borrow_mut();
        let standing = decided
            .entry(certificate.sha256())
            .or_insert_with(|| self.decide(certificate));
        standing.clone()
    }

    fn decide(&self, certificate: &Certificate) -> Standing {
        let root = confined_cert::root_of(certificate);
        let root = root.as_ref().unwrap_or(certificate);
        if refuse_class(classify(root, self.now).class).is_err() {
            return Standing::Withheld(None);
        }
        if !self.admits(root) {
            return self.beside_the_list(root);
        }
        if root == certificate {
            Standing::Admitted
        } else {
            Standing::Instead(Box::new(root.clone()))
        }
    }

    /// Whether a root of no accused class is shown as it is.
    fn admits(&self, root: &Certificate) -> bool {
        if self.shipped.have(&root.sha256()) || registry::in_public_program(&root.spki_sha256()) {
            return true;
        }
        self.is_consented(root)
    }

    /// Whether a consent shows a root as it is.
    fn is_consented(&self, root: &Certificate) -> bool {
        match self.consents.state(root, self.now) {
            ConsentState::InForce(consent) => self.shows_as_it_is(consent),
            _ => false,
        }
    }

    fn shows_as_it_is(&self, consent: &Consent) -> bool {
        self.treatment == UnlistedTreatment::HoldOut || consent.is_for_all_names()
    }

    fn beside_the_list(&self, root: &Certificate) -> Standing {
        if self.treatment == UnlistedTreatment::HoldOut {
            return Standing::Withheld(None);
        }
        let (names, end) = self.terms_for(root);
        let permitted = PermittedSubtrees::private_and(&names);
        match confined_cert::of(root, &permitted, end, Serial::OfTheRoot) {
            Ok(confined) => Standing::Instead(Box::new(confined)),
            Err(why) => Standing::Withheld(Some(why)),
        }
    }

    fn confined_for_nss(&self, root: &Certificate) -> Vec<ConfinedRoot> {
        let is_listed =
            self.shipped.have(&root.sha256()) || registry::in_public_program(&root.spki_sha256());
        let is_accused = refuse_class(classify(root, self.now).class).is_err();
        if self.treatment == UnlistedTreatment::HoldOut || is_listed || is_accused {
            return Vec::new();
        }
        let version = |names: &[ConsentScope], end, (not_before, until)| {
            let permitted = PermittedSubtrees::private_and(names);
            let confined = confined_cert::of(root, &permitted, end, Serial::Own).ok()?;
            Some(ConfinedRoot {
                confined,
                not_before,
                until,
            })
        };
        let of_consent = match self.consents.state(root, self.now) {
            ConsentState::InForce(consent) | ConsentState::NotYet(consent) => {
                let terms = consent.terms();
                let scopes = match &terms.coverage {
                    Coverage::Scopes(scopes) => Some(scopes),
                    Coverage::AllNames => None,
                };
                scopes.and_then(|scopes| {
                    let names = [&*self.private_names, scopes].concat();
                    let days = (terms.not_before, terms.until);
                    version(&names, Some(terms.until), days)
                })
            }
            _ => None,
        };
        let days = (UnixSeconds::new(0), root.validity().not_after);
        let of_itself = version(&self.private_names, None, days);
        of_consent.into_iter().chain(of_itself).collect()
    }

    /// What a root may speak for beyond the private names, and until when.
    fn terms_for(&self, root: &Certificate) -> (Vec<ConsentScope>, Option<UnixSeconds>) {
        let mut names = self.private_names.clone();
        match self.consents.state(root, self.now) {
            ConsentState::InForce(consent) => {
                if let Coverage::Scopes(scopes) = &consent.terms().coverage {
                    names.extend(scopes.iter().cloned());
                }
                (names, Some(consent.terms().until))
            }
            _ => (names, None),
        }
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
