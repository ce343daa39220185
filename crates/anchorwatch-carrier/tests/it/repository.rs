//! The files of a mirror, as publishers write them.

use std::{collections::BTreeMap, path::Path};

use anchorwatch_list::{Bundle, Latest, List, ListHash, LoggedNote, Signed, delta_bases};
use anchorwatch_transparency::{TileWriter, origin_hash};

use crate::{log::*, publisher::*};

/// Everything that was ever published.
#[derive(Clone, Default)]
pub(crate) struct Repository {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    approved: Vec<Vec<u8>>,
    quick: Option<Vec<u8>>,
    log: Option<Log>,
    tiles: TileWriter,
}

impl Repository {
    /// Publishers that ask for no log.
    pub(crate) fn plain() -> Self {
        Self::default()
    }

    /// Publishers that ask for a log.
    pub(crate) fn logged() -> Self {
        Self {
            log: Some(Log::default()),
            ..Self::default()
        }
    }

    /// Publishes an approved list; the quick one is gone with its base.
    pub(crate) fn approve(&mut self, octets: Vec<u8>) {
        let list = List::parse(&octets).unwrap();
        let sequence = list.header().sequence;
        let bases = delta_bases(sequence);
        let with_delta = self.approved.iter().filter(|it| {
            let base = List::parse(it).unwrap();
            bases.contains(&base.header().sequence)
        });
        let deltas: Vec<Vec<u8>> = with_delta.map(|it| between(it, &octets)).collect();
        let named: Vec<&[u8]> = deltas.iter().map(Vec::as_slice).collect();
        let note = note_with(&octets, &named, HIGH);
        self.add_entry(&statement(&octets, &named).encode());
        self.put("list", &octets);
        for delta in &deltas {
            self.put("delta", delta);
        }
        self.files.insert(format!("approved/1/{sequence}"), note);
        self.approved.push(octets);
        self.quick = None;
        self.renew(START + 10 * DAY);
    }

    /// Publishes a quick list on the last approved one.
    pub(crate) fn add_quick(&mut self, sequence: u64, texts: &[&str]) {
        let entries: Vec<_> = texts.iter().map(|it| local(it)).collect();
        let octets = quick(sequence, self.last(), &entries);
        self.add_entry(&statement(&octets, &[]).encode());
        self.put("list", &octets);
        self.quick = Some(octets);
        self.renew(START + 10 * DAY);
    }

    /// The last approved list.
    pub(crate) fn last(&self) -> &[u8] {
        self.approved.last().unwrap()
    }

    pub(crate) fn log(&self) -> &Log {
        self.log.as_ref().unwrap()
    }

    fn put(&mut self, kind: &str, octets: &[u8]) {
        let name = format!("{kind}/{}", ListHash::of(octets));
        self.files.insert(name, octets.to_vec());
    }

    fn add_entry(&mut self, text: &str) {
        let Some(log) = &mut self.log else {
            return;
        };
        log.add(text);
        self.tiles.add(text.as_bytes()).unwrap();
        for tile in self.tiles.take() {
            let name = format!("log/{}/{}", origin_hash(LOG), tile.path);
            self.files.insert(name, tile.octets);
        }
    }

    /// Writes the newest notes, with proofs that witnesses cosigned at this time.
    pub(crate) fn renew(&mut self, at: i64) {
        let last = List::parse(self.last()).unwrap();
        let name = format!("approved/1/{}", last.header().sequence);
        let approved = self.files[&name].clone();
        let quick = self.quick.as_ref().map(|it| note(it, QUICK));
        let size = self.log.as_ref().map_or(0, Log::size);
        let back = if quick.is_some() { 2 } else { 1 };
        let proof = |index| {
            self.log
                .as_ref()
                .map(|it| it.proof(index, at))
                .unwrap_or_default()
        };
        let of_approved = proof(size.saturating_sub(back));
        let of_quick = proof(size.saturating_sub(1));
        let latest = Latest {
            epoch: 1,
            approved: LoggedNote {
                note: &approved,
                proof: &of_approved,
            },
            quick: quick.as_ref().map(|note| LoggedNote {
                note,
                proof: &of_quick,
            }),
        };
        self.files.insert("latest".to_owned(), latest.encode());
    }

    /// The same as one file.
    pub(crate) fn bundle(&self) -> Vec<u8> {
        let latest = Latest::parse(&self.files["latest"]).unwrap();
        let bundle = Bundle {
            first_epoch: 2,
            sets: Vec::new(),
            approved: Signed {
                note: latest.approved.note,
                proof: latest.approved.proof,
                list: self.last(),
            },
            quick: None,
            logs: Vec::new(),
        };
        bundle.encode()
    }

    /// Writes the files into a folder.
    pub(crate) fn write(&self, folder: &Path) {
        for (name, octets) in &self.files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, octets).unwrap();
        }
    }
}

/// Approved lists up to this number, of which each has a key more.
pub(crate) fn grown(mut repository: Repository, count: u64) -> Repository {
    let next = repository.approved.len() as u64 + 1;
    for sequence in next..=count {
        let entries: Vec<_> = (0..sequence)
            .map(|it| public(&format!("key {it}")))
            .collect();
        repository.approve(approved_at(sequence, &entries));
    }
    repository
}

/// An approved list that was issued on the eighth day, so that many can follow each other.
pub(crate) fn approved_at(sequence: u64, entries: &[anchorwatch_policy::DistrustEntry]) -> Vec<u8> {
    let header = anchorwatch_list::Header {
        issued: at(START + 8 * DAY + i64::try_from(sequence).unwrap()),
        expires: at(START + 60 * DAY),
        ..header(sequence, None)
    };
    list(header, entries)
}

/// A mirror's first file, with this note for the approved list and nothing else.
pub(crate) fn latest_of(note: &[u8]) -> Vec<u8> {
    let approved = LoggedNote { note, proof: &[] };
    let quick = None;
    let latest = Latest {
        epoch: 1,
        approved,
        quick,
    };
    latest.encode()
}
