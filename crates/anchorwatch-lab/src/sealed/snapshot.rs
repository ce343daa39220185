use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, programs};

/// Everything at and below some paths at one moment, ordered by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    entries: BTreeMap<PathBuf, Entry>,
}

/// One file, folder or link, without times: rewriting a file with the same bytes is not a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As `find -printf %y` prints it: `f` file, `d` folder, `l` link.
    pub kind: char,
    /// Permissions, octal, as `find -printf %m` prints them.
    pub mode: String,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Size of a file in bytes; 0 for anything else.
    pub size_bytes: u64,
    /// SHA-256 of a file in lower-case hex, the target of a link, empty for a folder.
    pub content: String,
}

/// What differs between two snapshots, ordered by path. `Display` prints one line for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The paths and their changes.
    pub changes: Vec<(PathBuf, Change)>,
}

/// The change of one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added(Entry),
    /// It is gone.
    Removed(Entry),
    /// It differs: before, after.
    Changed(Entry, Entry),
}

impl Snapshot {
    /// Takes a snapshot of the machine itself, outside any [`crate::Sealed`]. Only reads.
    ///
    /// # Errors
    ///
    /// Those of [`crate::Sealed::snapshot`].
    pub fn of_machine(paths: &[&str]) -> Result<Self, Error> {
        let shell = || {
            let mut shell = Command::new("/bin/sh");
            shell
                .env_clear()
                .env("PATH", programs::PATH)
                .env("LC_ALL", "C.UTF-8");
            shell
        };
        Self::read(shell, paths)
    }

    /// Returns the difference to a later snapshot; empty if nothing changed.
    pub fn diff(&self, later: &Self) -> Difference {
        let gone_or_other = self.entries.iter().filter_map(|(path, before)| {
            let change = match later.entries.get(path) {
                None => Change::Removed(before.clone()),
                Some(after) if after != before => Change::Changed(before.clone(), after.clone()),
                Some(_) => return None,
            };
            Some((path.clone(), change))
        });
        let new = later.entries.iter().filter_map(|(path, after)| {
            let is_new = !self.entries.contains_key(path);
            is_new.then(|| (path.clone(), Change::Added(after.clone())))
        });
        let mut changes: Vec<_> = gone_or_other.chain(new).collect();
        changes.sort_by(|left, right| left.0.cmp(&right.0));
        Difference { changes }
    }

    /// Returns what was at this path.
    pub fn get(&self, path: impl AsRef<Path>) -> Option<&Entry> {
        self.entries.get(path.as_ref())
    }

    /// Returns the number of files, folders and links.
    pub fn entry_count(&self) -> usize {
        self.entries.len()
    }

    /// Runs a shell twice: to list, and to hash.
    pub(super) fn read(shell: impl Fn() -> Command, paths: &[&str]) -> Result<Self, Error> {
        let run = |script: &str| {
            let output = shell()
                .args(["-c", script, "snapshot"])
                .args(paths)
                .output()
                .map_err(Error::run("sh"))?;
            Ok::<_, Error>(programs::succeeded("find", output)?.stdout)
        };
        let listed = run(LIST)?;
        let hashed = run(HASH)?;
        parse(&listed, &hashed)
    }
}

