//! The record of changes to this machine, written before they happen.
//!
//! ```text
//! /var/lib/anchorwatch/journal/20261122T101500Z/
//!     receipt.json     every change, before and after        written first, never changed
//!     blobs/<sha256>   the content of each file before       written first
//!     status           begun | applied | undone              replaced as a whole
//!     rebuilt          the distribution has rebuilt its files since; see [`Role::Rebuilt`]
//! ```
//!
//! The guarantee is in the order: blobs and receipt are on disk before the first change, every
//! change is atomic, and the state of each path shows whether its change happened. So a crash
//! needs no repair: each path is in its old or its new state, and both are in the receipt.

use std::path::{Path, PathBuf};

use anchorwatch_identity::UnixSeconds;

use crate::{Actor, Change, ContentProblem, Error, File, LostOriginal, Node, Role, Tree, paths};

mod forget;
pub(crate) mod format;
mod originals;

/// The largest receipt that is read, in bytes. A change takes about 500.
const MAX_RECEIPT_BYTES: u64 = 64 << 20;
/// The largest blob that is read, in bytes.
const MAX_BLOB_BYTES: u64 = 256 << 20;

/// The journal of one tree.
#[derive(Debug)]
pub struct Journal<'tree> {
    tree: &'tree Tree,
}

/// The name of a receipt: the time at which it was made, then a number if one is needed.
///
/// Ordered by the time, then by the number. This is the order in which the receipts were made,
/// even if the clock was set back in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptId(String);

/// The progress of a receipt's changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Recorded; none, some or all changes have been made.
    Begun,
    /// All changes have been made.
    Applied,
    /// All changes have been undone.
    Undone,
}

/// A record of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its name.
    pub id: ReceiptId,
    /// When it was made, UTC.
    pub made_at: UnixSeconds,
    /// Its purpose, on one line.
    pub purpose: String,
    /// Its progress.
    pub status: Status,
    /// Whether the distribution's tool has rebuilt its files since.
    pub is_rebuilt: bool,
    /// The changes, in the order in which they are made.
    pub changes: Vec<RecordedChange>,
}

/// A recorded change: file contents are given by their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    /// The path below the tree's root.
    pub path: PathBuf,
    /// Who writes the file.
    pub role: Role,
    /// The user whose rights it is made with.
    pub actor: Option<Actor>,
    /// The state before; the content is kept as a blob.
    pub before: RecordedNode,
    /// The state after; only the hash of the content is kept.
    pub after: RecordedNode,
}

/// A node whose content, if it is a file, is stored elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedNode {
    /// The node; a file's content is empty here.
    pub node: Node,
    /// SHA-256 of a file's content, lower-case hexadecimal.
    pub content_sha256: Option<String>,
}

/// A receipt whose changes are being made now.
#[derive(Debug)]
pub struct OpenReceipt<'tree> {
    journal: Journal<'tree>,
    id: ReceiptId,
}

impl ReceiptId {
    /// Parses a name as it is printed.
    ///
    /// # Errors
    /// [`Error::NoSuchReceipt`] if it cannot be a receipt's name, such as one that names another
    /// folder.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let is_name = !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if is_name {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::NoSuchReceipt {
                id: text.to_owned(),
            })
        }
    }

    /// Returns the temporary name under which a change of this receipt is written before it is
    /// renamed into place. It identifies what a killed run left behind.
    #[must_use]
    pub fn temporary(&self) -> String {
        format!(".anchorwatch-{self}")
    }

    /// Returns the temporary name that is used while the change is undone.
    #[must_use]
    pub fn temporary_of_undo(&self) -> String {
        format!(".anchorwatch-undo-{self}")
    }

    /// Returns whether a name is one of these temporary names.
    #[must_use]
    pub fn is_temporary(name: &std::ffi::OsStr) -> bool {
        name.as_encoded_bytes().starts_with(b".anchorwatch-")
    }

    fn new(time: &str, attempt: u64) -> Self {
        Self(if attempt == 0 {
            time.to_owned()
        } else {
            format!("{time}-{attempt}")
        })
    }

    /// Returns the time and the number. A name in another form sorts by itself.
    fn sort_key(&self) -> (&str, u64) {
        match self.0.split_once('-') {
            Some((time, number)) => (time, number.parse().unwrap_or(u64::MAX)),
            None => (&self.0, 0),
        }
    }

    /// Returns whether a receipt can have this name: `20261122T101500Z`, with or without a
    /// number.
    fn has_timestamp(&self) -> bool {
        let time = self.sort_key().0;
        time.len() == TIME.len()
            && time.bytes().zip(TIME.bytes()).all(|(is, form)| match form {
                b'0' => is.is_ascii_digit(),
                letter => is == letter,
            })
    }
}

impl Ord for ReceiptId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.sort_key(), &self.0).cmp(&(other.sort_key(), &other.0))
    }
}

