//! Arch Linux and distributions built from it: p11-kit and its own `update-ca-trust`.
//!
//! Like Fedora's, with other paths, and with the extracted certificates linked into
//! `/etc/ssl/certs` one by one.
//!
//! **Not measured:** the readers come from the packages' build options.
//!
//! Source: update-ca-trust(8) and the packages ca-certificates-utils and p11-kit of Arch
//! Linux (gitlab.archlinux.org/archlinux/packaging), as of 2026-11-29.

use super::system_layout::{Bundle, Directory, OpensslPlaces, P11KitPath, SystemLayout};
use crate::{Client, StoreKind};

pub(super) const ARCH: SystemLayout = SystemLayout {
    code: "arch",
    name: "Arch Linux",
    marks: &[
        "/etc/ca-certificates/trust-source",
        "/etc/ca-certificates/extracted",
        "/usr/share/ca-certificates/trust-source",
    ],
    shared_marks: &[],
    bundles: &[
        Bundle {
            path: "/etc/ca-certificates/extracted/tls-ca-bundle.pem",
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
            path: "/etc/ssl/certs/ca-certificates.crt",
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
            path: "/etc/ca-certificates/extracted/ca-bundle.trust.crt",
            kind: StoreKind::SystemBundle,
            clients: &[],
        },
        // For firmware that boots over HTTPS.
        Bundle {
            path: "/etc/ca-certificates/extracted/edk2-cacerts.bin",
            kind: StoreKind::SystemBundle,
            clients: &[],
        },
    ],
    directories: &[
        Directory {
            path: "/etc/ssl/certs",
            kind: StoreKind::SystemDirectory,
            by_hash: &[Client::Openssl, Client::PythonSsl],
            whole: &[Client::Go],
        },
        Directory {
            path: "/etc/ca-certificates/extracted/cadir",
            kind: StoreKind::SystemDirectory,
            by_hash: &[],
            whole: &[],
        },
    ],
    openssl: OpensslPlaces {
        home: "/etc/ssl",
        file: "/etc/ssl/cert.pem",
        directory: "/etc/ssl/certs",
        clients: &[Client::Openssl, Client::PythonSsl],
    },
    local_sources: &[],
    shipped: None,
    p11_kit: Some(P11KitPath {
        places: &[
            "/etc/ca-certificates/trust-source",
            "/usr/share/ca-certificates/trust-source",
        ],
        clients: &[Client::Gnutls, Client::Wget],
    }),
    keystores: &["/etc/ca-certificates/extracted/java-cacerts.jks"],
    can_refuse: false,
};
