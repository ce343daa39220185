//! Debian's tool, `update-ca-certificates`.

use std::process::Command;

use anchorwatch_home::{Node, Tree};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::debian::NEXT_BUNDLE;
use anchorwatch_remark::{IoProblem, Remark as _};

use super::remark::DebianRemark;
use crate::{ApplyError, remark::sentence};

/// No update takes longer.
const MAX_UPDATE_S: i64 = 60;

/// Whether the next bundle exists and was written shortly before this run began, or since.
pub(super) fn is_at_work(tree: &Tree, now: UnixSeconds) -> bool {
    let Ok(Node::File(file)) = tree.node(NEXT_BUNDLE.as_ref()) else {
        return false;
    };
    file.modified.is_some_and(|(second, _)| {
        let age = now.get().saturating_sub(second);
        (-MAX_UPDATE_S..=MAX_UPDATE_S).contains(&age)
    })
}

/// Runs it.
pub(super) fn run() -> Result<(), ApplyError> {
    let output = Command::new("/usr/sbin/update-ca-certificates")
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .output()
        .map_err(|error| {
            let why = IoProblem::from(&error);
            ApplyError::Rebuild {
                why: DebianRemark::UpdateNotStarted { why }.told(),
            }
        })?;
    // The tool succeeds even if a hook fails; it only prints a message.
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let failures: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("E: "))
        .collect();
    if output.status.success() && failures.is_empty() {
        Ok(())
    } else if failures.is_empty() {
        Err(ApplyError::Rebuild {
            why: sentence(said.trim()),
        })
    } else {
        Err(ApplyError::Rebuild {
            why: sentence(failures.join("; ")),
        })
    }
}
