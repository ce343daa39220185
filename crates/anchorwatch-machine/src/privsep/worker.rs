//! The reading worker. It cannot write anything, start anything or gain rights.

use std::{fs::File, io};

use anchorwatch_home::Tree;

use super::{
    child,
    document::{UserDocument, WorkerRequest},
};
use crate::{
    ask, format,
    home_watch::{self, Extent, Watched},
    survey,
};

/// Reads what the request in the inherited file asks for, and returns the answer as one
/// document.
///
/// # Errors
/// The process could not give up what reading does not need, or the file is not a request.
pub fn serve(tree: &Tree, inherited: File) -> io::Result<Vec<u8>> {
    child::confine()?;
    let inventory = match child::request(inherited)? {
        WorkerRequest::Home { user } => {
            let user = user.read().map_err(io::Error::other)?;
            survey::read_user(tree, &user)
        }
        WorkerRequest::Answers {
            user,
            place,
            answers,
        } => {
            let user = user.read().map_err(io::Error::other)?;
            let place = format::path(&place).map_err(io::Error::other)?;
            ask::read_answers(tree, &user, &place, &answers)
        }
    };
    format::write(&inventory).map_err(io::Error::other)
}

/// Waits until the roots and settings in the home of the request's user, or outside homes if it names
/// none, are others.
/// [`wait_for_change`](home_watch::wait_for_change) says when `ready` is called.
///
/// # Errors
/// As for [`serve`], or inotify does not work here, or the error of `ready`.
pub fn watch(
    tree: &Tree,
    inherited: File,
    ready: impl FnOnce(Extent) -> io::Result<()>,
) -> io::Result<()> {
    child::confine()?;
    let user: Option<UserDocument> = child::request(inherited)?;
    let user = user.map(UserDocument::read).transpose();
    let user = user.map_err(io::Error::other)?;
    let watched = user.as_ref().map_or(Watched::OutsideHomes, Watched::Home);
    home_watch::wait_for_change(tree, watched, ready)
}
