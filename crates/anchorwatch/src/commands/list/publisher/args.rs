//! Arguments of the publisher's commands.

use std::path::PathBuf;

use anchorwatch_carrier::BaseUrl;
use anchorwatch_note::KeyName;
use anchorwatch_policy::distrust::DnsSuffix;
use anchorwatch_publisher::{Action, EntryForm};
use clap::ValueEnum;

use crate::{commands::list::imported::Signatures, problem::Mistyped, signature::parse_name};

/// Make the key of a new publisher.
///
/// Writes the private key into a new file that only you can read, and what it signed last into
/// FILE.signed beside it. Keep both together: without the second one nothing is signed. Shows the
/// public key to hand to others.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch list new-publisher --name example.org/berlin --out berlin.key"
)]
pub(crate) struct ListNewPublisher {
    /// The key's name: a domain of yours, and what tells it from your others.
    #[arg(long, value_name = "NAME", value_parser = parse_name)]
    pub(crate) name: KeyName,
    /// The new file for the private key.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// Make the key of a new public log.
///
/// Writes the private key into a new file that only you can read, and what it signed last into
/// FILE.signed beside it. Keep both together: without the second one nothing is added to the log.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch list new-log --name example.org/distrust-log --out log.key"
)]
pub(crate) struct ListNewLog {
    /// The log's name: its origin.
    #[arg(long, value_name = "NAME", value_parser = parse_name)]
    pub(crate) name: KeyName,
    /// The new file for the private key.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// Propose entries of the signed list.
///
/// Writes a text that people can read, compare and edit. Entries are added to those that the file
/// has already.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list propose --certificate root.pem --why \"asked for in a letter\" --out spring.proposal\n  anchorwatch list propose --evidence seen.json --out spring.proposal\n  anchorwatch list propose --list onecrl.json --public --after mirror --publishers publishers.txt --out onecrl.proposal\n  anchorwatch list propose --list crlset.crx --require-signature --out crlset.proposal"
)]
#[command(group(clap::ArgGroup::new("from").required(true).multiple(true).args(["certificate", "evidence", "list"])))]
pub(crate) struct ListPropose {
    /// Propose the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
    /// Propose the authorities that intercepted connections, by what `verdict` says of this
    /// evidence (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) evidence: Vec<PathBuf>,
    /// Propose the entries of somebody else's list, as `list show` reads it (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) list: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) signatures: Signatures,
    /// What of a certificate an entry matches.
    #[arg(long = "as", value_name = "FORM", default_value = "key")]
    pub(crate) form: Form,
    /// What is to be done about the entries.
    #[arg(long, value_name = "ACTION", default_value = "add")]
    pub(crate) action: Do,
    /// The entries refuse every path, which only the quorum of publishers can approve; else only
    /// paths to a local root.
    #[arg(long)]
    pub(crate) public: bool,
    /// The entries refuse only for this name and names below it (may be repeated).
    #[arg(long, value_name = "NAME", value_parser = parse_suffix, conflicts_with = "list")]
    pub(crate) name_inside: Vec<DnsSuffix>,
    /// Leave out what the approved list in this folder has already.
    #[arg(long, value_name = "DIR", requires = "publishers")]
    pub(crate) after: Option<PathBuf>,
    /// The set of publishers whose signatures that has.
    #[arg(long, value_name = "FILE", requires = "after")]
    pub(crate) publishers: Option<PathBuf>,
    /// Say why, in words for other publishers.
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: Vec<String>,
    /// The text: a new file, or a proposal to add to.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// Say what speaks against proposed entries.
///
/// Says what each entry would have power over, which root programs know it, and whether the quorum
/// of publishers is needed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch list review spring.proposal --publishers publishers.txt --against mirror\n\nExit code 10: something speaks against an entry."
)]
pub(crate) struct ListReview {
    /// The proposals.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) proposals: Vec<PathBuf>,
    /// The folder with what was published before.
    #[arg(long, value_name = "DIR", requires = "publishers")]
    pub(crate) against: Option<PathBuf>,
    /// The set of publishers whose signatures that has.
    #[arg(long, value_name = "FILE")]
    pub(crate) publishers: Option<PathBuf>,
}

