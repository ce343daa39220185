//! Entries of JKS and JCEKS.

use anchorwatch_identity::Certificate;
use anchorwatch_machine::java::{
    JavaRemark as Unread,
    jks::{self, Entries, Entry, Standing, trusted_entry},
    keystore::{self, USUAL_PASSWORDS},
};

use anchorwatch_remark::{Remark as _, Told};

use super::{
    Filtered, PutBack, Removed, entry_unreadable, in_words, other_format,
    selection::{Seen, selected},
    taken, word_and_bytes,
};
use crate::java::remark::JavaRemark;

/// The format word of an entry's layout, before the version.
pub(super) const WORD: &str = "jks-";

pub(super) fn without(
    bytes: &[u8],
    passwords: &[String],
    is_refused: &dyn Fn(&Certificate) -> bool,
) -> Result<Filtered, Told> {
    let entries = jks::read(bytes);
    let mut filtered = Filtered::default();
    let (mut trusted, mut seen) = (Vec::new(), Vec::new());
    for entry in &entries.certificates {
        let read = keystore::certificates(entry.encoding);
        // Java's factory reads only the first certificate of an encoding.
        let certificate = read.map(|found| found.into_iter().next());
        if let Err(why) = &certificate {
            let unread = entry_unreadable(Some(&entry.alias), why.told());
            filtered.blind_spots.push(unread);
        }
        let certificate = certificate.ok().flatten();
        match entry.standing {
            Standing::Trusted => {
                trusted.push(entry);
                seen.push(Seen {
                    name: Some(jks::name_of(entries.bytes_of(entry)).to_vec()),
                    certificate,
                });
            }
            Standing::OfAKey if certificate.as_ref().is_some_and(is_refused) => {
                let entry = entry.alias.clone();
                let stays = JavaRemark::PrivateKeyStays { entry }.told();
                filtered.blind_spots.push(stays);
            }
            Standing::OfAKey | Standing::InAChain => {}
        }
    }
    filtered
        .blind_spots
        .extend(entries.cut.map(|cut| remark_on(&cut)));
    let places = selected(&seen, is_refused);
    if places.is_empty() {
        return Ok(filtered);
    }
    let gone: Vec<&Entry<'_>> = places
        .iter()
        .filter_map(|at| trusted.get(*at).copied())
        .collect();
    filtered.content = Some(sealed(&entries, passwords, &gone, &[])?);
    for (place, entry) in places.into_iter().zip(gone) {
        filtered.removed.push(Removed {
            alias: entry.alias.clone(),
            certificate: seen.get(place).and_then(|seen| seen.certificate.clone()),
            entry: in_words(&word(&entries), entries.bytes_of(entry)),
        });
    }
    Ok(filtered)
}

pub(super) fn with_again(
    bytes: &[u8],
    passwords: &[String],
    removed: &[&str],
) -> Result<PutBack, Told> {
    let entries = jks::read(bytes);
    let version = entries.version().unwrap_or(0);
    let mut missing = Vec::new();
    for text in removed {
        let (kept_word, kept) = word_and_bytes(text)?;
        if kept_word != word(&entries) {
            return Ok(other_format(kept_word));
        }
        let entry = trusted_entry(&kept, version).map_err(|error| remark_on(&error))?;
        let of_that_name = entries
            .certificates
            .iter()
            .filter(|other| jks::name_of(entries.bytes_of(other)) == jks::name_of(&kept));
        let mut is_there = false;
        let mut is_taken = false;
        for other in of_that_name {
            is_taken = true;
            is_there |= other.standing == Standing::Trusted && other.encoding == entry.encoding;
        }
        if is_taken && !is_there {
            return Ok(taken(Some(&entry.alias)));
        }
        if !is_there {
            missing.push(kept);
        }
    }
    if missing.is_empty() {
        return Ok(PutBack::Nothing);
    }
    let missing: Vec<&[u8]> = missing.iter().map(Vec::as_slice).collect();
    sealed(&entries, passwords, &[], &missing).map(PutBack::Content)
}

pub(super) fn without_entries(bytes: &[u8], added: &[&str]) -> Result<Option<Vec<u8>>, Told> {
    let entries = jks::read(bytes);
    let mut kept = Vec::new();
    for text in added {
        let (kept_word, bytes) = word_and_bytes(text)?;
        // In another format it is not the entry that was put there.
        kept.extend((kept_word == word(&entries)).then_some(bytes));
    }
    let gone: Vec<&Entry<'_>> = entries
        .certificates
        .iter()
        .filter(|entry| entry.standing == Standing::Trusted)
        .filter(|entry| kept.iter().any(|kept| kept == entries.bytes_of(entry)))
        .collect();
    if gone.is_empty() {
        return Ok(None);
    }
    sealed(&entries, &[], &gone, &[]).map(Some)
}

pub(super) fn certificate_of(kept: &[u8], version: u32) -> Option<Certificate> {
    let entry = trusted_entry(kept, version).ok()?;
    let found = keystore::certificates(entry.encoding).ok()?;
    found.into_iter().next()
}

fn remark_on(cut: &jks::Error) -> Told {
    Unread::from(cut).told()
}

/// The format word of an entry's layout.
fn word(entries: &Entries<'_>) -> String {
    format!("{WORD}{}", entries.version().unwrap_or(0))
}

fn sealed(
    entries: &Entries<'_>,
    passwords: &[String],
    without: &[&Entry<'_>],
    with: &[&[u8]],
) -> Result<Vec<u8>, Told> {
    if let Some(cut) = entries.cut.filter(|_| !entries.is_whole()) {
        let why = remark_on(&cut).into();
        return Err(JavaRemark::Left { why }.told());
    }
    let mut known = passwords.iter().map(String::as_str).chain(USUAL_PASSWORDS);
    known
        .find_map(|password| entries.rewritten(without, with, password))
        .ok_or_else(|| JavaRemark::PasswordUnknown.told())
}
