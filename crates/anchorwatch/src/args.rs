//! What can be typed.

use std::{net::SocketAddr, path::PathBuf};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::{Class, ReferenceName, consent::ConsentScope};
use anchorwatch_verify::ct;
use clap::{
    Parser, Subcommand,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};

use crate::{
    command::guide::System,
    finding_id::Wanted,
    host,
    key_hash::KeyHash,
    output::{ColorChoice, Format},
    words::Language,
};

pub(crate) use crate::host::HostPort;

/// The page of `--help`: the commands by what they are for.
const HELP: &str = "\
{about-with-newline}
{usage-heading} {usage}

Look (nothing is changed):
  audit     Which roots are trusted here, and which should worry me?
  identify  What is this certificate file that I am told to install?
  check     Is my connection to these sites intercepted?
  guide     Find and remove a root by hand, on a phone or another computer
  status    Is a block in force, since when, and is it still complete?
  verify    Would a careful client accept this chain, and if not, why?
  verdict   Judge stored evidence again
  list      Distrust lists: what is on them, and do they know a certificate?

Change (each shows a plan first; --apply carries it out):
  block     Refuse keys in the programs of this machine, and keep them refused
  remove    Take a root out of every store that holds it
  consent   Allow a company's or an antivirus's root for names you choose
  undo      Take back what block, remove and consent changed
  refilter  Filter the system store again; the hook of block runs this

  help      Help for a command: anchorwatch help audit

Options:
{options}{after-help}";

const EXIT_CODES: &str = "\
Examples:
  anchorwatch audit                        # which roots are trusted here?
  anchorwatch identify certificate.crt     # what is this file?
  anchorwatch check www.example.org        # is this connection intercepted?
  anchorwatch block                        # shows what would be changed
  anchorwatch status                       # is a block in force?

Exit codes:
  0   nothing bad found, or done
  1   could not be asked
  2   wrong usage
  10  a finding
  11  inconclusive
  12  would change something; give --apply";

/// Finds and blocks root certificates that let others read your traffic.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES, help_template = HELP, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// How the answer is written.
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub(crate) format: Format,

    /// The language of audit, status, identify and guide; that of the environment (LC_ALL,
    /// LC_MESSAGES, LANG) if not given. JSON is always English.
    #[arg(long, global = true, value_enum)]
    pub(crate) language: Option<Language>,

    /// When the answer of audit is coloured. A word always says the same.
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Audit(Audit),
    Identify(Identify),
    Guide(Guide),
    Check(Check),
    Verdict(Verdict),
    Verify(Verify),
    Block(Block),
    Status(Status),
    Remove(Remove),
    Consent(Consent),
    Undo(Undo),
    Refilter(Refilter),
    List(List),
    #[command(hide = true)]
    ReadUser(ReadUser),
    #[command(hide = true)]
    Errand(Errand),
}

/// Which roots do the programs on this machine trust, and which should worry me?
///
/// A finding is an alarm (known interception, a leaked key, a suspected family), a question
/// to the owner (unknown, a state's root, an inspection product, verification off, a proxy),
/// or a note (retired, or removed for cause while the distribution still ships it).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch audit\n  anchorwatch audit --all | less\n  anchorwatch audit --explain 143cc1b4\n  anchorwatch audit --root /mnt/image --format json\n  anchorwatch audit --since last-week.json\n  anchorwatch audit --baseline known.json --fail-on alarm\n\nExit code 10: something counts that is as urgent as --fail-on says, or more. What is refused\nhere, consented to or in the baseline does not count. 11: nothing does, and something could\nnot be read."
)]
pub(crate) struct Audit {
    /// The tree to look at: a disk image's or container's files.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Show everything: each finding in full, public and retired roots, every store, and
    /// every place that was not checked.
    #[arg(long)]
    pub(crate) all: bool,
    /// Show one root in full: its reasons with their sources, dates, fingerprints, and who
    /// trusts it where. The ID stands before its name in the answer; a whole SHA-256 or SHA-1
    /// fingerprint works too.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    pub(crate) explain: Option<Wanted>,
    /// Mark what an earlier answer (--format json) does not list as new.
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<PathBuf>,
    /// Do not count what this file knows: an earlier answer (--format json), or a list of
    /// one's own. A root is matched by key, kind and class. An alarm always counts, unless a
    /// list of one's own accepts it.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// From which severity on a finding makes the exit code 10.
    #[arg(long, value_name = "SEVERITY", value_enum, default_value = "ask")]
    pub(crate) fail_on: FailOn,
    /// Put the machine's name into the JSON answer. Without it no name is in it.
    #[arg(long)]
    pub(crate) hostname: bool,
    /// Also ask the installed programs where their roots come from: each is started as its
    /// user, without network.
    #[arg(long)]
    pub(crate) ask: bool,
}

