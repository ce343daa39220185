//! `audit`: which roots do the programs of this tree believe?

use crate::{
    args, document,
    exit::Exit,
    input,
    output::{self, Format},
    text,
};

pub(crate) fn run(args: &args::Audit, format: Format) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let uid = anchorwatch_home::effective_user().0;
    let audit = anchorwatch_truststore::audit(&tree, uid, input::now());
    let document = document::audit::Document::of(&audit, args.all);
    output::answer(format, || text::audit::render(&audit, args.all), &document)?;
    Ok(if audit.worrying().next().is_some() {
        Exit::Finding
    } else if audit.blind_spots().next().is_some() {
        Exit::Inconclusive
    } else {
        Exit::NothingFound
    })
}
