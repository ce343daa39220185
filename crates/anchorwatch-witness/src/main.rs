//! A public log's checkpoint → a witness's cosignature: the program `anchorwatch-witness`.
//!
//! `new-key` makes a witness's key with its memory, and `serve` answers logs and monitors. What
//! programs need is on stdout; sentences, and a line for each answer, are on stderr.

use std::{
    io::Write as _,
    net::SocketAddr,
    path::Path,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anchorwatch_home::{Tree, write_new_secret};
use anchorwatch_note::KeyName;
use anchorwatch_remark::{IoProblem, Remark as _, Told};
use anchorwatch_transparency::{
    CheckpointKey, CheckpointKeyProblem, CheckpointSigner, MAX_POLICY_BYTES, Policy, SignatureKind,
    Witness,
};
use anchorwatch_witness::{Answered, Memory, MemoryProblem, ServerLimits, Service, serve};
use clap::Parser as _;

use crate::{
    args::{Arguments, Command, Kind, NewKey, Serve},
    failure::{Failure, Hint, Problem},
    words::{Language, Words, escaped},
};

mod args;
mod failure;
mod words;

const REST_OF_LINES: Duration = Duration::from_secs(1);

/// The largest file of a private key that is read, in bytes.
const MAX_KEY_BYTES: u64 = 64 << 10;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let language = arguments.language.unwrap_or_else(Language::of_environment);
    let words = Words::of(language);
    let done = match &arguments.command {
        Command::NewKey(args) => new_key(args, &words),
        Command::Serve(args) => run(args, &words),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            to_stderr(&failure.text(&words));
            ExitCode::FAILURE
        }
    }
}

fn new_key(args: &NewKey, words: &Words) -> Result<(), Failure> {
    if args.out.symlink_metadata().is_ok() {
        let problem = Problem::ExistsAlready {
            path: args.out.clone(),
        };
        return Err(Failure::new(&problem, &Hint::NameNewFile));
    }
    let kind = match args.kind {
        Kind::Ed25519 => SignatureKind::Ed25519Cosignature,
        Kind::MlDsa44 => SignatureKind::MlDsa44Cosignature,
    };
    let name = KeyName::parse(&args.name)
        .map_err(|_| Failure::new(&Problem::NoKeyName, &Hint::NameLikeAnAddress))?;
    let (signer, secret) = CheckpointSigner::generate(name, kind)
        .map_err(|why| Failure::new(&Problem::NoKeyMade, &Hint::Again).because(why.told()))?;
    let memory = match Memory::create(&args.database) {
        Err(MemoryProblem::Exists) => Memory::open(&args.database),
        made => made,
    };
    // First the memory: a key without one would not be served.
    memory
        .and_then(|it| it.add_key(signer.key()))
        .map_err(|why| of_memory(&args.database, &why))?;
    write_new_secret(&args.out, secret.as_bytes()).map_err(|error| {
        let path = args.out.clone();
        let problem = Problem::NotWritten { path };
        Failure::new(&problem, &Hint::CheckPath).because(error.problem().told())
    })?;
    to_stdout(&format!("{}\n", signer.key()))?;
    let path = |it: &Path| escaped(&it.display().to_string());
    let facts = [
        ("key", path(&args.out).into()),
        ("database", path(&args.database).into()),
    ];
    to_stderr(&words.with("witness-key-made", &facts));
    Ok(())
}

fn run(args: &Serve, words: &Words) -> Result<(), Failure> {
    let memory = Memory::open(&args.database).map_err(|why| of_memory(&args.database, &why))?;
    let known = memory
        .keys()
        .map_err(|why| of_memory(&args.database, &why))?;
    let mut signers = Vec::new();
    for path in &args.key {
        signers.push(signer(path, &known)?);
    }
    let policy = read(&args.logs, MAX_POLICY_BYTES as u64)?;
    let unusable = |why| {
        let path = args.logs.clone();
        Failure::new(&Problem::LogsUnusable { path }, &Hint::GiveLogs).because(why)
    };
    let policy = Policy::parse(&policy).map_err(|why| unusable(why.told()))?;
    let logs: Vec<CheckpointKey> = policy.logs().iter().map(|it| it.key.clone()).collect();
    if logs.is_empty() {
        return Err(unusable(Problem::NoLog.told()));
    }
    let witness = Witness::new(signers, logs).map_err(|why| unusable(why.told()))?;
    let service = Service::new(witness, memory).map_err(|why| of_memory(&args.database, &why))?;
    let mut limits = ServerLimits::default();
    if args.behind_proxy {
        limits.connections_of_one = limits.connections;
    }
    serve_on((args.listen, limits), service, words)
}

