//! If a policy of the real browser refuses a key, the audit lists the browser for no store:
//! neither the NSS database nor its own certificate manager. A list that a later file empties
//! blocks nothing. A recommended policy is a block to the browser but not to the audit, because
//! a user's preference overrides it.

use anchorwatch_lab::trial::expect;
use data_encoding::{BASE64, HEXLOWER};
use libtest_mimic::Failed;
use serde_json::json;

use crate::{
    chromium_obeys_what_audit_reads::{Browser, DATABASE},
    world::text,
};

const NSS: &str = "/root/.pki/nssdb";
const OURS: &str = "/etc/chromium/policies/managed/zz-ours";
const LATER: &str = "/etc/chromium/policies/managed/zzz-later";
const RECOMMENDED: &str = "/etc/chromium/policies/recommended/zz-ours";
const OTHER_BROWSER: &str = "/etc/opt/chrome/policies/managed/empty";

pub(crate) fn run() -> Result<(), Failed> {
    let browser = Browser::new()?;
    install(&browser)?;
    let nss = format!("nss:{NSS}/cert9.db");
    agreed(&browser, "the database alone", true, &[&nss])?;

    let twin = BASE64.encode(browser.imposed.reissued()?.der());
    let refusal = json!({"CADistrustedCertificates": [twin]}).to_string();
    browser.sealed.write(OURS, refusal.as_bytes())?;
    agreed(&browser, "a refused key", false, &[&nss])?;
    // Another browser reads the same database but not this policy.
    browser.sealed.write(OTHER_BROWSER, b"{}")?;
    expect_trusting_programs(&browser, "two browsers", &nss, &["chromium"])?;
    browser
        .sealed
        .write(OTHER_BROWSER.replace("empty", "zz"), refusal.as_bytes())?;
    expect_trusting_programs(&browser, "two browsers with the policy", &nss, &[])?;

    let manager = format!("chromium_server_certificates:{DATABASE}");
    let root = HEXLOWER.encode(browser.imposed.der());
    let insert = format!("INSERT INTO certificates VALUES ('', x'{root}', x'0a020803')");
    browser.sqlite(&insert)?;
    agreed(&browser, "a refused key in both", false, &[&nss, &manager])?;

    let off = json!({"CAPlatformIntegrationEnabled": false}).to_string();
    browser.sealed.write(OURS, off.as_bytes())?;
    browser
        .sealed
        .write(OTHER_BROWSER.replace("empty", "zz"), off.as_bytes())?;
    expect_trusting_programs(&browser, "no platform", &nss, &[])?;
    agreed(&browser, "the certificate manager", true, &[&manager])?;
    browser.sqlite("DELETE FROM certificates")?;
    agreed(&browser, "no platform", false, &[&nss])?;

    browser.sealed.write(OURS, refusal.as_bytes())?;
    let empty = json!({"CADistrustedCertificates": []}).to_string();
    browser.sealed.write(LATER, empty.as_bytes())?;
    agreed(&browser, "a list that was emptied", true, &[&nss])?;
    browser.sealed.write(OURS, b"{}")?;
    browser.sealed.write(LATER, b"{}")?;
    browser.sealed.write(RECOMMENDED, refusal.as_bytes())?;
    expect(!browser.is_fooled()?, "a recommended list is not obeyed")?;
    expect_trusting_programs(&browser, "a recommended list", &nss, &["chromium"])
}

/// Adds the root to the browsers' shared database with certutil.
fn install(browser: &Browser) -> Result<(), Failed> {
    browser.sealed.write(
        format!("{NSS}/imposed.pem"),
        browser.imposed.pem().as_bytes(),
    )?;
    let database = format!("sql:{NSS}");
    let file = format!("{NSS}/imposed.pem");
    let add = ["-A", "-n", "imposed", "-t", "C,,", "-i", &file];
    for args in [&["-N", "--empty-password"][..], &add] {
        let output = browser
            .sealed
            .command("certutil")
            .args(["-d", &database])
            .args(args)
            .output()?;
        expect(output.status.success(), text(&output))?;
    }
    Ok(())
}

/// Whether the page loads matches the audit's answer for these stores.
fn agreed(browser: &Browser, what: &str, is_fooled: bool, stores: &[&str]) -> Result<(), Failed> {
    expect(
        browser.is_fooled()? == is_fooled,
        format!("{what}: the browser does not behave as expected"),
    )?;
    let trusting_programs: &[&str] = if is_fooled { &["chromium"] } else { &[] };
    for store in stores {
        expect_trusting_programs(browser, what, store, trusting_programs)?;
    }
    Ok(())
}

fn expect_trusting_programs(
    browser: &Browser,
    what: &str,
    store: &str,
    trusting_programs: &[&str],
) -> Result<(), Failed> {
    let found = browser.findings(store)?;
    let is_as_expected = |finding: &serde_json::Value| {
        finding["class"] == "suspected_family"
            && finding["effective_for"] == json!(trusting_programs)
    };
    expect(
        !found.is_empty() && found.iter().all(is_as_expected),
        format!("{what}: {store} is to be trusted by {trusting_programs:?}: {found:?}"),
    )
}
