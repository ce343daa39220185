//! The environment variables that name anchors, switch verification off or name a proxy,
//! and the programs that follow each.
//!
//! Measured one at a time with the programs named in the parent module; rows whose comment
//! names a document follow that document.

use std::path::Path;

use super::{
    content::Content,
    git,
    invocation::{self, Tool},
    program::{self, Program},
    scope::{Scope, Value},
    shell::Dialect,
    sink::Sink,
};
use crate::settings::remark::{SettingsRemark, Unclear};
use crate::{Client, SettingKind};

mod search;
mod table;

use table::meaning;

/// zsh's start-up files (zsh(1), «Startup/Shutdown Files»).
pub(super) const ZSH: [&str; 5] = [".zshenv", ".zprofile", ".zshrc", ".zlogin", ".zlogout"];

/// Libraries that are preloaded for every program and verify nothing: allocators, and those
/// that make programs sleep less or look different. Each is the start of a name.
const LIBRARIES: [&str; 14] = [
    "libanchorwatch",
    "libasan",
    "libdlfaker",
    "libeatmydata",
    "libgtk3-nocsd",
    "libjemalloc",
    "libmimalloc",
    "libnss_wrapper",
    "libproxychains",
    "libstdbuf",
    "libtcmalloc",
    "libtorsocks",
    "libvglfaker",
    "libfaketime",
];

/// One assignment, from an environment or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assignment {
    pub(super) name: String,
    pub(super) value: Value,
    /// Whether it is inside a condition or a function.
    pub(super) is_conditional: bool,
    /// In how many running programs it is in force; 0 if a file says it.
    pub(super) running_count: usize,
}

