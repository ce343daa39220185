//! What was published before, as a mirror has it.

use std::collections::BTreeMap;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{
    Latest, List, ListHash, ListState, LoggedNote, MAX_LATEST_BYTES, MAX_LIST_BYTES, MAX_SETS,
    MAX_SIGNED_SET_BYTES, Publishers, Role, VerifiedStatement, delta_bases,
};
use anchorwatch_note::{MAX_NOTE_BYTES, SignedNote};
use anchorwatch_transparency::{TileKind, TilePath, TiledLog, TreeHash, TreeHead, origin_hash};

use crate::{LogProblem, OwnLog, PublishProblem};

/// Reads a file of a mirror of at most so many bytes; `None` if it is not there.
pub type ReadFile<'a> = &'a dyn Fn(&str, u64) -> Result<Option<Vec<u8>>, PublishProblem>;

/// What publishers published last, and the lists from which deltas lead on. Everything in it has
/// the signatures that it needs.
#[derive(Debug, Clone, Default)]
pub struct Mirror {
    /// The sets that follow the one that was given.
    pub(crate) sets: Vec<PublishedSet>,
    /// Who signed the lists.
    signed_by: Option<Publishers>,
    pub(crate) approved: Option<PublishedList>,
    pub(crate) quick: Option<PublishedList>,
    /// Earlier approved lists, the latest first.
    pub(crate) earlier: Vec<Vec<u8>>,
    /// A client that took everything with the proofs that are there.
    pub(crate) taken: Option<ListState>,
    /// The leaves of the logs that this client has seen, by origin.
    pub(crate) leaves: BTreeMap<String, Vec<u8>>,
}

/// A list that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedList {
    /// The note.
    pub note: Vec<u8>,
    /// The list's octets.
    pub octets: Vec<u8>,
}

/// A set of publishers that the set before handed over to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublishedSet {
    pub(crate) note: Vec<u8>,
    pub(crate) proof: Vec<u8>,
    set: Publishers,
}

impl PublishedList {
    /// The list.
    #[must_use]
    pub fn list(&self) -> Option<List<'_>> {
        // It was read once before it was kept.
        List::parse(&self.octets).ok()
    }
}

impl Mirror {
    /// A mirror on which nothing was published.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Reads a mirror of these publishers, and of those to whom they handed over there.
    ///
    /// # Errors
    /// [`PublishProblem`] if a file cannot be read, or anything has not the signatures that it
    /// needs: publishers build on nothing that a client would not take.
    pub fn read(
        given: &Publishers,
        file: ReadFile<'_>,
        now: UnixSeconds,
    ) -> Result<Self, PublishProblem> {
        let mut reading = Reading {
            mirror: Self::default(),
            state: ListState::new(given.clone()),
            file,
            now,
        };
        let latest = file("latest", MAX_LATEST_BYTES as u64)?;
        match latest {
            Some(latest) => {
                let latest =
                    Latest::parse(&latest).map_err(|why| PublishProblem::Latest { why })?;
                reading.sets(latest.epoch)?;
                reading.lists(&latest)?;
                reading.sets(u64::MAX)?;
            }
            // Somebody took it away, or no list was published yet.
            None => {
                reading.sets(u64::MAX)?;
                if reading.mirror.sets.is_empty() {
                    let file = "latest".to_owned();
                    return Err(PublishProblem::Missing { file });
                }
            }
        }
        reading.leaves(given)?;
        let Reading { mirror, state, .. } = reading;
        Ok(Self {
            taken: Some(state),
            ..mirror
        })
    }

    /// Who publishes now: these, or those to whom they handed over on the mirror.
    #[must_use]
    pub fn publishers<'a>(&'a self, given: &'a Publishers) -> &'a Publishers {
        self.sets.last().map_or(given, |it| &it.set)
    }

