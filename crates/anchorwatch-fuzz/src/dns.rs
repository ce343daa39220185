//! Resolvers' answers: as messages, and in the body of an HTTP response.

use std::time::Duration;

use anchorwatch_evidence::{
    DnsEngine, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, Evidence, Resolver,
};
use anchorwatch_probe::{read_doh_body, read_response};
use data_encoding::HEXLOWER;

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "dns_answer",
        run: answer,
        seeds: answer_seeds,
        mutations: 2_000,
    },
    Target {
        name: "doh_body",
        run: body,
        seeds: body_seeds,
        mutations: 2_000,
    },
];

/// The name that the seeds answer for.
const NAME: &str = "www.example.kz";

/// The most records of an answer that are kept.
const MAX_ANSWERS: usize = 100;

/// Checks that what was read is bounded, and can be kept as evidence.
fn answer(bytes: &[u8]) {
    let id = bytes.first_chunk().map_or(0, |it| u16::from_be_bytes(*it));
    for asked in DnsQueryType::ALL {
        let Some(response) = read_response(NAME, asked, id, bytes) else {
            continue;
        };
        assert!(response.answers.len() <= MAX_ANSWERS);
        assert!(response.says_the_same_as(&response));
        let other = id.wrapping_add(1);
        assert_eq!(read_response(NAME, asked, other, bytes), None);
        assert_eq!(read_response("other.example", asked, id, bytes), None);
        reads_back(asked, response);
    }
}

fn reads_back(query_type: DnsQueryType, response: DnsResponse) {
    let decoded = Evidence::decode(EVIDENCE);
    assert!(decoded.is_ok());
    let Ok(mut evidence) = decoded else {
        return;
    };
    let elapsed = Duration::ZERO;
    let query = DnsQuery {
        hostname: NAME.to_owned(),
        resolver: Resolver::Other,
        failure: None,
        answers: response.addresses().collect(),
        exchange: Some(DnsExchange {
            engine: DnsEngine::Udp,
            resolver_address: ([192, 0, 2, 53], 53).into(),
            resolver_name: None,
            query_type,
            responses: vec![DnsResponse {
                elapsed,
                ..response
            }],
            unmatched_count: 0,
        }),
    };
    for measurement in &mut evidence.measurements {
        measurement.queries.push(query.clone());
    }
    let again = Evidence::decode(&evidence.encode());
    assert!(again.is_ok_and(|again| again == evidence));
}

/// A measurement to which answers are added.
const EVIDENCE: &[u8] = include_bytes!("../../anchorwatch-evidence/tests/data/evidence-2.jsonl");

/// Checks that a body is no longer than what came.
fn body(bytes: &[u8]) {
    if let Some(body) = read_doh_body(bytes) {
        assert!(body.len() < bytes.len());
    }
}

/// One question for `www.example.kz`, with who may sign for it, an address, an alias, or an HTTPS
/// record that has a key.
fn answer_seeds() -> Vec<Vec<u8>> {
    let name = "03777777076578616d706c65026b7a00";
    let record =
        |kind: &str, data: &str| format!("c00c{kind}00010000003c{:04x}{data}", data.len() / 2);
    let message = |asked: &str, records: &[String]| {
        let count = records.len();
        let records = records.concat();
        format!("000781800001{count:04x}00000000{name}{asked}0001{records}")
    };
    let address = record("0001", "cb00710a");
    let six = record("001c", "20010db8000000000000000000000001");
    let alias = record("0005", "0363646e076578616d706c6500");
    // Priority 1, the name itself, and parameter 5 of three octets.
    let https = record("0041", "00010000050003010203");
    // Who may sign: `0 issue "a"`, and a critical one without a value.
    let [issue, critical] = ["0005697373756561", "80056973737565"].map(|it| record("0101", it));
    let all = [
        message("0101", &[issue, critical]),
        message("0001", &[alias, address]),
        message("001c", &[six]),
        message("0041", &[https]),
        message("0001", &[]),
    ];
    let decoded = all.iter().map(|hex| HEXLOWER.decode(hex.as_bytes()));
    decoded.filter_map(Result::ok).collect()
}

fn body_seeds() -> Vec<Vec<u8>> {
    let seeds: [&[u8]; 3] = [
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\n\r\n",
    ];
    seeds.map(<[u8]>::to_vec).to_vec()
}
