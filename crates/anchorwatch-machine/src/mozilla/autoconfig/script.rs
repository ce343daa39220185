//! Our part of a script of AutoConfig: it refuses keys under the names that are known,
//! and under those by which the program's own certificates bear them.
//!
//! It stands between two lines by which it is found again, right behind the first line,
//! which the program skips. Whoever else writes the script goes on doing so: ours sets no
//! preference, throws nothing, and leaves no name behind.
//!
//! At every start it asks whether each refusal is in force in the profile and sets those
//! that are not, each with a mark ([`Refusal`]):
//! what Mozilla's own list refuses already gets none. Where only the hash of a key is
//! known, the program cannot be asked, and the refusal is set each time; if Mozilla's
//! list has the same, taking ours back takes that too, until the next start, when
//! Firefox and Thunderbird 153.7 were seen to set all of their list again.
//!
//! When the profile is open, it refuses what a policy is about to install: the program
//! reads those files by and by and says nothing when it has, and on a slow machine a page
//! may be open before. Then it looks through the certificates that the program has, every
//! 250 ms for ten seconds and every five seconds as long as the program runs. A look takes
//! 3 ms, so that is 0.06 % of a core. While a card is in whose list is behind a PIN, none
//! is made: it would have the person asked for the PIN.
//!
//! With `--unlisted`, every certificate that the program believes for servers and does not
//! bring itself is refused in the same way, unless its key is one that the owner consents
//! to, in the time of that consent; what was refused before a consent is let in again.
//! A certificate whose key is one of the program's own roots' is none of these: to refuse
//! it would refuse the root.
//!
//! What is refused anew may have been believed already. A session that is resumed is not
//! verified again (measured: such a site went on loading), so the program's sessions are
//! forgotten, and its idle connections closed.
//!
//! Measured with both: a script that throws, or cannot be parsed, keeps the program from
//! starting at all, whoever's part it is; a script in a sandbox
//! (`general.config.sandbox_enabled`) cannot refuse anything.

use std::{fmt::Write as _, ops::Range};

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use data_encoding::{BASE64, HEXLOWER};

use crate::mozilla::refusal::{MARK_SUBJECT, Refusal};

/// The line before our part.
const BEGIN: &str = "// ---- anchorwatch block: begin ----\n";
/// The line after it.
const END: &str = "// ---- anchorwatch block: end ----\n";

/// A refusal, with the key's bytes where they are known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The name and the key.
    pub refusal: Refusal,
    /// The SubjectPublicKeyInfo, DER; `None` where only its hash is known.
    pub spki: Option<Vec<u8>>,
}

/// What our part refuses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused {
    /// Under the names that are known.
    pub rows: Vec<Row>,
    /// Under whatever name the program has them: the hash of each form of each key.
    pub keys: Vec<SpkiSha256>,
    /// With `--unlisted`: whatever was added to the program's roots, but these.
    pub unlisted: Option<Vec<ConsentedKey>>,
}

/// A key that the owner consents to, for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentedKey {
    /// The key.
    pub key: SpkiSha256,
    /// From when on, inclusive.
    pub not_before: UnixSeconds,
    /// Until when.
    pub until: UnixSeconds,
}