impl PartialOrd for ReceiptId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The form of the time in a receipt's name.
const TIME: &str = "00000000T000000Z";

impl std::fmt::Display for ReceiptId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl RecordedChange {
    /// Returns how many bytes the changes take up in a receipt, without the contents of files.
    #[must_use]
    pub fn bytes_of(changes: &[Change]) -> u64 {
        let recorded = changes.iter().map(Self::of).collect::<Vec<_>>();
        format::encode(
            &ReceiptId(String::new()),
            UnixSeconds::new(0),
            "",
            &recorded,
        )
        .len() as u64
    }

    /// Records a change.
    #[must_use]
    pub fn of(change: &Change) -> Self {
        Self {
            path: change.path.clone(),
            role: change.role.clone(),
            actor: change.actor,
            before: RecordedNode::of(&change.before),
            after: RecordedNode::of(&change.after),
        }
    }
}

impl RecordedNode {
    pub(crate) fn of(node: &Node) -> Self {
        match node {
            Node::File(file) => Self {
                node: Node::File(File {
                    content: Vec::new(),
                    ..file.clone()
                }),
                content_sha256: Some(sha256_hex(&file.content)),
            },
            _ => Self {
                node: node.clone(),
                content_sha256: None,
            },
        }
    }

    /// Returns whether the node equals the recorded one.
    #[must_use]
    pub fn is_same_as(&self, node: &Node) -> bool {
        let other = Self::of(node);
        self.node.is_same_as(&other.node) && self.content_sha256 == other.content_sha256
    }
}

impl<'tree> Journal<'tree> {
    /// Opens the journal of the tree, which may not exist yet.
    #[must_use]
    pub fn new(tree: &'tree Tree) -> Self {
        Self { tree }
    }

