//! A look from the measurer's own server: what is asked, and how both ends know each other.
//!
//! Both have a key that nobody else has. Over one TLS connection:
//!
//! ```text
//! client   GET /anchorwatch/look
//! server   200, the server's number, in hexadecimal; it counts once, on this connection
//! client   GET /anchorwatch/look/CLIENT-NUMBER/HOST/PORT/TAG
//! server   200, the line "TAG", and the evidence; or 403, and a word for the reason
//! ```
//!
//! A number has 32 octets and is drawn at random. Each tag is HMAC-SHA256 with the key, over a text that
//! says which of the two it is, both numbers, the host and the port; the second one also over the
//! evidence. So whoever ends TLS in between can neither ask for a look nor make one up, and can repeat
//! neither a question nor an answer. It can hinder the look, and reads it: it is public.
//!
//! **Not covered:** a refusal has no tag. Whoever is in between can make one up, and then nothing was
//! seen.

mod address;
mod answer;
mod ask;

use aws_lc_rs::hmac;
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

pub(crate) use self::answer::challenge;
pub use self::{
    answer::{LookReach, Looks},
    ask::{LookProblem, LookRequest, look},
};

/// The path of both requests.
pub(crate) const PATH: &str = "/anchorwatch/look";

/// What the first tag says.
const QUESTION: &[u8] = b"anchorwatch look question/1";

/// What the second tag says.
const ANSWER: &[u8] = b"anchorwatch look answer/1";

/// The octets of a key.
const KEY_BYTES: usize = 32;

/// The largest evidence of a look, in bytes: one handshake, whose chain has 64 KiB at most (rustls).
const MAX_LOOK_BYTES: usize = 1 << 20;

/// A number that counts once.
type Nonce = [u8; 32];

/// The key that the measurer's two ends share.
#[derive(Clone)]
pub struct LookKey(hmac::Key);

impl std::fmt::Debug for LookKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LookKey(<scrubbed>)")
    }
}

impl LookKey {
    /// Reads a key: 64 hexadecimal digits, as `openssl rand -hex 32` writes them.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let octets = HEXLOWER_PERMISSIVE.decode(text.trim_ascii()).ok()?;
        let is_key = octets.len() == KEY_BYTES;
        is_key.then(|| Self(hmac::Key::new(hmac::HMAC_SHA256, &octets)))
    }
}

/// Why a server does not look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookRefusal {
    /// The tag is not that of its key.
    Key,
    /// The host is not a name.
    Name,
    /// It does not look at this port.
    Port,
    /// The name leads to no address that anyone can reach.
    Address,
    /// It is looking for this client already, or for too many others.
    Busy,
}

impl LookRefusal {
    const ALL: [Self; 5] = [Self::Key, Self::Name, Self::Port, Self::Address, Self::Busy];

    /// The word that is sent.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Name => "name",
            Self::Port => "port",
            Self::Address => "address",
            Self::Busy => "busy",
        }
    }

    fn from_code(code: &[u8]) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|it| it.code().as_bytes() == code)
    }
}

/// A look that is asked for, with both numbers.
#[derive(Debug, Clone, Copy)]
struct Exchange<'a> {
    server: Nonce,
    client: Nonce,
    host: &'a str,
    port: u16,
}

impl Exchange<'_> {
    fn question_tag(&self, key: &LookKey) -> hmac::Tag {
        self.tag(key, QUESTION, &[])
    }

    fn answer_tag(&self, key: &LookKey, evidence: &[u8]) -> hmac::Tag {
        self.tag(key, ANSWER, evidence)
    }

    /// Every part before the last one has one length, or begins with it.
    fn tag(&self, key: &LookKey, what: &[u8], rest: &[u8]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&key.0);
        let host_length = (self.host.len() as u64).to_be_bytes();
        let parts = [
            what,
            &[0],
            &self.server,
            &self.client,
            &self.port.to_be_bytes(),
            &host_length,
            self.host.as_bytes(),
            rest,
        ];
        for part in parts {
            context.update(part);
        }
        context.sign()
    }

    fn path(&self, key: &LookKey) -> String {
        let (client, tag) = (
            HEXLOWER.encode(&self.client),
            HEXLOWER.encode(self.question_tag(key).as_ref()),
        );
        format!("{PATH}/{client}/{}/{}/{tag}", self.host, self.port)
    }
}

/// Whether a tag is the expected one, in a time that does not say how much of it is.
fn is_same(expected: &hmac::Tag, tag: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(expected.as_ref(), tag).is_ok()
}

fn number(hexadecimal: &str) -> Option<Nonce> {
    HEXLOWER
        .decode(hexadecimal.as_bytes())
        .ok()?
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(octet: u8) -> LookKey {
        LookKey::read(HEXLOWER.encode(&[octet; 32]).as_bytes()).unwrap()
    }

    #[test]
    fn a_key_is_64_digits() {
        let digits = "0123456789abcdefABCDEF0123456789".repeat(2);
        assert!(LookKey::read(digits.as_bytes()).is_some());
        assert!(LookKey::read(format!(" {digits}\n").as_bytes()).is_some());
        for other in [
            "",
            &digits[2..],
            &format!("{digits}00"),
            &digits.replace('a', "g"),
        ] {
            assert!(LookKey::read(other.as_bytes()).is_none(), "{other}");
        }
        assert!(!format!("{:?}", key(1)).contains('1'));
    }

    #[test]
    fn a_tag_depends_on_everything() {
        let asked = Exchange {
            server: [1; 32],
            client: [2; 32],
            host: "www.example.kz",
            port: 443,
        };
        let others = [
            Exchange {
                server: [3; 32],
                ..asked
            },
            Exchange {
                client: [3; 32],
                ..asked
            },
            Exchange {
                host: "www.example.k",
                ..asked
            },
            Exchange { port: 444, ..asked },
        ];
        let tag = asked.answer_tag(&key(1), b"evidence");
        assert!(is_same(
            &tag,
            asked.answer_tag(&key(1), b"evidence").as_ref()
        ));
        let same = |tag_of_other: hmac::Tag| is_same(&tag, tag_of_other.as_ref());
        for other in others {
            assert!(!same(other.answer_tag(&key(1), b"evidence")), "{other:?}");
        }
        assert!(!same(asked.answer_tag(&key(2), b"evidence")));
        assert!(!same(asked.answer_tag(&key(1), b"evidencf")));
        assert!(!same(asked.question_tag(&key(1))));
        assert!(!is_same(&tag, &tag.as_ref()[1..]) && !is_same(&tag, b""));
    }
}
