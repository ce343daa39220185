//! Why a key, a checkpoint, a policy, a proof, a tile or a request is refused, and what witnesses show.

use anchorwatch_note::NoteProblem;
use anchorwatch_remark::{List, Remark as _, remarks};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[
    List::of::<CheckpointKeyProblem>("why a key of a log or a cosigner cannot be used"),
    List::of::<CheckpointProblem>("why a checkpoint is refused"),
    List::of::<PolicyProblem>("why a policy of logs and cosigners is refused"),
    List::of::<LogProofProblem>("why a proof about a log is refused"),
    List::of::<TileProblem>("why a tile of a log cannot be used"),
    List::of::<WitnessProblem>("why a witness does not cosign, or its answer is not used"),
    List::of::<WitnessView>("what a witness shows of a log, beside a mirror"),
];

remarks! {
    /// Why a key cannot be used.
    #[non_exhaustive]
    pub enum CheckpointKeyProblem {
        /// Its name is empty, too long, or has a space, a plus sign or a control character.
        "checkpoint_key_name" => Name,
        /// It is not `NAME+ID+KEY`, or the key has another length.
        "checkpoint_key_form" => Form,
        /// It is of another kind than 1, 4 and 6.
        "checkpoint_key_kind" => Kind {
            /// Its signature type.
            kind: u64,
        },
        /// Its ID is not that of its name and key: part of it was changed.
        "checkpoint_key_id" => Id,
        /// Anyone can sign for it.
        "checkpoint_key_weak" => Weak,
        /// The private key is not one of this kind in PKCS #8.
        "checkpoint_key_private" => PrivateKey,
        /// The library makes no key.
        "checkpoint_key_not_made" => NotMade,
    }
}

remarks! {
    /// Why a checkpoint is refused.
    #[non_exhaustive]
    pub enum CheckpointProblem {
        /// It is not a signed note.
        "checkpoint_note" => Note {
            /// Why not.
            why: NoteProblem,
        },
        /// Its text is not origin, size and root, with or without further lines.
        "checkpoint_form" => Form,
        /// No log of this origin is known.
        "checkpoint_unknown_log" => UnknownLog {
            /// The origin that it names.
            origin: String,
        },
        /// The log is known, and none of its keys signed.
        "checkpoint_unsigned" => Unsigned {
            /// The log's origin.
            origin: String,
        },
        /// A signature by a known key is wrong.
        "checkpoint_signature" => Signature {
            /// The key's name.
            key: String,
        },
        /// It has further lines, which no signature of its log covers.
        "checkpoint_extension" => Extension,
        /// Its tree is empty, and its root is that of another.
        "checkpoint_empty_tree" => EmptyTree,
        /// Too few cosigned it.
        "checkpoint_quorum" => Quorum {
            /// Those who did, by their names in the policy.
            cosigners: Vec<String>,
        },
        /// The time to sign with is 0 or beyond 2^63 - 1.
        "checkpoint_time" => Time,
        /// The library does not sign with this key.
        "checkpoint_not_signed" => NotSigned,
    }
}

remarks! {
    /// Why a policy is refused.
    #[non_exhaustive]
    pub enum PolicyProblem {
        /// It is larger than [`MAX_POLICY_BYTES`](crate::MAX_POLICY_BYTES).
        "log_policy_too_long" => TooLong {
            /// The most bytes that are read.
            max: u64,
        },
        /// A line has an octet that no policy may have.
        "log_policy_octet" => Octet {
            /// Its number.
            line: u64,
        },
        /// The last line does not end.
        "log_policy_unterminated" => Unterminated {
            /// Its number.
            line: u64,
        },
        /// A line begins with an unknown word.
        "log_policy_keyword" => Keyword {
            /// Its number.
            line: u64,
            /// The word.
            keyword: String,
        },
        /// A line has too few or too many items.
        "log_policy_items" => Items {
            /// Its number.
            line: u64,
        },
        /// A key cannot be used.
        "log_policy_key" => Key {
            /// The line's number.
            line: u64,
            /// Why not.
            why: CheckpointKeyProblem,
        },
        /// A cosigner's key is given for a log, or a log's for a cosigner.
        "log_policy_key_role" => KeyRole {
            /// The line's number.
            line: u64,
        },
        /// A line before has the same public key, or one that a signature cannot tell from it.
        "log_policy_key_twice" => KeyTwice {
            /// The line's number.
            line: u64,
        },
        /// A line before defines the name, or it is `none`.
        "log_policy_name_taken" => NameTaken {
            /// The line's number.
            line: u64,
            /// The name.
            name: String,
        },
        /// No line before defines the name.
        "log_policy_unknown_name" => UnknownName {
            /// The line's number.
            line: u64,
            /// The name.
            name: String,
        },
        /// The name is already a member of a group, and would count twice.
        "log_policy_member_twice" => MemberTwice {
            /// The line's number.
            line: u64,
            /// The name.
            name: String,
        },
        /// A group asks for none of its members, for more than it has, or for no number.
        "log_policy_threshold" => Threshold {
            /// The line's number.
            line: u64,
        },
        /// A line before has the quorum.
        "log_policy_quorum_twice" => QuorumTwice {
            /// The line's number.
            line: u64,
        },
        /// There is no quorum.
        "log_policy_no_quorum" => NoQuorum {
            /// The last line's number.
            line: u64,
        },
        /// There are more logs, cosigners or groups than [`MAX_POLICY_ITEMS`](crate::MAX_POLICY_ITEMS).
        "log_policy_too_many" => TooMany {
            /// The line's number.
            line: u64,
            /// The most of a kind.
            max: u64,
        },
    }
}