/// Make the next list out of proposals.
///
/// The list is one file, which nobody has signed. The same proposals after the same list make the
/// same entries.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list prepare spring.proposal --publishers publishers.txt --out first.list\n  anchorwatch list prepare more.proposal --publishers publishers.txt --after mirror --out next.list"
)]
pub(crate) struct ListPrepare {
    /// The proposals; none to make the list anew for a later time.
    #[arg(value_name = "FILE")]
    pub(crate) proposals: Vec<PathBuf>,
    /// The set of publishers who will sign it.
    #[arg(long, value_name = "FILE")]
    pub(crate) publishers: PathBuf,
    /// The folder with what was published before; left out for the first list.
    #[arg(long, value_name = "DIR")]
    pub(crate) after: Option<PathBuf>,
    /// Which list: the quick one adds to the approved one, and needs fewer signatures.
    #[arg(long, value_name = "ROLE", default_value = "approved")]
    pub(crate) role: ForRole,
    /// For how many days it is valid.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=400))]
    pub(crate) days: u64,
    /// Its number, if a list with the next one was signed and never published; at least the next one.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) number: Option<u64>,
    /// Take over every entry of the quick list about which the proposals say nothing.
    #[arg(long)]
    pub(crate) adopt_quick: bool,
    /// The new file for the list.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// Show how a list or a set of publishers differs from the one before, and sign it.
///
/// Without --hash nothing is signed. What is signed follows from the list and from what was
/// published before, as you have it: give no folder of somebody else's whose content you do not
/// know. FILE.signed beside your key remembers what it signed, and two lists of one number are never
/// signed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list sign next.list --publishers publishers.txt --after mirror\n  anchorwatch list sign next.list --publishers publishers.txt --after mirror --key berlin.key --hash 4f1c… --out berlin.note\n  anchorwatch list sign publishers-2.txt --publishers publishers.txt --after mirror\n\nExit code 12: nothing was signed yet."
)]
pub(crate) struct ListSign {
    /// The list, or the next set of publishers.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The set of publishers.
    #[arg(long, value_name = "FILE")]
    pub(crate) publishers: PathBuf,
    /// The folder with what was published before; left out for the first list.
    #[arg(long, value_name = "DIR")]
    pub(crate) after: Option<PathBuf>,
    /// Your private key, with FILE.signed beside it.
    #[arg(long, value_name = "FILE", requires = "hash")]
    pub(crate) key: Option<PathBuf>,
    /// Sign what has this hash, which is shown without this option.
    #[arg(long, value_name = "HASH", requires_all = ["key", "out"])]
    pub(crate) hash: Option<String>,
    /// The new file for your signature.
    #[arg(long, value_name = "FILE", requires = "hash")]
    pub(crate) out: Option<PathBuf>,
}

/// Publish a signed list, or the next set of publishers, into a mirror's folder.
///
/// Refuses what clients would refuse. Files that are there never change, and the one that leads to
/// them is replaced last: clients see the old list or the new one. Where the publishers ask for a
/// public log, the text is added to it first, and its witnesses are asked to cosign. Without a FILE
/// only the proofs from the log are renewed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list publish next.list --publishers publishers.txt --note berlin.note --note tbilisi.note --out mirror\n  anchorwatch list publish next.list --publishers publishers.txt --note berlin.note --note tbilisi.note --out mirror --log log --log-key log.key\n  anchorwatch list publish --publishers publishers.txt --out mirror --log log --log-key log.key"
)]
pub(crate) struct ListPublish {
    /// The list, or the next set of publishers; left out to renew the proofs of what is published.
    #[arg(value_name = "FILE", requires = "note")]
    pub(crate) file: Option<PathBuf>,
    /// The set of publishers: the oldest one that clients may have.
    #[arg(long, value_name = "FILE")]
    pub(crate) publishers: PathBuf,
    /// A publisher's signature (may be repeated).
    #[arg(long, value_name = "FILE", requires = "file")]
    pub(crate) note: Vec<PathBuf>,
    /// The mirror's folder; it is made for the first list.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) log: LogArgs,
}

/// The publishers' log.
#[derive(Debug, clap::Args)]
pub(crate) struct LogArgs {
    /// The log's folder; it is made for the first entry.
    #[arg(long, value_name = "DIR", requires = "log_key")]
    pub(crate) log: Option<PathBuf>,
    /// The log's private key, with FILE.signed beside it.
    #[arg(long, value_name = "FILE", requires = "log")]
    pub(crate) log_key: Option<PathBuf>,
    /// The address of a witness, by its name in the set of publishers, if the set does not say it
    /// (may be repeated).
    #[arg(long, value_name = "NAME=URL", value_parser = parse_witness, requires = "log")]
    pub(crate) witness: Vec<(String, BaseUrl)>,
}

