//! Watches the system store between updates: a systemd path unit that runs the hook's filter
//! when a file of the store changes. A service watches users' homes, and blocks once more what the
//! list says when the roots or settings in one change, or when a consent begins or ends. A timer does
//! the same every hour, for what neither of them sees.
//!
//! ```text
//! /etc/systemd/system/anchorwatch-refilter.path       which folders
//! /etc/systemd/system/anchorwatch-refilter.timer      every hour
//! /etc/systemd/system/anchorwatch-refilter.service    what is run when a file changes
//! /etc/systemd/system/anchorwatch-everywhere.service  what is run every hour
//! /etc/systemd/system/anchorwatch-homes.service       watches homes
//! /etc/systemd/system/paths.target.wants/…            from every start of the machine on
//! /etc/systemd/system/timers.target.wants/…
//! /etc/systemd/system/multi-user.target.wants/…
//! ```
//!
//! Homes have no path unit. Its text would have paths that users choose, and change with them. The
//! machine's first process would look them up: a dead file server in a home would stop it, and
//! each path takes one of the 128 queues that the kernel gives root (`path.c`, inotify(7)). So
//! this program waits, with each user's rights (`refilter --homes`).
//!
//! The service that filters first waits a second: a certificate update changes a hundred links, and systemd
//! does not watch while the service runs (systemd 252, `path.c`). While the tool is writing its
//! next bundle, the run waits for at most a minute. It has no start limit, because a watch that
//! reaches one stops. A run that finds nothing to filter writes nothing, so a run that filters
//! triggers one more run and no third.
//!
//! The service also watches what settings outside homes name, the databases and keystores there, the
//! folders in which JDKs, Python environments and browsers are installed, and the owner's consents.
//!
//! **Not covered:** changes during the tenths of a second in which the filter itself runs,
//! until the next change or update; machines without systemd. Variables of running programs, and
//! files that a user's settings name and that user cannot watch, wait for the hourly run.
//!
//! **Trust:** only root can stop the unit.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anchorwatch_home::{Change, Node, Symlink, Tree};
use anchorwatch_remark::{IoProblem, Remark as _, Told};

use crate::{debian::remark::DebianRemark, draft::Draft, plan_file};

pub(crate) mod homes;
pub(crate) mod lists;

/// The unit that watches.
const PATH_UNIT: &str = "/etc/systemd/system/anchorwatch-refilter.path";
/// The unit that also runs it every hour.
const TIMER_UNIT: &str = "/etc/systemd/system/anchorwatch-refilter.timer";
/// The unit that the first starts.
const SERVICE_UNIT: &str = "/etc/systemd/system/anchorwatch-refilter.service";
/// The unit that the timer starts.
const EVERYWHERE_UNIT: &str = "/etc/systemd/system/anchorwatch-everywhere.service";
/// The unit that watches homes.
const HOMES_UNIT: &str = "/etc/systemd/system/anchorwatch-homes.service";
/// Links that start what watches at boot, each with its target.
const WANTED: [(&str, &str); 3] = [
    (
        "/etc/systemd/system/paths.target.wants/anchorwatch-refilter.path",
        "../anchorwatch-refilter.path",
    ),
    (
        "/etc/systemd/system/timers.target.wants/anchorwatch-refilter.timer",
        "../anchorwatch-refilter.timer",
    ),
    (
        "/etc/systemd/system/multi-user.target.wants/anchorwatch-homes.service",
        "../anchorwatch-homes.service",
    ),
];
/// The names of the units that watch. The last one may have started this process, and ends it when
/// it is started anew.
const STARTERS: [&str; 3] = [
    "anchorwatch-refilter.path",
    "anchorwatch-refilter.timer",
    "anchorwatch-homes.service",
];

/// All files of the watch.
pub(crate) const FILES: [&str; 8] = [
    PATH_UNIT,
    TIMER_UNIT,
    SERVICE_UNIT,
    EVERYWHERE_UNIT,
    HOMES_UNIT,
    WANTED[0].0,
    WANTED[1].0,
    WANTED[2].0,
];

/// systemd itself, in either layout of Debian's packages.
const PROGRAMS: [&str; 2] = ["/usr/lib/systemd/systemd", "/lib/systemd/systemd"];

/// Exists while systemd is the machine's init (sd_booted(3)).
const RUNNING: &str = "/run/systemd/system";

const SERVICE_TEXT: &str = "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
[Unit]
Description=Take refused keys out of the certificates that programs trust
# A watch that reached a limit would be over.
StartLimitIntervalSec=0

[Service]
Type=oneshot
NoNewPrivileges=yes
PrivateNetwork=yes
# An update changes many files at once.
ExecStartPre=/bin/sleep 1
ExecStart=/usr/local/lib/anchorwatch/anchorwatch refilter --watched
";

