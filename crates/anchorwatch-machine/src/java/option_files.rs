//! The files that contain options for Java, and the keystores that they name.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Tree};

use super::option;
use crate::limit::Limit;
use crate::{Inaccessible, User, store_builder::is_no_file, user::owner};

/// The largest options file that is read, in bytes.
const MAX_TEXT_BYTES: u64 = 1 << 20;

/// The most files read of one folder; Debian's `/etc/default` has some dozens.
const MAX_FOLDER_FILES: usize = 500;

/// The most keystores and passwords that one inventory takes from options.
const MAX_NAMED: usize = 200;

/// Environments, the defaults of start scripts and of Maven, and folders of such files.
const SYSTEM: [&str; 11] = [
    "/etc/environment",
    "/etc/profile",
    "/etc/bash.bashrc",
    "/etc/zsh/zshenv",
    "/etc/zsh/zprofile",
    "/etc/mavenrc",
    "/usr/local/etc/mavenrc",
    "/etc/sbt/sbtopts",
    "/usr/share/sbt/conf/sbtopts",
    "/etc/ant.conf",
    "/etc/ant/ant.conf",
];
const SYSTEM_FOLDERS: [&str; 4] = [
    "/etc/environment.d",
    "/etc/profile.d",
    "/etc/default",
    "/etc/systemd/system",
];

const HOME: [&str; 19] = [
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".bash_aliases",
    ".bashrc",
    ".zshenv",
    ".zprofile",
    ".zshrc",
    ".pam_environment",
    ".xsessionrc",
    ".config/fish/config.fish",
    ".mavenrc",
    ".gradle/gradle.properties",
    // Those of sbt, Ant and Leiningen (their manuals).
    ".sbtopts",
    ".sbtconfig",
    ".jvmopts",
    ".antrc",
    ".ant/ant.conf",
    ".lein/profiles.clj",
];
/// Folders of JetBrains' programs, and of Google's that are built on them, in a home.
const IDES: [&str; 2] = [".config/JetBrains", ".config/Google"];
const KEYSTORE: &str = "ssl/cacerts";
/// Where sandboxes keep their own homes, and the subfolder of each.
const SANDBOXES: [(&str, &str); 2] = [(".var/app", ""), ("snap", "current")];
const HOME_FOLDERS: [&str; 2] = [".config/environment.d", ".config/systemd/user"];

/// What the options say.
#[derive(Debug, Default)]
pub(crate) struct OptionFiles {
    pub(super) files: Vec<PathBuf>,
    pub(super) passwords: Vec<String>,
    pub(super) closed: Vec<Inaccessible>,
}

pub(super) fn of_system(tree: &Tree, found: &[PathBuf]) -> OptionFiles {
    let mut texts = paths(Path::new("/"), &SYSTEM);
    for folder in paths(Path::new("/"), &SYSTEM_FOLDERS) {
        texts.extend(files(tree, &folder));
    }
    texts.extend_from_slice(found);
    named(tree, &texts, None)
}

pub(super) fn of_user(tree: &Tree, user: &User, found: &[PathBuf]) -> OptionFiles {
    let mut texts = paths(&user.home, &HOME);
    for folder in paths(&user.home, &HOME_FOLDERS) {
        texts.extend(files(tree, &folder));
    }
    // The walk also finds Gradle's own files.
    texts.extend_from_slice(found);
    texts.sort();
    texts.dedup();
    let mut named = named(tree, &texts, Some(user));
    named.files.extend(of_ides(tree, &user.home));
    named
}

/// What these files say.
pub(super) fn of_files(tree: &Tree, user: Option<&User>, files: &[PathBuf]) -> OptionFiles {
    named(tree, files, user)
}

