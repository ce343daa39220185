//! `worker`: one user's part of an audit, block or undo, in a process with that user's rights.

use std::{fs::File, io::Write as _, os::fd::AsFd as _, path::PathBuf};

use anchorwatch_home::Tree;
use anyhow::Context as _;

use crate::{
    commands::{Command, Presentation, audit, refilter::homes},
    exit::Exit,
};
use args::Kind;

mod args;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, _how: &Presentation) -> anyhow::Result<Exit> {
        let inherited = PathBuf::from(format!("/proc/self/fd/{}", self.request));
        let request = File::open(inherited).context("cannot take over the request")?;
        let root = std::io::stdin()
            .as_fd()
            .try_clone_to_owned()
            .context("cannot take over the root folder or the image")?;
        let tree = |root| Tree::of_folder(root, &self.shown);
        let answer = match self.kind {
            Kind::Read => anchorwatch_machine::privsep::worker::serve(&tree(root)?, request),
            Kind::Change => anchorwatch_refuse::serve(&tree(root)?, request),
            Kind::Watch => {
                let answer =
                    anchorwatch_machine::privsep::worker::watch(&tree(root)?, request, |extent| {
                        let mut stdout = std::io::stdout();
                        stdout.write_all(&[homes::word(extent)])?;
                        stdout.flush()
                    });
                answer.map(|()| Vec::new())
            }
            Kind::Image => audit::image::serve(root.into(), request),
        };
        std::io::stdout()
            .write_all(&answer.context("cannot do what was asked")?)
            .context("cannot write the answer")?;
        Ok(Exit::NothingFound)
    }
}
