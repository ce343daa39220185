//! `block --unlisted`: a root that is neither shipped nor public is held to names.

use anchorwatch_container::certificate_file;
use anchorwatch_machine::confined_cert::{self, Serial};

use super::*;

const CONFINE: [&str; 3] = ["block", "--unlisted", "--apply"];

impl Distribution {
    /// The certificate that holds this root to names in the bundle.
    fn confined(&self, root: &Root) -> Option<Certificate> {
        let bundle = self.machine.bundle();
        let file = certificate_file(bundle.as_bytes());
        let mut confined = file.certificates();
        let confined = confined.find(|one| {
            let root_of = confined_cert::root_of(one);
            root_of.is_some_and(|of| of.der() == root.der().as_ref())
        });
        confined.cloned()
    }

    /// What the plan says that this root speaks for beyond private names.
    fn names_in_plan(&self, root: &Root) -> Option<Vec<String>> {
        let run = self.run(&["block", "--unlisted", "--format", "json"]);
        let plan = run.json("anchorwatch.plan/1");
        assert_eq!(plan["unlisted"], "confine");
        let confined = plan["confined"].as_array().unwrap();
        let mine = confined.iter().find(|one| one["spki_sha256"] == key(root));
        let names = mine?["names"].as_array().unwrap().iter();
        Some(
            names
                .map(|name| name.as_str().unwrap().to_owned())
                .collect(),
        )
    }
}

#[test]
fn a_company_s_root_is_replaced_by_the_same_root_with_constraints_and_undo_brings_it_back() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    let before = machine.machine.snapshot();
    assert_eq!(machine.names_in_plan(&works), Some(Vec::new()));
    assert_eq!(machine.machine.snapshot(), before);
    let run = machine.run(&CONFINE);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(!machine.shows(&works) && machine.shows(&machine.own));
    assert!(machine.confined(&works).is_some());
    let again = machine.run(&["block", "--unlisted"]);
    assert_eq!(again.code, 0, "{}", again.stdout);
    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(machine.machine.snapshot(), before);
}

#[test]
fn a_newcomer_is_confined_by_the_hook_and_goes_with_its_own_file() {
    let machine = Distribution::with(&[]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    let stock = machine.machine.bundle();
    let newcomer = Root::company("Nobody knows me").unwrap();
    machine.install(&newcomer);
    assert_eq!(machine.run(&["refilter"]).code, 0);
    assert!(!machine.shows(&newcomer) && machine.confined(&newcomer).is_some());
    let confined = machine.machine.bundle();
    assert_eq!(machine.run(&["refilter"]).code, 0);
    assert_eq!(machine.machine.bundle(), confined);

    // The next update rebuilds the bundle, without it.
    std::fs::write(machine.machine.path(BUNDLE), stock).unwrap();
    assert_eq!(machine.run(&["refilter"]).code, 0);
    let folder = std::fs::read_dir(machine.machine.path("etc/ssl/certs")).unwrap();
    let mut names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(!names.any(|name| name.contains("confines")));
}

#[test]
fn a_consent_and_its_withdrawal_take_effect_at_once() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    let private = machine.confined(&works).unwrap();
    let given = machine.consent(&works);
    assert_eq!(given.code, 0, "{}", given.stderr);
    let consented = machine.confined(&works).unwrap();
    assert_ne!(consented, private);
    assert!(consented.validity().not_after < private.validity().not_after);
    assert_eq!(
        machine.names_in_plan(&works),
        Some(vec!["works.example".to_owned()])
    );

    let root = machine.machine.root_text();
    let withdraw = [
        "consent",
        "withdraw",
        "--root",
        &root,
        &key(&works),
        "--apply",
    ];
    let withdrawn = anchorwatch(&withdraw);
    assert_eq!(withdrawn.code, 0, "{}", withdrawn.stderr);
    assert_eq!(machine.confined(&works), Some(private));

    // The withdrawal alone is undone.
    let last = machine.newest_receipt();
    let undone = machine.run(&["undo", &last, "--apply"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(machine.confined(&works), Some(consented));
}

#[test]
fn an_audit_and_status_say_that_it_is_confined_and_an_imitation_is_not() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    let statuses = || {
        let run = machine.run(&["audit", "--format", "json"]);
        let told = run.json("anchorwatch.audit/1");
        let findings = told["findings"].as_array().unwrap().clone();
        let of_works = findings.into_iter();
        let of_works = of_works.filter(|one| one["spki_sha256"] == key(&works));
        let mut statuses: Vec<String> = of_works
            .map(|one| one["status"].as_str().unwrap().to_owned())
            .collect();
        statuses.dedup();
        statuses
    };
    assert_eq!(statuses(), ["open"]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    assert_eq!(statuses(), ["confined"]);
    let status = machine.run(&["status", "--format", "json"]);
    assert_eq!(status.code, 0, "{}{}", status.stdout, status.stderr);
    assert_eq!(status.json("anchorwatch.status/1")["unlisted"], "confine");

    // The same root, held to names that the owner never allowed.
    let root = Certificate::from_der(works.der()).unwrap();
    let wide = ["example.com".parse().unwrap()];
    let wide = anchorwatch_policy::PermittedSubtrees::private_and(&wide);
    let wide = confined_cert::of(&root, &wide, None, Serial::OfTheRoot).unwrap();
    let text = anchorwatch_lab::pki::certificate_pem(wide.der());
    let bundle = machine.machine.bundle() + &text;
    std::fs::write(machine.machine.path(BUNDLE), bundle).unwrap();
    assert!(statuses().contains(&"open".to_owned()), "{:?}", statuses());
    let run = machine.run(&["audit", "--format", "json"]);
    assert!(run.stdout.contains("not_limited_here"), "{}", run.stdout);
    assert_eq!(machine.run(&["status"]).code, 10);
}

#[test]
fn hold_out_after_confine_takes_the_root_out_and_back() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    let before = machine.machine.snapshot();
    assert_eq!(machine.run(&CONFINE).code, 0);
    assert_eq!(machine.run(&HOLD_OUT).code, 0);
    assert_eq!(machine.confined(&works), None);
    assert!(!machine.shows(&works));
    assert_eq!(machine.run(&["undo", "--apply"]).code, 0);
    assert_eq!(machine.machine.snapshot(), before);
}

#[test]
fn a_list_that_says_confine_is_read_back_and_another_word_is_no_list() {
    let machine = Distribution::with(&[]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    let path = machine.machine.path("etc/anchorwatch/blocked.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("unlisted = \"confine\""), "{text}");
    std::fs::write(&path, text.replace("\"confine\"", "\"confined\"")).unwrap();
    machine
        .run(&["refilter"])
        .assert_error("cannot understand", "blocked.toml");
}

#[test]
fn a_root_that_hold_out_took_away_is_confined_again_without_an_update() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    let confined = machine.confined(&works);
    assert_eq!(machine.run(&HOLD_OUT).code, 0);
    assert_eq!(machine.run(&CONFINE).code, 0);
    assert_eq!(machine.confined(&works), confined);
}

