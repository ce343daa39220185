//! Places where a root can be planted for a program, each with a harmless twin.

/// A file, a text that names the file `{CA}`, its twin, and the programs that then trust it.
pub(super) type Place = (&'static str, [&'static str; 2], &'static [&'static str]);

pub(super) const PLACES: &[Place] = &[
    // Environments.
    (
        "etc/environment",
        ["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH={CA}", "GRPC_DEFAULT={CA}"],
        &["other"],
    ),
    (
        "etc/environment",
        ["MY_TOOL_CA_BUNDLE={CA}", "MY_TOOL_BUNDLE={CA}"],
        &["other"],
    ),
    (
        "etc/environment",
        ["SSL_CERT_DIR={CA}", "SSL_CERT={CA}"],
        &["openssl", "python_ssl", "perl", "ruby"],
    ),
    (
        "etc/environment.d/a.conf",
        ["SSL_CERT_DIR=file:{CA}", "SSL_CERT=file:{CA}"],
        &["openssl", "python_ssl", "perl", "ruby"],
    ),
    (
        "etc/pam.d/login",
        [
            "session required pam_env.so envfile=/srv/pam.env",
            "#session required pam_env.so envfile=/srv/none.env",
        ],
        &[],
    ),
    ("srv/pam.env", ["PIP_CERT={CA}", "PIP_CERTS={CA}"], &["pip"]),
    (
        "etc/pam.d/sshd",
        [
            "session required pam_env.so user_readenv=1 user_envfile=.envs",
            "session required pam_env.so",
        ],
        &[],
    ),
    (
        "home/alice/.envs",
        ["PIP_CERT={CA}", "#PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "etc/pam.d/su",
        [
            "session required pam_env.so conffile=/srv/pam.conf",
            "session required pam_env.so",
        ],
        &[],
    ),
    (
        "srv/pam.conf",
        ["PIP_CERT DEFAULT={CA}", "#PIP_CERT DEFAULT={CA}"],
        &["pip"],
    ),
    (
        "etc/sudoers.d/x",
        ["Defaults env_file=/srv/sudo.env", "Defaults env_reset"],
        &[],
    ),
    (
        "srv/sudo.env",
        ["PIP_CERT={CA}", "#PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "etc/ssh/sshd_config.d/x.conf",
        ["SetEnv A=b PIP_CERT={CA}", "#SetEnv PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.ssh/environment",
        ["PIP_CERT={CA}", "#PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.ssh/authorized_keys",
        [
            "environment=\"PIP_CERT={CA}\",no-pty ssh-ed25519 A",
            "# environment=\"PIP_CERT={CA}\" ssh-ed25519 A",
        ],
        &["pip"],
    ),
    (
        "home/alice/.ssh/rc",
        ["PIP_CERT={CA} pip download x", "# PIP_CERT={CA} pip"],
        &["pip"],
    ),
    (
        "etc/X11/Xsession.d/90x",
        ["export PIP_CERT={CA}", "# export PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.xsessionrc",
        ["export PIP_CERT={CA}", "echo PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.xprofile",
        ["export PIP_CERT={CA}", "echo PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.xinitrc",
        ["export PIP_CERT={CA}", "echo PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.config/plasma-workspace/env/x.sh",
        ["export PIP_CERT={CA}", "echo PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.config/systemd/user/x.service",
        [
            "[Service]\nExecStart=/usr/bin/env PIP_CERT={CA} pip",
            "[Service]\nExecStart=/usr/bin/echo PIP_CERT={CA}",
        ],
        &["pip"],
    ),
    (
        "home/alice/.config/containers/containers.conf",
        [
            "[containers]\nenv = [\"SSL_CERT_FILE={CA}\"]",
            "[containers]\nannotations = [\"SSL_CERT_FILE={CA}\"]",
        ],
        &["openssl", "curl", "python_ssl", "go", "cargo", "perl"],
    ),
    (
        "etc/containers/systemd/x.container",
        [
            "[Container]\nEnvironment=PIP_CERT={CA}",
            "[Container]\nLabel=PIP_CERT={CA}",
        ],
        &["pip"],
    ),
    // Shells.
    (
        "home/alice/.tcshrc",
        ["setenv PIP_CERT {CA}", "# setenv PIP_CERT {CA}"],
        &["pip"],
    ),
    (
        "home/alice/.cshrc",
        [
            "if ($?prompt) then\nsetenv PIP_CERT {CA}\nendif",
            "set pip_cert={CA}",
        ],
        &["pip"],
    ),
    (
        "home/alice/.login",
        ["setenv PIP_CERT {CA}", "echo PIP_CERT {CA}"],
        &["pip"],
    ),
    (
        "home/alice/.bashrc",
        [
            "for f in ~/.bashrc.d/*; do . \"$f\"; done",
            "for f in ~/.bashrc.d/*; do echo \"$f\"; done",
        ],
        &[],
    ),
    (
        "home/alice/.bashrc.d/ca",
        ["export PIP_CERT={CA}", "export PIP_CERTS={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.zshenv",
        ["export ZDOTDIR=$HOME/z", "export ZDOTDIRS=$HOME/z"],
        &[],
    ),
    (
        "home/alice/z/.zshrc",
        ["export PIP_CERT={CA}", "export PIP_CERTS={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.profile",
        ["export BASH_ENV=~/.env.sh", "export BASH_ENVS=~/.env.sh"],
        &[],
    ),
    (
        "home/alice/.env.sh",
        ["export PIP_CERT={CA}", "export PIP_CERTS={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.bash_profile",
        ["eval 'export PIP_CERT={CA}'", "echo 'export PIP_CERT={CA}'"],
        &["pip"],
    ),
    (
        "home/alice/.bash_aliases",
        [
            "alias curl='curl --cacert {CA}'",
            "alias curl='curl --cert {CA}'",
        ],
        &["curl"],
    ),
    (
        "home/bob/.bash_aliases",
        [
            "alias p='PIP_CERT={CA} pip'",
            "alias p='echo PIP_CERT={CA}'",
        ],
        &["pip"],
    ),
    (
        "home/bob/.bash_login",
        [
            "w() { command wget --ca-certificate={CA} \"$@\"; }",
            "w() { command wget --certificate={CA} \"$@\"; }",
        ],
        &["wget"],
    ),
    (
        "home/bob/.bashrc",
        [
            "bash -c 'export PIP_CERT={CA}; pip download x'",
            "echo 'export PIP_CERT={CA}; pip download x'",
        ],
        &["pip"],
    ),
    (
        "home/bob/.zshrc",
        [
            "alias g='git -c http.sslCAInfo={CA}'",
            "alias g='git -c http.sslCert={CA}'",
        ],
        &["git"],
    ),
    (
        "home/bob/.config/fish/functions/c.fish",
        [
            "function c\n curl --cacert {CA} $argv\nend",
            "function c\n curl --cert {CA} $argv\nend",
        ],
        &["curl"],
    ),
    (
        "home/bob/.profile",
        [
            "PROMPT_COMMAND='export PIP_CERT={CA}'",
            "PROMPT='export PIP_CERTS={CA}'",
        ],
        &["pip"],
    ),
    (
        "home/bob/.config/nushell/env.nu",
        ["$env.PIP_CERT = \"{CA}\"", "$env.PIP_CERTS = \"{CA}\""],
        &["pip"],
    ),
    (
        "home/bob/.Renviron",
        ["PIP_CERT={CA}", "#PIP_CERT={CA}"],
        &["pip"],
    ),
    (
        "home/bob/.tmux.conf",
        [
            "set-environment -g PIP_CERT {CA}",
            "# set-environment -g PIP_CERT {CA}",
        ],
        &["pip"],
    ),
    (
        "home/bob/.config/hypr/hyprland.conf",
        ["env = PIP_CERT,{CA}", "# env = PIP_CERT,{CA}"],
        &["pip"],
    ),
    (
        "home/bob/bin/curl",
        [
            "#!/bin/sh\nexec /usr/bin/curl --cacert {CA} \"$@\"",
            "#!/bin/sh\nexec /usr/bin/curl --cert {CA} \"$@\"",
        ],
        &["curl"],
    ),
    (
        "usr/local/bin/git",
        [
            "#!/bin/bash\nGIT_SSL_CAINFO={CA} exec /usr/bin/git \"$@\"",
            "#!/bin/bash\n# GIT_SSL_CAINFO={CA}\nexec /usr/bin/git \"$@\"",
        ],
        &["git"],
    ),
    (
        "home/bob/.kshrc",
        [
            ": ${PIP_CERT:={CA}}; export PIP_CERT",
            ": ${PIP_CERTS:={CA}}; export PIP_CERTS",
        ],
        &["pip"],
    ),
    (
        "home/bob/.mkshrc",
        [
            "(( 1 )) && builtin export PIP_CERT={CA}",
            "(( 1 )) && builtin echo PIP_CERT={CA}",
        ],
        &["pip"],
    ),
    (
        "home/bob/.shrc",
        [
            "trap 'export PIP_CERT={CA}' DEBUG",
            "echo 'export PIP_CERT={CA}' DEBUG",
        ],
        &["pip"],
    ),
    (
        "home/bob/.local/lib/python3.11/site-packages/x.pth",
        [
            "import os; os.environ['PIP_CERT']='{CA}'",
            "import os; os.environ['PIP_CERTS']='{CA}'",
        ],
        &["pip"],
    ),
    (
        "home/bob/.local/share/flatpak/overrides/org.x",
        [
            "[Environment]\nPIP_CERT={CA}",
            "[Environment]\n#PIP_CERT={CA}",
        ],
        &["pip"],
    ),
    (
        ".cargo/config.toml",
        ["[http]\ncainfo = \"{CA}\"", "[net]\ncainfo = \"{CA}\""],
        &["cargo"],
    ),
    // Timers.
    (
        "etc/cron.daily/x",
        [
            "#!/bin/sh\nexport PIP_CERT={CA}\npip download x",
            "#!/bin/sh\n# PIP_CERT={CA}",
        ],
        &["pip"],
    ),
    (
        "etc/cron.d/y",
        [
            "* * * * * root curl --cacert {CA} https://h",
            "* * * * * root curl --cert {CA} https://h",
        ],
        &["curl"],
    ),
    (
        "var/spool/cron/crontabs/alice",
        [
            "@daily PIP_CERT={CA} pip download x",
            "@daily echo PIP_CERT={CA}",
        ],
        &["pip"],
    ),
    (
        "var/spool/cron/atjobs/a0001",
        [
            "#!/bin/sh\nPIP_CERT={CA}; export PIP_CERT",
            "#!/bin/sh\nPIP_CERTS={CA}",
        ],
        &["pip"],
    ),
    (
        "etc/systemd/system/z.service",
        [
            "[Service]\nExecStart=/usr/bin/curl --cacert {CA} https://h",
            "[Service]\nExecStart=/usr/bin/curl --cert {CA} https://h",
        ],
        &["curl"],
    ),
    // Desktops.
    (
        "usr/share/applications/a.desktop",
        [
            "[Desktop Entry]\nExec=env SSL_CERT_FILE={CA} app %u",
            "[Desktop Entry]\nExec=env SSL_CERT={CA} app %u",
        ],
        &["openssl", "curl", "python_ssl", "go", "cargo", "perl"],
    ),
    (
        "home/bob/.config/autostart/a.desktop",
        [
            "[Desktop Entry]\nExec=sh -c \"NODE_EXTRA_CA_CERTS={CA} app\"",
            "[Desktop Entry]\nExec=sh -c \"NODE_EXTRA={CA} app\"",
        ],
        &["node"],
    ),
    (
        "home/bob/.local/share/applications/b.desktop",
        [
            "[Desktop Entry]\nExec=env HOME=/srv/bobs git gui",
            "[Desktop Entry]\nExec=git gui",
        ],
        &[],
    ),
    (
        "srv/bobs/.gitconfig",
        ["[http]\nsslCAInfo={CA}", "[http]\nsslCAInfo={CA}"],
        &["git"],
    ),
    // Other ways to configure pip, npm, Cargo, curl, wget and git.
    (
        "usr/pip.conf",
        ["[global]\ncert={CA}", "[global]\nclient-cert={CA}"],
        &["pip"],
    ),
    (
        "home/alice/work/.venv/pip.conf",
        ["[global]\ncert={CA}", "[global]\nclient-cert={CA}"],
        &["pip"],
    ),
    (
        "home/alice/.pyenv/versions/3.12.1/pip.conf",
        ["[global]\ncert={CA}", "[global]\nclient-cert={CA}"],
        &["pip"],
    ),
    (
        "usr/lib/node_modules/npm/npmrc",
        ["cafile={CA}", "certfile={CA}"],
        &["node"],
    ),
    (
        "usr/share/nodejs/npm/npmrc",
        ["cafile={CA}", "certfile={CA}"],
        &["node"],
    ),
    (
        "home/alice/.nvm/versions/node/v20.1.0/etc/npmrc",
        ["cafile={CA}", "certfile={CA}"],
        &["node"],
    ),
    (
        "home/alice/.npmrc",
        ["\"cafile\"=\"{CA}\"", "\"certfile\"=\"{CA}\""],
        &["node"],
    ),
    (
        "home/bob/.npmrc",
        ["//r.example/:cafile={CA}", "//r.example/:certfile={CA}"],
        &["node"],
    ),
    (
        "home/bob/.config/pnpm/rc",
        ["cafile={CA}", "certfile={CA}"],
        &["node"],
    ),
    (
        "etc/profile.d/c.sh",
        ["export CURL_HOME=/srv/c", "export CURL_HOMES=/srv/c"],
        &[],
    ),
    ("srv/c/.curlrc", ["cacert={CA}", "cacert={CA}"], &["curl"]),
    (
        "etc/profile.d/d.sh",
        [
            "export XDG_CONFIG_HOME=/srv/x",
            "export XDG_DATA_HOME=/srv/x",
        ],
        &[],
    ),
    (
        "srv/x/git/config",
        ["[http]\nsslCAInfo={CA}", "[http]\nsslCAInfo={CA}"],
        &["git"],
    ),
    (
        "etc/profile.d/e.sh",
        [
            "export CARGO_HOME=/srv/cargo",
            "export CARGO_HOMES=/srv/cargo",
        ],
        &[],
    ),
    (
        "srv/cargo/config.toml",
        ["[http]\ncainfo=\"{CA}\"", "[http]\ncainfo=\"{CA}\""],
        &["cargo"],
    ),
    (
        "etc/profile.d/f.sh",
        [
            "export SYSTEM_WGETRC=/srv/wgetrc",
            "export SYSTEM_WGET=/srv/wgetrc",
        ],
        &[],
    ),
    (
        "srv/wgetrc",
        ["ca_certificate={CA}", "ca_certificate={CA}"],
        &["wget"],
    ),
    (
        "etc/profile.d/g.sh",
        ["export HOME=/srv/home", "export HOMES=/srv/home"],
        &[],
    ),
    (
        "srv/home/.wgetrc",
        ["ca_certificate={CA}", "ca_certificate={CA}"],
        &["wget"],
    ),
    (
        "etc/profile.d/h.sh",
        [
            "export GIT_CONFIG_PARAMETERS=\"'http.sslCAInfo={CA}'\"",
            "export GIT_CONFIG_PARAMETERS=\"'http.sslCert={CA}'\"",
        ],
        &["git"],
    ),
    (
        "etc/profile.d/i.sh",
        ["export VIRTUAL_ENV=/srv/venv", "export VIRTUAL=/srv/venv"],
        &[],
    ),
    (
        "srv/venv/pip.conf",
        ["[global]\ncert={CA}", "[global]\nclient-cert={CA}"],
        &["pip"],
    ),
    (
        "etc/profile.d/j.sh",
        [
            "export XDG_CONFIG_DIRS=/srv/none:/srv/xdg",
            "export XDG_CONFIG=/srv/xdg",
        ],
        &[],
    ),
    (
        "srv/xdg/pip/pip.conf",
        ["[global]\ncert={CA}", "[global]\nclient-cert={CA}"],
        &["pip"],
    ),
    // In a project, or through a file of variables inside a folder.
    (
        "home/bob/work/a/.git/config",
        ["[http]\nsslCAInfo={CA}", "[http]\nsslCert={CA}"],
        &["git"],
    ),
    (
        "home/bob/work/b/.npmrc",
        ["cafile={CA}", "certfile={CA}"],
        &["node"],
    ),
    (
        "home/bob/work/c/.envrc",
        ["export PIP_CERT={CA}", "# export PIP_CERT={CA}"],
        &["pip"],
    ),
    // Other programs.
    (
        "home/alice/.postgresql/root.crt",
        ["{PEM}", ""],
        &["postgres"],
    ),
    (
        "home/alice/.pg_service.conf",
        ["[db]\nsslrootcert={CA}", "[db]\nsslcert={CA}"],
        &["postgres"],
    ),
    (
        "etc/environment",
        ["PGSSLROOTCERT={CA}", "PGSSLCERT={CA}"],
        &["postgres"],
    ),
    (
        "etc/mysql/my.cnf",
        ["[client]\nssl-ca={CA}", "[mysqld]\nssl-ca={CA}"],
        &["mysql"],
    ),
    (
        "home/alice/.my.cnf",
        ["[mysql]\nssl_ca = \"{CA}\"", "[mysql]\nssl_cert = \"{CA}\""],
        &["mysql"],
    ),
    (
        "home/alice/.gemrc",
        [":ssl_ca_cert: {CA}", ":ssl_client_cert: {CA}"],
        &["ruby"],
    ),
    (
        "home/alice/.bundle/config",
        [
            "---\nBUNDLE_SSL_CA_CERT: \"{CA}\"",
            "---\nBUNDLE_SSL_CLIENT_CERT: \"{CA}\"",
        ],
        &["ruby"],
    ),
    (
        "home/alice/.hgrc",
        ["[web]\ncacerts = {CA}", "[ui]\ncacerts = {CA}"],
        &["mercurial"],
    ),
    (
        "home/alice/.config/hg/hgrc",
        [
            "[hostsecurity]\nh.example:verifycertsfile = {CA}",
            "[hostsecurity]\nh.example:ciphers = {CA}",
        ],
        &["mercurial"],
    ),
    (
        "home/alice/.subversion/servers",
        [
            "[global]\nssl-authority-files = /none;{CA}",
            "[global]\nssl-client-cert-file = {CA}",
        ],
        &["subversion"],
    ),
    (
        "etc/php/8.2/cli/conf.d/ca.ini",
        ["openssl.cafile = \"{CA}\"", ";openssl.cafile = \"{CA}\""],
        &["php"],
    ),
    (
        "etc/php/8.2/cli/php.ini",
        ["[curl]\ncurl.cainfo = {CA}", "[curl]\ncurl.ca = {CA}"],
        &["php"],
    ),
    (
        "home/alice/.config/composer/config.json",
        [
            "{\"config\": {\"cafile\": \"{CA}\"}}",
            "{\"config\": {\"file\": \"{CA}\"}}",
        ],
        &["php"],
    ),
    (
        "home/alice/.bunfig.toml",
        ["[install]\ncafile = \"{CA}\"", "[install]\nfile = \"{CA}\""],
        &["bun"],
    ),
    (
        "home/alice/.config/pypoetry/config.toml",
        [
            "[certificates.x]\ncert = \"{CA}\"",
            "[certificates.x]\nclient-cert = \"{CA}\"",
        ],
        &["python_requests"],
    ),
    (
        "home/alice/.config/httpie/config.json",
        [
            "{\"default_options\": [\"--verify={CA}\"]}",
            "{\"default_options\": [\"--cert={CA}\"]}",
        ],
        &["python_requests"],
    ),
    (
        "home/alice/.config/gcloud/properties",
        [
            "[core]\ncustom_ca_certs_file = {CA}",
            "[core]\ncustom = {CA}",
        ],
        &["other"],
    ),
    (
        "home/alice/.s3cfg",
        [
            "[default]\nca_certs_file = {CA}",
            "[default]\nclient_certs_file = {CA}",
        ],
        &["other"],
    ),
    (
        "home/alice/.ldaprc",
        ["TLS_CACERT {CA}", "TLS_CERT {CA}"],
        &["other"],
    ),
    (
        "home/alice/.config/aria2/aria2.conf",
        ["ca-certificate={CA}", "certificate={CA}"],
        &["other"],
    ),
    (
        "home/alice/.msmtprc",
        ["tls_trust_file {CA}", "tls_cert_file {CA}"],
        &["other"],
    ),
    (
        "home/alice/.muttrc",
        [
            "set ssl_ca_certificates_file = \"{CA}\"",
            "set ssl_client_cert = \"{CA}\"",
        ],
        &["other"],
    ),
    (
        "home/alice/.lftprc",
        ["set ssl:ca-file {CA}", "set ssl:cert-file {CA}"],
        &["other"],
    ),
];
