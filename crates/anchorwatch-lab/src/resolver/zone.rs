//! What a resolver knows, and the messages that say it.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use hickory_proto::op::{Message, MessageType, OpCode, ResponseCode};
use hickory_proto::rr::rdata::svcb::{Alpn, EchConfigList, SvcParamKey, SvcParamValue};
use hickory_proto::rr::rdata::{A, CAA, HTTPS, SVCB};
use hickory_proto::rr::{Name, RData, Record, RecordType};

/// For how long an answer may be kept, in seconds.
const TTL: u32 = 60;

/// Names with their records. Any other name does not exist.
#[derive(Clone, Debug, Default)]
pub struct Zone {
    names: BTreeMap<String, Vec<RData>>,
}

impl Zone {
    /// Adds an address to a name.
    #[must_use]
    pub fn address(self, name: &str, address: Ipv4Addr) -> Self {
        self.with(name, RData::A(A(address)))
    }

    /// Adds an HTTPS record (RFC 9460) to a name, with these octets as its `ech` parameter.
    #[must_use]
    pub fn https(self, name: &str, ech: Option<&[u8]>) -> Self {
        let ech = ech.map(|octets| {
            let list = SvcParamValue::EchConfigList(EchConfigList(octets.to_vec()));
            (SvcParamKey::EchConfigList, list)
        });
        let record = SVCB::new(1, Name::root(), ech.into_iter().collect());
        self.with(name, RData::HTTPS(HTTPS(record)))
    }

    /// Adds an HTTPS record to a name that offers HTTP/3 beside HTTP/2 (`alpn`, RFC 9460 §7.1).
    #[must_use]
    pub fn http3(self, name: &str) -> Self {
        let protocols = ["h3", "h2"].map(str::to_owned).to_vec();
        let alpn = SvcParamValue::Alpn(Alpn(protocols));
        let record = SVCB::new(1, Name::root(), vec![(SvcParamKey::Alpn, alpn)]);
        self.with(name, RData::HTTPS(HTTPS(record)))
    }

    /// Adds a CAA record (RFC 8659) to a name: who may sign for it (tag `issue`), for names below it
    /// (`issuewild`), and so on.
    #[must_use]
    pub fn caa(self, name: &str, tag: &str, value: &str) -> Self {
        let mut record = CAA::new_issue(false, None, Vec::new());
        record.tag = tag.to_owned();
        record.value = value.as_bytes().to_vec();
        self.with(name, RData::CAA(record))
    }

    fn with(mut self, name: &str, data: RData) -> Self {
        let records = self.names.entry(name.to_ascii_lowercase()).or_default();
        records.push(data);
        self
    }

    /// Answers a message; `None` if it is no question.
    pub(super) fn answer(&self, question: &[u8]) -> Option<Vec<u8>> {
        let question = Message::from_vec(question).ok()?;
        self.answer_to(&question)?.to_vec().ok()
    }

    pub(super) fn answer_to(&self, question: &Message) -> Option<Message> {
        let query = question.queries.first()?;
        let mut answer = Message::new(question.metadata.id, MessageType::Response, OpCode::Query);
        answer.metadata.recursion_desired = question.metadata.recursion_desired;
        answer.metadata.recursion_available = true;
        answer.add_query(query.clone());
        match self.names.get(&name_of(question)?) {
            None => answer.metadata.response_code = ResponseCode::NXDomain,
            Some(records) => {
                let records = records.iter();
                let wanted = records.filter(|it| type_of(it) == query.query_type);
                let record =
                    |data: &RData| Record::from_rdata(query.name.clone(), TTL, data.clone());
                answer.add_answers(wanted.map(record));
            }
        }
        Some(answer)
    }
}

/// The name that is asked for, in lower case and without the last dot.
pub(super) fn name_of(question: &Message) -> Option<String> {
    let name = question.queries.first()?.name.to_ascii();
    Some(name.trim_end_matches('.').to_ascii_lowercase())
}

fn type_of(data: &RData) -> RecordType {
    data.record_type()
}
