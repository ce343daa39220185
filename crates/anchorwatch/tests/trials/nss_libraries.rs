//! Root libraries of browsers are recognized by content, tested with this machine's own: NSS's
//! list, and p11-kit's modules in its place and in a user's list.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anchorwatch_lab::{
    Root,
    tree::{DebianTree, NamedRoot, nss_database},
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::text;

const FIREFOX: &str = "usr/lib/firefox-esr/libnssckbi.so";
const NAME: &str = "Example Works";

struct Place {
    folder: tempfile::TempDir,
    /// The library folder of the machine and the tree.
    libraries: PathBuf,
    company: Root,
}

impl Place {
    /// A tree whose system store trusts a company's root.
    fn new() -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let company = Root::company(NAME)?;
        let local = NamedRoot {
            file_stem: "company".to_owned(),
            pem: company.pem().to_owned(),
        };
        let shipped = &NamedRoot::public()[..3];
        DebianTree::create(&folder.path().join("tree"), shipped, &[local])?;
        let libraries = libraries()?;
        let place = Self {
            folder,
            libraries,
            company,
        };
        fs::create_dir_all(place.library("pkcs11"))?;
        fs::create_dir_all(place.path("usr/lib/firefox-esr"))?;
        Ok(place)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("tree").join(path)
    }

    fn library(&self, name: &str) -> PathBuf {
        let below = self.libraries.strip_prefix("/").unwrap_or(&self.libraries);
        self.path("").join(below).join(name)
    }

    /// Copies the machine's own library into the tree.
    fn install(&self, name: &str, to: &Path) -> Result<(), Failed> {
        fs::copy(self.libraries.join(name), to)?;
        Ok(())
    }

    fn audit(&self) -> Result<serde_json::Value, Failed> {
        let tree = self.path("").display().to_string();
        let output: Output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(["audit", "--root", &tree, "--format", "json"])
            .output()?;
        serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{error}: {}", text(&output)).into())
    }

    /// What trusts the company's root, and whether `about` is among what was not checked.
    fn answer(&self, about: &str) -> Result<(Vec<String>, bool), Failed> {
        let answer = self.audit()?;
        let mut trusting_programs = Vec::new();
        for finding in answer["findings"].as_array().into_iter().flatten() {
            let subject = finding["subject"].as_str().unwrap_or_default();
            let clients = finding["effective_for"].as_array().into_iter().flatten();
            if subject.contains(NAME) {
                trusting_programs
                    .extend(clients.filter_map(|client| client.as_str().map(str::to_owned)));
            }
        }
        let not_checked = answer["not_checked"].to_string();
        Ok((trusting_programs, not_checked.contains(about)))
    }

    fn expect(&self, what: &str, about: &str, right: (&[&str], bool)) -> Result<(), Failed> {
        let (trusting_programs, is_named) = self.answer(about)?;
        let browsers: Vec<&str> = ["chromium", "firefox"]
            .into_iter()
            .filter(|browser| trusting_programs.iter().any(|one| one == browser))
            .collect();
        expect(
            (browsers.as_slice(), is_named) == right,
            format!("{what}: {browsers:?}, named: {is_named}, not {right:?}"),
        )
    }
}

/// The folder of the machine's NSS.
fn libraries() -> Result<PathBuf, Failed> {
    let entries = fs::read_dir("/usr/lib")?;
    let mut folders = entries.filter_map(|entry| Some(entry.ok()?.path()));
    folders
        .find(|folder| folder.join("libnssckbi.so").exists())
        .ok_or_else(|| "there is no libnssckbi.so".into())
}

/// Libraries in place of NSS's list of roots.
pub(crate) fn in_the_place_of_nss_roots() -> Result<(), Failed> {
    let place = Place::new()?;
    let system = place.library("libnssckbi.so");
    let (trust, about) = ("pkcs11/p11-kit-trust.so", "libnssckbi.so");
    place.install("libnssckbi.so", &system)?;
    place.expect("NSS's own", about, (&[], false))?;

    place.install(trust, &place.library(trust))?;
    fs::remove_file(&system)?;
    symlink(trust, &system)?;
    // A Firefox without its own NSS uses the system's.
    place.expect("a link", about, (&["chromium", "firefox"], true))?;
    fs::write(place.path("usr/lib/firefox-esr/libnss3.so"), "")?;
    place.expect("a link and Firefox's own NSS", about, (&["chromium"], true))?;
    fs::remove_file(&system)?;
    place.install(trust, &system)?;
    place.expect("a copy", about, (&["chromium"], true))?;

    place.install("libnssckbi.so", &system)?;
    place.install(trust, &place.path(FIREFOX))?;
    place.expect("Firefox's own folder", about, (&["firefox"], true))?;
    place.install("libnssckbi.so", &place.path(FIREFOX))?;
    place.expect("NSS's own there too", about, (&[], false))?;

    for (what, content) in [("empty", &b""[..]), ("none", b"\x7fELF but another")] {
        fs::write(&system, content)?;
        place.expect(what, about, (&[], true))?;
    }
    place.install("pkcs11/p11-kit-client.so", &system)?;
    place.expect("another of p11-kit's", about, (&[], true))
}

/// Modules in a user's own list.
pub(crate) fn in_a_users_list() -> Result<(), Failed> {
    let place = Place::new()?;
    let database = place.path("root/.pki/nssdb");
    nss_database(&database, &[])?;
    let trust = "pkcs11/p11-kit-trust.so";
    place.install(trust, &place.library(trust))?;
    fs::create_dir_all(place.path("root/roots/anchors"))?;
    let own = Root::company("Example Works at Home")?;
    fs::write(place.path("root/roots/anchors/own.der"), own.der())?;
    expect(
        !own.der().is_empty() && !place.company.der().is_empty(),
        "no roots",
    )?;

    let kept = fs::read_to_string(database.join("pkcs11.txt"))?;
    let list = |library: &str, parameters: &str| -> Result<(), Failed> {
        let text = format!("{kept}\nlibrary={library}\nname=x\nparameters={parameters}\n\n");
        fs::write(database.join("pkcs11.txt"), text)?;
        Ok(())
    };
    let library = place.libraries.join(trust).display().to_string();
    let about = "pkcs11.txt";
    list(&library, "")?;
    place.expect("the system's bundle", about, (&["chromium"], false))?;
    list(&library, "paths=/root/roots")?;
    place.expect("a folder", about, (&["chromium"], false))?;
    list(&library, "paths=/root/roots/blocklist")?;
    place.expect("a folder that is not there", about, (&[], false))?;
    list(&library, "paths=roots")?;
    place.expect("a relative folder", about, (&[], true))?;
    for other in ["p11-kit-client.so", "unheard-of.so"] {
        let library = place.libraries.join("pkcs11").join(other);
        list(&library.display().to_string(), "")?;
        place.expect(other, about, (&[], true))?;
    }
    // Under the name of a smart card driver.
    place.install(trust, &place.library("opensc-pkcs11.so"))?;
    let library = place.libraries.join("opensc-pkcs11.so");
    list(&library.display().to_string(), "paths=/root/roots")?;
    place.expect("under another name", about, (&["chromium"], false))
}
