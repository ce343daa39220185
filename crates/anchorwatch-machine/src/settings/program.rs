//! Programs' configuration files: which, and where. To add one, add a row.

use std::{borrow::Cow, path::Path};

use super::{
    apt, aws, cargo, containers,
    content::Content,
    curl,
    env_file::{self, Expansion},
    environment, git, glob, httpie, keyed, mention, npm, pip, place, python,
    scope::Value,
    shell::Dialect,
    sink::Sink,
    subversion, unknown, wget, yarn,
};
use crate::settings::remark::{SettingsRemark, Unclear};
use crate::{Client, chromium};

/// The most files that are read because another file or a variable names them.
const MAX_NAMED: usize = 200;

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

use Program::{
    Apt, Aria2, Aws, Bun, Bundler, Cargo, Composer, Conda, Containers, Curl, Environment,
    Fetchmail, Gcloud, Gem, Git, Httpie, Isync, JavaOptions, Ldap, Lftp, Mercurial, Msmtp, Mutt,
    Mysql, Nix, Npm, Openssl, Php, Pip, Poetry, Postgres, Psqlrc, Python, S3cmd, Script,
    Subversion, SubversionServer, Text, Uv, Wget, Yarn,
};

/// For everyone; a star matches any name. `/usr/local/etc/gitconfig` and `/usr/etc/npmrc`
/// belong to programs that Debian did not install (git-config(1),
/// `$(prefix)/etc/gitconfig`; npm-config(7), `globalconfig`). `PREFIX/pip.conf` is what pip
/// reads in any prefix (pip's user guide, «Configuration»: the «site» file). curl has no
/// such file (curl(1), «--config»).
const OF_SYSTEM: [(Program, &str); 87] = [
    (Git, "/etc/gitconfig"),
    (Git, "/usr/local/etc/gitconfig"),
    (Git, "/usr/etc/gitconfig"),
    (Git, "/opt/*/etc/gitconfig"),
    (Wget, "/etc/wgetrc"),
    (Wget, "/usr/local/etc/wgetrc"),
    (Wget, "/usr/etc/wgetrc"),
    (Pip, "/etc/pip.conf"),
    (Pip, "/etc/xdg/pip/pip.conf"),
    (Pip, "/usr/pip.conf"),
    (Pip, "/usr/local/pip.conf"),
    (Pip, "/opt/*/pip.conf"),
    (Npm, "/etc/npmrc"),
    (Npm, "/usr/etc/npmrc"),
    (Npm, "/usr/local/etc/npmrc"),
    (Npm, "/opt/*/etc/npmrc"),
    // npm's own, «builtin» (npmrc(5)); the last is Debian's.
    (Npm, "/usr/lib/node_modules/npm/npmrc"),
    (Npm, "/usr/local/lib/node_modules/npm/npmrc"),
    (Npm, "/opt/*/lib/node_modules/npm/npmrc"),
    (Npm, "/usr/share/nodejs/npm/npmrc"),
    (Npm, "/usr/share/npm/npmrc"),
    (Yarn, "/etc/yarnrc"),
    (Yarn, "/usr/etc/yarnrc"),
    (Yarn, "/usr/local/etc/yarnrc"),
    (Yarn, "/usr/local/share/.config/yarn/config"),
    (Script, "/usr/lib/R/etc/Rprofile.site"),
    (
        Environment,
        "/var/lib/flatpak/app/*/current/active/metadata",
    ),
    (Wget, "/etc/wget2rc"),
    // Cargo and Yarn read the files of every folder above a project.
    (Cargo, "/.cargo/config.toml"),
    (Cargo, "/home/.cargo/config.toml"),
    (Yarn, "/.yarnrc"),
    (Yarn, "/.yarnrc.yml"),
    (Yarn, "/home/.yarnrc.yml"),
    (Aws, "/etc/aws/config"),
    (Bun, "/etc/bunfig.toml"),
    // gem help environment, `Gem::ConfigFile::SYSTEM_WIDE_CONFIG_FILE`.
    (Gem, "/etc/gemrc"),
    (Gem, "/usr/local/etc/gemrc"),
    // ldap.conf(5): Debian's, and that of a manual build.
    (Ldap, "/etc/ldap/ldap.conf"),
    (Ldap, "/etc/openldap/ldap.conf"),
    (Ldap, "/usr/local/etc/openldap/ldap.conf"),
    (Lftp, "/etc/lftp.conf"),
    // hg help config, «Files».
    (Mercurial, "/etc/mercurial/hgrc"),
    (Mercurial, "/etc/mercurial/hgrc.d/*.rc"),
    (Mercurial, "/usr/local/etc/mercurial/hgrc"),
    (Mercurial, "/usr/etc/mercurial/hgrc"),
    (Mercurial, "/usr/etc/mercurial/hgrc.d/*.rc"),
    (Msmtp, "/etc/msmtprc"),
    (Mutt, "/etc/Muttrc"),
    (Mutt, "/etc/Muttrc.d/*"),
    (Mutt, "/etc/neomuttrc"),
    // `mysql --help`, «Default options».
    (Mysql, "/etc/my.cnf"),
    (Mysql, "/etc/mysql/my.cnf"),
    (Mysql, "/usr/local/mysql/etc/my.cnf"),
    (Mysql, "/usr/etc/my.cnf"),
    (Mysql, "/etc/mysql/conf.d/*.cnf"),
    (Mysql, "/etc/mysql/mariadb.cnf"),
    (Mysql, "/etc/mysql/mariadb.conf.d/*.cnf"),
    (Mysql, "/etc/my.cnf.d/*.cnf"),
    (Openssl, "/etc/ssl/openssl.cnf"),
    (Openssl, "/usr/local/ssl/openssl.cnf"),
    // The PHP manual, «The configuration file», and Debian's layout.
    (Php, "/etc/php/*/*/php.ini"),
    (Php, "/etc/php/*/*/conf.d/*.ini"),
    (Php, "/etc/php/*/fpm/pool.d/*.conf"),
    (Php, "/usr/local/lib/php.ini"),
    (Php, "/usr/local/etc/php/php.ini"),
    (Php, "/usr/local/etc/php/conf.d/*.ini"),
    // libpq, «The Connection Service File»; Debian's SYSCONFDIR.
    (Postgres, "/etc/postgresql-common/pg_service.conf"),
    (Psqlrc, "/etc/postgresql-common/psqlrc"),
    (Python, "/etc/python3*/sitecustomize.py"),
    (Python, "/usr/lib/python3*/*customize.py"),
    (Python, "/usr/lib/python3/dist-packages/*customize.py"),
    (Python, "/usr/lib/python3/dist-packages/*.pth"),
    (Python, "/usr/local/lib/python3*/*customize.py"),
    (Python, "/usr/local/lib/python3*/*-packages/*customize.py"),
    (Python, "/usr/local/lib/python3*/*-packages/*.pth"),
    // hg help config, «Files»: what the installation brings.
    (
        Mercurial,
        "/usr/lib/python3/dist-packages/mercurial/defaultrc/*.rc",
    ),
    (Mercurial, "/etc/mercurial/default.d/*.rc"),
    (Script, "/etc/elinks/elinks.conf"),
    (Nix, "/etc/nix/nix.conf"),
    (JavaOptions, "/usr/share/*/dbeaver.ini"),
    (Script, "/etc/apache2/conf-enabled/*"),
    (Script, "/etc/apache2/sites-enabled/*"),
    (Php, "/var/www/html/.user.ini"),
    (Php, "/var/www/*/.user.ini"),
    (Subversion, "/etc/subversion/servers"),
    (Containers, "/etc/containers/containers.conf"),
    (Containers, "/etc/containers/containers.conf.d/*.conf"),
];

