//! A small hostile internet in network namespaces, for trials with real routers, interceptors and
//! blocks.
//!
//! ```text
//! client ── router1 ── router2 ── router3 ── server
//!            hop 1      hop 2      hop 3 │    hop 4
//!                    (interceptor)       └── control
//! ```
//!
//! The routers are the kernel's: they decrement TTL and send ICMP errors, without the usual limit
//! on their number. The server has three addresses. From the control vantage point it is reached
//! without passing the second router. A [`Plan`] says otherwise: how many routers there are, where
//! the control vantage point is, and whether there is IPv6.
//!
//! ```no_run
//! use anchorwatch_lab::network::{Interceptor, Network, Node, Product, SITE};
//! use anchorwatch_lab::{Root, Site};
//!
//! let (public, imposed) = (Root::company("Example Public Root")?, Root::isca_like()?);
//! let network = Network::new()?;
//! let _site = Site::builder(public.issue(&["www.example.kz"])?)
//!     .inside(network.listen(Node::Server, SITE, 443)?)
//!     .start()?;
//! let product = Product::Mitmproxy { names: &["www.example.kz"], public_root: &public };
//! let _interceptor = Interceptor::start(&network, &imposed, &product)?;
//! network.publish("www.example.kz", SITE)?;
//! let output = network.command(Node::Client, "curl").arg("https://www.example.kz/").output();
//! # drop(output);
//! # Ok::<(), anchorwatch_lab::Error>(())
//! ```
//!
//! **Not reproduced:** delay, loss, and routers of other makers.
//!
//! It needs no rights: everything is in a user namespace, also if root starts it. There is one way
//! for everyone, and as root the same protection: what runs inside has no rights over the
//! machine's own network.

pub mod blocking;
mod caddy;
mod files;
pub mod forging;
mod guard;
pub mod interceptor;
mod launch;
mod listener;
mod namespace;
mod own_server;
mod plan;
mod rules;
mod shortcut;
mod ssh_host;
mod watch;

pub use blocking::{Blocked, Blocking, Manner, QuicBlocking};
pub use caddy::EchSite;
pub use forging::Forging;
pub use interceptor::{Interceptor, MitmproxyOverQuic, Product, QuicInterceptor};
pub use listener::{InsideDatagrams, InsideListener};
pub use own_server::OwnServer;
pub use plan::{Addresses, Node, OTHER_SITE, OTHER_SITE_V6, OWN_SERVER, Plan, SITE, SITE_V6};
pub(crate) use rules::RuleTable;
pub use shortcut::Shortcut;
pub use ssh_host::SshHost;
pub use watch::{Passing, Sighting, Watch};

use std::fmt;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use self::files::HOME;
use self::launch::wait_for;
use self::namespace::{KINDS, NamespaceId};
use crate::{Error, programs};

/// How long the end of everything inside is waited for before the holder is killed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A network of namespaces. Dropping it ends every program that runs in it.
///
/// Nothing of it is in the machine's own network namespace, and any number of them can exist at a
/// time. Files that are private to it are in memory, in a folder that only programs inside see.
///
/// **Shared with the machine:** all files outside `/run` and `/etc/hosts`, and the kernel.
pub struct Network {
    holder: Child,
    nsenter: PathBuf,
    plan: Plan,
    nodes: Vec<(Node, NamespaceId)>,
    folder_count: AtomicUsize,
}

impl Network {
    /// Makes the usual network and checks that it is separate from the machine's.
    ///
    /// # Errors
    ///
    /// [`Error::MissingProgram`] without util-linux, iproute2 or perl-base, [`Error::Failed`] if
    /// the kernel refuses a namespace (usual in containers), [`Error::NotSeparate`] if one is this
    /// process's own.
    pub fn new() -> Result<Self, Error> {
        Self::with(Plan::USUAL)
    }

