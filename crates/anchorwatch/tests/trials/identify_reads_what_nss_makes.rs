//! NSS writes PKCS #12 and CMS as BER with indefinite lengths, as Apple's tools do. `identify`
//! reads its output.

use std::process::Command;

use anchorwatch_lab::{
    Root,
    container::{payload, profile},
};
use libtest_mimic::Failed;

use crate::identify_reads_what_openssl_makes::Place;

pub(crate) fn run() -> Result<(), Failed> {
    let place = Place::new()?;
    let imposed = place.store("imposed", &Root::isca_like()?)?;
    place.openssl(
        &[
            "pkcs12", "-export", "-name", "imposed", "-out", "in.p12", "-passout", "pass:x",
        ],
        &[("-inkey", &imposed.key), ("-in", &imposed.certificate)],
    )?;
    std::fs::create_dir(place.path("nss"))?;
    let database = ["-d", "sql:nss"];
    let nss =
        |program: &str, args: &[&str]| place.run(Command::new(program).args(database).args(args));
    nss("certutil", &["-N", "--empty-password"])?;
    nss("pk12util", &["-i", "in.p12", "-W", "x", "-K", ""])?;

    for cipher in [
        "AES-256-CBC",
        "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC",
    ] {
        nss(
            "pk12util",
            &[
                "-o", "file", "-n", "imposed", "-W", "sesame", "-K", "", "-c", cipher, "-C", cipher,
            ],
        )?;
        let password = place.write("password", b"sesame")?;
        place.expect_classes(&["--password-file", &password], &["suspected_family"])?;
        place.expect_error(&[], "needs_password")?;
    }

    let text = profile(
        "Wi-Fi",
        &[payload("com.apple.security.root", Some(&imposed.der), None)],
    );
    place.write("profile.xml", text.as_bytes())?;
    // The lab's roots may not sign messages, so NSS makes its own signer.
    let signer = ["-S", "-x", "-n", "signer", "-s", "CN=Signer"];
    let trust = ["-t", "CTu,CTu,CTu", "-z", "profile.xml"];
    nss("certutil", &[&signer[..], &trust].concat())?;
    nss(
        "cmsutil",
        &["-S", "-N", "signer", "-i", "profile.xml", "-o", "file"],
    )?;
    place.expect_classes(&[], &["suspected_family", "unknown"])
}
