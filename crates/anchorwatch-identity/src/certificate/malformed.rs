//! Which part of a certificate does not parse.

use x509_parser::{asn1_rs, error::X509Error, nom};

anchorwatch_remark::remarks! {
    /// The first part of a certificate (RFC 5280 §4.1) that does not parse.
    #[derive(Copy)]
    pub enum MalformedPart {
        /// The bytes end early.
        "malformed_end" => End,
        /// Tags or lengths.
        "malformed_der" => Der,
        /// `version`.
        "malformed_version" => Version,
        /// `serialNumber`.
        "malformed_serial_number" => SerialNumber,
        /// An `AlgorithmIdentifier`.
        "malformed_algorithm" => Algorithm,
        /// `issuer` or `subject`.
        "malformed_name" => Name,
        /// `validity`.
        "malformed_validity" => Validity,
        /// `subjectPublicKeyInfo`.
        "malformed_public_key" => PublicKey,
        /// `issuerUniqueID` or `subjectUniqueID`.
        "malformed_unique_id" => UniqueId,
        /// `extensions`.
        "malformed_extensions" => Extensions,
        /// An extension that is there twice.
        "malformed_duplicate_extension" => DuplicateExtension,
        /// `signatureValue`.
        "malformed_signature" => Signature,
        /// Anything else.
        "malformed_structure" => Structure,
    }
}

impl MalformedPart {
    pub(super) fn of(error: &nom::Err<X509Error>) -> Self {
        use X509Error as E;
        let error = match error {
            nom::Err::Incomplete(_) => return Self::End,
            nom::Err::Error(error) | nom::Err::Failure(error) => error,
        };
        match error {
            E::Der(asn1_rs::Error::Incomplete(_)) => Self::End,
            E::Der(_) | E::NomError(_) => Self::Der,
            E::InvalidVersion => Self::Version,
            E::InvalidSerial => Self::SerialNumber,
            E::InvalidAlgorithmIdentifier => Self::Algorithm,
            E::InvalidX509Name => Self::Name,
            E::InvalidDate => Self::Validity,
            E::InvalidSPKI => Self::PublicKey,
            E::InvalidSubjectUID | E::InvalidIssuerUID => Self::UniqueId,
            E::InvalidExtensions => Self::Extensions,
            E::DuplicateExtensions => Self::DuplicateExtension,
            E::InvalidSignatureValue => Self::Signature,
            _ => Self::Structure,
        }
    }
}