/// From which severity on a finding decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    /// Known interception, a leaked key, a suspected family.
    Alarm,
    /// Those, and what only the owner can say.
    Ask,
    /// Every finding.
    Note,
    /// No finding: 0, or 11 where something could not be read.
    Never,
}

/// Is a block in force, since when, and does it still stand as it was written?
///
/// Says what is refused here, which receipts there are, whether the hook and the watch are
/// there, and which consents hold until when. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch status\n  anchorwatch status --root /mnt/image --format json\n\nExit code 10: a file of the block was changed or is gone, or some program still trusts a\nrefused key. 11: something could not be read."
)]
pub(crate) struct Status {
    /// The tree to look at.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
}

/// What is this file that I am told to install?
///
/// Reads certificates, PEM, PKCS #7, PKCS #12, Apple's configuration profiles and
/// exports of Windows's and p11-kit's stores, whatever the file is called, and changes
/// nothing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch identify security.mobileconfig ca.p12 --password-file p12.txt\n  curl -s http://example.org/ca.crt | anchorwatch identify -"
)]
pub(crate) struct Identify {
    /// The files (.cer, .crt, .pem, .der, .p7b, .p12, .pfx, .mobileconfig, .reg, .sst, .p11-kit,
    /// .eml, or text that holds one of these); `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// A file whose first line is the password of PKCS #12 files.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

/// How do I find and remove such a root by hand, on a phone or another computer?
///
/// Prints steps and the fingerprints of the known roots. Sends nothing, reads nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch guide android --language kk")]
pub(crate) struct Guide {
    /// The system; without it, a list of those that have a guide.
    #[arg(value_enum, value_name = "SYSTEM")]
    pub(crate) system: Option<System>,
}

/// Is my connection to these hosts read on its way?
///
/// Makes one TLS connection to each host, one after the other, sends the host's name
/// and nothing else, and judges the certificates that came.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch check www.example.org --evidence seen.json")]
pub(crate) struct Check {
    /// Names or addresses, with a port if it is not 443; or the addresses of pages (https://…).
    #[arg(required = true, value_name = "HOST[:PORT]")]
    pub(crate) hosts: Vec<HostPort>,
    /// Connect to this address instead of asking the resolver.
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) address: Option<SocketAddr>,
    #[command(flatten)]
    pub(crate) roots: Roots,
    /// Write what was seen to a new file, to be judged again with `verdict`.
    #[arg(long, value_name = "FILE")]
    pub(crate) evidence: Option<PathBuf>,
    /// Wait this long for each step: the look-up, each connection and the handshake.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout: u64,
    /// Say what would be sent, and send nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Judges stored evidence again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch verdict seen.json")]
pub(crate) struct Verdict {
    /// Evidence files.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// Would a careful client accept this chain, and if not, why?
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch verify --host www.example.org chain.pem")]
pub(crate) struct Verify {
    /// The name or address that the client asked for, without a port.
    #[arg(long, value_name = "NAME", value_parser = host::reference_name)]
    pub(crate) host: ReferenceName,
    #[command(flatten)]
    pub(crate) roots: Roots,
    /// Take the consents in this file instead of this machine's. With --local and without
    /// this, there are none.
    #[arg(long, value_name = "FILE")]
    pub(crate) consents: Option<PathBuf>,
    /// What to do about Certificate Transparency: nothing (off), tell what the public logs
    /// say (report), or refuse a public certificate without their word (require).
    #[arg(long, value_name = "MODE", default_value = "report", value_parser = transparency_values())]
    pub(crate) ct: ct::Mode,
    /// The time at which to decide, as 2019-07-18T00:00:00Z; now if not given.
    #[arg(long, value_name = "TIME", value_parser = UnixSeconds::parse_rfc3339)]
    pub(crate) at: Option<UnixSeconds>,
    /// The chain as the server sent it, its own certificate first (PEM, or one DER).
    #[arg(value_name = "CHAIN")]
    pub(crate) chain: PathBuf,
}

/// The roots to decide by.
#[derive(Debug, clap::Args)]
pub(crate) struct Roots {
    /// Use these roots as the public ones, instead of Mozilla's, which the program ships.
    #[arg(long, value_name = "FILE")]
    pub(crate) public: Option<PathBuf>,
    /// Use these roots as the locally added ones, instead of this machine's.
    #[arg(long, value_name = "FILE")]
    pub(crate) local: Option<PathBuf>,
}

/// Refuse keys in the programs of this machine, and keep them refused.
///
/// Without a choice: every key that is known for interception, installed or not. A root that
/// is only suspected, or unknown, is named and not included. The plan says which programs
/// refuse the keys, by what means, and what is out of reach.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch block                 # shows what would be changed\n  anchorwatch block --apply\n  anchorwatch block --class suspected_family --apply\n  anchorwatch block --certificate imposed.crt --allow-override-for https://router.lan"
)]
pub(crate) struct Block {
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Refuse every root of this class that the tree's stores hold (may be repeated).
    #[arg(long, value_name = "CLASS", value_parser = class_values())]
    pub(crate) class: Vec<Class>,
    /// Refuse this key: SHA-256 of its SubjectPublicKeyInfo, which `audit` and
    /// `identify` print under «key»; colons and spaces may stand in it (again
    /// for more). A certificate's fingerprint is another hash: give its file instead.
    #[arg(long, value_name = "SHA256")]
    pub(crate) key: Vec<KeyHash>,
    /// Refuse the keys of the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
    /// Hold out of the system store whatever nobody answers for too: all but what the
    /// distribution ships, public roots, and what you consent to.
    #[arg(long)]
    pub(crate) unlisted: bool,
    /// Let people click through a failed certificate at this origin, such as an
    /// appliance's `https://router.lan` (may be repeated). Elsewhere they can no longer.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) allow_override_for: Vec<String>,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// Allow a company or antivirus root for the domains you choose.
///
/// A consent is for one key, for named suffixes or networks, for 398 days at the most. A
/// key that is known for interception, leaked or of a suspected family gets none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch consent add --certificate works.crt --for works.example \\\n    --until 2027-06-30 --by \"M. Owner\" --why \"the company inspects its network\"\n  anchorwatch consent list"
)]
pub(crate) struct Consent {
    #[command(subcommand)]
    pub(crate) action: ConsentAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConsentAction {
    Add(ConsentAdd),
    List(ConsentList),
    Withdraw(ConsentWithdraw),
}

/// Consent to a key, in place of an earlier consent to it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch consent add --certificate works.crt --for works.example --for 10.0.0.0/8 \\\n    --until 2027-06-30 --by \"M. Owner\" --why \"the company inspects its network\" --apply"
)]
pub(crate) struct ConsentAdd {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// For this DNS suffix, or this network (may be repeated).
    #[arg(
        long = "for",
        value_name = "SUFFIX|CIDR",
        required_unless_present = "all_names"
    )]
    pub(crate) scopes: Vec<ConsentScope>,
    /// For every name: only for a key that was made on this device, such as an
    /// antivirus's. It stays a finding of every audit.
    #[arg(long, conflicts_with = "scopes", requires = "private_key")]
    pub(crate) all_names: bool,
    /// The file with the private key (PEM or DER), which shows that it is on this device.
    #[arg(long, value_name = "FILE", requires = "all_names")]
    pub(crate) private_key: Option<PathBuf>,
    /// The sentence that confirms --all-names; asked for on a terminal if not given.
    #[arg(long, value_name = "TEXT", requires = "all_names")]
    pub(crate) confirm: Option<String>,
    /// The last day (UTC), as 2027-06-30, or the last second, as 2027-06-30T12:00:00Z.
    #[arg(long, value_name = "DATE", value_parser = parse_end)]
    pub(crate) until: UnixSeconds,
    /// Who consents.
    #[arg(long, value_name = "WHO")]
    pub(crate) by: String,
    /// What for.
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: String,
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// The key that a consent is for.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Whose {
    /// The key of the certificate in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    /// This key: SHA-256 of its SubjectPublicKeyInfo, which `audit` and
    /// `identify` print under «key»; colons and spaces may stand in it.
    #[arg(long, value_name = "SHA256")]
    pub(crate) key: Option<KeyHash>,
}

