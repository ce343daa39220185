//! A publisher's side of the signed distrust **list**: from a suspicion to what clients take.
//!
//! A [`Proposal`] is a text that people read and compare. [`review`] says what its entries would
//! have power over and what speaks against them. [`prepare`] makes the next list out of proposals
//! and what a [`Mirror`] has, [`changes`] says how it differs, so that each publisher knows what a
//! signature means, and [`publish`] assembles the signatures and the files for clients. [`monitor`]
//! finds the entries about somebody's own keys and names.
//!
//! `docs/spec/distrust-list.md` is the format. What is published was accepted before by the
//! client's own code: by one that holds the list before, and by one that holds nothing.
//!
//! **Not checked:** whether a proposal is true. The remarks of a proposal are their author's words.
//!
//! Where the publishers ask for a public log, [`OwnLog`] is what its owner adds the signed texts
//! to, and witnesses cosign it before a client sees it. [`NewSet`] hands over to the next publishers.

mod changes;
mod coverage;
mod entry;
mod log_audit;
mod made_from;
mod mirror;
mod monitor;
mod next_list;
mod own_log;
mod problem;
mod proposal;
mod publication;
mod release;
mod remark;
mod review;
mod roots;
mod rotation;
mod signed_memory;
mod text;
mod witnesses;

pub use changes::{Change, ChangeKind, Changes, changes};
pub use entry::PlainEntry;
pub use log_audit::{AuditFinding, LogAudit, LoggedText, audit_log};
pub use made_from::{EntryForm, of_certificate, of_imported};
pub use mirror::{Mirror, PublishedList, ReadFile};
pub use monitor::{Watched, monitor};
pub use next_list::{NextList, UndecidedQuick, prepare};
pub use own_log::{CHECKPOINT, LogDisk, MAX_LOG_ENTRIES, OwnLog, PutFile, ReadLogFile};
pub use problem::{
    ItemProblem, LogProblem, PrepareProblem, ProposalProblem, PublishProblem, SignProblem,
    WitnessFault,
};
pub use proposal::{Action, Item, MAX_COMMENT_BYTES, MAX_COMMENTS, MAX_PROPOSAL_BYTES, Proposal};
pub use publication::{Publication, Release, ShownLog, publish};
pub use release::{own_key, own_key_of, sign, statement_text};
pub use remark::REMARKS;
pub use review::{Against, Known, Reviewed, review};
pub use rotation::{NewSet, next_set};
pub use signed_memory::{MAX_SIGNED_BYTES, Numbered, SignedMemory};
pub use text::item_lines;
pub use witnesses::{AskWitness, Cosignature, CosignedLog, Heard};
