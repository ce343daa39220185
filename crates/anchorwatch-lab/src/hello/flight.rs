//! The first octets of a handshake between two ends that rustls makes, without a network.

use std::sync::Arc;

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection,
    crypto::aws_lc_rs::{self, kx_group},
    pki_types::ServerName,
};

use crate::{Error, ServerChain};

/// How the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// In TLS 1.2.
    Tls12,
    /// In TLS 1.3.
    Tls13,
    /// It asks for another hello: it has none of the groups for which the client sent a key.
    Retry,
}

/// The octets that each end sends before it has read more than the other's hello.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstFlights {
    /// The client's hello.
    pub client: Vec<u8>,
    /// The server's answer.
    pub server: Vec<u8>,
}

/// Starts a handshake for this name: the client offers `h2` and `http/1.1`, the server has
/// `http/1.1`.
///
/// # Errors
///
/// [`Error::Tls`] for a chain whose key cannot be used, and for a name that is not a DNS name.
pub fn first_flights(
    chain: &ServerChain,
    name: &str,
    answer: Answer,
) -> Result<FirstFlights, Error> {
    let name = ServerName::try_from(name.to_owned()).map_err(general)?;
    let mut client = ClientConnection::new(Arc::new(client_config()?), name)?;
    let mut server = ServerConnection::new(Arc::new(server_config(chain, answer)?))?;
    let mut flights = FirstFlights {
        client: Vec::new(),
        server: Vec::new(),
    };
    while client.wants_write() {
        client.write_tls(&mut flights.client).map_err(general)?;
    }
    let mut unread = flights.client.as_slice();
    while !unread.is_empty() {
        server.read_tls(&mut unread).map_err(general)?;
        server.process_new_packets()?;
    }
    while server.wants_write() {
        server.write_tls(&mut flights.server).map_err(general)?;
    }
    Ok(flights)
}

fn client_config() -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn server_config(chain: &ServerChain, answer: Answer) -> Result<ServerConfig, Error> {
    let mut provider = aws_lc_rs::default_provider();
    if answer == Answer::Retry {
        provider.kx_groups = vec![kx_group::SECP384R1];
    }
    let versions = match answer {
        Answer::Tls12 => [&rustls::version::TLS12],
        Answer::Tls13 | Answer::Retry => [&rustls::version::TLS13],
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&versions)?
        .with_no_client_auth()
        .with_single_cert(chain.certificates().to_vec(), chain.key().clone_key())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn general(error: impl std::fmt::Display) -> Error {
    Error::Tls(rustls::Error::General(error.to_string()))
}
