//! Blocks by name and by address, by reset and by silence, hit what is listed and nothing else.

use std::process::Output;

use anchorwatch_lab::Site;
use anchorwatch_lab::network::{Blocked, Blocking, Manner, Node, OTHER_SITE, SITE};
use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::scene::{LISTED, ORIGIN, Scene, UNLISTED, all_of, hops};

/// curl's codes (curl(1), "Exit codes").
const NOT_CONNECTED: i32 = 7;
const TIMED_OUT: i32 = 28;
const HANDSHAKE_FAILED: i32 = 35;

/// Nothing comes after a silent block, so waiting for it is short.
const IMPATIENT: [&str; 3] = ["--verbose", "--max-time", "2"];

/// What curl then says once TCP is connected.
const CONNECTED: &str = "* Connected to ";

pub(crate) fn run() -> Result<(), Failed> {
    let scene = Scene::new()?;
    let name = [Blocked::Name(LISTED)];
    {
        let _block = Blocking::start(&scene.network, Manner::Reset, &name)?;
        let output = scene.curl(Node::Client, LISTED, &IMPATIENT)?;
        is_code(&output, HANDSHAKE_FAILED)?;
        let words = all_of(&output);
        expect(words.contains("reset by peer"), words.as_str())?;
        only_the_listed_name_is_hit(&scene)?;
    }
    {
        let _block = Blocking::start(&scene.network, Manner::Silence, &name)?;
        let output = scene.curl(Node::Client, LISTED, &IMPATIENT)?;
        is_code(&output, TIMED_OUT)?;
        let words = all_of(&output);
        expect(words.contains(CONNECTED), words.as_str())?;
        only_the_listed_name_is_hit(&scene)?;
    }
    scene.expect_page(Node::Client, LISTED)?;
    addresses_too(&scene)
}

fn only_the_listed_name_is_hit(scene: &Scene) -> Result<(), Failed> {
    scene.expect_page(Node::Client, UNLISTED)?;
    scene.expect_genuine(Node::Client, UNLISTED)?;
    scene.expect_page(Node::Control, LISTED)?;
    let seen = hops(&scene.network, Node::Client, "tcp", (SITE, 443))?;
    expect(
        seen.last().is_some_and(|last| last == "4 reached"),
        format!("the client sees {seen:?}"),
    )
}

fn addresses_too(scene: &Scene) -> Result<(), Failed> {
    let other = "other.example.kz";
    let _other = Site::builder(scene.public.issue(&[other])?)
        .titled(ORIGIN.trim_end())
        .inside(scene.network.listen(Node::Server, OTHER_SITE, 443)?)
        .start()?;
    scene.network.publish(other, OTHER_SITE)?;
    for (manner, code) in [(Manner::Reset, NOT_CONNECTED), (Manner::Silence, TIMED_OUT)] {
        let _block = Blocking::start(&scene.network, manner, &[Blocked::Address(SITE)])?;
        let output = scene.curl(Node::Client, UNLISTED, &IMPATIENT)?;
        is_code(&output, code)?;
        let words = all_of(&output);
        expect(!words.contains(CONNECTED), words.as_str())?;
        scene.expect_page(Node::Control, UNLISTED)?;
        scene.expect_page(Node::Client, other)?;
    }
    Ok(())
}

fn is_code(output: &Output, code: i32) -> Result<(), Failed> {
    expect(output.status.code() == Some(code), all_of(output))
}
