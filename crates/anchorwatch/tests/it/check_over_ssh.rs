//! `check --notary ssh:HOST`: what other hosts answer, whole and broken. A stand-in for ssh answers in
//! their place; a trial does it with a real sshd.

use std::{os::unix::fs::PermissionsExt as _, process::Command};

use anchorwatch_lab::{Root, Site};
use serde_json::Value;

use crate::run::{Run, anchorwatch, anchorwatch_with};

const NAME: &str = "www.example.kz";
const HOST: [&str; 2] = ["--notary", "ssh:me@there"];

/// A site whose certificate a root signs that all take for a public one, and a host with another view.
struct Scene {
    folder: tempfile::TempDir,
    public: Root,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let public = Root::company("Public").unwrap();
        let local = Root::company("Installed").unwrap();
        std::fs::write(folder.path().join("public.pem"), public.pem()).unwrap();
        std::fs::write(folder.path().join("local.pem"), local.pem()).unwrap();
        std::fs::create_dir(folder.path().join("bin")).unwrap();
        Self { folder, public }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// What runs as ssh. Another process writes it: while this one has it open, the kernel would refuse
    /// to run it.
    fn answer_with(&self, script: &str) {
        let draft = self.folder.path().join("draft");
        std::fs::write(&draft, format!("#!/bin/sh\n{script}\n")).unwrap();
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&draft, mode).unwrap();
        let copied = Command::new("cp")
            .arg("--preserve=mode")
            .arg(&draft)
            .arg(self.folder.path().join("bin/ssh"))
            .status();
        assert!(copied.unwrap().success());
    }

    /// Checks the name at a site with a certificate of this root.
    fn check(&self, root: &Root, more: &[&str]) -> Run {
        let site = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
        let address = site.address().to_string();
        let (public, local) = (self.path("public.pem"), self.path("local.pem"));
        let args = ["check", NAME, "--address", &address, "--format", "json"];
        let roots = ["--public", &public, "--local", &local];
        let path = format!("{}:/usr/bin:/bin", self.path("bin"));
        anchorwatch_with(&[("PATH", &path)], &[&args[..], &roots, more].concat())
    }
}

fn target(run: &Run) -> Value {
    run.json("anchorwatch.verdict/1")["targets"][0].clone()
}

/// Why the host did not answer.
fn why(run: &Run) -> Option<String> {
    let target = target(run);
    let mut rows = target["not_checked"].as_array().unwrap().iter();
    let row = rows.find(|row| row["code"] == "vantage_unanswered")?;
    assert_eq!(row["facts"]["vantage"], "ssh:me@there");
    let why = &row["facts"]["why"]["code"];
    Some(why.as_str().unwrap().to_owned())
}

