//! `errand`: a user's part of a block or an undo, in a process with that user's rights.

use std::{fs::File, io::Write as _, os::fd::AsFd as _, path::PathBuf};

use anchorwatch_home::Tree;
use anchorwatch_machine::User;
use anchorwatch_refuse::serve;
use anyhow::Context as _;

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
};

mod args;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, _how: &Presentation) -> anyhow::Result<Exit> {
        let inherited = PathBuf::from(format!("/proc/self/fd/{}", self.asked));
        let asked = File::open(inherited).context("cannot take over the errand")?;
        let root = std::io::stdin()
            .as_fd()
            .try_clone_to_owned()
            .context("cannot take over the tree's root folder")?;
        let tree = Tree::of_folder(root, &self.shown)?;
        let (uid, gid) = anchorwatch_home::effective_user();
        let user = self.name.as_ref().zip(self.home.as_ref());
        let user = user.map(|(name, home)| User {
            name: name.clone(),
            uid: Some(uid),
            gid: Some(gid),
            home: home.clone(),
        });
        let answer = serve(&tree, user.as_ref(), asked).context("cannot do the errand")?;
        std::io::stdout()
            .write_all(&answer)
            .context("cannot write the answer")?;
        Ok(Exit::NothingFound)
    }
}