    /// The newest set that was handed over to on the mirror, if it has this text, and the set before
    /// it.
    pub(crate) fn newest_set<'a>(
        &'a self,
        given: &'a Publishers,
        text: &str,
    ) -> Option<(&'a Publishers, &'a Publishers)> {
        let (newest, earlier) = self.sets.split_last()?;
        let before = earlier.last().map_or(given, |it| &it.set);
        (newest.set.text() == text).then_some((before, &newest.set))
    }

    /// The approved list.
    #[must_use]
    pub fn approved(&self) -> Option<List<'_>> {
        self.approved.as_ref()?.list()
    }

    /// The quick list that adds to it.
    #[must_use]
    pub fn quick(&self) -> Option<List<'_>> {
        self.quick.as_ref()?.list()
    }

    /// The list of a role.
    #[must_use]
    pub fn list(&self, role: Role) -> Option<List<'_>> {
        match role {
            Role::Approved => self.approved(),
            Role::Quick => self.quick(),
        }
    }

    /// The number of the last approved list of this set of publishers; 0 if there is none.
    #[must_use]
    pub fn sequence_in(&self, epoch: u64) -> u64 {
        let approved = self.approved();
        let own = approved.filter(|it| it.header().epoch == epoch);
        own.map_or(0, |it| it.header().sequence)
    }

    /// The texts that have to be in a log: what clients are shown, and each set of publishers that
    /// one before handed over to.
    #[must_use]
    pub fn log_texts(&self) -> Vec<String> {
        let lists = self.approved.iter().chain(&self.quick).map(|it| &it.note);
        let notes = self.sets.iter().map(|it| &it.note).chain(lists);
        let text = |note: &Vec<u8>| {
            let note = SignedNote::parse(note).ok()?;
            Some(note.unverified_text().to_owned())
        };
        notes.filter_map(text).collect()
    }

    /// Checks that a log grew from whatever the mirror shows of it. Else a list would be signed into
    /// another log than the one that clients have seen.
    ///
    /// # Errors
    /// [`LogProblem::Forgotten`].
    pub fn check_log(&self, log: &OwnLog) -> Result<(), LogProblem> {
        let taken = self.taken.as_ref();
        match taken.and_then(|it| it.log_head(log.origin())) {
            Some(head) if !log.grew_from(head) => {
                let (shown, signed) = (head.size, log.head().size);
                Err(LogProblem::Forgotten { shown, signed })
            }
            _ => Ok(()),
        }
    }

    /// A client of these publishers that took everything as it was published, and asks for no log.
    ///
    /// # Errors
    /// [`PublishProblem`] if a client would not have taken it.
    pub(crate) fn client(&self, publishers: &Publishers) -> Result<ListState, PublishProblem> {
        let signed_by = self.signed_by.as_ref().unwrap_or(publishers);
        let signed_by = signed_by.without_logs();
        let mut state = ListState::new(signed_by.clone());
        let mut last = UnixSeconds::new(0);
        let roles = [(Role::Approved, &self.approved), (Role::Quick, &self.quick)];
        for (role, published) in roles {
            let Some(PublishedList { note, octets }) = published else {
                continue;
            };
            let list = anchorwatch_list::verify(note, octets, &signed_by, role);
            let list = list.map_err(|why| PublishProblem::Before { why })?;
            // It may have expired since. A client that takes it now is not asked here.
            last = list.list().header().issued;
            let next = state.accept(&list, last);
            state = next.map_err(|why| PublishProblem::BeforeRefused { why })?;
        }
        if publishers.epoch() > signed_by.epoch() {
            return Ok(state.adopt(&publishers.without_logs(), last));
        }
        Ok(state)
    }
}

/// A mirror that is being read.
struct Reading<'a> {
    mirror: Mirror,
    /// What a client holds so far.
    state: ListState,
    file: ReadFile<'a>,
    now: UnixSeconds,
}

