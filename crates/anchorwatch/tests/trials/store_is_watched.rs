//! A refused key that someone adds to the store by hand is removed without an update: systemd's
//! path unit, written by `block`, sees the change and runs the installed copy. A run that finds
//! nothing writes nothing, so the watch settles.

use std::{
    thread,
    time::{Duration, Instant},
};

use anchorwatch_lab::{
    systemd::{Manager, UNITS},
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::{NAME, World, text};

const PATH_UNIT: &str = "/etc/systemd/system/anchorwatch-refilter.path";
const SERVICE_UNIT: &str = "/etc/systemd/system/anchorwatch-refilter.service";
const EVERYWHERE_UNIT: &str = "/etc/systemd/system/anchorwatch-everywhere.service";
const TIMER_UNIT: &str = "/etc/systemd/system/anchorwatch-refilter.timer";
const WANTED: &str = "/etc/systemd/system/paths.target.wants/anchorwatch-refilter.path";
const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
const KEYSTORE: &str = "/etc/ssl/certs/java/cacerts";
const TWIN: &str = "/run/twin.pem";
const BOOTED: &str = "/run/systemd/system";
/// One line for each successful run, while the trial counts them.
const RUNS: &str = "/run/lab-runs";

/// For a busy machine: the unit itself waits a second.
const PATIENCE: Duration = Duration::from_secs(300);
/// After this long without a run, none follows: a run starts a second after a change.
const QUIET: Duration = Duration::from_secs(5);

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    world.install("gov", &world.imposed)?;
    a_systemd_that_does_not_answer_is_told(&world)?;

    let said = text(&block(&world, 0)?);
    expect(
        said.contains("does not run here"),
        format!("it is not said that systemd does not run: {said}"),
    )?;
    systemd_takes_the_units(&world)?;
    by_hand(&world)?;
    by_itself(&world)?;

    world.expect_code(&["undo", "--apply"], 0)?;
    let units = [PATH_UNIT, SERVICE_UNIT, EVERYWHERE_UNIT, TIMER_UNIT, WANTED];
    for unit in units {
        expect(!world.exists(unit)?, format!("{unit} is left"))?;
    }
    trusts(&world, true, "after undo")
}

fn block(world: &World, code: i32) -> Result<std::process::Output, Failed> {
    world.expect_code(&["block", "--class", "suspected_family", "--apply"], code)
}

/// Everything else is done, and can be undone, but the exit code reports a failure.
fn a_systemd_that_does_not_answer_is_told(world: &World) -> Result<(), Failed> {
    shell(world, &format!("mkdir -p {BOOTED}"))?;
    let said = text(&block(world, 1)?);
    expect(
        said.contains("not watched between their updates: systemctl daemon-reload"),
        format!("not told: {said}"),
    )?;
    trusts(world, false, "unwatched")?;
    // Only the watch is missing, so a second run has nothing to change, but it is no success.
    let said = text(&block(world, 11)?);
    expect(
        said.contains("nothing watches the certificates between their updates, though"),
        format!("not told again: {said}"),
    )?;
    let said = text(&world.expect_code(&["undo", "--apply"], 1)?);
    expect(said.contains("systemctl"), format!("not told: {said}"))?;
    trusts(world, true, "taken back beside a dead systemd")?;
    shell(world, &format!("rmdir {BOOTED}"))?;
    Ok(())
}

fn systemd_takes_the_units(world: &World) -> Result<(), Failed> {
    let output = world
        .sealed
        .command("systemd-analyze")
        .args(["verify", "--man=no", "--recursive-errors=no"])
        .args([PATH_UNIT, SERVICE_UNIT, EVERYWHERE_UNIT, TIMER_UNIT])
        .output()?;
    let said = text(&output);
    expect(
        output.status.success() && !said.contains("anchorwatch"),
        format!("systemd-analyze: {said}"),
    )?;
    let target = shell(world, &format!("readlink -f {WANTED}"))?;
    expect(target == PATH_UNIT, format!("wanted: {target}"))
}

/// What the services run, without systemd: it filters, then has nothing left to write.
fn by_hand(world: &World) -> Result<(), Failed> {
    run_twice(world, SERVICE_UNIT)?;
    run_twice(world, EVERYWHERE_UNIT)
}

