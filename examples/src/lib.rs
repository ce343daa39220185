//! How programs put Anchorwatch's verifier into the clients that they use.
//!
//! After the story: nothing depends on this. Each program in `src/bin` fetches one page and
//! is run by a test against a real server on loopback; what they share is here.
//!
//! Which roots the [`verifier`] knows is the point: the public ones are those that
//! Anchorwatch ships, **never** this machine's. This machine's are local ones, which speak
//! for private names, so that an intranet's pages still load.

use std::{env, net::SocketAddr, path::PathBuf, sync::Arc};

use anchorwatch_identity::{Certificate, pem};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::{
    Anchors, Policy, ct,
    rustls::{Rejection, Verifier, rejection_in},
};
use anyhow::Context as _;

/// What is typed behind each example's name: `NAME ADDRESS [PUBLIC-ROOTS.pem]`.
#[derive(Debug)]
pub struct Request {
    /// The name that the page is asked for by.
    pub name: String,
    /// Where its server listens.
    pub address: SocketAddr,
    /// Roots to take for the public ones; tests have no key of a real one.
    pub public: Option<PathBuf>,
}

impl Request {
    /// Reads it from the command line.
    ///
    /// # Errors
    ///
    /// If something is missing or no address.
    pub fn from_args() -> anyhow::Result<Self> {
        let mut args = env::args().skip(1);
        let usage = "usage: NAME ADDRESS:PORT [PUBLIC-ROOTS.pem]";
        Ok(Self {
            name: args.next().context(usage)?,
            address: args.next().context(usage)?.parse().context(usage)?,
            public: args.next().map(PathBuf::from),
        })
    }

    /// The address of the page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}:{}/", self.name, self.address.port())
    }
}

/// A verifier that tells on stderr what it refuses, and what no public log promised.
///
/// # Errors
///
/// If the given file cannot be read.
pub fn verifier(public: Option<PathBuf>) -> anyhow::Result<Arc<Verifier>> {
    let found = rustls_native_certs::load_native_certs();
    let readable = found.certs.iter();
    let local: Vec<Certificate> = readable
        .filter_map(|der| Certificate::from_der(der).ok())
        .collect();
    let (anchors, _unusable) = match public {
        Some(path) => {
            let text = std::fs::read(&path).with_context(|| path.display().to_string())?;
            let blocks = pem::blocks(&text).into_iter();
            let roots: Result<Vec<_>, _> = blocks.map(|block| block.certificates).collect();
            Anchors::of(&roots?.concat(), &local)
        }
        None => Anchors::bundled_and(&local),
    };
    let policy = Policy::new(anchors, DistrustSet::built_in());
    let verifier = Verifier::new(policy)
        .on_refusal(|name, refusal| {
            tell(&format!("{name} is refused: {}", refusal.reason.says()));
            if let Some(who) = &refusal.attribution {
                tell(&format!("it was signed by {}", who.subject));
            }
        })
        .on_acceptance(|name, chain| {
            let status = chain.transparency().status;
            if status != ct::Status::Compliant {
                tell(&format!("{name} is let in: {}", status.says()));
            }
        });
    Ok(Arc::new(verifier))
}

/// What a program says when it could not connect: the verifier's reason, if it is that.
#[must_use]
pub fn explained(error: &(dyn std::error::Error + 'static)) -> String {
    match rejection_in(error) {
        Some(Rejection::Refused { refusal, .. }) => format!("refused: {}", refusal.reason.code()),
        Some(other) => format!("refused: {other}"),
        None => format!("failed: {error}"),
    }
}

#[expect(clippy::print_stderr, reason = "an example is a program")]
fn tell(line: &str) {
    eprintln!("{line}");
}

/// Writes a page to stdout.
#[expect(clippy::print_stdout, reason = "an example is a program")]
pub fn answer(page: &str) {
    println!("{page}");
}
