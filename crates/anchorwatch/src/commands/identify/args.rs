//! Arguments of `identify`.

use std::path::PathBuf;

/// What is this certificate file that I am told to install?
///
/// Reads certificates, PEM, PKCS #7, PKCS #12, Apple's configuration profiles and exports of
/// Windows's and p11-kit's stores, whatever the file's name. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch identify security.mobileconfig ca.p12 --password-file p12.txt\n  curl -s http://example.org/ca.crt | anchorwatch identify -"
)]
pub(crate) struct Args {
    /// The files (.cer, .crt, .pem, .der, .p7b, .p12, .pfx, .mobileconfig, .reg, .sst,
    /// .p11-kit, .eml, or text that contains one of these); `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Read the password of PKCS #12 files from the first line of this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}
