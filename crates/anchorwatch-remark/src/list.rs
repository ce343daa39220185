//! A list of remarks without its type.

use crate::{Remark, Told};

/// A list of remarks without its type, for tables of all lists.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// What the list is about, for the reference.
    pub title: &'static str,
    /// Every code, in the order of the list.
    pub codes: &'static [&'static str],
    /// The names of each code's facts, in the order of the codes.
    pub facts: &'static [&'static [&'static str]],
    /// Returns whether the list declares this code with exactly these facts.
    pub declares: fn(&Told) -> bool,
}

impl List {
    /// The list of these remarks.
    #[must_use]
    pub const fn of<R: Remark>(title: &'static str) -> Self {
        Self {
            title,
            codes: R::CODES,
            facts: R::FACTS,
            declares: |told| R::from_told(told).is_some(),
        }
    }
}