    /// Records what will be changed. Nothing is changed yet.
    ///
    /// # Errors
    /// [`Error::Io`] if the journal cannot be written, usually for lack of permission.
    /// [`Error::ReceiptTooLarge`] if the receipt would be too large to be read again.
    pub fn begin(
        self,
        purpose: &str,
        changes: &[Change],
        now: UnixSeconds,
    ) -> Result<OpenReceipt<'tree>, Error> {
        let id = self.free_id(now)?;
        let folder = self.folder(&id);
        let recorded = changes.iter().map(RecordedChange::of);
        let text = format::encode(&id, now, purpose, &recorded.collect::<Vec<_>>());
        if text.len() as u64 > MAX_RECEIPT_BYTES {
            return Err(Error::ReceiptTooLarge {
                max: MAX_RECEIPT_BYTES,
            });
        }
        let blobs = folder.join("blobs");
        self.tree.make_own_folder(&blobs)?;
        for change in changes {
            if let Node::File(file) = &change.before {
                self.tree
                    .write_own(&blobs.join(sha256_hex(&file.content)), &file.content)?;
            }
        }
        self.tree
            .write_own(&folder.join("status"), Status::Begun.word().as_bytes())?;
        self.tree
            .write_own(&folder.join("receipt.json"), text.as_bytes())?;
        Ok(OpenReceipt { journal: self, id })
    }

    /// Returns all receipts, oldest first. A folder without a receipt comes from a run that was
    /// killed before it could change anything, and is skipped.
    ///
    /// # Errors
    /// [`Error::Io`] if the journal cannot be read, [`Error::Format`] if a receipt is damaged or
    /// lost, or was not written by this program.
    pub fn receipts(&self) -> Result<Vec<Receipt>, Error> {
        let mut receipts = Vec::new();
        for id in self.ids()? {
            if self.has_receipt(&id)? {
                receipts.push(self.receipt(&id)?);
            }
        }
        receipts.sort_by(|one: &Receipt, two| one.id.cmp(&two.id));
        Ok(receipts)
    }

    /// Sets the progress of a receipt.
    ///
    /// # Errors
    /// [`Error::Io`] if the journal cannot be written.
    pub fn set_status(&self, id: &ReceiptId, status: Status) -> Result<(), Error> {
        self.tree
            .write_own(&self.folder(id).join("status"), status.word().as_bytes())
    }

    /// Notes in every receipt that the distribution rebuilt its files. The note does no harm in a
    /// receipt that has been undone, and a damaged receipt does not stop the others.
    ///
    /// # Errors
    /// The first [`Error::Io`], if a note could not be written.
    pub fn note_rebuilt(&self) -> Result<(), Error> {
        let ids = self.ids()?.into_iter();
        let notes = ids.map(|id| self.tree.write_own(&self.folder(&id).join("rebuilt"), b""));
        notes.fold(Ok(()), Result::and)
    }

    /// Returns the state before a change, with its content.
    ///
    /// # Errors
    /// [`Error::OriginalLost`] if the blob is missing or does not match its recorded hash.
    pub fn node_before(&self, id: &ReceiptId, change: &RecordedChange) -> Result<Node, Error> {
        let (Node::File(file), Some(hash)) = (&change.before.node, &change.before.content_sha256)
        else {
            return Ok(change.before.node.clone());
        };
        let path = self.blob(id, hash);
        let content = self
            .tree
            .read_own(&path, MAX_BLOB_BYTES)
            .map_err(|error| self.lost_or(error, id, change, &path))?;
        if sha256_hex(&content) != *hash {
            return Err(self.lost(id, change, &path, LostOriginal::Damaged));
        }
        Ok(Node::File(File {
            content,
            ..file.clone()
        }))
    }

    /// Returns whether the folder holds a receipt. It is written last, so a run without one was
    /// killed before it changed anything. If the status is `applied`, the receipt was lost.
    fn has_receipt(&self, id: &ReceiptId) -> Result<bool, Error> {
        let folder = self.folder(id);
        let path = folder.join("receipt.json");
        if self.tree.node(&path)? != Node::Absent {
            return Ok(true);
        }
        match self.tree.read_own(&folder.join("status"), 64) {
            Ok(word) if Status::from_word(&word) == Some(Status::Applied) => Err(Error::Format {
                path: self.tree.display_path(&path),
                source: ContentProblem::ReceiptMissing.into(),
            }),
            _ => Ok(false),
        }
    }

    fn receipt(&self, id: &ReceiptId) -> Result<Receipt, Error> {
        let folder = self.folder(id);
        let path = folder.join("receipt.json");
        let text = self.tree.read_own(&path, MAX_RECEIPT_BYTES)?;
        let mut receipt = format::decode(&text).map_err(|source| Error::Format {
            path: self.tree.display_path(&path),
            source,
        })?;
        let path = folder.join("status");
        let word = self.tree.read_own(&path, 64)?;
        receipt.status = Status::from_word(&word).ok_or_else(|| Error::Format {
            path: self.tree.display_path(&path),
            source: ContentProblem::Status.into(),
        })?;
        receipt.is_rebuilt = self.tree.node(&folder.join("rebuilt"))? != Node::Absent;
        receipt.id = id.clone();
        Ok(receipt)
    }

    /// Returns the names of the folders in the journal that can be receipts.
    fn ids(&self) -> Result<Vec<ReceiptId>, Error> {
        let entries = match self.tree.list(paths::JOURNAL.as_ref()) {
            Ok(entries) => entries,
            Err(error) if error.is_not_found() => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let ids = entries
            .iter()
            .filter_map(|entry| ReceiptId::parse(entry.name.to_str()?).ok());
        Ok(ids.collect())
    }

    /// Returns a name that sorts after all others. A clock that was set back must not make the
    /// newest receipt the oldest, because receipts are undone in this order.
    fn free_id(&self, now: UnixSeconds) -> Result<ReceiptId, Error> {
        let now: String = now
            .to_string()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let ids = self.ids()?.into_iter();
        let newest = ids.filter(ReceiptId::has_timestamp).max();
        let after = newest.as_ref().map(ReceiptId::sort_key);
        let (time, mut attempt) = match after {
            Some((time, number)) if time >= now.as_str() => (time, number.saturating_add(1)),
            _ => (now.as_str(), 0),
        };
        loop {
            let id = ReceiptId::new(time, attempt);
            if self.tree.node(&self.folder(&id))? == Node::Absent {
                return Ok(id);
            }
            attempt += 1;
        }
    }

    fn folder(&self, id: &ReceiptId) -> PathBuf {
        Path::new(paths::JOURNAL).join(&id.0)
    }
}

impl OpenReceipt<'_> {
    /// Returns the name of the receipt.
    #[must_use]
    pub fn id(&self) -> &ReceiptId {
        &self.id
    }

    /// Makes the recorded changes in order and closes the receipt. `each` makes one change, with
    /// the temporary name that it gets.
    ///
    /// # Errors
    /// The first error of `each` ends it. The receipt stays open and can be undone.
    pub fn make<E: From<Error>>(
        self,
        changes: &[Change],
        mut each: impl FnMut(&Change, &str) -> Result<(), E>,
    ) -> Result<ReceiptId, E> {
        let temporary = self.id.temporary();
        for change in changes {
            each(change, &temporary)?;
        }
        self.journal.set_status(&self.id, Status::Applied)?;
        Ok(self.id)
    }
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::Begun => "begun\n",
            Self::Applied => "applied\n",
            Self::Undone => "undone\n",
        }
    }

    fn from_word(word: &[u8]) -> Option<Self> {
        [Self::Begun, Self::Applied, Self::Undone]
            .into_iter()
            .find(|status| status.word().as_bytes() == word)
    }
}

fn sha256_hex(content: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    data_encoding::HEXLOWER.encode(&Sha256::digest(content))
}

#[cfg(test)]
mod tests;