/// Our part, with its two lines.
pub fn part(refused: &Refused) -> String {
    let mut part = format!("{BEGIN}{HEAD}");
    for row in &refused.rows {
        let (subject, key) = (&row.refusal.subject, row.refusal.key.as_bytes());
        // Base64 to be set, hexadecimal digits to ask: what each needs, without a decoder.
        // Writing into a string does not fail.
        let _ = writeln!(
            part,
            "      [\"{}\", \"{}\", \"{}\", \"{}\", \"{}\", \"{}\"],",
            BASE64.encode(subject),
            BASE64.encode(key),
            BASE64.encode(&row.refusal.mark()),
            HEXLOWER.encode(subject),
            HEXLOWER.encode(row.spki.as_deref().unwrap_or_default()),
            HEXLOWER.encode(&row.refusal.marked()),
        );
    }
    part += KEYS;
    for key in &refused.keys {
        let _ = writeln!(part, "      [\"{}\"],", BASE64.encode(key.as_bytes()));
    }
    part += UNLISTED;
    if refused.unlisted.is_some() {
        part += "      [\"refused\"],\n";
    }
    part += CONSENTED;
    for consented in refused.unlisted.iter().flatten() {
        let key = BASE64.encode(consented.key.as_bytes());
        let (from, until) = (consented.not_before.get(), consented.until.get());
        let _ = writeln!(part, "      [\"{key}\", \"{from}\", \"{until}\"],");
    }
    let mark = [BASE64.encode(MARK_SUBJECT), HEXLOWER.encode(MARK_SUBJECT)];
    let [mark_base64, mark_hex] = &mark;
    let _ = writeln!(
        part,
        "    ];\n    const mark = [\"{mark_base64}\", \"{mark_hex}\"];"
    );
    part + WORK + TAIL + END
}

/// A whole script of ours.
pub fn whole(refused: &Refused) -> String {
    format!(
        "// Written by `anchorwatch block`; taken away by `anchorwatch undo`.\n{}",
        part(refused)
    )
}

/// A script and the place of our part in it, each octet as the program runs it.
#[derive(Debug)]
pub struct Script {
    plain: Vec<u8>,
    ours: Option<Range<usize>>,
}

impl Script {
    /// Reads a script whose octets are moved by this value.
    ///
    /// # Errors
    /// A sentence, where the lines around our part are not what we write.
    pub fn read(content: &[u8], obscure_value: i64) -> Result<Self, String> {
        let plain = super::unobscured(content, obscure_value);
        let (begins, ends) = (places(&plain, BEGIN), places(&plain, END));
        let ours = match (begins.as_slice(), ends.as_slice()) {
            ([], []) => None,
            ([begin], [end]) if begin < end => Some(*begin..*end + END.len()),
            _ => return Err("the lines around our part of it are not both there once".to_owned()),
        };
        Ok(Self { plain, ours })
    }

    /// Our part as it stands there, with the line break before it that we may have added.
    pub fn ours(&self) -> Option<String> {
        let ours = self.plain.get(self.ours.clone()?)?;
        Some(String::from_utf8_lossy(ours).into_owned())
    }

    /// The script with another part of ours, or without one, moved by the value again.
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
            // A first line without an end would swallow ours.
            if !before.ends_with(b"\n") && !before.ends_with(b"\r") {
                plain.push(b'\n');
            }
            plain.extend(part.as_bytes());
        }
        plain.extend(after);
        obscured(&plain, obscure_value)
    }
}

/// The script without our part, if that is exactly what we write but for its rows: what
/// only stands between our two lines was written by someone else.
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
    let row = line
        .strip_prefix("      [\"")
        .and_then(|line| line.strip_suffix("\"],\n"));
    row.is_some_and(|row| {
        let parts: Vec<&str> = row.split("\", \"").collect();
        let is_data = |part: &&str| {
            part.bytes()
                .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'='))
        };
        matches!(parts.len(), 1 | 3 | 6) && parts.iter().all(is_data)
    })
}

/// Where the program begins to run the script (Gecko's `nsJSConfigTriggers.cpp`).
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

/// Where the line stands, as a whole line.
fn places(plain: &[u8], line: &str) -> Vec<usize> {
    let starts = plain.windows(line.len()).enumerate();
    let is_line_start = |at: usize| at == 0 || matches!(plain.get(at - 1), Some(b'\n' | b'\r'));
    starts
        .filter(|(at, window)| *window == line.as_bytes() && is_line_start(*at))
        .map(|(at, _)| at)
        .collect()
}

fn obscured(plain: &[u8], value: i64) -> Vec<u8> {
    super::unobscured(plain, value.max(0))
        .iter()
        .zip(plain)
        // Away from the plain octet by as much to the other side.
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

const WORK: &str = include_str!("script/part.js");

const TAIL: &str = r"  } catch (error) {
    // A script that throws would keep the program from starting.
  }
})();
";

#[cfg(test)]
mod tests;
