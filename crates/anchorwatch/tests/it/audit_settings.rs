//! Settings of programs: every one that is known is found with the programs that follow
//! it, and its harmless twin is not.

use std::{collections::BTreeMap, os::unix::fs::PermissionsExt as _};

use anchorwatch_lab::{Root, pki::Recipe};
use serde_json::{Value, json};

use crate::run::{Machine, anchorwatch, anchorwatch_with};

const ALICE: &str = "home/alice/";

fn audit(machine: &Machine, expected: i32) -> Value {
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    assert_eq!(run.code, expected, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

fn findings(document: &Value) -> &Vec<Value> {
    document["findings"].as_array().unwrap()
}

/// One setting, and the same line with one thing changed that makes it harmless.
struct Row {
    file: &'static str,
    text: &'static str,
    /// What of the setting is shown.
    literal: &'static str,
    code: &'static str,
    clients: &'static [&'static str],
    twin: &'static str,
}

const fn row(
    file: &'static str,
    [text, twin]: [&'static str; 2],
    literal: &'static str,
    code: &'static str,
    clients: &'static [&'static str],
) -> Row {
    Row {
        file,
        text,
        literal,
        code,
        clients,
        twin,
    }
}

const SWITCHES: [Row; 26] = [
    row(
        "etc/environment",
        [
            "NODE_TLS_REJECT_UNAUTHORIZED=0",
            "NODE_TLS_REJECT_UNAUTHORIZED=1",
        ],
        "UNAUTHORIZED=0",
        "node_tls_reject_unauthorized",
        &["node"],
    ),
    row(
        "etc/profile.d/a.sh",
        ["export GIT_SSL_NO_VERIFY=0", "# export GIT_SSL_NO_VERIFY=0"],
        "GIT_SSL_NO_VERIFY=0",
        "git_ssl_no_verify",
        &["git"],
    ),
    row(
        "etc/profile.d/a.sh",
        ["export PYTHONHTTPSVERIFY=0", "export PYTHONHTTPSVERIFY=1"],
        "PYTHONHTTPSVERIFY=0",
        "python_https_verify",
        &["python_ssl"],
    ),
    row(
        "etc/bash.bashrc",
        [
            "if true; then GOINSECURE=*.example; fi",
            "if true; then GOPRIVATE=*.example; fi",
        ],
        "may be in force",
        "go_insecure",
        &["go"],
    ),
    row(
        "etc/environment.d/1.conf",
        ["npm_config_strict_ssl=false", "npm_config_strict_ssl=true"],
        "strict_ssl=false",
        "npm_strict_ssl",
        &["node"],
    ),
    row(
        "etc/systemd/system/x.service.d/o.conf",
        [
            "[Service]\nEnvironment='A=b c' PIP_TRUSTED_HOST=h.example",
            "[Service]\nEnvironment='PIP_TRUSTED_HOST h.example'",
        ],
        "PIP_TRUSTED_HOST=h.example",
        "pip_trusted_host",
        &["pip"],
    ),
    row(
        "etc/systemd/system/y.service",
        [
            "[Service]\nEnvironmentFile=-/srv/y.env",
            "[Service]\n#EnvironmentFile=-/srv/z.env",
        ],
        "",
        "",
        &[],
    ),
    row(
        "srv/y.env",
        [
            "NODE_TLS_REJECT_UNAUTHORIZED='0'",
            "NODE_TLS_REJECT_UNAUTHORIZED=",
        ],
        "UNAUTHORIZED=0",
        "node_tls_reject_unauthorized",
        &["node"],
    ),
    row(
        "etc/cron.d/job",
        [
            "GIT_SSL_NO_VERIFY = yes",
            "0 * * * * root GIT_SSL_NO_VERIFY=yes true",
        ],
        "GIT_SSL_NO_VERIFY=yes",
        "git_ssl_no_verify",
        &["git"],
    ),
    row(
        "etc/security/pam_env.conf",
        [
            "GIT_SSL_NO_VERIFY DEFAULT=1",
            "#GIT_SSL_NO_VERIFY DEFAULT=1",
        ],
        "GIT_SSL_NO_VERIFY=1",
        "git_ssl_no_verify",
        &["git"],
    ),
    row(
        "etc/default/job",
        [
            "NODE_TLS_REJECT_UNAUTHORIZED=\"0\"",
            "NODE_TLS_REJECT=\"0\"",
        ],
        "UNAUTHORIZED=0",
        "node_tls_reject_unauthorized",
        &["node"],
    ),
    row(
        "etc/gitconfig",
        ["[HTTP]\n\tsslverify = no ; x", "[http]\n\tsslVerify = true"],
        "http.sslverify = no",
        "git_ssl_verify",
        &["git"],
    ),
    row(
        "etc/wgetrc",
        ["Check-Certificate = quiet", "check_certificate = on"],
        "checkcertificate = quiet",
        "wget_check_certificate",
        &["wget"],
    ),
    row(
        "etc/pip.conf",
        [
            "[install]\ntrusted_host = h.example",
            "[install]\n#trusted_host = h.example",
        ],
        "trusted_host = h.example",
        "pip_trusted_host",
        &["pip"],
    ),
    row(
        "etc/npmrc",
        ["strict-ssl=false", "strict-ssl=0"],
        "strict-ssl=false",
        "npm_strict_ssl",
        &["node"],
    ),
    row(
        "etc/apt/apt.conf.d/99x",
        [
            "Acquire::https::Verify-Peer \"false\";",
            "Acquire::https::Verify-Peer \"true\";",
        ],
        "Verify-Peer \"false\"",
        "apt_verify",
        &["apt"],
    ),
    row(
        "etc/apt/apt.conf.d/98x",
        [
            "acquire { https { Verify-Host::h.example \"0\"; }; };",
            "acquire { https { /* Verify-Host \"0\"; */ }; };",
        ],
        "Verify-Host::h.example \"0\"",
        "apt_verify",
        &["apt"],
    ),
    row(
        "home/alice/.curlrc",
        [" insecure = false", "no-insecure"],
        "insecure",
        "curl_insecure",
        &["curl"],
    ),
    row(
        "home/bob/.curlrc",
        ["-sk", "-sS"],
        "insecure",
        "curl_insecure",
        &["curl"],
    ),
    row(
        "home/alice/.gitconfig",
        [
            "[http \"https://h.example/\"]\nsslVerify=\"fal\"se",
            "[http \"https://h.example/\"]\nsslVerify",
        ],
        "http.https://h.example/.sslverify = false",
        "git_ssl_verify",
        &["git"],
    ),
    row(
        "home/bob/.gitconfig",
        ["[includeIf \"gitdir:/x\"]\npath=more", "[user]\npath=other"],
        "",
        "",
        &[],
    ),
    row(
        "home/bob/more",
        ["[http]\nsslVerify=0", "[http]\nsslVerify=1"],
        "may be in force",
        "git_ssl_verify",
        &["git"],
    ),
    row(
        "home/alice/.yarnrc",
        ["strict-ssl false", "strict-ssl true"],
        "strict-ssl: false",
        "yarn_strict_ssl",
        &["node"],
    ),
    row(
        "home/alice/.yarnrc.yml",
        ["enableStrictSsl: false", "#enableStrictSsl: false"],
        "enableStrictSsl: false",
        "yarn_strict_ssl",
        &["node"],
    ),
    row(
        "home/alice/.config/fish/config.fish",
        [
            "set -gx GIT_SSL_NO_VERIFY true",
            "set -e GIT_SSL_NO_VERIFY_X true",
        ],
        "GIT_SSL_NO_VERIFY=true",
        "git_ssl_no_verify",
        &["git"],
    ),
    row(
        "home/bob/.wgetrc",
        ["check_certificate=off", "check_certificates=off"],
        "checkcertificate = off",
        "wget_check_certificate",
        &["wget"],
    ),
];

const BY_ALL_PROXY: &[&str] = &[
    "chromium",
    "firefox",
    "curl",
    "git",
    "python_requests",
    "pip",
    "cargo",
    "perl",
];

const PROXIES: [Row; 20] = [
    row(
        "etc/environment",
        ["all_proxy=socks5://me:pw@h.example:1", "no_proxy=h.example"],
        "all_proxy=socks5://<scrubbed>@h.example:1",
        "proxy_environment",
        BY_ALL_PROXY,
    ),
    row(
        "etc/profile",
        ["export HTTP_PROXY=http://h.example", "export HTTP_PROXY="],
        "HTTP_PROXY=http://h.example",
        "proxy_environment",
        &[
            "chromium",
            "python_ssl",
            "python_requests",
            "node",
            "pip",
            "go",
            "aws_cli",
            "perl",
        ],
    ),
    row(
        "home/alice/.pam_environment",
        [
            "auto_proxy DEFAULT=http://h.example/pac",
            "auto_proxy_x DEFAULT=http://h.example/pac",
        ],
        "auto_proxy=http://h.example/pac",
        "proxy_environment",
        &["chromium"],
    ),
    row(
        "home/alice/.zshenv",
        [
            "typeset -x ftp_proxy=h.example:1",
            "alias p='ftp_proxy=h.example:1 x'",
        ],
        "ftp_proxy=h.example:1",
        "proxy_environment",
        &["chromium", "curl", "wget"],
    ),
    row(
        "home/alice/.config/fish/fish_variables",
        [
            "SETUVAR --export FTP_PROXY:http\\x3a//h.example",
            "SETUVAR --export NO_PROXY:http\\x3a//h.example",
        ],
        "FTP_PROXY=http://h.example",
        "proxy_environment",
        &["chromium", "curl"],
    ),
    row(
        "home/alice/.config/systemd/user/x.service",
        [
            "[Service]\nEnvironment=\"ALL_PROXY=http://h.example\"",
            "[Service]\n;Environment=\"ALL_PROXY=http://h.example\"",
        ],
        "ALL_PROXY=http://h.example",
        "proxy_environment",
        &[
            "chromium",
            "curl",
            "git",
            "python_requests",
            "pip",
            "cargo",
            "perl",
        ],
    ),
    row(
        "etc/systemd/system.conf",
        [
            "[Manager]\nDefaultEnvironment=CARGO_HTTP_PROXY=http://h.example",
            "[Manager]\n#DefaultEnvironment=CARGO_HTTP_PROXY=http://h.example",
        ],
        "CARGO_HTTP_PROXY=http://h.example",
        "proxy_environment",
        &["cargo"],
    ),
    row(
        "home/alice/.gitconfig",
        ["[http]\nproxy = http://h.example:1", "[http]\nproxy ="],
        "http.proxy = http://h.example:1",
        "proxy_configuration",
        &["git", "cargo"],
    ),
    row(
        "home/alice/.gitconfig",
        [
            "[remote \"o\"]\nproxy = h.example:2",
            "[remote \"o\"]\nurl = h.example:2",
        ],
        "remote.o.proxy = h.example:2",
        "proxy_configuration",
        &["git"],
    ),
    row(
        "home/alice/.curlrc",
        ["-x http://me:pw@h.example", "-A http://h.example"],
        "proxy = http://<scrubbed>@h.example",
        "proxy_configuration",
        &["curl"],
    ),
    row(
        "home/alice/.curlrc",
        ["--socks5-hostname h.example:9", "--user-agent h.example:9"],
        "socks5-hostname = h.example:9",
        "proxy_configuration",
        &["curl"],
    ),
    row(
        "etc/wgetrc",
        [
            "https_proxy = http://h.example",
            "#https_proxy = http://h.example",
        ],
        "httpsproxy = http://h.example",
        "proxy_configuration",
        &["wget"],
    ),
    row(
        "home/alice/.config/pip/pip.conf",
        ["[global]\nproxy: http://h.example", "[global]\nproxy:"],
        "proxy = http://h.example",
        "proxy_configuration",
        &["pip"],
    ),
    row(
        "home/alice/.npmrc",
        ["https-proxy=\"http://h.example\"", "https-proxy=null"],
        "https-proxy=http://h.example",
        "proxy_configuration",
        &["node"],
    ),
    row(
        "home/alice/.yarnrc.yml",
        [
            "httpsProxy: 'http://h.example'",
            "httpsProxies: 'http://h.example'",
        ],
        "httpsProxy: http://h.example",
        "proxy_configuration",
        &["node"],
    ),
    row(
        "home/alice/.cargo/config.toml",
        [
            "[http]\nproxy = \"h.example:1\"",
            "[net]\nproxy = \"h.example:1\"",
        ],
        "http.proxy = \"h.example:1\"",
        "proxy_configuration",
        &["cargo"],
    ),
    row(
        "home/alice/.docker/config.json",
        [
            "{\"proxies\":{\"default\":{\"httpProxy\":\"http://h.example\"}}}",
            "{\"proxies\":{\"default\":{\"noProxy\":\"http://h.example\"}}}",
        ],
        "proxies.default.httpProxy = http://h.example",
        "proxy_configuration",
        &[],
    ),
    row(
        "etc/apt/apt.conf.d/97x",
        [
            "Acquire::http::Proxy \"http://h.example\";",
            "Acquire::http::Proxy \"DIRECT\";",
        ],
        "Acquire::http::Proxy",
        "proxy_configuration",
        &["apt"],
    ),
    row(
        "etc/apt/apt.conf",
        [
            "Acquire { http { Proxy-Auto-Detect \"/bin/x\"; }; };",
            "#Acquire { http { Proxy-Auto-Detect \"/bin/x\"; }; };",
        ],
        "Proxy-Auto-Detect \"/bin/x\"",
        "proxy_configuration",
        &["apt"],
    ),
    row(
        "etc/apt/apt.conf.d/96x.conf",
        [
            "Acquire::https { Proxy::h.example \"socks5h://h.example\" }",
            "Acquire::https { Timeout \"10\" }",
        ],
        "Proxy::h.example",
        "proxy_configuration",
        &["apt"],
    ),
];

/// A file of settings for each file of the rows, all of its lines in it.
fn write(machine: &Machine, lines: impl Iterator<Item = (String, String)>) {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (file, text) in lines {
        let content = files.entry(file).or_default();
        content.push_str(&text);
        content.push('\n');
    }
    for (file, content) in files {
        put(machine, &file, content.as_bytes());
    }
}

fn put(machine: &Machine, file: &str, content: &[u8]) {
    let path = machine.path(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

fn rows() -> impl Iterator<Item = &'static Row> + Clone {
    SWITCHES.iter().chain(&PROXIES)
}

#[test]
fn every_switch_and_every_proxy_is_found_with_the_programs_that_follow_it() {
    let machine = Machine::with(&[]);
    write(
        &machine,
        rows().map(|row| (row.file.to_owned(), row.text.to_owned())),
    );
    let document = audit(&machine, 10);
    let expected = rows().filter(|row| !row.code.is_empty());
    assert_eq!(
        findings(&document).len(),
        expected.clone().count(),
        "{document:#}"
    );
    for row in expected {
        let is_it = |finding: &&Value| {
            let reason = &finding["reasons"][0];
            finding["store_id"] == format!("settings:/{}", row.file)
                && reason["code"] == row.code
                && reason["text"].as_str().unwrap().contains(row.literal)
        };
        let found = findings(&document).iter().find(is_it);
        let found = found.unwrap_or_else(|| panic!("{}: {}", row.file, row.text));
        assert_eq!(found["effective_for"], json!(row.clients), "{}", row.text);
        let kind = if row.code.starts_with("proxy") {
            "proxy_configured"
        } else {
            "verification_disabled"
        };
        assert_eq!(found["kind"], kind, "{}", row.text);
    }
    assert!(!document.to_string().contains("pw@"));
}

#[test]
fn the_harmless_twin_of_each_is_no_finding() {
    let machine = Machine::with(&[]);
    write(
        &machine,
        rows().map(|row| (row.file.to_owned(), row.twin.to_owned())),
    );
    let document = audit(&machine, 0);
    assert_eq!(findings(&document).len(), 0, "{document:#}");
}

/// A setting that names the file `{CA}`, who believes it then, and a twin that does not.
type Naming = (&'static str, [&'static str; 2], &'static [&'static str]);

