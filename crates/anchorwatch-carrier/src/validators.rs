//! What a mirror said about its newest file, so that the next answer can be short.

use std::collections::BTreeMap;

use anchorwatch_list::{ListHash, ListState};

/// The longest value that is kept.
const MAX_VALUE_BYTES: usize = 256;

/// The most text that is read back.
const MAX_TEXT_BYTES: usize = 64 << 10;

const TITLE: &str = "anchorwatch.validators/1";

/// The `ETag` and `Last-Modified` of each mirror, and what they led to.
///
/// They are a saving and no memory: without them everything is asked again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators(BTreeMap<String, Validator>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Validator {
    pub(crate) etag: String,
    pub(crate) last_modified: String,
    /// The state in which it left the client. In any other, the answer «unchanged» would hide
    /// what is missing there.
    state: Option<ListHash>,
}

impl Validators {
    /// Reads what was kept. A line that cannot be read is left out.
    #[must_use]
    pub fn decode(text: &str) -> Self {
        let mut lines = text.lines();
        if text.len() > MAX_TEXT_BYTES || lines.next() != Some(TITLE) {
            return Self::default();
        }
        Self(
            lines
                .filter_map(read)
                .take(crate::limits::MAX_SOURCES)
                .collect(),
        )
    }

    /// The text to keep.
    #[must_use]
    pub fn encode(&self) -> String {
        let line = |(mirror, it): (&String, &Validator)| {
            let state = it.state.map(|it| it.to_string())?;
            let (etag, modified) = (&it.etag, &it.last_modified);
            Some(format!("{mirror}\t{etag}\t{modified}\t{state}\n"))
        };
        let lines: String = self.0.iter().filter_map(line).collect();
        format!("{TITLE}\n{lines}")
    }

    /// What to send back, if the client still is where the last answer left it.
    pub(crate) fn of(&self, mirror: &str, state: ListHash) -> Option<&Validator> {
        self.0.get(mirror).filter(|it| it.state == Some(state))
    }

    /// Keeps what a mirror said.
    pub(crate) fn keep(&mut self, mirror: &str, validator: Validator, state: ListHash) {
        let is_empty = validator.etag.is_empty() && validator.last_modified.is_empty();
        if is_empty {
            self.0.remove(mirror);
            return;
        }
        let state = Some(state);
        let validator = Validator { state, ..validator };
        self.0.insert(mirror.to_owned(), validator);
    }
}

impl Validator {
    /// What an answer said. A value that cannot be kept and sent back is left out.
    pub(crate) fn new(etag: &str, last_modified: &str) -> Self {
        Self {
            etag: value(etag).unwrap_or_default(),
            last_modified: value(last_modified).unwrap_or_default(),
            state: None,
        }
    }
}

fn value(text: &str) -> Option<String> {
    let is_visible = text.bytes().all(|it| (0x20..0x7f).contains(&it));
    (is_visible && text.len() <= MAX_VALUE_BYTES).then(|| text.to_owned())
}

fn read(line: &str) -> Option<(String, Validator)> {
    let mut parts = line.split('\t');
    let (mirror, etag) = (parts.next()?, value(parts.next()?)?);
    let last_modified = value(parts.next()?)?;
    let state = data_encoding::HEXLOWER
        .decode(parts.next()?.as_bytes())
        .ok()?;
    let state = Some(ListHash::from_bytes(state.try_into().ok()?));
    let validator = Validator {
        etag,
        last_modified,
        state,
    };
    parts
        .next()
        .is_none()
        .then(|| (mirror.to_owned(), validator))
}

/// Tells one state from another.
pub(crate) fn fingerprint(state: &ListState) -> ListHash {
    ListHash::of(&state.encode())
}
