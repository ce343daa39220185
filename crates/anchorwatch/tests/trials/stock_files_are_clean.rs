//! The unmodified configuration files of this machine's packages accuse nobody.
//!
//! dpkg knows the MD5 of each configuration file as installed, and owns the files below `/usr`;
//! only such files are copied into the tree.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anchorwatch_lab::{
    tree::{DebianTree, NamedRoot},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

/// Where settings are looked for.
const PLACES: [&str; 31] = [
    "/etc/X11",
    "/etc/apt",
    "/etc/bash_completion.d",
    "/etc/containers",
    "/etc/cron.d",
    "/etc/cron.daily",
    "/etc/cron.hourly",
    "/etc/cron.monthly",
    "/etc/cron.weekly",
    "/etc/csh",
    "/etc/default",
    "/etc/environment.d",
    "/etc/gdm3",
    "/etc/init.d",
    "/etc/lightdm",
    "/etc/mysql",
    "/etc/pam.d",
    "/etc/php",
    "/etc/postgresql-common",
    "/etc/profile.d",
    "/etc/security",
    "/etc/ssh",
    "/etc/subversion",
    "/etc/sudoers.d",
    "/etc/systemd",
    "/etc/xdg",
    "/etc/zsh",
    "/usr/lib/environment.d",
    "/usr/lib/init",
    "/usr/lib/lsb",
    "/usr/lib/systemd",
];
const FILES: [&str; 10] = [
    "/etc/bash.bashrc",
    "/etc/bash_completion",
    "/etc/crontab",
    "/etc/csh.cshrc",
    "/etc/csh.login",
    "/etc/ldap/ldap.conf",
    "/etc/lftp.conf",
    "/etc/ssl/openssl.cnf",
    "/etc/sudoers",
    "/etc/wgetrc",
];

/// Files below `/usr/share` that Debian's scripts read.
const SHARED: [&str; 5] = [
    "/usr/share/applications",
    "/usr/share/bash-completion/bash_completion",
    "/usr/share/fish",
    "/usr/share/wayland-sessions",
    "/usr/share/xsessions",
];

/// Files for new users, and the templates from which Debian makes `/etc/profile`.
const COPIES: [(&str, &str); 5] = [
    ("/etc/skel/.bashrc", "home/alice/.bashrc"),
    ("/etc/skel/.profile", "home/alice/.profile"),
    ("/usr/share/base-files/profile", "etc/profile"),
    ("/usr/share/base-files/dot.bashrc", "root/.bashrc"),
    ("/usr/share/base-files/dot.profile", "root/.profile"),
];

pub(crate) fn run() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let tree = folder.path().join("root");
    DebianTree::create(&tree, &NamedRoot::public(), &[])?;
    let mut copied = 0;
    for path in shipped()? {
        let is_wanted = FILES.iter().any(|file| path == Path::new(file))
            || PLACES
                .iter()
                .chain(&SHARED)
                .any(|place| path.starts_with(place));
        if is_wanted && path.is_file() {
            copy(&path, &tree.join(path.strip_prefix("/")?))?;
            copied += 1;
        }
    }
    for (from, to) in COPIES {
        if Path::new(from).is_file() {
            copy(from.as_ref(), &tree.join(to))?;
            copied += 1;
        }
    }
    expect(
        copied >= 20,
        format!("only {copied} stock files were found"),
    )?;
    let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .env_clear()
        .args(["audit", "--format", "json", "--root"])
        .arg(&tree)
        .output()?;
    let document: Value = serde_json::from_slice(&output.stdout)?;
    expect(
        output.status.code() == Some(0) && document["findings"] == Value::Array(Vec::new()),
        format!("{document:#}"),
    )
}

fn copy(from: &Path, to: &Path) -> Result<(), Failed> {
    fs::create_dir_all(to.parent().ok_or("no folder")?)?;
    fs::copy(from, to)?;
    Ok(())
}

/// Files that are unchanged since a package shipped them.
fn shipped() -> Result<Vec<PathBuf>, Failed> {
    let output = Command::new("dpkg-query")
        .env_clear()
        .args(["--show", "--showformat=${Conffiles}\n"])
        .output()?;
    let conffiles = String::from_utf8(output.stdout)?;
    let mut shipped = HashSet::new();
    for line in conffiles.lines() {
        let mut words = line.split_whitespace();
        if let (Some(path), Some(md5)) = (words.next(), words.next())
            && Path::new(path).is_file()
            && is_wanted(path)
            && md5_of(path)? == md5
        {
            shipped.insert(PathBuf::from(path));
        }
    }
    let output = Command::new("sh")
        .env_clear()
        .args(["-c", "cat /var/lib/dpkg/info/*.list"])
        .output()?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    // Older packages record paths below /lib, which is a link to /usr/lib.
    let below_usr = listed
        .lines()
        .filter_map(|line| match line.strip_prefix("/lib/") {
            Some(rest) => Some(PathBuf::from("/usr/lib").join(rest)),
            None => is_below_usr(line).then(|| PathBuf::from(line)),
        });
    shipped.extend(below_usr);
    Ok(shipped.into_iter().collect())
}

fn is_below_usr(line: &str) -> bool {
    line.starts_with("/usr/lib/") || SHARED.iter().any(|place| line.starts_with(place))
}

fn is_wanted(path: &str) -> bool {
    FILES.contains(&path) || PLACES.iter().any(|place| path.starts_with(place))
}

fn md5_of(path: &str) -> Result<String, Failed> {
    let output = Command::new("md5sum").env_clear().arg(path).output()?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.split(' ').next().unwrap_or_default().to_owned())
}
