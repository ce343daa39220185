//! Files for clients, made only if clients would take them.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{
    Bundle, BundledLog, Latest, List, ListHash, ListState, LoggedNote, Publishers, Role, Signed,
    VerifiedList, VerifiedStatement,
};
use anchorwatch_note::SignedNote;

use crate::{
    LogProblem, Mirror, OwnLog, PublishProblem, PublishedList,
    mirror::{list_name, log_name},
    next_list::undecided_count,
    own_log::CHECKPOINT,
    release::{assemble, statement_text},
};

/// What goes onto a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Files that never change, by their names. They have to be there before the others.
    pub files: Vec<(String, Vec<u8>)>,
    /// The log's checkpoint, by its name, if there is a log.
    pub checkpoint: Option<(String, Vec<u8>)>,
    /// The file `latest`, which leads to them; `None` if it stays as it is.
    pub latest: Option<Vec<u8>>,
    /// Everything in one file; `None` if that stays as it is.
    pub bundle: Option<Vec<u8>>,
    /// The names of those who signed.
    pub signers: Vec<String>,
    /// How many deltas lead to the list.
    pub delta_count: usize,
}

/// A log to which the texts were added, and a checkpoint of it with the cosignatures.
#[derive(Clone, Copy)]
pub struct ShownLog<'a> {
    /// The log.
    pub log: &'a OwnLog,
    /// The note.
    pub checkpoint: &'a str,
}

/// A list that only lacks its proof from a log, if the publishers ask for one.
pub struct Release<'a> {
    given: &'a Publishers,
    mirror: &'a Mirror,
    approved: PublishedList,
    quick: Option<PublishedList>,
    files: Vec<(String, Vec<u8>)>,
    signers: Vec<String>,
    delta_count: usize,
}

/// Assembles the signatures, and makes the files, for publishers that ask for no log.
///
/// # Errors
/// As [`Release::of_list`] and [`Release::publish`].
pub fn publish(
    given: &Publishers,
    mirror: &Mirror,
    octets: &[u8],
    notes: &[Vec<u8>],
    now: UnixSeconds,
) -> Result<Publication, PublishProblem> {
    Release::of_list(given, mirror, octets, notes, now)?.publish(None, now)
}

impl<'a> Release<'a> {
    /// Assembles the signatures. A client that asks for no log and holds what was published before
    /// has taken the list when this returns.
    ///
    /// # Errors
    /// [`PublishProblem`] says why clients would refuse it. Then nothing may be added to a log.
    pub fn of_list(
        given: &'a Publishers,
        mirror: &'a Mirror,
        octets: &[u8],
        notes: &[Vec<u8>],
        now: UnixSeconds,
    ) -> Result<Self, PublishProblem> {
        let publishers = mirror.publishers(given);
        let list = List::parse(octets).map_err(|why| PublishProblem::List { why })?;
        let role = list.header().role();
        let (text, deltas) = statement_text(publishers, mirror, &list)?;
        let note = assemble(&text, notes, publishers.keys())?;
        let unsigned = |why| PublishProblem::Unsigned { why };
        let said = VerifiedStatement::verify(&note, &publishers.without_logs(), role);
        let said = said.map_err(unsigned)?;
        let verified = said.open(octets).map_err(unsigned)?;
        let count = match role {
            Role::Approved => undecided_count(mirror, &list) as u64,
            Role::Quick => 0,
        };
        if count > 0 {
            return Err(PublishProblem::QuickUndecided { count });
        }
        taken(publishers, mirror, &verified, now)?;
        lead_there(&said, mirror, &deltas, octets)?;
        let own = PublishedList {
            note,
            octets: octets.to_vec(),
        };
        let delta_count = deltas.len();
        let files = files(publishers, &own, &list, deltas);
        let (approved, quick) = match role {
            Role::Approved => (own, None),
            Role::Quick => {
                let approved = own_approved(mirror, publishers);
                (approved.ok_or(PublishProblem::NoApproved)?, Some(own))
            }
        };
        let signers = verified.signers().iter().map(|it| it.name().to_string());
        Ok(Self {
            given,
            mirror,
            approved,
            quick,
            files,
            signers: signers.collect(),
            delta_count,
        })
    }

