//! Reads a whole log, as anyone can: the tree is made again out of the entries.

use std::collections::BTreeMap;

use anchorwatch_list::{ListHash, Publishers, Role, Statement};
use anchorwatch_note::MAX_NOTE_BYTES;
use anchorwatch_remark::remarks;
use anchorwatch_transparency::{
    Cosigned, Policy, SignedCheckpoint, Tile, TileKind, TilePath, TileWriter, Tree, TreeHash,
    TreeHead, VerifiedCheckpoint, entries, root,
};

use crate::{CHECKPOINT, LogProblem, MAX_LOG_ENTRIES, ReadLogFile};

remarks! {
    /// What is wrong with a log, or with the copy of it that was read.
    #[non_exhaustive]
    pub enum AuditFinding {
        /// The entries are not those of the tree that the log signed.
        "log_audit_other_tree" => OtherTree {
            /// How many there are.
            size: u64,
        },
        /// A tile is not the one of this tree.
        "log_audit_other_tile" => OtherTile {
            /// Its file.
            file: String,
        },
        /// The earlier checkpoint has more entries.
        "log_audit_shrunk" => Shrunk {
            /// How many it had.
            earlier: u64,
            /// How many it has.
            size: u64,
        },
        /// The log began with other entries when the earlier checkpoint was signed.
        "log_audit_forked" => Forked {
            /// How many it had.
            earlier: u64,
        },
        /// An entry is neither about a list nor a set of publishers.
        "log_audit_unreadable" => Unreadable {
            /// Its place, from 0.
            index: u64,
        },
        /// An entry is about another list.
        "log_audit_other_list" => OtherList {
            /// Its place, from 0.
            index: u64,
            /// The list's name.
            origin: String,
        },
        /// Two entries are about different lists, or sets of publishers, of one number.
        "log_audit_two" => Two {
            /// The place of the later one.
            index: u64,
            /// That of the earlier one.
            other: u64,
        },
        /// Two entries are about different quick lists of one number. A log does not say to which
        /// approved list a quick one adds, and there are several to which they can.
        "log_audit_unclear" => Unclear {
            /// The place of the later one.
            index: u64,
            /// That of the earlier one.
            other: u64,
        },
        /// The number of an approved list or of a set of publishers does not follow.
        "log_audit_out_of_order" => OutOfOrder {
            /// Its place, from 0.
            index: u64,
            /// Its number.
            number: u64,
            /// The one that should follow.
            expected: u64,
        },
        /// Something that is published is not in the log.
        "log_audit_not_there" => NotThere {
            /// The first line that tells it from others.
            what: String,
        },
    }
}

impl AuditFinding {
    /// Whether it is wrong in any case. Else an honest log can look like this too.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        !matches!(self, Self::Unclear { .. })
    }
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoggedText {
    /// A list.
    List {
        /// Which of the two.
        role: Role,
        /// Of which set of publishers.
        epoch: u64,
        /// Its number.
        sequence: u64,
        /// Its hash.
        hash: ListHash,
    },
    /// A set of publishers.
    Set {
        /// Its number.
        epoch: u64,
        /// The hash of its text.
        hash: ListHash,
    },
    /// Something else.
    Other,
}

/// What a log has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogAudit {
    /// The log's name.
    pub origin: String,
    /// The tree that it signed.
    pub head: TreeHead,
    /// Who cosigned it, and when.
    pub cosigned: Vec<Cosigned>,
    /// Each entry, in order.
    pub entries: Vec<LoggedText>,
    /// What is wrong.
    pub findings: Vec<AuditFinding>,
}

/// Reads a whole log of the policy of these publishers. `earlier` is a checkpoint that was kept,
/// `published` are texts that have to be in it.
///
/// **Not checked:** who signed the lists: their signatures are not in a log. Nor to which approved
/// list a quick one adds: two of one number between which an approved list stands count as quick
/// lists on different ones.
///
/// # Errors
/// [`LogProblem`] if a checkpoint is not the log's, too few witnesses cosigned the newest one, or a
/// file is not there or cannot be read.
pub fn audit_log(
    publishers: &Publishers,
    file: ReadLogFile<'_>,
    earlier: Option<&[u8]>,
    published: &[String],
    now_unix_seconds: u64,
) -> Result<LogAudit, LogProblem> {
    let policy = publishers.logs().ok_or(LogProblem::NotALog)?.policy();
    let note = file(CHECKPOINT, MAX_NOTE_BYTES as u64)?;
    let note = note.ok_or_else(|| LogProblem::Missing {
        file: CHECKPOINT.to_owned(),
    })?;
    let checkpoint = verified(&note, policy, now_unix_seconds)?;
    let mut audit = LogAudit {
        origin: checkpoint.origin().to_owned(),
        head: checkpoint.head(),
        cosigned: checkpoint.cosigned().to_vec(),
        entries: Vec::new(),
        findings: Vec::new(),
    };
    let earlier = earlier.map(|it| signed_by_log(it, policy, audit.origin.as_str()));
    let earlier = earlier.transpose()?;
    let mut reading = Reading {
        file,
        writer: TileWriter::default(),
        tree: Tree::default(),
        order: Order::default(),
        places: BTreeMap::new(),
    };
    reading.entries(publishers, &mut audit)?;
    reading.compare(earlier, published, &mut audit);
    Ok(audit)
}

