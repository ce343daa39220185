//! Keystores made by keytool in every format: the audit lists exactly the certificates that
//! Java's own trust managers accept.

use std::{
    collections::BTreeSet,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::identify_reads_what_openssl_makes::{Place, Stored};

const FORMATS: [&str; 3] = ["JKS", "JCEKS", "PKCS12"];
const PASSWORD: [&str; 2] = ["-storepass", "changeit"];

/// The referee: the SHA-256 of every certificate that Java's default trust managers accept.
const REFEREE: &str = r#"
import java.security.*;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.*;

public class Referee {
    public static void main(String[] none) throws Exception {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (var manager : factory.getTrustManagers())
            for (var root : ((X509TrustManager) manager).getAcceptedIssuers())
                System.out.println(HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(root.getEncoded())));
    }
}
"#;

pub(crate) fn run() -> Result<(), Failed> {
    let place = Place::new()?;
    place.write("Referee.java", REFEREE.as_bytes())?;
    std::fs::create_dir_all(place.path("root/srv"))?;
    let imposed = place.store("imposed", &Root::isca_like()?)?;
    let company = Root::company("Example Works Root")?;
    let company = place.store("company", &company)?;
    for format in FORMATS {
        keystore_of(&place, format, &imposed, &company)?;
    }
    without_password(&place, &imposed)?;
    unmarked(&place, &imposed)?;
    precedence(&place, &imposed)
}

/// A trusted entry, and a key whose certificate the same company signed. Java accepts the entry
/// and the key's certificate, but not the certificates above it.
fn keystore_of(
    place: &Place,
    format: &str,
    imposed: &Stored,
    company: &Stored,
) -> Result<(), Failed> {
    clear(place)?;
    chain(place, company)?;
    let kind = ["-deststoretype", format, "-deststorepass", "changeit"];
    let from = ["-srckeystore", "key.p12", "-srcstorepass", "changeit"];
    keytool(
        place,
        &[&["-importkeystore"], &from[..], &kind].concat(),
        "-destkeystore",
    )?;
    agree(place, format, 1)?;
    import(place, imposed, &["-storetype", format])?;
    agree(place, format, 2)
}

pub(crate) fn chain(place: &Place, company: &Stored) -> Result<(), Failed> {
    let request = [
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=server",
    ];
    place.openssl(&request, &[("-keyout", "leaf.key"), ("-out", "leaf.csr")])?;
    place.openssl(
        &["x509", "-req", "-days", "30", "-CAcreateserial"],
        &[
            ("-in", "leaf.csr"),
            ("-CA", &company.certificate),
            ("-CAkey", &company.key),
            ("-out", "leaf.pem"),
        ],
    )?;
    place.openssl(
        &[
            "pkcs12",
            "-export",
            "-name",
            "server",
            "-passout",
            "pass:changeit",
        ],
        &[
            ("-inkey", "leaf.key"),
            ("-in", "leaf.pem"),
            ("-certfile", &company.certificate),
            ("-out", "key.p12"),
        ],
    )
}

/// Like the JDK's own keystore since version 18.
fn without_password(place: &Place, imposed: &Stored) -> Result<(), Failed> {
    clear(place)?;
    let plain = [
        "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
        "-J-Dkeystore.pkcs12.macAlgorithm=NONE",
        "-storetype",
        "PKCS12",
    ];
    import(place, imposed, &plain)?;
    agree(place, "PKCS12 without a password", 1)
}

/// Twin of the previous case: the same certificate as written by OpenSSL, without Java's mark.
fn unmarked(place: &Place, imposed: &Stored) -> Result<(), Failed> {
    clear(place)?;
    let plain = ["pkcs12", "-export", "-nokeys", "-certpbe", "NONE", "-nomac"];
    let out = store(place).display().to_string();
    place.openssl(
        &[&plain[..], &["-passout", "pass:"]].concat(),
        &[("-in", &imposed.certificate), ("-out", &out)],
    )?;
    agree(place, "PKCS12 without a mark", 0)
}

/// In a copied JDK, `jssecacerts` is placed beside `cacerts`.
fn precedence(place: &Place, imposed: &Stored) -> Result<(), Failed> {
    clear(place)?;
    import(place, imposed, &["-storetype", "JKS"])?;
    let jdk = place.path("root/opt/jdk");
    let security = jdk_of_links(&jdk)?;
    std::fs::rename(store(place), security.join("cacerts"))?;
    let (java, ours) = (referee(place, Told::Nothing(&jdk))?, trusted(place)?);
    expect(
        java == ours && java.len() == 1,
        format!("cacerts alone: {java:?}, {ours:?}"),
    )?;
    // No entries, and a digest that programs without a password ignore.
    let empty = [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 0];
    let empty = [empty.as_slice(), &[0; 20]].concat();
    std::fs::write(security.join("jssecacerts"), empty)?;
    let (java, ours) = (referee(place, Told::Nothing(&jdk))?, trusted(place)?);
    expect(
        java.is_empty() && ours.is_empty(),
        format!("cacerts beside jssecacerts: {java:?}, {ours:?}"),
    )
}

