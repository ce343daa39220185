//! `remove`: take roots out of every store that holds them.

use anchorwatch_machine::audit;
use anchorwatch_refuse::remove;

use super::{
    block::{Answer, Aside, carry_out},
    selection::{Selected, Selection},
};
use crate::{args, document, exit::Exit, input, output::Format, problem::Hinted, text};

pub(crate) fn run(args: &args::Remove, format: Format) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let now = input::now();
    let uid = anchorwatch_home::effective_user().0;
    let audit = audit(&tree, input::reading(&tree), uid, now, None);
    let selection = Selection {
        command: "remove --key",
        keys: &args.named.key,
        certificates: &args.named.certificate,
        classes: &args.named.class,
    };
    let Selected { keys, unknown } = selection.read(&tree, &audit, now)?;
    if keys.is_empty() {
        let what = "nothing that was named is in this tree, so there is nothing to remove";
        return Err(Hinted::new(what, "see what is there with `anchorwatch audit`").into());
    }
    let plan = remove::plan(&tree, input::rights(), keys, &audit.stores)?;
    let aside = Aside {
        unknown,
        ..Aside::default()
    };
    let answer = Answer {
        rendered: text::plan::remove(&plan, &aside, &tree),
        document: document::plan::Document::of_remove(&plan, &aside),
        is_whole: aside.unknown.is_empty(),
    };
    carry_out(plan, answer, &tree, now, args.apply, format)
}
