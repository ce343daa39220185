//! Compares the shipped logs with their source.

use std::time::Duration;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_verify::ct::{ExpiryInterval, Interface, LogState, Logs, Purpose, StateSince};
use serde_json::Value;

use crate::{base64, json};

const LIST: &str = "ct/all_log_list.json";

fn time(value: &Value) -> UnixSeconds {
    UnixSeconds::parse_rfc3339(value.as_str().unwrap()).unwrap()
}

fn state(log: &Value) -> Option<StateSince> {
    let (word, value) = log["state"].as_object()?.iter().next()?;
    let state = match word.as_str() {
        "pending" => LogState::Pending,
        "qualified" => LogState::Qualified,
        "usable" => LogState::Usable,
        "readonly" => LogState::ReadOnly,
        "retired" => LogState::Retired,
        "rejected" => LogState::Rejected,
        other => panic!("{other}"),
    };
    let since = time(&value["timestamp"]);
    Some(StateSince { state, since })
}

fn purpose(log: &Value) -> Purpose {
    match log["log_type"].as_str() {
        None | Some("prod") => Purpose::Production,
        Some("test") => Purpose::Test,
        Some("monitoring_only") => Purpose::MonitoringOnly,
        Some(other) => panic!("{other}"),
    }
}

#[test]
fn every_log_of_the_list_is_shipped_as_it_stands_there_and_no_other() {
    let Some(list) = json(LIST) else { return };
    let shipped = Logs::bundled();
    let (mut count, mut latest) = (0, UnixSeconds::new(0));
    for operator in list["operators"].as_array().unwrap() {
        for (kind, interface) in [
            ("logs", Interface::Rfc6962),
            ("tiled_logs", Interface::StaticCtApi),
        ] {
            for listed in operator[kind].as_array().into_iter().flatten() {
                let id: [u8; 32] = base64(&listed["log_id"]).try_into().unwrap();
                let log = shipped.log(&id).unwrap();
                assert_eq!(log.id(), id);
                assert_eq!(log.key, base64(&listed["key"]));
                assert_eq!(log.operator, operator["name"].as_str().unwrap());
                assert_eq!(log.description, listed["description"].as_str().unwrap());
                assert_eq!(log.interface, interface);
                assert_eq!(log.purpose, purpose(listed));
                assert_eq!(log.state, state(listed));
                let interval = listed.get("temporal_interval");
                let expiry = interval.map(|interval| ExpiryInterval {
                    from: time(&interval["start_inclusive"]),
                    until: time(&interval["end_exclusive"]),
                });
                assert_eq!(log.expiry, expiry);
                let delay = Duration::from_secs(listed["mmd"].as_u64().unwrap());
                assert_eq!(log.maximum_merge_delay, delay);
                assert!(log.previous_operators.is_empty());
                assert!(listed.get("previous_operators").is_none());
                count += 1;
                latest = latest.max(log.state.map_or(latest, |state| state.since));
            }
        }
    }
    assert_eq!((count, shipped.iter().count()), (117, 117));
    assert_eq!(shipped.as_of(), latest);
}