fn verified(note: &[u8], policy: &Policy, now: u64) -> Result<VerifiedCheckpoint, LogProblem> {
    let refused = |why| LogProblem::Cosignatures { why };
    let note = SignedCheckpoint::parse(note).map_err(refused)?;
    note.verify(policy, now).map_err(refused)
}

/// The tree of a checkpoint that this log signed, whoever cosigned it.
fn signed_by_log(note: &[u8], policy: &Policy, origin: &str) -> Result<TreeHead, LogProblem> {
    let keys = policy.logs().iter();
    let keys = keys.filter(|it| it.key.name().as_str() == origin);
    let lines: String = keys.map(|it| format!("log {}\n", it.key)).collect();
    let alone = Policy::parse(format!("{lines}quorum none\n").as_bytes());
    let alone = alone.map_err(|_| LogProblem::OtherCheckpoint)?;
    let verified = verified(note, &alone, 0);
    let verified = verified.map_err(|_| LogProblem::OtherCheckpoint)?;
    Ok(verified.head())
}

/// A log that is being read.
struct Reading<'a> {
    file: ReadLogFile<'a>,
    writer: TileWriter,
    tree: Tree,
    order: Order,
    places: BTreeMap<TreeHash, u64>,
}

impl Reading<'_> {
    fn entries(&mut self, of: &Publishers, audit: &mut LogAudit) -> Result<(), LogProblem> {
        let size = audit.head.size;
        if size > MAX_LOG_ENTRIES {
            let max = MAX_LOG_ENTRIES;
            return Err(LogProblem::TooLong { max });
        }
        let mut index = 0;
        while let Some(path) = TilePath::in_tree(TileKind::Entries, index, size) {
            let (octets, width) = self.bundle(&path)?;
            let bundle = entries(&octets, width);
            let bundle = bundle.map_err(|why| LogProblem::Tile { why })?;
            for entry in bundle.into_iter().take(usize::from(path.width())) {
                self.entry(entry, of, audit)?;
            }
            for tile in self.writer.take() {
                self.tile(&tile, size, audit)?;
            }
            index += 1;
        }
        Ok(())
    }

    /// The entries of a bundle, or of the whole one that took its place.
    fn bundle(&self, path: &TilePath) -> Result<(Vec<u8>, u16), LogProblem> {
        for path in [*path, path.full()] {
            let found = (self.file)(&path.to_string(), path.max_bytes() as u64)?;
            if let Some(octets) = found {
                return Ok((octets, path.width()));
            }
        }
        let file = path.to_string();
        Err(LogProblem::Missing { file })
    }

    fn entry(
        &mut self,
        entry: &[u8],
        of: &Publishers,
        audit: &mut LogAudit,
    ) -> Result<(), LogProblem> {
        let index = self.tree.size();
        let leaf = TreeHash::of_leaf(entry);
        self.writer
            .add(entry)
            .map_err(|why| LogProblem::Tile { why })?;
        self.tree.push(leaf);
        // The same text once more says nothing new.
        let is_new = self.places.insert(leaf, index).is_none();
        let text = self.order.read(entry, index, of, is_new, audit);
        audit.entries.push(text);
        Ok(())
    }

    /// Compares a tile of hashes with the one that is there. Partial ones on the way are not asked
    /// for: a log may remove them.
    fn tile(&self, tile: &Tile, size: u64, audit: &mut LogAudit) -> Result<(), LogProblem> {
        let kind = tile.path.kind();
        let is_last = TilePath::in_tree(kind, tile.path.index(), size) == Some(tile.path);
        if kind == TileKind::Entries || !is_last {
            return Ok(());
        }
        let file = tile.path.to_string();
        let max = tile.path.max_bytes() as u64;
        let there = (self.file)(&file, max)?;
        if there.as_ref() != Some(&tile.octets) {
            audit.findings.push(AuditFinding::OtherTile { file });
        }
        Ok(())
    }

    fn compare(&self, earlier: Option<TreeHead>, published: &[String], audit: &mut LogAudit) {
        let size = self.tree.size();
        if self.writer.head() != audit.head {
            audit.findings.push(AuditFinding::OtherTree { size });
        }
        if let Some(earlier) = earlier {
            if earlier.size > size {
                let earlier = earlier.size;
                audit.findings.push(AuditFinding::Shrunk { earlier, size });
            } else if root(&self.tree, earlier.size).ok() != Some(earlier.root) {
                let earlier = earlier.size;
                audit.findings.push(AuditFinding::Forked { earlier });
            }
        }
        for text in published {
            let leaf = TreeHash::of_leaf(text.as_bytes());
            if !self.places.contains_key(&leaf) {
                let what = told_by(text);
                audit.findings.push(AuditFinding::NotThere { what });
            }
        }
    }
}

