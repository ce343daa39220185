//! What a stopped run left beside a database.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;
use anchorwatch_machine::sqlite::{
    MAX_DATABASE_BYTES, beside, has_content, is_super_journal_of, recovery,
};

use super::schema::DATABASES;

/// Whether there is a file beside a `cert9.db` that SQLite must roll back, merge or delete. A
/// read-only program cannot do that, and then reads nothing.
pub(crate) fn is_there(tree: &Tree, path: &Path) -> bool {
    let mut databases = DATABASES.iter().map(|name| path.with_file_name(name));
    super_journals(tree, path).next().is_some()
        || databases.any(|database| {
            has_content(tree, &beside(&database, "-wal")) || journal(tree, &database).is_some()
        })
}

/// Whether the leftover is from this program: no other program writes both databases at once,
/// so no other has a super-journal.
pub(crate) fn is_ours(tree: &Tree, path: &Path) -> bool {
    let mut databases = DATABASES.iter().map(|name| path.with_file_name(name));
    super_journals(tree, path).next().is_some()
        || databases.any(|database| {
            journal(tree, &database).is_some_and(|journal| recovery::has_super_journal(&journal))
        })
}

/// A journal that SQLite would roll back.
fn journal(tree: &Tree, database: &Path) -> Option<Vec<u8>> {
    let journal = tree.read(&beside(database, "-journal"), MAX_DATABASE_BYTES);
    journal.ok().filter(|journal| recovery::is_hot(journal))
}

fn super_journals(tree: &Tree, path: &Path) -> impl Iterator<Item = PathBuf> {
    let folder = path.parent().unwrap_or_else(|| Path::new("/")).to_owned();
    let entries = tree.list(&folder).unwrap_or_default();
    entries.into_iter().filter_map(move |entry| {
        let name = entry.name.to_str()?;
        let is_one = DATABASES
            .iter()
            .any(|database| is_super_journal_of(name, database));
        is_one.then(|| folder.join(name))
    })
}
