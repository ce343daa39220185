//! A place where programs look for roots, and its content.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;
use anchorwatch_identity::Certificate;
use anchorwatch_remark::Told;

use crate::{Client, User};

/// A place where programs look for roots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// A name that stays the same from one audit to the next.
    pub id: String,
    /// The kind of place.
    pub kind: StoreKind,
    /// Where it is, as a person outside the tree would name it.
    pub path: PathBuf,
    /// Its owner: a user of the tree; `None` for the system.
    pub user: Option<String>,
    /// The certificates in it.
    pub anchors: Vec<Anchor>,
    /// Why the store as a whole could not be read.
    pub error: Option<Told>,
    /// Parts that could not be read; the rest is in `anchors`.
    pub unreadable: Vec<Told>,
    /// Remarks about a store that was read completely.
    pub remarks: Vec<Told>,
    /// Whether an unknown program uses it, or one whose settings are in an uncertain place,
    /// so that nothing which is set up for the known ones reaches it.
    pub is_of_unknown_program: bool,
}

impl Store {
    /// A store that has not been read yet. A user's stores are identified by their path,
    /// the few of the system by their kind.
    pub(crate) fn new(tree: &Tree, kind: StoreKind, path: &Path, user: Option<&User>) -> Self {
        Self {
            id: format!("{}:{}", kind.code(), path.display()),
            kind,
            path: tree.display_path(path),
            user: user.map(|user| user.name.clone()),
            anchors: Vec::new(),
            error: None,
            unreadable: Vec::new(),
            remarks: Vec::new(),
            is_of_unknown_program: false,
        }
    }

    /// Adds what was read of the same place for someone else: what either of them trusts
    /// counts as trusted.
    pub(crate) fn unite(&mut self, other: Self) {
        let mut places: HashMap<_, _> = self
            .anchors
            .iter_mut()
            .map(|anchor| (anchor.certificate.sha256(), anchor))
            .collect();
        let mut further = Vec::new();
        for anchor in other.anchors {
            match places.get_mut(&anchor.certificate.sha256()) {
                Some(same) => {
                    if anchor.trust == Trust::Trusted {
                        same.trust = Trust::Trusted;
                    }
                    let trusted_by = anchor.effective_for.iter();
                    trusted_by.for_each(|client| same.trusted_by(*client));
                }
                None => further.push(anchor),
            }
        }
        self.anchors.extend(further);
        self.error = self.error.take().or(other.error);
        take_new(&mut self.unreadable, other.unreadable);
        take_new(&mut self.remarks, other.remarks);
        self.is_of_unknown_program |= other.is_of_unknown_program;
    }

    /// How many of its certificates the store trusts for TLS servers.
    #[must_use]
    pub fn trusted_count(&self) -> usize {
        self.anchors
            .iter()
            .filter(|anchor| anchor.trust == Trust::Trusted)
            .count()
    }
}

/// Adds the remarks of another reading that this one does not have.
fn take_new(remarks: &mut Vec<Told>, further: Vec<Told>) {
    for remark in further {
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
}

anchorwatch_remark::closed_list! {
    /// The kind of place that a store is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum StoreKind {
        /// Debian's single file with all roots, `/etc/ssl/certs/ca-certificates.crt`.
        DebianBundle,
        /// The folder around it, which OpenSSL reads by hash names and Go file by file.
        DebianDirectory,
        /// `/usr/local/share/ca-certificates`, which the next update includes.
        DebianLocal,
        /// The certificates of Debian's own package that the next update includes.
        DebianPackaged,
        /// OpenSSL's default file, if it is not the bundle.
        OpensslFile,
        /// OpenSSL's default folder, if it is not Debian's.
        OpensslDirectory,
        /// A file with all roots, of a layout other than Debian's.
        SystemBundle,
        /// A folder of roots, of a layout other than Debian's.
        SystemDirectory,
        /// What p11-kit's trust module reads: GnuTLS and NSS trust it directly, and the next
        /// update extracts it for other programs.
        P11KitSource,
        /// An NSS `cert9.db`: Chromium's, or that of a Firefox or Thunderbird profile.
        Nss,
        /// Firefox's or Thunderbird's `policies.json`.
        FirefoxPolicy,
        /// Firefox's or Thunderbird's AutoConfig, a program that runs at every start.
        FirefoxAutoconfig,
        /// A policy file of Chromium or of a browser built on it.
        ChromiumPolicy,
        /// The certificate manager of a Chromium profile.
        ChromiumServerCertificates,
        /// A Java keystore: JKS or PKCS #12.
        JavaKeystore,
        /// A bundle inside a Python installation or environment.
        Certifi,
        /// A file of certificates that an environment or a configuration names.
        NamedFile,
        /// A folder of certificates that an environment or a configuration names.
        NamedDirectory,
        /// A settings file: certificates inside it, or a setting that was found.
        Settings,
    }
}

