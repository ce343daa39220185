//! The answer of each publisher's command.

use super::{document::Document, done::Done, text};
use crate::{commands::Presentation, output};

/// Prints what was done.
///
/// # Errors
/// stdout cannot be written.
pub(super) fn answer(done: &Done<'_>, how: &Presentation) -> anyhow::Result<()> {
    let document = Document::of(done);
    output::answer(how.format, || text::render(done, &how.words), &document)
}
