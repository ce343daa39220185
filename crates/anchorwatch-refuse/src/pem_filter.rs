//! Removes what a store may not show from one file's content.

use std::path::{Path, PathBuf};

use anchorwatch_container::certificate_file;
use anchorwatch_identity::{
    Certificate,
    certificate_file::{Form, Found, Part},
    problem::CertificateFileProblem,
};
use anchorwatch_machine::confined_cert;
use anchorwatch_remark::Remark as _;

use crate::{
    allowlist::{Allowlist, Standing},
    confine::{self, ConfineRemark},
    draft::{Draft, Replaced},
    remark::Cause,
};

anchorwatch_remark::remarks! {
    /// What is not as it should be in a file of certificates.
    pub(crate) enum FilterRemark {
        /// Something about a file.
        "at_path" => AtPath {
            /// The file.
            path: PathBuf,
            /// What it is.
            why: Cause,
        },
        /// A refused key is still in a file after it was taken out.
        "still_shows_refused_key" => StillShowsRefusedKey {
            /// The file.
            path: PathBuf,
        },
        /// Some of a file cannot be read.
        "content_unreadable" => ContentUnreadable {
            /// The file.
            path: PathBuf,
        },
        /// What cannot be read is taken out.
        "unreadable_withheld" => UnreadableWithheld {
            /// What cannot be read.
            why: Cause,
        },
        /// A file that programs read will be empty.
        "file_emptied" => Emptied {
            /// The file.
            path: PathBuf,
            /// The programs.
            clients: Vec<String>,
        },
        /// A file that no known program reads will be empty.
        "file_emptied_of_unknown_programs" => EmptiedOfUnknownPrograms {
            /// The file.
            path: PathBuf,
        },
    }
}

/// Removing a part can join two halves into a new one; nobody nests deeper by chance.
const MOST_ROUNDS: usize = 16;

/// A file's content without the refused certificates.
pub(crate) struct Stripped {
    /// What is left; `None` if nothing was removed.
    pub(crate) rest: Option<Vec<u8>>,
    /// Whether anything other than refused certificates is left.
    pub(crate) is_mixed: bool,
    /// Whether bytes were removed that are neither PEM nor a readable certificate.
    pub(crate) withheld_unknown: bool,
    /// Whether a refused certificate is still there after the last round.
    pub(crate) still_shows_refused_key: bool,
}

/// What programs read from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// Whatever is in it.
    Whole,
    /// PEM only, like GnuTLS and Go for every file in a folder.
    ForPem,
}

/// What a file shows of a root that is held to names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confining {
    /// The confined certificate, in the root's place.
    InPlace,
    /// Nothing: the store shows it under another name.
    Beside,
    /// Nothing.
    Nowhere,
}

impl Stripped {
    pub(crate) fn of(
        content: &[u8],
        opened: Opened,
        (allowlist, confining): (&Allowlist<'_>, Confining),
        path: &Path,
        draft: &mut Draft,
    ) -> Self {
        let mut cut = Self {
            rest: None,
            is_mixed: false,
            withheld_unknown: false,
            still_shows_refused_key: false,
        };
        let mut cutter = Cutter {
            opened,
            allowlist,
            confining,
            path,
            draft,
            is_first: true,
        };
        for round in 0..=MOST_ROUNDS {
            let now = cut.rest.as_deref().unwrap_or(content);
            let pass = cutter.pass(now);
            cut.is_mixed = pass.is_mixed;
            cut.withheld_unknown |= pass.withheld_unknown;
            match pass.rest {
                Some(_) if round == MOST_ROUNDS => cut.still_shows_refused_key = true,
                Some(rest) => cut.rest = Some(rest),
                None => break,
            }
        }
        cut
    }
}

struct Cutter<'a, 'b> {
    opened: Opened,
    allowlist: &'a Allowlist<'b>,
    confining: Confining,
    path: &'a Path,
    draft: &'a mut Draft,
    is_first: bool,
}

/// What a file shows of one part.
enum Shown {
    AsItIs,
    Instead(Box<Certificate>),
    Nothing,
}

/// The result of one pass.
#[derive(Default)]
struct Pass {
    /// `None` if nothing was removed.
    rest: Option<Vec<u8>>,
    is_mixed: bool,
    withheld_unknown: bool,
}

impl Cutter<'_, '_> {
    fn pass(&mut self, content: &[u8]) -> Pass {
        let mut pass = Pass::default();
        let mut rest = Vec::with_capacity(content.len());
        let mut from = 0;
        for part in certificate_file(content).parts {
            let range = part.range.clone();
            let instead = match self.shown(part, &mut pass) {
                Shown::AsItIs => {
                    pass.is_mixed = true;
                    continue;
                }
                Shown::Instead(confined) => {
                    pass.is_mixed = true;
                    confine::pem(&confined)
                }
                Shown::Nothing => String::new(),
            };
            rest.extend_from_slice(content.get(from..range.start).unwrap_or_default());
            rest.extend_from_slice(instead.as_bytes());
            from = range.end;
        }
        if from > 0 {
            rest.extend_from_slice(content.get(from..).unwrap_or_default());
            pass.rest = Some(rest);
        }
        self.is_first = false;
        pass
    }

