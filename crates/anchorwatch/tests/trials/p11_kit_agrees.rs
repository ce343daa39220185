//! What the audit says about p11-kit's folders is what `trust`, GnuTLS and NSS make of them,
//! root by root.
//!
//! Debian's trust module has one compiled-in path. A patched copy reads two folders, like
//! Fedora's; it replaces the machine's in a sealed copy of the machine.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anchorwatch_lab::{Root, Sealed, pki::Subject, trial::expect};
use libtest_mimic::Failed;
use sha1::{Digest as _, Sha1};

/// Debian's compiled-in path, and two paths that fit into it.
const DEBIANS: &[u8] = b"/etc/ssl/certs/ca-certificates.crt";
const TWO: &[u8] = b"/srv/a:/srv/b";
/// Where Fedora has the first and the second.
const FEDORAS: [(&str, &str); 2] = [
    ("/srv/a", "etc/pki/ca-trust/source"),
    ("/srv/b", "usr/share/pki/ca-trust-source"),
];

/// What trusts a root: extracted files, GnuTLS, NSS.
type Trusting = (bool, bool, bool);

const ALL: Trusting = (true, true, true);
const NONE: Trusting = (false, false, false);
const NSS: Trusting = (false, false, true);
const AT_ONCE: Trusting = (false, true, true);

