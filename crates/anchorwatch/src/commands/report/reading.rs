//! Reads and judges the files, each completely or not at all.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anchorwatch_evidence::{EvidenceLines, MAX_EVIDENCE_BYTES, MAX_LINE_BYTES, import::Unreadable};
use anchorwatch_policy::DistrustSet;
use anchorwatch_report::{Place, Tally};
use anchorwatch_verdict::Memo;
use sha2::{Digest as _, Sha256};

use super::{
    files::InputFile,
    signed::{self, Hash},
};
use crate::{
    commands::verdict::Read,
    input,
    problem::{Hint, Hinted, Problem},
};

/// The most threads: each has its own memory of verdicts.
const MAX_THREADS: usize = 4;

/// The most vantage points that are counted separately; the others count as one.
const MAX_VANTAGES: usize = 1_000;

/// What was read from all files.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) tally: Tally,
    /// The names of the vantage points; `None`: nobody says who measured.
    pub(crate) vantages: Vec<Option<String>>,
    /// The numbers of files that cannot be read, and why.
    pub(crate) unread_files: Vec<(usize, anyhow::Error)>,
    /// The records that cannot be used, each with the number of its file; of each file the first.
    pub(crate) unread_records: Vec<(usize, Unreadable)>,
    pub(crate) unread_record_count: u64,
    numbers: HashMap<Option<String>, u32>,
    /// Of signed files, what is counted already.
    counted: HashSet<Hash>,
}

/// What was read from one file.
#[derive(Default)]
struct FileReading {
    /// What it was checked to be, if it had to be signed.
    signed: Option<Hash>,
    tally: Tally,
    vantages: Vec<Option<String>>,
    unread: Vec<Unreadable>,
    unread_count: u64,
}

/// Reads files on several threads, and adds them in their order, so that the report does not
/// depend on which was faster.
pub(crate) fn read_all(files: &[InputFile], distrust: &Arc<DistrustSet>) -> Reading {
    let next = AtomicUsize::new(0);
    let shared = Mutex::new(InOrder::default());
    // Of a file that is decoded at once there is only one in memory.
    let whole = Mutex::new(());
    let count = thread::available_parallelism().map_or(1, |it| it.get());
    let work = || {
        let mut memo = Memo::new(Arc::clone(distrust));
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(number) else {
                return;
            };
            let read = read_file(number, file, &mut memo, &whole);
            let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.add(number, read);
        }
    };
    thread::scope(|scope| {
        for _ in 1..count.min(MAX_THREADS).min(files.len()) {
            scope.spawn(work);
        }
        work();
    });
    let shared = shared.into_inner();
    shared.unwrap_or_else(PoisonError::into_inner).reading
}

/// Adds the files in their order, whatever the order in which they were read.
#[derive(Default)]
struct InOrder {
    reading: Reading,
    next: usize,
    waiting: BTreeMap<usize, anyhow::Result<FileReading>>,
}

impl InOrder {
    fn add(&mut self, number: usize, read: anyhow::Result<FileReading>) {
        self.waiting.insert(number, read);
        while let Some(read) = self.waiting.remove(&self.next) {
            self.reading.add(self.next, read);
            self.next += 1;
        }
    }
}

impl Reading {
    fn add(&mut self, number: usize, read: anyhow::Result<FileReading>) {
        let file = match read {
            Ok(file) => file,
            Err(error) => return self.unread_files.push((number, error)),
        };
        // A copy of what is signed is signed too, and is no second measurement.
        if file.signed.is_some_and(|hash| !self.counted.insert(hash)) {
            return;
        }
        let vantages = file.vantages.into_iter();
        let vantages: Vec<u32> = vantages.map(|it| self.number_of(it)).collect();
        self.tally.absorb(file.tally, &vantages);
        let unread = file.unread.into_iter();
        self.unread_records.extend(unread.map(|one| (number, one)));
        self.unread_record_count += file.unread_count;
    }

    fn number_of(&mut self, vantage: Option<String>) -> u32 {
        number_of(&mut self.numbers, &mut self.vantages, vantage)
    }
}

fn number_of(
    numbers: &mut HashMap<Option<String>, u32>,
    names: &mut Vec<Option<String>>,
    vantage: Option<String>,
) -> u32 {
    let vantage = if names.len() < MAX_VANTAGES || numbers.contains_key(&vantage) {
        vantage
    } else {
        None
    };
    let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
    *numbers.entry(vantage.clone()).or_insert_with(|| {
        names.push(vantage);
        next
    })
}

