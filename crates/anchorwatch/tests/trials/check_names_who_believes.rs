//! `check` says which programs of this machine believe what came, and they do.

use std::net::SocketAddr;

use anchorwatch_lab::{Root, Sealed, Site, trial::expect};
use libtest_mimic::Failed;
use serde_json::{Value, json};

use crate::checked;

const NAME: &str = "www.example.kz";
const INSTALLED: &str = "/usr/local/share/ca-certificates/imposed.crt";

pub(crate) fn run() -> Result<(), Failed> {
    let imposed = Root::company("Example Gateway")?;
    let site = Site::start(imposed.issue(&[NAME])?)?;
    let sealed = Sealed::new()?;
    let document = check(&sealed, site.address(), NAME)?;
    expect(document["believed_by"] == json!([]), document.to_string())?;
    expect(!curl_loads(&sealed, site.address())?, "curl loads the page")?;

    sealed.write(INSTALLED, imposed.pem().as_bytes())?;
    let updated = sealed.command("update-ca-certificates").output()?;
    expect(
        updated.status.success(),
        String::from_utf8_lossy(&updated.stderr),
    )?;
    let document = check(&sealed, site.address(), NAME)?;
    let believers = believers(&document);
    for program in ["curl", "openssl", "python_ssl"] {
        expect(believers.contains(&program), document.to_string())?;
    }
    // These have stores of their own.
    for program in ["chromium", "firefox"] {
        expect(!believers.contains(&program), document.to_string())?;
    }
    expect(
        curl_loads(&sealed, site.address())?,
        "curl refuses the page",
    )?;
    // The certificate is for another name: nobody believes it.
    let document = check(&sealed, site.address(), "www.example.org")?;
    expect(document["believed_by"] == json!([]), document.to_string())
}

fn believers(document: &Value) -> Vec<&str> {
    let believers = document["believed_by"].as_array().into_iter().flatten();
    believers.filter_map(Value::as_str).collect()
}

fn check(sealed: &Sealed, address: SocketAddr, name: &str) -> Result<Value, Failed> {
    checked::target(
        sealed
            .command(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(["check", name, "--address", &address.to_string()])
            .args(["--format", "json", "--timeout", "300"]),
    )
}

fn curl_loads(sealed: &Sealed, address: SocketAddr) -> Result<bool, Failed> {
    let to = format!("{NAME}:443:{}:{}", address.ip(), address.port());
    let output = sealed
        .command("curl")
        .args(["--silent", "--show-error", "--max-time", "300"])
        .args(["--connect-to", &to, &format!("https://{NAME}/")])
        .output()?;
    Ok(output.status.success())
}
