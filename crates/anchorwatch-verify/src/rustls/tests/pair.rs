//! A rustls client and server, joined by two buffers in memory.

use anchorwatch_lab::ServerChain;
use rustls::{
    ClientConnection, ServerConfig, ServerConnection, SupportedProtocolVersion,
    crypto::aws_lc_rs::sign::any_supported_type,
    sign::{CertifiedKey, SingleCertAndKey},
};

use super::*;

/// A server that resumes sessions, as most do.
#[derive(Clone)]
pub(super) struct Server(pub(super) Arc<ServerConfig>);

impl Server {
    pub(super) fn new(chain: &ServerChain) -> Self {
        Self::speaking(chain, &[&version::TLS13, &version::TLS12])
    }

    pub(super) fn speaking(
        chain: &ServerChain,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Self {
        Self::with_key_of(chain, chain, versions)
    }

    /// Shows one chain and signs with the key of another.
    pub(super) fn with_key_of(
        chain: &ServerChain,
        signs: &ServerChain,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Self {
        let key = any_supported_type(signs.key()).unwrap();
        let certified = CertifiedKey::new(chain.certificates().to_vec(), key);
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
        config.max_early_data_size = 1024;
        Self(Arc::new(config))
    }
}

pub(super) struct Pair {
    pub(super) client: ClientConnection,
    server: ServerConnection,
    client_error: Option<Error>,
    pub(super) server_error: Option<Error>,
}

impl Pair {
    pub(super) fn new(config: &Arc<ClientConfig>, server: &Server, name: &str) -> Self {
        let name = ServerName::try_from(name.to_owned()).unwrap();
        Self {
            client: ClientConnection::new(Arc::clone(config), name).unwrap(),
            server: ServerConnection::new(Arc::clone(&server.0)).unwrap(),
            client_error: None,
            server_error: None,
        }
    }

    /// Runs until neither has data to send; a handshake and its tickets take four rounds.
    pub(super) fn talk(&mut self) {
        for _ in 0..16 {
            if !(self.client_speaks() | self.server_speaks()) {
                return;
            }
        }
        panic!("they talk on and on");
    }

    pub(super) fn client_speaks(&mut self) -> bool {
        let mut bytes = Vec::new();
        while self.client.wants_write() {
            self.client.write_tls(&mut bytes).unwrap();
        }
        let mut unread = bytes.as_slice();
        while !unread.is_empty() {
            self.server.read_tls(&mut unread).unwrap();
            if let Err(error) = self.server.process_new_packets() {
                self.server_error.get_or_insert(error);
                break;
            }
        }
        !bytes.is_empty()
    }

    pub(super) fn server_speaks(&mut self) -> bool {
        let mut bytes = Vec::new();
        while self.server.wants_write() {
            self.server.write_tls(&mut bytes).unwrap();
        }
        let mut unread = bytes.as_slice();
        while !unread.is_empty() {
            self.client.read_tls(&mut unread).unwrap();
            if let Err(error) = self.client.process_new_packets() {
                self.client_error.get_or_insert(error);
                break;
            }
        }
        !bytes.is_empty()
    }

    pub(super) fn outcome(&self) -> Result<HandshakeKind, Error> {
        match (&self.client_error, self.client.handshake_kind()) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(kind)) if !self.client.is_handshaking() => Ok(kind),
            (None, kind) => panic!("the handshake hangs: {kind:?}"),
        }
    }
}
