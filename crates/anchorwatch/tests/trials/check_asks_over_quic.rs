//! `check --deep --quic` in a network with real routers: an honest site, interceptors of QUIC and of
//! TCP at the second router, and blocks of QUIC.

use std::process::Command;

use anchorwatch_lab::{
    Root, Site,
    network::{Interceptor, Network, Node, Product, QuicBlocking, QuicInterceptor, SITE},
    quic::QuicSite,
    resolver::{Resolver, Zone},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::{Value, json};

use crate::{checked, side_by_side};

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

pub(crate) const LISTED: &str = "www.example.kz";
pub(crate) const UNLISTED: &str = "www.example.org";

/// The resolver is behind all three routers.
const RESOLVER: Node = Node::Control;

/// A busy machine answers late.
pub(crate) const PATIENT: &str = "300";

/// Where no answer is expected, each handshake waits so long.
const SILENT: &str = "10";

pub(crate) fn run() -> Result<(), Failed> {
    side_by_side::run(&[
        || {
            let world = World::new()?;
            world.the_same_certificate_over_quic_accuses_nobody()?;
            world.whoever_forges_over_quic_alone_is_found_with_the_hop()
        },
        || World::new()?.whoever_forges_over_tcp_alone_is_not_cleared_by_quic(),
        || World::new()?.a_name_that_is_cut_off_over_quic_is_told(),
        || {
            let world = World::new()?;
            world.silence_over_quic_accuses_nobody()?;
            world.the_same_certificate_over_quic_accuses_nobody()
        },
    ])
}

pub(crate) struct World {
    pub(crate) public: Root,
    pub(crate) imposed: Root,
    pub(crate) network: Network,
    _site: Site,
    _over_quic: QuicSite,
    _resolver: Resolver,
}

impl World {
    pub(crate) fn new() -> Result<Self, Failed> {
        let public = Root::company("Example Public Root")?;
        let network = Network::new()?;
        let chain = public.issue(&[LISTED, UNLISTED])?;
        let listener = network.listen(Node::Server, SITE, 443)?;
        let site = Site::builder(chain.clone()).inside(listener).start()?;
        let socket = network.listen_for_datagrams(Node::Server, SITE, 443)?;
        let over_quic = QuicSite::builder(chain).inside(socket).start()?;
        let zone = Zone::default().address(LISTED, SITE).http3(LISTED);
        let chain = public.issue(&["dns.example"])?;
        let resolver = Resolver::inside(&network, RESOLVER, RESOLVER.address(), zone, chain)?;
        Ok(Self {
            public,
            imposed: Root::isca_like()?,
            network,
            _site: site,
            _over_quic: over_quic,
            _resolver: resolver,
        })
    }

    pub(crate) fn the_same_certificate_over_quic_accuses_nobody(&self) -> Result<(), Failed> {
        let found = self.check(Node::Client, LISTED, PATIENT, &["--quic"])?;
        found.expect_rules("not_seen", &["publicly_trusted"])?;
        let details = &found.rule("publicly_trusted")?["details"];
        let is_said = details[0]["code"] == "quic_agrees" && details[0]["facts"]["count"] == 2;
        expect(is_said, details.to_string())?;
        expect(!found.has_unchecked("quic"), found.said())?;
        let over_tcp = found.shown("tls_handshakes");
        let over_quic = found.shown("quic_handshakes");
        // For each name once in each round.
        expect(over_quic.len() == 4, found.said())?;
        let is_same = over_quic.iter().all(|it| it == &over_tcp[0]);
        expect(is_same && over_tcp[0] != &json!([]), found.said())
    }

    fn whoever_forges_over_quic_alone_is_found_with_the_hop(&self) -> Result<(), Failed> {
        let _interceptor = QuicInterceptor::start(&self.network, &self.imposed)?;
        let found = self.check(Node::Client, LISTED, PATIENT, &["--quic"])?;
        found.expect("intercepted", "local_root_for_public_name")?;
        let says = found.rule("only_some_hellos")?;
        let is_named = says["facts"]["refused"]
            .to_string()
            .contains("hello_kind_quic");
        expect(is_named, says.to_string())?;
        let place = &found.target["interceptor"];
        let is_found = place["network"] == "udp"
            && place["hop"] == 2
            && place["router_before"] == Node::Router(1).address().to_string();
        expect(is_found, found.said())?;
        for words in ["Some connections to this site", "traced over QUIC"] {
            expect(found.text.contains(words), found.text.clone())?;
        }
        // Nothing shows it without `--quic`, nor to whoever does not pass that router.
        let found = self.check(Node::Client, LISTED, PATIENT, &[])?;
        found.expect_rules("not_seen", &["publicly_trusted"])?;
        expect(found.has_unchecked("quic"), found.said())?;
        let found = self.check(Node::Control, LISTED, PATIENT, &["--quic"])?;
        found.expect_rules("not_seen", &["publicly_trusted"])
    }

    fn whoever_forges_over_tcp_alone_is_not_cleared_by_quic(&self) -> Result<(), Failed> {
        let product = Product::Sslsplit;
        let _interceptor = Interceptor::start(&self.network, &self.imposed, &product)?;
        let found = self.check(Node::Client, LISTED, PATIENT, &["--quic"])?;
        found.expect("intercepted", "local_root_for_public_name")?;
        let place = &found.target["interceptor"];
        expect(place["network"] == "tcp" && place["hop"] == 2, found.said())?;
        let says = found.rule("only_some_hellos")?;
        let trusted = says["facts"]["trusted"].to_string();
        expect(trusted.contains("hello_kind_quic"), says.to_string())
    }

    fn a_name_that_is_cut_off_over_quic_is_told(&self) -> Result<(), Failed> {
        let _block = QuicBlocking::of_names(&self.network, &[LISTED])?;
        let resolver = format!("udp:{}", RESOLVER.address());
        let more = ["--quic", "--resolver", &resolver];
        let found = self.check(Node::Client, LISTED, SILENT, &more)?;
        found.expect("censored_or_down", "quic_cut_off")?;
        let says = found.rule("quic_cut_off")?;
        let is_counted = says["facts"]["tries"] == 2 && says["facts"]["controls"] == 2;
        expect(is_counted, says.to_string())?;
        expect(found.target["interceptor"].is_null(), found.said())?;
        expect(
            found.text.contains("Browsers then use TCP"),
            found.text.clone(),
        )?;
        // The device passes other names on.
        let found = self.check(Node::Client, UNLISTED, SILENT, &["--quic"])?;
        found.expect_rules("not_seen", &["publicly_trusted"])
    }

    fn silence_over_quic_accuses_nobody(&self) -> Result<(), Failed> {
        let _block = QuicBlocking::of_everything(&self.network)?;
        let resolver = format!("udp:{}", RESOLVER.address());
        let more = ["--quic", "--resolver", &resolver];
        let found = self.check(Node::Client, LISTED, SILENT, &more)?;
        found.expect("not_seen", "publicly_trusted")?;
        let says = found.rule("quic_silent")?;
        expect(says["facts"]["tries"] == 4, says.to_string())?;
        expect(!found.has_rule("quic_cut_off"), found.said())?;
        expect(found.has_unchecked("quic_unanswered"), found.said())
    }

    pub(crate) fn check(
        &self,
        node: Node,
        name: &str,
        timeout: &str,
        more: &[&str],
    ) -> Result<Found, Failed> {
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
                .command(node, PROGRAM)
                .args(["check", name, "--format", "json", "--deep", "--rounds", "2"])
                .args(["--control", "control.example", "--http-port", "0"])
                .args(["--timeout", timeout, "--address", &format!("{SITE}:443")])
                .args(["--public".as_ref(), public.as_os_str()])
                .args(["--local".as_ref(), local.as_os_str()])
                .args(["--evidence".as_ref(), evidence.as_os_str()])
                .args(more),
        )?;
        let measurement = checked::measurement(&evidence)?;
        let again = Command::new(PROGRAM)
            .arg("verdict")
            .arg(&evidence)
            .output()?;
        Ok(Found {
            target,
            measurement,
            text: String::from_utf8_lossy(&again.stdout).replace('\n', " "),
        })
    }
}

