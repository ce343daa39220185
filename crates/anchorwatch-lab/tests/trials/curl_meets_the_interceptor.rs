//! The whole lab at once: a real curl refuses the forged chain, accepts it once the root is
//! installed in a sealed namespace, and is not fooled for a name that is not listed.

use std::net::SocketAddr;
use std::process::Output;

use anchorwatch_lab::sealed::Snapshot;
use anchorwatch_lab::{Root, Sealed, Site};
use libtest_mimic::Failed;

use anchorwatch_lab::trial::expect;

const STORES: [&str; 2] = ["/etc/ssl", "/usr/local/share/ca-certificates"];

pub(crate) fn run() -> Result<(), Failed> {
    let machine_before = Snapshot::of_machine(&STORES)?;
    let imposed = Root::isca_like()?;
    let honest = Root::company("Example Works Root")?;
    let site = Site::builder(honest.issue(&["www.example.org"])?)
        .for_name("www.example.kz", imposed.issue(&["www.example.kz"])?)
        .titled("the interceptor")
        .start()?;
    let sealed = Sealed::new()?;
    let refused = curl(&sealed, "www.example.kz", site.address())?;
    expect(
        refused.status.code() == Some(60),
        "curl accepts an unknown root",
    )?;

    sealed.write(
        "/usr/local/share/ca-certificates/imposed.crt",
        imposed.pem().as_bytes(),
    )?;
    let update = sealed.command("update-ca-certificates").output()?;
    expect(
        update.status.success(),
        String::from_utf8_lossy(&update.stderr),
    )?;
    let read = curl(&sealed, "www.example.kz", site.address())?;
    expect(
        read.stdout == b"the interceptor\n",
        String::from_utf8_lossy(&read.stderr),
    )?;
    let refused = curl(&sealed, "www.example.org", site.address())?;
    expect(
        refused.status.code() == Some(60),
        "curl accepts an unlisted name",
    )?;

    drop(sealed);
    let difference = machine_before.diff(&Snapshot::of_machine(&STORES)?);
    expect(difference.is_empty(), difference.to_string())
}

fn curl(sealed: &Sealed, name: &str, address: SocketAddr) -> Result<Output, Failed> {
    let to = format!("{name}:443:{}:{}", address.ip(), address.port());
    let output = sealed
        .command("curl")
        .args(["--silent", "--show-error", "--max-time", "10"])
        .args(["--connect-to", &to, &format!("https://{name}/")])
        .output()?;
    Ok(output)
}