fn serve_on(
    (address, limits): (SocketAddr, ServerLimits),
    service: Service,
    words: &Words,
) -> Result<(), Failure> {
    let refused = |error: &std::io::Error| {
        let address = address.to_string();
        let why = IoProblem::from(error).told();
        Failure::new(&Problem::CannotListen { address }, &Hint::ListenElsewhere).because(why)
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        // They wait for one another at the memory.
        .max_blocking_threads(4)
        .enable_all()
        .build()
        .map_err(|error| refused(&error))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.and_then(|it| Ok((it.local_addr()?, it)));
        let (address, listener) = listener.map_err(|error| refused(&error))?;
        to_stdout(&format!("http://{address}/\n"))?;
        let facts = [("address", address.to_string().into())];
        to_stderr(&words.with("witness-listens", &facts));
        let lines = Mutex::new(Lines::default());
        let on_answer = move |answered: &Answered| {
            let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.log(answered, Instant::now());
        };
        serve(listener, Arc::new(service), limits, Arc::new(on_answer)).await;
        Ok(())
    })
}

/// The private key in a file, under the name by which the memory knows it.
fn signer(path: &Path, known: &[CheckpointKey]) -> Result<CheckpointSigner, Failure> {
    let pem = read(path, MAX_KEY_BYTES)?;
    let mut is_read = false;
    for key in known {
        match CheckpointSigner::from_pkcs8_pem(&pem, key.name().clone(), key.kind()) {
            Ok(signer) if signer.key() == key => return Ok(signer),
            Ok(_) => is_read = true,
            Err(_) => {}
        }
    }
    let why = match is_read {
        true => MemoryProblem::UnknownKey.told(),
        false => CheckpointKeyProblem::PrivateKey.told(),
    };
    let path = path.to_owned();
    Err(Failure::new(&Problem::KeyUnusable { path }, &Hint::GiveOwnKey).because(why))
}

fn read(path: &Path, max: u64) -> Result<Vec<u8>, Failure> {
    let unreadable = |why| {
        let path = path.to_owned();
        Failure::new(&Problem::CannotRead { path }, &Hint::CheckPath).because(why)
    };
    let real = std::path::absolute(path).and_then(|it| it.canonicalize());
    let real = real.map_err(|error| unreadable(IoProblem::from(&error).told()))?;
    // This reader never blocks on a FIFO and never reads without end.
    let tree = Tree::open(Path::new("/"));
    let read = tree.and_then(|it| it.read(&real, max));
    read.map_err(|error| unreadable(error.problem().told()))
}

fn of_memory(path: &Path, why: &MemoryProblem) -> Failure {
    let path = path.to_owned();
    let hint = match why {
        MemoryProblem::Missing | MemoryProblem::Damaged | MemoryProblem::Other => Hint::NewKey,
        MemoryProblem::UnknownKey => Hint::GiveOwnKey,
        MemoryProblem::Locked => Hint::OneAtATime,
        _ => Hint::CheckPath,
    };
    Failure::new(&Problem::MemoryUnusable { path }, &hint).because(why.told())
}

/// Lines about answers: the status and code, and the log that signed what came. Anybody can send a
/// log's public checkpoint again, and must not fill the disk, so there is one line each second at most.
#[derive(Default)]
struct Lines {
    last: Option<Instant>,
    left_out: u64,
}

impl Lines {
    fn log(&mut self, answered: &Answered, now: Instant) {
        if answered.log.is_none() && answered.status < 500 {
            return;
        }
        let rest = |last: Instant| now.saturating_duration_since(last) < REST_OF_LINES;
        if self.last.is_some_and(rest) {
            self.left_out += 1;
            return;
        }
        let code = answered.why.as_ref().map_or("cosigned", Told::code);
        let mut line = format!("{} {code}", answered.status);
        if let Some((origin, size)) = &answered.log {
            line += &format!(" {} {size}", escaped(origin));
        }
        if self.left_out > 0 {
            line += &format!(" (+{})", self.left_out);
        }
        to_stderr(&line);
        *self = Self {
            last: Some(now),
            left_out: 0,
        };
    }
}

fn to_stdout(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| {
        Failure::new(&Problem::NotSaid, &Hint::CheckPath).because(IoProblem::from(&error).told())
    })
}

fn to_stderr(text: &str) {
    // If nobody reads it, the witness goes on.
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}
