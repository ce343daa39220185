//! Remarks on the files that p11-kit's trust module reads.

use std::path::PathBuf;

anchorwatch_remark::remarks! {
    /// A remark on a file or folder that p11-kit's trust module reads.
    pub(crate) enum P11KitRemark {
        /// A root whose key is refused in another certificate.
        "p11_kit_refused_twin" => RefusedTwin {
            /// The root's subject.
            subject: String,
        },
        /// More files than are read.
        "p11_kit_files_limit" => FilesLimit {
            /// The folder.
            path: PathBuf,
            /// How many are read.
            max: u64,
        },
        /// An object of an unknown class.
        "p11_kit_unknown_class" => UnknownClass {
            /// The file.
            name: String,
            /// Which object, from 1.
            number: u64,
        },
        /// An object's certificate.
        "p11_kit_object_certificate" => ObjectCertificate {
            /// The file.
            name: String,
            /// Which object, from 1.
            number: u64,
        },
        /// An object that p11-kit may not load.
        "p11_kit_doubtful_object" => DoubtfulObject {
            /// The file.
            name: String,
            /// Which object, from 1.
            number: u64,
        },
        /// A line that is not of p11-kit's format.
        "p11_kit_unknown_line" => UnknownLine {
            /// The file.
            name: String,
            /// Which line, from 1.
            line: u64,
        },
    }
}
