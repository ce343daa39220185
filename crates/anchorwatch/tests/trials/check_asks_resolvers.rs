//! `check --deep --resolver` in a network with real routers: an honest resolver over every
//! transport, and a device at the second router that answers in its name.

use std::{net::Ipv4Addr, path::PathBuf};

use anchorwatch_lab::{
    Root, Site,
    network::{Network, Node, OTHER_SITE, OWN_SERVER, SITE},
    resolver::{Liar, Lie, Resolver, Zone},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::{checked, side_by_side};

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const CLEAN: &str = "www.example.org";
const CDN: &str = "cdn.example.org";
const HIDDEN: &str = "hidden.example.org";
const FORGED: &str = "www.example.kz";
const RACED: &str = "raced.example.kz";
const DENIED: &str = "denied.example.kz";
const CANARY: &str = "use-application-dns.net";

/// Where whoever forges has a server.
const FALSE: Ipv4Addr = OWN_SERVER;

/// The resolver is behind all three routers.
const RESOLVER: Node = Node::Control;

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    world.an_honest_resolver_says_nothing()?;
    let honest = (RESOLVER.address(), 53).into();
    let _liar = Liar::start(&world.network, honest, &LIES)?;
    side_by_side::in_one(
        &world,
        &[
            World::a_lie_that_leads_to_a_forgery_is_suspected,
            World::a_raced_lie_is_an_interception_and_both_answers_are_kept,
            World::a_denied_name_is_a_false_answer,
            World::what_differs_and_is_trusted_accuses_nobody,
            World::a_missing_key_for_hiding_the_name_is_told,
        ],
    )
}

const LIES: [(&str, Lie); 5] = [
    (FORGED, Lie::Address(FALSE)),
    (RACED, Lie::RacedAddress(FALSE)),
    (DENIED, Lie::NoSuchName),
    (HIDDEN, Lie::WithoutEch),
    (CANARY, Lie::NoSuchName),
];

struct World {
    public: PathBuf,
    /// Some local root that has nothing to do with this.
    local: PathBuf,
    network: Network,
    _sites: [Site; 3],
    _resolver: Resolver,
}

impl World {
    fn new() -> Result<Self, Failed> {
        let public = Root::company("Example Public Root")?;
        let names = [CLEAN, CDN, HIDDEN, FORGED, RACED, DENIED];
        let network = Network::new()?;
        let site = |address, chain| -> Result<Site, Failed> {
            let listener = network.listen(Node::Server, address, 443)?;
            Ok(Site::builder(chain).inside(listener).start()?)
        };
        let forged = Root::company("Somebody")?.issue(&[FORGED, RACED])?;
        let sites = [
            site(SITE, public.issue(&names)?)?,
            site(OTHER_SITE, public.issue(&names)?)?,
            site(FALSE, forged)?,
        ];
        let zone = names.iter().filter(|name| **name != CDN);
        let zone = zone.fold(Zone::default(), |zone, name| zone.address(name, SITE));
        let zone = zone.address(CDN, OTHER_SITE).address(CANARY, OTHER_SITE);
        let zone = zone.https(HIDDEN, Some(b"a key"));
        let chain = public.issue(&["dns.example"])?;
        let resolver = Resolver::inside(&network, RESOLVER, RESOLVER.address(), zone, chain)?;
        for (name, address) in [
            (CLEAN, SITE),
            (CDN, SITE),
            (HIDDEN, SITE),
            (FORGED, FALSE),
            (RACED, FALSE),
            (DENIED, FALSE),
        ] {
            network.publish(name, address)?;
        }
        let local = Root::company("Example Works Root")?.pem();
        Ok(Self {
            public: network.write("public.pem", public.pem().as_bytes())?,
            local: network.write("local.pem", local.as_bytes())?,
            network,
            _sites: sites,
            _resolver: resolver,
        })
    }

    fn an_honest_resolver_says_nothing(&self) -> Result<(), Failed> {
        let found = self.check(CLEAN, &["udp", "tcp", "dot", "doh"])?;
        found.expect("not_seen", &["publicly_trusted"])?;
        let unchecked = found.codes("not_checked");
        let is_open = unchecked.iter().any(|code| code.starts_with("resolver"));
        expect(!is_open, found.said())?;
        for engine in ["udp", "tcp", "dot", "doh"] {
            let answers = found.answers(engine, CLEAN);
            expect(
                answers == [SITE.to_string()],
                format!("{engine} {answers:?}"),
            )?;
        }
        Ok(())
    }

