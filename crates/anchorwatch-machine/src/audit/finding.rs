//! One thing to know.

use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, UnixSeconds};
use anchorwatch_policy::{Class, Classification, Consents, consent::ConsentState};

use crate::{Client, Setting, SettingKind, Trust};

/// One thing to know.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The store in which it was found, by [`Store::id`](crate::Store::id); for a key in
    /// several stores, the first.
    pub store_id: String,
    /// The programs that it affects.
    pub effective_for: Vec<Client>,
    /// What was found.
    pub found: Found,
}

/// What was found.
#[derive(Debug, Clone)]
pub enum Found {
    /// A certificate in a store.
    Certificate(StoredCertificate),
    /// Two or more certificates with one key are trusted: a root that was re-issued or
    /// renamed, or a way around a list that contains only one of them.
    SameKeyTwice {
        /// The key.
        key: SpkiSha256,
        /// The first of the certificates.
        held: StoredCertificate,
        /// All of them, sorted.
        certificates: Vec<CertSha256>,
    },
    /// It has the exact name of a public root, but another key.
    PublicNameForeignKey(StoredCertificate),
    /// An earlier audit did not list it.
    NewSinceLastAudit(StoredCertificate),
    /// A setting that switches verification off or leads traffic elsewhere.
    Setting(Setting),
}

/// A certificate in a store.
#[derive(Debug, Clone)]
pub struct StoredCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// What the certificate is, and why.
    pub classification: Classification,
    /// Whether the store trusts it.
    pub trust: Trust,
}

anchorwatch_remark::closed_list! {
    /// What kind of thing was found.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum FindingKind {
        /// A certificate in a store.
        Certificate,
        /// Two certificates with one key.
        SameKeyTwice,
        /// A public root's name with another key.
        PublicNameForeignKey,
        /// It was not in an earlier audit.
        NewSinceLastAudit,
        /// A program is configured not to verify.
        VerificationDisabled,
        /// A proxy, or a file that chooses one.
        ProxyConfigured,
    }
}

impl FindingKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::SameKeyTwice => "same_key_twice",
            Self::PublicNameForeignKey => "public_name_foreign_key",
            Self::NewSinceLastAudit => "new_since_last_audit",
            Self::VerificationDisabled => "verification_disabled",
            Self::ProxyConfigured => "proxy_configured",
        }
    }
}

impl FindingKind {
    /// The kind of finding that a setting is.
    #[must_use]
    pub const fn of_setting(kind: SettingKind) -> Self {
        match kind {
            SettingKind::ProxyEnvironment
            | SettingKind::ProxyConfiguration
            | SettingKind::ProxyPolicy => Self::ProxyConfigured,
            _ => Self::VerificationDisabled,
        }
    }
}

impl Finding {
    /// The kind of the finding.
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        match &self.found {
            Found::Certificate(_) => FindingKind::Certificate,
            Found::SameKeyTwice { .. } => FindingKind::SameKeyTwice,
            Found::PublicNameForeignKey(_) => FindingKind::PublicNameForeignKey,
            Found::NewSinceLastAudit(_) => FindingKind::NewSinceLastAudit,
            Found::Setting(setting) => FindingKind::of_setting(setting.kind),
        }
    }

    /// The certificate that it is about; `None` for a setting.
    #[must_use]
    pub const fn held(&self) -> Option<&StoredCertificate> {
        match &self.found {
            Found::Certificate(held)
            | Found::SameKeyTwice { held, .. }
            | Found::PublicNameForeignKey(held)
            | Found::NewSinceLastAudit(held) => Some(held),
            Found::Setting(_) => None,
        }
    }

    pub(super) const fn held_mut(&mut self) -> Option<&mut StoredCertificate> {
        match &mut self.found {
            Found::Certificate(held)
            | Found::SameKeyTwice { held, .. }
            | Found::PublicNameForeignKey(held)
            | Found::NewSinceLastAudit(held) => Some(held),
            Found::Setting(_) => None,
        }
    }

    /// The class of the certificate that it is about.
    #[must_use]
    pub const fn class(&self) -> Option<Class> {
        match self.held() {
            Some(held) => Some(held.classification.class),
            None => None,
        }
    }

    /// What the owner's consents say about the certificate that it is about.
    #[must_use]
    pub fn standing<'a>(&self, consents: &'a Consents, now: UnixSeconds) -> ConsentState<'a> {
        self.held().map_or(ConsentState::None, |held| {
            consents.state(&held.certificate, now)
        })
    }

    /// Whether a consent in force covers it, so that it is nothing to worry about.
    ///
    /// A consent for all names covers nothing: it stays a finding. No consent covers a
    /// public root's name with another key, because that deceives the person who gave the
    /// consent.
    #[must_use]
    pub fn is_covered(&self, consents: &Consents, now: UnixSeconds) -> bool {
        let is_of_the_key = matches!(
            self.found,
            Found::Certificate(_) | Found::SameKeyTwice { .. } | Found::NewSinceLastAudit(_)
        );
        is_of_the_key
            && matches!(self.standing(consents, now), ConsentState::InForce(consent) if !consent.is_for_all_names())
    }

    /// Whether it is more than a root that is or was in the public root program.
    #[must_use]
    pub const fn is_worrying(&self) -> bool {
        !matches!(
            (&self.found, self.class()),
            (
                Found::Certificate(_),
                Some(Class::PublicProgram | Class::RetiredFromProgram)
            )
        )
    }
}
