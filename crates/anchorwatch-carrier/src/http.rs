//! Files of a mirror over HTTP.
//!
//! Each way to a mirror is tried until one answers: TLS with a chain that is accepted, directly and
//! through the proxy if there is one; TLS whatever its chain; HTTP without TLS. Over the last two
//! somebody on the way may answer instead, so one that has no list there is passed over too.

use std::{
    cell::{Cell, RefCell},
    io::{ErrorKind, Read as _},
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use anchorwatch_list::Latest;
use ureq::{
    Agent, Body,
    config::Config,
    http::{HeaderMap, Response, Uri},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{
            ConnectProxyConnector, Connector as _, NextTimeout, SocksConnector, TcpConnector,
        },
    },
};

use crate::{
    BaseUrl, CarrierProblem, Channel, Options, Proxy, RefusedTls,
    base_url::Scheme,
    budget::Budget,
    file_name::FileName,
    tls::{OnRefusal, Tls, Watch},
    validators::Validator,
};

/// As many as ways from an old address to a new one have.
const MAX_REDIRECTS: usize = 3;

/// The longest head of an answer.
const MAX_HEAD_BYTES: usize = 16 << 10;

/// A mirror, the ways to it, and what its answers said.
pub(crate) struct Mirror {
    ways: Vec<Way>,
    /// The way that is in use, and whether it has answered.
    at: Cell<usize>,
    has_answered: Cell<bool>,
    /// What to send back about the newest file.
    sent: Option<Validator>,
    got: RefCell<Validator>,
    is_unchanged: Cell<bool>,
}

/// A file; `None` if the mirror does not have it, or has no other one than before.
type Got = Result<Option<Vec<u8>>, CarrierProblem>;

/// One way to a mirror.
struct Way {
    base: BaseUrl,
    agent: Agent,
    watch: Arc<Watch>,
}

/// What an answer is.
enum Answer {
    File(Vec<u8>),
    Missing,
    Unchanged,
    Elsewhere(BaseUrl),
}

impl Mirror {
    /// The ways to this mirror.
    pub(crate) fn new(base: &BaseUrl, sent: Option<&Validator>, options: &Options<'_>) -> Self {
        let mut ways = Vec::new();
        if let (Scheme::Https, Some(proxy)) = (base.scheme, &options.proxy) {
            let way = |proxy| Way::new(base.clone(), proxy, OnRefusal::End, options);
            ways.extend([None, Some(proxy.clone())].map(way));
        }
        let way = |base, proxy| Way::new(base, proxy, OnRefusal::GoOn, options);
        ways.push(way(base.clone(), None));
        let plain = options
            .plain_port
            .or_else(|| (base.port() == 443).then_some(80));
        if let (Scheme::Https, Some(port)) = (base.scheme, plain) {
            ways.push(way(base.plain(port), None));
        }
        if let Some(proxy) = &options.proxy {
            ways.push(way(base.clone(), Some(proxy.clone())));
        }
        Self {
            ways,
            at: Cell::new(0),
            has_answered: Cell::new(false),
            sent: sent.cloned(),
            got: RefCell::default(),
            is_unchanged: Cell::new(false),
        }
    }

    /// A file; `None` if it is not there, or unchanged ([`Mirror::is_unchanged`]).
    pub(crate) fn get(&self, file: &FileName, max: u64, budget: &Budget) -> Got {
        // What is wrong with the first way tells most, unless a later one at least answers.
        let mut best: Option<(usize, Got)> = None;
        while let Some(way) = self.ways.get(self.at.get()) {
            let got = self.follow(way, file, max, budget);
            if self.has_answered.get() || self.is_answer(&got, way, file) {
                self.has_answered.set(true);
                return got;
            }
            let at = self.at.replace(self.at.get() + 1);
            if best
                .as_ref()
                .is_none_or(|(_, best)| is_silence(best) && !is_silence(&got))
            {
                best = Some((at, got));
            }
        }
        let (at, got) = best.unwrap_or((self.ways.len(), Err(CarrierProblem::NoConnection)));
        self.at.set(at);
        self.has_answered.set(!is_silence(&got));
        got
    }

