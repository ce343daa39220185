//! How programs put Anchorwatch's verifier into the clients that they use.
//!
//! After the end of the story: nothing depends on this. Each program in `src/bin` fetches one page
//! and is run by a test against a real server on loopback; what they share is here.
//!
//! What matters is which roots the [`verifier`] knows: the public ones are those that ship with
//! Anchorwatch, **never** this machine's. This machine's roots are local ones, which vouch for
//! private names, so that an intranet's pages still load.

use std::{env, net::SocketAddr, path::PathBuf, sync::Arc};

use anchorwatch_identity::{Certificate, pem};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::{
    Anchors, Policy, ct,
    rustls::{Rejection, Verifier, rejection_in},
};
use anyhow::Context as _;

/// The arguments of each example: `NAME ADDRESS [PUBLIC-ROOTS.pem]`.
#[derive(Debug)]
pub struct Request {
    /// The name in the page's address.
    pub name: String,
    /// The address on which its server listens.
    pub address: SocketAddr,
    /// Roots to use as the public ones, because tests have no key of a real one.
    pub public: Option<PathBuf>,
}

impl Request {
    /// Parses the command line.
    ///
    /// # Errors
    ///
    /// If an argument is missing or not an address.
    pub fn from_args() -> anyhow::Result<Self> {
        let mut args = env::args().skip(1);
        let usage = "usage: NAME ADDRESS:PORT [PUBLIC-ROOTS.pem]";
        Ok(Self {
            name: args.next().context(usage)?,
            address: args.next().context(usage)?.parse().context(usage)?,
            public: args.next().map(PathBuf::from),
        })
    }

    /// Returns the URL of the page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}:{}/", self.name, self.address.port())
    }
}

/// Makes a verifier that prints on stderr what it refuses, and what it accepts without SCTs.
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
                tell(&format!("{name} is accepted: {}", status.code()));
            }
        });
    Ok(Arc::new(verifier))
}

/// Returns a program's message if it could not connect: the verifier's reason, if there is one.
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
