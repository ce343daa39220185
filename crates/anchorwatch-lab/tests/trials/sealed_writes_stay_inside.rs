//! What is written inside a sealed namespace is visible inside and nowhere else.

use std::path::Path;

use anchorwatch_lab::sealed::Snapshot;
use anchorwatch_lab::{Error, Sealed};
use libtest_mimic::Failed;

use anchorwatch_lab::trial::expect;

const WATCHED: [&str; 4] = [
    "/etc/ssl",
    "/etc/ca-certificates.conf",
    "/usr/local/share/ca-certificates",
    "/usr/share/ca-certificates",
];
const FILES: [&str; 4] = [
    "/etc/anchorwatch-trial",
    "/usr/local/share/ca-certificates/anchorwatch-trial.crt",
    "/var/lib/anchorwatch-trial/state",
    "/run/anchorwatch-trial",
];

pub(crate) fn run() -> Result<(), Failed> {
    let machine_before = Snapshot::of_machine(&WATCHED)?;
    let sealed = Sealed::new()?;
    let inside_before = sealed.snapshot(&WATCHED)?;
    expect(
        inside_before == machine_before,
        "inside does not look like the machine",
    )?;
    for file in FILES {
        sealed.write(file, b"from inside\n")?;
        let read = sealed.command("cat").arg(file).output()?;
        expect(
            read.stdout == b"from inside\n",
            format!("{file} was not written"),
        )?;
        expect(
            !Path::new(file).exists(),
            format!("{file} reached the machine"),
        )?;
    }
    let changed = inside_before.diff(&sealed.snapshot(&WATCHED)?);
    let expected = [Path::new(FILES[1])];
    expect(changed.paths() == expected, changed.to_string())?;
    existing_files_stay_too(&sealed)?;
    shared_places_are_refused(&sealed)?;
    the_environment_is_empty(&sealed)?;
    drop(sealed);
    let machine_after = Snapshot::of_machine(&WATCHED)?;
    let difference = machine_before.diff(&machine_after);
    expect(difference.is_empty(), difference.to_string())
}

fn existing_files_stay_too(sealed: &Sealed) -> Result<(), Failed> {
    let before = std::fs::read("/etc/passwd")?;
    sealed.write("/etc/passwd", b"root:x:0:0::/root:/bin/sh\n")?;
    let deleted = sealed.command("rm").arg("/etc/hostname").output()?;
    expect(deleted.stdout.is_empty(), "rm prints something")?;
    expect(
        std::fs::read("/etc/passwd")? == before,
        "/etc/passwd was changed outside",
    )
}

fn shared_places_are_refused(sealed: &Sealed) -> Result<(), Failed> {
    for path in [
        "/tmp/trial",
        "/dev/shm/trial",
        "etc/trial",
        "/etc/../tmp/trial",
    ] {
        let refusal = sealed.write(path, b"");
        let is_refused = matches!(refusal, Err(Error::OutsideSeal { .. }));
        expect(is_refused, format!("{path} was written"))?;
    }
    Ok(())
}

fn the_environment_is_empty(sealed: &Sealed) -> Result<(), Failed> {
    let output = sealed.command_with(&[("TRIAL", "a b")], "env").output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split('=').next())
        .collect();
    names.sort_unstable();
    expect(names == ["HOME", "LC_ALL", "PATH", "TRIAL"], text.as_str())?;
    let output = sealed.command("pwd").output()?;
    let home = sealed.home();
    expect(
        output.stdout == format!("{}\n", home.display()).as_bytes(),
        "not at home",
    )
}
