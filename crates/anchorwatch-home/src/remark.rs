//! Every list of remarks of this crate.

use anchorwatch_remark::List;

use crate::{Caused, ContentProblem, NodeState, Problem};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[
    List::of::<Problem>("why a file could not be read or changed"),
    List::of::<Caused>("such a problem with its cause"),
    List::of::<ContentProblem>("why a file of this program cannot be parsed"),
    List::of::<NodeState>("what is at a path"),
];
