//! Which entries of the lists are about somebody's certificates or names.

use std::collections::HashSet;

use anchorwatch_identity::Certificate;
use anchorwatch_list::{EntryId, List, Role};
use anchorwatch_policy::distrust::{DnsSuffix, NameLimit, Presented};

use crate::{Mirror, PlainEntry, coverage::is_below};

/// An entry that is about something that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The entry.
    pub entry: PlainEntry,
    /// Its identifier.
    pub id: EntryId,
    /// Which of the two lists has it.
    pub role: Role,
    /// The first of the lists before that has it too, without a gap; or this one.
    pub since: u64,
    /// The subject of the certificate, or the name, that it is about.
    pub about: String,
}

/// Finds the entries of the newest lists that match one of these certificates, or that apply to one
/// of these names alone.
///
/// **Not checked:** entries about a key under which a certificate was issued, unless that issuer's
/// certificate is among the given ones; and lists that are older than those to which a mirror has
/// deltas.
#[must_use]
pub fn monitor(mirror: &Mirror, certificates: &[Certificate], names: &[DnsSuffix]) -> Vec<Watched> {
    let mut found = Vec::new();
    for role in [Role::Approved, Role::Quick] {
        let Some(list) = mirror.list(role) else {
            continue;
        };
        let mut seen: HashSet<(EntryId, String)> = HashSet::new();
        let of_certificates = certificates
            .iter()
            .flat_map(|it| matching(&list, it, certificates));
        for (id, entry, about) in of_certificates.chain(of_names(&list, names)) {
            if seen.insert((id, about.clone())) {
                found.push(Watched {
                    since: since(mirror, &list, id),
                    entry,
                    id,
                    role,
                    about,
                });
            }
        }
    }
    found
}

type Found = (EntryId, PlainEntry, String);

fn matching(list: &List<'_>, certificate: &Certificate, all: &[Certificate]) -> Vec<Found> {
    let alone = Presented::of(certificate);
    let issuers = all.iter().filter(|other| {
        other.subject().der() == certificate.issuer().der() && *other != certificate
    });
    let asked = std::iter::once(alone).chain(issuers.map(|it| alone.issued_by(it.spki_sha256())));
    let entries: Vec<Found> = asked
        .flat_map(|it| {
            let entries = list.matching(&it).into_iter();
            let plain = entries.filter_map(|it| Some((it.id(), PlainEntry::of(&it)?)));
            plain.collect::<Vec<_>>()
        })
        .map(|(id, entry)| (id, entry, certificate.subject().to_string()))
        .collect();
    entries
}

fn of_names(list: &List<'_>, names: &[DnsSuffix]) -> Vec<Found> {
    let mut found = Vec::new();
    for entry in list.entries() {
        let Some(NameLimit::Inside(inside)) = &entry.limits.names else {
            continue;
        };
        let touches = |name: &&DnsSuffix| {
            let mut inside = inside.iter();
            inside.any(|it| is_below(name, it) || is_below(it, name))
        };
        if let (Some(name), Some(plain)) = (names.iter().find(touches), PlainEntry::of(&entry)) {
            found.push((entry.id(), plain, name.as_str().to_owned()));
        }
    }
    found
}

/// The first list that has the entry, back from the newest one without a gap.
fn since(mirror: &Mirror, list: &List<'_>, id: EntryId) -> u64 {
    let mut since = list.header().sequence;
    if list.header().role() == Role::Quick {
        return since;
    }
    for octets in &mirror.earlier {
        let Ok(earlier) = List::parse(octets) else {
            continue;
        };
        let sequence = earlier.header().sequence;
        if sequence >= since {
            continue;
        }
        if !earlier.entries().any(|it| it.id() == id) {
            break;
        }
        since = sequence;
    }
    since
}
