//! `check --notary ssh:HOST` in a network with real routers: real interceptors at the second router, and a
//! real sshd on a host whose way to the site avoids it.

use anchorwatch_lab::{
    Root, Site,
    network::{Interceptor, Network, Node, Product, SITE, SshHost},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::checked;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const NAME: &str = "www.example.kz";

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let network = Network::new()?;
    let _site = Site::builder(public.issue(&[NAME])?)
        .inside(network.listen(Node::Server, SITE, 443)?)
        .start()?;
    network.publish(NAME, SITE)?;
    let host = SshHost::start(&network, Node::Control, PROGRAM)?;
    let world = World {
        network: &network,
        host: &host,
        public: &public,
    };
    // Nobody is in the way, and both see the same.
    let clean = world.check(&[SshHost::NAME])?;
    clean.expect("not_seen", None)?;

    // Nobody knows this root. From here alone, one product is given away by the names that it spares, and
    // of the other nothing can be said.
    let imposed = Root::company("Somebody")?;
    let sparing = Product::Mitmproxy {
        names: &[NAME],
        public_root: &public,
    };
    for (product, alone) in [(sparing, "suspected"), (Product::Sslsplit, "inconclusive")] {
        let _interceptor = Interceptor::start(&network, &imposed, &product)?;
        world.check(&[])?.expect(alone, None)?;
        let both = world.check(&[SshHost::NAME])?;
        both.expect("intercepted", None)?;
        let rules = checked::rules(&both.0);
        expect(rules.contains(&"refused_here_alone"), both.said())?;
    }

    // A host whose key nobody knows says nothing, though the configuration takes any key.
    let unknown = world.check(&[SshHost::UNKNOWN_KEY])?;
    unknown.expect("not_seen", Some("vantage_not_reached"))
}

struct World<'a> {
    network: &'a Network,
    host: &'a SshHost<'a>,
    public: &'a Root,
}

impl World<'_> {
    fn check(&self, vantages: &[&str]) -> Result<Found, Failed> {
        let public = self.public.pem();
        let public = self.network.write("public.pem", public.as_bytes())?;
        // Some local root that has nothing to do with this.
        let local = Root::company("Example Works Root")?.pem();
        let local = self.network.write("local.pem", local.as_bytes())?;
        let notaries = vantages.iter().map(|name| format!("--notary=ssh:{name}"));
        let mut command = self.host.command(Node::Client, PROGRAM);
        command
            .args(["check", NAME, "--format", "json"])
            .args(["--public".as_ref(), public.as_os_str()])
            .args(["--local".as_ref(), local.as_os_str()])
            // A busy machine answers late.
            .args(["--timeout", "300"])
            .args(notaries);
        Ok(Found(checked::target(&mut command)?))
    }
}

/// A target of a verdict.
struct Found(Value);

impl Found {
    /// Expects a verdict, and why a vantage point did not answer.
    fn expect(&self, verdict: &str, unanswered: Option<&str>) -> Result<(), Failed> {
        let rows = self.0["not_checked"].as_array().into_iter().flatten();
        let mut rows = rows.filter(|row| row["code"] == "vantage_unanswered");
        let why = rows.next().map(|row| &row["facts"]["why"]["code"]);
        let is_expected = self.0["verdict"] == verdict && why.and_then(Value::as_str) == unanswered;
        expect(is_expected, self.said())
    }

    fn said(&self) -> String {
        self.0.to_string()
    }
}
