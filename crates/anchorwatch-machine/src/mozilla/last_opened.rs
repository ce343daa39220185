//! The program that opened a profile last, and programs outside known folders.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

use super::program::{MAX_BYTES, PROGRAMS, is_program};

/// Whether a program outside known folders opened the profile last.
pub(super) fn by_unknown_program(tree: &Tree, profile: &Path) -> bool {
    !unknown(tree, last_opened_with(tree, profile)).is_empty()
}

/// The program that opened a profile last (Gecko's `nsAppRunner.cpp`). It writes the file
/// at every start; a Flatpak's path is valid only inside it.
pub(super) fn last_opened_with(tree: &Tree, profile: &Path) -> Vec<PathBuf> {
    let text = tree.read(&profile.join("compatibility.ini"), MAX_BYTES);
    let text = text.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let value = |key: &str| {
        let mut lines = text.lines().map(str::trim);
        let value = lines.find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='));
        value
            .map(|value| PathBuf::from(value.trim()))
            .filter(|folder| folder.is_absolute())
    };
    // For Firefox it is `browser` below the program's folder.
    let application = value("LastAppDir").map(|folder| match folder.parent() {
        Some(above) if folder.ends_with("browser") => above.to_owned(),
        _ => folder,
    });
    let folders = value("LastPlatformDir").into_iter().chain(application);
    folders.filter(|folder| is_program(tree, folder)).collect()
}

/// Each folder once, without those that are read by their place.
pub(super) fn unknown(tree: &Tree, folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let known = PROGRAMS
        .iter()
        .flat_map(|program| program.installs(tree))
        .filter_map(|install| tree.identity(install.as_ref()).ok());
    let mut seen: Vec<(u64, u64)> = known.collect();
    let mut unknown = Vec::new();
    for folder in folders {
        let Ok(identity) = tree.identity(&folder) else {
            continue;
        };
        if !seen.contains(&identity) {
            seen.push(identity);
            unknown.push(folder);
        }
    }
    unknown
}
