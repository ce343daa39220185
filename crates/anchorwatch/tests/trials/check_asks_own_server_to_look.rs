//! `check --own-server --look-key` in a network with real routers: real interceptors at the second router,
//! and a server of the measurer's own behind it, which sees the site as it is. One of the interceptors also
//! ends the connections to that server: it can carry a look, and cannot make one up.

use std::net::Ipv4Addr;

use anchorwatch_lab::{
    Root, Site,
    network::{Interceptor, Network, Node, OWN_SERVER, OwnServer, Product, SITE},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::checked;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const NAME: &str = "www.example.kz";

/// Leads to the server itself, on a loopback address.
const INSIDE: &str = "inside.example.kz";

const KEY: &str = "1f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c5b6a7988";
const OTHER_KEY: &str = "0f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c5b6a7988";

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let network = Network::new()?;
    let _site = Site::builder(public.issue(&[NAME, INSIDE])?)
        .inside(network.listen(Node::Server, SITE, 443)?)
        .start()?;
    network.publish(NAME, SITE)?;
    let key = network.write("look.key", KEY.as_bytes())?;
    let key = key.display().to_string();
    // mitmproxy answers no request for a name that the server behind it has no certificate for.
    let chain = public.issue(&["own.example", NAME])?;
    let own_server =
        OwnServer::start_with(&network, PROGRAM, &chain, &["--look-key", key.as_str()])?;
    let world = World {
        network: &network,
        own_server: &own_server,
        public: &public,
    };
    world.check(NAME, KEY)?.expect("not_seen", None)?;
    // Without the key nobody looks, and that is said.
    let found = world.check(NAME, OTHER_KEY)?;
    found.expect("not_seen", Some("vantage_other_key"))?;

    let imposed = Root::company("Somebody")?;
    let product = Product::Mitmproxy {
        names: &[NAME],
        public_root: &public,
    };
    let interceptor = Interceptor::start(&network, &imposed, &product)?;
    let found = world.check(NAME, KEY)?;
    found.expect("intercepted", None)?;
    found.expect_refused_here_alone()?;
    drop(interceptor);

    // Every connection is ended and made anew, also those to the own server.
    let interceptor = Interceptor::start(&network, &imposed, &Product::Sslsplit)?;
    let found = world.check(NAME, KEY)?;
    found.expect("intercepted", None)?;
    found.expect_refused_here_alone()?;
    drop(interceptor);

    // A server does not look into its own network.
    network.publish(INSIDE, Ipv4Addr::LOCALHOST)?;
    let found = world.check_at(INSIDE, KEY, &["--address", &format!("{SITE}:443")])?;
    found.expect("not_seen", Some("vantage_address_not_allowed"))
}

struct World<'a> {
    network: &'a Network,
    own_server: &'a OwnServer,
    public: &'a Root,
}

impl World<'_> {
    fn check(&self, name: &str, key: &str) -> Result<Found, Failed> {
        self.check_at(name, key, &[])
    }

    fn check_at(&self, name: &str, key: &str, more: &[&str]) -> Result<Found, Failed> {
        let public = self.public.pem();
        let public = self.network.write("public.pem", public.as_bytes())?;
        // Some local root that has nothing to do with this.
        let local = Root::company("Example Works Root")?.pem();
        let local = self.network.write("local.pem", local.as_bytes())?;
        let key = self.network.write("client.key", key.as_bytes())?;
        let mut command = self.network.command(Node::Client, PROGRAM);
        command
            .args(["check", name, "--format", "json"])
            .args(["--public".as_ref(), public.as_os_str()])
            .args(["--local".as_ref(), local.as_os_str()])
            .args(["--deep", "--rounds", "1", "--control", "control.example"])
            .args(["--http-port", "0"])
            .args(["--own-server", &format!("{OWN_SERVER}:443")])
            .args(["--own-key", self.own_server.key()])
            .args(["--look-key".as_ref(), key.as_os_str()])
            // A busy machine answers late.
            .args(["--timeout", "300"])
            .args(more);
        Ok(Found(checked::target(&mut command)?))
    }
}

/// A target of a verdict.
struct Found(Value);

impl Found {
    /// Expects a verdict, and why the server did not look.
    fn expect(&self, verdict: &str, unanswered: Option<&str>) -> Result<(), Failed> {
        let rows = self.0["not_checked"].as_array().into_iter().flatten();
        let mut rows = rows.filter(|row| row["code"] == "vantage_unanswered");
        let why = rows.next().map(|row| &row["facts"]["why"]["code"]);
        let is_expected = self.0["verdict"] == verdict && why.and_then(Value::as_str) == unanswered;
        expect(is_expected, self.said())
    }

    fn expect_refused_here_alone(&self) -> Result<(), Failed> {
        let is_there = checked::rules(&self.0).contains(&"refused_here_alone");
        expect(is_there, self.said())
    }

    fn said(&self) -> String {
        self.0.to_string()
    }
}