fn read_file(
    number: usize,
    file: &InputFile,
    memo: &mut Memo<'_>,
    whole: &Mutex<()>,
) -> anyhow::Result<FileReading> {
    let mut lines = open(&file.path)?;
    let mut line = Vec::new();
    next_line(&mut lines, &mut line, &file.path)?;
    memo.begin_file();
    if EvidenceLines::is_head(&line) {
        return stream(number, file, lines, line, memo);
    }
    drop((lines, line));
    let _only_one = whole.lock().unwrap_or_else(PoisonError::into_inner);
    at_once(number, file, memo)
}

/// Opens a file, never waiting for one that is no file.
fn open(path: &Path) -> anyhow::Result<BufReader<std::io::Take<File>>> {
    let refused = |error: std::io::Error| cannot_read(path, error);
    let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
    let file = File::options()
        .read(true)
        .custom_flags(nonblocking)
        .open(path)
        .map_err(refused)?;
    let metadata = file.metadata().map_err(refused)?;
    if !metadata.is_file() {
        return Err(refused(std::io::ErrorKind::InvalidInput.into()).into());
    }
    // What is added meanwhile is not read.
    Ok(BufReader::with_capacity(1 << 18, file.take(metadata.len())))
}

fn cannot_read(path: &Path, error: std::io::Error) -> Hinted {
    let path = path.to_owned();
    Hinted::new(&Problem::CannotRead { path }, &Hint::CheckPath).because(error)
}

/// The next line, without more than the longest one; empty at the end.
fn next_line(
    lines: &mut BufReader<std::io::Take<File>>,
    line: &mut Vec<u8>,
    path: &Path,
) -> anyhow::Result<()> {
    line.clear();
    let most = MAX_LINE_BYTES as u64 + 1;
    let read = lines.by_ref().take(most).read_until(b'\n', line);
    read.map_err(|error| cannot_read(path, error))?;
    Ok(())
}

/// Reads evidence, one measurement in memory at a time.
fn stream(
    number: usize,
    file: &InputFile,
    mut lines: BufReader<std::io::Take<File>>,
    mut line: Vec<u8>,
    memo: &mut Memo<'_>,
) -> anyhow::Result<FileReading> {
    let mut evidence = EvidenceLines::new();
    let mut reading = FileReading {
        signed: file.signed,
        vantages: vec![file.vantage.clone()],
        ..FileReading::default()
    };
    let mut index = 0;
    let file_number = u32::try_from(number).unwrap_or(u32::MAX);
    let damaged = |error| {
        let path = file.path.clone();
        Hinted::new(&Problem::EvidenceUnreadable { path }, &Hint::MeasureAgain).because(error)
    };
    let mut hash = file.signed.map(|_| Sha256::new());
    while !line.is_empty() {
        if let Some(hash) = &mut hash {
            hash.update(&line);
        }
        if let Some(measurement) = evidence.read(&line).map_err(damaged)? {
            let place = Place {
                file: file_number,
                index,
            };
            index = index.saturating_add(1);
            let verdict = memo.judge(&measurement);
            reading.tally.add(0, place, &measurement, &verdict);
        }
        next_line(&mut lines, &mut line, &file.path)?;
    }
    evidence.finish().map_err(damaged)?;
    if let Some((signed, hash)) = file.signed.zip(hash) {
        signed::is_as_signed(&file.path, signed, hash.finalize().into())?;
    }
    Ok(reading)
}

/// Reads evidence of the first schema, and others' measurements.
fn at_once(number: usize, file: &InputFile, memo: &mut Memo<'_>) -> anyhow::Result<FileReading> {
    let mut read = Read::default();
    let content = input::found(&file.path, MAX_EVIDENCE_BYTES)?;
    if let Some(signed) = file.signed {
        signed::check(&file.path, signed, &content)?;
    }
    read.add_content(&file.path, &content)?;
    let (mut names, mut numbers) = (Vec::new(), HashMap::new());
    let mut tally = Tally::default();
    for (index, (_, measurement)) in read.measurements.iter().enumerate() {
        let place = Place {
            file: u32::try_from(number).unwrap_or(u32::MAX),
            index: read.numbers.get(index).copied().unwrap_or(u32::MAX),
        };
        let vantage = read.networks.get(&index).map(ToString::to_string);
        let vantage = vantage.or_else(|| file.vantage.clone());
        let vantage = number_of(&mut numbers, &mut names, vantage);
        let verdict = memo.judge(measurement);
        tally.add(vantage, place, measurement, &verdict);
    }
    Ok(FileReading {
        signed: file.signed,
        tally,
        vantages: names,
        unread: read.unread.into_iter().map(|(_, one)| one).collect(),
        unread_count: read.unread_count,
    })
}
