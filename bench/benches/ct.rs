//! The cost of checking the SCTs in a certificate.
//!
//! `cargo bench -p anchorwatch-bench --bench ct`. The unit is one verification of a P-256
//! signature by the same library over a message of the same size: checking the SCTs of two
//! logs cannot cost less than two of them.

use std::{hint::black_box, io::Write as _};

use anchorwatch_bench::Contest;
use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{
    Error, Root,
    pki::{Issuance, KeyKind, TransparencyLog, Validity},
};
use anchorwatch_verify::ct::{self, Log, Logs, Status};
use rcgen::SigningKey as _;
use rustls_pki_types::SignatureVerificationAlgorithm;

/// The length of what a log signs for an ordinary certificate: 12 octets, a hash, and the
/// certificate without its SCTs and signature.
const MESSAGE: [u8; 700] = [7; 700];

fn main() -> Result<(), Error> {
    let page = [2, 3].map(|count| contest(count).map(Contest::run));
    for table in page {
        // A reader that closes the pipe does not want the rest.
        let _told = std::io::stdout().write_all(table?.as_bytes());
    }
    Ok(())
}

fn contest(sct_count: usize) -> Result<Contest<'static>, Error> {
    let key = rcgen::KeyPair::generate()?;
    let signature = key.sign(&MESSAGE)?;
    let algorithm: &dyn SignatureVerificationAlgorithm = webpki::aws_lc_rs::ECDSA_P256_SHA256;
    let public_key = key.public_key_raw().to_vec();

    let now = UnixSeconds::new(anchorwatch_lab::clock::now_unix_s());
    let signers: Result<Vec<_>, Error> = (0..sct_count)
        .map(|_| TransparencyLog::new(KeyKind::P256))
        .collect();
    let signers = signers?;
    let operators = ["One", "Another", "Third"];
    let facts: Vec<Log> = signers
        .iter()
        .zip(operators)
        .map(|(signer, operator)| {
            Log::usable(signer.spki_der().leak(), operator, UnixSeconds::new(0))
        })
        .collect();
    let logs = Logs::of(facts.leak(), now);
    let root = Root::company("Example Works")?;
    let issuance = Issuance {
        leaf: Validity::days(-1, if sct_count == 2 { 90 } else { 200 }),
        intermediate: None,
        ..Issuance::default()
    };
    let scts: Vec<_> = signers.iter().map(|signer| signer.sct(1)).collect();
    let chain = root.issue_with_scts(&["www.example.org"], &issuance, &scts)?;
    let leaf = chain.certificates().first().map(|leaf| leaf.to_vec());
    let leaf = leaf.unwrap_or_default();
    let issuer_spki = root.spki_der();
    let report = ct::examine(&leaf, &issuer_spki, &logs, now);
    assert_eq!(report.status, Status::Compliant);
    let none = Logs::of(&[], now);

    let title = format!("{sct_count} SCTs in a certificate of {} bytes", leaf.len());
    let (leaf_too, spki_too) = (leaf.clone(), issuer_spki.clone());
    Ok(Contest::new(title)
        .way("one P-256 signature checked", 1, move || {
            algorithm.verify_signature(&public_key, black_box(&MESSAGE), &signature)
        })
        .way("examine, all logs listed", 1, move || {
            ct::examine(black_box(&leaf), &issuer_spki, &logs, now)
        })
        .way("examine, no log listed: all but signatures", 1, move || {
            ct::examine(black_box(&leaf_too), &spki_too, &none, now)
        }))
}
