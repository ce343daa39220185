//! Programs whose configuration is read.

/// A program whose configuration is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    Apt,
    Aria2,
    Aws,
    Bun,
    Bundler,
    Cargo,
    Composer,
    Conda,
    Containers,
    Curl,
    /// A file of `NAME=value` lines that some program reads.
    Environment,
    Fetchmail,
    Gcloud,
    Gem,
    Git,
    Httpie,
    Isync,
    /// A file of Java options.
    JavaOptions,
    /// kubectl's list of clusters.
    Kube,
    Ldap,
    Lftp,
    Mercurial,
    Msmtp,
    Mutt,
    Mysql,
    Nix,
    Npm,
    Openssl,
    Php,
    Pip,
    Poetry,
    Postgres,
    Psqlrc,
    /// A Python file that says where roots are, or that runs at every start.
    Python,
    Requirements,
    S3cmd,
    /// A file in another language, which may mention variables and files of certificates.
    Script,
    Subversion,
    /// What Subversion keeps of one server.
    SubversionServer,
    /// A file that names variables and files for what a project starts.
    Text,
    Uv,
    Wget,
    Yarn,
}

impl Program {
    /// Whether a lone carriage return ends a line for it: Python's text files and
    /// `splitlines`, YAML 1.2 «Line Break Characters», npm's package `ini`, PHP's scanner,
    /// Subversion's `config_file.c`.
    pub(super) const fn ends_lines_with_returns(self) -> bool {
        matches!(
            self,
            Self::Aws
                | Self::Bundler
                | Self::Conda
                | Self::Gem
                | Self::Mercurial
                | Self::Npm
                | Self::Php
                | Self::Pip
                | Self::S3cmd
                | Self::Subversion
                | Self::Yarn
        )
    }

    /// The names of its files in a configured folder.
    pub(super) const fn within(self) -> &'static [&'static str] {
        match self {
            Self::Bundler => &["config"],
            Self::Cargo => &["config.toml", "config"],
            Self::Composer => &["config.json"],
            Self::Curl => &[".curlrc", "curlrc"],
            Self::Mercurial => &["*.rc"],
            Self::Mysql => &["my.cnf"],
            Self::Npm => &["etc/npmrc", "lib/node_modules/npm/npmrc"],
            Self::Php => &["php.ini", "php-*.ini", "*.ini"],
            Self::Pip => &["pip.conf"],
            Self::Postgres => &["pg_service.conf"],
            Self::Subversion => &["servers"],
            _ => &[],
        }
    }
}
