//! Cutting what a store may not show out of one file's content.

use std::path::Path;

use anchorwatch_identity::{Certificate, pem};

use super::super::{Draft, HeldOut, admission::Admission};
use crate::reading::with_cause;

/// Taking a block out can join two halves into a new one; nobody nests that deep by chance.
const MOST_ROUNDS: usize = 16;

/// A file's content with the refused certificates cut out.
pub(crate) struct Cut {
    /// What is left; `None` if nothing had to be cut.
    pub(crate) rest: Option<Vec<u8>>,
    /// Whether something that is no refused certificate is left.
    pub(crate) is_mixed: bool,
    /// Whether a refused certificate is still there after every round.
    pub(crate) still_shows_refused_key: bool,
}

impl Cut {
    pub(crate) fn of(
        content: &[u8],
        admission: &Admission<'_>,
        path: &Path,
        draft: &mut Draft,
    ) -> Self {
        if let Some(cut) = Self::of_plain_der(content, admission, path, draft) {
            return cut;
        }
        let mut cut = Self {
            rest: None,
            is_mixed: false,
            still_shows_refused_key: false,
        };
        for round in 0..=MOST_ROUNDS {
            let now = cut.rest.as_deref().unwrap_or(content);
            let (rest, is_mixed) = one_round(now, admission, path, draft, round == 0);
            cut.is_mixed = is_mixed;
            match rest {
                Some(_) if round == MOST_ROUNDS => cut.still_shows_refused_key = true,
                Some(rest) => cut.rest = Some(rest),
                None => break,
            }
        }
        cut
    }

    /// OpenSSL 3 also reads a file of the folder that is one certificate in DER.
    fn of_plain_der(
        content: &[u8],
        admission: &Admission<'_>,
        path: &Path,
        draft: &mut Draft,
    ) -> Option<Self> {
        let (certificate, _surplus) = Certificate::from_der_prefix(content).ok()?;
        let is_refused = admission.holds_out(&certificate);
        if is_refused {
            draft.held_out.push(HeldOut {
                certificate,
                path: path.to_owned(),
            });
        }
        Some(Self {
            rest: is_refused.then(Vec::new),
            is_mixed: !is_refused,
            still_shows_refused_key: false,
        })
    }
}

/// What is left after one pass, if anything was cut, and whether anything else is in it.
fn one_round(
    content: &[u8],
    admission: &Admission<'_>,
    path: &Path,
    draft: &mut Draft,
    is_first: bool,
) -> (Option<Vec<u8>>, bool) {
    let mut rest = Vec::with_capacity(content.len());
    let mut from = 0;
    let mut is_mixed = false;
    for block in pem::blocks(content) {
        match block.certificates {
            Ok(certificates) if certificates.iter().any(|one| admission.holds_out(one)) => {
                rest.extend_from_slice(&content[from..block.range.start]);
                from = block.range.end;
                let refused = certificates
                    .into_iter()
                    .filter(|one| admission.holds_out(one));
                draft.held_out.extend(refused.map(|certificate| HeldOut {
                    certificate,
                    path: path.to_owned(),
                }));
            }
            Ok(_) => is_mixed = true,
            Err(error) if admission.holds_out_unreadable() => {
                rest.extend_from_slice(&content[from..block.range.start]);
                from = block.range.end;
                draft.warnings.push(format!(
                    "{}: {}; it is held out, since other programs may read it",
                    path.display(),
                    with_cause(&error)
                ));
            }
            Err(error) => {
                is_mixed = true;
                if is_first {
                    draft
                        .blind_spots
                        .push(format!("{}: {}", path.display(), with_cause(&error)));
                }
            }
        }
    }
    if from == 0 {
        return (None, is_mixed);
    }
    rest.extend_from_slice(&content[from..]);
    (Some(rest), is_mixed)
}
