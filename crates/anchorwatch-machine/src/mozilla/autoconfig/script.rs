//! Our part of an AutoConfig script: it refuses keys under their known names, and under the
//! names that the program's own certificates give them.
//!
//! It is placed between two marker lines, right after the first line, which the program
//! skips. Other authors of the script are not disturbed: our part sets no preference,
//! throws nothing, and defines no global name.
//!
//! At every start it asks whether each refusal is in force in the profile and sets the
//! missing ones, each with a mark ([`Refusal`]). A refusal that is already in Mozilla's own
//! list gets no mark. If only the hash of a key is known, the program cannot be asked, and
//! the refusal is set each time. If Mozilla's list has the same refusal, undoing ours
//! removes that too, until the next start, when Firefox and Thunderbird 153.7 were seen to
//! set all of their list again.
//!
//! When the profile is open, it refuses what a policy is about to install: the program
//! reads those files gradually and does not signal when it is done, and on a slow machine a
//! page may open before. Then it checks the certificates that the program has, every 250 ms
//! for ten seconds and every five seconds as long as the program runs. A check takes 3 ms,
//! so that is 0.06 % of a core. While a card is inserted whose list needs a PIN, no check
//! is made: the person would be asked for the PIN.
//!
//! With `--unlisted`, it refuses in the same way every certificate that the program trusts
//! for servers and does not bring itself, unless the owner's consent to its key is in force.
//! A certificate refused before a consent is accepted again. A certificate that
//! shares a key with one of the program's own roots is exempt: refusing it would refuse the
//! root.
//!
//! A root that is held to names is refused by its issuer and serial number, and a certificate
//! that holds it to them ([`ConfinedRoot`]) is trusted in its place: in memory, so that nothing
//! of it stays in the profile (measured with Firefox ESR 153.8). It comes where the program
//! trusts the root itself, and goes with the root's trust, its own day or the program. While a
//! card keeps the script from a whole check, it asks for these roots alone.
//!
//! A newly refused certificate may have been trusted before. A resumed session is not
//! verified again (measured: such a site went on loading), so the program's sessions are
//! discarded and its idle connections closed.
//!
//! Measured with both: a script that throws or cannot be parsed keeps the program from
//! starting at all, no matter whose part it is; a script in a sandbox
//! (`general.config.sandbox_enabled`) cannot refuse anything.

use std::{fmt::Write as _, ops::Range};

use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use data_encoding::{BASE64, HEXLOWER};

use super::obscured::unobscured;
use crate::{
    confined_cert,
    mozilla::{
        refusal::{MARK_SUBJECT, ONE_CERTIFICATE, Refusal},
        remark::MozillaRemark,
    },
};

/// The line before our part.
const BEGIN: &str = "// ---- anchorwatch block: begin ----\n";
/// The line after it.
const END: &str = "// ---- anchorwatch block: end ----\n";

/// A key under one name, with its bytes if they are known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The subject, DER.
    pub subject: Vec<u8>,
    /// The key.
    pub key: SpkiSha256,
    /// The SubjectPublicKeyInfo, DER; `None` if only its hash is known.
    pub spki: Option<Vec<u8>>,
}

impl Row {
    /// As it is refused.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        Refusal::Key {
            subject: self.subject.clone(),
            key: self.key,
        }
    }
}

/// What our part refuses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused {
    /// Under their known names.
    pub rows: Vec<Row>,
    /// Under any name the program has: the hash of each form of each key.
    pub keys: Vec<SpkiSha256>,
    /// With `--unlisted`: refuse everything added to the program's roots, except these.
    pub unlisted: Option<Listed>,
}

/// What may be added to the program's roots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Keys that the program may trust for every name.
    pub consented: Vec<ConsentedKey>,
    /// Roots that it holds to names. Of those for one root, the first whose time it is.
    pub confined: Vec<ConfinedRoot>,
}

/// What is trusted in a root's place, for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfinedRoot {
    /// The certificate that holds the root to names ([`confined_cert::of`]).
    pub confined: Certificate,
    /// The first second.
    pub not_before: UnixSeconds,
    /// The last.
    pub until: UnixSeconds,
}

/// A key that the owner consents to, for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentedKey {
    /// The key.
    pub key: SpkiSha256,
    /// Start of the consent, inclusive.
    pub not_before: UnixSeconds,
    /// End of the consent.
    pub until: UnixSeconds,
}

