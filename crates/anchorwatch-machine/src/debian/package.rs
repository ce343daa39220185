//! The packages that files belong to, by dpkg's records.
//!
//! ```text
//! /var/lib/dpkg/info/NAME.list          the files of a package, one path per line
//! /var/lib/dpkg/info/NAME:ARCH.list     the same for a package of several architectures
//! ```
//!
//! `dpkg-query --search` reads these lists too (dpkg-query(1)).
//!
//! **Not covered:** files that a package creates after it is unpacked, diverted files, and the
//! records of rpm, apk and pacman.

use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;

const RECORDS: &str = "/var/lib/dpkg/info";

/// The most lists that are read; all of Debian 12 is about 60,000 packages.
const MAX_LISTS: usize = 100_000;
/// The largest list, and all lists together, in bytes. The longest on a development machine
/// has 1 MB, and its 750 lists have 9 MB.
const MAX_LIST_BYTES: u64 = 16 << 20;
const MAX_ALL_BYTES: usize = 256 << 20;

/// Returns the package of each file that has one. Lists that cannot be read, or that others than
/// root can write, are skipped: a package is a hint to a person, and nothing is decided by it.
pub(crate) fn packages_of<'p>(
    tree: &Tree,
    files: impl Iterator<Item = &'p Path>,
) -> BTreeMap<PathBuf, String> {
    let wanted: HashSet<&str> = files.filter_map(Path::to_str).collect();
    let mut packages = BTreeMap::new();
    let mut bytes_left = MAX_ALL_BYTES;
    if wanted.is_empty() {
        return packages;
    }
    let lists = tree.list(RECORDS.as_ref()).unwrap_or_default();
    for entry in lists.into_iter().take(MAX_LISTS) {
        let Some(package) = entry.name.to_str().and_then(|it| it.strip_suffix(".list")) else {
            continue;
        };
        let path = Path::new(RECORDS).join(&entry.name);
        let Ok(list) = tree.read_own(&path, MAX_LIST_BYTES) else {
            continue;
        };
        let Some(left) = bytes_left.checked_sub(list.len()) else {
            break;
        };
        bytes_left = left;
        let list = String::from_utf8_lossy(&list);
        for file in list.lines().filter(|line| wanted.contains(line)) {
            packages.insert(PathBuf::from(file), package.to_owned());
        }
    }
    packages
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_has_the_package_whose_list_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let records = folder.path().join("var/lib/dpkg/info");
        fs::create_dir_all(&records).unwrap();
        let lists = [
            ("works-roots.list", "/.\n/usr\n/usr/share/works/root.crt\n"),
            ("libworks:amd64.list", "/usr/share/works/other.crt\n"),
            ("works-roots.md5sums", "0123  usr/share/works/sums.crt\n"),
        ];
        for (name, content) in lists {
            fs::write(records.join(name), content).unwrap();
        }
        let tree = Tree::open(folder.path()).unwrap();
        let files = ["root.crt", "other.crt", "sums.crt", "root.cr"];
        let files = files.map(|name| Path::new("/usr/share/works").join(name));
        let packages = packages_of(&tree, files.iter().map(PathBuf::as_path));
        let of = |file: &PathBuf| packages.get(file).map(String::as_str);
        let found = files.each_ref().map(of);
        assert_eq!(
            found,
            [Some("works-roots"), Some("libworks:amd64"), None, None]
        );
    }

    #[test]
    fn a_list_that_others_can_write_is_ignored() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let records = folder.path().join("var/lib/dpkg/info");
        fs::create_dir_all(&records).unwrap();
        let list = records.join("works.list");
        fs::write(&list, "/a.crt\n").unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let count = || packages_of(&tree, [Path::new("/a.crt")].into_iter()).len();
        assert_eq!(count(), 1);
        fs::set_permissions(&list, fs::Permissions::from_mode(0o666)).unwrap();
        assert_eq!(count(), 0);
    }
}
