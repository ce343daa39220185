//! Chains of three certificates, made at run time, and policies to check them with.

use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use anchorwatch_policy::{DistrustEntry, DistrustSet, EntrySource};
use anchorwatch_verify::{Anchors, Policy, ct};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, RsaKeySize,
};
use rustls_pki_types::CertificateDer;

/// What a server of a public authority sends, and the authority's root.
pub struct Chain {
    /// The server's own certificate and the intermediate.
    pub sent: Vec<CertificateDer<'static>>,
    /// The root.
    pub root: CertificateDer<'static>,
    /// A time at which all three are valid.
    pub at: UnixSeconds,
}

/// The kind of all three keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// ECDSA on P-256.
    P256,
    /// RSA with 2,048 bits.
    Rsa2048,
}

impl KeyKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::P256, Self::Rsa2048];

    /// Returns its name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P256 => "p256",
            Self::Rsa2048 => "rsa2048",
        }
    }

    fn generate(self) -> Result<KeyPair, rcgen::Error> {
        match self {
            Self::P256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            Self::Rsa2048 => KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_2048),
        }
    }
}

impl Chain {
    /// The name in the server's certificate, which is a public name.
    pub const NAME: &'static str = "www.example.org";

    /// Makes three new keys of a kind, and their certificates.
    ///
    /// # Errors
    ///
    /// If no key could be made.
    pub fn new(kind: KeyKind) -> Result<Self, rcgen::Error> {
        let (root_key, key, own_key) = (kind.generate()?, kind.generate()?, kind.generate()?);
        let root = authority("Example Root R1");
        let intermediate = authority("Example Authority TLS 2026");
        let issuer = Issuer::from_params(&root, &root_key);
        let mut own = CertificateParams::new([Self::NAME.to_owned()])?;
        own.distinguished_name.push(DnType::CommonName, Self::NAME);
        own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        own.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let above = Issuer::from_params(&intermediate, &key);
        Ok(Self {
            sent: vec![
                own.signed_by(&own_key, &above)?.der().clone(),
                intermediate.signed_by(&key, &issuer)?.der().clone(),
            ],
            root: root.self_signed(&root_key)?.der().clone(),
            // rcgen's own dates are 1975 to 4096.
            at: UnixSeconds::new(1_790_000_000),
        })
    }

    /// Returns a policy whose public roots are Mozilla's, followed by this root; logs are not
    /// checked.
    #[must_use]
    pub fn policy(&self, distrust: DistrustSet) -> Policy {
        let mozilla = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
        let roots: Vec<Certificate> = mozilla
            .chain([&self.root])
            .filter_map(|der| Certificate::from_der(der).ok())
            .collect();
        let (anchors, _unusable) = Anchors::of(&roots, &[]);
        Policy::new(anchors, distrust).with_transparency(ct::Mode::Off)
    }
}

fn authority(common_name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CountryName, "KZ");
    let name = &mut params.distinguished_name;
    name.push(DnType::OrganizationName, "Example Authority");
    name.push(DnType::CommonName, common_name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

/// Returns the built-in entries, filled up to a count with keys that do not exist.
#[must_use]
pub fn entries(count: u32) -> DistrustSet {
    let built_in = DistrustSet::built_in();
    let known_count = u32::try_from(built_in.entries().len()).unwrap_or(u32::MAX);
    let more = (0..count.saturating_sub(known_count)).map(|number| {
        let key = SpkiSha256::of(&number.to_le_bytes());
        DistrustEntry::of_key(key, EntrySource::Owner)
    });
    built_in.entries().iter().cloned().chain(more).collect()
}
