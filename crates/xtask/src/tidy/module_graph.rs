//! A crate's files, and which file uses what another defines.
//!
//! A name that a file re-exports belongs to the file that defines it. What a file takes from a
//! module that contains it is no edge: a submodule is the inside of its module, and sees even
//! what is private there.
//!
//! **Not checked:** what macros make, inline modules, and `#[path]`.

use std::collections::{BTreeMap, BTreeSet};

use super::file_names::FileNames;
use super::{TextFile, find};

/// The longest chain of re-exports that is followed.
const MAX_REEXPORTS: usize = 16;

/// The files of one library or program.
pub(super) struct ModuleGraph {
    /// The files, each with those that it uses, and the names that it takes.
    edges: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl ModuleGraph {
    /// Reads the files that belong to the root `root`.
    pub(super) fn read(files: &[TextFile], root: &str) -> Self {
        let mut tree = Tree::default();
        tree.load(files, root, Vec::new());
        let mut edges = BTreeMap::new();
        for (path, module) in &tree.modules {
            let used: &mut BTreeMap<_, BTreeSet<_>> =
                edges.entry(module.file.to_owned()).or_default();
            for (target, name) in tree.used(path, module) {
                if !path.starts_with(target) {
                    let file = tree.modules[target].file.to_owned();
                    used.entry(file).or_default().insert(name);
                }
            }
        }
        Self { edges }
    }

    /// Removes the edges that `is_accepted`, given the file that uses and the one that is used.
    pub(super) fn without(&self, is_accepted: impl Fn(&str, &str) -> bool) -> Self {
        let mut edges = self.edges.clone();
        for (from, used) in &mut edges {
            used.retain(|to, _| !is_accepted(from, to));
        }
        Self { edges }
    }

    /// Returns the shortest circle of each group of files that use each other.
    pub(super) fn circles(&self) -> Vec<Circle> {
        let mut circles = Vec::new();
        let mut seen = BTreeSet::new();
        for start in self.edges.keys() {
            if seen.contains(start) {
                continue;
            }
            let group: BTreeSet<&String> = self
                .reached(start)
                .into_iter()
                .filter(|file| self.reached(file).contains(start))
                .collect();
            let shortest = group.iter().filter_map(|file| self.shortest(file));
            if let Some(files) = shortest.min_by_key(Vec::len) {
                circles.push(Circle {
                    steps: self.steps(&files),
                    files,
                    file_count: group.len(),
                });
            }
            seen.extend(group);
        }
        circles
    }

    /// Returns the files that `start` uses, directly and through others.
    fn reached(&self, start: &str) -> BTreeSet<&String> {
        let mut reached = BTreeSet::new();
        let mut left = vec![start];
        while let Some(file) = left.pop() {
            for used in self.edges.get(file).into_iter().flat_map(BTreeMap::keys) {
                if reached.insert(used) {
                    left.push(used);
                }
            }
        }
        reached
    }

    /// Returns the shortest way from a file back to itself, without its end.
    fn shortest(&self, start: &str) -> Option<Vec<String>> {
        let mut ways = vec![vec![start.to_owned()]];
        let mut seen = BTreeSet::new();
        while !ways.is_empty() {
            let mut longer = Vec::new();
            for way in ways {
                let used = way.last().and_then(|last| self.edges.get(last));
                for file in used.into_iter().flat_map(BTreeMap::keys) {
                    if file == start {
                        return Some(way);
                    }
                    if seen.insert(file) {
                        longer.push([way.as_slice(), &[file.to_owned()]].concat());
                    }
                }
            }
            ways = longer;
        }
        None
    }

    fn steps(&self, files: &[String]) -> Vec<String> {
        let next = files.iter().cycle().skip(1);
        let pairs = files.iter().zip(next);
        pairs
            .map(|(from, to)| {
                let names: Vec<&str> = self.edges[from][to].iter().map(String::as_str).collect();
                format!("{from} uses {} of {to}", names.join(", "))
            })
            .collect()
    }
}

/// Files that use each other in a circle.
#[derive(Debug, PartialEq)]
pub(super) struct Circle {
    /// The shortest circle, from its first file on.
    pub(super) files: Vec<String>,
    /// What each takes from the next.
    pub(super) steps: Vec<String>,
    /// How many files are in this circle or another through one of its files.
    pub(super) file_count: usize,
}

type ModulePath = Vec<String>;

#[derive(Default)]
struct Tree<'f> {
    modules: BTreeMap<ModulePath, Module<'f>>,
}