const FILES: [Naming; 23] = [
    (
        "etc/environment",
        ["SSL_CERT_FILE=\"{CA}\"", "SSL_CERT_FILES={CA}"],
        &["openssl", "curl", "python_ssl", "go", "cargo", "perl"],
    ),
    (
        "etc/profile.d/x.sh",
        [
            "D={CA}; export NODE_EXTRA_CA_CERTS=$D",
            "D={CA}; export NODE_EXTRA=$D",
        ],
        &["node"],
    ),
    (
        "etc/default/x",
        ["CURL_CA_BUNDLE='{CA}'", "#CURL_CA_BUNDLE='{CA}'"],
        &["curl", "python_requests", "pip"],
    ),
    (
        "home/alice/.bashrc",
        [
            "export REQUESTS_CA_BUNDLE=${REQUESTS_CA_BUNDLE:-{CA}}",
            "export REQUESTS=${REQUESTS_CA_BUNDLE:-{CA}}",
        ],
        &["python_requests", "pip", "aws_cli"],
    ),
    (
        "home/alice/.profile",
        ["GIT_SSL_CAINFO={CA}", "unset GIT_SSL_CAINFO {CA}"],
        &["git"],
    ),
    (
        "home/alice/.zshrc",
        ["export AWS_CA_BUNDLE={CA}", "echo AWS_CA_BUNDLE={CA}"],
        &["aws_cli"],
    ),
    (
        "etc/cron.d/x",
        ["PIP_CERT={CA}", "PIP_CERTS={CA}"],
        &["pip"],
    ),
    (
        "etc/systemd/system/x.service",
        [
            "[Service]\nEnvironment=\"CARGO_HTTP_CAINFO={CA}\"",
            "[Service]\nExecStart=\"CARGO_HTTP_CAINFO={CA}\"",
        ],
        &["cargo"],
    ),
    (
        "etc/environment.d/x.conf",
        ["NPM_CONFIG_CAFILE={CA}", "NPM_CONFIG_FILE={CA}"],
        &["node"],
    ),
    (
        "etc/bash.bashrc",
        ["export DENO_CERT={CA}", ": export DENO_CERT {CA}"],
        &["deno"],
    ),
    (
        "home/bob/.bashrc",
        ["export BUNDLE_SSL_CA_CERT={CA}", "export BUNDLE_CERT={CA}"],
        &["ruby"],
    ),
    (
        "home/bob/.profile",
        ["PERL_LWP_SSL_CA_FILE={CA}", "PERL_LWP={CA}"],
        &["perl"],
    ),
    (
        "etc/gitconfig",
        ["[http]\nsslCAInfo = {CA}", "[http]\nsslCert = {CA}"],
        &["git"],
    ),
    (
        "home/alice/.curlrc",
        ["cacert \"{CA}\"", "cert \"{CA}\""],
        &["curl"],
    ),
    (
        "etc/wgetrc",
        ["ca_certificate={CA}", "certificate={CA}"],
        &["wget"],
    ),
    (
        "etc/pip.conf",
        ["[global]\ncert = {CA}", "[global]\nclient-cert = {CA}"],
        &["pip"],
    ),
    (
        "etc/npmrc",
        ["cafile = {CA}", "//h.example/:cafile = {CA}"],
        &["node"],
    ),
    (
        "home/alice/.yarnrc",
        ["cafile \"{CA}\"", "# cafile \"{CA}\""],
        &["node"],
    ),
    (
        "home/alice/.yarnrc.yml",
        ["httpsCaFilePath: \"{CA}\"", "httpsCertFilePath: \"{CA}\""],
        &["node"],
    ),
    (
        "home/alice/.cargo/config.toml",
        ["http.cainfo = \"{CA}\"", "net.cainfo = \"{CA}\""],
        &["cargo"],
    ),
    (
        "home/alice/.aws/config",
        [
            "[profile x]\nca_bundle = {CA}",
            "[profile x]\n#ca_bundle = {CA}",
        ],
        &["aws_cli"],
    ),
    (
        "etc/apt/apt.conf.d/x",
        [
            "Acquire::https::CAInfo::h.example \"{CA}\";",
            "Acquire::https::SSLCert \"{CA}\";",
        ],
        &["apt"],
    ),
    (
        "home/alice/.config/fish/conf.d/x.fish",
        ["set -gx PIP_CERT '{CA}'", "echo set -gx PIP_CERT '{CA}'"],
        &["pip"],
    ),
];