/// A verdict, with its measurement.
pub(crate) struct Found {
    pub(crate) target: Value,
    measurement: Value,
    /// What `verdict` says of the evidence.
    text: String,
}

impl Found {
    pub(crate) fn expect(&self, verdict: &str, rule: &str) -> Result<(), Failed> {
        let is_so = self.target["verdict"] == verdict && self.has_rule(rule);
        expect(is_so, self.said())
    }

    /// These rules and no others.
    pub(crate) fn expect_rules(&self, verdict: &str, rules: &[&str]) -> Result<(), Failed> {
        let found: Vec<_> = self
            .rules()
            .filter_map(|rule| rule["id"].as_str())
            .collect();
        expect(
            self.target["verdict"] == verdict && found == rules,
            self.said(),
        )
    }

    fn rules(&self) -> impl Iterator<Item = &Value> {
        self.target["rules"].as_array().into_iter().flatten()
    }

    fn has_rule(&self, id: &str) -> bool {
        self.rules().any(|rule| rule["id"] == id)
    }

    pub(crate) fn rule(&self, id: &str) -> Result<&Value, Failed> {
        let mut rules = self.rules();
        let rule = rules.find(|rule| rule["id"] == id);
        rule.ok_or_else(|| self.said().into())
    }

    /// Whether something that was not checked has a code that begins so.
    fn has_unchecked(&self, code: &str) -> bool {
        let unchecked = self.target["not_checked"].as_array().into_iter().flatten();
        let mut codes = unchecked.filter_map(|it| it["code"].as_str());
        codes.any(|it| it.starts_with(code))
    }

    /// The certificates of each handshake.
    fn shown(&self, key: &str) -> Vec<&Value> {
        let handshakes = self.measurement[key].as_array().into_iter().flatten();
        handshakes.map(|it| &it["peer_certificates"]).collect()
    }

    pub(crate) fn said(&self) -> String {
        format!("{} {}", self.target, self.measurement["quic_handshakes"])
    }
}
