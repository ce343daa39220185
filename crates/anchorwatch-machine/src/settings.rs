//! Settings of programs: the anchors they name, the verification they switch off and the
//! proxies they lead to.
//!
//! An environment reaches every program that a person starts; a configuration file reaches
//! one program. Both can name a file of roots, and neither needs more rights than the
//! person has. A named file becomes a store. Verification that is switched off, and traffic
//! that is led elsewhere, become settings of the file that says so.
//!
//! Which program follows which setting was measured with curl 7.88.1, git 2.39.5 (GnuTLS),
//! Wget 1.21.3 (GnuTLS), Python 3.11.2, pip 23.0.1 and 23.2.1 (whose copy of requests was
//! tested in place of requests), Node.js 20.20.2, npm 11.19.1, Cargo 1.95.0, OpenSSL 3.0.19
//! and Perl 5.36, against a site on loopback whose root was in one setting at a time.
//! Programs that could not be run (apt, AWS, Deno, Docker, Go, Ruby, Yarn) follow their
//! documentation.
//!
//! Anything that is present but not understood is reported: see [`script`] for what that
//! means for a shell, whose effect cannot be read completely. Settings in force in running
//! programs are read in [`in_force`].
//!
//! A reader reads one format into a [`sink`]. What it finds may lead back to it: a script
//! sets a variable that names a script. Such [`content`] goes through the sink, and
//! [`reader`] calls whoever reads it, so that the files form no circle.
//!
//! **Not checked:** what a program changes in its own memory, and what is compiled into it.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;

use crate::{
    Inventory, User,
    ask::answer::{Answer, Kind},
};

mod apt;
mod authority_key;
mod aws;
mod cargo;
mod configuration;
mod containers;
mod content;
mod cron;
mod curl;
mod docker;
mod effect;
mod env_file;
mod environment;
mod fish;
mod force;
mod git;
mod glob;
mod hooks;
mod httpie;
pub(crate) mod in_force;
mod ini;
mod inline;
mod installs;
mod invocation;
mod keyed;
mod known_command;
mod loaded_code;
mod login;
mod mention;
mod mount;
mod node;
mod npm;
mod pam;
mod pip;
mod place;
mod program;
mod python;
mod reader;
mod referenced_bundles;
pub(crate) mod remark;
mod requirements;
mod run_parts;
mod scope;
mod script;
mod shell;
mod sink;
mod sourced;
mod ssh;
mod started;
mod subversion;
mod sudo;
mod systemd;
mod tool;
pub(crate) mod unknown;
mod unverified;
mod variable;
mod wget;
mod yarn;

use content::Content;
use scope::Value;
use sink::{PROCESS, Sink};
use variable::Assignment;

/// The most variables that are read. The kernel's limit on an environment allows fewer
/// (`execve(2)`).
const MAX_VARIABLES: usize = 100_000;

/// Reads the settings that apply to every user.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut sink = reader::begin(tree, None);
    environment::of_system(&mut sink);
    configuration::of_system(&mut sink);
    place::of_system(&mut sink);
    started::of_distribution(&mut sink);
    unknown::of_system(&mut sink);
    configuration::named(&mut sink);
    if node::trusts_what_openssl_trusts(&mut sink) {
        sink.node_follows_openssl();
    }
    reader::finish(sink)
}

/// Reads one user's settings.
pub(crate) fn of_user(tree: &Tree, user: &User) -> Inventory {
    let mut sink = known_of_user(tree, user);
    unknown::of_user(&mut sink, &user.home);
    configuration::named(&mut sink);
    reader::finish(sink)
}

/// Reads the settings of known programs only, without a search through the home's files.
pub(crate) fn of_known_programs(tree: &Tree, user: &User) -> Inventory {
    let mut sink = known_of_user(tree, user);
    configuration::named(&mut sink);
    reader::finish(sink)
}

fn known_of_user<'a>(tree: &'a Tree, user: &'a User) -> Sink<'a> {
    let mut sink = reader::begin(tree, Some(user));
    environment::of_user(&mut sink, &user.home);
    configuration::of_user(&mut sink, &user.home);
    place::of_user(&mut sink, &user.home);
    sink
}

/// Reads one file of the search for settings of unknown programs.
pub(crate) fn of_searched_file(tree: &Tree, user: &User, path: &Path) -> Inventory {
    let mut sink = reader::begin(tree, Some(user));
    unknown::one_file(&mut sink, path);
    configuration::named(&mut sink);
    reader::finish(sink)
}

/// Reads configurations that a walk over folders has found.
pub(crate) fn of_found(tree: &Tree, user: Option<&User>, paths: &[PathBuf]) -> Inventory {
    let mut sink = reader::begin(tree, user);
    for path in paths {
        configuration::found(&mut sink, path);
    }
    configuration::named(&mut sink);
    reader::finish(sink)
}

/// Reads the environment that is in force: the one that the caller's next command will use.
///
/// **Trust:** the person who set the variables is also the one who sees the result.
#[must_use]
pub fn read_environment(
    tree: &Tree,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Inventory {
    let mut sink = reader::begin(tree, None);
    let assignments: Vec<Assignment> = variables
        .into_iter()
        .take(MAX_VARIABLES)
        .map(|(name, value)| Assignment {
            name: name.to_string_lossy().into_owned(),
            value: Value::plain(&value.to_string_lossy()),
            is_conditional: false,
            running_count: 0,
        })
        .collect();
    sink.take(PROCESS.as_ref(), Content::Assignments(&assignments));
    configuration::named(&mut sink);
    reader::finish(sink)
}

/// Whether an environment variable can name anchors, switch verification off, name a proxy,
/// or lead to a configuration.
pub(crate) fn variable_matters(name: &str) -> bool {
    variable::matters(name)
}

/// Reads what a program named when it was asked. `place` identifies the program.
pub(crate) fn read_answers(
    tree: &Tree,
    user: &User,
    place: &Path,
    answers: &[Answer],
) -> Inventory {
    let mut sink = reader::begin(tree, Some(user));
    for answer in answers {
        let clients = [answer.client];
        let value = Value::plain(&answer.value);
        let what = answer.value.as_str();
        match answer.kind {
            Kind::File => sink.name_file(place, what, &value, &clients),
            Kind::Folder => sink.name_folder(place, what, &value, &clients),
            Kind::Git => {
                if let Some((name, value)) = what.split_once('=') {
                    git::take_named(&mut sink, place, name, value, "");
                }
            }
            Kind::Java => sink.java_options(place, what),
            Kind::System => sink.follow_system(answer.client),
            Kind::Variable => {
                let Some((name, value)) = what.split_once('=') else {
                    continue;
                };
                let assignment = Assignment {
                    name: name.to_owned(),
                    value: Value::plain(value),
                    is_conditional: false,
                    running_count: 0,
                };
                sink.take(place, Content::Assignments(&[assignment]));
            }
        }
    }
    configuration::named(&mut sink);
    reader::finish(sink)
}

#[cfg(test)]
mod planted;
#[cfg(test)]
mod tests;
