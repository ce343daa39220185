//! What a log says about its tree.

use std::fmt;

use crate::{CheckpointProblem, TreeHash, decimal, limits::MAX_TREE_SIZE};

/// The longest origin, in bytes: what an ML-DSA-44 cosignature can name.
pub const MAX_ORIGIN_BYTES: usize = 255;

/// The state of a tree: how many leaves, and their root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeHead {
    /// The number of leaves.
    pub size: u64,
    /// The root of exactly these leaves.
    pub root: TreeHash,
}

/// The text of a checkpoint: whose log it is, and its tree.
///
/// Who signed it, a [`VerifiedCheckpoint`](crate::VerifiedCheckpoint) says. This one can be
/// anyone's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: TreeHead,
    extension: Vec<String>,
}

impl Checkpoint {
    /// The checkpoint of a log.
    ///
    /// # Errors
    /// [`CheckpointProblem::Form`] if the origin or a line of the extension is empty, too long or
    /// has a control character, or if the size is more than [`MAX_TREE_SIZE`].
    pub fn new(
        origin: &str,
        head: TreeHead,
        extension: &[&str],
    ) -> Result<Self, CheckpointProblem> {
        let is_line = |it: &str| !it.is_empty() && it.bytes().all(|it| it >= 0x20);
        let are_lines = is_line(origin) && extension.iter().all(|it| is_line(it));
        if !are_lines || origin.len() > MAX_ORIGIN_BYTES || head.size > MAX_TREE_SIZE {
            return Err(CheckpointProblem::Form);
        }
        Ok(Self {
            origin: origin.to_owned(),
            head,
            extension: extension.iter().map(|it| (*it).to_owned()).collect(),
        })
    }

    /// Reads the text of a checkpoint: three lines or more, each with its newline.
    ///
    /// # Errors
    /// [`CheckpointProblem::Form`] if it has another form, such as a size with a leading zero. No
    /// two texts are the same checkpoint.
    pub fn parse(text: &str) -> Result<Self, CheckpointProblem> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointProblem::Form)?;
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointProblem::Form);
        };
        let size = decimal::parse(size).ok_or(CheckpointProblem::Form)?;
        let root = TreeHash::from_base64(root).ok_or(CheckpointProblem::Form)?;
        let extension: Vec<&str> = lines.collect();
        Self::new(origin, TreeHead { size, root }, &extension)
    }

    /// Which log it is about.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The state of the log's tree.
    #[must_use]
    pub const fn head(&self) -> TreeHead {
        self.head
    }

    /// Further lines, whose meaning is the log's own. ML-DSA-44 signatures do not cover them, and
    /// cosigners say nothing about them.
    #[must_use]
    pub fn extension(&self) -> &[String] {
        &self.extension
    }
}

/// The text that is signed, with its last newline.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TreeHead { size, root } = self.head;
        writeln!(f, "{}\n{size}\n{root}", self.origin)?;
        self.extension.iter().try_for_each(|it| writeln!(f, "{it}"))
    }
}
