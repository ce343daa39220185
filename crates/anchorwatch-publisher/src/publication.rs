//! Files for clients, made only if clients would take them.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{
    Bundle, Latest, List, ListHash, ListState, LoggedNote, Publishers, Role, Signed, VerifiedList,
    VerifiedStatement,
};

use crate::{
    Mirror, PublishProblem, PublishedList,
    mirror::list_name,
    next_list::undecided_count,
    release::{assemble, statement_text},
};

/// What goes onto a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Files that never change, by their names. They have to be there before the others.
    pub files: Vec<(String, Vec<u8>)>,
    /// The file `latest`, which leads to them.
    pub latest: Vec<u8>,
    /// Everything in one file.
    pub bundle: Vec<u8>,
    /// The names of those who signed.
    pub signers: Vec<String>,
    /// How many deltas lead to the list.
    pub delta_count: usize,
}

/// Assembles the signatures, and makes the files. A client that holds what was published before,
/// and one that holds nothing, have taken the list when this returns.
///
/// # Errors
/// [`PublishProblem`] says why clients would refuse it. Then nothing is made.
pub fn publish(
    publishers: &Publishers,
    mirror: &Mirror,
    octets: &[u8],
    notes: &[Vec<u8>],
    now: UnixSeconds,
) -> Result<Publication, PublishProblem> {
    let list = List::parse(octets).map_err(|why| PublishProblem::List { why })?;
    let role = list.header().role();
    let (text, deltas) = statement_text(publishers, mirror, &list)?;
    let note = assemble(&text, notes, publishers)?;
    let unsigned = |why| PublishProblem::Unsigned { why };
    let said = VerifiedStatement::verify(&note, publishers, role).map_err(unsigned)?;
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
    let (approved, quick) = match role {
        Role::Approved => (&own, None),
        Role::Quick => {
            let approved = mirror.approved.as_ref();
            (approved.ok_or(PublishProblem::NoApproved)?, Some(&own))
        }
    };
    let bundle = bundle(publishers, approved, quick);
    fresh_client_takes(publishers, &bundle, now)?;
    let latest = Latest {
        epoch: publishers.epoch(),
        approved: logged(approved),
        quick: quick.map(logged),
    };
    let signers = verified.signers().iter().map(|it| it.name().to_string());
    Ok(Publication {
        latest: latest.encode(),
        signers: signers.collect(),
        delta_count: deltas.len(),
        files: files(publishers, &own, &list, deltas),
        bundle,
    })
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

fn fresh_client_takes(
    publishers: &Publishers,
    bundle: &[u8],
    now: UnixSeconds,
) -> Result<(), PublishProblem> {
    let parsed = Bundle::parse(bundle).map_err(|why| PublishProblem::List { why })?;
    let fresh = ListState::new(publishers.clone());
    let taken = fresh.accept_bundle(&parsed, now);
    taken.map_err(|why| PublishProblem::Bundle { why })?;
    Ok(())
}

fn bundle(
    publishers: &Publishers,
    approved: &PublishedList,
    quick: Option<&PublishedList>,
) -> Vec<u8> {
    let bundle = Bundle {
        first_epoch: publishers.epoch(),
        sets: Vec::new(),
        approved: signed(approved),
        quick: quick.map(signed),
        logs: Vec::new(),
    };
    bundle.encode()
}

fn signed(list: &PublishedList) -> Signed<'_> {
    Signed {
        note: &list.note,
        proof: &[],
        list: &list.octets,
    }
}

fn logged(list: &PublishedList) -> LoggedNote<'_> {
    LoggedNote {
        note: &list.note,
        proof: &[],
    }
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
