//! Compares the cost of the worst known chains with an ordinary one.
//!
//! ```text
//! cargo run --release -p anchorwatch-verify --example bombs
//! ```
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a measurement has a clock, and fails by a panic"
)]

use std::{
    io::{Result, Write as _},
    time::{Duration, Instant},
};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Decision, Policy, ct};
use rustls_pki_types::CertificateDer;

#[path = "../../tests/bombs/mod.rs"]
mod bombs;
#[path = "../../tests/pki/mod.rs"]
#[allow(dead_code, reason = "the tests use all of it")]
mod pki;

use bombs::{Bombs, NAME};

fn main() -> Result<()> {
    let bombs = Bombs::new();
    let policy = Policy::new(bombs.anchors(), DistrustSet::built_in());
    let policy = policy.with_transparency(ct::Mode::Off);
    let time = |chain: &[CertificateDer<'_>], turns: usize| {
        let name = ReferenceName::parse(NAME);
        // 2026-06-01.
        let at = UnixSeconds::new(1_780_272_000);
        let once = || {
            let begin = Instant::now();
            let decision = policy.decide(chain, &name, at);
            (begin.elapsed(), decision)
        };
        let turns = (0..turns).map(|_| once());
        turns.min_by_key(|(elapsed, _)| *elapsed).unwrap()
    };
    let (ordinary, _) = time(&bombs.ordinary(), 201);
    let mut out = std::io::stdout().lock();
    writeln!(out, "an ordinary chain of two: {ordinary:?}")?;
    for bomb in bombs.all() {
        let (elapsed, decision) = time(&bomb.chain, 3);
        let answer = match decision {
            Decision::Trusted(_) => "trusted",
            Decision::Refused(refusal) => refusal.reason.code(),
            Decision::Inconclusive(why) => why.code(),
        };
        let bytes: usize = bomb.chain.iter().map(|der| der.len()).sum();
        let ratio = ratio(elapsed, ordinary);
        assert_eq!(answer == "trusted", bomb.is_trusted, "{}", bomb.says);
        writeln!(
            out,
            "{}: {bytes} bytes, {elapsed:?}, ratio {ratio:.0}, {answer}",
            bomb.says
        )?;
    }
    Ok(())
}

fn ratio(elapsed: Duration, ordinary: Duration) -> f64 {
    elapsed.as_secs_f64() / ordinary.as_secs_f64()
}
