//! Why a list or a delta cannot be read.

use anchorwatch_remark::{List, Remark as _, remarks};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[
    List::of::<ListProblem>("why a signed list cannot be read"),
    List::of::<DeltaProblem>("why a change of a signed list cannot be applied"),
];

remarks! {
    /// Why octets are not a list. Offsets are those of the file.
    #[non_exhaustive]
    pub enum ListProblem {
        /// Larger than [`MAX_LIST_BYTES`](crate::MAX_LIST_BYTES).
        "signed_list_too_large" => TooLarge {
            /// The most bytes that are read.
            max: u64,
        },
        /// Another file, or a format of the future.
        "signed_list_other_file" => OtherFile,
        /// The octets end inside an element.
        "signed_list_cut_short" => CutShort {
            /// Where the element begins.
            offset: u64,
        },
        /// Octets after the end of an element.
        "signed_list_left_over" => LeftOver {
            /// Where they begin.
            offset: u64,
        },
        /// A number that is too large, or not in its shortest form.
        "signed_list_number" => Number {
            /// Where it begins.
            offset: u64,
        },
        /// Elements out of order, or one that is there twice.
        "signed_list_order" => Order {
            /// Where the later one begins, or ends.
            offset: u64,
        },
        /// A value that no list may have.
        "signed_list_value" => Value {
            /// Where it begins, or ends.
            offset: u64,
        },
        /// More entries than [`MAX_ENTRIES`](crate::MAX_ENTRIES).
        "signed_list_too_many" => TooMany {
            /// The most entries that are read.
            max: u64,
        },
        /// A quick list has an entry that only an approved list may have.
        "signed_list_not_quick" => NotQuick {
            /// Where its group begins.
            offset: u64,
        },
        /// Something that this program does not know, and that its publisher calls critical.
        "signed_list_critical" => Critical {
            /// The kind of the entries.
            kind: u64,
        },
    }
}

remarks! {
    /// Why a delta does not lead to a list.
    #[non_exhaustive]
    pub enum DeltaProblem {
        /// The delta itself cannot be read.
        "signed_list_delta_form" => Form {
            /// What is wrong.
            why: ListProblem,
        },
        /// It applies to another list than the one that is held.
        "signed_list_delta_base" => OtherBase,
        /// It removes an entry that is not there.
        "signed_list_delta_removes" => NotThere,
        /// It adds an entry that is there already.
        "signed_list_delta_adds" => AlreadyThere,
        /// What it leads to is not what it says.
        "signed_list_delta_result" => OtherResult,
    }
}

macro_rules! errors {
    ($($name:ty),*) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::error::Error for $name {}
    )*};
}

errors!(ListProblem, DeltaProblem);
