//! Remarks on a refusal in OpenSSL.

use std::path::PathBuf;

use crate::remark::Causes;

anchorwatch_remark::remarks! {
    /// What the refusing certificates do not reach.
    pub(crate) enum OpensslRemark {
        /// A store has a root that hides a refusing certificate.
        "namesake_in_store" => NamesakeInStore {
            /// The store.
            path: PathBuf,
            /// The root's name.
            name: String,
            /// The programs that look no further.
            clients: Vec<String>,
        },
        /// Roots that were added stay trusted, and their owners can sign a refused key.
        "added_roots_stay" => AddedRootsStay {
            /// How many keys they have.
            count: u64,
            /// Their names.
            names: Causes,
        },
    }
}
