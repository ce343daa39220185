//! A generated table matches its facts.

use super::{Finding, TextFile, find};

/// Finds tables that are older than their facts, or were edited by hand. `tables` are the paths
/// with the texts that the facts give.
pub(super) fn check(tables: &[(&str, String)], files: &[TextFile]) -> Vec<Finding> {
    let is_stale = |path: &str, text: &str| find(files, path).is_none_or(|file| file.text != text);
    tables
        .iter()
        .filter(|(path, text)| is_stale(path, text))
        .map(|(path, _text)| {
            Finding::new(
                *path,
                "does not match data/",
                "run `cargo xtask tables` and commit what it writes",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn an_edited_table_and_one_that_is_missing_are_found() {
        let tables = [("a.rs", "1".to_owned()), ("b.rs", "2".to_owned())];
        let found = check(&tables, &[file("a.rs", "1"), file("b.rs", "3")]);
        assert_eq!(found.len(), 1);
        assert_eq!(check(&tables, &[]).len(), 2);
        assert_eq!(check(&tables, &[file("b.rs", "2"), file("a.rs", "1")]), []);
    }
}
