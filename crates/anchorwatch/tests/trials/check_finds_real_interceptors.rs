//! `check --deep` in a network with real routers: nothing seen, then real interceptors at the second
//! hop, found by the measurer's own server even if their root counts as public.

use anchorwatch_lab::{
    Root, Site,
    network::{
        Blocked, Blocking, Interceptor, Manner, Network, Node, OWN_SERVER, OwnServer, Product, SITE,
    },
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::{checked, side_by_side};

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const LISTED: &str = "www.example.kz";
const UNLISTED: &str = "www.example.org";

pub(crate) fn run() -> Result<(), Failed> {
    side_by_side::run(&[
        || World::new()?.mitmproxy_is_found(),
        || World::new()?.sslsplit_is_found(),
        || {
            let world = World::new()?;
            world.expect_clean(Node::Client, LISTED)?;
            world.a_block_is_no_interception()?;
            world.expect_clean(Node::Client, LISTED)
        },
    ])
}

struct World {
    public: Root,
    own_server: OwnServer,
    network: Network,
    _site: Site,
}

impl World {
    fn new() -> Result<Self, Failed> {
        let public = Root::company("Example Public Root")?;
        let network = Network::new()?;
        let site = Site::builder(public.issue(&[LISTED, UNLISTED])?)
            .inside(network.listen(Node::Server, SITE, 443)?)
            .start()?;
        // A site that mitmproxy cannot verify for the name that was asked for gets a forged
        // certificate too, but no request is passed on, so that no echo comes.
        let chain = public.issue(&["own.example", LISTED])?;
        let own_server = OwnServer::start(&network, PROGRAM, &chain)?;
        Ok(Self {
            public,
            own_server,
            network,
            _site: site,
        })
    }

    /// mitmproxy re-signs one name, and looks at no other.
    fn mitmproxy_is_found(&self) -> Result<(), Failed> {
        let imposed = &Root::isca_like()?;
        let product = Product::Mitmproxy {
            names: &[LISTED],
            public_root: &self.public,
        };
        let interceptor = Interceptor::start(&self.network, imposed, &product)?;
        let found = self.check(Node::Client, LISTED, &[])?;
        found.expect("intercepted", &["own_server_key", "changed_client_hello"])?;
        let says = found.rule("changed_client_hello")?["code"].clone();
        expect(says == "hello_changed_for_name", says.to_string())?;
        let place = &found.0["interceptor"];
        let is_found = place["hop"] == 2
            && place["router_before"] == "192.0.2.1"
            // mitmproxy ends TCP for every name: one place, and the router's own TTL on the way.
            && place["arrival_ttl"] == 63
            && place["control_arrival_ttl"] == 63;
        expect(is_found, found.said())?;
        // A public root that signs for an interceptor.
        let found = self.check(Node::Client, LISTED, &[imposed])?;
        found.expect("intercepted", &["own_server_key", "changed_client_hello"])?;
        found.rule("publicly_trusted")?;
        self.expect_clean(Node::Client, UNLISTED)?;
        self.expect_clean(Node::Control, LISTED)?;
        drop(interceptor);
        self.expect_clean(Node::Client, LISTED)
    }

    /// SSLsplit re-signs every name, so no key is another for one name alone.
    fn sslsplit_is_found(&self) -> Result<(), Failed> {
        let imposed = &Root::isca_like()?;
        let _interceptor = Interceptor::start(&self.network, imposed, &Product::Sslsplit)?;
        for also_public in [&[][..], &[imposed]] {
            let found = self.check(Node::Client, LISTED, also_public)?;
            found.expect("intercepted", &["changed_client_hello"])?;
            let says = found.rule("changed_client_hello")?["code"].clone();
            expect(says == "hello_changed", says.to_string())?;
        }
        self.expect_clean(Node::Control, LISTED)
    }

    /// The name is cut off at the second router, and nobody is accused. The trace passes it, since it
    /// lets the TCP handshake through, and finds every router.
    fn a_block_is_no_interception(&self) -> Result<(), Failed> {
        let blocked = [Blocked::Name(LISTED)];
        let _blocking = Blocking::start(&self.network, Manner::Reset, &blocked)?;
        let folder = tempfile::tempdir()?;
        let evidence = folder.path().join("seen.jsonl");
        let path = evidence.display().to_string();
        let more = ["--evidence", &path, "--rounds", "2"];
        let found = self.check_with(Node::Client, LISTED, &[], &more)?;
        found.expect("censored_or_down", &["name_cut_off"])?;
        let says = found.rule("name_cut_off")?["code"].clone();
        expect(says == "name_cut_off_at_own_server", says.to_string())?;
        let measurement = checked::measurement(&evidence)?;
        let steps = measurement["tcp_connect"].as_array().into_iter().flatten();
        let steps = steps.filter(|step| step["address"] == format!("{SITE}:443"));
        let routers: Vec<_> = steps
            .filter(|step| !step["ttl"].is_null())
            .map(|step| (step["ttl"].as_u64(), step["ttl_exceeded_by"].as_str()))
            .collect();
        let expected = [
            (Some(1), Some("192.0.2.1")),
            (Some(2), Some("198.18.1.2")),
            (Some(3), Some("198.18.2.3")),
            (Some(4), None),
        ];
        expect(routers == expected, format!("{routers:?}"))?;
        let answers = measurement["tls_handshakes"]
            .as_array()
            .into_iter()
            .flatten();
        let answers = answers.filter(|it| it["peer_certificates"] != serde_json::json!([]));
        let hops: Vec<_> = answers.filter_map(|it| it["ttl"].as_u64()).collect();
        expect(
            !hops.is_empty() && hops.iter().all(|hop| *hop == 4),
            format!("{hops:?}"),
        )
    }

    fn expect_clean(&self, node: Node, name: &str) -> Result<(), Failed> {
        let found = self.check(node, name, &[])?;
        expect(found.rules() == ["publicly_trusted"], found.said())?;
        found.expect("not_seen", &[])?;
        // The first one, and one for the round.
        expect(
            found.0["tries"] == 2 && found.0["interceptor"].is_null(),
            found.said(),
        )
    }

    fn check(&self, node: Node, name: &str, also_public: &[&Root]) -> Result<Found, Failed> {
        self.check_with(node, name, also_public, &[])
    }

    fn check_with(
        &self,
        node: Node,
        name: &str,
        also_public: &[&Root],
        more: &[&str],
    ) -> Result<Found, Failed> {
        let public: String = std::iter::once(&self.public)
            .chain(also_public.iter().copied())
            .map(Root::pem)
            .collect();
        let public = self.network.write("public.pem", public.as_bytes())?;
        // Some local root that has nothing to do with this.
        let local = Root::company("Example Works Root")?.pem();
        let local = self.network.write("local.pem", local.as_bytes())?;
        let target = checked::target(
            self.network
                .command(node, PROGRAM)
                .args(["check", name, "--format", "json", "--address"])
                .arg(format!("{SITE}:443"))
                .args(["--public".as_ref(), public.as_os_str()])
                .args(["--local".as_ref(), local.as_os_str()])
                .args(["--deep", "--control", "control.example"])
                .args([
                    "--own-server",
                    &format!("{OWN_SERVER}:443"),
                    "--own-key",
                    self.own_server.key(),
                ])
                // A busy machine answers late.
                .args(["--timeout", "300"])
                .args(if more.is_empty() {
                    &["--rounds", "1"]
                } else {
                    more
                }),
        )?;
        Ok(Found(target))
    }
}

/// A target of a verdict.
pub(crate) struct Found(pub(crate) Value);

impl Found {
    fn expect(&self, verdict: &str, rules: &[&str]) -> Result<(), Failed> {
        let has_all = rules.iter().all(|rule| self.rules().contains(rule));
        expect(self.0["verdict"] == verdict && has_all, self.said())
    }

    pub(crate) fn rules(&self) -> Vec<&str> {
        let rules = self.0["rules"].as_array().into_iter().flatten();
        rules.filter_map(|rule| rule["id"].as_str()).collect()
    }

    fn rule(&self, id: &str) -> Result<&Value, Failed> {
        let mut rules = self.0["rules"].as_array().into_iter().flatten();
        let rule = rules.find(|rule| rule["id"] == id);
        rule.ok_or_else(|| self.said().into())
    }

    pub(crate) fn said(&self) -> String {
        self.0.to_string()
    }
}
