//! The variables of an environment that name anchors, switch verification off or name
//! a proxy, and the programs that follow each.
//!
//! Measured one at a time with the programs named in the parent module; the rows whose
//! comment names a document follow that.

use std::path::Path;

use super::{
    gathering::Gathering,
    git,
    program::Program,
    scope::{Scope, Value},
};
use crate::{Client, SettingKind};

/// One assignment, as an environment or a file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assignment {
    pub(super) name: String,
    pub(super) value: Value,
    /// Whether it stands in a condition or a function.
    pub(super) is_conditional: bool,
}

/// What a variable does.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// Names a file of certificates.
    File(&'static [Client]),
    /// Names folders of certificates, with colons between them.
    Folders(&'static [Client]),
    /// Holds certificates itself.
    Certificates(&'static [Client]),
    /// Switches verification off.
    Switch(SettingKind, &'static [Client], When),
    /// Names a proxy.
    Proxy(&'static [Client]),
    /// Names a configuration file of a program.
    Configuration(Program),
    /// Options of Node.js.
    NodeOptions,
    /// With this value, makes a program believe the system's roots.
    System(Client, &'static str),
}

/// With which values a switch is thrown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// This one.
    Is(&'static str),
    /// Any, the empty one too.
    Set,
    /// Any but the empty one.
    Named,
}

use Client::{
    Apt, AwsCli, Cargo, Chromium, Curl, Deno, Firefox, Git, Go, Node, Openssl, Perl, Pip,
    PythonRequests, PythonSsl, Ruby, Wget,
};

/// What an unnamed program's proxy is followed by; `http_proxy` is read by each for plain
/// addresses, `https_proxy` for the others. Firefox reads small letters, and only where
/// no desktop says otherwise (`nsUnixSystemProxySettings.cpp`); Chromium both
/// (`proxy_config_service_linux.cc`); apt small ones (apt-transport-http(1)); Go both
/// (`net/http`, ProxyFromEnvironment).
const HTTP: &[Client] = &[
    Chromium,
    Firefox,
    Curl,
    Wget,
    Git,
    PythonSsl,
    PythonRequests,
    Node,
    Pip,
    Go,
    AwsCli,
    Perl,
    Apt,
];
const HTTPS: &[Client] = &[
    Chromium,
    Firefox,
    Curl,
    Wget,
    Git,
    PythonSsl,
    PythonRequests,
    Node,
    Pip,
    Go,
    Cargo,
    AwsCli,
    Perl,
    Apt,
];
/// curl and its library ignore `HTTP_PROXY`, which a web server's CGI would set.
const HTTP_UPPER: &[Client] = &[
    Chromium,
    PythonSsl,
    PythonRequests,
    Node,
    Pip,
    Go,
    AwsCli,
    Perl,
];
const HTTPS_UPPER: &[Client] = &[
    Chromium,
    Curl,
    Git,
    PythonSsl,
    PythonRequests,
    Node,
    Pip,
    Go,
    Cargo,
    AwsCli,
    Perl,
];
const ALL: &[Client] = &[
    Chromium,
    Firefox,
    Curl,
    Git,
    PythonRequests,
    Pip,
    Cargo,
    Perl,
];
const ALL_UPPER: &[Client] = &[Chromium, Curl, Git, PythonRequests, Pip, Cargo, Perl];

fn meaning(name: &str) -> Option<Meaning> {
    anchors(name)
        .or_else(|| switch(name))
        .or_else(|| proxy(name))
        .or_else(|| configuration(name))
        .or_else(|| of_npm(name))
}

fn anchors(name: &str) -> Option<Meaning> {
    use Meaning::{File, Folders, NodeOptions, System};
    Some(match name {
        // Go: crypto/x509, root_unix.go.
        "SSL_CERT_FILE" => File(&[Openssl, Curl, PythonSsl, Go, Cargo, Perl]),
        "SSL_CERT_DIR" => Folders(&[Openssl, Curl, PythonSsl, Go, Cargo]),
        "NODE_EXTRA_CA_CERTS" => File(&[Node]),
        "CURL_CA_BUNDLE" => File(&[Curl, PythonRequests, Pip]),
        // AWS: botocore, endpoint.py.
        "REQUESTS_CA_BUNDLE" => File(&[PythonRequests, Pip, AwsCli]),
        "GIT_SSL_CAINFO" => File(&[Git]),
        "GIT_SSL_CAPATH" => Folders(&[Git]),
        // AWS CLI User Guide, «Environment variables».
        "AWS_CA_BUNDLE" => File(&[AwsCli]),
        "PIP_CERT" => File(&[Pip]),
        "CARGO_HTTP_CAINFO" => File(&[Cargo]),
        // Deno manual, «Environment variables».
        "DENO_CERT" => File(&[Deno]),
        "DENO_TLS_CA_STORE" => System(Deno, "system"),
        // bundle-config(1).
        "BUNDLE_SSL_CA_CERT" => File(&[Ruby]),
        // LWP::UserAgent(3), measured.
        "PERL_LWP_SSL_CA_FILE" => File(&[Perl]),
        // Berry's manual, «.yarnrc.yml»: settings as variables.
        "YARN_HTTPS_CA_FILE_PATH" | "YARN_CA_FILE_PATH" => File(&[Node]),
        "NODE_OPTIONS" => NodeOptions,
        // Node.js 24, «NODE_USE_SYSTEM_CA=1»; 20.20.2 ignores it.
        "NODE_USE_SYSTEM_CA" => System(Node, "1"),
        _ => return None,
    })
}

fn switch(name: &str) -> Option<Meaning> {
    use Meaning::Switch;
    Some(match name {
        "NODE_TLS_REJECT_UNAUTHORIZED" => Switch(
            SettingKind::NodeTlsRejectUnauthorized,
            &[Node],
            When::Is("0"),
        ),
        // `0`, `false` and nothing at all switch it off too.
        "GIT_SSL_NO_VERIFY" => Switch(SettingKind::GitSslNoVerify, &[Git], When::Set),
        // PEP 493: Python 2.7 (2.7.18 does, 3.11 does not).
        "PYTHONHTTPSVERIFY" => Switch(SettingKind::PythonHttpsVerify, &[PythonSsl], When::Is("0")),
        // go help environment.
        "GOINSECURE" => Switch(SettingKind::GoInsecure, &[Go], When::Named),
        "PIP_TRUSTED_HOST" => Switch(SettingKind::PipTrustedHost, &[Pip], When::Named),
        "YARN_ENABLE_STRICT_SSL" => Switch(SettingKind::YarnStrictSsl, &[Node], When::Is("false")),
        _ => return None,
    })
}

fn proxy(name: &str) -> Option<Meaning> {
    Some(Meaning::Proxy(match name {
        "http_proxy" => HTTP,
        "HTTP_PROXY" => HTTP_UPPER,
        "https_proxy" => HTTPS,
        "HTTPS_PROXY" => HTTPS_UPPER,
        "all_proxy" => ALL,
        "ALL_PROXY" => ALL_UPPER,
        "ftp_proxy" => &[Chromium, Curl, Wget],
        "FTP_PROXY" => &[Chromium, Curl],
        // The address of a PAC file.
        "auto_proxy" | "AUTO_PROXY" => &[Chromium],
        "PIP_PROXY" => &[Pip],
        "CARGO_HTTP_PROXY" => &[Cargo],
        "YARN_HTTP_PROXY" | "YARN_HTTPS_PROXY" => &[Node],
        _ => return None,
    }))
}

fn configuration(name: &str) -> Option<Meaning> {
    Some(Meaning::Configuration(match name {
        "GIT_CONFIG_GLOBAL" | "GIT_CONFIG_SYSTEM" => Program::Git,
        "WGETRC" => Program::Wget,
        "PIP_CONFIG_FILE" => Program::Pip,
        "AWS_CONFIG_FILE" => Program::Aws,
        _ => return None,
    }))
}

/// npm takes any setting as `npm_config_…`, case apart (npm-config(7)).
fn of_npm(name: &str) -> Option<Meaning> {
    const PREFIX: &str = "npm_config_";
    let is_npm = name
        .get(..PREFIX.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    let key = is_npm.then(|| name.get(PREFIX.len()..))??;
    Some(match key.to_ascii_lowercase().as_str() {
        "cafile" => Meaning::File(&[Node]),
        "ca" => Meaning::Certificates(&[Node]),
        "strict_ssl" => Meaning::Switch(SettingKind::NpmStrictSsl, &[Node], When::Is("false")),
        "proxy" | "https_proxy" | "http_proxy" => Meaning::Proxy(&[Node]),
        "userconfig" | "globalconfig" => Meaning::Configuration(Program::Npm),
        _ => return None,
    })
}

/// Whether a variable does any of this.
pub(super) fn matters(name: &str) -> bool {
    meaning(name).is_some() || name.starts_with("GIT_CONFIG_")
}

/// Takes down what an assignment does.
pub(super) fn take(gathering: &mut Gathering<'_>, at: &Path, assignment: &Assignment) {
    let Some(meaning) = meaning(&assignment.name) else {
        return;
    };
    let value = &assignment.value;
    let may = if assignment.is_conditional {
        " (in a condition or a function: may be in force)"
    } else {
        ""
    };
    let what = format!("{}={}{may}", assignment.name, value.text);
    match meaning {
        Meaning::File(clients) => gathering.name_file(at, &what, value, clients),
        Meaning::Folders(clients) => folders(gathering, at, &what, value, clients),
        Meaning::Certificates(clients) => {
            if !value.text.is_empty() {
                gathering.inline(at, &assignment.name, &value.text, clients);
            }
        }
        Meaning::Switch(kind, clients, when) => {
            if when.is_met(value) {
                gathering.setting(at, kind, &what, clients);
            } else if value.is_open {
                gathering.unclear(at, &what, "may switch verification off");
            }
        }
        Meaning::Proxy(clients) => {
            gathering.proxy(at, SettingKind::ProxyEnvironment, &what, value, clients);
        }
        Meaning::Configuration(program) => {
            if let Some(path) = gathering.path(value) {
                gathering.configurations.push((program, path));
            } else if !value.text.is_empty() {
                gathering.unclear(at, &what, "names a configuration that is not known here");
            }
        }
        Meaning::NodeOptions => node_options(gathering, &value.text),
        Meaning::System(client, word) => {
            if value.text.contains(word) {
                gathering.follow_system(client);
            }
        }
    }
}

impl When {
    fn is_met(self, value: &Value) -> bool {
        match self {
            Self::Is(text) => !value.is_open && value.text == text,
            Self::Set => true,
            Self::Named => !value.text.is_empty(),
        }
    }
}

/// Cargo takes the text for one folder.
fn folders(
    gathering: &mut Gathering<'_>,
    at: &Path,
    what: &str,
    value: &Value,
    clients: &[Client],
) {
    let parts: Vec<&str> = value.text.split(':').collect();
    let clients: Vec<Client> = clients
        .iter()
        .copied()
        .filter(|client| parts.len() == 1 || *client != Cargo)
        .collect();
    for part in parts {
        // What is not followed stands with a `$` or a backquote in it.
        let folder = Value {
            is_open: value.is_open && part.contains(['$', '`', '~', '(']),
            ..Value::plain(part)
        };
        gathering.name_folder(at, what, &folder, &clients);
    }
}

/// Node.js manual, «--use-openssl-ca», «--use-system-ca».
fn node_options(gathering: &mut Gathering<'_>, text: &str) {
    for option in text.split_whitespace() {
        match option.trim_matches(['"', '\'']) {
            "--use-openssl-ca" => gathering.node_follows_openssl(),
            "--use-system-ca" => gathering.follow_system(Node),
            _ => {}
        }
    }
}

/// Takes down several assignments of one file.
pub(super) fn take_all(gathering: &mut Gathering<'_>, at: &Path, assignments: &[Assignment]) {
    // Of what is set twice, both may be in force.
    let mut scope = Scope::new(None);
    for assignment in assignments {
        take(gathering, at, assignment);
        scope.assign(&assignment.name, &assignment.value);
    }
    git::of_environment(gathering, at, &scope);
}

/// An assignment without conditions, known to what follows.
pub(super) fn assigned(scope: &mut Scope, name: &str, value: Value) -> Option<Assignment> {
    scope.assign(name, &value);
    matters(name).then(|| Assignment {
        name: name.to_owned(),
        value,
        is_conditional: false,
    })
}
