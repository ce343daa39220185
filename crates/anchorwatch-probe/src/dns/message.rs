//! One question, and the answers to it, as messages (RFC 1035 §4). hickory-proto writes and reads
//! them: what comes is hostile.

use std::{str::FromStr as _, time::Duration};

use anchorwatch_evidence::{DnsAnswer, DnsData, DnsQueryType, DnsResponse, Failure};
use hickory_proto::{
    op::{Edns, Message, MessageType, OpCode, Query},
    rr::{
        DNSClass, Name, RData, Record, RecordType,
        rdata::svcb::{SvcParamKey, SvcParamValue},
    },
};
use sha2::{Digest as _, Sha256};

/// The largest answer that is asked for in a datagram: it fits every link (DNS flag day 2020).
const MAX_DATAGRAM: u16 = 1232;

/// The most records of an answer that are kept.
const MAX_ANSWERS: usize = 100;

/// The most protocols of a record that are kept: servers offer two or three.
const MAX_PROTOCOLS: usize = 16;

/// The longest value of a CAA record that is kept. Real ones have a name and a few parameters. A longer
/// one is a record of which only the number is known, so nobody can say that it allows nothing.
const MAX_CAA_VALUE: usize = 1024;

/// A question.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) host: String,
    pub(crate) asked: DnsQueryType,
    query: Query,
}

impl Question {
    /// `None` if DNS cannot carry the name.
    pub(crate) fn new(host: &str, asked: DnsQueryType) -> Option<Self> {
        let mut name = Name::from_str(host).ok()?;
        name.set_fqdn(true);
        Some(Self {
            host: host.to_owned(),
            asked,
            query: Query::query(name, record_type(asked)),
        })
    }

    /// The message with this identifier.
    pub(crate) fn encode(&self, id: u16) -> Option<Vec<u8>> {
        let mut message = Message::new(id, MessageType::Query, OpCode::Query);
        message.metadata.recursion_desired = true;
        message.add_query(self.query.clone());
        let mut edns = Edns::new();
        edns.set_max_payload(MAX_DATAGRAM);
        message.set_edns(edns);
        message.to_vec().ok()
    }

    /// `None` if it is not an answer to this question with this identifier.
    pub(crate) fn read(&self, id: u16, bytes: &[u8], elapsed: Duration) -> Option<DnsResponse> {
        let message = Message::from_vec(bytes).ok()?;
        let head = &message.metadata;
        let is_answer = head.id == id
            && head.message_type == MessageType::Response
            && head.op_code == OpCode::Query
            && message.queries.len() == 1
            && message.queries.iter().all(|it| self.is(it));
        let answers = message.answers.iter().take(MAX_ANSWERS);
        is_answer.then(|| DnsResponse {
            rcode: u16::from(head.response_code),
            is_truncated: head.truncation,
            answers: answers.map(answer).collect(),
            elapsed,
        })
    }

    fn is(&self, query: &Query) -> bool {
        // Names are equal whatever the case of their letters.
        query.name == self.query.name
            && query.query_type == self.query.query_type
            && query.query_class == DNSClass::IN
    }

    /// The failure that an answer reports, if any.
    pub(crate) fn failure_of(&self, response: &DnsResponse) -> Option<Failure> {
        let has_data = response
            .answers
            .iter()
            .any(|it| match (self.asked, &it.data) {
                (DnsQueryType::A, DnsData::Address(address)) => address.is_ipv4(),
                (DnsQueryType::Aaaa, DnsData::Address(address)) => address.is_ipv6(),
                (DnsQueryType::Https, DnsData::Https { .. })
                | (DnsQueryType::Caa, DnsData::Caa { .. }) => true,
                _ => false,
            });
        match response.rcode {
            0 if has_data => None,
            0 if response.is_truncated => Some(Failure::unknown("the answer is truncated")),
            0 => Some(Failure::DnsNoAnswer),
            2 => Some(Failure::DnsServfailError),
            DnsResponse::NXDOMAIN => Some(Failure::DnsNxdomainError),
            5 => Some(Failure::DnsRefusedError),
            _ => Some(Failure::DnsServerMisbehaving),
        }
    }
}

/// Reads a message as the answer to a question; `None` if it is not one. For fuzzing.
#[must_use]
pub fn read_response(
    host: &str,
    asked: DnsQueryType,
    id: u16,
    bytes: &[u8],
) -> Option<DnsResponse> {
    Question::new(host, asked)?.read(id, bytes, Duration::ZERO)
}

const fn record_type(asked: DnsQueryType) -> RecordType {
    match asked {
        DnsQueryType::A => RecordType::A,
        DnsQueryType::Aaaa => RecordType::AAAA,
        DnsQueryType::Https => RecordType::HTTPS,
        DnsQueryType::Caa => RecordType::CAA,
    }
}

fn answer(record: &Record) -> DnsAnswer {
    let data = match &record.data {
        RData::A(address) => DnsData::Address(address.0.into()),
        RData::AAAA(address) => DnsData::Address(address.0.into()),
        RData::CNAME(name) => DnsData::Alias(name.0.to_ascii()),
        RData::HTTPS(https) => DnsData::Https {
            priority: https.svc_priority,
            hostname: https.target_name.to_ascii(),
            ech_sha256: https.svc_params.iter().find_map(|(_, value)| match value {
                SvcParamValue::EchConfigList(list) => Some(Sha256::digest(&list.0).into()),
                _ => None,
            }),
            alpn: https
                .svc_params
                .iter()
                .find_map(protocols)
                .unwrap_or_default(),
        },
        RData::CAA(caa) if caa.value.len() <= MAX_CAA_VALUE => DnsData::Caa {
            is_critical: caa.issuer_critical,
            tag: caa.tag.clone(),
            value: String::from_utf8_lossy(&caa.value).into_owned(),
        },
        _ => DnsData::Other(u16::from(record.record_type())),
    };
    let ttl = record.ttl;
    DnsAnswer { ttl, data }
}

fn protocols((_, value): &(SvcParamKey, SvcParamValue)) -> Option<Vec<String>> {
    match value {
        SvcParamValue::Alpn(alpn) => Some(alpn.0.iter().take(MAX_PROTOCOLS).cloned().collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
