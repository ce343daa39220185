//! A real sshd in a node, as another vantage point, and what ssh needs to reach it.
//!
//! Everything is made for it: the host key, the user's key, the configurations of both ends, and the list of
//! users. The machine's own `/etc/ssh` gives ssh its defaults and is not changed. sshd has no rights: as the
//! user of a namespace of its own it can log in that user alone.

use std::fs::{DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::launch::{Launched, Listening};
use super::{Network, Node};
use crate::{Error, programs};

/// The port of sshd: one that needs no rights.
const PORT: u16 = 2222;

/// The user there, with a number that the machine need not know.
const USER: &str = "vantage";
const USER_ID: u32 = 1000;

/// A running sshd, whose user finds this `anchorwatch`. Dropping it ends it.
#[derive(Debug)]
pub struct SshHost<'a> {
    network: &'a Network,
    // Ends before its files go.
    _program: Launched,
    folder: TempDir,
}

impl<'a> SshHost<'a> {
    /// For [`SshHost::command`]: the host, as its configuration names it.
    pub const NAME: &'static str = "vantage";

    /// The same host, and a configuration that takes any host key, and knows none.
    pub const UNKNOWN_KEY: &'static str = "vantage-unknown-key";

    /// Starts it in a node, and waits until it listens.
    ///
    /// # Errors
    ///
    /// [`Error::MissingProgram`] without sshd, ssh-keygen, or `unshare`, [`Error::File`] if a file cannot be
    /// written, [`Error::Failed`] with sshd's words if it does not listen.
    pub fn start(network: &'a Network, node: Node, anchorwatch: &str) -> Result<Self, Error> {
        let sshd = programs::require("sshd", "openssh-server")?;
        let folder = tempfile::tempdir().map_err(Error::file("make", Path::new("/tmp")))?;
        let files = Files(folder.path());
        files.make(anchorwatch, node)?;
        let (passwd, config) = (files.path("passwd"), files.path("sshd_config"));
        let user = [
            format!("--map-user={USER_ID}"),
            format!("--map-group={USER_ID}"),
        ];
        let mut line = with_users(&passwd);
        line.extend(["unshare", "--user"].map(str::to_owned));
        line.extend(user);
        line.extend(["--".to_owned(), sshd.display().to_string()]);
        line.extend(["-D", "-e", "-f", &config].map(str::to_owned));
        let port = Listening::Tcp(PORT);
        let program = Launched::start(network, node, folder.path(), &line, port)?;
        Ok(Self {
            network,
            _program: program,
            folder,
        })
    }

    /// Returns a command in a node whose ssh reaches the host by [`SshHost::NAME`].
    pub fn command(&self, node: Node, program: &str) -> Command {
        let passwd = Files(self.folder.path()).path("passwd");
        let mut command = self.network.command(node, "unshare");
        command
            .args(with_users(&passwd).iter().skip(1))
            .arg(program);
        command
    }
}

/// The beginning of a command that runs with this list of users: ssh takes a home from there, whatever the
/// environment says.
fn with_users(passwd: &str) -> Vec<String> {
    let script = "mount --bind \"$1\" /etc/passwd && shift && exec \"$@\"";
    let line = [
        "unshare", "--mount", "--", "sh", "-c", script, "users", passwd,
    ];
    line.map(str::to_owned).into()
}

/// The files of both ends.
struct Files<'a>(&'a Path);

impl Files<'_> {
    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn make(&self, anchorwatch: &str, node: Node) -> Result<(), Error> {
        for folder in ["there", "there/bin", "client", "client/.ssh"] {
            let path = self.0.join(folder);
            let made = DirBuilder::new().mode(0o700).create(&path);
            made.map_err(Error::file("make", &path))?;
        }
        let program = self.0.join("there/bin/anchorwatch");
        symlink(anchorwatch, &program).map_err(Error::file("make", &program))?;
        let host_key = self.make_key("host_key")?;
        self.make_key("client/.ssh/id_ed25519")?;
        let address = node.address();
        self.write(
            "client/.ssh/known_hosts",
            &format!("[{address}]:{PORT} {host_key}\n"),
        )?;
        self.write("client/.ssh/config", &self.client_config(node))?;
        self.write("sshd_config", &self.server_config(node))?;
        let (home, there) = (self.path("client"), self.path("there"));
        self.write(
            "passwd",
            &format!("root:x:0:0::{home}:/bin/sh\n{USER}:*:{USER_ID}:{USER_ID}::{there}:/bin/sh\n"),
        )
    }

    /// Makes a key pair and returns the public key.
    fn make_key(&self, name: &str) -> Result<String, Error> {
        let made = programs::command("ssh-keygen", "openssh-client", self.0)?
            .args(["-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f"])
            .arg(self.0.join(name))
            .output()
            .map_err(Error::run("ssh-keygen"))?;
        programs::succeeded("ssh-keygen", made)?;
        let public = self.0.join(format!("{name}.pub"));
        let key = std::fs::read_to_string(&public).map_err(Error::file("read", &public))?;
        Ok(key.trim().to_owned())
    }

    fn client_config(&self, node: Node) -> String {
        let address = node.address();
        let known = self.path("client/.ssh/known_hosts");
        let key = self.path("client/.ssh/id_ed25519");
        format!(
            "Host {name}\nUserKnownHostsFile {known}\n\
             Host {unknown}\nUserKnownHostsFile none\nStrictHostKeyChecking no\n\
             Host *\nHostName {address}\nPort {PORT}\nUser {USER}\nIdentityFile {key}\n\
             IdentitiesOnly yes\nGlobalKnownHostsFile none\n",
            name = SshHost::NAME,
            unknown = SshHost::UNKNOWN_KEY,
        )
    }

    fn server_config(&self, node: Node) -> String {
        format!(
            "ListenAddress {address}:{PORT}\nHostKey {host_key}\nAuthorizedKeysFile {keys}\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\n\
             KbdInteractiveAuthentication no\nSetEnv PATH={programs}:{path}\n",
            address = node.address(),
            host_key = self.path("host_key"),
            keys = self.path("client/.ssh/id_ed25519.pub"),
            programs = self.path("there/bin"),
            path = programs::PATH,
        )
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.0.join(name);
        let private = Permissions::from_mode(0o600);
        std::fs::write(&path, text)
            .and_then(|()| std::fs::set_permissions(&path, private))
            .map_err(Error::file("write", &path))
    }
}
