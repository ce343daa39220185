//! Bags of PKCS #12.

use anchorwatch_container::{
    self as container,
    bags::{Bags, TrustedBag, trusted_bag},
};
use anchorwatch_identity::{Certificate, problem::ContainerProblem};
use anchorwatch_machine::{
    Trust,
    java::keystore::{self, USUAL_PASSWORDS},
};

use anchorwatch_remark::{Remark, Told};

use super::{
    Filtered, PutBack, Removed, entry_unreadable, in_words, other_format,
    selection::{Seen, selected},
    taken, word_and_bytes,
};
use crate::java::remark::JavaRemark;

/// The format word of a bag.
const WORD: &str = "pkcs12";

pub(super) fn without(
    bytes: &[u8],
    passwords: &[String],
    is_refused: &dyn Fn(&Certificate) -> bool,
) -> Result<Filtered, Told> {
    let bags = match opened(bytes, passwords) {
        Ok(bags) => bags,
        Err(why) => return shut(bytes, passwords, is_refused, &why),
    };
    let mut filtered = Filtered::default();
    let shut = bags.shut();
    filtered.blind_spots = shut.map(problem).collect();
    let mut seen = Vec::new();
    for bag in bags.trusted() {
        if let Err(why) = &bag.certificate {
            let unread = entry_unreadable(bag.alias.as_deref(), problem(why));
            filtered.blind_spots.push(unread);
        }
        seen.push(Seen {
            name: name_of(bag),
            certificate: bag.certificate.clone().ok(),
        });
    }
    if bags.of_keys().iter().any(is_refused) {
        let stays = JavaRemark::SomePrivateKeyStays.told();
        filtered.blind_spots.push(stays);
    }
    let places = selected(&seen, is_refused);
    if places.is_empty() {
        return Ok(filtered);
    }
    let at = |place: &usize| bags.trusted().get(*place);
    let gone: Vec<&TrustedBag> = places.iter().filter_map(at).collect();
    let content = bags.rewritten(&gone, &[]);
    filtered.content = Some(content.map_err(|error| problem(&error))?);
    filtered.removed = gone
        .into_iter()
        .map(|bag| Removed {
            alias: alias(bag),
            certificate: bag.certificate.clone().ok(),
            entry: in_words(WORD, &bag.der),
        })
        .collect();
    Ok(filtered)
}

pub(super) fn with_again(
    bytes: &[u8],
    passwords: &[String],
    removed: &[&str],
) -> Result<PutBack, Told> {
    let bags = opened(bytes, passwords).map_err(|error| problem(&error))?;
    let mut missing = Vec::new();
    for text in removed {
        let (word, kept) = word_and_bytes(text)?;
        if word != WORD {
            return Ok(other_format(word));
        }
        let bag = trusted_bag(&kept).map_err(|error| problem(&error))?;
        let Some(bag) = bag else {
            return Err(JavaRemark::ItemNotTrusted.told());
        };
        let is_same = |other: &&TrustedBag| match name_of(&bag) {
            Some(name) => name_of(other) == Some(name),
            None => other.der == bag.der,
        };
        let of_that_name: Vec<_> = bags.trusted().iter().filter(is_same).collect();
        if of_that_name
            .iter()
            .any(|other| other.certificate == bag.certificate)
        {
            continue;
        }
        if !of_that_name.is_empty() {
            return Ok(taken(bag.alias.as_deref()));
        }
        missing.push(kept);
    }
    if missing.is_empty() {
        return Ok(PutBack::Nothing);
    }
    let missing: Vec<&[u8]> = missing.iter().map(Vec::as_slice).collect();
    let content = bags.rewritten(&[], &missing);
    content
        .map(PutBack::Content)
        .map_err(|error| problem(&error))
}

pub(super) fn without_entries(bytes: &[u8], added: &[&str]) -> Result<Option<Vec<u8>>, Told> {
    let bags = opened(bytes, &[]).map_err(|error| problem(&error))?;
    let mut kept = Vec::new();
    for text in added {
        let (word, bytes) = word_and_bytes(text)?;
        // In another format it is not the entry that was put there.
        kept.extend((word == WORD).then_some(bytes));
    }
    let gone: Vec<&TrustedBag> = bags
        .trusted()
        .iter()
        .filter(|bag| kept.contains(&bag.der))
        .collect();
    if gone.is_empty() {
        return Ok(None);
    }
    let content = bags.rewritten(&gone, &[]);
    content.map(Some).map_err(|error| problem(&error))
}

pub(super) fn certificate_of(kept: &[u8]) -> Option<Certificate> {
    trusted_bag(kept).ok()??.certificate.ok()
}

fn opened(bytes: &[u8], passwords: &[String]) -> Result<Bags, container::Error> {
    let usual = USUAL_PASSWORDS.map(str::to_owned);
    Bags::open(bytes, &[passwords, usual.as_slice()].concat())
}

/// A file that cannot be taken apart may still show its certificates: without a password Java
/// does not check the seal.
fn shut(
    bytes: &[u8],
    passwords: &[String],
    is_refused: &dyn Fn(&Certificate) -> bool,
    why: &container::Error,
) -> Result<Filtered, Told> {
    let keystore = keystore::read(bytes, passwords).map_err(|why| why.told())?;
    let is_trusted = |(certificate, trust): &(Certificate, Trust)| {
        *trust == Trust::Trusted && is_refused(certificate)
    };
    if !keystore.certificates.iter().any(is_trusted) {
        let unreadable = keystore.unreadable.iter();
        let mut blind_spots: Vec<Told> = unreadable.map(Remark::told).collect();
        if blind_spots.is_empty() {
            blind_spots.push(problem(why));
        }
        return Ok(Filtered {
            blind_spots,
            ..Filtered::default()
        });
    }
    Err(match why {
        container::Error::WrongPassword | container::Error::NeedsPassword => {
            JavaRemark::PasswordUnknown.told()
        }
        why => {
            let why = problem(why).into();
            JavaRemark::Left { why }.told()
        }
    })
}

fn alias(bag: &TrustedBag) -> String {
    bag.alias
        .clone()
        .unwrap_or_else(|| "without a name".to_owned())
}

fn problem(error: &container::Error) -> Told {
    ContainerProblem::from(error).told()
}

/// Java compares names in lower case. A name that is not valid UTF-16 equals no other.
fn name_of(bag: &TrustedBag) -> Option<Vec<u8>> {
    let name = bag.alias.as_ref()?.to_lowercase();
    (!name.contains(char::REPLACEMENT_CHARACTER)).then(|| name.into_bytes())
}
