//! What opening the files would do: one sentence for each class and role.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_container::{Other, Presence, Role};
use anchorwatch_policy::Class;

use super::{Page, refuses, worrying};
use crate::{
    commands::identify::{Found, Identified},
    words::Words,
};

pub(super) fn write(page: &mut Page, identified: &[Identified], words: &Words) {
    let mut worst: Vec<&Found> = worrying(identified).collect();
    let group = |found: &Found| (found.presence, found.classification.class, found.role);
    worst.sort_by_key(|found| group(found));
    let mut said = BTreeSet::new();
    for found in &worst {
        if said.insert(group(found)) {
            let same: BTreeSet<_> = worst
                .iter()
                .filter(|other| group(other) == group(found))
                .map(|other| other.certificate.sha256())
                .collect();
            let class = found.classification.class;
            page.say(&match found.presence {
                // Distrusted certificates are not worrying and do not get here.
                Presence::Offered | Presence::Distrusted => {
                    would_trust(class, found.role, same.len(), words)
                }
                Presence::InSignature => came_with_signature(class, same.len(), words),
            });
        }
    }
    let offers_any = identified.iter().any(Identified::offers_any);
    let is_all_read = identified.iter().all(|one| one.unreadable.is_empty());
    if !is_all_read && !identified.iter().any(Identified::is_read) {
        let count = [("count", identified.len().into())];
        page.say(&words.with("identify-nothing-read", &count));
    } else if !is_all_read {
        page.say(&words.say("identify-not-all-read"));
    } else if !offers_any && identified.iter().any(refuses) {
        page.say(&words.say("identify-only-refused"));
    } else if !offers_any {
        none_found(page, identified, words);
    } else if said.is_empty() {
        page.say(&words.say("identify-all-public"));
    }
    if identified.iter().any(Identified::has_effect) {
        page.say(&words.say("identify-has-effect"));
    }
}

/// What the file contains instead of a certificate.
fn none_found(page: &mut Page, identified: &[Identified], words: &Words) {
    let mut others = BTreeMap::new();
    let contents = identified.iter().filter_map(|one| one.contents.as_ref());
    for contents in contents {
        for (other, count) in &contents.others {
            *others.entry(*other).or_default() += count;
        }
        if contents.private_key_count > 0 {
            *others.entry(Other::PrivateKey).or_default() += contents.private_key_count;
        }
    }
    if others.is_empty() {
        page.say(&words.say("identify-none-found"));
    } else {
        let what = words.others(&others);
        page.say(&words.with("identify-only-others", &[("what", what.into())]));
    }
}

/// Plain words for the certificates of one class and role.
fn would_trust(class: Class, role: Role, number: usize, words: &Words) -> String {
    let count = ("count", number.into());
    let facts = [("role", role.code().into()), count.clone()];
    let what = words.with("identify-what", &facts);
    let id = match (class, role) {
        (Class::Unknown, Role::Leaf) => "identify-trust-unknown-leaf".to_owned(),
        (class, _) => format!("identify-trust-{}", class.code()),
    };
    words.with(&id, &[("what", what.into()), count])
}

fn came_with_signature(class: Class, number: usize, words: &Words) -> String {
    let facts = [("count", number.into()), ("class", class.code().into())];
    words.with("identify-came-with-signature", &facts)
}
