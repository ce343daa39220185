//! Public append-only logs: what they say, who saw it, and that an entry is in them.
//!
//! A log signs a [`Checkpoint`] of its tree. Witnesses and mirrors cosign it after they saw that
//! the tree only grew. A [`Policy`] names the logs, the cosigners, and how many of them it asks
//! for; [`SignedCheckpoint::verify`] makes a [`VerifiedCheckpoint`], the only one that may be
//! believed: then whoever is shown another list than everyone else would need the whole quorum's
//! help.
//!
//! The entries of a log are the leaves of a tree, and its [`TiledLog`] is files that any web server
//! has. A [`LogProof`] is one file about one entry; [`LogProof::verify`] makes a [`ProvenEntry`].
//! Proofs are those of RFC 9162 §2.1.
//!
//! A [`Witness`] cosigns a checkpoint only if its tree grew out of the last one that it cosigned;
//! [`add_cosignatures`] is what a log does with the answer.
//!
//! [`witness_views`] compares what witnesses show with a mirror.
//!
//! The formats are C2SP's tlog-checkpoint, tlog-cosignature, tlog-policy, tlog-tiles, tlog-proof and
//! tlog-witness; `docs/spec/` says in which versions. Signatures are Ed25519 and ML-DSA-44, by
//! aws-lc.
//!
//! **Not checked:** what an entry says, and who owns a key.

mod checkpoint;
mod decimal;
mod key;
mod limits;
mod log_proof;
mod merkle;
mod message;
mod policy;
mod problem;
mod signature_kind;
mod signed_checkpoint;
mod signer;
mod tiles;
mod tree_hash;
mod witness;

pub use checkpoint::{Checkpoint, MAX_ORIGIN_BYTES, TreeHead};
pub use key::CheckpointKey;
pub use limits::MAX_TREE_SIZE;
pub use log_proof::{LogProof, MAX_EXTRA_BYTES, MAX_LOG_PROOF_BYTES, ProvenEntry};
pub use merkle::{
    MAX_PROOF_HASHES, Subtrees, Tree, check_consistency, check_inclusion, prove_consistency,
    prove_inclusion, root,
};
pub use policy::{Cosigner, MAX_POLICY_BYTES, MAX_POLICY_ITEMS, Policy, PolicyLog};
pub use problem::{
    CheckpointKeyProblem, CheckpointProblem, LogProofProblem, PolicyProblem, REMARKS, TileProblem,
    WitnessProblem, WitnessView,
};
pub use signature_kind::SignatureKind;
pub use signed_checkpoint::{Cosigned, MAX_AHEAD_SECONDS, SignedCheckpoint, VerifiedCheckpoint};
pub use signer::CheckpointSigner;
pub use tiles::{
    Fork, History, MAX_ENTRY_BYTES, TILE_WIDTH, Tile, TileKind, TilePath, TileWriter, TiledLog,
    entries, tiles_for_consistency, tiles_for_inclusion,
};
pub use tree_hash::TreeHash;
pub use witness::{
    AddCheckpoint, MAX_ADD_CHECKPOINT_BYTES, Witness, WitnessRecord, add_cosignatures,
    conflict_size, origin_hash, witness_views,
};
