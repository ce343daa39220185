//! Selects the trusted entries of a keystore to remove.

use std::collections::HashMap;

use anchorwatch_identity::Certificate;

/// A trusted entry.
pub(super) struct Seen {
    /// The name by which Java distinguishes entries; `None` if Java makes one up.
    pub(super) name: Option<Vec<u8>>,
    pub(super) certificate: Option<Certificate>,
}

/// The indices of refused entries, and of those that would be exposed without them.
pub(super) fn selected(seen: &[Seen], is_refused: &dyn Fn(&Certificate) -> bool) -> Vec<usize> {
    let refused: Vec<bool> = seen
        .iter()
        .map(|entry| entry.certificate.as_ref().is_some_and(is_refused))
        .collect();
    // The last entry with a name counts.
    let last: HashMap<&[u8], bool> = seen
        .iter()
        .zip(&refused)
        .filter_map(|(entry, refused)| Some((entry.name.as_deref()?, *refused)))
        .collect();
    let hidden =
        |entry: &Seen| entry.name.as_deref().and_then(|name| last.get(name)) == Some(&true);
    let all = seen.iter().zip(refused).enumerate();
    all.filter(|(_, (entry, refused))| *refused || hidden(entry))
        .map(|(place, _)| place)
        .collect()
}
