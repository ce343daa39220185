//! Lists of ECH configurations (RFC 9849 §4): given ones, and one of our own that no server has.

use std::sync::Arc;

use anchorwatch_evidence::client_hello::ClientHello;
use rustls::{
    ClientConfig, ClientConnection, RootCertStore,
    client::{EchConfig, EchMode},
    crypto::{
        aws_lc_rs::{self, hpke},
        hpke::Hpke,
    },
    pki_types::{EchConfigListBytes, ServerName},
};

/// The longest list of ECH configurations that is read, in octets: what a DNS record can carry.
pub const MAX_ECH_CONFIGS_BYTES: usize = 65_535;

/// A list of ECH configurations (RFC 9849 §4), one of which can be used here.
///
/// **Not checked:** who made it, and for which server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EchConfigs(Vec<u8>);

impl EchConfigs {
    /// Reads the list, as the `ech` parameter of a DNS record of the type HTTPS has it. `None` if it
    /// is something else, or if no configuration in it is of a kind that this program can use.
    #[must_use]
    pub fn read(list: Vec<u8>) -> Option<Self> {
        let configs = Self(list);
        let is_usable = configs.0.len() <= MAX_ECH_CONFIGS_BYTES && configs.usable().is_some();
        is_usable.then_some(configs)
    }

    /// A configuration with this name in clear and a key that nobody keeps: no server can read what is
    /// encrypted for it. `None` if the name does not fit.
    pub(crate) fn that_no_server_has(name: &str) -> Option<Self> {
        let (key, _) = hpke::DH_KEM_X25519_HKDF_SHA256_AES_128
            .generate_key_pair()
            .ok()?;
        // The identifier 0; X25519; HKDF-SHA256 with AES-128-GCM; names of any length.
        let mut contents = vec![0, 0x00, 0x20];
        contents.extend(with_length(&key.0)?);
        contents.extend(with_length(&[0x00, 0x01, 0x00, 0x01])?);
        contents.extend([0, u8::try_from(name.len()).ok()?]);
        contents.extend(name.as_bytes());
        contents.extend(with_length(&[])?);
        let config = [ECH_VERSION.to_vec(), with_length(&contents)?].concat();
        Self::read(with_length(&config)?)
    }

    /// The name that is sent in clear with the configuration that is used.
    pub(crate) fn outer_name(&self) -> Option<String> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_ech(EchMode::Enable(self.usable()?))
            .ok()?
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth();
        // The hello is made as it would be sent, and says the name.
        let inner = ServerName::try_from("inner.invalid").ok()?;
        let mut connection = ClientConnection::new(Arc::new(config), inner).ok()?;
        let mut sent = Vec::new();
        connection.write_tls(&mut sent).ok()?;
        let hello = ClientHello::parse(&sent).ok()?;
        hello.server_name().ok()?.map(str::to_owned)
    }

    pub(crate) fn usable(&self) -> Option<EchConfig> {
        let list = EchConfigListBytes::from(self.0.as_slice());
        EchConfig::new(list, hpke::ALL_SUPPORTED_SUITES).ok()
    }
}

/// The version of RFC 9849 §4.
const ECH_VERSION: [u8; 2] = [0xfe, 0x0d];

fn with_length(octets: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(octets.len()).ok()?;
    Some([&length.to_be_bytes()[..], octets].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_of_our_own_has_its_name_and_a_new_key_each_time() {
        let made = EchConfigs::that_no_server_has("www.example.kz").unwrap();
        assert_eq!(made.outer_name().as_deref(), Some("www.example.kz"));
        assert_ne!(EchConfigs::that_no_server_has("www.example.kz"), Some(made));
    }

    #[test]
    fn a_name_that_does_not_fit_or_is_none_makes_no_configuration() {
        for name in ["", &"a".repeat(256), "192.0.2.7"] {
            assert_eq!(EchConfigs::that_no_server_has(name), None, "{name}");
        }
    }
}
