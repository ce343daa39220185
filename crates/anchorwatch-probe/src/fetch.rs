//! One request over HTTP without encryption.
//!
//! It is made as HTTP/1.0, so that the answer is neither in chunks (RFC 9112 §7.1) nor kept open, and
//! it asks for no compression: what comes compressed is not unpacked. The whole answer has one time
//! limit, however slowly it comes.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_evidence::{
    Failure, HttpRequest, HttpUrl,
    page::{self, MAX_PAGE_BYTES, Page},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::{Pace, Step, failure, fetched::Fetched, measure::connect};

/// The longest head of an answer, in octets, and how many fields it may have.
const MAX_HEAD_BYTES: usize = 32 << 10;
const MAX_FIELDS: usize = 64;

/// The longest value of a field that is kept, in characters.
const MAX_TYPE: usize = 200;

/// Where an answer leads, with the queries, which are not recorded.
#[derive(Debug, Default)]
pub(crate) struct Next {
    pub(crate) redirect: Option<String>,
    pub(crate) links: Vec<String>,
}

/// Asks once, when the pace allows it.
pub(crate) async fn fetch(
    url: &HttpUrl,
    at: SocketAddr,
    step: Duration,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) -> (Fetched, Next) {
    let mut fetched = Fetched {
        request: HttpRequest::to(at, url),
        files: Vec::new(),
    };
    pace.wait_for(at).await;
    waiting(Step::Page(at));
    let (connected, stream) = connect(at, step).await;
    let Some(stream) = stream else {
        fetched.request.failure = connected.failure;
        return (fetched, Next::default());
    };
    let (answer, failure) = exchange(stream, url, step).await;
    fetched.request.failure = failure;
    let next = match Answer::parse(&answer) {
        Ok(answer) => keep(&mut fetched, url, &answer),
        Err(failure) => {
            fetched.request.failure.get_or_insert(failure);
            Next::default()
        }
    };
    (fetched, next)
}

/// What came within the limits, and how it ended if that was not the end.
async fn exchange(
    mut stream: TcpStream,
    url: &HttpUrl,
    step: Duration,
) -> (Vec<u8>, Option<Failure>) {
    // Whoever reads the request must not learn from it which program asks: no User-Agent.
    let question = format!(
        "GET {} HTTP/1.0\r\nHost: {}\r\nAccept: */*\r\nAccept-Encoding: identity\r\n\
         Connection: close\r\n\r\n",
        url.path,
        url.authority(),
    );
    let mut answer = Vec::new();
    let ended = timeout(step, async {
        stream.write_all(question.as_bytes()).await?;
        let most = (MAX_HEAD_BYTES + MAX_PAGE_BYTES) as u64;
        stream.take(most).read_to_end(&mut answer).await
    })
    .await;
    let failure = match ended {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => Some(failure::of_io(&error)),
        Err(_) => Some(Failure::GenericTimeoutError),
    };
    (answer, failure)
}

/// An HTTP/1 answer, as far as it matters.
struct Answer<'a> {
    status: u16,
    content_type: Option<String>,
    location: Option<String>,
    is_encoded: bool,
    body: &'a [u8],
}

impl<'a> Answer<'a> {
    fn parse(octets: &'a [u8]) -> Result<Self, Failure> {
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut response = httparse::Response::new(&mut fields);
        let head = octets.get(..MAX_HEAD_BYTES).unwrap_or(octets);
        let begin = match response.parse(head) {
            Ok(httparse::Status::Complete(begin)) => begin,
            Ok(httparse::Status::Partial) if head.len() < MAX_HEAD_BYTES => {
                return Err(Failure::EofError);
            }
            Ok(httparse::Status::Partial) | Err(_) => {
                return Err(Failure::unknown("the answer is not HTTP"));
            }
        };
        let field = |name: &str| {
            let mut fields = response.headers.iter();
            let field = fields.find(|it| it.name.eq_ignore_ascii_case(name))?;
            let value = std::str::from_utf8(field.value).ok()?.trim();
            Some(value.to_owned())
        };
        Ok(Self {
            status: response.code.unwrap_or_default(),
            content_type: field("Content-Type"),
            location: field("Location"),
            is_encoded: field("Content-Encoding")
                .is_some_and(|it| !it.eq_ignore_ascii_case("identity")),
            body: octets.get(begin..).unwrap_or_default(),
        })
    }
}

/// Records the answer.
fn keep(fetched: &mut Fetched, url: &HttpUrl, answer: &Answer<'_>) -> Next {
    let body = answer.body.get(..MAX_PAGE_BYTES).unwrap_or(answer.body);
    let request = &mut fetched.request;
    request.status = Some(answer.status);
    let kept = answer.content_type.iter();
    request.content_type = kept.map(|it| it.chars().take(MAX_TYPE).collect()).next();
    request.location = answer.location.as_deref().map(|it| url.shown(it));
    request.keep_body(body);
    let is_redirect = matches!(answer.status, 300..=399);
    let redirect = answer.location.clone().filter(|_| is_redirect);
    if answer.is_encoded {
        let links = Vec::new();
        return Next { redirect, links };
    }
    let is_file = answer
        .content_type
        .as_deref()
        .is_some_and(page::is_certificate_type)
        || page::is_certificate_name(&url.path);
    if is_file {
        fetched.files.push(body.to_vec());
        let links = Vec::new();
        return Next { redirect, links };
    }
    let page = Page::read(body);
    request.says_install = page.says_install;
    request.links = page.links.iter().map(|link| url.shown(link)).collect();
    fetched.files.extend(page.files);
    Next {
        redirect,
        links: page.links,
    }
}
