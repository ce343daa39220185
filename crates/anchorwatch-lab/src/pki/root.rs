use std::fmt;
use std::sync::Arc;

use rcgen::{CertificateParams, IsCa, Issuer, KeyIdMethod, KeyPair, PublicKeyData};
use rustls::pki_types::CertificateDer;

use super::authority::{authority_params, key_identifier, random_serial};
use super::{
    Forgery, GeneratorMark, Issuance, Recipe, ServerChain, Subject, TestSct, certificate_pem, mark,
};
use crate::Error;

/// A self-signed certificate and its private key.
#[derive(Clone)]
pub struct Root {
    recipe: Recipe,
    key: Arc<KeyPair>,
    certificate: CertificateDer<'static>,
}

enum Serial {
    OfTheRecipe,
    Random,
}

impl Root {
    /// Makes an ordinary root of a company, as inspection gateways and test labs use it.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if no key could be made.
    pub fn company(common_name: &str) -> Result<Self, Error> {
        Self::new(Recipe::company(common_name))
    }

    /// Makes the next root of the family of 2020: with its name and its generator's mark, and a key
    /// that is on no list.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if no key could be made.
    pub fn isca_like() -> Result<Self, Error> {
        Self::new(Recipe::isca_like())
    }

    /// Makes a root with the name of the one of July 2019, and a new key.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if no key could be made.
    pub fn qaznet_like() -> Result<Self, Error> {
        Self::new(Recipe::qaznet_like())
    }

    /// Makes a root from a recipe, with a new key.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if no key could be made or the dates cannot be written.
    pub fn new(recipe: Recipe) -> Result<Self, Error> {
        let key = Arc::new(recipe.key_kind.generate()?);
        Self::certify(recipe, key, Serial::OfTheRecipe)
    }

    /// Makes a root with the same name and key and another serial number.
    ///
    /// A marked root loses half of the mark, because a marked serial is derived from the key.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if rcgen refuses.
    pub fn reissued(&self) -> Result<Self, Error> {
        Self::certify(self.recipe.clone(), Arc::clone(&self.key), Serial::Random)
    }

    /// Makes a root with the same key and another name; the mark is kept.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if rcgen refuses.
    pub fn renamed(&self, subject: Subject) -> Result<Self, Error> {
        let recipe = Recipe {
            subject,
            ..self.recipe.clone()
        };
        Self::certify(recipe, Arc::clone(&self.key), Serial::OfTheRecipe)
    }

    /// Makes a root with the same name and habits and a new key, which no list can contain.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if no key could be made.
    pub fn rekeyed(&self) -> Result<Self, Error> {
        Self::new(self.recipe.clone())
    }

    /// Certifies this root's name and key with another root: an intermediate that leads to `other`.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if rcgen refuses.
    pub fn cross_signed_by(&self, other: &Self) -> Result<CertificateDer<'static>, Error> {
        let mut params = authority_params(&self.recipe.subject, self.recipe.validity)?;
        params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(&self.key));
        params.use_authority_key_identifier_extension = true;
        params.serial_number = Some(random_serial());
        let issuer_params = other.issuer_params()?;
        let issuer = Issuer::from_params(&issuer_params, &*other.key);
        let certificate = params.signed_by(&*self.key, &issuer)?;
        Ok(certificate.der().clone())
    }

    /// Issues a server certificate for these names, directly under this root, valid now.
    ///
    /// IP addresses are recognised; all other names are DNS names. The first one is also the common
    /// name.
    ///
    /// # Errors
    ///
    /// [`Error::NoName`] for an empty list; [`Error::Certificate`] for a name that is
    /// not ASCII.
    pub fn issue(&self, names: &[&str]) -> Result<ServerChain, Error> {
        self.issue_with(names, &Issuance::default())
    }

    /// Like [`Root::issue`], with selectable dates and an optional intermediate.
    ///
    /// # Errors
    ///
    /// Those of [`Root::issue`].
    pub fn issue_with(&self, names: &[&str], issuance: &Issuance) -> Result<ServerChain, Error> {
        self.issue_with_scts(names, issuance, &[])
    }

    /// Like [`Root::issue_with`], with SCTs of Certificate Transparency logs in the
    /// server's certificate.
    ///
    /// # Errors
    ///
    /// Those of [`Root::issue`].
    pub fn issue_with_scts(
        &self,
        names: &[&str],
        issuance: &Issuance,
        scts: &[TestSct<'_>],
    ) -> Result<ServerChain, Error> {
        issuance.issue(names, &self.issuer_params()?, &self.key, scts)
    }

    /// Makes a certificate from a server's own, as an interceptor does.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if the server's certificate cannot be read, or rcgen refuses.
    pub fn forge(
        &self,
        genuine: &CertificateDer<'_>,
        forgery: Forgery,
    ) -> Result<ServerChain, Error> {
        forgery.make(genuine, &self.issuer_params()?, &self.key)
    }

    /// Returns the certificate.
    pub fn der(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// Returns the certificate as PEM.
    pub fn pem(&self) -> String {
        certificate_pem(&self.certificate)
    }

    /// Returns the DER of the SubjectPublicKeyInfo, whose hash lists contain.
    pub fn spki_der(&self) -> Vec<u8> {
        self.key.subject_public_key_info()
    }

    /// Returns the private key, PKCS #8 DER: for tests that give a root to a real interceptor.
    pub fn key_pkcs8_der(&self) -> &[u8] {
        self.key.serialized_der()
    }

    /// Returns what this root was made from.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    fn certify(recipe: Recipe, key: Arc<KeyPair>, serial: Serial) -> Result<Self, Error> {
        let key_identifier = key_identifier(&key);
        let serial = match (serial, recipe.generator_mark) {
            (Serial::OfTheRecipe, GeneratorMark::Present) => mark::serial(&key_identifier),
            (Serial::OfTheRecipe, GeneratorMark::Absent) | (Serial::Random, _) => random_serial(),
        };
        let mut params = authority_params(&recipe.subject, recipe.validity)?;
        if recipe.generator_mark == GeneratorMark::Present {
            params.is_ca = IsCa::NoCa; // said by the extensions below, in the family's order
            params.key_usages.clear();
            params.custom_extensions =
                mark::extensions(&recipe.subject, &key_identifier, &serial.to_bytes());
        }
        params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier);
        params.serial_number = Some(serial);
        let certificate = params.self_signed(&*key)?.der().clone();
        Ok(Self {
            recipe,
            key,
            certificate,
        })
    }

    fn issuer_params(&self) -> Result<CertificateParams, Error> {
        let mut params = authority_params(&self.recipe.subject, self.recipe.validity)?;
        params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(&self.key));
        Ok(params)
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Root")
            .field("recipe", &self.recipe)
            .field("key", &"<scrubbed>")
            .finish_non_exhaustive()
    }
}
