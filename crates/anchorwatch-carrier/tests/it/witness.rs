//! A witness that runs, and ones that lie.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, mpsc},
};

use anchorwatch_carrier::{BaseUrl, CarrierProblem, Limits, Options, WitnessAnswer, WitnessClient};
use anchorwatch_note::KeyName;
use anchorwatch_policy::DistrustSet;
use anchorwatch_transparency::{
    AddCheckpoint, Checkpoint, CheckpointSigner, SignatureKind, TreeHead, Witness,
    add_cosignatures, prove_consistency, root,
};
use anchorwatch_verify::{Anchors, Policy, rustls::Verifier};
use anchorwatch_witness::{Memory, ServerLimits, Service, serve};

use crate::{
    client::{HOST, NOW, SHORT, forged_chain, limits},
    publisher::at,
    server::{Answer, Server},
};

const ORIGIN: &str = "log.example/list";

fn key(name: &str, kind: SignatureKind) -> CheckpointSigner {
    let name = KeyName::parse(name).unwrap();
    CheckpointSigner::generate(name, kind).unwrap().0
}

fn asks(url: &str, limits: Limits) -> WitnessClient {
    let (anchors, _) = Anchors::of(&[], &[]);
    let policy = Policy::new(anchors, DistrustSet::default());
    let addresses = [(HOST.to_owned(), IpAddr::V4(Ipv4Addr::LOCALHOST))];
    let options = Options {
        verifier: Arc::new(Verifier::new(policy)),
        clock: at(NOW),
        limits,
        proxy: None,
        plain_port: None,
        addresses: &addresses,
    };
    WitnessClient::new(&BaseUrl::parse(url).unwrap(), &options)
}

fn request(log: &CheckpointSigner, old: u64, new: u64) -> AddCheckpoint {
    let entries: Vec<String> = (0..new).map(|it| it.to_string()).collect();
    let tree = anchorwatch_transparency::Tree::of_entries(entries.iter().map(String::as_bytes));
    let head = TreeHead {
        size: new,
        root: root(&tree, new).unwrap(),
    };
    let checkpoint = Checkpoint::new(ORIGIN, head, &[]).unwrap();
    let note = format!("{checkpoint}\n{}", log.sign(&checkpoint, 1).unwrap());
    AddCheckpoint::new(old, &prove_consistency(&tree, old, new).unwrap(), &note).unwrap()
}

/// A witness that runs until the process ends.
fn witness(folder: &std::path::Path, log: &CheckpointSigner) -> (SocketAddr, CheckpointSigner) {
    let kind = SignatureKind::Ed25519Cosignature;
    let name = || KeyName::parse("witness.example/w1").unwrap();
    let (own, pem) = CheckpointSigner::generate(name(), kind).unwrap();
    let again = CheckpointSigner::from_pkcs8_pem(pem.as_bytes(), name(), kind).unwrap();
    let memory = Memory::create(&folder.join("w.db")).unwrap();
    memory.add_key(own.key()).unwrap();
    let witness = Witness::new(vec![own], vec![log.key().clone()]).unwrap();
    let service = Arc::new(Service::new(witness, memory).unwrap());
    let (send, address) = mpsc::channel();
    std::thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_all().build().unwrap().block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            let limits = ServerLimits::default();
            serve(listener, service, limits, Arc::new(|_| {})).await;
        });
    });
    (address.recv().unwrap(), again)
}

#[test]
fn a_log_is_cosigned_after_it_is_told_where_to_begin() {
    let folder = tempfile::tempdir().unwrap();
    let log = key(ORIGIN, SignatureKind::Ed25519);
    let (address, own) = witness(folder.path(), &log);
    let client = asks(&format!("http://{address}"), limits());
    assert_eq!(client.checkpoint(ORIGIN), Ok(None));
    let first = request(&log, 0, 3);
    let WitnessAnswer::Cosigned(lines) = client.add_checkpoint(&first).unwrap() else {
        panic!("not cosigned");
    };
    let body = first.to_string();
    let (_, note) = body.split_once("\n\n").unwrap();
    let now = std::time::SystemTime::now();
    let now = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!(add_cosignatures(note, &lines, &[own.key()], now).is_ok());
    let shown = String::from_utf8(client.checkpoint(ORIGIN).unwrap().unwrap()).unwrap();
    assert!(shown.ends_with(std::str::from_utf8(&lines).unwrap()));
    assert_eq!(
        client.add_checkpoint(&request(&log, 0, 5)),
        Ok(WitnessAnswer::Conflict { size: 3 })
    );
    let answer = client.add_checkpoint(&request(&log, 3, 5)).unwrap();
    assert!(matches!(answer, WitnessAnswer::Cosigned(_)));
    let stranger = key("other.example", SignatureKind::Ed25519);
    assert_eq!(
        client.add_checkpoint(&request(&stranger, 5, 6)),
        Ok(WitnessAnswer::Refused { status: 403 })
    );
}

#[test]
fn a_witness_that_lies_gives_nothing_and_costs_little() {
    let log = key(ORIGIN, SignatureKind::Ed25519);
    let answers = |answer: fn() -> Answer, limits: Limits| {
        let server = Server::start(Some(&forged_chain()), move |_, _| answer());
        let client = asks(&format!("https://{HOST}:{}/w", server.port()), limits);
        (
            client.add_checkpoint(&request(&log, 0, 3)),
            client.checkpoint(ORIGIN),
        )
    };
    let (added, _) = answers(
        || octets("HTTP/1.1 409 C\r\nContent-Length: 3\r\n\r\n05\n"),
        limits(),
    );
    assert_eq!(added, Err(CarrierProblem::Broken));
    let (added, shown) = answers(
        || octets("HTTP/1.1 302 F\r\nLocation: /x/add-checkpoint\r\nContent-Length: 0\r\n\r\n"),
        limits(),
    );
    assert_eq!(added, Ok(WitnessAnswer::Refused { status: 302 }));
    assert_eq!(shown, Err(CarrierProblem::Status { status: 302 }));
    let long = || Answer::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec());
    let (added, shown) = answers(long, limits());
    assert!(matches!(added, Err(CarrierProblem::TooLarge { .. })));
    assert!(matches!(shown, Err(CarrierProblem::TooLarge { .. })));
    let slow = || Answer::Slow(b"HTTP/1.1 200 OK\r\n\r\n".to_vec());
    let (added, shown) = answers(slow, SHORT);
    assert_eq!(added, Err(CarrierProblem::TooSlow));
    assert_eq!(shown, Err(CarrierProblem::TooSlow));
    // Nobody listens there.
    let client = asks(&format!("http://{HOST}:1"), limits());
    assert_eq!(client.checkpoint(ORIGIN), Err(CarrierProblem::NoConnection));
}

fn octets(text: &str) -> Answer {
    Answer::Octets(text.as_bytes().to_vec())
}