#[test]
fn what_a_host_answers_counts_like_a_file_whatever_its_own_verdict_is() {
    let scene = Scene::new();
    let (there, here) = (scene.path("there.json"), scene.path("here.json"));
    let run = scene.check(&scene.public, &["--evidence", &there]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // Its arguments, one a line; then the evidence.
    let arguments = scene.path("arguments");
    scene.answer_with(&format!(
        "printf '%s\\n' \"$@\" > {arguments}; cat {there}; echo done >&2; exit 10"
    ));
    let stranger = Root::company("Stranger").unwrap();
    assert_eq!(scene.check(&stranger, &[]).code, 11);
    let run = scene.check(&stranger, &[&HOST[..], &["--evidence", &here]].concat());
    assert_eq!((run.code, why(&run)), (10, None), "{}", run.stderr);
    let seen = target(&run);
    assert_eq!(seen["verdict"], "intercepted");
    assert_eq!(seen["rules"][0]["id"], "refused_here_alone");
    let arguments = std::fs::read_to_string(arguments).unwrap();
    let arguments: Vec<&str> = arguments.lines().collect();
    let end = arguments.iter().position(|word| *word == "--").unwrap();
    assert_eq!(arguments[end + 1], "me@there");
    assert!(arguments[end + 2].starts_with("anchorwatch check --evidence - "));
    assert!(arguments[end + 2].ends_with(&format!(" -- {NAME}")));
    // The answer is kept, so that the same verdict comes again.
    let kept = format!("{here}.notary-1");
    let again = ["verdict", &here, "--notary", &kept, "--format", "json"];
    let again = anchorwatch(&again);
    assert_eq!((again.code, target(&again)), (10, seen));
    // Neither file is overwritten: that is said before anything is sent.
    std::fs::remove_file(&here).unwrap();
    let run = scene.check(&stranger, &[&HOST[..], &["--evidence", &here]].concat());
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", run.stderr);
}

#[test]
fn a_host_that_could_not_say_anything_is_no_clean_answer() {
    let scene = Scene::new();
    let there = scene.path("there.json");
    assert_eq!(scene.check(&scene.public, &["--evidence", &there]).code, 0);
    // The same of another host.
    let other = scene.path("other.json");
    let text = std::fs::read_to_string(&there).unwrap();
    std::fs::write(&other, text.replace("\"host\":\"www", "\"host\":\"web")).unwrap();
    for (script, code) in [
        (&*format!("cat {other}"), "vantage_nothing_of_host"),
        (
            "echo 'Permission denied' >&2; exit 255",
            "vantage_not_reached",
        ),
        ("exit 127", "vantage_not_installed"),
        (&*format!("cat {there}; exit 1"), "vantage_failed"),
        (&*format!("cat {there}; kill -9 $$"), "vantage_ended"),
        (&*format!("head -n 3 {there}"), "vantage_unreadable"),
        ("echo Welcome", "vantage_unreadable"),
        ("exit 0", "vantage_silent"),
        ("exec head -c 20000000 /dev/zero", "vantage_too_much"),
        ("exec head -c 20000000 /dev/zero >&2", "vantage_too_much"),
    ] {
        scene.answer_with(script);
        let run = scene.check(&scene.public, &HOST);
        assert_eq!(why(&run).as_deref(), Some(code), "{script}");
        // The connection from here is as clean as before, but what was asked was not answered.
        assert_eq!(
            (run.code, &target(&run)["verdict"]),
            (11, &"not_seen".into()),
            "{script}"
        );
    }
}

#[test]
fn a_host_that_writes_to_the_terminal_is_quoted_harmlessly() {
    let scene = Scene::new();
    scene.answer_with("printf 'first\\n\\033[2Jcleared\\n' >&2; exit 255");
    let site = Site::start(scene.public.issue(&[NAME]).unwrap()).unwrap();
    let address = site.address().to_string();
    let (public, path) = (scene.path("public.pem"), scene.path("bin"));
    let args = ["check", NAME, "--address", &address, "--public", &public];
    let roots = ["--local", &public];
    let path = format!("{path}:/usr/bin:/bin");
    let all = [&args[..], &roots, &HOST].concat();
    let run = anchorwatch_with(&[("PATH", &path)], &all);
    assert_eq!(run.code, 11);
    let both = run.stdout + &run.stderr;
    assert!(
        both.contains("cleared") && !both.contains('\u{1b}'),
        "{both}"
    );
}

#[test]
fn without_ssh_the_view_is_missing_and_that_is_said() {
    let scene = Scene::new();
    let site = Site::start(scene.public.issue(&[NAME]).unwrap()).unwrap();
    let address = site.address().to_string();
    let public = scene.path("public.pem");
    let args = ["check", NAME, "--address", &address, "--format", "json"];
    let roots = ["--public", &public, "--local", &public];
    let empty = scene.path("bin");
    let all = [&args[..], &roots, &HOST].concat();
    let run = anchorwatch_with(&[("PATH", &empty)], &all);
    assert_eq!(why(&run).as_deref(), Some("vantage_program_missing"));
    assert_eq!(run.code, 11);
}

#[test]
fn a_dry_run_shows_the_command_and_runs_nothing() {
    let scene = Scene::new();
    let mark = scene.path("mark");
    scene.answer_with(&format!("touch {mark}"));
    let path = format!("{}:/usr/bin:/bin", scene.path("bin"));
    let hosts = ["check", NAME, "[::1]:8443", "--dry-run"];
    let notary = [
        "--notary",
        "ssh://me@there:2222",
        "--notary",
        "ssh://me@there:2222",
    ];
    let all = [&hosts[..], &notary].concat();
    let text = anchorwatch_with(&[("PATH", &path)], &all);
    let command = "-p 2222 -- me@there 'anchorwatch check --evidence - --timeout 10 -- ";
    assert!(text.stdout.contains(command), "{}", text.stdout);
    let json = anchorwatch_with(
        &[("PATH", &path)],
        &[&all[..], &["--format", "json"]].concat(),
    );
    let document = json.json("anchorwatch.check-plan/1");
    let vantages = document["vantages"].as_array().unwrap();
    assert_eq!(vantages.len(), 1);
    assert_eq!(vantages[0]["vantage"], "ssh://me@there:2222");
    let words = vantages[0]["command"].as_array().unwrap();
    let last = words.last().unwrap().as_str().unwrap();
    assert!(
        last.ends_with(&format!(" -- {NAME} '[::1]:8443'")),
        "{last}"
    );
    assert_eq!((text.code, json.code), (0, 0));
    assert!(!std::path::Path::new(&mark).exists());
}

#[test]
fn evidence_can_be_the_answer_and_the_exit_code_is_still_the_verdict() {
    let scene = Scene::new();
    let stranger = Root::company("Stranger").unwrap();
    let run = scene.check(&stranger, &["--evidence", "-"]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    let kept = scene.path("kept.json");
    std::fs::write(&kept, &run.stdout).unwrap();
    let again = anchorwatch(&["verdict", &kept, "--format", "json"]);
    assert_eq!(
        (again.code, &target(&again)["verdict"]),
        (11, &"inconclusive".into())
    );
    let sign = [
        "--evidence",
        "-",
        "--sign",
        &kept,
        "--sign-as",
        "example.org/x",
    ];
    let run = scene.check(&stranger, &sign);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
}

#[test]
fn what_is_no_host_is_refused_before_anything_is_sent_and_verdict_asks_none() {
    for host in ["ssh:-oProxyCommand=x", "ssh:a;b", "ssh://there:0"] {
        let run = anchorwatch(&["check", NAME, "--notary", host]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{host}");
    }
    let run = anchorwatch(&["verdict", "seen.json", "--notary", "ssh:there"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let hosts: Vec<String> = (0..9).map(|number| format!("ssh:host{number}")).collect();
    let notaries = hosts.iter().flat_map(|host| ["--notary", host]);
    let args: Vec<&str> = ["check", NAME].into_iter().chain(notaries).collect();
    assert_eq!(anchorwatch(&args).code, 2);
}
