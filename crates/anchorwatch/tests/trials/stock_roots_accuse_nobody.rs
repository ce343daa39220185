//! The root sets in this machine's packages accuse nobody: each root is or was in the public
//! program, or was removed from one. A root that a company or an antivirus added is named as
//! that and no worse; one that looks like an interception root is accused.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::world::text;

/// Classes that accuse somebody.
const ACCUSING: [&str; 3] = ["known_interception", "suspected_family", "leaked_key"];
/// Classes of roots that packages ship.
const STOCK: [&str; 3] = [
    "public_program",
    "retired_from_program",
    "distrusted_by_program",
];
/// The minimum number of roots in a set; the smallest has about 120.
const LEAST: usize = 100;

pub(crate) fn run() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let tree = place.path().join("root");
    let bundle = tree.join("etc/ssl/certs/ca-certificates.crt");
    write(&bundle, packaged()?.as_bytes())?;
    let builtin = tree.join("opt/nss/lib/python3/site-packages/certifi/cacert.pem");
    write(&builtin, built_in(place.path())?.as_bytes())?;
    for (number, found) in python_bundles()?.iter().enumerate() {
        let folder = format!("opt/venv{number}/lib/python3/site-packages/certifi");
        write(&tree.join(folder).join("cacert.pem"), &fs::read(found)?)?;
    }
    for (number, found) in keystores()?.iter().enumerate() {
        let cacerts = format!("opt/jdk{number}/lib/security/cacerts");
        write(&tree.join(cacerts), &fs::read(found)?)?;
    }
    stock(&tree)?;

    let mut pem = fs::read_to_string(&bundle)?;
    for (root, class) in [
        ("Example Works Inspection Root", "unknown"),
        (
            "Kaspersky Anti-Virus Personal Root Certificate",
            "inspection_product_name",
        ),
    ] {
        let root = Root::company(root)?;
        pem.push_str(&root.pem());
        fs::write(&bundle, &pem)?;
        expect_added(&tree, &[class])?;
        pem.truncate(pem.len() - root.pem().len());
    }
    pem.push_str(&Root::isca_like()?.pem());
    fs::write(&bundle, &pem)?;
    expect_added(&tree, &["suspected_family"])
}

/// No finding accuses, and each set was read whole.
fn stock(tree: &Path) -> Result<(), Failed> {
    let document = audit(tree)?;
    let mut sets: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for finding in certificates(&document) {
        let (Some(store), Some(class)) = (finding["store_id"].as_str(), finding["class"].as_str())
        else {
            return Err("a finding without a store or a class".into());
        };
        // Keystores are filled from the machine's roots, and owners add to Python's bundles.
        let is_shipped = store == "debian_bundle" || store.contains("/opt/nss/");
        expect(
            STOCK.contains(&class) || !is_shipped && !ACCUSING.contains(&class),
            format!("{store} holds a root of the class {class}: {finding:#}"),
        )?;
        *sets.entry(store).or_default().entry(class).or_default() += 1;
    }
    let stores = document["stores"].as_array().into_iter().flatten();
    for store in stores.filter(|store| store["anchor_count"] != 0) {
        let id = store["id"].as_str().unwrap_or_default();
        let count: usize = sets.get(id).into_iter().flat_map(BTreeMap::values).sum();
        expect(
            count >= LEAST && store["error"].is_null(),
            format!("{id} was not read whole: {count}, {sets:?}"),
        )?;
    }
    // Debian's, NSS's, one of Python's and one of Java's.
    expect(sets.len() >= 4, format!("too few sets: {sets:?}"))
}

/// Apart from the stock roots, the system's file has these classes and no others.
fn expect_added(tree: &Path, classes: &[&str]) -> Result<(), Failed> {
    let document = audit(tree)?;
    let found: Vec<&str> = certificates(&document)
        .filter(|finding| finding["store_id"] == "debian_bundle")
        .filter_map(|finding| finding["class"].as_str())
        .filter(|class| !STOCK.contains(class))
        .collect();
    expect(
        found == classes,
        format!("{found:?} beside the stock roots, expected {classes:?}"),
    )
}