/// Relative to a home.
const OF_USER: [(Program, &str); 57] = [
    (Git, ".gitconfig"),
    (Git, ".config/git/config"),
    (Curl, ".curlrc"),
    (Curl, ".config/curlrc"),
    (Curl, ".config/.curlrc"),
    (Wget, ".wgetrc"),
    (Pip, ".pip/pip.conf"),
    (Pip, ".config/pip/pip.conf"),
    // Python prefixes, each with its own «site» file.
    (Pip, ".local/pip.conf"),
    (Pip, ".pyenv/versions/*/pip.conf"),
    (Pip, ".virtualenvs/*/pip.conf"),
    (Pip, ".local/share/virtualenvs/*/pip.conf"),
    (Pip, ".local/share/pipx/venvs/*/pip.conf"),
    (Pip, ".local/share/uv/python/*/pip.conf"),
    (Pip, ".local/share/uv/tools/*/pip.conf"),
    (Npm, ".npmrc"),
    // Prefixes of Node.js: the global file, and npm's own.
    (Npm, ".local/etc/npmrc"),
    (Npm, ".local/lib/node_modules/npm/npmrc"),
    (Npm, ".npm-global/etc/npmrc"),
    (Npm, ".nvm/versions/node/*/etc/npmrc"),
    (Npm, ".nvm/versions/node/*/lib/node_modules/npm/npmrc"),
    (Npm, ".volta/tools/image/node/*/etc/npmrc"),
    (Npm, ".volta/tools/image/node/*/lib/node_modules/npm/npmrc"),
    (Npm, ".asdf/installs/nodejs/*/etc/npmrc"),
    (Npm, ".asdf/installs/nodejs/*/lib/node_modules/npm/npmrc"),
    (Npm, ".local/share/mise/installs/node/*/etc/npmrc"),
    (
        Npm,
        ".local/share/mise/installs/node/*/lib/node_modules/npm/npmrc",
    ),
    (
        Npm,
        ".local/share/fnm/node-versions/*/installation/etc/npmrc",
    ),
    // pnpm.io/npmrc: pnpm's own file in the same format.
    (Npm, ".config/pnpm/rc"),
    (Yarn, ".yarnrc"),
    (Yarn, ".yarnrc.yml"),
    (Yarn, ".config/yarn/config"),
    (Cargo, ".cargo/config.toml"),
    (Cargo, ".cargo/config"),
    (Aws, ".aws/config"),
    (Aria2, ".aria2/aria2.conf"),
    (Aria2, ".config/aria2/aria2.conf"),
    (Bun, ".bunfig.toml"),
    (Bun, ".config/.bunfig.toml"),
    (Bundler, ".bundle/config"),
    (Composer, ".composer/config.json"),
    (Composer, ".config/composer/config.json"),
    (Containers, ".config/containers/containers.conf"),
    (Gcloud, ".config/gcloud/properties"),
    (Gcloud, ".config/gcloud/configurations/config_*"),
    (Gem, ".gemrc"),
    (Gem, ".config/gem/gemrc"),
    (Httpie, ".config/httpie/config.json"),
    (Httpie, ".httpie/config.json"),
    (Ldap, ".ldaprc"),
    (Lftp, ".lftprc"),
    (Lftp, ".config/lftp/rc"),
    (Mercurial, ".hgrc"),
    (Mercurial, ".config/hg/hgrc"),
    (Msmtp, ".msmtprc"),
    (Mysql, ".my.cnf"),
    (Postgres, ".pg_service.conf"),
];

