//! A sealed machine with a person on it, roots that someone added to it, and the library.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_lab::{
    Root, Sealed, Site,
    client::{self, Answer, CLIENTS, Client, Desk, Page},
    clock,
    site::Protocol,
    trial::expect,
};
use libtest_mimic::Failed;
use tempfile::TempDir;

/// What is requested, and the root of its certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A public name under a root that someone added and that is on no list.
    Forged,
    /// A private name under the same root.
    Private,
    /// A public name under a public root.
    Honest,
    /// A public name for which the owner consents to a company's root.
    Consented,
    /// A public name under a root that nobody added.
    Never,
}

impl Case {
    pub(crate) const ALL: [Self; 5] = [
        Self::Forged,
        Self::Private,
        Self::Honest,
        Self::Consented,
        Self::Never,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Forged => "www.example.kz",
            Self::Private => "wiki.intranet",
            Self::Honest => "www.example.org",
            Self::Consented => "www.works.example",
            Self::Never => "never.example.kz",
        }
    }
}

pub(crate) struct World {
    pub(crate) sealed: Sealed,
    pub(crate) imposed: Root,
    roots: [(Case, Root); 5],
    site: Site,
}

/// The path of the library, readable by everyone.
pub(crate) const LIBRARY: &str = "/usr/local/lib/anchorwatch/libanchorwatch_preload.so";
pub(crate) const PRELOADED: [(&str, &str); 1] = [("LD_PRELOAD", LIBRARY)];
pub(crate) const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
pub(crate) const CONFIGURATION: &str = "/etc/anchorwatch/config.toml";
const PUBLIC_ROOTS: &str = "/etc/anchorwatch/public-roots.pem";
pub(crate) const WORDS: &str = "the page of the preloaded";

impl World {
    /// Counts a root of the lab as public, by a setting of the owner: nobody has the private key
    /// of a real public root.
    pub(crate) fn new() -> Result<Self, Failed> {
        // The next one of a known family: its name is known, its key is not.
        let imposed = Root::isca_like()?.rekeyed()?;
        let public = Root::company("A public root of the lab")?;
        let works = Root::company("Example Works Inspection")?;
        let roots = [
            (Case::Forged, imposed.clone()),
            (Case::Private, imposed.clone()),
            (Case::Honest, public.clone()),
            (Case::Consented, works.clone()),
            (Case::Never, Root::company("Nobody's root")?),
        ];
        let site = site(&roots, Protocol::Https)?;
        let sealed = Sealed::new()?;
        for (stem, root) in [
            ("imposed", &imposed),
            ("public", &public),
            ("works", &works),
        ] {
            let path = format!("/usr/local/share/ca-certificates/{stem}.crt");
            sealed.write(path, root.pem().as_bytes())?;
        }
        let world = Self {
            sealed,
            imposed,
            roots,
            site,
        };
        world.succeeds("update-ca-certificates", &[])?;
        world.sealed.write(PUBLIC_ROOTS, public.pem().as_bytes())?;
        let setting = format!("[programs]\npublic-roots = \"{PUBLIC_ROOTS}\"\n");
        world.sealed.write(CONFIGURATION, setting.as_bytes())?;
        world
            .sealed
            .write("/etc/anchorwatch/consent.toml", consent(&works)?.as_bytes())?;
        world
            .sealed
            .write(LIBRARY, &fs::read(built("libanchorwatch_preload.so")?)?)?;
        world.name_the_pages()?;
        Ok(world)
    }

    /// Serves the same pages in another protocol.
    pub(crate) fn site(&self, protocol: Protocol) -> Result<Site, Failed> {
        site(&self.roots, protocol)
    }

    /// Returns the root that nobody added.
    pub(crate) fn never(&self) -> &Root {
        let [.., (_, never)] = &self.roots;
        never
    }

    pub(crate) fn port(&self) -> u16 {
        self.site.address().port()
    }