/// What is consented to, and until when?
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch consent list --format json")]
pub(crate) struct ConsentList {
    /// The tree to look at.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
}

/// Take a consent back.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch consent withdraw KEY           # KEY as `anchorwatch consent list` shows it\n  anchorwatch consent withdraw KEY --apply"
)]
pub(crate) struct ConsentWithdraw {
    /// The key, as `consent list` shows it; colons and spaces may stand in it.
    #[arg(value_name = "KEY")]
    pub(crate) key: KeyHash,
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// Take a root out of every store that holds it, by its key.
///
/// Only what is named is taken out, and `undo` brings it back. A root that is refused
/// and stays installed can do no more than one that is taken out: `block` is the
/// stronger of the two, since it also keeps the key from coming back.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch remove --certificate security.crt          # shows what would be changed\n  anchorwatch remove --certificate security.crt --apply"
)]
pub(crate) struct Remove {
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    #[command(flatten)]
    pub(crate) named: Named,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// The roots that are to go; at least one way to say which.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(crate) struct Named {
    /// Every root of this class that the tree's stores hold (may be repeated).
    #[arg(long, value_name = "CLASS", value_parser = class_values())]
    pub(crate) class: Vec<Class>,
    /// This key: SHA-256 of its SubjectPublicKeyInfo, which `audit` and
    /// `identify` print under «key»; colons and spaces may stand in it (again
    /// for more).
    #[arg(long, value_name = "SHA256")]
    pub(crate) key: Vec<KeyHash>,
    /// The keys of the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
}

