//! `refilter`: run by the hook after every certificate update, by the watch when a file or a home
//! changes, and every hour for all programs.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;
use anchorwatch_machine::audit;
use anchorwatch_refuse::block::{self, Confined, Trigger};
use anchorwatch_remark::Told;

use crate::{
    commands::{Command, Presentation, block::MAX_PROGRAM_BYTES},
    exit::Exit,
    input, output,
    page::escaped,
};

mod args;
pub(crate) mod homes;

pub(crate) use args::Args;
use homes::Notice;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let tree = input::tree(&self.root)?;
        if self.homes {
            homes::watch(&tree, &self.root, |notice| tell(&notice, how));
            return Ok(Exit::NothingFound);
        }
        let trigger = if self.watched || self.everywhere {
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
        let tell_confined = |held: &Confined| {
            let name = how.words.name(&held.certificate.subject().to_string());
            said("refilter-confined", &[("name", name.into())]);
        };
        reapplied.confined.iter().for_each(tell_confined);
        for warning in &reapplied.warnings {
            let text = how.words.remark(warning);
            said("refilter-warning", &[("text", text.into())]);
        }
        let mut blind_spots = reapplied.blind_spots;
        if self.everywhere {
            blind_spots.extend(everywhere(&tree, tell_confined)?);
        }
        for blind in &blind_spots {
            let text = how.words.remark(blind);
            said("refilter-blind", &[("text", text.into())]);
        }
        // The caller reports a hook that does not exit with 0. A store that was not read may
        // hold a refused key.
        Ok(if blind_spots.is_empty() {
            Exit::NothingFound
        } else {
            Exit::Inconclusive
        })
    }
}

/// Blocks again what the owner's list and the signed lists say. Returns what could not be read, or stays trusted.
pub(crate) fn everywhere(
    tree: &Tree,
    tell_confined: impl Fn(&Confined),
) -> anyhow::Result<Vec<Told>> {
    let now = input::now();
    let uid = anchorwatch_home::effective_user().0;
    let audit = audit(tree, input::inventory(tree), uid, now, None);
    let program = input::own_program(MAX_PROGRAM_BYTES)?;
    let rights = input::rights();
    let mut plan = block::plan_unattended(tree, rights, &program, &audit.stores, now)?;
    let mut left = std::mem::take(&mut plan.draft.blind_spots);
    left.append(&mut plan.draft.not_refused);
    if plan.is_empty() {
        return Ok(left);
    }
    let changed = plan.draft.changes.iter().map(|change| change.path.clone());
    let changed: BTreeSet<PathBuf> = changed.collect();
    let confined = plan.draft.confined.iter();
    confined
        .filter(|held| changed.contains(&held.path))
        .for_each(tell_confined);
    plan.apply(tree, rights, now)?;
    Ok(left)
}

fn tell(notice: &Notice<'_>, how: &Presentation) {
    let shown = |path: &Path| escaped(&path.display().to_string());
    let said = match notice {
        Notice::TooMany { max } => how.words.with("homes-too-many", &[("max", (*max).into())]),
        Notice::Partial(home) => how
            .words
            .with("homes-partial", &[("path", shown(home).into())]),
        Notice::Unwatched(home) => {
            let facts = [("path", shown(home).into())];
            how.words.with("homes-unwatched", &facts)
        }
    };
    output::to_stderr(&format!("anchorwatch: {said}\n"));
}