fn anchor_file(index: usize) -> String {
    format!("/srv/roots/{index}.pem")
}

fn machine_naming(which: usize) -> Machine {
    let machine = Machine::with(&[]);
    let lines = FILES.iter().enumerate().map(|(index, (file, texts, _))| {
        let text = texts[which].replace("{CA}", &anchor_file(index));
        ((*file).to_owned(), text)
    });
    write(&machine, lines);
    for index in 0..FILES.len() {
        let root = Root::new(Recipe::company(&format!("Root {index}"))).unwrap();
        put(
            &machine,
            anchor_file(index).trim_start_matches('/'),
            root.pem().as_bytes(),
        );
    }
    machine
}

#[test]
fn every_file_of_anchors_that_a_setting_names_is_a_store() {
    let document = audit(&machine_naming(0), 10);
    assert_eq!(findings(&document).len(), FILES.len(), "{document:#}");
    for (index, (file, _, clients)) in FILES.iter().enumerate() {
        let id = format!("named_file:{}", anchor_file(index));
        let found = findings(&document)
            .iter()
            .find(|finding| finding["store_id"] == id);
        let found = found.unwrap_or_else(|| panic!("nothing from {file}"));
        assert_eq!(found["effective_for"], json!(clients), "{file}");
        assert_eq!(
            (&found["kind"], &found["class"]),
            (&"certificate".into(), &"unknown".into())
        );
    }
}

