//! `check --deep --ech-config` against Caddy, a real server that reads encrypted names (ECH), and
//! against interceptors in front of it.

use anchorwatch_lab::{
    Root, ech,
    network::{EchSite, Interceptor, Network, Node, Product, SITE},
    trial::expect,
};
use data_encoding::BASE64;
use libtest_mimic::Failed;
use serde_json::Value;

use crate::checked;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const NAME: &str = "www.example.kz";
const OUTER: &str = "outer.example.kz";

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let network = Network::new()?;
    let chains = [public.issue(&[NAME])?, public.issue(&[OUTER])?];
    let site = EchSite::start(&network, SITE, &chains, OUTER)?;
    let world = World {
        network: &network,
        configs: site.configs().to_vec(),
        certificates: chains.map(|it| BASE64.encode(&it.certificates()[0])),
        public,
        folder: tempfile::tempdir()?,
    };
    world.the_servers_own_configuration_is_accepted()?;
    world.another_configuration_is_rejected_and_accuses_nobody()?;
    let imposed = Root::isca_like()?;
    world.a_real_interceptor_of_the_outer_name_is_found(&imposed)?;
    world.an_interceptor_switches_ech_off(&imposed)?;
    world.the_servers_own_configuration_is_accepted()
}

struct World<'a> {
    network: &'a Network,
    configs: Vec<u8>,
    /// Those for the name and for the outer name, in base64.
    certificates: [String; 2],
    public: Root,
    folder: TempDir,
}

impl World<'_> {
    fn the_servers_own_configuration_is_accepted(&self) -> Result<(), Failed> {
        let seen = self.check(&self.configs, &Root::company("Example Works Root")?)?;
        seen.expect("not_seen", &["publicly_trusted"])?;
        let ech = seen.ech_handshakes();
        expect(ech.len() == 2, format!("{ech:?}"))?;
        for one in ech {
            let is_accepted = one["failure"].is_null()
                && one["server_name"] == OUTER
                && seen.first_certificate(one) == Some(&self.certificates[0]);
            expect(is_accepted, one.to_string())?;
        }
        Ok(())
    }

    /// The server shows the outer name's certificate, as with a key that it has replaced since. It sends
    /// no other configuration, and a public root vouches for that.
    fn another_configuration_is_rejected_and_accuses_nobody(&self) -> Result<(), Failed> {
        let stale = ech::configs(OUTER);
        let seen = self.check(&stale, &Root::company("Example Works Root")?)?;
        seen.expect("not_seen", &["publicly_trusted"])?;
        let ech = seen.ech_handshakes();
        expect(ech.len() == 2, format!("{ech:?}"))?;
        for one in ech {
            let is_rejected = one["failure"] == "ech_disabled"
                && one["server_name"] == OUTER
                && seen.first_certificate(one) == Some(&self.certificates[1]);
            expect(is_rejected, one.to_string())?;
        }
        Ok(())
    }

    /// mitmproxy re-signs the outer name alone, so that no other handshake meets it.
    fn a_real_interceptor_of_the_outer_name_is_found(&self, imposed: &Root) -> Result<(), Failed> {
        let product = Product::Mitmproxy {
            names: &[OUTER],
            public_root: &self.public,
        };
        let _interceptor = Interceptor::start(self.network, imposed, &product)?;
        let seen = self.check(&self.configs, imposed)?;
        seen.expect("intercepted", &["ech_rejected", "publicly_trusted"])?;
        seen.expect_switched_off()?;
        // Nobody installed its root: not clean, and nobody is accused.
        let seen = self.check(&self.configs, &Root::company("Example Works Root")?)?;
        seen.expect("inconclusive", &["ech_rejected", "publicly_trusted"])
    }

    fn an_interceptor_switches_ech_off(&self, imposed: &Root) -> Result<(), Failed> {
        let product = Product::Caddy {
            names: &[NAME, OUTER],
        };
        let _interceptor = Interceptor::start(self.network, imposed, &product)?;
        let seen = self.check(&self.configs, imposed)?;
        expect(seen.target["verdict"] == "intercepted", seen.said())?;
        seen.expect_switched_off()
    }

    fn check(&self, configs: &[u8], local: &Root) -> Result<Seen, Failed> {
        let path = |name: &str| self.folder.path().join(name);
        let (public, evidence) = (path("public.pem"), path("seen.jsonl"));
        std::fs::write(&public, self.public.pem())?;
        std::fs::write(path("local.pem"), local.pem())?;
        let mut command = self.network.command(Node::Client, PROGRAM);
        command
            .args(["check", NAME, "--format", "json", "--deep", "--variants"])
            .args(["--rounds", "2", "--control", OUTER, "--timeout", "300"])
            .args(["--http-port", "0", "--address", &format!("{SITE}:443")])
            .args(["--ech-config", &BASE64.encode(configs)])
            .args(["--public".as_ref(), public.as_os_str()])
            .args(["--local".as_ref(), path("local.pem").as_os_str()])
            .args(["--evidence".as_ref(), evidence.as_os_str()]);
        let target = checked::target(&mut command)?;
        let lines = std::fs::read_to_string(&evidence)?;
        std::fs::remove_file(&evidence)?;
        let lines = lines.lines().map(serde_json::from_str);
        Ok(Seen {
            target,
            evidence: lines.collect::<Result<_, _>>()?,
        })
    }
}

/// What a check said, and its evidence.
struct Seen {
    target: Value,
    evidence: Vec<Value>,
}

impl Seen {
    fn said(&self) -> String {
        self.target.to_string()
    }

    fn expect(&self, verdict: &str, rules: &[&str]) -> Result<(), Failed> {
        let found = self.target["rules"].as_array().into_iter().flatten();
        let found: Vec<_> = found.filter_map(|rule| rule["id"].as_str()).collect();
        let is_as_expected = self.target["verdict"] == verdict && found == rules;
        expect(is_as_expected, self.said())
    }

    /// The interceptor's answer came without another configuration.
    fn expect_switched_off(&self) -> Result<(), Failed> {
        let rules = self.target["rules"].as_array().into_iter().flatten();
        let mut rules = rules.filter(|rule| rule["code"] == "ech_rejected_by_added_root");
        let rule = rules.next().ok_or_else(|| self.said())?;
        let details = rule["details"].as_array().into_iter().flatten();
        let mut details = details.filter(|it| it["code"] == "ech_switched_off");
        expect(details.next().is_some(), self.said())
    }

    fn ech_handshakes(&self) -> Vec<&Value> {
        let measurements = self.evidence.iter();
        let handshakes =
            measurements.filter_map(|it| it["measurement"]["tls_handshakes"].as_array());
        let handshakes = handshakes.flatten();
        handshakes
            .filter(|it| it["tags"][0] == "target_ech")
            .collect()
    }

    /// The server's own certificate of a handshake, in base64.
    fn first_certificate(&self, handshake: &Value) -> Option<&String> {
        let hash = &handshake["peer_certificates"][0];
        let mut lines = self.evidence.iter().map(|line| &line["certificate"]);
        let found = lines.find(|it| !hash.is_null() && it["sha256"] == *hash)?;
        match &found["data"] {
            Value::String(data) => Some(data),
            _ => None,
        }
    }
}
