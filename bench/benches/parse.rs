//! The time to parse 10,000 certificates, compared with OpenSSL's library.
//!
//! `cargo bench -p anchorwatch-bench --bench parse` needs `cc` and the headers of OpenSSL
//! (Debian: `libssl-dev`), and says so if they are missing. The two alternate, a few rounds each,
//! and the least time counts.

use std::{
    fs,
    hint::black_box,
    io::{Error, Result, Write as _},
    path::Path,
    process::Command,
    time::Instant,
};

use anchorwatch_identity::Certificate;

const CERTIFICATES: usize = 10_000;
const TURNS: usize = 7;
const ROUNDS_IN_A_TURN: &str = "3";

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let certificates: Vec<&[u8]> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| &**der)
        .cycle()
        .take(CERTIFICATES)
        .collect();
    let file = folder.path().join("certificates");
    fs::write(&file, framed(&certificates))?;
    let openssl = compiled(folder.path())?;
    let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..TURNS {
        ours = ours.min(parsed(&certificates)?);
        theirs = theirs.min(by_openssl(&openssl, &file)?);
    }
    writeln!(
        std::io::stdout(),
        "{CERTIFICATES} certificates, names as text and both hashes\n  OpenSSL      {theirs:>10.1} ns each   ratio 1.00\n  Certificate  {ours:>10.1} ns each   ratio {:.2}",
        ours / theirs
    )
}

fn framed(certificates: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for der in certificates {
        bytes.extend(u32::try_from(der.len()).unwrap_or(0).to_be_bytes());
        bytes.extend_from_slice(der);
    }
    bytes
}

/// Parses all. Names, hashes and text are computed when a certificate is parsed.
fn parsed(certificates: &[&[u8]]) -> Result<f64> {
    let begun = Instant::now();
    for der in certificates {
        black_box(Certificate::from_der(der).map_err(Error::other)?);
    }
    Ok(begun.elapsed().as_secs_f64() * 1e9 / CERTIFICATES as f64)
}

fn compiled(folder: &Path) -> Result<std::path::PathBuf> {
    let program = folder.join("openssl");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("parse/openssl.c");
    let status = Command::new("cc")
        .args(["-O2", "-o"])
        .arg(&program)
        .arg(source)
        .arg("-lcrypto")
        .status()?;
    if status.success() {
        Ok(program)
    } else {
        Err(Error::other(
            "cc failed: are OpenSSL's headers (libssl-dev) installed?",
        ))
    }
}

fn by_openssl(program: &Path, file: &Path) -> Result<f64> {
    let output = Command::new(program)
        .arg(file)
        .arg(ROUNDS_IN_A_TURN)
        .output()?;
    String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .map_err(Error::other)
}
