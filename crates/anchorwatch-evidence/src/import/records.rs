//! The records of a file: one document, a list of them, or one on each line.

use std::collections::BTreeMap;

use super::{
    ImportError, Imported, MAX_MEASUREMENTS, MAX_RECORD_BYTES, MAX_UNREADABLE, Network, Reader,
    RecordProblem, Unreadable, json::Json,
};
use crate::{ImportFormat, Measurement};

/// Reads every record. A file that is one document is read as that; any other as JSON Lines.
pub(super) fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let mut all = Records::default();
    let whole = parse(bytes);
    match &whole {
        Ok(Json::List(elements)) => {
            for (number, element) in (1..).zip(elements) {
                all.add(number, Ok(element));
            }
        }
        Ok(document) => all.add(1, Ok(document)),
        Err(_) => {
            let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
            for (number, line) in lines.filter(|(_, line)| !line.trim_ascii().is_empty()) {
                let record = if all.is_full {
                    Err(over_limit())
                } else {
                    parse(line)
                };
                all.add(number, record.as_ref().map_err(Clone::clone));
            }
        }
    }
    all.finish(whole.err())
}

fn parse(bytes: &[u8]) -> Result<Json, RecordProblem> {
    if bytes.len() > MAX_RECORD_BYTES {
        let max = MAX_RECORD_BYTES as u64;
        return Err(RecordProblem::TooLong { max });
    }
    Json::parse(bytes)
}

/// What was read so far.
#[derive(Default)]
struct Records {
    format: Option<ImportFormat>,
    measurements: Vec<(u64, Measurement)>,
    networks: BTreeMap<u64, Network>,
    unreadable: Vec<Unreadable>,
    unreadable_count: u64,
    /// Whether a record had more measurements than there was room for. Later ones are not read.
    is_full: bool,
}

fn over_limit() -> RecordProblem {
    let max = MAX_MEASUREMENTS as u64;
    RecordProblem::OverLimit { max }
}

impl Records {
    fn add(&mut self, record: u64, json: Result<&Json, RecordProblem>) {
        let read = json.and_then(|json| {
            let reader = Reader::of(json).ok_or(RecordProblem::OtherKind)?;
            // The first record that is recognised tells the format of the file.
            if *self.format.get_or_insert(reader.format) != reader.format {
                return Err(RecordProblem::OtherKind);
            }
            let read = (reader.read)(json)?;
            let room = MAX_MEASUREMENTS.saturating_sub(self.measurements.len());
            self.is_full |= read.len() > room;
            if self.is_full {
                return Err(over_limit());
            }
            Ok((read, (reader.network)(json)))
        });
        match read {
            Ok((read, network)) => {
                self.networks.extend(network.map(|it| (record, it)));
                let read = read.into_iter().map(|measurement| (record, measurement));
                self.measurements.extend(read);
            }
            Err(why) => {
                self.unreadable_count += 1;
                if self.unreadable.len() < MAX_UNREADABLE {
                    self.unreadable.push(Unreadable { record, why });
                }
            }
        }
    }

    /// `whole` is why the file is not one document. It says most about a single document that is
    /// damaged, and nothing about JSON Lines.
    fn finish(self, whole: Option<RecordProblem>) -> Result<Imported, ImportError> {
        let Some(format) = self.format else {
            let told = whole.filter(|why| *why != RecordProblem::NotJson);
            let why = told.or_else(|| {
                let mut named = self.unreadable.into_iter();
                let plain = [RecordProblem::NotJson, RecordProblem::OtherKind];
                named
                    .find(|one| !plain.contains(&one.why))
                    .map(|one| one.why)
            });
            return Err(match why {
                Some(why) => ImportError::NothingReadable { why },
                None => ImportError::UnknownFormat,
            });
        };
        Ok(Imported {
            format,
            measurements: self.measurements,
            networks: self.networks,
            unreadable: self.unreadable,
            unreadable_count: self.unreadable_count,
        })
    }
}
