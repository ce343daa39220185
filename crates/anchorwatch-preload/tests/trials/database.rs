//! PostgreSQL's client, which requests TLS in its own protocol.

use std::process::Output;

use anchorwatch_lab::{
    client::{Desk, Who},
    site::Protocol,
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::{BUNDLE, Case, PRELOADED, WORDS, World, text};

/// What psql verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Chain and name.
    Full,
    /// Only the chain.
    Chain,
    /// Nothing: TLS with an unknown server.
    Nothing,
}

impl Mode {
    const fn word(self) -> &'static str {
        match self {
            Self::Full => "verify-full",
            Self::Chain => "verify-ca",
            Self::Nothing => "require",
        }
    }

    fn roots(self) -> String {
        match self {
            Self::Full | Self::Chain => format!("sslrootcert={BUNDLE}"),
            // If a file of roots exists, `require` verifies the chain.
            Self::Nothing => "sslrootcert=/nowhere".to_owned(),
        }
    }
}

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let desk = world.desk()?;
    let site = world.site(Protocol::Postgres)?;
    let port = site.address().port();
    let opens = |case, mode, variables: &[_]| {
        let before = site.asked_count();
        let output = psql(&desk, case, mode, port, variables)?;
        let said = text(&output);
        let is_open = said.contains(WORDS);
        expect(
            is_open || said.contains("certificate verify failed"),
            format!("{case:?}: neither the server's words nor a refusal: {said}"),
        )?;
        expect(
            is_open == (site.asked_count() > before),
            format!("{case:?}: it refuses and has said who it is"),
        )?;
        Ok::<bool, Failed>(is_open)
    };
    for mode in [Mode::Full, Mode::Chain] {
        for case in Case::ALL {
            let without = opens(case, mode, &[])?;
            let with = opens(case, mode, &PRELOADED)?;
            expect(
                without == (case != Case::Never),
                format!("{case:?}, {mode:?}, without"),
            )?;
            let is_trusted = !matches!(case, Case::Never | Case::Forged);
            expect(with == is_trusted, format!("{case:?}, {mode:?}, with it"))?;
        }
    }
    // A program that was told not to verify goes on.
    expect(
        opens(Case::Never, Mode::Nothing, &PRELOADED)?,
        "sslmode=require is not respected",
    )
}

fn psql(
    desk: &Desk<'_>,
    case: Case,
    mode: Mode,
    port: u16,
    variables: &[(&str, &str)],
) -> Result<Output, Failed> {
    let (host, mode, roots) = (case.name(), mode.word(), mode.roots());
    let where_to = format!("host={host} port={port} user=x dbname=x connect_timeout=20");
    let mut command = desk.command(Who::Person, variables, "psql");
    command.arg(format!("{where_to} sslmode={mode} {roots}"));
    Ok(command.args(["-c", "select 1"]).output()?)
}
