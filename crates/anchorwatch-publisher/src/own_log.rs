//! The public log of whoever has its key.
//!
//! A log is signed in steps of which each is on disk before the next one: tiles, then what its key
//! signed, then witnesses, then the checkpoint that others see. After a cut at any of them the log
//! goes on with the tree that its key signed last, and never with another one.

use std::collections::BTreeMap;

use anchorwatch_note::KeyName;
use anchorwatch_transparency::{
    Checkpoint, CheckpointSigner, LogProof, Policy, SignatureKind, SignedCheckpoint, Tile,
    TileKind, TilePath, TileWriter, Tree, TreeHash, TreeHead, entries, prove_consistency,
    prove_inclusion, root,
};

use crate::LogProblem;

/// The most entries of a log that is written: a list an hour for more than a century.
pub const MAX_LOG_ENTRIES: u64 = 1 << 20;

/// The name of the file with the checkpoint that others see.
pub const CHECKPOINT: &str = "checkpoint";

/// The seconds that a log's Ed25519 signature does not have.
const NO_TIME: u64 = 1;

/// Reads a file of the log's folder of at most so many bytes; `None` if it is not there.
pub type ReadLogFile<'a> = &'a dyn Fn(&str, u64) -> Result<Option<Vec<u8>>, LogProblem>;

/// Writes a file with this name and content.
pub type PutFile<'a, E> = &'a dyn Fn(&str, &[u8]) -> Result<(), E>;

/// Where a log is kept. Each function returns when its file is on disk.
pub struct LogDisk<'a, E> {
    /// Replaces a file of the log's folder, as a whole.
    pub put: PutFile<'a, E>,
    /// Replaces what is remembered of the log's key, if nobody else did meanwhile.
    pub remember: &'a dyn Fn(&str) -> Result<(), E>,
}

/// A log with its key, read whole.
///
/// **Not checked:** that its key signs nowhere else. Two copies of the key with a memory each can
/// make two trees; witnesses cosign only one of them.
pub struct OwnLog {
    signer: CheckpointSigner,
    writer: TileWriter,
    tree: Tree,
    places: BTreeMap<TreeHash, u64>,
    /// All tiles of this size.
    tiles: Vec<Tile>,
    /// How many entries the checkpoint has that others see.
    shown: u64,
}

impl OwnLog {
    /// The first memory of a new log's key: the empty tree, signed.
    ///
    /// # Errors
    /// [`LogProblem`] if the key cannot be used.
    pub fn begin(pem: &[u8], name: KeyName) -> Result<(String, String), LogProblem> {
        let signer = CheckpointSigner::from_pkcs8_pem(pem, name, SignatureKind::Ed25519);
        let signer = signer.map_err(|why| LogProblem::Key { why })?;
        let empty = TileWriter::default().head();
        let key = signer.key().to_string();
        Ok((key, signed(&signer, empty)?))
    }

    /// Reads the log of this key: one of those that the policy names. `memory` is the last
    /// checkpoint that the key signed.
    ///
    /// # Errors
    /// [`LogProblem`] if the policy names no log with this key, or the folder does not have every
    /// entry of the tree that the key signed last: what is signed next would be a fork.
    pub fn open(
        pem: &[u8],
        policy: &Policy,
        memory: &[u8],
        file: ReadLogFile<'_>,
    ) -> Result<Self, LogProblem> {
        let signer = own_signer(pem, policy)?;
        let last = own_checkpoint(&signer, memory).ok_or(LogProblem::Memory)?;
        let mut shown_size = 0;
        if let Some(shown) = file(CHECKPOINT, anchorwatch_note::MAX_NOTE_BYTES as u64)? {
            let shown = own_checkpoint(&signer, &shown).ok_or(LogProblem::OtherCheckpoint)?;
            let is_other = shown.size == last.size && shown.root != last.root;
            if shown.size > last.size || is_other {
                let (shown, signed) = (shown.size, last.size);
                return Err(LogProblem::Forgotten { shown, signed });
            }
            shown_size = shown.size;
        }
        let mut log = Self {
            signer,
            writer: TileWriter::default(),
            tree: Tree::default(),
            places: BTreeMap::new(),
            tiles: Vec::new(),
            shown: shown_size,
        };
        log.read(last, file)?;
        Ok(log)
    }

    /// Reads the entries up to this tree. The tiles are made out of them again.
    fn read(&mut self, last: TreeHead, file: ReadLogFile<'_>) -> Result<(), LogProblem> {
        if last.size > MAX_LOG_ENTRIES {
            let max = MAX_LOG_ENTRIES;
            return Err(LogProblem::TooLong { max });
        }
        let mut index = 0;
        while let Some(path) = TilePath::in_tree(TileKind::Entries, index, last.size) {
            let name = path.to_string();
            let octets = file(&name, path.max_bytes() as u64)?;
            let octets = octets.ok_or(LogProblem::Missing { file: name })?;
            let entries = entries(&octets, path.width()).map_err(tile)?;
            for entry in entries {
                self.push(entry)?;
            }
            index += 1;
        }
        if self.head() != last {
            let size = last.size;
            return Err(LogProblem::OtherTree { size });
        }
        self.tiles = self.writer.take();
        Ok(())
    }

    fn push(&mut self, entry: &[u8]) -> Result<(), LogProblem> {
        let leaf = TreeHash::of_leaf(entry);
        let place = self.tree.size();
        self.writer.add(entry).map_err(tile)?;
        self.tree.push(leaf);
        self.places.entry(leaf).or_insert(place);
        Ok(())
    }

