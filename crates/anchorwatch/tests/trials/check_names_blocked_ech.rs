//! `check --deep --ech-config` behind a box that cuts off hellos with encrypted names (ECH): what it
//! looks at is named, and told from a box that looks at the name alone and from a server that is down.

use anchorwatch_lab::{
    Root,
    network::{Blocked, Blocking, EchSite, Manner, Network, Node, SITE},
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
    let chains = [public.issue(&[NAME])?, public.issue(&[OUTER])?];
    let site = EchSite::start(&network, SITE, &chains, OUTER)?;
    let configs = BASE64.encode(site.configs());
    let world = World {
        public: network
            .write("public.pem", public.pem().as_bytes())?
            .display()
            .to_string(),
        network: &network,
        configs,
    };
    world.check(300)?.expect("not_seen", None)?;
    let pair = "ech_blocked_for_name";
    let found = world.behind(Manner::Reset, Blocked::NameWithEch(OUTER), 300)?;
    found.expect("censored_or_down", Some((pair, Some("tls.reset.other"))))?;
    expect(
        found.0["rules"][0]["facts"]["outer"] == OUTER,
        found.0.to_string(),
    )?;
    // Four hellos wait for this long.
    let found = world.behind(Manner::Silence, Blocked::NameWithEch(OUTER), 15)?;
    found.expect("censored_or_down", Some((pair, Some("tls.timeout"))))?;
    let found = world.behind(Manner::Reset, Blocked::Ech, 300)?;
    found.expect(
        "censored_or_down",
        Some(("ech_blocked", Some("tls.reset.other"))),
    )?;
    // The name alone is cut off: nothing shows what happens to the extension.
    let found = world.behind(Manner::Reset, Blocked::Name(OUTER), 300)?;
    found.expect("not_seen", Some(("ech_block_unclear", None)))?;
    // The twin: the site itself cannot be reached by its name.
    let found = world.behind(Manner::Reset, Blocked::Name(NAME), 300)?;
    found.expect("censored_or_down", None)?;
    drop(site);
    world.check(300)?.expect("inconclusive", None)
}

struct World<'a> {
    network: &'a Network,
    public: String,
    configs: String,
}

impl World<'_> {
    fn behind(&self, how: Manner, what: Blocked<'_>, timeout_s: u32) -> Result<Found, Failed> {
        let _blocking = Blocking::start(self.network, how, &[what])?;
        self.check(timeout_s)
    }

    fn check(&self, timeout_s: u32) -> Result<Found, Failed> {
        let target = checked::target(
            self.network
                .command(Node::Client, PROGRAM)
                .args(["check", NAME, "--format", "json", "--deep", "--variants"])
                .args(["--rounds", "2", "--control", OUTER])
                .args(["--http-port", "0", "--timeout", &timeout_s.to_string()])
                .args(["--address", &format!("{SITE}:443")])
                .args(["--ech-config", &self.configs])
                .args(["--public", &self.public, "--local", &self.public]),
        )?;
        Ok(Found(target))
    }
}

struct Found(Value);

impl Found {
    /// Expects a verdict, and what is said about ECH with OONI's mechanism.
    fn expect(&self, verdict: &str, ech: Option<(&str, Option<&str>)>) -> Result<(), Failed> {
        let rules = self.0["rules"].as_array().into_iter().flatten();
        let mut said = rules.filter(|rule| rule["id"] == "ech_blocked");
        let code = said.next().and_then(|rule| rule["code"].as_str());
        let is_as_expected = self.0["verdict"] == verdict && code == ech.map(|(code, _)| code);
        let is_named = match ech {
            Some((_, mechanism)) => self.0["ooni_mechanism"].as_str() == mechanism,
            None => true,
        };
        expect(is_as_expected && is_named, self.0.to_string())
    }
}
