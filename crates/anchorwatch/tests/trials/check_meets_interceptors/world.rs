//! The network in which the scenarios take place, and how one of them is run.

use std::{
    io::{self, Read as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Command, Stdio},
};

use anchorwatch_lab::{
    Root, Site,
    network::{
        Interceptor, Network, Node, OTHER_SITE, OWN_SERVER, OwnServer, Product, SITE,
        interceptor::{Kazakhstan, NAMES_OF_2019},
    },
    trial::expect,
};
use libtest_mimic::Failed;

use super::scenario::{
    Depth, Device, ImposedRoot, Knows, LISTED, Scenario, Server, Spares, UNLISTED,
};
use crate::{check_finds_real_interceptors::Found, checked};

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

/// Names a folder in which evidence is kept, below `intercepted` and `clean`. The calibration of the
/// rules reads it (`anchorwatch-verdict`, `tests/it/calibration.rs`).
const LABELLED: &str = "ANCHORWATCH_LABELLED";

pub(super) struct World {
    public: Root,
    qaznet: Root,
    isca: Root,
    nameless: Root,
    own_hello: Vec<u8>,
    own_server: OwnServer,
    network: Network,
    _sites: [Site; 3],
}

impl World {
    pub(super) fn new() -> Result<Self, Failed> {
        let public = Root::company("Example Public Root")?;
        let distrusted = Root::company("Example Distrusted Root")?;
        let network = Network::new()?;
        let names = [LISTED, UNLISTED];
        let site = |node: Node, address, root: &Root| {
            Site::builder(root.issue(&names)?)
                .inside(network.listen(node, address, 443)?)
                .start()
        };
        let sites = [
            site(Node::Server, SITE, &public)?,
            site(Node::Server, OTHER_SITE, &distrusted)?,
            site(Node::Client, Node::Client.address(), &public)?,
        ];
        let chain = public.issue(&["own.example", LISTED])?;
        let own_server = OwnServer::start(&network, PROGRAM, &chain)?;
        let own_hello = hello_of_this_program(&public)?;
        Ok(Self {
            public,
            qaznet: Root::qaznet_like()?,
            isca: Root::isca_like()?,
            nameless: Root::company("Example Root R3")?,
            own_hello,
            own_server,
            network,
            _sites: sites,
        })
    }

    pub(super) fn run(&self, scenario: &Scenario) -> Result<(), Failed> {
        let Device {
            habits,
            mode,
            root,
            share,
            spares,
        } = scenario.device;
        let imposed = self.imposed(root);
        let product = Product::Kazakhstan(Kazakhstan {
            names: &NAMES_OF_2019,
            public_root: &self.public,
            habits,
            mode,
            share,
            spared_hello: (spares == Spares::OurHello).then_some(&self.own_hello),
            spared_servers: match spares {
                Spares::OwnServer => &[OWN_SERVER],
                Spares::Nothing | Spares::OurHello => &[],
            },
        });
        let _interceptor = Interceptor::start(&self.network, imposed, &product)?;
        let found = self.check(scenario, imposed)?;
        let answer = &scenario.answer;
        let (mut rules, mut expected) = (found.rules(), answer.rules.to_vec());
        rules.sort_unstable();
        expected.sort_unstable();
        let details = details(&found);
        let place = &found.0["interceptor"];
        let hop = place["hop"].as_u64();
        let ttls = ["arrival_ttl", "control_arrival_ttl"].map(|key| place[key].as_u64());
        let are_expected = |it: [u64; 2]| ttls == it.map(Some);
        let is_as_expected = found.0["verdict"] == answer.verdict
            && rules == expected
            && answer.details.iter().all(|it| details.contains(it))
            && hop == answer.hop
            && answer.ttls.is_none_or(are_expected);
        let said = || format!("{} {rules:?} {details:?} {place}", found.0["verdict"]);
        expect(is_as_expected, said())?;
        if found.0["verdict"] == "not_seen" {
            states_its_limits(&found)?;
        }
        if answer.is_blind {
            self.another_program_is_intercepted(imposed, share)?;
        }
        Ok(())
    }

    fn imposed(&self, root: ImposedRoot) -> &Root {
        match root {
            ImposedRoot::Qaznet => &self.qaznet,
            ImposedRoot::Isca => &self.isca,
            ImposedRoot::Nameless => &self.nameless,
        }
    }

