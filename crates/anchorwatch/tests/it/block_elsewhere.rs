//! Refusing, removing and forgetting beyond the system store, with each owner's rights.

use std::{fs, os::unix::fs::symlink, path::Path};

use anchorwatch_lab::Root;

use crate::run::{Machine, Run, anchorwatch};

pub(crate) const BUNDLE: &str =
    "home/alice/work/.venv/lib/python3.11/site-packages/certifi/cacert.pem";
const ALICE: u32 = 1000;

pub(crate) fn run(command: &str, machine: &Machine, more: &[&str]) -> Run {
    anchorwatch(&[&[command, "--root", &machine.root_text()][..], more].concat())
}

pub(crate) fn write(machine: &Machine, inner: &str, text: &str) {
    let path = machine.path(inner);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Gives the home to its user, if the tests have the right to.
pub(crate) fn give_to_alice(machine: &Machine) {
    if anchorwatch_lab::programs::is_root() {
        // A process with only the user's rights must be able to reach the folder.
        for above in machine.path("").ancestors().take(2) {
            let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            fs::set_permissions(above, open).unwrap();
        }
        give(&machine.path("home/alice"));
    }
}

fn give(path: &Path) {
    std::os::unix::fs::lchown(path, Some(ALICE), Some(ALICE)).unwrap();
    if path.symlink_metadata().unwrap().is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path());
        }
    }
}

pub(crate) const FAMILY: [&str; 2] = ["--class", "suspected_family"];

fn trusting_programs(machine: &Machine, store: &str) -> serde_json::Value {
    let document = run("audit", machine, &["--format", "json"]).json("anchorwatch.audit/1");
    let findings = document["findings"].as_array().unwrap().clone();
    let found = findings
        .into_iter()
        .find(|finding| finding["store_id"] == store);
    found.map_or(serde_json::Value::Null, |mut found| {
        found["effective_for"].take()
    })
}

#[test]
fn a_bundle_in_a_home_is_cut_by_its_owner_and_comes_back() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    let before = machine.bundle() + "# mine\n" + &gov.pem() + "# and mine\n";
    write(&machine, BUNDLE, &before);
    give_to_alice(&machine);
    let store = format!("certifi:/{BUNDLE}");
    assert_eq!(trusting_programs(&machine, &store)[0], "python_requests");

    let run_it = run("block", &machine, &[&FAMILY[..], &["--apply"]].concat());
    assert_eq!(run_it.code, 0, "{}{}", run_it.stdout, run_it.stderr);
    assert_eq!(trusting_programs(&machine, &store), serde_json::Value::Null);
    let cut = fs::read_to_string(machine.path(BUNDLE)).unwrap();
    assert_eq!(cut, machine.bundle() + "# mine\n# and mine\n");
    if anchorwatch_lab::programs::is_root() {
        let owner =
            std::os::unix::fs::MetadataExt::uid(&fs::metadata(machine.path(BUNDLE)).unwrap());
        assert_eq!(owner, ALICE);
    }
    assert_eq!(run("undo", &machine, &["--apply"]).code, 0);
    assert_eq!(fs::read_to_string(machine.path(BUNDLE)).unwrap(), before);
}

#[test]
fn what_others_wrote_since_stays_and_the_root_comes_back_behind_it() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    write(&machine, BUNDLE, &(machine.bundle() + &gov.pem()));
    give_to_alice(&machine);
    let applied = run("block", &machine, &[&FAMILY[..], &["--apply"]].concat());
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let cut = fs::read_to_string(machine.path(BUNDLE)).unwrap();
    write(&machine, BUNDLE, &(cut.clone() + "# since\n"));
    give_to_alice(&machine);
    let undone = run("undo", &machine, &["--apply"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    let now = fs::read_to_string(machine.path(BUNDLE)).unwrap();
    assert!(
        now.starts_with(&(cut + "# since\n")) && now.contains(&gov.pem()),
        "{now}"
    );
}

#[test]
fn a_planted_link_leads_root_to_no_file_of_others() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    let theirs = machine.bundle() + &gov.pem();
    write(&machine, "root/private.pem", &theirs);
    write(&machine, "srv/theirs.pem", &theirs);
    for (place, target) in [
        ("certifi", "/root/private.pem"),
        ("pip/_vendor/certifi", "/srv/theirs.pem"),
    ] {
        let path =
            machine.path(&BUNDLE.replace("certifi/cacert.pem", &format!("{place}/cacert.pem")));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    }
    give_to_alice(&machine);
    let applied = run(
        "block",
        &machine,
        &[&FAMILY[..], &["--apply", "--verbose"]].concat(),
    );
    assert_ne!(applied.code, 1, "{}", applied.stderr);
    for untouched in ["root/private.pem", "srv/theirs.pem"] {
        assert_eq!(fs::read_to_string(machine.path(untouched)).unwrap(), theirs);
    }
    assert!(
        applied.phrases().contains("outside the home"),
        "{}",
        applied.stdout
    );
}

