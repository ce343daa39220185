//! Reads the files that a page offers, as `identify` does. Nothing is installed.

use anchorwatch_container as container;
use anchorwatch_evidence::HttpRequest;
use anchorwatch_identity::{Certificate, registry};
use anchorwatch_probe::Fetched;

/// The most certificates that are kept of one answer.
const MOST: usize = 20;

/// The request, with the certificates of its files.
pub(super) fn read(fetched: Fetched) -> HttpRequest {
    let mut request = fetched.request;
    let files = fetched.files.iter();
    let contents = files.filter_map(|file| container::read(file, None).ok());
    let items = contents.flat_map(|contents| contents.items);
    let certificates = items.filter_map(|item| item.certificate.ok());
    for der in kept(certificates.collect()) {
        if request.certificates.len() < MOST && !request.certificates.contains(&der) {
            request.certificates.push(der);
        }
    }
    request
}

/// Those that matter most come first: whoever makes the file chooses their order, and could put many
/// others before the root.
fn kept(mut certificates: Vec<Certificate>) -> impl Iterator<Item = Vec<u8>> {
    certificates.sort_by_key(|one| {
        let key = one.spki_sha256();
        let is_root = one.is_ca() || one.is_self_issued();
        let is_public = registry::in_public_program(&key);
        (registry::known_key(&key).is_none(), !is_root, is_public)
    });
    certificates.into_iter().map(|one| one.der().to_vec())
}

#[cfg(test)]
mod tests {
    use anchorwatch_lab::pki::Root;

    use super::*;

    #[test]
    fn a_root_is_kept_though_many_others_come_before_it() {
        let root = Root::company("Somebody").unwrap();
        let others = (0..MOST).map(|number| root.issue(&[&format!("a{number}.example")]).unwrap());
        let mut all: Vec<Certificate> = others
            .map(|chain| Certificate::from_der(&chain.certificates()[0]).unwrap())
            .collect();
        all.push(Certificate::from_der(root.der()).unwrap());
        assert_eq!(kept(all).next(), Some(root.der().to_vec()));
    }
}
