//! Why a list, its signatures or what a client remembers is refused.

use anchorwatch_note::{KeyProblem, NoteProblem};
use anchorwatch_remark::{List, Remark as _, remarks};
use anchorwatch_transparency::{LogProofProblem, PolicyProblem};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[
    List::of::<ListProblem>("why a signed list cannot be read"),
    List::of::<DeltaProblem>("why a change of a signed list cannot be applied"),
    List::of::<VerifyProblem>("why a signed list counts as signed by nobody"),
    List::of::<UpdateProblem>("why a signed list does not replace the one that is held"),
    List::of::<PublishersProblem>("why a set of publishers cannot be used"),
    List::of::<RotationProblem>("why a set of publishers does not follow the one that is held"),
    List::of::<BundleProblem>("why nothing of a bundle of signed lists is taken"),
    List::of::<StateProblem>("why what was remembered of signed lists cannot be read"),
];

remarks! {
    /// Why octets are not a list. Offsets are those of the file.
    #[non_exhaustive]
    pub enum ListProblem {
        /// Larger than [`MAX_LIST_BYTES`](crate::MAX_LIST_BYTES).
        "signed_list_too_large" => TooLarge {
            /// The most bytes that are read.
            max: u64,
        },
        /// Another file, or a format of the future.
        "signed_list_other_file" => OtherFile,
        /// The octets end inside an element.
        "signed_list_cut_short" => CutShort {
            /// Where the element begins.
            offset: u64,
        },
        /// Octets after the end of an element.
        "signed_list_left_over" => LeftOver {
            /// Where they begin.
            offset: u64,
        },
        /// A number that is too large, or not in its shortest form.
        "signed_list_number" => Number {
            /// Where it begins.
            offset: u64,
        },
        /// Elements out of order, or one that is there twice.
        "signed_list_order" => Order {
            /// Where the later one begins, or ends.
            offset: u64,
        },
        /// A value that no list may have.
        "signed_list_value" => Value {
            /// Where it begins, or ends.
            offset: u64,
        },
        /// More entries than [`MAX_ENTRIES`](crate::MAX_ENTRIES).
        "signed_list_too_many" => TooMany {
            /// The most entries that are read.
            max: u64,
        },
        /// A quick list has an entry that only an approved list may have.
        "signed_list_not_quick" => NotQuick {
            /// Where its group begins.
            offset: u64,
        },
        /// Something that this program does not know, and that its publisher calls critical.
        "signed_list_critical" => Critical {
            /// The kind of the entries.
            kind: u64,
        },
    }
}

remarks! {
    /// Why a delta does not lead to a list.
    #[non_exhaustive]
    pub enum DeltaProblem {
        /// The delta itself cannot be read.
        "signed_list_delta_form" => Form {
            /// What is wrong.
            why: ListProblem,
        },
        /// It applies to another list than the one that is held.
        "signed_list_delta_base" => OtherBase,
        /// It removes an entry that is not there.
        "signed_list_delta_removes" => NotThere,
        /// It adds an entry that is there already.
        "signed_list_delta_adds" => AlreadyThere,
        /// What it leads to is not what it says.
        "signed_list_delta_result" => OtherResult,
    }
}

remarks! {
    /// Why a list is not one that enough publishers signed.
    #[non_exhaustive]
    pub enum VerifyProblem {
        /// The note with the signatures is refused.
        "signed_list_note" => Note {
            /// Why.
            why: NoteProblem,
        },
        /// The signed text is no statement about a list.
        "signed_list_statement" => Statement,
        /// The signed text is about a list of another name.
        "signed_list_origin" => Origin {
            /// Its name.
            got: String,
        },
        /// The signed text is about the other one of the two lists.
        "signed_list_role" => Role,
        /// The signed text is of another epoch of the publishers.
        "signed_list_epoch" => Epoch {
            /// Its epoch.
            got: u64,
            /// That of the publishers.
            expected: u64,
        },
        /// Too few publishers signed.
        "signed_list_threshold" => Threshold {
            /// How many different keys did.
            got: u64,
            /// How many have to.
            needed: u64,
        },
        /// Enough publishers signed, and not from the groups that have to.
        "signed_list_quorum" => Quorum {
            /// What the set of publishers calls the quorum.
            quorum: String,
        },
        /// The set of publishers asks for a proof that the signed text is in a public log, and no
        /// proof came.
        "signed_list_no_log_proof" => NoLogProof,
        /// The proof is refused.
        "signed_list_log_proof" => LogProof {
            /// Why.
            why: LogProofProblem,
        },
        /// The octets are not those that were signed.
        "signed_list_hash" => Hash,
        /// What was signed is no list.
        "signed_list_unreadable" => List {
            /// What is wrong with it.
            why: ListProblem,
        },
        /// The list says something else about itself than the signed text.
        "signed_list_header" => Header,
        /// The signed text does not name this delta for the list that is held.
        "signed_list_delta_not_named" => DeltaNotNamed,
        /// The delta that was signed does not lead to the list.
        "signed_list_delta_wrong" => Delta {
            /// What is wrong with it.
            why: DeltaProblem,
        },
    }
}

