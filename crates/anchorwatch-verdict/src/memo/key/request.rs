//! Pages without encryption.

use anchorwatch_evidence::HttpRequest;

use super::Writer;

impl Writer<'_> {
    pub(super) fn request(&mut self, request: &HttpRequest) {
        let HttpRequest {
            address,
            url,
            failure,
            status,
            content_type,
            location,
            body_bytes,
            body_sha256,
            links,
            says_install,
            certificates,
        } = request;
        self.address(address);
        self.text(url);
        self.option(failure.as_ref(), Self::failure);
        self.option(status.as_ref(), |writer, status| {
            writer.number(u64::from(*status));
        });
        self.option(content_type.as_deref(), Self::text);
        self.option(location.as_deref(), Self::text);
        self.number(*body_bytes);
        self.option(body_sha256.as_ref(), |writer, hash| writer.bytes(hash));
        self.list(links, |writer, link| writer.text(link));
        self.octets.push(u8::from(*says_install));
        self.certificates(certificates);
    }
}