const EVERYWHERE_TEXT: &str = "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
[Unit]
Description=Block what came since in every program

[Service]
Type=oneshot
Nice=19
NoNewPrivileges=yes
PrivateNetwork=yes
ExecStart=/usr/local/lib/anchorwatch/anchorwatch refilter --everywhere
# 11: something could not be looked into, which `anchorwatch status` tells too.
SuccessExitStatus=11
";

const HOMES_TEXT: &str = "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
[Unit]
Description=Watch what programs trust in users' homes and in settings
# A watch that reached a limit would be over.
StartLimitIntervalSec=0

[Service]
Nice=19
NoNewPrivileges=yes
PrivateNetwork=yes
# For what it says of itself; it goes with the service.
RuntimeDirectory=anchorwatch
# It ends when another version of the program is installed.
Restart=always
RestartSec=5
ExecStart=/usr/local/lib/anchorwatch/anchorwatch refilter --homes

[Install]
WantedBy=multi-user.target
";

const TIMER_TEXT: &str = "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
[Unit]
Description=Block what came since in every program, every hour

[Timer]
Unit=anchorwatch-everywhere.service
OnCalendar=hourly
# A consent ends with its day, unless a time was given.
AccuracySec=1s
Persistent=yes

[Install]
WantedBy=timers.target
";

/// The line in the path unit before the files that settings name.
const NAMED: &str = "# Files that settings of the machine name:\n";
const WATCHES: &str = "PathChanged=";

/// The text of the unit that watches these paths, and these files that settings name.
fn path_text(watched: &[&str], named: &[PathBuf]) -> String {
    let watched = watched.iter().map(|path| format!("{WATCHES}{path}\n"));
    let mut watched: String = watched.collect();
    if !named.is_empty() {
        let named = named.iter().map(|path| path.display());
        let named = named.map(|path| format!("{WATCHES}{path}\n"));
        watched += &[NAMED, &named.collect::<String>()].concat();
    }
    format!(
        "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
[Unit]
Description=Watch the certificates that programs trust

[Path]
{watched}
[Install]
WantedBy=paths.target
"
    )
}

/// Whether something watches the system store between updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watch {
    /// Our units are not installed.
    Absent,
    /// The units are installed; whether they run cannot be determined from here.
    Installed,
    /// It runs.
    Running,
    /// It is installed but does not run.
    Stopped {
        /// systemd's error.
        why: Told,
    },
}

impl Watch {
    /// The stable codes.
    pub const CODES: [&'static str; 4] = ["absent", "installed", "running", "stopped"];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        let [absent, installed, running, stopped] = Self::CODES;
        match self {
            Self::Absent => absent,
            Self::Installed => installed,
            Self::Running => running,
            Self::Stopped { .. } => stopped,
        }
    }
}

/// The files that settings name and that the unit watches.
pub(crate) fn named_files(tree: &Tree) -> Vec<PathBuf> {
    let Ok(Node::File(unit)) = tree.node(PATH_UNIT.as_ref()) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&unit.content);
    let Some((_, named)) = text.split_once(NAMED) else {
        return Vec::new();
    };
    let paths = named.lines().map_while(|line| line.strip_prefix(WATCHES));
    paths.map(PathBuf::from).collect()
}

/// Plans the units that watch these paths if systemd is installed, and otherwise reports that it
/// is missing.
pub(crate) fn changes(
    tree: &Tree,
    watched: &[&str],
    named: &[PathBuf],
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    if !PROGRAMS
        .iter()
        .any(|path| tree.identity(path.as_ref()).is_ok())
    {
        draft.warn(&DebianRemark::WatchWithoutSystemd);
        return Ok(());
    }
    let owner = tree.owner();
    let count = draft.changes.len();
    let units = [
        (SERVICE_UNIT, SERVICE_TEXT),
        (EVERYWHERE_UNIT, EVERYWHERE_TEXT),
        (HOMES_UNIT, HOMES_TEXT),
        (PATH_UNIT, &path_text(watched, named)),
        (TIMER_UNIT, TIMER_TEXT),
    ];
    for (path, text) in units {
        plan_file::plan_file(tree, draft, path, text.as_bytes(), 0o644, owner)?;
    }
    for (path, target) in WANTED {
        let link = Node::Symlink(Symlink {
            target: target.into(),
            uid: owner.0,
            gid: owner.1,
        });
        plan_file::plan_node(tree, draft, path, link)?;
    }
    lists::changes(tree, draft)?;
    let is_as_written = draft.changes.len() == count;
    match (tree.is_live(), is_running()) {
        (true, false) if !is_as_written => draft.warn(&DebianRemark::WatchNotBegun),
        // If the units are written now, that begins the watch.
        (true, true) if is_as_written => {
            let why = unwatched().map(Into::into);
            let stopped = why.map(|why| DebianRemark::WatchNotActive { why }.told());
            draft.blind_spots.extend(stopped);
        }
        _ => {}
    }
    Ok(())
}

