//! PEM blocks: with a certificate's label, and with another label around a certificate.

use super::{
    Containers, Error, Form, Found, Part,
    binary::{self, Shape},
};
use crate::{Certificate, TrustSettings, pem};

pub(super) fn parts(bytes: &[u8], containers: &mut Containers) -> Vec<Part> {
    let labelled = pem::blocks(bytes)
        .into_iter()
        .map(|block| certificate_block(bytes, block, containers))
        .collect::<Vec<_>>();
    let others = pem::other_blocks(bytes)
        .into_iter()
        .filter_map(|range| other_block(bytes, range, containers))
        .collect::<Vec<_>>();
    labelled.into_iter().chain(others).collect()
}

fn certificate_block(bytes: &[u8], block: pem::Block, containers: &mut Containers) -> Part {
    let offset = block.range.start;
    let anatomy = pem::anatomy(bytes.get(block.range.clone()).unwrap_or_default());
    let mut part = Part {
        range: block.range,
        certificates: Vec::new(),
        unread: Vec::new(),
    };
    match block.certificates {
        Ok(certificates) => {
            for certificate in certificates {
                let form = form(anatomy.as_ref(), &certificate);
                part.certificates.push(Found { certificate, form });
            }
        }
        Err(source) => {
            let inner = anatomy
                .as_ref()
                .and_then(|block| container(block.body, offset, containers));
            match inner {
                Some((certificates, unread)) => {
                    part.certificates = certificates;
                    part.unread = unread;
                }
                None => part.unread.push(Error::Pem { source }),
            }
        }
    }
    if anatomy.is_some_and(|block| is_encrypted(block.body)) {
        part.unread.push(Error::Encrypted { offset });
    }
    part
}

fn form(block: Option<&pem::Anatomy<'_>>, certificate: &Certificate) -> Form {
    match block.filter(|block| block.label == TRUSTED) {
        Some(block) => Form::TrustedPem(settings(block.body, certificate)),
        None => Form::Pem,
    }
}

/// Whether a PEM block itself rejects its certificate for TLS servers.
#[must_use]
pub fn rejects_servers(block: &[u8], certificate: &Certificate) -> bool {
    form(pem::anatomy(block).as_ref(), certificate).is_rejected_for_servers()
}

/// Java takes any label.
fn other_block(
    bytes: &[u8],
    range: std::ops::Range<usize>,
    containers: &mut Containers,
) -> Option<Part> {
    let offset = range.start;
    let block = pem::anatomy(bytes.get(range.clone())?)?;
    let mut certificates = Vec::new();
    for der in pem::readings(block.body) {
        if let Ok((certificate, _surplus)) = Certificate::from_der_prefix(&der) {
            certificates.push(Found {
                certificate,
                form: Form::OtherPem,
            });
        }
    }
    let mut unread = Vec::new();
    if certificates.is_empty() {
        (certificates, unread) = container(block.body, offset, containers)?;
    }
    Some(Part {
        range,
        certificates,
        unread,
    })
}

/// PKCS #7 or PKCS #12 in a block of any label.
fn container(
    body: &[u8],
    offset: usize,
    containers: &mut Containers,
) -> Option<(Vec<Found>, Vec<Error>)> {
    let readings = pem::readings(body);
    let shapes = readings.iter();
    let (der, kind) = match shapes
        .filter_map(|der| Some((der, binary::shape_at(der)?)))
        .next()?
    {
        (der, Shape::Container(kind)) => (der, kind),
        (_, Shape::Certificate) => return None,
    };
    if !containers.take_one() {
        return Some((Vec::new(), vec![Error::TooManyContainers]));
    }
    let (certificates, unread) = containers.open(der, offset, kind);
    let found = certificates.into_iter().map(|certificate| Found {
        certificate,
        form: Form::OtherPem,
    });
    Some((found.collect(), unread))
}

/// The block's trust settings, if every reading of the block gives the same.
fn settings(body: &[u8], certificate: &Certificate) -> Option<TrustSettings> {
    let mut said: Option<TrustSettings> = None;
    for der in pem::readings(body) {
        let Some(after) = der.strip_prefix(certificate.der()) else {
            continue;
        };
        let settings = TrustSettings::from_der_prefix(after)?;
        if said.as_ref().is_some_and(|said| *said != settings) {
            return None;
        }
        said = Some(settings);
    }
    said
}

/// The header of RFC 1421 §4.6.1.1. Such a block can be read only with a password.
fn is_encrypted(body: &[u8]) -> bool {
    body.windows(PROC_TYPE.len()).any(|at| at == PROC_TYPE)
}

const TRUSTED: &[u8] = b"TRUSTED CERTIFICATE";
const PROC_TYPE: &[u8] = b"Proc-Type";