/// The rest of them.
const OF_USER_TOO: [(Program, &str); 34] = [
    (SubversionServer, ".subversion/auth/svn.ssl.server/*"),
    (Python, ".local/lib/python3*/site-packages/*.pth"),
    (Python, ".local/lib/python3*/site-packages/*customize.py"),
    (Psqlrc, ".psqlrc"),
    (Nix, ".config/nix/nix.conf"),
    (Script, ".irbrc"),
    (Script, ".pryrc"),
    (Script, ".hotspotrc"),
    (Script, ".jupyter/*.py"),
    (Script, ".vim/vimrc"),
    (Script, ".vim/plugin/*.vim"),
    (Script, ".config/nvim/plugin/*"),
    (Script, ".config/nvim/lua/*.lua"),
    (Script, ".config/hypr/*/*.conf"),
    (Script, ".config/niri/config.kdl"),
    (Script, ".config/xonsh/rc.xsh"),
    (Script, ".gradle/init.d/*"),
    (Script, ".gradle/init.gradle*"),
    (Script, ".config/rclone/rclone.conf"),
    (Isync, ".mbsyncrc"),
    (Isync, ".config/isyncrc"),
    (Fetchmail, ".fetchmailrc"),
    (Msmtp, ".config/msmtp/config"),
    (Mutt, ".config/neomutt/neomuttrc"),
    (Mutt, ".neomuttrc"),
    (Mutt, ".muttrc"),
    (Mutt, ".mutt/muttrc"),
    (Mutt, ".config/mutt/muttrc"),
    (Poetry, ".config/pypoetry/config.toml"),
    (Poetry, ".config/pypoetry/auth.toml"),
    (S3cmd, ".s3cfg"),
    (Subversion, ".subversion/servers"),
    (Wget, ".wget2rc"),
    (Wget, ".config/wget/wget2rc"),
];

