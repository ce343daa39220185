//! Names inside one remark, a few of them where there are many.

use anchorwatch_remark::{Remark as _, Told};

use crate::remark::Causes;

anchorwatch_remark::remarks! {
    /// A name in a list of names.
    pub(crate) enum Name {
        /// A name.
        "name" => Named {
            /// The name.
            name: String,
        },
        /// A root that has no name.
        "name_of_nameless_root" => Nameless {
            /// The SHA-256 of its key.
            key: String,
        },
        /// More names, which are not listed.
        "names_left_out" => LeftOut {
            /// How many.
            count: u64,
        },
    }
}

/// How many names one remark lists.
const MOST_NAMES: usize = 10;

/// The names, and how many are left out.
pub(crate) fn bounded(mut names: Vec<Name>) -> Causes {
    let left_out = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    if left_out > 0 {
        names.push(Name::LeftOut {
            count: left_out as u64,
        });
    }
    let told: Vec<Told> = names.iter().map(Name::told).collect();
    told.into()
}
