//! One of the images in a file.

/// The machine that an image is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// The system, as Go names it: `linux`.
    pub os: String,
    /// The processor, as Go names it: `amd64`.
    pub architecture: String,
    /// Its variant, or nothing: `v8`.
    pub variant: String,
}

/// An image of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The names that the file gives it, such as `debian:12`.
    pub names: Vec<String>,
    /// Its digest: of its manifest, or of its configuration where `docker save` wrote no manifest.
    pub digest: String,
    /// The machine that it is for.
    pub platform: Platform,
}
