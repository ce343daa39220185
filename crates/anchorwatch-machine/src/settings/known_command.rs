//! Commands that scripts commonly run or source without changing what a program trusts: the
//! idioms of Debian's own files, and of tools that people add to start-up files.
//!
//! **Trust:** a command counts by its name. Anyone who can put another program of that name
//! into a user's path does not need a start-up file.

use std::path::Path;

use super::{
    environment::table,
    glob,
    scope::Value,
    sink::{Sink, Telling},
};
use crate::settings::remark::{SettingsRemark, Unclear};

/// Programs that print shell code for colours, completions, prompts or their own paths
/// (`eval "$(dircolors -b)"`), according to the manual of each.
const ANSWERING: [&str; 49] = [
    // Names of programs: `$(which x)`, `$(command -v x)`.
    "-v",
    "gdmwhich",
    "type",
    "which",
    "apt-config", // /etc/cron.daily/apt-compat
    "atuin",
    "batpipe",
    "brew",
    "conda",
    "dbus-launch",
    "dircolors", // Debian's .bashrc
    "fnm",
    "fzf",
    "gh",
    "glab",
    "gnome-keyring-daemon",
    "gpg-agent",
    "gpgconf",
    "helm",
    "keychain",
    "kubectl",
    "lesspipe", // Debian's .bashrc
    "locale",
    "luarocks",
    "mcfly",
    "mise",
    "minikube",
    "navi",
    "ng",
    "nodenv",
    "npm",
    "oh-my-posh",
    "op",
    "opam",
    "pip",
    "pip3",
    "pipenv",
    "pipx",
    "pyenv",
    "rbenv",
    "register-python-argcomplete",
    "register-python-argcomplete3",
    "resize",
    "ssh-agent",
    "starship",
    "systemctl",
    "thefuck",
    "tset",
    "zoxide",
];

/// What Debian's own files source or evaluate that one of our tables already reads, or that
/// sets nothing that matters: the file, and how the text begins. Read in Debian 12's
/// packages.
const IDIOMS: [(&str, &str); 34] = [
    // The files of Xsession.d, and options for the X server.
    ("/etc/X11/Xsession", ". $(…)"),
    ("/etc/X11/Xsession", ". $SESSIONFILE"),
    (
        "/etc/X11/Xsession.d/40x11-common_xsessionrc",
        ". $USERXSESSIONRC",
    ),
    (
        "/etc/X11/Xsession.d/70im-config_launch",
        ". $IM_CONFIG_XINPUTRC_",
    ),
    ("/etc/X11/Xsession.d/75dbus_dbus-launch", "$(…)"),
    ("/usr/share/im-config/xinputrc.common", ". gettext.sh"),
    (
        "/usr/share/im-config/xinputrc.common",
        ". /usr/share/im-config/data/",
    ),
    // The files of Xsession.d, and what csh exports.
    ("/etc/gdm3/Xsession", ". $(…)"),
    ("/etc/sddm/Xsession", ". $(…)"),
    ("/etc/sddm/Xsession", ". /etc/X11/Xsession.d/"),
    ("/etc/sddm/wayland-session", ". $(…)"),
    ("/usr/share/sddm/scripts/Xsession", ". $(…)"),
    ("/usr/share/sddm/scripts/Xsession", ". /etc/X11/Xsession.d/"),
    ("/usr/share/sddm/scripts/wayland-session", ". $(…)"),
    // The files of /etc/csh.
    ("/etc/csh.cshrc", ". $(…)"),
    ("/etc/csh.login", ". $(…)"),
    // Locale and time zone; a service's defaults, which are read.
    ("/etc/init.d/cron", "export $var"),
    ("/etc/init.d/cron", "$var"),
    // Names and addresses of an interface.
    ("/etc/network/if-up.d/resolved", ". /run/network/"),
    ("/etc/gdm3/Xsession", "$(…)"),
    ("/etc/init.d/apache-htcacheclean", ". /etc/default/"),
    ("/etc/init.d/apache2", ". /etc/default/"),
    ("/lib/init/init-d-script", ". $1"),
    ("/lib/init/init-d-script", ". /etc/default/"),
    ("/usr/lib/init/init-d-script", ". $1"),
    ("/usr/lib/init/init-d-script", ". /etc/default/"),
    ("/lib/lsb/init-functions", ". $(…)"),
    ("/lib/lsb/init-functions", ". $hook"),
    // `if $(kill -0 …)`
    ("/lib/lsb/init-functions", "$(…)"),
    ("/usr/lib/lsb/init-functions", "$(…)"),
    ("/usr/lib/lsb/init-functions", ". $(…)"),
    ("/usr/lib/lsb/init-functions", ". $hook"),
    ("/etc/cron.daily/apt-compat", "$(…)"),
    ("/etc/bash_completion", ". ~/.bash_completion"),
];