    /// Whether the mirror itself seems to have answered.
    fn is_answer(&self, got: &Got, way: &Way, file: &FileName) -> bool {
        let is_authentic = way.base.scheme == Scheme::Https && !way.watch.is_refused();
        match got {
            got if is_silence(got) => false,
            _ if is_authentic => true,
            Ok(Some(octets)) => *file != FileName::Latest || Latest::parse(octets).is_ok(),
            Ok(None) => self.is_unchanged(),
            Err(_) => false,
        }
    }

    fn follow(&self, way: &Way, file: &FileName, max: u64, budget: &Budget) -> Got {
        let mut base = way.base.clone();
        for _ in 0..=MAX_REDIRECTS {
            match self.ask(way, &base, file, max, budget)? {
                Answer::File(octets) => return Ok(Some(octets)),
                Answer::Missing => return Ok(None),
                Answer::Unchanged => {
                    self.is_unchanged.set(true);
                    return Ok(None);
                }
                Answer::Elsewhere(other) => base = other,
            }
        }
        Err(CarrierProblem::Redirect)
    }

    fn ask(
        &self,
        way: &Way,
        base: &BaseUrl,
        file: &FileName,
        max: u64,
        budget: &Budget,
    ) -> Result<Answer, CarrierProblem> {
        let time = budget.time().ok_or(CarrierProblem::TooSlow)?;
        let mut request = way.agent.get(base.of(file));
        let sent = self.sent.as_ref().filter(|_| *file == FileName::Latest);
        for (name, value) in sent.iter().flat_map(|it| it.fields()) {
            request = request.header(name, value);
        }
        let request = request.config().timeout_global(Some(time)).build();
        let mut answer = request.call().map_err(|it| problem(&it))?;
        let status = answer.status().as_u16();
        match status {
            200 => {}
            304 if sent.is_some() => return Ok(Answer::Unchanged),
            404 | 410 => return Ok(Answer::Missing),
            301 | 302 | 303 | 307 | 308 => {
                let to = field(answer.headers(), "location");
                let to = to.and_then(|it| base.redirected(it, file));
                return to.map(Answer::Elsewhere).ok_or(CarrierProblem::Redirect);
            }
            status => {
                let status = status.into();
                return Err(CarrierProblem::Status { status });
            }
        }
        if *file == FileName::Latest {
            self.got.replace(Validator::of(answer.headers()));
        }
        body(&mut answer, &file.to_string(), max).map(Answer::File)
    }

    /// Whether the newest file is what it was.
    pub(crate) const fn is_unchanged(&self) -> bool {
        self.is_unchanged.get()
    }

    /// What to send back next time.
    pub(crate) fn validator(&self) -> Validator {
        match &self.sent {
            Some(sent) if self.is_unchanged() => sent.clone(),
            _ => self.got.borrow().clone(),
        }
    }

    /// Over what the files came.
    pub(crate) fn channel(&self) -> Channel {
        match self.ways.get(self.at.get()) {
            _ if !self.has_answered.get() => Channel::Nothing,
            Some(way) if way.base.scheme == Scheme::Http => Channel::Plain,
            Some(way) if way.watch.is_refused() => Channel::Refused,
            Some(_) => Channel::Verified,
            None => Channel::Nothing,
        }
    }

    /// The chains that were refused, on any way.
    pub(crate) fn refused(&self) -> Vec<RefusedTls> {
        let ways = self.ways.iter();
        ways.flat_map(|way| way.watch.refused()).collect()
    }
}

impl Way {
    fn new(
        base: BaseUrl,
        proxy: Option<Proxy>,
        on_refusal: OnRefusal,
        options: &Options<'_>,
    ) -> Self {
        let watch = Arc::new(Watch::default());
        Self {
            agent: agent(proxy, on_refusal, &watch, options),
            base,
            watch,
        }
    }
}

