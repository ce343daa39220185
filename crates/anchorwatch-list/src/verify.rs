//! Who signed a list: the only way to a [`VerifiedList`].

use anchorwatch_identity::UnixSeconds;
use anchorwatch_note::{SignedNote, VerifierKey};

use crate::{
    Delta, DeltaProblem, List, ListHash, ListProblem, LogEntry, MAX_DELTA_BYTES, MAX_LIST_BYTES,
    Publishers, Role, Statement, VerifyProblem,
};

/// A statement that enough publishers signed. Made only by checking their signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedStatement {
    statement: Statement,
    signers: Vec<VerifierKey>,
    publishers: ListHash,
    logged: Logged,
}

/// Whether the text is in a public log.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Logged {
    NotAsked,
    Missing,
    Proven(LogEntry),
}

/// A list that enough publishers signed. It borrows exactly the octets that were checked.
///
/// **Not checked:** whether it is newer than what is held, or still valid:
/// [`ListState::accept`](crate::ListState::accept) does that, and takes nothing else:
///
/// ```compile_fail,E0308
/// use anchorwatch_identity::UnixSeconds;
/// use anchorwatch_list::{List, ListState};
///
/// fn act_on_what_nobody_signed(state: &ListState, list: &List<'_>, now: UnixSeconds) {
///     let _next = state.accept(list, now);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedList<'a> {
    list: List<'a>,
    hash: ListHash,
    signers: Vec<VerifierKey>,
    publishers: ListHash,
    log_entry: Option<LogEntry>,
}

/// Verifies a list that came whole, by publishers that ask for no log.
///
/// # Errors
/// [`VerifyProblem`]; nothing of the list is parsed before its signatures and its hash hold.
pub fn verify<'a>(
    note: &[u8],
    octets: &'a [u8],
    publishers: &Publishers,
    role: Role,
) -> Result<VerifiedList<'a>, VerifyProblem> {
    VerifiedStatement::verify(note, publishers, role)?.open(octets)
}

impl VerifiedStatement {
    /// Verifies a note, once, over the octets as they came.
    ///
    /// # Errors
    /// [`VerifyProblem`] if it is not a note, has a wrong signature by a publisher, is about
    /// another list, role or epoch, or has too few signatures, or not from the right groups.
    pub fn verify(note: &[u8], publishers: &Publishers, role: Role) -> Result<Self, VerifyProblem> {
        let note = SignedNote::parse(note).map_err(|why| VerifyProblem::Note { why })?;
        let verified = note.verify(publishers.keys());
        let verified = verified.map_err(|why| VerifyProblem::Note { why })?;
        let statement = Statement::decode(verified.text()).ok_or(VerifyProblem::Statement)?;
        if statement.origin != *publishers.origin() {
            let got = statement.origin.to_string();
            return Err(VerifyProblem::Origin { got });
        }
        if statement.role != role {
            return Err(VerifyProblem::Role);
        }
        if statement.epoch != publishers.epoch() {
            let (got, expected) = (statement.epoch, publishers.epoch());
            return Err(VerifyProblem::Epoch { got, expected });
        }
        let signers = verified.signers().to_vec();
        enough(&signers, publishers, role)?;
        let logged = match publishers.logs() {
            None => Logged::NotAsked,
            Some(_) => Logged::Missing,
        };
        Ok(Self {
            statement,
            signers,
            publishers: publishers.hash(),
            logged,
        })
    }

    /// Verifies a note together with the proof that its text is in a log, at this time. Where the
    /// set of publishers names no log, the proof is ignored.
    ///
    /// # Errors
    /// As [`VerifiedStatement::verify`], and [`VerifyProblem::LogProof`].
    pub fn verify_logged(
        note: &[u8],
        proof: &[u8],
        publishers: &Publishers,
        role: Role,
        clock: UnixSeconds,
    ) -> Result<Self, VerifyProblem> {
        let verified = Self::verify(note, publishers, role)?;
        let Some(logs) = publishers.logs() else {
            return Ok(verified);
        };
        if proof.is_empty() {
            return Err(VerifyProblem::NoLogProof);
        }
        // A statement has one spelling, so this is the text that was signed.
        let text = verified.statement.encode();
        let entry = LogEntry::verify(&text, proof, logs, clock);
        let entry = entry.map_err(|why| VerifyProblem::LogProof { why })?;
        Ok(Self {
            logged: Logged::Proven(entry),
            ..verified
        })
    }

