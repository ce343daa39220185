//! openSUSE and SUSE Linux Enterprise: p11-kit and `update-ca-certificates`.
//!
//! The tool extracts p11-kit's roots into `/var/lib/ca-certificates`, to which
//! `/etc/ssl/certs` links.
//!
//! **Not measured:** the readers come from the documents and build options.
//!
//! Source: update-ca-certificates(8) and the scripts of github.com/openSUSE/ca-certificates
//! (commit 2e3a23b5), read 2026-11-29; Go's `crypto/x509/root_linux.go`. Not read: the
//! patch that moves the paths of SUSE's OpenSSL to `/var/lib/ca-certificates`.

use super::system_layout::{Bundle, Directory, OpensslPlaces, P11KitPath, SystemLayout};
use crate::{Client, StoreKind};

pub(super) const SUSE: SystemLayout = SystemLayout {
    code: "suse",
    name: "openSUSE, SUSE Linux Enterprise",
    marks: &[
        "/etc/pki/trust",
        "/usr/share/pki/trust",
        "/var/lib/ca-certificates",
    ],
    shared_marks: &[],
    bundles: &[
        Bundle {
            path: "/var/lib/ca-certificates/ca-bundle.pem",
            kind: StoreKind::SystemBundle,
            clients: &[
                Client::Openssl,
                Client::PythonSsl,
                Client::PythonRequests,
                Client::Curl,
                Client::Wget,
                Client::Git,
                Client::Go,
            ],
        },
        Bundle {
            path: "/etc/ssl/ca-bundle.pem",
            kind: StoreKind::SystemBundle,
            clients: &[Client::PythonRequests, Client::Go],
        },
        // Go looks there first.
        Bundle {
            path: "/etc/ssl/certs/ca-certificates.crt",
            kind: StoreKind::SystemBundle,
            clients: &[Client::Go],
        },
    ],
    directories: &[
        Directory {
            path: "/var/lib/ca-certificates/openssl",
            kind: StoreKind::SystemDirectory,
            by_hash: &[Client::Openssl, Client::PythonSsl],
            whole: &[],
        },
        Directory {
            path: "/etc/ssl/certs",
            kind: StoreKind::SystemDirectory,
            by_hash: &[
                Client::Openssl,
                Client::PythonSsl,
                Client::Curl,
                Client::Git,
            ],
            whole: &[Client::Go],
        },
        Directory {
            path: "/var/lib/ca-certificates/pem",
            kind: StoreKind::SystemDirectory,
            by_hash: &[],
            whole: &[],
        },
    ],
    openssl: OpensslPlaces {
        home: "/etc/ssl",
        file: "/etc/ssl/cert.pem",
        directory: "/var/lib/ca-certificates/openssl",
        clients: &[Client::Openssl, Client::PythonSsl],
    },
    local_sources: &[],
    shipped: None,
    p11_kit: Some(P11KitPath {
        places: &["/etc/pki/trust", "/usr/share/pki/trust"],
        clients: &[Client::Gnutls, Client::Wget],
    }),
    keystores: &["/var/lib/ca-certificates/java-cacerts"],
    can_refuse: false,
};
