//! The formats that are recognised from the bytes.

anchorwatch_remark::closed_list! {
    /// The format of a file.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum Format {
        /// One certificate, DER.
        Der,
        /// Text with PEM blocks.
        Pem,
        /// Base64 without marks around it.
        Base64,
        /// PKCS #7 or CMS SignedData.
        Pkcs7,
        /// PKCS #12, also called PFX.
        Pkcs12,
        /// Apple's configuration profile.
        Profile,
        /// Apple's configuration profile inside CMS SignedData.
        SignedProfile,
        /// An export of Windows's registry, `.reg`.
        RegistryExport,
        /// A serialized certificate store of Windows, `.sst`.
        SerializedStore,
        /// p11-kit's text of trust objects.
        P11Kit,
        /// Text that carries certificates in another form than PEM: JSON, HTML, a mail.
        Embedded,
        /// Keys, requests or revocation lists.
        NoCertificate,
    }
}

impl Format {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Der => "der",
            Self::Pem => "pem",
            Self::Base64 => "base64",
            Self::Pkcs7 => "pkcs7",
            Self::Pkcs12 => "pkcs12",
            Self::Profile => "profile",
            Self::SignedProfile => "signed_profile",
            Self::RegistryExport => "registry_export",
            Self::SerializedStore => "serialized_store",
            Self::P11Kit => "p11_kit",
            Self::Embedded => "embedded",
            Self::NoCertificate => "no_certificate",
        }
    }
}
