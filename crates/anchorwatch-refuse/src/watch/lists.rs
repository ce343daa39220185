//! A timer that gets the newest signed lists, where the owner's settings say from where.
//!
//! ```text
//! /etc/systemd/system/anchorwatch-lists.timer     when
//! /etc/systemd/system/anchorwatch-lists.service   what is run
//! /etc/systemd/system/timers.target.wants/…       from every start of the machine on
//! ```
//!
//! Every quarter of an hour, at a time within it that chance makes for each run: a new list reaches a
//! client within half an hour, and the clients of a mirror do not ask all at once.

use std::path::Path;

use anchorwatch_home::{Change, Configuration, Node, Symlink, Tree};

use crate::{draft::Draft, plan_file};

const TIMER_UNIT: &str = "/etc/systemd/system/anchorwatch-lists.timer";
const SERVICE_UNIT: &str = "/etc/systemd/system/anchorwatch-lists.service";
const WANTED: &str = "/etc/systemd/system/timers.target.wants/anchorwatch-lists.timer";
const TARGET: &str = "../anchorwatch-lists.timer";

/// How each unit of a block begins.
const MARK: &str = "# Written by `anchorwatch block`";

/// The unit that starts the other.
pub(super) const TIMER: &str = "anchorwatch-lists.timer";
/// What the timer starts.
pub(super) const SERVICE: &str = "anchorwatch-lists.service";

/// All files of it.
pub(crate) const FILES: [&str; 3] = [TIMER_UNIT, SERVICE_UNIT, WANTED];

const TIMER_TEXT: &str = "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
[Unit]
Description=Get the newest signed distrust lists

[Timer]
OnCalendar=*:0/15
RandomizedDelaySec=15min
Persistent=yes

[Install]
WantedBy=timers.target
";

const SERVICE_TEXT: &str = "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
[Unit]
Description=Get the newest signed distrust lists, and refuse what is on them
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
Nice=19
NoNewPrivileges=yes
ExecStart=/usr/local/lib/anchorwatch/anchorwatch list update --apply
# 11: nobody confirms that the lists are the newest, or something could not be looked into.
SuccessExitStatus=11
";

/// Plans the timer if the owner's settings name sources of lists, and its removal if they no longer do.
pub(super) fn changes(tree: &Tree, draft: &mut Draft) -> Result<(), anchorwatch_home::Error> {
    if Configuration::read(tree)?.list_sources.is_empty() {
        return removal(tree, draft);
    }
    let owner = tree.owner();
    for (path, text) in [(SERVICE_UNIT, SERVICE_TEXT), (TIMER_UNIT, TIMER_TEXT)] {
        plan_file::plan_file(tree, draft, path, text.as_bytes(), 0o644, owner)?;
    }
    let link = Node::Symlink(Symlink {
        target: TARGET.into(),
        uid: owner.0,
        gid: owner.1,
    });
    plan_file::plan_node(tree, draft, WANTED, link)
}

/// Plans the removal of what a block wrote, and of nothing that somebody else did.
fn removal(tree: &Tree, draft: &mut Draft) -> Result<(), anchorwatch_home::Error> {
    for path in [WANTED, TIMER_UNIT, SERVICE_UNIT] {
        let path = Path::new(path);
        let is_ours = match tree.node(path)? {
            Node::Symlink(link) => link.target == Path::new(TARGET),
            Node::File(file) => file.content.starts_with(MARK.as_bytes()),
            _ => false,
        };
        if is_ours {
            plan_file::plan_removal(tree, draft, path)?;
        }
    }
    Ok(())
}

/// Whether these changes take the timer away.
pub(super) fn goes(changes: &[Change]) -> bool {
    let is_timer = |change: &&Change| change.path == Path::new(TIMER_UNIT);
    let mut timers = changes.iter().filter(is_timer);
    timers.any(|change| change.after == Node::Absent)
}

/// The timer, if it is installed.
pub(super) fn starter(tree: &Tree) -> Option<&'static str> {
    let is_installed = matches!(tree.node(TIMER_UNIT.as_ref()), Ok(Node::File(_)));
    is_installed.then_some(TIMER)
}