/// Take back what `block`, `remove` and `consent` changed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch undo                  # shows what would be taken back\n  anchorwatch undo --apply"
)]
pub(crate) struct Undo {
    /// The receipt to take back; all, newest first, if not given.
    #[arg(value_name = "RECEIPT")]
    pub(crate) receipt: Option<String>,
    /// Delete the journal too, once everything is taken back: no record stays of what
    /// was done here. (Deleted, not wiped: what the disk keeps of it is up to the disk.)
    #[arg(long, conflicts_with = "receipt")]
    pub(crate) forget: bool,
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// Take refused keys out of the system store again; the hook and the watch that `block`
/// installs run this after every update of the certificates, and when a file changes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch refilter")]
pub(crate) struct Refilter {
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// A file changed, and the distribution's tool did not run.
    #[arg(long)]
    pub(crate) watched: bool,
}

/// Reads one user's part with that user's rights; `audit` starts it.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(crate) struct ReadUser {
    /// Whose.
    #[arg(long)]
    pub(crate) name: String,
    /// Where the user's home is within the tree.
    #[arg(long)]
    pub(crate) home: PathBuf,
    /// What people call the tree's root folder, which is standard input.
    #[arg(long)]
    pub(crate) shown: PathBuf,
    /// Read what a program said when it was asked, and nothing else: what stands for it.
    #[arg(long)]
    pub(crate) place: Option<PathBuf>,
    /// What it said.
    #[arg(long, requires = "place")]
    pub(crate) answer: Vec<String>,
}

/// Plans or changes something in a user's folders with that user's rights; `block` and
/// `undo` start it.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(crate) struct Errand {
    /// Under which number the file with the errand was inherited.
    #[arg(long)]
    pub(crate) asked: u32,
    /// Whose part is planned.
    #[arg(long, requires = "home")]
    pub(crate) name: Option<String>,
    /// Where that user's home is within the tree.
    #[arg(long)]
    pub(crate) home: Option<PathBuf>,
    /// What people call the tree's root folder, which is standard input.
    #[arg(long)]
    pub(crate) shown: PathBuf,
}

