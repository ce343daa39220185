use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::network::interceptor::{Kazakhstan, Mode};
use crate::network::{Interceptor, Network, Node, OWN_SERVER, OwnServer, Product, SITE};
use crate::tree::{DebianTree, NamedRoot};
use crate::{Error, Root, Site, programs};

/// The name that is read.
const NAME: &str = "www.facebook.com";

/// What a program answered, and whether that was expected.
pub(super) struct Answer {
    command: &'static str,
    got: String,
    expected: Option<&'static str>,
}

impl Answer {
    const fn of(command: &'static str, got: String) -> Self {
        Self {
            command,
            got,
            expected: None,
        }
    }

    pub(super) const fn expect(mut self, expected: &'static str) -> Self {
        self.expected = Some(expected);
        self
    }

    pub(super) fn is_as_expected(&self) -> bool {
        self.expected.is_none_or(|expected| expected == self.got)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<46} {}", self.command, self.got)?;
        match self.expected {
            Some(expected) if !self.is_as_expected() => write!(f, " (expected: {expected})"),
            _ => Ok(()),
        }
    }
}

/// The network, the site, a person's machine, and who reads.
pub(super) struct Scene<'network> {
    anchorwatch: String,
    public: Root,
    imposed: Root,
    folder: TempDir,
    machine: DebianTree,
    own_server: OwnServer,
    interceptor: Option<Interceptor<'network>>,
    _site: Site,
    network: &'network Network,
}

impl<'network> Scene<'network> {
    pub(super) fn new(anchorwatch: &Path, network: &'network Network) -> Result<Self, Error> {
        let anchorwatch = anchorwatch
            .canonicalize()
            .map_err(Error::file("find", anchorwatch))?;
        let public = Root::company("Example Public Root")?;
        let imposed = Root::qaznet_like()?;
        let folder = tempfile::tempdir().map_err(Error::file("create", Path::new("a folder")))?;
        let packaged = [NamedRoot::new("example-public", &public)];
        let machine = DebianTree::create(&folder.path().join("machine"), &packaged, &[])?;
        let site = Site::builder(public.issue(&[NAME])?)
            .inside(network.listen(Node::Server, SITE, 443)?)
            .start()?;
        let anchorwatch = anchorwatch.display().to_string();
        let chain = public.issue(&["own.example", NAME])?;
        let own_server = OwnServer::start(network, &anchorwatch, &chain)?;
        network.publish(NAME, SITE)?;
        let scene = Self {
            anchorwatch,
            public,
            imposed,
            folder,
            machine,
            own_server,
            interceptor: None,
            _site: site,
            network,
        };
        let file = |name, root: &Root| {
            let path = scene.path(name);
            fs::write(&path, root.pem()).map_err(Error::file("write", &path))
        };
        file("public.pem", &scene.public)?;
        file("security-certificate.crt", &scene.imposed)?;
        Ok(scene)
    }

    pub(super) fn interception_begins(&mut self) -> Result<(), Error> {
        let product = Product::Kazakhstan(Kazakhstan::july_2019(&self.public, Mode::Takeover));
        let interceptor = Interceptor::start(self.network, &self.imposed, &product)?;
        self.interceptor = Some(interceptor);
        Ok(())
    }

    pub(super) fn interception_ends(&mut self) {
        self.interceptor = None;
    }

    /// What `update-ca-certificates` does with a file in the folder of local roots.
    pub(super) fn root_is_installed(&self) -> Result<(), Error> {
        let folder = self.machine.path().join("usr/local/share/ca-certificates");
        let local = folder.join("security-certificate.crt");
        fs::write(&local, self.imposed.pem()).map_err(Error::file("write", &local))?;
        let bundle = self.bundle();
        let opened = OpenOptions::new().append(true).open(&bundle);
        let mut opened = opened.map_err(Error::file("open", &bundle))?;
        let written = opened.write_all(self.imposed.pem().as_bytes());
        written.map_err(Error::file("write", &bundle))
    }