#[test]
fn a_file_that_its_owner_renews_in_the_store_does_not_keep_a_block_from_being_undone() {
    let machine = Distribution::with(&[]);
    let file = machine.machine.path("etc/ssl/certs/agent.pem");
    let before = machine.machine.snapshot();
    assert_eq!(machine.run(&CONFINE).code, 0);
    let mut last = String::new();
    for name in ["One", "Two", "Three"] {
        last = Root::company(name).unwrap().pem();
        std::fs::write(&file, &last).unwrap();
        assert_eq!(machine.run(&["refilter", "--watched"]).code, 0);
        assert_ne!(std::fs::read_to_string(&file).unwrap(), last);
    }
    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), last);
    std::fs::remove_file(file).unwrap();
    assert_eq!(machine.machine.snapshot(), before);
}

#[test]
fn the_hook_says_which_roots_it_confines_and_not_that_they_are_held_out() {
    let machine = Distribution::with(&[]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    machine.install(&Root::company("Nobody knows me").unwrap());
    let run = machine.run(&["refilter"]);
    assert!(
        run.stderr.contains("Nobody knows me") && run.stderr.contains("is held to private names"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("held out"), "{}", run.stderr);
}

#[test]
fn removing_another_root_leaves_what_is_confined() {
    let [works, other] = ["Example Works", "Another"].map(|name| Root::company(name).unwrap());
    let machine = Distribution::with(&[("works", &works), ("other", &other)]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    let confined = || -> Vec<String> {
        let folder = std::fs::read_dir(machine.machine.path("etc/ssl/certs")).unwrap();
        let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains("confines")).collect()
    };
    assert_eq!(confined().len(), 2);
    let run = machine.run(&["remove", "--key", &key(&other), "--apply"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(confined().len(), 1);
    assert!(machine.confined(&works).is_some() && machine.confined(&other).is_none());
}

#[test]
fn a_receipt_that_a_later_one_builds_on_is_not_undone_alone() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    let file = machine.machine.path("etc/ssl/certs/mine.pem");
    std::fs::write(&file, works.pem()).unwrap();
    assert_eq!(machine.run(&["refilter"]).code, 0);
    let first = machine.newest_receipt();
    assert_eq!(machine.consent(&works).code, 0);
    machine
        .run(&["undo", &first, "--apply"])
        .assert_error("no longer as this program left it", "mine.pem");
    assert_eq!(machine.run(&["undo", "--apply"]).code, 0);
    assert_eq!(std::fs::read_to_string(file).unwrap(), works.pem());
}

#[test]
fn a_consent_under_a_list_that_cannot_be_read_is_not_said_to_be_done() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    assert_eq!(machine.run(&CONFINE).code, 0);
    let path = machine.machine.path("etc/anchorwatch/blocked.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, "unlisted = 7\n").unwrap();
    machine
        .consent(&works)
        .assert_error("the system store does not follow them", "blocked.toml");
    std::fs::write(&path, text).unwrap();
    assert_eq!(machine.run(&["refilter"]).code, 0);
    let names = machine.names_in_plan(&works);
    assert_eq!(names, Some(vec!["works.example".to_owned()]));
}
