//! Which roots do the programs of a tree believe, and which should worry its owner.

use anchorwatch_home::Tree;
use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{Class, Classification, classify};

use crate::{Client, Store, StoreKind, Trust, debian, nss};

/// What was asked and answered.
#[derive(Debug)]
pub struct Audit {
    /// Every store that is there, in the order in which they were read.
    pub stores: Vec<Store>,
    /// What was found, the worst first.
    pub findings: Vec<Finding>,
    /// What was not looked at, and why.
    pub not_checked: Vec<NotChecked>,
}

/// One thing to know.
#[derive(Debug)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// The store in which it was found, by [`Store::id`].
    pub store_id: String,
    /// The certificate.
    pub certificate: Certificate,
    /// What the certificate is, and why.
    pub classification: Classification,
    /// Whether the store believes it.
    pub trust: Trust,
    /// The programs that believe it because of this store.
    pub effective_for: Vec<Client>,
}

/// What kind of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingKind {
    /// A certificate in a store.
    Certificate,
}

impl FindingKind {
    /// All kinds.
    pub const ALL: [Self; 1] = [Self::Certificate];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
        }
    }
}

/// Something that was not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotChecked {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
    /// What that means for the answer.
    pub weight: Weight,
}

/// What it means for the answer that something was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It is there and could hold a root: without a finding the answer is «inconclusive».
    Blinding,
    /// Another user's home, or a kind of store that this version does not read.
    Stated,
}

/// Kinds of stores that programs use and that are not read; said in every answer.
const NOT_READ: [(&str, &str); 7] = [
    ("Java keystores", "this version does not read them"),
    (
        "Firefox and Chromium policies, AutoConfig, Chromium's own certificate manager",
        "this version does not read them",
    ),
    (
        "certificate files named by environment variables and configuration files",
        "this version does not read them",
    ),
    (
        "bundles inside Python environments and other programs",
        "this version does not read them",
    ),
    (
        "Chromium's databases inside snap and Flatpak",
        "this version does not read them",
    ),
    (
        "further databases that an NSS module list (pkcs11.txt) names",
        "this version does not read them",
    ),
    (
        "integrity signatures of trust values in NSS databases",
        "values are believed as they stand",
    ),
];

/// Folders of other layouts that programs on any system look into (Go's `root_linux.go`).
const OTHER_LAYOUTS: [&str; 2] = ["/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted"];

/// Reads every store of the tree and classifies what is in it.
///
/// `asking_uid` is the user whose own stores must be readable for a clean answer;
/// that another user's home is closed to them is said and blinds nobody.
///
/// Never fails: what could not be read is part of the answer.
#[must_use]
pub fn audit(tree: &Tree, asking_uid: u32, now: UnixSeconds) -> Audit {
    let mut stores = debian::stores(tree);
    let is_system_store = |store: &Store| {
        matches!(
            store.kind,
            StoreKind::DebianBundle | StoreKind::DebianDirectory
        )
    };
    let has_system_store = stores.iter().any(is_system_store);
    let found = nss::stores(tree);
    stores.extend(found.stores);

    let mut findings: Vec<Finding> = stores
        .iter()
        .flat_map(|store| findings_of(store, now))
        .collect();
    findings.sort_by_key(|finding| {
        (
            finding.trust != Trust::Trusted,
            finding.classification.class,
        )
    });

    let mut not_checked = Vec::new();
    if !has_system_store {
        not_checked.push(NotChecked {
            what: tree.shown(debian::DIRECTORY.as_ref()).display().to_string(),
            why: "there is no system store where Debian keeps it; other layouts are not read"
                .to_owned(),
            weight: Weight::Blinding,
        });
    }
    not_checked.extend(OTHER_LAYOUTS.into_iter().filter(|path| tree.list(path.as_ref()).is_ok()).map(|path| NotChecked {
        what: tree.shown(path.as_ref()).display().to_string(),
        why: "it belongs to a layout that this version does not read, and some programs look there".to_owned(),
        weight: Weight::Blinding,
    }));
    not_checked.extend(stores.iter().flat_map(not_read));
    not_checked.extend(found.closed.into_iter().map(|closed| {
        let is_other_user = closed.uid.is_some_and(|uid| uid != asking_uid);
        let weight = if is_other_user && closed.is_denied {
            Weight::Stated
        } else {
            Weight::Blinding
        };
        NotChecked {
            what: closed.place.display().to_string(),
            why: closed.why,
            weight,
        }
    }));
    not_checked.extend(NOT_READ.map(|(what, why)| NotChecked {
        what: what.to_owned(),
        why: why.to_owned(),
        weight: Weight::Stated,
    }));
    Audit {
        stores,
        findings,
        not_checked,
    }
}

impl Audit {
    /// What is there, could hold a root, and could not be read.
    pub fn blind_spots(&self) -> impl Iterator<Item = &NotChecked> {
        self.not_checked
            .iter()
            .filter(|entry| entry.weight == Weight::Blinding)
    }

    /// The findings that are more than a root that is or was in the public program.
    pub fn worrying(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| {
            !matches!(
                finding.classification.class,
                Class::PublicProgram | Class::RetiredFromProgram
            )
        })
    }
}

fn findings_of(store: &Store, now: UnixSeconds) -> Vec<Finding> {
    let mut findings = Vec::new();
    for anchor in &store.anchors {
        let classification = classify(&anchor.certificate, now);
        // Browsers keep intermediates that they met; one that nobody believes is
        // worth a word only if its key or family is.
        let is_accused = matches!(
            classification.class,
            Class::LeakedKey | Class::KnownInterception | Class::SuspectedFamily
        );
        if anchor.trust == Trust::Trusted || is_accused {
            findings.push(Finding {
                kind: FindingKind::Certificate,
                store_id: store.id.clone(),
                certificate: anchor.certificate.clone(),
                classification,
                trust: anchor.trust,
                effective_for: anchor.effective_for.clone(),
            });
        }
    }
    findings
}

fn not_read(store: &Store) -> Vec<NotChecked> {
    let place = store.path.display().to_string();
    let whole = store.error.iter().map(|why| (place.clone(), why.clone()));
    let parts = store
        .unreadable
        .iter()
        .map(|why| (format!("a part of {place}"), why.clone()));
    whole
        .chain(parts)
        .map(|(what, why)| NotChecked {
            what,
            why,
            weight: Weight::Blinding,
        })
        .collect()
}
