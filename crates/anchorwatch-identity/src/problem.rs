//! Why a certificate, or a part of a file of certificates, could not be read: the errors of
//! this crate and of `anchorwatch-container` as remarks.

use crate::{
    certificate::{self, MalformedPart},
    certificate_file::{
        self, ContainerError as Container, ContainerPart, Damage, GnutlsRefusal,
        MAX_CONTAINER_COUNT, OpensslRefusal, PropertyListProblem,
    },
    pem,
};

anchorwatch_remark::remarks! {
    /// Why bytes are not a certificate that can be read.
    pub enum CertificateProblem {
        /// More bytes than any certificate needs.
        "certificate_too_large" => TooLarge {
            /// How many there are.
            got: u64,
            /// How many are read.
            max: u64,
        },
        /// The DER ends early or breaks RFC 5280.
        "certificate_malformed" => Malformed {
            /// The first part that does not parse.
            part: MalformedPart,
        },
        /// More bytes follow.
        "certificate_trailing_bytes" => TrailingBytes {
            /// Where the certificate ends.
            offset: u64,
            /// How many bytes follow.
            surplus: u64,
        },
    }
}

anchorwatch_remark::remarks! {
    /// Why a part of a file of certificates could not be read.
    pub enum CertificateFileProblem {
        /// A PEM block begins and never ends.
        "pem_block_without_end" => PemWithoutEnd {
            /// Where it begins.
            offset: u64,
        },
        /// A PEM block is not base64.
        "pem_block_not_base64" => PemNotBase64 {
            /// Where it begins.
            offset: u64,
        },
        /// A PEM block decodes to something that is not a certificate.
        "pem_block_without_certificate" => PemWithoutCertificate {
            /// Where it begins.
            offset: u64,
            /// What is wrong with it.
            why: CertificateProblem,
        },
        /// A PEM block is encrypted.
        "pem_block_encrypted" => PemEncrypted {
            /// Where it begins.
            offset: u64,
        },
        /// Nothing in it could be a certificate.
        "no_pem_and_no_der" => NoCertificate,
        /// The file rejects each of its certificates for TLS servers.
        "rejects_all_of_its_roots" => NoRoot,
        /// A PKCS #7 or PKCS #12 file in it cannot be read.
        "container_inside_unreadable" => Container {
            /// `PKCS #7` or `PKCS #12`.
            kind: String,
            /// Where it begins.
            offset: u64,
            /// What is wrong with it.
            why: ContainerProblem,
        },
        /// Only so many containers are opened.
        "too_many_containers_inside" => TooManyContainers {
            /// How many.
            max: u64,
        },
        /// Certificates inside certificates, too many to read them all.
        "certificates_inside_certificates" => Nested {
            /// Where the search ended.
            offset: u64,
        },
        /// Binary bytes that another program may read as a certificate.
        "unknown_bytes" => Unknown {
            /// How many.
            count: u64,
            /// Where they begin.
            offset: u64,
        },
    }
}

anchorwatch_remark::remarks! {
    /// Why a file with certificates inside, or a part of one, could not be read.
    pub enum ContainerProblem {
        /// It is empty.
        "container_empty" => Empty,
        /// More bytes than are read.
        "container_too_large" => TooLarge {
            /// How many there are.
            got: u64,
            /// How many are read.
            most: u64,
        },
        /// None of the known formats.
        "container_not_recognised" => NotRecognised,
        /// The lengths do not fit the bytes.
        "container_damaged" => Damaged {
            /// The part.
            what: ContainerPart,
            /// In what way.
            why: Damage,
        },
        /// A certificate in it cannot be read.
        "container_certificate" => Certificate {
            /// What is wrong with it.
            why: CertificateProblem,
        },
        /// A PEM block in it cannot be read.
        "container_pem" => Pem {
            /// What is wrong with it.
            why: Box<CertificateFileProblem>,
        },
        /// Bytes follow that belong to nothing.
        "container_surplus_bytes" => SurplusBytes {
            /// How many.
            count: u64,
        },
        /// A kind of content that is not read.
        "container_unsupported" => Unsupported {
            /// The part.
            what: ContainerPart,
            /// Its kind: an object identifier, a format's name, a number.
            kind: String,
        },
        /// It is encrypted.
        "container_needs_password" => NeedsPassword,
        /// The password is wrong, or the bytes are damaged.
        "container_wrong_password" => WrongPassword,
        /// Trying the password would take too long.
        "container_too_costly" => TooCostly {
            /// Steps of the key derivation.
            cost: u64,
            /// How many are spent on a file.
            most: u64,
        },
        /// Its parts unfold to more bytes than are read.
        "container_unfolds" => Unfolds {
            /// How many are read.
            most: u64,
        },
        /// Too many containers inside containers.
        "container_too_deep" => TooDeep {
            /// How deep they are read.
            most: u64,
        },
        /// More entries than are read.
        "container_too_many" => TooMany {
            /// How many are read.
            most: u64,
        },
        /// A property list that cannot be read.
        "container_property_list" => PropertyList {
            /// What is wrong with it.
            why: PropertyListProblem,
        },
        /// A property list that is no profile.
        "container_not_a_profile" => NotAProfile,
        /// A profile for one device.
        "container_encrypted_profile" => EncryptedProfile,
        /// A payload without content.
        "container_empty_payload" => EmptyPayload,
        /// Only PEM and DER are read.
        "container_not_opened" => NotOpened,
    }
}

