//! A root that comes into a user's home after `block --unlisted` is held to names without a command
//! and without the hour: systemd runs the unit that `block` wrote, which waits for it with that
//! user's rights. Another user who changes the own home in a loop can neither delay that nor end
//! the watch.

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anchorwatch_lab::{
    Root,
    systemd::{Manager, UNITS},
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::{World, text, without_a_servers_own};

const UNIT: &str = "anchorwatch-homes.service";
const FOLDER: &str = "/etc/systemd/system";
const WANTED: &str = "/etc/systemd/system/multi-user.target.wants/anchorwatch-homes.service";
/// The folder of Chromium's database, which these users do not have yet.
const DATABASE: &str = ".pki/nssdb";

/// Each user, with the number.
const USERS: [(&str, u32); 3] = [("ana", 4301), ("bob", 4302), ("mallory", 4303)];

/// For a busy machine: it takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(300);

/// What changes the own home and its roots as fast as it can.
const LOOP: &str = "mkdir -p ~/.pki && i=0; while :; do i=$((i+1)); echo \"insecure # $i\" > ~/.curlrc; \
                    echo > ~/.curlrc; mkdir -p ~/.pki/nssdb; rmdir ~/.pki/nssdb; done";

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    without_a_servers_own(&world.sealed)?;
    for (user, uid) in USERS {
        let line = format!("{user}:x:{uid}:{uid}::/home/{user}:/bin/sh");
        let home = format!("install -d -m 700 -o {uid} -g {uid} /home/{user}");
        shell(&world, &format!("echo '{line}' >> /etc/passwd && {home}"))?;
    }
    world.expect_code(&["block", "--unlisted", "--apply"], 0)?;
    let unit = format!("{FOLDER}/{UNIT}");
    let target = shell(&world, &format!("readlink -f {WANTED}"))?;
    expect(target == unit, format!("wanted: {target}"))?;
    systemd_takes(&world, &unit)?;
    watched(&world, &unit)?;
    world.expect_code(&["undo", "--apply"], 0)?;
    for path in [unit.as_str(), WANTED] {
        expect(!world.exists(path)?, format!("{path} is left"))?;
    }
    Ok(())
}

fn systemd_takes(world: &World, unit: &str) -> Result<(), Failed> {
    let output = world
        .sealed
        .command("systemd-analyze")
        .args(["verify", "--man=no", "--recursive-errors=no", unit])
        .output()?;
    let said = text(&output);
    expect(
        output.status.success() && !said.contains("anchorwatch"),
        format!("systemd-analyze: {said}"),
    )
}

fn watched(world: &World, unit: &str) -> Result<(), Failed> {
    let manager = Manager::start(&world.sealed)?;
    shell(world, &format!("cp {unit} {UNITS}/"))?;
    for arguments in [&["daemon-reload"][..], &["start", UNIT]] {
        let said = manager.ask(arguments)?;
        expect(said.status.success(), text(&said))?;
    }
    until(&manager, "a worker for each user", || {
        let mut users = USERS.iter();
        Ok(users.all(|(_, uid)| has_worker(*uid)))
    })?;
    comes_to(world, "ana", &Root::company("Example Works")?)?;
    until(&manager, "ana's", || is_held(world, "ana"))?;

    let mut mallory = Loop(as_user(world, "mallory", LOOP).spawn()?);
    comes_to(world, "bob", &Root::company("Nobody knows me")?)?;
    until(&manager, "bob's", || is_held(world, "bob"))?;
    let ended = mallory.0.try_wait()?;
    expect(ended.is_none(), format!("the loop ended: {ended:?}"))?;
    drop(mallory);
    for (property, expected) in [("NRestarts", "0"), ("ActiveState", "active")] {
        let property = format!("--property={property}");
        let said = text(&manager.ask(&["show", "--value", &property, UNIT])?);
        expect(
            said.trim() == expected,
            format!("the watch was ended: {property} {said}"),
        )?;
    }
    Ok(())
}

/// The user makes a database with this root, as a browser or an installer would.
fn comes_to(world: &World, user: &str, root: &Root) -> Result<(), Failed> {
    let file = format!("/home/{user}/root.pem");
    world.sealed.write(&file, root.pem().as_bytes())?;
    let script = format!(
        "mkdir -p ~/{DATABASE} && certutil -N -d sql:$HOME/{DATABASE} --empty-password && \
         certutil -A -n works -t C,, -d sql:$HOME/{DATABASE} -i {file}"
    );
    let output = as_user(world, user, &script).output()?;
    expect(output.status.success(), text(&output))
}

/// Whether the root is marked as not trusted, beside one that holds it to names.
fn is_held(world: &World, user: &str) -> Result<bool, Failed> {
    let script = format!("certutil -L -d sql:$HOME/{DATABASE}");
    let listed = text(&as_user(world, user, &script).output()?);
    let lines = listed.lines().filter(|line| line.starts_with("works"));
    let mut trust: Vec<&str> = lines
        .filter_map(|line| line.split_whitespace().last())
        .collect();
    trust.sort_unstable();
    Ok(trust == ["C,,", "p,p,p"])
}

/// Whether a process with this user's rights waits in the home.
fn has_worker(uid: u32) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.map(|process| process.path()).any(|process| {
        let line = fs::read(process.join("cmdline")).unwrap_or_default();
        let status = fs::read_to_string(process.join("status")).unwrap_or_default();
        let is_users = status.contains(&format!("\nUid:\t{uid}\t"));
        is_users && line.windows(13).any(|part| part == b"worker\0watch\0")
    })
}

fn as_user(world: &World, user: &str, script: &str) -> Command {
    let uid = USERS.iter().find(|(name, _)| *name == user);
    let uid = uid.map_or(0, |(_, uid)| *uid);
    let home = format!("/home/{user}");
    let mut command = world.sealed.command_with(&[("HOME", &home)], "setpriv");
    command
        .arg(format!("--reuid={uid}"))
        .arg(format!("--regid={uid}"))
        .args(["--clear-groups", "sh", "-c", script])
        .stdin(Stdio::null());
    command
}

/// A process that goes on until it is dropped.
struct Loop(Child);

impl Drop for Loop {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn until(
    manager: &Manager<'_>,
    what: &str,
    is_so: impl Fn() -> Result<bool, Failed>,
) -> Result<(), Failed> {
    let began = Instant::now();
    while !is_so()? {
        let state = manager.ask(&["status", UNIT])?;
        expect(
            began.elapsed() < PATIENCE,
            format!("{what}: not after {PATIENCE:?}: {}", text(&state)),
        )?;
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn shell(world: &World, script: &str) -> Result<String, Failed> {
    let output = world.sealed.command("sh").args(["-c", script]).output()?;
    expect(
        output.status.success(),
        format!("{script}: {}", text(&output)),
    )?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
