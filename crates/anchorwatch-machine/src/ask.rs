//! Asks the installed programs themselves where their roots come from.
//!
//! The shell knows best what a start-up file does, and a program what its configurations
//! do. So each is started once, as its user, and its answer is compared with the files: a
//! certificate file that it names is read, with the user's rights, and a difference is
//! reported.
//!
//! ```text
//! unshare --net --pid …     no network, and every started process ends with its parent
//! setpriv --no-new-privs …  the user's number and groups, no rights, none to gain
//! prlimit …                 processor, memory, processes, sizes of files
//! ```
//!
//! These programs are from util-linux, which every Debian has. If one is missing, or the
//! kernel refuses a namespace, nothing is asked, and the result says so.
//!
//! **Trust:** an answer is the user's statement about the user's own programs. It can name
//! any file, which is then read with no more rights than the user has.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Tree, effective_user};

use anchorwatch_remark::Remark as _;

use crate::{
    Inaccessible, Inventory, Store, StoreKind, User, limit::Limit, privsep, settings, user,
};

pub(crate) mod answer;
mod question;
pub(crate) mod remark;
mod run;

use remark::AskRemark;

use answer::Answer;
use question::{QUESTIONS, Question};
use run::Runner;

/// The most users that are asked; a machine for people has a dozen.
const MAX_USERS: usize = 100;

/// Asks the programs of every person on the running system; without root's rights, only the
/// caller's. `known` is what the files said.
///
/// Never fails: what could not be asked is part of the answer.
#[must_use]
pub fn ask(tree: &Tree, known: &Inventory) -> Inventory {
    let mut all = Inventory::default();
    let own = effective_user().0;
    let people: Vec<(User, PathBuf)> = user::people(tree)
        .into_iter()
        .filter(|(user, _)| own == 0 || user.uid == Some(own))
        .collect();
    if let Some((user, _)) = people.get(MAX_USERS) {
        let limit = Limit::Users {
            max: MAX_USERS as u64,
        };
        let closed = Inaccessible::limited(tree, &user.home, None, &limit);
        all.closed.push(closed);
    }
    for (user, shell) in people.into_iter().take(MAX_USERS) {
        all.add(of_user(tree, &user, &shell, known));
    }
    all
}

fn of_user(tree: &Tree, user: &User, shell: &Path, known: &Inventory) -> Inventory {
    let mut all = Inventory::default();
    let mut runner = Runner::new(user);
    for question in QUESTIONS {
        let words = match question.program {
            question::SHELL => shell.to_string_lossy().into_owned(),
            program => program.to_owned(),
        };
        match runner.ask(&words, question) {
            Ok(None) => {}
            Ok(Some(text)) => {
                if question.program == question::SHELL {
                    runner.take_environment(&text);
                }
                let answers = (question.read)(&text);
                let mut inventory = read(tree, user, question, &answers);
                all.add(compared(tree, user, question, &mut inventory, known));
                all.add(inventory);
            }
            Err(why) => {
                let mut store = store(tree, user, question);
                store.error = Some(why.told());
                all.stores.push(store);
            }
        }
    }
    all
}

/// Reads, in a process with the user's rights, what the user's programs named.
pub(crate) fn read_answers(
    tree: &Tree,
    user: &User,
    place: &Path,
    answers: &[String],
) -> Inventory {
    let answers: Vec<Answer> = answers
        .iter()
        .filter_map(|text| Answer::decode(text))
        .collect();
    settings::read_answers(tree, user, place, &answers)
}

/// Reads what the answers name, with the user's rights.
fn read(tree: &Tree, user: &User, question: &Question, answers: &[Answer]) -> Inventory {
    if answers.is_empty() {
        return Inventory::default();
    }
    let place = place(user, question);
    let is_own = user.uid == Some(effective_user().0);
    if is_own {
        return settings::read_answers(tree, user, &place, answers);
    }
    let answers = answers.iter().map(Answer::encode).collect();
    privsep::read_answers(tree, user, &place, answers)
}

/// What an answer says that no file did.
fn compared(
    tree: &Tree,
    user: &User,
    question: &Question,
    answered: &mut Inventory,
    known: &Inventory,
) -> Inventory {
    let mut all = Inventory::default();
    let mut told = store(tree, user, question);
    for store in &answered.stores {
        let is_named = matches!(
            store.kind,
            StoreKind::NamedFile | StoreKind::NamedDirectory | StoreKind::JavaKeystore
        );
        let same = known.stores.iter().find(|other| other.path == store.path);
        if is_named && same.is_none() {
            let path = store.path.clone();
            told.remarks.push(AskRemark::OtherRoots { path }.told());
        }
    }
    for setting in &answered.settings {
        let is_told = known
            .settings
            .iter()
            .any(|other| other.kind == setting.kind);
        if !is_told {
            let literal = setting.literal.clone();
            told.remarks
                .push(AskRemark::OtherSetting { literal }.told());
        }
    }
    for (kind, client) in &answered.followers {
        if *client == crate::Client::Node && !known.followers.contains(&(*kind, *client)) {
            told.remarks.push(AskRemark::SystemRoots.told());
        }
    }
    // A bundle that is already read under its own kind needs no second name.
    answered.stores.retain(|store| {
        let is_same = |other: &&Store| other.path == store.path && other.id != store.id;
        !known.stores.iter().any(|other| is_same(&other))
    });
    told.remarks.dedup();
    if !told.remarks.is_empty() {
        all.stores.push(told);
    }
    all
}

/// `git of alice`: identifies an answer.
fn place(user: &User, question: &Question) -> PathBuf {
    PathBuf::from(format!("{} of {}", question.name, user.name))
}

fn store(tree: &Tree, user: &User, question: &Question) -> Store {
    let place = place(user, question);
    let mut store = Store::new(tree, StoreKind::Settings, &place, Some(user));
    store.id = format!("answer:{}:{}", question.name, user.name);
    store.path = place;
    store
}
