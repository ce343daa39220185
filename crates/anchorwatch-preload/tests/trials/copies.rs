//! Processes with several copies of OpenSSL: a connection is checked whichever copy it belongs
//! to.

use std::fs;

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::world::{BUNDLE, Case, PRELOADED, World, compiled, text};

/// Copies of the machine's libraries, one of them under other sonames, as in Python wheels.
const FIRST: [&str; 2] = ["/opt/first/libcrypto.so.3", "/opt/first/libssl.so.3"];
const SECOND: [&str; 2] = ["/opt/second/libcrypto.so.3", "/opt/second/libssl.so.3"];
const RENAMED: [&str; 2] = ["/opt/renamed/libcrypta.so.3", "/opt/renamed/libssa.so.3"];
const SYSTEM: &str = "libssl.so.3";

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let folder = tempfile::tempdir()?;
    let program = compiled("copies.c", &folder, &[])?.display().to_string();
    copy(&world)?;
    let [crypto, ssl] = FIRST;
    let [other_crypto, other_ssl] = SECOND;
    let [renamed_crypto, renamed_ssl] = RENAMED;
    let loaded: [&[&str]; 8] = [
        &[SYSTEM],
        &[SYSTEM, ssl],
        &[SYSTEM, crypto, ssl],
        &[crypto, ssl],
        &[crypto, ssl, SYSTEM],
        &[crypto, ssl, other_crypto, other_ssl],
        &[SYSTEM, renamed_crypto, renamed_ssl],
        &[renamed_crypto, renamed_ssl, SYSTEM],
    ];
    let asked = |libraries: &[&str], how: [&str; 2], case: Case, variables: &[(&str, &str)]| {
        let port = world.port().to_string();
        let mut command = world.sealed.command_with(variables, &program);
        command.args(how).args([&port, case.name(), BUNDLE]);
        let output = command.args(libraries).output()?;
        let said = text(&output).trim().to_owned();
        expect(
            output.status.success(),
            format!("{libraries:?} {how:?} {case:?}: {said}"),
        )?;
        Ok::<String, Failed>(said)
    };
    for libraries in loaded {
        for seen in ["llll", "gggg", "gll", "lgg", "ggll"] {
            let Some(seen) = seen.get(..libraries.len()) else {
                continue;
            };
            for callback in ["none", "own"] {
                for (case, variables, answer) in [
                    (Case::Forged, &[][..], "accepted 0"),
                    (Case::Forged, &PRELOADED, "refused 28"),
                    (Case::Private, &PRELOADED, "accepted 0"),
                ] {
                    let said = asked(libraries, [seen, callback], case, variables)?;
                    let how = format!("{libraries:?}, {seen}, {callback}, {case:?}: {said}");
                    expect(said == answer, how)?;
                }
            }
        }
    }
    // If it is unknown which copy it is, the connection is refused with a message.
    let said = asked(&[SYSTEM], ["l", "blind"], Case::Private, &PRELOADED)?;
    expect(said == "accepted 0", format!("blind, and one copy: {said}"))?;
    let several = [SYSTEM, renamed_crypto, renamed_ssl];
    let said = asked(&several, ["lll", "blind"], Case::Private, &PRELOADED)?;
    expect(
        said.starts_with("refused 28") && said.contains("several copies of OpenSSL"),
        format!("blind, and two copies: {said}"),
    )
}

fn copy(world: &World) -> Result<(), Failed> {
    for (library, [first, second, renamed]) in [
        ("libcrypto.so.3", [FIRST[0], SECOND[0], RENAMED[0]]),
        ("libssl.so.3", [FIRST[1], SECOND[1], RENAMED[1]]),
    ] {
        let script = r#"ldconfig -p | sed -n "s|^\s*$1 .* => ||p" | head -n 1"#;
        let path = world.succeeds("sh", &["-c", script, "sh", library])?;
        let content = fs::read(path.trim())?;
        world.sealed.write(first, &content)?;
        world.sealed.write(second, &content)?;
        let content = with_another(&content, b"libcrypto.so.3\0", b"libcrypta.so.3\0");
        let content = with_another(&content, b"libssl.so.3\0", b"libssa.so.3\0");
        world.sealed.write(renamed, &content)?;
    }
    Ok(())
}

/// Replaces a name in the bytes by another one of the same length.
fn with_another(content: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut changed = content.to_vec();
    let mut place = 0;
    while let Some(rest) = changed.get_mut(place..) {
        if rest.len() < from.len() {
            break;
        }
        if rest.starts_with(from) {
            for (byte, new) in rest.iter_mut().zip(to) {
                *byte = *new;
            }
        }
        place += 1;
    }
    changed
}
