//! The box of 2019 as a proxy and at the ClientHello: what clients and servers see of it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use anchorwatch_lab::hello::ClientHello;
use anchorwatch_lab::network::interceptor::{Kazakhstan, Mode};
use anchorwatch_lab::network::{Interceptor, Node, OTHER_SITE, OWN_SERVER, Product, SITE};
use anchorwatch_lab::trial::expect;
use anchorwatch_lab::{Root, Site};
use data_encoding::HEXLOWER;
use libtest_mimic::Failed;
use time::Duration;
use x509_parser::{pem::Pem, public_key::PublicKey};

use crate::scene::{LISTED, ORIGIN, Scene, UNLISTED, hops};

/// The names must be exactly the same.
const LONGER: &str = "m.www.example.kz";

pub(crate) fn run() -> Result<(), Failed> {
    let scene = Scene::new()?;
    let imposed = Root::qaznet_like()?;
    let elsewhere = Site::builder(scene.public.issue(&["iqala.example", LISTED])?)
        .titled("elsewhere")
        .inside(
            scene
                .network
                .listen(Node::Client, Node::Client.address(), 443)?,
        )
        .start()?;
    for mode in [Mode::Proxy, Mode::Takeover] {
        let product = Product::Kazakhstan(Kazakhstan {
            names: &[LISTED],
            ..Kazakhstan::july_2019(&scene.public, mode)
        });
        scene.expect_genuine(Node::Client, LISTED)?;
        let interceptor = Interceptor::start(&scene.network, &imposed, &product)?;
        scene.expect_forged(Node::Client, LISTED, &imposed)?;
        for name in [UNLISTED, LONGER] {
            expect(is_genuine(&scene, name)?, format!("{mode:?} {name}"))?;
        }
        scene.expect_genuine(Node::Control, LISTED)?;
        it_copies_as_in_2019(&scene, &imposed)?;
        the_page_comes_from_the_site(&scene, &imposed)?;
        long_pages_are_whole(&scene, &imposed)?;
        it_looks_at_both_directions(&scene, &imposed)?;
        a_server_that_browsers_refuse_passes(&scene)?;
        its_hello_is_the_published_one(&scene)?;
        it_answers_from_the_second_hop(&scene, mode)?;
        drop(interceptor);
    }
    drop(elsewhere);
    scene.expect_genuine(Node::Client, LISTED)
}

/// Both dates six hours earlier, all but the 33 low bits of the serial number, subject and names; a
/// key with exponent 3; and nothing else.
fn it_copies_as_in_2019(scene: &Scene, imposed: &Root) -> Result<(), Failed> {
    let shown = scene.shown(Node::Client, LISTED, imposed)?.text;
    let (genuine, forged) = (leaf_of(&scene.leaf(LISTED))?, leaf_of(&shown)?);
    let (genuine, forged) = (genuine.parse_x509()?, forged.parse_x509()?);
    let moved = |forged: x509_parser::time::ASN1Time, genuine: x509_parser::time::ASN1Time| {
        genuine.to_datetime() - forged.to_datetime() == Duration::hours(6)
    };
    let (dates, original) = (forged.validity(), genuine.validity());
    expect(
        moved(dates.not_before, original.not_before) && moved(dates.not_after, original.not_after),
        format!("{dates:?}"),
    )?;
    let high = |serial: &x509_parser::num_bigint::BigUint| serial >> 33_u32;
    expect(
        high(&forged.serial) == high(&genuine.serial) && forged.serial != genuine.serial,
        forged.raw_serial_as_string(),
    )?;
    expect(
        forged.subject() == genuine.subject(),
        forged.subject().to_string(),
    )?;
    let names = genuine.subject_alternative_name()?.map(|it| it.value);
    let kept = forged.subject_alternative_name()?.map(|it| it.value);
    expect(
        kept == names && forged.extensions().len() == 1,
        "it has other extensions",
    )?;
    let PublicKey::RSA(key) = forged.public_key().parsed()? else {
        return Err("its key is not RSA".into());
    };
    expect(
        key.key_size() == 2048 && key.try_exponent() == Ok(3),
        format!("{key:?}"),
    )?;
    expect(shown.contains("TLSv1.2"), shown)
}

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
    )?;
    scene.expect_page(Node::Client, UNLISTED)
}

