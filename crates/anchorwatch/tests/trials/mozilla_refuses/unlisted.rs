//! With `block --unlisted`, Firefox holds an unlisted root in the profile or from a policy to
//! private names and to what the owner consents to. A root added after the block is refused
//! until the next one. After undo, everything is trusted again.

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{Root, Site, trial::expect};
use libtest_mimic::Failed;
use serde_json::json;

use super::{PATIENCE, POLICIES, REVOKED, Trial, UNKNOWN, marionette::Running, same};

/// The sites: of a root in the profile, of one by a policy, of one that comes later, and of one
/// with a consent. Of each a private name, and a public one.
pub(super) const NAMES: [&str; 9] = [
    "newcomer.test",
    "newcomer.example.org",
    "by-policy.test",
    "by-policy.example.org",
    "later.test",
    "later.example.org",
    "works.test",
    "elsewhere.example.org",
    "wiki.works.example",
];
const AT_FIRST: [&str; 9] = [
    "loads", "loads", "loads", "loads", "refused", "refused", "loads", "loads", "loads",
];
const CONFINED: [&str; 9] = [
    "loads", "refused", "loads", "refused", "refused", "refused", "loads", "refused", "loads",
];
const WITHOUT_CONSENT: [&str; 9] = [
    "loads", "refused", "loads", "refused", "refused", "refused", "loads", "refused", "refused",
];
const WITH_THE_LATER: [&str; 9] = [
    "loads", "refused", "loads", "refused", "loads", "refused", "loads", "refused", "loads",
];
const WITHOUT_THE_NEWCOMER: [&str; 9] = [
    "refused", "refused", "loads", "refused", "loads", "refused", "loads", "refused", "loads",
];
/// Those whose root changes while the program runs: they may load until it looks.
const CHANGED_LATER: [&str; 3] = [NAMES[4], NAMES[5], NAMES[0]];

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
        for (at, name) in NAMES.into_iter().enumerate() {
            let root = &roots[(at / 2).min(3)];
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
            let result = running.fetch(&url)?;
            let result = match result.as_str() {
                "loaded" => "loads",
                REVOKED | UNKNOWN => "refused",
                other => other,
            };
            seen.insert(name, result.to_owned());
        }
        Ok(seen)
    }

    /// Waits until the sites give these results. Until then, none that must be refused may
    /// load, except those whose root changes in the running program.
    fn comes_to(
        &mut self,
        running: &mut Running,
        what: &str,
        wanted: [&str; 9],
    ) -> Result<(), Failed> {
        let wanted: BTreeMap<_, _> = NAMES.into_iter().zip(wanted.map(str::to_owned)).collect();
        let began = Instant::now();
        loop {
            let seen = self.seen(running)?;
            let is_let_in = |name: &&str| wanted[*name] == "refused" && seen[*name] == "loads";
            let let_in: Vec<&str> = NAMES.into_iter().filter(is_let_in).collect();
            if let_in.iter().any(|name| !CHANGED_LATER.contains(name)) {
                return Err(format!("{what}: {let_in:?} loaded").into());
            }
            if seen == wanted || began.elapsed() > PATIENCE {
                return same(what, &seen, &wanted);
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// The same in a new run of the program.
    fn comes_anew_to(&mut self, what: &str, wanted: [&str; 9]) -> Result<(), Failed> {
        let mut running = self.trial.start()?;
        self.comes_to(&mut running, what, wanted)?;
        running.quit()
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

    /// The machine's clock is real, so the script gets an earlier end: of what begins on a day.
    fn private_names_stay_once_the_consent_is_over(&mut self) -> Result<(), Failed> {
        let expression = r#"s/", "\([1-9][0-9]*\)", "[0-9]*"\],$/", "\1", "\1"],/"#;
        let over = format!(
            "cp -p {OURS} /run/ours && sed -i '{expression}' {OURS} && cmp -s {OURS} /run/ours || echo done"
        );
        same("sed", &self.trial.shell(&over)?.as_str(), &"done")?;
        // The second in which it began is over once a program has started.
        self.comes_anew_to("over", WITHOUT_CONSENT)?;
        self.trial.shell(&format!("cp -p /run/ours {OURS}"))?;
        Ok(())
    }

    fn block(&self) -> Result<String, Failed> {
        self.trial
            .anchorwatch(&["block", "--unlisted", "--apply"], 0)
    }

    /// The number of certificates in the profile.
    fn certificate_count(&self) -> Result<String, Failed> {
        let profile = &self.trial.profile;
        self.trial
            .shell(&format!("certutil -L -d sql:{profile} | grep -c ',.*,'"))
    }
}

pub(crate) fn run() -> Result<(), Failed> {
    let mut scene = Scene::new()?;
    let [newcomer, _, later, company] = scene.roots.clone();
    let key = anchorwatch_identity::SpkiSha256::of(&company.spki_der()).to_string();
    scene.comes_anew_to("before", AT_FIRST)?;
    let count_before = scene.certificate_count()?;

    scene.consent(&key)?;
    let said = scene.block()?;
    for name in [
        "Completely New Authority",
        "New Authority By Policy",
        "works.example",
    ] {
        expect(said.contains(name), format!("{name} is not told: {said}"))?;
    }
    let mut running = scene.trial.start()?;
    scene.comes_to(&mut running, "blocked", CONFINED)?;
    running.add_authority(&later)?;
    scene.comes_to(&mut running, "later", CONFINED)?;
    running.quit()?;

    scene.private_names_stay_once_the_consent_is_over()?;
    // The script follows the consents without another block.
    let withdraw = ["consent", "withdraw", &key, "--apply"];
    scene.trial.anchorwatch(&withdraw, 0)?;
    scene.comes_anew_to("withdrawn", WITHOUT_CONSENT)?;
    scene.consent(&key)?;
    scene.comes_anew_to("consented again", CONFINED)?;

    scene.block()?;
    let mut running = scene.trial.start()?;
    scene.comes_to(&mut running, "blocked again", WITH_THE_LATER)?;
    // A root's stand-in goes with the trust in it, and nothing of it stays.
    running.distrust(&newcomer)?;
    scene.comes_to(&mut running, "distrusted", WITHOUT_THE_NEWCOMER)?;
    running.add_authority(&newcomer)?;
    scene.comes_to(&mut running, "trusted again", WITH_THE_LATER)?;
    running.quit()?;
    let with_the_later = count_before.parse::<u32>()? + 1;
    let count = scene.certificate_count()?;
    same("certificates", &count, &with_the_later.to_string())?;

    scene.trial.anchorwatch(&["undo", "--apply"], 0)?;
    scene.comes_anew_to("taken back", ["loads"; 9])
}
