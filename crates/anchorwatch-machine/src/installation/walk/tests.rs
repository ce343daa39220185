use std::os::unix::fs::symlink;

use super::*;

struct Machine {
    folder: tempfile::TempDir,
    tree: Tree,
}

impl Machine {
    fn new(folders: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let machine = Self { folder, tree };
        for folder in folders {
            std::fs::create_dir_all(machine.path(folder)).unwrap();
        }
        machine
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside.trim_start_matches('/'))
    }

    fn walk(&self) -> (Installations, Inventory) {
        let mut inventory = Inventory::default();
        let found = over(&self.tree, &["/home/ana".into()], None, &mut inventory);
        (found, inventory)
    }

    /// The bundles, relative to the home.
    fn bundles(&self) -> Vec<String> {
        let (found, inventory) = self.walk();
        assert_eq!(inventory, Inventory::default());
        let inside = |path: &PathBuf| {
            path.strip_prefix("/home/ana")
                .unwrap()
                .display()
                .to_string()
        };
        found.bundles.iter().map(inside).collect()
    }
}

#[test]
fn packages_are_found_in_environments_and_beside_them() {
    let machine = Machine::new(&[
        "/home/ana/work/project/.venv/lib/python3.11/site-packages/certifi",
        "/home/ana/.local/lib/python3.11/site-packages/botocore",
        "/home/ana/tool/third_party/certifi",
        "/home/ana/conda/conda-meta",
        "/home/ana/conda/pkgs/certifi",
        "/home/ana/work/certif1",
    ]);
    assert_eq!(
        machine.bundles(),
        [
            ".local/lib/python3.11/site-packages/botocore/cacert.pem",
            ".local/lib/python3.11/site-packages/botocore/vendored/requests/cacert.pem",
            "conda/ssl/cacert.pem",
            "conda/ssl/cert.pem",
            "tool/third_party/certifi/cacert.pem",
            "work/project/.venv/lib/python3.11/site-packages/certifi/cacert.pem",
        ]
    );
}

#[test]
fn an_environment_at_the_greatest_depth_is_seen_to_its_end_and_a_plain_folder_is_not() {
    let deep = "/home/ana/1/2/3/4/5/6";
    let machine = Machine::new(&[&format!("{deep}/lib/python3.11/site-packages/certifi")]);
    assert_eq!(machine.bundles(), Vec::<String>::new());
    std::fs::write(machine.path(deep).join("pyvenv.cfg"), "").unwrap();
    assert_eq!(machine.bundles().len(), 1);
    let machine = Machine::new(&[&format!("{deep}/7")]);
    std::fs::write(machine.path(deep).join("7/pyvenv.cfg"), "").unwrap();
    std::fs::create_dir_all(
        machine
            .path(deep)
            .join("7/lib/python3/site-packages/certifi"),
    )
    .unwrap();
    assert_eq!(machine.bundles(), Vec::<String>::new());
}

#[test]
fn javas_homes_and_files_with_its_options_are_found() {
    let machine = Machine::new(&[
        "/home/ana/.jdks/21/lib/security",
        "/home/ana/ide/jbr/lib/security",
        "/home/ana/8/jre/lib/security",
        "/home/ana/other/libs/security",
        "/home/ana/project/.mvn",
    ]);
    for file in [
        "project/gradle.properties",
        "ide/idea64.vmoptions",
        "project/gradle.other",
    ] {
        std::fs::write(machine.path("/home/ana").join(file), "").unwrap();
    }
    let (found, _) = machine.walk();
    let paths = |paths: &[&str]| -> Vec<PathBuf> {
        let inside = |path: &&str| Path::new("/home/ana").join(path);
        paths.iter().map(inside).collect()
    };
    assert_eq!(found.java_homes, paths(&[".jdks/21", "8/jre", "ide/jbr"]));
    assert_eq!(
        found.java_options,
        paths(&[
            "ide/idea64.vmoptions",
            "project/.mvn/jvm.config",
            "project/.mvn/maven.config",
            "project/gradle.properties"
        ])
    );
}

