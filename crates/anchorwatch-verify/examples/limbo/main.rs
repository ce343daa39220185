//! Runs the test cases of x509-limbo: reads cases from standard input and writes results to
//! standard output.
//!
//! ```text
//! cargo run -p anchorwatch-verify --example limbo < limbo.json > results.json
//! ```
//!
//! A case's trusted certificates are the public roots; nothing is distrusted, and Certificate
//! Transparency is off. Cases that need more are `SKIPPED`, with the reason.

use std::{error::Error, io, time::SystemTime};

use anchorwatch_identity::UnixSeconds;

mod harness;

#[expect(
    clippy::disallowed_methods,
    reason = "an example that is a program has standard streams and a clock"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let suite = serde_json::from_reader(io::stdin().lock())?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let now = UnixSeconds::new(i64::try_from(now.as_secs())?);
    let answers = harness::answer(&suite, now)?;
    serde_json::to_writer(io::stdout().lock(), &harness::document(&answers))?;
    Ok(())
}
