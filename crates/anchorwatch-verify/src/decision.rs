//! The question and its three answers.

use std::cell::RefCell;

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_policy::{DistrustSet, EntrySource, NameScope, ReferenceName};
use rustls_pki_types::{CertificateDer, ServerName};

use crate::{
    Anchor, Anchors, Attribution, attribution,
    search::{self, Path},
};

/// Whether a chain may vouch for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// It may; this is the proof.
    Trusted(VerifiedChain),
    /// It may not, and why.
    Refused(Box<Refusal>),
    /// The question could not be asked.
    Inconclusive(Inconclusive),
}

/// A chain that may vouch for a name. Made by [`decide`] and by nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedChain {
    path: Vec<PathElement>,
    anchor: AnchorUse,
}

/// One certificate of a path, the server's own first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathElement {
    /// Its key.
    pub spki_sha256: SpkiSha256,
    /// Its subject, RFC 4514.
    pub subject: String,
}

/// The root that a path ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorUse {
    /// Its key.
    pub spki_sha256: SpkiSha256,
    /// Its subject, RFC 4514.
    pub subject: String,
    /// By what right it speaks.
    pub via: Via,
}

/// By what right a root speaks for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// It is in the public program.
    PublicProgram,
    /// Someone added it, and the name is private.
    LocalPrivateName,
    /// Someone added it, the name is public, and the owner consents to it.
    Consent,
    /// By none: it only explains a refusal.
    NoRight,
}

impl Via {
    /// All rights.
    pub const ALL: [Self; 4] = [
        Self::PublicProgram,
        Self::LocalPrivateName,
        Self::Consent,
        Self::NoRight,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PublicProgram => "public_program",
            Self::LocalPrivateName => "local_private_name",
            Self::Consent => "consent",
            Self::NoRight => "no_right",
        }
    }
}

/// Why a chain may not vouch for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub reason: RefusalReason,
    /// The path that was refused, as far as there is one.
    pub path: Vec<PathElement>,
    /// The root that the path ends in, as far as there is one.
    pub anchor: Option<AnchorUse>,
    /// The certificate that decided, if one did.
    pub deciding: Option<Deciding>,
    /// Who signed the chain, as far as that can be told.
    pub attribution: Option<Attribution>,
}

/// The certificate that decided a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deciding {
    /// Where it stands.
    pub certificate: DecidingCertificate,
    /// Its key.
    pub spki_sha256: SpkiSha256,
    /// The rule that it broke.
    pub rule: RuleId,
    /// Who says that its key is not to be believed, if that is the rule.
    pub entry_source: Option<EntrySource>,
}

/// Where a deciding certificate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidingCertificate {
    /// In the path, counted from the server's own, 0.
    InPath(usize),
    /// It is the root.
    Anchor,
}

/// The rules of this crate that a certificate can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleId {
    /// No certificate of a path has a distrusted key.
    DistrustedKey,
    /// A locally added root speaks only for private names, and for what its owner
    /// consents to.
    LocalRootPrivateNamesOnly,
}

impl RuleId {
    /// All rules.
    pub const ALL: [Self; 2] = [Self::DistrustedKey, Self::LocalRootPrivateNamesOnly];

    /// The stable identifier.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::DistrustedKey => "distrusted_key",
            Self::LocalRootPrivateNamesOnly => "local_root_private_names_only",
        }
    }
}

/// Why a chain may not vouch for a name, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefusalReason {
    /// A certificate cannot be read.
    MalformedCertificate,
    /// Every path has a key that is not to be believed.
    DistrustedKey,
    /// The only paths end in a root outside the public set, and the name is public.
    LocalAnchorForPublicName,
    /// No path ends in a root.
    UnknownIssuer,
    /// A certificate's validity is over.
    CertificateExpired,
    /// A certificate's validity has not begun.
    CertificateNotYetValid,
    /// A signature does not hold.
    InvalidSignature,
    /// The server's certificate is for other names.
    NameMismatch,
    /// A rule of RFC 5280 is broken: constraints, key usage, or a limit of path building.
    ConstraintViolated,
}

