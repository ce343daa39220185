//! Which parts of a search look at which names in a folder.
//!
//! A home has thousands of parts, and a build writes thousands of names: each name is looked up.

use std::{
    collections::{BTreeSet, HashMap},
    ffi::{OsStr, OsString},
    os::unix::ffi::OsStrExt as _,
    rc::Rc,
};

use super::{
    happened::{Happened, Part},
    places::Matters,
};

type Parts = BTreeSet<Rc<Part>>;

/// What SQLite adds to the name of a database.
const JOURNALS: [&[u8]; 2] = [b"-journal", b"-wal"];

#[derive(Default)]
pub(super) struct OfParts {
    names: HashMap<OsString, Parts>,
    on_the_way: HashMap<OsString, Parts>,
    listed: Parts,
}

impl OfParts {
    pub(super) fn add(&mut self, part: &Rc<Part>, matters: Matters) {
        for (places, names) in [
            (&mut self.names, matters.names),
            (&mut self.on_the_way, matters.on_the_way),
        ] {
            for name in names {
                places.entry(name).or_default().insert(Rc::clone(part));
            }
        }
        if matters.is_listed {
            self.listed.insert(Rc::clone(part));
        }
    }

    /// Tells the parts to which something that happens to this name matters; see
    /// [`Matters::has`].
    pub(super) fn tell(&self, name: &OsStr, is_another: bool, happened: &mut Happened) {
        let journals = JOURNALS.iter();
        let of_journal = journals.filter_map(|end| name.as_bytes().strip_suffix(*end));
        let read = std::iter::once(name).chain(of_journal.map(OsStr::from_bytes));
        let read = read.filter_map(|name| self.names.get(name));
        let another = is_another.then(|| self.on_the_way.get(name));
        let another = another.flatten().into_iter();
        let listed = is_another.then_some(&self.listed);
        for part in read.chain(another).chain(listed).flatten() {
            happened.part(part);
        }
    }

    /// Tells all parts.
    pub(super) fn tell_all(&self, happened: &mut Happened) {
        let named = self.names.values().chain(self.on_the_way.values());
        for part in named.flatten().chain(&self.listed) {
            happened.part(part);
        }
    }
}
