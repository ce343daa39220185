//! One request over HTTP without encryption.
//!
//! It is made as HTTP/1.0, so that the answer is neither in chunks (RFC 9112 §7.1) nor kept open, and
//! it asks for no compression: what comes compressed is not unpacked. The whole answer has one time
//! limit, however slowly it comes. It ends where it says (Content-Length), or else with the connection.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_evidence::{
    Failure, HttpRequest, HttpUrl,
    page::{self, MAX_PAGE_BYTES, Page},
};
use tokio::{io::AsyncWriteExt as _, net::TcpStream, time::timeout};

use self::answer::{Answer, receive};
use crate::{Pace, Step, failure, fetched::Fetched, measure::connect};

mod answer;

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
        receive(stream, &mut answer).await
    })
    .await;
    let failure = match ended {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(failure::of_io(&error)),
        Err(_) => Some(Failure::GenericTimeoutError),
    };
    (answer, failure)
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
    let content_type = answer.content_type.as_deref();
    let is_of_type = content_type.is_some_and(page::is_certificate_type);
    let is_named = page::is_certificate_name(&url.path);
    if is_of_type || is_named {
        fetched.files.push(body.to_vec());
    }
    // A browser shows a page whatever its name.
    if is_of_type || (is_named && !content_type.is_none_or(is_html)) {
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

fn is_html(content_type: &str) -> bool {
    let bare = content_type.split(';').next().unwrap_or_default().trim();
    let types = ["text/html", "application/xhtml+xml"];
    types.iter().any(|it| bare.eq_ignore_ascii_case(it))
}
