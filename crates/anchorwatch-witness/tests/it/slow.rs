//! Clients that send too much, too slowly, or too often.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    sync::Arc,
    time::Duration,
};

use anchorwatch_transparency::MAX_ADD_CHECKPOINT_BYTES;
use anchorwatch_witness::ServerLimits;

use crate::{
    http::{add, answer, connect, connect_from, send, start},
    log::{Log, MAIN, service},
};

/// Short times, so that a test does not wait: none of these clients is ever served.
fn limits() -> ServerLimits {
    let short = Duration::from_millis(200);
    ServerLimits {
        connections: 40,
        connections_of_one: 20,
        head: short,
        body: short,
        connection: Duration::from_secs(60),
    }
}

/// Whether the other end closes, whatever it says before.
fn is_closed(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

#[test]
fn a_body_that_is_too_long_is_not_read_to_its_end() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, _) = service(folder.path(), &log);
    let limits = ServerLimits {
        body: crate::http::PATIENCE,
        ..ServerLimits::default()
    };
    let at = start(Arc::new(service), limits);
    let mut stream = connect(at);
    let head = "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n";
    write!(stream, "{head}Content-Length: 1000000000000\r\n\r\n").unwrap();
    let chunk = vec![b'x'; 64 << 10];
    let mut sent = 0;
    // The answer comes long before the terabyte is sent.
    while stream.write_all(&chunk).is_ok() {
        sent += chunk.len();
        assert!(sent < 64 * MAX_ADD_CHECKPOINT_BYTES);
    }

    let mut stream = connect(at);
    write!(stream, "{head}Transfer-Encoding: chunked\r\n\r\n").unwrap();
    let mut sent = 0;
    while write!(stream, "10000\r\n").is_ok()
        && stream.write_all(&chunk).is_ok()
        && stream.write_all(b"\r\n").is_ok()
    {
        sent += chunk.len();
        assert!(sent < 64 * MAX_ADD_CHECKPOINT_BYTES);
    }
    assert_eq!(add(at, &log.request(MAIN, 0, 5)).status, 200);
}

#[test]
fn a_long_request_that_is_short_enough_is_answered() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, _) = service(folder.path(), &log);
    let at = start(Arc::new(service), ServerLimits::default());
    let long = add(at, &"x".repeat(MAX_ADD_CHECKPOINT_BYTES));
    assert_eq!((long.status, long.body.as_str()), (400, "witness_form\n"));
    let longer = add(at, &"x".repeat(MAX_ADD_CHECKPOINT_BYTES + 1));
    assert_eq!(longer.body, "witness_too_long\n");
}

#[test]
fn whoever_sends_an_octet_at_a_time_is_cut_off() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, _) = service(folder.path(), &log);
    let service = Arc::new(service);
    let at = start(Arc::clone(&service), limits());
    // Nothing at all, and a head that does not end; it may be cut off before it is sent.
    let mut silent = connect(at);
    let mut slow_head = connect(at);
    let _may_be_closed = slow_head.write_all(b"POST /add-checkpoint HT");
    for stream in [&mut silent, &mut slow_head] {
        assert!(is_closed(stream));
    }
    // A body that does not come, where the head has time.
    let for_bodies = ServerLimits {
        head: crate::http::PATIENCE,
        ..limits()
    };
    let mut slow_body = connect(start(service, for_bodies));
    slow_body
        .write_all(b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 9\r\n\r\nold")
        .unwrap();
    assert_eq!(answer(&mut slow_body).unwrap().status, 408);
    assert!(is_closed(&mut slow_body));
    // A trickle does not extend the time.
    let mut trickle = connect(at);
    let mut pushing = trickle.try_clone().unwrap();
    let pushing = std::thread::spawn(move || {
        while pushing.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    assert!(is_closed(&mut trickle));
    pushing.join().unwrap();
}

#[test]
fn two_hundred_connections_of_one_client_leave_room_for_others() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, _) = service(folder.path(), &log);
    let limits = ServerLimits {
        head: crate::http::PATIENCE,
        ..limits()
    };
    let at = start(Arc::new(service), limits);
    let crowd: Vec<TcpStream> = (0..200).map(|_| connect(at)).collect();
    // All but twenty are closed at once.
    let mut open = 0;
    for mut stream in crowd.iter().skip(20).map(|it| it.try_clone().unwrap()) {
        assert!(is_closed(&mut stream));
        open += 1;
    }
    assert_eq!(open, 180);
    let mut other = connect_from(Ipv4Addr::new(127, 0, 0, 2).into(), at);
    let body = log.request(MAIN, 0, 5);
    send(&mut other, "POST", "/add-checkpoint", &body);
    assert_eq!(answer(&mut other).unwrap().status, 200);
    drop(crowd);
}
