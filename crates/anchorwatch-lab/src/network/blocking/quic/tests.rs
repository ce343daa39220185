use super::*;
use crate::Root;

const NAME: &str = "www.example.kz";

/// The datagrams of a real client that asks for the name, until the name can be read.
fn sent() -> Vec<Vec<u8>> {
    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    let patience = Duration::from_secs(300);
    server.set_read_timeout(Some(patience)).unwrap();
    let address = server.local_addr().unwrap();
    // It ends when the client gives up.
    std::thread::spawn(move || ask(address));
    let (mut flows, mut datagrams) = (Flows::default(), Vec::new());
    let mut buffer = [0; 2048];
    loop {
        let (length, client) = server.recv_from(&mut buffer).unwrap();
        datagrams.push(buffer[..length].to_vec());
        if flows.is_blocked(&buffer[..length], client, &[server_name(NAME)]) {
            return datagrams;
        }
    }
}

fn ask(address: SocketAddr) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut trusted = rustls::RootCertStore::empty();
    trusted
        .add(Root::company("A").unwrap().der().clone())
        .unwrap();
    let config = quinn::ClientConfig::with_root_certificates(trusted.into()).unwrap();
    runtime.block_on(async {
        let endpoint = quinn::Endpoint::client("127.0.0.1:0".parse().unwrap()).unwrap();
        let connecting = endpoint.connect_with(config, address, NAME).unwrap();
        assert!(connecting.await.is_err());
    });
}

#[test]
fn a_connection_is_blocked_for_its_name_and_stays_blocked() {
    let client = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    let datagrams = sent();
    for (name, is_blocked) in [
        (NAME, true),
        ("example.kz", false),
        ("www.example.k", false),
    ] {
        let names = [server_name(name)];
        let mut flows = Flows::default();
        let mut last = false;
        for datagram in &datagrams {
            last = flows.is_blocked(datagram, client, &names);
        }
        assert_eq!(last, is_blocked, "{name}");
        assert_eq!(flows.is_blocked(&[0x40; 20], client, &names), is_blocked);
        let other = SocketAddr::from((Ipv4Addr::LOCALHOST, 2));
        assert!(!flows.is_blocked(&[0x40; 20], other, &names));
    }
}

#[test]
fn what_a_server_sends_goes_to_who_chose_the_identifier() {
    let client = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    let datagrams = sent();
    let mut flows = Flows::default();
    flows.is_blocked(&datagrams[0], client, &[]);
    let id = Initial::read(&datagrams[0]).unwrap().source;
    let long = [&[0xc0, 0, 0, 0, 1, 8][..], &id].concat();
    let short = [&[0x40][..], &id, &[7; 20]].concat();
    assert_eq!(flows.client_of(&long), Some(client));
    assert_eq!(flows.client_of(&short), Some(client));
    let other: Vec<u8> = short.iter().map(|it| it ^ 1).collect();
    for other in [&other[..], &short[1..], &[]] {
        assert_eq!(flows.client_of(other), None);
    }
}

#[test]
fn an_altered_or_cut_packet_says_nothing() {
    for datagram in sent() {
        assert!(Initial::read(&datagram).is_some());
        let mut altered = datagram.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert!(Initial::read(&altered).is_none());
        for length in 0..datagram.len() {
            assert!(Initial::read(&datagram[..length]).is_none());
        }
    }
}
