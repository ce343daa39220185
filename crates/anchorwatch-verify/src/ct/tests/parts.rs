//! Certificates assembled by hand, with a surplus part or one of another kind.

use anchorwatch_lab::pki::{sct_extension, sct_list_bytes};

use super::hostile::Scene;
use crate::ct::{Status, Why};
use crate::der::{self, Reader};

/// The result for a certificate whose parts were changed.
fn put_together(scene: &Scene, change: impl FnOnce(&mut Parts)) -> Status {
    let certificate = scene.authority.issue(
        &scene.leaf,
        &[sct_extension(&sct_list_bytes(&scene.scts()))],
    );
    let mut whole = elements(der::only(&certificate, der::SEQUENCE).unwrap().content);
    let tbs = whole.remove(0);
    let mut fields = elements(der::only(&tbs, der::SEQUENCE).unwrap().content);
    let tagged = fields.pop().unwrap();
    let list = Reader::new(&tagged).next().unwrap().content;
    let mut parts = Parts {
        extensions: elements(der::only(list, der::SEQUENCE).unwrap().content),
        behind_extensions: Vec::new(),
        fields,
        behind_fields: Vec::new(),
        behind_tbs: whole,
    };
    change(&mut parts);
    scene.ask(&parts.whole()).status
}

struct Parts {
    extensions: Vec<Vec<u8>>,
    behind_extensions: Vec<u8>,
    fields: Vec<Vec<u8>>,
    behind_fields: Vec<u8>,
    behind_tbs: Vec<Vec<u8>>,
}

impl Parts {
    fn whole(&self) -> Vec<u8> {
        let list = der::encode(der::SEQUENCE, &[&self.extensions.concat()]);
        let extensions = der::encode(0xa3, &[&list, &self.behind_extensions]);
        let fields = self.fields.concat();
        let tbs = der::encode(der::SEQUENCE, &[&fields, &extensions, &self.behind_fields]);
        der::encode(der::SEQUENCE, &[&tbs, &self.behind_tbs.concat()])
    }

    /// Changes the parts of the extension with the SCTs, which is the last.
    fn change_scts(&mut self, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
        let extension = self.extensions.pop().unwrap();
        let mut parts = elements(der::only(&extension, der::SEQUENCE).unwrap().content);
        change(&mut parts);
        self.extensions
            .push(der::encode(der::SEQUENCE, &[&parts.concat()]));
    }
}

fn elements(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = Reader::new(bytes);
    let mut elements = Vec::new();
    while !reader.is_empty() {
        elements.push(reader.next().unwrap().whole.to_vec());
    }
    elements
}

const NULL: [u8; 2] = [5, 0];

#[test]
fn an_element_too_many_or_too_few_is_refused_wherever_it_stands() {
    let scene = Scene::new();
    let with = |change: fn(&mut Parts)| put_together(&scene, change);
    assert_eq!(with(|_| ()), Status::Compliant);
    let changes: [fn(&mut Parts); 11] = [
        |parts| parts.behind_tbs.push(NULL.to_vec()),
        |parts| drop(parts.behind_tbs.pop()),
        |parts| parts.behind_fields = NULL.to_vec(),
        |parts| parts.behind_extensions = NULL.to_vec(),
        |parts| parts.extensions.push(NULL.to_vec()),
        |parts| parts.extensions.push(der::encode(der::SEQUENCE, &[])),
        |parts| parts.fields.push(NULL.to_vec()),
        |parts| drop(parts.fields.remove(0)),
        |parts| parts.change_scts(|scts| scts.push(NULL.to_vec())),
        |parts| parts.change_scts(|scts| drop(scts.pop())),
        |parts| parts.change_scts(|scts| scts.reverse()),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let status = with(change);
        let malformed = Status::NotCompliant(Why::MalformedCertificate);
        assert_eq!(status, malformed, "{number}");
    }
}

#[test]
fn only_version_3_has_extensions() {
    let scene = Scene::new();
    let with = |version: u8| {
        put_together(&scene, |parts| {
            parts.fields[0] = der::encode(0xa0, &[&[der::INTEGER, 1, version]]);
        })
    };
    assert_eq!(with(2), Status::Compliant);
    for version in [0, 1, 3] {
        assert_eq!(
            with(version),
            Status::NotCompliant(Why::MalformedCertificate)
        );
    }
}

#[test]
fn unique_identifiers_are_passed_over_and_signed() {
    let scene = Scene::new();
    let with = |tags: &[u8]| {
        put_together(&scene, |parts| {
            let identifiers = tags.iter().map(|tag| der::encode(*tag, &[&[0, 7]]));
            parts.fields.extend(identifiers);
        })
    };
    let read = Status::NotCompliant(Why::NoValidSct);
    assert_eq!(with(&[0x81]), read);
    assert_eq!(with(&[0x82]), read);
    assert_eq!(with(&[0x81, 0x82]), read);
    let malformed = Status::NotCompliant(Why::MalformedCertificate);
    assert_eq!(with(&[0x82, 0x81]), malformed);
    assert_eq!(with(&[0x81, 0x81]), malformed);
}

#[test]
fn a_flag_that_der_does_not_write_is_refused() {
    let scene = Scene::new();
    let with = |flag: &[u8]| {
        put_together(&scene, |parts| {
            parts.change_scts(|scts| scts.insert(1, der::encode(1, &[flag])));
        })
    };
    let malformed = Status::NotCompliant(Why::MalformedCertificate);
    assert_eq!(with(&[0xff]), Status::NotCompliant(Why::CriticalExtension));
    for flag in [&[0][..], &[1], &[], &[0xff, 0xff]] {
        assert_eq!(with(flag), malformed, "{flag:?}");
    }
}
