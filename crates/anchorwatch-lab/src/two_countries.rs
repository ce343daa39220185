//! A distrust list of two publishers in two countries, with one public log, three witnesses and a mirror:
//! every part is a real program.
//!
//! ```text
//! oslo     publisher, log, and witness w1
//! tbilisi  publisher, and witness w2
//! lima     witness w3
//! mirror   nginx, with static files
//! client   list update
//! ```
//!
//! The binary `two-countries` runs it on loopback, or in a network of namespaces; there, hosts are cut
//! off, and it is seen what goes on without them.

mod hosts;
mod story;

use std::path::Path;
use std::time::Instant;

pub use hosts::Place;
pub use story::Story;

use crate::Error;

/// The programs that take part.
#[derive(Debug, Clone, Copy)]
pub struct Programs<'a> {
    /// The command line.
    pub anchorwatch: &'a Path,
    /// The witness.
    pub witness: &'a Path,
}

/// Sets all of it up in an empty folder, publishes lists, and has a client take them. Returns the story
/// with its running programs, and whether every answer was the expected one.
///
/// # Errors
///
/// A program is missing or could not be run.
pub fn run<'a>(
    programs: Programs<'_>,
    folder: &'a Path,
    place: &'a Place,
    say: &mut dyn FnMut(&str),
) -> Result<(Story<'a>, bool), Error> {
    let began = Instant::now();
    let mut story = Story::begin(programs, folder, place, say)?;
    let mut is_as_expected = true;
    for part in story::PARTS {
        say("");
        say(part.title);
        for answer in (part.act)(&mut story)? {
            is_as_expected &= answer.is_as_expected();
            say(&format!("  {answer}"));
        }
    }
    say("");
    say(&format!("{:.1} s.", began.elapsed().as_secs_f64()));
    Ok((story, is_as_expected))
}