/// Whether a change concerns the watch and this machine's systemd must be told.
fn concerns(tree: &Tree, changes: &[Change]) -> bool {
    let files = FILES.iter().chain(&lists::FILES);
    let is_unit = |change: &Change| files.clone().any(|file| change.path == Path::new(file));
    tree.is_live() && is_running() && changes.iter().any(is_unit)
}

/// Starts the watch after these changes.
///
/// # Errors
/// systemd's error.
pub(crate) fn begin(tree: &Tree, changes: &[Change]) -> Result<(), Told> {
    if !concerns(tree, changes) {
        return Ok(());
    }
    // Not what it starts: that may have started this process.
    if lists::goes(changes) {
        systemctl(&["stop", lists::TIMER])?;
    }
    systemctl(&["daemon-reload"])?;
    // It may be what started this process; restarting a timer does not stop what it started.
    let lists = lists::starter(tree);
    systemctl(&[&["restart"][..], lists.as_slice(), &STARTERS].concat())
}

/// Stops the watch before these changes undo it, so that restored files are not filtered.
///
/// # Errors
/// systemd's error.
pub(crate) fn end(tree: &Tree, changes: &[Change]) -> Result<(), Told> {
    let goes = |change: &&Change| change.after == Node::Absent;
    let going: Vec<Change> = changes.iter().filter(goes).cloned().collect();
    if !concerns(tree, &going) {
        return Ok(());
    }
    let stops = |unit: &&str| going.iter().any(|change| change.path.ends_with(unit));
    let starters = STARTERS.into_iter().chain([lists::TIMER]);
    let mut units: Vec<&str> = starters.filter(stops).collect();
    if units.is_empty() {
        return Ok(());
    }
    // An update that is under way would publish the lists again, after this took them back.
    if units.contains(&lists::TIMER) {
        units.push(lists::SERVICE);
    }
    systemctl(&[&["stop"][..], &units].concat())
}

/// Makes systemd reload its units after they were removed.
///
/// # Errors
/// systemd's error.
pub(crate) fn forget(tree: &Tree, changes: &[Change]) -> Result<(), Told> {
    if concerns(tree, changes) {
        systemctl(&["daemon-reload"])
    } else {
        Ok(())
    }
}

/// Whether something watches the system store between updates.
#[must_use]
pub fn state(tree: &Tree) -> Watch {
    let is_installed = FILES
        .iter()
        .all(|file| !matches!(tree.node(file.as_ref()), Ok(Node::Absent) | Err(_)));
    if !is_installed {
        return Watch::Absent;
    }
    if !tree.is_live() || !is_running() {
        return Watch::Installed;
    }
    match unwatched() {
        None => Watch::Running,
        Some(why) => Watch::Stopped { why },
    }
}

/// What systemd says of a unit that is not active, if one is not.
fn unwatched() -> Option<Told> {
    let mut starters = STARTERS.into_iter();
    starters.find_map(|unit| systemctl(&["is-active", "--quiet", unit]).err())
}

fn is_running() -> bool {
    Path::new(RUNNING).is_dir()
}