#[test]
fn links_lead_to_a_starting_folder_and_never_round() {
    let machine = Machine::new(&["/data/conda/conda-meta", "/data/conda/loop", "/home"]);
    symlink("/data/conda", machine.path("/home/ana")).unwrap();
    symlink(".", machine.path("/data/conda/loop/self")).unwrap();
    symlink("/data/conda", machine.path("/data/conda/loop/up")).unwrap();
    symlink("pyvenv.cfg", machine.path("/data/conda/loop/pyvenv.cfg")).unwrap();
    assert_eq!(machine.bundles(), ["ssl/cacert.pem", "ssl/cert.pem"]);
    std::fs::remove_file(machine.path("/home/ana")).unwrap();
    symlink("ana", machine.path("/home/ana")).unwrap();
    let (found, inventory) = machine.walk();
    assert_eq!(
        (found, inventory.closed.len()),
        (Installations::default(), 1)
    );
}

#[test]
fn histories_caches_and_packages_of_node_are_not_entered() {
    let machine = Machine::new(&[
        "/home/ana/.cache/x/certifi",
        "/home/ana/project/node_modules/x/certifi",
        "/home/ana/project/.git/certifi",
    ]);
    assert_eq!(machine.bundles(), Vec::<String>::new());
}

#[test]
fn more_names_than_the_bound_are_said_and_as_many_are_not() {
    let machine = Machine::new(&["/home/ana/a", "/home/ana/z/certifi"]);
    for index in 0..1_000 {
        std::fs::create_dir(machine.path(&format!("/home/ana/a/{index}"))).unwrap();
    }
    for (bound, closed_count) in [(1_003, 0), (1_002, 1), (2, 1)] {
        let mut inventory = Inventory::default();
        let roots = ["/home/ana".into()];
        let found = within(bound, &machine.tree, &roots, None, &mut inventory);
        assert_eq!(inventory.closed.len(), closed_count, "{bound}");
        assert!(inventory.closed.iter().all(|closed| !closed.is_denied));
        // Nearby folders are still seen, unless the limit is too low even for them.
        assert_eq!(found.bundles.len(), usize::from(bound > 2));
    }
}

#[test]
fn more_places_than_the_bound_are_said() {
    let machine = Machine::new(&[]);
    for index in 0..=MAX_PLACE_COUNT {
        let path = format!("/home/ana/{index}/certifi");
        std::fs::create_dir_all(machine.path(&path)).unwrap();
    }
    let (found, inventory) = machine.walk();
    assert_eq!(
        (found.bundles.len(), inventory.closed.len()),
        (MAX_PLACE_COUNT + 1, 1)
    );
}

#[test]
fn what_fills_one_starting_folder_of_the_system_hides_nothing_in_another() {
    let machine = Machine::new(&["/opt/x/certifi"]);
    for index in 0..10 {
        std::fs::create_dir_all(machine.path(&format!("/home/{index}"))).unwrap();
    }
    for index in 0..=MAX_PLACE_COUNT {
        let path = format!("/srv/{index}/certifi");
        std::fs::create_dir_all(machine.path(&path)).unwrap();
    }
    let bound = MAX_PLACE_COUNT * 3;
    for (full, bound, places) in [("/home", 5, 1), ("/srv", bound, MAX_PLACE_COUNT + 2)] {
        let mut inventory = Inventory::default();
        let roots = [full.into(), "/opt".into()];
        let found = within(bound, &machine.tree, &roots, None, &mut inventory);
        assert_eq!(
            (found.bundles.len(), inventory.closed.len()),
            (places, 1),
            "{full}"
        );
    }
}

#[test]
fn a_folder_with_a_python_and_a_bundle_is_an_environment_without_condas_records_too() {
    let machine = Machine::new(&["/home/ana/a/bin", "/home/ana/a/ssl", "/home/ana/b/ssl"]);
    let write = |path: &str| std::fs::write(machine.path(path), "").unwrap();
    write("/home/ana/a/ssl/cacert.pem");
    write("/home/ana/b/ssl/cacert.pem");
    let none: [&str; 0] = [];
    assert_eq!(machine.bundles(), none);
    write("/home/ana/a/bin/python3");
    assert_eq!(machine.bundles(), ["a/ssl/cacert.pem", "a/ssl/cert.pem"]);
    std::fs::remove_file(machine.path("/home/ana/a/ssl/cacert.pem")).unwrap();
    assert_eq!(machine.bundles(), none);
}