impl Difference {
    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns the paths that differ.
    pub fn paths(&self) -> Vec<&Path> {
        self.changes
            .iter()
            .map(|(path, _)| path.as_path())
            .collect()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, change) in &self.changes {
            let path = path.display();
            match change {
                Change::Added(entry) => writeln!(formatter, "added {path}: {entry}")?,
                Change::Removed(entry) => writeln!(formatter, "removed {path}: {entry}")?,
                Change::Changed(before, after) => {
                    writeln!(formatter, "changed {path}: {before} -> {after}")?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            mode,
            uid,
            gid,
            size_bytes,
            content,
        } = self;
        write!(
            formatter,
            "{kind} {mode} {uid}:{gid} {size_bytes} bytes {content}"
        )
    }
}

/// Parses the output. Fields and records both end in NUL, the one byte that no path contains.
fn parse(listed: &[u8], hashed: &[u8]) -> Result<Snapshot, Error> {
    let mut hashes = BTreeMap::new();
    for record in records(hashed) {
        let unreadable = || Error::UnreadableOutput {
            program: "sha256sum",
        };
        // 64 hex digits, two spaces, the path.
        let (hash, path) = record.split_at_checked(64).ok_or_else(unreadable)?;
        let path = path.strip_prefix("  ").ok_or_else(unreadable)?;
        hashes.insert(path.to_owned(), hash.to_owned());
    }
    let mut entries = BTreeMap::new();
    let fields: Vec<String> = records(listed).collect();
    for fields in fields.chunks(LISTED_FIELD_COUNT) {
        let (path, entry) =
            parse_entry(fields, &mut hashes).ok_or(Error::UnreadableOutput { program: "find" })?;
        entries.insert(path, entry);
    }
    Ok(Snapshot { entries })
}

fn parse_entry(
    fields: &[String],
    hashes: &mut BTreeMap<String, String>,
) -> Option<(PathBuf, Entry)> {
    let [path, kind, mode, uid, gid, size, target] = fields else {
        return None;
    };
    let kind = kind.chars().next()?;
    let is_file = kind == 'f';
    let entry = Entry {
        kind,
        mode: mode.clone(),
        uid: uid.parse().ok()?,
        gid: gid.parse().ok()?,
        size_bytes: if is_file { size.parse().ok()? } else { 0 },
        content: if is_file {
            hashes.remove(path)?
        } else {
            target.clone()
        },
    };
    Some((PathBuf::from(path), entry))
}

fn records(output: &[u8]) -> impl Iterator<Item = String> {
    let output = output.strip_suffix(b"\0").unwrap_or(output);
    output
        .split(|byte| *byte == 0)
        .filter(move |_| !output.is_empty())
        .map(|record| String::from_utf8_lossy(record).into_owned())
}

const LISTED_FIELD_COUNT: usize = 7;

const LIST: &str = r#"for path; do
    if [ -e "$path" ] || [ -L "$path" ]; then
        find "$path" -printf '%p\0%y\0%m\0%U\0%G\0%s\0%l\0' || exit 1
    fi
done"#;

const HASH: &str = r#"for path; do
    if [ -e "$path" ]; then
        find "$path" -type f -exec sha256sum --zero -- {} + || exit 1
    fi
done"#;

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: &[u8] = b"/a\0d\x00755\x000\x000\x004096\0\0/a/b\nc\0f\x00644\x001\x002\x003\0\0";

    fn hashed(digit: char) -> Vec<u8> {
        format!("{}  /a/b\nc\0", digit.to_string().repeat(64)).into_bytes()
    }

    #[test]
    fn folders_have_no_size_and_files_have_their_hash() {
        let snapshot = parse(LISTED, &hashed('7')).unwrap();
        assert_eq!(snapshot.entry_count(), 2);
        assert_eq!(snapshot.get("/a").unwrap().size_bytes, 0);
        let file = snapshot.get("/a/b\nc").unwrap();
        assert_eq!((file.uid, file.gid, file.size_bytes), (1, 2, 3));
        assert_eq!(file.content, "7".repeat(64));
    }

    #[test]
    fn output_cut_short_is_refused() {
        let cut = &LISTED[..LISTED.len() - 4];
        assert!(parse(cut, &hashed('7')).is_err());
        assert!(parse(LISTED, b"").is_err());
        assert!(parse(LISTED, b"77  /a/b\nc\0").is_err());
    }

    #[test]
    fn a_difference_tells_added_removed_and_changed_apart() {
        let before = parse(LISTED, &hashed('7')).unwrap();
        let after = parse(LISTED, &hashed('8')).unwrap();
        assert!(before.diff(&before).is_empty());
        assert!(matches!(
            before.diff(&after).changes[..],
            [(_, Change::Changed(..))]
        ));
        let nothing = Snapshot::default();
        assert!(matches!(
            nothing.diff(&before).changes[..],
            [(_, Change::Added(_)), _]
        ));
        assert!(matches!(
            before.diff(&nothing).changes[..],
            [(_, Change::Removed(_)), _]
        ));
        assert!(before.diff(&after).to_string().starts_with("changed /a/b"));
    }
}
