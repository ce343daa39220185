//! Lines of `key = value` below `[section]` headers, as Python's configparser reads them;
//! pip and AWS use it.
//!
//! A line that begins with blanks continues the value above. `#` and `;` begin a comment
//! only at the start of a line. Source: Python 3.11, configparser, «Supported INI File
//! Structure».

use std::path::Path;

use super::{remark::SettingsRemark, sink::Sink};

/// One setting.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) section: String,
    /// In lower case.
    pub(super) key: String,
    pub(super) value: String,
}

/// The most settings read from one file; a usual file has a dozen.
const MAX_ENTRIES: usize = 100_000;

/// The settings of a file, in order. If there are too many, the sink records that.
pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) -> Vec<Entry> {
    let entries = entries(text);
    if entries.len() >= MAX_ENTRIES {
        let max = MAX_ENTRIES as u64;
        sink.unread(at, &SettingsRemark::Limit { max });
    }
    entries
}

/// The settings of a file, in order, [`MAX_ENTRIES`] at most.
fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut section = String::new();
    let mut can_continue = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with(['#', ';']) || trimmed.is_empty() {
            continue;
        }
        if line.starts_with([' ', '\t'])
            && can_continue
            && let Some(last) = entries.last_mut()
        {
            last.value.push('\n');
            last.value.push_str(trimmed);
        } else if let Some(head) = trimmed.strip_prefix('[') {
            head.split(']')
                .next()
                .unwrap_or(head)
                .clone_into(&mut section);
            can_continue = false;
        } else if entries.len() < MAX_ENTRIES {
            let (key, value) = trimmed.split_once(['=', ':']).unwrap_or((trimmed, ""));
            entries.push(Entry {
                section: section.clone(),
                key: key.trim().to_lowercase(),
                value: value.trim().to_owned(),
            });
            can_continue = true;
        }
    }
    entries
}
