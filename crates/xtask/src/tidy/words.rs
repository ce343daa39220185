//! Text under version control contains no path that exists on one machine only.

use std::path::Path;

use super::{Finding, TextFile};

/// The location of this checkout, which is different for everyone else.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) root: String,
    pub(super) home: Option<String>,
}

/// Finds paths of one machine in all files except lock files.
pub(super) fn check(files: &[TextFile], surroundings: &Surroundings) -> Vec<Finding> {
    let forbidden = surroundings.forbidden();
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| !file.path.ends_with(".lock")) {
        for (index, line) in file.text.lines().enumerate() {
            let found = forbidden.iter().find(|path| names_path(line, path));
            findings.extend(found.map(|path| {
                Finding::new(
                    format!("{}:{}", file.path, index + 1),
                    format!("contains `{path}`, a path that exists on one machine only"),
                    "write a path relative to the repository, or take it from a setting",
                )
            }));
        }
    }
    findings
}

impl Surroundings {
    fn forbidden(&self) -> Vec<String> {
        let mut forbidden = vec![WORKPLACE.to_owned()];
        // Short paths exist everywhere: a checkout in /tmp must not forbid the text /tmp.
        if depth(&self.root) >= 2 {
            forbidden.push(self.root.clone());
        }
        let parent = Path::new(&self.root).parent().and_then(Path::to_str);
        forbidden.extend(
            parent
                .filter(|parent| depth(parent) >= 3)
                .map(str::to_owned),
        );
        // Every machine has /root, and its stores are among those that the program reads.
        let home = self.home.as_deref().map(|home| home.trim_end_matches('/'));
        forbidden.extend(
            home.filter(|home| depth(home) >= 2)
                .map(|home| format!("{home}/.")),
        );
        forbidden
    }
}

fn depth(path: &str) -> usize {
    path.split('/').filter(|part| !part.is_empty()).count()
}

/// Returns whether the line contains the path from its root on, not in the middle of another path.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + path.len()..].chars().next();
        let is_prefix = path.ends_with(['/', '.']);
        !before.is_some_and(|c| is_part(c) || matches!(c, '.' | '}' | ')' | '/' | '~'))
            && (is_prefix || !after.is_some_and(is_part))
    })
}

fn is_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}

/// In two pieces, because this file is under version control too.
const WORKPLACE: &str = concat!("/wo", "rk/");

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    fn findings(root: &str, home: &str, line: &str) -> usize {
        let surroundings = Surroundings {
            root: root.to_owned(),
            home: Some(home.to_owned()),
        };
        check(&[file("notes.md", line)], &surroundings).len()
    }

    #[test]
    fn the_workplace_is_refused_and_a_folder_of_that_name_is_not() {
        let line = format!("see {WORKPLACE}notes");
        assert_eq!(findings("/srv/x", "/root", &line), 1);
        assert_eq!(
            findings("/srv/x", "/root", &format!("overlay{WORKPLACE}notes")),
            0
        );
        assert_eq!(
            findings("/srv/x", "/root", &format!("{{dir}}{WORKPLACE}notes")),
            0
        );
    }

    #[test]
    fn the_checkout_itself_is_refused_and_its_namesake_is_not() {
        assert_eq!(findings("/srv/watch", "/root", "cd /srv/watch"), 1);
        assert_eq!(findings("/srv/watch", "/root", "cd /srv/watch-2"), 0);
    }

    #[test]
    fn a_deep_parent_is_refused_and_a_shallow_one_is_not() {
        let line = "ls /home/nobody/code/other";
        assert_eq!(findings("/home/nobody/code/watch", "/root", line), 1);
        assert_eq!(findings("/tmp/watch", "/root", "ls /tmp/other"), 0);
    }

    #[test]
    fn a_users_home_is_refused_and_roots_is_not() {
        assert_eq!(
            findings("/srv/x", "/home/nobody", "in /home/nobody/.pki"),
            1
        );
        assert_eq!(
            findings("/srv/x", "/home/nobody", "in /home/someone/.pki"),
            0
        );
        assert_eq!(findings("/srv/x", "/root", "in /root/.pki"), 0);
    }

    #[test]
    fn lock_files_are_not_read() {
        let surroundings = Surroundings {
            root: "/srv/x".to_owned(),
            home: None,
        };
        assert_eq!(check(&[file("Cargo.lock", WORKPLACE)], &surroundings), []);
        assert_eq!(
            check(&[file("Cargo.toml", WORKPLACE)], &surroundings).len(),
            1
        );
    }
}
