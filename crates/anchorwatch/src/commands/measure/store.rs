//! The evidence of a run, in the segments of its folder.
//!
//! A segment has measurements of one round. Those of one visit are appended in one piece, so that
//! a kill leaves a visit out completely or records it completely.

use anchorwatch_evidence::{MAX_EVIDENCE_BYTES, Measurement, Segment, SegmentWriter};
use anchorwatch_home::{GrowingRecord, Record, RecordFolder};

use crate::problem::{Hint, Hinted, Problem};

const SOFTWARE: &str = concat!("anchorwatch ", env!("CARGO_PKG_VERSION"));

/// Writes segments.
#[derive(Debug)]
pub(super) struct Store<'a> {
    folder: &'a RecordFolder,
    growing: Option<(GrowingRecord, SegmentWriter)>,
    next: u64,
}

/// Which targets of the newest round are measured.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) round: u64,
    words: Vec<u64>,
    pub(super) count: u64,
}

impl Done {
    pub(super) fn has(&self, target: u64) -> bool {
        let (word, bit) = Self::place(target);
        self.words.get(word).is_some_and(|it| it & bit != 0)
    }

    fn add(&mut self, target: u64) {
        if self.has(target) {
            return;
        }
        let (word, bit) = Self::place(target);
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        if let Some(it) = self.words.get_mut(word) {
            *it |= bit;
            self.count += 1;
        }
    }

    fn place(target: u64) -> (usize, u64) {
        let word = usize::try_from(target / 64).unwrap_or(usize::MAX);
        (word, 1 << (target % 64))
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
    /// Goes on after what the folder has. `seen` is called with each measurement of the newest
    /// round.
    pub(super) fn open(
        folder: &'a RecordFolder,
        numbers: Numbers,
        mut seen: impl FnMut(&Measurement),
    ) -> anyhow::Result<(Self, Done)> {
        let records = folder.records()?;
        let mut store = Self {
            folder,
            growing: None,
            next: records.last().map_or(1, |it| it.number + 1),
        };
        let mut done: Option<Done> = None;
        for (age, record) in records.iter().rev().enumerate() {
            let segment = store.read(*record, numbers)?;
            let rounds = segment.measurements.iter();
            let mut rounds = rounds.filter_map(|(number, _)| Some(numbers.place((*number)?)));
            let round = rounds.next_back().map(|(round, _)| round);
            let is_of_earlier = match (&done, round) {
                (Some(done), Some(round)) => round != done.round,
                _ => false,
            };
            if !is_of_earlier {
                for (number, measurement) in &segment.measurements {
                    if let Some((round, target)) = number.map(|it| numbers.place(it)) {
                        let done = done.get_or_insert_with(|| Done {
                            round,
                            ..Done::default()
                        });
                        done.add(target);
                        seen(measurement);
                    }
                }
            }
            if !record.is_complete {
                store.go_on(*record, segment, age == 0)?;
            }
            if is_of_earlier {
                break;
            }
        }
        Ok((store, done.unwrap_or_default()))
    }

    fn read(&self, record: Record, numbers: Numbers) -> anyhow::Result<Segment> {
        let text = self.folder.read_record(record, MAX_EVIDENCE_BYTES)?;
        let damaged = || {
            let name = format!("{:06}.jsonl", record.number);
            let path = self.folder.path().join(name);
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
        Ok(segment)
    }

    /// A segment that was not completed: the newest one grows on, another one is completed.
    fn go_on(&mut self, record: Record, segment: Segment, is_newest: bool) -> anyhow::Result<()> {
        let mut growing = self.folder.go_on(record.number, segment.whole_bytes)?;
        let mut writer = segment.writer;
        if segment.whole_bytes == 0 {
            let (fresh, head) = SegmentWriter::begin(SOFTWARE);
            writer = fresh;
            growing.append(&head)?;
        }
        if segment.is_closed {
            self.folder.complete(growing)?;
        } else if is_newest {
            self.growing = Some((growing, writer));
        } else {
            growing.append(&writer.end())?;
            self.folder.complete(growing)?;
        }
        Ok(())
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

    fn begin(&mut self) -> anyhow::Result<(GrowingRecord, SegmentWriter)> {
        let mut growing = self.folder.begin(self.next)?;
        self.next += 1;
        let (writer, head) = SegmentWriter::begin(SOFTWARE);
        growing.append(&head)?;
        Ok((growing, writer))
    }

    /// Completes the segment that grows, if one does.
    pub(super) fn close(&mut self) -> anyhow::Result<()> {
        if let Some((mut growing, writer)) = self.growing.take() {
            growing.append(&writer.end())?;
            self.folder.complete(growing)?;
        }
        Ok(())
    }
}
