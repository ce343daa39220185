//! The verifier in tokio-rustls: the configuration is all it takes.

use std::sync::Arc;

use anchorwatch_examples::{Request, explained, verifier};
use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let request = Request::from_args()?;
    let config = verifier(request.public.clone())?.client_config()?;

    let connector = TlsConnector::from(Arc::new(config));
    let name = ServerName::try_from(request.name.clone())?;
    let stream = TcpStream::connect(request.address).await?;
    let mut stream = match connector.connect(name, stream).await {
        Ok(stream) => stream,
        Err(error) => anyhow::bail!(explained(&error)),
    };
    let get = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", request.name);
    stream.write_all(get.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    anchorwatch_examples::answer(&answer);
    Ok(())
}
