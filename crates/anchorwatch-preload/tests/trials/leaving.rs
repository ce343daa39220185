//! Programs whose own callback does not return: they go on as without the library.

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::world::{BUNDLE, Case, PRELOADED, World, compiled, text};

/// How often it leaves.
const TIMES: u32 = 17;

/// The size of one stack, in KiB: none may remain for a connection that was left. OpenSSL's
/// connections, which do remain, take a tenth of it.
const A_STACK_KIB: i64 = 1_024;

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let folder = tempfile::tempdir()?;
    let libraries = ["-l:libssl.so.3", "-l:libcrypto.so.3"];
    let program = compiled("leaving.c", &folder, &libraries)?;
    let program = program.display().to_string();
    let port = world.port().to_string();
    // Without the library OpenSSL has no complaint, and nothing leaves.
    let answers = [
        (Case::Private, "good", &[][..], TIMES, "accepted"),
        (Case::Private, "good", &PRELOADED[..], TIMES, "accepted"),
        (Case::Forged, "bad", &[][..], 0, "accepted"),
        (Case::Forged, "bad", &PRELOADED[..], TIMES, "refused"),
    ];
    for how in ["jump", "exit", "cancel"] {
        for (case, when, variables, left, answer) in answers {
            let mut command = world.sealed.command_with(variables, &program);
            let output = command
                .args([&port, case.name(), BUNDLE, how, when])
                .output()?;
            let said = text(&output);
            let what = format!("{how} {case:?} {variables:?}: {} {said}", output.status);
            let mut words = said.split_whitespace();
            let is_so = words.next() == Some(&left.to_string()) && words.next() == Some(answer);
            expect(output.status.success() && is_so, what.clone())?;
            let grown: i64 = words.next().unwrap_or_default().parse()?;
            expect(grown < i64::from(TIMES) * A_STACK_KIB / 2, what)?;
        }
    }
    Ok(())
}
