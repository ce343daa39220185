//! The story of July 2019, with the real program, a real client and an interceptor.
//!
//! The binary `demo` runs it. Nothing is seen; interception begins; it is found and placed between
//! two hops; its root is identified; a person installs it, and the client believes what comes;
//! the root is refused; interception ends.
//!
//! Source of the story: Censored Planet, «Investigating large scale HTTPS interception in
//! Kazakhstan», IMC 2020.

mod scene;

use std::path::Path;
use std::time::Instant;

use self::scene::{Answer, Scene};
use crate::{Error, Network};

/// A part of the story.
struct Part {
    /// What happens.
    title: &'static str,
    act: fn(&mut Scene<'_>) -> Result<Vec<Answer>, Error>,
}

const STORY: [Part; 7] = [
    Part {
        title: "16 July. The connection is what it seems",
        act: |scene| {
            Ok(vec![
                scene.curl()?.expect("loads"),
                scene.check()?.expect("not_seen"),
            ])
        },
    },
    Part {
        title: "17 July. Somebody on the way begins to read",
        act: |scene| {
            scene.interception_begins()?;
            Ok(vec![scene.curl()?.expect("refuses")])
        },
    },
    Part {
        title: "Is it read, and where?",
        act: |scene| {
            Ok(vec![
                scene
                    .check_deep()?
                    .expect("intercepted between hop 1 and hop 2"),
            ])
        },
    },
    Part {
        title: "People get a message: install this file. What is it?",
        act: |scene| Ok(vec![scene.identify()?.expect("suspected_family")]),
    },
    Part {
        title: "A person installs it, and everything seems well again",
        act: |scene| {
            scene.root_is_installed()?;
            Ok(vec![
                scene.curl()?.expect("loads"),
                scene.check()?.expect("intercepted"),
            ])
        },
    },
    Part {
        title: "The root is refused, and stays where it is",
        act: |scene| {
            Ok(vec![
                scene.block()?.expect("done"),
                scene.curl()?.expect("refuses"),
            ])
        },
    },
    Part {
        title: "8 August. Interception ends",
        act: |scene| {
            scene.interception_ends();
            Ok(vec![
                scene.curl()?.expect("loads"),
                scene.check()?.expect("not_seen"),
            ])
        },
    },
];

/// Tells the story, line by line. Returns whether every answer was the expected one.
///
/// # Errors
///
/// Something that it needs is missing, or a program could not be run.
pub fn tell(anchorwatch: &Path, say: &mut dyn FnMut(&str)) -> Result<bool, Error> {
    let began = Instant::now();
    let network = Network::new()?;
    let mut scene = Scene::new(anchorwatch, &network)?;
    let mut is_as_expected = true;
    for part in &STORY {
        say("");
        say(part.title);
        for answer in (part.act)(&mut scene)? {
            is_as_expected &= answer.is_as_expected();
            say(&format!("  {answer}"));
        }
    }
    say("");
    say(&format!("{} s.", began.elapsed().as_secs()));
    Ok(is_as_expected)
}
