use std::io::{Read as _, Write as _};
use std::net::{TcpStream, UdpSocket};
use std::time::Duration;

use hickory_proto::op::{Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::RecordType;

use super::*;
use crate::Root;

const NAME: &str = "www.example.kz";

fn resolver() -> Resolver {
    let zone = Zone::default().address(NAME, [203, 0, 113, 10].into());
    let chain = Root::company("A").unwrap().issue(&["dns.example"]).unwrap();
    Resolver::on_loopback(zone, chain).unwrap()
}

fn question(name: &str) -> Vec<u8> {
    let mut message = Message::new(7, MessageType::Query, OpCode::Query);
    message.add_query(Query::query(name.parse().unwrap(), RecordType::A));
    message.to_vec().unwrap()
}

fn asked(resolver: &Resolver, name: &str) -> Message {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket
        .set_read_timeout(Some(Duration::from_secs(300)))
        .unwrap();
    socket.send_to(&question(name), resolver.udp()).unwrap();
    let mut buffer = [0; 2_000];
    let (length, from) = socket.recv_from(&mut buffer).unwrap();
    assert_eq!(from, resolver.udp());
    Message::from_vec(&buffer[..length]).unwrap()
}

#[test]
fn a_known_name_has_its_address_and_another_does_not_exist() {
    let resolver = resolver();
    let answer = asked(&resolver, "WWW.example.kz.");
    assert_eq!((answer.metadata.id, answer.answers.len()), (7, 1));
    let answer = asked(&resolver, "other.example.");
    assert_eq!(answer.metadata.response_code, ResponseCode::NXDomain);
}

#[test]
fn the_answer_is_the_same_over_tcp() {
    let resolver = resolver();
    let mut stream = TcpStream::connect(resolver.tcp()).unwrap();
    let question = question(NAME);
    let length = u16::try_from(question.len()).unwrap().to_be_bytes();
    stream
        .write_all(&[&length[..], &question].concat())
        .unwrap();
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(Message::from_vec(&answer).unwrap(), asked(&resolver, NAME));
}
