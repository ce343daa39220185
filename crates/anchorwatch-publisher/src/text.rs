//! The text of a proposal.
//!
//! ```text
//! anchorwatch.proposal/1
//!
//! add key 75da…
//! public
//! issued_after 2026-01-01T00:00:00Z
//! sct_not_after 2026-01-01T00:00:00Z
//! permitted_dns_names gov.kz kz
//! names_inside kz
//! # whatever its author has to say
//! ```
//!
//! An empty line ends an item. The first line has the action, the kind of match, and hashes and
//! serial numbers in hexadecimal digits, in the order of `docs/spec/distrust-list.md` §3.2. The
//! other lines come in any order, each but remarks once.

use std::fmt::Write as _;

use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256, UnixSeconds, can_control_terminal};
use anchorwatch_policy::distrust::{
    DnsSuffix, Limits, MAX_SUFFIXES, Match, MatchKind, NameLimit, SerialOctets, UnsignedSerial,
};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

use crate::{
    Action, Item, ItemProblem, MAX_COMMENT_BYTES, MAX_COMMENTS, MAX_PROPOSAL_BYTES, PlainEntry,
    Proposal, ProposalProblem,
};

const TITLE: &str = "anchorwatch.proposal/1";
const PUBLIC: &str = "public";
const ISSUED_AFTER: &str = "issued_after";
const SCT_NOT_AFTER: &str = "sct_not_after";
const PERMITTED_DNS_NAMES: &str = "permitted_dns_names";
const NAMES_INSIDE: &str = "names_inside";

impl Proposal {
    /// Reads a text.
    ///
    /// # Errors
    /// [`ProposalProblem`] names the line. Nothing is skipped: what a person overlooks, a program
    /// must not.
    pub fn decode(octets: &[u8]) -> Result<Self, ProposalProblem> {
        decode(octets)
    }

    /// The text: the same for the same proposal.
    #[must_use]
    pub fn encode(&self) -> String {
        encode(self)
    }
}

fn encode(proposal: &Proposal) -> String {
    let mut out = format!("{TITLE}\n");
    for words in proposal.words() {
        // Writing to a string does not fail.
        let _written = writeln!(out, "# {words}");
    }
    for (action, entry, comments) in proposal.items() {
        out.push('\n');
        for line in item_lines(action, entry) {
            out.push_str(&line);
            out.push('\n');
        }
        for comment in comments {
            let _written = writeln!(out, "# {comment}");
        }
    }
    out
}

/// The lines of a proposal about an entry, without remarks.
#[must_use]
pub fn item_lines(action: Action, entry: &PlainEntry) -> Vec<String> {
    let kind = entry.matches.kind().code();
    let mut lines = vec![format!(
        "{} {kind}{}",
        action.code(),
        values(&entry.matches)
    )];
    if entry.is_public {
        lines.push(PUBLIC.to_owned());
    }
    let Limits {
        names,
        leaf_after,
        scts_after,
    } = &entry.limits;
    lines.extend(leaf_after.map(|time| format!("{ISSUED_AFTER} {time}")));
    lines.extend(scts_after.map(|time| format!("{SCT_NOT_AFTER} {time}")));
    let joined = |names: &[DnsSuffix]| {
        let names: Vec<&str> = names.iter().map(DnsSuffix::as_str).collect();
        names.join(" ")
    };
    match names {
        None => {}
        Some(NameLimit::Outside(names)) => {
            lines.push(format!("{PERMITTED_DNS_NAMES} {}", joined(names)));
        }
        Some(NameLimit::Inside(names)) => lines.push(format!("{NAMES_INSIDE} {}", joined(names))),
    }
    lines
}

fn values(matches: &Match) -> String {
    let serial = |octets: &[u8]| HEXLOWER.encode(octets);
    match matches {
        Match::Key(key) => format!(" {key}"),
        Match::Certificate(hash) => format!(" {hash}"),
        Match::SubjectKey { subject, key } => format!(" {subject} {key}"),
        Match::SubjectUnlessKey { subject, keys } => {
            let keys: String = keys.iter().map(|key| format!(" {key}")).collect();
            format!(" {subject}{keys}")
        }
        Match::IssuerSerial { issuer, serial: it } => {
            format!(" {issuer} {}", serial(it.as_bytes()))
        }
        Match::IssuerKeySerial {
            issuer_key,
            serial: it,
        } => format!(" {issuer_key} {}", serial(it.as_bytes())),
        // A kind that the format does not have cannot be read again.
        _ => String::new(),
    }
}

fn decode(octets: &[u8]) -> Result<Proposal, ProposalProblem> {
    if octets.len() > MAX_PROPOSAL_BYTES {
        let max = MAX_PROPOSAL_BYTES as u64;
        return Err(ProposalProblem::TooLong { max });
    }
    let text = std::str::from_utf8(octets).map_err(|_| ProposalProblem::OtherFile)?;
    let mut lines = text.lines().zip(1_u64..);
    if lines.next().is_none_or(|(title, _)| title != TITLE) {
        return Err(ProposalProblem::OtherFile);
    }
    let mut proposal = Proposal::default();
    let mut open: Option<(Reading, u64)> = None;
    for (line, number) in lines {
        let wrong = |why| ProposalProblem::Line { line: number, why };
        if line.len() > MAX_LINE_BYTES || line.chars().any(can_control_terminal) {
            return Err(wrong(ItemProblem::Characters));
        }
        if line.trim().is_empty() {
            end(&mut proposal, open.take())?;
            continue;
        }
        match &mut open {
            Some((reading, _)) => reading.line(line).map_err(wrong)?,
            None if line.starts_with('#') => {
                let words = comment(line).map_err(wrong)?;
                if !proposal.say(words) {
                    return Err(wrong(ItemProblem::TooManyWords));
                }
            }
            None => open = Some((Reading::first(line).map_err(wrong)?, number)),
        }
    }
    end(&mut proposal, open)?;
    Ok(proposal)
}

