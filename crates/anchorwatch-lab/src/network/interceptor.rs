//! Real interceptors at a router, usually the second one.
//!
//! An [`Interceptor`] gets the flows from the client's side to port 443 by a redirect rule, as a
//! device on the way does, and re-signs with an imposed root of the lab.
//!
//! Every product here but [`Mode::Takeover`] ends TCP for every diverted flow. An unlisted name is
//! passed on inside TLS only, so TTL says "hop 2" for it too: it locates the product, and only the
//! certificates show for which names it re-signs.
//!
//! The private key is written to a file in memory that only programs of this network see, and is
//! gone with the interceptor, also if this process is killed.

mod caddy;
mod kazakhstan;
mod mitmproxy;
mod quic;
mod sslsplit;

pub use kazakhstan::{Copies, Dates, Disguise, Habits, Kazakhstan, Mode, NAMES_OF_2019};
pub use mitmproxy::MitmproxyOverQuic;
pub use quic::QuicInterceptor;

use super::files::Folder;
use super::launch::{Launched, Listening};
use super::rules::RuleTable;
use super::{Network, Node};
use crate::pki::pem_block;
use crate::{Error, Root};

/// Where an interceptor usually is.
const USUAL_PLACE: u8 = 2;

/// The port on which it waits for diverted flows.
const PORT: u16 = 8443;

/// An interception product, and what can be chosen about it.
#[derive(Clone, Copy, Debug)]
pub enum Product<'a> {
    /// mitmproxy. It re-signs the listed names, by the SNI of the ClientHello, and passes all
    /// others on.
    ///
    /// Its forged leaves have the key of the imposed root itself, and their own dates. For a listed
    /// name whose site it cannot verify, it presents a forged leaf too, and then answers no
    /// request until it closes the connection after ten minutes.
    Mitmproxy {
        /// The names.
        names: &'a [&'a str],
        /// The one root with which it verifies the sites of these names.
        public_root: &'a Root,
    },
    /// SSLsplit. It re-signs every connection and verifies no site.
    ///
    /// Its forged leaves have an RSA key, and the imposed root is sent with them.
    Sslsplit,
    /// Caddy with certificates for these names by the imposed root. It passes nothing on.
    Caddy {
        /// The names.
        names: &'a [&'a str],
    },
    /// The box of 2019 in Kazakhstan, and its variants.
    Kazakhstan(Kazakhstan<'a>),
}

/// A running interceptor. Dropping it ends the diversion first, then the program.
///
/// Connections that are open then are cut off.
#[derive(Debug)]
pub struct Interceptor<'a> {
    // Fields are dropped in this order.
    _diversion: RuleTable<'a>,
    _program: Launched,
    _folder: Folder<'a>,
}

impl<'a> Interceptor<'a> {
    /// Starts a product at the second router and diverts the client's flows to it. Connections that
    /// are made after this returns are intercepted. A network can have one interceptor at a time.
    ///
    /// # Errors
    ///
    /// [`Error::NotInNode`] if it would not run in a node of this network,
    /// [`Error::MissingProgram`] if the product or nft is not installed, [`Error::Failed`] with
    /// the product's own words if it ends early or does not listen, and also if there is an
    /// interceptor already.
    pub fn start(
        network: &'a Network,
        imposed: &Root,
        product: &Product<'_>,
    ) -> Result<Self, Error> {
        Self::start_at(network, USUAL_PLACE, imposed, product)
    }

    /// Like [`Interceptor::start`], at the router of this number.
    ///
    /// # Errors
    ///
    /// Those of [`Interceptor::start`], and [`Error::NoSuchRouter`].
    pub fn start_at(
        network: &'a Network,
        router: u8,
        imposed: &Root,
        product: &Product<'_>,
    ) -> Result<Self, Error> {
        let place = Place::of(network, router)?;
        let folder = Folder::new(network)?;
        let command_line = match product {
            Product::Mitmproxy { names, public_root } => {
                mitmproxy::command_line(&folder, imposed, names, public_root)?
            }
            Product::Caddy { names } => caddy::command_line(&folder, imposed, names)?,
            Product::Sslsplit => sslsplit::command_line(&folder, imposed)?,
            Product::Kazakhstan(product) => {
                kazakhstan::command_line(&folder, imposed, product, &place)?
            }
        };
        let diversion = match product {
            Product::Mitmproxy { .. } => place.diversion(BOTH_FAMILIES),
            Product::Caddy { .. } | Product::Sslsplit => place.diversion(V4_ALONE),
            Product::Kazakhstan(product) => kazakhstan::diversion(product.mode, &place),
        };
        let program = Launched::start(
            network,
            place.node,
            &folder.path,
            &command_line,
            Listening::Tcp(PORT),
        )?;
        Ok(Self {
            _diversion: RuleTable::load_both(network, place.node, "lab_divert", &diversion)?,
            _program: program,
            _folder: folder,
        })
    }
}

fn key_pem(root: &Root) -> String {
    pem_block("PRIVATE KEY", root.key_pkcs8_der())
}

/// A router, and the interfaces to its neighbours.
#[derive(Clone, Debug)]
struct Place {
    node: Node,
    /// The interface on the client's side.
    before: &'static str,
    /// All others.
    behind: Vec<&'static str>,
}

impl Place {
    fn of(network: &Network, router: u8) -> Result<Self, Error> {
        let (node, plan) = (network.router(router)?, network.plan());
        let behind = plan.behind(router).into_iter();
        Ok(Self {
            node,
            before: plan.before(router).name(),
            behind: behind.map(Node::name).collect(),
        })
    }

    /// Returns all interfaces.
    fn interfaces(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.before).chain(self.behind.iter().copied())
    }

    /// Diverts what comes from the client's side. The product's own connections to the servers
    /// start at this router and do not pass the rule.
    fn diversion(&self, families: &str) -> String {
        self.diversion_of("tcp", families)
    }

    /// The same for QUIC.
    fn diversion_of_quic(&self, families: &str) -> String {
        self.diversion_of("udp", families)
    }

    fn diversion_of(&self, protocol: &str, families: &str) -> String {
        format!(
            "chain prerouting {{\n\
             type nat hook prerouting priority dstnat; policy accept;\n\
             iifname \"{from}\" {families} {protocol} dport 443 redirect to :{PORT}\n\
             }}",
            from = self.before
        )
    }
}

/// Which flows are diverted, as nft matches them.
const V4_ALONE: &str = "meta nfproto ipv4";
const BOTH_FAMILIES: &str = "";
