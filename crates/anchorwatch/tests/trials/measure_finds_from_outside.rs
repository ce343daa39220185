//! `measure` from outside the country: a server inside, which nobody here owns, is sent a name that
//! the box of 2019 looks for, one that it does not, and names that nobody has. What these show is the
//! template; the first name alone gets something else.

use anchorwatch_lab::{
    Root, Site,
    network::{
        Interceptor, Network, Node, Product,
        interceptor::{Habits, Kazakhstan, Mode, NAMES_OF_2019},
    },
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

const LISTED: &str = "www.facebook.com";
const NAMES: [&str; 5] = [
    LISTED,
    "m.facebook.com",
    "one.example",
    "two.example",
    "three.example",
];

pub(crate) fn run() -> Result<(), Failed> {
    let public = Root::company("Example Public Root")?;
    let imposed = Root::qaznet_like()?;
    let network = Network::new()?;
    // It has nothing to do with the names: any server inside with a valid certificate will do.
    let _site = Site::builder(public.issue(&["www.example.kz"])?)
        .inside(network.listen(Node::Client, Node::Client.address(), 443)?)
        .start()?;
    let clean = measure(&network, &public, "clean")?;
    expect(clean["found_count"] == 0, clean.to_string())?;

    let product = Product::Kazakhstan(Kazakhstan {
        names: &NAMES_OF_2019,
        public_root: &public,
        habits: Habits::JULY_2019,
        mode: Mode::Takeover,
        share: (1, 1),
        spared_hello: None,
        spared_servers: &[],
    });
    let interceptor = Interceptor::start(&network, &imposed, &product)?;
    let read = measure(&network, &public, "read")?;
    drop(interceptor);
    let found = &read["found"][0];
    let shown = json!([
        read["measured"],
        read["found_count"],
        found["verdict"],
        found["target"]
    ]);
    let expected = json!([NAMES.len(), 1, "intercepted", format!("{LISTED}:443")]);
    expect(shown == expected, read.to_string())?;

    let again = measure(&network, &public, "again")?;
    expect(again["found_count"] == 0, again.to_string())
}

/// Measures from outside, with more rounds for what is not clean.
fn measure(network: &Network, public: &Root, folder: &str) -> Result<Value, Failed> {
    let target = format!("{}:443\n", Node::Client.address());
    let targets = network.write("targets", target.as_bytes())?;
    let names = network.write("names", NAMES.join("\n").as_bytes())?;
    let roots = network.write("public.pem", public.pem().as_bytes())?;
    let local = Root::company("Example Works Root")?.pem();
    let local = network.write("local.pem", local.as_bytes())?;
    let mut command = network.command(Node::Control, PROGRAM);
    command.args(["measure", "--deep", "--format", "json", "--out", folder]);
    // A busy machine answers late.
    command.args(["--pause", "0", "--timeout", "300"]);
    for (option, file) in [
        ("--targets", targets),
        ("--names", names),
        ("--public", roots),
        ("--local", local),
    ] {
        command.arg(option).arg(file);
    }
    let output = command.output()?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(serde_json::from_slice(&output.stdout).map_err(|_| stderr)?)
}
