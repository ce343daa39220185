//! `check --deep` with the measurer's own server behind a router that slows down the answers to one name:
//! that is found, and told from a line that is slow for every name.

use anchorwatch_lab::{
    Root, Site,
    network::{Blocked, Blocking, Manner, Network, Node, OWN_SERVER, OwnServer, SITE},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::checked;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const NAME: &str = "www.example.kz";
const CONTROL: &str = "control.example";

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let network = Network::new()?;
    let _site = Site::builder(public.issue(&[NAME])?)
        .inside(network.listen(Node::Server, SITE, 443)?)
        .start()?;
    let own_server = OwnServer::start(&network, PROGRAM, &public.issue(&["own.example"])?)?;
    let world = World {
        public: network
            .write("public.pem", public.pem().as_bytes())?
            .display()
            .to_string(),
        network: &network,
        own_server: &own_server,
    };
    world.check()?.expect("not_seen", &["publicly_trusted"])?;
    let found = world.behind(&[Blocked::Name(NAME)])?;
    found.expect("throttled", &["publicly_trusted", "throttled"])?;
    expect(
        found.0["ooni_mechanism"] == "tls.throttle.sni",
        found.0.to_string(),
    )?;
    let both = [Blocked::Name(NAME), Blocked::Name(CONTROL)];
    let found = world.behind(&both)?;
    found.expect("not_seen", &["publicly_trusted"])
}

struct World<'a> {
    network: &'a Network,
    own_server: &'a OwnServer,
    public: String,
}

impl World<'_> {
    fn behind(&self, slowed_down: &[Blocked<'_>]) -> Result<Found, Failed> {
        let _blocking = Blocking::start(self.network, Manner::Slow, slowed_down)?;
        self.check()
    }

    fn check(&self) -> Result<Found, Failed> {
        let target = checked::target(
            self.network
                .command(Node::Client, PROGRAM)
                .args(["check", NAME, "--format", "json", "--deep"])
                .args(["--control", CONTROL, "--http-port", "0"])
                // A busy machine answers late.
                .args(["--timeout", "300", "--address", &format!("{SITE}:443")])
                .args(["--public", &self.public, "--local", &self.public])
                .args(["--own-server", &format!("{OWN_SERVER}:443")])
                .args(["--own-key", self.own_server.key()]),
        )?;
        Ok(Found(target))
    }
}

struct Found(Value);

impl Found {
    /// Expects a verdict and exactly these rules, and that speeds were compared.
    fn expect(&self, verdict: &str, rules: &[&str]) -> Result<(), Failed> {
        let all = |key: &str, code: &str| -> Vec<String> {
            let all = self.0[key].as_array().into_iter().flatten();
            let all = all.filter_map(|it| it[code].as_str());
            all.map(str::to_owned).collect()
        };
        let mut seen = all("rules", "id");
        seen.sort_unstable();
        let mut unchecked = all("not_checked", "code").into_iter();
        let is_compared = !unchecked.any(|code| code.starts_with("throttling"));
        let is_as_expected = self.0["verdict"] == verdict && seen == rules && is_compared;
        expect(is_as_expected, self.0.to_string())
    }
}
