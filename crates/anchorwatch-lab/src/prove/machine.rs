use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::twin::Roots;
use crate::client::{Desk, Kind, Product, Who, desk};
use crate::sealed::{Change, Difference, Snapshot};
use crate::{Error, Root, Sealed, programs};

/// The sealed machine, as its owner and an imposer change it.
pub(super) struct Machine<'a> {
    sealed: &'a Sealed,
    pub(super) desk: Desk<'a>,
    anchorwatch: PathBuf,
    databases: Vec<PathBuf>,
}

/// Where `undo` must restore every byte; Anchorwatch's journal stays until it is deleted. The
/// distribution's own hook rebuilds Java's keystore, with other dates inside; it is judged by
/// what Java trusts. A program changes the files of its own profile when it runs.
const BROUGHT_BACK: [&str; 4] = [
    "/etc",
    "/usr/local/lib",
    "/usr/local/share",
    "/usr/share/ca-certificates",
];
/// The same for browsers: half a gigabyte, so it is checked only if one is run.
const BROUGHT_BACK_OF_BROWSERS: [&str; 3] = [
    "/usr/lib/firefox-esr",
    "/usr/lib/mozilla",
    "/usr/lib/thunderbird",
];
const REBUILT_BY_OTHERS: [&str; 2] = ["/etc/ssl/certs/java", "/etc/ld.so.cache"];

impl<'a> Machine<'a> {
    /// Adds a person to the sealed machine, in which the pages' names resolve and no name of the
    /// real network does.
    pub(super) fn new(sealed: &'a Sealed, anchorwatch: &Path) -> Result<Self, Error> {
        let desk = desk(sealed)?;
        let hosts = run(sealed.command("cat").arg("/etc/hosts"))?;
        let hosts = [hosts.stdout, b"\n".to_vec(), Roots::hosts().into_bytes()].concat();
        sealed.write("/etc/hosts", &hosts)?;
        run(sealed.command("rm").args(["-f", RESOLVER]))?;
        sealed.write(RESOLVER, b"nameserver 127.255.255.254\n")?;
        sealed.write("/etc/nsswitch.conf", NAMES.as_bytes())?;
        Ok(Self {
            databases: Vec::new(),
            sealed,
            desk,
            anchorwatch: anchorwatch.to_owned(),
        })
    }

    /// Gives a browser an empty database of roots.
    pub(super) fn prepare(&mut self, kind: Kind) -> Result<(), Error> {
        let folder = match kind {
            Kind::CommandLine => return Ok(()),
            Kind::Chromium => self.desk.home().join(".pki/nssdb"),
            Kind::Mozilla(product) => product.profile(&self.desk),
        };
        let name = folder.display().to_string();
        self.person("mkdir", &["-p", &name])?;
        let database = format!("sql:{name}");
        self.person("certutil", &["-N", "--empty-password", "-d", &database])?;
        self.databases.push(folder);
        match kind {
            Kind::Mozilla(product) => self.name_profile(product),
            Kind::CommandLine | Kind::Chromium => Ok(()),
        }
    }

    /// Makes a root one of those that the distribution's package ships, as its records say. The
    /// store must be updated next.
    pub(super) fn ship(&self, root: &Root) -> Result<(), Error> {
        let name = "mozilla/prove-shipped.crt";
        let path = format!("/usr/share/ca-certificates/{name}");
        self.sealed.write(&path, root.pem().as_bytes())?;
        let script = r#"set -e
            echo "$1" >>/etc/ca-certificates.conf
            cd /var/lib/dpkg/info
            echo "$2" >>ca-certificates.list
            cd / && md5sum "${2#/}" >>/var/lib/dpkg/info/ca-certificates.md5sums"#;
        let mut append = self.sealed.command("sh");
        run(append.args(["-c", script, "sh", name, &path]))?;
        Ok(())
    }

    /// Installs roots as an installer with root's rights and with the person's does: in the
    /// system's store and in every database.
    pub(super) fn install(&self, roots: &[(&str, &Root)]) -> Result<(), Error> {
        for (stem, root) in roots {
            self.sealed.write(file(stem), root.pem().as_bytes())?;
            let (nick, file) = (format!("prove-{stem}"), file(stem));
            for database in &self.databases {
                let database = format!("sql:{}", database.display());
                let add = ["-A", "-t", "C,,", "-d", &database, "-n", &nick, "-i", &file];
                self.person("certutil", &add)?;
            }
        }
        self.update()
    }

    /// Removes a root from every place where [`Machine::install`] put it. The system's store must
    /// be updated next.
    pub(super) fn remove(&self, stem: &str) -> Result<(), Error> {
        run(self.sealed.command("rm").arg(file(stem)))?;
        for database in &self.databases {
            let database = format!("sql:{}", database.display());
            let nick = format!("prove-{stem}");
            self.person("certutil", &["-D", "-d", &database, "-n", &nick])?;
        }
        // The hook of Java's keystore leaves the entry of a deleted file.
        let alias = format!("debian:prove-{stem}.pem");
        let delete = ["-delete", "-noprompt", "-storepass", "changeit", "-alias"];
        if programs::missing(&["keytool"]).is_empty() {
            let mut keytool = self.sealed.command("keytool");
            keytool.args(delete).args([&alias, "-keystore", JAVA]);
            // It fails if there is no such entry, which is fine.
            keytool.output().map_err(Error::run("keytool"))?;
        }
        Ok(())
    }

