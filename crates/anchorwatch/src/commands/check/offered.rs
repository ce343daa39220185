//! Reads the files that a page offers, as `identify` does. Nothing is installed.

use anchorwatch_container as container;
use anchorwatch_evidence::HttpRequest;
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
    for certificate in certificates {
        let der = certificate.der().to_vec();
        if request.certificates.len() < MOST && !request.certificates.contains(&der) {
            request.certificates.push(der);
        }
    }
    request
}