    fn check(&self, scenario: &Scenario, imposed: &Root) -> Result<Found, Failed> {
        let question = &scenario.question;
        let (node, address) = match question.server {
            Server::Site => (Node::Client, SITE),
            Server::Distrusted => (Node::Client, OTHER_SITE),
            Server::Inside => (Node::Control, Node::Client.address()),
        };
        let mut command = self.network.command(node, PROGRAM);
        // A busy machine answers late.
        command
            .args([
                "check",
                question.host,
                "--format",
                "json",
                "--timeout",
                "300",
            ])
            .args(["--address", &format!("{address}:443")]);
        self.add_roots(&mut command, question.knows, imposed)?;
        if question.depth != Depth::Plain {
            let rounds = question.rounds.to_string();
            command.args([
                "--deep",
                "--control",
                "control.example",
                "--rounds",
                &rounds,
            ]);
        }
        if question.depth == Depth::DeepWithOwnServer {
            let own_server = format!("{OWN_SERVER}:443");
            command.args(["--own-server", &own_server]);
            command.args(["--own-key", self.own_server.key()]);
        }
        if let Some(folder) = std::env::var_os(LABELLED) {
            let label = match scenario.is_read() {
                true => "intercepted",
                false => "clean",
            };
            let folder = std::path::Path::new(&folder).join(label);
            std::fs::create_dir_all(&folder)?;
            let file = folder.join(format!("{}.jsonl", scenario.name));
            command.arg("--evidence").arg(file);
        }
        let target = checked::target(&mut command)?;
        Ok(Found(target))
    }

    fn add_roots(&self, command: &mut Command, knows: Knows, imposed: &Root) -> Result<(), Failed> {
        let mut public = self.public.pem();
        // Some local root that has nothing to do with this.
        let mut local = Root::company("Example Works Root")?.pem();
        match knows {
            Knows::Nothing => {}
            Knows::ItIsInstalled => local.push_str(&imposed.pem()),
            Knows::ItIsPublic => public.push_str(&imposed.pem()),
        }
        for (option, pem) in [("--public", public), ("--local", local)] {
            let file = self
                .network
                .write(&format!("{option}.pem"), pem.as_bytes())?;
            command.arg(option).arg(file);
        }
        Ok(())
    }

    /// The interceptor is at work for the same name and server.
    fn another_program_is_intercepted(
        &self,
        imposed: &Root,
        (_, whole): (u32, u32),
    ) -> Result<(), Failed> {
        for _ in 0..whole {
            if self.is_another_program_intercepted(imposed)? {
                return Ok(());
            }
        }
        Err("no other program is intercepted".into())
    }

    fn is_another_program_intercepted(&self, imposed: &Root) -> Result<bool, Failed> {
        let file = self
            .network
            .write("imposed.pem", imposed.pem().as_bytes())?;
        let output = self
            .network
            .command(Node::Client, "openssl")
            .args(["s_client", "-connect", &format!("{SITE}:443")])
            .args(["-servername", LISTED, "-verify_hostname", LISTED])
            .args(["-no-CApath", "-no-CAstore", "-CAfile"])
            .arg(file)
            .stdin(Stdio::null())
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        Ok(said.contains("Verify return code: 0 (ok)"))
    }
}

/// "Not seen" says how little was looked at.
fn states_its_limits(found: &Found) -> Result<(), Failed> {
    let against = found.0["against_remarks"].as_array().into_iter().flatten();
    let said: Vec<_> = against.filter_map(|it| it["code"].as_str()).collect();
    let has_all = ["few_connections", "authority_can_be_made_to_sign"]
        .iter()
        .all(|limit| said.contains(limit));
    expect(has_all, format!("{said:?}"))
}

/// The codes of what the rules add to what they saw.
fn details(found: &Found) -> Vec<&str> {
    let rules = found.0["rules"].as_array().into_iter().flatten();
    let details = rules.flat_map(|rule| rule["details"].as_array().into_iter().flatten());
    details.filter_map(|it| it["code"].as_str()).collect()
}

/// Returns the record in which this program says hello, from a server on loopback that hangs up. The
/// roots are given, so that this machine's are not read.
fn hello_of_this_program(root: &Root) -> Result<Vec<u8>, Failed> {
    let folder = tempfile::tempdir()?;
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, root.pem())?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let mut check = Command::new(PROGRAM)
        .args(["check", LISTED, "--address"])
        .arg(address.to_string())
        .arg("--local")
        .arg(&roots)
        .arg("--public")
        .arg(&roots)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let hello = std::thread::spawn(move || first_record(&listener));
    // It ends once the connection is over. If it ends before it connects, this connection ends the
    // wait, and nothing comes.
    check.wait()?;
    drop(TcpStream::connect(address));
    let hello = hello.join().map_err(|_| "the server ended early")?;
    Ok(hello?)
}

fn first_record(listener: &TcpListener) -> io::Result<Vec<u8>> {
    let (mut stream, _) = listener.accept()?;
    let mut header = [0; 5];
    stream.read_exact(&mut header)?;
    let [.., high, low] = header;
    let mut body = vec![0; usize::from(u16::from_be_bytes([high, low]))];
    stream.read_exact(&mut body)?;
    Ok([&header[..], &body].concat())
}
