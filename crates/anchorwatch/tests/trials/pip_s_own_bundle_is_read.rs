//! An environment made by Python contains pip, and pip its own bundle.

use std::{path::PathBuf, process::Command};

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::identify_reads_what_openssl_makes::Place;

/// Prints the file that pip opens, and how many roots OpenSSL takes from it.
const REFEREE: &str = "import ssl; from pip._vendor import certifi; \
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT); c.load_verify_locations(certifi.where()); \
    print(certifi.where()); print(len(c.get_ca_certs()))";

pub(crate) fn run() -> Result<(), Failed> {
    let place = Place::new()?;
    let passwd = "ana:x:0:0:Ana:/home/ana:/bin/sh\n";
    std::fs::create_dir_all(place.path("root/etc"))?;
    std::fs::create_dir_all(place.path("root/home/ana/work"))?;
    place.write("root/etc/passwd", passwd.as_bytes())?;
    let venv = place.path("root/home/ana/work/.venv");
    place.run(python("python3").args(["-m", "venv"]).arg(&venv))?;

    let bundle = bundle(&venv)?;
    let stock = audit(&place)?;
    expect(
        accusing(&stock).is_empty(),
        format!("a stock bundle is accused: {stock}"),
    )?;
    let (_, before) = referee(&venv)?;
    let text = std::fs::read_to_string(&bundle)?;
    std::fs::write(&bundle, text.clone() + "\n" + &Root::isca_like()?.pem())?;
    let (opened, after) = referee(&venv)?;
    let is_own = opened == bundle;
    expect(
        after == before + usize::from(is_own),
        format!("{} has {after} roots, it had {before}", opened.display()),
    )?;
    let document = audit(&place)?;
    let expected = if is_own { "[\"pip\"]" } else { "[]" };
    expect(
        accusing(&document) == [expected.to_owned()],
        format!("pip opens {}: {document}", opened.display()),
    )?;

    // Debian's pip has the file but opens the system's; without Debian's patch it is PyPI's
    // pip.
    let core = bundle.with_file_name("core.py");
    let program = std::fs::read_to_string(&core)?;
    let own = program.split("\n# Debian: Use system CA certs:").next();
    std::fs::write(&core, own.unwrap_or_default())?;
    let (opened, with_root) = referee(&venv)?;
    std::fs::write(&bundle, text)?;
    let (_, without_root) = referee(&venv)?;
    expect(
        opened == bundle && with_root == without_root + 1,
        format!(
            "{} has {with_root} roots, then {without_root}",
            opened.display()
        ),
    )?;
    expect(
        accusing(&audit(&place)?).is_empty(),
        "the root is gone and is still accused",
    )?;
    let text = std::fs::read_to_string(&bundle)?;
    std::fs::write(&bundle, text + "\n" + &Root::isca_like()?.pem())?;
    let document = audit(&place)?;
    expect(
        accusing(&document) == ["[\"pip\"]"],
        format!("PyPI's pip: {document}"),
    )
}

fn python(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", "/usr/bin:/bin");
    command
}

fn bundle(venv: &std::path::Path) -> Result<PathBuf, Failed> {
    for entry in std::fs::read_dir(venv.join("lib"))? {
        let bundle = entry?
            .path()
            .join("site-packages/pip/_vendor/certifi/cacert.pem");
        if bundle.exists() {
            return Ok(bundle);
        }
    }
    Err("the environment has no pip".into())
}

fn referee(venv: &std::path::Path) -> Result<(PathBuf, usize), Failed> {
    let output = python(venv.join("bin/python"))
        .args(["-c", REFEREE])
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = text.lines();
    let path = lines.next().ok_or("the referee says nothing")?;
    Ok((path.into(), lines.next().unwrap_or_default().parse()?))
}

fn audit(place: &Place) -> Result<Value, Failed> {
    let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .args(["audit", "--format", "json", "--root"])
        .arg(place.path("root"))
        .env_clear()
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The programs that each accused certificate affects.
fn accusing(document: &Value) -> Vec<String> {
    let findings = document["findings"].as_array().into_iter().flatten();
    findings
        .filter(|finding| finding["class"] == "suspected_family")
        .map(|finding| finding["effective_for"].to_string())
        .collect()
}
