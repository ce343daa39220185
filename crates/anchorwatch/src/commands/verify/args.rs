//! Arguments of `verify`.

use std::path::PathBuf;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::ct;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::{args::Roots, host, problem::Mistyped};

/// Would a careful client accept this chain, and if not, why?
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch verify --host www.example.org chain.pem")]
pub(crate) struct Args {
    /// The name or address that the client asked for, without a port.
    #[arg(long, value_name = "NAME", value_parser = host::reference_name)]
    pub(crate) host: ReferenceName,
    #[command(flatten)]
    pub(crate) roots: Roots,
    /// Use the consents in this file instead of this machine's. With --local alone, no consents
    /// are used.
    #[arg(long, value_name = "FILE")]
    pub(crate) consents: Option<PathBuf>,
    /// How to treat Certificate Transparency: ignore it (off), report what the public logs say
    /// (report), or refuse a public certificate that they do not confirm (require).
    #[arg(long, value_name = "MODE", default_value = "report", value_parser = transparency_values())]
    pub(crate) ct: ct::Mode,
    /// Decide as of this time, such as 2019-07-18T00:00:00Z. Default: now.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub(crate) at: Option<UnixSeconds>,
    /// The chain as the server sent it, its own certificate first (PEM, or a single DER).
    #[arg(value_name = "CHAIN")]
    pub(crate) chain: PathBuf,
}

fn parse_time(text: &str) -> Result<UnixSeconds, Mistyped> {
    UnixSeconds::parse_rfc3339(text).map_err(|_| Mistyped::NotATime)
}

fn transparency_values() -> impl TypedValueParser<Value = ct::Mode> {
    PossibleValuesParser::new(ct::Mode::ALL.map(ct::Mode::code))
        .try_map(|code| ct::Mode::from_code(&code).ok_or_else(|| format!("{code:?} is no mode")))
}