remarks! {
    /// Why a proof is refused.
    #[non_exhaustive]
    pub enum LogProofProblem {
        /// It is larger than [`MAX_LOG_PROOF_BYTES`](crate::MAX_LOG_PROOF_BYTES).
        "log_proof_too_long" => TooLong {
            /// The most bytes that are read.
            max: u64,
        },
        /// It is not a proof, or has more hashes or data than any.
        "log_proof_form" => Form,
        /// Its checkpoint is refused.
        "log_proof_checkpoint" => Checkpoint {
            /// Why.
            why: CheckpointProblem,
        },
        /// The tree has no entry with this index.
        "log_proof_index" => Index {
            /// The index, from 0.
            index: u64,
            /// How many entries the tree has.
            size: u64,
        },
        /// The hashes do not lead from this entry to the root.
        "log_proof_inclusion" => Inclusion,
        /// It is about another log than the earlier one.
        "log_proof_other_log" => OtherLog {
            /// The origin that it names.
            origin: String,
        },
        /// The later tree has fewer entries.
        "log_proof_shrunk" => Shrunk {
            /// How many the earlier one has.
            old: u64,
            /// How many the later one has.
            new: u64,
        },
        /// Two trees of one size have different entries.
        "log_proof_forked" => Forked {
            /// Their size.
            size: u64,
        },
        /// The hashes do not show that the later tree only grew.
        "log_proof_consistency" => Consistency,
        /// It shows no fork: both trees begin with the same entries.
        "log_proof_no_fork" => NoFork,
        /// A tile cannot be used.
        "log_proof_tile" => Tile {
            /// Why not.
            why: TileProblem,
        },
    }
}

impl From<TileProblem> for LogProofProblem {
    fn from(why: TileProblem) -> Self {
        Self::Tile { why }
    }
}

remarks! {
    /// Why a tile cannot be used.
    #[non_exhaustive]
    pub enum TileProblem {
        /// Its path is no tile's.
        "log_tile_path" => Path,
        /// It is not there, or the tree has no such part.
        "log_tile_missing" => Missing,
        /// It has another length than its hashes.
        "log_tile_length" => Length,
        /// It is not as many entries as its path says.
        "log_tile_bundle" => Bundle,
        /// An entry is too long, or one too many.
        "log_tile_entry" => Entry,
        /// It is a part of another tree.
        "log_tile_other_tree" => OtherTree,
    }
}