    /// What is on the mirror, to be published with newer proofs.
    ///
    /// # Errors
    /// [`PublishProblem::NoApproved`] if there is no list of these publishers.
    pub fn again(given: &'a Publishers, mirror: &'a Mirror) -> Result<Self, PublishProblem> {
        let approved = own_approved(mirror, mirror.publishers(given));
        Ok(Self {
            given,
            mirror,
            approved: approved.ok_or(PublishProblem::NoApproved)?,
            quick: mirror.quick.clone(),
            files: Vec::new(),
            signers: Vec::new(),
            delta_count: 0,
        })
    }

    /// The texts that have to be in the log: what the lists say that clients will hold.
    #[must_use]
    pub fn log_texts(&self) -> Vec<String> {
        let lists = std::iter::once(&self.approved).chain(&self.quick);
        lists.map(text).collect()
    }

    /// Makes the files. A client that holds what was published before, and one that holds nothing,
    /// have taken the list when this returns.
    ///
    /// # Errors
    /// [`PublishProblem`] says why clients would refuse it. Then nothing is made.
    pub fn publish(
        self,
        log: Option<ShownLog<'_>>,
        now: UnixSeconds,
    ) -> Result<Publication, PublishProblem> {
        let publishers = self.mirror.publishers(self.given);
        if publishers.logs().is_some() && log.is_none() {
            return Err(PublishProblem::Logs);
        }
        let log = log.filter(|_| publishers.logs().is_some());
        let approved = Proven::of(&self.approved, log)?;
        let quick = self.quick.as_ref().map(|it| Proven::of(it, log));
        let quick = quick.transpose()?;
        let bundle = self.bundle(&approved, quick.as_ref(), log);
        clients_take(self.given, self.mirror, &bundle, now)?;
        let latest = Latest {
            epoch: publishers.epoch(),
            approved: approved.logged(),
            quick: quick.as_ref().map(Proven::logged),
        };
        let mut made = Publication {
            latest: Some(latest.encode()),
            bundle: Some(bundle),
            signers: self.signers,
            delta_count: self.delta_count,
            files: self.files,
            checkpoint: None,
        };
        if let Some(log) = log {
            made.add_log(log);
        }
        Ok(made)
    }

    fn bundle(
        &self,
        approved: &Proven<'_>,
        quick: Option<&Proven<'_>>,
        log: Option<ShownLog<'_>>,
    ) -> Vec<u8> {
        let mut leaves = self.mirror.leaves.clone();
        if let Some(ShownLog { log, .. }) = log {
            leaves.insert(log.origin().to_owned(), log.leaves());
        }
        let sets = self.mirror.sets.iter();
        let sets = sets.map(|it| LoggedNote {
            note: &it.note,
            proof: &it.proof,
        });
        let sets: Vec<LoggedNote<'_>> = sets.collect();
        let first = self.given.epoch();
        let bundle = Bundle {
            first_epoch: first.saturating_add(u64::from(!sets.is_empty())),
            sets,
            approved: approved.signed(),
            quick: quick.map(Proven::signed),
            logs: leaves
                .iter()
                .map(|(origin, leaves)| BundledLog { origin, leaves })
                .collect(),
        };
        bundle.encode()
    }
}

impl Publication {
    /// Adds what a mirror has of a log.
    pub(crate) fn add_log(&mut self, shown: ShownLog<'_>) {
        let origin = shown.log.origin();
        let tiles = shown.log.tiles().iter();
        let tiles = tiles.map(|it| (log_name(origin, &it.path.to_string()), it.octets.clone()));
        // Whatever leads to them comes later.
        self.files.splice(0..0, tiles);
        let checkpoint = shown.checkpoint.as_bytes().to_vec();
        self.checkpoint = Some((log_name(origin, CHECKPOINT), checkpoint));
    }
}