#[test]
fn a_file_that_the_environment_names_is_cut_if_root_alone_can_write_there() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    write(&machine, "etc/environment", "SSL_CERT_FILE=/srv/ca.pem\n");
    write(&machine, "srv/ca.pem", &(machine.bundle() + &gov.pem()));
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
    fs::set_permissions(machine.path("srv"), open).unwrap();
    let planned = run("block", &machine, &[&FAMILY[..], &["--verbose"]].concat());
    assert!(
        planned
            .phrases()
            .contains("others than root can write there"),
        "{}",
        planned.stdout
    );
    assert!(!planned.stdout.contains("~ ") || !planned.stdout.contains("~ /srv/ca.pem"));

    let closed = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(machine.path("srv"), closed).unwrap();
    assert_eq!(
        run("block", &machine, &[&FAMILY[..], &["--apply"]].concat()).code,
        0
    );
    assert_eq!(
        fs::read_to_string(machine.path("srv/ca.pem")).unwrap(),
        machine.bundle()
    );
}

#[test]
fn remove_takes_a_root_out_of_every_store_and_undo_brings_it_back() {
    let (gov, works) = (
        Root::isca_like().unwrap(),
        Root::company("Example Works").unwrap(),
    );
    let machine = Machine::with(&[("gov", &gov), ("works", &works)]);
    write(&machine, "srv/both.crt", &(works.pem() + &gov.pem()));
    write(
        &machine,
        "etc/environment",
        "CURL_CA_BUNDLE=/srv/both.crt\n",
    );
    let before = machine.snapshot();
    assert_eq!(run("remove", &machine, &FAMILY).code, 12);
    assert_eq!(machine.snapshot(), before, "a plan changes nothing");
    assert_eq!(
        run("remove", &machine, &[&FAMILY[..], &["--apply"]].concat()).code,
        0
    );
    assert!(
        !machine
            .path("usr/local/share/ca-certificates/gov.crt")
            .exists()
    );
    assert!(
        machine
            .path("usr/local/share/ca-certificates/works.crt")
            .exists()
    );
    assert!(!machine.bundle().contains(&gov.pem()) && machine.bundle().contains(&works.pem()));
    assert_eq!(
        fs::read_to_string(machine.path("srv/both.crt")).unwrap(),
        works.pem()
    );
    assert_eq!(
        run("audit", &machine, &["--all"])
            .stdout
            .matches("ISCA")
            .count(),
        0
    );
    assert_eq!(run("undo", &machine, &["--apply"]).code, 0);
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn remove_wants_to_be_told_what() {
    let machine = Machine::with(&[]);
    assert_eq!(run("remove", &machine, &[]).code, 2);
    run("remove", &machine, &FAMILY).assert_error("nothing that you named", "");
}

#[test]
fn undo_forget_leaves_nothing_of_ours() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let before = machine.snapshot();
    assert_eq!(
        run("block", &machine, &[&FAMILY[..], &["--apply"]].concat()).code,
        0
    );
    assert_eq!(run("undo", &machine, &["--forget"]).code, 12);
    let forgotten = run("undo", &machine, &["--forget", "--apply"]);
    assert_eq!(forgotten.code, 0, "{}", forgotten.stderr);
    assert!(forgotten.stdout.contains("The journal is deleted."));
    assert_eq!(machine.snapshot(), before);
    assert!(!machine.path("var/lib/anchorwatch").exists());
    assert_eq!(
        run("undo", &machine, &["--forget", "--apply"]).code,
        0,
        "twice is once"
    );
}

#[test]
fn an_appliance_can_be_exempted_in_chromium_and_every_site_cannot() {
    const POLICY: &str = "etc/chromium/policies/managed/zz-anchorwatch.json";
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    fs::create_dir_all(machine.path("etc/chromium/policies/managed")).unwrap();
    let exempt = |origins: &[&str]| {
        let named = origins
            .iter()
            .flat_map(|origin| ["--allow-override-for", origin]);
        let more: Vec<&str> = FAMILY.into_iter().chain(["--apply"]).chain(named).collect();
        let applied = run("block", &machine, &more);
        assert_eq!(applied.code, 0, "{}", applied.stderr);
        let text = fs::read_to_string(machine.path(POLICY)).unwrap();
        let policy: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(policy["SSLErrorOverrideAllowed"], false);
        assert_eq!(
            policy["CADistrustedCertificates"].as_array().unwrap().len(),
            1
        );
        (
            policy["SSLErrorOverrideAllowedForOrigins"].clone(),
            applied.phrases(),
        )
    };
    for origin in ["*", "https://[*.]co.uk", ".", "javascript:1", "com"] {
        let more = [&FAMILY[..], &["--apply", "--allow-override-for", origin]].concat();
        let refused = run("block", &machine, &more);
        assert_eq!(refused.code, 2, "{origin}: {}", refused.stderr);
        assert!(!machine.path(POLICY).exists(), "{origin}");
    }
    let (origins, _) = exempt(&["https://router.lan"]);
    assert_eq!(origins, serde_json::json!(["https://router.lan"]));
    // A later run without the option keeps the exemption.
    let (origins, said) = exempt(&[]);
    assert_eq!(origins, serde_json::json!(["https://router.lan"]));
    assert!(said.contains("Nothing to change"), "{said}");
}

