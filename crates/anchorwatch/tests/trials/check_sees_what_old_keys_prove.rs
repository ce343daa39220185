//! An interceptor with keys and certificates that browsers and rustls reject. The handshake
//! still proves that it holds the key.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use libtest_mimic::Failed;
use serde_json::Value;

use crate::checked;

const NAME: &str = "www.example.org";

pub(crate) fn run() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let place = Place(folder.path());
    std::fs::write(
        folder.path().join("san"),
        format!("subjectAltName=DNS:{NAME}\n"),
    )?;
    of_leaves(&place)?;
    of_roots(&place)
}

fn of_leaves(place: &Place<'_>) -> Result<(), Failed> {
    place.root("root", &["rsa:2048"])?;
    place.leaf("short", "root", "rsa:1024", &["-extfile", "san"])?;
    // Without an extension OpenSSL writes version 1.
    place.leaf("old", "root", "rsa:2048", &[])?;
    place.leaf("oldest", "root", "rsa:1024", &[])?;
    let bits = |number| ["rsa", "-pkeyopt", number];
    let padded = |number| ["rsa-pss", "-pkeyopt", number];
    let curve = |name| ["ec", "-pkeyopt", name];
    let san = ["-extfile", "san"];
    for (name, key) in [
        ("shorter", &bits("rsa_keygen_bits:768")[..]),
        ("shortest", &bits("rsa_keygen_bits:512")),
        ("padded", &padded("rsa_keygen_bits:2048")),
        ("padded-short", &padded("rsa_keygen_bits:1024")),
        ("large-curve", &curve("ec_paramgen_curve:P-521")),
        ("edwards", &["ed25519"]),
        ("goldilocks", &["ed448"]),
    ] {
        place.leaf_of(name, "root", key, &san)?;
    }
    let both = ["-tls1_2", "-tls1_3"];
    for (leaf, versions) in [
        ("short", &both[..]),
        ("old", &both),
        ("oldest", &both),
        ("shorter", &both),
        ("edwards", &both),
        // TLS 1.3 does not allow such short keys for signing.
        ("shortest", &both[..1]),
        // rustls aborts a TLS 1.2 handshake signed with a PSS-only key, and does not offer this
        // curve.
        ("padded", &both[1..]),
        ("padded-short", &both[1..]),
        ("large-curve", &both[1..]),
    ] {
        for version in versions {
            let seen = place.check(leaf, "root", &[version])?;
            let what = format!("{leaf} {version}");
            expect(&seen, "intercepted", &what)?;
            expect_key(&seen, "proven", &what)?;
            if seen["against"].to_string().contains("replayed") {
                return Err(format!("{what}: {seen:#}").into());
            }
        }
    }
    for (leaf, version, key) in [
        ("goldilocks", "-tls1_3", "not_checkable"),
        ("goldilocks", "-tls1_2", "not_reached"),
        ("padded", "-tls1_2", "not_reached"),
    ] {
        let seen = place.check(leaf, "root", &[version])?;
        expect(&seen, "suspected", leaf)?;
        expect_key(&seen, key, leaf)?;
    }
    Ok(())
}

/// Roots whose signatures OpenSSL checks; this program checks only some of them.
fn of_roots(place: &Place<'_>) -> Result<(), Failed> {
    let curve = |name| ["ec", "-pkeyopt", name];
    let brainpool = curve("ec_paramgen_curve:brainpoolP256r1");
    let twisted = curve("ec_paramgen_curve:brainpoolP256t1");
    let binary = curve("ec_paramgen_curve:sect233r1");
    let koblitz = curve("ec_paramgen_curve:secp256k1");
    let pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt"];
    let longest = [&pss[..], &["rsa_pss_saltlen:-2"]].concat();
    let odd = [&pss[..], &["rsa_pss_saltlen:10"]].concat();
    let mask = [&pss[..], &["rsa_mgf1_md:sha1"]].concat();
    for (name, key, signature, verdict) in [
        ("brainpool", &brainpool[..], &[][..], "intercepted"),
        ("twisted", &twisted, &[], "suspected"),
        ("binary", &binary, &[], "suspected"),
        ("koblitz", &koblitz, &[], "intercepted"),
        ("ed448", &["ed448"], &[], "suspected"),
        ("sha224", &["rsa:2048"], &["-sha224"], "intercepted"),
        ("sha3", &["rsa:2048"], &["-sha3-256"], "intercepted"),
        ("sha1", &["rsa:1024"], &["-sha1"], "intercepted"),
        ("md5", &["rsa:1024"], &["-md5"], "intercepted"),
        ("short-sha384", &["rsa:1024"], &["-sha384"], "intercepted"),
        ("short-pss", &["rsa:1024"], &longest, "intercepted"),
        ("odd-salt", &["rsa:2048"], &odd, "intercepted"),
        ("odd-mask", &["rsa:2048"], &mask, "intercepted"),
        ("pss-key", &["rsa-pss"], &[], "intercepted"),
        ("longest-salt", &["rsa:2048"], &longest, "intercepted"),
        (
            "p521",
            &curve("ec_paramgen_curve:secp521r1"),
            &[],
            "intercepted",
        ),
    ] {
        place.root(name, key)?;
        let leaf = format!("{name}-leaf");
        let more = [&["-extfile", "san"], signature].concat();
        place.leaf(&leaf, name, "rsa:2048", &more)?;
        let certificate = format!("{leaf}.pem");
        let root = format!("{name}.pem");
        let by = ["verify", "-auth_level", "0", "-CAfile"];
        place.openssl(&[&by[..], &[&root, &certificate]].concat())?;
        let seen = place.check(&leaf, name, &[])?;
        expect(&seen, verdict, name)?;
        // An unsupported signature is not reported as invalid.
        if seen["rules"].to_string().contains("does not hold") {
            return Err(format!("{name}: {seen:#}").into());
        }
        // A root with the same name and another, supported key did not sign.
        place.root(name, &curve("ec_paramgen_curve:prime256v1"))?;
        let seen = place.check(&leaf, name, &[])?;
        expect(&seen, "inconclusive", &format!("a namesake of {name}"))?;
    }
    Ok(())
}

