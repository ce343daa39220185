//! `check --deep` in a network that answers every request without encryption itself, at the second
//! router: a page of another site that offers a root, a portal that wants a sign-in, and a redirect to
//! services of the client's own machine.

use std::net::Ipv4Addr;

use anchorwatch_lab::{
    Root, Site,
    network::{Interceptor, Network, Node, Product, SITE},
    site::{PlainAnswer, PlainSite},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::checked;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const NAME: &str = "www.example.kz";
const OFFERER: &str = "qca.example";

/// Where the router answers, on the client's side.
const ROUTER: Ipv4Addr = Ipv4Addr::new(198, 18, 1, 2);
const PORT: u16 = 8080;

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let network = Network::new()?;
    let _site = Site::builder(public.issue(&[NAME])?)
        .inside(network.listen(Node::Server, SITE, 443)?)
        .start()?;
    // The name has an address out there; whoever asks for it without encryption gets the router.
    network.publish(OFFERER, SITE)?;
    let imposed = Root::isca_like()?;
    let world = World {
        network,
        public,
        imposed,
    };
    world.a_page_of_the_site_is_clean()?;
    world.divert()?;
    world.an_imposed_page_is_suspected()?;
    world.with_an_interceptor_it_is_named()?;
    world.a_portal_is_no_interception()?;
    world.the_client_s_own_services_are_not_asked()
}

struct World {
    network: Network,
    public: Root,
    imposed: Root,
}

impl World {
    fn a_page_of_the_site_is_clean(&self) -> Result<(), Failed> {
        let page = PlainAnswer::page("text/html", b"<a href='/style.css'>");
        let listener = self.network.listen(Node::Server, SITE, 80)?;
        let site = PlainSite::inside(listener, &[("/", page)])?;
        let found = self.check()?;
        expect(found["verdict"] == "not_seen", found.to_string())?;
        expect(
            checked::rules(&found) == ["publicly_trusted"],
            found.to_string(),
        )?;
        expect(site.asked().len() == 1, format!("{:?}", site.asked()))
    }

    /// The router takes what goes to port 80.
    fn divert(&self) -> Result<(), Failed> {
        let rules = format!(
            "table ip portal {{\nchain prerouting {{\n\
             type nat hook prerouting priority dstnat; policy accept;\n\
             iifname \"router1\" tcp dport 80 redirect to :{PORT}\n}}\n}}\n"
        );
        let file = self.network.write("portal.nft", rules.as_bytes())?;
        let mut nft = self.network.command(Node::Router(2), "nft");
        let output = nft.arg("-f").arg(file).output()?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        expect(output.status.success(), stderr)
    }

    fn router(&self, answers: &[(&str, PlainAnswer)]) -> Result<PlainSite, Failed> {
        let listener = self.network.listen(Node::Router(2), ROUTER, PORT)?;
        Ok(PlainSite::inside(listener, answers)?)
    }

    fn imposing(&self) -> Result<PlainSite, Failed> {
        let page = "<p>Для доступа в интернет установите <b>сертификат безопасности</b></p>\
                    <a href='/qazca.cer'>qazca.cer</a>";
        self.router(&[
            (
                "/",
                PlainAnswer::redirect(&format!("http://{OFFERER}/install?ip=192.0.2.2")),
            ),
            (
                "/install?ip=192.0.2.2",
                PlainAnswer::page("text/html", page.as_bytes()),
            ),
            (
                "/qazca.cer",
                PlainAnswer::page("application/x-x509-ca-cert", self.imposed.der()),
            ),
        ])
    }

    fn an_imposed_page_is_suspected(&self) -> Result<(), Failed> {
        let _router = self.imposing()?;
        let found = self.check()?;
        let first = &found["rules"][0];
        expect(
            found["verdict"] == "suspected"
                && first["code"] == "led_to_root"
                && first["facts"]["page"] == format!("http://{OFFERER}/qazca.cer")
                && first["details"][0]["code"] == "page_says_install",
            found.to_string(),
        )
    }

    /// Its root is not installed here, so that only the page says whose it is.
    fn with_an_interceptor_it_is_named(&self) -> Result<(), Failed> {
        let _router = self.imposing()?;
        let product = Product::Mitmproxy {
            names: &[NAME],
            public_root: &self.public,
        };
        let _interceptor = Interceptor::start(&self.network, &self.imposed, &product)?;
        let found = self.check()?;
        let rules = found["rules"].as_array().into_iter().flatten();
        let mut rules = rules.filter(|rule| rule["id"] == "install_page");
        let says = rules.next().ok_or_else(|| found.to_string())?;
        expect(
            found["verdict"] == "suspected" && says["details"][0]["code"] == "offered_root_signed",
            found.to_string(),
        )
    }

    fn a_portal_is_no_interception(&self) -> Result<(), Failed> {
        let _router =
            self.router(&[("/", PlainAnswer::redirect("http://10.0.0.1/login?mac=1"))])?;
        let found = self.check()?;
        let expected = ["publicly_trusted", "captive_portal"];
        expect(
            found["verdict"] == "not_seen" && checked::rules(&found) == expected,
            found.to_string(),
        )
    }

    /// A redirect from a public address leads to no private one, under whatever name.
    fn the_client_s_own_services_are_not_asked(&self) -> Result<(), Failed> {
        let listener = self.network.listen(Node::Client, Ipv4Addr::LOCALHOST, 80)?;
        let own = PlainSite::inside(listener, &[])?;
        self.network
            .publish("rebound.example", Ipv4Addr::LOCALHOST)?;
        for host in [
            "127.0.0.1",
            "localhost",
            "rebound.example",
            "[::ffff:127.0.0.1]",
        ] {
            let redirect = PlainAnswer::redirect(&format!("http://{host}/admin"));
            let router = self.router(&[("/", redirect)])?;
            let found = self.check()?;
            expect(found["verdict"] == "not_seen", found.to_string())?;
            expect(router.asked().len() == 1, format!("{:?}", router.asked()))?;
        }
        expect(own.asked().is_empty(), format!("{:?}", own.asked()))
    }

    fn check(&self) -> Result<Value, Failed> {
        let public = self
            .network
            .write("public.pem", self.public.pem().as_bytes())?;
        let local = Root::company("Example Works Root")?.pem();
        let local = self.network.write("local.pem", local.as_bytes())?;
        checked::target(
            self.network
                .command(Node::Client, PROGRAM)
                .args(["check", NAME, "--format", "json", "--deep", "--rounds", "1"])
                .args(["--control", NAME, "--timeout", "300"])
                .args(["--address", &format!("{SITE}:443")])
                .args(["--public".as_ref(), public.as_os_str()])
                .args(["--local".as_ref(), local.as_os_str()]),
        )
    }
}
