//! Every list of remarks of this crate.

use anchorwatch_remark::List;

use crate::{
    Against, AuditFinding, ItemProblem, Known, LogProblem, PrepareProblem, ProposalProblem,
    PublishProblem, SignProblem, WitnessFault,
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
    List::of::<LogProblem>("why a log cannot be added to"),
    List::of::<AuditFinding>("what is wrong with a log"),
    List::of::<WitnessFault>("why a witness's answer is of no use"),
];
