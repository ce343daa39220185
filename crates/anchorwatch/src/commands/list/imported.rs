//! Reads a list of others.

use std::path::Path;

use anchorwatch_policy::import::{self, Imported, MAX_LIST_BYTES};

use crate::{
    input,
    problem::{Hint, Hinted, Problem},
};

/// Reads a list in any format that is known.
///
/// # Errors
/// It cannot be read, or is of no such format.
pub(super) fn imported(path: &Path) -> anyhow::Result<Imported> {
    let bytes = input::file(path, MAX_LIST_BYTES as u64)?;
    import::read(&bytes).map_err(|error| {
        let path = path.to_owned();
        let hint = hint(&error);
        Hinted::new(&Problem::ListUnreadable { path }, &hint)
            .because(error)
            .into()
    })
}

fn hint(error: &import::Error) -> Hint {
    use import::Error as E;
    match error {
        E::UnknownFormat | E::NoUsableRecord { .. } => Hint::KnownList,
        E::SignatureInvalid { .. }
        | E::OtherComponent
        | E::ComponentKeyMissing
        | E::PublisherKeyMissing => Hint::GetListElsewhere,
        E::TooLarge { .. } | E::TooManyRecords { .. } => Hint::ListTooLong,
        E::Algorithm { .. } => Hint::WriteSha256List,
        E::Entry { .. } => Hint::ImportAgain,
        _ => Hint::GetListAgain,
    }
}
