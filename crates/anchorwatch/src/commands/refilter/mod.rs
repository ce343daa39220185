//! `refilter`: run by the hook after every certificate update, and by the watch when a file
//! changes.

use anchorwatch_refuse::block::{self, Trigger};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output,
    page::escaped,
};

mod args;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let tree = input::tree(&self.root)?;
        let trigger = if self.watched {
            Trigger::Watched
        } else {
            Trigger::Update
        };
        let reapplied = block::reapply(&tree, input::now(), trigger)?;
        let said = |id: &str, facts: &[(&str, fluent_bundle::FluentValue<'_>)]| {
            let said = how.words.with(id, facts);
            output::to_stderr(&format!("anchorwatch: {said}\n"));
        };
        for held in &reapplied.withheld {
            let path = escaped(&tree.display_path(&held.path).display().to_string());
            let name = how.words.name(&held.certificate.subject().to_string());
            let facts = [("name", name.into()), ("path", path.into())];
            said("refilter-held", &facts);
        }
        for held in &reapplied.confined {
            let name = how.words.name(&held.certificate.subject().to_string());
            said("refilter-confined", &[("name", name.into())]);
        }
        for warning in &reapplied.warnings {
            let text = how.words.remark(warning);
            said("refilter-warning", &[("text", text.into())]);
        }
        for blind in &reapplied.blind_spots {
            let text = how.words.remark(blind);
            said("refilter-blind", &[("text", text.into())]);
        }
        // The caller reports a hook that does not exit with 0. A store that was not read may
        // hold a refused key.
        Ok(if reapplied.blind_spots.is_empty() {
            Exit::NothingFound
        } else {
            Exit::Inconclusive
        })
    }
}