remarks! {
    /// Why a set of publishers does not follow the one that is held.
    #[non_exhaustive]
    pub enum RotationProblem {
        /// The note with the signatures is refused.
        "signed_list_rotation_note" => Note {
            /// Why.
            why: NoteProblem,
        },
        /// Too few of the publishers that are held signed it, or not from the right groups.
        "signed_list_rotation_old_quorum" => OldQuorum {
            /// What the set that is held calls its quorum.
            quorum: String,
        },
        /// What they signed is no set of publishers.
        "signed_list_rotation_set" => Set {
            /// What is wrong with it.
            why: PublishersProblem,
        },
        /// It is a set of another list.
        "signed_list_rotation_origin" => Origin {
            /// The list's name.
            got: String,
        },
        /// It is not the next one.
        "signed_list_rotation_epoch" => Epoch {
            /// Its epoch.
            got: u64,
            /// The epoch of the set that is held.
            held: u64,
        },
        /// Too few of the new publishers signed it, or not from the right groups.
        "signed_list_rotation_new_quorum" => NewQuorum {
            /// What the new set calls its quorum.
            quorum: String,
        },
        /// The set that is held asks for a proof that the next one is in a public log, and there is
        /// none.
        "signed_list_rotation_no_log_proof" => NoLogProof,
        /// The proof is refused.
        "signed_list_rotation_log_proof" => LogProof {
            /// Why.
            why: LogProofProblem,
        },
        /// The log is not the one that was seen before.
        "signed_list_rotation_log" => Log {
            /// In what it differs.
            why: LogProofProblem,
        },
    }
}

remarks! {
    /// Why a list that is signed is not taken. What is held stays in force.
    #[non_exhaustive]
    pub enum UpdateProblem {
        /// It was verified with another set of publishers than the one that is held.
        "signed_list_other_publishers" => OtherPublishers,
        /// The set of publishers expired, and its successor is not known.
        "signed_list_publishers_expired" => PublishersExpired {
            /// When.
            expired: String,
        },
        /// It was issued more than a day after the clock's time.
        "signed_list_from_the_future" => FromTheFuture {
            /// When it says that it was issued.
            issued: String,
        },
        /// It is stale.
        "signed_list_expired" => Expired {
            /// When it expired.
            expired: String,
        },
        /// It is older than the one that is held.
        "signed_list_rollback" => Rollback {
            /// Its sequence.
            got: u64,
            /// The sequence of the one that is held.
            held: u64,
        },
        /// Another list of the same number was seen: somebody is shown something else.
        "signed_list_forked" => Forked {
            /// The sequence of both.
            sequence: u64,
        },
        /// It has a later number and an earlier date than the one that is held.
        "signed_list_issued_earlier" => IssuedEarlier {
            /// When it was issued.
            issued: String,
            /// When the one that is held was.
            held: String,
        },
        /// A quick list, and no approved list is held.
        "signed_list_no_base" => NoBase,
        /// A quick list that adds to another approved list than the one that is held.
        "signed_list_other_base" => OtherBase {
            /// The sequence of the list that it adds to.
            got: u64,
            /// The sequence of the one that is held.
            held: u64,
        },
        /// A quick list that lacks entries of the one that is held.
        "signed_list_entries_missing" => EntriesMissing {
            /// How many.
            count: u64,
        },
        /// Entries that are gone would have to stay in force, and fill more than a list.
        "signed_list_too_much_retained" => TooMuchRetained {
            /// The most octets that are kept.
            max: u64,
        },
        /// The public log is not the one that was seen before, or nothing shows that it is.
        "signed_list_log" => Log {
            /// In what it differs.
            why: LogProofProblem,
        },
    }
}

