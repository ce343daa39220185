//! `check --deep` on a path of six routers, with an interceptor at the fifth and at the first one, and
//! with another way back: hops and TTLs are right, and nothing that may go only so far goes further.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::Ipv4Addr,
};

use anchorwatch_lab::{
    Root, Site,
    network::{
        Interceptor, Network, Node, OTHER_SITE, Passing, Plan, Product, QuicInterceptor, SITE,
        Shortcut, Sighting, Watch,
        interceptor::{Kazakhstan, Mode},
    },
    quic::QuicSite,
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::{checked, side_by_side};

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

/// One of the names of 2019.
const LISTED: &str = "www.facebook.com";

const ROUTERS: u8 = 6;
const SERVER_HOP: u8 = ROUTERS + 1;
const FIFTH: u8 = 5;

/// Larger than any limit of a trace here, and smaller than what is left of a TTL of 64.
const BETWEEN: u8 = 32;

pub(crate) fn run() -> Result<(), Failed> {
    side_by_side::run(&[
        || World::new()?.an_interceptor_at_the_fifth_router_is_found_there(),
        || World::new()?.an_interceptor_at_the_first_router_is_found_there(),
        || World::new()?.another_way_back_moves_no_hop(),
        || World::new()?.another_way_back_moves_no_interceptor(),
    ])
}

struct World {
    public: Root,
    imposed: Root,
    network: Network,
    _sites: [Site; 2],
    _over_quic: QuicSite,
}

impl World {
    fn new() -> Result<Self, Failed> {
        let public = Root::company("Example Public Root")?;
        let network = Network::with(Plan {
            router_count: ROUTERS,
            control_at: 3,
            ..Plan::USUAL
        })?;
        let chain = public.issue(&[LISTED])?;
        let site = |address, chain| -> Result<Site, Failed> {
            let listener = network.listen(Node::Server, address, 443)?;
            Ok(Site::builder(chain).inside(listener).start()?)
        };
        // A trace needs a reason: no browser trusts the other site.
        let distrusted = Root::company("Example Distrusted Root")?.issue(&[LISTED])?;
        let sites = [site(SITE, chain.clone())?, site(OTHER_SITE, distrusted)?];
        let socket = network.listen_for_datagrams(Node::Server, SITE, 443)?;
        Ok(Self {
            _over_quic: QuicSite::builder(chain).inside(socket).start()?,
            _sites: sites,
            public,
            imposed: Root::qaznet_like()?,
            network,
        })
    }

    fn an_interceptor_at_the_fifth_router_is_found_there(&self) -> Result<(), Failed> {
        let over_tcp = self.intercept(FIFTH, Mode::Takeover)?;
        let over_quic = QuicInterceptor::start_at(&self.network, FIFTH, &self.imposed)?;
        let watches = Watches::start(&self.network)?;
        let (found, measurement) = self.check(Node::Client, SITE, &["--quic"])?;
        let place = &found["interceptor"];
        let is_found = found["verdict"] == "intercepted"
            && place["network"] == "tcp"
            && place["hop"] == FIFTH
            && place["router_before"] == Node::Router(FIFTH - 1).address().to_string()
            && place["control_hop"] == SERVER_HOP
            && place["arrival_ttl"] == 64 - (FIFTH - 1)
            && place["control_arrival_ttl"] == 64 - ROUTERS;
        expect(is_found, found.to_string())?;
        // Whoever ends QUIC does so for both names.
        for purpose in ["target", "target_control"] {
            let hops = answered(&measurement, "quic_handshakes", purpose, "ttl");
            expect(hops.first() == Some(&u64::from(FIFTH)), format!("{hops:?}"))?;
        }
        watches.nothing_went_too_far(&measurement)?;
        drop((over_tcp, over_quic));
        Ok(())
    }

    fn an_interceptor_at_the_first_router_is_found_there(&self) -> Result<(), Failed> {
        let _interceptor = self.intercept(1, Mode::Takeover)?;
        // The way from the third router does not lead past the first one.
        let (found, _) = self.check(Node::Control, SITE, &[])?;
        expect(found["verdict"] == "not_seen", found.to_string())?;
        let (found, _) = self.check(Node::Client, SITE, &[])?;
        let place = &found["interceptor"];
        let is_found = found["verdict"] == "intercepted"
            && place["hop"] == 1
            && place["router_before"].is_null()
            && place["control_hop"] == SERVER_HOP
            && place["arrival_ttl"] == 64
            && place["control_arrival_ttl"] == 64 - ROUTERS;
        expect(is_found, found.to_string())
    }

    /// Answers of the server come from the last router to the first one at once. Hops are counted on
    /// the way there, TTLs on the way back.
    fn another_way_back_moves_no_hop(&self) -> Result<(), Failed> {
        let _shortcut = Shortcut::open(&self.network)?;
        let (found, measurement) = self.check(Node::Client, OTHER_SITE, &[])?;
        expect(found["verdict"] == "inconclusive", found.to_string())?;
        for purpose in ["target", "target_control"] {
            let hops = answered(&measurement, "tls_handshakes", purpose, "ttl");
            expect(hops == [u64::from(SERVER_HOP)], format!("{hops:?}"))?;
            let ttls = answered(&measurement, "tls_handshakes", purpose, "min_ttl");
            expect(ttls.last() == Some(&(64 - 2)), format!("{ttls:?}"))?;
        }
        Ok(())
    }

    /// It sees one direction alone, and ends TCP.
    fn another_way_back_moves_no_interceptor(&self) -> Result<(), Failed> {
        let _shortcut = Shortcut::open(&self.network)?;
        let _interceptor = self.intercept(FIFTH, Mode::Proxy)?;
        let (found, _) = self.check(Node::Client, SITE, &[])?;
        let place = &found["interceptor"];
        let is_found = found["verdict"] == "intercepted"
            && place["hop"] == FIFTH
            && place["control_hop"] == FIFTH
            && place["arrival_ttl"] == 64 - (FIFTH - 1);
        expect(is_found, found.to_string())
    }

    fn intercept(&self, router: u8, mode: Mode) -> Result<Interceptor<'_>, Failed> {
        let product = Product::Kazakhstan(Kazakhstan::july_2019(&self.public, mode));
        let started = Interceptor::start_at(&self.network, router, &self.imposed, &product);
        Ok(started?)
    }

    fn check(
        &self,
        node: Node,
        address: Ipv4Addr,
        more: &[&str],
    ) -> Result<(Value, Value), Failed> {
        let public = self
            .network
            .write("public.pem", self.public.pem().as_bytes())?;
        // Some local root that has nothing to do with this.
        let local = Root::company("Example Works Root")?.pem();
        let local = self.network.write("local.pem", local.as_bytes())?;
        let folder = tempfile::tempdir()?;
        let evidence = folder.path().join("seen.jsonl");
        let target = checked::target(
            self.network
                .command(node, PROGRAM)
                .args(["check", LISTED, "--format", "json", "--deep"])
                .args(["--rounds", "1", "--control", "control.example"])
                .args(["--http-port", "0"])
                // A busy machine answers late.
                .args(["--timeout", "300"])
                .args(["--address", &format!("{address}:443")])
                .args(["--public".as_ref(), public.as_os_str()])
                .args(["--local".as_ref(), local.as_os_str()])
                .args(["--evidence".as_ref(), evidence.as_os_str()])
                .args(more),
        )?;
        Ok((target, checked::measurement(&evidence)?))
    }
}

