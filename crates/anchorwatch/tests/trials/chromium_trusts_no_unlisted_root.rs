//! With `block --unlisted`, Chromium refuses an unlisted root in the user's database, in a
//! policy, or in its own certificate manager. The company's root keeps working for the names
//! that its owner consented to, and no others. After undo, everything is trusted again.

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_lab::{Root, Site, trial::expect};
use data_encoding::{BASE64, HEXLOWER};
use libtest_mimic::Failed;
use serde_json::json;

use crate::{
    chromium_obeys_what_audit_reads::Browser,
    webdriver::{Chromium, Shown},
    world::{World, text, without_a_servers_own},
};

const HOSTILE: &str = "/etc/chromium/policies/managed/hostile.json";
const DATABASE: &str = "/root/.pki/nssdb";
const CONSENTS: &str = "/etc/anchorwatch/consent.toml";

/// Signed by a root in the database, by one of a policy, and twice by the company's: for a name
/// with a consent and for another name.
const NAMES: [&str; 5] = [
    "newcomer.example.org",
    "imposed.example.org",
    "wiki.works.example",
    "www.example.kz",
    "192.0.2.7",
];

struct Scene {
    world: World,
    installed: [(&'static str, Root); 2],
    by_policy: Root,
    sites: Vec<(&'static str, Site)>,
}

pub(crate) fn run() -> Result<(), Failed> {
    in_the_certificate_manager()?;
    let scene = Scene::new()?;
    without_a_servers_own(&scene.world.sealed)?;
    scene.sees("before", [false; 5])?;
    scene.impose()?;
    scene.sees("installed", [true; 5])?;
    let before = scene.world.sealed.snapshot(&["/etc/chromium"])?;

    scene.consent()?;
    let plan = scene
        .world
        .json(&["block", "--unlisted", "--apply"], 0)?
        .to_string();
    expect(plan.contains("chromium_policy"), format!("covered: {plan}"))?;
    scene.sees("blocked", [false, false, true, false, false])?;
    // What it reads of its own policy is no reason to change it.
    scene.world.expect_code(&["block", "--unlisted"], 0)?;
    let status = scene
        .world
        .anchorwatch(&["status", "--format", "json"])?
        .stdout;
    let status: serde_json::Value = serde_json::from_slice(&status)?;
    let trusted = status["still_trusted"].to_string();
    expect(trusted.starts_with('['), trusted.clone())?;
    expect(!trusted.contains("/etc/chromium"), trusted)?;

    // Consents end without another block: the hook handles it.
    scene.expire()?;
    scene.world.update(&[])?;
    scene.sees("expired", [false; 5])?;

    let removed = scene.world.sealed.command("rm").arg(CONSENTS).status()?;
    expect(removed.success(), "rm of the consents")?;
    scene.world.expect_code(&["undo", "--apply"], 0)?;
    let difference = before.diff(&scene.world.sealed.snapshot(&["/etc/chromium"])?);
    expect(
        difference.is_empty(),
        format!("not brought back: {difference}"),
    )?;
    scene.sees("after undo", [true; 5])
}

/// Policies do not reach the manager's roots, so the root is refused by key.
fn in_the_certificate_manager() -> Result<(), Failed> {
    let browser = Browser::with(Root::company("Completely New Authority")?)?;
    without_a_servers_own(&browser.sealed)?;
    expect(!browser.is_fooled()?, "it is trusted without a root")?;
    let root = HEXLOWER.encode(browser.imposed.der());
    browser.sqlite(&format!(
        "INSERT INTO certificates VALUES ('', x'{root}', x'0a020803')"
    ))?;
    expect(
        browser.is_fooled()?,
        "the certificate manager is not obeyed",
    )?;
    let anchorwatch = |args: &[&str]| -> Result<(), Failed> {
        let output = browser
            .sealed
            .command(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(args)
            .output()?;
        expect(output.status.code() == Some(0), text(&output))
    };
    for when in ["the block", "the same block again"] {
        anchorwatch(&["block", "--unlisted", "--apply"])?;
        expect(!browser.is_fooled()?, format!("it is trusted after {when}"))?;
    }
    anchorwatch(&["undo", "--apply"])?;
    expect(browser.is_fooled()?, "it is not trusted after undo")
}

impl Scene {
    fn new() -> Result<Self, Failed> {
        let world = World::new()?;
        let newcomer = Root::company("Completely New Authority")?.rekeyed()?;
        let by_policy = Root::company("New Authority By Policy")?;
        let company = Root::company("Example Works Inspection")?;
        let signers = [&newcomer, &by_policy, &company, &company, &company];
        let mut sites = Vec::new();
        for (name, signer) in NAMES.into_iter().zip(signers) {
            let site = Site::builder(signer.issue(&[name])?).titled("the page itself");
            sites.push((name, site.start()?));
        }
        Ok(Self {
            world,
            installed: [("newcomer", newcomer), ("company", company)],
            by_policy,
            sites,
        })
    }

    fn impose(&self) -> Result<(), Failed> {
        let sealed = &self.world.sealed;
        let make = format!("mkdir -p {DATABASE} && certutil -N -d sql:{DATABASE} --empty-password");
        let made = sealed.command("sh").args(["-c", &make]).output()?;
        expect(made.status.success(), text(&made))?;
        for (name, root) in &self.installed {
            let file = format!("/root/{name}.pem");
            sealed.write(&file, root.pem().as_bytes())?;
            let added = sealed
                .command("certutil")
                .args(["-A", "-d", &format!("sql:{DATABASE}"), "-t", "C,,"])
                .args(["-n", name, "-i", &file])
                .output()?;
            expect(added.status.success(), text(&added))?;
        }
        let hostile = json!({ "CACertificates": [BASE64.encode(self.by_policy.der())] });
        Ok(sealed.write(HOSTILE, hostile.to_string().as_bytes())?)
    }

    fn consent(&self) -> Result<(), Failed> {
        let [_, (_, company)] = &self.installed;
        let key = SpkiSha256::of(&company.spki_der()).to_string();
        let day = 24 * 60 * 60;
        let until = UnixSeconds::new(anchorwatch_lab::clock::now_unix_s() + 30 * day).to_string();
        let args = ["consent", "add", "--key", &key, "--for", "works.example"];
        let terms = ["--until", &until, "--by", "M. Owner", "--why", "a trial"];
        self.world
            .expect_code(&[&args[..], &terms, &["--apply"]].concat(), 0)?;
        Ok(())
    }

    /// The machine's clock is real, so move the consent into the past.
    fn expire(&self) -> Result<(), Failed> {
        let expression = "s/^not-before = .*/not-before = \"2020-01-01T00:00:00Z\"/; s/^until = .*/until = \"2020-12-31T00:00:00Z\"/";
        let sed = self.world.sealed.command("sed");
        let status = { sed }.args(["-i", expression, CONSENTS]).status()?;
        expect(status.success(), "sed")
    }

    fn sees(&self, when: &str, trusted: [bool; 5]) -> Result<(), Failed> {
        let rules = self
            .sites
            .iter()
            .map(|(name, site)| format!("MAP {name} {}", site.address()));
        let rules: Vec<String> = rules.collect();
        let browser = Chromium::start(&self.world.sealed, &rules.join(","))?;
        for (name, is_trusted) in NAMES.into_iter().zip(trusted) {
            let shown = browser.open(&format!("https://{name}/"))?;
            let wanted = if is_trusted {
                shown == Shown::Page
            } else {
                matches!(&shown, Shown::Refusal(_))
            };
            expect(wanted, format!("{name} {when}: {shown:?}"))?;
        }
        Ok(())
    }
}
