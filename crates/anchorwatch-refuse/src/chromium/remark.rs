//! Remarks on a refusal in Chromium and browsers built on it.

use std::path::PathBuf;

anchorwatch_remark::remarks! {
    /// A remark on a refusal in Chromium and browsers built on it.
    pub(crate) enum ChromiumRemark {
        /// Only a key's hash is known.
        "chromium_key_only_hash" => OnlyHash {
            /// The SHA-256 of the key.
            key: String,
        },
        /// Another file decides a policy.
        "chromium_decided_elsewhere" => DecidedElsewhere {
            /// The file.
            path: PathBuf,
            /// The policy.
            policy: String,
            /// The browser.
            browser: String,
        },
        /// A file that was put there since overrules our policy.
        "chromium_overruled" => Overruled {
            /// The file.
            path: PathBuf,
            /// The policy.
            policy: String,
        },
        /// Certificate warnings cannot be clicked through.
        "chromium_no_click_through" => NoClickThrough {
            /// The browser.
            browser: String,
        },
        /// The same except at some origins.
        "chromium_click_through_only_at" => ClickThroughOnlyAt {
            /// The browser.
            browser: String,
            /// The origins.
            origins: Vec<String>,
        },
        /// The policy was never tried with the browser.
        "chromium_untried" => Untried {
            /// The browser.
            browser: String,
        },
        /// It is not certain where the browser reads policies, so none is written.
        "chromium_uncertain" => Uncertain {
            /// The browser.
            browser: String,
        },
        /// Others than root can write into the policy's folder.
        "chromium_folder_writable" => FolderWritable {
            /// The folder.
            path: PathBuf,
            /// Its owner.
            uid: u64,
            /// Its permissions, in octal digits.
            mode: String,
        },
        /// A pattern for every site is left out.
        "chromium_every_site" => EverySite {
            /// The browser.
            browser: String,
            /// The policy.
            policy: String,
            /// The pattern.
            pattern: String,
        },
    }
}