fn run_twice(world: &World, unit: &str) -> Result<(), Failed> {
    let start = format!("$(sed -n 's/^ExecStart=//p' {unit})");
    append(world)?;
    trusts(world, true, "appended by hand")?;
    let before = marks(world)?;
    shell(world, &start)?;
    trusts(world, false, "filtered by hand")?;
    let filtered = marks(world)?;
    expect(before != filtered, "the marks do not show a change")?;
    shell(world, &start)?;
    let after = marks(world)?;
    expect(
        filtered == after,
        format!("a run with nothing to do wrote: {filtered} {after}"),
    )
}

fn by_itself(world: &World) -> Result<(), Failed> {
    let manager = Manager::start(&world.sealed)?;
    let count = format!("[Service]\nExecStartPost=/bin/sh -c 'echo >> {RUNS}'\n");
    let drop_in = format!("{UNITS}/anchorwatch-refilter.service.d/count.conf");
    shell(world, &format!("cp {PATH_UNIT} {SERVICE_UNIT} {UNITS}/"))?;
    shell(
        world,
        &format!(
            "mkdir -p {UNITS}/anchorwatch-refilter.service.d && printf '%s' \"{count}\" > {drop_in} && : > {RUNS}"
        ),
    )?;
    for arguments in [
        &["daemon-reload"][..],
        &["start", "anchorwatch-refilter.path"],
    ] {
        let said = manager.ask(arguments)?;
        expect(said.status.success(), text(&said))?;
    }
    for _ in 0..2 {
        append(world)?;
        until(&manager, "the bundle", || {
            Ok(world.curl(&world.site, NAME)? == Some(60))
        })?;
        quiet(world)?;
    }
    // It fails if nothing is imported. On a busy machine the watch is done before a second
    // `keytool` could say so.
    keytool(world, &format!("-importcert -noprompt -file {TWIN}"))?;
    until(&manager, "the keystore", || Ok(!is_in_keystore(world)?))?;
    quiet(world)
}

fn until(
    manager: &Manager<'_>,
    what: &str,
    is_filtered: impl Fn() -> Result<bool, Failed>,
) -> Result<(), Failed> {
    let began = Instant::now();
    while !is_filtered()? {
        let state = manager.ask(&["status", "anchorwatch-refilter.service"])?;
        expect(
            began.elapsed() < PATIENCE,
            format!("{what}: as it was after {PATIENCE:?}: {}", text(&state)),
        )?;
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn is_in_keystore(world: &World) -> Result<bool, Failed> {
    Ok(keytool(world, "-list").is_ok())
}

fn keytool(world: &World, command: &str) -> Result<String, Failed> {
    let which = format!("-keystore {KEYSTORE} -storepass changeit -alias anchorwatch-trial");
    shell(world, &format!("keytool {command} {which}"))
}

/// Waits until no run follows another; a watch that triggers itself never gets there.
fn quiet(world: &World) -> Result<(), Failed> {
    let began = Instant::now();
    let mut last = (run_count(world)?, Instant::now());
    while last.1.elapsed() < QUIET {
        expect(
            began.elapsed() < PATIENCE,
            format!("still running: {last:?}"),
        )?;
        thread::sleep(Duration::from_millis(100));
        let count = run_count(world)?;
        if count != last.0 {
            last = (count, Instant::now());
        }
    }
    expect(last.0 > 0, "no run was counted")
}

fn run_count(world: &World) -> Result<usize, Failed> {
    Ok(shell(world, &format!("wc -l < {RUNS}"))?.parse()?)
}

fn append(world: &World) -> Result<(), Failed> {
    world
        .sealed
        .write(TWIN, world.imposed.reissued()?.pem().as_bytes())?;
    shell(world, &format!("cat {TWIN} >> {BUNDLE}"))?;
    Ok(())
}

/// Every inode and change time in the watched folders and our records.
fn marks(world: &World) -> Result<String, Failed> {
    shell(
        world,
        "find /etc/ssl /etc/ca-certificates /usr/local/share/ca-certificates /etc/anchorwatch /var/lib/anchorwatch -printf '%p %i %C@\\n' | sort | sha256sum",
    )
}

fn trusts(world: &World, expected: bool, when: &str) -> Result<(), Failed> {
    let wanted = if expected { Some(0) } else { Some(60) };
    let got = world.curl(&world.site, NAME)?;
    expect(got == wanted, format!("{when}: curl ended with {got:?}"))
}

fn shell(world: &World, script: &str) -> Result<String, Failed> {
    let output = world.sealed.command("sh").args(["-c", script]).output()?;
    expect(
        output.status.success(),
        format!("{script}: {}", text(&output)),
    )?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
