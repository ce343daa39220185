//! A client in C that gives OpenSSL our callback, and nothing is preloaded.

use std::{fs, path::Path, process::Command};

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::world::{BUNDLE, Case, World, built, compiled, text};

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let folder = tempfile::tempdir()?;
    let library = built("libanchorwatch_verify_ffi.so")?;
    let beside = format!("-Wl,-rpath,{}", folder_of(&library));
    let library = library.display().to_string();
    let libraries = [&library, &beside, "-l:libssl.so.3", "-l:libcrypto.so.3"];
    // Every byte that is read or freed wrongly or never freed ends the program then.
    let sanitizer: &[&str] = if has_sanitizer(&world, &folder)? {
        &["-fsanitize=address"]
    } else {
        &[]
    };
    let program = compiled("client.c", &folder, &[&libraries[..], sanitizer].concat())?;
    let asked = |how: &str, name: &str, roots: &str| {
        let mut command = world.sealed.command(&program.display().to_string());
        let port = world.port().to_string();
        let output = command.args([&port, how, name, roots, BUNDLE]).output()?;
        let said = text(&output);
        expect(output.status.success(), said.clone())?;
        Ok::<String, Failed>(said.trim().to_owned())
    };
    for how in ["sni", "host"] {
        for (case, answer) in [
            (Case::Forged, "refused 28"),
            (Case::Private, "accepted 0"),
            (Case::Honest, "accepted 0"),
            (Case::Consented, "accepted 0"),
            // OpenSSL's own refusal stays what it is.
            (Case::Never, "refused 20"),
        ] {
            let said = asked(how, case.name(), BUNDLE)?;
            expect(said == answer, format!("{how}, {case:?}: {said}"))?;
        }
    }
    // The site shows a client that asks for no name the certificate of nobody's root.
    let never = "/srv/never.pem";
    world.sealed.write(never, world.never().pem().as_bytes())?;
    for (how, name, answer) in [
        ("ip", "127.0.0.1", "accepted 0"),
        ("none", "127.0.0.1", "refused 28"),
        ("sni", Case::Never.name(), "refused 28"),
    ] {
        let said = asked(how, name, never)?;
        expect(said == answer, format!("{how}, {name}: {said}"))?;
    }
    // A callback that accepts everything is the program's choice; what was wrong stays said.
    let said = asked("accept-all", Case::Forged.name(), BUNDLE)?;
    expect(said == "accepted 28", format!("accept-all: {said}"))?;
    // So is a chain that no root vouches for: OpenSSL's last error of that kind stays said.
    let said = asked("accept-all", Case::Never.name(), BUNDLE)?;
    expect(said == "accepted 21", format!("accept-all, Never: {said}"))?;
    let said = asked("no-verifier", Case::Honest.name(), BUNDLE)?;
    expect(said == "refused 28", format!("no verifier: {said}"))
}

fn folder_of(file: &Path) -> String {
    let folder = file.parent().unwrap_or(file);
    folder.display().to_string()
}

/// Whether the compiler has it, and a program with it may look at itself: some containers
/// forbid that.
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