/// Certificate files that a program reads without any setting.
const ANCHORS_OF_SYSTEM: [(Client, &str); 9] = [
    // RubyGems, `Gem::Request.get_cert_files`.
    (
        Client::Ruby,
        "/usr/lib/ruby/vendor_ruby/rubygems/ssl_certs/*.pem",
    ),
    (
        Client::Ruby,
        "/usr/lib/ruby/vendor_ruby/rubygems/ssl_certs/*/*.pem",
    ),
    (Client::Ruby, "/usr/lib/ruby/*/rubygems/ssl_certs/*.pem"),
    (Client::Ruby, "/usr/lib/ruby/*/rubygems/ssl_certs/*/*.pem"),
    (
        Client::Ruby,
        "/usr/local/lib/ruby/*/rubygems/ssl_certs/*.pem",
    ),
    (Client::Other, "/usr/share/.mono/certs/Trust/*"),
    (Client::Other, "/usr/share/.mono/new-certs/Trust/*"),
    // What the owner gives snapd for its store (`snap set system store-certs`).
    (Client::Other, "/var/lib/snapd/ssl/store-certs/*.pem"),
    // Perl's Mozilla::CA.
    (
        Client::Perl,
        "/usr/local/share/perl/*/Mozilla/CA/cacert.pem",
    ),
];
const ANCHORS_OF_USER: [(Client, &str); 9] = [
    // RubyGems, in a user's own Ruby installations.
    (
        Client::Ruby,
        ".rbenv/versions/*/lib/ruby/*/rubygems/ssl_certs/*.pem",
    ),
    (
        Client::Ruby,
        ".rvm/rubies/*/lib/ruby/*/rubygems/ssl_certs/*.pem",
    ),
    // The stores of .NET and Mono; KDE's old store; Dillo's manual.
    (
        Client::Other,
        ".dotnet/corefx/cryptography/x509stores/root/*",
    ),
    (Client::Other, ".config/.mono/certs/Trust/*"),
    (Client::Other, ".config/.mono/new-certs/Trust/*"),
    (Client::Other, ".local/share/kssl/*.crt"),
    (Client::Other, ".dillo/certs/*"),
    // libpq, «Client Verification of Server Certificates».
    (Client::Postgres, ".postgresql/root.crt"),
    (Client::Perl, "perl5/lib/perl5/Mozilla/CA/cacert.pem"),
];

/// Reads the configurations that apply to everyone.
pub(super) fn of_system(sink: &mut Sink<'_>) {
    for (program, pattern) in OF_SYSTEM {
        program.each(sink, pattern.as_ref());
    }
    for (client, pattern) in ANCHORS_OF_SYSTEM {
        anchors(sink, client, pattern.as_ref());
    }
    apt::of_system(sink);
    named(sink);
}

/// Reads one user's configurations.
pub(super) fn of_user(sink: &mut Sink<'_>, home: &Path) {
    for (program, pattern) in of_every_user() {
        program.each(sink, &home.join(pattern));
    }
    for (client, pattern) in ANCHORS_OF_USER {
        anchors(sink, client, &home.join(pattern));
    }
    named(sink);
}

