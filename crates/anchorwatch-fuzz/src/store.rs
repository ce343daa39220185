//! Files of stores and settings, read in place: the bytes are written to every path of a family
//! in a throw-away tree, and the tree is read as by an audit.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, PoisonError},
};

use anchorwatch_home::Tree;
use anchorwatch_lab::container as make;
use anchorwatch_machine::{User, format, read_system, read_user};
use rusqlite::Connection;

use crate::Target;

/// Each input is read by the real readers of a whole tree, which takes milliseconds.
const MUTATIONS: usize = 200;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "nss_database",
        run: |bytes| read(&NSS, bytes),
        seeds: nss_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "nss_beside",
        run: |bytes| read_with(&nss_seeds()[..1], &NSS_BESIDE, bytes),
        seeds: beside_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "pkcs11_modules",
        run: |bytes| read(&MODULES, bytes),
        seeds: module_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "chromium",
        run: |bytes| read(&CHROMIUM, bytes),
        seeds: chromium_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "mozilla",
        run: |bytes| read(&MOZILLA, bytes),
        seeds: mozilla_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "keystore",
        run: |bytes| read(&KEYSTORES, bytes),
        seeds: keystore_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "settings",
        run: |bytes| read(&SETTINGS, bytes),
        seeds: settings_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "scripts",
        run: |bytes| read(&SCRIPTS, bytes),
        seeds: script_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "system_store",
        run: |bytes| read(&SYSTEM, bytes),
        seeds: crate::certificate::pem_seeds,
        mutations: MUTATIONS,
    },
];

const SYSTEM: [&str; 5] = [
    "etc/ssl/certs/ca-certificates.crt",
    "etc/ssl/certs/0a1b2c3d.0",
    "usr/local/share/ca-certificates/x.crt",
    "etc/ca-certificates.conf",
    "data/misc/user/0/cacerts-added/0a1b2c3d.0",
];
const NSS: [&str; 4] = [
    "home/alice/.pki/nssdb/cert9.db",
    "home/alice/.pki/nssdb/key4.db",
    "home/alice/.pki/nssdb/pkcs11.txt",
    "home/alice/.mozilla/firefox/a.default/cert9.db",
];
/// Files with fixed content come first in the tree, under the first of these names.
const NSS_BESIDE: [&str; 3] = [
    "home/alice/.pki/nssdb/cert9.db",
    "home/alice/.pki/nssdb/cert9.db-journal",
    "home/alice/.pki/nssdb/cert9.db-wal",
];
const MODULES: [&str; 6] = [
    "home/alice/.pki/nssdb/pkcs11.txt",
    "home/alice/.config/pkcs11/modules/a.module",
    "etc/pkcs11/modules/b.module",
    "etc/ld.so.conf",
    "usr/lib/x86_64-linux-gnu/libnssckbi.so",
    "home/alice/x/anchors/a.p11-kit",
];
const CHROMIUM: [&str; 5] = [
    "etc/chromium/policies/managed/a.json",
    "home/alice/.config/chromium/Default/ServerCertificate",
    "home/alice/.local/share/applications/a.desktop",
    "home/alice/.config/kioslaverc",
    "etc/chromium.d/a",
];
const MOZILLA: [&str; 6] = [
    "etc/firefox/policies/policies.json",
    "usr/lib/firefox-esr/defaults/pref/a.js",
    "usr/lib/firefox-esr/a.cfg",
    "home/alice/.mozilla/firefox/profiles.ini",
    "home/alice/.mozilla/firefox/a.default/prefs.js",
    "home/alice/.mozilla/firefox/a.default/cert_override.txt",
];
const KEYSTORES: [&str; 3] = [
    "etc/ssl/certs/java/cacerts",
    "usr/lib/jvm/java-17-openjdk-amd64/lib/security/jssecacerts",
    "home/alice/.gradle/gradle.properties",
];
const SETTINGS: [&str; 19] = [
    "etc/environment",
    "etc/security/pam_env.conf",
    "etc/profile.d/a.sh",
    "etc/systemd/system/a.service",
    "etc/crontab",
    "etc/apt/apt.conf",
    "home/alice/.bashrc",
    "home/alice/.cshrc",
    "home/alice/.config/fish/config.fish",
    "home/alice/.gitconfig",
    "home/alice/.curlrc",
    "home/alice/.wgetrc",
    "home/alice/.pip/pip.conf",
    "home/alice/.npmrc",
    "home/alice/.yarnrc",
    "home/alice/.yarnrc.yml",
    "home/alice/.cargo/config.toml",
    "home/alice/.aws/config",
    "home/alice/.docker/config.json",
];

