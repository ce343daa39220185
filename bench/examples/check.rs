//! Checks prepared paths again and again, for counting instructions.
//!
//! `cargo xtask instructions` runs it under callgrind, which counts only inside [`asked`]. Keys
//! are made at run time, so each call takes the next of several chains.

use std::{hint::black_box, io::Write as _, time::Duration};

use anchorwatch_bench::{Chain, KeyKind, entries};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::Check;
use rustls_pki_types::UnixTime;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, VerifiedPath};

/// How many chains there are; making RSA keys under callgrind takes a second each.
const CHAINS: u32 = 4;
const ROUNDS: u32 = 100;
/// As many entries as OneCRL has.
const ENTRIES: u32 = 2000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let mut kinds = KeyKind::ALL.into_iter();
    let kind = kinds.find(|kind| kind.name() == wanted);
    let kind = kind.ok_or("usage: check p256|rsa2048")?;
    let name = ReferenceName::parse(Chain::NAME);
    for _ in 0..CHAINS {
        let chain = Chain::new(kind)?;
        let policy = chain.policy(entries(ENTRIES));
        let check = policy.check(&name, chain.at);
        let (own, rest) = chain.sent.split_first().ok_or("no chain")?;
        let own = EndEntityCert::try_from(own)?;
        let at = Duration::from_secs(u64::try_from(chain.at.get())?);
        let path = own.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            policy.anchors().public_trust_anchors(),
            rest,
            UnixTime::since_unix_epoch(at),
            KeyUsage::server_auth(),
            None,
            None,
        )?;
        for _ in 0..ROUNDS {
            if asked(&check, &path) {
                return Err("a clean path is refused".into());
            }
        }
    }
    writeln!(std::io::stdout(), "calls {}", CHAINS * ROUNDS)?;
    Ok(())
}

/// The only function that is counted.
#[inline(never)]
fn asked(check: &Check<'_>, path: &VerifiedPath<'_>) -> bool {
    black_box(check).violation(black_box(path)).is_some()
}
