//! `anchorwatch.list-export/1`.

use anchorwatch_remark::Remark as _;
use serde::Serialize;

use super::Done;
use crate::{
    document::RemarkDocument,
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(super) struct Document {
    schema: &'static str,
    written: String,
    format: &'static str,
    entry_count: usize,
    written_count: usize,
    left_out: Vec<RemarkDocument>,
}

impl Document {
    pub(super) fn of(done: &Done) -> Self {
        let english = Words::of(Language::English);
        let left_out: Vec<_> = done.exported.left_out.iter().map(|it| it.told()).collect();
        Self {
            schema: "anchorwatch.list-export/1",
            written: done.written.clone(),
            format: done.format,
            entry_count: done.entry_count,
            written_count: done.exported.written_count,
            left_out: RemarkDocument::all(&left_out, &english),
        }
    }
}
