//! OpenSSL's programs refuse a chain to a blocked key through another installed root, and
//! nothing trusts the certificate that makes them refuse.

use std::process::Output;

use anchorwatch_lab::{Root, Site, trial::expect};
use libtest_mimic::Failed;

use crate::world::{NAME, World, text};

const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// How many forms of key identifiers authorities use.
const FORMS: usize = 6;

anchorwatch_remark::closed_list! {
    /// A program that opens a TLS connection, and whether it obeys refusals.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Client {
        Curl,
        Openssl,
        Python,
        NodeOpenssl,
        NodeExtra,
        Wget,
        Gnutls,
    }
}

impl Client {
    const HEEDING: [Self; 4] = [Self::Curl, Self::Openssl, Self::Python, Self::NodeOpenssl];
    /// The command and its arguments.
    fn program(self, site: &Site) -> (&'static str, Vec<String>) {
        let (ip, port) = (site.address().ip(), site.address().port());
        let node = format!(
            "const s=require('tls').connect({{host:'{ip}',port:{port},servername:'{NAME}'}},\
             ()=>process.exit(0));s.on('error',e=>{{console.error(e.code);process.exit(1)}})"
        );
        let python = format!(
            "import ssl,socket\nssl.create_default_context().wrap_socket(\
             socket.create_connection(('{ip}',{port}),10),server_hostname='{NAME}')"
        );
        let (address, page) = (format!("{ip}:{port}"), format!("https://{NAME}/"));
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match self {
            Self::Curl => (
                "curl",
                words(&[
                    "-sS",
                    "--connect-to",
                    &format!("{NAME}:443:{address}"),
                    &page,
                ]),
            ),
            Self::Openssl => (
                "openssl",
                words(&[
                    "s_client",
                    "-verify_return_error",
                    "-verify_hostname",
                    NAME,
                    "-servername",
                    NAME,
                    "-connect",
                    &address,
                ]),
            ),
            Self::Python => ("/usr/bin/python3", words(&["-c", &python])),
            Self::NodeOpenssl => ("node", words(&["--use-openssl-ca", "-e", &node])),
            Self::NodeExtra => ("node", words(&["-e", &node])),
            Self::Wget => (
                "wget",
                words(&[
                    "-qO-",
                    "--tries=1",
                    "-T10",
                    &format!("https://{NAME}:{port}/"),
                ]),
            ),
            Self::Gnutls => (
                "gnutls-cli",
                vec![
                    format!("--sni-hostname={NAME}"),
                    format!("--verify-hostname={NAME}"),
                    format!("--port={port}"),
                    ip.to_string(),
                ],
            ),
        }
    }

    fn open(self, world: &World, site: &Site) -> Result<Output, Failed> {
        let (program, more) = self.program(site);
        let extra = [("NODE_EXTRA_CA_CERTS", BUNDLE)];
        let variables: &[_] = if self == Self::NodeExtra { &extra } else { &[] };
        let mut command = world.sealed.command_with(variables, "timeout");
        Ok(command
            .arg("300")
            .arg(program)
            .args(more)
            .stdin(std::process::Stdio::null())
            .output()?)
    }

    fn expect(
        self,
        world: &World,
        site: &Site,
        trusts: bool,
        when: &str,
    ) -> Result<String, Failed> {
        let output = self.open(world, site)?;
        let said = text(&output);
        expect(
            output.status.success() == trusts && output.status.code() != Some(124),
            format!("{self:?}, {when}, should trust: {trusts}: {said}"),
        )?;
        Ok(said)
    }
}

struct Scene {
    world: World,
    other: Root,
    cross: Site,
    good: Site,
    /// Through an authority with the blocked root's name and its own key.
    namesake: Site,
}

impl Scene {
    fn new() -> Result<Self, Failed> {
        let world = World::new()?;
        let other = Root::company("Another root")?;
        let hosts = world.sealed.command("cat").arg("/etc/hosts").output()?;
        let hosts = format!("{}\n127.0.0.1 {NAME}\n", text(&hosts));
        world.sealed.write("/etc/hosts", hosts.as_bytes())?;
        let cross = world.imposed.issue(&[NAME])?;
        let cross = cross.followed_by(world.imposed.cross_signed_by(&other)?);
        let namesake = world.imposed.rekeyed()?;
        let chain = namesake.issue(&[NAME])?;
        let chain = chain.followed_by(namesake.cross_signed_by(&other)?);
        Ok(Self {
            namesake: Site::start(chain)?,
            cross: Site::start(cross)?,
            good: Site::start(other.issue(&[NAME])?)?,
            other,
            world,
        })
    }