/// Distrust lists, ours and others': what is on them, and whether they know a certificate.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list show --all\n  anchorwatch list show crl-set --certificate seen.pem\n  anchorwatch list import crlset.crx onecrl.json --output entries.json"
)]
pub(crate) struct List {
    #[command(subcommand)]
    pub(crate) action: ListAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ListAction {
    Show(ListShow),
    Import(ListImport),
}

/// What is on a list, and does it know this certificate?
///
/// Reads a CRLSet of Chromium (plain, or the signed component), Mozilla's OneCRL, Java's
/// blocked.certs, and what `list import` writes, told by content. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list show --all                # every known key\n  anchorwatch list show crl-set --certificate seen.pem\n\nWith --certificate: 10 if an entry matches, 11 if that cannot be told, else 0."
)]
pub(crate) struct ListShow {
    /// The lists; the built-in entries if none is given.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Say which entries match the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
    /// List every entry; of the built-in ones also who held the key.
    #[arg(long)]
    pub(crate) all: bool,
}

/// Write others' lists as one, in one form (JSON, anchorwatch.entries/1).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch list import crlset.crx onecrl.json --output entries.json"
)]
pub(crate) struct ListImport {
    /// The lists.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Write to this new file instead of stdout.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// A day counts to its end.
fn parse_end(text: &str) -> Result<UnixSeconds, String> {
    let is_day = text.len() == "2027-06-30".len();
    let whole = if is_day {
        format!("{text}T23:59:59Z")
    } else {
        text.to_owned()
    };
    UnixSeconds::parse_rfc3339(&whole).map_err(|_| format!("«{text}» is no day such as 2027-06-30"))
}

/// The classes that can be refused or removed as a whole, with what they mean.
fn class_values() -> impl TypedValueParser<Value = Class> {
    let values = blockable().map(|class| PossibleValue::new(class.code()).help(class.says()));
    PossibleValuesParser::new(values)
        .try_map(|code| Class::from_code(&code).ok_or_else(|| format!("{code:?} is no class")))
}

/// What a public program holds or held is too much for one word.
fn blockable() -> impl Iterator<Item = Class> {
    Class::ALL
        .into_iter()
        .filter(|class| !matches!(class, Class::PublicProgram | Class::RetiredFromProgram))
}

fn transparency_values() -> impl TypedValueParser<Value = ct::Mode> {
    PossibleValuesParser::new(ct::Mode::ALL.map(ct::Mode::code))
        .try_map(|code| ct::Mode::from_code(&code).ok_or_else(|| format!("{code:?} is no mode")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_lists_every_command_that_is_not_hidden_and_no_other() {
        use clap::CommandFactory as _;
        let listed = HELP.lines().filter_map(|line| line.strip_prefix("  "));
        let mut listed: Vec<&str> = listed.filter_map(|line| line.split(' ').next()).collect();
        listed.retain(|name| *name != "help");
        listed.sort_unstable();
        let command = Args::command();
        let shown = command.get_subcommands().filter(|one| !one.is_hide_set());
        let mut shown: Vec<&str> = shown.map(clap::Command::get_name).collect();
        shown.sort_unstable();
        assert_eq!(listed, shown);
    }

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }

    #[test]
    fn a_consent_ends_with_its_last_day_and_what_is_no_day_is_refused() {
        let read = |text: &str| parse_end(text).map(|end| end.to_string());
        assert_eq!(read("2027-06-30"), Ok("2027-06-30T23:59:59Z".to_owned()));
        assert_eq!(
            read("2027-06-30T12:00:00Z"),
            Ok("2027-06-30T12:00:00Z".to_owned())
        );
        assert!(read("2027-06-31").is_err() && read("30.06.2027").is_err() && read("").is_err());
    }

    #[test]
    fn the_public_program_cannot_be_refused_as_a_class() {
        let read = |code: &str| {
            let typed = ["anchorwatch", "block", "--class", code];
            Args::try_parse_from(typed).map(|args| match args.command {
                Command::Block(block) => block.class,
                _ => Vec::new(),
            })
        };
        assert!(read("public_program").is_err());
        assert!(read("retired_from_program").is_err());
        assert_eq!(read("state_root").unwrap(), [Class::StateRoot]);
        assert_eq!(read("unknown").unwrap(), [Class::Unknown]);
    }
}
