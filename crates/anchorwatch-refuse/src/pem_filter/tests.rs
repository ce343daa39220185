use anchorwatch_container::certificate_file;
use anchorwatch_home::{BlockList, BlockedKey, Twins, Unlisted, UnlistedTreatment};
use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use data_encoding::BASE64;

use super::*;

const PATH: &str = "/etc/ssl/certs/ca-certificates.crt";

fn root(name: &str) -> Vec<u8> {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    let key = rcgen::KeyPair::generate().unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

fn pem(der: &[u8]) -> Vec<u8> {
    let body = BASE64.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n").into_bytes()
}

fn refusing(key: SpkiSha256) -> BlockList {
    BlockList::default().with(vec![BlockedKey {
        key,
        because: "a test".to_owned(),
        since: UnixSeconds::new(0),
        twins: Twins::default(),
    }])
}

fn key(der: &[u8]) -> SpkiSha256 {
    Certificate::from_der(der).unwrap().spki_sha256()
}

/// What is left of a file without this key.
fn cut(content: &[u8], refused: &[u8]) -> (Option<Vec<u8>>, Draft) {
    let list = refusing(key(refused));
    let mut draft = Draft::default();
    let allowlist = Allowlist::by_key(&list);
    let cut = Stripped::of(
        content,
        Opened::Whole,
        (&allowlist, Confining::Nowhere),
        PATH.as_ref(),
        &mut draft,
    );
    assert!(!cut.still_shows_refused_key);
    (cut.rest, draft)
}

#[test]
fn a_refused_certificate_is_cut_wherever_it_stands_and_the_rest_stays_byte_for_byte() {
    let (one, refused, two) = (root("One"), root("Refused"), root("Two"));
    let both = |der: &[u8]| [der.to_vec(), pem(der)];
    for front in both(&one) {
        for middle in both(&refused) {
            for behind in both(&two) {
                for between in [&b""[..], b"\n", b"# a comment\n"] {
                    let content = [&front[..], between, &middle, between, &behind].concat();
                    let (rest, draft) = cut(&content, &refused);
                    let expected = [&front[..], between, between, &behind].concat();
                    assert_eq!(rest, Some(expected));
                    assert_eq!(draft.withheld.len(), 1);
                    assert_eq!(draft.blind_spots, []);
                    let (rest, _) = cut(&content, &root("Another"));
                    assert_eq!(rest, None);
                }
            }
        }
    }
}

#[test]
fn two_halves_that_a_cut_would_join_are_cut_too() {
    let refused = root("Refused");
    let (head, tail) = refused.split_at(refused.len() / 2);
    let content = [head, &refused, tail].concat();
    let (rest, _) = cut(&content, &refused);
    assert_eq!(rest, Some(Vec::new()));
    let text = pem(&refused);
    let (head, tail) = text.split_at(text.len() / 2);
    let (rest, draft) = cut(&[head, &text, tail].concat(), &refused);
    let rest = rest.unwrap();
    assert!(certificate_file(&rest).certificates().next().is_none());
    assert!(!draft.withheld.is_empty());
}

#[test]
fn bytes_that_cannot_be_read_are_a_blind_spot_and_with_unlisted_they_are_cut() {
    let (public, mut damaged) = (root("Public"), root("Damaged"));
    damaged[8] = 0xff;
    let content = [&pem(&public)[..], &damaged].concat();
    let (rest, draft) = cut(&content, &root("Another"));
    assert_eq!(rest, None);
    assert_eq!(draft.blind_spots.len(), 1, "{:?}", draft.blind_spots);

    let folder = tempfile::tempdir().unwrap();
    let tree = anchorwatch_home::Tree::open(folder.path()).unwrap();
    let shipped = [Certificate::from_der(&public).unwrap().sha256()];
    let list =
        BlockList::default().limiting_unlisted(Unlisted::of(UnlistedTreatment::HoldOut, shipped));
    let (allowlist, _) = Allowlist::of(&tree, &list, UnixSeconds::new(1_800_000_000));
    let mut draft = Draft::default();
    let mut of = |content: &[u8], opened| {
        let shown = (&allowlist, Confining::Nowhere);
        Stripped::of(content, opened, shown, PATH.as_ref(), &mut draft)
    };
    let whole = of(&content, Opened::Whole);
    assert!(whole.withheld_unknown);
    let rest = whole.rest.unwrap();
    assert!(rest.starts_with(&pem(&public)) && rest.len() < content.len());
    assert!(certificate_file(&rest).unread().next().is_none());
    // A reader of PEM alone sees nothing there.
    assert_eq!(of(&content, Opened::ForPem).rest, None);
    assert_eq!(of(&pem(&public), Opened::Whole).rest, None);
}
