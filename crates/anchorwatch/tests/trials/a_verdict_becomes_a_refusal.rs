//! From an interception in the lab to clients that refuse whoever did it, by the publishers' own commands,
//! and how long that takes.

use std::{io::Write as _, time::Instant};

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::world::{NAME, PRIVATE_NAME, World};

const PUBLISHERS: [&str; 2] = ["berlin", "tbilisi"];
const SET: &str = "/srv/set";

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let company = Root::company("Example Works")?;
    world.install("imposed", &world.imposed)?;
    world.install("works", &company)?;
    for (path, root) in [
        ("/root/imposed.pem", &world.imposed),
        ("/root/works.pem", &company),
    ] {
        let chain = root.issue(&[PRIVATE_NAME])?;
        world.sealed.write(path, chain.pem().as_bytes())?;
    }
    let verify = |path| ["verify", "--host", PRIVATE_NAME, path];
    world.expect_code(&verify("/root/imposed.pem"), 0)?;
    publishers(&world)?;

    let began = Instant::now();
    let address = world.site.address().to_string();
    let seen = "/root/seen";
    world.expect_code(
        &["check", NAME, "--address", &address, "--evidence", seen],
        10,
    )?;
    let verdict = began.elapsed();
    publish(&world, seen)?;
    let published = began.elapsed();
    let from = ["--publishers", SET, "--from", "/srv/mirror"];
    world.expect_code(&[&["list", "update"], &from[..]].concat(), 0)?;
    let refused = world.json(&verify("/root/imposed.pem"), 10)?;
    let took = began.elapsed();
    expect(
        refused["deciding"]["said_by"]["code"] == "said_by_approved_list",
        refused.to_string(),
    )?;
    world.expect_code(&["block", "--apply"], 0)?;
    expect(
        world.curl(&world.site, PRIVATE_NAME)? == Some(60),
        "curl is not held by the block",
    )?;
    writeln!(
        std::io::stderr(),
        "verdict: {verdict:?}; published: {published:?}; refused by verify: {took:?}; by curl, \
         after a block: {:?}",
        began.elapsed()
    )?;
    // Nobody else's root is refused with it.
    world.expect_code(&verify("/root/works.pem"), 0)?;
    Ok(())
}

/// Two publishers, who both have to sign.
fn publishers(world: &World) -> Result<(), Failed> {
    let mut set = "anchorwatch.publishers/1\norigin example.org/distrust\nepoch 1\n\
                   expires 2099-01-01T00:00:00Z\ndelay 7\nquick 1\n\n"
        .to_owned();
    for who in PUBLISHERS {
        let (name, out) = (format!("example.org/{who}"), key_of(who));
        let made = world.json(
            &["list", "new-publisher", "--name", &name, "--out", &out],
            0,
        )?;
        let key = made["verifier_key"].as_str().ok_or("no key")?;
        set.push_str(&format!("witness {who} {key}\n"));
    }
    set.push_str("group both all berlin tbilisi\nquorum both\n");
    Ok(world.sealed.write(SET, set.as_bytes())?)
}

fn key_of(who: &str) -> String {
    format!("/root/{who}.key")
}

/// Proposes whoever is behind the verdict, reviews, prepares, signs twice and publishes.
fn publish(world: &World, seen: &str) -> Result<(), Failed> {
    let (proposal, list) = ("/root/proposal", "/root/list");
    let run = |words: &[&str]| world.json(&[&["list"], words].concat(), 0);
    run(&["propose", "--evidence", seen, "--out", proposal])?;
    let reviewed = run(&["review", proposal, "--publishers", SET])?;
    expect(
        reviewed["items"].as_array().map(Vec::len) == Some(1),
        reviewed.to_string(),
    )?;
    let made: Value = run(&["prepare", proposal, "--publishers", SET, "--out", list])?;
    let hash = made["list"]["sha256"].as_str().ok_or("no hash")?;
    let notes = PUBLISHERS.map(|who| format!("/root/{who}.note"));
    for (who, note) in PUBLISHERS.iter().zip(&notes) {
        let key = key_of(who);
        let by = ["--key", &key, "--hash", hash, "--out", note];
        run(&[&["sign", list, "--publishers", SET], &by[..]].concat())?;
    }
    let [one, other] = &notes;
    let to = ["--note", one, "--note", other, "--out", "/srv/mirror"];
    run(&[&["publish", list, "--publishers", SET], &to[..]].concat())?;
    Ok(())
}
