//! `remove`: take roots out of every store that holds them.

use anchorwatch_machine::audit;
use anchorwatch_refuse::remove;

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input,
    plan::{self, Answer, Aside, Detail, carry_out},
    problem::{Hint, Hinted, Problem},
    selection::{Selected, Selection},
};

mod args;
mod text;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let tree = input::tree(&self.root)?;
        let now = input::now();
        let uid = anchorwatch_home::effective_user().0;
        let audit = audit(&tree, input::inventory(&tree), uid, now, None);
        let selection = Selection {
            command: "remove --key",
            keys: &self.named.key,
            certificates: &self.named.certificate,
            classes: &self.named.class,
        };
        let Selected { keys, unknown } = selection.read(&tree, &audit, now)?;
        if keys.is_empty() {
            return Err(Hinted::new(&Problem::NothingToRemove, &Hint::SeeAudit).into());
        }
        let plan = remove::plan(&tree, input::rights(), keys, &audit.stores)?;
        let aside = Aside {
            unknown,
            ..Aside::default()
        };
        let answer = Answer {
            rendered: text::render(&plan, &aside, &tree, Detail::of(self.verbose), &how.words),
            document: how
                .is_json()
                .then(|| plan::document::Document::of_remove(&plan, &aside)),
            is_whole: aside.unknown.is_empty(),
        };
        carry_out(plan, answer, &tree, now, self.apply, how)
    }
}
