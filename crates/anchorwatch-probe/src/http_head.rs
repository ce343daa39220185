//! The head of an HTTP/1 answer: its status and its fields.

/// How many fields are read.
const MAX_FIELDS: usize = 64;

/// A whole head.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) status: u16,
    fields: Vec<httparse::Header<'a>>,
    /// Where the body begins.
    pub(crate) length: usize,
}

/// Why the head cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoHead {
    /// It has not come completely.
    Partial,
    /// It is something else than HTTP/1, or has too many fields.
    NotHttp,
}

impl<'a> Head<'a> {
    pub(crate) fn parse(octets: &'a [u8]) -> Result<Self, NoHead> {
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut response = httparse::Response::new(&mut fields);
        match response.parse(octets) {
            Ok(httparse::Status::Complete(length)) => Ok(Self {
                status: response.code.unwrap_or_default(),
                fields: response.headers.to_vec(),
                length,
            }),
            Ok(httparse::Status::Partial) => Err(NoHead::Partial),
            Err(_) => Err(NoHead::NotHttp),
        }
    }

    /// The first field of this name, in any case.
    pub(crate) fn field(&self, name: &str) -> Option<&'a str> {
        let mut fields = self.fields.iter();
        let field = fields.find(|it| it.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(field.value).ok().map(str::trim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &[u8] = b"HTTP/1.1 302 Found\r\nLOCATION:  /a \r\nX: \xff\r\n\r\nbody";

    #[test]
    fn a_field_is_found_in_any_case_and_only_as_text() {
        let head = Head::parse(WHOLE).unwrap();
        assert_eq!((head.status, &WHOLE[head.length..]), (302, &b"body"[..]));
        assert_eq!(head.field("Location"), Some("/a"));
        assert_eq!((head.field("X"), head.field("Y")), (None, None));
    }

    #[test]
    fn a_head_is_whole_partial_or_something_else() {
        let end = WHOLE.len() - b"body".len();
        for length in 0..end {
            let why = Head::parse(&WHOLE[..length]).map(|it| it.length);
            assert_eq!(why, Err(NoHead::Partial), "{length}");
        }
        let many = format!(
            "HTTP/1.1 200 OK\r\n{}\r\n",
            "a: b\r\n".repeat(MAX_FIELDS + 1)
        );
        for other in [many.as_bytes(), b"SSH-2.0-x\r\n", b"HTTP/2 200\r\n\r\n"] {
            let why = Head::parse(other).map(|it| it.length);
            assert_eq!(why, Err(NoHead::NotHttp));
        }
    }
}
