//! Public append-only logs: what they say, who saw it, and that an entry is in them.
//!
//! A log signs a [`Checkpoint`] of its tree. Witnesses and mirrors cosign it after they saw that
//! the tree only grew. A [`Policy`] names the logs, the cosigners, and how many of them it asks
//! for; [`SignedCheckpoint::verify`] makes a [`VerifiedCheckpoint`], the only one that may be
//! believed: then whoever is shown another list than everyone else would need the whole quorum's
//! help.
//!
//! The formats are C2SP's tlog-checkpoint, tlog-cosignature and tlog-policy; `docs/spec/` says in
//! which versions. Signatures are Ed25519 and ML-DSA-44, by aws-lc.
//!
//! **Not checked:** what an entry says, and who owns a key.

mod checkpoint;
mod decimal;
mod key;
mod limits;
mod message;
mod policy;
mod problem;
mod signature_kind;
mod signed_checkpoint;
mod signer;
mod tree_hash;
mod weak_key;

pub use checkpoint::{Checkpoint, MAX_ORIGIN_BYTES, TreeHead};
pub use key::CheckpointKey;
pub use limits::MAX_TREE_SIZE;
pub use policy::{Cosigner, MAX_POLICY_BYTES, MAX_POLICY_ITEMS, Policy, PolicyLog};
pub use problem::{CheckpointKeyProblem, CheckpointProblem, PolicyProblem, REMARKS};
pub use signature_kind::SignatureKind;
pub use signed_checkpoint::{Cosigned, MAX_AHEAD_SECONDS, SignedCheckpoint, VerifiedCheckpoint};
pub use signer::CheckpointSigner;
pub use tree_hash::TreeHash;
