//! Reads the files that a page offers, as `identify` does. Nothing is installed.

use anchorwatch_container as container;
use anchorwatch_evidence::HttpRequest;
use anchorwatch_identity::{Certificate, registry};
use anchorwatch_probe::Fetched;

/// The most certificates that are kept of one answer.
const MOST: usize = 20;

/// The requests, with the certificates of their files. Nobody asked for these files, so all of them
/// together may cost as much to read as one that was given: else a page could hold this program.
pub(super) fn read(fetched: Vec<Fetched>) -> Vec<HttpRequest> {
    let files = fetched.iter().flat_map(|it| &it.files).map(Vec::as_slice);
    let mut contents = container::read_together(files).into_iter();
    let requests = fetched.into_iter().map(|it| {
        let mut request = it.request;
        let own = contents.by_ref().take(it.files.len());
        let items = own.filter_map(Result::ok).flat_map(|it| it.items);
        let certificates = items.filter_map(|item| item.certificate.ok());
        for der in kept(certificates.collect()) {
            if request.certificates.len() < MOST && !request.certificates.contains(&der) {
                request.certificates.push(der);
            }
        }
        request
    });
    requests.collect()
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
    use anchorwatch_evidence::HttpUrl;
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

    #[test]
    fn each_request_has_the_certificates_of_its_own_files() {
        let [one, two] = ["A", "B"].map(|name| Root::company(name).unwrap());
        let fetched = |files: &[&[u8]]| Fetched {
            request: HttpRequest::to(
                ([192, 0, 2, 1], 80).into(),
                &HttpUrl::first_page("www.example.kz", 80),
            ),
            files: files.iter().map(|it| it.to_vec()).collect(),
        };
        let requests = read(vec![
            fetched(&[]),
            fetched(&[b"no file", one.der(), one.der()]),
            fetched(&[two.der()]),
        ]);
        let read: Vec<Vec<Vec<u8>>> = requests.into_iter().map(|it| it.certificates).collect();
        let expected = [vec![], vec![one.der().to_vec()], vec![two.der().to_vec()]];
        assert_eq!(read, expected);
    }
}
