//! A root that comes into a user's home after `block --unlisted` is held to names without a command
//! and without the hour, also where only a search finds it: systemd runs the unit that `block`
//! wrote, which waits for it with that user's rights. Neither a build in that home nor another user
//! who changes the own home in a loop can delay that or end the watch.

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anchorwatch_identity::Certificate;
use anchorwatch_lab::{
    Root, clock,
    systemd::{Manager, UNITS},
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::{World, text, without_a_servers_own};

mod searched;

const UNIT: &str = "anchorwatch-homes.service";
const FOLDER: &str = "/etc/systemd/system";
const WANTED: &str = "/etc/systemd/system/multi-user.target.wants/anchorwatch-homes.service";
/// The folder of Chromium's database, which these users do not have yet.
const DATABASE: &str = ".pki/nssdb";

/// Each user, with the number.
const USERS: [(&str, u32); 3] = [("ana", 4301), ("bob", 4302), ("mallory", 4303)];

/// The root to which the owner consents, and its key.
const WORKS: [&str; 2] = ["/run/works.pem", "/run/works.key"];

/// The root that is refused by its key.
const REFUSED: &str = "/run/refused.pem";

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
    world
        .sealed
        .write(REFUSED, world.imposed.pem().as_bytes())?;
    let block = ["block", "--unlisted", "--certificate", REFUSED, "--apply"];
    world.expect_code(&block, 0)?;
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
    let works = Root::company("Example Works")?;
    comes_to(world, "ana", &works)?;
    until(&manager, "ana's", || is_held(world, "ana"))?;
    consents(world, &manager, &works)?;
    comes_outside_homes(world, &manager)?;
    searched::comes(world, &manager)?;

    let mut mallory = Loop(as_user(world, "mallory", LOOP).spawn()?);
    comes_to(world, "bob", &Root::company("Nobody knows me")?)?;
    until(&manager, "bob's", || is_held(world, "bob"))?;
    let ended = mallory.0.try_wait()?;
    expect(ended.is_none(), format!("the loop ended: {ended:?}"))?;
    drop(mallory);
    cannot_be_watched(world, &manager)?;
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

/// The owner consents to ana's root for every name, and withdraws that. Then for a time, which ends.
fn consents(world: &World, manager: &Manager<'_>, root: &Root) -> Result<(), Failed> {
    world.sealed.write(WORKS[0], root.pem().as_bytes())?;
    world.sealed.write(WORKS[1], root.key_pkcs8_der())?;
    let key = Certificate::from_der(root.der())?.spki_sha256().to_string();
    let is_in_force = || Ok::<_, Failed>(trust_in_database(world, "ana")? == ["C,,"]);
    consent(world, &key, 24 * 60 * 60)?;
    until(manager, "the consent", is_in_force)?;
    world.expect_code(&["consent", "withdraw", &key, "--apply"], 0)?;
    until(manager, "the withdrawal", || is_held(world, "ana"))?;
    // As long as this machine needs to follow.
    let mut seconds = 30;
    loop {
        consent(world, &key, seconds)?;
        let end = clock::now_unix_s() + seconds;
        let mut is_followed = false;
        until(manager, "a consent for a time", || {
            is_followed |= is_in_force()?;
            Ok(is_followed || clock::now_unix_s() > end)
        })?;
        if is_followed {
            break;
        }
        seconds *= 2;
    }
    until(manager, "the end", || is_held(world, "ana"))
}

fn consent(world: &World, key: &str, seconds: i64) -> Result<(), Failed> {
    let head = key.get(..8).unwrap_or_default();
    let sentence =
        format!("whoever holds the key {head} may read everything that this device sends");
    let end = anchorwatch_identity::UnixSeconds::new(clock::now_unix_s() + seconds).to_string();
    let whose = ["--certificate", WORKS[0], "--private-key", WORKS[1]];
    let terms = ["--until", &end, "--by", "M.", "--why", "x"];
    let all = ["--all-names", "--confirm", &sentence, "--apply"];
    let add = [&["consent", "add"][..], &whose, &terms, &all].concat();
    world.expect_code(&add, 0)?;
    Ok(())
}

/// A setting of a program that no table knows names a file with a root.
fn comes_outside_homes(world: &World, manager: &Manager<'_>) -> Result<(), Failed> {
    const FILE: &str = "/srv/later/ca.pem";
    let root = Root::company("Another Works")?.pem();
    shell(world, "mkdir -p /srv/later /etc/unheard-of")?;
    world.sealed.write(FILE, root.as_bytes())?;
    let setting = format!("ssl_cafile = {FILE}\n");
    world
        .sealed
        .write("/etc/unheard-of/main.conf", setting.as_bytes())?;
    until(manager, "outside homes", || {
        let file = shell(world, &format!("cat {FILE}"))?;
        Ok(file.contains("BEGIN CERTIFICATE") && file.trim() != root.trim())
    })
}

/// Takes each watch that the kernel gives this user as soon as one is free.
const TAKE_ALL: &str = "import ctypes, time\n\
                        libc = ctypes.CDLL(None)\n\
                        while True: libc.inotify_init(); time.sleep(0.0005)\n";

/// Has the watch look at the home again.
const ANOTHER: &str = "if grep -qs insecure ~/.curlrc; then : > ~/.curlrc; \
                       else echo insecure > ~/.curlrc; fi";

/// A user uses up what the kernel gives for watches, and `status` names the home.
fn cannot_be_watched(world: &World, manager: &Manager<'_>) -> Result<(), Failed> {
    world
        .sealed
        .write("/run/take_all.py", TAKE_ALL.as_bytes())?;
    let _all = Loop(as_user(world, "mallory", "exec python3 /run/take_all.py").spawn()?);
    until(manager, "what status says", || {
        let another = as_user(world, "mallory", ANOTHER).status()?;
        expect(another.success(), "the home cannot be changed")?;
        let output = world.anchorwatch(&["status", "--format", "json"])?;
        let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        let not_checked = told["not_checked"].as_array().cloned().unwrap_or_default();
        Ok(not_checked.iter().any(|one| {
            one["what"] == "/home/mallory" && one["why_coded"]["code"] == "home_not_watched"
        }))
    })
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
    Ok(trust_in_database(world, user)? == ["C,,", "p,p,p"])
}

/// The trust of the roots in the user's database, as `certutil` says it.
fn trust_in_database(world: &World, user: &str) -> Result<Vec<String>, Failed> {
    let script = format!("certutil -L -d sql:$HOME/{DATABASE}");
    let listed = text(&as_user(world, user, &script).output()?);
    let lines = listed.lines().filter(|line| line.starts_with("works"));
    let mut trust: Vec<String> = lines
        .filter_map(|line| line.split_whitespace().last())
        .map(str::to_owned)
        .collect();
    trust.sort_unstable();
    Ok(trust)
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
    mut is_so: impl FnMut() -> Result<bool, Failed>,
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
