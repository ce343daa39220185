//! Real measurements of others, where `ANCHORWATCH_CORPUS` names the folder that holds them.
//!
//! None of them is known to be of an intercepted connection. Many look like one: an authority that
//! was replaced, expired certificates, Tor's own, a private authority.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorwatch_evidence::{Measurement, import};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verdict::{NotChecked, Notaries, Verdict, VerdictCode, judge, judge_with};

pub(crate) const FOLDERS: [&str; 9] = [
    "ooni_fastpath",
    "ooni_minipipeline/manual",
    "ooni_minipipeline/generated",
    "ooni_wc05_qa",
    "ooni_spec",
    "zgrab2",
    "cenprobe",
    "censoredplanet",
    "ripe_atlas",
];

/// Files that look like interception, and what the first rule and the first counter-evidence of
/// each measurement in them must say, where the file is there.
const LOOK_ALIKES: [(&str, &[&str], &[&str]); 5] = [
    // The authority of Signal was replaced, and old versions did not know the new one.
    (
        "ooni_fastpath/signal_2627.json",
        &["self_signed", "not_trusted"],
        &["device_certificate", "issuer_not_sent"],
    ),
    (
        "ooni_fastpath/signal_022.json",
        &["not_trusted"],
        &["own_authority"],
    ),
    (
        "ooni_fastpath/riseupvpn.json",
        &["not_trusted"],
        &["not_renewed_or_wrong_clock"],
    ),
    (
        "ooni_fastpath/web_connectivity_null2.json",
        &["not_trusted"],
        &["not_renewed_or_wrong_clock"],
    ),
    (
        "ooni_fastpath/tor.json",
        &["not_trusted"],
        &["issuer_not_sent"],
    ),
];

/// What the files of a folder hold.
#[derive(Debug, Default)]
struct Row {
    files: u64,
    without_tls: u64,
    measurements: u64,
    with_chain: u64,
    with_proven_key: u64,
    verdicts: BTreeMap<&'static str, u64>,
}

pub(crate) fn corpus() -> Option<PathBuf> {
    let root = std::env::var_os("ANCHORWATCH_CORPUS")?;
    Some(Path::new(&root).join("measurements"))
}

/// Every JSON file below a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().unwrap_or_default();
        if path.is_dir() {
            found.extend(files(&path));
        } else if extension == "json" || extension == "jsonl" {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The measurements of a file with their verdicts; `None` if it is in no format that is known.
pub(crate) fn judged(path: &Path) -> Option<Vec<(Measurement, Verdict)>> {
    let distrust = Arc::new(DistrustSet::built_in());
    let imported = import::read(&std::fs::read(path).unwrap()).ok()?;
    let all = imported.measurements.into_iter();
    let all = all.map(|(_, measurement)| {
        let verdict = judge(&measurement, &distrust);
        (measurement, verdict)
    });
    Some(all.collect())
}

#[test]
fn no_real_measurement_is_accused() {
    let Some(corpus) = corpus() else { return };
    for folder in FOLDERS {
        let mut row = Row::default();
        for path in files(&corpus.join(folder)) {
            let Some(judged) = judged(&path) else {
                continue;
            };
            row.files += 1;
            row.without_tls += u64::from(judged.is_empty());
            for (measurement, verdict) in judged {
                let mut handshakes = measurement.tls_handshakes.iter();
                let has_chain = handshakes.any(|it| !it.peer_certificates.is_empty());
                row.measurements += 1;
                row.with_chain += u64::from(has_chain);
                row.with_proven_key += u64::from(verdict.tries > 0);
                *row.verdicts.entry(verdict.code.code()).or_default() += 1;
                let codes = [VerdictCode::Intercepted, VerdictCode::Suspected];
                let name = &measurement.target.host;
                assert!(
                    !codes.contains(&verdict.code),
                    "{path:?} {name} {verdict:?}"
                );
            }
        }
        println!("{folder}: {row:?}");
        assert!(row.files > 0, "{folder}");
    }
}

#[test]
fn no_real_measurement_is_accused_beside_all_others_as_notaries() {
    let Some(corpus) = corpus() else { return };
    let distrust = Arc::new(DistrustSet::built_in());
    let imported = FOLDERS.into_iter().flat_map(|folder| {
        let files = files(&corpus.join(folder)).into_iter();
        files.filter_map(|path| import::read(&std::fs::read(path).unwrap()).ok())
    });
    let all: Vec<Measurement> = imported
        .flat_map(|imported| imported.measurements)
        .map(|(_, measurement)| measurement)
        .collect();
    let mut compared = 0;
    for (index, notary) in all.iter().enumerate() {
        let notaries = Notaries::of([notary]);
        let same = all
            .iter()
            .enumerate()
            .filter(|(other, measurement)| *other != index && measurement.target == notary.target);
        for (_, measurement) in same.take(8) {
            // As if both had been made at once; what had another certificate then may be over.
            let mut at_once = measurement.clone();
            at_once.measured_at = notary.measured_at;
            let verdict = judge_with(&at_once, &distrust, &notaries);
            let alone = judge(&at_once, &distrust);
            assert_eq!(verdict.code, alone.code, "{at_once:?}");
            let mut rows = verdict.not_checked.iter();
            let is_used = !rows.any(|row| matches!(row, NotChecked::NotaryUnusable { .. }));
            compared += u64::from(is_used);
        }
    }
    println!(
        "{} measurements, {compared} pairs with a notary of use",
        all.len()
    );
    assert!(compared > 0);
}

#[test]
fn what_looks_like_interception_is_explained() {
    use anchorwatch_remark::Remark as _;
    let Some(corpus) = corpus() else { return };
    for (name, saw, against) in LOOK_ALIKES {
        let path = corpus.join(name);
        if !path.exists() {
            println!("{name}: not there");
            continue;
        }
        let judged = judged(&path).unwrap();
        assert!(!judged.is_empty(), "{name}");
        for (measurement, verdict) in judged {
            let host = &measurement.target.host;
            assert_eq!(verdict.code, VerdictCode::Inconclusive, "{name} {host}");
            let code = verdict.hits[0].saw.code();
            assert!(saw.contains(&code), "{name} {host} {code}");
            let code = verdict.against[0].code();
            assert!(against.contains(&code), "{name} {host} {code}");
        }
    }
}