/// Whole programs that people source: what cannot be resolved in them is reported but does
/// not make the result inconclusive. A star matches anything.
const FRAMEWORKS: [&str; 28] = [
    "/usr/share/bash-completion/bash_completion",
    // Completions, each for one program.
    "/etc/bash_completion.d/*",
    "/usr/share/bash-completion/completions/*",
    "/usr/lib/git-core/git-sh-*",
    "/usr/share/fish/*",
    "/usr/share/fzf/key-bindings.bash",
    "/usr/share/doc/fzf/examples/key-bindings.bash",
    "/etc/profile.d/conda.sh",
    "/etc/profile.d/nix.sh",
    "/etc/profile.d/nix-daemon.sh",
    "*/.nix-profile/etc/profile.d/nix.sh",
    "*/.asdf/asdf.sh",
    "*/.cargo/env",
    "*/.fzf.bash",
    "*/.fzf.zsh",
    "*/.ghcup/env",
    "*/.nvm/nvm.sh",
    "*/.nvm/bash_completion",
    "*/.oh-my-bash/oh-my-bash.sh",
    "*/.oh-my-zsh/oh-my-zsh.sh",
    "*/.p10k.zsh",
    "*/.rvm/scripts/rvm",
    "*/.sdkman/bin/sdkman-init.sh",
    "*/conda3/etc/profile.d/conda.sh",
    "*/miniconda3/etc/profile.d/conda.sh",
    "*/miniforge3/etc/profile.d/conda.sh",
    "*/google-cloud-sdk/path.bash.inc",
    "*/google-cloud-sdk/completion.bash.inc",
];

/// Reports what a script does that is not understood, unless an idiom explains it.
pub(super) fn name(sink: &mut Sink<'_>, at: &Path, what: &str, why: Unclear) {
    let is_idiom = IDIOMS
        .iter()
        .any(|(file, start)| at == Path::new(file) && what.starts_with(start));
    let place = at.to_string_lossy();
    let is_framework = FRAMEWORKS
        .iter()
        .any(|known| match known.strip_prefix('*') {
            Some(end) => place.ends_with(end),
            None => glob::is_path_match(known, &place),
        });
    match sink.telling {
        _ if is_idiom => {}
        Telling::Silent => {}
        Telling::Inconclusive if !is_framework => sink.unclear(at, what, why),
        _ => sink.remark(at, &SettingsRemark::WholeProgram),
    }
}

/// Whether everything unresolved in a word is output of such programs.
pub(super) fn is_answer(word: &Value) -> bool {
    !word.is_open || !word.commands.is_empty() && is_nothing_else(word)
}

/// Whether nothing but such output is unresolved in it.
fn is_nothing_else(word: &Value) -> bool {
    let rest = word.text.replace("$(…)", "");
    !rest.contains(['$', '`']) && word.commands.iter().all(|command| is_known(command))
}

fn is_known(command: &str) -> bool {
    let command = command.trim();
    !command.contains([';', '\n', '<'])
        && command
            .split("||")
            .flat_map(|part| part.split("&&"))
            .all(is_one_known)
}

/// Words after which a program runs another one: `conda run x`, `op run -- x`.
const RUNNING: [&str; 6] = ["--", "dlx", "exec", "run", "shell", "x"];

/// The options of `ssh-agent` that take a value; any other word is a program that it runs.
const WITH_VALUE: [&str; 4] = ["-a", "-E", "-P", "-t"];

/// Whether a single command is known.
fn is_one_known(command: &str) -> bool {
    // In a pipe or in the background; discarding the output is neither.
    let quiet = command.replace("2>&1", "").replace("&>/dev/null", "");
    if quiet.contains(['|', '&']) {
        return false;
    }
    let mut words = command
        .split_whitespace()
        .skip_while(|word| word.contains('=') || *word == "command");
    let name = words.next().unwrap_or_default().trim_matches(['"', '\'']);
    let name = standard(name).unwrap_or(name);
    let arguments: Vec<&str> = words.filter(|word| !word.contains('>')).collect();
    let runs = match name {
        "ssh-agent" | "dbus-launch" => runs_a_program(&arguments),
        _ => arguments.iter().any(|word| RUNNING.contains(word)),
    };
    ANSWERING.contains(&name) && !runs
}

fn runs_a_program(arguments: &[&str]) -> bool {
    let mut is_value = false;
    arguments.iter().any(|word| {
        let is_program = !is_value && !word.starts_with('-');
        is_value = WITH_VALUE.contains(word);
        is_program
    })
}

/// A program's name, if its path is where the system keeps programs.
fn standard(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/')?;
    const FOLDERS: [&str; 11] = [
        "/bin",
        "/usr/bin",
        "/usr/local/bin",
        "/sbin",
        "/usr/sbin",
        "/home/linuxbrew/.linuxbrew/bin",
        "/snap/bin",
        "/opt/conda/bin",
        "*/anaconda3/bin",
        "*/miniconda3/bin",
        "*/miniforge3/bin",
    ];
    let is_standard = FOLDERS.iter().any(|known| match known.strip_prefix('*') {
        Some(end) => folder.ends_with(end),
        None => *known == folder,
    });
    is_standard.then_some(name)
}

/// Whether what is sourced is a program's output (`source <(kubectl completion bash)`), or
/// a file that is already read, for everyone or in each home.
pub(super) fn is_source(sourced: &Value) -> bool {
    // A file found by a search may be anything: `. $(which x)`.
    let is_looked_for = |command: &String| {
        let words: Vec<&str> = command.split_whitespace().take(2).collect();
        matches!(
            words[..],
            ["which" | "type" | "gdmwhich", ..] | ["command", "-v"]
        )
    };
    let is_answer = sourced.text == "$(…)"
        && !sourced.commands.is_empty()
        && !sourced.commands.iter().any(is_looked_for)
        && is_answer(sourced);
    let in_home = ["$HOME/", "~/"]
        .iter()
        .find_map(|home| sourced.text.strip_prefix(home));
    is_answer
        || in_home.is_some_and(table::is_start_up_file_of_user)
        || table::is_start_up_file(&sourced.text)
}
