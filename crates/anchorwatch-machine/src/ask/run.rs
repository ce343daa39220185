//! Starts a program as its user, without network, for a limited time.

use std::{
    fs,
    io::Read as _,
    os::unix::{
        fs::{DirBuilderExt as _, PermissionsExt as _},
        net::UnixListener,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anchorwatch_home::effective_user;
use rustix::process::{Pid, Signal, kill_process};

use super::{
    question::{Question, SHELL},
    remark::AskRemark,
};
use crate::{User, privsep::NOBODY, settings};

/// How long one program may take; npm needs a second on an idle machine.
const DEADLINE: Duration = Duration::from_secs(60);
/// When it is ended from inside, together with everything that it has started.
const INNER_DEADLINE_SECONDS: &str = "55";

/// The longest answer, in bytes.
const MAX_ANSWER_BYTES: u64 = 4 << 20;

const PATH: &str = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

/// Programs from util-linux that a question needs.
const SETSID: &str = "/usr/bin/setsid";
const UNSHARE: &str = "/usr/bin/unshare";
const SETPRIV: &str = "/usr/bin/setpriv";
const PRLIMIT: &str = "/usr/bin/prlimit";
/// Programs from coreutils.
const TIMEOUT: &str = "/usr/bin/timeout";
const ENV: &str = "/usr/bin/env";

/// The most variables that a program is given, and the longest value; only a handful
/// matter.
const MAX_VARIABLES: usize = 200;
const MAX_VALUE_BYTES: usize = 32 << 10;

/// Variables that keep programs from prompting and from writing files.
const QUIET: [(&str, &str); 8] = [
    ("LC_ALL", "C.UTF-8"),
    ("TERM", "dumb"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("PYTHONDONTWRITEBYTECODE", "1"),
    ("npm_config_logs_max", "0"),
    ("npm_config_update_notifier", "false"),
    ("HISTFILE", "/dev/null"),
];

/// Asks the programs of one user, one after another.
pub(super) struct Runner<'u> {
    user: &'u User,
    /// The environment of the user's shell, once it was asked.
    environment: Vec<(String, String)>,
}

impl<'u> Runner<'u> {
    pub(super) fn new(user: &'u User) -> Self {
        let home = user.home.to_string_lossy().into_owned();
        let own = [
            ("PATH", PATH),
            ("HOME", &home),
            ("USER", &user.name),
            ("LOGNAME", &user.name),
        ];
        Self {
            user,
            environment: own
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        }
    }

    /// From now on, programs are asked with the relevant part of the shell's environment.
    /// Values that may contain a secret are left out, because they would be visible in the
    /// process list.
    pub(super) fn take_environment(&mut self, text: &str) {
        for variable in text.split('\0') {
            let Some((name, value)) = variable.split_once('=') else {
                continue;
            };
            let is_secret = name.to_ascii_lowercase().ends_with("proxy")
                || value.contains('@')
                || value.to_ascii_lowercase().contains("password");
            let is_wanted = name == "PATH" || settings::variable_matters(name);
            let is_full = self.environment.len() >= MAX_VARIABLES;
            if !is_wanted || is_secret || is_full || value.len() > MAX_VALUE_BYTES {
                continue;
            }
            self.environment.retain(|(known, _)| known != name);
            self.environment.push((name.to_owned(), value.to_owned()));
        }
    }

    /// A program's answer; `None` if it is not installed.
    pub(super) fn ask(
        &self,
        program: &str,
        question: &Question,
    ) -> Result<Option<String>, AskRemark> {
        let Some(program) = self.found(program) else {
            return Ok(None);
        };
        let socket = (question.name == "curl").then(Socket::open).transpose()?;
        let mut command = self.command()?;
        command.arg(program).args(question.arguments);
        if let Some(socket) = &socket {
            command.arg(&socket.path);
        }
        let (text, is_done) = answer(command)?;
        if question.must_succeed && !is_done {
            return Err(AskRemark::Failed);
        }
        let is_silent = question.program == SHELL && !text.contains('\0');
        if is_silent {
            return Err(AskRemark::NoEnvironment);
        }
        Ok(Some(text))
    }

    fn found(&self, program: &str) -> Option<PathBuf> {
        if program.starts_with('/') {
            return Path::new(program).is_file().then(|| program.into());
        }
        let path = self.environment.iter().find(|(name, _)| name == "PATH");
        let folders = path.map_or(PATH, |(_, value)| value.as_str()).split(':');
        folders
            .filter(|folder| folder.starts_with('/'))
            .map(|folder| Path::new(folder).join(program))
            .find(|path| {
                let is_run =
                    |meta: fs::Metadata| meta.is_file() && meta.permissions().mode() & 0o111 != 0;
                path.metadata().is_ok_and(is_run)
            })
    }

    /// Everything before the program's own arguments.
    fn command(&self) -> Result<Command, AskRemark> {
        for program in [SETSID, UNSHARE, SETPRIV, PRLIMIT, TIMEOUT, ENV] {
            if !Path::new(program).is_file() {
                let program = PathBuf::from(program);
                return Err(AskRemark::ToolMissing { program });
            }
        }
        // Without a terminal: a program that has root's can type into root's shell
        // (TIOCSTI), and an interactive shell in the background is stopped. `setsid` forks
        // only when it leads a process group, which a child of this process does not.
        let mut command = Command::new(SETSID);
        command.arg(UNSHARE);
        // No user data reaches a program that runs with root's rights: the variables are
        // set after the switch to the user's rights.
        command.env_clear();
        let is_root = effective_user().0 == 0;
        if !is_root {
            command.args(["--user", "--map-current-user"]);
        }
        command.args(["--net", "--ipc", "--pid", "--fork", "--kill-child", "--"]);
        command.arg(SETPRIV).arg("--no-new-privs");
        if is_root {
            let uid = self.user.uid.unwrap_or(NOBODY);
            let gid = self.user.gid.unwrap_or(NOBODY);
            command.args([
                format!("--reuid={uid}"),
                format!("--regid={gid}"),
                "--clear-groups".to_owned(),
                "--inh-caps=-all".to_owned(),
                "--bounding-set=-all".to_owned(),
            ]);
        }
        command.args(["--", PRLIMIT]);
        command.args([
            "--cpu=30",
            "--data=2147483648",
            "--nproc=4096",
            "--fsize=1048576",
            "--core=0",
            "--nofile=1024",
            "--",
        ]);
        // The first process of the namespace: when it ends, the others do.
        command.args([TIMEOUT, "--signal=KILL", INNER_DEADLINE_SECONDS, ENV, "-i"]);
        let own = self.environment.iter();
        command.args(own.map(|(name, value)| format!("{name}={value}")));
        command.args(QUIET.map(|(name, value)| format!("{name}={value}")));
        // A project's settings must not count as the user's.
        command.current_dir("/");
        Ok(command)
    }
}

fn not_started(error: std::io::Error) -> AskRemark {
    AskRemark::NotStarted {
        why: (&error).into(),
    }
}

/// Both of a program's outputs, and whether it exited successfully.
fn answer(mut command: Command) -> Result<(String, bool), AskRemark> {
    let (reader, writer) = std::io::pipe().map_err(not_started)?;
    let second = writer.try_clone().map_err(not_started)?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(writer)
        .stderr(second)
        .spawn()
        .map_err(not_started)?;
    // The pipe ends when every writer is gone, including this process's copies.
    drop(command);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        let read = reader.take(MAX_ANSWER_BYTES + 1).read_to_end(&mut text);
        // The receiver may have given up.
        drop(sender.send(read.map(|_| text)));
    });
    let text = receiver.recv_timeout(DEADLINE);
    // When it ends, the pipe closes. Otherwise it is still running, or its output is too
    // long.
    let is_whole = |text: &Vec<u8>| text.len() as u64 <= MAX_ANSWER_BYTES;
    if !matches!(&text, Ok(Ok(text)) if is_whole(text)) {
        end(&child);
    }
    let status = child.wait().map_err(not_started)?;
    let text = text
        .map_err(|_| AskRemark::Late {
            seconds: DEADLINE.as_secs(),
        })?
        .map_err(not_started)?;
    if text.len() as u64 > MAX_ANSWER_BYTES {
        let max = MAX_ANSWER_BYTES;
        return Err(AskRemark::AnswerTooLarge { max });
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    if text.starts_with("unshare: ") || text.starts_with("setpriv: ") {
        let says = text.lines().next().unwrap_or_default().to_owned();
        return Err(AskRemark::NotIsolated { says });
    }
    Ok((text, status.success()))
}

/// Ends the started processes: the first process of the namespace, and the one that waits
/// for it.
fn end(child: &Child) {
    let id = child.id();
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
    let inside = children.unwrap_or_default();
    let inside = inside.split_whitespace().filter_map(|pid| pid.parse().ok());
    for pid in inside.chain(i32::try_from(id).ok()) {
        if let Some(pid) = Pid::from_raw(pid) {
            // It may have ended meanwhile.
            let _is_gone = kill_process(pid, Signal::KILL).is_err();
        }
    }
}

/// A socket with which curl starts a handshake; curl prints its roots before that.
struct Socket {
    folder: PathBuf,
    path: PathBuf,
}

impl Socket {
    fn open() -> Result<Self, AskRemark> {
        let said = |error: std::io::Error| AskRemark::NoSocket {
            why: (&error).into(),
        };
        // No one can predict the name and be there first.
        let name = fs::read_to_string("/proc/sys/kernel/random/uuid").map_err(said)?;
        let folder = std::env::temp_dir().join(format!("anchorwatch-ask-{}", name.trim()));
        // A folder that already exists belongs to someone else.
        fs::DirBuilder::new()
            .mode(0o711)
            .create(&folder)
            .map_err(said)?;
        let socket = Self {
            path: folder.join("s"),
            folder,
        };
        let listener = UnixListener::bind(&socket.path).map_err(said)?;
        fs::set_permissions(&socket.path, fs::Permissions::from_mode(0o666)).map_err(said)?;
        thread::spawn(move || {
            if let Ok((mut stream, _)) = listener.accept() {
                let mut hello = [0; 4096];
                // The content does not matter, only that the connection is closed.
                drop(stream.read(&mut hello));
            }
        });
        Ok(socket)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
        drop(fs::remove_dir(&self.folder));
    }
}
