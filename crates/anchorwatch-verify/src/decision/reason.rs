//! Why a chain may not vouch for a name.

anchorwatch_remark::closed_list! {
    /// Why a chain may not vouch for a name.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum RefusalReason {
        /// A certificate cannot be read.
        MalformedCertificate,
        /// Every path has a distrusted key.
        DistrustedKey,
        /// Every path has a certificate that is distrusted by its name, serial number or hash.
        DistrustedCertificate,
        /// The only paths end in a root outside the public set, and the name is public.
        LocalAnchorForPublicName,
        /// No path ends in a root.
        UnknownIssuer,
        /// A certificate has expired.
        CertificateExpired,
        /// A certificate is not valid yet.
        CertificateNotYetValid,
        /// A signature is invalid.
        InvalidSignature,
        /// The server's certificate is for other names.
        NameMismatch,
        /// A rule of RFC 5280 is broken: constraints, key usage, or a limit of path building.
        ConstraintViolated,
        /// Certificate Transparency is required, and the SCTs are missing or not enough.
        NotTransparent,
    }
}

impl RefusalReason {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MalformedCertificate => "malformed_certificate",
            Self::DistrustedKey => "distrusted_key",
            Self::DistrustedCertificate => "distrusted_certificate",
            Self::LocalAnchorForPublicName => "local_anchor_for_public_name",
            Self::UnknownIssuer => "unknown_issuer",
            Self::CertificateExpired => "certificate_expired",
            Self::CertificateNotYetValid => "certificate_not_yet_valid",
            Self::InvalidSignature => "invalid_signature",
            Self::NameMismatch => "name_mismatch",
            Self::ConstraintViolated => "constraint_violated",
            Self::NotTransparent => "not_transparent",
        }
    }

    /// The reason as one English sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::MalformedCertificate => "a certificate of the chain cannot be read",
            Self::DistrustedKey => "the chain rests on a key that must not be trusted",
            Self::DistrustedCertificate => {
                "the chain rests on a certificate that must not be trusted"
            }
            Self::LocalAnchorForPublicName => {
                "only a root that is not in the public set vouches for it, and the name is public"
            }
            Self::UnknownIssuer => "the chain leads to no trusted root",
            Self::CertificateExpired => "a certificate's validity is over",
            Self::CertificateNotYetValid => "a certificate's validity has not begun",
            Self::InvalidSignature => "a signature does not hold",
            Self::NameMismatch => "the server's certificate is for other names",
            Self::ConstraintViolated => {
                "a certificate is used for something it was not issued for, or is signed in a way that is not accepted"
            }
            Self::NotTransparent => {
                "the certificate is not shown to be in the public logs, and that is required"
            }
        }
    }

    /// The reason for an error of webpki.
    pub(crate) fn of(error: &webpki::Error) -> Self {
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

anchorwatch_remark::code_fact!(RefusalReason, "refusal");