    fn expect_refused(&self, when: &str) -> Result<(), Failed> {
        for client in Client::HEEDING {
            let said = client.expect(&self.world, &self.cross, false, when)?;
            // Node continues after the first error and reports the last.
            let is_named = client == Client::NodeOpenssl || said.contains("certificate rejected");
            expect(is_named, format!("{client:?} refuses otherwise: {said}"))?;
        }
        for client in Client::ALL {
            client.expect(&self.world, &self.good, true, when)?;
            client.expect(&self.world, &self.namesake, true, when)?;
            // The blocked root is not installed: the refusing certificate in its place must not
            // make anything trust what the root signed.
            client.expect(&self.world, &self.world.site, false, when)?;
        }
        Ok(())
    }

    fn reject_files(&self) -> Result<Vec<String>, Failed> {
        let listed = self
            .world
            .sealed
            .command("sh")
            .args(["-c", "cd /etc/ssl/certs && ls -d anchorwatch-refuses-* && find . -lname 'anchorwatch-refuses-*' | sort"])
            .output()?;
        Ok(String::from_utf8_lossy(&listed.stdout)
            .lines()
            .map(str::to_owned)
            .collect())
    }

    fn shell(&self, script: &str) -> Result<(), Failed> {
        let output = self
            .world
            .sealed
            .command("sh")
            .args(["-c", script])
            .output()?;
        expect(
            output.status.success(),
            format!("{script}: {}", text(&output)),
        )
    }
}

pub(crate) fn run() -> Result<(), Failed> {
    let scene = Scene::new()?;
    let world = &scene.world;
    world.install("other", &scene.other)?;
    for client in Client::ALL {
        client.expect(world, &scene.cross, true, "before the block")?;
        client.expect(world, &world.site, false, "before the block")?;
    }
    world
        .sealed
        .write("/root/gov.pem", world.imposed.pem().as_bytes())?;
    let before = world.snapshot()?;
    let block = ["block", "--certificate", "/root/gov.pem"];
    let plan = world.json(&[block.as_slice(), &["--apply"]].concat(), 0)?;
    expect(
        plan["warnings"].to_string().contains("added here stay"),
        format!("what GnuTLS trusts is not said: {plan}"),
    )?;
    expect(
        plan["covered"].to_string().contains("openssl_reject"),
        format!("not said to be covered: {plan}"),
    )?;
    scene.expect_refused("after the block")?;
    world.json(&block, 0)?;
    openssl_reads_it(&scene)?;
    nobody_is_said_to_trust_it(&scene)?;
    updates_leave_it_there(&scene)?;
    it_is_refused_beside_a_root_of_the_same_name(&scene)?;

    world.expect_code(&["undo", "--apply"], 0)?;
    let difference = before.diff(&world.snapshot()?);
    expect(
        scene.reject_files()?.is_empty(),
        "undo left something of it",
    )?;
    let ours: Vec<_> = difference
        .paths()
        .into_iter()
        // Java's own hook rebuilds its keystore with other dates inside.
        .filter(|path| !path.starts_with("/etc/ssl/certs/java"))
        .collect();
    expect(ours.is_empty(), format!("not brought back: {difference}"))?;
    for client in Client::HEEDING {
        client.expect(world, &scene.cross, true, "after undo")?;
    }
    Ok(())
}

fn openssl_reads_it(scene: &Scene) -> Result<(), Failed> {
    let script = "cd /etc/ssl/certs && for file in anchorwatch-refuses-*.pem; do \
                  openssl x509 -text -noout -in $file || exit 1; done";
    let read = scene
        .world
        .sealed
        .command("sh")
        .args(["-c", script])
        .output()?;
    let said = text(&read);
    expect(
        read.status.success()
            && said.matches("No Trusted Uses.").count() == FORMS
            && said
                .matches("TLS Web Server Authentication, Any Extended Key Usage")
                .count()
                == FORMS,
        format!("openssl reads something else: {said}"),
    )
}

/// The audit recognizes what the file is.
fn nobody_is_said_to_trust_it(scene: &Scene) -> Result<(), Failed> {
    let output = scene.world.anchorwatch(&["audit", "--format", "json"])?;
    let document: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let findings = document["findings"].as_array().cloned().unwrap_or_default();
    let is_family = |one: &&serde_json::Value| one["class"] == "suspected_family";
    let found: Vec<_> = findings.iter().filter(is_family).collect();
    expect(
        found.is_empty(),
        format!("the audit takes it for a root: {found:?}"),
    )
}

