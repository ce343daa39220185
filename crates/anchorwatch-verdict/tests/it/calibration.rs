//! How often each rule was right on measurements of which it is known whether somebody read them.
//!
//! Those of others in `ANCHORWATCH_CORPUS` are none that anybody is known to have read. Evidence of our
//! own is in `ANCHORWATCH_LABELLED`: below `intercepted/` and `clean/`, as the trial
//! `check_meets_interceptors` writes it if that variable names a folder.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use anchorwatch_evidence::{Evidence, Measurement};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verdict::{RuleId, Verdict, VerdictCode, judge};

use crate::others_measurements::{FOLDERS, corpus, files, judged};

/// What a measurement is known to be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Intercepted,
    Clean,
}

/// How often one rule accused somebody, rightly and wrongly, and how sure it was.
#[derive(Debug, Default)]
struct Row {
    right: u64,
    wrong: u64,
    hundredths: f64,
}

#[derive(Debug, Default)]
struct Calibration {
    rows: BTreeMap<RuleId, Row>,
    intercepted: BTreeMap<&'static str, u64>,
    clean: BTreeMap<&'static str, u64>,
}

impl Calibration {
    fn add(&mut self, label: Label, verdict: &Verdict) {
        let codes = match label {
            Label::Intercepted => &mut self.intercepted,
            Label::Clean => &mut self.clean,
        };
        *codes.entry(verdict.code.code()).or_default() += 1;
        let accuses = |code| matches!(code, VerdictCode::Intercepted | VerdictCode::Suspected);
        let mut counted = Vec::new();
        for hit in verdict.hits.iter().filter(|it| accuses(it.leads_to)) {
            if counted.contains(&hit.rule) {
                continue;
            }
            counted.push(hit.rule);
            let row = self.rows.entry(hit.rule).or_default();
            match label {
                Label::Intercepted => row.right += 1,
                Label::Clean => row.wrong += 1,
            }
            row.hundredths += hit.confidence.ratio();
        }
    }

    fn print(&self) {
        println!("read, by verdict: {:?}", self.intercepted);
        println!("not read, by verdict: {:?}", self.clean);
        for (rule, row) in &self.rows {
            let count = row.right + row.wrong;
            println!(
                "{}: accused {count}, rightly {}, mean confidence {:.2}",
                rule.id(),
                row.right,
                row.hundredths / count as f64
            );
        }
        let silent = RuleId::ALL.into_iter();
        let silent: Vec<_> = silent
            .filter(|rule| !self.rows.contains_key(rule))
            .map(RuleId::id)
            .collect();
        println!("accused nobody: {}", silent.join(", "));
    }
}

fn labelled(folder: &Path) -> Vec<Measurement> {
    if !folder.exists() {
        return Vec::new();
    }
    let files = files(folder).into_iter();
    let read = files.map(|path| Evidence::decode(&std::fs::read(path).unwrap()).unwrap());
    read.flat_map(|evidence| evidence.measurements).collect()
}

#[test]
fn no_rule_accuses_where_nobody_is_known_to_read() {
    let mut calibration = Calibration::default();
    let corpus = corpus();
    let folders = corpus.iter().flat_map(|it| FOLDERS.map(|one| it.join(one)));
    for path in folders.flat_map(|folder| files(&folder)) {
        for (_, verdict) in judged(&path).into_iter().flatten() {
            calibration.add(Label::Clean, &verdict);
        }
    }
    let distrust = Arc::new(DistrustSet::built_in());
    let own = std::env::var_os("ANCHORWATCH_LABELLED");
    for (folder, label) in [("intercepted", Label::Intercepted), ("clean", Label::Clean)] {
        let folder = own.iter().map(|root| Path::new(root).join(folder));
        for measurement in folder.flat_map(|it| labelled(&it)) {
            calibration.add(label, &judge(&measurement, &distrust));
        }
    }
    calibration.print();
    let wrong = calibration.rows.iter().find(|(_, row)| row.wrong > 0);
    assert!(wrong.is_none(), "{wrong:?}");
}
