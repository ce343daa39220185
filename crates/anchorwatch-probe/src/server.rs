//! The measurer's own server: the other end of the strongest test.
//!
//! It is an ordinary HTTPS server with the certificate that it was given. To whoever asks by
//! [`echo::PATH`] it says which ClientHello reached it, signed with the certificate's key. To
//! everyone else it says in one line what it is. If its owner allows looks, it makes a handshake with
//! another name for whoever proves that they share the owner's key (`look.rs`). On request, spaces follow the echo: how long they take
//! to arrive shows whether the network slows down the name that was asked for.
//!
//! **Trust:** it is reached by anyone. Connections are bounded in number, for each client too, in
//! size and in time, and it reads no file once it runs.
//!
//! It handles no signals, so as process 1 of a container it needs an init: the kernel keeps from
//! process 1 each signal that it does not handle.

use std::{net::IpAddr, sync::Arc, time::Duration};

use anchorwatch_evidence::{HelloEcho, TRANSFER_BYTES};
use anchorwatch_identity::{Certificate, SpkiSha256};
use rustls::{
    ServerConfig, SignatureScheme,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer},
    server::NoServerSessionStorage,
    sign::{CertifiedKey, SigningKey, SingleCertAndKey},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{
    clients::Clients,
    echo,
    look::{self, Looks},
    opening::{Opening, Watched},
};

/// More than one measurer needs; bounds memory and file descriptors.
const MAX_CONNECTIONS: usize = 256;

/// More than one measurer needs; one client cannot take every place.
const MAX_CONNECTIONS_OF_ONE: usize = 32;

/// For the handshake, for the question, and for the answer, each.
const STEP: Duration = Duration::from_secs(10);

/// For an answer with a transfer: longer than the other end waits for it.
const TRANSFER_STEP: Duration = Duration::from_secs(60);

/// The spaces of a transfer, as many as fit into a record.
const SPACES: [u8; 16 << 10] = [b' '; 16 << 10];

/// The largest request that is read.
const MAX_REQUEST_BYTES: usize = 8 << 10;

/// How many header fields of a request are read.
const MAX_FIELDS: usize = 64;

/// The pause after an accept that failed, so that the loop does not spin.
const ACCEPT_REST: Duration = Duration::from_millis(50);

/// The schemes with which an echo is signed: one for each kind of key that a server can have.
const SCHEMES: [SignatureScheme; 5] = [
    SignatureScheme::ED25519,
    SignatureScheme::ECDSA_NISTP256_SHA256,
    SignatureScheme::ECDSA_NISTP384_SHA384,
    SignatureScheme::ECDSA_NISTP521_SHA512,
    SignatureScheme::RSA_PSS_SHA256,
];

/// What it says to everyone else.
const GREETING: &str = "This server is one end of a test for intercepted connections.\n";

/// Why a server cannot be made of a certificate and a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerProblem {
    /// There is no certificate.
    NoCertificate,
    /// The first certificate cannot be read.
    Certificate,
    /// The key is of a kind that cannot be used.
    Key,
    /// The key is not that of the first certificate.
    KeyOfAnother,
}

/// A server that says which ClientHello reached it.
pub struct ProbeServer {
    acceptor: TlsAcceptor,
    key: Arc<dyn SigningKey>,
    spki: Vec<u8>,
    spki_sha256: SpkiSha256,
    looks: Option<Looks>,
}

impl std::fmt::Debug for ProbeServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProbeServer")
            .field("spki_sha256", &self.spki_sha256)
            .finish_non_exhaustive()
    }
}