#[test]
fn a_root_that_stays_trusted_is_named_and_that_is_no_success() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    write(&machine, "etc/gov.pem", &gov.pem());
    let policies = r#"{"policies": {"Certificates": {"Install": ["/etc/gov.pem"]}}}"#;
    write(&machine, "etc/firefox/policies/policies.json", policies);
    let block = |command: &str| {
        let applied = run(
            command,
            &machine,
            &[&FAMILY[..], &["--apply", "--format", "json"]].concat(),
        );
        let document = applied.json("anchorwatch.plan/1");
        let coded = &document["not_refused_coded"][0];
        assert_eq!(coded["text"], document["not_refused"][0], "{document:#}");
        assert!(coded.is_null() || coded["code"] == "still_trusted_in_store");
        (applied.code, document["not_refused"].to_string())
    };
    // There is no program folder to install the script in.
    for command in ["block", "block", "remove"] {
        let (code, not_refused) = block(command);
        assert_eq!(code, 11, "{command}");
        assert!(
            not_refused.contains("it stays trusted by firefox"),
            "{command}: {not_refused}"
        );
    }
    let said = run("block", &machine, &FAMILY);
    assert!(
        said.phrases().contains("Still trusted after this change"),
        "{}",
        said.stdout
    );

    fs::create_dir_all(machine.path("usr/lib/firefox-esr")).unwrap();
    assert_eq!(block("block"), (0, "[]".to_owned()));
}

#[test]
fn a_file_that_will_be_empty_is_told_before_and_one_with_another_root_is_not() {
    let (gov, works) = (
        Root::isca_like().unwrap(),
        Root::company("Example Works").unwrap(),
    );
    for (content, is_emptied) in [(gov.pem(), true), (works.pem() + &gov.pem(), false)] {
        let machine = Machine::with(&[]);
        write(&machine, "etc/environment", "CURL_CA_BUNDLE=/srv/ca.pem\n");
        write(&machine, "srv/ca.pem", &content);
        for command in ["block", "remove"] {
            let planned = run(command, &machine, &[&FAMILY[..], &["--verbose"]].concat());
            let said = planned.phrases();
            assert_eq!(
                said.contains("will trust no site at all"),
                is_emptied,
                "{said}"
            );
        }
    }
}

#[test]
fn removing_what_the_distribution_brings_back_is_no_success() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    write(
        &machine,
        "usr/share/ca-certificates/more/gov.crt",
        &gov.pem(),
    );
    write(&machine, "etc/ca-certificates.conf", "more/gov.crt\n");
    let removed = run("remove", &machine, &[&FAMILY[..], &["--apply"]].concat());
    assert_eq!(removed.code, 11, "{}", removed.stdout);
    assert!(removed.phrases().contains("its next update brings it back"));
    assert!(!machine.bundle().contains(&gov.pem()));
}

/// Names of databases are in a home, so root's own process must not read them.
#[test]
fn a_database_outside_homes_is_found_with_the_rights_of_the_user_who_names_it() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    write(&machine, BUNDLE, &(machine.bundle() + &gov.pem()));
    let profiles = "home/alice/.mozilla/firefox";
    write(
        &machine,
        &format!("{profiles}/profiles.ini"),
        "[Profile0]\nIsRelative=0\nPath=/data/kept\n",
    );
    write(&machine, "data/kept/cert9.db", "this is not a database");
    write(
        &machine,
        "data/kept/pkcs11.txt",
        "library=/usr/lib/libsoftokn3.so\nname=Second\nparameters=configdir='sql:/data/more'\n",
    );
    write(&machine, "data/more/cert9.db", "nor is this one");
    give_to_alice(&machine);
    let plan = || run("block", &machine, &FAMILY).phrases();
    let named = plan();
    assert!(named.contains("data/kept/cert9.db"), "{named}");
    assert!(named.contains("data/more/cert9.db"), "{named}");

    // Root itself could read it.
    let closed = machine.path(profiles);
    if anchorwatch_lab::programs::is_root() {
        std::os::unix::fs::chown(&closed, Some(0), Some(0)).unwrap();
    }
    let mode = |octal| std::os::unix::fs::PermissionsExt::from_mode(octal);
    fs::set_permissions(&closed, mode(0o000)).unwrap();
    let (named, audited) = (plan(), run("audit", &machine, &[]).phrases());
    fs::set_permissions(&closed, mode(0o755)).unwrap();
    assert!(
        !named.contains("data/kept") && !named.contains("data/more"),
        "{named}"
    );
    assert!(
        audited.contains(profiles),
        "what was not seen is not said: {audited}"
    );
}
