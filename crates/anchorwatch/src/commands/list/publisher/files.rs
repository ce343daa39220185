//! The files that publishers work with.

use std::path::{Path, PathBuf};

use anchorwatch_home::{MirrorFolder, Tree};
use anchorwatch_list::{List, MAX_PUBLISHERS_BYTES, Publishers};
use anchorwatch_publisher::{MAX_PROPOSAL_BYTES, Mirror, Proposal, PublishProblem};

use crate::{
    input,
    problem::{Hint, Hinted, Problem},
};

/// Refuses a name that is in use, before any work is done for nothing.
///
/// # Errors
/// Something is there.
pub(super) fn refuse_existing(path: &Path) -> anyhow::Result<()> {
    if path.symlink_metadata().is_ok() {
        let path = path.to_owned();
        return Err(Hinted::new(&Problem::ExistsAlready { path }, &Hint::NameNewFile).into());
    }
    Ok(())
}

/// Reads a set of publishers.
///
/// # Errors
/// It cannot be read or used.
pub(in crate::commands::list) fn publishers(path: &Path) -> anyhow::Result<Publishers> {
    let text = input::file(path, MAX_PUBLISHERS_BYTES as u64)?;
    let set = Publishers::parse(&String::from_utf8_lossy(&text));
    set.map_err(|why| {
        let path = path.to_owned();
        Hinted::new(&Problem::PublishersUnusable { path }, &Hint::GetPublishers)
            .because(why)
            .into()
    })
}

/// The text of a set of publishers, if a file has one and not a list.
pub(super) fn set_text(octets: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(octets).ok()?;
    text.starts_with("anchorwatch.publishers/").then_some(text)
}

/// Reads a proposal, and returns its text too.
///
/// # Errors
/// It cannot be read, or a line of it is wrong.
pub(super) fn proposal(path: &Path) -> anyhow::Result<(Vec<u8>, Proposal)> {
    let octets = input::file(path, MAX_PROPOSAL_BYTES as u64)?;
    let proposal = Proposal::decode(&octets).map_err(|why| unusable(path, why))?;
    Ok((octets, proposal))
}

/// Reads several proposals as one.
///
/// # Errors
/// As [`proposal`].
pub(super) fn proposals(paths: &[PathBuf]) -> anyhow::Result<Proposal> {
    let mut all = Proposal::default();
    for path in paths {
        let (_, one) = proposal(path)?;
        all.merge(&one).map_err(|why| unusable(path, why))?;
    }
    Ok(all)
}

/// The error about a proposal that cannot be read, or would not be read again.
pub(super) fn unusable(path: &Path, why: impl Into<anyhow::Error>) -> anyhow::Error {
    let path = path.to_owned();
    Hinted::new(&Problem::ProposalUnusable { path }, &Hint::CorrectProposal)
        .because(why)
        .into()
}

/// What was published before; nothing for the first list.
///
/// # Errors
/// As [`mirror`].
pub(super) fn before(publishers: &Publishers, folder: Option<&Path>) -> anyhow::Result<Mirror> {
    folder.map_or_else(|| Ok(Mirror::empty()), |it| mirror(publishers, it))
}

/// Reads a mirror's folder.
///
/// # Errors
/// A file cannot be read, or is not signed as it has to be.
pub(super) fn mirror(publishers: &Publishers, folder: &Path) -> anyhow::Result<Mirror> {
    let tree = input::tree(folder)?;
    let mirror = Mirror::read(
        publishers,
        &|name, max| file(&tree, name, max),
        input::now(),
    );
    mirror.map_err(|why| {
        let path = folder.to_owned();
        Hinted::new(&Problem::MirrorUnusable { path }, &Hint::GetMirror)
            .because(why)
            .into()
    })
}

/// A file that is there and cannot be read is not a missing one: lists would begin anew.
fn file(tree: &Tree, name: &str, max: u64) -> Result<Option<Vec<u8>>, PublishProblem> {
    match tree.read(&Path::new("/").join(name), max) {
        Ok(octets) => Ok(Some(octets)),
        Err(why) if why.is_not_found() => Ok(None),
        Err(_) => Err(PublishProblem::Unreadable {
            file: name.to_owned(),
        }),
    }
}

/// Whether something was published into a folder: lists, or the next set of publishers.
pub(super) fn has_published(folder: &Path) -> bool {
    let is_there = |name| folder.join(name).symlink_metadata().is_ok();
    is_there("latest") || is_there("publishers")
}

/// Makes a mirror's folder, which was not there before.
///
/// # Errors
/// It cannot be made, or another run published into it meanwhile.
pub(super) fn new_mirror(path: &Path) -> anyhow::Result<MirrorFolder> {
    let folder = MirrorFolder::open_or_make(path)?;
    if has_published(path) {
        let path = path.to_owned();
        return Err(anchorwatch_home::Error::Busy { path }.into());
    }
    Ok(folder)
}

/// Reads the list in a file.
///
/// # Errors
/// It is none.
pub(super) fn parsed<'a>(path: &Path, octets: &'a [u8]) -> anyhow::Result<List<'a>> {
    List::parse(octets).map_err(|why| {
        let path = path.to_owned();
        Hinted::new(&Problem::ListUnreadable { path }, &Hint::GetListAgain)
            .because(why)
            .into()
    })
}
