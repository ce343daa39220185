//! Plans for people and programs: what will change, and what has changed.

use std::collections::BTreeSet;

use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, DistinguishedName, SpkiSha256, UnixSeconds};
use anchorwatch_machine::{Client, Severity};
use anchorwatch_policy::Class;
use anchorwatch_refuse::block;

use crate::{
    commands::Presentation,
    exit::Exit,
    input,
    output::{self, Painted},
};

pub(crate) mod document;
pub(crate) mod text;

/// What the plan itself does not contain.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    /// Keys that were typed and are unknown here, sorted.
    pub(crate) unknown: Vec<SpkiSha256>,
    /// Roots that an audit warns of and the plan does not include, the worst first.
    pub(crate) left: Vec<Left>,
    /// How many of the keys are in a store here.
    pub(crate) installed_count: usize,
    /// Programs that trust some root in a store here.
    pub(crate) trusting: BTreeSet<Client>,
}

/// A root that an audit warns of and that stays trusted.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) severity: Severity,
    pub(crate) class: Class,
    pub(crate) subject: DistinguishedName,
    pub(crate) certificate: CertSha256,
    pub(crate) key: SpkiSha256,
    /// The `--root` option to print in commands.
    pub(crate) root_option: String,
}

impl Left {
    /// The command that refuses it: by class, if the class is specific enough.
    pub(crate) fn command(&self) -> String {
        let root = &self.root_option;
        match self.class {
            Class::Unknown | Class::InspectionProductName => {
                format!("anchorwatch block --key {}{root}", self.key)
            }
            class => format!("anchorwatch block --class {}{root}", class.code()),
        }
    }
}

/// How much of a plan is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What fits on a screen; the rest is counted.
    Screen,
    /// Every key, store and change.
    Everything,
}

impl Detail {
    pub(crate) fn of(is_verbose: bool) -> Self {
        if is_verbose {
            Self::Everything
        } else {
            Self::Screen
        }
    }

    /// How many items of a kind to show; a screen has room for `on_a_screen`.
    pub(crate) fn most(self, on_a_screen: usize) -> usize {
        match self {
            Self::Screen => on_a_screen,
            Self::Everything => usize::MAX,
        }
    }
}

/// The answer for a plan.
pub(crate) struct Answer {
    pub(crate) rendered: Painted,
    /// Only for JSON: for a plan of a million changes it is large.
    pub(crate) document: Option<document::Document>,
    /// Whether every named key is known.
    pub(crate) is_whole: bool,
}

/// Prints the plan and, with `--apply`, makes its changes.
pub(crate) fn carry_out(
    plan: block::Plan,
    answer: Answer,
    tree: &Tree,
    now: UnixSeconds,
    apply: bool,
    how: &Presentation,
) -> anyhow::Result<Exit> {
    let Answer {
        rendered,
        document,
        is_whole,
    } = answer;
    // A store that was not read may hold a refused key.
    let is_whole =
        is_whole && plan.draft.blind_spots.is_empty() && plan.draft.not_refused.is_empty();
    let done = if is_whole {
        Exit::NothingFound
    } else {
        Exit::Inconclusive
    };
    let say = |end: &str, document: &Option<document::Document>| {
        output::answer(how.format, || how.shown(rendered.with(end)), document)
    };
    if plan.is_empty() {
        if apply {
            block::finish_interrupted(tree, input::rights())?;
        }
        say("", &document)?;
        return Ok(done);
    }
    if !apply {
        say(&text::not_applied(&how.words), &document)?;
        return Ok(Exit::WouldChange);
    }
    let receipt = plan.apply(tree, input::rights(), now)?;
    let applied = text::applied(&receipt, tree, &how.words);
    let told = say(&applied, &document.map(|one| one.applied(&receipt)));
    if told.is_err() {
        // The changes are made: print how to undo them even if the answer is lost.
        output::to_stderr(&applied);
    }
    told?;
    Ok(done)
}
