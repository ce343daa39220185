//! `identify` reads PKCS #7 and PKCS #12 in every form that OpenSSL writes, and a profile that
//! it signed.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anchorwatch_lab::{
    Root,
    container::{payload, profile},
    trial::expect,
};
use data_encoding::BASE64;
use libtest_mimic::Failed;
use serde_json::Value;

/// Encryption of the certificates, as options of `openssl pkcs12 -export`.
const WAYS: [&[&str]; 9] = [
    &[],
    &["-nomac", "-certpbe", "NONE", "-keypbe", "NONE"],
    &["-certpbe", "AES-128-CBC", "-macalg", "sha512"],
    &["-certpbe", "AES-256-CBC", "-iter", "600000"],
    &["-certpbe", "DES-EDE3-CBC"],
    &["-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES"],
    &["-certpbe", "PBE-SHA1-2DES"],
    &["-legacy", "-certpbe", "PBE-SHA1-RC2-40"],
    &["-legacy", "-certpbe", "PBE-SHA1-RC2-128"],
];

pub(crate) fn run() -> Result<(), Failed> {
    let place = Place::new()?;
    let imposed = place.store("imposed", &Root::isca_like()?)?;
    let company = place.store("company", &Root::company("Example Works Root")?)?;

    for form in ["DER", "PEM"] {
        place.openssl(
            &["crl2pkcs7", "-nocrl", "-outform", form, "-out", "file"],
            &[
                ("-certfile", &imposed.certificate),
                ("-certfile", &company.certificate),
            ],
        )?;
        place.expect_classes(&[], &["suspected_family", "unknown"])?;
    }
    for way in WAYS {
        for password in ["sesame", "", "пароль"] {
            pkcs12(&place, way, password, &imposed, &company)?;
        }
    }
    signed_profile(&place, &imposed, &company)
}

fn pkcs12(
    place: &Place,
    way: &[&str],
    password: &str,
    imposed: &Stored,
    company: &Stored,
) -> Result<(), Failed> {
    let pass = format!("pass:{password}");
    let export = ["pkcs12", "-export", "-out", "file", "-passout", &pass];
    place.openssl(
        &[&export, way].concat(),
        &[
            ("-inkey", &imposed.key),
            ("-in", &imposed.certificate),
            ("-certfile", &company.certificate),
        ],
    )?;
    let word = place.write("password", format!("{password}\n").as_bytes())?;
    let with = ["--password-file", word.as_str()];
    place.expect_classes(&with, &["suspected_family", "unknown"])?;
    let wrong = place.write("password", b"sesamf\n")?;
    let with_wrong = ["--password-file", wrong.as_str()];
    if way.contains(&"NONE") || password.is_empty() {
        place.expect_classes(&with_wrong, &["suspected_family", "unknown"])?;
        place.expect_classes(&[], &["suspected_family", "unknown"])
    } else {
        place.expect_error(&with_wrong, "wrong_password")?;
        place.expect_error(&[], "needs_password")
    }
}

/// With definite and indefinite lengths.
fn signed_profile(place: &Place, imposed: &Stored, company: &Stored) -> Result<(), Failed> {
    let text = profile(
        "Wi-Fi",
        &[payload("com.apple.security.root", Some(&imposed.der), None)],
    );
    let text = place.write("profile.xml", text.as_bytes())?;
    for stream in [&[][..], &["-stream"]] {
        let sign = [
            "cms",
            "-sign",
            "-nodetach",
            "-binary",
            "-outform",
            "DER",
            "-out",
            "file",
        ];
        place.openssl(
            &[&sign, stream].concat(),
            &[
                ("-in", &text),
                ("-signer", &company.certificate),
                ("-inkey", &company.key),
            ],
        )?;
        place.expect_classes(&[], &["suspected_family", "unknown"])?;
        let document = place.identify(&[])?;
        let file = &document["files"][0];
        expect(
            file["format"] == "signed_profile"
                && file["signers"][0] == "CN=Example Works Root,O=Example Works,C=SE"
                && document["certificates"][1]["is_in_signature"] == true,
            document.to_string(),
        )?;
    }
    Ok(())
}

/// A root in files; its key is deleted with the folder.
pub(crate) struct Stored {
    pub(crate) certificate: String,
    pub(crate) key: String,
    pub(crate) der: Vec<u8>,
}

/// A folder in which programs create the file to identify.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Result<Self, Failed> {
        Ok(Self {
            folder: tempfile::tempdir()?,
        })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<String, Failed> {
        std::fs::write(self.path(name), bytes)?;
        Ok(self.path(name).display().to_string())
    }

    pub(crate) fn store(&self, stem: &str, root: &Root) -> Result<Stored, Failed> {
        let label = "PRIVATE KEY";
        let key = BASE64.encode(root.key_pkcs8_der());
        let key = format!("-----BEGIN {label}-----\n{key}\n-----END {label}-----\n");
        Ok(Stored {
            certificate: self.write(&format!("{stem}.pem"), root.pem().as_bytes())?,
            key: self.write(&format!("{stem}.key"), key.as_bytes())?,
            der: root.der().to_vec(),
        })
    }

    pub(crate) fn openssl(&self, args: &[&str], files: &[(&str, &str)]) -> Result<(), Failed> {
        let files = files.iter().flat_map(|(option, file)| [*option, *file]);
        self.run(Command::new("openssl").args(args).args(files))
    }

    /// Runs a program in the folder, which is also its home.
    pub(crate) fn run(&self, command: &mut Command) -> Result<(), Failed> {
        let folder: &Path = self.folder.path();
        let output = command.current_dir(folder).env("HOME", folder).output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        expect(output.status.success(), format!("{command:?}: {said}"))
    }

    /// The answer of `identify` for the file `file`.
    pub(crate) fn identify(&self, args: &[&str]) -> Result<Value, Failed> {
        let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(["identify", "--format", "json"])
            .arg(self.path("file"))
            .args(args)
            .env_clear()
            .output()?;
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    pub(crate) fn expect_classes(&self, args: &[&str], expected: &[&str]) -> Result<(), Failed> {
        let document = self.identify(args)?;
        let rows = document["certificates"].as_array().into_iter().flatten();
        let mut classes: Vec<&str> = rows.filter_map(|row| row["class"].as_str()).collect();
        classes.sort_unstable();
        let is_whole = document["unreadable"].as_array().is_some_and(Vec::is_empty);
        expect(classes == expected && is_whole, document.to_string())
    }

    pub(crate) fn expect_error(&self, args: &[&str], code: &str) -> Result<(), Failed> {
        let document = self.identify(args)?;
        let is_shut = document["certificates"]
            .as_array()
            .is_some_and(Vec::is_empty);
        expect(
            is_shut && document["unreadable"][0]["code"] == code,
            document.to_string(),
        )
    }
}