    fn a_lie_that_leads_to_a_forgery_is_suspected(&self) -> Result<(), Failed> {
        let found = self.check(FORGED, &["udp", "dot"])?;
        found.expect("suspected", &["dns_tampered", "dns_canary"])?;
        expect(
            found.saw("dns_tampered") == "dns_leads_to_forgery",
            found.said(),
        )?;
        // Without a resolver that can prove its name nobody is accused.
        let found = self.check(FORGED, &["udp"])?;
        expect(!found.rules().contains(&"dns_tampered"), found.said())?;
        let unchecked = found.codes("not_checked");
        expect(unchecked.contains(&"resolver_unclear"), found.said())
    }

    fn a_raced_lie_is_an_interception_and_both_answers_are_kept(&self) -> Result<(), Failed> {
        let found = self.check(RACED, &["udp", "doh"])?;
        found.expect("intercepted", &["dns_tampered"])?;
        let answers = found.answers("udp", RACED);
        let both = [FALSE.to_string(), SITE.to_string()];
        expect(answers == both, format!("{answers:?}"))
    }

    fn a_denied_name_is_a_false_answer(&self) -> Result<(), Failed> {
        let found = self.check(DENIED, &["udp", "dot"])?;
        found.expect("dns_tampered", &["dns_tampered"])?;
        expect(
            found.saw("dns_tampered") == "dns_no_such_name",
            found.said(),
        )
    }

    fn what_differs_and_is_trusted_accuses_nobody(&self) -> Result<(), Failed> {
        let found = self.check(CDN, &["udp", "dot"])?;
        found.expect("not_seen", &["publicly_trusted", "dns_canary"])?;
        expect(found.rules().len() == 2, found.said())?;
        expect(
            found.answers("udp", CDN) == [OTHER_SITE.to_string()],
            found.said(),
        )
    }

    fn a_missing_key_for_hiding_the_name_is_told(&self) -> Result<(), Failed> {
        let found = self.check(HIDDEN, &["udp", "dot"])?;
        found.expect("not_seen", &["publicly_trusted", "dns_ech_missing"])?;
        expect(!found.rules().contains(&"dns_tampered"), found.said())
    }

    fn check(&self, name: &str, engines: &[&str]) -> Result<Found, Failed> {
        let folder = tempfile::tempdir()?;
        let evidence = folder.path().join("seen.jsonl");
        let mut command = self.network.command(Node::Client, PROGRAM);
        command
            .args(["check", name, "--format", "json", "--deep", "--rounds", "1"])
            .args(["--control", "control.example", "--timeout", "30"])
            .args(["--public".as_ref(), self.public.as_os_str()])
            .args(["--local".as_ref(), self.local.as_os_str()])
            .args(["--evidence".as_ref(), evidence.as_os_str()]);
        for engine in engines {
            let name = match *engine {
                "udp" | "tcp" => "",
                _ => "#dns.example",
            };
            let resolver = format!("{engine}:{}{name}", RESOLVER.address());
            command.args(["--resolver", &resolver]);
        }
        let target = checked::target(&mut command)?;
        let measurement = checked::measurement(&evidence)?;
        Ok(Found {
            target,
            measurement,
        })
    }
}

/// A verdict, with its measurement.
struct Found {
    target: Value,
    measurement: Value,
}

impl Found {
    fn expect(&self, verdict: &str, rules: &[&str]) -> Result<(), Failed> {
        let has_all = rules.iter().all(|rule| self.rules().contains(rule));
        expect(self.target["verdict"] == verdict && has_all, self.said())
    }

    fn rules(&self) -> Vec<&str> {
        let rules = self.target["rules"].as_array().into_iter().flatten();
        rules.filter_map(|rule| rule["id"].as_str()).collect()
    }

    fn saw(&self, id: &str) -> &Value {
        let mut rules = self.target["rules"].as_array().into_iter().flatten();
        rules
            .find(|rule| rule["id"] == id)
            .map_or(&Value::Null, |rule| &rule["code"])
    }

    fn codes(&self, key: &str) -> Vec<&str> {
        let all = self.target[key].as_array().into_iter().flatten();
        all.filter_map(|one| one["code"].as_str()).collect()
    }

    /// The IPv4 addresses of all answers that a resolver gave, in the order they came.
    fn answers(&self, engine: &str, host: &str) -> Vec<String> {
        let queries = self.measurement["queries"].as_array().into_iter().flatten();
        let queries = queries.filter(|it| it["engine"] == engine && it["hostname"] == host);
        let responses = queries.flat_map(|it| it["responses"].as_array().into_iter().flatten());
        let answers = responses.flat_map(|it| it["answers"].as_array().into_iter().flatten());
        let addresses = answers.filter_map(|it| it["ipv4"].as_str());
        addresses.map(str::to_owned).collect()
    }

    fn said(&self) -> String {
        format!("{} {}", self.target, self.measurement["queries"])
    }
}
