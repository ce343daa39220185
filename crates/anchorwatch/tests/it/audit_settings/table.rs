//! Every known setting, with a harmless twin that differs in one point.

/// One setting, and the same line with one change that makes it harmless.
pub(super) struct Row {
    pub(super) file: &'static str,
    pub(super) text: &'static str,
    /// The displayed part of the setting.
    pub(super) literal: &'static str,
    pub(super) code: &'static str,
    pub(super) clients: &'static [&'static str],
    pub(super) twin: &'static str,
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

pub(super) const SWITCHES: [Row; 26] = [
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
        "GOINSECURE=*.example",
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
        ["GIT_SSL_NO_VERIFY = yes", "#GIT_SSL_NO_VERIFY = yes"],
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
        "http.sslverify = 0",
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

pub(super) const PROXIES: [Row; 20] = [
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
            "# alias p='ftp_proxy=h.example:1 x'",
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

/// A setting that names the file `{CA}`, its harmless twin, and the programs that trust the
/// file.
pub(super) type Naming = (&'static str, [&'static str; 2], &'static [&'static str]);

pub(super) const FILES: [Naming; 23] = [
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
        ["cafile = {CA}", "//h.example/:certfile = {CA}"],
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
