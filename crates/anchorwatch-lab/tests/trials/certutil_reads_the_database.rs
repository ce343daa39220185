//! The NSS databases that the lab makes contain what was requested.

use std::process::Command;

use anchorwatch_lab::tree::{NssAnchor, firefox_profile, nss_database};
use anchorwatch_lab::{Error, Root};
use libtest_mimic::Failed;

use anchorwatch_lab::trial::expect;

pub(crate) fn run() -> Result<(), Failed> {
    let home = tempfile::tempdir()?;
    let imposed = Root::isca_like()?;
    let company = Root::company("Example Works Root")?;
    let anchors = [
        NssAnchor {
            certificate: imposed.der(),
            trust_flags: "C,,",
            nickname: "imposed",
        },
        NssAnchor {
            certificate: company.der(),
            trust_flags: "p,p,p",
            nickname: "company",
        },
    ];
    let shared = home.path().join(".pki/nssdb");
    nss_database(&shared, &anchors)?;
    let profile = firefox_profile(home.path(), &anchors)?;
    for folder in [&shared, &profile] {
        let database = format!("sql:{}", folder.display());
        let output = Command::new("certutil")
            .args(["-L", "-d", &database])
            .output()?;
        let listed = String::from_utf8(output.stdout)?;
        let flags = |nickname: &str| {
            let line = listed.lines().find(|line| line.starts_with(nickname));
            line.and_then(|line| line.split_whitespace().nth(1))
        };
        expect(flags("imposed") == Some("C,,"), listed.as_str())?;
        expect(flags("company") == Some("p,p,p"), listed.as_str())?;
    }
    let again = nss_database(&shared, &anchors);
    expect(
        matches!(again, Err(Error::NotEmpty { .. })),
        "wrote over a database",
    )
}