/// A file in one of the two places.
type File = (&'static str, Vec<u8>);

struct Case {
    name: &'static str,
    root: Root,
    files: Vec<File>,
    expected: Trusting,
    /// Set if the audit lists more than the programs trust.
    said: Option<Trusting>,
}

pub(crate) fn run() -> Result<(), Failed> {
    let cases = cases()?;
    let sealed = Sealed::new()?;
    let module = module()?;
    sealed.write(&module, &with_two_places(&fs::read(&module)?)?)?;
    let tree = tempfile::tempdir()?;
    for case in &cases {
        for (path, content) in &case.files {
            let ending = path.rsplit_once('*').map_or("", |(_, ending)| ending);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = format!("/srv/{folder}/{}{ending}", case.name);
            sealed.write(&path, content)?;
            for (place, fedoras) in FEDORAS {
                if let Some(below) = path.strip_prefix(place) {
                    write(&tree.path().join(format!("{fedoras}{below}")), content)?;
                }
            }
        }
    }
    // p11-kit's module in place of NSS's roots, as on Fedora.
    let firefox = tree.path().join("usr/lib/firefox-esr/libnssckbi.so");
    write(&firefox, &fs::read(&module)?)?;
    let said = audited(tree.path(), &cases)?;
    let real = asked(&sealed, &module, &cases)?;
    for case in &cases {
        let Case {
            name,
            expected,
            said: more,
            ..
        } = case;
        let in_audit = more.as_ref().unwrap_or(expected);
        expect(
            real[name] == *expected,
            format!(
                "{name}: the programs say {:?}, not {expected:?}",
                real[name]
            ),
        )?;
        expect(
            said[name] == *in_audit,
            format!("{name}: the audit says {:?}, not {in_audit:?}", said[name]),
        )?;
    }
    Ok(())
}

fn cases() -> Result<Vec<Case>, Failed> {
    let mut cases = Vec::new();
    let mut add = |name: &'static str,
                   expected: Trusting,
                   files: &dyn Fn(&Root) -> Result<Vec<File>, Failed>|
     -> Result<(), Failed> {
        let root = Root::company(name)?;
        let files = files(&root)?;
        cases.push(Case {
            name,
            root,
            files,
            expected,
            said: None,
        });
        Ok(())
    };
    let pem = |root: &Root| root.pem().into_bytes();
    add("in-anchors", ALL, &|root| {
        Ok(vec![("a/anchors/*.pem", pem(root))])
    })?;
    add("in-anchors-as-der", ALL, &|root| {
        Ok(vec![("a/anchors/*.der", root.der().to_vec())])
    })?;
    add("below-anchors", NONE, &|root| {
        Ok(vec![("a/anchors/deeper/*.pem", pem(root))])
    })?;
    add("beside", NONE, &|root| Ok(vec![("b/*.pem", pem(root))]))?;
    add("says-trusted", ALL, &|root| {
        Ok(vec![(
            "b/*.p11-kit",
            object("trusted: true\n", &root.pem()),
        )])
    })?;
    add("refused-in-a-later-token", NSS, &|root| {
        Ok(vec![
            ("a/anchors/*.pem", pem(root)),
            ("b/blocklist/*.pem", pem(root)),
        ])
    })?;
    add("refused-in-an-earlier-token", NONE, &|root| {
        Ok(vec![
            ("b/anchors/*.pem", pem(root)),
            ("a/blocklist/*.pem", pem(root)),
        ])
    })?;
    add("refused-in-the-same-token", NONE, &|root| {
        Ok(vec![
            ("a/anchors/*.pem", pem(root)),
            ("a/blocklist/*.pem", pem(root)),
        ])
    })?;
    add("refused-beside-anchors", NSS, &|root| {
        let refused = object("x-distrusted: true\n", &root.pem());
        Ok(vec![
            ("a/anchors/*.pem", pem(root)),
            ("a/*.p11-kit", refused),
        ])
    })?;
    add("refused-by-a-twin", AT_ONCE, &|root| {
        let twin = root.renamed(Subject::common_name("another name"))?;
        Ok(vec![
            ("a/anchors/*.pem", pem(root)),
            ("b/blocklist/*.pem", pem(&twin)),
        ])
    })?;
    add("refused-by-key", AT_ONCE, &|root| {
        let key = root.spki_der();
        let refused = format!(
            "{}public-key-info: {}\n",
            "class: certificate\ncertificate-type: x-509\nx-distrusted: true\n",
            quoted(&key)
        );
        Ok(vec![
            ("a/anchors/*.pem", pem(root)),
            ("b/*.p11-kit", object(&refused, "")),
        ])
    })?;
    for (name, place) in [
        ("refused-by-serial", "a/*.p11-kit"),
        (
            "refused-by-serial-in-the-blocklist",
            "a/blocklist/*.p11-kit",
        ),
    ] {
        add(name, NONE, &|root| {
            let refused = object(&by_serial(root)?, "");
            Ok(vec![("a/anchors/*.pem", pem(root)), (place, refused)])
        })?;
    }
    // Without a type p11-kit loads no object, so the refusal has no effect.
    add("refused-by-serial-without-type", ALL, &|root| {
        let refused = by_serial(root)?.replace("certificate-type: x-509\n", "");
        let refused = object(&refused, "");
        Ok(vec![
            ("a/anchors/*.pem", pem(root)),
            ("a/blocklist/*.p11-kit", refused),
        ])
    })?;
    add("trusted-for-servers", ALL, &|root| {
        Ok(vec![(
            "b/*.pem",
            with_uses(root, &["-addtrust", "serverAuth"])?,
        )])
    })?;
    add("trusted-for-mail", NONE, &|root| {
        Ok(vec![(
            "b/*.pem",
            with_uses(root, &["-addtrust", "emailProtection"])?,
        )])
    })?;
    add("trusted-for-nothing", NONE, &|root| {
        Ok(vec![(
            "a/anchors/*.pem",
            with_uses(root, &["-setalias", "x"])?,
        )])
    })?;
    add("of-tomorrow", ALL, &|root| {
        let text = object("x-distrusted: true\nx-of-tomorrow: 1\n", &root.pem());
        Ok(vec![("a/anchors/*.p11-kit", text)])
    })?;
    // GnuTLS compares name and key here. Its lookup order is not known well enough to say that
    // it refuses.
    let root = Root::company("refused-by-a-twin-of-its-name")?;
    let twin = root.reissued()?;
    cases.push(Case {
        name: "refused-by-a-twin-of-its-name",
        files: vec![
            ("a/anchors/*.pem", pem(&root)),
            ("b/blocklist/*.pem", pem(&twin)),
        ],
        root,
        expected: NSS,
        said: Some(AT_ONCE),
    });
    Ok(cases)
}

fn object(attributes: &str, pem: &str) -> Vec<u8> {
    format!("[p11-kit-object-v1]\n{attributes}{pem}").into_bytes()
}

fn quoted(octets: &[u8]) -> String {
    let octets: String = octets.iter().map(|octet| format!("%{octet:02x}")).collect();
    format!("\"{octets}\"")
}

/// A refusal by issuer and serial number, which OpenSSL extracts from the certificate.
fn by_serial(root: &Root) -> Result<String, Failed> {
    let place = tempfile::tempdir()?;
    let file = place.path().join("root.der");
    fs::write(&file, root.der())?;
    // tbsCertificate is at 4; it contains [0] version, serialNumber, signature, issuer.
    let output = Command::new("openssl")
        .args(["asn1parse", "-inform", "DER", "-in"])
        .arg(&file)
        .output()?;
    let listing = String::from_utf8(output.stdout)?;
    let mut fields = Vec::new();
    for line in listing.lines().filter(|line| line.contains(":d=2 ")) {
        let number = |key: &str| -> Option<usize> {
            let (_, after) = line.split_once(key)?;
            after.split_whitespace().next()?.parse().ok()
        };
        let at = line.split(':').next().and_then(|at| at.trim().parse().ok());
        let (Some(at), Some(head), Some(length)) = (at, number("hl="), number(" l=")) else {
            return Err(format!("OpenSSL's listing is another one: {line}").into());
        };
        fields.push(at..at + head + length);
    }
    let field = |number: usize| -> Result<&[u8], Failed> {
        let range = fields.get(number).cloned();
        let field = range.and_then(|range| root.der().get(range));
        field.ok_or_else(|| "a certificate has fewer fields than RFC 5280 says".into())
    };
    Ok(format!(
        "class: certificate\ncertificate-type: x-509\nx-distrusted: true\nserial-number: {}\nissuer: {}\n",
        quoted(field(1)?),
        quoted(field(3)?)
    ))
}

fn with_uses(root: &Root, uses: &[&str]) -> Result<Vec<u8>, Failed> {
    let place = tempfile::tempdir()?;
    let file = place.path().join("root.pem");
    fs::write(&file, root.pem())?;
    let output = Command::new("openssl")
        .args(["x509", "-trustout", "-in"])
        .arg(&file)
        .args(uses)
        .output()?;
    expect(
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )?;
    Ok(output.stdout)
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failed> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, content)?)
}

