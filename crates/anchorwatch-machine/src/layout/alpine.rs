//! Alpine Linux and Wolfi: Debian's places, filled by a program of their own.
//!
//! `update-ca-certificates` is written in C and includes every file of the local folder,
//! whatever its name. OpenSSL's folder is `/etc/ssl`, and `/etc/ssl/cert.pem` links to the
//! bundle.
//!
//! **Not measured:** the readers come from the packages' build options; the programs were
//! not run.
//!
//! Source: ca-certificates' `update-ca.c` (alpinelinux/ca-certificates, commit 898ab81b)
//! and `main/ca-certificates/APKBUILD` (alpinelinux/aports, commit 0066480e), read
//! 2026-11-29.

use super::system_layout::{
    Bundle, Directory, LocalSource, OpensslPlaces, ShippedFolder, SystemLayout, Takes,
};
use crate::{Client, StoreKind, debian};

pub(super) const ALPINE: SystemLayout = SystemLayout {
    code: "alpine",
    name: "Alpine Linux",
    marks: &["/etc/alpine-release", "/etc/apk"],
    shared_marks: &[],
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
        home: "/etc/ssl",
        file: "/etc/ssl/cert.pem",
        directory: "/etc/ssl/certs",
        clients: &[
            Client::Openssl,
            Client::PythonSsl,
            Client::Curl,
            Client::Git,
        ],
    },
    local_sources: &[LocalSource {
        path: debian::LOCAL,
        kind: StoreKind::DebianLocal,
        takes: Takes::Everything,
    }],
    shipped: Some(ShippedFolder {
        folder: debian::SHIPPED,
        list: debian::CONFIGURATION,
        kind: StoreKind::DebianPackaged,
        records: None,
    }),
    p11_kit: None,
    keystores: &["/etc/ssl/certs/java/cacerts"],
    can_refuse: false,
};
