//! A request, and the files that came.

use anchorwatch_evidence::HttpRequest;

/// A request, and the files in its answer that a device would install.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// What was seen. Its certificates are not filled in: nobody has read the files yet.
    pub request: HttpRequest,
    /// The answer itself if it is such a file, and those inside the page.
    pub files: Vec<Vec<u8>>,
}
