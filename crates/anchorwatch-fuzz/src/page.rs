//! Pages that came without encryption.

use anchorwatch_evidence::{
    HttpUrl,
    page::{MAX_PAGE_BYTES, Page},
};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[Target {
    name: "page",
    run: page,
    seeds,
    mutations: 2_000,
}];

/// Checks that what is found has its limits, and that a link leads where it says again when it is read
/// again.
fn page(bytes: &[u8]) {
    let page = Page::read(bytes);
    assert!(page.links.len() + page.files.len() <= 20);
    assert!(page.files.iter().all(|file| file.len() <= MAX_PAGE_BYTES));
    let base = HttpUrl::first_page("www.example.kz", 80);
    for link in &page.links {
        let shown = base.shown(link);
        assert!(!shown.contains(['?', '#', '\r', '\n']));
        if let Some(url) = base.join(link) {
            assert!(url.path.starts_with('/') && url.port > 0);
            assert_eq!(base.join(&shown).map(|it| it.to_string()), Some(shown));
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let pages = [
        "<a href=\"/qazca.cer\">Установите сертификат</a>",
        "<meta content='0;url=http://isca.gov.kz:8080/isca.der?ip=192.0.2.1#x'>",
        "<a href=\"data:application/x-x509-ca-cert;base64,MAMCAQE=\">install the certificate</a>",
        "<a href=//[2001:db8::1]/a.mobileconfig> сертификатты орнатыңыз",
    ];
    pages.map(|page| page.as_bytes().to_vec()).to_vec()
}
