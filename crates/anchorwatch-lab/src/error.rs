use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What can go wrong while a test's surroundings are made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// rcgen refused; usually a name that is no DNS name.
    #[error("cannot make a certificate")]
    Certificate(#[from] rcgen::Error),
    /// A leaf was asked for without any name to put into it.
    #[error("a leaf certificate needs at least one name")]
    NoName,
    /// rustls refused a chain or key; usually a key of another certificate.
    #[error("cannot serve this chain")]
    Tls(#[from] rustls::Error),
    /// An address outside 127.0.0.0/8 and ::1. The lab's servers never listen there.
    #[error("will not listen on {address}: not a loopback address")]
    NotLoopback {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// The operating system refused the address; usually it is in use.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// No thread or runtime for a server.
    #[error("cannot start a server thread")]
    ServerThread(#[source] io::Error),
    /// A file or folder could not be read or written.
    #[error("cannot {act} {}", path.display())]
    File {
        /// What was tried, as a verb: `read`, `write`, `link`.
        act: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The folder is the root of a running machine. The lab writes only into its own folders.
    #[error("will not write into {}: it is the root of a machine", path.display())]
    RootOfMachine {
        /// The folder that was asked for.
        path: PathBuf,
    },
    /// The folder has something in it already; it may be someone's own.
    #[error("will not write into {}: it is not empty", path.display())]
    NotEmpty {
        /// The folder that was asked for.
        path: PathBuf,
    },
    /// A program that is needed is not on PATH.
    #[error("the program {program} is not installed (Debian package {package})")]
    MissingProgram {
        /// The program's file name.
        program: &'static str,
        /// The Debian package that has it.
        package: &'static str,
    },
    /// A program could not be started or its pipe broke.
    #[error("cannot run {program}")]
    Run {
        /// The program's file name.
        program: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A program ran and reported failure.
    #[error("{program} failed ({status}): {stderr}")]
    Failed {
        /// The program's file name.
        program: String,
        /// Its exit status, in words.
        status: String,
        /// The last of what it wrote to stderr, at most 2,000 characters.
        stderr: String,
    },
    /// Mounting needs root's rights.
    #[error("a private mount namespace needs root")]
    NeedsRoot,
    /// The private namespace is not what it should be; nothing was run in it.
    #[error("the private mount namespace has no overlay on {}", path.display())]
    NotSealed {
        /// The folder whose writes would have reached the real machine.
        path: PathBuf,
    },
    /// A write was asked for at a place that the private namespace shares with the machine.
    #[error("will not write {}: that folder is shared with the machine", path.display())]
    OutsideSeal {
        /// The file that was asked for.
        path: PathBuf,
    },
    /// The output of `find` or `sha256sum` was not in the form that was asked for.
    #[error("cannot read the output of {program}")]
    UnreadableOutput {
        /// The program's file name.
        program: &'static str,
    },
}

impl Error {
    /// For `map_err`: names what was tried on which path.
    pub(crate) fn file(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { act, path, source }
    }

    /// For `map_err`: names the program that could not be run.
    pub(crate) fn run(program: &str) -> impl FnOnce(io::Error) -> Self {
        let program = program.to_owned();
        move |source| Self::Run { program, source }
    }
}
