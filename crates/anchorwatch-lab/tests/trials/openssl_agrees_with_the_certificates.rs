//! A second implementation as referee: OpenSSL reads the mark as intended, and accepts the
//! chains.

use std::path::Path;
use std::process::Command;

use anchorwatch_lab::Root;
use anchorwatch_lab::pki::{Issuance, KeyKind, Recipe};
use libtest_mimic::Failed;

use anchorwatch_lab::trial::expect;

pub(crate) fn run() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let rsa = Recipe {
        key_kind: KeyKind::Rsa2048,
        ..Recipe::isca_like()
    };
    for root in [
        Root::isca_like()?,
        Root::new(rsa)?,
        Root::company("Example Works Root")?,
    ] {
        let file = place.path().join("root.pem");
        std::fs::write(&file, root.pem())?;
        for issuance in [Issuance::default(), Issuance::VIA_INTERMEDIATE] {
            let chain = place.path().join("chain.pem");
            std::fs::write(
                &chain,
                root.issue_with(&["www.example.kz"], &issuance)?.pem(),
            )?;
            verify(&file, &chain)?;
        }
    }
    a_cross_signed_twin_leads_to_the_other_root(place.path())?;
    let file = place.path().join("root.pem");
    std::fs::write(&file, Root::isca_like()?.pem())?;
    the_mark_is_read(&openssl(&["x509", "-noout", "-text", "-in"], &file)?)
}

/// As webpki does in the unit test of the same name. Without the twin, and with one that a third
/// root made, there is no path.
fn a_cross_signed_twin_leads_to_the_other_root(place: &Path) -> Result<(), Failed> {
    let imposed = Root::isca_like()?;
    let other = Root::company("Another Installed Root")?;
    let third = Root::company("A Root of Somebody Else")?;
    let root = place.join("other.pem");
    std::fs::write(&root, other.pem())?;
    let chain = place.join("crossed.pem");
    let leaf = imposed.issue(&["www.example.kz"])?;
    for (twin, is_accepted) in [
        (Some(imposed.cross_signed_by(&other)?), true),
        (Some(imposed.cross_signed_by(&third)?), false),
        (None, false),
    ] {
        let sent = match twin {
            Some(twin) => leaf.clone().followed_by(twin),
            None => leaf.clone(),
        };
        std::fs::write(&chain, sent.pem())?;
        let verified = verify(&root, &chain);
        expect(
            verified.is_ok() == is_accepted,
            format!("accepted should be {is_accepted}: {verified:?}"),
        )?;
    }
    Ok(())
}

/// `-x509_strict` also checks the certificates against RFC 5280.
fn verify(root: &Path, chain: &Path) -> Result<(), Failed> {
    let output = Command::new("openssl")
        .args([
            "verify",
            "-x509_strict",
            "-verify_hostname",
            "www.example.kz",
        ])
        .args(["-no-CApath", "-no-CAstore", "-CAfile"])
        .arg(root)
        .arg("-untrusted")
        .arg(chain)
        .arg(chain)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(output.status.success(), said)
}

fn the_mark_is_read(text: &str) -> Result<(), Failed> {
    let name = "DirName:/CN=Information Security Certification Authority/O=ISCA/C=KZ";
    expect(text.contains(name), text)?;
    let after = |label: &str| {
        let (_, rest) = text.split_once(label).unwrap_or_default();
        rest.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    let key = after("X509v3 Subject Key Identifier:");
    let serial = after("Serial Number:");
    expect(
        after("keyid:") == key && key.len() == 59,
        "the key identifiers differ",
    )?;
    expect(after("serial:") == serial, "the serials differ")?;
    let octets = |hex: &str| {
        let parsed = hex.split(':').map(|octet| u8::from_str_radix(octet, 16));
        parsed.collect::<Result<Vec<u8>, _>>()
    };
    let mut expected = octets(&key)?;
    if let Some(first) = expected.first_mut() {
        *first &= 0x7f;
    }
    // OpenSSL prints the shortest form, without leading zero octets.
    let digits = octets(&serial)?;
    let zeros = expected.len().saturating_sub(digits.len());
    let (leading, rest) = expected.split_at(zeros);
    expect(
        leading.iter().all(|zero| *zero == 0) && rest == digits,
        "no mark",
    )
}

fn openssl(arguments: &[&str], file: &Path) -> Result<String, Failed> {
    let output = Command::new("openssl").args(arguments).arg(file).output()?;
    Ok(String::from_utf8(output.stdout)?)
}