impl ProbeServer {
    /// Makes a server of a chain, the server's own certificate first, and its private key.
    ///
    /// # Errors
    /// [`ServerProblem`]: which of the two cannot be used.
    pub fn new(
        chain: Vec<CertificateDer<'static>>,
        key: &PrivateKeyDer<'_>,
    ) -> Result<Self, ServerProblem> {
        let own = chain.first().ok_or(ServerProblem::NoCertificate)?;
        let own = Certificate::from_der(own).map_err(|_| ServerProblem::Certificate)?;
        let key = aws_lc_rs::sign::any_supported_type(key).map_err(|_| ServerProblem::Key)?;
        let public = key.public_key().ok_or(ServerProblem::Key)?;
        if public.as_ref() != own.spki_der() {
            return Err(ServerProblem::KeyOfAnother);
        }
        let certified = CertifiedKey::new(chain, Arc::clone(&key));
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| ServerProblem::Key)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
        // Every connection shows its certificate.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            key,
            spki: own.spki_der().to_vec(),
            spki_sha256: own.spki_sha256(),
            looks: None,
        })
    }

    /// Looks from here for whoever has the key.
    #[must_use]
    pub fn with_looks(self, looks: Looks) -> Self {
        Self {
            looks: Some(looks),
            ..self
        }
    }

    /// The hash of its key, which the measurer has to know beforehand.
    #[must_use]
    pub fn spki_sha256(&self) -> SpkiSha256 {
        self.spki_sha256
    }

    /// Serves until the future is dropped. One client, that is an IPv4 address or the first 64 bits
    /// of an IPv6 address, has at most 32 connections at a time; further ones are closed at once.
    pub async fn serve(self, listener: TcpListener) {
        let server = Arc::new(self);
        let clients = Clients::new(MAX_CONNECTIONS_OF_ONE);
        let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        while let Ok(slot) = Arc::clone(&slots).acquire_owned().await {
            let Ok((stream, from)) = listener.accept().await else {
                tokio::time::sleep(ACCEPT_REST).await;
                continue;
            };
            let Some(place) = clients.admit(from.ip()) else {
                continue;
            };
            let server = Arc::clone(&server);
            tokio::spawn(async move {
                server.talk(stream, from.ip()).await;
                drop((place, slot));
            });
        }
    }

    async fn talk(&self, stream: TcpStream, from: IpAddr) {
        let opening = Opening::default();
        let stream = Watched::new(stream, opening.clone());
        let Ok(Ok(mut stream)) = timeout(STEP, self.acceptor.accept(stream)).await else {
            return;
        };
        let Ok(Some(question)) = timeout(STEP, Asked::read(&mut stream)).await else {
            return;
        };
        if let Some(looks) = self.looks.as_ref().filter(|_| question.path == look::PATH) {
            return answer_look(&mut stream, looks, from).await;
        }
        let (answer, spaces) = self.answer(&question, &opening);
        let limit = if spaces > 0 { TRANSFER_STEP } else { STEP };
        let _over = timeout(limit, send(&mut stream, &answer, spaces)).await;
    }

    /// The answer, and how many spaces follow it.
    fn answer(&self, asked: &Asked, opening: &Opening) -> (Vec<u8>, u64) {
        let nonce = echo::nonce(&asked.path);
        match nonce.and_then(|nonce| self.echo(nonce, opening.first())) {
            Some(echo) => {
                let spaces = asked.transfer_bytes;
                let answer = response("application/json", &echo.encode(), spaces);
                (answer, spaces)
            }
            None => {
                let kind = "text/plain; charset=utf-8";
                (response(kind, GREETING.as_bytes(), 0), 0)
            }
        }
    }

    fn echo(&self, nonce: [u8; 32], client_hello: Vec<u8>) -> Option<HelloEcho> {
        let signer = self.key.choose_scheme(&SCHEMES)?;
        let message = HelloEcho::signed_message(&nonce, &client_hello);
        Some(HelloEcho {
            nonce,
            client_hello,
            spki: self.spki.clone(),
            scheme: u16::from(signer.scheme()),
            signature: signer.sign(&message).ok()?,
        })
    }
}

/// Sends a number, and looks if the next request proves that the client has the key.
async fn answer_look(stream: &mut TlsStream<Watched<TcpStream>>, looks: &Looks, from: IpAddr) {
    let Some((number, text)) = look::challenge() else {
        return;
    };
    let challenge = short_response("200 OK", text.as_bytes(), "keep-alive");
    let Ok(Ok(())) = timeout(STEP, write(stream, &challenge)).await else {
        return;
    };
    let Ok(Some(question)) = timeout(STEP, Asked::read(stream)).await else {
        return;
    };
    let answer = match looks.answer(&question.path, number, from).await {
        Ok(body) => short_response("200 OK", &body, "close"),
        Err(why) => short_response("403 Forbidden", why.code().as_bytes(), "close"),
    };
    let _over = timeout(STEP, send(stream, &answer, 0)).await;
}

async fn write(stream: &mut TlsStream<Watched<TcpStream>>, answer: &[u8]) -> std::io::Result<()> {
    stream.write_all(answer).await?;
    stream.flush().await
}

fn short_response(status: &str, body: &[u8], connection: &str) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: {connection}\r\n\r\n",
        body.len(),
    );
    [head.as_bytes(), body].concat()
}

/// What a request asks for.
struct Asked {
    path: String,
    /// How many spaces are to follow the echo, at most [`TRANSFER_BYTES`].
    transfer_bytes: u64,
}

impl Asked {
    /// Reads a request to the end of its header.
    async fn read(stream: &mut TlsStream<Watched<TcpStream>>) -> Option<Self> {
        let mut request = Vec::new();
        loop {
            let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
            let mut parsed = httparse::Request::new(&mut fields);
            if parsed.parse(&request).ok()?.is_complete() {
                return Some(Self {
                    path: parsed.path?.to_owned(),
                    transfer_bytes: transfer_bytes(parsed.headers),
                });
            }
            if request.len() >= MAX_REQUEST_BYTES || stream.read_buf(&mut request).await.ok()? == 0
            {
                return None;
            }
        }
    }
}

fn transfer_bytes(fields: &[httparse::Header<'_>]) -> u64 {
    let mut fields = fields.iter();
    let field = fields.find(|it| it.name.eq_ignore_ascii_case(echo::TRANSFER_FIELD));
    let text = field.and_then(|field| std::str::from_utf8(field.value).ok());
    let wanted = text.and_then(|text| text.trim().parse().ok());
    wanted.map_or(0, |wanted: u64| wanted.min(TRANSFER_BYTES))
}

async fn send(
    stream: &mut TlsStream<Watched<TcpStream>>,
    answer: &[u8],
    spaces: u64,
) -> std::io::Result<()> {
    stream.write_all(answer).await?;
    let mut left = usize::try_from(spaces).unwrap_or_default();
    while left > 0 {
        let count = left.min(SPACES.len());
        stream
            .write_all(SPACES.get(..count).unwrap_or_default())
            .await?;
        left -= count;
    }
    stream.shutdown().await
}

fn response(kind: &str, body: &[u8], spaces: u64) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len() as u64 + spaces,
    );
    [head.as_bytes(), body].concat()
}
