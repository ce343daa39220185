//! With `block --unlisted --hold-out`, an unlisted root is refused as soon as it is installed. A company's
//! consented root works until its consent ends, and undo restores everything.

use anchorwatch_lab::{Root, Site, sealed::Snapshot, trial::expect};
use libtest_mimic::Failed;

use crate::world::{NAME, World, without_a_servers_own};

const CONSENTS: &str = "/etc/anchorwatch/consent.toml";
const COMPANY_NAME: &str = "www.works.example";

struct Company {
    root: Root,
    site: Site,
}

impl Company {
    fn new() -> Result<Self, Failed> {
        let root = Root::company("Example Works Inspection")?;
        let site = Site::start(root.issue(&[COMPANY_NAME, NAME])?)?;
        Ok(Self { root, site })
    }
}

fn is_fooled(
    world: &World,
    site: &Site,
    name: &str,
    expected: bool,
    when: &str,
) -> Result<(), Failed> {
    let got = world.curl(site, name)?;
    let wanted = if expected { Some(0) } else { Some(60) };
    expect(
        got == wanted,
        format!("{when}: curl ended with {got:?}, not {wanted:?}"),
    )
}

fn consent(world: &World) -> Result<(), Failed> {
    let file = "/usr/local/share/ca-certificates/works.crt";
    let days = anchorwatch_lab::clock::now_unix_s() + 30 * 24 * 60 * 60;
    let until = anchorwatch_identity::UnixSeconds::new(days).to_string();
    let args = [
        "consent",
        "add",
        "--certificate",
        file,
        "--for",
        "works.example",
    ];
    let terms = [
        "--until", &until, "--by", "M. Owner", "--why", "a trial", "--apply",
    ];
    world.expect_code(&[&args[..], &terms].concat(), 0)?;
    Ok(())
}

/// The machine's clock is real, so move the consent into the past.
fn expire(world: &World) -> Result<(), Failed> {
    let expression = "s/^not-before = .*/not-before = \"2020-01-01T00:00:00Z\"/; s/^until = .*/until = \"2020-12-31T00:00:00Z\"/";
    let status = world
        .sealed
        .command("sed")
        .args(["-i", expression, CONSENTS])
        .status()?;
    expect(status.success(), "sed")
}

/// A re-keyed root that no list knows, with a name that no family has.
fn zero_day(world: &World) -> Result<(), Failed> {
    let newcomer = Root::company("Completely New Authority")?;
    let site = Site::start(newcomer.issue(&[NAME])?)?;
    world.install("newcomer", &newcomer)?;
    is_fooled(
        world,
        &site,
        NAME,
        false,
        "a newcomer is trusted once it is installed",
    )?;
    world.update(&["--fresh"])?;
    is_fooled(
        world,
        &site,
        NAME,
        false,
        "a newcomer is trusted after a fresh update",
    )?;
    let rekeyed = newcomer.rekeyed()?;
    let second = Site::start(rekeyed.issue(&[NAME])?)?;
    world.install("rekeyed", &rekeyed)?;
    is_fooled(
        world,
        &second,
        NAME,
        false,
        "a re-keyed newcomer is trusted",
    )?;
    is_fooled(
        world,
        &world.site,
        NAME,
        false,
        "the suspected root is trusted",
    )
}

fn differences(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let difference = before.diff(after);
    // Java's own hook rebuilds its keystore with other dates inside.
    let paths = difference.paths().into_iter();
    paths
        .map(|path| path.display().to_string())
        .filter(|path| !path.starts_with("/etc/ssl/certs/java"))
        .collect()
}

/// A stock system has only the package's roots, so little else is withheld; this machine may
/// have local roots of its own.
fn block(world: &World) -> Result<(), Failed> {
    let plan = world.json(&["block", "--unlisted", "--hold-out", "--apply"], 0)?;
    let held_out = plan["held_out"].as_array().map_or(&[][..], Vec::as_slice);
    let is_suspected = |held: &serde_json::Value| {
        let subject = held["subject"].as_str();
        subject.is_some_and(|subject| subject.contains("ISCA"))
    };
    expect(
        held_out.iter().any(is_suspected) && held_out.len() < 40,
        format!("held out: {plan}"),
    )
}

