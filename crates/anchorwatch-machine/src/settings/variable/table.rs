//! Which variable does what. To add one, add a row.
//!
//! Measured one at a time with the programs named in the module `settings`; rows whose
//! comment names a document follow that document.

use super::{
    meaning::{Meaning, When},
    search,
};
use crate::{
    Client::{
        self, Apt, AwsCli, Cargo, Chromium, Curl, Deno, Firefox, Git, Go, Node, Openssl, Other,
        Perl, Php, Pip, Postgres, PythonRequests, PythonSsl, Ruby, Uv, Wget,
    },
    SettingKind,
    settings::{program::Program, unverified},
};

/// Who follows a proxy that is set for no particular program. Each reads `http_proxy` for
/// plain addresses and `https_proxy` for the others. Firefox reads lower case, and only if
/// no desktop says otherwise (`nsUnixSystemProxySettings.cpp`); Chromium reads both cases
/// (`proxy_config_service_linux.cc`); apt lower case (apt-transport-http(1)); Go both
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

/// What a variable does.
pub(in crate::settings) fn meaning_of(name: &str) -> Option<Meaning> {
    anchors(name)
        .or_else(|| switch(name))
        .or_else(|| proxy(name))
        .or_else(|| configuration(name))
        .or_else(|| place(name))
        .or_else(|| search::meaning(name))
        .or_else(|| of_npm(name))
        .or_else(|| of_poetry(name))
        .or_else(|| guess(name))
        .or_else(|| unverified::of_variable(name).map(Meaning::GuessSwitch))
}