/// What asks over one way.
pub(crate) fn agent(
    proxy: Option<Proxy>,
    on_refusal: OnRefusal,
    watch: &Arc<Watch>,
    options: &Options<'_>,
) -> Agent {
    let tls = Tls {
        verifier: Arc::clone(&options.verifier),
        watch: Arc::clone(watch),
        at: options.clock,
        is_proxied: proxy.is_some(),
        on_refusal,
    };
    let connector =
        ().chain(SocksConnector::default())
            .chain(ConnectProxyConnector::default())
            .chain(TcpConnector::default())
            .chain(tls);
    let config = Config::builder()
        .proxy(proxy.map(|it| it.0))
        .http_status_as_error(false)
        // One connection for each file: a proxy can hide that the last one is closed.
        .max_idle_connections(0)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(MAX_HEAD_BYTES)
        .user_agent("anchorwatch")
        .accept("application/octet-stream")
        .accept_encoding("identity")
        .build();
    let names = Names(options.addresses.to_vec());
    Agent::with_parts(config, connector, names)
}

/// The addresses that the caller gave, and the system's for all other names.
#[derive(Debug)]
struct Names(Vec<(String, IpAddr)>);

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default();
        let mut given = self.0.iter();
        let Some((_, ip)) = given.find(|(name, _)| name == host) else {
            return DefaultResolver::default().resolve(uri, config, timeout);
        };
        let usual = match uri.scheme_str() {
            Some("https") => 443,
            _ => 80,
        };
        let mut addresses = self.empty();
        addresses.push(SocketAddr::new(*ip, uri.port_u16().unwrap_or(usual)));
        Ok(addresses)
    }
}

impl Validator {
    fn of(head: &HeaderMap) -> Self {
        let value = |name| field(head, name).unwrap_or_default();
        Self::new(value("etag"), value("last-modified"))
    }

    fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let fields = [
            ("if-none-match", self.etag.as_str()),
            ("if-modified-since", self.last_modified.as_str()),
        ];
        fields.into_iter().filter(|(_, value)| !value.is_empty())
    }
}

/// Whether nobody answered.
fn is_silence(got: &Got) -> bool {
    got.as_ref().is_err_and(CarrierProblem::is_of_the_way)
}

/// The file in an answer, if it is as long as it says and is not compressed.
pub(crate) fn body(
    answer: &mut Response<Body>,
    file: &str,
    max: u64,
) -> Result<Vec<u8>, CarrierProblem> {
    let is_plain = |it: &str| it.is_empty() || it.eq_ignore_ascii_case("identity");
    let mut encodings = answer.headers().get_all("content-encoding").iter();
    if !encodings.all(|it| it.to_str().is_ok_and(is_plain)) {
        return Err(CarrierProblem::Encoded);
    }
    let too_large = || CarrierProblem::TooLarge {
        file: file.to_owned(),
        max,
    };
    let length = answer.body().content_length();
    if length.is_some_and(|it| it > max) {
        return Err(too_large());
    }
    let mut octets = Vec::new();
    let body = answer.body_mut().as_reader();
    let read = body.take(max.saturating_add(1)).read_to_end(&mut octets);
    read.map_err(|it| of_io(&it))?;
    if octets.len() as u64 > max {
        return Err(too_large());
    }
    // Some ends of a connection look like an end of the body.
    if length.is_some_and(|it| it != octets.len() as u64) {
        return Err(CarrierProblem::Broken);
    }
    Ok(octets)
}

fn field<'a>(head: &'a HeaderMap, name: &str) -> Option<&'a str> {
    head.get(name)?.to_str().ok()
}

pub(crate) fn problem(error: &ureq::Error) -> CarrierProblem {
    use ureq::Error as E;
    match error {
        E::HostNotFound => CarrierProblem::NoHost,
        E::Timeout(_) => CarrierProblem::TooSlow,
        E::Tls(_) => CarrierProblem::NoTls,
        E::ConnectionFailed | E::ConnectProxyFailed(_) => CarrierProblem::NoConnection,
        E::Io(error) => of_io(error),
        _ => CarrierProblem::Broken,
    }
}

fn of_io(error: &std::io::Error) -> CarrierProblem {
    let inner = error.get_ref().and_then(|it| it.downcast_ref());
    if let Some(ureq::Error::Timeout(_)) = inner {
        return CarrierProblem::TooSlow;
    }
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => CarrierProblem::TooSlow,
        ErrorKind::ConnectionRefused
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable => CarrierProblem::NoConnection,
        _ => CarrierProblem::Broken,
    }
}
