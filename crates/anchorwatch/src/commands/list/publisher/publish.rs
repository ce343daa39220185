//! `list publish`: files for clients, and the log in which they can see them.

use std::path::{Path, PathBuf};

use anchorwatch_home::MirrorFolder;
use anchorwatch_list::{MAX_LIST_BYTES, Publishers};
use anchorwatch_note::MAX_NOTE_BYTES;
use anchorwatch_publisher::{Mirror, NewSet, Publication, PublishProblem, Release};

use super::{
    answer::answer,
    args::ListPublish,
    changes_of,
    done::{Act, Done},
    files,
    log::{Extended, extend},
};
use crate::{
    commands::Presentation,
    exit::Exit,
    input,
    problem::{Hint, Hinted, Problem},
};

pub(in crate::commands::list) fn publish(
    args: &ListPublish,
    how: &Presentation,
) -> anyhow::Result<Exit> {
    let given = files::publishers(&args.publishers)?;
    let octets = args.file.as_ref();
    let octets = octets.map(|it| input::file(it, MAX_LIST_BYTES as u64));
    let octets = octets.transpose()?;
    let mut notes = Vec::new();
    for path in &args.note {
        notes.push(input::file(path, MAX_NOTE_BYTES as u64)?);
    }
    // Locked, so that what is read here is what the list follows when it is written.
    let existed = args.out.symlink_metadata().is_ok();
    let folder = existed.then(|| MirrorFolder::open_or_make(&args.out));
    let folder = folder.transpose()?;
    let before = match files::has_published(&args.out) {
        true => files::mirror(&given, &args.out)?,
        false => Mirror::empty(),
    };
    let asked = Asked {
        args,
        given: &given,
        before: &before,
        notes: &notes,
        how,
    };
    let mut done = Done::new(Act::Publish, Some(&args.out));
    let made = match &octets {
        None => asked.renew(&mut done)?,
        Some(octets) => match files::set_text(octets) {
            Some(text) => asked.set(text, &mut done)?,
            None => asked.list(octets, &mut done)?,
        },
    };
    let folder = match folder {
        Some(folder) => folder,
        None => files::new_mirror(&args.out)?,
    };
    write(&folder, &made)?;
    answer(&done, how)?;
    Ok(Exit::NothingFound)
}

/// Whatever leads to other files is written after them.
fn write(folder: &MirrorFolder, made: &Publication) -> anyhow::Result<()> {
    folder.add(&made.files)?;
    if let Some((name, note)) = &made.checkpoint {
        folder.replace(name, note)?;
    }
    // First the bundle: whoever reads `latest` finds no older one beside it.
    for (name, content) in [("bundle", &made.bundle), ("latest", &made.latest)] {
        if let Some(content) = content {
            folder.replace(name, content)?;
        }
    }
    Ok(())
}

/// What was asked for.
struct Asked<'a> {
    args: &'a ListPublish,
    given: &'a Publishers,
    before: &'a Mirror,
    notes: &'a [Vec<u8>],
    how: &'a Presentation,
}

impl Asked<'_> {
    fn list(&self, octets: &[u8], done: &mut Done<'_>) -> anyhow::Result<Publication> {
        let refused = |why| not_published(&self.path(), why);
        let now = input::now();
        let release = Release::of_list(self.given, self.before, octets, self.notes, now);
        let release = release.map_err(refused)?;
        let log = self.extended(self.publishers(), &release.log_texts())?;
        let made = release.publish(log.as_ref().map(Extended::shown), now);
        let made = made.map_err(refused)?;
        let path = self.path();
        let list = files::parsed(&path, octets)?;
        done.list(self.publishers(), &list, changes_of(self.before, &list));
        done.delta_count = made.delta_count;
        done.signers.clone_from(&made.signers);
        done.log = log.map(|it| it.about);
        Ok(made)
    }

    fn set(&self, text: &str, done: &mut Done<'_>) -> anyhow::Result<Publication> {
        let refused = |why| not_published(&self.path(), why);
        let now = input::now();
        let set = match NewSet::published(self.given, self.before, text) {
            Some(set) => set,
            None => {
                let set = NewSet::of(self.given, self.before, text, self.notes, now);
                set.map_err(refused)?
            }
        };
        let log = self.extended(set.before(), &[text.to_owned()])?;
        let made = set.publish(log.as_ref().map(Extended::shown), now);
        let made = made.map_err(refused)?;
        done.set(set.before(), set.next());
        done.log = log.map(|it| it.about);
        Ok(made)
    }

    fn renew(&self, done: &mut Done<'_>) -> anyhow::Result<Publication> {
        let refused = |why| not_published(&self.path(), why);
        let release = Release::again(self.given, self.before).map_err(refused)?;
        let log = self.extended(self.publishers(), &release.log_texts())?;
        let made = release.publish(log.as_ref().map(Extended::shown), input::now());
        let made = made.map_err(refused)?;
        done.log = log.map(|it| it.about);
        Ok(made)
    }

    fn extended(&self, of: &Publishers, texts: &[String]) -> anyhow::Result<Option<Extended>> {
        extend(&self.args.log, of, self.before, texts, self.how)
    }

    fn publishers(&self) -> &Publishers {
        self.before.publishers(self.given)
    }

    fn path(&self) -> PathBuf {
        let file = self.args.file.as_ref();
        file.unwrap_or(&self.args.out).clone()
    }
}

/// The error about a list or a set that clients would refuse.
pub(super) fn not_published(list: &Path, why: PublishProblem) -> anyhow::Error {
    let path = list.to_owned();
    Hinted::new(&Problem::ListNotPublished { path }, &Hint::SignAgain)
        .because(why)
        .into()
}
