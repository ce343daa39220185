//! The whole story: a re-keyed root of the ISCA family is imposed, seen, judged, found and
//! refused, and the refusal is undone.

use anchorwatch_lab::{
    Root, Site,
    sealed::Snapshot,
    tree::{NssAnchor, nss_database},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::world::{NAME, PRIVATE_NAME, TOUCHED, World, text};

pub(crate) fn run() -> Result<(), Failed> {
    let machine_before = Snapshot::of_machine(&["/etc/ssl", "/usr/local/share/ca-certificates"])?;
    let world = World::new()?;
    expect(
        world.curl(&world.site, NAME)? == Some(60),
        "curl trusts a root that is not installed",
    )?;
    let company = Root::company("Example Works Inspection Root")?;
    let company_site = Site::start(company.issue(&[PRIVATE_NAME])?)?;
    world.install("works", &company)?;
    world.install("gov", &world.imposed)?;
    expect(
        world.curl(&world.site, NAME)? == Some(0),
        "curl is not fooled by the installed root",
    )?;

    check_and_verdict(&world)?;
    audit(&world)?;
    verify(&world)?;
    block_and_undo(&world, &company_site)?;

    drop(world);
    let difference = machine_before.diff(&Snapshot::of_machine(&[
        "/etc/ssl",
        "/usr/local/share/ca-certificates",
    ])?);
    expect(
        difference.is_empty(),
        format!("the machine itself was changed: {difference}"),
    )
}

fn check_and_verdict(world: &World) -> Result<(), Failed> {
    let address = world.site.address().to_string();
    let seen = world.json(
        &[
            "check",
            NAME,
            "--address",
            &address,
            "--evidence",
            "seen.json",
        ],
        10,
    )?;
    let target = &seen["targets"][0];
    expect(
        target["verdict"] == "intercepted",
        format!("check: {target}"),
    )?;
    let has = |id: &str| {
        target["rules"]
            .as_array()
            .is_some_and(|rules| rules.iter().any(|rule| rule["id"] == id))
    };
    expect(
        has("local_root_for_public_name") && has("family_match"),
        format!("rules: {target}"),
    )?;
    expect(
        target["against"]
            .as_array()
            .is_some_and(|against| !against.is_empty()),
        "nothing speaks against it",
    )?;
    expect(
        target["believed_by"]
            .as_array()
            .is_some_and(|programs| programs.iter().any(|one| one == "curl")),
        format!("believed by: {target}"),
    )?;
    // Which programs believe it is a question to the machine, and not to the evidence.
    let mut of_evidence = seen.clone();
    of_evidence["targets"][0]["believed_by"] = Value::Null;
    let again = world.json(&["verdict", "seen.json"], 10)?;
    expect(again == of_evidence, format!("judged again: {again}"))
}

fn audit(world: &World) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let anchor = NssAnchor {
        certificate: world.imposed.der(),
        trust_flags: "C,,",
        nickname: "imposed",
    };
    nss_database(&folder.path().join("nssdb"), &[anchor])?;
    let database = std::fs::read(folder.path().join("nssdb/cert9.db"))?;
    world.sealed.write("/root/.pki/nssdb/cert9.db", &database)?;

    let found = world.json(&["audit", "--root", "/"], 10)?;
    let class_in = |store: &str, subject: &str| -> Option<Value> {
        let findings = found["findings"].as_array()?;
        let matching = findings.iter().find(|finding| {
            finding["store_id"] == store
                && finding["subject"]
                    .as_str()
                    .is_some_and(|text| text.contains(subject))
        })?;
        Some(matching.clone())
    };
    let bundle = class_in("debian_bundle", "ISCA").unwrap_or_default();
    expect(
        bundle["class"] == "suspected_family",
        format!("bundle: {bundle}"),
    )?;
    expect(
        lists(&bundle, "curl") && lists(&bundle, "git"),
        format!("bundle: {bundle}"),
    )?;
    let nss = class_in("nss:/root/.pki/nssdb/cert9.db", "ISCA").unwrap_or_default();
    expect(
        nss["class"] == "suspected_family" && lists(&nss, "chromium"),
        format!("nss: {nss}"),
    )?;
    let company = class_in("debian_bundle", "Example Works").unwrap_or_default();
    expect(company["class"] == "unknown", format!("company: {company}"))
}

