//! Eight programs, five with OpenSSL and three with GnuTLS: each is fooled by a root that is on no
//! list, and with the library preloaded refuses its page and no other.

use anchorwatch_lab::{
    client::{Answer, Client, Desk},
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::{CONFIGURATION, Case, PRELOADED, World, client, refusing};

/// Every way in which the library is reached: OpenSSL through libcurl, through a Python module
/// that hides it, and from the program itself; GnuTLS through libcurl, from the program itself,
/// and during the handshake.
const COVERED: [&str; 8] = [
    "curl",
    "openssl",
    "python-ssl",
    "python-requests",
    "w3m",
    "wget",
    "git",
    "gnutls-cli",
];

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let desk = world.desk()?;
    for id in COVERED {
        let client = client(id)?;
        let found = client.find(&desk)?;
        found.map_err(|why| format!("{id}: {why}"))?;
        expect_answers(&world, client, &desk, &[], &[Case::Never])?;
        expect_answers(
            &world,
            client,
            &desk,
            &PRELOADED,
            &[Case::Forged, Case::Never],
        )?;
    }
    a_program_with_its_own_tls_is_not_reached(&world, &desk)?;

    let list = "/etc/anchorwatch/blocked.toml";
    world
        .sealed
        .write(list, refusing(&world.imposed).as_bytes())?;
    let with_the_key = [Case::Forged, Case::Private, Case::Never];
    for id in ["curl", "python-ssl", "git"] {
        expect_answers(&world, client(id)?, &desk, &PRELOADED, &with_the_key)?;
        expect_answers(&world, client(id)?, &desk, &[], &[Case::Never])?;
    }
    world.succeeds("rm", &[list])?;

    // Damaging the configuration must not disable the protection.
    world
        .sealed
        .write(CONFIGURATION, b"[programs]\npublic-root = 1\n")?;
    for id in ["curl", "wget"] {
        expect_answers(&world, client(id)?, &desk, &PRELOADED, &Case::ALL)?;
        expect_answers(&world, client(id)?, &desk, &[], &[Case::Never])?;
    }
    let said = world.curl(Case::Honest, &PRELOADED, &[])?;
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    expect(
        said.contains("anchorwatch: no connection is accepted: ") && said.contains(CONFIGURATION),
        format!("it is not said why: {said}"),
    )
}

/// Checks that the client loads every page except the given ones, which it refuses before it
/// sends anything; a crash is neither.
fn expect_answers(
    world: &World,
    client: &Client,
    desk: &Desk<'_>,
    variables: &[(&str, &str)],
    refused: &[Case],
) -> Result<(), Failed> {
    let loaded: Vec<Case> = Case::ALL
        .into_iter()
        .filter(|case| !refused.contains(case))
        .collect();
    let how = format!("{} with {variables:?}", client.id);
    let (answers, asked) = world.asked(client, desk, variables, refused)?;
    expect(
        answers
            .iter()
            .all(|answer| matches!(answer, Answer::Refuses(_))),
        format!("{how}, {refused:?} are to be refused: {answers:?}"),
    )?;
    expect(
        asked == 0,
        format!("{how}, {refused:?}: it went on {asked} times"),
    )?;
    let (answers, asked) = world.asked(client, desk, variables, &loaded)?;
    expect(
        answers.iter().all(|answer| *answer == Answer::Loads) && asked >= loaded.len(),
        format!("{how}, {loaded:?} are to load: {answers:?}"),
    )
}

/// Java brings its own TLS: it is fooled with the library as without.
fn a_program_with_its_own_tls_is_not_reached(world: &World, desk: &Desk<'_>) -> Result<(), Failed> {
    expect_answers(world, client("java")?, desk, &PRELOADED, &[Case::Never])
}
