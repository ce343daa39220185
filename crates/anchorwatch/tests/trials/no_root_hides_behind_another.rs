//! A certificate at the start of a file does not hide those behind it: the audit lists the real
//! programs that trust the second one, and they refuse it after a block.

use std::process::Stdio;

use anchorwatch_lab::{pki, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::world::{NAME, World, text, without_a_servers_own};

const NAMED: &str = "/srv/roots.pem";
const IMPOSED: &str = "/root/imposed.pem";

/// A program that opens the interceptor's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Program {
    Curl,
    Openssl,
    Python,
    Wget,
    Git,
}

impl Program {
    /// Whether it accepts the forged page, with the settings in this machine's files.
    fn is_fooled(self, world: &World, variables: &[(&str, &str)]) -> Result<bool, Failed> {
        let port = world.site.address().port();
        let page = format!("https://{NAME}:{port}/");
        let address = format!("127.0.0.1:{port}");
        let python = format!(
            "import ssl,socket\nssl.create_default_context().wrap_socket(\
             socket.create_connection(('127.0.0.1',{port}),10),server_hostname='{NAME}')"
        );
        let words: &[&str] = match self {
            Self::Curl => &["curl", "-sS", &page],
            Self::Openssl => &[
                "openssl",
                "s_client",
                "-verify_return_error",
                "-servername",
                NAME,
                "-connect",
                &address,
            ],
            Self::Python => &["/usr/bin/python3", "-c", &python],
            Self::Wget => &["wget", "-qO-", "--tries=1", &page],
            Self::Git => &["git", "ls-remote", &page],
        };
        let output = world
            .sealed
            .command_with(variables, "timeout")
            .arg("60")
            .args(words)
            .stdin(Stdio::null())
            .output()?;
        let said = text(&output);
        expect(
            output.status.code() != Some(124),
            format!("{self:?} does not end: {said}"),
        )?;
        // The page is not a repository, so git fails either way.
        Ok(match self {
            Self::Git => !said.to_lowercase().contains("certificate"),
            _ => output.status.success(),
        })
    }
}

fn expect_all(
    world: &World,
    programs: &[Program],
    variables: &[(&str, &str)],
    fooled: bool,
    when: &str,
) -> Result<(), Failed> {
    for program in programs {
        let got = program.is_fooled(world, variables)?;
        expect(
            got == fooled,
            format!("{when}: {program:?} is fooled: {got}, and not {fooled}"),
        )?;
    }
    Ok(())
}

/// The audit lists the imposed key in this store.
fn expect_listed(world: &World, store: &str) -> Result<(), Failed> {
    let document = world.json(&["audit"], 10)?;
    let findings = document["findings"].as_array().cloned().unwrap_or_default();
    let is_it = |one: &&Value| {
        let id = one["store_id"].as_str().unwrap_or_default();
        one["class"] == "suspected_family" && id.starts_with(store)
    };
    expect(
        findings.iter().any(|one| is_it(&one)),
        format!("not listed in {store}"),
    )
}

fn block(world: &World) -> Result<(), Failed> {
    world.expect_code(&["block", "--certificate", IMPOSED, "--apply"], 0)?;
    Ok(())
}

fn undo(world: &World) -> Result<(), Failed> {
    world.expect_code(&["undo", "--apply"], 0)?;
    Ok(())
}

fn world() -> Result<World, Failed> {
    let world = World::new()?;
    let hosts = world.sealed.command("cat").arg("/etc/hosts").output()?;
    let hosts = format!("{}\n127.0.0.1 {NAME}\n", text(&hosts));
    world.sealed.write("/etc/hosts", hosts.as_bytes())?;
    world
        .sealed
        .write(IMPOSED, world.imposed.pem().as_bytes())?;
    without_a_servers_own(&world.sealed)?;
    Ok(world)
}

fn public() -> Result<Vec<u8>, Failed> {
    let root = pki::public_root("ISRG Root X1");
    root.map(|root| root.to_vec())
        .ok_or_else(|| Failed::from("no such public root"))
}

fn front_and_pem(world: &World) -> Result<Vec<u8>, Failed> {
    Ok([&public()?[..], b"\n", world.imposed.pem().as_bytes()].concat())
}

/// Like an installer: the distribution's tool copies it into the bundle.
pub(crate) fn in_the_local_folder() -> Result<(), Failed> {
    let world = world()?;
    let programs = [
        Program::Curl,
        Program::Openssl,
        Program::Python,
        Program::Wget,
    ];
    let expect_fooled = |fooled, when: &str| expect_all(&world, &programs, &[], fooled, when);
    expect_fooled(false, "before")?;
    world.sealed.write(
        "/usr/local/share/ca-certificates/x.crt",
        &front_and_pem(&world)?,
    )?;
    world.update(&[])?;
    expect_fooled(true, "installed")?;
    for store in ["debian_bundle", "debian_local"] {
        expect_listed(&world, store)?;
    }
    block(&world)?;
    expect_fooled(false, "blocked")?;
    world.update(&["--fresh"])?;
    expect_fooled(false, "after an update")?;
    undo(&world)?;
    world.update(&[])?;
    expect_fooled(true, "after undo")?;
    world.expect_code(&["remove", "--certificate", IMPOSED, "--apply"], 0)?;
    world.update(&["--fresh"])?;
    expect_fooled(false, "removed")
}

