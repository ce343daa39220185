//! `refilter`: what the hook runs after every update of the certificates.

use anchorwatch_truststore::block;

use crate::{args, exit::Exit, input, output};

pub(crate) fn run(args: &args::Refilter) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let held_out = block::refilter(&tree)?;
    for held in &held_out {
        output::to_stderr(&format!(
            "anchorwatch: held out {} from {}\n",
            held.certificate.subject(),
            tree.shown(&held.path).display()
        ));
    }
    Ok(Exit::NothingFound)
}
