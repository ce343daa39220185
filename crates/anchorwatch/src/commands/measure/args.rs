//! Arguments of `measure`.

use std::{ops::RangeInclusive, path::PathBuf, time::Duration};

use crate::{args::Roots, problem::Mistyped, signature::SignRun};

/// Failures in a row.
pub(super) const GIVE_UP: RangeInclusive<u64> = 1..=1_000;

/// Longer than any visit takes, and than any schedule needs, in seconds: 31 days.
pub(super) const MAX_SECONDS: u64 = 31 * 24 * 3600;

/// The most rounds: one every ten minutes for 19 years.
pub(super) const MAX_ROUNDS: u64 = 1_000_000;

/// Connections in a second.
pub(super) const RATE: RangeInclusive<u64> = 1..=10_000;

/// Targets at the same time.
pub(super) const CONCURRENCY: RangeInclusive<u64> = 1..=5_000;

/// Between two connections to one address, in milliseconds.
pub(super) const PAUSE: RangeInclusive<u64> = 0..=60_000;

/// For each step, in seconds.
pub(super) const TIMEOUT: RangeInclusive<u64> = 1..=600;

/// The longest label of a vantage point, in characters: one line that a person reads.
const MAX_VANTAGE: usize = 200;

/// Measure many targets, once or over time, and keep the evidence.
///
/// Connects to each target over TLS, sends a server name and nothing else, and judges what comes.
/// Everything is kept in a folder, target by target: after a kill, a full disk or a restart, the
/// same command goes on where it stopped. Before it sends anything it says what it will send.
///
/// Ask those whose network you use. Put addresses whose owners do not want this into
/// /etc/anchorwatch/opt-out: nothing is ever sent there. An address that fails again and again is left
/// alone.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch measure --targets hosts.txt --out july --dry-run\n  anchorwatch measure --targets hosts.txt --names names.txt --out july --rounds 144 --every 10m\n  anchorwatch measure --resume july"
)]
pub(crate) struct Args {
    /// The targets: a host, HOST:PORT, address or https URL in each line, # for comments; or an
    /// OONI Run v2 descriptor, of which the URLs for web_connectivity are taken.
    #[arg(long, value_name = "FILE", required_unless_present = "resume")]
    pub(crate) targets: Option<PathBuf>,
    /// Send these server names to every target, one in each line, instead of the target's own.
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Option<PathBuf>,
    /// Send nothing to these: a host with all names below it, an address, or a network in each
    /// line.
    #[arg(long, value_name = "FILE")]
    pub(crate) exclude: Option<PathBuf>,
    /// Never send anything to these either, with lines as in --exclude. The list is read again before each
    /// round, also when the run goes on; /etc/anchorwatch/opt-out always counts too.
    #[arg(long, value_name = "FILE")]
    pub(crate) opt_out: Option<PathBuf>,
    /// Keep the evidence in this folder: a new one, or one that the same command began.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["resume", "dry_run"])]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) sign: SignRun,
    /// Continue the run in this folder.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["targets", "names", "exclude", "out", "rounds", "every", "deep", "judge_later", "vantage", "probe_asn", "probe_cc"])]
    pub(crate) resume: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: Limits,
    /// Measure everything this many times.
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = parse_rounds)]
    pub(crate) rounds: u64,
    /// A round begins this long after the one before it began: 90s, 10m, 6h, 1d.
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = parse_duration)]
    pub(crate) every: Duration,
    /// Send more: ask three more times, by other names too, where the answer is not clean.
    #[arg(long)]
    pub(crate) deep: bool,
    /// Judge nothing now, and check no signature: that takes half of the processor's time. `report` and
    /// `verdict` do both later, from the evidence. What is found is not asked again.
    #[arg(long, conflicts_with = "deep")]
    pub(crate) judge_later: bool,
    #[command(flatten)]
    pub(crate) vantage: Vantage,
    #[command(flatten)]
    pub(crate) roots: Roots,
    /// Show what would be sent, and send nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// How fast, and how patient; what is not given, the run that goes on or [`Settings`] says.