/// The line with the hash of a list, or with the number of a set.
fn told_by(text: &str) -> String {
    let mut lines = text.lines();
    let line = lines.find(|it| {
        it.starts_with("list ") || it.starts_with("epoch ") && text.contains("\nexpires ")
    });
    line.unwrap_or_default().to_owned()
}

/// What is counted on its own, the epoch, the number of an approved list, and that of a quick one.
type Place = (u8, u64, u64, u64);

const SET: u8 = 0;
const APPROVED: u8 = 1;
const QUICK: u8 = 2;

/// What came before: numbers follow each other. Those of lists may be left out: some were signed and
/// never published.
#[derive(Default)]
struct Order {
    /// The last set of publishers.
    epoch: Option<u64>,
    /// The last approved list, if the log has one.
    approved: Option<(u64, u64)>,
    /// The place and hash of each list and set, by its numbers.
    seen: BTreeMap<Place, (u64, ListHash)>,
}

impl Order {
    fn read(
        &mut self,
        entry: &[u8],
        index: u64,
        of: &Publishers,
        is_new: bool,
        audit: &mut LogAudit,
    ) -> LoggedText {
        let text = std::str::from_utf8(entry).ok();
        let said = text.and_then(Statement::decode);
        let set = text.and_then(|it| Publishers::parse(it).ok());
        let (read, origin) = match (said, set) {
            (Some(said), _) => (
                LoggedText::List {
                    role: said.role,
                    epoch: said.epoch,
                    sequence: said.sequence,
                    hash: said.list_hash,
                },
                said.origin,
            ),
            (None, Some(set)) => (
                LoggedText::Set {
                    epoch: set.epoch(),
                    hash: ListHash::of(entry),
                },
                set.origin().clone(),
            ),
            (None, None) => {
                audit.findings.push(AuditFinding::Unreadable { index });
                return LoggedText::Other;
            }
        };
        if origin != *of.origin() {
            let origin = origin.to_string();
            let other = AuditFinding::OtherList { index, origin };
            audit.findings.push(other);
        } else if is_new {
            self.follow(&read, index, audit);
        }
        read
    }

    /// Whether quick lists at this place can add to different approved lists. The newest one need not
    /// be published yet: then the log goes on with quick lists on the one before.
    fn is_unclear(&self, (kind, epoch, ..): Place) -> bool {
        let approved = (APPROVED, epoch, 0, 0)..=(APPROVED, epoch, u64::MAX, 0);
        kind == QUICK && self.seen.range(approved).count() != 1
    }

    fn follow(&mut self, read: &LoggedText, index: u64, audit: &mut LogAudit) {
        let (place, hash) = match *read {
            LoggedText::Other => return,
            LoggedText::Set { epoch, hash } => ((SET, epoch, 0, 0), hash),
            LoggedText::List {
                role: Role::Approved,
                epoch,
                sequence,
                hash,
            } => ((APPROVED, epoch, sequence, 0), hash),
            // Numbers of quick lists begin again with each approved list.
            LoggedText::List {
                epoch,
                sequence,
                hash,
                ..
            } => {
                let base = self.approved.map_or(0, |(_, it)| it);
                ((QUICK, epoch, base, sequence), hash)
            }
        };
        if let Some((other, before)) = self.seen.get(&place).copied() {
            // One list under two texts, which name other deltas, is one list.
            if before != hash {
                audit.findings.push(match self.is_unclear(place) {
                    true => AuditFinding::Unclear { index, other },
                    false => AuditFinding::Two { index, other },
                });
            }
            return;
        }
        self.seen.insert(place, (index, hash));
        let (number, expected, follows) = match *read {
            LoggedText::Set { epoch, .. } => {
                let expected = self.epoch.map_or(epoch, |it| it.saturating_add(1));
                self.epoch = Some(epoch);
                (epoch, expected, epoch == expected)
            }
            LoggedText::List {
                role: Role::Approved,
                epoch,
                sequence,
                ..
            } => {
                let expected = match self.approved {
                    None => sequence,
                    Some((before, last)) if before == epoch => last.saturating_add(1),
                    Some(_) => 1,
                };
                self.approved = Some((epoch, sequence));
                self.epoch = self.epoch.max(Some(epoch));
                (sequence, expected, sequence >= expected)
            }
            _ => return,
        };
        if !follows {
            audit.findings.push(AuditFinding::OutOfOrder {
                index,
                number,
                expected,
            });
        }
    }
}
