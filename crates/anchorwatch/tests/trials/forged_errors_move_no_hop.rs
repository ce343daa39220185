//! `check --deep` beside someone who sees what is sent, drops nothing, and forges ICMP errors and
//! answers: an interceptor stays where it is, and without one nobody is accused.

use anchorwatch_lab::{
    Root, Site,
    network::{
        Forging, Interceptor, Network, Node, Product, QuicInterceptor, SITE,
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
const UNLISTED: &str = "www.example.org";

pub(crate) fn run() -> Result<(), Failed> {
    side_by_side::run(&[
        || World::new()?.nobody_is_accused_and_an_interceptor_of_quic_stays_in_place(),
        || World::new()?.an_interceptor_of_tcp_stays_in_place(),
    ])
}

struct World {
    public: Root,
    /// Where QUIC is intercepted, and of no concern otherwise.
    local: Root,
    network: Network,
    _site: Site,
    _over_quic: QuicSite,
}

impl World {
    fn new() -> Result<Self, Failed> {
        let public = Root::company("Example Public Root")?;
        let network = Network::new()?;
        let chain = public.issue(&[LISTED, UNLISTED])?;
        let site = Site::builder(chain.clone())
            .inside(network.listen(Node::Server, SITE, 443)?)
            .start()?;
        let socket = network.listen_for_datagrams(Node::Server, SITE, 443)?;
        Ok(Self {
            _over_quic: QuicSite::builder(chain).inside(socket).start()?,
            _site: site,
            network,
            public,
            local: Root::company("Example Works Root")?,
        })
    }

    fn an_interceptor_of_tcp_stays_in_place(&self) -> Result<(), Failed> {
        let _forging = Forging::start(&self.network)?;
        let product = Product::Kazakhstan(Kazakhstan::july_2019(&self.public, Mode::Takeover));
        let imposed = Root::qaznet_like()?;
        let _interceptor = Interceptor::start(&self.network, &imposed, &product)?;
        self.expect_clean(UNLISTED)?;
        let found = self.check(LISTED)?;
        let place = &found["interceptor"];
        expect(
            found["verdict"] == "intercepted"
                && place["hop"] == 2
                && place["router_before"] == "192.0.2.1"
                && place["control_hop"] == 4
                // The box answers from the second hop, the server from the fourth.
                && place["arrival_ttl"] == 63
                && place["control_arrival_ttl"] == 61,
            found.to_string(),
        )
    }

    /// Over TCP and QUIC.
    fn expect_clean(&self, name: &str) -> Result<(), Failed> {
        let found = self.check(name)?;
        let rules = found["rules"].as_array().into_iter().flatten();
        let rules: Vec<_> = rules.filter_map(|rule| rule["id"].as_str()).collect();
        let agrees = &found["rules"][0]["details"][0]["code"];
        let is_clean = found["verdict"] == "not_seen"
            && rules == ["publicly_trusted"]
            && agrees == "quic_agrees";
        expect(is_clean, found.to_string())
    }

    /// Its router before it may be a lie.
    fn nobody_is_accused_and_an_interceptor_of_quic_stays_in_place(&self) -> Result<(), Failed> {
        let _forging = Forging::start(&self.network)?;
        self.expect_clean(LISTED)?;
        let _interceptor = QuicInterceptor::start(&self.network, &self.local)?;
        let found = self.check(LISTED)?;
        let place = &found["interceptor"];
        let is_found = found["verdict"] == "intercepted"
            && place["network"] == "udp"
            && place["hop"] == 2
            && place["control_hop"] == 2;
        expect(is_found, found.to_string())
    }

    fn check(&self, name: &str) -> Result<Value, Failed> {
        let public = self
            .network
            .write("public.pem", self.public.pem().as_bytes())?;
        let local = self
            .network
            .write("local.pem", self.local.pem().as_bytes())?;
        checked::target(
            self.network
                .command(Node::Client, PROGRAM)
                .args(["check", name, "--format", "json", "--deep", "--quic"])
                .args(["--rounds", "1", "--control", "control.example"])
                // A busy machine answers late.
                .args(["--timeout", "300"])
                .args(["--address", &format!("{SITE}:443")])
                .args(["--public".as_ref(), public.as_os_str()])
                .args(["--local".as_ref(), local.as_os_str()]),
        )
    }
}