impl RefusalReason {
    /// All reasons.
    pub const ALL: [Self; 9] = [
        Self::MalformedCertificate,
        Self::DistrustedKey,
        Self::LocalAnchorForPublicName,
        Self::UnknownIssuer,
        Self::CertificateExpired,
        Self::CertificateNotYetValid,
        Self::InvalidSignature,
        Self::NameMismatch,
        Self::ConstraintViolated,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MalformedCertificate => "malformed_certificate",
            Self::DistrustedKey => "distrusted_key",
            Self::LocalAnchorForPublicName => "local_anchor_for_public_name",
            Self::UnknownIssuer => "unknown_issuer",
            Self::CertificateExpired => "certificate_expired",
            Self::CertificateNotYetValid => "certificate_not_yet_valid",
            Self::InvalidSignature => "invalid_signature",
            Self::NameMismatch => "name_mismatch",
            Self::ConstraintViolated => "constraint_violated",
        }
    }

    /// The reason as one sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::MalformedCertificate => "a certificate of the chain cannot be read",
            Self::DistrustedKey => "the chain rests on a key that is not to be believed",
            Self::LocalAnchorForPublicName => {
                "only a root that is not in the public set vouches for it, and the name is public"
            }
            Self::UnknownIssuer => "no root vouches for it",
            Self::CertificateExpired => "a certificate's validity is over",
            Self::CertificateNotYetValid => "a certificate's validity has not begun",
            Self::InvalidSignature => "a signature does not hold",
            Self::NameMismatch => "the server's certificate is for other names",
            Self::ConstraintViolated => "a certificate is used for what it is not made for",
        }
    }

    fn of(error: &webpki::Error) -> Self {
        use webpki::Error as E;
        match error {
            E::BadDer
            | E::BadDerTime
            | E::TrailingData(_)
            | E::MalformedExtensions
            | E::UnsupportedCertVersion => Self::MalformedCertificate,
            E::CertDistrusted => Self::DistrustedKey,
            E::UnknownIssuer => Self::UnknownIssuer,
            E::CertExpired { .. } => Self::CertificateExpired,
            E::CertNotValidYet { .. } => Self::CertificateNotYetValid,
            E::InvalidSignatureForPublicKey | E::SignatureAlgorithmMismatch => {
                Self::InvalidSignature
            }
            _ => Self::ConstraintViolated,
        }
    }
}

/// Why the question could not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inconclusive {
    /// There is no certificate.
    NoCertificate,
    /// There is no root that may speak for the name: nothing could have been accepted.
    NoAnchor,
}

impl Inconclusive {
    /// All reasons.
    pub const ALL: [Self; 2] = [Self::NoCertificate, Self::NoAnchor];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoCertificate => "no_certificate",
            Self::NoAnchor => "no_anchor",
        }
    }
}

impl VerifiedChain {
    /// The path, the server's own certificate first, without the root.
    #[must_use]
    pub fn path(&self) -> &[PathElement] {
        &self.path
    }

    /// The root, and by what right it speaks.
    #[must_use]
    pub fn anchor(&self) -> &AnchorUse {
        &self.anchor
    }
}