fn expect(seen: &Value, verdict: &str, what: &str) -> Result<(), Failed> {
    if seen["verdict"] == verdict {
        Ok(())
    } else {
        Err(format!("{what}: {seen:#}").into())
    }
}

fn expect_key(seen: &Value, key: &str, what: &str) -> Result<(), Failed> {
    if seen["server_key"] == key {
        Ok(())
    } else {
        Err(format!("{what}: {seen:#}").into())
    }
}

struct Place<'a>(&'a Path);

impl Place<'_> {
    fn openssl(&self, args: &[&str]) -> Result<(), Failed> {
        let output = Command::new("openssl")
            .current_dir(self.0)
            .args(args)
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }

    /// Makes a root with a new key of this kind; replaces an existing one.
    fn root(&self, name: &str, key: &[&str]) -> Result<(), Failed> {
        let (private, certificate) = (format!("{name}.key"), format!("{name}.pem"));
        let subject = format!("/O=Gateway/CN={name}");
        let make = ["req", "-x509", "-nodes", "-days", "30", "-subj", &subject];
        let files = ["-keyout", &private, "-out", &certificate, "-newkey"];
        self.openssl(&[&make[..], &files, key].concat())
    }

    fn leaf(&self, name: &str, root: &str, key: &str, more: &[&str]) -> Result<(), Failed> {
        self.leaf_of(name, root, &[key], more)
    }

    fn leaf_of(&self, name: &str, root: &str, key: &[&str], more: &[&str]) -> Result<(), Failed> {
        let [private, request, leaf] = ["key", "csr", "pem"].map(|kind| format!("{name}.{kind}"));
        let [root_key, root] = ["key", "pem"].map(|kind| format!("{root}.{kind}"));
        let subject = format!("/CN={NAME}");
        let make = ["req", "-new", "-nodes", "-subj", &subject];
        let files = ["-keyout", &private, "-out", &request, "-newkey"];
        self.openssl(&[&make[..], &files, key].concat())?;
        let sign = ["x509", "-req", "-days", "20", "-CAcreateserial"];
        let files = [
            "-in", &request, "-CA", &root, "-CAkey", &root_key, "-out", &leaf,
        ];
        self.openssl(&[&sign[..], &files, more].concat())
    }

    /// Runs `check` on a server with this certificate, with this root as local root.
    fn check(&self, leaf: &str, root: &str, more: &[&str]) -> Result<Value, Failed> {
        let server = Server::start(self.0, leaf, more)?;
        checked::target(
            Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
                .args(["check", NAME, "--format", "json", "--timeout", "60"])
                .args(["--address", &server.address])
                .arg("--local")
                .arg(self.0.join(format!("{root}.pem")))
                .env_clear(),
        )
    }
}

/// OpenSSL's server, which accepts keys of any length if configured.
struct Server {
    child: Child,
    address: String,
    /// Keeps a reader for its output for as long as it runs.
    _output: BufReader<ChildStdout>,
}

impl Server {
    fn start(folder: &Path, leaf: &str, more: &[&str]) -> Result<Self, Failed> {
        let mut child = Command::new("openssl")
            .current_dir(folder)
            .args(["s_server", "-accept", "127.0.0.1:0"])
            .args(["-cipher", "DEFAULT@SECLEVEL=0"])
            .args([
                "-cert",
                &format!("{leaf}.pem"),
                "-key",
                &format!("{leaf}.key"),
            ])
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut address = None;
        for line in output.by_ref().lines().take(20) {
            if let Some(at) = line?.strip_prefix("ACCEPT ") {
                address = Some(at.to_owned());
                break;
            }
        }
        let server = Self {
            child,
            address: address.unwrap_or_default(),
            _output: output,
        };
        if server.address.is_empty() {
            return Err("openssl does not say where it listens".into());
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
