//! Every list of remarks of this crate.

use anchorwatch_remark::List;

use crate::{
    Against, ItemProblem, Known, PrepareProblem, ProposalProblem, PublishProblem, SignProblem,
};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[
    List::of::<ProposalProblem>("why a proposal cannot be read"),
    List::of::<ItemProblem>("what is wrong with a line of a proposal"),
    List::of::<Known>("what is known about a proposed entry"),
    List::of::<Against>("what speaks against a proposed entry"),
    List::of::<PrepareProblem>("why the next list cannot be made"),
    List::of::<SignProblem>("why a list cannot be signed"),
    List::of::<PublishProblem>("why a list cannot be published"),
];
