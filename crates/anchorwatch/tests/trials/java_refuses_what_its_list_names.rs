//! Java's path validation refuses a root named in the JDK's `blocked.certs`, and the audit
//! reports it. A certificate re-issued with the same key, and an unreadable list, change
//! nothing.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;

use crate::{
    identify_reads_what_openssl_makes::{Place, Stored},
    java_trusts_what_the_audit_says::{chain, clear, import, jdk_of_links, store, trusted},
};

/// The referee: the verdict of Java's default trust manager on a server's chain.
const REFEREE: &str = r#"
import java.io.FileInputStream;
import java.security.KeyStore;
import java.security.cert.*;
import javax.net.ssl.*;

public class Judge {
    public static void main(String[] files) throws Exception {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        var manager = (X509TrustManager) factory.getTrustManagers()[0];
        try (var file = new FileInputStream("leaf.pem")) {
            var leaf = CertificateFactory.getInstance("X.509").generateCertificate(file);
            manager.checkServerTrusted(new X509Certificate[] { (X509Certificate) leaf }, "ECDHE_RSA");
            System.out.println("trusted");
        } catch (CertificateException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
"#;

pub(crate) fn run() -> Result<(), Failed> {
    let place = Place::new()?;
    place.write("Judge.java", REFEREE.as_bytes())?;
    std::fs::create_dir_all(place.path("root/srv"))?;
    let imposed = place.store("imposed", &Root::isca_like()?)?;
    chain(&place, &imposed)?;
    let again = issued_again(&place, &imposed)?;
    let jdk = place.path("root/opt/jdk");
    let security = jdk_of_links(&jdk)?;
    let list = security.join("blocked.certs");
    let refused = format!("Algorithm=SHA-256\n{}\n", fingerprint(&imposed)?);

    keystore(&place, &security, &imposed)?;
    judged(&place, &jdk, "no list", Some(&imposed))?;
    std::fs::write(&list, &refused)?;
    judged(&place, &jdk, "the list", None)?;
    std::fs::write(
        &list,
        refused
            .to_lowercase()
            .replace("algorithm=sha", "Algorithm=SHA"),
    )?;
    judged(&place, &jdk, "the list in small letters", Some(&imposed))?;
    std::fs::write(&list, refused.replace("Algorithm=", "# "))?;
    judged(&place, &jdk, "a list without its algorithm", Some(&imposed))?;
    std::fs::write(&list, &refused)?;
    keystore(&place, &security, &again)?;
    judged(&place, &jdk, "the list and its twin", Some(&again))
}

/// The same name and key in a certificate with another serial number.
fn issued_again(place: &Place, imposed: &Stored) -> Result<Stored, Failed> {
    let (certificate, der) = (place.path("again.pem"), place.path("again.der"));
    let certificate = certificate.display().to_string();
    place.openssl(
        &["x509", "-days", "300", "-set_serial", "77"],
        &[
            ("-in", &imposed.certificate),
            ("-signkey", &imposed.key),
            ("-out", &certificate),
        ],
    )?;
    place.openssl(
        &["x509", "-outform", "DER"],
        &[("-in", &certificate), ("-out", &der.display().to_string())],
    )?;
    Ok(Stored {
        certificate,
        key: imposed.key.clone(),
        der: std::fs::read(der)?,
    })
}

/// The JDK's own keystore, with only this root.
fn keystore(place: &Place, security: &Path, root: &Stored) -> Result<(), Failed> {
    clear(place)?;
    import(place, root, &["-storetype", "JKS"])?;
    std::fs::rename(store(place), security.join("cacerts"))?;
    Ok(())
}

/// Java and the audit agree that this root is trusted, or that none is.
fn judged(place: &Place, jdk: &Path, what: &str, root: Option<&Stored>) -> Result<(), Failed> {
    let said = java(place, &jdk.join("bin/java"))?;
    let expected = match root {
        Some(_) => said == "trusted",
        None => said.contains("Untrusted certificate"),
    };
    expect(expected, format!("{what}: Java says {said:?}"))?;
    let ours: Vec<String> = trusted(place)?.into_iter().collect();
    let theirs = root.map(fingerprint).transpose()?;
    let theirs: Vec<String> = theirs.iter().map(|hash| hash.to_lowercase()).collect();
    expect(
        ours == theirs,
        format!("{what}: the audit says {ours:?}, not {theirs:?}"),
    )
}

fn java(place: &Place, java: &PathBuf) -> Result<String, Failed> {
    let output = Command::new(java)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .current_dir(place.path(""))
        .arg("Judge.java")
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(output.status.success(), format!("the judge failed: {said}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// In Java's format: upper case, without colons.
fn fingerprint(root: &Stored) -> Result<String, Failed> {
    let output = Command::new("openssl")
        .args(["x509", "-noout", "-fingerprint", "-sha256", "-in"])
        .arg(&root.certificate)
        .output()?;
    let said = String::from_utf8(output.stdout)?;
    let (_, digits) = said.split_once('=').ok_or("no fingerprint")?;
    Ok(digits.trim().replace(':', ""))
}
