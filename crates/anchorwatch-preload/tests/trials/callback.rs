//! A client in C that gives OpenSSL our callback; nothing is preloaded.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::world::{BUNDLE, Case, World, built, compiled, text};

/// The root that nobody added, as the program's own file.
const NEVER: &str = "/srv/never.pem";

struct Client<'a> {
    world: &'a World,
    program: PathBuf,
}

impl Client<'_> {
    /// Checks what the client prints. It gets the way to name the server, and its roots.
    fn expect(
        &self,
        how: &str,
        name: &str,
        roots: &str,
        more: &[&str],
        answer: &str,
    ) -> Result<(), Failed> {
        let program = self.program.display().to_string();
        let mut command = self.world.sealed.command(&program);
        let port = self.world.port().to_string();
        let arguments = [&port, how, name, roots, BUNDLE];
        let output = command.args(arguments).args(more).output()?;
        let said = text(&output);
        let usage = more.first().copied().unwrap_or_default();
        expect(
            output.status.success() && said.trim() == answer,
            format!("{how} {name} {usage}, not `{answer}`: {said}"),
        )
    }

    /// Does the same with a DNSSEC record for the key of a root.
    fn expect_by_dnssec(
        &self,
        case: Case,
        usage: &str,
        root: &Root,
        answer: &str,
    ) -> Result<(), Failed> {
        let octets = root.spki_der();
        let key: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
        self.expect("sni", case.name(), BUNDLE, &[usage, &key], answer)
    }
}

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    world.sealed.write(NEVER, world.never().pem().as_bytes())?;
    let folder = tempfile::tempdir()?;
    let program = client(&world, &folder)?;
    let client = Client {
        world: &world,
        program,
    };
    for how in ["sni", "host"] {
        for (case, answer) in [
            (Case::Forged, "refused 28"),
            (Case::Private, "accepted 0"),
            (Case::Honest, "accepted 0"),
            (Case::Consented, "accepted 0"),
            // OpenSSL's own refusal is unchanged.
            (Case::Never, "refused 20"),
        ] {
            client.expect(how, case.name(), BUNDLE, &[], answer)?;
        }
    }
    // To a client that requests no name the site shows a certificate of the root nobody added.
    for (how, name, answer) in [
        ("ip", "127.0.0.1", "accepted 0"),
        ("none", "127.0.0.1", "refused 28"),
        ("sni", Case::Never.name(), "refused 28"),
    ] {
        client.expect(how, name, NEVER, &[], answer)?;
    }
    the_program_s_choice(&client)?;
    dnssec_records(&client)
}

/// A callback that accepts everything; the error stays recorded. For a chain without a trusted
/// root it is OpenSSL's, and the last one is that the leaf's signature cannot be verified.
fn the_program_s_choice(client: &Client<'_>) -> Result<(), Failed> {
    let forged = Case::Forged.name();
    client.expect("accept-all", forged, BUNDLE, &[], "accepted 28")?;
    let never = Case::Never.name();
    client.expect("accept-all", never, BUNDLE, &[], "accepted 21")?;
    let honest = Case::Honest.name();
    client.expect("no-verifier", honest, BUNDLE, &[], "refused 28")
}

/// A DNSSEC record for a key can replace a root, but adding to a root is not enough.
fn dnssec_records(client: &Client<'_>) -> Result<(), Failed> {
    const INSTEAD: &str = "2";
    const BESIDE: &str = "0";
    let (imposed, never) = (&client.world.imposed, client.world.never());
    client.expect_by_dnssec(Case::Never, INSTEAD, never, "accepted 0")?;
    client.expect_by_dnssec(Case::Never, INSTEAD, imposed, "refused 65")?;
    client.expect_by_dnssec(Case::Forged, INSTEAD, imposed, "accepted 0")?;
    client.expect_by_dnssec(Case::Forged, BESIDE, imposed, "refused 28")?;
    client.expect_by_dnssec(Case::Private, BESIDE, imposed, "accepted 0")
}

/// Compiled with the address sanitizer, where that works: every invalid read or free, and every
/// leaked byte, ends the program.
fn client(world: &World, folder: &TempDir) -> Result<PathBuf, Failed> {
    let library = built("libanchorwatch_verify_ffi.so")?;
    let beside = library.parent().unwrap_or_else(|| Path::new("/"));
    let beside = format!("-Wl,-rpath,{}", beside.display());
    let library = library.display().to_string();
    let libraries = [&library, &beside, "-l:libssl.so.3", "-l:libcrypto.so.3"];
    let sanitizer: &[&str] = if has_sanitizer(world, folder)? {
        &["-fsanitize=address"]
    } else {
        &[]
    };
    compiled("client.c", folder, &[&libraries[..], sanitizer].concat())
}

/// Returns whether the compiler has the sanitizer and its programs may inspect themselves, which
/// some containers forbid.
fn has_sanitizer(world: &World, folder: &TempDir) -> Result<bool, Failed> {
    let source = folder.path().join("empty.c");
    fs::write(&source, "int main(void) { return 0; }\n")?;
    let program = folder.path().join("empty");
    let mut cc = Command::new("cc");
    cc.args(["-fsanitize=address", "-o"])
        .args([&program, &source]);
    if !cc.output()?.status.success() {
        return Ok(false);
    }
    let ran = world
        .sealed
        .command(&program.display().to_string())
        .output()?;
    Ok(ran.status.success())
}
