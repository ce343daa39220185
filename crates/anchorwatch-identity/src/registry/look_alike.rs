//! Names that look like an interceptor's and are written otherwise.
//!
//! An operator that needs a new root and wants people to take it for the old one, or that wants to
//! escape a list of names, changes little: it adds `G2`, leaves the country out, or writes a letter
//! in another alphabet. What a reader sees is the same. The names are the common names of the keys
//! with [`Conduct::Interception`] in `data/known-roots/`; which texts look alike, `name/skeleton.rs`
//! says.
//!
//! What speaks against it: anyone can use a name, and an authority elsewhere may have chosen the
//! same words. So this is suspicion only.
//!
//! **Must not hit:** any public root, any product's name, any name in `programs.tsv`; a name with
//! other words or another letter. A name that was given to a leaked key is not compared: its maker
//! may go on with it, and what `Aastra` or `127.0.0.1` look like, many names do. Tests ask for all
//! of these.

use std::{collections::HashMap, sync::OnceLock};

use super::{
    Conduct, KnownKey,
    isca_name::{COMMON_NAME, resembles_isca_name},
    known_roots,
};
use crate::{
    DistinguishedName,
    name::skeleton::{skeleton, skeletons_of_any_generation},
    once::once,
};

/// The most common names that are looked at.
const MAX_VALUE_COUNT: usize = 32;

/// The interception key whose name this one looks like; several keys can share a name, and the
/// returned one is an example.
///
/// **Not checked:** whether it is that very name; [`known_name`](super::known_name) asks that
/// first.
pub(super) fn look_alike(name: &DistinguishedName) -> Option<&'static KnownKey> {
    static NAMES: OnceLock<HashMap<String, &'static KnownKey>> = OnceLock::new();
    let names = once(&NAMES, names);
    let values = name.common_names().iter().take(MAX_VALUE_COUNT);
    let mut skeletons = values.flat_map(|value| skeletons_of_any_generation(value));
    let found = skeletons.find_map(|skeleton| names.get(&skeleton).copied());
    found.or_else(|| {
        let isca = resembles_isca_name(name).then(|| skeleton(COMMON_NAME))?;
        names.get(&isca).copied()
    })
}

fn names() -> HashMap<String, &'static KnownKey> {
    let mut names = HashMap::new();
    for known in interceptors() {
        for common_name in common_names(known) {
            for skeleton in skeletons_of_any_generation(&common_name) {
                names.entry(skeleton).or_insert(known);
            }
        }
    }
    names
}

fn interceptors() -> impl Iterator<Item = &'static KnownKey> {
    let all = known_roots().iter();
    all.filter(|known| known.conduct == Conduct::Interception)
}

fn common_names(known: &'static KnownKey) -> impl Iterator<Item = String> {
    let names = known.certificates.iter();
    let names = names.filter_map(|one| DistinguishedName::from_der(one.subject_der));
    names.flat_map(|name| name.common_names().to_vec())
}

#[cfg(test)]
mod tests;
