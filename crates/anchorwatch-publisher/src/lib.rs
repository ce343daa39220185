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
//! **Not covered:** sets of publishers that ask for a public log, and the next set of publishers.

mod changes;
mod coverage;
mod entry;
mod made_from;
mod mirror;
mod monitor;
mod next_list;
mod problem;
mod proposal;
mod publication;
mod release;
mod remark;
mod review;
mod roots;
mod text;

pub use changes::{Change, ChangeKind, Changes, changes};
pub use entry::PlainEntry;
pub use made_from::{EntryForm, of_certificate, of_imported};
pub use mirror::{Mirror, PublishedList, ReadFile};
pub use monitor::{Watched, monitor};
pub use next_list::{NextList, UndecidedQuick, prepare};
pub use problem::{ItemProblem, PrepareProblem, ProposalProblem, PublishProblem, SignProblem};
pub use proposal::{Action, Item, MAX_COMMENT_BYTES, MAX_COMMENTS, MAX_PROPOSAL_BYTES, Proposal};
pub use publication::{Publication, publish};
pub use release::{own_key, sign, statement_text};
pub use remark::REMARKS;
pub use review::{Against, Known, Reviewed, review};
pub use text::item_lines;
