//! A client in C that has GnuTLS verify the server during the handshake, by the name it gave.

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::world::{BUNDLE, Case, PRELOADED, World, compiled, text};

/// `GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR`, with `GNUTLS_CERT_INVALID` alone.
const OURS: &str = "refused -348 2";
/// The same with `GNUTLS_CERT_SIGNER_NOT_FOUND`.
const THEIRS: &str = "refused -348 66";

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let folder = tempfile::tempdir()?;
    let program = compiled("gnutls_client.c", &folder, &["-l:libgnutls.so.30"])?;
    let asked = |asked: &str, checked: &str, roots: &str, variables: &[(&str, &str)]| {
        let program = program.display().to_string();
        let mut command = world.sealed.command_with(variables, &program);
        let port = world.port().to_string();
        let output = command.args([&port, asked, checked, roots]).output()?;
        let said = text(&output);
        expect(output.status.success(), said.clone())?;
        Ok::<String, Failed>(said.trim().to_owned())
    };
    let expect_of = |name: &str, checked: &str, roots: &str, without: &str, with: &str| {
        for (variables, answer) in [(&[][..], without), (&PRELOADED[..], with)] {
            let said = asked(name, checked, roots, variables)?;
            let how = format!("asked {name}, held against {checked}, {variables:?}: {said}");
            expect(said == answer, how)?;
        }
        Ok::<(), Failed>(())
    };
    for (case, without, with) in [
        (Case::Forged, "accepted", OURS),
        (Case::Private, "accepted", "accepted"),
        (Case::Honest, "accepted", "accepted"),
        (Case::Consented, "accepted", "accepted"),
        // GnuTLS's own refusal is unchanged.
        (Case::Never, THEIRS, THEIRS),
    ] {
        let name = case.name();
        expect_of(name, name, BUNDLE, without, with)?;
        expect_of(name, "-", BUNDLE, without, with)?;
    }
    // To a client that requests no name the site shows a certificate of the root nobody added.
    let never = "/srv/never.pem";
    world.sealed.write(never, world.never().pem().as_bytes())?;
    expect_of("-", "127.0.0.1", never, "accepted", "accepted")?;
    expect_of("-", "-", never, "accepted", OURS)
}
