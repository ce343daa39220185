//! The OneCRL in the installed Firefox contains the registry's roots of Kazakhstan, and `list`
//! finds them there.

use std::{collections::BTreeSet, path::Path, process::Command};

use anchorwatch_identity::registry::known_roots;
use anchorwatch_lab::trial::expect;
use anchorwatch_policy::import;
use libtest_mimic::Failed;
use serde_json::Value;

/// The location in Debian's package: a zip.
const ARCHIVE: &str = "/usr/lib/firefox-esr/browser/omni.ja";
const ENTRY: &str = "defaults/settings/security-state/onecrl.json";
const UNPACK: &str = "import sys, zipfile
sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))";

pub(crate) fn run() -> Result<(), Failed> {
    let dump = dump()?;
    // An independent reading: the records as JSON.
    let records: Value = serde_json::from_slice(&dump)?;
    let records = records["data"].as_array().ok_or("no records")?;
    let list = import::read(&dump)?;
    expect(
        list.unusable.is_empty() && list.entries.len() == records.len(),
        format!(
            "{} of {} records are usable",
            list.entries.len(),
            records.len()
        ),
    )?;
    // 1,799 in Firefox 140.10, 1,918 in 153.7; of these 551 and 656 say enabled: false.
    expect(
        records.len() >= 1500,
        format!("only {} records: another file", records.len()),
    )?;
    let is_off = |record: &&Value| record["enabled"] == false;
    let off = records.iter().filter(is_off).count();
    expect(off > 400, format!("only {off} records say enabled: false"))?;
    kazakh_roots_are_on_it(records)?;
    shown(&dump, records.len())
}

/// Every certificate in the registry that is a root of Kazakhstan, by issuer and serial.
fn kazakh_roots_are_on_it(records: &[Value]) -> Result<(), Failed> {
    let text = |record: &Value, member: &str| {
        let text = record[member].as_str()?;
        data_encoding::BASE64.decode(text.as_bytes()).ok()
    };
    let listed: BTreeSet<(Vec<u8>, Vec<u8>)> = records
        .iter()
        .filter_map(|it| Some((text(it, "issuerName")?, text(it, "serialNumber")?)))
        .collect();
    let kazakh = known_roots().iter().filter(|it| it.id.starts_with("kz-"));
    let certificates: Vec<_> = kazakh.flat_map(|known| known.certificates).collect();
    expect(
        certificates.len() == 10,
        format!(
            "the registry has {} roots of Kazakhstan",
            certificates.len()
        ),
    )?;
    for certificate in certificates {
        let serial = data_encoding::HEXLOWER.decode(certificate.serial_hex.as_bytes())?;
        // They are self-signed: the issuer is the subject.
        expect(
            listed.contains(&(certificate.subject_der.to_vec(), serial)),
            format!("{} is not on the list", certificate.sha1_hex),
        )?;
    }
    Ok(())
}

fn shown(dump: &[u8], record_count: usize) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("onecrl.json");
    std::fs::write(&path, dump)?;
    let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .args(["list", "show", "--format", "json"])
        .arg(&path)
        .env_clear()
        .output()?;
    expect(output.status.success(), "list show failed")?;
    let document: Value = serde_json::from_slice(&output.stdout)?;
    let list = &document["lists"][0];
    expect(
        list["format"] == "onecrl" && list["entry_count"] == record_count,
        format!("shown otherwise: {list}"),
    )
}

fn dump() -> Result<Vec<u8>, Failed> {
    expect(
        Path::new(ARCHIVE).is_file(),
        format!("{ARCHIVE} is not there: the package keeps it elsewhere now"),
    )?;
    let output = Command::new("python3")
        .args(["-I", "-c", UNPACK, ARCHIVE, ENTRY])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .output()?;
    expect(
        output.status.success(),
        format!("python3: {}", String::from_utf8_lossy(&output.stderr)),
    )?;
    Ok(output.stdout)
}
