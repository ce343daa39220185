//! A request in JSON.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::{
    FormatError,
    certificates::{Known, Reference},
};
use crate::{Failure, HttpRequest};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestDocument {
    address: std::net::SocketAddr,
    failure: Option<String>,
    request: QuestionDocument,
    response: ResponseDocument,
    links: Vec<String>,
    says_install: bool,
    certificates: Vec<Reference>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionDocument {
    method: Method,
    url: String,
}

#[derive(Serialize, Deserialize)]
enum Method {
    #[serde(rename = "GET")]
    Get,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseDocument {
    code: Option<u16>,
    headers: HeadersDocument,
    body_bytes: u64,
    body_sha256: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadersDocument {
    #[serde(rename = "Content-Type")]
    content_type: Option<String>,
    #[serde(rename = "Location")]
    location: Option<String>,
}

impl RequestDocument {
    pub(super) fn of(request: &HttpRequest) -> Self {
        Self {
            address: request.address,
            failure: request.failure.as_ref().map(Failure::to_string),
            request: QuestionDocument {
                method: Method::Get,
                url: request.url.clone(),
            },
            response: ResponseDocument {
                code: request.status,
                headers: HeadersDocument {
                    content_type: request.content_type.clone(),
                    location: request.location.clone(),
                },
                body_bytes: request.body_bytes,
                body_sha256: request.body_sha256.map(|hash| HEXLOWER.encode(&hash)),
            },
            links: request.links.clone(),
            says_install: request.says_install,
            certificates: Reference::all_of(&request.certificates),
        }
    }

    pub(super) fn read(self, index: u64, known: &Known) -> Result<HttpRequest, FormatError> {
        let refused = |key: &str| {
            let key = key.to_owned();
            FormatError::Value { index, key }
        };
        let hash = |text: String| {
            let octets = HEXLOWER.decode(text.as_bytes()).ok();
            let hash = octets.and_then(|octets| octets.try_into().ok());
            hash.ok_or_else(|| refused("body_sha256"))
        };
        let certificates = Reference::read_all(&self.certificates, index, known)?;
        let mut read = self.certificates.iter().zip(&certificates);
        if read.any(|(reference, der)| known.check(reference, der).is_err()) {
            return Err(refused("certificates"));
        }
        Ok(HttpRequest {
            address: self.address,
            url: self.request.url,
            failure: self.failure.as_deref().map(Failure::parse),
            status: self.response.code,
            content_type: self.response.headers.content_type,
            location: self.response.headers.location,
            body_bytes: self.response.body_bytes,
            body_sha256: self.response.body_sha256.map(hash).transpose()?,
            links: self.links,
            says_install: self.says_install,
            certificates,
        })
    }
}
