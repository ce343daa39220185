//! Which of a keystore's trusted entries are taken out.

use std::collections::HashMap;

use anchorwatch_identity::Certificate;

/// A trusted entry.
pub(super) struct Seen {
    /// What Java tells entries apart by; nothing, where it makes a name up.
    pub(super) name: Option<Vec<u8>>,
    pub(super) certificate: Option<Certificate>,
}

/// The places in the list of those that are refused, and of those that come to light
/// without them.
pub(super) fn selected(seen: &[Seen], is_refused: &dyn Fn(&Certificate) -> bool) -> Vec<usize> {
    let refused: Vec<bool> = seen
        .iter()
        .map(|entry| entry.certificate.as_ref().is_some_and(is_refused))
        .collect();
    // Of one name the last counts.
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