fn lists(finding: &Value, client: &str) -> bool {
    finding["effective_for"]
        .as_array()
        .is_some_and(|clients| clients.iter().any(|one| one == client))
}

fn verify(world: &World) -> Result<(), Failed> {
    let chain = world.imposed.issue(&[NAME, PRIVATE_NAME])?;
    world
        .sealed
        .write("/root/chain.pem", chain.pem().as_bytes())?;
    let refused = world.json(&["verify", "--host", NAME, "/root/chain.pem"], 10)?;
    expect(
        refused["reason_code"] == "local_anchor_for_public_name",
        refused.to_string(),
    )?;
    let trusted = world.json(&["verify", "--host", PRIVATE_NAME, "/root/chain.pem"], 0)?;
    expect(
        trusted["anchor"]["via"] == "local_private_name",
        trusted.to_string(),
    )?;
    what_the_owner_refuses(world)?;
    what_the_owner_calls_private(world)
}

/// A zone that the owner declares private is private, and no other. A setting that is not
/// understood changes nothing.
fn what_the_owner_calls_private(world: &World) -> Result<(), Failed> {
    let names = ["wiki.works.example", NAME];
    let chain = world.imposed.issue(&names)?;
    world
        .sealed
        .write("/root/works.pem", chain.pem().as_bytes())?;
    let verify = |name: &'static str| ["verify", "--host", name, "/root/works.pem"];
    let set = |scope: &str| {
        let text = format!("[names]\nprivate = [\"{scope}\"]\n");
        let settings = "/etc/anchorwatch/config.toml";
        world.sealed.write(settings, text.as_bytes())
    };
    world.json(&verify(names[0]), 10)?;
    set("works.example")?;
    world.json(&verify(names[0]), 0)?;
    world.json(&verify(names[1]), 10)?;
    set("kz")?;
    world.expect_code(&verify(names[0]), 1)?;
    let remove = ["-f", "/etc/anchorwatch/config.toml"];
    world.sealed.command("rm").args(remove).output()?;
    Ok(())
}

/// A key on this machine's own list is refused everywhere, here as a server's key. Another
/// server's key under the same root is not.
fn what_the_owner_refuses(world: &World) -> Result<(), Failed> {
    let other = world.imposed.issue(&[PRIVATE_NAME])?;
    world
        .sealed
        .write("/root/other.pem", other.pem().as_bytes())?;
    world.expect_code(&["block", "--certificate", "/root/chain.pem", "--apply"], 0)?;
    let refused = world.json(&["verify", "--host", PRIVATE_NAME, "/root/chain.pem"], 10)?;
    let deciding = &refused["deciding"];
    expect(
        deciding["rule_id"] == "distrusted_key" && deciding["entry_source"] == "owner",
        refused.to_string(),
    )?;
    world.json(&["verify", "--host", PRIVATE_NAME, "/root/other.pem"], 0)?;
    world.expect_code(&["undo", "--apply"], 0)?;
    world.json(&["verify", "--host", PRIVATE_NAME, "/root/chain.pem"], 0)?;
    Ok(())
}

fn block_and_undo(world: &World, company_site: &Site) -> Result<(), Failed> {
    let before = world.snapshot()?;
    world.expect_code(&["block", "--class", "suspected_family"], 12)?;
    let difference = before.diff(&world.snapshot()?);
    expect(
        difference.is_empty(),
        format!("a plan changed something: {difference}"),
    )?;

    let applied = world.expect_code(&["block", "--class", "suspected_family", "--apply"], 0)?;
    expect(
        world.curl(&world.site, NAME)? == Some(60),
        format!("curl is fooled after the block: {}", text(&applied)),
    )?;
    expect(
        world.curl(company_site, PRIVATE_NAME)? == Some(0),
        "the company's root stopped working",
    )?;

    world.expect_code(&["undo", "--apply"], 0)?;
    let difference = before.diff(&world.snapshot()?);
    expect(
        difference.is_empty(),
        format!("not brought back in {TOUCHED:?}: {difference}"),
    )?;
    expect(
        world.curl(&world.site, NAME)? == Some(0),
        "the root is not trusted again after undo",
    )
}