    /// Makes a network after a plan.
    ///
    /// # Errors
    ///
    /// Those of [`Network::new`], and [`Error::NoSuchRouter`] if the plan cannot be built.
    /// [`Error::Failed`] also if the kernel has no IPv6 and the plan has.
    pub fn with(plan: Plan) -> Result<Self, Error> {
        plan.check()?;
        for (program, package) in NEEDED {
            programs::require(program, package)?;
        }
        let nsenter = programs::require("nsenter", "util-linux")?;
        let holder = programs::command("unshare", "util-linux", Path::new("/"))?
            .args(["--user", "--map-root-user", "--mount", "--net", "--pid"])
            .args(["--fork", "--kill-child", "--", "sh", "-c", HOLD, "hold"])
            .args(plan.arguments())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Error::run("unshare"))?;
        // From here on, returning early drops the value, which ends the holder.
        let mut network = Self {
            holder,
            nsenter,
            plan,
            nodes: Vec::new(),
            folder_count: AtomicUsize::new(0),
        };
        programs::wait_until_ready(&mut network.holder, "making a network of namespaces")?;
        network.check_that_it_is_separate()?;
        Ok(network)
    }

    /// Returns the address of a node: [`Node::address`].
    pub fn address(&self, node: Node) -> Ipv4Addr {
        node.address()
    }

    /// Returns how it was planned.
    pub fn plan(&self) -> Plan {
        self.plan
    }

    /// Returns the router of this number.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRouter`] if it has none.
    pub fn router(&self, number: u8) -> Result<Node, Error> {
        let count = self.plan.router_count;
        match (1..=count).contains(&number) {
            true => Ok(Node::Router(number)),
            false => Err(Error::NoSuchRouter { number, count }),
        }
    }

    /// Returns a command that runs this program in a node. Its environment is empty except for
    /// `PATH`, `LC_ALL=C.UTF-8` and a private `HOME`, which is also its current folder.
    ///
    /// Killing its `Child` kills the program, and so does dropping the network. The `Command`'s own
    /// `env` and `current_dir` do not reach the program: use [`Network::command_with`].
    pub fn command(&self, node: Node, program: &str) -> Command {
        self.command_with(node, &[], program)
    }

    /// Like [`Network::command`], with these additional variables.
    pub fn command_with(&self, node: Node, variables: &[(&str, &str)], program: &str) -> Command {
        let mut command = self.enter(node);
        // In a process namespace, nsenter runs the program in a child, which has to end with it.
        command
            .arg(format!("--pid={}", self.namespace_path("pid_for_children")))
            .args(["--", "setpriv", "--pdeathsig", "KILL", "--", "env", "-i"])
            .arg(format!("--chdir={HOME}"))
            .arg(format!("PATH={}", programs::PATH))
            .arg(format!("HOME={HOME}"))
            .arg("LC_ALL=C.UTF-8")
            .args(
                variables
                    .iter()
                    .map(|(name, value)| format!("{name}={value}")),
            )
            .arg(program);
        command
    }

    /// Returns a command of `nsenter` that enters a node, without the program.
    fn enter(&self, node: Node) -> Command {
        let mut command = Command::new(&self.nsenter);
        command
            .env_clear()
            .arg("--preserve-credentials")
            .arg(format!("--user={}", self.namespace_path("user")))
            .arg(format!("--mount={}", self.namespace_path("mnt")))
            .arg(format!("--net={}", self.node_path(node).display()));
        command
    }

    fn namespace_path(&self, kind: &str) -> String {
        format!("/proc/{}/ns/{kind}", self.holder.id())
    }

    fn node_path(&self, node: Node) -> PathBuf {
        self.outside_path(&Path::new("/run/netns").join(node.name()))
    }

    /// Asks the kernel instead of relying on the script, and remembers the nodes' namespaces.
    fn check_that_it_is_separate(&mut self) -> Result<(), Error> {
        for kind in KINDS {
            if NamespaceId::of(self.holder.id(), kind)? == NamespaceId::own(kind)? {
                return Err(Error::NotSeparate { kind });
            }
        }
        let own = NamespaceId::own("net")?;
        for node in self.plan.nodes() {
            let namespace = NamespaceId::read(&self.node_path(node))?;
            if namespace == own || self.nodes.iter().any(|(_, other)| *other == namespace) {
                return Err(Error::NotSeparate { kind: "net" });
            }
            self.nodes.push((node, namespace));
        }
        Ok(())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // Closing its input ends process 1, and with it everything inside; `unshare` ends last.
        drop(self.holder.stdin.take());
        drop(wait_for(&mut self.holder, PATIENCE));
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Network")
            .field("holder_pid", &self.holder.id())
            .finish_non_exhaustive()
    }
}

const HOLD: &str = include_str!("network/hold.sh");

/// What the script, the commands and the listeners run, with Debian's packages.
const NEEDED: [(&str, &str); 7] = [
    ("ip", "iproute2"),
    ("mount", "mount"),
    ("perl", "perl-base"),
    ("setpriv", "util-linux"),
    ("unshare", "util-linux"),
    ("env", "coreutils"),
    ("readlink", "coreutils"),
];
