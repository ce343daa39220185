//! A setting that switches verification off, or leads traffic elsewhere.

use crate::Client;

/// A setting that is in force for the programs that read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// What it does.
    pub kind: SettingKind,
    /// The store that represents its file, by [`Store::id`](crate::Store::id).
    pub store_id: String,
    /// The setting as written, on one line, without passwords: `http.sslVerify = false`.
    pub literal: String,
    /// The programs that follow it.
    pub effective_for: Vec<Client>,
}

anchorwatch_remark::closed_list! {
    /// What a setting does.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum SettingKind {
        /// `NODE_TLS_REJECT_UNAUTHORIZED=0`.
        NodeTlsRejectUnauthorized,
        /// `GIT_SSL_NO_VERIFY`.
        GitSslNoVerify,
        /// git's `http.sslVerify = false`, for all or for some addresses.
        GitSslVerify,
        /// `insecure` in a curl configuration.
        CurlInsecure,
        /// `check_certificate = off` in a wgetrc.
        WgetCheckCertificate,
        /// npm's `strict-ssl = false`.
        NpmStrictSsl,
        /// Yarn's `strict-ssl false` or `enableStrictSsl: false`.
        YarnStrictSsl,
        /// pip's `trusted-host`.
        PipTrustedHost,
        /// `PYTHONHTTPSVERIFY=0`.
        PythonHttpsVerify,
        /// `GOINSECURE`.
        GoInsecure,
        /// apt's `Verify-Peer` or `Verify-Host` switched off.
        AptVerify,
        /// conda's `ssl_verify: false`.
        CondaSslVerify,
        /// A registry that Docker, containerd or Podman contacts without verification.
        InsecureRegistry,
        /// uv's `allow-insecure-host`.
        UvInsecureHost,
        /// Visual Studio Code's `http.proxyStrictSSL: false`.
        VscodeStrictSsl,
        /// JetBrains' programs accept every certificate without asking.
        JetbrainsAccept,
        /// A setting or an option of another program that switches its verification off.
        ProgramInsecure,
        /// A command line that starts a browser with a switch such as
        /// `--ignore-certificate-errors`.
        BrowserSwitch,
        /// A policy that switches verification off for some or all sites.
        BrowserPolicy,
        /// A certificate that Firefox accepts for one host, whatever its faults.
        CertificateOverride,
        /// A proxy, or the address of a PAC file, in an environment.
        ProxyEnvironment,
        /// A proxy, or the address of a PAC file, in a program's configuration.
        ProxyConfiguration,
        /// A proxy, or the address of a PAC file, by a browser's policy.
        ProxyPolicy,
    }
}

impl SettingKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NodeTlsRejectUnauthorized => "node_tls_reject_unauthorized",
            Self::GitSslNoVerify => "git_ssl_no_verify",
            Self::GitSslVerify => "git_ssl_verify",
            Self::CurlInsecure => "curl_insecure",
            Self::WgetCheckCertificate => "wget_check_certificate",
            Self::NpmStrictSsl => "npm_strict_ssl",
            Self::YarnStrictSsl => "yarn_strict_ssl",
            Self::PipTrustedHost => "pip_trusted_host",
            Self::PythonHttpsVerify => "python_https_verify",
            Self::GoInsecure => "go_insecure",
            Self::AptVerify => "apt_verify",
            Self::CondaSslVerify => "conda_ssl_verify",
            Self::InsecureRegistry => "insecure_registry",
            Self::UvInsecureHost => "uv_insecure_host",
            Self::VscodeStrictSsl => "vscode_strict_ssl",
            Self::JetbrainsAccept => "jetbrains_accept",
            Self::ProgramInsecure => "program_insecure",
            Self::BrowserSwitch => "browser_switch",
            Self::BrowserPolicy => "browser_policy",
            Self::CertificateOverride => "certificate_override",
            Self::ProxyEnvironment => "proxy_environment",
            Self::ProxyConfiguration => "proxy_configuration",
            Self::ProxyPolicy => "proxy_policy",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
