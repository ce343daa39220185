//! What each kind of ClientHello got from the target.

use crate::HelloKind;

/// The answer to one ClientHello.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HelloAnswer {
    /// A trusted certificate, with its key proven. Without a name: one that a public root vouches
    /// for, whatever its names.
    Trusted,
    /// One that is refused, with its key proven.
    Refused,
    /// No certificate.
    None,
    /// A certificate that shows nothing.
    Unclear,
}

/// The answers to one kind of ClientHello, of which there is at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HelloAnswers {
    pub(crate) kind: HelloKind,
    /// How many.
    pub(crate) count: u64,
    /// What each of them is; `None` if they differ.
    pub(crate) answer: Option<HelloAnswer>,
}

impl HelloAnswers {
    /// Those of each kind that was sent.
    pub(crate) fn all_of(answers: &[(HelloKind, HelloAnswer)]) -> Vec<Self> {
        let kinds = HelloKind::ALL.into_iter();
        let all = kinds.filter_map(|kind| {
            let mut of_kind = answers.iter().filter(|(it, _)| *it == kind);
            let count = of_kind.clone().count() as u64;
            let (_, first) = of_kind.next()?;
            Some(Self {
                kind,
                count,
                answer: of_kind.all(|(_, it)| it == first).then_some(*first),
            })
        });
        all.collect()
    }
}