#[test]
fn another_key_beside_the_same_file_names_no_anchor() {
    let document = audit(&machine_naming(1), 0);
    assert_eq!(findings(&document).len(), 0, "{document:#}");
}

#[test]
fn a_folder_is_read_as_its_programs_read_it() {
    let machine = Machine::with(&[]);
    let [hashed, named] = ["Hashed", "Named"].map(|name| Root::new(Recipe::company(name)).unwrap());
    put(&machine, "srv/d/0a1b2c3d.0", hashed.pem().as_bytes());
    put(&machine, "srv/d/named.crt", named.pem().as_bytes());
    put(
        &machine,
        "etc/environment",
        b"SSL_CERT_DIR=/nowhere:/srv/d\n",
    );
    put(
        &machine,
        "home/alice/.gitconfig",
        b"[http]\nsslCAPath = /srv/d\n",
    );
    let document = audit(&machine, 10);
    let believers = |name: &str| {
        let is_it = |finding: &&Value| finding["subject"].as_str().unwrap().contains(name);
        let found = findings(&document).iter().find(is_it).unwrap();
        assert_eq!(found["store_id"], "named_directory:/srv/d");
        found["effective_for"].clone()
    };
    assert_eq!(
        believers("Hashed"),
        json!(["openssl", "curl", "git", "python_ssl", "go"])
    );
    assert_eq!(believers("Named"), json!(["git", "go"]));
}

