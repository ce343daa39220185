//! The state as octets: a file of the client's own.
//!
//! ```text
//! state    = "AWSTATE" 01 latest publishers former held held retained waiting logs check
//! publishers = block                  ; their text
//! former   = delay until              ; a longer delay of an earlier set; both 0 if there is none
//! held     = block                    ; an approved list, a quick list; empty if there is none
//! retained = varint *(until waits-until block)   ; a block has one group of one entry
//! waiting  = varint *(id from)        ; ascending
//! logs     = varint *(origin size root known newest-at)  ; origins are blocks, ascending
//! check    = SHA-256 of all before
//! ```
//!
//! Numbers are those of the list's format. **Not checked:** signatures. Whoever can write the
//! client's files can write this one; the check is against damage.

use std::collections::BTreeMap;

use anchorwatch_transparency::{MAX_ORIGIN_BYTES, MAX_TREE_SIZE, TreeHash, TreeHead};

use super::{
    Held, ListState, Retained,
    log_memory::{MAX_SEEN_LOGS, SeenLog},
};
use crate::{
    EntryId, List, ListHash, ListProblem, MAX_ENTRIES, Publishers, Role, StateProblem,
    item::{Item, OwnedItem, write_groups},
    list::read_groups,
    octets::{Reader, put_block, put_varint},
};

const MAGIC: &[u8; 8] = b"AWSTATE\x01";
const CHECK_BYTES: usize = 32;

impl ListState {
    /// The octets to keep.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        put_time(&mut out, self.latest);
        put_block(&mut out, self.publishers.text().as_bytes());
        let (delay, until) = self.former_delay.unwrap_or_default();
        put_time(&mut out, delay);
        put_time(&mut out, until);
        for held in [&self.approved, &self.quick] {
            put_block(&mut out, held.as_ref().map_or(&[], |it| &it.octets));
        }
        put_varint(&mut out, self.retained.len());
        for (item, retained) in &self.retained {
            put_time(&mut out, retained.until);
            put_time(&mut out, retained.waits_until.unwrap_or(0));
            let mut group = Vec::new();
            write_groups(&mut group, &[item.borrow()]);
            put_block(&mut out, &group);
        }
        put_varint(&mut out, self.waiting.len());
        for (id, from) in &self.waiting {
            out.extend_from_slice(id.as_bytes());
            put_time(&mut out, *from);
        }
        put_varint(&mut out, self.logs.len());
        for (origin, seen) in &self.logs {
            put_log(&mut out, origin, seen);
        }
        let check = ListHash::of(&out);
        out.extend_from_slice(check.as_bytes());
        out
    }

    /// Reads a state.
    ///
    /// # Errors
    /// [`StateProblem`] if it is damaged or of another version. A client that cannot read its
    /// state must say so: to start with nothing is to forget which lists are old.
    pub fn decode(octets: &[u8]) -> Result<Self, StateProblem> {
        let (body, check) = octets
            .split_at_checked(octets.len().saturating_sub(CHECK_BYTES))
            .ok_or(StateProblem::Damaged)?;
        let rest = body.strip_prefix(MAGIC).ok_or(StateProblem::OtherFile)?;
        if ListHash::of(body).as_bytes() != check {
            return Err(StateProblem::Damaged);
        }
        let state = read(Reader::at(rest, MAGIC.len()))?;
        // One encoding: what was sorted otherwise, or is there twice, is not ours.
        if state.encode() != octets {
            return Err(StateProblem::Damaged);
        }
        Ok(state)
    }
}

impl From<ListProblem> for StateProblem {
    fn from(why: ListProblem) -> Self {
        Self::Form { why }
    }
}

