use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{Network, Node};
use crate::Error;

/// Only a program that hangs lets this pass: the slowest takes seconds, on a busy machine longer.
const PATIENCE: Duration = Duration::from_secs(300);

/// The time between two looks at something that the kernel does not announce.
const REST: Duration = Duration::from_millis(10);

/// The most of a program's output that an error carries, in bytes.
const LOG_LIMIT: u64 = 2_000;

/// A port on which a program waits.
#[derive(Debug, Clone, Copy)]
pub(super) enum Listening {
    Tcp(u16),
    Udp(u16),
}

impl Listening {
    /// The kernel's list of such sockets, and the state of one that waits (TCP_LISTEN in
    /// include/net/tcp_states.h; a socket of UDP that is not connected has TCP_CLOSE).
    const fn list_and_state(self) -> (&'static str, &'static str) {
        match self {
            Self::Tcp(_) => ("tcp", "0A"),
            Self::Udp(_) => ("udp", "07"),
        }
    }

    const fn port(self) -> u16 {
        match self {
            Self::Tcp(port) | Self::Udp(port) => port,
        }
    }
}

/// A program that runs in a node until this is dropped.
#[derive(Debug)]
pub(super) struct Launched {
    process: Child,
    name: String,
    log: PathBuf,
}

impl Launched {
    /// Starts a program in a node, after the kernel has said that this is where it will run, and
    /// waits until it listens on this port. Its output goes to a file in `folder`.
    pub(super) fn start(
        network: &Network,
        node: Node,
        folder: &Path,
        command_line: &[String],
        port: Listening,
    ) -> Result<Self, Error> {
        network.require_node(node)?;
        let name = command_line.first().cloned().unwrap_or_default();
        let log = folder.join("log");
        let process = network
            .command(node, "sh")
            .args(["-c", LAUNCH, "launch"])
            .arg(&log)
            .args(command_line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Error::run("nsenter"))?;
        // From here on, returning early drops the value, which ends the process.
        let mut launched = Self {
            process,
            name,
            log: network.outside_path(&log),
        };
        launched.wait_for_the_script()?;
        network.require_inside(launched.process.id(), node)?;
        if launched.is_listening(port)? {
            return Err(launched.failed("another program has its port"));
        }
        if let Some(stdin) = &mut launched.process.stdin {
            stdin
                .write_all(b"start\n")
                .map_err(Error::run(&launched.name))?;
        }
        launched.wait_until_listening(port)?;
        Ok(launched)
    }

    /// Returns once nsenter has entered the node and the script waits for an answer there.
    fn wait_for_the_script(&mut self) -> Result<(), Error> {
        let mut namespace = String::new();
        if let Some(stdout) = self.process.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut namespace)
                .map_err(Error::run("nsenter"))?;
        }
        Ok(())
    }

    fn wait_until_listening(&mut self, port: Listening) -> Result<(), Error> {
        let began = Instant::now();
        while !self.is_listening(port)? {
            if let Some(status) = self.process.try_wait().map_err(Error::run(&self.name))? {
                return Err(self.failed(&status.to_string()));
            }
            if began.elapsed() > PATIENCE {
                return Err(self.failed("it does not listen"));
            }
            std::thread::sleep(REST);
        }
        Ok(())
    }

    /// Returns whether something in the node listens on this port.
    ///
    /// It reads the kernel's list. A connection would disturb the program: interceptors ask the
    /// kernel for the connection's original destination, and for this one there is none.
    fn is_listening(&self, port: Listening) -> Result<bool, Error> {
        let (name, _) = port.list_and_state();
        // nsenter itself is in the node, and waits there for its child.
        let list = PathBuf::from(format!("/proc/{}/net/{name}", self.process.id()));
        match fs::read_to_string(&list) {
            Ok(sockets) => Ok(is_listening(&sockets, port)),
            // A process that has ended is in no namespace any more.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Error::file("read", &list)(error)),
        }
    }

    fn failed(&self, status: &str) -> Error {
        Error::Failed {
            program: self.name.clone(),
            status: status.to_owned(),
            stderr: end_of(&self.log),
        }
    }
}

impl Drop for Launched {
    fn drop(&mut self) {
        // The script ends the program when its input ends.
        drop(self.process.stdin.take());
        drop(wait_for(&mut self.process, super::PATIENCE));
    }
}

/// Waits for the end of a process; kills it if it has not ended by then.
pub(super) fn wait_for(process: &mut Child, patience: Duration) -> std::io::Result<ExitStatus> {
    let began = Instant::now();
    while began.elapsed() < patience {
        if let Some(status) = process.try_wait()? {
            return Ok(status);
        }
        std::thread::sleep(REST);
    }
    process.kill()?;
    process.wait()
}

/// Returns whether a list of the format of `/proc/net/tcp` (proc(5)) has a listening socket with
/// this port: the second field is the local address and port in hexadecimal, the fourth the state.
fn is_listening(sockets: &str, port: Listening) -> bool {
    let (_, state) = port.list_and_state();
    let suffix = format!(":{:04X}", port.port());
    sockets.lines().any(|line| {
        let mut fields = line.split_whitespace().skip(1);
        let local = fields.next().unwrap_or_default();
        local.ends_with(&suffix) && fields.nth(1) == Some(state)
    })
}

fn end_of(log: &Path) -> String {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = fs::File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(LOG_LIMIT)))?;
        let mut end = Vec::new();
        file.take(LOG_LIMIT).read_to_end(&mut end)?;
        Ok(end)
    };
    // The program's failure is what matters; without a log it is reported without one.
    let end = read().unwrap_or_default();
    String::from_utf8_lossy(&end).trim().to_owned()
}

const LAUNCH: &str = include_str!("launch.sh");

#[cfg(test)]
mod tests {
    use super::*;

    const SOCKETS: &str = "  sl  local_address rem_address   st tx_queue rx_queue\n\
        \x20  0: 00000000:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n\
        \x20  1: 0A7100CB:01BB 020200C0:8D3E 01 00000000:00000000 00:00000000 00000000\n";

    #[test]
    fn a_socket_of_udp_listens_unless_it_is_connected() {
        let sockets = "  sl  local_address rem_address   st tx_queue rx_queue\n\
            \x20 10: 00000000:20FB 00000000:0000 07 00000000:00000000 00:00000000 00000000\n\
            \x20 11: 0A7100CB:01BB 020200C0:8D3E 01 00000000:00000000 00:00000000 00000000\n";
        assert!(is_listening(sockets, Listening::Udp(8443)));
        assert!(!is_listening(sockets, Listening::Udp(443)));
    }

    #[test]
    fn a_listening_socket_is_told_from_a_connected_one() {
        assert!(is_listening(SOCKETS, Listening::Tcp(8443)));
        assert!(!is_listening(SOCKETS, Listening::Tcp(443)));
        assert!(!is_listening(SOCKETS, Listening::Tcp(8444)));
    }
}
