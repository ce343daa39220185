//! The example program of the README makes what it says, once, and not in a folder in use.

use std::process::Command;

use libtest_mimic::Failed;

use anchorwatch_lab::trial::expect;

const FILES: [&str; 9] = [
    "etc/passwd",
    "etc/ca-certificates.conf",
    "etc/ssl/certs/ca-certificates.crt",
    "usr/local/share/ca-certificates/security-certificate.crt",
    "usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt",
    "home/alice/.pki/nssdb/cert9.db",
    "home/alice/.mozilla/firefox/abcd1234.default-esr/cert9.db",
    "site/imposed-chain.pem",
    "site/company-chain.pem",
];

pub(crate) fn run() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let folder = place.path().join("machine");
    let make = || {
        Command::new(env!("CARGO_BIN_EXE_lab-tree"))
            .arg(&folder)
            .output()
    };
    let made = make()?;
    expect(made.status.success(), String::from_utf8_lossy(&made.stderr))?;
    for file in FILES {
        expect(folder.join(file).is_file(), format!("no {file}"))?;
    }
    let bundle = std::fs::read_to_string(folder.join(FILES[2]))?;
    let imposed = std::fs::read_to_string(folder.join(FILES[3]))?;
    expect(
        bundle.contains(&imposed),
        "the bundle lacks the imposed root",
    )?;
    let text = String::from_utf8(made.stdout)?;
    expect(!text.contains("left out"), text.as_str())?;
    let again = make()?;
    expect(again.status.code() == Some(1), "wrote into a folder in use")?;
    let root = Command::new(env!("CARGO_BIN_EXE_lab-tree"))
        .arg("/")
        .output()?;
    let words = String::from_utf8_lossy(&root.stderr).into_owned();
    expect(words.contains("root of a machine"), words.as_str())
}