    /// What the file shows of a part.
    fn shown(&mut self, part: Part, pass: &mut Pass) -> Shown {
        if let Some(confined) = self.confined(&part) {
            let is_there = part
                .certificates
                .iter()
                .any(|it| it.certificate == *confined);
            if self.is_first && confined_cert::is_one(&confined) {
                let names = self.allowlist.names_of(&confined);
                let path = self.path.to_owned();
                self.draft.confine((*confined).clone(), names, path);
            }
            if is_there {
                return Shown::AsItIs;
            }
            let replaced = part.certificates.into_iter().map(|found| Replaced {
                path: self.path.to_owned(),
                before: found.certificate,
                after: (*confined).clone(),
            });
            self.draft.replaced.extend(replaced);
            return Shown::Instead(confined);
        }
        if self.withholds(part, pass) {
            Shown::Nothing
        } else {
            Shown::AsItIs
        }
    }

    /// What stands in place of a part. Only a plain PEM block is replaced: OpenSSL's `TRUSTED
    /// CERTIFICATE` says more of a root than we could repeat.
    fn confined(&self, part: &Part) -> Option<Box<Certificate>> {
        let [found] = part.certificates.as_slice() else {
            return None;
        };
        let is_plain = found.form == Form::Pem && part.unread.is_empty();
        if self.confining != Confining::InPlace || !is_plain {
            return None;
        }
        match self.allowlist.standing(&found.certificate) {
            Standing::Instead(shown) => Some(shown),
            Standing::Admitted | Standing::Withheld(_) => None,
        }
    }

    fn withholds(&mut self, part: Part, pass: &mut Pass) -> bool {
        let mut is_withheld = false;
        for Found { certificate, .. } in part.certificates {
            match self.allowlist.standing(&certificate) {
                Standing::Admitted => continue,
                // Shown elsewhere in the store.
                Standing::Instead(_) if self.confining == Confining::Beside => {
                    is_withheld = true;
                    continue;
                }
                Standing::Instead(_) | Standing::Withheld(None) => {}
                Standing::Withheld(Some(why)) => {
                    let name = certificate.subject().to_string();
                    let why = why.told().into();
                    self.draft.warn(&ConfineRemark::NotConfined { name, why });
                }
            }
            is_withheld = true;
            self.draft.withhold(certificate, self.path.to_owned());
        }
        let unread = part.unread.into_iter();
        for error in unread.filter(|one| one.is_in_pem() || self.opened == Opened::Whole) {
            let told = FilterRemark::AtPath {
                path: self.path.to_owned(),
                why: CertificateFileProblem::from(&error).told().into(),
            }
            .told();
            if self.allowlist.withholds_unreadable() {
                is_withheld = true;
                pass.withheld_unknown |= !error.is_in_pem();
                let why = told.into();
                self.draft.warn(&FilterRemark::UnreadableWithheld { why });
            } else if self.is_first && !is_withheld {
                self.draft.blind_spots.push(told);
            }
        }
        is_withheld
    }
}

#[cfg(test)]
mod tests;
