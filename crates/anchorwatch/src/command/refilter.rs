//! `refilter`: what the hook runs after every update of the certificates.

use anchorwatch_truststore::block;

use crate::{args, exit::Exit, input, output, text::escaped};

pub(crate) fn run(args: &args::Refilter) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let refiltered = block::refilter(&tree, input::now())?;
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