/// The values of this member in the handshakes of this purpose that brought a certificate, sorted.
fn answered(measurement: &Value, key: &str, purpose: &str, member: &str) -> Vec<u64> {
    let of_it = of_purpose(measurement, key, purpose);
    let answered = of_it.filter(|it| it["peer_certificates"] != Value::Array(Vec::new()));
    let values: BTreeSet<u64> = answered.filter_map(|it| it[member].as_u64()).collect();
    values.into_iter().collect()
}

fn of_purpose<'a>(
    measurement: &'a Value,
    key: &str,
    purpose: &'a str,
) -> impl Iterator<Item = &'a Value> {
    let all = measurement[key].as_array().into_iter().flatten();
    all.filter(move |it| it["tags"][0] == purpose)
}

/// Watches at the first router, behind the interceptor, and at the server.
struct Watches<'a> {
    first: Watch<'a>,
    behind: Watch<'a>,
    server: Watch<'a>,
}

impl<'a> Watches<'a> {
    fn start(network: &'a Network) -> Result<Self, Failed> {
        let watch = |node| Watch::start(network, node, LISTED);
        Ok(Self {
            first: watch(Node::Router(1))?,
            behind: watch(Node::Router(FIFTH + 1))?,
            server: watch(Node::Server)?,
        })
    }