/// Pages of many segments, of a listed and of another name.
fn long_pages_are_whole(scene: &Scene, imposed: &Root) -> Result<(), Failed> {
    let page = "a line of the page\n".repeat(50_000);
    let chain = scene.public.issue(&[LISTED, UNLISTED])?;
    let _server = Site::builder(chain)
        .titled(page.trim_end())
        .inside(scene.network.listen(Node::Server, OWN_SERVER, 443)?)
        .start()?;
    let roots = scene.public.pem() + &imposed.pem();
    let roots = scene.network.write("both.pem", roots.as_bytes())?;
    let roots = roots.display().to_string();
    for name in [LISTED, UNLISTED] {
        let address = format!("{name}:443:{OWN_SERVER}");
        let more = ["--cacert", &roots, "--resolve", &address];
        let output = scene.curl(Node::Client, name, &more)?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        let length = output.stdout.len();
        expect(
            output.stdout == page.as_bytes(),
            format!("{name}: {length} octets came: {stderr}"),
        )?;
    }
    Ok(())
}

/// From outside, a listed name is read on the way to a server inside, whatever its own name is.
fn it_looks_at_both_directions(scene: &Scene, imposed: &Root) -> Result<(), Failed> {
    let inside = Node::Client.address();
    let shown = scene.shown_at(inside, Node::Control, LISTED, imposed)?;
    let is_its_own = shown.text.contains("CN = iqala.example");
    expect(shown.is_verified && is_its_own, shown.text)?;
    let shown = scene.shown_at(inside, Node::Control, "iqala.example", &scene.public)?;
    expect(shown.is_verified, shown.text)
}

fn a_server_that_browsers_refuse_passes(scene: &Scene) -> Result<(), Failed> {
    let ours = Root::company("Example Measurement Root")?;
    let _server = Site::builder(ours.issue(&[LISTED])?)
        .inside(scene.network.listen(Node::Server, OTHER_SITE, 443)?)
        .start()?;
    let shown = scene.shown_at(OTHER_SITE, Node::Client, LISTED, &ours)?;
    expect(shown.is_verified, shown.text)
}

/// A server that hangs up at each hello gets the box's own, and then the client's. It is one that
/// the box has not looked at before.
fn its_hello_is_the_published_one(scene: &Scene) -> Result<(), Failed> {
    let address = Node::Control.address();
    let mut server = scene
        .network
        .command(Node::Control, "python3")
        .args(["-c", HELLOS, &address.to_string()])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = BufReader::new(server.stdout.take().ok_or("no output")?);
    lines.read_line(&mut String::new())?;
    scene.shown_at(address, Node::Client, LISTED, &scene.public)?;
    let mut text = String::new();
    lines.read_to_string(&mut text)?;
    server.wait()?;
    let hellos: Result<Vec<_>, _> = text
        .lines()
        .map(|it| HEXLOWER.decode(it.as_bytes()))
        .collect();
    let hellos = hellos?;
    let mut published = ClientHello::kazakhstan_2019(LISTED);
    let own = hellos.first().ok_or("no hello came")?;
    published
        .random
        .copy_from_slice(own.get(11..43).ok_or("a short hello")?);
    let expected = published.records(usize::from(u16::MAX));
    expect(*own == expected, HEXLOWER.encode(own))?;
    let clients = hellos.get(1).ok_or("the client's hello does not pass")?;
    expect(clients.len() > own.len(), HEXLOWER.encode(clients))
}

/// A proxy answers the SYN itself; at the ClientHello it is too late for that.
fn it_answers_from_the_second_hop(scene: &Scene, mode: Mode) -> Result<(), Failed> {
    let seen = hops(&scene.network, Node::Client, "tcp", (SITE, 443))?;
    let routers = ["1 192.0.2.1", "2 198.18.1.2", "3 198.18.2.3", "4 reached"];
    let expected: &[&str] = match mode {
        Mode::Proxy => &["1 192.0.2.1", "2 reached"],
        Mode::Takeover => &routers,
    };
    expect(seen == expected, format!("{mode:?}: {seen:?}"))
}

/// Whether a client is shown a leaf of the public root, for a name that the site may not have.
fn is_genuine(scene: &Scene, name: &str) -> Result<bool, Failed> {
    let shown = scene.shown(Node::Client, name, &scene.public)?;
    Ok(shown.text.contains(&scene.leaf(UNLISTED)))
}

fn leaf_of(text: &str) -> Result<Pem, Failed> {
    let (pem, _) = Pem::read(std::io::Cursor::new(text))?;
    Ok(pem)
}

/// Listens at an address and prints the first record of two connections, in the order in which
/// they come. It hangs up after each.
const HELLOS: &str = "
import select, socket, sys
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((sys.argv[1], 443))
listener.listen()
print('ready', flush=True)
begun, count = {}, 0
while count < 2:
    ready = select.select([listener, *begun], [], [], 60)[0]
    if not ready:
        sys.exit('no hello came')
    for one in ready:
        if one is listener:
            begun[one.accept()[0]] = b''
            continue
        begun[one] += one.recv(65536) or bytes(65536)
        octets = begun[one]
        if len(octets) >= 5 + int.from_bytes(octets[3:5], 'big'):
            print(octets.hex(), flush=True)
            count += 1
            del begun[one]
            one.close()
";