impl StoreKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DebianBundle => "debian_bundle",
            Self::DebianDirectory => "debian_directory",
            Self::DebianLocal => "debian_local",
            Self::DebianPackaged => "debian_packaged",
            Self::OpensslFile => "openssl_file",
            Self::OpensslDirectory => "openssl_directory",
            Self::SystemBundle => "system_bundle",
            Self::SystemDirectory => "system_directory",
            Self::P11KitSource => "p11_kit_source",
            Self::Nss => "nss",
            Self::FirefoxPolicy => "firefox_policy",
            Self::FirefoxAutoconfig => "firefox_autoconfig",
            Self::ChromiumPolicy => "chromium_policy",
            Self::ChromiumServerCertificates => "chromium_server_certificates",
            Self::JavaKeystore => "java_keystore",
            Self::Certifi => "certifi",
            Self::NamedFile => "named_file",
            Self::NamedDirectory => "named_directory",
            Self::Settings => "settings",
        }
    }
}

impl StoreKind {
    /// Whether programs that trust a store of the other kind also trust one of this kind:
    /// each layout's bundle and folder count as Debian's, whose codes are older.
    pub(crate) fn stands_for(self, other: Self) -> bool {
        self == other
            || matches!(
                (self, other),
                (Self::SystemBundle, Self::DebianBundle)
                    | (Self::SystemDirectory, Self::DebianDirectory)
            )
    }

    /// Whether programs read it only after the next update has converted it into other
    /// files.
    #[must_use]
    pub const fn waits_for_update(self) -> bool {
        matches!(
            self,
            Self::DebianLocal | Self::DebianPackaged | Self::P11KitSource
        )
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it belongs to the system store that Debian's tool builds, or to OpenSSL's
    /// own places, which link to it. Nothing is refused in the stores of other layouts yet.
    #[must_use]
    pub const fn is_the_systems(self) -> bool {
        matches!(
            self,
            Self::DebianBundle
                | Self::DebianDirectory
                | Self::DebianLocal
                | Self::DebianPackaged
                | Self::OpensslFile
                | Self::OpensslDirectory
        )
    }
}

/// A certificate in a store. Every certificate that a store trusts counts as an anchor,
/// including intermediates and leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether the store trusts it for TLS servers.
    pub trust: Trust,
    /// Which programs trust it because of this store; empty if none does.
    pub effective_for: Vec<Client>,
}

impl Anchor {
    /// Adds a program that trusts it, if the store does.
    pub(crate) fn trusted_by(&mut self, client: Client) {
        if self.trust == Trust::Trusted && !self.effective_for.contains(&client) {
            self.effective_for.push(client);
            self.effective_for.sort();
        }
    }

    /// A certificate with the store's trust for TLS servers: only a trusted one affects its
    /// programs.
    #[must_use]
    pub(crate) fn new(certificate: Certificate, trust: Trust, trusted_by: &[Client]) -> Self {
        let effective_for = match trust {
            Trust::Trusted => trusted_by.to_vec(),
            Trust::None | Trust::Distrusted => Vec::new(),
        };
        Self {
            certificate,
            trust,
            effective_for,
        }
    }
}

/// Whether a store trusts a certificate for TLS servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It does.
    Trusted,
    /// The certificate is present but not trusted.
    None,
    /// It is marked as not trusted.
    Distrusted,
}

impl Trust {
    /// Its stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::None => "none",
            Self::Distrusted => "distrusted",
        }
    }

    /// The trust with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Trusted, Self::None, Self::Distrusted]
            .into_iter()
            .find(|trust| trust.code() == code)
    }
}