#[test]
fn a_root_inside_an_npmrc_is_found_in_the_file_itself() {
    let machine = Machine::with(&[]);
    let pem = Root::isca_like().unwrap().pem().replace('\n', "\\n");
    put(
        &machine,
        "home/alice/.npmrc",
        format!("ca[]=\"{pem}\"\n//h.example/:_authToken=secret\n").as_bytes(),
    );
    let document = audit(&machine, 10);
    let found = &findings(&document)[0];
    assert_eq!(found["store_id"], format!("settings:/{ALICE}.npmrc"));
    assert_eq!(
        (&found["class"], &found["effective_for"]),
        (&"suspected_family".into(), &json!(["node"]))
    );
    assert!(!document.to_string().contains("secret"));
}

#[test]
fn programs_that_are_told_to_believe_the_system_are_added_to_its_roots() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    let clients = |document: &Value| findings(document)[0]["effective_for"].clone();
    let has_node = |document: &Value| {
        clients(document)
            .as_array()
            .unwrap()
            .contains(&"node".into())
    };
    assert!(!has_node(&audit(&machine, 10)));
    for line in [
        "NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt",
        "export NODE_OPTIONS=\"$NODE_OPTIONS --use-openssl-ca\"",
        "NODE_USE_SYSTEM_CA=1",
    ] {
        put(&machine, "home/alice/.profile", line.as_bytes());
        let document = audit(&machine, 10);
        assert!(has_node(&document), "{line}: {document:#}");
        let stores = document["stores"].as_array().unwrap();
        assert!(stores.iter().all(|store| store["kind"] != "named_file"));
    }
}

