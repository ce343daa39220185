//! The same chain with OpenSSL's `X509_verify_cert`, alternating with ours.

use std::{
    fs,
    hint::black_box,
    io::{Error, Result},
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anchorwatch_bench::{Chain, KeyKind};
use anchorwatch_policy::{DistrustSet, ReferenceName};

const TURNS: usize = 7;
const CALLS: usize = 200;

/// Returns a table, or one line that says why there is none.
pub(crate) fn beside(kind: KeyKind, chain: &Chain) -> String {
    measured(kind, chain)
        .unwrap_or_else(|error| format!("{}, OpenSSL: not run: {error}\n", kind.name()))
}

fn measured(kind: KeyKind, chain: &Chain) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let program = compiled(folder.path())?;
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes);
    for (name, der) in ["leaf", "intermediate"].iter().zip(&chain.sent) {
        write(name, der)?;
    }
    let mozilla = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    write("roots", &framed(mozilla.chain([&chain.root])))?;
    let policy = chain.policy(DistrustSet::built_in());
    let name = ReferenceName::parse(Chain::NAME);
    let roots = policy.anchors().public_trust_anchors();
    let [mut theirs, mut webpki, mut ours] = [f64::INFINITY; 3];
    for _ in 0..TURNS {
        theirs = theirs.min(by_openssl(&program, chain)?);
        webpki = webpki.min(each_ns(|| super::built(chain, roots, None).is_ok()));
        ours = ours.min(each_ns(|| policy.decide(&chain.sent, &name, chain.at)));
    }
    Ok(format!(
        "{}, the same by OpenSSL, in turns\n  \
         d2i_X509 of two, X509_verify_cert {theirs:>12.1} ns   ratio {:>6.2}\n  \
         webpki alone                      {webpki:>12.1} ns   ratio {:>6.2}\n  \
         Policy::decide                    {ours:>12.1} ns   ratio {:>6.2}\n",
        kind.name(),
        1.0,
        webpki / theirs,
        ours / theirs,
    ))
}

fn each_ns<T>(mut act: impl FnMut() -> T) -> f64 {
    let begun = Instant::now();
    for _ in 0..CALLS {
        black_box(act());
    }
    begun.elapsed().as_secs_f64() * 1e9 / CALLS as f64
}

/// Writes each certificate after its length, four octets, big-endian.
fn framed<'c>(all: impl Iterator<Item = &'c rustls_pki_types::CertificateDer<'static>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for der in all {
        bytes.extend(u32::try_from(der.len()).unwrap_or(0).to_be_bytes());
        bytes.extend_from_slice(der);
    }
    bytes
}

fn compiled(folder: &Path) -> Result<PathBuf> {
    let program = folder.join("openssl");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/decide/openssl.c");
    let output = Command::new("cc")
        .args(["-O2", "-o"])
        .arg(&program)
        .arg(source)
        .arg("-lcrypto")
        .output()?;
    if output.status.success() {
        return Ok(program);
    }
    Err(Error::other(
        "cc failed: are OpenSSL's headers (libssl-dev) installed?",
    ))
}

fn by_openssl(program: &Path, chain: &Chain) -> Result<f64> {
    let folder = program.parent().unwrap_or_else(|| Path::new("."));
    let output = Command::new(program)
        .current_dir(folder)
        .args([Chain::NAME, &chain.at.get().to_string(), &CALLS.to_string()])
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim()
        .parse()
        .map_err(|_| Error::other("OpenSSL does not verify the chain"))
}
