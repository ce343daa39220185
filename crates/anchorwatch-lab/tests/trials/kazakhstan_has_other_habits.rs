//! The later habits of the box of 2019, those that nobody was seen to have, and what it can spare.

use std::process::{Command, Stdio};

use anchorwatch_lab::network::interceptor::{Copies, Dates, Habits, Kazakhstan, Mode};
use anchorwatch_lab::network::{Interceptor, Node, Product, SITE};
use anchorwatch_lab::pki::{Issuance, KeyKind, Recipe, TransparencyLog};
use anchorwatch_lab::trial::expect;
use anchorwatch_lab::{Network, Root, Site};
use libtest_mimic::Failed;
use time::Duration;
use x509_parser::certificate::X509Certificate;
use x509_parser::pem::Pem;

use crate::scene::{LISTED, Scene, all_of};

/// The program, as it is in the source.
const PROGRAM: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/src/network/interceptor/box2019"
);

pub(crate) fn run() -> Result<(), Failed> {
    let scene = Scene::new()?;
    let imposed = Root::qaznet_like()?;
    it_runs_in_a_router_of_the_lab_only(&scene)?;
    for habits in [
        Habits::LATE_JULY_2019,
        Habits::SINCE_2021,
        Habits::EXPIRED_2024,
    ] {
        it_dates_as_its_habits_say(&scene, &imposed, habits)?;
    }
    it_reads_its_share(&scene, &imposed)?;
    it_spares_servers(&scene, &imposed)?;
    drop(scene);
    it_copies_everything()?;
    it_is_as_long_as_the_server()
}

fn box_of(scene: &Scene) -> Kazakhstan<'_> {
    Kazakhstan {
        names: &[LISTED],
        ..Kazakhstan::july_2019(&scene.public, Mode::Takeover)
    }
}

/// Whatever its settings say: neither on this machine, nor at another router than the one that was
/// chosen, nor at the end of a path.
fn it_runs_in_a_router_of_the_lab_only(scene: &Scene) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let settings = folder.path().join("settings.json");
    let own = std::fs::read_to_string("/proc/self/net/dev")?;
    let own = own.lines().filter_map(|line| line.split_once(':'));
    let own: Vec<&str> = own
        .map(|(name, _)| name.trim())
        .filter(|name| *name != "lo")
        .collect();
    let chosen = vec!["router1", "router3"];
    let network = &scene.network;
    for (mut python, interfaces) in [
        (Command::new("python3"), own),
        (Command::new("python3"), chosen.clone()),
        (network.command(Node::Router(1), "python3"), chosen),
        (network.command(Node::Client, "python3"), vec!["router1"]),
    ] {
        let text = serde_json::json!({ "interfaces": interfaces }).to_string();
        std::fs::write(&settings, text)?;
        python.args(["-I", "-B", PROGRAM]).arg(&settings);
        let output = python.output()?;
        let said = all_of(&output);
        let has_refused = said.contains("this is not a router of the lab");
        expect(has_refused && !output.status.success(), said)?;
    }
    Ok(())
}

fn it_dates_as_its_habits_say(scene: &Scene, imposed: &Root, habits: Habits) -> Result<(), Failed> {
    let product = Product::Kazakhstan(Kazakhstan {
        habits,
        ..box_of(scene)
    });
    let _interceptor = Interceptor::start(&scene.network, imposed, &product)?;
    let shown = scene.shown(Node::Client, LISTED, imposed)?;
    let pems: Result<Vec<Pem>, _> = Pem::iter_from_buffer(shown.text.as_bytes()).collect();
    let pems = pems?;
    let [leaf, intermediate] = pems.as_slice() else {
        return Err(format!("{} certificates", pems.len()).into());
    };
    let (leaf, intermediate) = (leaf.parse_x509()?, intermediate.parse_x509()?);
    if habits.dates == Dates::OneDay {
        expect(lifetime(&leaf) == Duration::days(1), shown.text.as_str())?;
    }
    let (starts, ends) = habits.intermediate_days;
    let expected = Duration::days((ends - starts).into());
    expect(lifetime(&intermediate) == expected, shown.text.as_str())?;
    let is_current = 0 < ends;
    expect(
        intermediate.validity().is_valid() == is_current && shown.is_verified == is_current,
        shown.text,
    )
}

/// Eight of twenty, and never the first one.
fn it_reads_its_share(scene: &Scene, imposed: &Root) -> Result<(), Failed> {
    let product = Product::Kazakhstan(Kazakhstan {
        share: (8, 20),
        ..box_of(scene)
    });
    let _interceptor = Interceptor::start(&scene.network, imposed, &product)?;
    let mut read = Vec::new();
    for _ in 0..20 {
        read.push(scene.shown(Node::Client, LISTED, imposed)?.is_verified);
    }
    let count = read.iter().filter(|it| **it).count();
    expect(
        count == 8 && read.first() == Some(&false),
        format!("{read:?}"),
    )
}

fn it_spares_servers(scene: &Scene, imposed: &Root) -> Result<(), Failed> {
    let product = Product::Kazakhstan(Kazakhstan {
        spared_servers: &[SITE],
        ..box_of(scene)
    });
    let _interceptor = Interceptor::start(&scene.network, imposed, &product)?;
    scene.expect_genuine(Node::Client, LISTED)
}

