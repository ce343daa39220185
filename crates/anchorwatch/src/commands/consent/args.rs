//! Arguments of `consent`.

use std::path::PathBuf;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::consent::ConsentScope;
use clap::Subcommand;

use crate::{key_hash::KeyHash, problem::Mistyped};

/// Allow a company's or an antivirus's root for names you choose
///
/// A consent covers one key, for named suffixes or networks, for at most 398 days. A key that
/// is known for interception, leaked or of a suspected family cannot be consented to.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch consent add --certificate works.crt --for works.example \\\n    --until 2027-06-30 --by \"M. Owner\" --why \"the company inspects its network\"\n  anchorwatch consent list"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) action: ConsentAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConsentAction {
    Add(ConsentAdd),
    List(ConsentList),
    Withdraw(ConsentWithdraw),
}

/// Consent to a key; replaces an earlier consent to it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch consent add --certificate works.crt --for works.example --for 10.0.0.0/8 \\\n    --until 2027-06-30 --by \"M. Owner\" --why \"the company inspects its network\" --apply"
)]
pub(crate) struct ConsentAdd {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// For this DNS suffix or network (may be repeated).
    #[arg(
        long = "for",
        value_name = "SUFFIX|CIDR",
        required_unless_present_any = ["all_names", "names_from"]
    )]
    pub(crate) scopes: Vec<ConsentScope>,
    /// For each suffix or network in this file, one to a line. Empty lines and lines that begin
    /// with `#` are left out.
    #[arg(long, value_name = "FILE", conflicts_with = "all_names")]
    pub(crate) names_from: Option<PathBuf>,
    /// For every name. Only for a key that was made on this device, such as an antivirus's. It
    /// remains a finding in every audit.
    #[arg(long, conflicts_with = "scopes", requires = "private_key")]
    pub(crate) all_names: bool,
    /// File with the private key (PEM or DER), to show that it is on this device.
    #[arg(long, value_name = "FILE", requires = "all_names")]
    pub(crate) private_key: Option<PathBuf>,
    /// The sentence that confirms --all-names. Asked for on a terminal if not given.
    #[arg(long, value_name = "TEXT", requires = "all_names")]
    pub(crate) confirm: Option<String>,
    /// Last day (UTC), as 2027-06-30, or last second, as 2027-06-30T12:00:00Z.
    #[arg(long, value_name = "DATE", value_parser = parse_end)]
    pub(crate) until: UnixSeconds,
    /// Who consents.
    #[arg(long, value_name = "WHO")]
    pub(crate) by: String,
    /// The reason.
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
    /// Consent to the key of the certificate in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    /// Consent to this key: the SHA-256 of its SubjectPublicKeyInfo, which `audit` and
    /// `identify` print as «key». Colons and spaces are allowed.
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

/// Withdraw a consent.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch consent withdraw KEY           # KEY as `anchorwatch consent list` shows it\n  anchorwatch consent withdraw KEY --apply"
)]
pub(crate) struct ConsentWithdraw {
    /// The key, as `consent list` prints it. Colons and spaces are allowed.
    #[arg(value_name = "KEY")]
    pub(crate) key: KeyHash,
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// A date includes the whole day.
fn parse_end(text: &str) -> Result<UnixSeconds, Mistyped> {
    let is_day = text.len() == "2027-06-30".len();
    let whole = if is_day {
        format!("{text}T23:59:59Z")
    } else {
        text.to_owned()
    };
    UnixSeconds::parse_rfc3339(&whole).map_err(|_| Mistyped::NotADay {
        day: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_ends_with_its_last_day_and_what_is_no_day_is_refused() {
        let read = |text: &str| parse_end(text).ok().map(|end| end.to_string());
        assert_eq!(read("2027-06-30"), Some("2027-06-30T23:59:59Z".to_owned()));
        assert_eq!(
            read("2027-06-30T12:00:00Z"),
            Some("2027-06-30T12:00:00Z".to_owned())
        );
        for text in ["2027-06-31", "30.06.2027", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