/// A list with the proof that its note is in a log.
struct Proven<'a> {
    list: &'a PublishedList,
    proof: Vec<u8>,
}

impl<'a> Proven<'a> {
    fn of(list: &'a PublishedList, log: Option<ShownLog<'_>>) -> Result<Self, LogProblem> {
        let proof = match log {
            None => Vec::new(),
            Some(ShownLog { log, checkpoint }) => log.prove(&text(list), checkpoint)?,
        };
        Ok(Self { list, proof })
    }

    fn signed(&self) -> Signed<'_> {
        Signed {
            note: &self.list.note,
            proof: &self.proof,
            list: &self.list.octets,
        }
    }

    fn logged(&self) -> LoggedNote<'_> {
        LoggedNote {
            note: &self.list.note,
            proof: &self.proof,
        }
    }
}

/// The approved list, if these publishers signed it and not those before them.
fn own_approved(mirror: &Mirror, publishers: &Publishers) -> Option<PublishedList> {
    let approved = mirror.approved.clone();
    approved.filter(|_| mirror.sequence_in(publishers.epoch()) > 0)
}

/// What publishers signed about a list. The note was verified before.
fn text(list: &PublishedList) -> String {
    let note = SignedNote::parse(&list.note);
    note.map(|it| it.unverified_text().to_owned())
        .unwrap_or_default()
}

/// A client that holds what was published before takes the list.
fn taken(
    publishers: &Publishers,
    mirror: &Mirror,
    list: &VerifiedList<'_>,
    now: UnixSeconds,
) -> Result<(), PublishProblem> {
    let client = mirror.client(publishers)?;
    let next = client.accept(list, now);
    next.map_err(|why| PublishProblem::Refused { why })?;
    Ok(())
}

/// Each delta leads a client to the list.
fn lead_there(
    said: &VerifiedStatement,
    mirror: &Mirror,
    deltas: &[Vec<u8>],
    octets: &[u8],
) -> Result<(), PublishProblem> {
    let unsigned = |why| PublishProblem::Unsigned { why };
    let quick = mirror.quick.iter().map(|it| &it.octets);
    let bases: Vec<&Vec<u8>> = mirror.earlier.iter().chain(quick).collect();
    for delta in deltas {
        let parsed = anchorwatch_list::Delta::parse(delta);
        let from = parsed.map_err(|why| PublishProblem::List { why })?.base();
        let base = bases.iter().find(|it| ListHash::of(it) == from);
        let base = base.and_then(|it| List::parse(it).ok());
        let base = base.ok_or(PublishProblem::OtherText)?;
        let result = said.apply(delta, &base).map_err(unsigned)?;
        if result != octets {
            return Err(PublishProblem::OtherText);
        }
    }
    Ok(())
}

/// Both a client that holds nothing and one that holds what the mirror had take a bundle, with all
/// proofs from logs.
fn clients_take(
    given: &Publishers,
    mirror: &Mirror,
    bundle: &[u8],
    now: UnixSeconds,
) -> Result<(), PublishProblem> {
    let parsed = Bundle::parse(bundle).map_err(|why| PublishProblem::List { why })?;
    let fresh = ListState::new(given.clone());
    for client in std::iter::once(&fresh).chain(&mirror.taken) {
        let taken = client.accept_bundle(&parsed, now);
        taken.map_err(|why| PublishProblem::Bundle { why })?;
    }
    Ok(())
}

fn files(
    publishers: &Publishers,
    own: &PublishedList,
    list: &List<'_>,
    deltas: Vec<Vec<u8>>,
) -> Vec<(String, Vec<u8>)> {
    let named = |delta: Vec<u8>| (format!("delta/{}", ListHash::of(&delta)), delta);
    let mut files: Vec<_> = deltas.into_iter().map(named).collect();
    files.push((list_name(list.hash()), own.octets.clone()));
    let header = list.header();
    if header.role() == Role::Approved {
        let name = format!("approved/{}/{}", publishers.epoch(), header.sequence);
        files.push((name, own.note.clone()));
    }
    files
}
