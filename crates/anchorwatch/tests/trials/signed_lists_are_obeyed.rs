//! From `list update` to refusal: in `verify`, in a program that runs with the preloaded library, in curl
//! after a block, and back again.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Stdio},
    time::Instant,
};

use anchorwatch_identity::SpkiSha256;
use anchorwatch_lab::{Root, clock, trial::expect};
use anchorwatch_list::{Header, Latest, ListHash, LoggedNote};
use anchorwatch_policy::{DistrustEntry, distrust::Match};
use libtest_mimic::Failed;

use self::publisher::{DAY, HIGH, at, list, local, note, set_text, three_of};
use crate::world::{PRIVATE_NAME, World, text};

#[path = "../../../anchorwatch-list/tests/it/publisher.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the tests of the list need more, and may panic"
)]
mod publisher;

const LIBRARY: &str = "/usr/local/lib/anchorwatch/libanchorwatch_preload.so";
const UPDATE: [&str; 6] = [
    "list",
    "update",
    "--publishers",
    "/srv/publishers",
    "--from",
    "/srv/mirror",
];

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let company = Root::company("Example Works")?;
    let chain = world.imposed.issue(&[PRIVATE_NAME])?;
    world
        .sealed
        .write("/root/chain.pem", chain.pem().as_bytes())?;
    world.install("imposed", &world.imposed)?;
    world.install("works", &company)?;
    let now = clock::now_unix_s();
    let set = set_text(1, now + 1_000 * DAY, 7, &three_of(&[1, 2, 3, 4, 5]));
    world.sealed.write("/srv/publishers", set.as_bytes())?;
    let verify = ["verify", "--host", PRIVATE_NAME, "/root/chain.pem"];
    world.expect_code(&verify, 0)?;
    let mut program = Program::start(&world)?;
    program.says("accepted")?;

    mirror(&world, 1, &world.imposed)?;
    let began = Instant::now();
    world.expect_code(&UPDATE, 0)?;
    let updated = began.elapsed();
    program.says("refused")?;
    let refused = began.elapsed();
    writeln!(
        std::io::stderr(),
        "list update: {updated:?}; refused by a running program: {refused:?}"
    )?;
    a_refusal_names_the_list(&world, &verify)?;

    // curl alone follows once the stores do.
    expect(
        world.curl(&world.site, PRIVATE_NAME)? == Some(0),
        "curl refuses without a block",
    )?;
    world.expect_code(&["block", "--apply"], 0)?;
    expect(
        world.curl(&world.site, PRIVATE_NAME)? == Some(60),
        "curl is not held by the block",
    )?;
    world.update(&["--fresh"])?;
    expect(
        world.curl(&world.site, PRIVATE_NAME)? == Some(60),
        "an update of the store brings the root back",
    )?;
    world.expect_code(&["undo", "--apply"], 0)?;
    expect(
        world.curl(&world.site, PRIVATE_NAME)? == Some(0),
        "undo does not bring the root back",
    )?;
    world.expect_code(&verify, 0)?;
    program.says("accepted")?;
    program.end()
}

fn a_refusal_names_the_list(world: &World, verify: &[&str]) -> Result<(), Failed> {
    let decision = world.json(verify, 10)?;
    let said = &decision["deciding"]["said_by"];
    expect(
        said["code"] == "said_by_approved_list" && said["facts"]["sequence"] == 1,
        format!("{decision}"),
    )?;
    let page = text(&world.expect_code(verify, 10)?);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = "the approved list number 1 of example.org/distrust, signed by at least 3 of 5 \
                    publishers";
    expect(page.contains(sentence), page)
}

/// A mirror's folder with an approved list that has one root's key.
fn mirror(world: &World, sequence: u64, root: &Root) -> Result<(), Failed> {
    let entry = DistrustEntry {
        matches: Match::Key(SpkiSha256::of(&root.spki_der())),
        ..local("")
    };
    let now = clock::now_unix_s();
    let header = Header {
        epoch: 1,
        sequence,
        issued: at(now - 3_600),
        expires: at(now + 20 * DAY),
        base: None,
    };
    let octets = list(header, &[entry]);
    let note = note(&octets, HIGH);
    let latest = Latest {
        epoch: 1,
        approved: LoggedNote {
            note: &note,
            proof: &[],
        },
        quick: None,
    };
    let name = format!("/srv/mirror/list/{}", ListHash::of(&octets));
    world.sealed.write(&name, &octets)?;
    Ok(world.sealed.write("/srv/mirror/latest", &latest.encode())?)
}

/// A program with the preloaded library that connects each time it is asked to.
struct Program {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Program {
    fn start(world: &World) -> Result<Self, Failed> {
        let built = std::env::current_exe()?.with_file_name("libanchorwatch_preload.so");
        let library = fs::read(built);
        let library = library.map_err(|error| {
            format!("no preloaded library, which `cargo test --workspace` builds: {error}")
        })?;
        world.sealed.write(LIBRARY, &library)?;
        let port = world.site.address().port().to_string();
        let mut child = world
            .sealed
            .command_with(&[("LD_PRELOAD", LIBRARY)], "python3")
            .args(["-c", CONNECTS, PRIVATE_NAME, &port])
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