struct Module<'f> {
    file: &'f str,
    names: FileNames,
}

impl<'f> Tree<'f> {
    fn load(&mut self, files: &'f [TextFile], file: &str, path: ModulePath) {
        let Some(text) = find(files, file) else {
            return;
        };
        let names = FileNames::read(&text.text);
        let folder = children_folder(file, path.is_empty());
        for name in &names.modules {
            let child = [path.as_slice(), std::slice::from_ref(name)].concat();
            for candidate in [
                format!("{folder}/{name}.rs"),
                format!("{folder}/{name}/mod.rs"),
            ] {
                self.load(files, &candidate, child.clone());
            }
        }
        let file = &text.path;
        self.modules.insert(path, Module { file, names });
    }

    /// Returns the modules that a file uses, each with a name that it takes.
    fn used(&self, path: &ModulePath, module: &Module<'_>) -> Vec<(&ModulePath, String)> {
        let imported = module
            .names
            .imports
            .iter()
            .filter(|import| !import.is_reexport)
            .map(|import| &import.path);
        imported
            .chain(&module.names.paths)
            .filter_map(|used| self.definition(path, used, MAX_REEXPORTS))
            .filter_map(|(target, name)| Some((target, name?)))
            .filter(|(target, _)| *target != path)
            .collect()
    }

    /// Returns the module that defines what `path` names, and the name there; no name if it is
    /// the module itself. `None` if it is not of this crate.
    fn definition(
        &self,
        from: &[String],
        path: &[String],
        reexports_left: usize,
    ) -> Option<(&ModulePath, Option<String>)> {
        let first = path.first()?;
        let (start, mut rest) = match first.as_str() {
            "crate" => (&[][..], &path[1..]),
            "self" => (from, &path[1..]),
            "super" => (from.split_last()?.1, &path[1..]),
            _ => (from, path),
        };
        let is_relative = start == from && first != "self";
        let mut module = start.to_vec();
        while let Some(next) = rest.first() {
            if next == "super" {
                module.pop()?;
            } else if self.has_child(&module, next) {
                module.push(next.clone());
            } else {
                break;
            }
            rest = &rest[1..];
        }
        let (found, node) = self.modules.get_key_value(&module)?;
        let Some(name) = rest.first() else {
            return Some((found, None));
        };
        let import = node
            .names
            .imports
            .iter()
            .find(|import| import.name == *name);
        if let Some(import) = import.filter(|import| import.path != path) {
            let left = reexports_left.checked_sub(1)?;
            let whole = [import.path.as_slice(), &rest[1..]].concat();
            return self.definition(&module, &whole, left);
        }
        // A plain name that no `use` brings is a crate, or the file's own.
        let is_own = is_relative && module == from;
        (!is_own).then(|| (found, Some(name.clone())))
    }

    fn has_child(&self, module: &[String], name: &str) -> bool {
        let child = [module, &[name.to_owned()]].concat();
        self.modules.contains_key(&child)
    }
}

