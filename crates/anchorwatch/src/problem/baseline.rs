//! Why a file is not a baseline.

anchorwatch_remark::remarks! {
    /// Why a file is not a baseline.
    pub(crate) enum BaselineProblem {
        /// It is neither a baseline nor the answer of an audit.
        "baseline_schema" => Schema {
            /// The schema that it names.
            got: String,
            /// The schemas that are read.
            read: Vec<String>,
        },
        /// A finding of it is wrong.
        "baseline_finding" => Finding {
            /// Which one, from 1.
            number: u64,
        },
        /// There is no such kind of finding about such a thing.
        "baseline_kind" => Kind {
            /// The kind.
            kind: String,
        },
        /// There is no such class.
        "baseline_class" => Class {
            /// The class.
            class: String,
        },
        /// It has the members of a root and of a setting, or of neither.
        "baseline_members" => Members,
        /// An alarm of another class cannot be accepted.
        "baseline_accepts_other_class" => AcceptsOtherClass,
        /// An alarm is accepted without a reason.
        "baseline_accepts_without_reason" => AcceptsWithoutReason,
    }
}
