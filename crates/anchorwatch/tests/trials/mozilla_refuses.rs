//! Firefox and Thunderbird refuse a key while its root is still installed: original, re-issued,
//! renamed, cross-signed, and under names added after the block. After undo, the same profile
//! trusts it again.

use std::{
    collections::BTreeMap,
    process::Output,
    thread,
    time::{Duration, Instant},
};

use anchorwatch_lab::{
    Root, Sealed, Site,
    pki::Subject,
    tree::{NssAnchor, nss_database},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::json;

use late::Late;
use marionette::{Program, Running};

mod late;
mod marionette;
mod unlisted;

pub(crate) use unlisted::run as firefox_trusts_no_unlisted_root;

const HOME: &str = "/srv/trial";
const UID: u32 = 61_999;

/// The sites, named after what is special about their chain.
const SITES: [&str; 7] = [
    "plain.test",
    "renamed.test",
    "cross.test",
    "returned.test",
    "policy.test",
    "good.test",
    "stranger.test",
];

const REVOKED: &str = "SEC_ERROR_REVOKED_CERTIFICATE";
const UNKNOWN: &str = "SEC_ERROR_UNKNOWN_ISSUER";

/// How long a busy program may take for its background work.
const PATIENCE: Duration = Duration::from_secs(300);

struct Trial {
    sealed: Sealed,
    path: &'static str,
    profile: String,
    imposed: Root,
    reissued: Root,
    renamed: Root,
    /// Added to the profile after the block.
    returned: Root,
    /// Added by a policy after the block.
    by_policy: Root,
    other: Root,
    good: Root,
    site: Site,
    fetched_count: u32,
}

impl Trial {
    fn new(path: &'static str, profiles: &str) -> Result<Self, Failed> {
        let imposed = Root::isca_like()?;
        let reissued = imposed.reissued()?;
        let renamed = imposed.renamed(Subject::company("Another Name Root"))?;
        let returned = imposed.renamed(Subject::company("Returned Root"))?;
        let by_policy = imposed.renamed(Subject::company("Root By Policy"))?;
        let (other, good) = (Root::company("Other Root")?, Root::company("Good Root")?);
        let cross = imposed.issue(&["cross.test"])?;
        let cross = cross.followed_by(imposed.cross_signed_by(&other)?);
        let stranger = Root::company("Stranger Root")?.issue(&["stranger.test"])?;
        let site = Site::builder(imposed.issue(&["plain.test"])?)
            .for_name("renamed.test", renamed.issue(&["renamed.test"])?)
            .for_name("cross.test", cross)
            .for_name("returned.test", returned.issue(&["returned.test"])?)
            .for_name("policy.test", by_policy.issue(&["policy.test"])?)
            .for_name("good.test", good.issue(&["good.test"])?)
            .for_name("stranger.test", stranger)
            .start()?;
        let trial = Self {
            sealed: Sealed::new()?,
            path,
            profile: format!("{HOME}/{profiles}/trial.default"),
            imposed,
            reissued,
            renamed,
            returned,
            by_policy,
            other,
            good,
            site,
            fetched_count: 0,
        };
        let users = trial.shell("cat /etc/passwd")?;
        let users = format!("{users}\ntrial:x:{UID}:{UID}::{HOME}:/bin/sh\n");
        trial.sealed.write("/etc/passwd", users.as_bytes())?;
        Ok(trial)
    }

    /// Gives the profile a database with these roots, before or after its first start.
    fn trust(&self, roots: &[(&str, &Root)]) -> Result<(), Failed> {
        let folder = tempfile::tempdir()?;
        let anchors: Vec<NssAnchor<'_>> = roots
            .iter()
            .map(|(nickname, root)| NssAnchor {
                certificate: root.der(),
                trust_flags: "C,,",
                nickname,
            })
            .collect();
        nss_database(folder.path(), &anchors)?;
        for name in ["cert9.db", "key4.db", "pkcs11.txt"] {
            let content = std::fs::read(folder.path().join(name))?;
            self.sealed
                .write(format!("{}/{name}", self.profile), &content)?;
        }
        self.hand_over()
    }

    fn hand_over(&self) -> Result<(), Failed> {
        self.shell(&format!("chown -R {UID}:{UID} {HOME}"))?;
        Ok(())
    }

    fn trust_all(&self) -> Result<(), Failed> {
        self.trust(&[
            ("imposed", &self.imposed),
            ("reissued", &self.reissued),
            ("renamed", &self.renamed),
            ("other", &self.other),
            ("good", &self.good),
        ])
    }

    /// Like an installer that runs after the block, with the program closed. It first adds a
    /// certificate that NSS accepts and the program cannot read, to hide the next one.
    fn return_into_the_profile(&self) -> Result<(), Failed> {
        let broken = self.imposed.renamed(Subject::company("Broken Root"))?;
        let broken = of_version_6(broken.der()).ok_or("a root without a version")?;
        for (name, content) in [
            ("broken", broken.as_slice()),
            ("returned", self.returned.pem().as_bytes()),
        ] {
            let file = format!("{HOME}/{name}");
            self.sealed.write(&file, content)?;
            let said = self.shell(&format!(
                "certutil -A -d sql:{} -t C,, -n {name} -i {file} && echo done",
                self.profile
            ))?;
            same("certutil", &said.as_str(), &"done")?;
        }
        self.hand_over()
    }

    fn start(&self) -> Result<Running, Failed> {
        let program = Program {
            sealed: &self.sealed,
            path: self.path,
            home: HOME,
            profile: &self.profile,
            uid: UID,
            names: &[&SITES[..], &late::NAMES, &unlisted::NAMES]
                .concat()
                .join(","),
        };
        program.start()
    }

    /// The program's result for every site. Each URL is used once, so that no cache answers.
    fn seen(&mut self, running: &mut Running) -> Result<BTreeMap<&'static str, String>, Failed> {
        let mut seen = BTreeMap::new();
        for name in SITES {
            self.fetched_count += 1;
            let url = format!("{}?{}", self.url(name), self.fetched_count);
            seen.insert(name, running.fetch(&url)?);
        }
        Ok(seen)
    }

    /// Waits until every site gives the wanted result; a policy's installation takes time.
    fn comes_to(
        &mut self,
        running: &mut Running,
        what: &str,
        wanted: &BTreeMap<&'static str, String>,
    ) -> Result<(), Failed> {
        let began = Instant::now();
        loop {
            let seen = self.seen(running)?;
            if seen == *wanted || began.elapsed() > PATIENCE {
                return same(what, &seen, wanted);
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn url(&self, name: &str) -> String {
        format!("https://{name}:{}/", self.site.address().port())
    }

    fn anchorwatch(&self, arguments: &[&str], code: i32) -> Result<String, Failed> {
        let output: Output = self
            .sealed
            .command(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(arguments)
            .output()?;
        let said = crate::world::text(&output);
        let got = output.status.code();
        expect(
            got == Some(code),
            format!("{arguments:?} ended with {got:?}, not {code}: {said}"),
        )?;
        Ok(said)
    }

    fn block(&self, code: i32) -> Result<String, Failed> {
        let file = format!("{HOME}/told.pem");
        self.sealed.write(&file, self.imposed.pem().as_bytes())?;
        self.anchorwatch(
            &["block", "--verbose", "--certificate", &file, "--apply"],
            code,
        )
    }

    fn shell(&self, script: &str) -> Result<String, Failed> {
        let output = self.sealed.command("sh").args(["-c", script]).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

/// The certificate with a version that does not exist.
fn of_version_6(der: &[u8]) -> Option<Vec<u8>> {
    let version_3 = [0xa0, 3, 2, 1, 2];
    let at = der.windows(5).position(|octets| octets == version_3)?;
    let mut der = der.to_vec();
    der[at + 4] = 5;
    Some(der)
}

/// The expected results: for the imposed roots' sites, and for those of the twins added after
/// the block to the profile and by a policy.
fn all(imposed: &str, returned: &str, by_policy: &str) -> BTreeMap<&'static str, String> {
    let ends = [
        imposed, imposed, imposed, returned, by_policy, "loaded", UNKNOWN,
    ];
    SITES.into_iter().zip(ends.map(str::to_owned)).collect()
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: &T, wanted: &T) -> Result<(), Failed> {
    expect(got == wanted, format!("{what}: {got:?}, not {wanted:?}"))
}

const POLICIES: &str = "/etc/firefox/policies/policies.json";
const PREFERENCES: &str = "/usr/lib/firefox-esr/defaults/pref/theirs.js";
const SCRIPT: &str = "/usr/lib/firefox-esr/theirs.cfg";

/// Someone else's policies, which install the root, and someone else's AutoConfig.
fn others_settings(trial: &Trial) -> Result<(), Failed> {
    let imposed = "/usr/lib/mozilla/certificates/imposed.pem";
    trial
        .sealed
        .write(imposed, trial.imposed.pem().as_bytes())?;
    let policies = json!({"policies": {
        "Certificates": {"Install": ["imposed.pem", "later.pem"]},
        "Preferences": {"accessibility.tabfocus": {"Value": 5, "Status": "locked"}},
    }});
    trial
        .sealed
        .write(POLICIES, policies.to_string().as_bytes())?;
    let names = "pref(\"general.config.filename\", \"theirs.cfg\");\n";
    trial.sealed.write(PREFERENCES, names.as_bytes())?;
    let script = "// first\nlockPref(\"trial.theirs\", \"ran\");\n";
    let obscured: Vec<u8> = script.bytes().map(|octet| octet.wrapping_add(13)).collect();
    trial.sealed.write(SCRIPT, &obscured)?;
    Ok(())
}

pub(crate) fn firefox() -> Result<(), Failed> {
    let mut trial = Trial::new("/usr/lib/firefox-esr/firefox-esr", ".mozilla/firefox")?;
    trial.trust(&[("good", &trial.good)])?;
    let mut running = trial.start()?;
    same(
        "before",
        &trial.seen(&mut running)?,
        &all(UNKNOWN, UNKNOWN, UNKNOWN),
    )?;
    running.quit()?;

    // Only the policy brings the original root.
    trial.trust(&[
        ("reissued", &trial.reissued),
        ("renamed", &trial.renamed),
        ("other", &trial.other),
        ("good", &trial.good),
    ])?;
    others_settings(&trial)?;
    let exceptions = exceptions(&trial)?;
    trial.hand_over()?;
    let mut late = Late::new(&trial.imposed)?;
    let touched = "cat /etc/firefox/policies/policies.json /usr/lib/firefox-esr/*.cfg | sha256sum; ls -R /etc/firefox /usr/lib/firefox-esr/defaults";
    let before = trial.shell(touched)?;
    let mut running = trial.start()?;
    let installed = all("loaded", UNKNOWN, UNKNOWN);
    trial.comes_to(&mut running, "installed", &installed)?;
    let stranger = trial.url("stranger.test");
    let way = running.offers_a_way_around(&stranger)?;
    same("without the policy", &way.as_str(), &"offered")?;
    let said = trial.block(0)?;
    expect(
        said.contains("is in use"),
        format!("a profile in use was not told: {said}"),
    )?;
    running.quit()?;

    trial.return_into_the_profile()?;
    let later = "/usr/lib/mozilla/certificates/later.pem";
    trial
        .sealed
        .write(later, trial.by_policy.pem().as_bytes())?;
    let mut running = trial.start()?;
    // Never trusted, from the first page on; the policy's root may not be installed yet.
    let blocked = all(REVOKED, REVOKED, REVOKED);
    let first = trial.seen(&mut running)?;
    let loaded: Vec<_> = first.iter().filter(|(_, end)| *end == "loaded").collect();
    same(
        "loaded",
        &loaded,
        &vec![(&"good.test", &"loaded".to_owned())],
    )?;
    trial.comes_to(&mut running, "blocked", &blocked)?;
    late.are_refused(&trial, &mut running)?;
    let way = running.offers_a_way_around(&stranger)?;
    same("with the policy", &way.as_str(), &"not offered")?;
    for (name, value) in [
        ("trial.theirs", "ran"),
        ("accessibility.tabfocus", "5"),
        ("security.certerror.hideAddException", "true"),
    ] {
        same(name, &running.preference(name)?.as_str(), &value)?;
    }
    let left = trial.shell(&format!("cat {}/cert_override.txt", trial.profile))?;
    expect(
        left.contains("router.test") && !left.contains("imposed.test"),
        format!("exceptions: {left}"),
    )?;
    // The policy installs its root at every start, so the database may need another edit, and
    // the script gets the new names.
    let said = trial.shell(&format!(
        "{} block --verbose --certificate {HOME}/told.pem",
        env!("CARGO_BIN_EXE_anchorwatch")
    ))?;
    let changes = said.split("Changes:").nth(1).unwrap_or_default();
    let ours = ["policies.json", "pref/", "cert_override", "data.safe.bin"];
    expect(
        changes.contains(".cfg") && !ours.iter().any(|name| changes.contains(name)),
        format!("a second block wants more: {said}"),
    )?;
    let said = trial.anchorwatch(&["undo", "--apply"], 11)?;
    expect(
        said.contains("is in use"),
        format!("a profile in use was not told: {said}"),
    )?;
    running.quit()?;
    same("files", &trial.shell(touched)?, &before)?;
    let back = trial.shell(&format!("cat {}/cert_override.txt", trial.profile))?;
    same("exceptions", &back.as_str(), &exceptions.trim())?;

    // Entries left in the profile that was in use are removed once it is closed.
    let said = trial.anchorwatch(&["undo", "--verbose", "--apply"], 0)?;
    expect(
        said.contains("data.safe.bin"),
        format!("nothing was forgotten: {said}"),
    )?;
    let mut running = trial.start()?;
    let taken_back = all("loaded", "loaded", "loaded");
    trial.comes_to(&mut running, "taken back", &taken_back)?;
    running.quit()
}

/// An exception for a certificate with the imposed key, and one for a router.
fn exceptions(trial: &Trial) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    let pem = folder.path().join("imposed.pem");
    std::fs::write(&pem, trial.imposed.pem())?;
    let script = format!(
        "openssl x509 -noout -fingerprint -sha256 -in {} | cut -d= -f2",
        pem.display()
    );
    let line =
        |host: &str, print: &str| format!("{host}:443:\tOID.2.16.840.1.101.3.4.2.1\t{print}\t\n");
    let text = format!(
        "{}{}",
        line("router.test", &vec!["0A"; 32].join(":")),
        line("imposed.test", &trial.shell(&script)?)
    );
    let place = format!("{}/cert_override.txt", trial.profile);
    trial.sealed.write(place, text.as_bytes())?;
    Ok(text)
}

/// Someone else's sandboxed script cannot refuse anything, so the profile's data is edited.
pub(crate) fn firefox_whose_script_is_kept_in_a_sandbox() -> Result<(), Failed> {
    let mut trial = Trial::new("/usr/lib/firefox-esr/firefox-esr", ".mozilla/firefox")?;
    trial.trust_all()?;
    let names = "pref(\"general.config.filename\", \"theirs.cfg\");\n\
                 pref(\"general.config.obscure_value\", 0);\n\
                 pref(\"general.config.sandbox_enabled\", true);\n";
    trial.sealed.write(PREFERENCES, names.as_bytes())?;
    let script = "// first\nlockPref(\"trial.theirs\", \"ran\");\n";
    trial.sealed.write(SCRIPT, script.as_bytes())?;
    let mut running = trial.start()?;
    same(
        "installed",
        &trial.seen(&mut running)?,
        &all("loaded", UNKNOWN, UNKNOWN),
    )?;
    running.quit()?;

    // Applied, but something is not covered: a profile created later.
    let said = trial.block(11)?;
    expect(
        said.contains("sandbox") && said.contains("data.safe.bin"),
        format!("the sandbox was not told: {said}"),
    )?;
    same(
        "script",
        &trial.shell(&format!("cat {SCRIPT}"))?.as_str(),
        &script.trim(),
    )?;
    let mut running = trial.start()?;
    same(
        "blocked",
        &trial.seen(&mut running)?,
        &all(REVOKED, UNKNOWN, UNKNOWN),
    )?;
    same(
        "theirs",
        &running.preference("trial.theirs")?.as_str(),
        &"ran",
    )?;
    running.quit()?;

    trial.anchorwatch(&["undo", "--apply"], 0)?;
    let mut running = trial.start()?;
    same(
        "taken back",
        &trial.seen(&mut running)?,
        &all("loaded", UNKNOWN, UNKNOWN),
    )?;
    running.quit()
}

pub(crate) fn thunderbird() -> Result<(), Failed> {
    let mut trial = Trial::new("/usr/lib/thunderbird/thunderbird-bin", ".thunderbird")?;
    trial.trust_all()?;
    let mut running = trial.start()?;
    same(
        "installed",
        &trial.seen(&mut running)?,
        &all("loaded", UNKNOWN, UNKNOWN),
    )?;
    running.quit()?;

    trial.block(0)?;
    trial.return_into_the_profile()?;
    let mut running = trial.start()?;
    let blocked = all(REVOKED, REVOKED, UNKNOWN);
    same("blocked", &trial.seen(&mut running)?, &blocked)?;
    let hidden = "security.certerror.hideAddException";
    same(hidden, &running.preference(hidden)?.as_str(), &"true")?;
    running.quit()?;

    let said = trial.anchorwatch(&["undo", "--verbose", "--apply"], 0)?;
    expect(
        said.contains("data.safe.bin"),
        format!("nothing was forgotten: {said}"),
    )?;
    let ours = trial.shell(
        "find /usr/lib/thunderbird/ /etc/thunderbird -name '*anchorwatch*' -o -name policies.json",
    )?;
    same("files", &ours.as_str(), &"")?;
    let mut running = trial.start()?;
    same(
        "taken back",
        &trial.seen(&mut running)?,
        &all("loaded", "loaded", UNKNOWN),
    )?;
    running.quit()
}
