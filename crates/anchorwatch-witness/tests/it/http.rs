//! A server in this process, and requests octet by octet, without any library that would be kind.

use std::{
    io::{Read as _, Write as _},
    net::{IpAddr, SocketAddr, TcpStream},
    sync::{Arc, mpsc},
    time::Duration,
};

use anchorwatch_witness::{ServerLimits, Service, serve};

/// Longer than anything here takes, on a busy machine too: only a failed test waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// Starts a server that runs until the process ends.
pub(crate) fn start(service: Arc<Service>, limits: ServerLimits) -> SocketAddr {
    let (send, address) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            serve(listener, service, limits, Arc::new(|_| {})).await;
        });
    });
    address.recv().unwrap()
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

pub(crate) fn connect(to: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Reads one answer; `None` if the other end closes before a whole one came.
pub(crate) fn answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut one = [0];
        stream.read_exact(&mut one).ok()?;
        head.push(one[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = head.split("content-length: ").nth(1).unwrap();
    let length = length.split("\r\n").next().unwrap().parse().unwrap();
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        body: String::from_utf8(body).unwrap(),
        head,
    })
}

pub(crate) fn send(stream: &mut TcpStream, method: &str, path: &str, body: &str) {
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: w\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
}

pub(crate) fn ask(to: SocketAddr, method: &str, path: &str, body: &str) -> Answer {
    let mut stream = connect(to);
    send(&mut stream, method, path, body);
    answer(&mut stream).unwrap()
}

pub(crate) fn add(to: SocketAddr, body: &str) -> Answer {
    ask(to, "POST", "/add-checkpoint", body)
}

/// A connection from another address of this machine.
pub(crate) fn connect_from(from: IpAddr, to: SocketAddr) -> TcpStream {
    let socket = bound(from, to);
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

fn bound(from: IpAddr, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(from, 0)).unwrap();
        let stream = socket.connect(to).await.unwrap().into_std().unwrap();
        stream.set_nonblocking(false).unwrap();
        stream
    })
}