/// Under the name by which OpenSSL finds the imposed root.
pub(crate) fn under_a_hash_name() -> Result<(), Failed> {
    let world = world()?;
    let programs = [Program::Openssl, Program::Python];
    let expect_fooled = |fooled, when: &str| expect_all(&world, &programs, &[], fooled, when);
    let asked = world
        .sealed
        .command("openssl")
        .args(["x509", "-noout", "-subject_hash", "-in", IMPOSED])
        .output()?;
    let path = format!("/etc/ssl/certs/{}.0", text(&asked).trim());
    let output = world
        .sealed
        .command("openssl")
        .args([
            "pkcs12", "-export", "-nokeys", "-passout", "pass:", "-in", IMPOSED,
        ])
        .output()?;
    let public = public()?;
    let (imposed, pkcs12) = (world.imposed.der(), output.stdout);
    let public_pem = pki::certificate_pem(&public);
    let public_pem = public_pem.as_bytes();
    for (name, content) in [
        ("DER, DER", [&public[..], imposed].concat()),
        ("PEM, DER", [public_pem, imposed].concat()),
        ("DER, PKCS #12", [&public[..], &pkcs12].concat()),
    ] {
        expect_fooled(false, name)?;
        world.sealed.write(&path, &content)?;
        expect_fooled(true, name)?;
        expect_listed(&world, "debian_directory")?;
        block(&world)?;
        expect_fooled(false, &format!("{name}, blocked"))?;
        undo(&world)?;
        expect_fooled(true, &format!("{name}, after undo"))?;
        world.sealed.command("rm").arg(&path).status()?;
    }
    what_cannot_be_read_is_withheld(&world, &path)
}

/// OpenSSL accepts a certificate whose outer length is indefinite. This program does not; it
/// reports the file, and withholds it if only known roots are allowed.
fn what_cannot_be_read_is_withheld(world: &World, path: &str) -> Result<(), Failed> {
    let programs = [Program::Openssl, Program::Python];
    let body = world.imposed.der().get(4..).unwrap_or_default();
    let endless = [&[0x30, 0x80], body, &[0, 0]].concat();
    let content = [&public()?[..], &endless].concat();
    world.sealed.write(path, &content)?;
    expect_all(world, &programs, &[], true, "BER")?;
    let document = world
        .json(&["audit"], 11)
        .or_else(|_| world.json(&["audit"], 10))?;
    let named = document["not_checked"].to_string();
    expect(
        named.contains("neither PEM nor a certificate"),
        format!("not named: {named}"),
    )?;
    world.expect_code(&["block", "--certificate", IMPOSED, "--apply"], 11)?;
    undo(world)?;
    world.expect_code(&["block", "--unlisted", "--apply"], 0)?;
    expect_all(world, &programs, &[], false, "BER, with --unlisted")?;
    // A link to our rejecting certificate may have that name now.
    let shown = || -> Result<Vec<u8>, Failed> {
        Ok(world.sealed.command("cat").arg(path).output()?.stdout)
    };
    expect(shown()? != content, "the file is still there")?;
    undo(world)?;
    expect_all(world, &programs, &[], true, "BER, after undo")?;
    expect(shown()? == content, "the file is another")
}

/// In a file named by settings, each program by its own setting.
pub(crate) fn in_a_file_that_settings_name() -> Result<(), Failed> {
    let world = world()?;
    // A git built from source looks for its configuration elsewhere.
    let variables = [
        ("CURL_CA_BUNDLE", NAMED),
        ("SSL_CERT_FILE", NAMED),
        ("GIT_CONFIG_SYSTEM", "/etc/gitconfig"),
    ];
    let programs = [
        Program::Curl,
        Program::Openssl,
        Program::Python,
        Program::Git,
        Program::Wget,
    ];
    let expect_fooled =
        |fooled, when: &str| expect_all(&world, &programs, &variables, fooled, when);
    let environment = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].map(|name| format!("{name}={NAMED}\n"));
    for (path, content) in [
        ("/etc/environment", environment.concat()),
        ("/etc/gitconfig", format!("[http]\n\tsslCAInfo = {NAMED}\n")),
        ("/etc/wgetrc", format!("ca_certificate = {NAMED}\n")),
    ] {
        world.sealed.write(path, content.as_bytes())?;
    }
    let other = pki::public_root("GTS Root R4").map(|root| pki::certificate_pem(&root));
    let other = other.unwrap_or_default();
    world.sealed.write(NAMED, other.as_bytes())?;
    expect_fooled(false, "before")?;
    let content = [&front_and_pem(&world)?[..], other.as_bytes()].concat();
    world.sealed.write(NAMED, &content)?;
    expect_fooled(true, "named")?;
    expect_listed(&world, "named_file")?;
    block(&world)?;
    expect_fooled(false, "blocked")?;
    let left = world.sealed.command("cat").arg(NAMED).output()?;
    let expected = [&public()?[..], b"\n", other.as_bytes()].concat();
    expect(left.stdout == expected, "the rest is not byte for byte")?;
    undo(&world)?;
    let back = world.sealed.command("cat").arg(NAMED).output()?;
    expect(back.stdout == content, "undo left another file")?;
    expect_fooled(true, "after undo")
}
