use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::server::{self, Place};
use super::{ANY_PORT, LIFETIME};
use crate::Error;
use crate::network::InsideListener;
use crate::server_thread::ServerThread;

/// The longest request that is read.
const REQUEST_LIMIT: usize = 16 * 1024;

/// A server of HTTP without encryption, which answers each path with fixed octets: on a free port of
/// 127.0.0.1, or inside a network. Dropping it stops it.
#[derive(Debug)]
pub struct PlainSite {
    server: ServerThread,
    asked: Arc<Mutex<Vec<String>>>,
}

/// How a [`PlainSite`] answers.
#[derive(Clone, Debug)]
pub enum PlainAnswer {
    /// With these octets, then it closes. `{port}` in a redirect's location is the server's port.
    Whole(Vec<u8>),
    /// With these octets, then with others again and again, until the client closes.
    Endless(Vec<u8>, Vec<u8>),
    /// With these octets, then it sends nothing and waits.
    Stuck(Vec<u8>),
}

impl PlainAnswer {
    /// A page of this type.
    #[must_use]
    pub fn page(content_type: &str, body: &[u8]) -> Self {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n");
        Self::Whole([head.as_bytes(), body].concat())
    }

    /// A redirect to this address.
    #[must_use]
    pub fn redirect(location: &str) -> Self {
        let head = format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nSet-Cookie: a=b\r\n\r\n");
        Self::Whole(head.into_bytes())
    }
}

impl PlainSite {
    /// Starts on loopback. What has no answer is answered with 404.
    ///
    /// # Errors
    ///
    /// [`Error::Listen`] or [`Error::ServerThread`] if the system has no port or thread left.
    pub fn start(answers: &[(&str, PlainAnswer)]) -> Result<Self, Error> {
        Self::at(Place::Loopback(ANY_PORT), answers)
    }

    /// Starts inside a network.
    ///
    /// # Errors
    ///
    /// [`Error::ServerThread`] if the system has no thread left.
    pub fn inside(
        listener: InsideListener,
        answers: &[(&str, PlainAnswer)],
    ) -> Result<Self, Error> {
        Self::at(Place::Inside(listener), answers)
    }

    fn at(place: Place, answers: &[(&str, PlainAnswer)]) -> Result<Self, Error> {
        let answers = answers.iter();
        let answers: Vec<(String, PlainAnswer)> = answers
            .map(|(path, answer)| ((*path).to_owned(), answer.clone()))
            .collect();
        let answers = Arc::new(answers);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        let server = server::start(place, LIFETIME, move |stream| {
            let (answers, seen) = (Arc::clone(&answers), Arc::clone(&seen));
            async move {
                // A client that goes away early is meant to.
                drop(answer(stream, &answers, &seen).await);
            }
        })?;
        Ok(Self { server, asked })
    }

    /// Returns the port on which it listens.
    pub fn port(&self) -> u16 {
        self.server.address().port()
    }

    /// Returns the requests so far, whole.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().map(|it| it.clone()).unwrap_or_default()
    }
}

async fn answer(
    mut stream: TcpStream,
    answers: &[(String, PlainAnswer)],
    seen: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") && request.len() < REQUEST_LIMIT {
        if stream.read_buf(&mut request).await? == 0 {
            break;
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    if let Ok(mut seen) = seen.lock() {
        seen.push(request);
    }
    let mut known = answers.iter();
    match known
        .find(|(one, _)| *one == path)
        .map(|(_, answer)| answer)
    {
        None => stream.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n").await?,
        Some(PlainAnswer::Whole(octets)) => {
            let port = stream.local_addr()?.port().to_string();
            stream.write_all(&with_port(octets, &port)).await?;
        }
        Some(PlainAnswer::Endless(first, again)) => {
            stream.write_all(first).await?;
            loop {
                stream.write_all(again).await?;
            }
        }
        Some(PlainAnswer::Stuck(first)) => {
            stream.write_all(first).await?;
            while stream.read(&mut [0; 1024]).await? > 0 {}
        }
    }
    stream.shutdown().await
}

fn with_port(octets: &[u8], port: &str) -> Vec<u8> {
    match std::str::from_utf8(octets) {
        Ok(text) => text.replace("{port}", port).into_bytes(),
        Err(_) => octets.to_vec(),
    }
}
