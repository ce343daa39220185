//! Each example as a separate program, against servers on loopback.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{path::Path, process::Command};

use anchorwatch_lab::{Root, Site};

const PUBLIC_NAME: &str = "www.example.kz";
const PRIVATE_NAME: &str = "wiki.intranet";
const NAMES: [&str; 2] = [PUBLIC_NAME, PRIVATE_NAME];
const TITLE: &str = "the page itself";

const EXAMPLES: [&str; 3] = [
    env!("CARGO_BIN_EXE_with_tokio_rustls"),
    env!("CARGO_BIN_EXE_with_reqwest"),
    env!("CARGO_BIN_EXE_with_ureq"),
];

/// A root that counts as public, one that someone put into the system's store, and the same site
/// under both.
struct World {
    folder: tempfile::TempDir,
    good: Site,
    forged: Site,
}

impl World {
    fn new() -> Self {
        let public = Root::company("Public").unwrap();
        let imposed = Root::company("Nobody knows me").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("public.pem"), public.pem()).unwrap();
        let store = [public.pem(), imposed.pem()].concat();
        std::fs::write(folder.path().join("store.pem"), store).unwrap();
        let site = |root: &Root| {
            let chain = root.issue(&NAMES).unwrap();
            Site::builder(chain).titled(TITLE).start().unwrap()
        };
        Self {
            good: site(&public),
            forged: site(&imposed),
            folder,
        }
    }

    /// Returns whether the page loaded, and the output.
    fn run(&self, program: &str, variables: &[&str], name: &str, site: &Site) -> (bool, String) {
        let folder = self.folder.path();
        let output = Command::new(program)
            .env_clear()
            .env("SSL_CERT_FILE", folder.join("store.pem"))
            .envs(variables.iter().map(|variable| (*variable, "1")))
            .args([name, &site.address().to_string()])
            .arg(folder.join("public.pem"))
            .output()
            .unwrap();
        let page = String::from_utf8_lossy(&output.stdout).contains(TITLE);
        assert_eq!(output.status.success(), page);
        (page, String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn a_good_site_loads_and_a_copy_signed_by_an_added_root_does_not() {
    let world = World::new();
    for program in EXAMPLES {
        let name = Path::new(program).file_name().unwrap();
        let (loads, said) = world.run(program, &[], PUBLIC_NAME, &world.good);
        assert!(loads, "{name:?}: {said}");
        let (loads, said) = world.run(program, &[], PUBLIC_NAME, &world.forged);
        assert!(!loads, "{name:?}: {said}");
        let told = "refused: local_anchor_for_public_name";
        let heard = format!("{PUBLIC_NAME} is refused: only a root that is not in the public set");
        assert!(
            said.contains(told) && said.contains(&heard),
            "{name:?}: {said}"
        );
        let (loads, said) = world.run(program, &[], PRIVATE_NAME, &world.forged);
        assert!(loads, "an intranet's page, {name:?}: {said}");
    }
}

#[test]
fn reqwest_by_default_trusts_everything_in_the_system_store() {
    let world = World::new();
    let [_, reqwest, _] = EXAMPLES;
    let as_it_comes = ["AS_IT_COMES"];
    let (loads, said) = world.run(reqwest, &as_it_comes, PUBLIC_NAME, &world.forged);
    assert!(loads, "{said}");
    let elsewhere = Site::start(Root::company("In no store").unwrap().issue(&NAMES).unwrap());
    let (loads, _) = world.run(reqwest, &as_it_comes, PUBLIC_NAME, &elsewhere.unwrap());
    assert!(!loads, "it does look at chains");
}
