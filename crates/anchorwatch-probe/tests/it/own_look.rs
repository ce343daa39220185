//! Looks from the measurer's own server: whole ones, and what somebody in between could make of them.

use std::{net::SocketAddr, sync::Arc, thread::JoinHandle, time::Duration};

use anchorwatch_evidence::{Evidence, Purpose, Target};
use anchorwatch_lab::{Root, ServerChain, Site};
use anchorwatch_probe::{
    LookKey, LookProblem, LookReach, LookRefusal, LookRequest, Looks, Pace, ProbeServer, look,
};
use rustls::ServerConfig;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsAcceptor;

use crate::PATIENCE;

/// A name that leads to this machine everywhere.
const HERE: &str = "localhost";

fn key(octet: u8) -> LookKey {
    LookKey::read(format!("{octet:02x}").repeat(32).as_bytes()).unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// A server in a thread of its own, which ends with the value.
struct Running {
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn start<F: Future<Output = ()> + Send + 'static>(
        serve: impl FnOnce(tokio::net::TcpListener) -> F + Send + 'static,
    ) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            runtime().block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let serving = tokio::spawn(serve(listener));
                // Told to stop, or the value is gone: both end it.
                drop(stopped.await);
                serving.abort();
            });
        });
        Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    fn own(chain: &ServerChain, looks: Option<Looks>) -> Self {
        let server = ProbeServer::new(chain.certificates().to_vec(), chain.key()).unwrap();
        let server = match looks {
            Some(looks) => server.with_looks(looks),
            None => server,
        };
        Self::start(|listener| server.serve(listener))
    }

    /// A server that sends these answers on each connection, one for each request, whatever they say.
    fn saying(chain: &ServerChain, answers: Vec<Vec<u8>>) -> Self {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain.certificates().to_vec(), chain.key().clone_key())
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Self::start(move |listener| async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    continue;
                };
                for answer in &answers {
                    let mut request = [0; 4096];
                    drop(stream.read(&mut request).await);
                    drop(stream.write_all(answer).await);
                }
                drop(stream.shutdown().await);
            }
        })
    }

    fn look(&self, port: u16, key: &LookKey) -> Result<Vec<u8>, LookProblem> {
        let target = Target {
            host: HERE.to_owned(),
            port,
        };
        let request = LookRequest {
            server: self.address,
            sent_name: "control.example",
            target: &target,
            key,
            step: PATIENCE,
        };
        runtime().block_on(look(&request, &mut Pace::new(Duration::ZERO)))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn everywhere(port: u16) -> Looks {
    Looks::new(key(1), vec![port], LookReach::Everywhere)
}

fn chain(root: &Root) -> ServerChain {
    root.issue(&["own.example"]).unwrap()
}

#[test]
fn a_look_shows_what_comes_where_the_server_is_with_its_key_proven() {
    let root = Root::company("A").unwrap();
    let site = root.issue(&[HERE]).unwrap();
    let sent: Vec<Vec<u8>> = site.certificates().iter().map(|it| it.to_vec()).collect();
    let site = Site::start(site).unwrap();
    let port = site.address().port();
    let own = Running::own(&chain(&root), Some(everywhere(port)));
    for _ in 0..2 {
        let seen = own.look(port, &key(1)).unwrap();
        let evidence = Evidence::decode(&seen).unwrap();
        assert_eq!(evidence.measurements.len(), 1);
        let measurement = &evidence.measurements[0];
        assert_eq!(
            (measurement.target.host.as_str(), measurement.target.port),
            (HERE, port)
        );
        let handshake = &measurement.tls_handshakes[0];
        assert_eq!(handshake.purpose, Purpose::Target);
        assert_eq!(handshake.peer_certificates, sent);
        assert_eq!(handshake.is_key_proven, Some(true));
    }
}

#[test]
fn nobody_looks_for_another_key_nor_at_another_port_nor_into_a_network_of_its_own() {
    let root = Root::company("A").unwrap();
    let site = Site::start(root.issue(&[HERE]).unwrap()).unwrap();
    let port = site.address().port();
    let own = Running::own(&chain(&root), Some(everywhere(port)));
    let refused = |answer: Result<Vec<u8>, LookProblem>| answer.unwrap_err();
    let with = LookProblem::Refused;
    assert_eq!(refused(own.look(port, &key(2))), with(LookRefusal::Key));
    assert_eq!(refused(own.look(443, &key(1))), with(LookRefusal::Port));
    let looks = Looks::new(key(1), vec![port], LookReach::Public);
    let own = Running::own(&chain(&root), Some(looks));
    assert_eq!(refused(own.look(port, &key(1))), with(LookRefusal::Address));
    let own = Running::own(&chain(&root), None);
    assert_eq!(refused(own.look(port, &key(1))), LookProblem::NotOffered);
    assert_eq!(site.accepted_count(), 0);
}

#[test]
fn what_somebody_in_between_says_is_no_look() {
    let root = Root::company("A").unwrap();
    let answer = |status: &str, body: &str| {
        let length = body.len();
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
    };
    let number = "ab".repeat(32);
    let number = || answer("200 OK", &number);
    let forged = format!("{}\n{{}}", "cd".repeat(32));
    let long = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", 2 << 20);
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nx";
    let endless = format!("HTTP/1.1 200 OK\r\n{}", "X: y\r\n".repeat(5000));
    for (answers, expected) in [
        (
            vec![answer("200 OK", "a greeting")],
            LookProblem::NotOffered,
        ),
        (vec![answer("404 Not Found", "")], LookProblem::NotOffered),
        (vec![b"SSH-2.0-x\r\n".to_vec()], LookProblem::NoAnswer),
        (vec![endless.into_bytes()], LookProblem::NoAnswer),
        (vec![], LookProblem::NoAnswer),
        (vec![number()], LookProblem::NoAnswer),
        (
            vec![number(), answer("200 OK", &forged)],
            LookProblem::Forged,
        ),
        (vec![number(), answer("200 OK", "{}")], LookProblem::Forged),
        (vec![number(), answer("200 OK", "")], LookProblem::Forged),
        (vec![number(), long.into_bytes()], LookProblem::NoAnswer),
        (vec![number(), cut.into()], LookProblem::NoAnswer),
        (
            vec![number(), answer("403 Forbidden", "port")],
            LookProblem::Refused(LookRefusal::Port),
        ),
        (
            vec![number(), answer("403 Forbidden", "another word")],
            LookProblem::NoAnswer,
        ),
    ] {
        let described = format!("{answers:?}");
        let server = Running::saying(&chain(&root), answers);
        assert_eq!(server.look(443, &key(1)), Err(expected), "{described:.300}");
    }
}

#[test]
fn a_server_that_is_not_there_says_nothing() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let own = Running {
        address: free.local_addr().unwrap(),
        stop: None,
        thread: None,
    };
    drop(free);
    let answer = own.look(443, &key(1)).unwrap_err();
    assert!(matches!(answer, LookProblem::NotConnected(_)), "{answer:?}");
}
