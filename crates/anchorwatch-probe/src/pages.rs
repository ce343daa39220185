//! Asks the target's address for its first page, without encryption.
//!
//! Networks that make people install a root lead them to it there: with a redirect, or with a page in
//! the place of the site's own. At most five requests are made: for the page, for where up to three
//! redirects lead, and for one file that a page offers. No cookie is sent.
//!
//! **Trust:** whoever answers says where to go next, and is followed only to HTTP without encryption, to
//! the port that was asked first, and to public addresses or the one that was asked first. So nobody
//! can make this machine ask a router, or a service on it or beside it, except whoever says where the
//! target is: its address is asked, wherever it is. The names to which a page leads are looked up
//! before their addresses are known. Nothing is run, unpacked or installed.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use anchorwatch_evidence::{HttpUrl, Target, may_be_led_to};
use tokio::time::timeout;

use crate::{Observed, Pace, Step, fetch::fetch};

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 3;

/// How the page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The port: 80, where nothing else is meant.
    pub port: u16,
    /// The limit for each look-up, connection and answer.
    pub step: Duration,
}

impl Pages {
    /// How many requests are made at most.
    pub const MOST_REQUESTS: usize = 1 + MAX_REDIRECTS + 1;
}

/// Asks for the first page of the target, and for what it leads to, as far as that is allowed. If no
/// address of the target is known, nothing is asked.
///
/// This never fails: a network failure is a result.
pub async fn pages(
    observed: &mut Observed,
    target: &Target,
    pages: &Pages,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    let Some(ip) = address_of(observed) else {
        return;
    };
    let begun = Way {
        host: target.host.to_ascii_lowercase(),
        ip,
        pages: *pages,
    };
    let mut url = HttpUrl::first_page(&begun.host, pages.port);
    let (mut asked, mut offered): (Vec<HttpUrl>, Option<HttpUrl>) = (Vec::new(), None);
    while asked.len() <= MAX_REDIRECTS && !asked.contains(&url) {
        let Some(at) = begun.address(&url).await else {
            break;
        };
        let (fetched, next) = fetch(&url, at, pages.step, pace, waiting).await;
        asked.push(url.clone());
        let links = next.links.iter().filter_map(|link| url.join(link));
        // A page speaks for its own host and for the target's, at this port, and nowhere else.
        let hosts = [&url.host, &begun.host];
        let mut near = links.filter(|it| it.port == pages.port && hosts.contains(&&it.host));
        offered = offered.or_else(|| near.next());
        observed.requests.push(fetched);
        match next.redirect.and_then(|link| url.join(&link)) {
            Some(next) => url = next,
            None => break,
        }
    }
    if let Some(url) = offered.filter(|url| !asked.contains(url))
        && let Some(at) = begun.address(&url).await
    {
        let (fetched, _) = fetch(&url, at, pages.step, pace, waiting).await;
        observed.requests.push(fetched);
    }
}

/// The address that the handshakes were made with, or else the first that the name has.
fn address_of(observed: &Observed) -> Option<IpAddr> {
    let mut connects = observed.tcp_connect.iter();
    let connected = connects.find(|it| it.failure.is_none() && it.ttl.is_none());
    let mut answers = observed.queries.iter().flat_map(|query| &query.answers);
    let first = || answers.next().copied();
    connected.map(|it| it.address.ip()).or_else(first)
}

/// Where it begins, which says where it may lead.
struct Way {
    host: String,
    ip: IpAddr,
    pages: Pages,
}

impl Way {
    /// The address to ask; `None` if nothing there may be asked.
    async fn address(&self, url: &HttpUrl) -> Option<SocketAddr> {
        if url.port != self.pages.port {
            return None;
        }
        if url.host == self.host {
            return Some(SocketAddr::new(self.ip, url.port));
        }
        let bare = url.host.trim_start_matches('[').trim_end_matches(']');
        let found = timeout(self.pages.step, tokio::net::lookup_host((bare, url.port)));
        let mut found = found.await.ok()?.ok()?;
        let own = self.ip.to_canonical();
        let is_allowed = |at: &SocketAddr| may_be_led_to(at.ip()) || at.ip().to_canonical() == own;
        // All of them: else a name with two addresses could choose.
        let first = found.next().filter(is_allowed)?;
        found.all(|at| is_allowed(&at)).then_some(first)
    }
}
