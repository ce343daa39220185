//! Arguments of `check`.

use std::{
    net::SocketAddr,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use anchorwatch_identity::SpkiSha256;
use anchorwatch_probe::{EchConfigs, MAX_ECH_CONFIGS_BYTES};
use clap::builder::{OsStringValueParser, TypedValueParser as _};
use data_encoding::BASE64;

use super::{notary_source::NotarySource, resolvers::ResolverArg};
use crate::{
    args::Roots,
    commands::verdict::Earlier,
    host::{self, HostPort},
    input,
    problem::{Hint, Hinted, Mistyped, Problem},
    signature::Sign,
};

/// Allowed timeouts for a step, in seconds.
const TIMEOUTS: RangeInclusive<u64> = 1..=600;

/// Allowed numbers of rounds.
const ROUNDS: RangeInclusive<u64> = 1..=100;

/// More names make no answer clearer, and many connections.
const MAX_CONTROL_NAMES: usize = 20;

/// Is my connection to these sites intercepted?
///
/// Connects to each host in turn over TLS, sends the host's name and nothing else, and judges
/// the certificates that it receives. If no public root vouches for them, or the connection is cut
/// off, it asks once more, and twice by other names, to see what changes with the name: at most six
/// connections.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch check www.example.org --evidence seen.json\n  anchorwatch check www.example.org --notary ssh:me@server.example.net\n  anchorwatch check www.example.org --deep --own-server 203.0.113.5:443 --own-key HASH\n  anchorwatch check www.example.org --deep --resolver system --resolver dot:9.9.9.10#dns10.quad9.net\n\n`anchorwatch probe-server` runs a server of your own and prints its key's hash."
)]
pub(crate) struct Args {
    /// Names or addresses, with a port if it is not 443, or URLs (https://…).
    #[arg(required = true, value_name = "HOST[:PORT]")]
    pub(crate) hosts: Vec<HostPort>,
    /// Connect to this address instead of asking the resolver.
    #[arg(long, value_name = "IP:PORT", value_parser = parse_address)]
    pub(crate) address: Option<SocketAddr>,
    #[command(flatten)]
    pub(crate) roots: Roots,
    /// Use the consents in this file instead of this machine's. With --local alone, no consents are
    /// used.
    #[arg(long, value_name = "FILE")]
    pub(crate) consents: Option<PathBuf>,
    /// What another vantage point sees of the same hosts: evidence, or measurements of other programs,
    /// at most a day before or after; or a host on which anchorwatch is run now, over SSH (may be
    /// repeated). Give only files and hosts that you trust.
    #[arg(long, value_name = "FILE|ssh:[USER@]HOST", value_parser = OsStringValueParser::new().try_map(NotarySource::read))]
    pub(crate) notary: Vec<NotarySource>,
    #[command(flatten)]
    pub(crate) earlier: Earlier,
    /// Write the evidence to this new file; `verdict` can judge it again. Beside it goes what hosts
    /// answered over SSH, in FILE.notary-1 and so on. `-` writes it to standard output, instead of the
    /// answer.
    #[arg(long, value_name = "FILE")]
    pub(crate) evidence: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) sign: Sign,
    /// Wait this long for each step: the lookup, each connection, the handshake, and the question to
    /// your own server. A trace waits for 3 seconds at most.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = parse_timeout)]
    pub(crate) timeout: u64,
    #[command(flatten)]
    pub(crate) deep: Deep,
    /// Show what would be sent, and send nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What is sent beyond a plain check.
