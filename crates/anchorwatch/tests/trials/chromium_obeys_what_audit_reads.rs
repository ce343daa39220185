//! The real browser trusts what the audit says it trusts: a root in its own certificate
//! manager, a root in a policy, and a switch in its wrapper's folder. A fresh installation and
//! a fresh profile give no finding.

use anchorwatch_lab::{Root, Sealed, Site, trial::expect};
use data_encoding::{BASE64, HEXLOWER};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::world::{NAME, text};

const PROFILES: &str = "/root/.config/chromium";
pub(crate) const DATABASE: &str = "/root/.config/chromium/Default/ServerCertificate";
const POLICY: &str = "/etc/chromium/policies/recommended/.hidden";
const OVERRIDE: &str = "/etc/chromium/policies/managed/a";
const WRAPPER: &str = "/etc/chromium.d/zz-started";

pub(crate) fn run() -> Result<(), Failed> {
    let browser = Browser::new()?;
    let store = format!("chromium_server_certificates:{DATABASE}");
    expect(!browser.is_fooled()?, "the page loads without a root")?;
    fresh(&browser, &store)?;

    let root = HEXLOWER.encode(browser.imposed.der());
    let insert = format!("INSERT INTO certificates VALUES ('', x'{root}', x'0a020803')");
    browser.sqlite(&insert)?;
    expect(
        browser.is_fooled()?,
        "the certificate manager is not obeyed",
    )?;
    browser.expect_trusted(&store)?;
    browser.sqlite("DELETE FROM certificates")?;

    let root = BASE64.encode(browser.imposed.der());
    let policy = format!("/* ours */ {{\"CACertificates\": [\"{root}\",],}}");
    browser.sealed.write(POLICY, policy.as_bytes())?;
    expect(browser.is_fooled()?, "the policy is not obeyed")?;
    browser.expect_trusted(&format!("chromium_policy:{POLICY}"))?;

    browser
        .sealed
        .write(OVERRIDE, b"{\"CACertificates\": []}")?;
    expect(!browser.is_fooled()?, "an overridden policy is obeyed")?;
    let found = browser.findings(&format!("chromium_policy:{POLICY}"))?;
    let trusting_programs: Vec<&Value> = found.iter().map(|one| &one["effective_for"]).collect();
    expect(
        trusting_programs == [&Value::Array(Vec::new())],
        format!("an overridden policy: {found:?}"),
    )?;

    let flags = b"export CHROMIUM_FLAGS=\"$CHROMIUM_FLAGS --ignore-certificate-errors\"\n";
    browser.sealed.write(WRAPPER, flags)?;
    expect(browser.is_fooled()?, "the switch is not obeyed")?;
    let found = browser.findings(&format!("settings:{WRAPPER}"))?;
    expect(
        found.len() == 1 && found[0]["reasons"][0]["code"] == "browser_switch",
        format!("the switch: {found:?}"),
    )
}

/// The browser has created its profile: our reader knows its database format, and neither the
/// database nor the package's files are a finding.
fn fresh(browser: &Browser, store: &str) -> Result<(), Failed> {
    let schema = browser.sqlite(".schema certificates")?;
    expect(
        schema.contains("der_cert BLOB NOT NULL,trust_settings BLOB NOT NULL"),
        format!("the database is another one: {schema}"),
    )?;
    let document = browser.audit()?;
    let stores = document["stores"].as_array().cloned().unwrap_or_default();
    let made = stores.iter().find(|one| one["id"] == store);
    expect(
        made.is_some_and(|made| made["error"].is_null() && made["anchor_count"] == 0),
        format!("the fresh profile: {made:?}"),
    )?;
    let is_ours = |id: &Value| {
        let id = id.as_str().unwrap_or_default();
        let places = [
            "chromium_",
            "settings:/etc/chromium",
            "settings:/etc/xdg",
            "settings:/usr/share/applications",
        ];
        places.iter().any(|place| id.starts_with(place))
    };
    let accused = document["findings"].as_array().cloned().unwrap_or_default();
    let accused: Vec<_> = accused
        .iter()
        .filter(|one| is_ours(&one["store_id"]))
        .collect();
    expect(accused.is_empty(), format!("stock files: {accused:?}"))?;
    let unread = document["not_checked"].to_string();
    expect(
        !unread.contains(PROFILES),
        format!("the fresh profile is not read: {unread}"),
    )
}

pub(crate) struct Browser {
    pub(crate) sealed: Sealed,
    pub(crate) imposed: Root,
    site: Site,
}

impl Browser {
    pub(crate) fn new() -> Result<Self, Failed> {
        Self::with(Root::isca_like()?)
    }

    pub(crate) fn with(imposed: Root) -> Result<Self, Failed> {
        let site = Site::builder(imposed.issue(&[NAME])?).titled("the forged page");
        Ok(Self {
            sealed: Sealed::new()?,
            site: site.start()?,
            imposed,
        })
    }

    /// Whether the interceptor's page loads in a freshly started browser.
    pub(crate) fn is_fooled(&self) -> Result<bool, Failed> {
        let output = self
            .sealed
            .command_with(&[("HOME", "/root")], "timeout")
            .args([
                "600",
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args(["--disable-sync", "--no-first-run"])
            .arg(format!("--user-data-dir={PROFILES}"))
            .arg(format!(
                "--host-resolver-rules=MAP {NAME} {}",
                self.site.address()
            ))
            .arg("--dump-dom")
            .arg(format!("https://{NAME}/"))
            .output()?;
        let page = String::from_utf8_lossy(&output.stdout);
        let is_loaded = page.contains("the forged page");
        // If neither appears, the browser did not start. Version 148 shows its error page,
        // version 156 writes the error next to it.
        expect(
            is_loaded || text(&output).contains("ERR_CERT_AUTHORITY_INVALID"),
            format!(
                "the browser shows neither page nor refusal: {}",
                text(&output)
            ),
        )?;
        Ok(is_loaded)
    }

    pub(crate) fn sqlite(&self, statement: &str) -> Result<String, Failed> {
        let output = self
            .sealed
            .command("sqlite3")
            .args([DATABASE, statement])
            .output()?;
        expect(output.status.success(), text(&output))?;
        Ok(text(&output))
    }

    /// The machine may have roots of its own, so any exit code is accepted.
    fn audit(&self) -> Result<Value, Failed> {
        let output = self
            .sealed
            .command(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(["audit", "--format", "json"])
            .output()?;
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    pub(crate) fn findings(&self, store: &str) -> Result<Vec<Value>, Failed> {
        let document = self.audit()?;
        let findings = document["findings"].as_array().cloned().unwrap_or_default();
        let is_there = |finding: &Value| finding["store_id"] == store;
        Ok(findings.into_iter().filter(is_there).collect())
    }

    fn expect_trusted(&self, store: &str) -> Result<(), Failed> {
        let found = self.findings(store)?;
        let is_trusted = |finding: &Value| {
            finding["class"] == "suspected_family"
                && finding["effective_for"] == serde_json::json!(["chromium"])
        };
        expect(
            found.iter().any(is_trusted),
            format!("{store} is trusted and not reported so: {found:?}"),
        )
    }
}