/// What a variable does.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// Names a file of certificates.
    File(&'static [Client]),
    /// Names folders of certificates, separated by colons.
    Folders(&'static [Client]),
    /// The same. Any other text is an address of OpenSSL's stores, which can be a file
    /// (measured with 3.0 and Python).
    FoldersOrStore(&'static [Client]),
    /// Names files of certificates, separated by this character.
    Files(char, &'static [Client]),
    /// Mentions authorities, for an unknown program.
    Guess,
    /// Holds certificates itself.
    Certificates(&'static [Client]),
    /// Switches verification off.
    Switch(SettingKind, &'static [Client], When),
    /// Names a proxy.
    Proxy(&'static [Client]),
    /// Names a configuration file of a program, or the folder that has it.
    Configuration(Program),
    /// Names several, separated by colons.
    Configurations(Program),
    /// Names folders, separated by colons, that contain these files.
    Lists(&'static [(Program, &'static str)]),
    /// Replaces this folder of a home.
    Folder(&'static str),
    /// The same, for the folder in which a tool installs: an unknown one does not matter.
    Tools(&'static str),
    /// Options of dockerd.
    Dockerd,
    /// Conda's `ssl_verify`.
    CondaVerify,
    /// Replaces `.config`, for Chromium and its relatives alone.
    Browsers,
    /// Replaces the home.
    Home,
    /// Names a script that shells run first.
    Script,
    /// Names the folder of zsh's start-up files.
    Zsh,
    /// A piece of shell that runs before each prompt.
    Shell,
    /// Loads code into every program.
    Library,
    /// Names folders that are searched for programs.
    Path,
    /// Names folders in which a program looks for its own code first. A file there under
    /// one of these names takes precedence over the program's own.
    Search(&'static [&'static str]),
    /// Loads this code into a program, whatever it is.
    Code,
    /// An exported shell function.
    Function,
    /// Names the folder of a browser's profile.
    Profile(Client),
    /// Names a file to which session keys are written.
    Keys,
    /// Options of Java.
    Java,
    /// git settings, quoted.
    GitParameters,
    /// Options of Node.js.
    NodeOptions,
    /// With one of these in its value, makes a program trust the system's roots.
    System(Client, &'static [&'static str]),
}

/// Which values turn a switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// This one.
    Is(&'static str),
    /// Any, even the empty one.
    Set,
    /// Any but the empty one.
    Named,
}

/// Whether a variable does any of this.
pub(super) fn matters(name: &str) -> bool {
    meaning(name).is_some() || name.starts_with("GIT_CONFIG_")
}

/// Whether its value is a file or folders of certificates.
pub(super) fn names_anchors(name: &str) -> bool {
    matches!(
        meaning(name),
        Some(
            Meaning::File(_)
                | Meaning::Folders(_)
                | Meaning::FoldersOrStore(_)
                | Meaning::Files(..)
        )
    )
}

/// Whether it matters wherever it occurs, unlike a variable that only names a place.
pub(super) fn is_certain(name: &str) -> bool {
    !matches!(
        meaning(name),
        None | Some(
            Meaning::Guess
                | Meaning::Home
                | Meaning::Folder(_)
                | Meaning::Tools(_)
                | Meaning::Browsers
                | Meaning::Script
                | Meaning::Path
                | Meaning::Keys
                | Meaning::Search(_)
        )
    )
}

/// Records what an assignment does.
pub(super) fn take(sink: &mut Sink<'_>, at: &Path, assignment: &Assignment) {
    let Some(meaning) = meaning(&assignment.name) else {
        return;
    };
    let value = &assignment.value;
    let may = match (assignment.running_count, assignment.is_conditional) {
        (0, false) => String::new(),
        (0, true) => " (in a condition or a function: may be in force)".to_owned(),
        (1, _) => " (in force in 1 running program)".to_owned(),
        (count, _) => format!(" (in force in {count} running programs)"),
    };
    let what = format!("{}={}{may}", assignment.name, value.text);
    if assignment.running_count > 0 {
        sink.runs(&assignment.name, &value.text, assignment.running_count);
    }
    match meaning {
        Meaning::File(clients) => sink.name_file(at, &what, value, clients),
        Meaning::Folders(clients) => folders(sink, at, &what, value, clients),
        Meaning::FoldersOrStore(clients) => {
            folders(sink, at, &what, value, clients);
            store_address(sink, at, &what, value);
        }
        Meaning::Files(between, clients) => {
            for part in value.text.split(between) {
                sink.name_file(at, &what, &Value::plain(part), clients);
            }
        }
        Meaning::Guess => sink.guess_file(at, &what, value),
        Meaning::Certificates(clients) => {
            if !value.text.is_empty() {
                sink.inline(at, &assignment.name, &value.text, clients);
            }
        }
        Meaning::Switch(kind, clients, when) => {
            if when.is_met(value) {
                sink.setting(at, kind, &what, clients);
            } else if value.is_open {
                sink.unclear(at, &what, Unclear::Switch);
            }
        }
        Meaning::Proxy(clients) => {
            sink.proxy(at, SettingKind::ProxyEnvironment, &what, value, clients);
        }
        Meaning::Configuration(program) => sink.take(at, Content::Given(program, &what, value)),
        Meaning::Configurations(program) => {
            for part in parts(value) {
                sink.take(at, Content::Given(program, &what, &part));
            }
        }
        Meaning::Function => search::function(sink, at, &assignment.name, value),
        Meaning::NodeOptions => node_options(sink, at, &assignment.name, &value.text),
        Meaning::System(client, words) => {
            let text = value.text.to_lowercase();
            if words.iter().any(|word| text.contains(word)) {
                sink.follow_system(client);
            }
        }
        meaning => place(sink, at, &what, value, meaning),
    }
}

/// Variables that lead to other places.
fn place(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value, meaning: Meaning) {
    if value.text.is_empty() {
        return;
    }
    match meaning {
        Meaning::Lists(files) => {
            for part in parts(value) {
                for (program, file) in files {
                    let whole = Value {
                        text: format!("{}/{file}", part.text),
                        ..part.clone()
                    };
                    sink.take(at, Content::Given(*program, what, &whole));
                }
            }
        }
        Meaning::Shell if value.is_open => {
            sink.unclear(at, what, Unclear::Prompt);
        }
        Meaning::Shell => sink.take(at, Content::Script(&value.text, Dialect::Posix)),
        Meaning::Library => libraries(sink, at, what, value),
        Meaning::Path => search::path(sink, at, what, value),
        Meaning::Search(names) => search::folders(sink, at, what, value, names),
        Meaning::Code => search::code(sink, at, what, value),
        Meaning::Profile(client) => match sink.path(value) {
            Some(path) => sink.profile(client, path),
            None => sink.unclear(at, what, Unclear::Profile),
        },
        Meaning::Keys => {
            let what = what.to_owned();
            sink.remark(at, &SettingsRemark::WritesKeys { what });
        }
        Meaning::Java => {
            sink.java_options(at, &value.text);
            agents(sink, at, what, &value.text);
        }
        Meaning::Dockerd => {
            let words: Vec<Value> = std::iter::once("dockerd")
                .chain(value.text.split_whitespace())
                .map(Value::plain)
                .collect();
            invocation::take(sink, at, Tool::Docker, &words);
        }
        Meaning::CondaVerify if value.is_open => {
            sink.unclear(at, what, Unclear::Place);
        }
        Meaning::CondaVerify => super::place::conda_verify(sink, at, what, &value.text),
        Meaning::GitParameters => git::of_parameters(sink, at, &value.text),
        // A name that a script uses for how something is started.
        Meaning::Script if !value.text.starts_with(['/', '~', '$']) => {}
        meaning => elsewhere(sink, at, what, value, meaning),
    }
}

/// Handles a variable whose value replaces another file or folder.
fn elsewhere(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value, meaning: Meaning) {
    let path = sink.path(value);
    match (meaning, path) {
        (Meaning::Home, Some(path)) => sink.home(path),
        (Meaning::Folder(usual) | Meaning::Tools(usual), Some(path)) => {
            program::instead_of(sink, usual, &path);
        }
        (Meaning::Browsers, Some(path)) => program::browsers_in(sink, &path),
        (Meaning::Zsh, Some(path)) => {
            for name in ZSH {
                sink.take(&path.join(name), Content::ScriptFile(Dialect::Posix));
            }
        }
        (Meaning::Script, Some(path)) => sink.take(&path, Content::ScriptFile(Dialect::Posix)),
        // Where it is anyway, in everyone's home.
        (Meaning::Folder(usual), None) if value.text.strip_prefix("$HOME/") == Some(usual) => {}
        (
            Meaning::Home | Meaning::Folder(_) | Meaning::Browsers | Meaning::Zsh | Meaning::Script,
            None,
        ) => sink.unclear(at, what, Unclear::Destination),
        _ => {}
    }
}

/// Java options that load code, which can replace Java's own verification.
pub(super) fn agents(sink: &mut Sink<'_>, at: &Path, what: &str, text: &str) {
    const OPTIONS: [&str; 6] = [
        "-javaagent:",
        "-agentpath:",
        "-agentlib:",
        "-Xbootclasspath",
        "--patch-module",
        "-Djava.security.properties=",
    ];
    // Those of a debugger and a profiler.
    const KNOWN: [&str; 2] = ["-agentlib:jdwp", "-agentlib:hprof"];
    let is_loading = |word: &str| {
        let word = word.trim_matches(['"', '\'']);
        OPTIONS.iter().any(|option| word.starts_with(option))
            && !KNOWN.iter().any(|known| word.starts_with(known))
    };
    if text.split_whitespace().any(is_loading) {
        sink.unclear(at, what, Unclear::Code);
    }
}

/// The parts of a list; an unresolved part contains a `$` or a backquote.
fn parts(value: &Value) -> Vec<Value> {
    let parts = value.text.split(':').filter(|part| !part.is_empty());
    parts
        .map(|part| Value {
            is_open: value.is_open && part.contains(['$', '`', '~', '(']),
            ..Value::plain(part)
        })
        .collect()
}

/// Preloaded libraries. A known one counts only where the system keeps libraries.
pub(super) fn libraries(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value) {
    let is_known = |library: &str| {
        let (folder, name) = library.rsplit_once('/').unwrap_or(("", library));
        let is_systems = ["/usr/lib", "/lib", "/usr/local/lib"]
            .iter()
            .any(|place| folder.starts_with(place));
        let is_known = LIBRARIES.iter().any(|known| name.starts_with(known));
        library.is_empty() || is_known && (folder.is_empty() || is_systems)
    };
    if !value.text.split([':', ' ']).all(is_known) {
        sink.unclear(at, what, Unclear::Preload);
    }
}

/// OpenSSL also takes the whole text for the address of a store (`by_store.c`).
fn store_address(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value) {
    let path = value.text.strip_prefix("file:").unwrap_or(&value.text);
    let path = path.strip_prefix("//localhost").unwrap_or(path);
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.starts_with('/') && !value.is_open {
        let clients = [
            Client::Openssl,
            Client::PythonSsl,
            Client::Perl,
            Client::Ruby,
        ];
        sink.name_only_file(at, path, &clients);
    } else if value.text.contains(':') && !value.text.starts_with('/') && !value.is_open {
        sink.unclear(at, what, Unclear::StoreAddress);
    }
}

impl When {
    fn is_met(self, value: &Value) -> bool {
        match self {
            Self::Is(text) => !value.is_open && value.text == text,
            Self::Set => true,
            Self::Named => !value.text.is_empty(),
        }
    }
}

/// Cargo takes the text for one folder.
fn folders(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value, clients: &[Client]) {
    let parts: Vec<&str> = value.text.split(':').collect();
    let clients: Vec<Client> = clients
        .iter()
        .copied()
        .filter(|client| parts.len() == 1 || *client != Client::Cargo)
        .collect();
    for part in parts {
        // An unresolved part contains a `$` or a backquote.
        let folder = Value {
            is_open: value.is_open && part.contains(['$', '`', '~', '(']),
            ..Value::plain(part)
        };
        sink.name_folder(at, what, &folder, &clients);
    }
}

/// Node.js manual, «NODE_OPTIONS»: underscores equal hyphens; quotes and backslashes keep
/// blanks.
pub(super) fn node_options(sink: &mut Sink<'_>, at: &Path, name: &str, text: &str) {
    for option in text.split_whitespace() {
        let option: String = option
            .chars()
            .filter(|c| !matches!(c, '"' | '\'' | '\\'))
            .map(|c| if c == '_' { '-' } else { c })
            .collect();
        let key = option.split('=').next().unwrap_or_default();
        match key {
            "--use-openssl-ca" => sink.node_follows_openssl(),
            "--use-system-ca" => sink.follow_system(Client::Node),
            "--require"
            | "-r"
            | "--import"
            | "--loader"
            | "--experimental-loader"
            | "--openssl-config" => {
                let what = format!("{name}={text}");
                sink.unclear(at, &what, Unclear::Code);
            }
            _ => {}
        }
    }
}

/// Records several assignments of one file.
pub(super) fn take_all(sink: &mut Sink<'_>, at: &Path, assignments: &[Assignment]) {
    // If a variable is set twice, either value may be in force.
    let mut scope = Scope::new(None);
    for assignment in assignments {
        take(sink, at, assignment);
        scope.assign(&assignment.name, &assignment.value);
    }
    git::of_environment(sink, at, &scope);
}

/// An unconditional assignment, known to later ones.
pub(super) fn assigned(scope: &mut Scope, name: &str, value: Value) -> Option<Assignment> {
    scope.assign(name, &value);
    matters(name).then(|| Assignment {
        name: name.to_owned(),
        value,
        is_conditional: false,
        running_count: 0,
    })
}
