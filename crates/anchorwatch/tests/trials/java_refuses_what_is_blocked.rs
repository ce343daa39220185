//! Java respects a block: imposed roots are refused while still installed, however they return.
//! The company's root works, and undo restores everything.

use std::{collections::BTreeSet, process::Command};

use anchorwatch_lab::{Root, Site, pki::Subject, trial::expect};
use libtest_mimic::Failed;

use crate::world::{NAME, PRIVATE_NAME, World, text};

/// The client: the default trust managers with HTTPS name checks. One process visits every
/// site, because starting Java is slow.
const VISIT: &str = r#"
import java.net.Socket;
import javax.net.ssl.*;

public class Visit {
    public static void main(String[] sites) throws Exception {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        for (var site : sites) {
            var parts = site.split(":");
            var port = Integer.parseInt(parts[1]);
            try (var plain = new Socket("127.0.0.1", port);
                    var socket = (SSLSocket) factory.createSocket(plain, parts[0], port, true)) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.setSoTimeout(200000);
                socket.startHandshake();
                System.out.println("trusted");
            } catch (SSLException error) {
                Throwable cause = error;
                while (cause.getCause() != null) cause = cause.getCause();
                System.out.println("refused: " + cause.getMessage().replace('\n', ' '));
            }
        }
    }
}
"#;

const PASSWORD: [&str; 2] = ["-storepass", "changeit"];
const LIST: &str = "/etc/java-17-openjdk/security/blocked.certs";
const KEYSTORE: &str = "/etc/ssl/certs/java/cacerts";
/// An encrypted and MACed PKCS #12, named by a system-wide option.
const NAMED: &str = "/srv/trust.p12";

pub(crate) fn run() -> Result<(), Failed> {
    let trial = Trial::new()?;
    let world = &trial.world;
    // Packages may have added roots since the keystore was filled. This adds them now, so that
    // later updates add none.
    world.update(&["--fresh"])?;
    world.install("works", &trial.company)?;
    trial.expect_visits("nothing is imposed", [false, false, false, true])?;

    trial.impose()?;
    trial.expect_visits("all is imposed", [true, true, true, true])?;
    let held = trial.held(&["-cacerts"])?;
    let before = world.sealed.snapshot(&[LIST, KEYSTORE, NAMED])?;
    let list_before = world.sealed.snapshot(&[LIST])?;

    let block = ["block", "--class", "suspected_family"];
    world.expect_code(&[&block[..], &["--apply"]].concat(), 0)?;
    trial.expect_visits("all is blocked", [false, false, false, true])?;
    let left = trial.held(&["-cacerts"])?;
    expect(
        left.is_subset(&held) && held.len() - left.len() == 3,
        format!("of {} entries {} are left", held.len(), left.len()),
    )?;
    let named = trial.held(&["-keystore", NAMED])?;
    expect(
        named.len() == 1,
        format!("the option's keystore has {named:?}"),
    )?;
    let again = world.expect_code(&block, 0)?;
    expect(
        text(&again).contains("Nothing to change"),
        format!("a second block: {}", text(&again)),
    )?;
    world.expect_code(&["undo", "--apply"], 0)?;
    let difference = before.diff(&world.sealed.snapshot(&[LIST, KEYSTORE, NAMED])?);
    expect(
        difference.is_empty(),
        format!("not brought back: {difference}"),
    )?;

    world.expect_code(&[&block[..], &["--apply"]].concat(), 0)?;
    trial.bring_back()?;
    trial.by_hand()?;
    trial.after_a_package()?;
    trial.undone(&held)?;
    let difference = list_before.diff(&world.sealed.snapshot(&[LIST])?);
    expect(
        difference.is_empty(),
        format!("not brought back: {difference}"),
    )
}

struct Trial {
    world: World,
    folder: tempfile::TempDir,
    /// Imported with keytool.
    by_hand: Root,
    /// Its file is gone, but its entry stayed.
    stale: Root,
    company: Root,
    sites: Vec<(&'static str, Site)>,
}

impl Trial {
    fn new() -> Result<Self, Failed> {
        let world = World::new()?;
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("Visit.java"), VISIT)?;
        let compiled = Command::new("javac")
            .args(["-d", ".", "Visit.java"])
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .output()?;
        expect(compiled.status.success(), text(&compiled))?;
        let by_hand = world.imposed.rekeyed()?;
        let stale = world.imposed.rekeyed()?;
        let company = Root::company("Example Works Root")?;
        let mut sites = Vec::new();
        for root in [&world.imposed, &by_hand, &stale] {
            sites.push((NAME, Site::start(root.issue(&[NAME])?)?));
        }
        sites.push((PRIVATE_NAME, Site::start(company.issue(&[PRIVATE_NAME])?)?));
        Ok(Self {
            world,
            folder,
            by_hand,
            stale,
            company,
            sites,
        })
    }

    /// Java's result for each site: the three imposed ones, and the company's.
    fn visits(&self) -> Result<Vec<String>, Failed> {
        let output = self
            .world
            .sealed
            .command("java")
            .args(["-XX:TieredStopAtLevel=1", "-cp"])
            .arg(self.folder.path())
            .arg("Visit")
            .args(
                self.sites
                    .iter()
                    .map(|(name, site)| format!("{name}:{}", site.address().port())),
            )
            .output()?;
        expect(output.status.success(), text(&output))?;
        let said = String::from_utf8_lossy(&output.stdout);
        Ok(said.lines().map(str::to_owned).collect())
    }