fn read(mut reader: Reader<'_>) -> Result<ListState, StateProblem> {
    let latest = time(&mut reader)?;
    let publishers = std::str::from_utf8(reader.block()?.rest()).unwrap_or_default();
    let publishers = Publishers::parse(publishers);
    let publishers = publishers.map_err(|why| StateProblem::Publishers { why })?;
    let former_delay = (time(&mut reader)?, time(&mut reader)?);
    let approved = held(&mut reader, Role::Approved)?;
    let quick = held(&mut reader, Role::Quick)?;
    let mut retained = BTreeMap::new();
    for _ in 0..count(&mut reader)? {
        let until = time(&mut reader)?;
        let waits_until = Some(time(&mut reader)?).filter(|it| *it != 0);
        let item = item(&mut reader)?;
        retained.insert(item, Retained { until, waits_until });
    }
    let mut waiting = BTreeMap::new();
    for _ in 0..count(&mut reader)? {
        let id = EntryId::from_bytes(*reader.array()?);
        waiting.insert(id, time(&mut reader)?);
    }
    let logs = logs(&mut reader)?;
    reader.end()?;
    Ok(ListState {
        publishers,
        former_delay: Some(former_delay).filter(|it| *it != (0, 0)),
        approved,
        quick,
        latest,
        retained,
        waiting,
        logs,
    })
}

fn put_log(out: &mut Vec<u8>, origin: &str, seen: &SeenLog) {
    put_block(out, origin.as_bytes());
    out.extend_from_slice(&seen.head.size.to_be_bytes());
    out.extend_from_slice(seen.head.root.as_bytes());
    out.extend_from_slice(&seen.known.to_be_bytes());
    put_time(out, seen.newest_at);
}

fn logs(reader: &mut Reader<'_>) -> Result<BTreeMap<String, SeenLog>, ListProblem> {
    let mut logs = BTreeMap::new();
    let wrong = reader.value();
    let count = reader.varint()?;
    if count > MAX_SEEN_LOGS {
        return Err(wrong);
    }
    for _ in 0..count {
        let wrong = reader.value();
        let origin = std::str::from_utf8(reader.block()?.rest()).map_err(|_| wrong.clone())?;
        let size = reader.u64()?;
        let root = TreeHash::new(*reader.array()?);
        let known = reader.u64()?;
        let newest_at = time(reader)?;
        if origin.len() > MAX_ORIGIN_BYTES || known > size || size > MAX_TREE_SIZE {
            return Err(wrong);
        }
        let head = TreeHead { size, root };
        let seen = SeenLog {
            head,
            known,
            newest_at,
        };
        logs.insert(origin.to_owned(), seen);
    }
    Ok(logs)
}

fn held(reader: &mut Reader<'_>, role: Role) -> Result<Option<Held>, ListProblem> {
    let block = reader.block()?;
    if block.is_empty() {
        return Ok(None);
    }
    let list = List::parse(block.rest())?;
    if list.header().role() != role {
        return Err(block.value());
    }
    Ok(Some(Held {
        octets: block.rest().to_vec(),
        header: *list.header(),
        hash: list.hash(),
    }))
}

fn item(reader: &mut Reader<'_>) -> Result<OwnedItem, ListProblem> {
    let block = reader.block()?;
    let groups = read_groups(block, Role::Approved)?;
    let items: Vec<Item<'_>> = groups.iter().flat_map(crate::group::Group::items).collect();
    match items.as_slice() {
        [item] => Ok(OwnedItem::from(*item)),
        _ => Err(block.value()),
    }
}

fn count(reader: &mut Reader<'_>) -> Result<usize, ListProblem> {
    let wrong = reader.value();
    let count = reader.varint()?;
    if count > MAX_ENTRIES {
        return Err(wrong);
    }
    Ok(count)
}

/// Times of lists and a delay after them: never before 1970.
fn put_time(out: &mut Vec<u8>, time: i64) {
    out.extend_from_slice(&u64::try_from(time).unwrap_or(0).to_be_bytes());
}

fn time(reader: &mut Reader<'_>) -> Result<i64, ListProblem> {
    let wrong = reader.value();
    i64::try_from(reader.u64()?).map_err(|_| wrong)
}
