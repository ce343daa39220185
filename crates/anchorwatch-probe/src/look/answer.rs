//! The end that looks.

use std::{
    net::IpAddr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anchorwatch_evidence::{
    AnchorView, Evidence, Measurement, OwnersChoices, PublicAnchors, Target,
};
use anchorwatch_identity::UnixSeconds;
use data_encoding::HEXLOWER;
use rustls::pki_types::ServerName;
use tokio::{sync::Semaphore, time::timeout};

use super::{Exchange, LookKey, LookRefusal, Nonce, PATH, address::is_public, is_same, number};
use crate::{Courtesy, Limits, Observed, Pace, Visit, clients::Clients, hello, visit};

/// More than one measurer needs.
const MAX_LOOKS: usize = 8;

/// The pause between two connections to one address, and between any two.
const PAUSE: Duration = Duration::from_millis(500);
const INTERVAL: Duration = Duration::from_millis(100);

/// Failures make the pause before the next look longer, but a server has no rounds after which an
/// address would be tried again.
const NEVER: u32 = u32::MAX;

/// For the look-up, each of three connections, and the handshake, each.
const STEP: Duration = Duration::from_secs(30);

/// For a whole look. The other end waits longer.
const LONGEST: Duration = Duration::from_secs(120);

/// To which addresses a server looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookReach {
    /// Those that anyone can reach.
    Public,
    /// Its own network and itself, too.
    Everywhere,
}

/// Who may ask for looks, and where to.
#[derive(Debug)]
pub struct Looks {
    key: LookKey,
    ports: Vec<u16>,
    reach: LookReach,
    clients: Clients,
    slots: Semaphore,
    courtesy: Courtesy,
}

impl Looks {
    /// Looks for whoever has this key, at these ports.
    #[must_use]
    pub fn new(key: LookKey, ports: Vec<u16>, reach: LookReach) -> Self {
        Self {
            key,
            ports,
            reach,
            clients: Clients::new(1),
            slots: Semaphore::new(MAX_LOOKS),
            courtesy: Courtesy::new(PAUSE, INTERVAL, NEVER),
        }
    }

    /// The body of the answer to a question with this path, on the connection with this number.
    pub(crate) async fn answer(
        &self,
        path: &str,
        server: Nonce,
        from: IpAddr,
    ) -> Result<Vec<u8>, LookRefusal> {
        let (exchange, tag) = read(path, server).ok_or(LookRefusal::Key)?;
        if !is_same(&exchange.question_tag(&self.key), &tag) {
            return Err(LookRefusal::Key);
        }
        let target = self.target(&exchange)?;
        let _place = self.clients.admit(from).ok_or(LookRefusal::Busy)?;
        let _slot = self.slots.try_acquire().map_err(|_| LookRefusal::Busy)?;
        let looked = timeout(LONGEST, self.look(&target)).await;
        let observed = looked.map_err(|_| LookRefusal::Busy)?;
        let observed = observed.ok_or(LookRefusal::Address)?;
        let evidence = evidence(target, observed).encode();
        let tag = exchange.answer_tag(&self.key, &evidence);
        let line = HEXLOWER.encode(tag.as_ref()) + "\n";
        Ok([line.as_bytes(), &evidence].concat())
    }

    fn target(&self, exchange: &Exchange<'_>) -> Result<Target, LookRefusal> {
        let name = hello::server_name(exchange.host);
        if !matches!(name, Some(ServerName::DnsName(_))) {
            return Err(LookRefusal::Name);
        }
        if !self.ports.contains(&exchange.port) {
            return Err(LookRefusal::Port);
        }
        Ok(Target {
            host: exchange.host.to_owned(),
            port: exchange.port,
        })
    }

    /// Makes one handshake. The name is resolved once, and only addresses that passed are connected to:
    /// a name whose address changes in between leads nowhere else.
    async fn look(&self, target: &Target) -> Option<Observed> {
        let is_excluded = |ip: IpAddr| self.reach == LookReach::Public && !is_public(ip);
        let names = [target.host.clone()];
        let one = Visit {
            place: target,
            names: &names,
            control: None,
            is_unchecked: false,
            is_excluded: &is_excluded,
        };
        let limits = Limits {
            step: STEP,
            ..Limits::default()
        };
        let mut pace = Pace::within(&self.courtesy);
        visit(&one, limits, &mut pace).await?.pop()
    }
}