/// Our part, with its two marker lines.
pub fn part(refused: &Refused) -> String {
    let mut part = format!("{BEGIN}{HEAD}");
    for row in &refused.rows {
        let (subject, key, refusal) = (&row.subject, row.key.as_bytes(), row.refusal());
        // Base64 to set, hexadecimal digits to ask: each call gets its own format, without
        // a decoder. Writing to a string does not fail.
        let _ = writeln!(
            part,
            "      [\"{}\", \"{}\", \"{}\", \"{}\", \"{}\", \"{}\"],",
            BASE64.encode(subject),
            BASE64.encode(key),
            BASE64.encode(&refusal.mark()),
            HEXLOWER.encode(subject),
            HEXLOWER.encode(row.spki.as_deref().unwrap_or_default()),
            HEXLOWER.encode(&refusal.marked()),
        );
    }
    part += KEYS;
    for key in &refused.keys {
        let _ = writeln!(part, "      [\"{}\"],", BASE64.encode(key.as_bytes()));
    }
    part + &of_unlisted(refused.unlisted.as_ref())
}

/// Our part from where it speaks of unlisted roots.
fn of_unlisted(listed: Option<&Listed>) -> String {
    let mut text = UNLISTED.to_owned();
    if listed.is_some() {
        text += "      [\"refused\"],\n";
    }
    text += CONSENTED;
    for consented in listed.iter().flat_map(|listed| &listed.consented) {
        let key = BASE64.encode(consented.key.as_bytes());
        let [from, until] = [consented.not_before, consented.until].map(|it| it.get().max(0));
        let _ = writeln!(text, "      [\"{key}\", \"{from}\", \"{until}\"],");
    }
    text += CONFINED;
    for one in listed.iter().flat_map(|listed| &listed.confined) {
        let Some(root) = confined_cert::root_of(&one.confined) else {
            continue;
        };
        let key = BASE64.encode(root.spki_sha256().as_bytes());
        let [root, confined] = [&root, &one.confined].map(|it| BASE64.encode(it.der()));
        let [from, until] = [one.not_before, one.until].map(|time| time.get().max(0));
        let _ = writeln!(
            text,
            "      [\"{root}\", \"{key}\", \"{confined}\", \"{from}\", \"{until}\"],"
        );
    }
    let [mark_base64, mark_hex, one_hex] = [
        BASE64.encode(MARK_SUBJECT),
        HEXLOWER.encode(MARK_SUBJECT),
        HEXLOWER.encode(ONE_CERTIFICATE),
    ];
    let _ = writeln!(
        text,
        "    ];\n    const mark = [\"{mark_base64}\", \"{mark_hex}\", \"{one_hex}\"];"
    );
    text + WORK + TAIL + END
}

/// A whole script written by us.
pub fn whole(refused: &Refused) -> String {
    format!(
        "// Written by `anchorwatch block`; taken away by `anchorwatch undo`.\n{}",
        part(refused)
    )
}

/// A script and the position of our part in it, each octet as the program runs it.
#[derive(Debug)]
pub struct Script {
    plain: Vec<u8>,
    ours: Option<Range<usize>>,
}

impl Script {
    /// Reads a script whose octets are shifted by this value.
    ///
    /// # Errors
    /// [`MozillaRemark::ScriptMarks`]: the lines around our part are not what we write.
    pub fn read(content: &[u8], obscure_value: i64) -> Result<Self, MozillaRemark> {
        let plain = unobscured(content, obscure_value);
        let (begins, ends) = (places(&plain, BEGIN), places(&plain, END));
        let ours = match (begins.as_slice(), ends.as_slice()) {
            ([], []) => None,
            ([begin], [end]) if begin < end => Some(*begin..*end + END.len()),
            _ => return Err(MozillaRemark::ScriptMarks),
        };
        Ok(Self { plain, ours })
    }

    /// Our part as it is in the file, with the line break that we may have added before it.
    pub fn ours(&self) -> Option<String> {
        let ours = self.plain.get(self.ours.clone()?)?;
        Some(String::from_utf8_lossy(ours).into_owned())
    }

    /// The script with our part replaced or removed, shifted again by the value.
    pub fn with(&self, part: Option<&str>, obscure_value: i64) -> Vec<u8> {
        let place = match &self.ours {
            Some(place) => place.clone(),
            None => {
                let place = after_first_line(&self.plain);
                place..place
            }
        };
        let before = self.plain.get(..place.start).unwrap_or_default();
        let after = self.plain.get(place.end..).unwrap_or_default();
        let mut plain = before.to_vec();
        if let Some(part) = part {
            // If the first line had no end, the program would skip our part with it.
            if !before.ends_with(b"\n") && !before.ends_with(b"\r") {
                plain.push(b'\n');
            }
            plain.extend(part.as_bytes());
        }
        plain.extend(after);
        obscured(&plain, obscure_value)
    }
}