/// Keystores that JetBrains' programs trust, besides what their own Java brings (IntelliJ's
/// `CertificateManager`, «ssl/cacerts» of the configuration folder; until 2019 in a
/// separate folder of the home).
fn of_ides(tree: &Tree, home: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = IDES.iter().map(|name| home.join(name)).collect();
    for (sandboxes, inner) in SANDBOXES {
        let each = names(tree, &home.join(sandboxes)).into_iter();
        folders.extend(each.flat_map(|one| IDES.map(|name| one.join(inner).join(name))));
    }
    let mut files = Vec::new();
    for folder in folders {
        let each = names(tree, &folder).into_iter();
        files.extend(each.map(|program| program.join(KEYSTORE)));
    }
    let hidden = names(tree, home).into_iter();
    let hidden = hidden.filter(|path| {
        let name = path.file_name().unwrap_or_default();
        name.as_encoded_bytes().starts_with(b".")
    });
    files.extend(hidden.map(|path| path.join("config").join(KEYSTORE)));
    files.retain(|file| !matches!(tree.identity(file), Err(error) if error.is_not_found()));
    files.truncate(MAX_NAMED);
    files
}

/// The subfolders, and links that may lead to folders.
fn names(tree: &Tree, folder: &Path) -> Vec<PathBuf> {
    let entries = tree.list(folder).unwrap_or_default().into_iter();
    entries
        .filter(|entry| matches!(entry.kind, EntryKind::Directory | EntryKind::Symlink))
        .map(|entry| folder.join(entry.name))
        .collect()
}

/// The password of Debian's keystore, if its owner chose one (ca-certificates-java's
/// `/etc/default/cacerts`).
pub(super) fn password_of_debians(tree: &Tree) -> Option<String> {
    let text = tree
        .read("/etc/default/cacerts".as_ref(), MAX_TEXT_BYTES)
        .ok()?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut values = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("storepass="));
    let value = values.next_back()?.trim_matches(['\'', '"']);
    (!value.is_empty()).then(|| value.to_owned())
}

fn paths(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    names
        .iter()
        .map(|name| folder.join(name.trim_start_matches('/')))
        .collect()
}

/// The files of a folder; a folder that cannot be listed is missing or belongs to someone
/// else.
fn files(tree: &Tree, folder: &Path) -> Vec<PathBuf> {
    let entries = tree.list(folder).unwrap_or_default();
    entries
        .iter()
        .filter(|entry| matches!(entry.kind, EntryKind::File | EntryKind::Symlink))
        .take(MAX_FOLDER_FILES)
        .map(|entry| folder.join(&entry.name))
        .collect()
}

fn named(tree: &Tree, texts: &[PathBuf], user: Option<&User>) -> OptionFiles {
    let mut named = OptionFiles::default();
    for path in texts {
        if let Some(text) = text_of(tree, path, user, &mut named) {
            take(tree, &text, path, user, &mut named);
        }
    }
    named.files.truncate(MAX_NAMED);
    named.passwords.truncate(MAX_NAMED);
    named
}

