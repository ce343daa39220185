use rcgen::{
    CertificateParams, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyIdMethod, KeyPair, KeyUsagePurpose, PublicKeyData, SanType, string::Ia5String,
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::authority::{authority_params, key_identifier, random_serial};
use super::transparency::signed_part;
use super::{
    Precertificate, ServerChain, Subject, TestSct, Validity, sct_extension, sct_list_bytes,
};
use crate::Error;

/// `emailAddress` (PKCS #9, RFC 2985 §5.2.1).
const EMAIL_ADDRESS: [u64; 7] = [1, 2, 840, 113_549, 1, 9, 1];

/// How a server certificate is issued.
///
/// ```
/// use anchorwatch_lab::pki::{Issuance, Root, Validity};
///
/// let root = Root::company("Example Works Root")?;
/// let issuance = Issuance { intermediate: Some(Validity::EXPIRED), ..Issuance::default() };
/// let chain = root.issue_with(&["intranet.lan", "10.0.0.7"], &issuance)?;
/// assert_eq!(chain.certificates().len(), 2);
/// # Ok::<(), anchorwatch_lab::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issuance {
    /// When the leaf is valid.
    pub leaf: Validity,
    /// When an intermediate between root and leaf is valid; `None`: no intermediate.
    pub intermediate: Option<Validity>,
    /// Whether the leaf has the first name as its common name alone, as old certificates do.
    pub has_common_name_alone: bool,
    /// Whether the leaf has an e-mail address in its subject, and one and a URI beside its names, as
    /// certificates of small authorities often do.
    pub has_contact: bool,
}

impl Issuance {
    /// A current leaf under a current intermediate.
    pub const VIA_INTERMEDIATE: Self = Self {
        leaf: Validity::CURRENT,
        intermediate: Some(Validity::LONG),
        has_common_name_alone: false,
        has_contact: false,
    };

    /// A current leaf whose only name is its common name.
    pub const BY_COMMON_NAME: Self = Self {
        leaf: Validity::CURRENT,
        intermediate: None,
        has_common_name_alone: true,
        has_contact: false,
    };

    /// A current leaf with a contact.
    pub const WITH_CONTACT: Self = Self {
        leaf: Validity::CURRENT,
        intermediate: None,
        has_common_name_alone: false,
        has_contact: true,
    };

    /// Makes the chain under an issuer, leaf first, without the issuer itself.
    pub(super) fn issue(
        &self,
        names: &[&str],
        issuer_params: &CertificateParams,
        issuer_key: &KeyPair,
        scts: &[TestSct<'_>],
    ) -> Result<ServerChain, Error> {
        let Some(validity) = self.intermediate else {
            return self.leaf_under(names, issuer_params, issuer_key, scts);
        };
        let key = KeyPair::generate()?;
        let subject = Subject::common_name("Example Intermediate");
        let mut params = authority_params(&subject, validity)?;
        params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(&key));
        params.use_authority_key_identifier_extension = true;
        params.serial_number = Some(random_serial());
        let root = Issuer::from_params(issuer_params, issuer_key);
        let certificate = params.signed_by(&key, &root)?.der().clone();
        let chain = self.leaf_under(names, &params, &key, scts)?;
        Ok(chain.followed_by(certificate))
    }

    fn leaf_under(
        &self,
        names: &[&str],
        issuer_params: &CertificateParams,
        issuer_key: &KeyPair,
        scts: &[TestSct<'_>],
    ) -> Result<ServerChain, Error> {
        let issuer = Issuer::from_params(issuer_params, issuer_key);
        let first = names.first().ok_or(Error::NoName)?;
        let stated = if self.has_common_name_alone {
            &[]
        } else {
            names
        };
        let stated: Vec<String> = stated.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(stated)?;
        (params.not_before, params.not_after) = self.leaf.dates()?;
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, *first);
        if self.has_contact {
            add_contact(&mut params)?;
        }
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        params.serial_number = Some(random_serial());
        let key = KeyPair::generate()?;
        if !scts.is_empty() {
            let without = params.signed_by(&key, &issuer)?;
            let precertificate = Precertificate {
                tbs: signed_part(without.der()),
                issuer_spki: &issuer_key.subject_public_key_info(),
            };
            let scts: Result<Vec<_>, Error> =
                scts.iter().map(|sct| sct.over(precertificate)).collect();
            let list = sct_list_bytes(&scts?);
            params.custom_extensions = vec![sct_extension(&list)];
        }
        let certificate = params.signed_by(&key, &issuer)?.der().clone();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Ok(ServerChain::new(vec![certificate], key))
    }
}

fn add_contact(params: &mut CertificateParams) -> Result<(), Error> {
    let address: Ia5String = "admin@works.example".try_into()?;
    let in_subject = DnType::CustomDnType(EMAIL_ADDRESS.to_vec());
    let subject = &mut params.distinguished_name;
    subject.push(in_subject, DnValue::Ia5String(address.clone()));
    let names = [
        SanType::Rfc822Name(address),
        SanType::URI("https://works.example/".try_into()?),
    ];
    params.subject_alt_names.extend(names);
    Ok(())
}

impl Default for Issuance {
    /// Returns a current leaf directly under the root.
    fn default() -> Self {
        Self {
            leaf: Validity::CURRENT,
            intermediate: None,
            has_common_name_alone: false,
            has_contact: false,
        }
    }
}
