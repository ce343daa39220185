//! Bundles of Python packages in the answer of `audit`.

use anchorwatch_lab::Root;
use serde_json::json;

use crate::{
    audit::{audit, finding},
    run::Machine,
};

const PACKAGES: &str = "home/alice/work/.venv/lib/python3.11/site-packages";

fn write(machine: &Machine, path: &str, text: &str) {
    let path = machine.path(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn a_root_in_an_environments_bundle_is_trusted_by_the_package_that_brings_it() {
    let imposed = Root::isca_like().unwrap();
    for (place, client) in [
        ("certifi/cacert.pem", "python_requests"),
        ("pip/_vendor/certifi/cacert.pem", "pip"),
        ("botocore/cacert.pem", "aws_cli"),
    ] {
        let machine = Machine::with(&[]);
        let path = format!("{PACKAGES}/{place}");
        write(&machine, &path, &machine.bundle());
        audit(&machine, 0);
        write(&machine, &path, &(machine.bundle() + &imposed.pem()));
        let document = audit(&machine, 10);
        let found = finding(&document, &format!("certifi:/{path}"));
        assert_eq!(
            (&found["class"], &found["effective_for"]),
            (&"suspected_family".into(), &json!([client]))
        );
    }
}

#[test]
fn a_damaged_block_in_a_bundle_is_no_clean_answer() {
    let machine = Machine::with(&[]);
    let path = format!("{PACKAGES}/certifi/cacert.pem");
    write(&machine, &path, &machine.bundle().replacen("MII", "M!I", 1));
    audit(&machine, 11);
}

#[test]
fn an_environment_that_is_a_loop_of_links_is_passed_over() {
    let machine = Machine::with(&[]);
    let folder = machine.path("home/alice/.venv/lib");
    std::fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink("pyvenv.cfg", machine.path("home/alice/.venv/pyvenv.cfg")).unwrap();
    std::os::unix::fs::symlink("..", folder.join("python3.11")).unwrap();
    std::os::unix::fs::symlink("certifi", folder.join("certifi")).unwrap();
    audit(&machine, 0);
}