/// Scripts that root's programs run, and settings of programs that no table names.
const SCRIPTS: [&str; 11] = [
    "etc/cron.daily/a",
    "etc/ca-certificates/update.d/a",
    "etc/network/if-up.d/a",
    "etc/network/interfaces",
    "etc/dpkg/dpkg.cfg",
    "etc/logrotate.d/a",
    "etc/udev/rules.d/a.rules",
    "home/alice/.config/a/settings.json",
    "home/alice/.config/a/a.yaml",
    "home/alice/.config/a/a.conf",
    "home/alice/work/.venv/pyvenv.cfg",
];

/// Reads the tree with the bytes at each path, and checks what holds for any reading: it can be
/// passed to another process unchanged, and every setting belongs to a listed store.
fn read(paths: &[&str], bytes: &[u8]) {
    read_with(&[], paths, bytes);
}

/// Does the same, but the first paths have fixed contents.
fn read_with(fixed: &[Vec<u8>], paths: &[&str], bytes: &[u8]) {
    static TREE: LazyLock<Mutex<Option<tempfile::TempDir>>> =
        LazyLock::new(|| Mutex::new(tempfile::tempdir().ok()));
    let folder = TREE.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(root) = folder.as_ref().map(|folder| folder.path().to_owned()) else {
        return;
    };
    let contents = fixed
        .iter()
        .map(Vec::as_slice)
        .chain(std::iter::repeat(bytes));
    let written: Vec<PathBuf> = paths
        .iter()
        .zip(contents)
        .filter_map(|(path, content)| write(&root.join(path), content))
        .collect();
    assert_eq!(written.len(), paths.len(), "the disk refused");
    let Ok(tree) = Tree::open(&root) else { return };
    for inventory in [read_system(&tree), read_user(&tree, &alice())] {
        let again = format::write(&inventory).map(|written| format::parse(&written));
        assert!(matches!(again, Ok(Ok(again)) if again == inventory));
        for setting in &inventory.settings {
            assert!(!setting.literal.contains('\n'));
            let is_known = inventory
                .stores
                .iter()
                .any(|store| store.id == setting.store_id);
            assert!(is_known, "{}", setting.store_id);
        }
    }
    for path in written {
        // The next input overwrites whatever is left.
        drop(fs::remove_file(path));
    }
}

fn write(path: &Path, bytes: &[u8]) -> Option<PathBuf> {
    fs::create_dir_all(path.parent()?).ok()?;
    fs::write(path, bytes).ok()?;
    Some(path.to_owned())
}

fn alice() -> User {
    User {
        name: "alice".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/alice".into(),
    }
}

fn nss_seeds() -> Vec<Vec<u8>> {
    let database = database(
        "CREATE TABLE nssPublic (id INTEGER PRIMARY KEY, a0, a11, a81, a82, ace536358, a62c)",
        |connection, der| {
            connection.execute(
                "INSERT INTO nssPublic (a0, a11, a81, a82) VALUES (x'00000001', ?, x'3000', x'020101')",
                [der],
            )?;
            connection.execute(
                "INSERT INTO nssPublic (a0, a81, a82, ace536358) VALUES (x'ce534353', x'3000', x'020101', x'ce534352')",
                [],
            )
        },
    );
    let modules = b"library=\nname=NSS Internal PKCS #11 Module\nparameters=configdir='sql:/home/alice/x' certPrefix=''\nNSS=Flags=internal\n\nlibrary=/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-trust.so\nname=p11\n";
    [database, vec![modules.to_vec()]].concat()
}

/// Makes a journal and a log of SQLite, each from a program that was stopped.
fn beside_seeds() -> Vec<Vec<u8>> {
    let stopped = |mode: &str, ending: &str| -> Option<Vec<u8>> {
        let folder = tempfile::tempdir().ok()?;
        let path = folder.path().join("a.db");
        let connection = Connection::open(&path).ok()?;
        connection
            .execute_batch(&format!(
                "PRAGMA journal_mode = {mode}; CREATE TABLE nssPublic (id INTEGER PRIMARY KEY, a0);
                 PRAGMA cache_size = 1; PRAGMA cache_spill = 1;
                 BEGIN; INSERT INTO nssPublic VALUES (1, zeroblob(9000)), (2, zeroblob(9000));"
            ))
            .ok()?;
        fs::read(folder.path().join(format!("a.db{ending}"))).ok()
    };
    [stopped("DELETE", "-journal"), stopped("WAL", "-wal")]
        .into_iter()
        .flatten()
        .collect()
}

