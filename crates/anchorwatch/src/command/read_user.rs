//! `read-user`: one user's part of an audit, in a process with that user's rights.

use std::{io::Write as _, os::fd::AsFd as _};

use anchorwatch_home::Tree;
use anchorwatch_machine::{User, as_user::confine, ask::read_answers, format, read_user};
use anyhow::Context as _;

use crate::{args, exit::Exit};

pub(crate) fn run(args: &args::ReadUser) -> anyhow::Result<Exit> {
    confine().context("cannot give up what the reading does not need")?;
    let root = std::io::stdin()
        .as_fd()
        .try_clone_to_owned()
        .context("cannot take over the tree's root folder")?;
    let tree = Tree::of_folder(root, &args.shown)?;
    let user = User {
        name: args.name.clone(),
        uid: Some(anchorwatch_home::effective_user().0),
        gid: Some(anchorwatch_home::effective_user().1),
        home: args.home.clone(),
    };
    let reading = match &args.place {
        Some(place) => read_answers(&tree, &user, place, &args.answer),
        None => read_user(&tree, &user),
    };
    let answer = format::write(&reading)?;
    std::io::stdout()
        .write_all(&answer)
        .context("cannot write the answer")?;
    Ok(Exit::NothingFound)
}
