//! Why a proposal, a list or a signature of a publisher cannot be used.

use anchorwatch_list::{
    BundleProblem, ListProblem, PublishersProblem, RotationProblem, UpdateProblem, VerifyProblem,
};
use anchorwatch_note::{KeyProblem, NoteProblem};
use anchorwatch_remark::{Remark as _, remarks};
use anchorwatch_transparency::{
    CheckpointKeyProblem, CheckpointProblem, LogProofProblem, TileProblem, WitnessProblem,
};

remarks! {
    /// Why a text is no proposal.
    #[non_exhaustive]
    pub enum ProposalProblem {
        /// Its first line is another one, or it is not text.
        "proposal_other_file" => OtherFile,
        /// It is larger than any list.
        "proposal_too_long" => TooLong {
            /// The most bytes that are read.
            max: u64,
        },
        /// It has more items than a list may have entries.
        "proposal_too_many" => TooMany {
            /// The most.
            max: u64,
        },
        /// A line is wrong.
        "proposal_line" => Line {
            /// Its number, from 1.
            line: u64,
            /// What is wrong with it.
            why: ItemProblem,
        },
    }
}

remarks! {
    /// What is wrong with a line.
    #[non_exhaustive]
    pub enum ItemProblem {
        /// An item begins with another word than those for actions.
        "proposal_action" => Action,
        /// The kind of match is none that a list has.
        "proposal_kind" => Kind,
        /// The hashes or the serial number are not those of this kind.
        "proposal_values" => Values,
        /// There is no such condition, or `public` is there twice.
        "proposal_condition" => Condition,
        /// A condition is there twice, or two exclude each other.
        "proposal_condition_twice" => ConditionTwice,
        /// It is no time, or not in its only spelling.
        "proposal_time" => Time,
        /// They are no DNS names, or too many.
        "proposal_names" => Names,
        /// It is too long, or has a character that changes how text is shown.
        "proposal_characters" => Characters,
        /// There are too many remarks about one entry, or one is too long.
        "proposal_too_many_words" => TooManyWords,
        /// The same item is there already.
        "proposal_twice" => Twice,
        /// No list can have such an entry.
        "proposal_no_entry" => NoEntry {
            /// Why not.
            why: ListProblem,
        },
    }
}

remarks! {
    /// Why the next list cannot be made.
    #[non_exhaustive]
    pub enum PrepareProblem {
        /// The list has the entry already.
        "prepare_already_there" => AlreadyThere {
            /// The entry's identifier.
            entry: String,
        },
        /// The list does not have the entry.
        "prepare_not_there" => NotThere {
            /// The entry's identifier.
            entry: String,
        },
        /// The proposal both adds and removes the entry.
        "prepare_both_ways" => BothWays {
            /// The entry's identifier.
            entry: String,
        },
        /// A quick list can neither refuse public paths nor take anything back.
        "prepare_needs_quorum" => NeedsQuorum {
            /// The entry's identifier.
            entry: String,
        },
        /// The quick list has entries about which nothing is decided.
        "prepare_quick_undecided" => QuickUndecided {
            /// How many.
            count: u64,
        },
        /// There is no approved list that a quick list could add to.
        "prepare_no_approved" => NoApproved,
        /// The set of publishers has expired.
        "prepare_set_expired" => SetExpired {
            /// When.
            expired: String,
        },
        /// The list before was issued later than it is now.
        "prepare_clock" => Clock {
            /// When that was issued.
            held: String,
        },
        /// The number is one that was published already, or is before such a one.
        "prepare_number" => Number {
            /// The number.
            number: u64,
            /// The first one that is later.
            expected: u64,
        },
        /// No client would take such a list.
        "prepare_list" => List {
            /// Why not.
            why: ListProblem,
        },
    }
}

remarks! {
    /// Why a publisher cannot sign.
    #[non_exhaustive]
    pub enum SignProblem {
        /// The private key cannot be used.
        "sign_key" => Key {
            /// Why not.
            why: KeyProblem,
        },
        /// The key is not in the set of publishers.
        "sign_not_a_publisher" => NotAPublisher,
        /// The note cannot be made.
        "sign_note" => Note {
            /// Why not.
            why: NoteProblem,
        },
        /// What the key signed before is not there, or cannot be read.
        "sign_memory" => Memory,
        /// The key signed something else with this number.
        "sign_signed_other" => SignedOther {
            /// The number.
            number: u64,
            /// The hash of the other one.
            signed: String,
        },
        /// The key signed something with a later number.
        "sign_signed_later" => SignedLater {
            /// The number.
            number: u64,
            /// The later one.
            signed: u64,
        },
    }
}