/// The script without our part, if that is exactly what we write, apart from its rows.
/// Anything else between our two lines was written by someone else.
pub(crate) fn without_ours(plain: &[u8]) -> Option<Vec<u8>> {
    let script = Script::read(plain, 0).ok()?;
    let ours = script.ours()?;
    let rest: String = ours
        .split_inclusive('\n')
        .filter(|line| !is_row(line))
        .collect();
    (rest == part(&Refused::default())).then(|| script.with(None, 0))
}

fn is_row(line: &str) -> bool {
    let is_data = |part: &&str| {
        part.bytes()
            .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'='))
    };
    fields(line)
        .is_some_and(|fields| matches!(fields.len(), 1 | 3 | 5 | 6) && fields.iter().all(is_data))
}

/// The fields of a row.
fn fields(line: &str) -> Option<Vec<&str>> {
    let row = line.trim_end_matches('\n').strip_prefix("      [\"")?;
    Some(row.strip_suffix("\"],")?.split("\", \"").collect())
}

/// What a part that we wrote says of unlisted roots: the keys that are trusted for every name,
/// and the roots that are held to names, each once. `None` if it allows them, or if another
/// version of this program wrote it.
#[must_use]
pub fn listed_in(part: &str) -> Option<(Vec<SpkiSha256>, Vec<Certificate>)> {
    let plain = without_ours(format!("//\n{part}").as_bytes());
    plain.filter(|rest| rest == b"//\n")?;
    let (_, unlisted) = part.split_once(UNLISTED)?;
    let (is_refused, rest) = unlisted.split_once(CONSENTED)?;
    let (consented, confined) = rest.split_once(CONFINED)?;
    if is_refused.is_empty() {
        return None;
    }
    let rows = |text: &'_ str| -> Vec<Vec<u8>> {
        let rows = text.lines().filter_map(fields);
        let first = rows.filter_map(|row| BASE64.decode(row.first()?.as_bytes()).ok());
        first.collect()
    };
    let keys = rows(consented).into_iter();
    let keys = keys.filter_map(|key| Some(SpkiSha256::from_bytes(key.try_into().ok()?)));
    let roots = rows(confined).into_iter();
    let mut roots: Vec<Certificate> = roots
        .filter_map(|der| Certificate::from_der(&der).ok())
        .collect();
    roots.dedup();
    Some((keys.collect(), roots))
}

/// A part with other words about unlisted roots; `None` if it is not ours.
#[must_use]
pub fn with_listed(part: &str, listed: &Listed) -> Option<String> {
    let (head, _) = part.split_once(UNLISTED)?;
    Some([head, &of_unlisted(Some(listed))].concat())
}

/// Where the program starts to run the script (Gecko's `nsJSConfigTriggers.cpp`).
fn after_first_line(plain: &[u8]) -> usize {
    let end = plain
        .iter()
        .position(|octet| matches!(octet, b'\n' | b'\r'));
    match end {
        None => plain.len(),
        Some(end) if plain.get(end..end + 2) == Some(b"\r\n") => end + 2,
        Some(end) => end + 1,
    }
}

/// The positions at which this whole line occurs.
fn places(plain: &[u8], line: &str) -> Vec<usize> {
    let starts = plain.windows(line.len()).enumerate();
    let is_line_start = |at: usize| at == 0 || matches!(plain.get(at - 1), Some(b'\n' | b'\r'));
    starts
        .filter(|(at, window)| *window == line.as_bytes() && is_line_start(*at))
        .map(|(at, _)| at)
        .collect()
}

fn obscured(plain: &[u8], value: i64) -> Vec<u8> {
    unobscured(plain, value.max(0))
        .iter()
        .zip(plain)
        // Shifts the octet by the same distance in the other direction.
        .map(|(minus, plain)| plain.wrapping_add(plain.wrapping_sub(*minus)))
        .collect()
}

const HEAD: &str = "\
// Written by `anchorwatch block`; taken away by `anchorwatch undo`. Refuses the keys that
// the owner of this machine refuses, under each name that is known of them and each that
// a certificate in this program has.
(function () {
  try {
    const refused = [
";

const KEYS: &str = "    ];\n    const keys = new Map([\n";

const UNLISTED: &str = "    ]);\n    const unlisted = [\n";

const CONSENTED: &str = "    ];\n    const consented = [\n";

const CONFINED: &str = "    ];\n    const confined = [\n";

const WORK: &str = include_str!("script/part.js");

const TAIL: &str = r"  } catch (error) {
    // A script that throws would keep the program from starting.
  }
})();
";

#[cfg(test)]
mod tests;
