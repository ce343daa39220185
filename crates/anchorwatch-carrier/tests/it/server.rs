//! Servers on loopback: one that has files, and ones that misbehave in one way.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use anchorwatch_lab::ServerChain;
use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::aws_lc_rs};

/// What an answer is made of.
pub(crate) enum Answer {
    /// These octets, and the end of the connection.
    Octets(Vec<u8>),
    /// These octets first, and then others without end.
    Endless(Vec<u8>),
    /// These octets first, and then one at a time, without end and slowly.
    Slow(Vec<u8>),
}

type Handler = dyn Fn(&str, &str) -> Answer + Send + Sync;

/// A running server; dropping it stops it.
pub(crate) struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers by this function of the path and the whole head.
    pub(crate) fn start(
        chain: Option<&ServerChain>,
        handler: impl Fn(&str, &str) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let config = chain.map(config);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let is_over = Arc::new(AtomicBool::new(false));
        let handler: Arc<Handler> = Arc::new(handler);
        let shared = (Arc::clone(&asked), Arc::clone(&is_over));
        let thread = std::thread::spawn(move || {
            let (asked, is_over) = shared;
            while let Ok((stream, _)) = listener.accept() {
                if is_over.load(Ordering::SeqCst) {
                    return;
                }
                let (config, handler) = (config.clone(), Arc::clone(&handler));
                let (asked, is_over) = (Arc::clone(&asked), Arc::clone(&is_over));
                std::thread::spawn(move || serve(stream, config, &*handler, &asked, &is_over));
            }
        });
        Self {
            address,
            asked,
            is_over,
            thread: Some(thread),
        }
    }

    /// A server with these files.
    pub(crate) fn of(chain: Option<&ServerChain>, files: &BTreeMap<String, Vec<u8>>) -> Self {
        let files = files.clone();
        Self::start(chain, move |path, _| file(&files, path))
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The paths that were asked for so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// An answer with a file, or that there is none.
pub(crate) fn file(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Answer {
    match files.get(path.trim_start_matches('/')) {
        Some(octets) => Answer::Octets(with_length(octets)),
        None => Answer::Octets(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec()),
    }
}

pub(crate) fn with_length(octets: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
        octets.len()
    );
    [head.as_bytes(), octets].concat()
}

fn config(chain: &ServerChain) -> Arc<ServerConfig> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth();
    let (certificates, key) = (chain.certificates().to_vec(), chain.key().clone_key());
    Arc::new(config.with_single_cert(certificates, key).unwrap())
}

fn serve(
    stream: TcpStream,
    config: Option<Arc<ServerConfig>>,
    handler: &Handler,
    asked: &Mutex<Vec<String>>,
    is_over: &AtomicBool,
) {
    match config {
        None => talk(stream, handler, asked, is_over),
        Some(config) => {
            let connection = ServerConnection::new(config).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            talk(&mut stream, handler, asked, is_over);
            stream.conn.send_close_notify();
            drop(stream.flush());
        }
    }
}

/// Reads one head, answers, and closes.
fn talk(
    mut stream: impl Read + Write,
    handler: &Handler,
    asked: &Mutex<Vec<String>>,
    is_over: &AtomicBool,
) {
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut octet) {
            Ok(1) => head.push(octet[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    asked.lock().unwrap().push(path.to_owned());
    let (first, then) = match handler(path, &head) {
        Answer::Octets(octets) => (octets, None),
        Answer::Endless(octets) => (octets, Some(0)),
        Answer::Slow(octets) => (octets, Some(20)),
    };
    if stream.write_all(&first).is_err() {
        return;
    }
    drop(stream.flush());
    while let Some(pause) = then {
        let more = if pause == 0 {
            vec![b'x'; 4096]
        } else {
            vec![b'x']
        };
        let is_sent = stream
            .write_all(&more)
            .and_then(|()| stream.flush())
            .is_ok();
        if !is_sent || is_over.load(Ordering::SeqCst) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(pause));
    }
}