    /// What was signed.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Checks that the octets are the list that was signed, and reads them.
    ///
    /// # Errors
    /// [`VerifyProblem::NoLogProof`] if the set of publishers asks for a proof that was not given;
    /// then nothing is read. [`VerifyProblem::Hash`] if they are others, [`VerifyProblem::List`] if the publishers
    /// signed something that is no list, and [`VerifyProblem::Header`] if they signed another one
    /// than they said.
    pub fn open<'a>(&self, octets: &'a [u8]) -> Result<VerifiedList<'a>, VerifyProblem> {
        let log_entry = match &self.logged {
            Logged::NotAsked => None,
            Logged::Missing => return Err(VerifyProblem::NoLogProof),
            Logged::Proven(entry) => Some(entry.clone()),
        };
        Ok(VerifiedList {
            list: self.open_between(octets)?,
            hash: self.statement.list_hash,
            signers: self.signers.clone(),
            publishers: self.publishers,
            log_entry,
        })
    }

    /// Reads a list on the way from the one that is held to the last one: it needs no proof from a
    /// log, and nothing but the next delta is applied to it.
    ///
    /// # Errors
    /// As [`VerifiedStatement::open`].
    pub fn open_between<'a>(&self, octets: &'a [u8]) -> Result<List<'a>, VerifyProblem> {
        too_large(octets, MAX_LIST_BYTES)?;
        let hash = ListHash::of(octets);
        let Statement {
            list_bytes,
            list_hash,
            ..
        } = &self.statement;
        if octets.len() as u64 != *list_bytes || hash != *list_hash {
            return Err(VerifyProblem::Hash);
        }
        let list = List::parse(octets).map_err(|why| VerifyProblem::List { why })?;
        let (header, said) = (list.header(), &self.statement);
        let is = (header.role(), header.epoch, header.sequence);
        if is != (said.role, said.epoch, said.sequence) {
            return Err(VerifyProblem::Header);
        }
        Ok(list)
    }

    /// Makes the octets of the list out of a delta that the note names. They still have to be
    /// [opened](Self::open).
    ///
    /// # Errors
    /// [`VerifyProblem::DeltaNotNamed`] if the note does not name these octets for this base; none
    /// of them is parsed then. [`VerifyProblem::Delta`] if they do not lead to the list.
    pub fn apply(&self, delta: &[u8], base: &List<'_>) -> Result<Vec<u8>, VerifyProblem> {
        too_large(delta, MAX_DELTA_BYTES)?;
        let (hash, base_hash) = (ListHash::of(delta), base.hash());
        let is_it = |it: &&crate::NamedDelta| it.base == base_hash && it.hash == hash;
        let named = self.statement.deltas.iter().find(is_it);
        if named.is_none_or(|it| it.bytes != delta.len() as u64) {
            return Err(VerifyProblem::DeltaNotNamed);
        }
        let refused = |why| VerifyProblem::Delta { why };
        let delta = Delta::parse(delta).map_err(|why| refused(DeltaProblem::Form { why }))?;
        delta.apply(base).map_err(refused)
    }
}

impl<'a> VerifiedList<'a> {
    /// The list.
    #[must_use]
    pub const fn list(&self) -> &List<'a> {
        &self.list
    }

    /// The hash of its octets.
    #[must_use]
    pub const fn hash(&self) -> ListHash {
        self.hash
    }

    /// The publishers that signed it.
    #[must_use]
    pub fn signers(&self) -> &[VerifierKey] {
        &self.signers
    }

    /// Where its note is in a public log, if the set of publishers asks for that.
    #[must_use]
    pub const fn log_entry(&self) -> Option<&LogEntry> {
        self.log_entry.as_ref()
    }

    /// The set of publishers with which it was verified.
    pub(crate) const fn publishers(&self) -> ListHash {
        self.publishers
    }
}

/// The only place where signatures are counted.
fn enough(
    signers: &[VerifierKey],
    publishers: &Publishers,
    role: Role,
) -> Result<(), VerifyProblem> {
    let (got, needed) = (owners(signers), publishers.threshold(role));
    if got < needed {
        let (got, needed) = (got as u64, needed as u64);
        return Err(VerifyProblem::Threshold { got, needed });
    }
    let quorum = publishers.quorum();
    if role == Role::Approved && !quorum.is_reached_by(signers) {
        let quorum = quorum.name().to_owned();
        return Err(VerifyProblem::Quorum { quorum });
    }
    Ok(())
}

/// How many different public keys there are. A set of publishers has none twice; that is not
/// relied on.
fn owners(signers: &[VerifierKey]) -> usize {
    let mut keys: Vec<_> = signers.iter().map(VerifierKey::public_key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len()
}

fn too_large(octets: &[u8], max: usize) -> Result<(), VerifyProblem> {
    if octets.len() > max {
        let max = max as u64;
        let why = ListProblem::TooLarge { max };
        return Err(VerifyProblem::List { why });
    }
    Ok(())
}
