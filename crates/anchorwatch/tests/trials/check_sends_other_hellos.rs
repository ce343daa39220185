//! `check --deep --variants` against mitmproxy, which knows nothing of encrypted names (ECH): it
//! answers for the outer name, and so switches ECH off for whoever trusts its root.

use anchorwatch_lab::{
    Root, Site, ech,
    network::{Interceptor, Network, Node, Product, SITE},
    trial::expect,
};
use data_encoding::BASE64;
use libtest_mimic::Failed;
use serde_json::Value;

use crate::checked;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const NAME: &str = "www.example.kz";
const OUTER: &str = "outer.example.kz";

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let network = Network::new()?;
    let _site = Site::builder(public.issue(&[NAME, OUTER])?)
        .inside(network.listen(Node::Server, SITE, 443)?)
        .start()?;
    let world = World { network, public };
    world.expect_clean()?;
    let imposed = Root::isca_like()?;
    world.the_outer_name_is_found(&imposed)?;
    world.the_name_is_found(&imposed)?;
    world.expect_clean()
}

struct World {
    network: Network,
    public: Root,
}

impl World {
    /// The site's own rejection is no interception.
    fn expect_clean(&self) -> Result<(), Failed> {
        let found = self.check(&Root::company("Example Works Root")?)?;
        let is_clean =
            found["verdict"] == "not_seen" && checked::rules(&found) == ["publicly_trusted"];
        expect(is_clean, found.to_string())
    }

    /// It re-signs the outer name alone, so that no other handshake meets it.
    fn the_outer_name_is_found(&self, imposed: &Root) -> Result<(), Failed> {
        let product = self.mitmproxy(&[OUTER]);
        let _interceptor = Interceptor::start(&self.network, imposed, &product)?;
        let found = self.check(imposed)?;
        let first = &found["rules"][0];
        expect(
            found["verdict"] == "intercepted"
                && first["code"] == "ech_rejected_by_added_root"
                && first["details"][0]["code"] == "ech_switched_off",
            found.to_string(),
        )?;
        expect(
            checked::rules(&found) == ["ech_rejected", "publicly_trusted"],
            found.to_string(),
        )?;
        // Nobody installed its root: not clean, and nobody is accused.
        let found = self.check(&Root::company("Example Works Root")?)?;
        expect(found["verdict"] == "inconclusive", found.to_string())
    }

    /// It re-signs the name, in every hello that carries it in clear.
    fn the_name_is_found(&self, imposed: &Root) -> Result<(), Failed> {
        let product = self.mitmproxy(&[NAME]);
        let _interceptor = Interceptor::start(&self.network, imposed, &product)?;
        let found = self.check(imposed)?;
        expect(found["verdict"] == "intercepted", found.to_string())?;
        let rules = found["rules"].as_array().into_iter().flatten();
        let mut rules = rules.filter(|rule| rule["id"] == "only_some_hellos");
        let says = rules.next().ok_or_else(|| found.to_string())?;
        let trusted = says["facts"]["trusted"].to_string();
        expect(
            says["code"] == "refused_for_some_hellos" && trusted.contains("hello_kind_no_name"),
            says.to_string(),
        )
    }

    fn mitmproxy<'a>(&'a self, names: &'a [&'a str]) -> Product<'a> {
        Product::Mitmproxy {
            names,
            public_root: &self.public,
        }
    }

    fn check(&self, local: &Root) -> Result<Value, Failed> {
        let public = self
            .network
            .write("public.pem", self.public.pem().as_bytes())?;
        let local = self.network.write("local.pem", local.pem().as_bytes())?;
        checked::target(
            self.network
                .command(Node::Client, PROGRAM)
                .args(["check", NAME, "--format", "json", "--deep", "--variants"])
                .args(["--rounds", "2", "--control", NAME, "--timeout", "300"])
                .args(["--address", &format!("{SITE}:443")])
                .args(["--ech-config", &BASE64.encode(&ech::configs(OUTER))])
                .args(["--public".as_ref(), public.as_os_str()])
                .args(["--local".as_ref(), local.as_os_str()]),
        )
    }
}
