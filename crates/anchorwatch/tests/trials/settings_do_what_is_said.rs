//! Each setting affects the real program as the audit says: with it, the site of an unknown
//! root loads, or a proxy is used; without it, the site is refused.

use std::fmt::Write as _;

use anchorwatch_lab::{Root, Sealed, Site, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

/// A home that no user has yet.
const HOME: &str = "/srv/anchorwatch-trial";
const ROOTS: &str = "/srv/anchorwatch-trial-roots";

/// A program that fetches a page, and the output that shows that it passed verification.
#[derive(Clone, Copy)]
pub(crate) struct Program {
    pub(crate) client: &'static str,
    pub(crate) command: &'static [&'static str],
    pub(crate) reached: &'static str,
}

pub(crate) const CURL: Program = Program {
    client: "curl",
    command: &["curl", "-sS", "-m", "10", "{url}"],
    reached: "a site of the lab",
};
pub(crate) const GIT: Program = Program {
    client: "git",
    command: &["git", "ls-remote", "{url}"],
    reached: "not valid",
};
pub(crate) const WGET: Program = Program {
    client: "wget",
    command: &["wget", "-nv", "-t1", "-T10", "-O-", "{url}"],
    reached: "a site of the lab",
};
pub(crate) const PYTHON: Program = Program {
    client: "python_ssl",
    command: &[
        "/usr/bin/python3",
        "-c",
        "import urllib.request as r; print(r.urlopen('{url}', timeout=200).read())",
    ],
    reached: "a site of the lab",
};
const REQUESTS: Program = Program {
    client: "python_requests",
    command: &[
        "/usr/bin/python3",
        "-c",
        "from pip._vendor import requests; print(requests.get('{url}', timeout=200).text)",
    ],
    reached: "a site of the lab",
};
pub(crate) const OPENSSL: Program = Program {
    client: "openssl",
    command: &[
        "openssl",
        "s_client",
        "-verify_return_error",
        "-brief",
        "-connect",
        "{address}",
    ],
    reached: "Verification: OK",
};
pub(crate) const NODE: Program = Program {
    client: "node",
    command: &[
        "node",
        "-e",
        "fetch('{url}').then(r => r.text()).then(console.log, e => console.log(e.cause))",
    ],
    reached: "a site of the lab",
};
pub(crate) const NPM: Program = Program {
    client: "node",
    command: &[
        "npm",
        "view",
        "x",
        "--registry={url}",
        "--fetch-retries=0",
        "--no-update-notifier",
    ],
    reached: "JSON",
};
pub(crate) const PIP: Program = Program {
    client: "pip",
    command: &[
        "/usr/bin/pip3",
        "download",
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--retries=0",
        "--timeout=200",
        "-i",
        "{url}",
        "anchorwatch-no-such-package",
    ],
    reached: "Content-Type",
};
/// The cargo that builds this trial, because Debian's folders may have none.
pub(crate) const CARGO: Program = Program {
    client: "cargo",
    command: &[env!("CARGO"), "search", "--index=sparse+{url}", "x"],
    reached: "expected value",
};

