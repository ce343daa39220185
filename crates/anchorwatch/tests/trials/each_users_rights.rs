//! Root reads a home with its owner's rights: a link there leads no further than the owner
//! could go.

use std::{
    os::unix::fs::{PermissionsExt as _, chown, symlink},
    path::Path,
    process::Command,
};

use anchorwatch_lab::{
    Root,
    tree::{DebianTree, NamedRoot, NssAnchor, nss_database},
    trial::expect,
};
use libtest_mimic::Failed;
use serde_json::Value;

pub(crate) fn run() -> Result<(), Failed> {
    let folder = tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o755))
        .tempdir()?;
    let root = folder.path().join("root");
    let tree = DebianTree::create(&root, &NamedRoot::public(), &[])?;
    let gov = Root::isca_like()?;
    let anchor = NssAnchor {
        certificate: gov.der(),
        trust_flags: "C,,",
        nickname: "gov",
    };
    // Not in root's home, which root reads in its own process.
    nss_database(&root.join("var/lib/secret"), &[anchor])?;
    let secret = root.join("var/lib/secret/cert9.db");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600))?;

    // What only root can read stays unread, even if root asks.
    let nssdb = tree.home("alice").join(".pki/nssdb");
    std::fs::create_dir_all(&nssdb)?;
    symlink("/var/lib/secret/cert9.db", nssdb.join("cert9.db"))?;
    tree.hand_over_homes()?;
    let answer = audit(&root)?;
    expect(
        is_unread(&answer, "cert9.db") && findings(&answer).is_empty(),
        format!("a link led root to what alice cannot read: {answer}"),
    )?;

    // The same database as alice's own, in a home closed to everyone else.
    std::fs::remove_file(nssdb.join("cert9.db"))?;
    std::fs::copy(&secret, nssdb.join("cert9.db"))?;
    tree.hand_over_homes()?;
    for closed in ["", ".pki", ".pki/nssdb"] {
        let closed = tree.home("alice").join(closed);
        std::fs::set_permissions(closed, std::fs::Permissions::from_mode(0o700))?;
    }
    let answer = audit(&root)?;
    expect(
        classes(&answer) == ["suspected_family"],
        format!("alice's own database was not read: {answer}"),
    )?;

    // The author of an image also chooses the names in it.
    let passwd = root.join("etc/passwd");
    let named = std::fs::read_to_string(&passwd)?.replace("alice:x:", "--home:x:");
    std::fs::write(&passwd, named)?;
    let answer = audit(&root)?;
    expect(
        classes(&answer) == ["suspected_family"],
        format!("a name like an option hid a home: {answer}"),
    )?;

    // An unpacked image belongs to the user who unpacked it, and is still read.
    chown_to_root(&tree.home("alice"))?;
    let answer = audit(&root)?;
    expect(
        classes(&answer) == ["suspected_family"],
        format!("an unpacked home was not read: {answer}"),
    )
}

fn classes(answer: &Value) -> Vec<&Value> {
    let findings = findings(answer).into_iter();
    findings.map(|finding| &finding["class"]).collect()
}

fn chown_to_root(home: &Path) -> Result<(), Failed> {
    for path in ["", ".pki", ".pki/nssdb", ".pki/nssdb/cert9.db"] {
        chown(home.join(path), Some(0), Some(0))?;
    }
    Ok(())
}

fn audit(root: &Path) -> Result<Value, Failed> {
    let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .args(["audit", "--format", "json", "--root"])
        .arg(root)
        .env_clear()
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn findings(answer: &Value) -> Vec<&Value> {
    answer["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .collect()
}

fn is_unread(answer: &Value, name: &str) -> bool {
    let entries = answer["not_checked"].as_array().into_iter().flatten();
    entries
        .filter_map(|entry| entry["what"].as_str())
        .any(|what| what.ends_with(name))
}
