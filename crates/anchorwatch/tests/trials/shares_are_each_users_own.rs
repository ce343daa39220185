//! A user who has runs that nobody looks at write receipts until the own share is used up: from then
//! on nothing more is changed in that user's home, and everything in other homes. `status` says so,
//! and `undo` takes all of it back.

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;

use crate::world::{World, text, without_a_servers_own};

const USERS: [(&str, u32); 2] = [("ana", 4301), ("mallory", 4303)];
const RUN: [&str; 2] = ["refilter", "--everywhere"];
const JOURNAL: &str = "/var/lib/anchorwatch/journal";
/// The share.
const MOST: usize = 30;

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    without_a_servers_own(&world.sealed)?;
    for (user, uid) in USERS {
        let line = format!("{user}:x:{uid}:{uid}::/home/{user}:/bin/sh");
        let home = format!("install -d -m 700 -o {uid} -g {uid} /home/{user}");
        as_root(&world, &format!("echo '{line}' >> /etc/passwd && {home}"))?;
    }
    world.expect_code(&["block", "--unlisted", "--apply"], 0)?;
    let newcomer = Root::company("Nobody knows me")?;
    comes_to(&world, "mallory", &newcomer)?;
    // A copy of the folder would be found, and held too.
    as_user(&world, "mallory", "cd ~ && tar -cf kept.tar .pki")?;
    let back = "cd ~ && tar -xf kept.tar";
    for _ in 0..2 {
        world.expect_code(&RUN, 0)?;
        expect(is_held(&world, "mallory")?, "not held")?;
        as_user(&world, "mallory", back)?;
    }
    // The same again and again, without the seconds that each run takes.
    let copies = format!(
        "cd {JOURNAL} && last=$(ls | tail -n 1) && for at in $(seq 51 {}); do cp -r $last $last-$at; done",
        50 + MOST - 2
    );
    as_root(&world, &copies)?;
    comes_to(&world, "ana", &newcomer)?;
    let said = text(&world.expect_code(&RUN, 11)?);
    expect(
        said.contains("in the home of user 4303"),
        format!("not told: {said}"),
    )?;
    expect(!is_held(&world, "mallory")?, "more than the share")?;
    expect(is_held(&world, "ana")?, "another user's share is used up")?;
    // That of ana's root is the last one.
    let receipts = count(&world)?;
    world.expect_code(&RUN, 11)?;
    expect(receipts == count(&world)?, "a run wrote more receipts")?;
    // It says that the root is trusted for too much, and why.
    let said = text(&world.expect_code(&["status"], 10)?);
    expect(said.contains("4303"), format!("status: {said}"))?;

    // Once the owner has looked, the share begins anew.
    world.expect_code(&["block", "--unlisted", "--apply"], 0)?;
    expect(is_held(&world, "mallory")?, "block does not hold it")?;
    as_user(&world, "mallory", back)?;
    world.expect_code(&RUN, 0)?;
    expect(is_held(&world, "mallory")?, "the share is used up still")?;
    as_root(
        &world,
        &format!("rm -r {JOURNAL}/*-5? {JOURNAL}/*-6? {JOURNAL}/*-7?"),
    )?;
    world.expect_code(&["undo", "--apply"], 0)?;
    for (user, _) in USERS {
        let listed = listed(&world, user)?;
        expect(listed == ["C,,"], format!("{user} after undo: {listed:?}"))?;
    }
    Ok(())
}

fn count(world: &World) -> Result<String, Failed> {
    as_root(world, &format!("ls {JOURNAL} | wc -l"))
}

fn comes_to(world: &World, user: &str, root: &Root) -> Result<(), Failed> {
    let file = format!("/home/{user}/root.pem");
    world.sealed.write(&file, root.pem().as_bytes())?;
    let add = format!(
        "mkdir -p ~/.pki/nssdb && certutil -N -d sql:$HOME/.pki/nssdb --empty-password && \
         certutil -A -n works -t C,, -d sql:$HOME/.pki/nssdb -i {file}"
    );
    as_user(world, user, &add)?;
    Ok(())
}

fn is_held(world: &World, user: &str) -> Result<bool, Failed> {
    Ok(listed(world, user)? == ["C,,", "p,p,p"])
}

/// The trust of the root and of what stands for it, sorted.
fn listed(world: &World, user: &str) -> Result<Vec<String>, Failed> {
    let listed = as_user(world, user, "certutil -L -d sql:$HOME/.pki/nssdb")?;
    let lines = listed.lines().filter(|line| line.starts_with("works"));
    let mut trust: Vec<String> = lines
        .filter_map(|line| line.split_whitespace().last())
        .map(str::to_owned)
        .collect();
    trust.sort_unstable();
    Ok(trust)
}

fn as_user(world: &World, user: &str, script: &str) -> Result<String, Failed> {
    let uid = USERS.iter().find(|(name, _)| *name == user);
    let uid = uid.map_or(0, |(_, uid)| *uid);
    let home = format!("/home/{user}");
    let mut command = world.sealed.command_with(&[("HOME", &home)], "setpriv");
    command
        .arg(format!("--reuid={uid}"))
        .arg(format!("--regid={uid}"))
        .args(["--clear-groups", "sh", "-c", script]);
    done(command, script)
}

fn as_root(world: &World, script: &str) -> Result<String, Failed> {
    let mut command = world.sealed.command("sh");
    command.args(["-c", script]);
    done(command, script)
}

fn done(mut command: std::process::Command, script: &str) -> Result<String, Failed> {
    let output = command.output()?;
    expect(
        output.status.success(),
        format!("{script}: {}", text(&output)),
    )?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
