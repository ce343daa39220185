//! The style of the page: quiet, with one colour for danger.

/// Fits a telephone of 360 pixels, a dark screen and paper. What a colour says, a word, a shape or
/// a height says too.
pub(super) const SHEET: &str = include_str!("style.css");
