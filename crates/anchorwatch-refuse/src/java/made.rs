//! Makes keystores for tests, in the layout that `anchorwatch_machine::java::jks` describes.

use sha1::{Digest as _, Sha1};

const JKS: u32 = 0xfeed_feed;
const TRUSTED: u32 = 2;
const DIGEST_LENGTH: usize = 20;

/// A certificate for a server with this name.
pub(super) fn der(server: &str) -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new([server.to_owned()]).unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

/// A keystore with one certificate for a server with this name.
pub(super) fn keystore_of(server: &str) -> Vec<u8> {
    keystore_named("one", server)
}

/// The same, with a chosen entry name.
pub(super) fn keystore_named(alias: &str, server: &str) -> Vec<u8> {
    keystore_with(alias, &der(server))
}

/// A keystore with one certificate.
pub(crate) fn keystore_with(alias: &str, der: &[u8]) -> Vec<u8> {
    let made = Made::new(2, 1).entry(TRUSTED, alias);
    made.certificate(der).sealed("changeit")
}

/// The same file with another password.
pub(super) fn resealed(file: &[u8], password: &str) -> Vec<u8> {
    Made(file[..file.len() - DIGEST_LENGTH].to_vec()).sealed(password)
}

/// A keystore under construction.
pub(super) struct Made(Vec<u8>);

impl Made {
    pub(super) fn new(version: u32, count: u32) -> Self {
        let header = [JKS, version, count].map(u32::to_be_bytes);
        Self(header.concat())
    }

    pub(super) fn number(mut self, number: u32) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn text(mut self, text: &str) -> Self {
        self.0
            .extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        self.0.extend(text.as_bytes());
        self
    }

    pub(super) fn entry(self, tag: u32, alias: &str) -> Self {
        self.number(tag).text(alias).number(0).number(7)
    }

    pub(super) fn bytes(self, bytes: &[u8]) -> Self {
        let mut made = self.number(u32::try_from(bytes.len()).unwrap());
        made.0.extend(bytes);
        made
    }

    pub(super) fn certificate(self, encoding: &[u8]) -> Self {
        self.text("X.509").bytes(encoding)
    }

    pub(super) fn sealed(mut self, password: &str) -> Vec<u8> {
        let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let text = [&password, b"Mighty Aphrodite".as_slice(), &self.0].concat();
        self.0.extend(Sha1::digest(text));
        self.0
    }
}
