//! `read-user`: one user's part of an audit, in a process with that user's rights.

use std::{io::Write as _, os::fd::AsFd as _};

use anchorwatch_home::Tree;
use anchorwatch_machine::{User, as_user::confine, ask::read_answers, format, read_user};
use anyhow::Context as _;

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
};

mod args;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, _how: &Presentation) -> anyhow::Result<Exit> {
        confine().context("cannot give up what the reading does not need")?;
        let root = std::io::stdin()
            .as_fd()
            .try_clone_to_owned()
            .context("cannot take over the tree's root folder")?;
        let tree = Tree::of_folder(root, &self.shown)?;
        let user = User {
            name: self.name.clone(),
            uid: Some(anchorwatch_home::effective_user().0),
            gid: Some(anchorwatch_home::effective_user().1),
            home: self.home.clone(),
        };
        let reading = match &self.place {
            Some(place) => read_answers(&tree, &user, place, &self.answer),
            None => read_user(&tree, &user),
        };
        let answer = format::write(&reading)?;
        std::io::stdout()
            .write_all(&answer)
            .context("cannot write the answer")?;
        Ok(Exit::NothingFound)
    }
}