    pub(crate) fn desk(&self) -> Result<Desk<'_>, Failed> {
        Ok(client::desk(&self.sealed)?)
    }

    /// Returns a client's answers for some cases, and on how many connections it sent something
    /// inside TLS.
    pub(crate) fn asked(
        &self,
        client: &Client,
        desk: &Desk<'_>,
        variables: &[(&str, &str)],
        cases: &[Case],
    ) -> Result<(Vec<Answer>, usize), Failed> {
        let page = |case: &Case| Page {
            name: case.name().to_owned(),
            port: self.port(),
            words: WORDS.to_owned(),
        };
        let pages: Vec<Page> = cases.iter().map(page).collect();
        let pages: Vec<&Page> = pages.iter().collect();
        let before = self.site.asked_count();
        let answers = client.ask(desk, &pages, variables)?;
        Ok((answers, self.site.asked_count() - before))
    }

    /// Runs curl as root on a case's page, with additional variables and arguments.
    pub(crate) fn curl(
        &self,
        case: Case,
        variables: &[(&str, &str)],
        more: &[&str],
    ) -> Result<Output, Failed> {
        let url = format!("https://{}:{}/", case.name(), self.port());
        let mut command = self.sealed.command_with(variables, "curl");
        command.args(["-sS", "--max-time", "20"]).args(more);
        Ok(command.arg(url).output()?)
    }

    pub(crate) fn succeeds(&self, program: &str, arguments: &[&str]) -> Result<String, Failed> {
        let output = self.sealed.command(program).args(arguments).output()?;
        let said = text(&output);
        expect(output.status.success(), format!("{program}: {said}"))?;
        Ok(said)
    }

    /// Copies a program to another name, with a mode in octal digits.
    pub(crate) fn copied(&self, program: &str, copy: &str, mode: &str) -> Result<(), Failed> {
        let copy = format!("/usr/local/bin/{copy}");
        self.succeeds("cp", &[&self.file_of(program)?, &copy])?;
        self.succeeds("chmod", &[mode, &copy])?;
        Ok(())
    }

    /// Returns the file of a program, links followed.
    pub(crate) fn file_of(&self, program: &str) -> Result<String, Failed> {
        let script = r#"readlink -f "$(command -v "$1")""#;
        let said = self.succeeds("sh", &["-c", script, "sh", program])?;
        Ok(said.trim().to_owned())
    }

    fn name_the_pages(&self) -> Result<(), Failed> {
        let mut hosts = self.succeeds("cat", &["/etc/hosts"])?;
        for case in Case::ALL {
            write!(hosts, "\n127.0.0.1 {}\n", case.name())?;
        }
        self.sealed.write("/etc/hosts", hosts.as_bytes())?;
        let order = b"passwd: files\ngroup: files\nhosts: files\n";
        Ok(self.sealed.write("/etc/nsswitch.conf", order)?)
    }
}

/// Returns the client with this id.
pub(crate) fn client(id: &str) -> Result<&'static Client, Failed> {
    let found = CLIENTS.iter().find(|client| client.id == id);
    found.ok_or_else(|| format!("the lab has no client {id}").into())
}

/// Compiles a C program of these trials, with every warning as an error.
pub(crate) fn compiled(
    source: &str,
    folder: &TempDir,
    libraries: &[&str],
) -> Result<PathBuf, Failed> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = folder.path().join(source.trim_end_matches(".c"));
    let output = Command::new("cc")
        .args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-g", "-I"])
        .arg(here.join("../anchorwatch-verify-ffi/include"))
        .arg(here.join("tests/trials").join(source))
        .args(libraries)
        .arg("-o")
        .arg(&program)
        .output()?;
    expect(output.status.success(), format!("cc: {}", text(&output)))?;
    Ok(program)
}

/// Returns a file that cargo builds for the tests.
pub(crate) fn built(name: &str) -> Result<PathBuf, Failed> {
    let program = std::env::current_exe()?;
    let path = program.with_file_name(name);
    expect(path.is_file(), format!("{} is not built", path.display()))?;
    Ok(path)
}

pub(crate) fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}

fn site(roots: &[(Case, Root)], protocol: Protocol) -> Result<Site, Failed> {
    let (_, never) = roots.last().ok_or("no root")?;
    // A client that requests an address names nobody, and gets this.
    let builder = Site::builder(never.issue(&["127.0.0.1"])?);
    let builder = builder.titled(WORDS).in_protocol(protocol);
    let mut builder = builder.for_at_most(LIFETIME);
    for (case, root) in roots {
        builder = builder.for_name(case.name(), root.issue(&[case.name()])?);
    }
    Ok(builder.start()?)
}

/// Enough for many programs on a slow machine.
const LIFETIME: Duration = Duration::from_secs(1_800);

fn consent(root: &Root) -> Result<String, Failed> {
    let day = |days: i64| UnixSeconds::new(clock::now_unix_s() + days * 24 * 60 * 60);
    let key = SpkiSha256::of(&root.spki_der());
    let mut text = String::from("count = 1\n\n[[consent]]\n");
    writeln!(text, "key = \"{key}\"\nfor = [\"works.example\"]")?;
    writeln!(
        text,
        "not-before = \"{}\"\nuntil = \"{}\"",
        day(-1),
        day(30)
    )?;
    writeln!(text, "by = \"M. Owner\"\nwhy = \"a trial\"")?;
    Ok(text)
}

/// Returns the owner's list with one key on it.
pub(crate) fn refusing(root: &Root) -> String {
    let key = SpkiSha256::of(&root.spki_der());
    format!(
        "[[key]]\nspki-sha256 = \"{key}\"\nbecause = \"owner\"\nsince = \"2026-11-22T10:15:00Z\"\n"
    )
}
