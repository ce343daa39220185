//! A request over HTTP without encryption, and what answered it.

use std::net::SocketAddr;

use sha2::{Digest as _, Sha256};

use crate::{Failure, HttpUrl};

/// One request. Nothing personal is kept: no cookie is sent or recorded, no query of an address, in
/// which portals put the addresses of their users, and of a page only its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Whom it was sent to.
    pub address: SocketAddr,
    /// What was asked for, without a query.
    pub url: String,
    /// How it failed, if it did. Part of an answer may have come.
    pub failure: Option<Failure>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// The field `Content-Type`, at most 200 characters.
    pub content_type: Option<String>,
    /// Where the answer redirects to, without a query.
    pub location: Option<String>,
    /// How many octets of a body came, at most those that are read.
    pub body_bytes: u64,
    /// The SHA-256 of those octets; `None` if none came.
    pub body_sha256: Option<[u8; 32]>,
    /// What the page leads to that a device would install, as addresses without a query.
    pub links: Vec<String>,
    /// Whether the page has words for «install» and «certificate» near each other.
    pub says_install: bool,
    /// The certificates that the answer is or has in itself, DER.
    pub certificates: Vec<Vec<u8>>,
}

impl HttpRequest {
    /// A request that nothing has answered yet.
    #[must_use]
    pub fn to(address: SocketAddr, url: &HttpUrl) -> Self {
        Self {
            address,
            url: url.to_string(),
            failure: None,
            status: None,
            content_type: None,
            location: None,
            body_bytes: 0,
            body_sha256: None,
            links: Vec::new(),
            says_install: false,
            certificates: Vec::new(),
        }
    }

    /// Records a body by its length and hash.
    pub fn keep_body(&mut self, body: &[u8]) {
        self.body_bytes = body.len() as u64;
        self.body_sha256 = (!body.is_empty()).then(|| Sha256::digest(body).into());
    }
}