    /// Writes the certificates for the block, and returns the arguments that name them.
    pub(super) fn tell(&self, certificates: &[String]) -> Result<Vec<String>, Error> {
        let mut arguments = Vec::new();
        for (index, pem) in certificates.iter().enumerate() {
            let path = format!("/srv/prove/told-{index}.pem");
            self.sealed.write(&path, pem.as_bytes())?;
            arguments.extend(["--certificate".to_owned(), path]);
        }
        Ok(arguments)
    }

    /// Writes a file that the person can read.
    pub(super) fn write(&self, path: &str, text: &str) -> Result<(), Error> {
        self.sealed.write(path, text.as_bytes())
    }

    /// Runs the program under test; 11 means done, with blind spots.
    pub(super) fn anchorwatch(&self, arguments: &[String]) -> Result<String, Error> {
        let program = self.anchorwatch.display().to_string();
        let mut command = self.sealed.command(&program);
        let output = command
            .args(arguments)
            .output()
            .map_err(Error::run("anchorwatch"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.code() == Some(BLIND_SPOTS) {
            return Ok(text);
        }
        programs::succeeded("anchorwatch", output)?;
        Ok(text)
    }

    pub(super) fn snapshot(&self) -> Result<Snapshot, Error> {
        let browsers: &[&str] = if self.databases.is_empty() {
            &[]
        } else {
            &BROUGHT_BACK_OF_BROWSERS
        };
        self.sealed.snapshot(&[&BROUGHT_BACK, browsers].concat())
    }

    /// Returns what is not as it was, except for what others rebuild.
    pub(super) fn not_brought_back(difference: &Difference) -> Vec<String> {
        let is_others = |path: &Path| {
            REBUILT_BY_OTHERS
                .iter()
                .any(|folder| path.starts_with(folder))
        };
        let is_only_renumbered = |path: &Path| {
            let group = || hash_links(difference, path);
            let (mut before, mut after): (Vec<_>, Vec<_>) = group().unzip();
            before.sort_unstable();
            after.sort_unstable();
            !before.is_empty() && before == after
        };
        let paths = difference.paths().into_iter();
        paths
            .filter(|path| !is_others(path) && !is_only_renumbered(path))
            .map(|path| path.display().to_string())
            .collect()
    }

    /// Has the distribution's own tool rebuild the system's store, and call its hooks.
    pub(super) fn update(&self) -> Result<(), Error> {
        let output = run(&mut self.sealed.command("update-ca-certificates"))?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // The tool succeeds even if one of its hooks failed.
        match said.lines().find(|line| line.starts_with("E: ")) {
            Some(line) => Err(Error::Failed {
                program: "update-ca-certificates".to_owned(),
                status: "a hook failed".to_owned(),
                stderr: line.to_owned(),
            }),
            None => Ok(()),
        }
    }

    fn name_profile(&self, product: Product) -> Result<(), Error> {
        let profile = product.profile(&self.desk);
        let (Some(folder), Some(name)) = (profile.parent(), profile.file_name()) else {
            return Ok(());
        };
        let name = name.display();
        let index = format!(
            "[Profile0]\nName=prove\nIsRelative=1\nPath={name}\nDefault=1\n\n\
             [General]\nStartWithLastProfile=1\nVersion=2\n"
        );
        let index_path = folder.join("profiles.ini").display().to_string();
        self.person(
            "sh",
            &[
                "-c",
                r#"printf '%s' "$1" > "$2""#,
                "sh",
                &index,
                &index_path,
            ],
        )
    }

    fn person(&self, program: &str, arguments: &[&str]) -> Result<(), Error> {
        run(self.desk.command(Who::Person, &[], program).args(arguments))?;
        Ok(())
    }
}

/// Returns the changes, before and after, of the links that OpenSSL numbers under the hash of this
/// link's name: of two roots with one name either may be the first, depending on the order in
/// which the folder is listed.
fn hash_links<'d>(
    difference: &'d Difference,
    path: &Path,
) -> impl Iterator<Item = (&'d str, &'d str)> {
    let stem = path.extension().map(|_| path.with_extension(""));
    difference
        .changes
        .iter()
        .filter_map(move |(other, change)| match change {
            Change::Changed(before, after)
                if before.kind == 'l'
                    && after.kind == 'l'
                    && Some(other.with_extension("")) == stem =>
            {
                Some((before.content.as_str(), after.content.as_str()))
            }
            _ => None,
        })
}

fn run(command: &mut Command) -> Result<Output, Error> {
    let name = format!("{:?}", command.get_args().last().unwrap_or_default());
    let output = command.output().map_err(Error::run(&name))?;
    programs::succeeded(&name, output)
}

fn file(stem: &str) -> String {
    format!("/usr/local/share/ca-certificates/prove-{stem}.crt")
}

const JAVA: &str = "/etc/ssl/certs/java/cacerts";
const RESOLVER: &str = "/etc/resolv.conf";
/// Only the hosts file: browsers look up more than the pages.
const NAMES: &str = "passwd: files\ngroup: files\nhosts: files\n";
const BLIND_SPOTS: i32 = 11;
