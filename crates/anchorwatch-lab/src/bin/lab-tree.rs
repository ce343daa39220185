//! `lab-tree DIR`: makes an example machine to try the other programs on.
//!
//! Creates a Debian-like tree with an ordinary company's root and the next root of the family
//! that Kazakhstan imposed, in the system's store and in one user's browsers, and two certificate
//! chains to judge. The keys are thrown away.

use std::error::Error as _;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anchorwatch_lab::tree::{
    DebianTree, HashLinks, NamedRoot, NssAnchor, firefox_profile, nss_database,
};
use anchorwatch_lab::{Error, Root};

/// A name for which only a public root may vouch, and one for which a company's own may.
const NAMES: [&str; 2] = ["www.example.kz", "intranet.lan"];

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), None) = (arguments.next(), arguments.next()) else {
        say(
            &mut io::stderr(),
            "usage: lab-tree DIR    (DIR: an empty folder, or none yet)",
        );
        return ExitCode::from(2);
    };
    match make(Path::new(&folder)) {
        Ok(report) => {
            say(&mut io::stdout(), &report);
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&mut io::stderr(), &format!("lab-tree: error: {error}"));
            if let Some(cause) = error.source() {
                say(&mut io::stderr(), &format!("caused by: {cause}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn make(folder: &Path) -> Result<String, Error> {
    let company = Root::company("Example Works Inspection Root")?;
    let imposed = Root::isca_like()?;
    let local = [
        NamedRoot::new("example-works", &company),
        NamedRoot::new("security-certificate", &imposed),
    ];
    let tree = DebianTree::create(folder, &NamedRoot::public(), &local)?;
    let mut report = vec![
        format!("{}: an example machine", tree.path().display()),
        "  6 public roots, a company's root and an imposed root in the system's store".to_owned(),
    ];
    if tree.hash_links() == HashLinks::OpensslMissing {
        report.push("  left out: OpenSSL's hash links (openssl is not installed)".to_owned());
    }
    report.push(browser_databases(&tree, &imposed)?);
    tree.hand_over_homes()?;
    let site = tree.path().join("site");
    std::fs::create_dir(&site).map_err(|source| file_error(&site, source))?;
    for (name, root, words) in [
        ("imposed-chain.pem", &imposed, "under the imposed root"),
        ("company-chain.pem", &company, "under the company's root"),
    ] {
        let file = site.join(name);
        std::fs::write(&file, root.issue(&NAMES)?.pem())
            .map_err(|source| file_error(&file, source))?;
        report.push(format!("  site/{name}: {} {words}", NAMES.join(" and ")));
    }
    Ok(report.join("\n"))
}

/// Makes Alice's Chromium and Firefox trust the imposed root, if certutil is installed.
fn browser_databases(tree: &DebianTree, imposed: &Root) -> Result<String, Error> {
    let anchors = [NssAnchor {
        certificate: imposed.der(),
        trust_flags: "C,,",
        nickname: "security-certificate",
    }];
    let home = tree.home("alice");
    let made = nss_database(&home.join(".pki/nssdb"), &anchors)
        .and_then(|()| firefox_profile(&home, &anchors));
    match made {
        Ok(_) => Ok("  the imposed root in alice's ~/.pki/nssdb and Firefox profile".to_owned()),
        Err(missing @ Error::MissingProgram { .. }) => {
            Ok(format!("  left out: alice's browsers ({missing})"))
        }
        Err(error) => Err(error),
    }
}

fn file_error(path: &Path, source: io::Error) -> Error {
    Error::File {
        act: "write",
        path: path.to_owned(),
        source,
    }
}

/// Writes a line. A reader that has gone away is not an error here.
fn say(to: &mut impl Write, line: &str) {
    drop(writeln!(to, "{line}"));
}
