//! What an assignment of a variable does.

use std::path::Path;

use super::{
    configuration,
    content::Content,
    force::Force,
    git, invocation, loaded_code, node,
    place::conda_verify,
    program::Program,
    scope::{Scope, Value},
    shell::Dialect,
    sink::Sink,
    tool::Tool,
    unverified,
    variable::{Assignment, meaning::Meaning, meaning_of},
};
use crate::installation::environment;
use crate::settings::remark::{SettingsRemark, Unclear};
use crate::{Client, SettingKind};

mod search;

/// zsh's start-up files (zsh(1), «Startup/Shutdown Files»).
const ZSH: [&str; 5] = [".zshenv", ".zprofile", ".zshrc", ".zlogin", ".zlogout"];

/// Records what an assignment does.
pub(super) fn take(sink: &mut Sink<'_>, at: &Path, assignment: &Assignment) {
    let Some(meaning) = meaning_of(&assignment.name) else {
        return;
    };
    let value = &assignment.value;
    let what = format!("{}={}", assignment.name, value.text);
    let force = match (assignment.running_count, assignment.is_conditional) {
        (0, false) => Force::Certain,
        (0, true) => Force::Conditional,
        (count, _) => Force::Running(count),
    };
    sink.with_force(force, |sink| follow(sink, at, assignment, meaning, &what));
}

fn follow(sink: &mut Sink<'_>, at: &Path, assignment: &Assignment, meaning: Meaning, what: &str) {
    let value = &assignment.value;
    if assignment.running_count > 0 {
        sink.runs(&assignment.name, &value.text, assignment.running_count);
    }
    active_environment(sink, at, assignment);
    match meaning {
        Meaning::File(clients) => sink.name_file(at, what, value, clients),
        Meaning::Folders(clients) => folders(sink, at, what, value, clients),
        Meaning::FoldersOrStore(clients) => {
            folders(sink, at, what, value, clients);
            store_address(sink, at, what, value);
        }
        Meaning::Files(between, clients) => {
            for part in value.text.split(between) {
                sink.name_file(at, what, &Value::plain(part), clients);
            }
        }
        Meaning::Guess => sink.guess_file(at, what, value),
        Meaning::Certificates(clients) => {
            if !value.text.is_empty() {
                sink.inline(at, &assignment.name, &value.text, clients);
            }
        }
        Meaning::Switch(kind, clients, when) => {
            if when.is_met(value) {
                sink.setting(at, kind, what, clients);
            } else if value.is_open {
                sink.unclear(at, what, Unclear::Switch);
            }
        }
        Meaning::GuessSwitch(switch) if !value.is_open && switch.is_off(value.text.trim()) => {
            sink.setting(at, SettingKind::ProgramInsecure, what, &[Client::Other]);
        }
        Meaning::GuessSwitch(_) => {}
        Meaning::Proxy(clients) => {
            sink.proxy(at, SettingKind::ProxyEnvironment, what, value, clients);
        }
        Meaning::Configuration(program) => sink.take(at, Content::Given(program, what, value)),
        Meaning::Configurations(program) => configurations(sink, at, what, value, program),
        Meaning::Function => search::function(sink, at, &assignment.name, value),
        Meaning::NodeOptions => node::options(sink, at, &assignment.name, &value.text),
        Meaning::System(client, words) => {
            let text = value.text.to_lowercase();
            if words.iter().any(|word| text.contains(word)) {
                sink.follow_system(client);
            }
        }
        meaning => place(sink, at, what, value, meaning),
    }
}

/// Configurations, separated by colons.
fn configurations(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value, program: Program) {
    // People search for kubeconfigs; what is in one reaches one cluster.
    let is_taken = |part: &Value| program != Program::Kube || !part.is_open;
    for part in value.parts().into_iter().filter(is_taken) {
        sink.take(at, Content::Given(program, what, &part));
    }
}

/// The active environment (PEP 405; conda's manual, «Managing environments»).
fn active_environment(sink: &mut Sink<'_>, at: &Path, assignment: &Assignment) {
    if matches!(&*assignment.name, "VIRTUAL_ENV" | "CONDA_PREFIX") {
        let folder = sink.path(&assignment.value);
        let found = folder.filter(|it| environment::is_one(sink.tree, it));
        sink.environment(at, found);
    }
}

/// Variables that lead to other places.
fn place(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value, meaning: Meaning) {
    if value.text.is_empty() {
        return;
    }
    match meaning {
        Meaning::Lists(files) => {
            for part in value.parts() {
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
        Meaning::Library => loaded_code::libraries(sink, at, what, value),
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
            loaded_code::agents(sink, at, what, &value.text);
            unverified::take(sink, at, &value.text);
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
        Meaning::CondaVerify => conda_verify(sink, at, what, &value.text),
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
            configuration::instead_of(sink, usual, &path);
        }
        (Meaning::Browsers, Some(path)) => configuration::browsers_in(sink, &path),
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
