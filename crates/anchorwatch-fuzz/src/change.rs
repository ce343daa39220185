//! A whole block and its undo on a machine whose files contain hostile bytes: whatever they are,
//! undo restores everything that the block changed, byte for byte.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use anchorwatch_home::{BlockList, BlockedKey, Tree, Twins};
use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_machine::{Rights, read};
use anchorwatch_refuse::{
    ApplyError,
    block::{self, BlockOptions, UnlistedRoots},
    undo,
};
use data_encoding::BASE64;

use crate::Target;

/// Each input needs a block and an undo, in which every file is flushed to disk.
const MUTATIONS: usize = 60;

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "block_and_undo",
        run: there_and_back,
        seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "block_list",
        run: list,
        seeds: list_seeds,
        mutations: 2_000,
    },
];

/// Contains only the refused root, so that every block has something to do.
const BUNDLE: &str = "etc/ssl/certs/ca-certificates.crt";

/// Files that others write and a block changes.
const SHARED: [&str; 11] = [
    "etc/chromium/policies/managed/a.json",
    "etc/firefox/policies/policies.json",
    "usr/lib/firefox-esr/defaults/pref/a.js",
    "usr/lib/firefox-esr/a.cfg",
    "root/.mozilla/firefox/a.default/cert_override.txt",
    "root/.mozilla/firefox/a.default/security_state/data.safe.bin",
    "etc/java-17-openjdk/security/blocked.certs",
    "etc/ssl/certs/java/cacerts",
    "root/venv/lib/python3.11/site-packages/certifi/cacert.pem",
    "etc/ssl/certs/0a1b2c3d.0",
    "usr/local/share/ca-certificates/a.crt",
];

fn there_and_back(bytes: &[u8]) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let root = folder.path();
    for path in SHARED {
        assert!(write(&root.join(path), bytes).is_some(), "the disk refused");
    }
    stock(root);
    let before = snapshot(root);
    let Ok(tree) = Tree::open(root) else { return };
    let stores = read(&tree, Rights::Own).stores;
    let wish = BlockOptions {
        keys: vec![refused()],
        unlisted_roots: UnlistedRoots::Allow,
        override_origins: Vec::new(),
    };
    let planned = block::plan(&tree, Rights::Own, wish, b"program", &stores, NOW);
    let Ok(plan) = planned else {
        assert_eq!(snapshot(root), before, "a plan changed something");
        return;
    };
    // If a change fails, the others are made; all of them must be undone.
    let made = plan.apply(&tree, Rights::Own, NOW);
    let bundle = fs::read(root.join(BUNDLE)).unwrap_or_default();
    assert!(
        made.is_err() || bundle.is_empty(),
        "the root is still in: {made:?} {}",
        String::from_utf8_lossy(&bundle)
    );
    let back = undo::plan(&tree, Rights::Own, &undo::Which::All)
        .map_err(ApplyError::from)
        .and_then(|plan| plan.apply(&tree, Rights::Own));
    assert!(back.is_ok(), "{back:?}");
    assert_eq!(snapshot(root), before);
}

/// Checks that a list is written and read back unchanged.
fn list(bytes: &[u8]) {
    if let Ok(list) = BlockList::of_text(bytes) {
        let again = BlockList::of_text(list.encode().as_bytes());
        assert!(again.is_ok_and(|again| again == list));
    }
}

/// Makes the rest of a machine on which every mechanism applies.
fn stock(root: &Path) {
    for folder in [
        "etc/ca-certificates/update.d",
        "usr/lib/firefox-esr/defaults/pref",
        "usr/lib/jvm/java-17-openjdk-amd64/lib/security",
    ] {
        drop(fs::create_dir_all(root.join(folder)));
    }
    let bundle = pem(&der());
    write(&root.join(BUNDLE), &bundle);
    write(&root.join("etc/passwd"), b"root:x:0:0:root:/root:/bin/sh\n");
    write(&root.join("usr/lib/firefox-esr/firefox-esr"), b"");
    let list = "usr/lib/jvm/java-17-openjdk-amd64/lib/security/blocked.certs";
    drop(std::os::unix::fs::symlink(
        "/etc/java-17-openjdk/security/blocked.certs",
        root.join(list),
    ));
}

fn refused() -> BlockedKey {
    let certificate = Certificate::from_der(&der());
    let twins = certificate.as_ref().map(Twins::of).unwrap_or_default();
    BlockedKey {
        key: certificate
            .map(|certificate| certificate.spki_sha256())
            .unwrap_or_else(|_| anchorwatch_identity::SpkiSha256::of(b"")),
        because: "owner: a test".to_owned(),
        since: NOW,
        twins,
    }
}

/// Returns every path except the journal, with its content.
fn snapshot(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let what = match entry.file_type() {
                Ok(kind) if kind.is_dir() => {
                    folders.push(path.clone());
                    b"folder".to_vec()
                }
                Ok(kind) if kind.is_symlink() => fs::read_link(&path)
                    .map(|target| target.into_os_string().into_encoded_bytes())
                    .unwrap_or_default(),
                _ => fs::read(&path).unwrap_or_default(),
            };
            all.insert(path, what);
        }
    }
    let journal = root.join("var");
    all.retain(|path, _| !path.starts_with(&journal));
    all
}

fn write(path: &Path, bytes: &[u8]) -> Option<()> {
    fs::create_dir_all(path.parent()?).ok()?;
    fs::write(path, bytes).ok()
}

fn seeds() -> Vec<Vec<u8>> {
    let der = der();
    let text = BASE64.encode(&der);
    let hash = Certificate::from_der(&der)
        .map(|certificate| certificate.sha256().to_string().to_uppercase())
        .unwrap_or_default();
    let state = [
        &1_u64.to_le_bytes()[..],
        &[1],
        &12_u64.to_le_bytes(),
        b"cert_storage",
        &0_u32.to_le_bytes(),
        &0_u64.to_le_bytes(),
    ]
    .concat();
    let texts = [
        format!("{{\"CADistrustedCertificates\": [\"{text}\"], \"SSLErrorOverrideAllowed\": true}}"),
        "{\"policies\": {\"DisableSecurityBypass\": {\"SafeBrowsing\": true}, \"x\": [1, 2]}}\n".to_owned(),
        "pref(\"general.config.filename\", \"a.cfg\");\npref(\"general.config.obscure_value\", 13);\n".to_owned(),
        "// first line\nlockPref(\"a\", 1);\n".to_owned(),
        format!("# PSM\nh.example:443:\tOID.2.16.840.1.101.3.4.2.1\t{}\t\n", colons(&hash)),
        format!("Algorithm=SHA-256\n{hash}\n0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ];
    let mut seeds: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    seeds.extend([
        pem(&der),
        state,
        anchorwatch_lab::container::pkcs12(&[&der]),
        Vec::new(),
    ]);
    seeds
}

fn list_seeds() -> Vec<Vec<u8>> {
    let list = BlockList::default().with([refused()]);
    vec![list.encode().into_bytes(), Vec::new()]
}

fn colons(hash: &str) -> String {
    let pairs: Vec<&str> = hash
        .as_bytes()
        .chunks(2)
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .collect();
    pairs.join(":")
}

fn pem(der: &[u8]) -> Vec<u8> {
    let body = BASE64.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n").into_bytes()
}

/// The refused root, made only once, because each new one has another key.
fn der() -> Vec<u8> {
    static DER: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let roots = crate::certificate::der();
        roots.into_iter().next().unwrap_or_default()
    });
    DER.clone()
}