/// Look for your own certificates and names on published lists, and for a log that shows two trees.
///
/// For whoever runs an authority or a site: an entry that is there by mistake, or by force, is found
/// before its delay is over. With --witness, the mirror's copy of the public log is compared with
/// what each witness cosigned last: a log that shows somebody another tree is found even if the
/// mirror helps it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list monitor mirror --publishers publishers.txt --certificate ours.pem --name example.kz\n  anchorwatch list monitor mirror --publishers publishers.txt --witness w1=https://w1.example/ --witness w2=https://w2.example/\n\nExit code 10: a list has an entry about them, or the log showed two trees. 11: a witness does not answer,\nor the mirror does not show that its log is the witness's."
)]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(true).args(["certificate", "name", "witness"])))]
pub(crate) struct ListMonitor {
    /// A folder with the files of a mirror.
    #[arg(value_name = "DIR")]
    pub(crate) mirror: PathBuf,
    /// The set of publishers.
    #[arg(long, value_name = "FILE")]
    pub(crate) publishers: PathBuf,
    /// Look for entries that match the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
    /// Look for entries that refuse only for this name, for names below it or above it (may be
    /// repeated).
    #[arg(long, value_name = "NAME", value_parser = parse_suffix)]
    pub(crate) name: Vec<DnsSuffix>,
    /// Compare the log with what this witness shows, by its name in the set of publishers, at its
    /// monitoring address (may be repeated).
    #[arg(long, value_name = "NAME=URL", value_parser = parse_witness)]
    pub(crate) witness: Vec<(String, BaseUrl)>,
}

/// Read a whole public log, and say whether it is what it should be.
///
/// Makes the tree again out of all entries, checks the cosignatures, and reads each entry: two lists of
/// one number, or one that does not follow, would be lists for somebody else. Keep the file
/// `checkpoint` of the log, and give it the next time with --earlier.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list audit-log log --publishers publishers.txt\n  anchorwatch list audit-log https://log.example/ --publishers publishers.txt --mirror https://lists.example/ --earlier checkpoint.old\n\nExit code 10: something is wrong with the log, or with this copy of it. 11: the log alone does not\nshow whether it is right."
)]
pub(crate) struct ListAuditLog {
    /// The log's address or folder: where its file `checkpoint` is.
    #[arg(value_name = "URL|DIR")]
    pub(crate) log: String,
    /// The set of publishers that names the log and its witnesses.
    #[arg(long, value_name = "FILE")]
    pub(crate) publishers: PathBuf,
    /// A mirror whose lists have to be in the log.
    #[arg(long, value_name = "URL|DIR")]
    pub(crate) mirror: Option<String>,
    /// A checkpoint of the log that you kept.
    #[arg(long, value_name = "FILE")]
    pub(crate) earlier: Option<PathBuf>,
}

/// What of a certificate an entry matches.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Form {
    /// The key, under any name.
    Key,
    /// The key under its subject alone.
    #[value(name = "subject_key")]
    SubjectKey,
    /// This one certificate.
    Certificate,
    /// The serial number under its issuer's name.
    #[value(name = "issuer_serial")]
    IssuerSerial,
}

impl From<Form> for EntryForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Key => Self::Key,
            Form::SubjectKey => Self::SubjectKey,
            Form::Certificate => Self::Certificate,
            Form::IssuerSerial => Self::IssuerSerial,
        }
    }
}

/// What is to be done about entries.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Do {
    /// They go onto the list.
    Add,
    /// They go off the approved list.
    Remove,
    /// They are entries of the quick list that the approved list takes back.
    Withdraw,
}

impl From<Do> for Action {
    fn from(action: Do) -> Self {
        match action {
            Do::Add => Self::Add,
            Do::Remove => Self::Remove,
            Do::Withdraw => Self::Withdraw,
        }
    }
}

/// Which of the two lists.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ForRole {
    /// The quorum signs it.
    Approved,
    /// Fewer sign it.
    Quick,
}

fn parse_suffix(text: &str) -> Result<DnsSuffix, Mistyped> {
    DnsSuffix::parse(text).ok_or_else(|| Mistyped::NotAHost {
        host: text.to_owned(),
    })
}

fn parse_witness(text: &str) -> Result<(String, BaseUrl), Mistyped> {
    let (name, url) = text.split_once('=').ok_or(Mistyped::NotAWitness)?;
    let url = BaseUrl::parse(url).map_err(|_| Mistyped::NotAWitness)?;
    Ok((name.to_owned(), url))
}
