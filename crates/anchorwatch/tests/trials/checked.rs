//! What `check --format json` says of its one target, and what it keeps.

use std::{path::Path, process::Command};

use libtest_mimic::Failed;
use serde_json::Value;

/// Runs the command. If the answer is not JSON, it fails with what was said on standard error.
pub(crate) fn target(command: &mut Command) -> Result<Value, Failed> {
    let output = command.output()?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let document: Value = serde_json::from_slice(&output.stdout).map_err(|_| stderr)?;
    Ok(document["targets"][0].clone())
}

/// The first measurement of an evidence file.
pub(crate) fn measurement(evidence: &Path) -> Result<Value, Failed> {
    let text = std::fs::read_to_string(evidence)?;
    let lines = text.lines().map(serde_json::from_str::<Value>);
    let lines: Vec<Value> = lines.collect::<Result<_, _>>()?;
    let measurement = lines.iter().find_map(|line| line.get("measurement"));
    Ok(measurement.cloned().ok_or("no measurement")?)
}

/// The identifiers of the rules that hit, in their order.
pub(crate) fn rules(target: &Value) -> Vec<&str> {
    let rules = target["rules"].as_array().into_iter().flatten();
    rules.filter_map(|rule| rule["id"].as_str()).collect()
}
