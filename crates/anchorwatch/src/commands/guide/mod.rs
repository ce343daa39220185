//! `guide`: how to find and remove an imposed root by hand, on systems without Anchorwatch.
//!
//! Reads nothing from the network or the machine: prints steps, and the fingerprints of the
//! known roots as the device shows them.

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    output,
    words::{Language, Words},
};

mod args;
mod document;
mod text;

pub(crate) use args::Args;

mod fingerprint;
mod steps;

pub(crate) use fingerprint::{Fingerprint, fingerprints, unlisted_key_count};
pub(crate) use steps::{AFTERWARDS, Step, WARNINGS};

anchorwatch_remark::closed_list! {
    /// A system for which there is a guide.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
    pub(crate) enum System {
        /// Phones and tablets with Android.
        Android,
        /// iPhone and iPad.
        Ios,
        /// Windows 10 and 11.
        Windows,
        /// Mac computers.
        Macos,
    }
}

impl System {
    /// The command line value and stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Ios => "ios",
            Self::Windows => "windows",
            Self::Macos => "macos",
        }
    }

    /// The steps, in order.
    pub(crate) const fn steps(self) -> &'static [Step] {
        match self {
            Self::Android => steps::ANDROID,
            Self::Ios => steps::IOS,
            Self::Windows => steps::WINDOWS,
            Self::Macos => steps::MACOS,
        }
    }
}

impl Step {
    /// The text of the step.
    pub(crate) fn text(&self, system: System, words: &Words) -> String {
        let own = format!("guide-{}-{}", system.code(), self.code);
        words.say_first(&[&own, &format!("guide-{}", self.code)])
    }
}

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        // Documents are always in English.
        let english = Words::of(Language::English);
        match self.system {
            None => {
                let document = document::List::of(&english);
                output::answer(how.format, || text::list(&how.words), &document)?;
            }
            Some(system) => {
                let document = document::Document::of(system, &english);
                output::answer(how.format, || text::render(system, &how.words), &document)?;
            }
        }
        Ok(Exit::NothingFound)
    }
}
