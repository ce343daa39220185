//! What the trials in a network have in common: a site with two names, and real clients.

use std::net::Ipv4Addr;
use std::process::{Command, Output};

use anchorwatch_lab::network::{Network, Node, SITE};
use anchorwatch_lab::trial::expect;
use anchorwatch_lab::{Root, ServerChain, Site};
use libtest_mimic::Failed;

/// The name against which something is done, and one that it must not hit.
pub(crate) const LISTED: &str = "www.example.kz";
pub(crate) const UNLISTED: &str = "www.example.org";

/// What the site says about itself.
pub(crate) const ORIGIN: &str = "the origin\n";

const CURL_OPTIONS: [&str; 6] = [
    "--silent",
    "--show-error",
    "--noproxy",
    "*",
    "--cacert",
    "public.pem",
];

/// A network with a site whose names have a leaf each, under one public root.
pub(crate) struct Scene {
    pub(crate) network: Network,
    pub(crate) public: Root,
    listed: ServerChain,
    unlisted: ServerChain,
    _site: Site,
}

/// What a client was shown.
pub(crate) struct Shown {
    /// Everything that openssl printed.
    pub(crate) text: String,
    /// Whether the chain leads to the given root, for the requested name.
    pub(crate) is_verified: bool,
}

impl Scene {
    pub(crate) fn new() -> Result<Self, Failed> {
        let public = Root::company("Example Public Root")?;
        let listed = public.issue(&[LISTED])?;
        let unlisted = public.issue(&[UNLISTED])?;
        let network = Network::new()?;
        let site = Site::builder(unlisted.clone())
            .for_name(LISTED, listed.clone())
            .titled(ORIGIN.trim_end())
            .inside(network.listen(Node::Server, SITE, 443)?)
            .start()?;
        network.write("public.pem", public.pem().as_bytes())?;
        for name in [LISTED, UNLISTED] {
            network.publish(name, SITE)?;
        }
        Ok(Self {
            network,
            public,
            listed,
            unlisted,
            _site: site,
        })
    }

    /// Runs `openssl s_client` with one root.
    pub(crate) fn shown(&self, node: Node, name: &str, root: &Root) -> Result<Shown, Failed> {
        self.shown_at(SITE, node, name, root)
    }

    /// Like [`Scene::shown`], at another address than the site's.
    pub(crate) fn shown_at(
        &self,
        address: Ipv4Addr,
        node: Node,
        name: &str,
        root: &Root,
    ) -> Result<Shown, Failed> {
        let connect = format!("{address}:443");
        let file = self.network.write("asked.pem", root.pem().as_bytes())?;
        let output = self
            .network
            .command(node, "openssl")
            .args(["s_client", "-showcerts", "-connect", &connect])
            .args(["-servername", name, "-verify_hostname", name])
            .args(["-no-CApath", "-no-CAstore", "-CAfile"])
            .arg(file)
            .stdin(std::process::Stdio::null())
            .output()?;
        let text = all_of(&output);
        Ok(Shown {
            is_verified: text.contains("Verify return code: 0 (ok)"),
            text,
        })
    }

    /// Checks that a client receives the site's own leaf, byte for byte.
    pub(crate) fn expect_genuine(&self, node: Node, name: &str) -> Result<(), Failed> {
        let shown = self.shown(node, name, &self.public)?;
        let is_genuine = shown.text.contains(&self.leaf(name)) && shown.is_verified;
        expect(
            is_genuine,
            format!("{node:?} is not shown the leaf of {name}: {}", shown.text),
        )
    }

    /// Checks that a client receives another leaf, which leads to this root and not to the public
    /// one.
    pub(crate) fn expect_forged(&self, node: Node, name: &str, by: &Root) -> Result<(), Failed> {
        let shown = self.shown(node, name, by)?;
        let is_forged = !shown.text.contains(&self.leaf(name)) && shown.is_verified;
        let is_public = self.shown(node, name, &self.public)?.is_verified;
        expect(
            is_forged && !is_public,
            format!(
                "{node:?} is not shown a forged leaf of {name}: {}",
                shown.text
            ),
        )
    }

    /// Runs curl, which knows the public root only, for a published name.
    pub(crate) fn curl(&self, node: Node, name: &str, more: &[&str]) -> Result<Output, Failed> {
        let mut curl = self.network.command(node, "curl");
        curl.args(CURL_OPTIONS).args(more);
        Ok(curl.arg(format!("https://{name}/")).output()?)
    }

    /// Checks that curl gets the page from the site.
    pub(crate) fn expect_page(&self, node: Node, name: &str) -> Result<(), Failed> {
        let output = self.curl(node, name, &[])?;
        expect(
            output.stdout == ORIGIN.as_bytes(),
            format!(
                "{node:?} does not get the page of {name}: {}",
                all_of(&output)
            ),
        )
    }

    pub(crate) fn leaf(&self, name: &str) -> String {
        let chain = if name == LISTED {
            &self.listed
        } else {
            &self.unlisted
        };
        chain.pem()
    }
}

/// Returns who answers at each TTL, one line a hop.
pub(crate) fn hops(
    network: &Network,
    node: Node,
    kind: &str,
    (address, port): (Ipv4Addr, u16),
) -> Result<Vec<String>, Failed> {
    let mut python: Command = network.command(node, "python3");
    let output = python
        .args(["-c", HOPS, kind, &address.to_string(), &port.to_string()])
        .output()?;
    expect(output.status.success(), all_of(&output))?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().map(str::to_owned).collect())
}

pub(crate) fn all_of(output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    format!("{} {stdout}{stderr}", output.status)
}

const HOPS: &str = include_str!("hops.py");