///
/// [`Settings`]: super::document::settings::Settings
#[derive(Debug, clap::Args)]
pub(crate) struct Limits {
    /// Begin at most this many connections in a second, to all targets together; 50 unless given here or when the run began.
    #[arg(long, value_name = "COUNT", value_parser = parse_rate)]
    pub(crate) rate: Option<u64>,
    /// Visit at most this many targets at the same time; 200 unless given.
    #[arg(long, value_name = "COUNT", value_parser = parse_concurrency)]
    pub(crate) concurrency: Option<u64>,
    /// Connect to one address at most once in this time, 500 unless given. It never has two connections
    /// at a time.
    #[arg(long, value_name = "MILLISECONDS", value_parser = parse_pause)]
    pub(crate) pause: Option<u64>,
    /// Leave an address alone for the rest of the round after this many failures in a row, 5 unless
    /// given. Each failure also doubles its pause, up to a minute.
    #[arg(long, value_name = "COUNT", value_parser = parse_give_up)]
    pub(crate) give_up: Option<u64>,
    /// Wait this long for each step: the lookup, each connection, and the handshake; 10 unless
    /// given.
    #[arg(long, value_name = "SECONDS", value_parser = parse_timeout)]
    pub(crate) timeout: Option<u64>,
}

/// Where this is measured from. It is kept with the evidence, and nothing looks it up.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Vantage {
    /// A label for the place from which this is measured.
    #[arg(long, value_name = "TEXT", value_parser = parse_vantage)]
    pub(crate) vantage: Option<String>,
    /// The network's number, such as AS9198.
    #[arg(long, value_name = "AS", value_parser = parse_asn)]
    pub(crate) probe_asn: Option<String>,
    /// The country's code, such as KZ.
    #[arg(long, value_name = "CC", value_parser = parse_cc)]
    pub(crate) probe_cc: Option<String>,
}

fn parse_rate(text: &str) -> Result<u64, Mistyped> {
    within(text, RATE)
}

fn parse_concurrency(text: &str) -> Result<u64, Mistyped> {
    within(text, CONCURRENCY)
}

fn parse_pause(text: &str) -> Result<u64, Mistyped> {
    within(text, PAUSE)
}

fn parse_give_up(text: &str) -> Result<u64, Mistyped> {
    within(text, GIVE_UP)
}

fn parse_timeout(text: &str) -> Result<u64, Mistyped> {
    within(text, TIMEOUT)
}

fn parse_rounds(text: &str) -> Result<u64, Mistyped> {
    within(text, 1..=MAX_ROUNDS)
}

fn within(text: &str, range: RangeInclusive<u64>) -> Result<u64, Mistyped> {
    let number = text.parse().ok().filter(|it| range.contains(it));
    number.ok_or_else(|| Mistyped::NotInRange {
        least: *range.start(),
        most: *range.end(),
    })
}

/// A number with its unit.
fn parse_duration(text: &str) -> Result<Duration, Mistyped> {
    let units = [("s", 1), ("m", 60), ("h", 3600), ("d", 24 * 3600)];
    let read = units.into_iter().find_map(|(unit, seconds)| {
        let count: u64 = text.strip_suffix(unit)?.parse().ok()?;
        count.checked_mul(seconds).filter(|it| *it <= MAX_SECONDS)
    });
    read.map(Duration::from_secs).ok_or(Mistyped::NotADuration)
}

pub(super) fn parse_vantage(text: &str) -> Result<String, Mistyped> {
    let is_line = !text.trim().is_empty()
        && text.chars().count() <= MAX_VANTAGE
        && !text.chars().any(anchorwatch_identity::can_control_terminal);
    let most = MAX_VANTAGE as u64;
    is_line
        .then(|| text.trim().to_owned())
        .ok_or(Mistyped::NotALabel { most })
}

/// OONI's form of a network's number: `AS` and digits.
fn parse_asn(text: &str) -> Result<String, Mistyped> {
    let digits = text.strip_prefix("AS").unwrap_or(text);
    let number: Option<u32> = digits.parse().ok();
    let number = number.filter(|_| digits.bytes().all(|it| it.is_ascii_digit()));
    number
        .map(|number| format!("AS{number}"))
        .ok_or(Mistyped::NotANetworkNumber)
}

/// ISO 3166-1 alpha-2, as far as its form goes.
fn parse_cc(text: &str) -> Result<String, Mistyped> {
    let is_code = text.len() == 2 && text.bytes().all(|it| it.is_ascii_alphabetic());
    is_code
        .then(|| text.to_ascii_uppercase())
        .ok_or(Mistyped::NotACountry)
}
