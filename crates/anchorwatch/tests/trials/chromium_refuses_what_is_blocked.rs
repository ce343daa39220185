//! The real browser refuses a blocked key in any certificate, with its root still installed. A
//! policy that someone sorts after ours is detected and overridden. The harmless root and the
//! owner's appliance keep working, and undo restores everything.

use anchorwatch_lab::{Root, ServerChain, Site, pki::Subject, trial::expect};
use data_encoding::BASE64;
use libtest_mimic::Failed;
use serde_json::{Value, json};

use crate::{
    webdriver::{Chromium, Shown},
    world::{World, text},
};

const FOLDER: &str = "/etc/chromium/policies/managed";
const OURS: &str = "/etc/chromium/policies/managed/zz-anchorwatch.json";
/// Signed by the root in the NSS database, by its renamed twin, through another installed root,
/// and by a root that a policy imposes.
const FORGED: [&str; 4] = [
    "direct.example.kz",
    "renamed.example.kz",
    "crossed.example.kz",
    "imposed.example.kz",
];
const GOOD: &str = "wiki.example.org";
const APPLIANCE: &str = "nas.example.org";

pub(crate) fn run() -> Result<(), Failed> {
    let trial = Scene::new()?;
    {
        let browser = trial.browser()?;
        for name in FORGED {
            trial.expect_refused(&browser, name, "without a root")?;
        }
        // The warning can be clicked away now, so that the check below can fail.
        browser.click_through(&trial.url(FORGED[0]))?;
    }
    trial.impose()?;
    trial.expect_fooled("by the installed roots")?;
    let before = trial.world.sealed.snapshot(&["/etc/chromium"])?;

    trial.block()?;
    // Otherwise the database entries would also refuse; this tests the policy alone.
    trial.install_in_nss()?;
    trial.expect_all_refused("after the block")?;

    let hostile = json!({ "CADistrustedCertificates": [], "SSLErrorOverrideAllowed": true });
    let path = format!("{FOLDER}/zzz");
    trial
        .world
        .sealed
        .write(&path, hostile.to_string().as_bytes())?;
    trial.expect_fooled("by a later policy")?;
    let plan = trial.plan(&[], 12)?;
    let warnings = plan["warnings"].to_string();
    expect(
        warnings.contains("/zzz overrules CADistrustedCertificates"),
        format!("the later policy is not named: {warnings}"),
    )?;
    trial.plan(&["--apply"], 0)?;
    trial.plan(&[], 0)?;
    trial.expect_all_refused("after the block was mended")?;

    trial.world.expect_code(&["undo", "--apply"], 0)?;
    let removed = trial.world.sealed.command("rm").arg(&path).status()?;
    expect(removed.success(), "rm")?;
    let difference = before.diff(&trial.world.sealed.snapshot(&["/etc/chromium"])?);
    expect(
        difference.is_empty(),
        format!("not brought back: {difference}"),
    )?;
    trial.expect_fooled("again after undo")
}

