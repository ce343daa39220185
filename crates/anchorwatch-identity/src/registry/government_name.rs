//! The names of states' roots, which are in no browser's program.
//!
//! A name proves nothing: anyone can write it. It is reported because a server's certificate often
//! comes alone, and its issuer's name is then the only thing that says whose authority it is under.
//!
//! Sources: the certificates of the registry (`data/known-roots/`), with the names of the
//! intermediates that sign in their place; and the CCADB (`data/public-program/programs.tsv`),
//! which gives only a root's common name and its state, so only those two are compared.
//!
//! **Must not hit:** the name of a public root, such as `AC RAIZ FNMT-RCM`, which Spain also
//! gave to a root outside the programs; and a name of general words, such as Korea's `Root CA`,
//! which any company there may use.

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use super::{Conduct, KnownKey, generated, known_roots, names_public_root};
use crate::{DistinguishedName, name::folded, once::once};

/// The name of a state's root, or of an intermediate under it.
///
/// **Trust:** anyone can use the name. It accuses nobody, and nothing may be trusted because of it.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GovernmentName {
    /// The common name.
    pub name: String,
    /// The state, ISO 3166-1 alpha-2.
    pub country: String,
    /// The root's key, if the registry has it.
    pub known: Option<&'static KnownKey>,
}

#[derive(Default)]
struct Names {
    /// By the parts of the whole name.
    whole: BTreeMap<Vec<String>, GovernmentName>,
    /// By country and common name, both folded.
    common: HashMap<(String, String), GovernmentName>,
}

/// The state's root or intermediate that has this name.
///
/// **Not checked:** the key; ask [`known_key_of`](super::known_key_of) and
/// [`government_authority`](super::government_authority) for that.
#[must_use]
pub fn government_name(name: &DistinguishedName) -> Option<&'static GovernmentName> {
    static NAMES: OnceLock<Names> = OnceLock::new();
    let names = once(&NAMES, names);
    let whole = names.whole.get(&name.parts());
    whole.or_else(|| {
        let countries = name.countries().iter();
        let mut pairs = countries.flat_map(|country| {
            let common_names = name.common_names().iter();
            common_names.map(move |common_name| (folded(country), folded(common_name)))
        });
        pairs
            .find_map(|pair| names.common.get(&pair))
            .filter(|_| !names_public_root(name))
    })
}

fn names() -> Names {
    let mut names = Names::default();
    let states = known_roots()
        .iter()
        .filter(|known| known.conduct == Conduct::GovernmentRoot);
    for known in states {
        let own = known.certificates.iter().map(|one| one.subject_der);
        for der in own.chain(known.subordinate_names.iter().copied()) {
            if let Some(name) = DistinguishedName::from_der(der)
                && let (Some(common_name), Some(country)) =
                    (name.common_names().first(), name.countries().first())
            {
                let named = GovernmentName {
                    name: common_name.clone(),
                    country: country.clone(),
                    known: Some(known),
                };
                names.whole.entry(name.parts()).or_insert(named);
            }
        }
    }
    for &(country, name) in generated::GOVERNMENT_NAMES {
        if !is_general(name) {
            let named = GovernmentName {
                name: name.to_owned(),
                country: country.to_owned(),
                known: None,
            };
            names.common.insert((folded(country), folded(name)), named);
        }
    }
    names
}

/// Whether the name consists of words that any authority may use.
fn is_general(name: &str) -> bool {
    const GENERAL: [&str; 6] = [
        "root",
        "ca",
        "certification",
        "certificate",
        "authority",
        "class",
    ];
    let is_general = |word: &str| {
        GENERAL.contains(&word) || word.chars().all(|character| character.is_ascii_digit())
    };
    folded(name)
        .split(|character: char| !character.is_alphanumeric())
        .all(is_general)
}

#[cfg(test)]
mod tests;
