//! Signed lists: programs that run already follow a new one, and its end, without a restart.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use anchorwatch_identity::SpkiSha256;
use anchorwatch_lab::{
    Root,
    client::{Desk, Who},
    trial::expect,
};
use anchorwatch_list::ListState;
use anchorwatch_policy::{
    DistrustEntry, EntrySource,
    distrust::{Limits, Match, Threshold},
};
use libtest_mimic::Failed;

use self::publisher::HIGH;
use crate::world::{Case, LIBRARY, PRELOADED, World, text};

#[path = "../../../anchorwatch-list/tests/it/publisher.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the tests of the list need more, and may panic"
)]
mod publisher;

const PUBLISHED: &str = "/etc/anchorwatch/signed-lists";
const VERBOSE: [(&str, &str); 2] = [("LD_PRELOAD", LIBRARY), ("ANCHORWATCH_VERBOSE", "1")];

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let desk = world.desk()?;
    let mut program = Program::start(&world, &desk)?;
    program.says("accepted")?;
    curl(&world, Case::Private, 0)?;

    publish(&world, &state(2, &world.imposed)?)?;
    program.says("refused")?;
    curl(&world, Case::Private, 60)?;
    // The list has no public root's key.
    curl(&world, Case::Honest, 0)?;
    curl(&world, Case::Consented, 0)?;
    let told = world.curl(Case::Private, &VERBOSE, &[])?;
    let sentence = "by the approved list 2 of example.org/distrust, which at least 3 of 5 \
                    publishers signed";
    expect(text(&told).contains(sentence), text(&told))?;

    // What is damaged changes nothing in a program that runs, and a new one accepts nothing.
    let octets = state(3, &world.imposed)?.encode();
    let cut = octets.get(..octets.len() / 2).unwrap_or_default();
    world.sealed.write(PUBLISHED, cut)?;
    program.says("refused")?;
    curl(&world, Case::Honest, 60)?;

    world.succeeds("rm", &[PUBLISHED])?;
    program.says("accepted")?;
    curl(&world, Case::Private, 0)?;
    program.end()
}

/// A client that took one approved list, with the key of one root on it.
fn state(sequence: u64, root: &Root) -> Result<ListState, Failed> {
    let entry = DistrustEntry {
        matches: Match::Key(SpkiSha256::of(&root.spki_der())),
        limits: Limits::default(),
        threshold: Threshold::Quick,
        source: EntrySource::Owner,
    };
    let octets = publisher::approved(sequence, &[entry]);
    let taken = publisher::take(&publisher::fresh(), &octets, HIGH);
    taken.map_err(|why| format!("the list is refused: {why:?}").into())
}

/// As `list update` does: the file is replaced as a whole.
fn publish(world: &World, state: &ListState) -> Result<(), Failed> {
    let new = format!("{PUBLISHED}.new");
    world.sealed.write(&new, &state.encode())?;
    world.succeeds("mv", &[&new, PUBLISHED])?;
    Ok(())
}

fn curl(world: &World, case: Case, code: i32) -> Result<(), Failed> {
    let asked = world.curl(case, &PRELOADED, &[])?;
    expect(
        asked.status.code() == Some(code),
        format!("{case:?}: {}", text(&asked)),
    )
}

/// A program of a person that connects each time it is asked to, and goes on.
struct Program {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Program {
    fn start(world: &World, desk: &Desk<'_>) -> Result<Self, Failed> {
        let mut child = desk
            .command(Who::Person, &PRELOADED, "python3")
            .args([
                "-c",
                CONNECTS,
                Case::Private.name(),
                &world.port().to_string(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let ask = child.stdin.take().ok_or("no stdin")?;
        let answers = BufReader::new(child.stdout.take().ok_or("no stdout")?);
        Ok(Self {
            child,
            ask,
            answers,
        })
    }

    fn says(&mut self, wanted: &str) -> Result<(), Failed> {
        writeln!(self.ask, "again")?;
        self.ask.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        expect(
            answer.trim() == wanted,
            format!("the program says {answer:?}, not {wanted}"),
        )
    }

    fn end(mut self) -> Result<(), Failed> {
        drop(self.ask);
        expect(self.child.wait()?.success(), "the program failed")
    }
}

const CONNECTS: &str = r#"
import socket, ssl, sys
name, port = sys.argv[1], int(sys.argv[2])
for line in sys.stdin:
    try:
        with socket.create_connection(("127.0.0.1", port)) as plain:
            with ssl.create_default_context().wrap_socket(plain, server_hostname=name):
                print("accepted", flush=True)
    except ssl.SSLCertVerificationError:
        print("refused", flush=True)
"#;
