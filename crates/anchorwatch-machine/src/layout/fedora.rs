//! Fedora, RHEL and distributions built from them: p11-kit and `update-ca-trust`.
//!
//! GnuTLS reads the source folders directly, and so does NSS, through p11-kit's module in
//! place of NSS's list of roots. OpenSSL, Java and the rest read what `update-ca-trust`
//! extracts from them.
//!
//! **Not measured:** the readers come from the documents and build options.
//!
//! Source: update-ca-trust(8) and the package ca-certificates of Fedora
//! (src.fedoraproject.org/rpms/ca-certificates), read 2026-11-29; Go's
//! `crypto/x509/root_linux.go`.

use super::system_layout::{Bundle, Directory, OpensslPlaces, P11KitPath, SystemLayout};
use crate::{Client, StoreKind};

pub(super) const FEDORA: SystemLayout = SystemLayout {
    code: "fedora",
    name: "Fedora, RHEL",
    marks: &[
        "/etc/pki/ca-trust",
        "/etc/pki/tls/certs",
        "/usr/share/pki/ca-trust-source",
    ],
    shared_marks: &[],
    bundles: &[
        Bundle {
            path: "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            kind: StoreKind::SystemBundle,
            clients: &[
                Client::Curl,
                Client::Wget,
                Client::Git,
                Client::PythonRequests,
                Client::Go,
            ],
        },
        Bundle {
            path: "/etc/pki/tls/certs/ca-bundle.crt",
            kind: StoreKind::SystemBundle,
            clients: &[
                Client::Curl,
                Client::Wget,
                Client::Git,
                Client::PythonRequests,
                Client::Go,
            ],
        },
        // Go looks there first.
        Bundle {
            path: "/etc/ssl/certs/ca-certificates.crt",
            kind: StoreKind::SystemBundle,
            clients: &[Client::Go],
        },
        Bundle {
            path: "/etc/pki/ca-trust/extracted/openssl/ca-bundle.trust.crt",
            kind: StoreKind::SystemBundle,
            clients: &[],
        },
        Bundle {
            path: "/etc/pki/tls/certs/ca-bundle.trust.crt",
            kind: StoreKind::SystemBundle,
            clients: &[],
        },
        // For firmware that boots over HTTPS.
        Bundle {
            path: "/etc/pki/ca-trust/extracted/edk2/cacerts.bin",
            kind: StoreKind::SystemBundle,
            clients: &[],
        },
    ],
    directories: &[
        Directory {
            path: "/etc/pki/tls/certs",
            kind: StoreKind::SystemDirectory,
            by_hash: &[Client::Openssl, Client::PythonSsl],
            whole: &[Client::Go],
        },
        Directory {
            path: "/etc/ssl/certs",
            kind: StoreKind::SystemDirectory,
            by_hash: &[],
            whole: &[Client::Go],
        },
        Directory {
            path: "/etc/pki/ca-trust/extracted/pem/directory-hash",
            kind: StoreKind::SystemDirectory,
            by_hash: &[],
            whole: &[],
        },
    ],
    openssl: OpensslPlaces {
        home: "/etc/pki/tls",
        file: "/etc/pki/tls/cert.pem",
        directory: "/etc/pki/tls/certs",
        clients: &[Client::Openssl, Client::PythonSsl],
    },
    local_sources: &[],
    shipped: None,
    p11_kit: Some(P11KitPath {
        places: &["/etc/pki/ca-trust/source", "/usr/share/pki/ca-trust-source"],
        clients: &[Client::Gnutls, Client::Wget],
    }),
    keystores: &["/etc/pki/ca-trust/extracted/java/cacerts"],
    can_refuse: false,
};
