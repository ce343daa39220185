//! The rules that a certificate of a path can break, and its place there.

use anchorwatch_policy::{DistrustEntry, distrust::MatchKind};

use crate::RefusalReason;

/// The position of a certificate in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathPosition {
    /// In the path, counted from 0, the server's own.
    InPath(usize),
    /// It is the root.
    Anchor,
}

anchorwatch_remark::closed_list! {
    /// The rules of this crate that a certificate can break.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum RuleId {
        /// No certificate of a path has a distrusted key, however it is encoded.
        DistrustedKey,
        /// No certificate of a path is distrusted by its name, serial number or hash.
        DistrustedCertificate,
        /// No local root was signed by a distrusted key.
        AnchorSignedByDistrustedKey,
        /// A root's own validity has begun.
        AnchorNotYetValid,
        /// A root has not expired.
        AnchorExpired,
        /// Mozilla trusts a root for certificates of this date.
        AnchorDistrustAfter,
        /// A root's own certificate allows it to issue the certificates below it.
        AnchorConstraints,
        /// An intermediate with a key usage extension may sign certificates.
        KeyUsage,
        /// A local root vouches only for private names, and for names that its owner consents to.
        LocalRootPrivateNamesOnly,
        /// A certificate under a public root has enough SCTs, if that is required.
        CertificateTransparency,
    }
}

impl RuleId {
    /// The stable identifier.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::DistrustedKey => "distrusted_key",
            Self::DistrustedCertificate => "distrusted_certificate",
            Self::AnchorSignedByDistrustedKey => "anchor_signed_by_distrusted_key",
            Self::AnchorNotYetValid => "anchor_not_yet_valid",
            Self::AnchorExpired => "anchor_expired",
            Self::AnchorDistrustAfter => "anchor_distrust_after",
            Self::AnchorConstraints => "anchor_constraints",
            Self::KeyUsage => "key_usage",
            Self::LocalRootPrivateNamesOnly => "local_root_private_names_only",
            Self::CertificateTransparency => "certificate_transparency",
        }
    }

    /// The reason for a refusal by this rule.
    #[must_use]
    pub const fn reason(self) -> RefusalReason {
        match self {
            Self::DistrustedKey | Self::AnchorSignedByDistrustedKey => RefusalReason::DistrustedKey,
            Self::DistrustedCertificate | Self::AnchorDistrustAfter => {
                RefusalReason::DistrustedCertificate
            }
            Self::AnchorNotYetValid => RefusalReason::CertificateNotYetValid,
            Self::AnchorExpired => RefusalReason::CertificateExpired,
            Self::AnchorConstraints | Self::KeyUsage => RefusalReason::ConstraintViolated,
            Self::LocalRootPrivateNamesOnly => RefusalReason::LocalAnchorForPublicName,
            Self::CertificateTransparency => RefusalReason::NotTransparent,
        }
    }

    /// The rule of an entry.
    pub(crate) fn of(entry: &DistrustEntry) -> Self {
        match entry.matches.kind() {
            MatchKind::Key => Self::DistrustedKey,
            _ => Self::DistrustedCertificate,
        }
    }
}