remarks! {
    /// Why a set of publishers cannot be used.
    #[non_exhaustive]
    pub enum PublishersProblem {
        /// A line does not belong in a set of publishers, or is in the wrong place.
        "signed_list_publishers_form" => Form {
            /// Which one, counted from 1.
            line: u64,
        },
        /// The text is longer than [`MAX_PUBLISHERS_BYTES`](crate::MAX_PUBLISHERS_BYTES).
        "signed_list_publishers_too_long" => TooLong {
            /// The most octets.
            max: u64,
        },
        /// A key cannot be used.
        "signed_list_publishers_key" => Key {
            /// In which line.
            line: u64,
            /// Why.
            why: KeyProblem,
        },
        /// Anyone can sign for a key, or its signatures cannot be told from another key's.
        "signed_list_publishers_unsafe_key" => UnsafeKey {
            /// The key's name.
            name: String,
        },
        /// A name is defined twice, nowhere above, or a member of two groups.
        "signed_list_publishers_name" => Name {
            /// The name.
            name: String,
        },
        /// A log is named among the publishers instead of below them.
        "signed_list_publishers_log" => Log {
            /// In which line.
            line: u64,
        },
        /// Nobody has to sign.
        "signed_list_publishers_no_quorum" => NoQuorum,
        /// Two names have one key.
        "signed_list_same_key" => SameKey {
            /// One name.
            one: String,
            /// The other name.
            other: String,
        },
        /// More than [`MAX_PUBLISHERS`](crate::MAX_PUBLISHERS), or as many groups.
        "signed_list_too_many_publishers" => TooMany {
            /// The most.
            max: u64,
        },
        /// Quick lists need no signature, or as many as approved ones.
        "signed_list_thresholds" => Thresholds {
            /// How many must sign a quick list.
            quick: u64,
            /// The fewest that can sign an approved list.
            approved: u64,
        },
        /// The delay is not 1 to 90 days.
        "signed_list_delay" => Delay {
            /// The delay.
            days: u64,
        },
        /// What it says about logs and witnesses is no policy.
        "signed_list_publishers_logs" => Logs {
            /// Why not.
            why: PolicyProblem,
        },
        /// It has a part about logs, and names none.
        "signed_list_publishers_no_log" => NoLog,
        /// Nobody has to cosign the logs.
        "signed_list_publishers_no_witness" => NoWitness,
        /// The time for which witnesses' word counts is not 1 to 90 days.
        "signed_list_fresh" => Fresh {
            /// The time.
            days: u64,
        },
    }
}

remarks! {
    /// Why a bundle is not taken. Nothing of it is.
    #[non_exhaustive]
    pub enum BundleProblem {
        /// A set of publishers in it does not follow.
        "signed_list_bundle_publishers" => Publishers {
            /// Why.
            why: RotationProblem,
        },
        /// A list in it is not signed by enough publishers.
        "signed_list_bundle_signatures" => Signatures {
            /// Why.
            why: VerifyProblem,
        },
        /// A list in it does not replace the one that is held.
        "signed_list_bundle_update" => Update {
            /// Why.
            why: UpdateProblem,
        },
    }
}

remarks! {
    /// Why what was remembered cannot be read.
    #[non_exhaustive]
    pub enum StateProblem {
        /// Another file, or a format of the future.
        "signed_list_state_other_file" => OtherFile,
        /// Octets were changed or are missing.
        "signed_list_state_damaged" => Damaged,
        /// An element of it is wrong.
        "signed_list_state_form" => Form {
            /// What is wrong.
            why: ListProblem,
        },
        /// The set of publishers in it is wrong.
        "signed_list_state_publishers" => Publishers {
            /// What is wrong.
            why: PublishersProblem,
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
    ListProblem,
    DeltaProblem,
    VerifyProblem,
    UpdateProblem,
    PublishersProblem,
    RotationProblem,
    BundleProblem,
    StateProblem
);
