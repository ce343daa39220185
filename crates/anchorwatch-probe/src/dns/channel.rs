//! A connection to a resolver, over which it is asked one question after the other.

use std::time::Duration;

use anchorwatch_evidence::{DnsEngine, DnsResponse, Failure, Purpose, TlsHandshake};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::client::TlsStream;

use super::{ResolverAddress, Resolving, http, message::Question};
use crate::{
    capture::{self, Wanted},
    failure,
    measure::connect,
    opening::Watched,
    random,
};

type Tls = Box<TlsStream<Watched<TcpStream>>>;

pub(super) enum Channel {
    Tcp(TcpStream),
    Dot(Tls),
    Doh(Tls, String),
}

impl Channel {
    /// Connects, and over TLS makes a handshake, which is kept whatever comes of it.
    pub(super) async fn open(
        resolver: &ResolverAddress,
        resolving: Resolving<'_>,
    ) -> (Option<TlsHandshake>, Result<Self, Failure>) {
        let (connected, stream) = connect(resolver.address, resolving.step).await;
        let Some(stream) = stream else {
            let failure = connected.failure.unwrap_or(Failure::Interrupted);
            return (None, Err(failure));
        };
        if !resolver.engine.is_over_tls() {
            return (None, Ok(Self::Tcp(stream)));
        }
        let name = resolver.reference_name();
        let wanted = Wanted {
            purpose: Purpose::Resolver,
            host: &name,
            ttl: None,
            limit: resolving.step,
            ech: None,
            asks_transfer: false,
        };
        let (handshake, stream) = capture::open(stream, wanted).await;
        let is_trusted = handshake.is_key_proven == Some(true)
            && (resolving.is_trusted)(&handshake.peer_certificates, &name);
        let opened = match (stream, &handshake.failure) {
            (Some(_), _) if !is_trusted => Err(Failure::SslUnknownAuthority),
            (Some(stream), _) if resolver.engine == DnsEngine::Doh => {
                Ok(Self::Doh(Box::new(stream), resolver.http_host()))
            }
            (Some(stream), _) => Ok(Self::Dot(Box::new(stream))),
            (None, failure) => Err(failure.clone().unwrap_or(Failure::Interrupted)),
        };
        (Some(handshake), opened)
    }

    pub(super) async fn ask(
        &mut self,
        question: &Question,
        limit: Duration,
    ) -> Result<DnsResponse, Failure> {
        let asked = async {
            match self {
                Self::Tcp(stream) => framed(stream, question).await,
                Self::Dot(stream) => framed(stream, question).await,
                Self::Doh(stream, host) => http::ask(stream, host, question).await,
            }
        };
        let answer = timeout(limit, asked).await;
        answer.unwrap_or(Err(Failure::GenericTimeoutError))
    }
}

impl ResolverAddress {
    /// Its name in an HTTP request.
    fn http_host(&self) -> String {
        match (&self.name, self.address.ip()) {
            (Some(name), _) => name.clone(),
            (None, ip) if ip.is_ipv6() => format!("[{ip}]"),
            (None, ip) => ip.to_string(),
        }
    }
}

/// A message behind its length (RFC 1035 §4.2.2).
async fn framed<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    question: &Question,
) -> Result<DnsResponse, Failure> {
    let id = u16::from_be_bytes(random::octets().ok_or(Failure::Interrupted)?);
    let message = question.encode(id).ok_or(Failure::Interrupted)?;
    let length = u16::try_from(message.len()).map_err(|_| Failure::Interrupted)?;
    let exchanged = async {
        stream
            .write_all(&[&length.to_be_bytes()[..], &message].concat())
            .await?;
        stream.flush().await?;
        let mut answer = vec![0; usize::from(stream.read_u16().await?)];
        stream.read_exact(&mut answer).await?;
        Ok(answer)
    };
    let answer = exchanged.await.map_err(|error| failure::of_io(&error))?;
    let response = question.read(id, &answer, Duration::ZERO);
    response.ok_or(Failure::DnsServerMisbehaving)
}