fn certificates(document: &Value) -> impl Iterator<Item = &Value> {
    let findings = document["findings"].as_array().into_iter().flatten();
    findings.filter(|finding| finding["kind"] == "certificate")
}

fn audit(tree: &Path) -> Result<Value, Failed> {
    let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .env_clear()
        .args(["audit", "--all", "--format", "json", "--root"])
        .arg(tree)
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The roots that Debian's package ships.
fn packaged() -> Result<String, Failed> {
    let listed = said(Command::new("dpkg-query").args(["--listfiles", "ca-certificates"]))?;
    let mut bundle = String::new();
    for path in listed.lines().filter(|path| path.ends_with(".crt")) {
        bundle.push_str(&fs::read_to_string(path)?);
        bundle.push('\n');
    }
    Ok(bundle)
}

/// The roots for TLS servers built into NSS, which Firefox uses.
fn built_in(place: &Path) -> Result<String, Failed> {
    let library = fs::read_dir("/usr/lib")?
        .filter_map(Result::ok)
        .map(|folder| folder.path().join("libnssckbi.so"))
        .find(|path| path.is_file())
        .ok_or("no libnssckbi.so below /usr/lib")?;
    let folder = place.join("nss");
    fs::create_dir(&folder)?;
    let database = format!("sql:{}", folder.display());
    let certutil =
        |args: &[&str]| said(Command::new("certutil").args(["-d", &database]).args(args));
    certutil(&["-N", "--empty-password"])?;
    let mut modutil = Command::new("modutil");
    modutil.args(["-force", "-dbdir", &database, "-add", "roots", "-libfile"]);
    said(modutil.arg(library))?;
    let mut bundle = String::new();
    for line in certutil(&["-L", "-h", "all"])?.lines() {
        if let Some(name) = of_servers(line) {
            bundle.push_str(&certutil(&["-L", "-a", "-n", name])?);
        }
    }
    Ok(bundle)
}

/// The name in a line of certutil's list, `token:name   C,C,`, if it is trusted for servers.
fn of_servers(line: &str) -> Option<&str> {
    let (before, _) = line.rsplit_once(',')?;
    let comma = before.rfind(',')?;
    let start = line[..comma].rfind(' ')? + 1;
    let is_trusted = line[start..comma].contains('C');
    (is_trusted && line.starts_with("Builtin Object Token:")).then(|| line[..start].trim_end())
}

/// The bundles of the Python that runs here, and of Debian's packages.
fn python_bundles() -> Result<BTreeSet<PathBuf>, Failed> {
    let ask = "import importlib.util as u\n\
               for name in ('certifi', 'pip._vendor.certifi', 'botocore'):\n\
               \x20try: print(u.find_spec(name).submodule_search_locations[0])\n\
               \x20except Exception: pass";
    let mut found = BTreeSet::new();
    for python in ["python3", "/usr/bin/python3"] {
        for folder in said(Command::new(python).args(["-c", ask]))?.lines() {
            let bundle = Path::new(folder).join("cacert.pem");
            // Debian's own can be a link to the system's.
            if let Ok(bundle) = fs::canonicalize(bundle)
                && !bundle.starts_with("/etc")
            {
                found.insert(bundle);
            }
        }
    }
    expect(!found.is_empty(), "no bundle of Python's is installed")?;
    Ok(found)
}

fn keystores() -> Result<BTreeSet<PathBuf>, Failed> {
    let homes = fs::read_dir("/usr/lib/jvm")?.filter_map(Result::ok);
    let found: BTreeSet<PathBuf> = homes
        .filter_map(|home| fs::canonicalize(home.path().join("lib/security/cacerts")).ok())
        .collect();
    expect(!found.is_empty(), "no Java has a keystore")?;
    Ok(found)
}

fn said(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    expect(
        output.status.success(),
        format!("{command:?}: {}", text(&output)),
    )?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failed> {
    fs::create_dir_all(path.parent().ok_or("no folder")?)?;
    fs::write(path, content)?;
    Ok(())
}
