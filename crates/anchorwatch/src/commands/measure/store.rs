//! The evidence of a run, in the segments of its folder.
//!
//! A segment has measurements of one round. Those of one visit are appended in one piece, so that
//! a kill leaves a visit out completely or records it completely.

use std::collections::BTreeMap;

use anchorwatch_evidence::{MAX_EVIDENCE_BYTES, Measurement, Segment, SegmentWriter};
use anchorwatch_home::{GrowingRecord, Record, RecordFolder};
use sha2::{Digest as _, Sha256};

use crate::problem::{Hint, Hinted, Problem};

const SOFTWARE: &str = concat!("anchorwatch ", env!("CARGO_PKG_VERSION"));

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// Writes segments.
#[derive(Debug)]
pub(super) struct Store<'a> {
    folder: &'a RecordFolder,
    growing: Option<(Growing, SegmentWriter)>,
    next: u64,
    completed: BTreeMap<String, Hash>,
}

/// A segment that grows, and the hash of what it has so far, whatever others write into it.
#[derive(Debug)]
struct Growing {
    record: GrowingRecord,
    hash: Sha256,
}

impl Growing {
    fn append(&mut self, piece: &[u8]) -> Result<(), anchorwatch_home::Error> {
        self.record.append(piece)?;
        self.hash.update(piece);
        Ok(())
    }
}

/// Which targets are measured, in each round.
#[derive(Debug, Default)]
pub(super) struct Done {
    rounds: BTreeMap<u64, DoneRound>,
}

/// Which targets of a round are measured: of each number the quotient by 64, with a bit for the
/// rest. What is not recorded takes no memory.
#[derive(Debug, Default)]
pub(super) struct DoneRound {
    words: BTreeMap<u64, u64>,
    pub(super) count: u64,
}

impl Done {
    /// What is measured of a round; `None`: nothing.
    pub(super) fn round(&self, round: u64) -> Option<&DoneRound> {
        self.rounds.get(&round)
    }

    /// The newest round of which something is measured; the first one, if nothing is.
    pub(super) fn newest(&self) -> u64 {
        self.rounds.keys().next_back().copied().unwrap_or_default()
    }
}

impl DoneRound {
    pub(super) fn has(&self, target: u64) -> bool {
        let word = self.words.get(&(target / 64));
        word.is_some_and(|it| it & Self::bit(target) != 0)
    }

    fn add(&mut self, target: u64) {
        if !self.has(target) {
            *self.words.entry(target / 64).or_default() |= Self::bit(target);
            self.count += 1;
        }
    }

    fn bit(target: u64) -> u64 {
        1 << (target % 64)
    }
}

/// How measurements are numbered: by round, target and name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) per_visit: u64,
    pub(super) targets: u64,
    pub(super) rounds: u64,
}

impl Numbers {
    /// The number of a visit's first measurement.
    pub(super) fn first(self, round: u64, target: u64) -> u64 {
        (round * self.targets + target) * self.per_visit
    }

    /// The round and the target of a measurement.
    fn place(self, number: u64) -> (u64, u64) {
        let visit = number / self.per_visit;
        (visit / self.targets, visit % self.targets)
    }
}

impl<'a> Store<'a> {
    /// Goes on after what the folder has. `seen` is called with the round and the measurements of
    /// each visit, as they were recorded.
    pub(super) fn open(
        folder: &'a RecordFolder,
        numbers: Numbers,
        mut seen: impl FnMut(u64, &[(Option<u64>, Measurement)]),
    ) -> anyhow::Result<(Self, Done)> {
        let records = folder.records()?;
        let newest = records.last().map(|it| it.number);
        let mut store = Self {
            folder,
            growing: None,
            next: newest.map_or(1, |it| it + 1),
            completed: BTreeMap::new(),
        };
        let mut done = Done::default();
        for record in records {
            let (segment, whole) = store.read(record, numbers)?;
            let place = |number: Option<u64>| number.map(|it| numbers.place(it));
            for visit in segment
                .measurements
                .chunk_by(|(one, _), (next, _)| place(*one) == place(*next))
            {
                let first = visit.first().and_then(|(number, _)| place(*number));
                if let Some((round, target)) = first {
                    done.rounds.entry(round).or_default().add(target);
                    seen(round, visit);
                }
            }
            if !record.is_complete {
                store.go_on(record, segment, whole, Some(record.number) == newest)?;
            }
        }
        // What is missing of an earlier round does not go into a segment of the newest one.
        let is_missing = |round: u64| {
            let round = done.round(round);
            round.is_none_or(|it| it.count < numbers.targets)
        };
        if (0..done.newest()).any(is_missing) {
            store.close()?;
        }
        Ok((store, done))
    }

