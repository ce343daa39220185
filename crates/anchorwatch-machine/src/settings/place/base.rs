//! Where the places of a table begin.

use std::path::{Path, PathBuf};

use anchorwatch_home::Node;

use crate::settings::sink::Sink;

/// Where the places of the tables begin.
pub(super) enum Base {
    /// A home, or the root folder.
    Folder(PathBuf),
    /// A folder that replaces one of a home, and nothing else of it.
    Moved {
        usual: &'static str,
        folder: PathBuf,
    },
}

impl Base {
    pub(super) fn of_system() -> Self {
        Self::Folder(PathBuf::from("/"))
    }

    pub(super) fn join(&self, place: &str) -> Option<PathBuf> {
        let (folder, place) = self.start(place)?;
        Some(folder.join(place))
    }

    pub(super) fn matching(&self, sink: &mut Sink<'_>, pattern: &str) -> Vec<PathBuf> {
        match self.start(pattern) {
            Some((folder, pattern)) => matching(sink, folder, pattern),
            None => Vec::new(),
        }
    }

    fn start<'p>(&self, place: &'p str) -> Option<(&Path, &'p str)> {
        match self {
            Self::Folder(folder) => Some((folder, place)),
            Self::Moved { usual, folder } => {
                let rest = place.strip_prefix(usual)?.strip_prefix('/')?;
                Some((folder, rest))
            }
        }
    }
}

/// The paths that a pattern matches: a name `*` matches every folder, and `NAME*` every
/// folder whose name starts that way.
pub(super) fn matching(sink: &mut Sink<'_>, base: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut paths = vec![base.to_owned()];
    for name in pattern.split('/') {
        let Some(start) = name.strip_suffix('*') else {
            paths = paths.into_iter().map(|path| path.join(name)).collect();
            continue;
        };
        let mut below = Vec::new();
        for path in paths {
            let found = sink.list(&path, |name| name.starts_with(start));
            below.extend(found.into_iter().filter(|one| may_be_folder(sink, one)));
        }
        paths = below;
    }
    paths
}

/// True if the path is a folder, or if that cannot be determined.
fn may_be_folder(sink: &Sink<'_>, path: &Path) -> bool {
    let tree = sink.tree;
    let node = tree
        .resolve_final(path)
        .and_then(|stands| tree.node_without_content(&stands));
    matches!(node, Ok(Node::Directory(_)) | Err(_))
}
