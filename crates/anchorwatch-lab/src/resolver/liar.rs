//! A device at the second router that answers DNS questions in the resolver's name.
//!
//! It gets the datagrams to port 53 from the client's side by a redirect rule, as an injecting
//! device on the way does, and the kernel sends its answers in the name of the resolver that was
//! asked. It lets each question through to the honest resolver, so that the true answer can follow
//! a false one.
//!
//! **Not reproduced:** a device that cannot hold the true answer back for a moment, so that the
//! order is a matter of luck; here the false answer always comes first. Answers over TCP and TLS are
//! left alone.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::rdata::svcb::SvcParamKey;
use hickory_proto::rr::rdata::{A, HTTPS};
use hickory_proto::rr::{RData, RecordType};

use super::datagrams::Datagrams;
use super::zone::name_of;
use crate::network::{Node, RuleTable};
use crate::{Error, Network};

/// Where the device is.
const PLACE: Node = Node::Router(2);

/// The port on which it waits for diverted questions.
const PORT: u16 = 5353;

/// Only a resolver that hangs lets this pass.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is changed in the answers for one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lie {
    /// This address in place of the true ones.
    Address(Ipv4Addr),
    /// The same, and the true answer right after it.
    RacedAddress(Ipv4Addr),
    /// The name does not exist.
    NoSuchName,
    /// The HTTPS record has no `ech` parameter.
    WithoutEch,
}

/// The device. Dropping it ends the diversion first.
#[derive(Debug)]
pub struct Liar<'a> {
    // Fields are dropped in this order.
    _diversion: RuleTable<'a>,
    _answers: Datagrams,
}

impl<'a> Liar<'a> {
    /// Starts to answer for `honest`, the one resolver that clients ask in clear.
    ///
    /// # Errors
    ///
    /// Those of [`Network::listen`], and [`Error::Failed`] if there is such a device already.
    pub fn start(
        network: &'a Network,
        honest: SocketAddr,
        lies: &[(&str, Lie)],
    ) -> Result<Self, Error> {
        let any = Ipv4Addr::UNSPECIFIED;
        let asking = network.listen_for_datagrams(PLACE, any, 0)?.into_socket();
        let waiting = asking.set_read_timeout(Some(PATIENCE));
        waiting.map_err(Error::ServerThread)?;
        let diverted = network
            .listen_for_datagrams(PLACE, any, PORT)?
            .into_socket();
        let lies: Vec<(String, Lie)> = lies
            .iter()
            .map(|(name, lie)| (name.to_ascii_lowercase(), lie.clone()))
            .collect();
        let answers = Datagrams::answer(diverted, move |question| {
            let truth = ask(&asking, honest, question);
            truth.map(|truth| told(&lies, &truth)).unwrap_or_default()
        })?;
        Ok(Self {
            _diversion: RuleTable::load(network, PLACE, "lab_lie", &diversion())?,
            _answers: answers,
        })
    }
}

fn diversion() -> String {
    format!(
        "chain prerouting {{\n\
         type nat hook prerouting priority dstnat; policy accept;\n\
         iifname \"{from}\" udp dport 53 redirect to :{PORT}\n\
         }}",
        from = Node::Router(1).name()
    )
}

/// Passes a question on and returns the answer.
fn ask(socket: &UdpSocket, honest: SocketAddr, question: &[u8]) -> io::Result<Vec<u8>> {
    socket.send_to(question, honest)?;
    let mut answer = vec![0; 1 << 16];
    let (length, _) = socket.recv_from(&mut answer)?;
    answer.truncate(length);
    Ok(answer)
}

/// The answers that the client gets.
fn told(lies: &[(String, Lie)], truth: &[u8]) -> Vec<Vec<u8>> {
    let falsified = || {
        let mut answer = Message::from_vec(truth).ok()?;
        let name = name_of(&answer)?;
        let mut lies = lies.iter().filter(|(it, _)| *it == name);
        let changed = lies.find_map(|(_, lie)| lie.applied(&mut answer).then_some(lie))?;
        Some((changed.clone(), answer.to_vec().ok()?))
    };
    match falsified() {
        Some((Lie::RacedAddress(_), answer)) => vec![answer, truth.to_vec()],
        Some((_, answer)) => vec![answer],
        None => vec![truth.to_vec()],
    }
}

impl Lie {
    /// Returns whether it concerns this answer.
    fn applied(&self, answer: &mut Message) -> bool {
        let asked = answer.queries.first().map(|it| it.query_type);
        match (self, asked) {
            (Self::Address(address) | Self::RacedAddress(address), Some(RecordType::A)) => {
                let record = answer.answers.first().cloned();
                answer.answers = record.into_iter().collect();
                for record in &mut answer.answers {
                    record.data = RData::A(A(*address));
                }
                true
            }
            (Self::NoSuchName, Some(_)) => {
                answer.answers.clear();
                answer.metadata.response_code = ResponseCode::NXDomain;
                true
            }
            (Self::WithoutEch, Some(RecordType::HTTPS)) => {
                for record in &mut answer.answers {
                    if let RData::HTTPS(HTTPS(https)) = &mut record.data {
                        https
                            .svc_params
                            .retain(|(key, _)| *key != SvcParamKey::EchConfigList);
                    }
                }
                true
            }
            _ => false,
        }
    }
}
