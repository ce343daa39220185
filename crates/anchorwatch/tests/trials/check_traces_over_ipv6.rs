//! `check --deep` over IPv6: a trace of a path without interception, with the routers' addresses, and
//! interceptors of TCP and of QUIC at the second router.

use std::net::Ipv6Addr;

use anchorwatch_lab::{
    Root, Site,
    network::{
        Addresses, Interceptor, Network, Node, OTHER_SITE_V6, Plan, Product, QuicInterceptor,
        SITE_V6,
    },
    quic::QuicSite,
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::{checked, side_by_side};

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const NAME: &str = "www.example.kz";

pub(crate) fn run() -> Result<(), Failed> {
    side_by_side::run(&[
        || World::new()?.a_site_that_no_browser_trusts_is_placed_behind_every_router(),
        || World::new()?.an_interceptor_of_quic_is_found(),
        || World::new()?.an_interceptor_of_tcp_is_found(),
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
            addresses: Addresses::Both,
            ..Plan::USUAL
        })?;
        let chain = public.issue(&[NAME])?;
        let site = |address: Ipv6Addr, chain| -> Result<Site, Failed> {
            let listener = network.listen(Node::Server, address, 443)?;
            Ok(Site::builder(chain).inside(listener).start()?)
        };
        let distrusted = Root::company("Example Distrusted Root")?.issue(&[NAME])?;
        let sites = [
            site(SITE_V6, chain.clone())?,
            site(OTHER_SITE_V6, distrusted)?,
        ];
        let socket = network.listen_for_datagrams(Node::Server, SITE_V6, 443)?;
        Ok(Self {
            _over_quic: QuicSite::builder(chain).inside(socket).start()?,
            _sites: sites,
            public,
            imposed: Root::isca_like()?,
            network,
        })
    }

    fn a_site_that_no_browser_trusts_is_placed_behind_every_router(&self) -> Result<(), Failed> {
        let (found, measurement) = self.check(OTHER_SITE_V6, &[])?;
        expect(found["verdict"] == "inconclusive", found.to_string())?;
        let sent = measurement["tcp_connect"].as_array().into_iter().flatten();
        let routers: Vec<_> = sent
            .filter_map(|step| Some((step["ttl"].as_u64()?, step["ttl_exceeded_by"].as_str())))
            .collect();
        let names = [1, 2, 3].map(|it| Node::Router(it).address_v6().to_string());
        let [first, second, third] = names.each_ref().map(|it| Some(it.as_str()));
        let expected = [(1, first), (2, second), (3, third), (4, None)];
        expect(routers == expected, format!("{routers:?}"))?;
        for purpose in ["target", "target_control"] {
            let hops = answered(&measurement, purpose, "ttl");
            expect(hops == [4], format!("{hops:?}"))?;
            let limits = answered(&measurement, purpose, "min_ttl");
            expect(limits.iter().max() == Some(&61), format!("{limits:?}"))?;
        }
        Ok(())
    }

    fn an_interceptor_of_quic_is_found(&self) -> Result<(), Failed> {
        let _interceptor = QuicInterceptor::start(&self.network, &self.imposed)?;
        let (found, _) = self.check(SITE_V6, &["--quic"])?;
        let place = &found["interceptor"];
        let is_found = place["network"] == "udp" && place["control_hop"] == 2;
        expect(is_found, found.to_string())?;
        is_right_behind_the_first_router(&found)
    }

    fn an_interceptor_of_tcp_is_found(&self) -> Result<(), Failed> {
        let product = Product::Mitmproxy {
            names: &[NAME],
            public_root: &self.public,
        };
        let _interceptor = Interceptor::start(&self.network, &self.imposed, &product)?;
        let (found, _) = self.check(SITE_V6, &[])?;
        let place = &found["interceptor"];
        let is_found = place["network"] == "tcp" && place["arrival_ttl"] == 63;
        expect(is_found, found.to_string())?;
        is_right_behind_the_first_router(&found)
    }

    fn check(&self, address: Ipv6Addr, more: &[&str]) -> Result<(Value, Value), Failed> {
        let public = self
            .network
            .write("public.pem", self.public.pem().as_bytes())?;
        let local = self
            .network
            .write("local.pem", self.imposed.pem().as_bytes())?;
        let folder = tempfile::tempdir()?;
        let evidence = folder.path().join("seen.jsonl");
        let target = checked::target(
            self.network
                .command(Node::Client, PROGRAM)
                .args(["check", NAME, "--format", "json", "--deep"])
                .args(["--rounds", "1", "--control", "control.example"])
                .args(["--http-port", "0"])
                // A busy machine answers late.
                .args(["--timeout", "300"])
                .args(["--address", &format!("[{address}]:443")])
                .args(["--public".as_ref(), public.as_os_str()])
                .args(["--local".as_ref(), local.as_os_str()])
                .args(["--evidence".as_ref(), evidence.as_os_str()])
                .args(more),
        )?;
        Ok((target, checked::measurement(&evidence)?))
    }
}

fn is_right_behind_the_first_router(found: &Value) -> Result<(), Failed> {
    let place = &found["interceptor"];
    let is_found = found["verdict"] == "intercepted"
        && place["hop"] == 2
        && place["router_before"] == Node::Router(1).address_v6().to_string();
    expect(is_found, found.to_string())
}

/// The values of this member in the handshakes over TCP that brought a certificate.
fn answered(measurement: &Value, purpose: &str, member: &str) -> Vec<u64> {
    let all = measurement["tls_handshakes"]
        .as_array()
        .into_iter()
        .flatten();
    let of_it = all.filter(|it| it["tags"][0] == purpose);
    let answered = of_it.filter(|it| it["peer_certificates"] != Value::Array(Vec::new()));
    answered.filter_map(|it| it[member].as_u64()).collect()
}
