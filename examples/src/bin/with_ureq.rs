//! The verifier in ureq, whose TLS accepts roots but no verifier: so this program brings its own
//! TLS, on ureq's TCP. ureq does not promise to keep this part of its interface stable.

use std::{
    fmt,
    io::{Error, Read as _, Write as _},
    net::SocketAddr,
    sync::Arc,
};

use anchorwatch_examples::{Request, explained, verifier};
use rustls::{ClientConfig, ClientConnection, StreamOwned, pki_types::ServerName};
use ureq::{
    Agent,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{ResolvedSocketAddrs, Resolver},
        transport::{
            Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, TcpConnector,
            Transport, TransportAdapter,
        },
    },
};

fn main() -> anyhow::Result<()> {
    let request = Request::from_args()?;
    let config = Arc::new(verifier(request.public.clone())?.client_config()?);

    // A request without TLS is refused: there is no connection for it.
    let connector = TcpConnector::default().chain(Tls(config));
    let agent = Agent::with_parts(
        Config::builder().proxy(None).https_only(true).build(),
        connector,
        At(request.address),
    );
    match agent.get(request.url()).call() {
        Ok(mut response) => {
            anchorwatch_examples::answer(&response.body_mut().read_to_string()?);
            Ok(())
        }
        // ureq's errors have no source.
        Err(ureq::Error::Io(error)) => anyhow::bail!(explained(&error)),
        Err(error) => anyhow::bail!(explained(&error)),
    }
}

/// TLS over any connection.
#[derive(Debug)]
struct Tls(Arc<ClientConfig>);

impl<In: Transport> Connector<In> for Tls {
    type Out = TlsTransport<In>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let Some(transport) = chained else {
            return Ok(None);
        };
        // In a URL an IPv6 address is in brackets, and a name never is.
        let host = details.uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned()).map_err(Error::other)?;
        let mut client = ClientConnection::new(Arc::clone(&self.0), name).map_err(Error::other)?;
        let mut socket = TransportAdapter::new(transport, Arc::clone(&details.current_time));
        socket.set_timeout(details.timeout);
        client.complete_io(&mut socket)?;
        Ok(Some(TlsTransport {
            buffers: LazyBuffers::new(
                details.config.input_buffer_size(),
                details.config.output_buffer_size(),
            ),
            stream: StreamOwned::new(client, socket),
        }))
    }
}

struct TlsTransport<In: Transport> {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter<In>>,
}

impl<In: Transport> Transport for TlsTransport<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.stream.sock.set_timeout(timeout);
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        self.stream.write_all(output)?;
        self.stream.flush()?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.stream.sock.set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl<In: Transport> fmt::Debug for TlsTransport<In> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsTransport").finish_non_exhaustive()
    }
}

/// Resolves every name to the given address; real programs leave this out.
#[derive(Debug)]
struct At(SocketAddr);

impl Resolver for At {
    fn resolve(
        &self,
        _uri: &Uri,
        _config: &Config,
        _timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        addresses.push(self.0);
        Ok(addresses)
    }
}