    /// Adds texts that the log does not have, and signs the tree. The checkpoint that is returned
    /// has no cosignature yet.
    ///
    /// # Errors
    /// Those of the disk; and [`LogProblem`] if a text cannot be an entry.
    pub fn add<E: From<LogProblem>>(
        &mut self,
        texts: &[&str],
        disk: &LogDisk<'_, E>,
    ) -> Result<String, E> {
        for text in texts {
            if self.place_of(text).is_none() {
                if self.tree.size() == MAX_LOG_ENTRIES {
                    let max = MAX_LOG_ENTRIES;
                    return Err(LogProblem::TooLong { max }.into());
                }
                self.push(text.as_bytes())?;
            }
        }
        let new = self.writer.take();
        // Tiles that the key has not signed may be there from a run that was cut off.
        for tile in &new {
            (disk.put)(&tile.path.to_string(), &tile.octets)?;
        }
        self.tiles.retain(|it| it.path.is_full());
        for tile in new {
            self.tiles.retain(|it| it.path != tile.path);
            self.tiles.push(tile);
        }
        let note = signed(&self.signer, self.head())?;
        (disk.remember)(&note)?;
        Ok(note)
    }

    /// Shows others a checkpoint of the whole log.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn show<E>(&self, checkpoint: &str, disk: &LogDisk<'_, E>) -> Result<(), E> {
        (disk.put)(CHECKPOINT, checkpoint.as_bytes())
    }

    /// The log's name.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.signer.key().name().as_str()
    }

    /// How many entries the checkpoint has that others see: what the witnesses cosigned last, if
    /// nothing went wrong since.
    pub(crate) const fn shown_size(&self) -> u64 {
        self.shown
    }

    /// The whole tree.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        self.writer.head()
    }

    /// The place of a text, from 0.
    #[must_use]
    pub fn place_of(&self, text: &str) -> Option<u64> {
        let leaf = TreeHash::of_leaf(text.as_bytes());
        self.places.get(&leaf).copied()
    }

    /// Whether this log began with that tree.
    #[must_use]
    pub fn grew_from(&self, earlier: TreeHead) -> bool {
        let is_smaller = earlier.size <= self.tree.size();
        is_smaller && root(&self.tree, earlier.size).ok() == Some(earlier.root)
    }

    /// The hashes that show how it grew since it had so many entries.
    #[must_use]
    pub fn growth(&self, old_size: u64) -> Option<Vec<TreeHash>> {
        prove_consistency(&self.tree, old_size, self.tree.size()).ok()
    }

    /// Every tile, for mirrors.
    #[must_use]
    pub fn tiles(&self) -> &[Tile] {
        &self.tiles
    }

    /// The hashes of all entries, one after another.
    #[must_use]
    pub fn leaves(&self) -> Vec<u8> {
        let is_leaf = |it: &&Tile| it.path.kind() == TileKind::Hashes { level: 0 };
        let mut leaves: Vec<&Tile> = self.tiles.iter().filter(is_leaf).collect();
        leaves.sort_by_key(|it| it.path.index());
        leaves
            .into_iter()
            .flat_map(|it| it.octets.clone())
            .collect()
    }

    /// The proof that a text is in the log, under this checkpoint of the whole log.
    ///
    /// # Errors
    /// [`LogProblem::NotThere`] if it is not.
    pub fn prove(&self, text: &str, checkpoint: &str) -> Result<Vec<u8>, LogProblem> {
        let place = self.place_of(text).ok_or(LogProblem::NotThere)?;
        let proof = |why| LogProblem::Proof { why };
        let hashes = prove_inclusion(&self.tree, place, self.tree.size()).map_err(proof)?;
        let made = LogProof::new(b"", place, &hashes, checkpoint).map_err(proof)?;
        Ok(made.to_string().into_bytes())
    }
}

fn tile(why: anchorwatch_transparency::TileProblem) -> LogProblem {
    LogProblem::Tile { why }
}

fn own_signer(pem: &[u8], policy: &Policy) -> Result<CheckpointSigner, LogProblem> {
    for log in policy.logs() {
        let (name, kind) = (log.key.name().clone(), log.key.kind());
        if kind != SignatureKind::Ed25519 {
            continue;
        }
        let signer = CheckpointSigner::from_pkcs8_pem(pem, name, kind);
        let signer = signer.map_err(|why| LogProblem::Key { why })?;
        if *signer.key() == log.key {
            return Ok(signer);
        }
    }
    Err(LogProblem::NotALog)
}

fn signed(signer: &CheckpointSigner, head: TreeHead) -> Result<String, LogProblem> {
    let not_signed = |why| LogProblem::NotSigned { why };
    let checkpoint =
        Checkpoint::new(signer.key().name().as_str(), head, &[]).map_err(not_signed)?;
    let line = signer.sign(&checkpoint, NO_TIME).map_err(not_signed)?;
    Ok(format!("{checkpoint}\n{line}"))
}

/// The tree of a checkpoint that this key signed.
fn own_checkpoint(signer: &CheckpointSigner, note: &[u8]) -> Option<TreeHead> {
    let policy = format!("log {}\nquorum none\n", signer.key());
    let policy = Policy::parse(policy.as_bytes()).ok()?;
    let verified = SignedCheckpoint::parse(note)
        .ok()?
        .verify(&policy, 0)
        .ok()?;
    Some(verified.head())
}