/// Decides whether a chain, as a server sent it, may vouch for a name at a time.
///
/// The order of the certificates behind the first does not matter, and a surplus one
/// does no harm. A path with a distrusted key is passed over where a clean one exists.
/// A consent lets a local root speak for a public name that it covers, and for no other.
///
/// **Not checked:** revocation, Certificate Transparency, the validity of the root
/// itself, and that the server holds the key (that is the handshake's).
pub fn decide(
    chain: &[CertificateDer<'_>],
    name: &ReferenceName,
    anchors: &Anchors,
    distrust: &DistrustSet,
    at: UnixSeconds,
) -> Decision {
    if chain.is_empty() {
        return Decision::Inconclusive(Inconclusive::NoCertificate);
    }
    let scope = name.scope();
    let allowed: Vec<&Anchor> = match scope {
        NameScope::Public => anchors
            .public()
            .iter()
            .chain(anchors.consented(name, at))
            .collect(),
        NameScope::Private(_) => anchors.public().iter().chain(anchors.local()).collect(),
    };
    if allowed.is_empty() {
        return Decision::Inconclusive(Inconclusive::NoAnchor);
    }
    let refused = RefCell::new(None);
    let found = search::path(chain, &allowed, at, &|path| {
        let hit = distrusted(path, distrust);
        let is_clean = hit.is_none();
        if let Some(deciding) = hit {
            *refused.borrow_mut() = Some((path.clone(), deciding));
        }
        is_clean
    });
    match (found, refused.into_inner()) {
        (Ok(path), _) if !speaks_for(&chain[0], name) => refusal(
            RefusalReason::NameMismatch,
            Some(&path),
            anchors,
            None,
            None,
        ),
        (Ok(path), _) => {
            let anchor = anchor_use(&path, anchors, Some(scope));
            Decision::Trusted(VerifiedChain {
                path: path.elements,
                anchor,
            })
        }
        (Err(_), Some((path, deciding))) => {
            let attribution = attribution::of(chain, anchors, at);
            refusal(
                RefusalReason::DistrustedKey,
                Some(&path),
                anchors,
                Some(deciding),
                attribution,
            )
        }
        (Err(error), None) => not_found(chain, scope, anchors, at, &error),
    }
}

/// No allowed root vouches for the chain. Say who does.
fn not_found(
    chain: &[CertificateDer<'_>],
    scope: NameScope,
    anchors: &Anchors,
    at: UnixSeconds,
    error: &webpki::Error,
) -> Decision {
    let attribution = attribution::of(chain, anchors, at);
    let locals: Vec<&Anchor> = anchors.local().iter().collect();
    let local = search::path(chain, &locals, at, &|_| true);
    match (scope, local) {
        (NameScope::Public, Ok(path)) => {
            let deciding = Deciding {
                certificate: DecidingCertificate::Anchor,
                spki_sha256: path.anchor_spki_sha256,
                rule: RuleId::LocalRootPrivateNamesOnly,
                entry_source: None,
            };
            refusal(
                RefusalReason::LocalAnchorForPublicName,
                Some(&path),
                anchors,
                Some(deciding),
                attribution,
            )
        }
        _ => refusal(RefusalReason::of(error), None, anchors, None, attribution),
    }
}

fn refusal(
    reason: RefusalReason,
    path: Option<&Path>,
    anchors: &Anchors,
    deciding: Option<Deciding>,
    attribution: Option<Attribution>,
) -> Decision {
    Decision::Refused(Box::new(Refusal {
        reason,
        path: path.map(|path| path.elements.clone()).unwrap_or_default(),
        anchor: path.map(|path| anchor_use(path, anchors, None)),
        deciding,
        attribution,
    }))
}

/// `accepted_for` is the scope of the name that the path was accepted for, if it was.
fn anchor_use(path: &Path, anchors: &Anchors, accepted_for: Option<NameScope>) -> AnchorUse {
    let is_public = anchors
        .public()
        .iter()
        .any(|anchor| anchor.spki_sha256() == path.anchor_spki_sha256);
    let via = match (is_public, accepted_for) {
        (true, _) => Via::PublicProgram,
        (false, Some(NameScope::Private(_))) => Via::LocalPrivateName,
        (false, Some(NameScope::Public)) => Via::Consent,
        (false, None) => Via::NoRight,
    };
    AnchorUse {
        spki_sha256: path.anchor_spki_sha256,
        subject: path.anchor_subject.clone(),
        via,
    }
}

/// The first distrusted key, from the root down: the root's entry says most.
fn distrusted(path: &Path, distrust: &DistrustSet) -> Option<Deciding> {
    let anchor = (DecidingCertificate::Anchor, path.anchor_spki_sha256);
    let inside = path.elements.iter().enumerate().rev();
    std::iter::once(anchor)
        .chain(
            inside
                .map(|(index, element)| (DecidingCertificate::InPath(index), element.spki_sha256)),
        )
        .find_map(|(certificate, spki_sha256)| {
            let entry = distrust.entry(&spki_sha256)?;
            let entry_source = Some(entry.source.clone());
            Some(Deciding {
                certificate,
                spki_sha256,
                rule: RuleId::DistrustedKey,
                entry_source,
            })
        })
}

fn speaks_for(leaf: &CertificateDer<'_>, name: &ReferenceName) -> bool {
    let server_name = match (name.dns(), name.ip()) {
        (Some(dns), _) => ServerName::try_from(dns).ok(),
        (None, Some(ip)) => Some(ServerName::from(ip)),
        (None, None) => None,
    };
    let leaf = webpki::EndEntityCert::try_from(leaf);
    match (leaf, server_name) {
        (Ok(leaf), Some(server_name)) => {
            leaf.verify_is_valid_for_subject_name(&server_name).is_ok()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
