//! The programs that trust a store.

anchorwatch_remark::closed_list! {
    /// A program, or a library on behalf of the programs that use it.
    ///
    /// In the order in which they are printed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum Client {
        /// Chromium and the browsers built on it.
        Chromium,
        /// Firefox and the browsers built on it.
        Firefox,
        /// Thunderbird.
        Thunderbird,
        /// OpenSSL with its default paths.
        Openssl,
        /// GnuTLS with its default file.
        Gnutls,
        /// curl and libcurl.
        Curl,
        /// GNU Wget.
        Wget,
        /// git over HTTPS.
        Git,
        /// Python's `ssl` module with its default context.
        PythonSsl,
        /// Debian's python3-requests (PyPI's own bundle is another store).
        PythonRequests,
        /// Java's own libraries.
        Java,
        /// Node.js, and npm with it.
        Node,
        /// pip, which brings its own bundle.
        Pip,
        /// Programs written in Go.
        Go,
        /// Cargo.
        Cargo,
        /// The AWS command line.
        AwsCli,
        /// apt, which fetches packages.
        Apt,
        /// Deno.
        Deno,
        /// Perl's HTTP::Tiny and LWP.
        Perl,
        /// Ruby's Bundler.
        Ruby,
        /// Docker's daemon, and containerd.
        Docker,
        /// Podman, Buildah and Skopeo.
        Podman,
        /// Conda and Mamba.
        Conda,
        /// uv.
        Uv,
        /// Visual Studio Code and programs built from it.
        Vscode,
        /// Bun.
        Bun,
        /// Mercurial.
        Mercurial,
        /// The command line of MariaDB and MySQL.
        Mysql,
        /// PHP, and Composer with it.
        Php,
        /// PostgreSQL's libpq and psql.
        Postgres,
        /// Subversion.
        Subversion,
        /// Any other program.
        Other,
    }
}

impl Client {
    /// The stable identifier.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Thunderbird => "thunderbird",
            Self::Openssl => "openssl",
            Self::Gnutls => "gnutls",
            Self::Curl => "curl",
            Self::Wget => "wget",
            Self::Git => "git",
            Self::PythonSsl => "python_ssl",
            Self::PythonRequests => "python_requests",
            Self::Java => "java",
            Self::Node => "node",
            Self::Pip => "pip",
            Self::Go => "go",
            Self::Cargo => "cargo",
            Self::AwsCli => "aws_cli",
            Self::Apt => "apt",
            Self::Deno => "deno",
            Self::Perl => "perl",
            Self::Ruby => "ruby",
            Self::Docker => "docker",
            Self::Podman => "podman",
            Self::Conda => "conda",
            Self::Uv => "uv",
            Self::Vscode => "vscode",
            Self::Bun => "bun",
            Self::Mercurial => "mercurial",
            Self::Mysql => "mysql",
            Self::Php => "php",
            Self::Postgres => "postgres",
            Self::Subversion => "subversion",
            Self::Other => "other",
        }
    }

    /// Whether it reads blocks labelled `TRUSTED CERTIFICATE`, with OpenSSL or, as browsers
    /// do, with p11-kit. Both obey the trust settings in the block; GnuTLS and Go skip such
    /// blocks.
    #[must_use]
    pub(crate) const fn reads_trusted_certificates(self) -> bool {
        self.takes_all_or_nothing()
            || matches!(
                self,
                Self::Node | Self::Chromium | Self::Firefox | Self::Thunderbird
            )
    }

    /// Whether it loads a named file of roots with `X509_load_cert_crl_file`, which loads
    /// all of it or nothing. Node reads such a file block by block.
    #[must_use]
    pub(crate) const fn takes_all_or_nothing(self) -> bool {
        matches!(
            self,
            Self::Openssl
                | Self::Curl
                | Self::PythonSsl
                | Self::PythonRequests
                | Self::Pip
                | Self::Cargo
                | Self::AwsCli
                | Self::Perl
                | Self::Ruby
        )
    }

    /// The client with this identifier.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|client| client.id() == id)
    }
}
