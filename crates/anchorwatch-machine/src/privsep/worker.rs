//! The reading worker. It cannot write anything, start anything or gain rights.

use std::{fs::File, io};

use anchorwatch_home::Tree;

use super::{child, document::WorkerRequest};
use crate::{ask, format, survey};

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
