//! A witness over HTTP/1.1, without TLS: that is for a proxy in front of it.

use std::{
    convert::Infallible,
    future::Future,
    pin::pin,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anchorwatch_transparency::MAX_ADD_CHECKPOINT_BYTES;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};

use crate::{Answer, Answered, Service, clients::Clients};

/// The longest head of a request, in bytes, and the most fields.
const MAX_HEAD_BYTES: usize = 8 << 10;
const MAX_FIELDS: usize = 32;

/// The pause after an accept that failed, so that the loop does not spin.
const ACCEPT_REST: Duration = Duration::from_millis(50);

/// What clients may use.
#[derive(Debug, Clone, Copy)]
pub struct ServerLimits {
    /// Connections at a time; further ones wait.
    pub connections: usize,
    /// Connections of one client, that is an IPv4 address or the first 64 bits of an IPv6 address;
    /// further ones are closed at once.
    pub connections_of_one: usize,
    /// For the head of a request, and for a connection on which nothing is asked.
    pub head: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// For a connection as a whole. After as long again, an answer that is not read ends too.
    pub connection: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            connections: 256,
            connections_of_one: 64,
            head: Duration::from_secs(10),
            body: Duration::from_secs(10),
            connection: Duration::from_secs(60),
        }
    }
}

/// Gets what was answered to each request for a cosignature.
pub type OnAnswer = Arc<dyn Fn(&Answered) + Send + Sync>;

/// Serves until the future is dropped.
pub async fn serve(
    listener: TcpListener,
    service: Arc<Service>,
    limits: ServerLimits,
    on_answer: OnAnswer,
) {
    let clients = Clients::new(limits.connections_of_one);
    let slots = Arc::new(Semaphore::new(limits.connections));
    while let Ok(slot) = Arc::clone(&slots).acquire_owned().await {
        let Ok((stream, from)) = listener.accept().await else {
            sleep(ACCEPT_REST).await;
            continue;
        };
        let Some(place) = clients.admit(from.ip()) else {
            continue;
        };
        let talk = talk(stream, Arc::clone(&service), limits, Arc::clone(&on_answer));
        tokio::spawn(async move {
            talk.await;
            drop((place, slot));
        });
    }
}

async fn talk(stream: TcpStream, service: Arc<Service>, limits: ServerLimits, on_answer: OnAnswer) {
    let answer = service_fn(move |request: Request<Incoming>| {
        let service = Arc::clone(&service);
        let on_answer = Arc::clone(&on_answer);
        async move { Ok::<_, Infallible>(answer(request, service, limits, on_answer).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_header_size(MAX_HEAD_BYTES)
        .max_headers(MAX_FIELDS)
        .serve_connection(TokioIo::new(stream), answer);
    let mut connection = pin!(connection);
    if within(limits.connection, connection.as_mut()).await {
        return;
    }
    connection.as_mut().graceful_shutdown();
    within(limits.connection, connection).await;
}

/// Whether a connection ended within this time, well or not.
async fn within<E>(time: Duration, connection: impl Future<Output = Result<(), E>>) -> bool {
    timeout(time, connection).await.is_ok()
}

async fn answer(
    request: Request<Incoming>,
    service: Arc<Service>,
    limits: ServerLimits,
    on_answer: OnAnswer,
) -> Response<Full<Bytes>> {
    let path = request.uri().path();
    if path == "/add-checkpoint" {
        if request.method() != Method::POST {
            return response(Answer::text(405, String::new()), Then::GoOn);
        }
        return add_checkpoint(request, service, limits, on_answer).await;
    }
    let Some((hash, of)) = asked(path) else {
        return response(Answer::text(404, String::new()), Then::GoOn);
    };
    if request.method() != Method::GET {
        return response(Answer::text(405, String::new()), Then::GoOn);
    }
    let hash = hash.to_owned();
    let answer = apart(move || of(&service, &hash)).await;
    response(answer.unwrap_or_else(failed), Then::GoOn)
}

async fn add_checkpoint(
    request: Request<Incoming>,
    service: Arc<Service>,
    limits: ServerLimits,
    on_answer: OnAnswer,
) -> Response<Full<Bytes>> {
    // One more than is read, so that the service itself says that it is too long.
    let body = Limited::new(request.into_body(), MAX_ADD_CHECKPOINT_BYTES + 1);
    let body = match timeout(limits.body, body.collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(_)) => return response(Answer::text(400, "witness_too_long\n".into()), Then::Close),
        Err(_) => return response(Answer::text(408, String::new()), Then::Close),
    };
    let answer = apart(move || {
        let (answer, answered) = service.add_checkpoint(&body, now_unix_seconds());
        on_answer(&answered);
        answer
    });
    response(answer.await.unwrap_or_else(failed), Then::GoOn)
}

/// What a monitor asks about the log with a hash of its origin.
type Asked = fn(&Service, &str) -> Answer;

/// The hash in `/HASH/checkpoint` or `/HASH/fork`, and which of the two.
fn asked(path: &str) -> Option<(&str, Asked)> {
    let (hash, what) = path.strip_prefix('/')?.split_once('/')?;
    let is_hex = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
    let is_hash = hash.len() == 64 && hash.bytes().all(is_hex);
    let asked: Asked = match what {
        "checkpoint" => Service::checkpoint,
        "fork" => Service::fork,
        _ => return None,
    };
    is_hash.then_some((hash, asked))
}

/// Runs what waits for the disk on a thread of its own. It goes on if the client leaves.
async fn apart(work: impl FnOnce() -> Answer + Send + 'static) -> Option<Answer> {
    tokio::task::spawn_blocking(work).await.ok()
}

fn failed() -> Answer {
    Answer::text(500, String::new())
}

/// What happens to the connection after an answer.
#[derive(PartialEq, Eq)]
enum Then {
    GoOn,
    Close,
}

fn response(answer: Answer, then: Then) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    let status = StatusCode::from_u16(answer.status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let head = response.headers_mut();
    head.insert(CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    head.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if then == Then::Close {
        head.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Before 1970 nothing can be signed: the witness refuses the time 0.
fn now_unix_seconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |it| it.as_secs())
}