/// What a setting does.
#[derive(Clone, Copy, PartialEq)]
enum Effect {
    /// `{ca}` in it is the file of the site's root, and the site loads.
    Anchor,
    /// The site loads, and this is the code of the setting.
    Switch(&'static str),
    /// The site, which another setting allows, does not load: the proxy is a closed port.
    Proxy(&'static str),
}

/// A program, a file below the home, a line in it, and its effect.
type Case = (Program, &'static str, &'static str, Effect);

use Effect::{Anchor, Proxy, Switch};

const DOOR: &str = "http://127.0.0.1:9";

const CASES: [Case; 33] = [
    (CURL, ".profile", "export SSL_CERT_FILE={ca}", Anchor),
    (OPENSSL, ".profile", "export SSL_CERT_FILE={ca}", Anchor),
    (PYTHON, ".profile", "export SSL_CERT_FILE={ca}", Anchor),
    (CARGO, ".profile", "export SSL_CERT_FILE={ca}", Anchor),
    (
        CURL,
        ".profile",
        "CURL_CA_BUNDLE={ca}; export CURL_CA_BUNDLE",
        Anchor,
    ),
    (REQUESTS, ".profile", "export CURL_CA_BUNDLE='{ca}'", Anchor),
    (
        REQUESTS,
        ".profile",
        "export REQUESTS_CA_BUNDLE={ca}",
        Anchor,
    ),
    (GIT, ".profile", "export GIT_SSL_CAINFO={ca}", Anchor),
    (NODE, ".profile", "export NODE_EXTRA_CA_CERTS={ca}", Anchor),
    (NPM, ".profile", "export npm_config_cafile={ca}", Anchor),
    (PIP, ".profile", "export PIP_CERT=\"{ca}\"", Anchor),
    (CARGO, ".profile", "export CARGO_HTTP_CAINFO={ca}", Anchor),
    (
        NODE,
        ".profile",
        "export NODE_OPTIONS=--use-openssl-ca SSL_CERT_FILE={ca}",
        Anchor,
    ),
    (GIT, ".gitconfig", "[http]\n\tsslCAInfo = {ca}", Anchor),
    (CURL, ".curlrc", "cacert = \"{ca}\"", Anchor),
    (WGET, ".wgetrc", "ca_certificate = {ca}", Anchor),
    (PIP, ".config/pip/pip.conf", "[global]\ncert = {ca}", Anchor),
    (NPM, ".npmrc", "cafile={ca}", Anchor),
    (
        CARGO,
        ".cargo/config.toml",
        "[http]\ncainfo = \"{ca}\"",
        Anchor,
    ),
    (
        NODE,
        ".profile",
        "export NODE_TLS_REJECT_UNAUTHORIZED=0",
        Switch("node_tls_reject_unauthorized"),
    ),
    (
        GIT,
        ".profile",
        "export GIT_SSL_NO_VERIFY=0",
        Switch("git_ssl_no_verify"),
    ),
    (
        PIP,
        ".profile",
        "export PIP_TRUSTED_HOST=localhost",
        Switch("pip_trusted_host"),
    ),
    (
        NPM,
        ".profile",
        "export npm_config_strict_ssl=false",
        Switch("npm_strict_ssl"),
    ),
    (
        GIT,
        ".gitconfig",
        "[http \"https://localhost\"]\n\tsslVerify = true\n[http]\n\tsslVerify = off",
        Switch("git_ssl_verify"),
    ),
    (CURL, ".curlrc", "insecure = no", Switch("curl_insecure")),
    (
        WGET,
        ".wgetrc",
        "Check-Certificate = quiet",
        Switch("wget_check_certificate"),
    ),
    (
        PIP,
        ".config/pip/pip.conf",
        "[download]\ntrusted_host = localhost",
        Switch("pip_trusted_host"),
    ),
    (NPM, ".npmrc", "strict-ssl=false", Switch("npm_strict_ssl")),
    (
        CURL,
        ".profile",
        "export ALL_PROXY=http://127.0.0.1:9",
        Proxy("proxy_environment"),
    ),
    (
        WGET,
        ".profile",
        "export https_proxy=http://127.0.0.1:9",
        Proxy("proxy_environment"),
    ),
    (
        GIT,
        ".gitconfig",
        "[http]\n\tproxy = http://127.0.0.1:9",
        Proxy("proxy_configuration"),
    ),
    (
        PIP,
        ".config/pip/pip.conf",
        "[global]\nproxy = http://127.0.0.1:9",
        Proxy("proxy_configuration"),
    ),
    (
        CURL,
        ".curlrc",
        "-x http://127.0.0.1:9",
        Proxy("proxy_configuration"),
    ),
];

struct World {
    sealed: Sealed,
    site: Site,
    root: Root,
}

pub(crate) fn run() -> Result<(), Failed> {
    let root = Root::company("Quiet Harbour Root")?;
    let world = World {
        sealed: Sealed::new()?,
        site: Site::start(root.issue(&["localhost"])?)?,
        root,
    };
    let mut wrong = String::new();
    for program in [
        CURL, GIT, WGET, PYTHON, REQUESTS, OPENSSL, NODE, NPM, PIP, CARGO,
    ] {
        world.clear()?;
        let (reached, said) = world.fetch(program)?;
        if reached {
            writeln!(
                wrong,
                "{:?} loads without a setting: {said}",
                program.command
            )?;
        }
    }
    for (index, case) in CASES.iter().enumerate() {
        world.clear()?;
        if let Some(problem) = world.effect(index, case)? {
            writeln!(wrong, "{problem}")?;
        }
    }
    expect(wrong.is_empty(), wrong)?;
    world.audit()
}

fn ca(index: usize) -> String {
    format!("{ROOTS}/{index}.pem")
}

fn line(index: usize, case: &Case) -> String {
    case.2.replace("{ca}", &ca(index)) + "\n"
}

impl World {
    fn clear(&self) -> Result<(), Failed> {
        // Inside the seal, and below a folder that no machine has.
        self.sealed.command("rm").args(["-rf", HOME]).status()?;
        self.sealed.write(format!("{HOME}/.profile"), b"")?;
        Ok(())
    }

    /// Runs a program as a login shell would; returns whether it passed verification.
    fn fetch(&self, program: Program) -> Result<(bool, String), Failed> {
        let port = self.site.address().port();
        let fill = |text: &&str| {
            text.replace("{url}", &format!("https://localhost:{port}/"))
                .replace("{address}", &format!("localhost:{port}"))
        };
        let output = self
            .sealed
            .command_with(&[("HOME", HOME)], "sh")
            .args([
                "-c",
                "cd; . ~/.profile; exec timeout 300 \"$@\" </dev/null",
                "sh",
            ])
            .args(program.command.iter().map(fill))
            .output()?;
        let said = crate::world::text(&output);
        Ok((said.contains(program.reached), said))
    }

    fn effect(&self, index: usize, case: &Case) -> Result<Option<String>, Failed> {
        let (program, file, _, effect) = case;
        self.sealed.write(ca(index), self.root.pem().as_bytes())?;
        let mut text = line(index, case);
        if let Proxy(_) = effect {
            // Without the proxy the site would load.
            let ca = ca(index);
            let trust = format!("export CURL_CA_BUNDLE={ca} GIT_SSL_CAINFO={ca} PIP_CERT={ca}\n");
            self.sealed.write(
                format!("{HOME}/.wgetrc"),
                format!("ca_certificate={ca}\n").as_bytes(),
            )?;
            self.sealed
                .write(format!("{HOME}/.profile"), trust.as_bytes())?;
            let (reached, said) = self.fetch(*program)?;
            if !reached {
                return Ok(Some(format!("without a proxy: {said}")));
            }
            if *file == ".profile" {
                text = trust + &text;
            }
        }
        self.sealed
            .write(format!("{HOME}/{file}"), text.as_bytes())?;
        let (reached, said) = self.fetch(*program)?;
        let is_wanted = !matches!(effect, Proxy(_));
        Ok((reached != is_wanted).then(|| format!("{} with {text}: {said}", program.client)))
    }

    /// All settings at once, for one user.
    fn audit(&self) -> Result<(), Failed> {
        self.clear()?;
        let mut files: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
        for (index, case) in CASES.iter().enumerate() {
            files
                .entry(case.1)
                .or_default()
                .push_str(&line(index, case));
        }
        for (file, text) in files {
            self.sealed
                .write(format!("{HOME}/{file}"), text.as_bytes())?;
        }
        let passwd = format!("root:x:0:0::/root:/bin/sh\ntrial:x:0:0::{HOME}:/bin/sh\n");
        self.sealed.write("/etc/passwd", passwd.as_bytes())?;
        let output = self
            .sealed
            .command(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(["audit", "--format", "json"])
            .output()?;
        let document: Value = serde_json::from_slice(&output.stdout)?;
        let findings = document["findings"].as_array().ok_or("no findings")?;
        let mut wrong = String::new();
        for (index, case) in CASES.iter().enumerate() {
            if !findings.iter().any(|finding| is_of(finding, index, case)) {
                writeln!(
                    wrong,
                    "the audit does not say of {}: {}",
                    case.0.client,
                    line(index, case)
                )?;
            }
        }
        expect(wrong.is_empty(), wrong)
    }
}

fn is_of(finding: &Value, index: usize, (program, file, text, effect): &Case) -> bool {
    let is_for = finding["effective_for"]
        .as_array()
        .is_some_and(|clients| clients.iter().any(|client| client == program.client));
    let code = match effect {
        Anchor => return is_for && finding["store_id"] == format!("named_file:{}", ca(index)),
        Switch(code) | Proxy(code) => code,
    };
    let is_proxy = matches!(effect, Proxy(_));
    is_for
        && finding["store_id"] == format!("settings:{HOME}/{file}")
        && finding["reasons"][0]["code"] == *code
        && is_proxy == text.contains(DOOR)
}