/// A server's own certificate keeps its file, and a file named by a setting keeps its content.
/// Programs still trust them, so the block names them and does not report success.
fn what_stays_trusted_is_no_success(world: &World) -> Result<(), Failed> {
    const OWN: &str = "/etc/ssl/certs/own.pem";
    const NAMED: &str = "/srv/named.pem";
    without_a_servers_own(&world.sealed)?;
    let script = format!(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out {OWN} -days 9 \
         -subj /CN=localhost -addext subjectAltName=DNS:localhost \
         -addext basicConstraints=critical,CA:FALSE"
    );
    let made = world.sealed.command("sh").args(["-c", &script]).output()?;
    expect(made.status.success(), crate::world::text(&made))?;
    let newcomer = Root::company("Named Authority")?;
    world.sealed.write(NAMED, newcomer.pem().as_bytes())?;
    let environment = std::fs::read_to_string("/etc/environment").unwrap_or_default();
    let with_named = format!("{environment}\nSSL_CERT_FILE={NAMED}\n");
    world
        .sealed
        .write("/etc/environment", with_named.as_bytes())?;
    let said = |paths: [bool; 2], code: i32| -> Result<(), Failed> {
        let plan = world.json(&["block", "--unlisted", "--hold-out", "--apply"], code)?;
        let told = plan["not_refused"].to_string();
        let got = [OWN, NAMED].map(|path| told.contains(path));
        expect(got == paths, format!("not refused: {told}"))?;
        world.expect_code(&["undo", "--apply"], 0)?;
        Ok(())
    };
    said([true, true], 11)?;
    world
        .sealed
        .write("/etc/environment", environment.as_bytes())?;
    said([true, false], 11)?;
    let gone = world.sealed.command("rm").args([OWN, NAMED]).status()?;
    expect(gone.success(), "rm of the two")?;
    said([false, false], 0)
}

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    what_stays_trusted_is_no_success(&world)?;
    let company = Company::new()?;
    world.install("works", &company.root)?;
    world.install("gov", &world.imposed)?;
    is_fooled(&world, &company.site, COMPANY_NAME, true, "before")?;
    let before = world.snapshot()?;
    consent(&world)?;
    block(&world)?;
    is_fooled(
        &world,
        &company.site,
        COMPANY_NAME,
        true,
        "consented, after the block",
    )?;
    zero_day(&world)?;
    is_fooled(
        &world,
        &company.site,
        COMPANY_NAME,
        true,
        "consented, after updates",
    )?;

    expire(&world)?;
    is_fooled(
        &world,
        &company.site,
        COMPANY_NAME,
        true,
        "expired, before the next update",
    )?;
    world.update(&[])?;
    is_fooled(
        &world,
        &company.site,
        COMPANY_NAME,
        false,
        "expired, after the next update",
    )?;

    for stem in ["newcomer", "rekeyed"] {
        let file = format!("/usr/local/share/ca-certificates/{stem}.crt");
        expect(
            world.sealed.command("rm").arg(&file).status()?.success(),
            "rm",
        )?;
    }
    // It was changed by hand, so undo would refuse to revert it.
    let status = world.sealed.command("rm").arg(CONSENTS).status()?;
    expect(status.success(), "rm of the consents")?;
    world.expect_code(&["undo", "--apply"], 0)?;
    is_fooled(&world, &company.site, COMPANY_NAME, true, "after undo")?;
    is_fooled(
        &world,
        &world.site,
        NAME,
        true,
        "the imposed root, after undo",
    )?;
    let left = differences(&before, &world.snapshot()?);
    expect(left.is_empty(), format!("not brought back: {left:?}"))
}
