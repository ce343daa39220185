//! Bundles of Python packages in the answer of `audit`.

use anchorwatch_lab::Root;
use serde_json::json;

use crate::{
    audit::{audit, finding},
    run::{Machine, anchorwatch},
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

/// Eight folders down, where the walk does not go.
const DEEP: &str = "home/alice/a/b/c/d/e/f/g/env";

#[test]
fn a_deep_environment_is_read_if_something_names_it_and_only_once() {
    let root = Root::company("Environment Authority").unwrap();
    let machine = |records: &[&str], named: &str, by: &str| {
        let machine = Machine::with(&[]);
        write(&machine, &format!("{DEEP}/ssl/cacert.pem"), &root.pem());
        for record in records {
            write(&machine, &format!("{DEEP}/{record}"), "");
        }
        if !named.is_empty() {
            write(&machine, named, by);
        }
        machine
    };
    let count = |machine: &Machine| {
        let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
        let document = run.json("anchorwatch.audit/1");
        let findings = document["findings"].as_array().unwrap();
        let id = format!("certifi:/{DEEP}/ssl/cacert.pem");
        findings.iter().filter(|it| it["store_id"] == *id).count()
    };
    let path = format!("PATH=/{DEEP}/bin:/usr/bin\n");
    let conda = format!("export CONDA_PREFIX=/{DEEP}\n");
    let unit = format!("[Service]\nExecStart=/{DEEP}/bin/python /srv/x.py\n");
    let places = [
        ("etc/environment", &path),
        ("home/alice/.profile", &path),
        ("home/alice/.bashrc", &conda),
        ("etc/systemd/system/x.service", &unit),
    ];
    for (place, text) in places {
        for records in [&["bin/python"][..], &["conda-meta/history", "bin/python"]] {
            let there = machine(records, place, text);
            assert_eq!(count(&there), 1, "{place}: {records:?}");
        }
        assert_eq!(count(&machine(&["bin/perl"], place, text)), 0, "{place}");
    }
    assert_eq!(count(&machine(&["bin/python"], "", "")), 0);
    // One that is near and named is one store.
    let near = Machine::with(&[]);
    write(&near, "home/alice/env/ssl/cacert.pem", &root.pem());
    write(&near, "home/alice/env/bin/python", "");
    write(
        &near,
        "home/alice/.profile",
        "PATH=/home/alice/env/bin:/usr/bin\n",
    );
    let run = anchorwatch(&["audit", "--root", &near.root_text(), "--format", "json"]);
    let document = run.json("anchorwatch.audit/1");
    let stores = document["stores"].as_array().unwrap();
    let ids = stores.iter().filter_map(|it| it["id"].as_str());
    assert_eq!(
        ids.filter(|it| it.contains("env/ssl/cacert.pem")).count(),
        1
    );
}
