//! How NSS treats a trust value that something else wrote, and a second database from a module:
//! certutil and the audit agree.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anchorwatch_lab::{
    Root,
    pki::Recipe,
    tree::{DebianTree, NamedRoot, NssAnchor, nss_database},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

const NICKNAME: &str = "imposed";
const STORE: &str = "nss:/root/.pki/nssdb/cert9.db";

/// «A root for TLS servers», and «this certificate alone»: four octets of `cert9.db`.
const TRUSTED_DELEGATOR: [u8; 4] = [0xce, 0x53, 0x43, 0x52];
const TRUSTED: [u8; 4] = [0xce, 0x53, 0x43, 0x51];

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        DebianTree::create(&folder.path().join("root"), &NamedRoot::public(), &[])?;
        Ok(Self { folder })
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("root/root/.pki/nssdb")
    }

    fn run(&self, program: &str, args: &[&str]) -> Result<std::process::Output, Failed> {
        Ok(Command::new(program)
            .args(args)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.folder.path())
            .current_dir(self.folder.path())
            .output()?)
    }

    /// The trust flags that certutil shows, for all tokens.
    fn certutil(&self) -> Result<String, Failed> {
        let database = format!("sql:{}", self.database().display());
        let output = self.run("certutil", &["-L", "-h", "all", "-d", &database])?;
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = shown.lines().find(|line| line.contains(NICKNAME));
        let flags = line.and_then(|line| line.split_whitespace().last());
        Ok(flags.unwrap_or_default().to_owned())
    }

    /// Runs the audit, which must exit with this code.
    fn audit(&self, code: i32) -> Result<Value, Failed> {
        let root = self.folder.path().join("root").display().to_string();
        let args = ["audit", "--root", &root, "--format", "json"];
        let output = self.run(env!("CARGO_BIN_EXE_anchorwatch"), &args)?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let got = output.status.code();
        expect(got == Some(code), format!("{got:?}, not {code}: {said}"))?;
        Ok(serde_json::from_str(&said)?)
    }

    fn make(&self, root: &Root) -> Result<(), Failed> {
        let anchor = NssAnchor {
            certificate: root.der(),
            trust_flags: "C,,",
            nickname: NICKNAME,
        };
        Ok(nss_database(&self.database(), &[anchor])?)
    }

    /// Changes the trust, as anyone with write access to the file can.
    fn forge(&self) -> Result<(), Failed> {
        let path = self.database().join("cert9.db");
        let mut content = fs::read(&path)?;
        let places: Vec<usize> = content
            .windows(4)
            .enumerate()
            .filter(|(_, octets)| *octets == TRUSTED_DELEGATOR)
            .map(|(at, _)| at)
            .collect();
        expect(!places.is_empty(), "the trust value is not in the file")?;
        for at in places {
            content[at..at + 4].copy_from_slice(&TRUSTED);
        }
        Ok(fs::write(path, content)?)
    }
}

pub(crate) fn forged() -> Result<(), Failed> {
    let place = Place::new()?;
    place.make(&Root::isca_like()?)?;
    let flags = place.certutil()?;
    expect(flags == "C,,", format!("certutil: {flags}"))?;
    let found = finding(&place.audit(10)?);
    expect(
        found["effective_for"][0] == "chromium",
        format!("untouched: {found}"),
    )?;

    place.forge()?;
    let flags = place.certutil()?;
    expect(
        flags == ",,",
        format!("certutil on a forged value: {flags}"),
    )?;
    let document = place.audit(10)?;
    let found = finding(&document);
    expect(
        found["class"] == "suspected_family"
            && found["effective_for"].as_array().is_some_and(Vec::is_empty),
        format!("forged: {found}"),
    )?;
    expect(
        document["not_checked"]
            .to_string()
            .contains("is not signed"),
        format!("nothing is said: {}", document["not_checked"]),
    )?;

    // For an unknown root there is then no finding, but the answer is not clean.
    let place = Place::new()?;
    place.make(&Root::new(Recipe::company("Example Works"))?)?;
    place.audit(10)?;
    place.forge()?;
    place.audit(11).map(drop)
}

/// With a primary password NSS cannot verify before it is entered, and trusts.
pub(crate) fn unchecked() -> Result<(), Failed> {
    let place = Place::new()?;
    fs::create_dir_all(place.database())?;
    fs::write(place.folder.path().join("password"), "sesame-1")?;
    fs::write(place.folder.path().join("der"), Root::isca_like()?.der())?;
    let database = format!("sql:{}", place.database().display());
    let common = ["-d", &database, "-f", "password"];
    let add = ["-A", "-n", NICKNAME, "-t", "C,,", "-i", "der"];
    for args in [&["-N"][..], &add] {
        let output = place.run("certutil", &[args, &common].concat())?;
        expect(output.status.success(), format!("certutil {args:?}"))?;
    }
    place.forge()?;
    let flags = place.certutil()?;
    expect(
        flags.contains('P'),
        format!("certutil without the password: {flags}"),
    )?;
    let found = finding(&place.audit(10)?);
    expect(
        found["effective_for"][0] == "chromium",
        format!("with a password: {found}"),
    )
}

pub(crate) fn second_database() -> Result<(), Failed> {
    let place = Place::new()?;
    // A place that only the module leads to.
    let other = place.folder.path().join("root/var/lib/other");
    nss_database(&place.database(), &[])?;
    let root = Root::isca_like()?;
    let anchor = NssAnchor {
        certificate: root.der(),
        trust_flags: "C,,",
        nickname: NICKNAME,
    };
    nss_database(&other, &[anchor])?;
    place.audit(0)?;
    let flags = place.certutil()?;
    expect(flags.is_empty(), format!("certutil before: {flags}"))?;

    let list = place.database().join("pkcs11.txt");
    let own = fs::read_to_string(&list)?;
    let module = |folder: &Path| {
        format!(
            "{}\n\nlibrary=libsoftokn3.so\nname=Second\nparameters=configdir='sql:{}' certPrefix='' keyPrefix='' secmod='secmod.db' flags=readOnly\nNSS=trustOrder=100\n\n",
            own.trim_end(),
            folder.display()
        )
    };
    fs::write(&list, module(&other))?;
    let flags = place.certutil()?;
    expect(flags == "C,,", format!("certutil with the module: {flags}"))?;
    // In the image the folder has another path than here.
    fs::write(&list, module("/var/lib/other".as_ref()))?;
    let document = place.audit(10)?;
    let findings = document["findings"].as_array();
    let found = findings.and_then(|findings| {
        let of_other = |one: &&Value| one["store_id"] == "nss:/var/lib/other/cert9.db";
        findings.iter().find(of_other)
    });
    expect(
        found.is_some_and(|found| found["effective_for"][0] == "chromium"),
        format!("with the module: {document}"),
    )
}

fn finding(document: &Value) -> Value {
    let findings = document["findings"].as_array();
    let found = findings.and_then(|all| all.iter().find(|one| one["store_id"] == STORE));
    found.cloned().unwrap_or_default()
}