    pub(super) fn curl(&self) -> Result<Answer, Error> {
        let mut command = self.network.command(Node::Client, "curl");
        command.args(["--silent", "--show-error", "--max-time", "300", "--cacert"]);
        command.arg(self.bundle()).arg(format!("https://{NAME}/"));
        let output = command.output().map_err(Error::run("curl"))?;
        // CURLE_PEER_FAILED_VERIFICATION in libcurl-errors(3).
        let got = match output.status.code() {
            Some(0) => "loads".to_owned(),
            Some(60) => "refuses".to_owned(),
            _ => first_line(&output.stderr),
        };
        Ok(Answer::of("curl https://www.facebook.com", got))
    }

    pub(super) fn check(&self) -> Result<Answer, Error> {
        let document = self.checked(&[])?;
        let got = text(&document["targets"][0]["verdict"]);
        Ok(Answer::of("anchorwatch check www.facebook.com", got))
    }

    pub(super) fn check_deep(&self) -> Result<Answer, Error> {
        let own_server = format!("{OWN_SERVER}:443");
        let more = ["--deep", "--rounds", "1", "--control", "control.example"];
        let own = [
            "--own-server",
            &own_server,
            "--own-key",
            self.own_server.key(),
        ];
        let document = self.checked(&[&more[..], &own].concat())?;
        let target = &document["targets"][0];
        let place = match target["interceptor"]["hop"].as_u64() {
            Some(hop) => format!(" between hop {} and hop {hop}", hop.saturating_sub(1)),
            None => String::new(),
        };
        let got = text(&target["verdict"]) + &place;
        Ok(Answer::of("anchorwatch check www.facebook.com --deep", got))
    }

    pub(super) fn identify(&self) -> Result<Answer, Error> {
        let file = self.path("security-certificate.crt");
        let output = self
            .network
            .command(Node::Client, &self.anchorwatch)
            .args(["identify", "--format", "json"])
            .arg(file)
            .output()
            .map_err(Error::run("anchorwatch"))?;
        let got = text(&document(&output)?["certificates"][0]["class"]);
        Ok(Answer::of(
            "anchorwatch identify security-certificate.crt",
            got,
        ))
    }

    /// It needs no network, and changes nothing outside the folder.
    pub(super) fn block(&self) -> Result<Answer, Error> {
        let output = Command::new(&self.anchorwatch)
            .env_clear()
            .env("PATH", programs::PATH)
            .args(["block", "--apply", "--root"])
            .arg(self.machine.path())
            .arg("--certificate")
            .arg(self.path("security-certificate.crt"))
            .output()
            .map_err(Error::run("anchorwatch"))?;
        let got = match output.status.code() {
            Some(0) => "done".to_owned(),
            _ => first_line(&output.stderr),
        };
        Ok(Answer::of("anchorwatch block --certificate … --apply", got))
    }

    /// The machine's public roots are those of the program, and here the lab's.
    fn checked(&self, more: &[&str]) -> Result<Value, Error> {
        let local = self.path("local.pem");
        let bundle = self.bundle();
        let all = fs::read_to_string(&bundle).map_err(Error::file("read", &bundle))?;
        let others = all.replace(&self.public.pem(), "");
        // A file of roots has at least one.
        let others = match others.contains("BEGIN CERTIFICATE") {
            true => others,
            false => Root::company("Example Works Root")?.pem(),
        };
        fs::write(&local, others).map_err(Error::file("write", &local))?;
        let output = self
            .network
            .command(Node::Client, &self.anchorwatch)
            .args(["check", NAME, "--format", "json", "--timeout", "300"])
            .arg("--public")
            .arg(self.path("public.pem"))
            .arg("--local")
            .arg(&local)
            .args(more)
            .output()
            .map_err(Error::run("anchorwatch"))?;
        document(&output)
    }

    fn bundle(&self) -> PathBuf {
        self.machine
            .path()
            .join("etc/ssl/certs/ca-certificates.crt")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn document(output: &Output) -> Result<Value, Error> {
    serde_json::from_slice(&output.stdout).map_err(|_| Error::Failed {
        program: "anchorwatch".to_owned(),
        status: output.status.to_string(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn first_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.lines().next().unwrap_or_default().to_owned()
}
