//! Where each program runs: on loopback, or in a node of a network.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::network::{Network, Node, OTHER_SITE, OWN_SERVER, SITE};
use crate::{Error, programs};

/// The time between two looks at a file that nobody announces.
const REST: Duration = Duration::from_millis(5);

/// Where it all runs.
#[derive(Debug)]
pub enum Place {
    /// On this machine's loopback: whoever is cut off is stopped.
    Loopback,
    /// In a network: each host has an address, and can be cut off.
    Network(Network),
}

/// A machine of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    Oslo,
    Tbilisi,
    Lima,
    Mirror,
    Client,
}

impl Place {
    pub(super) fn address(&self, host: Host) -> Ipv4Addr {
        let Self::Network(network) = self else {
            return Ipv4Addr::LOCALHOST;
        };
        match host {
            Host::Oslo => network.address(Node::Control),
            Host::Tbilisi => SITE,
            Host::Lima => OTHER_SITE,
            Host::Mirror => OWN_SERVER,
            Host::Client => network.address(Node::Client),
        }
    }

    pub(super) fn command(&self, host: Host, program: &str) -> Command {
        let Self::Network(network) = self else {
            return Command::new(program);
        };
        let node = match host {
            Host::Oslo => Node::Control,
            Host::Tbilisi | Host::Lima | Host::Mirror => Node::Server,
            Host::Client => Node::Client,
        };
        network.command(node, program)
    }

    /// Whoever asks in a network finds no way to this host any more, or finds it again.
    pub(super) fn cut_off(&self, host: Host, is_cut: bool) -> Result<(), Error> {
        if matches!(self, Self::Loopback) {
            return Ok(());
        }
        let act = if is_cut { "add" } else { "del" };
        let to = format!("{}/32", self.address(host));
        for from in [Host::Oslo, Host::Client] {
            let mut ip = self.command(from, "ip");
            ip.args(["route", act, "blackhole", &to]);
            let output = ip.output().map_err(Error::run("ip"))?;
            if !output.status.success() {
                return Err(Error::Failed {
                    program: "ip".to_owned(),
                    status: output.status.to_string(),
                    stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
                });
            }
        }
        Ok(())
    }
}

/// A program that runs until this is dropped.
#[derive(Debug)]
pub(super) struct Running {
    process: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Running {
    /// Starts a program, and returns the first line that it says.
    pub(super) fn start(mut command: Command, name: &str) -> Result<(Self, String), Error> {
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped());
        let process = spawned.stderr(Stdio::null()).spawn();
        let mut running = Self {
            process: process.map_err(Error::run(name))?,
        };
        let mut line = String::new();
        if let Some(stdout) = running.process.stdout.take() {
            let read = BufReader::new(stdout).read_line(&mut line);
            read.map_err(Error::run(name))?;
        }
        match line.trim() {
            "" => Err(running.ended(name)),
            line => {
                let line = line.to_owned();
                Ok((running, line))
            }
        }
    }

    /// Starts nginx with the files of a folder, on this port or else on a free one, which it returns.
    pub(super) fn nginx(
        place: &Place,
        files: &Path,
        own: &Path,
        port: Option<u16>,
    ) -> Result<(Self, u16), Error> {
        programs::require("nginx", "nginx-light")?;
        loop {
            let wanted = match (place, port) {
                (_, Some(port)) => port,
                (Place::Network(_), None) => 80,
                // Another program can take it before nginx does, which ends then.
                (Place::Loopback, None) => free_port()?,
            };
            let (config, pid) = (own.join("nginx.conf"), own.join("pid"));
            drop(std::fs::remove_file(&pid));
            let at = format!("{}:{wanted}", place.address(Host::Mirror));
            let written = std::fs::write(&config, nginx_config(&at, files, own));
            written.map_err(Error::file("write", &config))?;
            let mut command = place.command(Host::Mirror, "nginx");
            command.arg("-c").arg(&config).arg("-p").arg(own);
            let spawned = command.stdin(Stdio::null()).stdout(Stdio::null());
            let process = spawned.stderr(Stdio::null()).spawn();
            let mut running = Self {
                process: process.map_err(Error::run("nginx"))?,
            };
            if running.has_written(&pid)? {
                return Ok((running, wanted));
            }
            if port.is_some() || matches!(place, Place::Network(_)) {
                return Err(running.ended("nginx"));
            }
        }
    }

    /// Waits until nginx has written its number, which it does once it listens, or has ended.
    fn has_written(&mut self, pid: &Path) -> Result<bool, Error> {
        loop {
            let ended = self.process.try_wait().map_err(Error::run("nginx"))?;
            if ended.is_some() {
                return Ok(false);
            }
            if std::fs::metadata(pid).is_ok_and(|it| it.len() > 0) {
                return Ok(true);
            }
            std::thread::sleep(REST);
        }
    }

    fn ended(&mut self, name: &str) -> Error {
        let status = self.process.wait();
        Error::Failed {
            program: name.to_owned(),
            status: status.map_or_else(|_| String::new(), |it| it.to_string()),
            stderr: String::new(),
        }
    }
}

fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|it| it.local_addr());
    Ok(address.map_err(Error::run("nginx"))?.port())
}

fn nginx_config(at: &str, files: &Path, own: &Path) -> String {
    let (files, own) = (files.display(), own.display());
    format!(
        "user root root; daemon off; master_process off; pid {own}/pid; error_log {own}/error;\n\
         events {{}}\n\
         http {{ access_log off; client_body_temp_path {own}/1; proxy_temp_path {own}/2;\n\
         fastcgi_temp_path {own}/3; uwsgi_temp_path {own}/4; scgi_temp_path {own}/5;\n\
         server {{ listen {at}; root {files}; }} }}\n"
    )
}