/// A JDK in the given folder. Java finds its home by the location of the launcher and the VM,
/// so these are copies; the rest are links to the installed JDK. Returns its new, empty
/// keystore folder.
pub(crate) fn jdk_of_links(jdk: &Path) -> Result<PathBuf, Failed> {
    let java = std::fs::canonicalize("/usr/bin/java")?;
    let home = java
        .parent()
        .and_then(Path::parent)
        .ok_or("java has no home")?;
    for folder in ["bin", "lib/server", "lib/security"] {
        std::fs::create_dir_all(jdk.join(folder))?;
    }
    for file in ["bin/java", "lib/server/libjvm.so"] {
        std::fs::copy(home.join(file), jdk.join(file))?;
    }
    symlink(home.join("conf"), jdk.join("conf"))?;
    for entry in std::fs::read_dir(home.join("lib"))? {
        let entry = entry?;
        let link = jdk.join("lib").join(entry.file_name());
        if !link.exists() {
            symlink(entry.path(), link)?;
        }
    }
    Ok(jdk.join("lib/security"))
}

/// The only keystore of the tree, named by an option in its `/etc/environment`.
pub(crate) fn store(place: &Place) -> PathBuf {
    place.path("root/srv/trust")
}

pub(crate) fn clear(place: &Place) -> Result<(), Failed> {
    let etc = place.path("root/etc");
    std::fs::create_dir_all(&etc)?;
    let option = "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=/srv/trust\n";
    std::fs::write(etc.join("environment"), option)?;
    if store(place).exists() {
        std::fs::remove_file(store(place))?;
    }
    Ok(())
}

pub(crate) fn import(place: &Place, root: &Stored, more: &[&str]) -> Result<(), Failed> {
    let add = [
        "-importcert",
        "-noprompt",
        "-alias",
        "imposed",
        "-file",
        &root.certificate,
    ];
    keytool(place, &[&add[..], &PASSWORD, more].concat(), "-keystore")
}

fn keytool(place: &Place, args: &[&str], option: &str) -> Result<(), Failed> {
    let mut command = Command::new("keytool");
    command.env_clear().env("PATH", "/usr/bin:/bin");
    place.run(command.args(args).arg(option).arg(store(place)))
}

/// Java, given the password as its programs are, and the audit agree on this many certificates.
fn agree(place: &Place, what: &str, count: usize) -> Result<(), Failed> {
    let (java, ours) = (referee(place, Told::Of(what))?, trusted(place)?);
    expect(
        java == ours && java.len() == count,
        format!("{what}: Java accepts {java:?}, the audit says {ours:?}, expected {count}"),
    )
}

/// Java's options.
enum Told<'a> {
    /// None: the JDK in this folder uses its own keystore.
    Nothing(&'a Path),
    /// The keystore, its password, and its format if Java does not detect it.
    Of(&'a str),
}

fn referee(place: &Place, told: Told<'_>) -> Result<BTreeSet<String>, Failed> {
    let java = match &told {
        Told::Nothing(home) => home.join("bin/java"),
        Told::Of(_) => "java".into(),
    };
    let mut command = Command::new(java);
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .current_dir(place.path(""));
    if let Told::Of(format) = told {
        let option = format!("-Djavax.net.ssl.trustStore={}", store(place).display());
        command.args([&option, "-Djavax.net.ssl.trustStorePassword=changeit"]);
        if format == "JCEKS" {
            command.arg("-Djavax.net.ssl.trustStoreType=JCEKS");
        }
    }
    let output = command.arg("Referee.java").output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(
        output.status.success(),
        format!("the referee failed: {said}"),
    )?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().map(str::to_owned).collect())
}

/// The certificates that Java trusts, by the audit of the tree.
pub(crate) fn trusted(place: &Place) -> Result<BTreeSet<String>, Failed> {
    let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .args(["audit", "--all", "--format", "json", "--root"])
        .arg(place.path("root"))
        .env_clear()
        .output()?;
    let document: Value = serde_json::from_slice(&output.stdout)?;
    let findings = document["findings"].as_array().into_iter().flatten();
    let of_java = findings.filter(|finding| {
        finding["effective_for"] == serde_json::json!(["java"]) && finding["kind"] == "certificate"
    });
    Ok(of_java
        .filter_map(|finding| finding["cert_sha256"].as_str())
        .map(str::to_owned)
        .collect())
}