    fn expect_visits(&self, when: &str, is_trusted: [bool; 4]) -> Result<Vec<String>, Failed> {
        let said = self.visits()?;
        let trusted: Vec<bool> = said.iter().map(|line| line == "trusted").collect();
        expect(
            trusted == is_trusted,
            format!("{when}: {said:?}, and not {is_trusted:?}"),
        )?;
        Ok(said)
    }

    /// The fingerprints in Java's keystore, by Java's own tool, which checks the digest.
    fn held(&self, keystore: &[&str]) -> Result<BTreeSet<String>, Failed> {
        let output = self
            .world
            .sealed
            .command("keytool")
            .arg("-list")
            .args(keystore)
            .args(PASSWORD)
            .output()?;
        expect(output.status.success(), text(&output))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let lines = said
            .lines()
            .filter(|line| line.starts_with("Certificate fingerprint"));
        Ok(lines.map(str::to_owned).collect())
    }

    fn import(&self, keystore: &[&str], alias: &str, root: &Root) -> Result<(), Failed> {
        let file = format!("/root/{alias}.pem");
        self.world.sealed.write(&file, root.pem().as_bytes())?;
        let output = self
            .world
            .sealed
            .command("keytool")
            .args(["-importcert", "-noprompt", "-alias", alias])
            .args(keystore)
            .args(["-file", &file])
            .args(PASSWORD)
            .output()?;
        expect(output.status.success(), text(&output))
    }

    fn remove(&self, stem: &str) -> Result<(), Failed> {
        let file = format!("/usr/local/share/ca-certificates/{stem}.crt");
        let removed = self.world.sealed.command("rm").arg(file).status()?;
        expect(removed.success(), format!("cannot remove {stem}"))
    }

    /// Through the system's folder, by hand, and by a file that is gone again: Debian leaves
    /// the entry `debian:stale.pem` behind.
    fn impose(&self) -> Result<(), Failed> {
        self.world.install("stale", &self.stale)?;
        self.remove("stale")?;
        self.world.install("gov", &self.world.imposed)?;
        self.import(&["-cacerts"], "by-hand", &self.by_hand)?;
        let option = format!("JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore={NAMED}\n");
        self.world
            .sealed
            .write("/etc/environment", option.as_bytes())?;
        let named = ["-keystore", NAMED, "-storetype", "PKCS12"];
        self.import(&named, "works", &self.company)?;
        self.import(&named, "by-hand", &self.by_hand)
    }

    /// The root again, re-issued, and renamed, each through the system's folder.
    fn bring_back(&self) -> Result<(), Failed> {
        let world = &self.world;
        let write = |stem: &str, root: &Root| {
            world.sealed.write(
                format!("/usr/local/share/ca-certificates/{stem}.crt"),
                root.pem().as_bytes(),
            )
        };
        write("again", &world.imposed)?;
        write("reissued", &self.by_hand.reissued()?)?;
        let subject = Subject::company("Harmless");
        write("renamed", &self.stale.renamed(subject)?)?;
        world.update(&["--fresh"])?;
        self.expect_visits("all was brought back", [false, false, false, true])?;
        ["again", "reissued", "renamed"]
            .iter()
            .try_for_each(|stem| self.remove(stem))
    }

    /// After the block, importing the same certificate by hand has no effect because of the
    /// JDK's own list. A re-issued one works until the next certificate update.
    fn by_hand(&self) -> Result<(), Failed> {
        self.import(&["-cacerts"], "by-hand", &self.by_hand)?;
        self.import(&["-cacerts"], "reissued", &self.world.imposed.reissued()?)?;
        let said = self.expect_visits("imported by hand", [true, false, false, true])?;
        expect(
            said.get(1)
                .is_some_and(|line| line.contains("Untrusted certificate")),
            format!("the JDK's list: {said:?}"),
        )?;
        self.world.update(&[])?;
        self.expect_visits("after the update", [false, false, false, true])?;
        Ok(())
    }

    /// In a package's script, Java's keystore is filled after all hooks have run.
    fn after_a_package(&self) -> Result<(), Failed> {
        let renamed = self.by_hand.renamed(Subject::company("Packaged"))?;
        self.world.sealed.write(
            "/usr/local/share/ca-certificates/packaged.crt",
            renamed.pem().as_bytes(),
        )?;
        let in_a_script = [("DPKG_MAINTSCRIPT_PACKAGE", "packaged")];
        for (variables, program, args) in [
            (&in_a_script[..], "update-ca-certificates", &[][..]),
            (&[], "dpkg", &["--triggers-only", "--pending"]),
        ] {
            let output = self
                .world
                .sealed
                .command_with(variables, program)
                .args(args)
                .output()?;
            expect(output.status.success(), text(&output))?;
        }
        self.expect_visits("a package installed it", [false, false, false, true])?;
        self.remove("packaged")
    }

    fn undone(&self, held: &BTreeSet<String>) -> Result<(), Failed> {
        self.world.expect_code(&["undo", "--apply"], 0)?;
        self.expect_visits("all is undone", [true, true, true, true])?;
        let back = self.held(&["-cacerts"])?;
        let named = self.held(&["-keystore", NAMED])?;
        expect(named.len() == 2, format!("came back: {named:?}"))?;
        // What was imported after the block came back with the hook's receipt.
        expect(
            held.is_subset(&back) && back.len() <= held.len() + 1,
            format!("{} entries came back as {}", held.len(), back.len()),
        )
    }
}
