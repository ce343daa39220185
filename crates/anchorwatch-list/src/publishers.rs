//! Who may sign, and how many of them must.
//!
//! A set of publishers is a text that the publishers before it sign (`rotation.rs`):
//!
//! ```text
//! anchorwatch.publishers/1
//! origin <the list's name>
//! epoch <decimal>
//! expires <RFC 3339, UTC>
//! delay <days>
//! quick <k>
//!
//! <a tlog-policy: quorum.rs>
//!
//! <where it asks for proofs from a log: logs.rs>
//! ```

use std::str::SplitN;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_note::{KeyName, VerifierKey};

use crate::{
    ListHash, Logs, MAX_PUBLISHERS_BYTES, PublishersProblem, Role, logs,
    quorum::{Quorum, decimal},
};

const TITLE: &str = "anchorwatch.publishers/1";
const DAY_SECONDS: u64 = 86_400;

/// A set of publishers.
///
/// **Not checked:** that they are independent. One person with several keys reaches any
/// threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishers {
    text: String,
    origin: KeyName,
    epoch: u64,
    expires: UnixSeconds,
    delay_days: u64,
    quick: usize,
    quorum: Quorum,
    logs: Option<Logs>,
}

impl Publishers {
    /// Reads a set.
    ///
    /// # Errors
    /// [`PublishersProblem`] if the text has another form, two keys are the same under two names,
    /// one publisher or nobody could sign an approved list, a quick list needs as many signatures
    /// as an approved one, or the delay is not 1 to 90 days; if a part about logs names none or asks
    /// for no cosignatures, or a publisher has the key of a log or a witness.
    pub fn parse(text: &str) -> Result<Self, PublishersProblem> {
        let (of_publishers, of_logs) = parts(checked_text(text)?);
        let mut header = HeaderLines {
            lines: of_publishers.splitn(8, '\n'),
            number: 0,
        };
        let is_empty = |value: &str| value.is_empty().then_some(());
        header.field(TITLE, is_empty)?;
        let origin = header.field("origin ", |it| KeyName::parse(it).ok())?;
        let epoch = header.field("epoch ", decimal)?;
        let expires = header.field("expires ", time)?;
        let delay_days = header.field("delay ", decimal)?;
        let quick = header.field("quick ", decimal)?;
        header.field("", is_empty)?;
        let quorum = Quorum::parse(header.lines.next().unwrap_or_default(), 8)?;
        let fewest = quorum.fewest();
        if quick == 0 || quick >= fewest {
            let (quick, approved) = (quick as u64, fewest as u64);
            return Err(PublishersProblem::Thresholds { quick, approved });
        }
        if !(1..=90).contains(&delay_days) {
            return Err(PublishersProblem::Delay { days: delay_days });
        }
        let above = of_publishers.split('\n').count() + 1;
        let logs = of_logs.map(|it| Logs::parse(it, above)).transpose()?;
        apart(quorum.keys(), logs.as_ref())?;
        Ok(Self {
            text: text.to_owned(),
            origin,
            epoch,
            expires,
            delay_days,
            quick,
            quorum,
            logs,
        })
    }

    /// The text, which is what is signed and kept.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The list's name.
    #[must_use]
    pub const fn origin(&self) -> &KeyName {
        &self.origin
    }

    /// The number of the set: lists of another epoch are not its own.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// From when on it signs nothing that a client takes.
    #[must_use]
    pub const fn expires(&self) -> UnixSeconds {
        self.expires
    }

    /// The publishers' keys.
    #[must_use]
    pub fn keys(&self) -> &[VerifierKey] {
        self.quorum.keys()
    }

    /// How many of them must sign a list of this role. For an approved list they must also come
    /// from the right groups.
    #[must_use]
    pub fn threshold(&self, role: Role) -> usize {
        match role {
            Role::Approved => self.quorum.fewest(),
            Role::Quick => self.quick,
        }
    }

    /// How long a client waits, in seconds, until an entry refuses public paths, and until one
    /// that is gone is out of force.
    #[must_use]
    pub const fn delay_seconds(&self) -> u64 {
        self.delay_days * DAY_SECONDS
    }

    /// The logs that a signed text has to be in, if the set asks for that.
    #[must_use]
    pub const fn logs(&self) -> Option<&Logs> {
        self.logs.as_ref()
    }

    /// The same publishers, asking for no log: another set, whose lists no client of this one takes.
    /// With it publishers find out what is wrong with a list before they add it to a log, from
    /// which nothing is ever removed.
    #[must_use]
    pub fn without_logs(&self) -> Self {
        let text = match self.text.strip_suffix('\n').map(parts) {
            Some((publishers, Some(_))) => format!("{publishers}\n"),
            _ => self.text.clone(),
        };
        Self {
            text,
            logs: None,
            ..self.clone()
        }
    }

    pub(crate) const fn quorum(&self) -> &Quorum {
        &self.quorum
    }

    /// Tells this text from any other.
    pub(crate) fn hash(&self) -> ListHash {
        ListHash::of(self.text.as_bytes())
    }
}

/// The lines above the policy.
struct HeaderLines<'a> {
    lines: SplitN<'a, char>,
    number: u64,
}

impl<'a> HeaderLines<'a> {
    /// Reads what follows the name of the next line.
    fn field<T>(
        &mut self,
        name: &str,
        read: impl Fn(&'a str) -> Option<T>,
    ) -> Result<T, PublishersProblem> {
        self.number += 1;
        let value = self.lines.next().and_then(|it| it.strip_prefix(name));
        let line = self.number;
        value.and_then(read).ok_or(PublishersProblem::Form { line })
    }
}

/// A text that can be signed, without its last newline.
fn checked_text(text: &str) -> Result<&str, PublishersProblem> {
    if text.len() > MAX_PUBLISHERS_BYTES {
        let max = MAX_PUBLISHERS_BYTES as u64;
        return Err(PublishersProblem::TooLong { max });
    }
    let wrong = |line: &str| line.bytes().any(|it| it < 0x20);
    let count = text.split('\n').count();
    let bad = text.split('\n').position(wrong).map(|it| it + 1);
    match text.strip_suffix('\n') {
        Some(body) if bad.is_none() => Ok(body),
        _ => Err(PublishersProblem::Form {
            line: bad.unwrap_or(count) as u64,
        }),
    }
}

/// The part about publishers, and that about logs.
fn parts(text: &str) -> (&str, Option<&str>) {
    let separator = format!("\n{}\n", logs::TITLE);
    match text.split_once(&separator) {
        Some((publishers, logs)) => (publishers, Some(logs)),
        None => (text, None),
    }
}

/// Refuses a publisher who would also be the log, or its own witness.
fn apart(publishers: &[VerifierKey], logs: Option<&Logs>) -> Result<(), PublishersProblem> {
    let Some(policy) = logs.map(Logs::policy) else {
        return Ok(());
    };
    let of_logs = policy.logs().iter().map(|it| &it.key);
    let others = of_logs.chain(policy.cosigners().iter().map(|it| &it.key));
    for other in others {
        let mut publishers = publishers.iter();
        if let Some(key) = publishers.find(|it| it.public_key() == other.public_key()) {
            return Err(PublishersProblem::SameKey {
                one: key.name().to_string(),
                other: other.name().to_string(),
            });
        }
    }
    Ok(())
}

/// A time in its only spelling.
fn time(text: &str) -> Option<UnixSeconds> {
    let time = UnixSeconds::parse_rfc3339(text).ok()?;
    (time.to_string() == text).then_some(time)
}