struct Scene {
    world: World,
    by_policy: Root,
    /// Contents of the NSS database: the root, its twins, and the harmless root.
    installed: [(&'static str, Root); 4],
    sites: Vec<(&'static str, Site)>,
}

impl Scene {
    fn new() -> Result<Self, Failed> {
        let world = World::new()?;
        let imposed = &world.imposed;
        let by_policy = Root::company("Imposed by policy")?;
        let good = Root::company("Example Works Root")?;
        let renamed = imposed.renamed(Subject::company("Harmless"))?;
        let crossed = imposed
            .issue(&[FORGED[2]])?
            .followed_by(imposed.cross_signed_by(&good)?);
        let unknown = Root::company("Nobody installed this")?;
        let chains: [(&'static str, ServerChain); 6] = [
            (FORGED[0], imposed.issue(&[FORGED[0]])?),
            (FORGED[1], renamed.issue(&[FORGED[1]])?),
            (FORGED[2], crossed),
            (FORGED[3], by_policy.issue(&[FORGED[3]])?),
            (GOOD, good.issue(&[GOOD])?),
            (APPLIANCE, unknown.issue(&[APPLIANCE])?),
        ];
        let mut sites = Vec::new();
        for (name, chain) in chains {
            let site = Site::builder(chain).titled("the page itself").start()?;
            sites.push((name, site));
        }
        // The owner's earlier policy, for an appliance and a page.
        let company = json!({
            "SSLErrorOverrideAllowedForOrigins": [format!("https://{APPLIANCE}")],
            "HomepageLocation": "https://wiki.example.org",
        });
        let path = format!("{FOLDER}/company.json");
        world.sealed.write(path, company.to_string().as_bytes())?;
        let installed = [
            ("gov", world.imposed.clone()),
            ("reissued", world.imposed.reissued()?),
            ("renamed", renamed),
            ("good", good),
        ];
        Ok(Self {
            world,
            by_policy,
            installed,
            sites,
        })
    }

    /// Installs the root whose re-issued twin gets blocked, and the others, each where it is
    /// trusted.
    fn impose(&self) -> Result<(), Failed> {
        let made = self
            .world
            .sealed
            .command("sh")
            .args([
                "-c",
                "mkdir -p /root/.pki/nssdb && certutil -N -d sql:/root/.pki/nssdb --empty-password",
            ])
            .output()?;
        expect(made.status.success(), text(&made))?;
        self.install_in_nss()?;
        let hostile = json!({ "CACertificates": [BASE64.encode(self.by_policy.der())] });
        let path = format!("{FOLDER}/hostile.json");
        Ok(self
            .world
            .sealed
            .write(path, hostile.to_string().as_bytes())?)
    }

    /// Installs the roots as an installer does, replacing existing entries.
    fn install_in_nss(&self) -> Result<(), Failed> {
        for (name, root) in &self.installed {
            let file = format!("/root/{name}.pem");
            self.world.sealed.write(&file, root.pem().as_bytes())?;
            let added = self
                .world
                .sealed
                .command("certutil")
                .args(["-A", "-d", "sql:/root/.pki/nssdb", "-t", "C,,"])
                .args(["-n", name, "-i", &file])
                .output()?;
            expect(added.status.success(), text(&added))?;
        }
        Ok(())
    }

    fn block(&self) -> Result<(), Failed> {
        // A twin that was never installed is all that is known of the key.
        let twin = self.world.imposed.reissued()?;
        self.world
            .sealed
            .write("/root/twin.pem", twin.pem().as_bytes())?;
        self.world
            .sealed
            .write("/root/policy.pem", self.by_policy.pem().as_bytes())?;
        let plan = self.plan(&["--apply"], 0)?;
        let covered = plan["covered"].to_string();
        expect(
            covered.contains("chromium_policy"),
            format!("not said to be covered: {plan}"),
        )?;
        let warnings = plan["warnings"].to_string();
        expect(
            warnings.contains("--allow-override-for") && warnings.contains(APPLIANCE),
            format!("what stops working is not said: {warnings}"),
        )?;
        let ours = self.world.sealed.command("cat").arg(OURS).output()?;
        let policy: Value = serde_json::from_slice(&ours.stdout)?;
        self.expect_openssl_reads_it(&policy)
    }

    /// Another reader confirms that the carriers are certificates with these keys.
    fn expect_openssl_reads_it(&self, policy: &Value) -> Result<(), Failed> {
        let entries = policy["CADistrustedCertificates"].as_array();
        let mut keys = Vec::new();
        for entry in entries.into_iter().flatten().filter_map(Value::as_str) {
            self.world
                .sealed
                .write("/root/carrier.der", &BASE64.decode(entry.as_bytes())?)?;
            let read = self
                .world
                .sealed
                .command("openssl")
                .args(["x509", "-inform", "DER", "-in", "/root/carrier.der"])
                .args(["-noout", "-text", "-pubkey"])
                .output()?;
            let said = text(&read);
            expect(
                said.contains("CA:FALSE") && said.contains("Not After : Jan  1 00:00:01 1970"),
                format!("openssl reads another carrier: {said}"),
            )?;
            let pem = said.split_once("-----BEGIN PUBLIC KEY-----");
            let body: String = pem
                .map_or("", |(_, rest)| rest)
                .split_whitespace()
                .collect();
            let body = body.split("-----END").next().unwrap_or_default().to_owned();
            keys.push(BASE64.decode(body.as_bytes())?);
        }
        let wanted = [self.world.imposed.spki_der(), self.by_policy.spki_der()];
        expect(
            wanted.iter().all(|key| keys.contains(key)) && keys.len() == wanted.len(),
            "the carriers have other keys",
        )
    }

    fn plan(&self, more: &[&str], code: i32) -> Result<Value, Failed> {
        let certificates = [
            "--certificate",
            "/root/twin.pem",
            "--certificate",
            "/root/policy.pem",
        ];
        self.world
            .json(&[&["block"], certificates.as_slice(), more].concat(), code)
    }

    fn browser(&self) -> Result<Chromium, Failed> {
        let rules = self
            .sites
            .iter()
            .map(|(name, site)| format!("MAP {name} {}", site.address()));
        let rules: Vec<String> = rules.collect();
        Chromium::start(&self.world.sealed, &rules.join(","))
    }

    fn url(&self, name: &str) -> String {
        format!("https://{name}/")
    }

    fn expect_fooled(&self, when: &str) -> Result<(), Failed> {
        let browser = self.browser()?;
        for name in FORGED.into_iter().chain([GOOD]) {
            let shown = browser.open(&self.url(name))?;
            expect(
                shown == Shown::Page,
                format!("{name} is not trusted {when}: {shown:?}"),
            )?;
        }
        Ok(())
    }

    fn expect_refused(&self, browser: &Chromium, name: &str, when: &str) -> Result<(), Failed> {
        let shown = browser.open(&self.url(name))?;
        let wanted = Shown::Refusal("ERR_CERT_AUTHORITY_INVALID".to_owned());
        expect(shown == wanted, format!("{name} {when}: {shown:?}"))
    }

    fn expect_all_refused(&self, when: &str) -> Result<(), Failed> {
        let browser = self.browser()?;
        for name in FORGED {
            self.expect_refused(&browser, name, when)?;
        }
        let can_be = browser.can_be_clicked_through(&self.url(FORGED[0]))?;
        expect(!can_be, format!("it can be clicked through {when}"))?;
        let shown = browser.open(&self.url(GOOD))?;
        expect(
            shown == Shown::Page,
            format!("the good root's site {when}: {shown:?}"),
        )?;
        browser.click_through(&self.url(APPLIANCE))
    }
}
