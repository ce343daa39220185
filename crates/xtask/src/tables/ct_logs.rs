//! `data/ct/logs.toml`: the logs, by operator.

use std::collections::BTreeMap;

use data_encoding::{BASE64, HEXLOWER};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use time::{
    Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct List {
    as_of: String,
    #[serde(rename = "source")]
    sources: Vec<Source>,
    #[serde(rename = "operator")]
    operators: Vec<Operator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    url: String,
    read: String,
    says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Operator {
    name: String,
    #[serde(default, rename = "log")]
    logs: Vec<Log>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Log {
    description: String,
    id: String,
    key: String,
    interface: String,
    purpose: String,
    state: Option<String>,
    since: Option<String>,
    expiry_from: Option<String>,
    expiry_until: Option<String>,
    merge_delay_s: u64,
    #[serde(default, rename = "previous-operator")]
    previous_operators: Vec<PreviousOperator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PreviousOperator {
    name: String,
    until: String,
}

/// Returns the table of logs, sorted by identifier, and the time at which the list was made.
pub(super) fn table(text: &str) -> String {
    let list: List =
        toml::from_str(text).unwrap_or_else(|error| panic!("data/ct/logs.toml: {error}"));
    assert!(!list.sources.is_empty(), "the list of logs has no source");
    for source in &list.sources {
        Date::parse(&source.read, format_description!("[year]-[month]-[day]"))
            .unwrap_or_else(|error| panic!("day `{}`: {error}", source.read));
        assert!(source.url.starts_with("https://"), "{}", source.url);
        assert!(!source.says.is_empty(), "{} says nothing", source.url);
    }
    let as_of = seconds(&list.as_of);
    let mut rows = BTreeMap::new();
    for operator in &list.operators {
        for log in &operator.logs {
            let twin = rows.insert(id(log), row(&operator.name, log, as_of));
            assert!(twin.is_none(), "{} is listed twice", log.description);
        }
    }
    let rows: Vec<String> = rows.into_values().collect();
    format!(
        "pub(super) const AS_OF: UnixSeconds = UnixSeconds::new({as_of});\n\
         pub(super) static LOGS: &[([u8; 32], Log)] = &[{}];\n",
        rows.join(",\n")
    )
}

fn id(log: &Log) -> [u8; 32] {
    let id: [u8; 32] = HEXLOWER
        .decode(log.id.as_bytes())
        .ok()
        .and_then(|octets| octets.try_into().ok())
        .unwrap_or_else(|| panic!("`{}` is not a SHA-256 hash", log.id));
    let hash: [u8; 32] = Sha256::digest(key(log)).into();
    assert_eq!(id, hash, "the key of {}", log.description);
    id
}

fn key(log: &Log) -> Vec<u8> {
    BASE64
        .decode(log.key.as_bytes())
        .unwrap_or_else(|error| panic!("the key of {}: {error}", log.description))
}

fn row(operator: &str, log: &Log, as_of: i64) -> String {
    format!(
        "({:?}, Log {{ key: &{:?}, operator: {operator:?}, previous_operators: &{}, description: {:?}, \
         interface: {}, purpose: {}, state: {}, expiry: {}, \
         maximum_merge_delay: Duration::from_secs({}) }})",
        id(log),
        key(log),
        previous(log),
        log.description,
        interface(&log.interface),
        purpose(&log.purpose),
        state(log, as_of),
        expiry(log),
        log.merge_delay_s,
    )
}

fn previous(log: &Log) -> String {
    let rows: Vec<String> = log
        .previous_operators
        .iter()
        .map(|one| {
            format!(
                "PreviousOperator {{ name: {:?}, until: UnixSeconds::new({}) }}",
                one.name,
                seconds(&one.until)
            )
        })
        .collect();
    format!("[{}]", rows.join(", "))
}

fn interface(word: &str) -> &'static str {
    match word {
        "rfc6962" => "Interface::Rfc6962",
        "static" => "Interface::StaticCtApi",
        other => panic!("unknown interface `{other}`"),
    }
}

fn purpose(word: &str) -> &'static str {
    match word {
        "production" => "Purpose::Production",
        "test" => "Purpose::Test",
        "monitoring-only" => "Purpose::MonitoringOnly",
        other => panic!("unknown purpose `{other}`"),
    }
}

fn state(log: &Log, as_of: i64) -> String {
    let (word, since) = match (&log.state, &log.since) {
        (None, None) => return "None".to_owned(),
        (Some(word), Some(since)) => (word.as_str(), seconds(since)),
        _ => panic!("{} has an incomplete state", log.description),
    };
    assert!(
        since <= as_of,
        "{} has a state from the future",
        log.description
    );
    let variant = match word {
        "pending" => "Pending",
        "qualified" => "Qualified",
        "usable" => "Usable",
        "readonly" => "ReadOnly",
        "retired" => "Retired",
        "rejected" => "Rejected",
        other => panic!("unknown state `{other}`"),
    };
    format!("Some(StateSince {{ state: LogState::{variant}, since: UnixSeconds::new({since}) }})")
}

fn expiry(log: &Log) -> String {
    let (from, until) = match (&log.expiry_from, &log.expiry_until) {
        (None, None) => return "None".to_owned(),
        (Some(from), Some(until)) => (seconds(from), seconds(until)),
        _ => panic!("{} has an incomplete interval", log.description),
    };
    assert!(from < until, "{} ends before it begins", log.description);
    format!(
        "Some(ExpiryInterval {{ from: UnixSeconds::new({from}), until: UnixSeconds::new({until}) }})"
    )
}

fn seconds(text: &str) -> i64 {
    OffsetDateTime::parse(text, &Rfc3339)
        .unwrap_or_else(|error| panic!("time `{text}`: {error}"))
        .unix_timestamp()
}
