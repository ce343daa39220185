//! The names that the library exports to the dynamic linker: one too many would replace a
//! function of that name in a program.

use std::process::Command;

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::world::built;

const CAUGHT: [&str; 4] = [
    "X509_verify_cert",
    "gnutls_certificate_verify_peers",
    "gnutls_deinit",
    "gnutls_server_name_set",
];

pub(crate) fn run() -> Result<(), Failed> {
    let said = Command::new("nm")
        .args(["-D", "--defined-only"])
        .arg(built("libanchorwatch_preload.so")?)
        .output()?;
    let listed = String::from_utf8(said.stdout)?;
    let names = listed.lines().filter_map(|line| line.split(' ').nth(2));
    let others: Vec<&str> = names
        .filter(|name| !name.starts_with("anchorwatch_"))
        .collect();
    expect(others == CAUGHT, format!("offered: {others:?}"))
}
