//! The real Firefox obeys policies and AutoConfig and writes its database, and the audit reads
//! what it wrote. What Debian ships is no finding.

use std::process::Output;

use anchorwatch_lab::{Root, Sealed, trial::expect};
use libtest_mimic::Failed;
use serde_json::{Value, json};

const POLICIES: &str = "/etc/firefox/policies/policies.json";
const PREFS: &str = "/usr/lib/firefox-esr/defaults/pref/local.js";
const SCRIPT: &str = "/usr/lib/firefox-esr/local.cfg";
const HOME: &str = "/srv/trial";

struct Browser {
    sealed: Sealed,
}

impl Browser {
    /// A machine with one more user, who has not used Firefox yet.
    fn new() -> Result<Self, Failed> {
        let browser = Self {
            sealed: Sealed::new()?,
        };
        let users = browser.shell("cat /etc/passwd; mkdir -p /srv/trial")?;
        // With root's user ID, so that the audit reads the home in its own process.
        let users = format!("{users}\ntrial:x:0:0::{HOME}:/bin/sh\n");
        browser.sealed.write("/etc/passwd", users.as_bytes())?;
        Ok(browser)
    }

    /// Starts it without a network and quits it normally.
    fn start(&self) -> Result<(), Failed> {
        let home = [("HOME", HOME)];
        let output = self
            .sealed
            .command_with(&home, "unshare")
            .args(["--net", "--", "timeout", "--kill-after=5", "600"])
            .args([
                "/usr/lib/firefox-esr/firefox-esr",
                "--no-remote",
                "--headless",
            ])
            .args(["--screenshot", "/srv/trial/seen.png", "about:blank"])
            .output()?;
        let code = output.status.code();
        expect(code == Some(0), format!("firefox ended with {code:?}"))
    }

    fn shell(&self, script: &str) -> Result<String, Failed> {
        let output = self.sealed.command("sh").args(["-c", script]).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn audit(&self) -> Result<Value, Failed> {
        let output: Output = self
            .sealed
            .command(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(["audit", "--root", "/", "--format", "json"])
            .output()?;
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

pub(crate) fn run() -> Result<(), Failed> {
    let browser = Browser::new()?;
    browser.start()?;
    let document = browser.audit()?;
    expect(
        of_mozilla(&document, "findings").is_empty(),
        format!("stock files: {:?}", of_mozilla(&document, "findings")),
    )?;
    expect(
        !of_mozilla(&document, "stores").is_empty(),
        "the new profile was not read",
    )?;
    let unread = document["not_checked"].to_string();
    expect(!unread.contains(HOME), format!("unread: {unread}"))?;

    let imposed = Root::isca_like()?;
    let policies = json!({"policies": {"Certificates": {"Install": ["imposed.pem"]}}});
    let place = "/usr/lib/mozilla/certificates/imposed.pem";
    browser.sealed.write(place, imposed.pem().as_bytes())?;
    browser
        .sealed
        .write(POLICIES, policies.to_string().as_bytes())?;
    let names = "pref(\"general.config.filename\", \"local.cfg\");\n";
    browser.sealed.write(PREFS, names.as_bytes())?;
    let script = "// first\npref(\"trial.ran\", true);\nlockPref(\"network.proxy.type\", 1);\nlockPref(\"network.proxy.ssl\", \"127.0.0.1\");\n";
    let obscured: Vec<u8> = script.bytes().map(|octet| octet.wrapping_add(13)).collect();
    browser.sealed.write(SCRIPT, &obscured)?;
    browser.start()?;

    let ran = browser.shell("grep -hr --include=prefs.js trial.ran /srv/trial")?;
    expect(ran.contains("true"), "the script of AutoConfig did not run")?;
    let document = browser.audit()?;
    let found = of_mozilla(&document, "findings");
    for prefix in [
        "firefox_policy:/etc/firefox",
        // In .mozilla/firefox, or since Firefox 147 in .config/mozilla/firefox.
        "nss:/srv/trial/.",
    ] {
        let is_it = |one: &Value| {
            one["store_id"]
                .as_str()
                .is_some_and(|id| id.starts_with(prefix))
                && one["class"] == "suspected_family"
                && one["effective_for"] == json!(["firefox"])
        };
        expect(found.iter().any(is_it), format!("{prefix}: {found:?}"))?;
    }
    let is_proxy = |one: &Value| {
        one["kind"] == "proxy_configured"
            && one["store_id"] == "firefox_autoconfig:/usr/lib/firefox-esr/local.cfg"
    };
    expect(found.iter().any(is_proxy), format!("proxy: {found:?}"))
}

/// Only entries about this user and Firefox's own files, whatever else the machine has.
fn of_mozilla(document: &Value, list: &str) -> Vec<Value> {
    let key = if list == "stores" { "id" } else { "store_id" };
    let all = document[list].as_array().into_iter().flatten();
    let is_ours = |one: &&Value| {
        one[key]
            .as_str()
            .is_some_and(|id| id.contains(HOME) || id.contains("/firefox"))
    };
    all.filter(is_ours)
        .filter(|one| !one[key].to_string().contains(":/home/"))
        .cloned()
        .collect()
}