    fn nothing_went_too_far(&self, measurement: &Value) -> Result<(), Failed> {
        let names = self.first.seen(Passing::Named)?;
        let limits: BTreeSet<u8> = limited(&names).map(|it| it.ttl).collect();
        // No limit with the name is larger than the distance of whoever answers it.
        expect(limits.last() == Some(&FIFTH), format!("{limits:?}"))?;
        self.no_connection_got_a_higher_limit()?;
        self.connections_that_nobody_answered_ended_on_the_way(&names)?;
        // The interceptor kept every ClientHello with the name, whatever its limit. What it sent itself
        // has no limit.
        let behind = self.behind.seen(Passing::Named)?;
        let own = behind.iter().all(|it| it.ttl == 64);
        expect(own && !behind.is_empty(), format!("{behind:?}"))?;
        // The other name was answered at the server, by packets that could go no further.
        let other = self.server.seen(Passing::Records)?;
        let last: BTreeSet<u8> = limited(&other).map(|it| it.ttl).collect();
        expect(last == BTreeSet::from([1]), format!("{other:?}"))?;
        // Over QUIC the name went no further than the answer to the other one.
        let names = of_purpose(measurement, "quic_handshakes", "target");
        let furthest = names.filter_map(|it| it["ttl"].as_u64()).max();
        expect(furthest == Some(u64::from(FIFTH)), format!("{furthest:?}"))
    }

    /// Nothing was sent again with another TTL.
    fn no_connection_got_a_higher_limit(&self) -> Result<(), Failed> {
        for passing in [Passing::Records, Passing::Datagrams] {
            let mut ttls: BTreeMap<(u16, u32), BTreeSet<u8>> = BTreeMap::new();
            for one in self.first.seen(passing)? {
                let of_it = ttls.entry((one.port, one.number)).or_default();
                of_it.insert(one.ttl);
            }
            let is_mixed = ttls.values().any(|of_it| of_it.len() > 1);
            let are_limited = ttls.values().flatten().any(|it| *it < BETWEEN);
            expect(are_limited && !is_mixed, format!("{passing:?} {ttls:?}"))?;
        }
        Ok(())
    }

    /// Each of them was reset by a packet with the same limit.
    fn connections_that_nobody_answered_ended_on_the_way(
        &self,
        names: &[Sighting],
    ) -> Result<(), Failed> {
        let resets = self.first.seen(Passing::Resets)?;
        let lost: Vec<&Sighting> = limited(names).filter(|it| it.ttl < FIFTH).collect();
        let is_reset = |hello: &&Sighting| {
            let mut resets = resets.iter();
            resets.any(|it| it.port == hello.port && it.ttl == hello.ttl)
        };
        let are_all = !lost.is_empty() && lost.iter().all(is_reset);
        expect(are_all, format!("{lost:?} {resets:?}"))
    }
}

/// Those whose TTL is the limit of a trace.
fn limited(seen: &[Sighting]) -> impl Iterator<Item = &Sighting> {
    seen.iter().filter(|it| it.ttl < BETWEEN)
}
