//! Choices of a program or of the machine's owner: to verify nothing, to be a server, to get
//! messages or not; and a program with more rights than its caller.

use anchorwatch_lab::{client::Who, trial::expect};
use libtest_mimic::Failed;

use crate::world::{CONFIGURATION, Case, LIBRARY, PRELOADED, World, compiled, text};

const VERBOSE: [(&str, &str); 2] = [("LD_PRELOAD", LIBRARY), ("ANCHORWATCH_VERBOSE", "1")];

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    a_refusal_is_reported_on_request(&world)?;
    a_program_that_verifies_nothing_goes_on(&world)?;
    a_program_s_own_roots_vouch_for_private_names(&world)?;
    an_address_without_a_name_counts_as_public(&world)?;
    only_client_connections_are_checked(&world)?;
    a_program_that_the_owner_leaves_alone_is_left_alone(&world)?;
    a_program_with_more_rights_ignores_the_variable(&world)
}

fn a_refusal_is_reported_on_request(world: &World) -> Result<(), Failed> {
    let quiet = world.curl(Case::Forged, &PRELOADED, &[])?;
    let said = text(&quiet);
    expect(
        quiet.status.code() == Some(60)
            && said.contains("certificate rejected")
            && !said.contains("anchorwatch"),
        format!("without being asked: {said}"),
    )?;
    let told = world.curl(Case::Forged, &VERBOSE, &[])?;
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    let sentence = "anchorwatch: refused for www.example.kz: only a root that is not in the \
                    public set vouches for it, and the name is public; signed by C=KZ,O=ISCA,";
    expect(said.contains(sentence), format!("not told: {said}"))?;
    expect(told.stdout.is_empty(), "something is said on stdout")?;
    let good = world.curl(Case::Honest, &VERBOSE, &[])?;
    expect(
        good.status.success() && good.stderr.is_empty(),
        format!("a good page: {}", text(&good)),
    )
}

fn a_program_that_verifies_nothing_goes_on(world: &World) -> Result<(), Failed> {
    for case in [Case::Forged, Case::Never] {
        let insecure = world.curl(case, &PRELOADED, &["--insecure"])?;
        expect(
            insecure.status.success(),
            format!("{case:?}: {}", text(&insecure)),
        )?;
    }
    Ok(())
}

/// A file of its own instead of the system's store.
fn a_program_s_own_roots_vouch_for_private_names(world: &World) -> Result<(), Failed> {
    let own = "/srv/own.pem";
    world.sealed.write(own, world.imposed.pem().as_bytes())?;
    let files = ["--cacert", own, "--capath", "/nowhere"];
    for (case, code) in [(Case::Private, 0), (Case::Forged, 60), (Case::Honest, 60)] {
        let asked = world.curl(case, &PRELOADED, &files)?;
        expect(
            asked.status.code() == Some(code),
            format!("{case:?}: {}", text(&asked)),
        )?;
    }
    Ok(())
}

/// curl gives OpenSSL no address; the site then shows a certificate of the root nobody added.
fn an_address_without_a_name_counts_as_public(world: &World) -> Result<(), Failed> {
    let never = "/srv/never.pem";
    world.sealed.write(never, world.never().pem().as_bytes())?;
    let url = format!("https://127.0.0.1:{}/", world.port());
    let asked = |variables: &[_]| {
        let mut command = world.sealed.command_with(variables, "curl");
        command
            .args(["-sS", "--max-time", "20", "--cacert", never, &url])
            .output()
    };
    let (without, with) = (asked(&[])?, asked(&PRELOADED)?);
    expect(
        without.status.success(),
        format!("without: {}", text(&without)),
    )?;
    expect(
        with.status.code() == Some(60),
        format!("with it: {}", text(&with)),
    )
}

/// A verified file, a signed text, and servers that request certificates from their clients.
fn only_client_connections_are_checked(world: &World) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let server = compiled("gnutls_server.c", &folder, &["-l:libgnutls.so.30"])?;
    let made = world
        .sealed
        .command("sh")
        .args(["-c", SIGNED_AND_SERVED, "sh", LIBRARY])
        .arg(&server)
        .output()?;
    let said = text(&made);
    for word in [
        "leaf.pem: OK",
        "CMS Verification successful",
        "Verify return code: 0 (ok)",
        "GnuTLS: accepted",
    ] {
        expect(said.contains(word), format!("`{word}` is not said: {said}"))?;
    }
    expect(made.status.success(), said)
}

