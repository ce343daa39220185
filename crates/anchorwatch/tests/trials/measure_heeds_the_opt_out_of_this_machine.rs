//! `measure` sends nothing to whoever is in `/etc/anchorwatch/opt-out`, though no option names it.

use std::{path::PathBuf, process::Command};

use anchorwatch_lab::{Root, Sealed, Site, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");
const OPT_OUT: &str = "/etc/anchorwatch/opt-out";
const NAME: &str = "www.example.kz";

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let field = Field {
        sealed: Sealed::new()?,
        site: Site::start(public.issue(&[NAME])?)?,
        folder: tempfile::tempdir()?,
    };
    std::fs::write(field.path("public.pem"), public.pem())?;
    std::fs::write(field.path("targets"), field.site.address().to_string())?;
    std::fs::write(field.path("names"), NAME)?;

    let seen = field.measure(0, "before")?;
    expect(
        seen["opted_out"] == 0 && seen["measured"] == 1,
        seen.to_string(),
    )?;
    let before = field.site.accepted_count();
    field
        .sealed
        .write(OPT_OUT, b"127.0.0.0/8 # on their wish\n")?;
    let seen = field.measure(11, "after")?;
    expect(
        seen["opted_out"] == 1 && seen["measured"] == 0,
        seen.to_string(),
    )?;
    // What was measured before stays.
    let seen = field.measure(0, "before")?;
    expect(seen["measured"] == 1, seen.to_string())?;
    // A line that cannot be read protects everyone.
    field.sealed.write(OPT_OUT, b"127.0.0.0/99\n")?;
    let output = field.command("damaged").output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(
        output.status.code() == Some(1) && said.contains(OPT_OUT),
        said,
    )?;
    // A link that leads nowhere is not a list without entries.
    let mut link = field.sealed.command("ln");
    expect(
        link.args(["-sfn", "/nowhere", OPT_OUT]).status()?.success(),
        "no link",
    )?;
    let output = field.command("dangling").output()?;
    expect(output.status.code() == Some(1), "it was not refused")?;
    expect(
        field.site.accepted_count() == before,
        "somebody who opted out was asked",
    )
}

struct Field {
    sealed: Sealed,
    site: Site,
    folder: TempDir,
}

impl Field {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, out: &str) -> Command {
        let mut command = self.sealed.command(PROGRAM);
        command.args([
            "measure",
            "--format",
            "json",
            "--pause",
            "0",
            "--timeout",
            "300",
        ]);
        for (option, name) in [
            ("--targets", "targets"),
            ("--names", "names"),
            ("--public", "public.pem"),
            ("--local", "public.pem"),
            ("--out", out),
        ] {
            command.arg(option).arg(self.path(name));
        }
        command
    }

    fn measure(&self, code: i32, out: &str) -> Result<Value, Failed> {
        let output = self.command(out).output()?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        expect(output.status.code() == Some(code), stderr.clone())?;
        Ok(serde_json::from_slice(&output.stdout).map_err(|_| stderr)?)
    }
}