/// What a path asks for, and its tag.
fn read(path: &str, server: Nonce) -> Option<(Exchange<'_>, Vec<u8>)> {
    let rest = path.strip_prefix(PATH)?.strip_prefix('/')?;
    let mut parts = rest.split('/');
    let (client, host) = (number(parts.next()?)?, parts.next()?);
    let (port, tag) = (parts.next()?.parse().ok()?, parts.next()?);
    let tag = HEXLOWER.decode(tag.as_bytes()).ok()?;
    let exchange = Exchange {
        server,
        client,
        host,
        port,
    };
    parts.next().is_none().then_some((exchange, tag))
}

fn evidence(target: Target, observed: Observed) -> Evidence {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    });
    let measurement = Measurement {
        target,
        measured_at: UnixSeconds::new(now),
        queries: observed.queries,
        tcp_connect: observed.tcp_connect,
        tls_handshakes: observed.tls_handshakes,
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors: AnchorView {
            public: PublicAnchors::Bundled,
            local: Vec::new(),
            local_count: 0,
            local_source: "none: a look".to_owned(),
            local_unreadable: Vec::new(),
            owners_choices: OwnersChoices::default(),
        },
        imported_from: None,
    };
    Evidence {
        software: concat!("anchorwatch ", env!("CARGO_PKG_VERSION")).to_owned(),
        measurements: vec![measurement],
    }
}

/// A number for a connection, and how it is sent.
pub(crate) fn challenge() -> Option<(Nonce, String)> {
    let number: Nonce = crate::random::octets()?;
    Some((number, HEXLOWER.encode(&number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> LookKey {
        LookKey::read("07".repeat(32).as_bytes()).unwrap()
    }

    fn asked(host: &str, port: u16) -> Exchange<'_> {
        Exchange {
            server: [1; 32],
            client: [2; 32],
            host,
            port,
        }
    }

    fn refusal(looks: &Looks, path: &str, server: Nonce) -> Option<LookRefusal> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let from = IpAddr::from([192, 0, 2, 1]);
        runtime.block_on(looks.answer(path, server, from)).err()
    }

    #[test]
    fn only_a_question_with_the_key_s_tag_for_this_connection_is_read_any_further() {
        let looks = Looks::new(key(), vec![443], LookReach::Public);
        let good = asked("localhost", 443).path(&key());
        // It is answered, so far as its address allows.
        assert_eq!(refusal(&looks, &good, [1; 32]), Some(LookRefusal::Address));
        assert_eq!(refusal(&looks, &good, [3; 32]), Some(LookRefusal::Key));
        let other = LookKey::read("08".repeat(32).as_bytes()).unwrap();
        let tag = good.len() - 64;
        for path in [
            &asked("localhost", 443).path(&other),
            &good.replace("localhost", "localhosu"),
            &good.replace("/443/", "/444/"),
            &good.replace("/443/", "/443/x/"),
            &good[..good.len() - 2],
            &good[..tag],
            &format!("{good}/"),
            &format!("{good}00"),
            PATH,
            "/",
            "",
        ] {
            assert_eq!(
                refusal(&looks, path, [1; 32]),
                Some(LookRefusal::Key),
                "{path}"
            );
        }
    }

    #[test]
    fn a_server_looks_neither_at_other_ports_nor_at_what_is_no_name_nor_at_its_own_network() {
        let looks = Looks::new(key(), vec![443, 8443], LookReach::Public);
        for (host, port, expected) in [
            ("localhost", 80, LookRefusal::Port),
            ("127.0.0.1", 443, LookRefusal::Name),
            ("[::1]", 443, LookRefusal::Name),
            ("a b", 443, LookRefusal::Name),
            ("", 443, LookRefusal::Name),
            ("localhost", 8443, LookRefusal::Address),
            // Names that the resolver reads as addresses.
            ("127.1", 443, LookRefusal::Address),
            ("0x7f.1", 443, LookRefusal::Address),
        ] {
            let path = asked(host, port).path(&key());
            let found = refusal(&looks, &path, [1; 32]);
            let is_no_name = found == Some(LookRefusal::Name);
            assert!(found == Some(expected) || is_no_name, "{host}: {found:?}");
        }
    }

    #[test]
    fn one_client_has_one_look_at_a_time_and_all_together_a_few() {
        let looks = Looks::new(key(), vec![443], LookReach::Public);
        let path = asked("localhost", 443).path(&key());
        let held = looks.clients.admit([192, 0, 2, 1].into());
        assert_eq!(refusal(&looks, &path, [1; 32]), Some(LookRefusal::Busy));
        drop(held);
        let all = looks.slots.try_acquire_many(MAX_LOOKS as u32).unwrap();
        assert_eq!(refusal(&looks, &path, [1; 32]), Some(LookRefusal::Busy));
        drop(all);
        assert_eq!(refusal(&looks, &path, [1; 32]), Some(LookRefusal::Address));
    }
}