/// By the path of the program's file; a copy has another path.
fn a_program_that_the_owner_leaves_alone_is_left_alone(world: &World) -> Result<(), Failed> {
    let before = world.succeeds("cat", &[CONFIGURATION])?;
    let curl = world.file_of("curl")?;
    let setting = format!("{before}left-alone = [\"{curl}\"]\n");
    world.sealed.write(CONFIGURATION, setting.as_bytes())?;
    let left_alone = world.curl(Case::Forged, &PRELOADED, &[])?;
    let said = text(&left_alone);
    expect(left_alone.status.success(), format!("left alone: {said}"))?;
    world.copied("curl", "another", "755")?;
    let url = format!("https://{}:{}/", Case::Forged.name(), world.port());
    let mut another = world.sealed.command_with(&PRELOADED, "another");
    let another = another.args(["-sS", "--max-time", "20", &url]).output()?;
    expect(
        another.status.code() == Some(60),
        format!("a copy: {}", text(&another)),
    )?;
    Ok(world.sealed.write(CONFIGURATION, before.as_bytes())?)
}

/// With the library in the linker's own list, which also applies to a program with the
/// set-user-ID bit: it protects, and it prints none of the messages its caller asked for.
fn a_program_with_more_rights_ignores_the_variable(world: &World) -> Result<(), Failed> {
    world
        .sealed
        .write("/etc/ld.so.preload", LIBRARY.as_bytes())?;
    world.copied("curl", "risen", "4755")?;
    let desk = world.desk()?;
    let asked = |program: &str, case: Case| {
        let url = format!("https://{}:{}/", case.name(), world.port());
        let verbose = [("ANCHORWATCH_VERBOSE", "1")];
        let mut command = desk.command(Who::Person, &verbose, program);
        command.args(["-sS", "--max-time", "20", &url]).output()
    };
    let (plain, risen) = (asked("curl", Case::Forged)?, asked("risen", Case::Forged)?);
    let (plain_said, risen_said) = (text(&plain), text(&risen));
    expect(
        plain.status.code() == Some(60) && plain_said.contains("anchorwatch: refused"),
        format!("of the person's own rights: {plain_said}"),
    )?;
    expect(
        risen.status.code() == Some(60),
        format!("risen: {risen_said}"),
    )?;
    expect(
        !risen_said.contains("anchorwatch"),
        format!("it heeds its caller's variable: {risen_said}"),
    )?;
    expect(
        asked("risen", Case::Honest)?.status.success(),
        "a good page",
    )
}

/// A throw-away authority made by OpenSSL, outside of any store.
const SIGNED_AND_SERVED: &str = r#"
set -e
export LD_PRELOAD="$1"
mkdir -p /srv/own && cd /srv/own
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
    -keyout ca.key -out ca.pem -subj "/CN=Own authority"
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout leaf.key -out leaf.csr -subj "/CN=client.example.kz"
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 2 -out leaf.pem
openssl verify -CAfile ca.pem leaf.pem
echo text > text
openssl cms -sign -in text -signer leaf.pem -inkey leaf.key -out signed
openssl cms -verify -in signed -CAfile ca.pem -purpose any -out /dev/null

# Servers that are asked to verify their clients; the clients verify nothing.
waits_for() {
    tries=0
    while ! grep -q "$1" "$2"; do
        tries=$((tries + 1)); [ "$tries" -lt 1200 ] || exit 1
        kill -0 "$server"
        sleep 0.05
    done
}
openssl s_server -accept 127.0.0.1:0 -cert leaf.pem -key leaf.key -CAfile ca.pem -Verify 1 \
    -verify_return_error -naccept 1 -www > server.log 2>&1 &
server=$!
waits_for '^ACCEPT' server.log
where=$(sed -n 's/^ACCEPT \(.*\)$/\1/p' server.log | head -n 1)
printf 'GET / HTTP/1.0\r\n\r\n' | LD_PRELOAD= openssl s_client -quiet -ign_eof -cert leaf.pem \
    -key leaf.key -connect "127.0.0.1:${where##*:}" 2> client.log
wait "$server"

"$2" ca.pem leaf.pem leaf.key > gnutls.log &
server=$!
waits_for '^port' gnutls.log
port=$(sed -n 's/^port //p' gnutls.log)
LD_PRELOAD= gnutls-cli --insecure --x509certfile leaf.pem --x509keyfile leaf.key \
    --port "$port" 127.0.0.1 < /dev/null > client.log 2>&1 || true
wait "$server"
sed 's/^/GnuTLS: /' gnutls.log
"#;