remarks! {
    /// Why a witness does not cosign, or its answer is not used.
    #[non_exhaustive]
    pub enum WitnessProblem {
        /// It is larger than [`MAX_ADD_CHECKPOINT_BYTES`](crate::MAX_ADD_CHECKPOINT_BYTES).
        "witness_too_long" => TooLong {
            /// The most bytes that are read.
            max: u64,
        },
        /// It is not a request, or has more hashes than any.
        "witness_form" => Form,
        /// Its checkpoint is refused.
        "witness_checkpoint" => Checkpoint {
            /// Why.
            why: CheckpointProblem,
        },
        /// Its checkpoint has further lines, which a witness could not speak for.
        "witness_extension" => Extension,
        /// The old size is larger than the new one.
        "witness_old_size" => OldSize {
            /// The old size.
            old: u64,
            /// The new one.
            new: u64,
        },
        /// The old size is not that of the last checkpoint that the witness cosigned.
        "witness_conflict" => Conflict {
            /// The size that it cosigned.
            size: u64,
        },
        /// The tree did not grow out of the last one.
        "witness_proof" => Proof {
            /// Why not.
            why: LogProofProblem,
        },
        /// What the witness kept of the log is not its own, or that of another log.
        "witness_record" => Record,
        /// A key of the witness or of a log has the wrong kind, or was given before.
        "witness_key" => Key {
            /// The key's name.
            key: String,
        },
        /// The witness has no key.
        "witness_no_key" => NoKey,
        /// The answer has no signature that can be used.
        "witness_answer" => Answer,
    }
}

impl WitnessProblem {
    /// Whether the log signed two trees of one size: with what the witness keeps, that convicts it.
    #[must_use]
    pub const fn is_fork(&self) -> bool {
        let Self::Proof { why } = self else {
            return false;
        };
        matches!(why, LogProofProblem::Forked { .. })
    }

    /// The HTTP status with which a witness answers (tlog-witness). With 409, the body is the size
    /// and a newline, and its type `text/x.tlog.size`.
    #[must_use]
    pub const fn status(&self) -> u16 {
        use CheckpointProblem as Why;
        match self {
            Self::TooLong { .. } | Self::Form | Self::Extension | Self::OldSize { .. } => 400,
            Self::Conflict { .. } => 409,
            Self::Proof { .. } => 422,
            Self::Checkpoint { why } => match why {
                Why::Note { .. } | Why::Form | Why::Extension => 400,
                Why::Unsigned { .. } | Why::Signature { .. } => 403,
                Why::UnknownLog { .. } => 404,
                Why::EmptyTree => 422,
                Why::Quorum { .. } | Why::Time | Why::NotSigned => 500,
            },
            Self::Record | Self::Key { .. } | Self::NoKey | Self::Answer => 500,
        }
    }
}

remarks! {
    /// What a witness shows of a log, beside a mirror.
    #[non_exhaustive]
    pub enum WitnessView {
        /// The same tree.
        "witness_view_same" => Same {
            /// How many entries it has.
            size: u64,
        },
        /// A tree with which the mirror's begins.
        "witness_view_earlier" => Earlier {
            /// How many entries it has.
            size: u64,
            /// How many the mirror's has.
            shown: u64,
        },
        /// A larger tree: the mirror is late, or keeps entries back, or shows a fork. Only tiles of
        /// the larger tree could say which.
        "witness_view_later" => Later {
            /// How many entries it has.
            size: u64,
            /// How many the mirror's has.
            shown: u64,
        },
        /// Another tree, with which the mirror's, or another witness's, does not begin: the log
        /// signed both.
        "witness_view_forked" => Forked {
            /// How many entries it has.
            size: u64,
            /// How many the other one has.
            shown: u64,
        },
        /// An earlier tree, and the mirror's tiles lead neither from it nor from another one of that
        /// size to the mirror's own.
        "witness_view_unproven" => Unproven {
            /// How many entries it has.
            size: u64,
            /// What is wrong with the tiles.
            why: LogProofProblem,
        },
        /// Something that the log and this witness did not sign.
        "witness_view_refused" => Refused {
            /// Why not.
            why: CheckpointProblem,
        },
        /// It says that it never cosigned the log.
        "witness_view_nothing" => Nothing,
    }
}

impl WitnessView {
    /// Whether the log showed two trees, to the witness and to somebody else.
    #[must_use]
    pub const fn is_fork(&self) -> bool {
        matches!(self, Self::Forked { .. })
    }

    /// Whether the mirror's tree is at least as new as the witness's, and of the same log.
    #[must_use]
    pub const fn is_same_log(&self) -> bool {
        matches!(self, Self::Same { .. } | Self::Earlier { .. })
    }
}

macro_rules! errors {
    ($($problem:ty),*) => {
        $(
            impl std::fmt::Display for $problem {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.code())
                }
            }

            impl std::error::Error for $problem {}
        )*
    };
}

errors!(
    CheckpointKeyProblem,
    CheckpointProblem,
    PolicyProblem,
    LogProofProblem,
    TileProblem,
    WitnessProblem
);
