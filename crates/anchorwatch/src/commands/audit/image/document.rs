//! The request to the worker and its answer, as JSON.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::{
    exit::Exit,
    output::{Paint, Painted},
};

/// The request to the worker.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    /// The file's name as typed.
    pub(super) file: String,
    pub(super) select: Option<String>,
    /// The number of the inherited spool descriptor.
    pub(super) spool: u32,
    pub(super) is_whole: bool,
    pub(super) explain: Option<String>,
    /// The certificates of an earlier answer, by SHA-256.
    pub(super) since: Option<Vec<String>>,
    /// The content of the baseline.
    pub(super) baseline: Option<String>,
    pub(super) fail_on: String,
    pub(super) has_hostname: bool,
    pub(super) asking_uid: u32,
    pub(super) is_json: bool,
    pub(super) language: String,
    pub(super) columns: usize,
}

/// The worker's answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    /// A page; each part has a colour name or none.
    Page {
        exit: u8,
        parts: Vec<(Option<String>, String)>,
    },
    /// A document.
    Document { exit: u8, text: String },
    /// An error message for stderr.
    Error { exit: u8, message: String },
}

/// The name of a command line value.
pub(super) fn word(value: &impl ValueEnum) -> String {
    let word = value.to_possible_value();
    word.map(|word| word.get_name().to_owned())
        .unwrap_or_default()
}

pub(super) fn parts(page: Painted) -> Vec<(Option<String>, String)> {
    let parts = page.into_parts().into_iter();
    parts
        .map(|(paint, text)| (paint.map(|paint| paint.code().to_owned()), text))
        .collect()
}

pub(super) fn painted(parts: Vec<(Option<String>, String)>) -> Painted {
    let mut page = Painted::default();
    for (paint, text) in parts {
        page.push(paint.as_deref().and_then(Paint::from_code), &text);
    }
    page
}

/// The outcome of an audit with this exit code.
pub(super) fn exit(code: u8) -> Option<Exit> {
    let ends = [
        Exit::NothingFound,
        Exit::CouldNotAsk,
        Exit::Usage,
        Exit::Finding,
        Exit::Inconclusive,
    ];
    ends.into_iter().find(|exit| exit.code() == code)
}
