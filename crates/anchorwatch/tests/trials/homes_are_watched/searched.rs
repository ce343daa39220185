//! What only a search finds, in a home in which a build writes without end, and outside homes.

use anchorwatch_lab::{Root, systemd::Manager, trial::expect};
use libtest_mimic::Failed;

use super::{Loop, as_user, shell, until};
use crate::world::{World, text};

/// A build: folders and files that come and go.
const BUILD: &str = "cd ~ && while :; do mkdir -p build/a/b/c build/d; \
                     for i in 1 2 3 4 5 6 7 8 9; do echo $i > build/a/b/c/$i.o; done; \
                     mv build/d build/e; rm -r build; done";

const KEYSTORE: &str = ".sdkman/candidates/java/21/lib/security/cacerts";
const BUNDLE: &str = "/srv/app/venv/lib/python3.11/site-packages/certifi/cacert.pem";

pub(super) fn comes(world: &World, manager: &Manager<'_>) -> Result<(), Failed> {
    let mut build = Loop(as_user(world, "ana", BUILD).spawn()?);
    setting(world, manager)?;
    keystore(world, manager)?;
    bundle(world, manager)?;
    let ended = build.0.try_wait()?;
    expect(ended.is_none(), format!("the build ended: {ended:?}"))
}

/// A program that no table knows is to trust a file in the home.
fn setting(world: &World, manager: &Manager<'_>) -> Result<(), Failed> {
    const FILE: &str = "/home/ana/later/ca.pem";
    let root = Root::company("Home Works")?.pem();
    users_file(world, "later/ca.pem", root.as_bytes())?;
    let setting = format!("ssl_cafile = {FILE}\n");
    users_file(world, ".config/unheard-of/main.conf", setting.as_bytes())?;
    until(manager, "a setting of an unknown program", || {
        let file = shell(world, &format!("cat {FILE}"))?;
        Ok(file.contains("BEGIN CERTIFICATE") && file.trim() != root.trim())
    })
}

/// A JDK comes whose keystore has the refused root.
fn keystore(world: &World, manager: &Manager<'_>) -> Result<(), Failed> {
    const MADE: &str = "/run/cacerts";
    let other = Root::company("Java Works")?;
    for (alias, root) in [("refused", &world.imposed), ("other", &other)] {
        let file = format!("/run/{alias}.pem");
        world.sealed.write(&file, root.pem().as_bytes())?;
        let import = format!(
            "keytool -importcert -noprompt -alias {alias} -file {file} -keystore {MADE} \
             -storepass changeit"
        );
        shell(world, &import)?;
    }
    let folder = KEYSTORE.rsplit_once('/').map_or("", |(folder, _)| folder);
    let copy = format!("mkdir -p ~/{folder} && cp {MADE} ~/{KEYSTORE}");
    let output = as_user(world, "ana", &copy).output()?;
    expect(output.status.success(), text(&output))?;
    until(manager, "a JDK", || {
        let list = format!("keytool -list -keystore /home/ana/{KEYSTORE} -storepass changeit");
        let listed = shell(world, &list)?;
        Ok(listed.contains("other") && !listed.contains("refused"))
    })
}

/// An environment of Python comes whose bundle has the refused root.
fn bundle(world: &World, manager: &Manager<'_>) -> Result<(), Failed> {
    let other = Root::company("Python Works")?.pem();
    let refused = world.imposed.pem();
    let folder = BUNDLE.rsplit_once('/').map_or("", |(folder, _)| folder);
    shell(world, &format!("mkdir -p {folder}"))?;
    let both = format!("{}\n{}\n", refused.trim(), other.trim());
    world.sealed.write(BUNDLE, both.as_bytes())?;
    until(manager, "an environment", || {
        let file = shell(world, &format!("cat {BUNDLE}"))?;
        Ok(file.contains(other.trim()) && !file.contains(refused.trim()))
    })
}

fn users_file(world: &World, inner: &str, content: &[u8]) -> Result<(), Failed> {
    const PASSED: &str = "/run/passed";
    world.sealed.write(PASSED, content)?;
    let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder);
    let copy = format!("mkdir -p ~/{folder} && cp {PASSED} ~/{inner}");
    let output = as_user(world, "ana", &copy).output()?;
    expect(output.status.success(), text(&output))
}
