//! On the running system the audit looks at what is in force, and with `--ask` programs report
//! where their roots come from: this finds a root that no file shows.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anchorwatch_lab::{Root, Sealed, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

/// A home that no user has yet.
const HOME: &str = "/srv/anchorwatch-asked";
const CA: &str = "/srv/anchorwatch-asked-roots/ca.pem";
/// A user ID that nobody has.
const UID: u32 = 4321;

pub(crate) fn run() -> Result<(), Failed> {
    let sealed = Sealed::new()?;
    let root = Root::company("Quiet Harbour Root")?;
    sealed.write(CA, root.pem().as_bytes())?;
    // The value is in no file, because the shell assembles the names.
    let profile = "a=SSL_CERT; b=_FILE\nexport \"$(printf '%s%s' $a $b)\"=/srv/anchorwatch-asked-roots/ca.pem\n";
    sealed.write(format!("{HOME}/.profile"), profile.as_bytes())?;
    sealed.write(format!("{HOME}/.bash_profile"), b". ~/.profile\n")?;
    let passwd =
        format!("root:x:0:0::/root:/usr/sbin/nologin\nasked:x:{UID}:{UID}::{HOME}:/bin/bash\n");
    sealed.write("/etc/passwd", passwd.as_bytes())?;
    sealed
        .command("chown")
        .args(["-R", &format!("{UID}:{UID}"), HOME])
        .status()?;

    // Without --ask, the script is reported and the root is not found.
    let read = audit(&sealed, &[])?;
    expect(
        is_named(&read, ".profile") && !is_found(&read),
        format!("what cannot be read is not named: {read:#}"),
    )?;
    // With --ask, the shell and the programs that it starts report it.
    let asked = audit(&sealed, &["--ask"])?;
    expect(
        is_found(&asked) && is_named(&asked, "shell of asked"),
        format!("the answers are not told: {asked:#}"),
    )?;
    in_force(&sealed)
}

/// A program that runs with a variable that no file sets.
fn in_force(sealed: &Sealed) -> Result<(), Failed> {
    sealed.write(format!("{HOME}/.profile"), b"")?;
    let before = audit(sealed, &[])?;
    expect(
        !is_found(&before),
        format!("it is found without a program: {before:#}"),
    )?;
    let mut running = sealed
        .command("setpriv")
        .args([
            &format!("--reuid={UID}"),
            &format!("--regid={UID}"),
            "--clear-groups",
            "env",
        ])
        .arg(format!("NODE_EXTRA_CA_CERTS={CA}"))
        .arg("GIT_SSL_NO_VERIFY=1")
        .arg("https_proxy=http://me:s3cret@h.example:1")
        .args(["sh", "-c", "echo ready; read never; exit 0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut ready = String::new();
    if let Some(stdout) = running.stdout.take() {
        BufReader::new(stdout).read_line(&mut ready)?;
    }
    let during = audit(sealed, &[]);
    // Closes its standard input, which ends it.
    drop(running.stdin.take());
    running.wait()?;
    let during = during?;
    expect(
        is_found(&during)
            && is_switched_off(&during, "GIT_SSL_NO_VERIFY=1")
            && !during.to_string().contains("s3cret"),
        format!("what is in force is not told: {during:#}"),
    )?;
    let after = audit(sealed, &[])?;
    expect(!is_found(&after), format!("it is still found: {after:#}"))
}

fn audit(sealed: &Sealed, arguments: &[&str]) -> Result<Value, Failed> {
    let mut command: Command = sealed.command(env!("CARGO_BIN_EXE_anchorwatch"));
    let output = command
        .args(["audit", "--format", "json"])
        .args(arguments)
        .output()?;
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)).into())
}

fn is_found(document: &Value) -> bool {
    let findings = document["findings"].as_array().into_iter().flatten();
    findings
        .filter(|finding| finding["store_id"] == format!("named_file:{CA}"))
        .count()
        > 0
}

/// Whether the switch is a finding, with the number of running programs that have it.
fn is_switched_off(document: &Value, literal: &str) -> bool {
    let mut findings = document["findings"].as_array().into_iter().flatten();
    let mut told = document["not_checked"].as_array().into_iter().flatten();
    findings.any(|finding| {
        finding["kind"] == "verification_disabled"
            && finding["literal"] == literal
            && finding["store_id"] == "environment:running:asked"
    }) && told.any(|entry| {
        entry["why_coded"]["code"] == "settings_running"
            && entry["why_coded"]["facts"]["what"] == literal
            && entry["why_coded"]["facts"]["count"] == 1
    })
}

fn is_named(document: &Value, name: &str) -> bool {
    let entries = document["not_checked"].as_array().into_iter().flatten();
    entries
        .filter_map(|entry| entry["what"].as_str())
        .any(|what| what.ends_with(name))
}
