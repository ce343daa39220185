//! The programs of a machine that open HTTPS pages, and how to make each of them open one.
//!
//! A [`Client`] is a small value: what it is, how to find it, how to run it, and how to read
//! its output. It loads the page, refuses the certificate, or does something else, which is
//! never counted as a refusal.
//!
//! Clients run at a [`Desk`]: a sealed machine and an ordinary person who works on it, with an
//! empty environment.

mod answer;
mod catalogue;
mod chromium;
mod desk;
mod mozilla;
mod script;
mod single;

pub use answer::Answer;
pub use catalogue::{CLIENTS, Kind};
pub use desk::{Desk, Page, Who};
pub use mozilla::Product;

use self::{answer::short, script::Script, single::Single};
use crate::{Error, Sealed};

/// Adds a person with a home to the sealed machine, and the scripts that clients run.
///
/// # Errors
///
/// [`Error::Failed`] if the home cannot be made.
pub fn desk(sealed: &Sealed) -> Result<Desk<'_>, Error> {
    script::install(sealed)?;
    Desk::new(sealed)
}

/// One program, or one way in which a program is used.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    /// A short name, unique among [`CLIENTS`]; at most 16 characters, for tables.
    pub id: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
    /// A command that succeeds where the client is installed and prints its version;
    /// the first word is its program.
    pub version: &'static [&'static str],
    /// For a client that never reads the system's store: the variable that gives it the path of a
    /// PEM file with its own anchors.
    pub own_anchors: Option<&'static str>,
    /// How `block --unlisted` treats a local root in the store that it reads.
    pub unlisted: Unlisted,
    how: How,
}

/// How `block --unlisted` treats a local root, by the store that a client reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// It is held to private names and to those of a consent.
    Confined,
    /// It is refused, unless there is a consent.
    Consented,
    /// It is refused.
    Refused,
}

/// How a client is run.
#[derive(Clone, Copy, Debug)]
enum How {
    /// One process for each page.
    Single(Single),
    /// One process for all pages, which prints a line for each.
    Script(Script),
    /// Chromium, one start for all pages.
    Chromium,
    /// Firefox or Thunderbird, one start for all pages.
    Mozilla(Product),
}

impl Client {
    /// Returns its version, or the reason why it is not available.
    ///
    /// # Errors
    ///
    /// [`Error::Run`] if the sealed machine itself cannot be used.
    pub fn find(&self, desk: &Desk<'_>) -> Result<Result<String, String>, Error> {
        let Some((program, arguments)) = self.version.split_first() else {
            return Ok(Err("no program".to_owned()));
        };
        let Some(program) = desk.program(program) else {
            return Ok(Err("not installed".to_owned()));
        };
        let said = desk.run(self.who(), &[], &program, arguments, "")?;
        let line = |text: &str| short(text.lines().next().unwrap_or_default());
        Ok(if said.code == Some(0) {
            Ok(line(&said.out))
        } else {
            let last = said.err.lines().rfind(|line| !line.trim().is_empty());
            Err(last.map_or_else(|| "not installed".to_owned(), line))
        })
    }

    /// Returns its answer for each page, in order.
    ///
    /// `variables` are set in its environment.
    ///
    /// # Errors
    ///
    /// [`Error::Run`] if the sealed machine itself cannot be used. A client that crashes gives
    /// [`Answer::Broken`] for each page.
    pub fn ask(
        &self,
        desk: &Desk<'_>,
        pages: &[&Page],
        variables: &[(&str, &str)],
    ) -> Result<Vec<Answer>, Error> {
        match &self.how {
            How::Single(single) => pages
                .iter()
                .map(|page| single.ask(desk, page, variables))
                .collect(),
            How::Script(script) => script.ask(desk, self.who(), pages, variables),
            How::Chromium => Ok(chromium::ask(desk, pages)),
            How::Mozilla(product) => Ok(mozilla::ask(desk, *product, pages)),
        }
    }

    /// Returns which kind of program it is.
    pub fn kind(&self) -> Kind {
        match self.how {
            How::Single(_) | How::Script(_) => Kind::CommandLine,
            How::Chromium => Kind::Chromium,
            How::Mozilla(product) => Kind::Mozilla(product),
        }
    }

    fn who(&self) -> Who {
        match &self.how {
            How::Script(script) => script.who,
            _ => Who::Person,
        }
    }
}