fn anchors(name: &str) -> Option<Meaning> {
    use Meaning::{File, Files, Folders, FoldersOrStore, NodeOptions, System};
    Some(match name {
        // Go: crypto/x509, root_unix.go.
        "SSL_CERT_FILE" => File(&[Openssl, Curl, PythonSsl, Go, Cargo, Perl]),
        "SSL_CERT_DIR" => FoldersOrStore(&[Openssl, Curl, PythonSsl, Go, Cargo]),
        "NODE_EXTRA_CA_CERTS" => File(&[Node]),
        "CURL_CA_BUNDLE" => File(&[Curl, PythonRequests, Pip]),
        // AWS: botocore, endpoint.py.
        "REQUESTS_CA_BUNDLE" => File(&[PythonRequests, Pip, AwsCli]),
        "GIT_SSL_CAINFO" => File(&[Git]),
        "GIT_SSL_CAPATH" => Folders(&[Git]),
        // AWS CLI User Guide, «Environment variables».
        "AWS_CA_BUNDLE" => File(&[AwsCli]),
        "PIP_CERT" => File(&[Pip]),
        "CARGO_HTTP_PROXY_CAINFO" => File(&[Cargo]),
        "CARGO_HTTP_CAINFO" => File(&[Cargo]),
        // Deno manual, «Environment variables».
        "DENO_CERT" => File(&[Deno]),
        "DENO_TLS_CA_STORE" => System(Deno, &["system"]),
        // conda's manual, «Configuration»: every setting has a variable.
        "CONDA_SSL_VERIFY" | "MAMBA_SSL_VERIFY" => Meaning::CondaVerify,
        // uv's manual, «Environment variables».
        "UV_NATIVE_TLS" | "UV_SYSTEM_CERTS" => System(Uv, &["1", "t", "y", "on"]),
        // bundle-config(1).
        "BUNDLE_SSL_CA_CERT" => File(&[Ruby]),
        // LWP::UserAgent(3), measured.
        "PERL_LWP_SSL_CA_FILE" => File(&[Perl]),
        // Berry's manual, «.yarnrc.yml»: settings as variables.
        "YARN_HTTPS_CA_FILE_PATH" | "YARN_CA_FILE_PATH" => File(&[Node]),
        "NODE_OPTIONS" => NodeOptions,
        // git-config(1), `http.proxySSLCAInfo`.
        "GIT_PROXY_SSL_CAINFO" => File(&[Git]),
        // LWP::UserAgent(3), Net::SSL.
        "PERL_LWP_SSL_CA_PATH" | "HTTPS_CA_DIR" => Folders(&[Perl]),
        "HTTPS_CA_FILE" => File(&[Perl]),
        // getcomposer.org, «Environment variables».
        "COMPOSER_CAFILE" => File(&[Php]),
        // libpq, «Environment Variables».
        "PGSSLROOTCERT" => File(&[Postgres]),
        // HashiCorp's manuals, each program's «Environment variables».
        // helm.sh/docs/helm.
        "VAULT_CACERT" | "CONSUL_CACERT" | "NOMAD_CACERT" | "HELM_KUBECAFILE" => File(&[Go]),
        "VAULT_CAPATH" | "CONSUL_CAPATH" | "NOMAD_CAPATH" => Folders(&[Go]),
        // ldap.conf(5).
        "LDAPTLS_CACERT" => File(&[Other]),
        "LDAPTLS_CACERTDIR" => Folders(&[Other]),
        // rclone.org/docs, «--ca-cert».
        "RCLONE_CA_CERT" => Files(',', &[Go]),
        // grpc, `environment_variables.md`; httplib2; gcloud; nixpkgs; Hex; Julia; Haskell's
        // x509-system; websocket-client.
        "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"
        | "HTTPLIB2_CA_CERTS"
        | "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE"
        | "HEX_CACERTS_PATH"
        | "JULIA_SSL_CA_ROOTS_PATH"
        | "JULIA_SSL_CA_ROOTS"
        | "SYSTEM_CERTIFICATE_PATH"
        | "WEBSOCKET_CLIENT_CA_BUNDLE"
        | "WEBSOCKET_CLIENT_CA_FILE" => File(&[Other]),
        "NIX_SSL_CERT_FILE" => File(&[Openssl, Curl, Git, Other]),
        // twine(1).
        "TWINE_CERT" => File(&[PythonRequests]),
        // Node.js 24, «NODE_USE_SYSTEM_CA=1»; 20.20.2 ignores it.
        "NODE_USE_SYSTEM_CA" => System(Node, &["1"]),
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
        // `0`, `false` and an empty value switch it off too.
        "GIT_SSL_NO_VERIFY" => Switch(SettingKind::GitSslNoVerify, &[Git], When::Set),
        // PEP 493: Python 2.7 (2.7.18 does, 3.11 does not).
        "PYTHONHTTPSVERIFY" => Switch(SettingKind::PythonHttpsVerify, &[PythonSsl], When::Is("0")),
        // go help environment.
        "GOINSECURE" => Switch(SettingKind::GoInsecure, &[Go], When::Named),
        "UV_INSECURE_HOST" => Switch(SettingKind::UvInsecureHost, &[Uv], When::Named),
        "PIP_TRUSTED_HOST" => Switch(SettingKind::PipTrustedHost, &[Pip], When::Named),
        // LWP::UserAgent(3).
        "PERL_LWP_SSL_VERIFY_HOSTNAME" => {
            Switch(SettingKind::ProgramInsecure, &[Perl], When::Is("0"))
        }
        // HashiCorp's manuals; bundle-config(1); Hex; deno(1).
        // azure-cli's `azure.cli.core.util`: any text, even `0`.
        "VAULT_SKIP_VERIFY" | "NOMAD_SKIP_VERIFY" | "AZURE_CLI_DISABLE_CONNECTION_VERIFICATION" => {
            Switch(SettingKind::ProgramInsecure, &[Go], When::Named)
        }
        "BUNDLE_SSL_VERIFY_MODE" => Switch(SettingKind::ProgramInsecure, &[Ruby], When::Is("0")),
        // Ansible's manual, «GALAXY_IGNORE_CERTS».
        "ANSIBLE_GALAXY_IGNORE" => Meaning::GuessSwitch(unverified::Switch::On),
        "HEX_UNSAFE_HTTPS" => Switch(SettingKind::ProgramInsecure, &[Other], When::Is("1")),
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
    use Meaning::{Configuration, Configurations};
    Some(match name {
        "GIT_CONFIG_GLOBAL" | "GIT_CONFIG_SYSTEM" | "GIT_CONFIG" => Configuration(Program::Git),
        "WGETRC" | "SYSTEM_WGETRC" | "WGET2RC" | "SYSTEM_WGET2RC" => Configuration(Program::Wget),
        "PIP_CONFIG_FILE" => Configuration(Program::Pip),
        // conda's manual, «Searching for .condarc»; mamba's takes the same place.
        "CONDARC" | "MAMBARC" => Configuration(Program::Conda),
        // uv's manual, «Environment variables».
        "UV_CONFIG_FILE" => Configuration(Program::Uv),
        "AWS_CONFIG_FILE" => Configuration(Program::Aws),
        // curl(1), «--config».
        "CURL_HOME" | "HOMEBREW_CURLRC" => Configuration(Program::Curl),
        // The Cargo Book, «Configuration».
        "CARGO_HOME" => Configuration(Program::Cargo),
        // PEP 405: the active environment.
        "VIRTUAL_ENV" | "CONDA_PREFIX" => Configuration(Program::Pip),
        "MYSQL_HOME" => Configuration(Program::Mysql),
        "PGSERVICEFILE" | "PGSYSCONFDIR" => Configuration(Program::Postgres),
        "COMPOSER_HOME" => Configuration(Program::Composer),
        "BUNDLE_APP_CONFIG" | "BUNDLE_USER_CONFIG" | "BUNDLE_USER_HOME" | "BUNDLE_CONFIG" => {
            Configuration(Program::Bundler)
        }
        // gem help environment.
        "GEMRC" => Configurations(Program::Gem),
        // kubernetes.io, «The KUBECONFIG environment variable».
        "KUBECONFIG" => Configurations(Program::Kube),
        // hg help environment.
        "HGRCPATH" => Configurations(Program::Mercurial),
        // The PHP manual, «The configuration file».
        "PHPRC" => Configuration(Program::Php),
        "PHP_INI_SCAN_DIR" => Configurations(Program::Php),
        "HTTPIE_CONFIG_DIR" => Configuration(Program::Httpie),
        "OPENSSL_CONF" => Configuration(Program::Openssl),
        "LDAPCONF" | "LDAPRC" => Configuration(Program::Ldap),
        // apt.conf(5); go help environment; psql(1); Mutt's and msmtp's have no variable.
        "APT_CONFIG" => Configuration(Program::Apt),
        "GOENV" => Configuration(Program::Environment),
        "PSQLRC" => Configuration(Program::Psqlrc),
        // Startup(R).
        "R_ENVIRON" | "R_ENVIRON_USER" | "R_PROFILE" | "R_PROFILE_USER" | "PYTHONSTARTUP" => {
            Configuration(Program::Script)
        }
        // JetBrains' manual, «JVM options»: each product has its own variable.
        name if name.ends_with("_VM_OPTIONS") => Configuration(Program::JavaOptions),
        "CONTAINERS_CONF" | "CONTAINERS_CONF_OVERRIDE" => Configuration(Program::Containers),
        _ => return None,
    })
}

/// Variables that replace one place with another, or that are run.
fn place(name: &str) -> Option<Meaning> {
    use Meaning::{Folder, GitParameters, Home, Java, Library, Lists, Script, Shell, Tools, Zsh};
    Some(match name {
        "HOME" => Home,
        "XDG_CONFIG_HOME" => Folder(".config"),
        // `chrome_paths_linux.cc`: before `XDG_CONFIG_HOME`.
        "CHROME_CONFIG_HOME" => Meaning::Browsers,
        // XDG Base Directory Specification; of what is read there, only pip's matters.
        "XDG_CONFIG_DIRS" => Lists(&[(Program::Pip, "pip/pip.conf")]),
        // Where version managers keep what they install; each by its manual.
        "XDG_DATA_HOME" => Tools(".local/share"),
        "PYENV_ROOT" => Tools(".pyenv"),
        "RBENV_ROOT" => Tools(".rbenv"),
        "ASDF_DATA_DIR" => Tools(".asdf"),
        "NVM_DIR" => Tools(".nvm"),
        "VOLTA_HOME" => Tools(".volta"),
        "HOMEBREW_PREFIX" => Tools(".linuxbrew"),
        "MAMBA_ROOT_PREFIX" => Tools("micromamba"),
        // dockerd(8); Debian's and Red Hat's start-up files hand them on.
        "DOCKER_OPTS" | "DOCKERD_OPTIONS" => Meaning::Dockerd,
        // Firefox's `nsAppRunner.cpp`; Chromium's `chrome_main_delegate.cc`.
        "XRE_PROFILE_PATH" => Meaning::Profile(Firefox),
        "CHROME_USER_DATA_DIR" => Meaning::Profile(Chromium),
        // bash(1), «BASH_ENV», «ENV»; zsh(1), «ZDOTDIR».
        "BASH_ENV" | "ENV" => Script,
        "ZDOTDIR" => Zsh,
        "PROMPT_COMMAND" => Shell,
        "GIT_CONFIG_PARAMETERS" => GitParameters,
        // ld.so(8).
        "LD_PRELOAD" | "LD_AUDIT" => Library,
        // The manuals of the JDK, Maven, Gradle, sbt and Ant.
        "JAVA_TOOL_OPTIONS" | "_JAVA_OPTIONS" | "JDK_JAVA_OPTIONS" | "JAVA_OPTS"
        | "JAVA_OPTIONS" | "MAVEN_OPTS" | "MAVEN_ARGS" | "GRADLE_OPTS" | "SBT_OPTS"
        | "ANT_OPTS" | "CATALINA_OPTS" | "JVM_OPTS" | "KOTLIN_OPTS" | "LEIN_JVM_OPTS" => Java,
        _ => return None,
    })
}

/// npm reads any setting as `npm_config_…`, in any case (npm-config(7)).
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
        "userconfig" | "globalconfig" | "prefix" => Meaning::Configuration(Program::Npm),
        "node_options" => Meaning::NodeOptions,
        _ => return None,
    })
}

/// `POETRY_CERTIFICATES_<NAME>_CERT` (python-poetry.org, «Using environment variables»).
fn of_poetry(name: &str) -> Option<Meaning> {
    let rest = name.strip_prefix("POETRY_CERTIFICATES_")?;
    (rest.ends_with("_CERT") && !rest.ends_with("_CLIENT_CERT"))
        .then_some(Meaning::File(&[PythonRequests]))
}

/// An unknown variable whose name mentions authorities: `MY_TOOL_CA_BUNDLE`.
fn guess(name: &str) -> Option<Meaning> {
    const AUTHORITIES: [&str; 11] = [
        "CA",
        "CAS",
        "CAFILE",
        "CAPATH",
        "CABUNDLE",
        "CAINFO",
        "CACERT",
        "CACERTS",
        "CADIR",
        "TRUSTSTORE",
        "TRUSTED",
    ];
    let upper = name.to_ascii_uppercase();
    // Scripts use `CA` alone for anything.
    if !upper.contains('_') {
        return None;
    }
    let is_one = upper.split('_').any(|part| AUTHORITIES.contains(&part));
    let is_root = upper.contains("ROOT_CERT") || upper.contains("SSL_ROOTS");
    (is_one || is_root).then_some(Meaning::Guess)
}
