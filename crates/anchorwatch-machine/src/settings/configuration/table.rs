//! Which configuration files are read. To add one, add a row; a star matches any name.

use Program::{
    Aria2, Aws, Bun, Bundler, Cargo, Composer, Containers, Curl, Environment, Fetchmail, Gcloud,
    Gem, Git, Httpie, Isync, JavaOptions, Kube, Ldap, Lftp, Mercurial, Msmtp, Mutt, Mysql, Nix,
    Npm, Openssl, Php, Pip, Poetry, Postgres, Psqlrc, Python, S3cmd, Script, Subversion,
    SubversionServer, Wget, Yarn,
};

use crate::{Client, settings::program::Program};

/// For everyone; a star matches any name. `/usr/local/etc/gitconfig` and `/usr/etc/npmrc`
/// belong to programs that Debian did not install (git-config(1),
/// `$(prefix)/etc/gitconfig`; npm-config(7), `globalconfig`). `PREFIX/pip.conf` is what pip
/// reads in any prefix (pip's user guide, «Configuration»: the «site» file). curl has no
/// such file (curl(1), «--config»).
pub(super) const OF_SYSTEM: [(Program, &str); 90] = [
    (Kube, "/etc/rancher/k3s/k3s.yaml"),
    (Kube, "/etc/rancher/rke2/rke2.yaml"),
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
    // Where Debian's libcrypto looks (`openssl version -d`); a link to the former.
    (Openssl, "/usr/lib/ssl/openssl.cnf"),
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
pub(super) const OF_USER: [(Program, &str); 57] = [
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
pub(super) const OF_USER_TOO: [(Program, &str); 38] = [
    (Kube, ".kube/config"),
    (Kube, ".kube/config.d/*"),
    (Kube, ".kube/configs/*"),
    (Kube, ".config/kube/config"),
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
pub(super) const ANCHORS_OF_SYSTEM: [(Client, &str); 13] = [
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
    (
        Client::Ruby,
        "/usr/local/lib/ruby/*/rubygems/ssl_certs/*/*.pem",
    ),
    (Client::Ruby, "/opt/*/lib/ruby/*/rubygems/ssl_certs/*.pem"),
    (Client::Ruby, "/opt/*/lib/ruby/*/rubygems/ssl_certs/*/*.pem"),
    (
        Client::Ruby,
        "/opt/*/embedded/lib/ruby/*/rubygems/ssl_certs/*/*.pem",
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
pub(super) const ANCHORS_OF_USER: [(Client, &str); 15] = [
    // RubyGems, in a user's own Ruby installations.
    (
        Client::Ruby,
        ".rbenv/versions/*/lib/ruby/*/rubygems/ssl_certs/*.pem",
    ),
    (
        Client::Ruby,
        ".rvm/rubies/*/lib/ruby/*/rubygems/ssl_certs/*.pem",
    ),
    (
        Client::Ruby,
        ".rbenv/versions/*/lib/ruby/*/rubygems/ssl_certs/*/*.pem",
    ),
    (
        Client::Ruby,
        ".rvm/rubies/*/lib/ruby/*/rubygems/ssl_certs/*/*.pem",
    ),
    (
        Client::Ruby,
        ".asdf/installs/ruby/*/lib/ruby/*/rubygems/ssl_certs/*.pem",
    ),
    (
        Client::Ruby,
        ".asdf/installs/ruby/*/lib/ruby/*/rubygems/ssl_certs/*/*.pem",
    ),
    (
        Client::Ruby,
        ".local/share/mise/installs/ruby/*/lib/ruby/*/rubygems/ssl_certs/*.pem",
    ),
    (
        Client::Ruby,
        ".local/share/mise/installs/ruby/*/lib/ruby/*/rubygems/ssl_certs/*/*.pem",
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

/// Every row of a home.
pub(super) fn of_every_user() -> impl Iterator<Item = (Program, &'static str)> {
    OF_USER.into_iter().chain(OF_USER_TOO)
}
