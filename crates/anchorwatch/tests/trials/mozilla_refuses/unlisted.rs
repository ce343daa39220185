//! With `block --unlisted`, Firefox refuses an unlisted root in the profile or from a policy,
//! added before the block or after it. A root with a consent works while the consent is in
//! force. After undo, everything is trusted again.

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{Root, Site};
use libtest_mimic::Failed;
use serde_json::json;

use super::{PATIENCE, POLICIES, REVOKED, Trial, marionette::Running, same};

/// The sites, each under its own root.
pub(super) const NAMES: [&str; 4] = [
    "newcomer.test",
    "imposed-by-policy.test",
    "later.example.org",
    "wiki.works.example",
];
const LATER: &str = NAMES[2];

const OURS: &str = "/usr/lib/firefox-esr/anchorwatch.cfg";

struct Scene {
    trial: Trial,
    roots: [Root; 4],
    site: Site,
    fetched_count: u32,
}

impl Scene {
    fn new() -> Result<Self, Failed> {
        let trial = Trial::new("/usr/lib/firefox-esr/firefox-esr", ".mozilla/firefox")?;
        let first = Root::company("Completely New Authority")?;
        let roots = [
            // Re-keyed: another key with this name may have been seen before.
            first.rekeyed()?,
            Root::company("New Authority By Policy")?,
            Root::company("Later Authority")?,
            Root::company("Example Works Inspection")?,
        ];
        let mut site = Site::builder(first.issue(&["nobody.test"])?);
        for (name, root) in NAMES.into_iter().zip(&roots) {
            site = site.for_name(name, root.issue(&[name])?);
        }
        let scene = Self {
            site: site.start()?,
            trial,
            roots,
            fetched_count: 0,
        };
        let [newcomer, by_policy, _, company] = &scene.roots;
        scene
            .trial
            .trust(&[("newcomer", newcomer), ("company", company)])?;
        crate::world::without_a_servers_own(&scene.trial.sealed)?;
        let file = "/usr/lib/mozilla/certificates/new.pem";
        scene.trial.sealed.write(file, by_policy.pem().as_bytes())?;
        let policies = json!({"policies": {"Certificates": {"Install": ["new.pem"]}}});
        scene
            .trial
            .sealed
            .write(POLICIES, policies.to_string().as_bytes())?;
        Ok(scene)
    }

    fn seen(&mut self, running: &mut Running) -> Result<BTreeMap<&'static str, String>, Failed> {
        let mut seen = BTreeMap::new();
        for name in NAMES {
            self.fetched_count += 1;
            let port = self.site.address().port();
            let url = format!("https://{name}:{port}/?{}", self.fetched_count);
            seen.insert(name, running.fetch(&url)?);
        }
        Ok(seen)
    }

    /// Waits until the sites give these results. Until then, none that must be refused may
    /// load, except the one whose root is added to the running program.
    fn comes_to(
        &mut self,
        running: &mut Running,
        what: &str,
        wanted: [&str; 4],
    ) -> Result<(), Failed> {
        let wanted: BTreeMap<_, _> = NAMES.into_iter().zip(wanted.map(str::to_owned)).collect();
        let began = Instant::now();
        loop {
            let seen = self.seen(running)?;
            let is_let_in = |name: &&str| wanted[*name] == REVOKED && seen[*name] == "loaded";
            let let_in: Vec<&str> = NAMES.into_iter().filter(is_let_in).collect();
            if let_in.iter().any(|name| *name != LATER) {
                return Err(format!("{what}: {let_in:?} loaded").into());
            }
            if seen == wanted || began.elapsed() > PATIENCE {
                return same(what, &seen, &wanted);
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn consent(&self, key: &str) -> Result<(), Failed> {
        let day = 24 * 60 * 60;
        let until = UnixSeconds::new(anchorwatch_lab::clock::now_unix_s() + 30 * day).to_string();
        let terms = [
            "--for",
            "works.example",
            "--until",
            &until,
            "--by",
            "M. Owner",
        ];
        let args = ["consent", "add", "--key", key];
        self.trial.anchorwatch(
            &[&args[..], &terms, &["--why", "a trial", "--apply"]].concat(),
            0,
        )?;
        Ok(())
    }

    /// The machine's clock is real, so the script gets an earlier end.
    fn is_refused_once_the_consent_is_over(&mut self) -> Result<(), Failed> {
        let expression = r#"s/", "\([0-9]*\)", "[0-9]*"\],$/", "\1", "\1"],/"#;
        let over = format!(
            "cp -p {OURS} /run/ours && sed -i '{expression}' {OURS} && cmp -s {OURS} /run/ours || echo done"
        );
        same("sed", &self.trial.shell(&over)?.as_str(), &"done")?;
        // The second in which it began is over once a program has started.
        let mut running = self.trial.start()?;
        self.comes_to(&mut running, "over", [REVOKED; 4])?;
        running.quit()?;
        self.trial.shell(&format!("cp -p /run/ours {OURS}"))?;
        Ok(())
    }

    fn block(&self) -> Result<String, Failed> {
        self.trial
            .anchorwatch(&["block", "--unlisted", "--apply"], 0)
    }
}

pub(crate) fn run() -> Result<(), Failed> {
    let mut scene = Scene::new()?;
    let [_, _, later, company] = scene.roots.clone();
    let key = anchorwatch_identity::SpkiSha256::of(&company.spki_der()).to_string();
    let unknown = super::UNKNOWN;
    let mut running = scene.trial.start()?;
    scene.comes_to(
        &mut running,
        "before",
        ["loaded", "loaded", unknown, "loaded"],
    )?;
    running.quit()?;

    scene.consent(&key)?;
    let said = scene.block()?;
    for name in ["Completely New Authority", "New Authority By Policy"] {
        anchorwatch_lab::trial::expect(said.contains(name), format!("{name} is not told: {said}"))?;
    }
    let mut running = scene.trial.start()?;
    scene.comes_to(
        &mut running,
        "blocked",
        [REVOKED, REVOKED, unknown, "loaded"],
    )?;
    running.add_authority(&later)?;
    scene.comes_to(&mut running, "later", [REVOKED, REVOKED, REVOKED, "loaded"])?;
    running.quit()?;

    scene.is_refused_once_the_consent_is_over()?;
    scene
        .trial
        .anchorwatch(&["consent", "withdraw", &key, "--apply"], 0)?;
    scene.block()?;
    let mut running = scene.trial.start()?;
    scene.comes_to(&mut running, "withdrawn", [REVOKED; 4])?;
    running.quit()?;
    scene.consent(&key)?;
    scene.block()?;
    let mut running = scene.trial.start()?;
    let trusted = [REVOKED, REVOKED, REVOKED, "loaded"];
    let wanted: BTreeMap<_, _> = NAMES.into_iter().zip(trusted.map(str::to_owned)).collect();
    let began = Instant::now();
    while scene.seen(&mut running)? != wanted && began.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(100));
    }
    same("consented again", &scene.seen(&mut running)?, &wanted)?;
    running.quit()?;

    scene.trial.anchorwatch(&["undo", "--apply"], 0)?;
    let mut running = scene.trial.start()?;
    scene.comes_to(&mut running, "taken back", ["loaded"; 4])?;
    running.quit()
}
