//! `refilter`: what the hook runs after every update of the certificates, and the watch
//! when a file of them changes.

use anchorwatch_refuse::block::{self, Occasion};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output,
    page::escaped,
};

mod args;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, _how: &Presentation) -> anyhow::Result<Exit> {
        let tree = input::tree(&self.root)?;
        let occasion = if self.watched {
            Occasion::Watched
        } else {
            Occasion::Update
        };
        let refiltered = block::refilter(&tree, input::now(), occasion)?;
        for held in &refiltered.held_out {
            output::to_stderr(&format!(
                "anchorwatch: held out {} from {}\n",
                held.certificate.subject(),
                escaped(&tree.shown(&held.path).display().to_string())
            ));
        }
        for warning in &refiltered.warnings {
            output::to_stderr(&format!("anchorwatch: warning: {}\n", escaped(warning)));
        }
        for blind in &refiltered.blind_spots {
            output::to_stderr(&format!(
                "anchorwatch: warning: not looked into: {}\n",
                escaped(blind)
            ));
        }
        // The caller shows that a hook ended otherwise than well; a place that was not
        // looked into may hold a refused key.
        Ok(if refiltered.blind_spots.is_empty() {
            Exit::NothingFound
        } else {
            Exit::Inconclusive
        })
    }
}