/// The machine's own trust module.
fn module() -> Result<PathBuf, Failed> {
    for entry in fs::read_dir("/usr/lib")? {
        let path = entry?.path().join("pkcs11/p11-kit-trust.so");
        if path.exists() {
            return Ok(path);
        }
    }
    Err("p11-kit's trust module is not where Debian has it".into())
}

fn with_two_places(module: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut places = module.windows(DEBIANS.len()).enumerate();
    let at = places.find(|(_, window)| *window == DEBIANS);
    let Some((at, _)) = at else {
        return Err("p11-kit's trust module has another compiled-in place".into());
    };
    let mut changed = module.to_vec();
    for (place, byte) in changed[at..at + DEBIANS.len()].iter_mut().enumerate() {
        *byte = TWO.get(place).copied().unwrap_or_default();
    }
    Ok(changed)
}

/// The audit's answer for each root.
fn audited(tree: &Path, cases: &[Case]) -> Result<BTreeMap<&'static str, Trusting>, Failed> {
    let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .args(["audit", "--format", "json", "--all", "--root"])
        .arg(tree)
        .output()?;
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let list = |key: &str| answer[key].as_array().cloned().unwrap_or_default();
    let mut said = BTreeMap::new();
    for case in cases {
        let hash: String = Sha1::digest(case.root.der())
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect();
        let findings = list("findings").into_iter().filter(|finding| {
            let is_source = finding["store_id"]
                .as_str()
                .is_some_and(|id| id.starts_with("p11_kit_source"));
            finding["kind"] == "certificate" && finding["cert_sha1"] == hash && is_source
        });
        let findings: Vec<_> = findings.collect();
        let trusts = |client: &str| {
            findings.iter().any(|finding| {
                let clients = finding["effective_for"].as_array();
                clients.is_some_and(|clients| clients.iter().any(|one| one == client))
            })
        };
        let is_left_out = list("not_checked").iter().any(|entry| {
            let why = entry["why"].as_str().unwrap_or_default();
            why.contains(&format!("CN={} ", case.name))
                || why.contains(&format!("CN={},", case.name))
        });
        let is_extracted = !findings.is_empty() && !is_left_out;
        said.insert(
            case.name,
            (is_extracted, trusts("gnutls"), trusts("firefox")),
        );
    }
    Ok(said)
}

/// The programs' answer for each root.
fn asked(
    sealed: &Sealed,
    module: &Path,
    cases: &[Case],
) -> Result<BTreeMap<&'static str, Trusting>, Failed> {
    let bundle = "/srv/extracted.pem";
    let output = sealed
        .command("trust")
        .args(["extract", "--format=pem-bundle", "--filter=ca-anchors"])
        .args(["--purpose=server-auth", bundle])
        .output()?;
    expect(
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )?;
    let extracted = sealed.command("cat").arg(bundle).output()?;
    let extracted = String::from_utf8(extracted.stdout)?;
    let database = "/srv/nss";
    let list = format!(
        "library={}\nname=p11-kit\nNSS=trustOrder=100\n\n",
        module.display()
    );
    let script =
        r#"mkdir "$1" && certutil -N -d "sql:$1" --empty-password && cat >> "$1/pkcs11.txt""#;
    feed(
        sealed.command("sh").args(["-c", script, "sh", database]),
        list.as_bytes(),
    )?;
    let mut trusted = BTreeMap::new();
    for case in cases {
        let leaf = case.root.issue(&["localhost"])?.pem();
        let path = format!("/srv/leaves/{}.pem", case.name);
        sealed.write(&path, leaf.as_bytes())?;
        let gnutls = sealed
            .command("certtool")
            .args([
                "--verify",
                "--load-ca-certificate",
                "pkcs11:",
                "--infile",
                &path,
            ])
            .stdin(Stdio::null())
            .output()?;
        let said = String::from_utf8_lossy(&gnutls.stdout).into_owned();
        let by_gnutls = said.contains("The certificate is trusted.");
        let script = r#"certutil -A -d "sql:$1" -n leaf -t ,, -i "$2" && certutil -V -d "sql:$1" -n leaf -u V; code=$?; certutil -D -d "sql:$1" -n leaf; exit $code"#;
        let nss = sealed
            .command("sh")
            .args(["-c", script, "sh", database, &path])
            .output()?;
        let body = case.root.pem();
        let body: String = body.lines().filter(|line| !line.starts_with('-')).collect();
        let in_bundle = extracted.replace('\n', "").contains(&body);
        trusted.insert(case.name, (in_bundle, by_gnutls, nss.status.success()));
    }
    Ok(trusted)
}

fn feed(command: &mut Command, input: &[u8]) -> Result<(), Failed> {
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        std::io::Write::write_all(&mut stdin, input)?;
    }
    expect(child.wait()?.success(), "certutil made no database")
}
