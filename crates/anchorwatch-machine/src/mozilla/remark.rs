//! Remarks on the files of Firefox and Thunderbird.

use anchorwatch_remark::TextProblem;

anchorwatch_remark::remarks! {
    /// A remark on a profile, a policy or an AutoConfig script.
    pub enum MozillaRemark {
        /// More exceptions of a profile than are listed.
        "mozilla_overrides_limit" => OverridesLimit {
            /// How many there are.
            count: u64,
            /// How many are listed.
            max: u64,
        },
        /// A script that does more than set preferences.
        "mozilla_script_not_judged" => ScriptNotJudged,
        /// A script with more strings than are searched.
        "mozilla_script_strings" => ScriptStrings {
            /// How many are searched.
            max: u64,
        },
        /// A script that fetches another one.
        "mozilla_script_fetches" => ScriptFetches,
        /// The lines around Anchorwatch's part of a script are damaged.
        "mozilla_script_marks" => ScriptMarks,
        /// A file of policies that is not JSON.
        "mozilla_policy_file_not_json" => PoliciesNotJson {
            /// What is wrong with it.
            why: TextProblem,
        },
        /// A file of policies without policies.
        "mozilla_policy_file_without_policies" => PoliciesMissing,
        /// More certificates or modules than are read.
        "mozilla_policy_file_limit" => PoliciesLimit {
            /// How many are read.
            max: u64,
        },
    }
}
