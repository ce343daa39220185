//! A root planted for a real program through several files, or outside of a home, is found:
//! with it the site of an unknown root loads, and the audit lists the program.

use std::fmt::Write as _;

use anchorwatch_lab::{Root, Sealed, Site, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::settings_do_what_is_said::{
    CARGO, CURL, GIT, NODE, NPM, OPENSSL, PIP, PYTHON, Program, WGET,
};

/// Homes that no user has yet, one for each case.
const HOMES: &str = "/srv/anchorwatch-planted";

/// A program, and the files planted for it: below the home, or absolute paths. `{ca}` is the
/// file of the site's root.
type Case = (Program, &'static [(&'static str, &'static str)]);

const CASES: &[Case] = &[
    (
        CURL,
        &[
            (".profile", "export CURL_HOME=~/c"),
            ("c/.curlrc", "cacert={ca}"),
        ],
    ),
    (
        CURL,
        &[
            (".profile", "export XDG_CONFIG_HOME=~/x"),
            ("x/.curlrc", "cacert={ca}"),
        ],
    ),
    (
        CURL,
        &[
            (".profile", "export HOME=~/h"),
            ("h/.curlrc", "--cacert {ca}"),
        ],
    ),
    (
        GIT,
        &[(
            ".profile",
            "export GIT_CONFIG_PARAMETERS=\"'http.sslCAInfo={ca}'\"",
        )],
    ),
    (
        GIT,
        &[(
            ".profile",
            "export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.sslCAInfo GIT_CONFIG_VALUE_0={ca}",
        )],
    ),
    (
        GIT,
        &[
            (".profile", "export XDG_CONFIG_HOME=~/x"),
            ("x/git/config", "[include]\npath = more"),
            ("x/git/more", "[http]\nsslCAInfo = {ca}"),
        ],
    ),
    (
        WGET,
        &[
            (".profile", "export SYSTEM_WGETRC=~/w.rc"),
            ("w.rc", "ca_certificate = {ca}"),
        ],
    ),
    (
        CARGO,
        &[
            (".profile", "export CARGO_HOME=~/cg"),
            ("cg/config.toml", "[http]\ncainfo = \"{ca}\""),
        ],
    ),
    (
        PIP,
        &[
            (".profile", "export XDG_CONFIG_HOME=~/x"),
            ("x/pip/pip.conf", "[global]\ncert = {ca}"),
        ],
    ),
    (PIP, &[("/usr/pip.conf", "[global]\ncert = {ca}")]),
    (NPM, &[(".npmrc", "\"cafile\"=\"{ca}\"")]),
    (
        NPM,
        &[
            (".profile", "export npm_config_prefix=~/p"),
            ("p/etc/npmrc", "cafile={ca}"),
        ],
    ),
    (OPENSSL, &[(".profile", "export SSL_CERT_DIR={ca}")]),
    (PYTHON, &[(".profile", "export SSL_CERT_DIR=file:{ca}")]),
    (
        PYTHON,
        &[
            (".profile", "for f in ~/.bashrc.d/*; do . \"$f\"; done"),
            (".bashrc.d/ca", "export SSL_CERT_FILE={ca}"),
        ],
    ),
    (
        NODE,
        &[(".profile", "eval 'export NODE_EXTRA_CA_CERTS={ca}'")],
    ),
    (
        NODE,
        &[(
            ".profile",
            "export NODE_OPTIONS=--use_openssl_ca SSL_CERT_FILE={ca}",
        )],
    ),
    (
        CURL,
        &[
            (".profile", "PATH=~/tools:$PATH"),
            (
                "tools/curl",
                "#!/bin/sh\nexec /usr/bin/curl --cacert {ca} \"$@\"",
            ),
        ],
    ),
    (CURL, &[(".profile", "cat > ~/.curlrc <<E\ncacert={ca}\nE")]),
    (CURL, &[(".profile", "x='export CURL_CA_BUNDLE={ca}'\n$x")]),
    (
        GIT,
        &[
            (".profile", "PATH=~/tools:$PATH"),
            (
                "tools/git",
                "#!/usr/bin/python3\nimport os, sys\nos.environ['GIT_SSL_CAINFO'] = '{ca}'\n\
                 os.environ['PATH'] = os.defpath\nos.execvp('git', sys.argv)",
            ),
        ],
    ),
    (
        PYTHON,
        &[
            (".profile", "export PYTHONPATH=~/code"),
            (
                "code/sitecustomize.py",
                "import os\nos.environ['SSL_CERT_FILE'] = '{ca}'",
            ),
        ],
    ),
    (
        PYTHON,
        &[
            (".profile", "export PYTHONUSERBASE=~/base"),
            (
                "base/lib/python3.11/site-packages/a.pth",
                "import os; os.environ['SSL_CERT_FILE'] = '{ca}'",
            ),
        ],
    ),
    (
        OPENSSL,
        &[
            (".profile", ". ./beside"),
            ("beside", "export SSL_CERT_FILE={ca}"),
        ],
    ),
    (
        PIP,
        &[
            (".profile", "set -a; . ~/.env; set +a"),
            (".env", "PIP_CERT={ca}"),
        ],
    ),
];

pub(crate) fn run() -> Result<(), Failed> {
    let root = Root::company("Quiet Harbour Root")?;
    let site = Site::start(root.issue(&["localhost"])?)?;
    let sealed = Sealed::new()?;
    let mut wrong = String::new();
    let mut passwd = "root:x:0:0::/root:/bin/sh\n".to_owned();
    for (index, (program, files)) in CASES.iter().enumerate() {
        let home = format!("{HOMES}/{index}");
        writeln!(passwd, "planted{index}:x:0:0::{home}:/bin/sh")?;
        sealed.write(ca(index), root.pem().as_bytes())?;
        sealed.write(format!("{home}/.profile"), b"")?;
        let (reached, said) = fetch(&sealed, &site, *program, &home)?;
        if reached {
            writeln!(wrong, "{index}: loads without: {said}")?;
        }
        for (file, text) in *files {
            let path = if file.starts_with('/') {
                (*file).to_owned()
            } else {
                format!("{home}/{file}")
            };
            let text = text.replace("{ca}", &ca(index)) + "\n";
            sealed.write(&path, text.as_bytes())?;
            sealed.command("chmod").args(["755", &path]).status()?;
        }
        let (reached, said) = fetch(&sealed, &site, *program, &home)?;
        if !reached {
            writeln!(wrong, "{index}: does not load with {files:?}: {said}")?;
        }
        // A file outside of homes would also affect the next case.
        for (file, _) in files.iter().filter(|(file, _)| file.starts_with('/')) {
            let kept = format!("{HOMES}/kept");
            sealed.command("mkdir").args(["-p", &kept]).status()?;
            sealed.command("mv").args([*file, &kept]).status()?;
        }
    }
    // Restored for the audit.
    sealed
        .command("sh")
        .args(["-c", &format!("mv {HOMES}/kept/pip.conf /usr/pip.conf")])
        .status()?;
    sealed.write("/etc/passwd", passwd.as_bytes())?;
    let output = sealed
        .command(env!("CARGO_BIN_EXE_anchorwatch"))
        .args(["audit", "--format", "json"])
        .output()?;
    let document: Value = serde_json::from_slice(&output.stdout)?;
    let findings = document["findings"].as_array().ok_or("no findings")?;
    for (index, (program, files)) in CASES.iter().enumerate() {
        let is_it = |finding: &&Value| {
            let clients = finding["effective_for"].as_array();
            let is_for = clients
                .is_some_and(|clients| clients.iter().any(|client| client == program.client));
            is_for && finding["store_id"] == format!("named_file:{}", ca(index))
        };
        if !findings.iter().any(|finding| is_it(&finding)) {
            writeln!(wrong, "{index}: the audit does not say {files:?}")?;
        }
    }
    expect(wrong.is_empty(), wrong)
}

fn ca(index: usize) -> String {
    format!("/srv/anchorwatch-planted-roots/{index}.pem")
}

/// Runs a program as a login shell would; returns whether it passed verification.
fn fetch(
    sealed: &Sealed,
    site: &Site,
    program: Program,
    home: &str,
) -> Result<(bool, String), Failed> {
    let port = site.address().port();
    let fill = |text: &&str| {
        text.replace("{url}", &format!("https://localhost:{port}/"))
            .replace("{address}", &format!("localhost:{port}"))
    };
    let output = sealed
        .command_with(&[("HOME", home)], "sh")
        .args([
            "-c",
            "cd; . ~/.profile; exec timeout 60 \"$@\" </dev/null",
            "sh",
        ])
        .args(program.command.iter().map(fill))
        .output()?;
    let said = crate::world::text(&output);
    Ok((said.contains(program.reached), said))
}
