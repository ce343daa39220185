//! A list by deltas, where that is shorter (`docs/spec/distrust-list.md` §5.1).

use anchorwatch_list::{
    ListHash, ListState, MAX_DELTA_BYTES, MAX_LIST_BYTES, NamedDelta, Role, VerifiedStatement,
    route,
};

use crate::{CarrierProblem, file_name::FileName, store::Opened};

/// The longest note of a list in between: notes of hundreds of publishers take the whole list.
const MAX_NOTE_IN_BETWEEN: u64 = 1 << 18;

/// The octets of the list that was signed: held already, by deltas, or whole. They still have to
/// be opened.
pub(crate) fn octets(
    opened: &Opened,
    state: &ListState,
    said: &VerifiedStatement,
) -> Result<Vec<u8>, CarrierProblem> {
    let statement = said.statement();
    let held = state.held(statement.role);
    if let Some(held) = held.filter(|it| it.hash() == statement.list_hash) {
        return Ok(held.octets().to_vec());
    }
    if let Some(octets) = by_deltas(opened, state, said) {
        return Ok(octets);
    }
    let max = statement.list_bytes.min(MAX_LIST_BYTES as u64);
    opened.get(&FileName::List(statement.list_hash), max)
}

/// `None` if that is not shorter, or anything about it fails.
fn by_deltas(opened: &Opened, state: &ListState, said: &VerifiedStatement) -> Option<Vec<u8>> {
    let statement = said.statement();
    let held = state.held(statement.role)?;
    if let Some(delta) = from(said, held.hash()) {
        let is_shorter = delta.bytes < statement.list_bytes;
        return is_shorter.then(|| one(opened, said, delta, held.octets()))?;
    }
    let header = held.header();
    if statement.role == Role::Quick || header.epoch != statement.epoch {
        return None;
    }
    let way = route(header.sequence, statement.sequence)?;
    let (_, between) = way.split_last()?;
    let mut left = statement.list_bytes;
    let mut steps: Vec<VerifiedStatement> = Vec::new();
    let mut at = held.hash();
    for sequence in between {
        let name = FileName::Approved(statement.epoch, *sequence);
        let note = opened.get(&name, left.min(MAX_NOTE_IN_BETWEEN)).ok()?;
        let step = VerifiedStatement::verify(&note, state.publishers(), Role::Approved).ok()?;
        let is_it = step.statement().sequence == *sequence;
        let delta = from(&step, at).filter(|_| is_it)?;
        left = left
            .checked_sub(note.len() as u64)?
            .checked_sub(delta.bytes)?;
        at = step.statement().list_hash;
        steps.push(step);
    }
    left.checked_sub(from(said, at)?.bytes)?;
    let mut octets = held.octets().to_vec();
    for step in steps.iter().chain([said]) {
        let delta = from(step, ListHash::of(&octets))?;
        octets = one(opened, step, delta, &octets)?;
    }
    Some(octets)
}

fn from(said: &VerifiedStatement, base: ListHash) -> Option<NamedDelta> {
    let mut deltas = said.statement().deltas.iter();
    deltas.find(|it| it.base == base).copied()
}

/// Applies one delta. The result is what was signed, or nothing.
fn one(
    opened: &Opened,
    said: &VerifiedStatement,
    delta: NamedDelta,
    base: &[u8],
) -> Option<Vec<u8>> {
    let max = delta.bytes.min(MAX_DELTA_BYTES as u64);
    let octets = opened.get(&FileName::Delta(delta.hash), max).ok()?;
    let base = anchorwatch_list::List::parse(base).ok()?;
    let result = said.apply(&octets, &base).ok()?;
    said.open_between(&result).ok()?;
    Some(result)
}
