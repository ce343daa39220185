//! The certificates shipped by this machine's package do not count: an audit exits with 0 and
//! summarizes them in a few lines, and a plan warns of none.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::world::text;

const SHIPPED: &str = "usr/share/ca-certificates/mozilla";
const RECORDS: [&str; 2] = [
    "var/lib/dpkg/info/ca-certificates.list",
    "var/lib/dpkg/info/ca-certificates.md5sums",
];
const BUNDLE: &str = "etc/ssl/certs/ca-certificates.crt";
/// The most lines that an answer about a stock system takes.
const MOST_LINES: usize = 24;

pub(crate) fn run() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let tree = place.path().join("root");
    let bundle = stock(&tree)?;
    counts_nothing(&tree)?;
    // Without dpkg's records, the package's own folder decides.
    for record in RECORDS {
        fs::remove_file(tree.join(record))?;
    }
    counts_nothing(&tree)?;

    // The same roots count once the distribution no longer ships them.
    let removed = audit(&tree, &["--format", "json"])?;
    let removed: Value = serde_json::from_slice(&removed.stdout)?;
    let is_removed = |one: &&Value| one["class"] == "distrusted_by_program";
    let findings = removed["findings"].as_array().into_iter().flatten();
    let has_removed = findings.filter(is_removed).count() > 0;
    fs::remove_dir_all(tree.join(SHIPPED))?;
    fs::write(tree.join("etc/ca-certificates.conf"), "")?;
    let code = audit(&tree, &[])?.status.code();
    let expected = if has_removed { Some(10) } else { Some(0) };
    expect(code == expected, format!("{code:?} without the package"))?;

    // One added root is a question, and the only one that a plan warns of.
    let tree = place.path().join("other");
    stock(&tree)?;
    fs::write(
        tree.join(BUNDLE),
        bundle + &Root::company("Example Works")?.pem(),
    )?;
    expect(
        audit(&tree, &[])?.status.code() == Some(10),
        "a root that was added is no finding",
    )?;
    let warned = warnings(&tree)?;
    expect(
        warned.len() == 1 && warned.iter().all(|one| one.contains("CN=Example Works")),
        format!("{warned:?}"),
    )
}

/// A tree with the package's files, its records and the bundle made from them.
fn stock(tree: &Path) -> Result<String, Failed> {
    for folder in [
        SHIPPED,
        "var/lib/dpkg/info",
        "etc/ssl/certs",
        "usr/local/share/ca-certificates",
        "etc/ca-certificates/update.d",
    ] {
        fs::create_dir_all(tree.join(folder))?;
    }
    for record in RECORDS {
        fs::copy(Path::new("/").join(record), tree.join(record))?;
    }
    let (mut bundle, mut list) = (String::new(), String::new());
    for entry in fs::read_dir(Path::new("/").join(SHIPPED))? {
        let name = entry?.file_name();
        let from = Path::new("/").join(SHIPPED).join(&name);
        fs::copy(&from, tree.join(SHIPPED).join(&name))?;
        bundle.push_str(&fs::read_to_string(&from)?);
        list.push_str(&format!("mozilla/{}\n", name.to_string_lossy()));
    }
    fs::write(tree.join("etc/ca-certificates.conf"), list)?;
    fs::write(tree.join(BUNDLE), &bundle)?;
    fs::write(tree.join("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n")?;
    Ok(bundle)
}

fn counts_nothing(tree: &Path) -> Result<(), Failed> {
    let said = audit(tree, &[])?;
    expect(said.status.code() == Some(0), text(&said))?;
    let lines = String::from_utf8_lossy(&said.stdout).lines().count();
    expect(
        lines <= MOST_LINES,
        format!("{lines} lines: {}", text(&said)),
    )?;
    let told = audit(tree, &["--format", "json", "--fail-on", "note"])?;
    let told: Value = serde_json::from_slice(&told.stdout)?;
    let findings = told["findings"].as_array().into_iter().flatten();
    let odd: Vec<&Value> = findings.filter(|one| one["severity"] != "note").collect();
    expect(odd.is_empty(), format!("{odd:?}"))?;
    let warned = warnings(tree)?;
    expect(warned.is_empty(), format!("{warned:?}"))
}

/// What a plan warns of, besides the missing systemd.
fn warnings(tree: &Path) -> Result<Vec<String>, Failed> {
    let plan = anchorwatch(tree, "block", &["--format", "json"])?;
    let plan: Value = serde_json::from_slice(&plan.stdout)?;
    let warnings = plan["warnings"].as_array().into_iter().flatten();
    let texts = warnings.filter_map(Value::as_str).map(str::to_owned);
    Ok(texts.filter(|text| !text.contains("systemd")).collect())
}

fn audit(tree: &Path, more: &[&str]) -> Result<Output, Failed> {
    anchorwatch(tree, "audit", more)
}

fn anchorwatch(tree: &Path, command: &str, more: &[&str]) -> Result<Output, Failed> {
    let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .env_clear()
        .args([command, "--root"])
        .arg(tree)
        .args(more)
        .output()?;
    Ok(output)
}