/// All but key and signature: also an SCT that a log signed over the original.
fn it_copies_everything() -> Result<(), Failed> {
    let (public, imposed) = (
        Root::company("Example Public Root")?,
        Root::company("Example Root R3")?,
    );
    let log = TransparencyLog::new(KeyKind::P256)?;
    let scts = [log.sct(1_700_000_000_000)];
    let chain = public.issue_with_scts(&[LISTED], &Issuance::VIA_INTERMEDIATE, &scts)?;
    let network = Network::new()?;
    let _site = Site::builder(chain.clone())
        .inside(network.listen(Node::Server, SITE, 443)?)
        .start()?;
    for habits in [Habits::HARDENED, Habits::HARDENED_FURTHER] {
        let product = Product::Kazakhstan(Kazakhstan {
            names: &[LISTED],
            habits,
            ..Kazakhstan::july_2019(&public, Mode::Takeover)
        });
        let _interceptor = Interceptor::start(&network, &imposed, &product)?;
        let output = network
            .command(Node::Client, "openssl")
            .args(["s_client", "-connect", &format!("{SITE}:443")])
            .args(["-servername", LISTED])
            .stdin(Stdio::null())
            .output()?;
        let said = all_of(&output);
        expect(said.contains("TLSv1.3"), said.as_str())?;
        let (forged, genuine) = (pem_of(&said)?, pem_of(&chain.pem())?);
        let (forged, genuine) = (forged.parse_x509()?, genuine.parse_x509()?);
        expect(
            forged.subject() == genuine.subject() && forged.issuer() == genuine.issuer(),
            said.as_str(),
        )?;
        expect(
            forged.extensions() == genuine.extensions() && genuine.extensions().len() > 4,
            said.as_str(),
        )?;
        let is_exact = habits.copies == Copies::Everything;
        expect(
            (forged.serial == genuine.serial) == is_exact
                && (forged.validity() == genuine.validity()) == is_exact
                && forged.public_key() != genuine.public_key(),
            said,
        )?;
    }
    Ok(())
}

/// Its leaf, and all that it says until the handshake ends.
fn it_is_as_long_as_the_server() -> Result<(), Failed> {
    let recipe = Recipe {
        key_kind: KeyKind::Rsa2048,
        ..Recipe::company("Example Public Root")
    };
    let (public, imposed) = (Root::new(recipe)?, Root::company("Example Root R3")?);
    let log = TransparencyLog::new(KeyKind::P256)?;
    // Longer than the box's own intermediate, by the signature of an RSA key.
    let scts = [log.sct(1_700_000_000_000)];
    let chain = public.issue_with_scts(&[LISTED], &Issuance::VIA_INTERMEDIATE, &scts)?;
    let network = Network::new()?;
    let _site = Site::builder(chain.clone())
        .inside(network.listen(Node::Server, SITE, 443)?)
        .start()?;
    let product = Product::Kazakhstan(Kazakhstan {
        names: &[LISTED],
        habits: Habits::DISGUISED,
        ..Kazakhstan::july_2019(&public, Mode::Takeover)
    });
    let _interceptor = Interceptor::start(&network, &imposed, &product)?;
    let said = |node| -> Result<String, Failed> {
        let mut openssl = network.command(node, "openssl");
        openssl
            .args(["s_client", "-connect", &format!("{SITE}:443")])
            .args(["-servername", LISTED, "-groups", "X25519"])
            .stdin(Stdio::null());
        Ok(all_of(&openssl.output()?))
    };
    let genuine = pem_of(&chain.pem())?.contents.len();
    // The length of an ECDSA signature is chance, within a few octets. More than fifty are missing
    // without padding.
    let mut lengths = [Vec::new(), Vec::new()];
    for _ in 0..4 {
        for (node, lengths) in [Node::Control, Node::Client].into_iter().zip(&mut lengths) {
            let said = said(node)?;
            let leaf = pem_of(&said)?.contents;
            let is_forged = leaf != pem_of(&chain.pem())?.contents;
            expect(is_forged == (node == Node::Client), said.as_str())?;
            expect(leaf.len() == genuine, said.as_str())?;
            lengths.push(read_count(&said)?);
        }
    }
    let all = lengths.concat();
    let (least, most) = (all.iter().min(), all.iter().max());
    let is_alike = least
        .zip(most)
        .is_some_and(|(least, most)| most - least <= 6);
    expect(is_alike, format!("{lengths:?}"))
}

/// How many octets came until the handshake was complete.
fn read_count(said: &str) -> Result<u64, Failed> {
    let (_, rest) = said.split_once("SSL handshake has read ").ok_or(said)?;
    let (count, _) = rest.split_once(' ').ok_or(said)?;
    Ok(count.parse()?)
}

fn lifetime(certificate: &X509Certificate<'_>) -> Duration {
    let validity = certificate.validity();
    validity.not_after.to_datetime() - validity.not_before.to_datetime()
}

fn pem_of(text: &str) -> Result<Pem, Failed> {
    let (pem, _) = Pem::read(std::io::Cursor::new(text))?;
    Ok(pem)
}
