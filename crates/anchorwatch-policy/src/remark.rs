//! Every list of remarks of this crate.

use anchorwatch_remark::List;

use crate::{
    consent::{ConsentError, ConsentField},
    distrust::SaidBy,
    export::{ExportProblem, LeftOut},
    import::{
        ArchiveProblem, ChainProblem, ComponentProblem, EntryProblem, Error, FieldProblem,
        NotVerified, Part, RecordName, RecordProblem,
    },
};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[
    List::of::<Error>("why a list cannot be read"),
    List::of::<Part>("part of a list's file"),
    List::of::<FieldProblem>("what is wrong with a CRLSet's field"),
    List::of::<ComponentProblem>("what is wrong with a component"),
    List::of::<ChainProblem>("what is wrong with a signer's chain"),
    List::of::<NotVerified>("why nobody vouches for a list"),
    List::of::<LeftOut>("why entries are not in a list that was written"),
    List::of::<ExportProblem>("why a list cannot be written"),
    List::of::<ArchiveProblem>("what is wrong with an archive"),
    List::of::<EntryProblem>("what is wrong with an entry"),
    List::of::<RecordName>("record that cannot be used"),
    List::of::<RecordProblem>("why a record cannot be used"),
    List::of::<SaidBy>("which signed list refuses a certificate"),
    List::of::<ConsentError>("why a consent is refused"),
    List::of::<ConsentField>("what a person writes about a consent"),
];