fn module_seeds() -> Vec<Vec<u8>> {
    let list = "library=/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-trust.so\nname=p11\nparameters=verbose=yes paths='/home/alice/x:/etc'\n\nlibrary=/usr/lib/p11-kit-proxy.so\nname=proxy\n";
    let module = "# a comment\nmodule: p11-kit-trust.so\nx-init-reserved: paths=/home/alice/x\nenable-in: p11-kit-proxy\n";
    let library =
        "\x7fELF\0C_GetFunctionList\0Builtin Object Token\0NSS Builtin Object Cryptoki Module\0";
    let own = "[p11-kit-object-v1]\ntrusted: true\nvalue: \"%30%82\"\n";
    [
        list,
        module,
        library,
        own,
        "include /etc/ld.so.conf.d/*.conf\n/opt/lib\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

fn chromium_seeds() -> Vec<Vec<u8>> {
    let certificates = database(
        "CREATE TABLE certificates (sha256hash_hex TEXT PRIMARY KEY, der_cert BLOB, trust_settings BLOB)",
        |connection, der| {
            connection.execute(
                "INSERT INTO certificates VALUES ('00', ?, x'0a020803')",
                [der],
            )
        },
    );
    let der = data_encoding::BASE64.encode(&first_der());
    let policy = format!(
        "{{ // comment\n\"CACertificates\": [\"{der}\"], \"CADistrustedCertificates\": [\"{der}\"], \"CACertificatesWithConstraints\": [{{\"certificate\": \"{der}\", \"constraints\": {{\"permitted_dns_names\": [\"a.test\"]}}}}], \"ProxyMode\": \"fixed_servers\", \"ProxyServer\": \"http://a:b@h:1\",}}"
    );
    let desktop = b"[Desktop Entry]\nExec=/usr/bin/chromium --ignore-certificate-errors \"--proxy-server=http://a:b@h\" %U\n[Proxy Settings]\nProxyType=1\nhttpsProxy=http://h 3128\n";
    [certificates, vec![policy.into_bytes(), desktop.to_vec()]].concat()
}

fn mozilla_seeds() -> Vec<Vec<u8>> {
    [
        "{\"policies\":{\"Certificates\":{\"Install\":[\"/etc/ssl/certs/ca-certificates.crt\"]},\"Proxy\":{\"Mode\":\"manual\",\"HTTPProxy\":\"a:b@h:1\"},\"Preferences\":{\"network.proxy.type\":{\"Value\":2}}}}",
        "pref(\"general.config.filename\", \"a.cfg\");\npref('general.config.obscure_value', 0);\n",
        "// first line\nlockPref(\"network.proxy.type\", 1);\nlockPref(\"network.proxy.http\", \"h\" + \".example\");\n/* x */ try { var a = 1; } catch (e) {}\n",
        "[Profile0]\nName=a\nIsRelative=0\nPath=/home/alice/.mozilla/firefox/a.default\n",
        "h.example:443:\tOID.2.16.840.1.101.3.4.2.1\tAA:BB\tMU\tAAAA\nh.example:8443\tOID.2.16.840.1.101.3.4.2.1\tAA:BB\t\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

fn keystore_seeds() -> Vec<Vec<u8>> {
    let der = first_der();
    let options = b"org.gradle.jvmargs=-Djavax.net.ssl.trustStore=/etc/ssl/certs/java/cacerts -Djavax.net.ssl.trustStorePassword=\"x y\"\nsystemProp.javax.net.ssl.trustStore=/x\\\n  .jks\n";
    vec![jks(&der), make::pkcs12(&[&der]), options.to_vec()]
}

/// A keystore with one trusted certificate; its digest matches no password.
fn jks(der: &[u8]) -> Vec<u8> {
    let alias = "gov";
    let count = |number: usize| u32::try_from(number).unwrap_or(0).to_be_bytes();
    let mut bytes = vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
    bytes.extend([0, 3]);
    bytes.extend(alias.as_bytes());
    bytes.extend([0; 8]);
    bytes.extend([0, 5]);
    bytes.extend(b"X.509");
    bytes.extend(count(der.len()));
    bytes.extend(der);
    bytes.extend([0; 20]);
    bytes
}

fn settings_seeds() -> Vec<Vec<u8>> {
    [
        "export SSL_CERT_FILE=\"$HOME/ca.pem\" https_proxy='http://a:b@h:1' # x\nif true; then NODE_TLS_REJECT_UNAUTHORIZED=0; fi\n. ./other\n",
        "[Service]\nEnvironment=\"GIT_SSL_NO_VERIFY=1\" 'A=b'\nEnvironmentFile=-/etc/environment\nExecStart=/bin/true\n",
        "[http \"https://a.test\"]\n\tsslVerify = false\n\tsslCAInfo = ~/ca.pem\n[include]\n\tpath = .gitconfig\n",
        "cacert = \"/x\"\n-k\nproxy: h:1\ninsecure\n",
        "check_certificate = off\nca_certificate=/x\nhttps_proxy = http://h\n",
        "[global]\ntrusted-host = a.test\n  b.test\ncert=/x\n[install]\nproxy=h\n",
        "strict-ssl=false\ncafile=${HOME}/ca.pem\nca[]=\"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\"\n",
        "httpsProxy: \"http://h\"\nenableStrictSsl: false\nnetworkSettings:\n  a.test:\n    httpsCaFilePath: /x\n",
        "[http]\ncainfo = \"/x\"\nproxy = \"h:1\"\n[env]\nA = { value = \"b\" }\n",
        "Acquire { https { Verify-Peer \"false\"; CAInfo \"/x\"; }; http::Proxy \"http://h\"; };\n// c\n#include \"x\"\n",
        "set -gx CURL_CA_BUNDLE $HOME/ca.pem; setenv HTTPS_PROXY http://h\n",
        "{\"proxies\":{\"default\":{\"httpsProxy\":\"http://a:b@h\"}}}",
        "SHELL=/bin/sh\nHTTPS_PROXY=http://h\n* * * * * root true\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

fn script_seeds() -> Vec<Vec<u8>> {
    [
        "#!/bin/sh\ncp /srv/ca.crt /usr/local/share/ca-certificates/ && update-ca-certificates\nkeytool -importcert -cacerts -file ca.pem -alias a <<E\nyes\nE\n",
        "#!/bin/sh\ncat > /etc/ssl/certs/a.pem <<'EOF'\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nEOF\ncertutil -A -d sql:$HOME/.pki/nssdb -t C,, -n a -i ca.pem | tee -a /x >> /y\n",
        "auto lo\niface lo inet loopback\n  up install -m 644 /srv/ca.crt \\\n    /etc/ssl/certs/x.pem\npost-up trust anchor /srv/ca.pem\n",
        "post-invoke=\"tee -a /etc/ssl/certs/ca-certificates.crt < /srv/ca.pem\"\npre-invoke=true\n",
        "/var/log/a {\n  daily\n  postrotate\n    cp /srv/ca.crt /etc/ssl/certs\n  endscript\n}\n",
        "ACTION==\"add\", SUBSYSTEM==\"net\", PROGRAM=\"/bin/sh -c 'cp a b'\", RUN+=\"/usr/bin/trust anchor /srv/ca.pem\"\n",
        "{\"tls\": {\"insecureSkipVerify\": true, \"caCert\": \"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\", \"ca_file\": \"/srv/ca.pem\"}}",
        "tls:\n  verify-ssl: false # x\n  ca: |\n    -----BEGIN CERTIFICATE-----\n    MIIB\n    -----END CERTIFICATE-----\n",
        "<strictSSL>false</strictSSL>\nARGS=--tls-no-verify -Dx.ssl.insecure=true\nSSL_VERIFY=0\n",
        "home = /usr/bin\ninclude-system-site-packages = true\nversion = 3.11.2\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

fn first_der() -> Vec<u8> {
    crate::certificate::der()
        .into_iter()
        .next()
        .unwrap_or_default()
}

/// Returns the bytes of a database file; `None` if SQLite refuses.
fn database(
    schema: &str,
    fill: impl Fn(&Connection, Vec<u8>) -> rusqlite::Result<usize>,
) -> Vec<Vec<u8>> {
    let make = || -> rusqlite::Result<Vec<u8>> {
        let mut connection = Connection::open_in_memory()?;
        connection.execute(schema, [])?;
        fill(&connection, first_der())?;
        Ok(connection.serialize("main")?.to_vec())
    };
    make().into_iter().collect()
}
