//! Real certificates with SCTs of real logs: the test sites of public authorities with a revoked
//! certificate, collected on 2026-07-08, each with its chain.

use std::collections::BTreeMap;

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_verify::ct::{
    self, Interface, Log, LogState, Logs, NotAsked, Report, SctStatus, Status, Why,
};
use serde_json::Value;

use crate::{base64, json};

const SITES: &str = "blocklists/upki/revoke-test-sites.json";

struct Site {
    leaf: Vec<u8>,
    issuer_spki: Vec<u8>,
    /// The SCTs as the collector read them: log and time.
    scts: Vec<(Vec<u8>, u64)>,
}

fn site(detail: &Value) -> Site {
    let issuer_key = base64(&detail["issuer_spki_sha256"]);
    let issuer = detail["intermediates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|der| Certificate::from_der(&base64(der)).unwrap())
        .find(|one| one.spki_sha256().as_bytes()[..] == issuer_key[..])
        .unwrap();
    let scts = detail["scts"].as_array().unwrap();
    Site {
        leaf: base64(&detail["end_entity_cert"]),
        issuer_spki: issuer.spki_der().to_vec(),
        scts: scts
            .iter()
            .map(|sct| (base64(&sct["log_id"]), sct["timestamp"].as_u64().unwrap()))
            .collect(),
    }
}

fn sites() -> Option<Vec<Site>> {
    let sites = json(SITES)?;
    let details = sites["sites"].as_array().unwrap().iter();
    Some(
        details
            .map(|site| &site["detail"])
            .filter(|detail| detail.is_object())
            .map(site)
            .collect(),
    )
}

/// The check on the list's own day.
fn ask(leaf: &[u8], issuer_spki: &[u8]) -> Report {
    let logs = Logs::bundled();
    ct::examine(leaf, issuer_spki, logs, logs.as_of())
}

fn tally<T: Ord>(things: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    things.fold(BTreeMap::new(), |mut tally, thing| {
        *tally.entry(thing).or_default() += 1;
        tally
    })
}

fn statuses(reports: &[Report]) -> BTreeMap<SctStatus, usize> {
    tally(
        reports
            .iter()
            .flat_map(|report| &report.scts)
            .map(|sct| sct.is),
    )
}

fn is_retired(log: &Log) -> bool {
    log.state.is_some_and(|now| now.state == LogState::Retired)
}

#[test]
fn every_promise_in_real_certificates_holds_and_they_comply() {
    let Some(sites) = sites() else { return };
    let reports: Vec<Report> = sites
        .iter()
        .map(|site| ask(&site.leaf, &site.issuer_spki))
        .collect();
    for (site, report) in sites.iter().zip(&reports) {
        let read: Vec<_> = report
            .scts
            .iter()
            .map(|sct| (sct.log_id.to_vec(), sct.timestamp_ms))
            .collect();
        assert_eq!(read, site.scts);
        let there = site.scts.iter().filter(|(id, _)| {
            let log = Logs::bundled().log(&id[..].try_into().unwrap()).unwrap();
            !is_retired(log)
        });
        let earliest = there.map(|(_, time)| time / 1000).min();
        let told = ct::earliest_valid_sct(report).map(|time| time.get().unsigned_abs());
        assert_eq!(told, earliest);
        assert_eq!(report.status, Status::Compliant);
    }
    assert_eq!(reports.len(), 115);
    assert_eq!(
        statuses(&reports),
        BTreeMap::from([(SctStatus::Valid, 392)])
    );
    let logs = || {
        let scts = reports.iter().flat_map(|report| &report.scts);
        scts.filter_map(|sct| sct.log)
    };
    let tiled = logs().filter(|log| log.interface == Interface::StaticCtApi);
    assert_eq!(tiled.count(), 28);
    assert_eq!(logs().filter(|log| is_retired(log)).count(), 10);
}

#[test]
fn no_promise_in_a_real_certificate_holds_under_another_issuers_key() {
    let Some(sites) = sites() else { return };
    let reports: Vec<Report> = sites
        .iter()
        .map(|site| {
            let own_key = Certificate::from_der(&site.leaf).unwrap();
            ask(&site.leaf, own_key.spki_der())
        })
        .collect();
    let expected = BTreeMap::from([(SctStatus::BadSignature, 392)]);
    assert_eq!(statuses(&reports), expected);
    assert!(
        reports
            .iter()
            .all(|report| report.status == Status::NotCompliant(Why::NoValidSct))
    );
}

#[test]
fn no_promise_in_a_real_certificate_holds_for_another_serial_number() {
    let Some(sites) = sites() else { return };
    let reports: Vec<Report> = sites
        .iter()
        .map(|site| {
            let serial = Certificate::from_der(&site.leaf).unwrap().serial().to_vec();
            let mut leaf = site.leaf.clone();
            let windows = leaf.windows(serial.len());
            let at = windows.enumerate().find(|(_, octets)| **octets == serial);
            let last = at.unwrap().0 + serial.len() - 1;
            leaf[last] ^= 1;
            ask(&leaf, &site.issuer_spki)
        })
        .collect();
    let expected = BTreeMap::from([(SctStatus::BadSignature, 392)]);
    assert_eq!(statuses(&reports), expected);
}

#[test]
fn real_certificates_are_not_judged_by_a_list_of_ten_weeks_ago_yet_their_promises_hold() {
    let Some(sites) = sites() else { return };
    let logs = Logs::bundled();
    let ten_weeks = UnixSeconds::new(logs.as_of().get() + 70 * 24 * 60 * 60);
    let before = UnixSeconds::new(ten_weeks.get() - 1);
    for site in &sites {
        let late = ct::examine(&site.leaf, &site.issuer_spki, logs, ten_weeks);
        assert_eq!(late.status, Status::NotAsked(NotAsked::ListTooOld));
        let in_time = ct::examine(&site.leaf, &site.issuer_spki, logs, before);
        assert_eq!(in_time.status, Status::Compliant);
        assert_eq!(late.scts, in_time.scts);
    }
}
