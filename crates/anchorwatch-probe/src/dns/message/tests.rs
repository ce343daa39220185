use hickory_proto::rr::rdata::{
    A, CAA, CNAME, HTTPS, NULL, SVCB,
    svcb::{Alpn, EchConfigList},
};

use super::*;

const NAME: &str = "www.example.kz";

fn reply(id: u16, name: &str, asked: RecordType, data: Vec<RData>) -> Message {
    let name: Name = format!("{name}.").parse().unwrap();
    let mut message = Message::new(id, MessageType::Response, OpCode::Query);
    message.add_query(Query::query(name.clone(), asked));
    let records = data.into_iter();
    message.add_answers(records.map(|data| Record::from_rdata(name.clone(), 60, data)));
    message
}

fn read(message: &Message) -> Option<DnsResponse> {
    read_response(NAME, DnsQueryType::A, 7, &message.to_vec().unwrap())
}

fn address() -> RData {
    RData::A(A("192.0.2.1".parse().unwrap()))
}

#[test]
fn an_answer_to_this_question_is_read_whatever_the_case_of_its_name() {
    let alias = RData::CNAME(CNAME("cdn.example.".parse().unwrap()));
    for name in [NAME, "WWW.example.KZ"] {
        let answer = reply(7, name, RecordType::A, vec![alias.clone(), address()]);
        let read = read(&answer).unwrap();
        let said: Vec<DnsData> = read.answers.into_iter().map(|it| it.data).collect();
        let expected = [
            DnsData::Alias("cdn.example.".to_owned()),
            DnsData::Address("192.0.2.1".parse().unwrap()),
        ];
        assert_eq!((read.rcode, said), (0, expected.to_vec()));
    }
}

#[test]
fn an_answer_to_anything_else_is_none() {
    let mut question = reply(7, NAME, RecordType::A, vec![address()]);
    question.metadata.message_type = MessageType::Query;
    let mut two = reply(7, NAME, RecordType::A, vec![address()]);
    two.add_query(two.queries[0].clone());
    let mut none = reply(7, NAME, RecordType::A, vec![address()]);
    none.queries.clear();
    let others = [
        reply(8, NAME, RecordType::A, vec![address()]),
        reply(7, "www.example.org", RecordType::A, vec![address()]),
        reply(7, NAME, RecordType::AAAA, vec![address()]),
        question,
        two,
        none,
    ];
    for other in &others {
        assert_eq!(read(other), None, "{other}");
    }
    assert_eq!(read_response(NAME, DnsQueryType::A, 7, b"no message"), None);
}

#[test]
fn the_ech_parameter_is_kept_as_its_hash() {
    let ech = SvcParamValue::EchConfigList(EchConfigList(vec![1, 2, 3]));
    for params in [vec![], vec![(SvcParamKey::EchConfigList, ech)]] {
        let expected = (!params.is_empty()).then(|| Sha256::digest([1, 2, 3]).into());
        let data = RData::HTTPS(HTTPS(SVCB::new(1, Name::root(), params)));
        let answer = reply(7, NAME, RecordType::HTTPS, vec![data]);
        let bytes = answer.to_vec().unwrap();
        let read = read_response(NAME, DnsQueryType::Https, 7, &bytes).unwrap();
        let DnsData::Https { ech_sha256, .. } = &read.answers[0].data else {
            panic!("{read:?}");
        };
        assert_eq!(*ech_sha256, expected);
    }
}

#[test]
fn the_protocols_of_a_service_are_kept_and_no_more_than_a_few() {
    for count in [0, 2, 300] {
        let names: Vec<String> = (0..count).map(|it| format!("h{it}")).collect();
        let alpn = SvcParamValue::Alpn(Alpn(names.clone()));
        let params = match count {
            0 => Vec::new(),
            _ => vec![(SvcParamKey::Alpn, alpn)],
        };
        let data = RData::HTTPS(HTTPS(SVCB::new(1, Name::root(), params)));
        let answer = reply(7, NAME, RecordType::HTTPS, vec![data]);
        let bytes = answer.to_vec().unwrap();
        let read = read_response(NAME, DnsQueryType::Https, 7, &bytes).unwrap();
        let DnsData::Https { alpn, .. } = &read.answers[0].data else {
            panic!("{read:?}");
        };
        assert_eq!(*alpn, names[..count.min(16)]);
    }
}

#[test]
fn a_record_of_who_may_sign_is_kept_unless_its_value_is_too_long() {
    for length in [0, 9, 1024, 1025] {
        let mut record = CAA::new_issue(true, None, Vec::new());
        record.value = vec![b'a'; length];
        let answer = reply(7, NAME, RecordType::CAA, vec![RData::CAA(record)]);
        let bytes = answer.to_vec().unwrap();
        let read = read_response(NAME, DnsQueryType::Caa, 7, &bytes).unwrap();
        let kept = DnsData::Caa {
            is_critical: true,
            tag: "issue".to_owned(),
            value: "a".repeat(length),
        };
        let expected = if length > 1024 {
            DnsData::Other(257)
        } else {
            kept
        };
        assert_eq!(read.answers[0].data, expected, "{length}");
        let failure = Question::new(NAME, DnsQueryType::Caa).unwrap();
        let has_none = failure.failure_of(&read) == Some(Failure::DnsNoAnswer);
        assert_eq!(has_none, length > 1024);
    }
}

#[test]
fn a_flood_of_records_is_cut_and_an_unknown_one_keeps_its_number() {
    let odd = RData::Unknown {
        code: RecordType::Unknown(65_280),
        rdata: NULL::with(vec![1]),
    };
    let read = read(&reply(7, NAME, RecordType::A, vec![odd; 200])).unwrap();
    assert_eq!(read.answers.len(), MAX_ANSWERS);
    assert_eq!(read.answers[0].data, DnsData::Other(65_280));
}

#[test]
fn a_failure_is_what_the_code_says_or_that_the_wanted_record_is_missing() {
    let question = Question::new(NAME, DnsQueryType::A).unwrap();
    let answered = read(&reply(7, NAME, RecordType::A, vec![address()])).unwrap();
    assert_eq!(question.failure_of(&answered), None);
    let with = |rcode, answers| DnsResponse {
        rcode,
        answers,
        ..answered.clone()
    };
    for (response, failure) in [
        (with(0, Vec::new()), Failure::DnsNoAnswer),
        (with(2, Vec::new()), Failure::DnsServfailError),
        (with(3, Vec::new()), Failure::DnsNxdomainError),
        (with(5, Vec::new()), Failure::DnsRefusedError),
        (
            with(4, answered.answers.clone()),
            Failure::DnsServerMisbehaving,
        ),
    ] {
        assert_eq!(question.failure_of(&response), Some(failure));
    }
    let mut cut = reply(7, NAME, RecordType::A, Vec::new());
    cut.metadata.truncation = true;
    let cut = read(&cut).unwrap();
    assert!(cut.is_truncated && !answered.is_truncated);
    let failure = Failure::unknown("the answer is truncated");
    assert_eq!(question.failure_of(&cut), Some(failure));
}

#[test]
fn what_is_sent_is_one_question_with_recursion() {
    let question = Question::new("www.Example.kz", DnsQueryType::Https).unwrap();
    let message = Message::from_vec(&question.encode(9).unwrap()).unwrap();
    assert_eq!((message.metadata.id, message.queries.len()), (9, 1));
    assert!(message.metadata.recursion_desired);
    assert_eq!(message.max_payload(), MAX_DATAGRAM);
    assert!(Question::new(&"a".repeat(64), DnsQueryType::A).is_none());
}
