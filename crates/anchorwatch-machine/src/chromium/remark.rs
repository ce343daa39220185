//! Remarks on the files of Chromium.

use std::path::PathBuf;

use anchorwatch_identity::problem::CertificateProblem;
use anchorwatch_remark::TextProblem;

anchorwatch_remark::remarks! {
    /// A remark on a policy file, or on a profile's certificates.
    pub enum ChromiumRemark {
        /// A folder of a browser that is not in the table.
        "chromium_unknown_browser" => UnknownBrowser {
            /// Its policies or its profiles.
            folder: PathBuf,
        },
        /// A file that begins as a policy file does.
        "chromium_policy_unreadable" => PolicyUnreadable {
            /// What is wrong with it.
            why: TextProblem,
        },
        /// A certificate in a policy.
        "chromium_policy_entry" => PolicyEntry {
            /// The policy.
            key: String,
            /// What is wrong with it.
            why: CertificateProblem,
        },
        /// A policy with more entries than are read.
        "chromium_policy_entries_limit" => PolicyEntriesLimit {
            /// The policy.
            key: String,
            /// How many are read.
            max: u64,
        },
        /// A certificate of a profile.
        "chromium_certificate_row" => CertificateRow {
            /// What is wrong with it.
            why: CertificateProblem,
        },
        /// The trust of a profile's certificate ends early.
        "chromium_row_trust_cut" => RowTrustCut {
            /// Where, in bytes.
            offset: u64,
        },
        /// The trust of a profile's certificate has an unknown kind of field.
        "chromium_row_trust_kind" => RowTrustKind {
            /// The kind.
            kind: u64,
        },
    }
}
