//! Remarks on a refusal in Firefox and Thunderbird.

use std::path::PathBuf;

use anchorwatch_home::NodeState;
use anchorwatch_remark::TextProblem;

use crate::remark::Cause;

anchorwatch_remark::remarks! {
    /// A remark on a refusal in Firefox and Thunderbird.
    pub(crate) enum MozillaRemark {
        /// What is at a path is not a plain file.
        "not_a_plain_file" => NotAPlainFile {
            /// What is there.
            node: NodeState,
        },
        /// The programs have no exceptions for single origins.
        "mozilla_without_origins" => WithoutOrigins,
        /// The policy is not written, so errors can be clicked away.
        "mozilla_policy_not_set" => PolicyNotSet {
            /// The file of policies.
            path: PathBuf,
            /// Why.
            why: Cause,
            /// The program.
            client: String,
        },
        /// The file is not UTF-8.
        "mozilla_policies_not_text" => PoliciesNotText {
            /// What is wrong with it.
            why: TextProblem,
        },
        /// The file is not JSON.
        "mozilla_policies_not_json" => PoliciesNotJson {
            /// What is wrong with it.
            why: TextProblem,
        },
        /// The file has no object `policies`.
        "mozilla_policies_missing" => PoliciesMissing,
        /// A policy is not an object.
        "mozilla_policy_not_an_object" => PolicyNotAnObject {
            /// The policy.
            policy: String,
        },
        /// The file cannot be edited.
        "mozilla_policies_not_understood" => PoliciesNotUnderstood,
        /// A receipt does not name exactly one policy.
        "mozilla_policy_bad_receipt" => PolicyBadReceipt,
        /// A receipt names a policy that a block never sets.
        "mozilla_policy_foreign" => PolicyForeign {
            /// The policy.
            policy: String,
        },
        /// The switch has another value now.
        "mozilla_switch_changed" => SwitchChanged {
            /// The switch.
            switch: String,
            /// Its value, as JSON.
            value: String,
        },
        /// The switch is gone.
        "mozilla_switch_gone" => SwitchGone {
            /// The switch.
            switch: String,
        },
        /// Programs read the script when they start.
        "autoconfig_read_at_start" => ReadAtStart,
        /// More roots than the script can hold to names: it refuses the rest.
        "autoconfig_too_many_confined" => TooManyConfined {
            /// How many roots.
            count: u64,
        },
        /// A key is refused only under the names that a running program finds.
        "autoconfig_key_without_name" => KeyWithoutName {
            /// The SHA-256 of the key.
            key: String,
        },
        /// A program may still trust a refused key.
        "autoconfig_not_covered" => NotCovered {
            /// The program's folder.
            path: PathBuf,
            /// Why.
            why: Cause,
            /// The program.
            client: String,
        },
        /// A preference keeps the script in a sandbox.
        "autoconfig_sandboxed" => Sandboxed {
            /// The file of the preference.
            path: PathBuf,
        },
        /// Preferences disagree on how the script is obscured.
        "autoconfig_obscured_differently" => ObscuredDifferently,
        /// The script that preferences name is missing.
        "autoconfig_script_missing" => ScriptMissing,
        /// A receipt does not name exactly one part of a script.
        "autoconfig_bad_receipt" => ScriptBadReceipt,
        /// A receipt does not say how the script is obscured.
        "autoconfig_receipt_without_value" => ScriptReceiptWithoutValue,
        /// Our part of a script was changed.
        "autoconfig_part_changed" => PartChanged,
        /// A profile has no list of revocations.
        "profile_without_list" => ProfileWithoutList {
            /// The profile.
            path: PathBuf,
            /// The program.
            client: String,
        },
        /// A profile is outside its user's home.
        "profile_outside_home" => ProfileOutsideHome {
            /// The profile.
            path: PathBuf,
            /// The program.
            client: String,
        },
        /// A profile is in use.
        "profile_in_use" => ProfileInUse {
            /// The profile.
            path: PathBuf,
            /// The program.
            client: String,
        },
        /// A profile cannot be changed.
        "profile_not_changed" => ProfileNotChanged {
            /// The profile.
            path: PathBuf,
            /// Why.
            why: Cause,
            /// The program.
            client: String,
        },
        /// A profile in use still refuses what is no longer refused.
        "profile_in_use_still_refuses" => ProfileInUseStillRefuses {
            /// The profile.
            path: PathBuf,
            /// The program.
            client: String,
        },
        /// The same of a profile outside its user's home.
        "profile_outside_home_still_refuses" => ProfileOutsideHomeStillRefuses {
            /// The profile.
            path: PathBuf,
        },
        /// The list of revocations has another form than Firefox writes.
        "security_state_malformed" => SecurityStateMalformed {
            /// What is wrong.
            why: Cause,
            /// Where.
            offset: u64,
        },
        /// There is more after the end.
        "security_state_surplus" => SecurityStateSurplus,
        /// It ends early.
        "security_state_cut" => SecurityStateCut,
        /// The mark before a name is neither 0 nor 1.
        "security_state_name" => SecurityStateName,
        /// The entries are not sorted.
        "security_state_unsorted" => SecurityStateUnsorted,
        /// A length is too large.
        "security_state_length" => SecurityStateLength,
        /// A count is too large.
        "security_state_count" => SecurityStateCount,
        /// A receipt would set a revocation again.
        "security_state_bad_receipt" => SecurityStateBadReceipt,
        /// A receipt's item is not a revocation.
        "security_state_bad_item" => SecurityStateBadItem {
            /// Its name.
            name: String,
        },
        /// There is no plain file of exceptions.
        "exceptions_not_a_file" => ExceptionsNotAFile {
            /// The path.
            path: PathBuf,
            /// What is there.
            node: NodeState,
        },
        /// A profile in use forgets its exceptions when it is started again.
        "exceptions_in_use" => ExceptionsInUse {
            /// The profile.
            path: PathBuf,
            /// The program.
            client: String,
        },
        /// A receipt would take an exception away.
        "exceptions_bad_receipt" => ExceptionsBadReceipt {
            /// The exception's host.
            host: String,
        },
        /// There is another exception for the host now.
        "exception_replaced" => ExceptionReplaced {
            /// The host.
            host: String,
        },
    }
}