remarks! {
    /// Why a list is not published. Nothing is changed then.
    #[non_exhaustive]
    pub enum PublishProblem {
        /// A file of the mirror cannot be read.
        "publish_unreadable" => Unreadable {
            /// The file.
            file: String,
        },
        /// A file of the mirror is not there.
        "publish_missing" => Missing {
            /// The file.
            file: String,
        },
        /// What the mirror shows first cannot be read.
        "publish_latest" => Latest {
            /// Why not.
            why: ListProblem,
        },
        /// What is on the mirror has not the signatures of these publishers.
        "publish_before" => Before {
            /// Why not.
            why: VerifyProblem,
        },
        /// No client would have taken what is on the mirror.
        "publish_before_refused" => BeforeRefused {
            /// Why not.
            why: UpdateProblem,
        },
        /// A set of publishers on the mirror does not follow the one before.
        "publish_set_before" => SetBefore {
            /// Why.
            why: RotationProblem,
        },
        /// The publishers ask for a public log, and none was given.
        "publish_logs" => Logs,
        /// The publishers' log cannot be used.
        "publish_log" => Log {
            /// Why not.
            why: LogProblem,
        },
        /// A text is no set of publishers.
        "publish_set" => Set {
            /// Why not.
            why: PublishersProblem,
        },
        /// A set of publishers is of another list.
        "publish_set_origin" => SetOrigin {
            /// Whose.
            got: String,
        },
        /// A set of publishers expired.
        "publish_set_expired" => SetExpired {
            /// When.
            expired: String,
        },
        /// Clients would not go from one set of publishers to the next.
        "publish_set_refused" => SetRefused {
            /// Why not.
            why: RotationProblem,
        },
        /// The list cannot be read.
        "publish_list" => List {
            /// Why not.
            why: ListProblem,
        },
        /// The list, or what is on the mirror, is for another set of publishers.
        "publish_epoch" => Epoch {
            /// Its epoch.
            got: u64,
            /// That of the publishers.
            expected: u64,
        },
        /// The list is not the next one.
        "publish_not_next" => NotNext {
            /// Its number.
            got: u64,
            /// The next one.
            expected: u64,
        },
        /// A note is refused.
        "publish_note" => Note {
            /// Why.
            why: NoteProblem,
        },
        /// A note is about another text: another list, or after other lists.
        "publish_other_text" => OtherText,
        /// Too few publishers signed, or not the right ones.
        "publish_unsigned" => Unsigned {
            /// What a client says.
            why: VerifyProblem,
        },
        /// A client that holds what is published would refuse it.
        "publish_refused" => Refused {
            /// What it says.
            why: UpdateProblem,
        },
        /// A client that holds nothing would refuse it.
        "publish_bundle" => Bundle {
            /// What it says.
            why: BundleProblem,
        },
        /// The quick list has entries about which the approved one says nothing.
        "publish_quick_undecided" => QuickUndecided {
            /// How many.
            count: u64,
        },
        /// There is no approved list that a quick list could add to.
        "publish_no_approved" => NoApproved,
    }
}

remarks! {
    /// Why a log cannot be added to.
    #[non_exhaustive]
    pub enum LogProblem {
        /// Its private key cannot be used.
        "own_log_key" => Key {
            /// Why not.
            why: CheckpointKeyProblem,
        },
        /// The set of publishers names no log with this key.
        "own_log_not_a_log" => NotALog,
        /// What the key signed last is not there, or is not its own.
        "own_log_memory" => Memory,
        /// The folder's checkpoint is not by this key.
        "own_log_other_checkpoint" => OtherCheckpoint,
        /// The key signed a larger tree, or another one, than is remembered.
        "own_log_forgotten" => Forgotten {
            /// The size that others were shown.
            shown: u64,
            /// The size that is remembered.
            signed: u64,
        },
        /// A file of the folder is not there.
        "own_log_missing" => Missing {
            /// The file.
            file: String,
        },
        /// A file of the folder cannot be read.
        "own_log_unreadable" => Unreadable {
            /// The file.
            file: String,
        },
        /// The entries in the folder are not those of the tree that the key signed last.
        "own_log_other_tree" => OtherTree {
            /// Its size.
            size: u64,
        },
        /// It has more entries than are written.
        "own_log_too_long" => TooLong {
            /// The most.
            max: u64,
        },
        /// A tile cannot be used or made.
        "own_log_tile" => Tile {
            /// Why not.
            why: TileProblem,
        },
        /// The checkpoint cannot be signed.
        "own_log_not_signed" => NotSigned {
            /// Why not.
            why: CheckpointProblem,
        },
        /// A text is not in the log.
        "own_log_not_there" => NotThere,
        /// A proof cannot be made.
        "own_log_proof" => Proof {
            /// Why not.
            why: LogProofProblem,
        },
        /// Too few witnesses cosigned.
        "own_log_cosignatures" => Cosignatures {
            /// Who did.
            why: CheckpointProblem,
        },
    }
}

remarks! {
    /// Why a witness's answer is of no use.
    #[non_exhaustive]
    pub enum WitnessFault {
        /// Nobody says where it is.
        "witness_no_address" => NoAddress,
        /// It refuses.
        "witness_status" => Status {
            /// The status of its answer.
            status: u64,
        },
        /// It cosigned a larger tree of this log than there is.
        "witness_ahead" => Ahead {
            /// The size that it says.
            size: u64,
            /// That of the log.
            own: u64,
        },
        /// It says with each answer that it cosigned another tree, or does not say which.
        "witness_wavers" => Conflict,
        /// Its answer cannot be used.
        "witness_bad_answer" => Answer {
            /// Why not.
            why: WitnessProblem,
        },
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

errors!(
    ProposalProblem,
    ItemProblem,
    PrepareProblem,
    SignProblem,
    PublishProblem,
    LogProblem
);

impl From<LogProblem> for PublishProblem {
    fn from(why: LogProblem) -> Self {
        Self::Log { why }
    }
}
