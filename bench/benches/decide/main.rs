//! The cost of a decision on a chain of three certificates, and the policy's share of it.
//!
//! `ANCHORWATCH_CORPUS=… cargo bench -p anchorwatch-bench --bench decide`. Without the variable
//! real chains are left out, and without `cc` and OpenSSL's headers OpenSSL is; the output says
//! so.

use std::{
    cell::RefCell,
    env,
    fmt::Write as _,
    hint::black_box,
    io::{Error, Result, Write as _},
    path::PathBuf,
    time::{Duration, Instant},
};

use anchorwatch_bench::{Chain, Contest, KeyKind, entries};
use anchorwatch_identity::{SpkiSha256, registry};
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::Policy;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, VerifiedPath};

mod openssl;
mod real;

/// In addition to the built-in ones: as many as OneCRL has, and far more than any list has.
const SIZES: [u32; 2] = [2000, 100_000];
/// How many paths are built while the check inside each is timed.
const BUILT: usize = 4001;

fn main() -> Result<()> {
    let mut page = String::new();
    for kind in KeyKind::ALL {
        let chain = Chain::new(kind).map_err(Error::other)?;
        page.push_str(&in_turns(kind, &chain));
        page.push_str(&inside(kind, &chain));
        page.push_str(&openssl::beside(kind, &chain));
    }
    match env::var_os("ANCHORWATCH_CORPUS") {
        Some(corpus) => page.push_str(&real::chains(&PathBuf::from(corpus))?),
        None => page.push_str("real chains: not run, ANCHORWATCH_CORPUS is not set\n"),
    }
    std::io::stdout().write_all(page.as_bytes())
}

/// Measures each way on its own, the check on a path that is already built.
fn in_turns(kind: KeyKind, chain: &Chain) -> String {
    let name = ReferenceName::parse(Chain::NAME);
    let few = chain.policy(DistrustSet::built_in());
    let [more, many] = SIZES.map(|size| chain.policy(entries(size)));
    let leaf = leaf(&chain.sent);
    let [path, more_path, many_path] =
        [&few, &more, &many].map(|policy| prepared(policy, chain, &leaf));
    let check = few.check(&name, chain.at);
    let more_check = more.check(&name, chain.at);
    let many_check = many.check(&name, chain.at);
    let roots = few.anchors().public_trust_anchors();
    let keys = keys(chain);
    let title = format!("{}, {} public roots", kind.name(), roots.len());
    Contest::new(title)
        .way("webpki alone", 1, || built(chain, roots, None).is_ok())
        .way("webpki, the check asked of its path", 1, || {
            let check = few.check(&name, chain.at);
            let ask = |path: &VerifiedPath<'_>| match check.violation(path) {
                None => Ok(()),
                Some(_) => Err(webpki::Error::CertDistrusted),
            };
            built(chain, roots, Some(&ask)).is_ok()
        })
        .way("Policy::decide, the name included, no logs", 1, || {
            few.decide(&chain.sent, &name, chain.at)
        })
        .way("the check alone, built-in entries", 1, || {
            check.violation(black_box(&path))
        })
        .way("the check alone, 2,000 entries", 1, || {
            more_check.violation(black_box(&more_path))
        })
        .way("the check alone, 100,000 entries", 1, || {
            many_check.violation(black_box(&many_path))
        })
        .way("of it: SHA-256 of the two keys", 1, || {
            keys.each_ref().map(|key| SpkiSha256::of(black_box(key)))
        })
        .way("of it: known keys in another encoding", 1, || {
            keys.each_ref()
                .map(|key| registry::known_key_in(black_box(key)).is_some())
        })
        .way("once a name: its spelling and scope", 1, || {
            let name = ReferenceName::parse(black_box(Chain::NAME));
            few.check(&name, chain.at).scope()
        })
        .run()
}

/// Times the check where it happens, in the middle of path building, so that the processor's
/// caches contain nothing of it except what path building leaves there.
fn inside(kind: KeyKind, chain: &Chain) -> String {
    let name = ReferenceName::parse(Chain::NAME);
    let mut text = format!(
        "{}, the check timed inside path building, medians of {BUILT}\n",
        kind.name()
    );
    for size in [0, 2000, 100_000] {
        let policy = chain.policy(entries(size));
        let check = policy.check(&name, chain.at);
        let roots = policy.anchors().public_trust_anchors();
        let checks = RefCell::new(Vec::with_capacity(BUILT));
        let mut paths = Vec::with_capacity(BUILT);
        for _ in 0..BUILT {
            let begun = Instant::now();
            let _built = built(
                chain,
                roots,
                Some(&|path| {
                    let begun = Instant::now();
                    let violation = black_box(check.violation(path));
                    checks.borrow_mut().push(begun.elapsed());
                    violation.map_or(Ok(()), |_| Err(webpki::Error::CertDistrusted))
                }),
            );
            paths.push(begun.elapsed());
        }
        let (check, path) = (median(&mut checks.borrow_mut()), median(&mut paths));
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "  {:>6} entries   check {:>8.0} ns, of the path's {:>9.0} ns: {:>5.2} %",
            policy_entries(size),
            check,
            path,
            100.0 * check / path
        );
    }
    text
}

fn policy_entries(size: u32) -> usize {
    entries(size).entries().len()
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    middle.as_secs_f64() * 1e9
}

fn keys(chain: &Chain) -> [Vec<u8>; 2] {
    let key = |der: &CertificateDer<'_>| {
        let parsed = anchorwatch_identity::Certificate::from_der(der);
        parsed.map_or(Vec::new(), |parsed| parsed.spki_der().to_vec())
    };
    match chain.sent.as_slice() {
        [own, above] => [key(own), key(above)],
        _ => [Vec::new(), Vec::new()],
    }
}

type Ask<'a> = &'a dyn Fn(&VerifiedPath<'_>) -> std::result::Result<(), webpki::Error>;

/// Builds a path as rustls does, parsing included.
fn built(
    chain: &Chain,
    roots: &[TrustAnchor<'_>],
    ask: Option<Ask<'_>>,
) -> std::result::Result<(), webpki::Error> {
    let leaf = leaf(&chain.sent);
    path(&leaf, chain, roots, ask).map(|_| ())
}

#[expect(
    clippy::expect_used,
    reason = "a benchmark of nothing would be no benchmark"
)]
fn leaf<'c>(sent: &'c [CertificateDer<'_>]) -> EndEntityCert<'c> {
    let own = sent.first().expect("the server's own certificate");
    EndEntityCert::try_from(own).expect("a certificate that webpki reads")
}

fn path<'c>(
    leaf: &'c EndEntityCert<'c>,
    chain: &'c Chain,
    roots: &'c [TrustAnchor<'_>],
    ask: Option<Ask<'_>>,
) -> std::result::Result<VerifiedPath<'c>, webpki::Error> {
    let seconds = u64::try_from(chain.at.get()).unwrap_or(0);
    leaf.verify_for_usage(
        ALL_VERIFICATION_ALGS,
        roots,
        chain.sent.get(1..).unwrap_or_default(),
        UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
        KeyUsage::server_auth(),
        None,
        ask,
    )
}

#[expect(
    clippy::expect_used,
    reason = "a benchmark of nothing would be no benchmark"
)]
fn prepared<'c>(
    policy: &'c Policy,
    chain: &'c Chain,
    leaf: &'c EndEntityCert<'c>,
) -> VerifiedPath<'c> {
    let roots = policy.anchors().public_trust_anchors();
    path(leaf, chain, roots, None).expect("a chain that webpki verifies")
}
