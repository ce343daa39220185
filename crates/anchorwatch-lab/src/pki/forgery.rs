//! How an interceptor makes a certificate from the server's own.

use rcgen::{
    CertificateParams, CustomExtension, DistinguishedName, DnType, DnValue, Issuer, KeyPair,
    PKCS_RSA_SHA256, PublicKeyData, SerialNumber, SignatureAlgorithm,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use time::Duration;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::authority::random_serial;
use super::{ServerChain, Validity};
use crate::Error;

/// The octets of a serial number that hold its 33 low bits, and the mask of the highest of them.
const LOW_BITS: (usize, u8) = (5, 0x01);

/// As mitmproxy dates its certificates.
const OWN_DATES: Validity = Validity::days(-2, 365);

/// What an interceptor takes over from the server's certificate. Subject and names always; other
/// extensions never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgery {
    /// The validity, moved by this much; `None`: the interceptor's own dates.
    pub dates: Option<Duration>,
    /// The serial number, but for its 33 low bits.
    pub keeps_serial: bool,
    /// The certificate gets its issuer's own key.
    pub has_issuers_key: bool,
    /// The certificate gets an RSA key of 2,048 bits with the exponent 3. Nobody has the other half of
    /// it, so no server can use the chain.
    pub has_small_exponent: bool,
}

impl Forgery {
    /// The habits of the box of July 2019 (Raman et al., IMC 2020, §4.2): both dates six hours
    /// earlier, and all of the serial number but its 33 low bits. **Unlike it,** the key is P-256
    /// and not RSA.
    pub const KAZAKHSTAN_2019: Self = Self {
        dates: Some(Duration::hours(-6)),
        keeps_serial: true,
        ..Self::NAMES_ALONE
    };

    /// The same with a key of the same kind as that box's.
    pub const KAZAKHSTAN_2019_RSA: Self = Self {
        has_small_exponent: true,
        ..Self::KAZAKHSTAN_2019
    };

    /// As Squid 5.7 makes them, seen with `ssl_bump bump`: the server's dates, and the authority's own
    /// key.
    pub const SQUID: Self = Self {
        dates: Some(Duration::ZERO),
        has_issuers_key: true,
        ..Self::NAMES_ALONE
    };

    /// Takes over the names alone, as most products do.
    pub const NAMES_ALONE: Self = Self {
        dates: None,
        keeps_serial: false,
        has_issuers_key: false,
        has_small_exponent: false,
    };

    pub(super) fn make(
        self,
        genuine: &[u8],
        issuer_params: &CertificateParams,
        issuer_key: &KeyPair,
    ) -> Result<ServerChain, Error> {
        let unreadable = || Error::Certificate(rcgen::Error::CouldNotParseCertificate);
        let (_, genuine) = X509Certificate::from_der(genuine).map_err(|_| unreadable())?;
        let mut params = CertificateParams::default();
        params.distinguished_name = subject(&genuine).ok_or_else(unreadable)?;
        params.custom_extensions = names(&genuine).into_iter().collect();
        let (begins, ends) = match self.dates {
            Some(moved) => {
                let validity = genuine.validity();
                let at = |time: time::OffsetDateTime| time.checked_add(moved);
                let begins = at(validity.not_before.to_datetime());
                let ends = at(validity.not_after.to_datetime());
                begins.zip(ends).ok_or_else(unreadable)?
            }
            None => OWN_DATES.dates()?,
        };
        (params.not_before, params.not_after) = (begins, ends);
        params.serial_number = Some(if self.keeps_serial {
            changed(genuine.raw_serial())
        } else {
            random_serial()
        });
        let new = KeyPair::generate()?;
        let key = if self.has_issuers_key {
            issuer_key
        } else {
            &new
        };
        let issuer = Issuer::from_params(issuer_params, issuer_key);
        let certificate = match self.has_small_exponent {
            true => params.signed_by(&SmallExponent::new(), &issuer)?,
            false => params.signed_by(key, &issuer)?,
        };
        let certificate: CertificateDer<'static> = certificate.der().clone();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Ok(ServerChain::new(vec![certificate], key))
    }
}

/// The public half of an RSA key with the exponent 3, in PKCS #1.
struct SmallExponent(Vec<u8>);

impl SmallExponent {
    fn new() -> Self {
        let random: Vec<u8> = std::iter::repeat_with(|| random_serial().to_bytes())
            .take(16)
            .flatten()
            .collect();
        // 270 octets: a modulus of 257, the first of which is zero, and the exponent.
        let mut der = vec![0x30, 0x82, 0x01, 0x08, 0x02, 0x82, 0x01, 0x01, 0x00];
        der.extend(random.iter().take(256));
        let modulus = der.len() - 256;
        if let Some(first) = der.get_mut(modulus) {
            *first |= 0x80;
        }
        if let Some(last) = der.last_mut() {
            *last |= 0x01;
        }
        der.extend([0x02, 0x01, 0x03]);
        Self(der)
    }
}

impl PublicKeyData for SmallExponent {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

fn subject(genuine: &X509Certificate<'_>) -> Option<DistinguishedName> {
    let mut subject = DistinguishedName::new();
    for attribute in genuine.subject().iter_attributes() {
        let kind: Vec<u64> = attribute.attr_type().iter()?.collect();
        let value = DnValue::Utf8String(attribute.as_str().ok()?.to_owned());
        subject.push(DnType::from_oid(&kind), value);
    }
    Some(subject)
}

/// The subjectAltName, octet for octet.
fn names(genuine: &X509Certificate<'_>) -> Option<CustomExtension> {
    const SUBJECT_ALT_NAME: [u64; 4] = [2, 5, 29, 17];
    let mut all = genuine.extensions().iter();
    let names = all.find(|it| it.oid.iter().is_some_and(|oid| oid.eq(SUBJECT_ALT_NAME)))?;
    let names = names.value.to_vec();
    Some(CustomExtension::from_oid_content(&SUBJECT_ALT_NAME, names))
}

/// The serial number with other low bits.
fn changed(serial: &[u8]) -> SerialNumber {
    let (count, mask) = LOW_BITS;
    let random = random_serial().to_bytes();
    let mut changed = serial.to_vec();
    let begin = changed.len().saturating_sub(count);
    let low = changed.get_mut(begin..).unwrap_or_default();
    let is_whole = low.len() == count;
    for (index, (octet, random)) in low.iter_mut().zip(random).enumerate() {
        let mask = if index == 0 && is_whole { mask } else { 0xff };
        *octet = *octet & !mask | random & mask;
    }
    SerialNumber::from_slice(&changed)
}