anchorwatch_remark::remarks! {
    /// Why OpenSSL loads nothing of a file of roots.
    pub enum OpensslProblem {
        /// A block without an end line of its own, or with a line that may not be inside.
        "openssl_block_lines" => Lines {
            /// The line of its begin mark, from 1.
            line: u64,
        },
        /// A block is empty or not base64.
        "openssl_block_not_base64" => NotBase64 {
            /// The line of its begin mark, from 1.
            line: u64,
        },
        /// A block that is not what its label says.
        "openssl_block_content" => Content {
            /// The line of its begin mark, from 1.
            line: u64,
        },
        /// Text before a block's base64.
        "openssl_block_header" => Header {
            /// The line of its begin mark, from 1.
            line: u64,
        },
    }
}

anchorwatch_remark::remarks! {
    /// Why GnuTLS loads nothing from a file.
    pub enum GnutlsProblem {
        /// A block has something that is not base64: a header, a NUL, a damaged line.
        "gnutls_block_not_base64" => NotBase64 {
            /// The line of its begin mark, from 1.
            line: u64,
        },
        /// A block is no certificate.
        "gnutls_block_no_certificate" => NoCertificate {
            /// The line of its begin mark, from 1.
            line: u64,
        },
    }
}

impl From<&certificate::Error> for CertificateProblem {
    fn from(error: &certificate::Error) -> Self {
        use certificate::Error as E;
        match error {
            E::TooLarge { got, max } => Self::TooLarge {
                got: *got as u64,
                max: *max as u64,
            },
            E::Malformed { part } => Self::Malformed { part: *part },
            E::TrailingBytes { offset, surplus } => Self::TrailingBytes {
                offset: *offset as u64,
                surplus: *surplus as u64,
            },
        }
    }
}

impl From<&pem::Error> for CertificateFileProblem {
    fn from(error: &pem::Error) -> Self {
        use pem::Error as E;
        match error {
            E::NoEnd { offset } => Self::PemWithoutEnd {
                offset: *offset as u64,
            },
            E::NotBase64 { offset } => Self::PemNotBase64 {
                offset: *offset as u64,
            },
            E::Certificate { offset, source } => Self::PemWithoutCertificate {
                offset: *offset as u64,
                why: source.into(),
            },
        }
    }
}

impl From<&certificate_file::Error> for CertificateFileProblem {
    fn from(error: &certificate_file::Error) -> Self {
        use certificate_file::Error as E;
        match error {
            E::Pem { source } => source.into(),
            E::NoCertificate => Self::NoCertificate,
            E::NoRoot => Self::NoRoot,
            E::Encrypted { offset } => Self::PemEncrypted {
                offset: *offset as u64,
            },
            E::Container {
                offset,
                kind,
                source,
            } => Self::Container {
                kind: kind.name().to_owned(),
                offset: *offset as u64,
                why: source.into(),
            },
            E::TooManyContainers => Self::TooManyContainers {
                max: MAX_CONTAINER_COUNT as u64,
            },
            E::Nested { offset } => Self::Nested {
                offset: *offset as u64,
            },
            E::Unknown { offset, count } => Self::Unknown {
                count: *count as u64,
                offset: *offset as u64,
            },
        }
    }
}

impl From<&Container> for ContainerProblem {
    fn from(error: &Container) -> Self {
        use Container as E;
        match error {
            E::Empty => Self::Empty,
            E::TooLarge { got, most } => Self::TooLarge {
                got: *got as u64,
                most: *most as u64,
            },
            E::NotRecognised => Self::NotRecognised,
            E::Damaged { what, why } => Self::Damaged {
                what: *what,
                why: *why,
            },
            E::Certificate { source } => Self::Certificate { why: source.into() },
            E::Pem { source } => Self::Pem {
                why: Box::new(source.into()),
            },
            E::SurplusBytes { count } => Self::SurplusBytes {
                count: *count as u64,
            },
            E::Unsupported { what, kind } => Self::Unsupported {
                what: *what,
                kind: kind.clone(),
            },
            E::NeedsPassword => Self::NeedsPassword,
            E::WrongPassword => Self::WrongPassword,
            E::TooCostly { cost, most } => Self::TooCostly {
                cost: *cost,
                most: *most,
            },
            E::Unfolds { most } => Self::Unfolds { most: *most as u64 },
            E::TooDeep { most } => Self::TooDeep { most: *most as u64 },
            E::TooMany { most } => Self::TooMany { most: *most as u64 },
            E::PropertyList { why } => Self::PropertyList { why: *why },
            E::NotAProfile => Self::NotAProfile,
            E::EncryptedProfile => Self::EncryptedProfile,
            E::EmptyPayload => Self::EmptyPayload,
            E::NotOpened => Self::NotOpened,
        }
    }
}

impl From<OpensslRefusal> for OpensslProblem {
    fn from(refusal: OpensslRefusal) -> Self {
        use OpensslRefusal as R;
        match refusal {
            R::Lines { line } => Self::Lines { line: line as u64 },
            R::NotBase64 { line } => Self::NotBase64 { line: line as u64 },
            R::Content { line } => Self::Content { line: line as u64 },
            R::Header { line } => Self::Header { line: line as u64 },
        }
    }
}

impl From<GnutlsRefusal> for GnutlsProblem {
    fn from(refusal: GnutlsRefusal) -> Self {
        use GnutlsRefusal as R;
        match refusal {
            R::NotBase64 { line } => Self::NotBase64 { line: line as u64 },
            R::NoCertificate { line } => Self::NoCertificate { line: line as u64 },
        }
    }
}