#[derive(Debug, clap::Args)]
pub(crate) struct Deep {
    /// Send more: the host's name and other names, in several rounds. If the answers are not clean,
    /// trace the path with packets of a limited lifetime.
    #[arg(long)]
    pub(crate) deep: bool,
    /// A name to compare with (up to 20 times). Default: example.com and example.org.
    #[arg(long, value_name = "NAME", value_parser = parse_name, requires = "deep")]
    pub(crate) control: Vec<String>,
    /// How many rounds.
    #[arg(long, value_name = "COUNT", default_value_t = 3, value_parser = parse_rounds, requires = "deep")]
    pub(crate) rounds: u32,
    /// The port to ask for the first page without encryption (HTTP); 0: do not ask.
    #[arg(long, value_name = "PORT", default_value_t = 80, requires = "deep")]
    pub(crate) http_port: u16,
    /// Send other ClientHellos too: in several records, with TLS 1.2 or 1.3 alone, with random octets
    /// where an encrypted name would be (ECH), and without a name.
    #[arg(long, requires = "deep")]
    pub(crate) variants: bool,
    /// Make the same handshakes over QUIC too, as HTTP/3 does (UDP, the same port).
    #[arg(long, requires = "deep")]
    pub(crate) quic: bool,
    /// Encrypt the host's name too (ECH), with this configuration: the value of `ech` in the host's
    /// HTTPS record in DNS.
    #[arg(long, value_name = "FILE|BASE64", value_parser = parse_ech, requires = "variants")]
    pub(crate) ech_config: Option<EchConfigs>,
    /// Send the same names to a server of your own, too.
    #[arg(long, value_name = "IP:PORT", value_parser = parse_address, requires_all = ["deep", "own_key"])]
    pub(crate) own_server: Option<SocketAddr>,
    /// The SHA-256 of that server's public key, as `probe-server` prints it.
    #[arg(long, value_name = "HASH", value_parser = parse_key, requires = "own_server")]
    pub(crate) own_key: Option<SpkiSha256>,
    /// Ask that server to look at the host from where it is, too: the file has the key that
    /// `probe-server --look-key` has.
    #[arg(long, value_name = "FILE", requires = "own_server")]
    pub(crate) look_key: Option<PathBuf>,
    /// Ask this resolver for the name, too, and see where its answers lead: `system`, `public` for
    /// some known ones, or udp, tcp, dot or doh with an address, and for dot and doh the name in its
    /// certificate (may be repeated).
    #[arg(long, value_name = "KIND:ADDRESS[#NAME]", requires = "deep")]
    pub(crate) resolver: Vec<ResolverArg>,
}

impl Deep {
    /// # Errors
    /// There are more names to compare with than [`MAX_CONTROL_NAMES`].
    pub(crate) fn limit_names(&self) -> anyhow::Result<()> {
        let count = self.control.len();
        if count <= MAX_CONTROL_NAMES {
            return Ok(());
        }
        let problem = Problem::TooManyControlNames {
            count: count as u64,
            most: MAX_CONTROL_NAMES as u64,
        };
        Err(Hinted::new(&problem, &Hint::SeeHelp).misused().into())
    }
}

fn parse_name(text: &str) -> Result<String, Mistyped> {
    let name = host::reference_name(text)?;
    let host = || text.to_owned();
    let dns = name.dns().map(str::to_owned);
    dns.ok_or_else(|| Mistyped::NotAHost { host: host() })
}

/// A list of configurations in base64, or a file that has it so or as octets.
fn parse_ech(text: &str) -> Result<EchConfigs, Mistyped> {
    let of_base64 = |text: &[u8]| EchConfigs::read(BASE64.decode(text.trim_ascii()).ok()?);
    let most = 2 * MAX_ECH_CONFIGS_BYTES as u64;
    let of_file = || {
        let content = input::file(Path::new(text), most).ok()?;
        of_base64(&content).or_else(|| EchConfigs::read(content))
    };
    let configs = of_base64(text.as_bytes()).or_else(of_file);
    configs.ok_or(Mistyped::NotEchConfigs)
}

fn parse_key(text: &str) -> Result<SpkiSha256, Mistyped> {
    let count = text.chars().count() as u64;
    text.parse().map_err(|_| Mistyped::NotAHash { count })
}

fn parse_rounds(text: &str) -> Result<u32, Mistyped> {
    let rounds = text.parse().ok().filter(|it| ROUNDS.contains(it));
    let rounds = rounds.and_then(|it| u32::try_from(it).ok());
    rounds.ok_or(Mistyped::NotInRange {
        least: *ROUNDS.start(),
        most: *ROUNDS.end(),
    })
}

fn parse_timeout(text: &str) -> Result<u64, Mistyped> {
    let seconds = text.parse().ok().filter(|it| TIMEOUTS.contains(it));
    seconds.ok_or(Mistyped::NotInRange {
        least: *TIMEOUTS.start(),
        most: *TIMEOUTS.end(),
    })
}

fn parse_address(text: &str) -> Result<SocketAddr, Mistyped> {
    text.parse().map_err(|_| Mistyped::NotAnAddress)
}
