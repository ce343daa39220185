//! Writes `data/ct/logs.toml` from Google's list of all Certificate Transparency logs.
//!
//! The JSON stays outside the repository; a review of the changed file is about its facts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use data_encoding::{BASE64, HEXLOWER};
use serde::Deserialize;

use crate::output::{self, Hinted};
use crate::workspace::Workspace;

const FACTS: &str = "data/ct/logs.toml";

/// Reads the list and writes the facts; `day` is the day on which the list was read.
pub(crate) fn run(workspace: &Workspace, list: &Path, day: &str) -> anyhow::Result<()> {
    let bytes = fs::read(list).with_context(|| {
        Hinted::new(
            format!("cannot read {}", list.display()),
            "give the path of a copy of all_logs_list.json",
        )
    })?;
    let facts = facts(&bytes, day)?;
    let path = workspace.root().join(FACTS);
    fs::write(&path, facts).with_context(|| format!("cannot write {}", path.display()))?;
    output::answer(&format!("wrote {FACTS}; now run `cargo xtask tables`"));
    Ok(())
}

#[derive(Deserialize)]
struct List {
    log_list_timestamp: Option<String>,
    operators: Vec<Operator>,
}

#[derive(Deserialize)]
struct Operator {
    name: String,
    #[serde(default)]
    logs: Vec<Log>,
    #[serde(default)]
    tiled_logs: Vec<Log>,
}

#[derive(Deserialize)]
struct Log {
    description: String,
    log_id: String,
    key: String,
    mmd: u64,
    log_type: Option<String>,
    #[serde(default)]
    state: BTreeMap<String, State>,
    temporal_interval: Option<Interval>,
    #[serde(default)]
    previous_operators: Vec<PreviousOperator>,
}

#[derive(Deserialize)]
struct State {
    timestamp: String,
}

#[derive(Deserialize)]
struct Interval {
    start_inclusive: String,
    end_exclusive: String,
}

#[derive(Deserialize)]
struct PreviousOperator {
    name: String,
    end_time: String,
}

fn facts(json: &[u8], day: &str) -> anyhow::Result<String> {
    let list: List = serde_json::from_slice(json).context("this is not a list of logs")?;
    let (as_of, says) = match &list.log_list_timestamp {
        Some(time) => (time.clone(), SAYS.to_owned()),
        None => (
            latest_change(&list).context("no log has a state")?,
            format!("{SAYS}; this copy has no log_list_timestamp"),
        ),
    };
    let mut text = format!(
        "{HEADER}\nas-of = {}\n\n[[source]]\nurl = {}\nread = {}\nsays = {}\n",
        quoted(&as_of),
        quoted(URL),
        quoted(day),
        quoted(&says)
    );
    for operator in &list.operators {
        write!(text, "\n[[operator]]\nname = {}\n", quoted(&operator.name))?;
        for (logs, interface) in [
            (&operator.logs, "rfc6962"),
            (&operator.tiled_logs, "static"),
        ] {
            for log in logs {
                let facts = facts_of(log, interface);
                text.push_str(&facts.with_context(|| log.description.clone())?);
            }
        }
    }
    Ok(text)
}

/// Returns the latest time. All are UTC in one format, so they are compared as text.
fn latest_change(list: &List) -> Option<String> {
    let logs = list
        .operators
        .iter()
        .flat_map(|operator| operator.logs.iter().chain(&operator.tiled_logs));
    let times = logs.flat_map(|log| log.state.values().map(|state| &state.timestamp));
    times.max().cloned()
}

fn facts_of(log: &Log, interface: &str) -> anyhow::Result<String> {
    let id = BASE64.decode(log.log_id.as_bytes()).context("log_id")?;
    let purpose = match log.log_type.as_deref() {
        None | Some("prod") => "production",
        Some("test") => "test",
        Some("monitoring_only") => "monitoring-only",
        Some(other) => bail!("unknown log_type `{other}`"),
    };
    let mut text = format!(
        "\n[[operator.log]]\ndescription = {}\nid = {}\nkey = {}\ninterface = {}\npurpose = {}\n",
        quoted(&log.description),
        quoted(&HEXLOWER.encode(&id)),
        quoted(&log.key),
        quoted(interface),
        quoted(purpose)
    );
    for (state, since) in &log.state {
        let since = quoted(&since.timestamp);
        write!(text, "state = {}\nsince = {since}\n", quoted(state))?;
    }
    if let Some(interval) = &log.temporal_interval {
        let (from, until) = (&interval.start_inclusive, &interval.end_exclusive);
        write!(
            text,
            "expiry-from = {}\nexpiry-until = {}\n",
            quoted(from),
            quoted(until)
        )?;
    }
    writeln!(text, "merge-delay-s = {}", log.mmd)?;
    for previous in &log.previous_operators {
        write!(
            text,
            "[[operator.log.previous-operator]]\nname = {}\nuntil = {}\n",
            quoted(&previous.name),
            quoted(&previous.end_time)
        )?;
    }
    Ok(text)
}