    /// Reads a segment, with the hash of its whole part.
    fn read(&self, record: Record, numbers: Numbers) -> anyhow::Result<(Segment, Sha256)> {
        let text = self.folder.read_record(record, MAX_EVIDENCE_BYTES)?;
        let damaged = || {
            let path = self.folder.record_path(record);
            Hinted::new(&Problem::RunDamaged { path }, &Hint::MoveSegment)
        };
        let segment = Segment::read(&text, numbers.per_visit);
        let segment = segment.map_err(|error| damaged().because(error))?;
        // A round that the run does not have would make it look complete.
        let mut places = segment
            .measurements
            .iter()
            .filter_map(|(number, _)| *number);
        let is_of_run = places.all(|number| numbers.place(number).0 < numbers.rounds);
        if !is_of_run || (record.is_complete && !segment.is_closed) {
            return Err(damaged().into());
        }
        let length = usize::try_from(segment.whole_bytes).unwrap_or(usize::MAX);
        let whole = text.get(..length).unwrap_or(&text);
        let hash = Sha256::new_with_prefix(whole);
        Ok((segment, hash))
    }

    /// A segment that was not completed: the newest one grows on, another one is completed.
    fn go_on(
        &mut self,
        record: Record,
        segment: Segment,
        hash: Sha256,
        is_newest: bool,
    ) -> anyhow::Result<()> {
        let record = self.folder.go_on(record.number, segment.whole_bytes)?;
        let mut growing = Growing { record, hash };
        let mut writer = segment.writer;
        if segment.whole_bytes == 0 {
            let (fresh, head) = SegmentWriter::begin(SOFTWARE);
            writer = fresh;
            growing.append(&head)?;
        }
        if segment.is_closed {
            self.complete(growing)?;
        } else if is_newest {
            self.growing = Some((growing, writer));
        } else {
            growing.append(&writer.end())?;
            self.complete(growing)?;
        }
        Ok(())
    }

    fn complete(&mut self, growing: Growing) -> anyhow::Result<()> {
        let Growing { record, hash } = growing;
        let name = RecordFolder::name_of(Record {
            number: record.number(),
            is_complete: true,
        });
        self.folder.complete(record)?;
        self.completed.insert(name, hash.finalize().into());
        Ok(())
    }

    /// Completes what was begun earlier, so that nothing is added to a segment for which this
    /// process cannot vouch.
    pub(super) fn begin_anew(&mut self) -> anyhow::Result<()> {
        self.close()?;
        self.completed.clear();
        Ok(())
    }

    /// The segments that were completed, with the hashes of what was written into them.
    pub(super) fn into_completed(self) -> BTreeMap<String, Hash> {
        self.completed
    }

    /// Records the measurements of one visit; `first` is the number of the first of them.
    pub(super) fn record(&mut self, first: u64, visit: &[Measurement]) -> anyhow::Result<()> {
        let (mut growing, mut writer) = match self.growing.take() {
            Some(growing) => growing,
            None => self.begin()?,
        };
        let mut piece = Vec::new();
        for (number, measurement) in (first..).zip(visit) {
            piece.extend(writer.add(measurement, Some(number)));
        }
        growing.append(&piece)?;
        let is_full = writer.is_full();
        self.growing = Some((growing, writer));
        if is_full { self.close() } else { Ok(()) }
    }

    fn begin(&mut self) -> anyhow::Result<(Growing, SegmentWriter)> {
        let mut growing = Growing {
            record: self.folder.begin(self.next)?,
            hash: Sha256::new(),
        };
        self.next += 1;
        let (writer, head) = SegmentWriter::begin(SOFTWARE);
        growing.append(&head)?;
        Ok((growing, writer))
    }

    /// Completes the segment that grows, if one does.
    pub(super) fn close(&mut self) -> anyhow::Result<()> {
        if let Some((mut growing, writer)) = self.growing.take() {
            growing.append(&writer.end())?;
            self.complete(growing)?;
        }
        Ok(())
    }
}
