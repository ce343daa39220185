//! Writes entries as lists that other programs read.
//!
//! | list | what it can say |
//! |---|---|
//! | Chromium's CRLSet | keys, serial numbers under an issuer's key, names with the keys that may have them |
//! | Mozilla's OneCRL | serial numbers under an issuer's name, keys under a name |
//! | Java's `blocked.certs` | certificates |
//!
//! An entry that a format cannot say is left out and counted, never written as one that refuses
//! more or less: [`LeftOut`] says why. What is written is what [`import`](crate::import) reads
//! back.
//!
//! **Trust:** no format here carries our signature. Whoever takes the file trusts whoever
//! handed it over.

mod crlset;
mod java;
mod onecrl;

use anchorwatch_identity::{SpkiSha256, UnixSeconds, registry};

use crate::{
    DistrustEntry, EntrySource, KnownNames,
    distrust::{Match, Threshold},
    import::MAX_LIST_BYTES,
};

anchorwatch_remark::closed_list! {
    /// The lists that can be written.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum ExportFormat {
        /// Chromium's CRLSet, without its component.
        CrlSet,
        /// Mozilla's OneCRL, as Firefox's own dump has it.
        OneCrl,
        /// Java's `blocked.certs`.
        JavaBlocked,
    }
}

impl ExportFormat {
    /// The stable code: that of the list when it is read.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CrlSet => "crlset",
            Self::OneCrl => "onecrl",
            Self::JavaBlocked => "java_blocked",
        }
    }
}

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// The entries.
    pub entries: &'a [DistrustEntry],
    /// When the list is made.
    pub made_at: UnixSeconds,
    /// When its silence says nothing any more, if a format can say so.
    pub stale_after: Option<UnixSeconds>,
    /// What happens to entries that refuse only paths to a local root.
    pub local: LocalEntries,
    /// Names by their hashes: OneCRL has the names themselves.
    pub names: &'a KnownNames,
}

/// What happens to entries that refuse only paths to a local root: no other program knows such a
/// condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalEntries {
    /// They are left out.
    LeaveOut,
    /// Those of keys that no root program has are written, and then refuse every path.
    UnlessPublic,
}

/// A list that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many entries are in it.
    pub written_count: usize,
    /// What is not in it.
    pub left_out: Vec<LeftOut>,
}

anchorwatch_remark::remarks! {
    /// Why entries are not in a list that was written.
    pub enum LeftOut {
        /// The format cannot match what they match.
        "list_left_out_kind" => Kind {
            /// How many.
            count: u64,
        },
        /// They apply to some names or dates, and the format has no such limits.
        "list_left_out_limited" => Limited {
            /// How many.
            count: u64,
        },
        /// They refuse only paths to a local root, and the format would refuse every path.
        "list_left_out_local" => Local {
            /// How many.
            count: u64,
        },
        /// The format has a name itself, and only its hash is known.
        "list_left_out_name" => Name {
            /// How many.
            count: u64,
        },
    }
}

anchorwatch_remark::remarks! {
    /// Why a list cannot be written.
    pub enum ExportProblem {
        /// It has more than its readers take: a CRLSet's header ends at 65,535 bytes.
        "list_export_too_long" => TooLong {
            /// How many bytes.
            got: u64,
            /// How many are taken.
            max: u64,
        },
    }
}

impl std::fmt::Display for ExportProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(anchorwatch_remark::Remark::code(self))
    }
}

impl std::error::Error for ExportProblem {}

/// The keys that a list of nothing but keys takes, each with the entry that says so, and what it
/// does not take.
#[must_use]
pub fn keys<'a>(list: &Outgoing<'a>) -> (Vec<(SpkiSha256, &'a DistrustEntry)>, Vec<LeftOut>) {
    let mut keys = Vec::new();
    let counts = fill(list, |entry| match entry.matches {
        Match::Key(key) => {
            keys.push((key, entry));
            Ok(())
        }
        _ => Err(Not::Kind),
    });
    (keys, counts.left_out())
}

/// Why a format does not take one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Not {
    Kind,
    Name,
}

/// Writes a list.
///
/// # Errors
/// [`ExportProblem`]: a list is written whole or not at all.
pub fn write(format: ExportFormat, list: &Outgoing<'_>) -> Result<Exported, ExportProblem> {
    let (bytes, counts) = match format {
        ExportFormat::CrlSet => {
            let mut writer = crlset::CrlSet::default();
            let counts = fill(list, |entry| writer.add(entry));
            (writer.finish(list)?, counts)
        }
        ExportFormat::OneCrl => {
            let mut writer = onecrl::OneCrl::new(list);
            let counts = fill(list, |entry| writer.add(entry));
            (writer.finish(), counts)
        }
        ExportFormat::JavaBlocked => {
            let mut writer = java::JavaBlocked::default();
            let counts = fill(list, |entry| writer.add(entry));
            (writer.finish(), counts)
        }
    };
    if bytes.len() > MAX_LIST_BYTES {
        return Err(ExportProblem::TooLong {
            got: bytes.len() as u64,
            max: MAX_LIST_BYTES as u64,
        });
    }
    Ok(Exported {
        bytes,
        written_count: counts.written,
        left_out: counts.left_out(),
    })
}

#[derive(Default)]
struct Counts {
    written: usize,
    kind: u64,
    limited: u64,
    local: u64,
    name: u64,
}

impl Counts {
    fn left_out(&self) -> Vec<LeftOut> {
        let all = [
            (self.kind, LeftOut::Kind { count: self.kind }),
            (
                self.limited,
                LeftOut::Limited {
                    count: self.limited,
                },
            ),
            (self.local, LeftOut::Local { count: self.local }),
            (self.name, LeftOut::Name { count: self.name }),
        ];
        let some = all.into_iter().filter(|(count, _)| *count > 0);
        some.map(|(_, why)| why).collect()
    }
}

fn fill<'a>(
    list: &Outgoing<'a>,
    mut add: impl FnMut(&'a DistrustEntry) -> Result<(), Not>,
) -> Counts {
    let mut counts = Counts::default();
    for entry in list.entries {
        if !entry.limits.are_none() {
            counts.limited += 1;
        } else if is_local(entry) && !is_taken(entry, list.local) {
            counts.local += 1;
        } else {
            match add(entry) {
                Ok(()) => counts.written += 1,
                Err(Not::Kind) => counts.kind += 1,
                Err(Not::Name) => counts.name += 1,
            }
        }
    }
    counts
}

/// Whether an entry was made to refuse only paths to a local root. One of another publisher's list
/// was not: there it refuses every path, and its threshold is how far it is believed here.
fn is_local(entry: &DistrustEntry) -> bool {
    entry.threshold == Threshold::Quick && !matches!(entry.source, EntrySource::List(_))
}

fn is_taken(entry: &DistrustEntry, local: LocalEntries) -> bool {
    let (Match::Key(key) | Match::SubjectKey { key, .. }) = &entry.matches else {
        return false;
    };
    local == LocalEntries::UnlessPublic && !registry::in_public_program(key)
}

#[cfg(test)]
mod tests;