/// Quotes a string. A JSON string is also a TOML string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

const URL: &str = "https://www.gstatic.com/ct/log_list/v3/all_logs_list.json";
const SAYS: &str = "all logs that Chrome tracks, with keys, states and operators; signature of the copy not checked";
const HEADER: &str = "\
# Certificate Transparency logs: facts of Google's list of all logs, turned into a sorted
# table by the build, which refuses an identifier that is not the hash of its key.
#
#   as-of        the list's log_list_timestamp; where the copy that was read has none, the
#                latest change of state that it knows of: it cannot be older, and is taken
#                for no younger
#   id           SHA-256 of the key (RFC 6962 §3.2), lower-case hexadecimal
#   key          DER of the SubjectPublicKeyInfo, base64
#   interface    rfc6962, or static (static-ct-api, «tiled logs» in the source)
#   purpose      production, test, monitoring-only
#   state, since pending, qualified, usable, readonly, retired or rejected by Chrome, and
#                when it entered that state; neither where Chrome never judged the log
#   expiry-from, expiry-until
#                the log takes certificates whose notAfter is in between, the latter
#                excluded
#   merge-delay-s
#                the longest that the log may take to include a certificate
#
# Written by `cargo xtask ct-logs FILE DAY`; FILE is a copy of the source, read on DAY.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rest: &str, state: &str) -> Vec<u8> {
        format!(
            r#"{{{rest} "operators": [{{"name": "One \"and\" Only", "logs": [{{
                "description": "a log", "log_id": "/w==", "key": "AA==", "mmd": 60,
                "state": {{"{state}": {{"timestamp": "2026-01-02T00:00:00Z"}}}},
                "previous_operators": [{{"name": "First", "end_time": "2025-01-01T00:00:00Z"}}]
            }}], "tiled_logs": []}}]}}"#
        )
        .into_bytes()
    }

    #[test]
    fn a_list_without_a_time_is_as_old_as_its_last_change() {
        let text = facts(&list("", "usable"), "2026-02-01").unwrap();
        assert!(
            text.contains("\nas-of = \"2026-01-02T00:00:00Z\"\n"),
            "{text}"
        );
        assert!(text.contains("has no log_list_timestamp"));
        let timed = list(r#""log_list_timestamp": "2026-02-01T00:00:00Z","#, "usable");
        let text = facts(&timed, "2026-02-01").unwrap();
        assert!(
            text.contains("\nas-of = \"2026-02-01T00:00:00Z\"\n"),
            "{text}"
        );
        assert!(!text.contains("has no log_list_timestamp"));
    }

    #[test]
    fn every_field_of_a_log_is_written() {
        let text = facts(&list("", "retired"), "2026-02-01").unwrap();
        let (_, log) = text.split_once("[[operator]]\n").unwrap();
        assert_eq!(
            log,
            "name = \"One \\\"and\\\" Only\"\n\n[[operator.log]]\ndescription = \"a log\"\n\
             id = \"ff\"\nkey = \"AA==\"\ninterface = \"rfc6962\"\npurpose = \"production\"\n\
             state = \"retired\"\nsince = \"2026-01-02T00:00:00Z\"\nmerge-delay-s = 60\n\
             [[operator.log.previous-operator]]\nname = \"First\"\n\
             until = \"2025-01-01T00:00:00Z\"\n"
        );
    }

    #[test]
    fn anything_but_a_list_is_refused() {
        assert!(facts(b"{}", "2026-02-01").is_err());
        let unknown = String::from_utf8(list("", "usable")).unwrap();
        let unknown = unknown.replace("\"mmd\"", "\"log_type\": \"other\", \"mmd\"");
        assert!(facts(unknown.as_bytes(), "2026-02-01").is_err());
    }
}