#[test]
fn what_cannot_be_followed_makes_no_clean_answer() {
    for (file, text) in [
        ("etc/environment", "SSL_CERT_FILE=relative.pem\n"),
        ("home/alice/.profile", "export SSL_CERT_FILE=$(find-it)\n"),
        ("home/alice/.profile", "export https_proxy=$WORK_PROXY\n"),
        ("home/alice/.bashrc", "x='\n"),
        ("home/alice/.cargo/config.toml", "[http\n"),
        ("home/alice/.docker/config.json", "{"),
    ] {
        let machine = Machine::with(&[]);
        put(&machine, file, text.as_bytes());
        let document = audit(&machine, 11);
        let path = machine.path(file).display().to_string();
        let not_checked = document["not_checked"].as_array().unwrap();
        let is_named = |entry: &Value| entry["what"].as_str().unwrap().ends_with(&path);
        assert!(not_checked.iter().any(is_named), "{text}: {document:#}");
    }
}

#[test]
fn a_file_of_anchors_that_is_not_there_is_no_news() {
    let machine = Machine::with(&[]);
    put(
        &machine,
        "etc/environment",
        b"SSL_CERT_FILE=/srv/none.pem\nSSL_CERT_DIR=/srv/none\n",
    );
    audit(&machine, 0);
}