fn text_of(
    tree: &Tree,
    path: &Path,
    user: Option<&User>,
    named: &mut OptionFiles,
) -> Option<String> {
    match tree.read(path, MAX_TEXT_BYTES) {
        Ok(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        Err(error) if error.is_not_found() || is_no_file(&error) => None,
        Err(error) => {
            let uid = owner(tree, path, user);
            named
                .closed
                .push(Inaccessible::new(tree, path, uid, &error));
            None
        }
    }
}

/// Whether the file is already read for its options.
pub(super) fn is_among(path: &Path, user: Option<&User>) -> bool {
    let (home, names, folders): (&Path, &[&str], &[&str]) = match user {
        Some(user) => (&user.home, &HOME, &HOME_FOLDERS),
        None => (Path::new("/"), &SYSTEM, &SYSTEM_FOLDERS),
    };
    paths(home, names).iter().any(|place| place == path)
        || paths(home, folders)
            .iter()
            .any(|folder| path.parent() == Some(folder))
}

/// Records what a text says about keystores, and what the files that it names say.
pub(super) fn take(
    tree: &Tree,
    text: &str,
    path: &Path,
    user: Option<&User>,
    named: &mut OptionFiles,
) {
    let mut texts = vec![(text.to_owned(), path.to_owned())];
    let mut seen = BTreeSet::from([path.to_owned()]);
    while let Some((text, path)) = texts.pop() {
        if !option::may_name(&text) {
            continue;
        }
        let options = option::of(&text);
        named.passwords.extend(options.passwords);
        for value in options.files {
            match resolved(&value, &path, user) {
                Resolved::File(file) => named.files.push(file),
                Resolved::OfTheJdk => {}
                Resolved::Unknown => named.closed.push(unresolved(tree, &path, user, &value)),
            }
        }
        for value in options.further {
            let Resolved::File(file) = resolved(&value, &path, user) else {
                named.closed.push(unresolved(tree, &path, user, &value));
                continue;
            };
            if seen.len() >= MAX_NAMED {
                named.closed.push(unresolved(tree, &path, user, &value));
            } else if seen.insert(file.clone())
                && let Some(text) = text_of(tree, &file, user, named)
            {
                texts.push((text, file));
            }
        }
    }
}

fn unresolved(tree: &Tree, path: &Path, user: Option<&User>, value: &str) -> Inaccessible {
    let uid = user.and_then(|user| user.uid);
    let value = value.chars().take(200).collect();
    Inaccessible::limited(tree, path, uid, &Limit::JavaOption { value })
}

#[derive(Debug, PartialEq, Eq)]
enum Resolved {
    File(PathBuf),
    /// The JDK's own keystore, which is found with the JDK.
    OfTheJdk,
    Unknown,
}

/// The file that a value leads to. `NONE` is Java's word for no file.
fn resolved(value: &str, text: &Path, user: Option<&User>) -> Resolved {
    if value == "NONE" || value.ends_with("/lib/security/cacerts") && value.starts_with('$') {
        return Resolved::OfTheJdk;
    }
    let home = user.and_then(|user| user.home.to_str());
    let mut value = value.to_owned();
    for name in ["${user.home}", "${HOME}", "$HOME", "~"] {
        if let (Some(home), Some(rest)) = (home, value.strip_prefix(name)) {
            value = format!("{home}{rest}");
        }
    }
    let path = Path::new(&value);
    let folder = text.parent();
    let is_mavens = folder.is_some_and(|folder| folder.file_name() == Some(".mvn".as_ref()));
    let project = folder.filter(|_| is_mavens).and_then(Path::parent);
    if value.contains('$') {
        Resolved::Unknown
    } else if path.is_absolute() {
        Resolved::File(path.to_owned())
    } else if let Some(project) = project {
        // Maven starts in the project, or finds it by the folder `.mvn`.
        Resolved::File(project.join(path))
    } else {
        Resolved::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_resolved_or_said_to_be_unknown() {
        let user = User {
            name: "ana".to_owned(),
            uid: Some(1000),
            gid: Some(1000),
            home: "/home/ana".into(),
        };
        let of = |value: &str, text: &str, user| resolved(value, Path::new(text), user);
        let file = |path: &str| Resolved::File(path.into());
        let profile = "/home/ana/.profile";
        assert_eq!(of("/a/b.jks", profile, Some(&user)), file("/a/b.jks"));
        for value in [
            "~/b.jks",
            "$HOME/b.jks",
            "${HOME}/b.jks",
            "${user.home}/b.jks",
        ] {
            assert_eq!(of(value, profile, Some(&user)), file("/home/ana/b.jks"));
            assert_eq!(of(value, "/etc/environment", None), Resolved::Unknown);
        }
        let jvm_config = "/home/ana/project/.mvn/jvm.config";
        assert_eq!(
            of("ca/b.jks", jvm_config, Some(&user)),
            file("/home/ana/project/ca/b.jks")
        );
        assert_eq!(of("ca/b.jks", profile, Some(&user)), Resolved::Unknown);
        assert_eq!(of("$OTHER/b.jks", profile, Some(&user)), Resolved::Unknown);
        assert_eq!(
            of("$JAVA_HOME/lib/security/cacerts", profile, Some(&user)),
            Resolved::OfTheJdk
        );
        assert_eq!(of("NONE", profile, Some(&user)), Resolved::OfTheJdk);
    }
}
