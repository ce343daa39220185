//! `check --deep` beside someone who sees what is sent, drops nothing, and forges ICMP errors and
//! answers: an interceptor stays where it is, and without one nobody is accused.

use anchorwatch_lab::{
    Root, Site,
    network::{
        Forging, Interceptor, Network, Node, Product, SITE,
        interceptor::{Kazakhstan, Mode},
    },
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::checked;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

/// One of the names of 2019.
const LISTED: &str = "www.facebook.com";
const UNLISTED: &str = "www.example.org";

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let network = Network::new()?;
    let _site = Site::builder(public.issue(&[LISTED, UNLISTED])?)
        .inside(network.listen(Node::Server, SITE, 443)?)
        .start()?;
    let world = World { network, public };
    let _forging = Forging::start(&world.network)?;
    world.expect_clean(LISTED)?;
    let product = Product::Kazakhstan(Kazakhstan::july_2019(&world.public, Mode::Takeover));
    let imposed = Root::qaznet_like()?;
    let _interceptor = Interceptor::start(&world.network, &imposed, &product)?;
    world.expect_clean(UNLISTED)?;
    let found = world.check(LISTED)?;
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

struct World {
    network: Network,
    public: Root,
}

impl World {
    fn expect_clean(&self, name: &str) -> Result<(), Failed> {
        let found = self.check(name)?;
        let rules = found["rules"].as_array().into_iter().flatten();
        let rules: Vec<_> = rules.filter_map(|rule| rule["id"].as_str()).collect();
        let is_clean = found["verdict"] == "not_seen" && rules == ["publicly_trusted"];
        expect(is_clean, found.to_string())
    }

    fn check(&self, name: &str) -> Result<Value, Failed> {
        let public = self
            .network
            .write("public.pem", self.public.pem().as_bytes())?;
        // Some local root that has nothing to do with this.
        let local = Root::company("Example Works Root")?.pem();
        let local = self.network.write("local.pem", local.as_bytes())?;
        checked::target(
            self.network
                .command(Node::Client, PROGRAM)
                .args(["check", name, "--format", "json", "--deep"])
                .args(["--rounds", "1", "--control", "control.example"])
                // A busy machine answers late.
                .args(["--timeout", "300"])
                .args(["--address", &format!("{SITE}:443")])
                .args(["--public".as_ref(), public.as_os_str()])
                .args(["--local".as_ref(), local.as_os_str()]),
        )
    }
}
