//! Why a source gave nothing, or less than it should.

use anchorwatch_list::{BundleProblem, ListProblem, RotationProblem, UpdateProblem, VerifyProblem};
use anchorwatch_remark::{List, Remark as _, remarks};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[List::of::<CarrierProblem>(
    "why a source of signed lists gave nothing, or not all",
)];

remarks! {
    /// Why a source gave nothing, or less than it should. What is held stays in force.
    #[non_exhaustive]
    pub enum CarrierProblem {
        /// The text is no address that can be asked.
        "carrier_address" => Address,
        /// More sources than are asked at once.
        "carrier_too_many_sources" => TooManySources {
            /// The most.
            max: u64,
        },
        /// No address was found for the host's name.
        "carrier_no_host" => NoHost,
        /// No connection came about.
        "carrier_no_connection" => NoConnection,
        /// There was a connection, and no TLS over it.
        "carrier_no_tls" => NoTls,
        /// It took longer than it may.
        "carrier_too_slow" => TooSlow,
        /// The answer ended too early, or was no HTTP.
        "carrier_broken" => Broken,
        /// The answer has another status than one with a file.
        "carrier_status" => Status {
            /// The status.
            status: u64,
        },
        /// The answer leads elsewhere than it may.
        "carrier_redirect" => Redirect,
        /// The answer is compressed, though that was not asked for.
        "carrier_encoded" => Encoded,
        /// A file is larger than it may be.
        "carrier_too_large" => TooLarge {
            /// The file.
            file: String,
            /// The most bytes that were left for it.
            max: u64,
        },
        /// A file is not there.
        "carrier_missing" => Missing {
            /// The file.
            file: String,
        },
        /// The operating system does not let the file be read, or it is no regular file.
        "carrier_unreadable" => Unreadable {
            /// The file.
            file: String,
        },
        /// What the source shows first cannot be read.
        "carrier_latest" => Latest {
            /// What is wrong with it.
            why: ListProblem,
        },
        /// A set of publishers cannot be read.
        "carrier_set_form" => SetForm {
            /// What is wrong with it.
            why: ListProblem,
        },
        /// A set of publishers does not follow.
        "carrier_set" => Set {
            /// Why.
            why: RotationProblem,
        },
        /// A list is not signed by enough publishers, or not in a log.
        "carrier_signatures" => Signatures {
            /// Why.
            why: VerifyProblem,
        },
        /// A list does not replace the one that is held.
        "carrier_update" => Update {
            /// Why.
            why: UpdateProblem,
        },
        /// A bundle cannot be read.
        "carrier_bundle_form" => BundleForm {
            /// What is wrong with it.
            why: ListProblem,
        },
        /// Nothing of a bundle is taken.
        "carrier_bundle" => Bundle {
            /// Why.
            why: BundleProblem,
        },
    }
}

impl CarrierProblem {
    /// Whether another way to the same mirror may be better.
    pub(crate) const fn is_of_the_way(&self) -> bool {
        matches!(
            self,
            Self::NoHost | Self::NoConnection | Self::NoTls | Self::TooSlow | Self::Broken
        )
    }
}

impl std::fmt::Display for CarrierProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for CarrierProblem {}