/// Reads a file found by its name in a prefix, an environment or a project.
pub(super) fn found(sink: &mut Sink<'_>, path: &Path) {
    let name = |path: Option<&Path>| {
        let name = path.and_then(Path::file_name).unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    let folder = name(path.parent());
    let program = match (folder.as_str(), name(Some(path)).as_str()) {
        (_, "pip.conf") => Pip,
        (_, "npmrc" | ".npmrc") => Npm,
        (_, ".yarnrc" | ".yarnrc.yml") => Yarn,
        (_, "bunfig.toml") => Bun,
        (".git", _) => Git,
        (".hg", _) => Mercurial,
        (".cargo", _) => Cargo,
        (".bundle", _) => Bundler,
        // A repository without a work tree.
        (_, "config") => Git,
        (_, ".envrc") | ("bin", "activate") | ("activate.d", _) => {
            return sink.take(path, Content::ScriptFile(Dialect::Posix));
        }
        (_, ".env") => Environment,
        ("conda-meta", "state") => Script,
        (_, "poetry.toml") => Poetry,
        (_, "uv.toml") => Uv,
        (_, "composer.json") => Composer,
        (_, ".user.ini") => Php,
        ("certifi", "core.py") | ("requests", "certs.py") => Python,
        ("site-packages" | "dist-packages", _) => Python,
        // Files that a project's tools read.
        _ => Text,
    };
    program.read(sink, path);
    if (folder.as_str(), program) == (".git", Git) {
        // Submodules, which may have submodules of their own.
        for pattern in ["modules/*/config", "modules/*/modules/*/config"] {
            let pattern = path.with_file_name(pattern);
            program.each(sink, &pattern);
        }
    }
}

fn of_every_user() -> impl Iterator<Item = (Program, &'static str)> {
    OF_USER.into_iter().chain(OF_USER_TOO)
}

/// Reads the files in a folder that a variable puts in place of one in the home.
pub(super) fn instead_of(sink: &mut Sink<'_>, usual: &'static str, folder: &Path) {
    environment::instead_of(sink, usual, folder);
    place::moved(sink, usual, folder);
    if usual == ".config" {
        browsers_in(sink, folder);
    }
    for (program, pattern) in of_every_user() {
        if let Some(rest) = pattern
            .strip_prefix(usual)
            .and_then(|rest| rest.strip_prefix('/'))
        {
            program.each(sink, &folder.join(rest));
        }
    }
}

/// Reads the profiles of Chromium and its relatives in a folder that replaces `.config`.
pub(super) fn browsers_in(sink: &mut Sink<'_>, folder: &Path) {
    for usual in chromium::profile_folders() {
        if let Some(rest) = usual.strip_prefix(".config/") {
            sink.profile(Client::Chromium, folder.join(rest));
        }
    }
}

fn anchors(sink: &mut Sink<'_>, client: Client, pattern: &Path) {
    for path in glob::expand(sink, pattern) {
        let text = path.to_string_lossy();
        sink.name_file(&path, &text, &Value::plain(&text), &[client]);
    }
}

/// Reads the configurations that variables and other configurations name.
pub(super) fn named(sink: &mut Sink<'_>) {
    environment::searched(sink);
    for _ in 0..MAX_NAMED {
        let Some((program, path)) = sink.configurations.pop() else {
            return;
        };
        program.read(sink, &path);
    }
    if let Some((_, path)) = sink.configurations.pop() {
        let max = MAX_NAMED as u64;
        sink.unread(&path, &SettingsRemark::ChainLimit { max });
    }
}

impl Program {
    fn each(self, sink: &mut Sink<'_>, pattern: &Path) {
        if !glob::is_pattern(pattern) {
            return self.read(sink, pattern);
        }
        for path in glob::expand(sink, pattern) {
            self.read(sink, &path);
        }
    }

    /// Reads one of the program's files.
    pub(super) fn read(self, sink: &mut Sink<'_>, path: &Path) {
        let Some(text) = sink.read(path) else {
            return;
        };
        // Windows editors begin files with this mark; git and pip skip it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if self == SubversionServer {
            return subversion::server(sink, path, text);
        }
        let text = &*if self.ends_lines_with_returns() && text.contains('\r') {
            Cow::from(text.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::from(text)
        };
        match self {
            Apt => apt::read(sink, path, text),
            Aws => aws::read(sink, path, text),
            Cargo => cargo::read(sink, path, text),
            Conda => place::conda(sink, path, text),
            Containers => containers::read(sink, path, text),
            Curl => curl::read(sink, path, text),
            Environment => {
                let assignments = env_file::read(text, Expansion::Done, &mut sink.scope());
                sink.take(path, Content::Assignments(&assignments));
            }
            // Java options are read wherever they occur.
            JavaOptions => {}
            Psqlrc | Script => {
                mention::read(sink, path, text);
                unknown::take(sink, path, text);
            }
            Python => python::read(sink, path, text),
            Git => git::read(sink, path, text),
            Httpie => httpie::read(sink, path, text),
            Npm => npm::read(sink, path, text),
            Pip => pip::read(sink, path, text),
            Wget => wget::read(sink, path, text),
            Yarn => yarn::read(sink, path, text),
            Text => {
                if path
                    .file_name()
                    .is_some_and(|name| name == "pyproject.toml")
                {
                    place::uv_project(sink, path, text);
                }
                unknown::take(sink, path, text);
            }
            Uv => place::uv(sink, path, text),
            _ => keyed::read(sink, path, self, text),
        }
    }

    /// Whether a lone carriage return ends a line for it: Python's text files and
    /// `splitlines`, YAML 1.2 «Line Break Characters», npm's package `ini`, PHP's scanner,
    /// Subversion's `config_file.c`.
    const fn ends_lines_with_returns(self) -> bool {
        matches!(
            self,
            Aws | Bundler | Conda | Gem | Mercurial | Npm | Php | Pip | S3cmd | Subversion | Yarn
        )
    }

    /// What an option or a variable gives: a file, a folder that contains one, or for some
    /// programs a setting.
    pub(super) fn given(self, sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value) {
        if value.text.is_empty() {
            return;
        }
        match (self, value.text.split_once('=')) {
            (Cargo, Some(_)) => return cargo::read(sink, at, &value.text),
            (Php, Some(_)) => return keyed::given(sink, at, self, "", &value.text),
            // `servers:SECTION:KEY=VALUE`
            (Subversion, Some((name, rest))) => {
                let key = name.rsplit(':').next().unwrap_or(name);
                let line = format!("{key} = {rest}");
                return keyed::given(sink, at, self, "", &line);
            }
            (Mercurial, Some((name, rest))) => {
                let (section, key) = name.split_once('.').unwrap_or(("", name));
                let line = format!("{key} = {rest}");
                return keyed::given(sink, at, self, section, &line);
            }
            _ => {}
        }
        let Some(path) = sink.path(value) else {
            return sink.unclear(at, what, Unclear::Configuration);
        };
        if sink.tree.list(&path).is_err() {
            return sink.later(self, path);
        }
        for name in self.within() {
            for path in glob::expand(sink, &path.join(name)) {
                sink.later(self, path);
            }
        }
    }

    /// The names of its files in a configured folder.
    fn within(self) -> &'static [&'static str] {
        match self {
            Bundler => &["config"],
            Cargo => &["config.toml", "config"],
            Composer => &["config.json"],
            Curl => &[".curlrc", "curlrc"],
            Mercurial => &["*.rc"],
            Mysql => &["my.cnf"],
            Npm => &["etc/npmrc", "lib/node_modules/npm/npmrc"],
            Php => &["php.ini", "php-*.ini", "*.ini"],
            Pip => &["pip.conf"],
            Postgres => &["pg_service.conf"],
            Subversion => &["servers"],
            _ => &[],
        }
    }
}
