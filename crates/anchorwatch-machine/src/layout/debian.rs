//! Debian, Ubuntu and distributions built from them: `update-ca-certificates`.
//!
//! Which program trusts which place was measured: each client was run on Debian 12 with a
//! root in one place at a time. Source: update-ca-certificates(8), ca-certificates
//! 20230311+deb12u1, read and run.

use super::system_layout::{
    Bundle, Directory, LocalSource, OpensslPlaces, ShippedFolder, SystemLayout, Takes,
};
use crate::{Client, StoreKind, debian};

/// Debian's layout.
pub const DEBIAN: SystemLayout = SystemLayout {
    code: "debian",
    name: "Debian",
    marks: &["/var/lib/dpkg/info/ca-certificates.list"],
    shared_marks: &[debian::CONFIGURATION],
    bundles: &[Bundle {
        path: debian::BUNDLE,
        kind: StoreKind::DebianBundle,
        clients: &[
            Client::Gnutls,
            Client::Curl,
            Client::Wget,
            Client::Git,
            Client::PythonRequests,
            Client::Go,
        ],
    }],
    directories: &[Directory {
        path: debian::DIRECTORY,
        kind: StoreKind::DebianDirectory,
        by_hash: &[Client::Openssl, Client::PythonSsl, Client::Curl],
        whole: &[Client::Go],
    }],
    openssl: OpensslPlaces {
        home: "/usr/lib/ssl",
        file: "/usr/lib/ssl/cert.pem",
        directory: "/usr/lib/ssl/certs",
        clients: &[Client::Openssl, Client::PythonSsl],
    },
    local_sources: &[LocalSource {
        path: debian::LOCAL,
        kind: StoreKind::DebianLocal,
        takes: Takes::CrtBelow,
    }],
    shipped: Some(ShippedFolder {
        folder: debian::SHIPPED,
        list: debian::CONFIGURATION,
        kind: StoreKind::DebianPackaged,
        records: Some(debian::shipped::RECORDS),
    }),
    p11_kit: None,
    keystores: &["/etc/ssl/certs/java/cacerts"],
    can_refuse: true,
};