/// Returns where the files of a module's submodules are.
fn children_folder(file: &str, is_root: bool) -> String {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    if is_root || name == "mod.rs" {
        return folder.to_owned();
    }
    file.trim_end_matches(".rs").to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    const ROOT: &str = "crates/a/src/lib.rs";

    /// Each edge as `file > file: names`, without the folder.
    fn edges(texts: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<TextFile> = texts
            .iter()
            .map(|(name, text)| file(&format!("crates/a/src/{name}"), text))
            .collect();
        let short = |file: &str| file.trim_start_matches("crates/a/src/").to_owned();
        let graph = ModuleGraph::read(&files, ROOT);
        let edges = graph.edges.iter().flat_map(|(from, used)| {
            used.iter().map(move |(to, names)| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                format!("{} > {}: {}", short(from), short(to), names.join(" "))
            })
        });
        edges.collect()
    }

    #[test]
    fn an_import_or_a_path_is_an_edge_to_the_file_that_it_names() {
        for code in [
            "use super::b::B;",
            "use super::{b::B};",
            "use crate::b::B as C;",
            "use crate::{self as root, b::{B}};",
            "use super::b;\nfn f() { b::B; }",
            "fn f() { super::b::B }",
            "fn f() -> crate::b::B {}",
            "impl Iterator for crate::b::B {}",
        ] {
            let found = edges(&[
                ("lib.rs", "mod a;\nmod b;"),
                ("a.rs", code),
                ("b.rs", "pub struct B;"),
            ]);
            assert_eq!(found, ["a.rs > b.rs: B"], "{code}");
        }
    }

    #[test]
    fn what_is_no_use_of_another_file_is_no_edge() {
        for code in [
            "// use super::b::B;",
            "const A: &str = \"super::b::B\";",
            "use std::b::B;",
            "use super::b;",
            "pub use super::b::B;",
            "pub(in super::b) struct A;",
            "#[cfg(test)]\nuse super::b::B;",
            "#[cfg(test)]\nmod tests { fn f(c: [u8; 1]) { super::super::b::B; } }",
            "fn f(a: A) -> impl Fn() + use<'_> { a.b }",
        ] {
            let found = edges(&[
                ("lib.rs", "mod a;\nmod b;"),
                ("a.rs", code),
                ("b.rs", "pub struct B;"),
            ]);
            assert_eq!(found, [""; 0], "{code}");
        }
    }

    #[test]
    fn code_after_a_test_is_read() {
        let code = "#[cfg(test)]\nfn f() { if a {} }\nuse super::b::B;";
        let found = edges(&[("lib.rs", "mod a;\nmod b;"), ("a.rs", code), ("b.rs", "")]);
        assert_eq!(found, ["a.rs > b.rs: B"]);
    }

    #[test]
    fn a_re_exported_name_belongs_to_the_file_that_defines_it() {
        let found = edges(&[
            ("lib.rs", "mod a;\nmod b;\npub use b::B;"),
            ("a.rs", "use crate::B;\nuse super::b::C;"),
            ("b.rs", "mod c;\npub use c::C;\npub struct B;"),
            ("b/c.rs", "pub struct C;"),
        ]);
        assert_eq!(found, ["a.rs > b.rs: B", "a.rs > b/c.rs: C"]);
    }

    #[test]
    fn a_submodule_may_use_the_module_that_contains_it() {
        let found = edges(&[
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod b;\nfn f() { b::run() }\nstruct A;"),
            ("a/b.rs", "use super::A;"),
        ]);
        assert_eq!(found, ["a/mod.rs > a/b.rs: run"]);
    }

    #[test]
    fn everything_of_a_module_is_an_edge() {
        let found = edges(&[
            ("lib.rs", "mod a;\nmod b;"),
            ("a.rs", "use super::b::*;"),
            ("b.rs", ""),
        ]);
        assert_eq!(found, ["a.rs > b.rs: *"]);
    }

    #[test]
    fn names_that_import_each_other_end() {
        let found = edges(&[
            ("lib.rs", "mod a;\nmod b;\nmod c;"),
            ("a.rs", "pub use super::b::X;"),
            ("b.rs", "pub use super::a::X;"),
            ("c.rs", "use super::a::X;"),
        ]);
        assert_eq!(found, [""; 0]);
    }
}