fn systemctl(arguments: &[&str]) -> Result<(), Told> {
    let output = Command::new("systemctl")
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            let why = IoProblem::from(&error);
            DebianRemark::SystemctlNotStarted { why }.told()
        })?;
    if output.status.success() {
        return Ok(());
    }
    let failed = DebianRemark::SystemctlFailed {
        arguments: arguments.join(" "),
        says: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    };
    Err(failed.told())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn planned(folder: &Path) -> Draft {
        let mut draft = Draft::default();
        let tree = Tree::open(folder).unwrap();
        changes(&tree, &["/srv/certs"], &["/srv/ca.pem".into()], &mut draft).unwrap();
        draft
    }

    #[test]
    fn the_watch_is_planned_once_where_there_is_systemd_and_its_absence_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let without = planned(folder.path());
        assert_eq!(without.changes, []);
        assert_eq!(without.warnings, [DebianRemark::WatchWithoutSystemd.told()]);

        fs::create_dir_all(folder.path().join("usr/lib/systemd")).unwrap();
        fs::write(folder.path().join("usr/lib/systemd/systemd"), "").unwrap();
        let draft = planned(folder.path());
        assert_eq!(draft.warnings, []);
        let tree = Tree::open(folder.path()).unwrap();
        for change in &draft.changes {
            assert!(
                crate::installed_files::is_ours(&change.path),
                "{:?}",
                change.path
            );
            tree.make(change, ".test").unwrap();
        }
        for file in FILES {
            let inside = folder.path().join(file.trim_start_matches('/'));
            assert!(fs::read_to_string(inside).is_ok(), "{file}");
        }
        assert_eq!(planned(folder.path()).changes, []);
        assert_eq!(named_files(&tree), [Path::new("/srv/ca.pem")]);
    }

    #[test]
    fn lists_get_a_timer_where_the_settings_name_a_source() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("usr/lib/systemd")).unwrap();
        fs::write(folder.path().join("usr/lib/systemd/systemd"), "").unwrap();
        let is_of_lists = |change: &Change| {
            lists::FILES
                .iter()
                .any(|file| Path::new(file) == change.path)
        };
        let without = planned(folder.path());
        assert!(!without.changes.iter().any(is_of_lists));
        fs::create_dir_all(folder.path().join("etc/anchorwatch")).unwrap();
        let settings = folder.path().join("etc/anchorwatch/config.toml");
        fs::write(&settings, "[lists]\nfrom = [\"https://lists.example/\"]\n").unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let draft = planned(folder.path());
        assert_eq!(draft.changes.iter().filter(|it| is_of_lists(it)).count(), 3);
        for change in &draft.changes {
            assert!(crate::installed_files::is_ours(&change.path));
            tree.make(change, ".test").unwrap();
        }
        assert_eq!(planned(folder.path()).changes, []);
        assert_eq!(lists::starter(&tree), Some(lists::TIMER));

        // Without a source it goes, and what somebody else wrote stays.
        fs::write(&settings, "").unwrap();
        let units = folder.path().join("etc/systemd/system");
        fs::write(units.join("anchorwatch-lists.service"), "[Service]\n").unwrap();
        let draft = planned(folder.path());
        let gone: Vec<_> = draft.changes.iter().filter(|it| is_of_lists(it)).collect();
        assert_eq!(gone.len(), 2);
        assert!(lists::goes(&draft.changes));
        for change in gone {
            assert_eq!(change.after, Node::Absent);
            tree.make(change, ".test").unwrap();
        }
        assert_eq!(lists::starter(&tree), None);
        assert!(units.join("anchorwatch-lists.service").exists());
        assert!(!planned(folder.path()).changes.iter().any(is_of_lists));
    }

    #[test]
    fn the_unit_watches_every_path_and_is_written_as_it_always_was() {
        assert_eq!(
            path_text(&["/etc/ssl/certs", "/srv/certs"], &[]),
            "# Written by `anchorwatch block`; taken away by `anchorwatch undo`.\n\
             [Unit]\n\
             Description=Watch the certificates that programs trust\n\n\
             [Path]\n\
             PathChanged=/etc/ssl/certs\n\
             PathChanged=/srv/certs\n\n\
             [Install]\n\
             WantedBy=paths.target\n"
        );
    }

    #[test]
    fn what_an_earlier_version_wrote_is_completed() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("usr/lib/systemd")).unwrap();
        fs::write(folder.path().join("usr/lib/systemd/systemd"), "").unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let new = [HOMES_UNIT, WANTED[2].0];
        for change in &planned(folder.path()).changes {
            let is_new = new.iter().any(|file| Path::new(file) == change.path);
            if !is_new && !change.path.ends_with("multi-user.target.wants") {
                tree.make(change, ".test").unwrap();
            }
        }
        let missing = planned(folder.path()).changes.into_iter();
        let missing = missing.filter(|change| !matches!(change.after, Node::Directory(_)));
        let missing: Vec<PathBuf> = missing.map(|change| change.path).collect();
        assert_eq!(missing, new.map(PathBuf::from));
    }

    #[test]
    fn a_watch_that_was_changed_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("usr/lib/systemd")).unwrap();
        fs::write(folder.path().join("usr/lib/systemd/systemd"), "").unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        for change in &planned(folder.path()).changes {
            tree.make(change, ".test").unwrap();
        }
        let inside = |file: &str| folder.path().join(file.trim_start_matches('/'));
        fs::write(inside(SERVICE_UNIT), "[Service]\nExecStart=/bin/true\n").unwrap();
        fs::remove_file(inside(WANTED[0].0)).unwrap();
        let mended = planned(folder.path()).changes;
        let paths: Vec<&Path> = mended.iter().map(|change| change.path.as_path()).collect();
        assert_eq!(paths, [SERVICE_UNIT, WANTED[0].0].map(Path::new));
    }
}