/// The distribution's tool keeps the link; the hook restores what is deleted by hand.
fn updates_leave_it_there(scene: &Scene) -> Result<(), Failed> {
    let files = scene.reject_files()?;
    expect(
        files.len() == 2 * FORMS,
        format!("a file and a link for each form of the key's identifier: {files:?}"),
    )?;
    let world = &scene.world;
    world.update(&["--fresh"])?;
    world.install("gov", &world.imposed)?;
    scene.expect_refused("after the root was installed")?;
    scene.shell("rm /usr/local/share/ca-certificates/gov.crt")?;
    world.update(&[])?;
    expect(scene.reject_files()? == files, "an update changed it")?;
    scene.shell("cd /etc/ssl/certs && rm anchorwatch-refuses-*")?;
    Client::Curl.expect(world, &scene.cross, true, "without the file")?;
    world.update(&[])?;
    expect(
        scene.reject_files()? == files,
        "the hook did not put it back",
    )?;
    Client::Curl.expect(world, &scene.cross, false, "with the file again")?;
    Ok(())
}

/// OpenSSL looks in the bundle first and stops at the first match for a name. A root with the
/// same name must not hide the refusal, whichever comes first, and must keep working for its
/// own sites.
fn it_is_refused_beside_a_root_of_the_same_name(scene: &Scene) -> Result<(), Failed> {
    let world = &scene.world;
    let namesake = world.imposed.rekeyed()?;
    let site = Site::start(namesake.issue(&[NAME])?)?;
    world.install("namesake", &namesake)?;
    for client in Client::ALL {
        client.expect(world, &site, true, "the namesake's own site")?;
        client.expect(world, &scene.good, true, "beside a namesake")?;
        client.expect(world, &world.site, false, "beside a namesake")?;
    }
    for client in Client::HEEDING {
        let said = client.expect(world, &scene.cross, false, "beside a namesake")?;
        let is_named = client == Client::NodeOpenssl || said.contains("certificate rejected");
        expect(is_named, format!("{client:?} refuses otherwise: {said}"))?;
    }
    // The hook puts it into the bundle; the result does not depend on a lucky order.
    let bundle = |script: &str| scene.shell(&format!("cd /etc/ssl/certs && {script}"));
    bundle("grep -q anchorwatch ca-certificates.crt")?;
    bundle(
        "csplit -sz -f /tmp/part ca-certificates.crt '/BEGIN TRUSTED/' '/END TRUSTED/+1' && \
         cat /tmp/part02 /tmp/part01 > /tmp/turned && cp /tmp/turned ca-certificates.crt",
    )?;
    for client in Client::HEEDING {
        client.expect(world, &scene.cross, false, "in the other order")?;
        client.expect(world, &site, true, "in the other order")?;
    }
    bundle("cat /tmp/part02 > ca-certificates.crt")?;
    Client::Curl.expect(world, &scene.cross, true, "without it in the bundle")?;
    world.update(&[])?;
    Client::Curl.expect(world, &scene.cross, false, "after an update")?;
    elsewhere_it_is_told(scene, &namesake)?;
    scene.shell("rm /usr/local/share/ca-certificates/namesake.crt")?;
    world.update(&["--fresh"])?;
    bundle("! grep -q anchorwatch ca-certificates.crt")
}

/// A file that a setting gives OpenSSL instead of the bundle is not ours to write to.
fn elsewhere_it_is_told(scene: &Scene, namesake: &Root) -> Result<(), Failed> {
    let world = &scene.world;
    let own = [namesake.pem(), scene.other.pem()].concat();
    world.sealed.write("/srv/own.pem", own.as_bytes())?;
    let environment = "/etc/environment";
    let before = world
        .sealed
        .command("cat")
        .arg(environment)
        .output()?
        .stdout;
    let block = ["block", "--certificate", "/root/gov.pem"];
    let with = [before.as_slice(), b"\nSSL_CERT_FILE=/srv/own.pem\n"].concat();
    world.sealed.write(environment, &with)?;
    let plan = world.json(&block, 11)?;
    let said = plan["not_refused"].to_string();
    expect(
        said.contains("/srv/own.pem holds") && said.contains("under a refused key's name"),
        format!("not told: {said}"),
    )?;
    world.sealed.write(environment, &before)?;
    world.json(&block, 0)?;
    Ok(())
}
