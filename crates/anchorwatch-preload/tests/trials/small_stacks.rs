//! Programs whose threads have small stacks: how much of them we use does not depend on what a
//! server sends or the owner writes.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Stdio},
};

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::world::{CONFIGURATION, Case, PRELOADED, World, compiled, text};

/// The most that may be used of the caller's stack, in bytes: OpenSSL's handshakes have 32 KiB in
/// programs with `SSL_MODE_ASYNC`, and use 20 of them.
const MOST_BYTES: usize = 4_096;

/// The folder for the authorities and for their servers' certificates.
const FOLDER: &str = "/srv/worst";

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let folder = tempfile::tempdir()?;
    let program = compiled("small_stack.c", &folder, &[])?;
    let mut command = world.sealed.command("sh");
    let made = command.args(["-c", WORST_CHAIN, "sh", FOLDER]).output()?;
    expect(made.status.success(), text(&made))?;
    let server = Server::start(&world)?;
    let trial = Trial {
        world: &world,
        program,
        port: server.port.clone(),
    };
    let before = world.succeeds("cat", &[CONFIGURATION])?;
    for library in ["openssl", "gnutls"] {
        trial.expect(library, Case::Private, "accepted")?;
        trial.expect(library, Case::Forged, "refused")?;
        for (what, written) in deep_files() {
            world.sealed.write(CONFIGURATION, written.as_bytes())?;
            trial
                .expect(library, Case::Private, "refused")
                .map_err(|failed| {
                    let failed = failed.message().unwrap_or_default().to_owned();
                    format!("{what}: {failed}")
                })?;
        }
        world.sealed.write(CONFIGURATION, before.as_bytes())?;
    }
    trial.expect_on_an_async_stack(Case::Private, "Verify return code: 0 (ok)")?;
    trial.expect_on_an_async_stack(Case::Forged, "certificate rejected")?;
    for (_, written) in deep_files() {
        world.sealed.write(CONFIGURATION, written.as_bytes())?;
        trial.expect_on_an_async_stack(Case::Private, "certificate rejected")?;
    }
    drop(server);
    Ok(())
}

/// Files with the deepest possible nesting.
fn deep_files() -> [(&'static str, String); 4] {
    let keys = |count: usize| vec!["a"; count].join(".");
    let dotted = format!("{{{} = ", keys(79));
    [
        (
            "lists",
            format!("a = {}{}", "[".repeat(30_000), "]".repeat(30_000)),
        ),
        (
            "tables",
            format!("a = {}1{}", "{a = ".repeat(79), "}".repeat(79)),
        ),
        ("a key of many parts", format!("[{}]\n", keys(79))),
        (
            "tables under keys of many parts",
            format!("a = {}1{}", dotted.repeat(78), "}".repeat(78)),
        ),
    ]
}

struct Trial<'a> {
    world: &'a World,
    program: PathBuf,
    port: String,
}

impl Trial<'_> {
    fn expect(&self, library: &str, case: Case, answer: &str) -> Result<(), Failed> {
        let program = self.program.display().to_string();
        let roots = format!("{FOLDER}/root.pem");
        let arguments = [library, &self.port, case.name(), &roots];
        for (variables, answer) in [(&[][..], "accepted"), (&PRELOADED[..], answer)] {
            let mut command = self.world.sealed.command_with(variables, &program);
            let output = command.args(arguments).output()?;
            let said = text(&output);
            let how = format!(
                "{library}, {case:?}, {variables:?}: {} {said}",
                output.status
            );
            let line = String::from_utf8_lossy(&output.stdout);
            let (told, used) = line.trim().split_once(' ').unwrap_or_default();
            expect(output.status.success() && told == answer, how.clone())?;
            let used: usize = used.parse()?;
            expect(used < MOST_BYTES, how)?;
        }
        Ok(())
    }

    /// On OpenSSL's own stack, which has no guard page.
    fn expect_on_an_async_stack(&self, case: Case, word: &str) -> Result<(), Failed> {
        let connect = format!("127.0.0.1:{}", self.port);
        let roots = format!("{FOLDER}/root.pem");
        let mut command = self.world.sealed.command_with(&PRELOADED, "openssl");
        command.args([
            "s_client",
            "-async",
            "-CAfile",
            &roots,
            "-verify_return_error",
        ]);
        command.args(["-servername", case.name(), "-connect", &connect]);
        let output = command.stdin(Stdio::null()).output()?;
        let said = text(&output);
        expect(
            output.status.code().is_some() && said.contains(word),
            format!("s_client -async, {case:?}: {} {said}", output.status),
        )
    }
}

/// A server with a long and heavy chain, until it is dropped.
struct Server {
    child: Child,
    port: String,
}

impl Server {
    fn start(world: &World) -> Result<Self, Failed> {
        let mut command = world.sealed.command("sh");
        command.args(["-c", SERVER, "sh", FOLDER]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = child.stdout.take().ok_or("no pipe")?;
        let mut port = String::new();
        BufReader::new(stdout).read_line(&mut port)?;
        Ok(Self {
            child,
            port: port.trim().to_owned(),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Closing its input ends the server.
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}

/// Five intermediates on P-384, each with many superfluous octets.
const WORST_CHAIN: &str = r#"
set -e
mkdir -p "$1" && cd "$1"
curve="-newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes"
octets=$(printf '%12000s' x)
openssl req -x509 $curve -days 30 -keyout root.key -out root.pem -subj "/CN=A heavy root"
above=root
for stem in one two three four five; do
    openssl req $curve -keyout "$stem.key" -out "$stem.csr" -subj "/CN=Heavy $stem"
    printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\nnsComment="%s"\n' \
        "$octets" > "$stem.ext"
    openssl x509 -req -in "$stem.csr" -CA "$above.pem" -CAkey "$above.key" -days 20 -sha384 \
        -extfile "$stem.ext" -out "$stem.pem"
    above=$stem
done
openssl req $curve -keyout leaf.key -out leaf.csr -subj "/CN=www.example.kz"
printf 'subjectAltName=DNS:www.example.kz,DNS:wiki.intranet\nnsComment="%s"\n' "$octets" > leaf.ext
openssl x509 -req -in leaf.csr -CA five.pem -CAkey five.key -days 10 -sha384 \
    -extfile leaf.ext -out leaf.pem
cat five.pem four.pem three.pem two.pem one.pem > chain.pem
"#;

/// Prints its port, and ends when its input does.
const SERVER: &str = r#"
cd "$1"
openssl s_server -accept 127.0.0.1:0 -cert leaf.pem -key leaf.key -cert_chain chain.pem \
    -www > server.log 2>&1 &
server=$!
until grep -q '^ACCEPT' server.log; do
    kill -0 "$server" || exit 1
    sleep 0.05
done
sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' server.log | head -n 1
cat > /dev/null
exec 2> /dev/null
kill "$server"
wait "$server"
"#;