impl Reading<'_> {
    /// Follows the sets up to this epoch, as far as there are any.
    fn sets(&mut self, last: u64) -> Result<(), PublishProblem> {
        while self.state.publishers().epoch() < last && self.mirror.sets.len() < MAX_SETS {
            let epoch = self.state.publishers().epoch().saturating_add(1);
            let name = set_name(epoch);
            let Some(octets) = (self.file)(&name, MAX_SIGNED_SET_BYTES as u64)? else {
                break;
            };
            let set = LoggedNote::parse(&octets).map_err(|why| PublishProblem::List { why })?;
            let growth = |origin: &str, old, new| growth(self.file, origin, old, new);
            let next = self
                .state
                .rotate_logged(set.note, set.proof, &growth, self.now);
            self.state = next.map_err(|why| PublishProblem::SetBefore { why })?;
            self.mirror.sets.push(PublishedSet {
                note: set.note.to_vec(),
                proof: set.proof.to_vec(),
                set: self.state.publishers().clone(),
            });
        }
        Ok(())
    }

    fn lists(&mut self, latest: &Latest<'_>) -> Result<(), PublishProblem> {
        let publishers = self.state.publishers().clone();
        if latest.epoch != publishers.epoch() {
            let (got, expected) = (latest.epoch, publishers.epoch());
            return Err(PublishProblem::Epoch { got, expected });
        }
        self.mirror.approved = Some(self.list(latest.approved, Role::Approved)?);
        if let Some(quick) = latest.quick {
            self.mirror.quick = Some(self.list(quick, Role::Quick)?);
        }
        let sequence = self.mirror.sequence_in(publishers.epoch());
        for earlier in delta_bases(sequence.saturating_add(1)) {
            let name = format!("approved/{}/{earlier}", publishers.epoch());
            if let Some(note) = (self.file)(&name, MAX_NOTE_BYTES as u64)? {
                let said = VerifiedStatement::verify(&note, &publishers, Role::Approved);
                let said = said.map_err(|why| PublishProblem::Before { why })?;
                self.mirror.earlier.push(self.octets(&said)?);
            }
        }
        self.mirror.signed_by = Some(publishers);
        Ok(())
    }

    fn list(
        &mut self,
        logged: LoggedNote<'_>,
        role: Role,
    ) -> Result<PublishedList, PublishProblem> {
        let refused = |why| PublishProblem::Before { why };
        let publishers = self.state.publishers();
        let LoggedNote { note, proof } = logged;
        let said = VerifiedStatement::verify_logged(note, proof, publishers, role, self.now);
        let said = said.map_err(refused)?;
        let octets = self.octets(&said)?;
        let list = said.open(&octets).map_err(refused)?;
        if publishers.logs().is_some() {
            let growth = |origin: &str, old, new| growth(self.file, origin, old, new);
            // It may have expired since. What its proof shows of the log counts as before: else an
            // old copy of the log would pass for the whole one.
            let next = self.state.accept_published(&list, &growth, self.now);
            self.state = next.map_err(|why| PublishProblem::BeforeRefused { why })?;
        }
        let note = note.to_vec();
        Ok(PublishedList { note, octets })
    }

    /// The octets of a list.
    fn octets(&self, said: &VerifiedStatement) -> Result<Vec<u8>, PublishProblem> {
        let max = said.statement().list_bytes.min(MAX_LIST_BYTES as u64);
        let name = list_name(said.statement().list_hash);
        let octets = (self.file)(&name, max)?;
        let octets = octets.ok_or(PublishProblem::Missing { file: name })?;
        let read = said.open_between(&octets);
        read.map_err(|why| PublishProblem::Before { why })?;
        Ok(octets)
    }

    /// The leaves of every log that was seen: what a bundle needs.
    fn leaves(&mut self, given: &Publishers) -> Result<(), PublishProblem> {
        let sets = self.mirror.sets.iter().map(|it| &it.set);
        let logs = std::iter::once(given).chain(sets);
        let logs = logs.filter_map(Publishers::logs);
        let logs = logs.flat_map(|it| it.policy().logs());
        for log in logs {
            let origin = log.key.name().as_str();
            if let Some(head) = self.state.log_head(origin) {
                let leaves = leaves(self.file, origin, head)?;
                self.mirror.leaves.insert(origin.to_owned(), leaves);
            }
        }
        Ok(())
    }
}

/// The name of a list's file.
pub(crate) fn list_name(hash: ListHash) -> String {
    format!("list/{hash}")
}

/// The name of the file of a set of publishers.
pub(crate) fn set_name(epoch: u64) -> String {
    format!("publishers/{epoch}")
}

/// The name of a file of a log.
pub(crate) fn log_name(origin: &str, file: &str) -> String {
    format!("log/{}/{file}", origin_hash(origin))
}

fn tile(
    file: ReadFile<'_>,
    origin: &str,
    path: &TilePath,
) -> Result<Option<Vec<u8>>, PublishProblem> {
    let name = log_name(origin, &path.to_string());
    file(&name, path.max_bytes() as u64)
}

/// The hashes that show that a log only grew, out of the mirror's tiles. Nobody need trust them.
fn growth(file: ReadFile<'_>, origin: &str, old: TreeHead, new: TreeHead) -> Vec<TreeHash> {
    let read = |path: &TilePath| tile(file, origin, path).ok().flatten();
    let log = TiledLog::new(new, read);
    log.prove_consistency(old).unwrap_or_default()
}

fn leaves(file: ReadFile<'_>, origin: &str, head: TreeHead) -> Result<Vec<u8>, PublishProblem> {
    let kind = TileKind::Hashes { level: 0 };
    let mut leaves = Vec::new();
    let mut index = 0;
    while let Some(path) = TilePath::in_tree(kind, index, head.size) {
        let octets = match tile(file, origin, &path)? {
            Some(octets) => octets,
            // The partial one may be gone once the full one is there.
            None => tile(file, origin, &path.full())?.ok_or_else(|| PublishProblem::Missing {
                file: log_name(origin, &path.to_string()),
            })?,
        };
        leaves.extend(octets.iter().take(path.max_bytes()));
        index += 1;
    }
    Ok(leaves)
}