#[test]
fn a_file_that_is_closed_to_its_user_is_said() {
    if !anchorwatch_lab::programs::is_root() {
        return;
    }
    let machine = Machine::with(&[]);
    put(&machine, "home/alice/.curlrc", b"insecure\n");
    let path = machine.path("home/alice/.curlrc");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let document = audit(&machine, 0);
    let path = path.display().to_string();
    let not_checked = document["not_checked"].as_array().unwrap();
    assert!(
        not_checked
            .iter()
            .any(|entry| entry["what"] == path.as_str()),
        "{document:#}"
    );
}

#[test]
fn the_words_show_a_setting_its_file_and_no_password() {
    let machine = Machine::with(&[]);
    put(
        &machine,
        "home/alice/.curlrc",
        b"proxy = \"http://me:secret@h.example\"\n",
    );
    let run = anchorwatch(&["audit", "--root", &machine.root_text()]);
    assert_eq!(run.code, 10);
    for words in [
        "Settings that weaken or redirect",
        ".curlrc",
        "<scrubbed>@h.example",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    assert!(!run.stdout.contains("secret"));
}

#[test]
fn the_environment_of_the_caller_counts_for_the_running_system_alone() {
    let variables = [("GIT_SSL_NO_VERIFY", "1")];
    let found = |root: &str| {
        let run = anchorwatch_with(&variables, &["audit", "--root", root, "--format", "json"]);
        let document = run.json("anchorwatch.audit/1");
        let is_process = |finding: &Value| finding["store_id"] == "environment:process";
        findings(&document).iter().any(is_process)
    };
    assert!(found("/"));
    assert!(!found(&Machine::with(&[]).root_text()));
}