/// The longest line: a name with all keys that may have it.
const MAX_LINE_BYTES: usize = 128 << 10;

/// An item so far.
struct Reading {
    action: Action,
    matches: Match,
    is_public: bool,
    limits: Limits,
    comments: Vec<String>,
}

fn end(proposal: &mut Proposal, open: Option<(Reading, u64)>) -> Result<(), ProposalProblem> {
    let Some((reading, line)) = open else {
        return Ok(());
    };
    let item = Item {
        action: reading.action,
        entry: PlainEntry {
            matches: reading.matches,
            limits: reading.limits,
            is_public: reading.is_public,
        }
        .in_order(),
        comments: reading.comments,
    };
    let wrong = |why| ProposalProblem::Line { line, why };
    let id = item.entry.id();
    id.map_err(|why| wrong(ItemProblem::NoEntry { why }))?;
    match proposal.add(item)? {
        true => Ok(()),
        false => Err(wrong(ItemProblem::Twice)),
    }
}

impl Reading {
    fn first(line: &str) -> Result<Self, ItemProblem> {
        let mut words = line.split_whitespace();
        let action = words.next().and_then(Action::from_code);
        let action = action.ok_or(ItemProblem::Action)?;
        let kind = words.next().and_then(MatchKind::from_code);
        let kind = kind.ok_or(ItemProblem::Kind)?;
        let values: Vec<&str> = words.collect();
        let matches = matches(kind, &values).ok_or(ItemProblem::Values)?;
        Ok(Self {
            action,
            matches,
            is_public: false,
            limits: Limits::default(),
            comments: Vec::new(),
        })
    }

    fn line(&mut self, line: &str) -> Result<(), ItemProblem> {
        if line.starts_with('#') {
            let comment = comment(line)?;
            if self.comments.len() == MAX_COMMENTS {
                return Err(ItemProblem::TooManyWords);
            }
            self.comments.push(comment.to_owned());
            return Ok(());
        }
        let line = line.trim();
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        match name {
            PUBLIC if value.is_empty() && !self.is_public => self.is_public = true,
            ISSUED_AFTER => set(&mut self.limits.leaf_after, time(value)?)?,
            SCT_NOT_AFTER => set(&mut self.limits.scts_after, time(value)?)?,
            PERMITTED_DNS_NAMES => {
                set(&mut self.limits.names, NameLimit::Outside(names(value)?))?;
            }
            NAMES_INSIDE => set(&mut self.limits.names, NameLimit::Inside(names(value)?))?,
            _ => return Err(ItemProblem::Condition),
        }
        Ok(())
    }
}

/// What follows the mark of a remark.
fn comment(line: &str) -> Result<&str, ItemProblem> {
    let comment = line.strip_prefix('#').unwrap_or(line).trim();
    match comment.len() <= MAX_COMMENT_BYTES {
        true => Ok(comment),
        false => Err(ItemProblem::TooManyWords),
    }
}

fn set<T>(place: &mut Option<T>, value: T) -> Result<(), ItemProblem> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(ItemProblem::ConditionTwice),
    }
}

fn time(text: &str) -> Result<UnixSeconds, ItemProblem> {
    let time = UnixSeconds::parse_rfc3339(text.trim());
    let time = time.map_err(|_| ItemProblem::Time)?;
    match time.to_string() == text.trim() {
        true => Ok(time),
        false => Err(ItemProblem::Time),
    }
}

fn names(text: &str) -> Result<Vec<DnsSuffix>, ItemProblem> {
    let names: Option<Vec<DnsSuffix>> = text.split_whitespace().map(DnsSuffix::parse).collect();
    let names = names.ok_or(ItemProblem::Names)?;
    match (1..=MAX_SUFFIXES).contains(&names.len()) {
        true => Ok(names),
        false => Err(ItemProblem::Names),
    }
}

/// What hashes and serial numbers mean for this kind.
fn matches(kind: MatchKind, values: &[&str]) -> Option<Match> {
    let octets = |text: &str| HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    let key = |text: &&str| text.parse::<SpkiSha256>().ok();
    Some(match (kind, values) {
        (MatchKind::Key, [it]) => Match::Key(key(it)?),
        (MatchKind::Certificate, [hash]) => Match::Certificate(hash.parse::<CertSha256>().ok()?),
        (MatchKind::SubjectKey, [subject, it]) => Match::SubjectKey {
            subject: subject.parse::<NameSha256>().ok()?,
            key: key(it)?,
        },
        (MatchKind::SubjectUnlessKey, [subject, keys @ ..]) => Match::SubjectUnlessKey {
            subject: subject.parse().ok()?,
            keys: keys.iter().map(key).collect::<Option<_>>()?,
        },
        (MatchKind::IssuerSerial, [issuer, serial]) => Match::IssuerSerial {
            issuer: issuer.parse().ok()?,
            serial: SerialOctets::new(&octets(serial)?)?,
        },
        (MatchKind::IssuerKeySerial, [issuer, serial]) => Match::IssuerKeySerial {
            issuer_key: key(issuer)?,
            serial: UnsignedSerial::new(&octets(serial)?)?,
        },
        _ => return None,
    })
}
