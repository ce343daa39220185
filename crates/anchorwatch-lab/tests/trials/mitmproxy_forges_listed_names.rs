//! A real mitmproxy at the second hop re-signs the listed name only; the control vantage point sees
//! the site's own leaf.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anchorwatch_lab::network::{Interceptor, Node, OWN_SERVER, Product, SITE};
use anchorwatch_lab::trial::expect;
use anchorwatch_lab::{Error, Root, Site};
use libtest_mimic::Failed;

use crate::scene::{LISTED, ORIGIN, Scene, UNLISTED, hops};

pub(crate) fn run() -> Result<(), Failed> {
    let scene = Scene::new()?;
    let imposed = Root::isca_like()?;
    its_own_words_say_why_it_ends_early(&scene, &imposed)?;
    scene.expect_genuine(Node::Client, LISTED)?;
    let product = Product::Mitmproxy {
        names: &[LISTED],
        public_root: &scene.public,
    };
    let interceptor = Interceptor::start(&scene.network, &imposed, &product)?;
    scene.expect_forged(Node::Client, LISTED, &imposed)?;
    scene.expect_genuine(Node::Client, UNLISTED)?;
    scene.expect_genuine(Node::Control, LISTED)?;
    the_page_comes_from_the_site(&scene, &imposed)?;
    the_name_counts_and_not_the_address(&scene, &imposed)?;
    the_key_is_private(&scene)?;
    let second = Interceptor::start(&scene.network, &imposed, &product);
    expect(
        matches!(&second, Err(Error::Failed { status, .. }) if status.contains("port")),
        "a second interceptor is accepted",
    )?;
    // It ends TCP for every diverted flow, so the handshake is over after two hops.
    let to_site = (SITE, 443);
    let seen = hops(&scene.network, Node::Client, "tcp", to_site)?;
    expect(
        seen == ["1 192.0.2.1", "2 reached"],
        format!("the client sees {seen:?}"),
    )?;
    drop(interceptor);
    expect(keys(&scene)?.is_empty(), "the key outlives the interceptor")?;
    scene.expect_genuine(Node::Client, LISTED)?;
    let seen = hops(&scene.network, Node::Client, "tcp", to_site)?;
    expect(
        seen.last().is_some_and(|last| last == "4 reached"),
        format!("afterwards the client sees {seen:?}"),
    )
}

/// A client that trusts the imposed root reads what the site says, and one that does not refuses.
fn the_page_comes_from_the_site(scene: &Scene, imposed: &Root) -> Result<(), Failed> {
    let refused = scene.curl(Node::Client, LISTED, &[])?;
    expect(
        refused.status.code() == Some(60),
        "curl accepts the imposed root",
    )?;
    let root = scene
        .network
        .write("imposed.pem", imposed.pem().as_bytes())?;
    let root = root.display().to_string();
    let read = scene.curl(Node::Client, LISTED, &["--cacert", &root])?;
    expect(
        read.stdout == ORIGIN.as_bytes(),
        String::from_utf8_lossy(&read.stderr),
    )
}

/// A server of whoever measures answers to the listed name, with a certificate that only they trust.
fn the_name_counts_and_not_the_address(scene: &Scene, imposed: &Root) -> Result<(), Failed> {
    let ours = Root::company("Example Measurement Root")?;
    let _server = Site::builder(ours.issue(&[LISTED, UNLISTED])?)
        .inside(scene.network.listen(Node::Server, OWN_SERVER, 443)?)
        .start()?;
    for (node, name, root) in [
        (Node::Client, LISTED, imposed),
        (Node::Client, UNLISTED, &ours),
        (Node::Control, LISTED, &ours),
    ] {
        let shown = scene.shown_at(OWN_SERVER, node, name, root)?;
        expect(shown.is_verified, format!("{node:?}: {}", shown.text))?;
    }
    Ok(())
}

fn the_key_is_private(scene: &Scene) -> Result<(), Failed> {
    let found = keys(scene)?;
    expect(found.lines().count() == 1, found.as_str())?;
    expect(found.starts_with("600 700 /run/lab/"), found.as_str())?;
    expect(
        !std::path::Path::new("/run/lab").exists(),
        "the machine has the folder with the key",
    )
}

/// Returns the files with the imposed root's key: mode, mode of the folder, path.
fn keys(scene: &Scene) -> Result<String, Failed> {
    let script = "find /run/lab -name mitmproxy-ca.pem | while read -r file; do \
        echo \"$(stat -c %a \"$file\") $(stat -c %a \"${file%/*}\") $file\"; done";
    let mut shell = scene.network.command(Node::Router(2), "sh");
    let output = shell.args(["-c", script]).output()?;
    Ok(String::from_utf8(output.stdout)?)
}

/// Its port is taken, by a socket that does not listen.
fn its_own_words_say_why_it_ends_early(scene: &Scene, imposed: &Root) -> Result<(), Failed> {
    let mut taker = scene
        .network
        .command(Node::Router(2), "python3")
        .args(["-c", TAKE_THE_PORT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    if let Some(stdout) = taker.stdout.take() {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    expect(line == "taken\n", "the port is not taken")?;
    let product = Product::Mitmproxy {
        names: &[LISTED],
        public_root: &scene.public,
    };
    let refused = Interceptor::start(&scene.network, imposed, &product);
    taker.kill()?;
    taker.wait()?;
    expect(
        matches!(&refused, Err(Error::Failed { program, stderr, .. })
            if program == "mitmdump" && stderr.contains("in use")),
        format!("{refused:?}"),
    )
}

const TAKE_THE_PORT: &str = "
import socket, sys
taken = socket.socket()
taken.bind(('0.0.0.0', 8443))
print('taken', flush=True)
sys.stdin.read()
";
