//! Files that cannot be fully understood, each with a twin that can.

/// Each file is reported as not checked; its twin is understood and harmless.
pub(super) const NAMED: &[(&str, [&str; 2])] = &[
    (
        "etc/ld.so.preload",
        ["/opt/x.so", "/usr/lib/x86_64-linux-gnu/libeatmydata.so"],
    ),
    (
        "home/alice/.bashrc",
        ["builtin eval \"$X\"", "builtin eval 'true'"],
    ),
    ("home/alice/.bashrc", ["command . $X", "command -v x"]),
    (
        "home/alice/.bashrc",
        [". \"$(find-it)\"", ". /home/alice/none"],
    ),
    (
        "home/alice/.bashrc",
        ["source ./relative.sh", "source /dev/null"],
    ),
    (
        "home/alice/.bashrc",
        [
            "source <(curl https://h)",
            "source <(kubectl completion bash)",
        ],
    ),
    (
        "home/alice/.bashrc",
        ["eval \"$(decode)\"", "eval \"$(dircolors -b)\""],
    ),
    ("home/alice/.bashrc", ["eval \"$X\"", "eval 'true'"]),
    (
        "home/alice/.bashrc",
        [
            "eval `cat ~/.x`",
            "test -r ~/.dircolors && eval \"$(dircolors -b ~/.dircolors)\" || eval \"$(dircolors -b)\"",
        ],
    ),
    (
        "home/alice/.bashrc",
        ["eval \"$(ssh-agent; cat x)\"", "eval \"$(ssh-agent -s)\""],
    ),
    (
        "home/alice/.bashrc",
        ["export $(cat .env)", "export EDITOR=$(x)"],
    ),
    (
        "home/alice/.bashrc",
        ["export \"$name=/a\"", "export \"NAME=$x\""],
    ),
    (
        "home/alice/.bashrc",
        [
            "while read -r l; do export \"$l\"; done < .env",
            "while read -r l; do echo \"$l\"; done < .env",
        ],
    ),
    (
        "home/alice/.bashrc",
        ["read SSL_CERT_FILE < .x", "read -r line < .x"],
    ),
    (
        "home/alice/.bashrc",
        ["printf -v SSL_CERT_FILE %s /x", "printf %s SSL_CERT_FILE"],
    ),
    (
        "home/alice/.bashrc",
        ["curl() { /opt/x \"$@\"; }", "curly() { /opt/x \"$@\"; }"],
    ),
    (
        "home/alice/.bashrc",
        ["alias git=/opt/x", "alias git='git --no-pager'"],
    ),
    (
        "home/alice/.bashrc",
        ["alias curl=\"$HIDDEN\"", "alias ll=\"$HIDDEN\""],
    ),
    ("home/alice/.bashrc", ["hash -p /opt/x curl", "hash -r"]),
    (
        "home/alice/.bashrc",
        [
            "export LD_PRELOAD=/opt/x.so",
            "export LD_PRELOAD=libeatmydata.so",
        ],
    ),
    (
        "home/alice/.bashrc",
        [
            "export NODE_OPTIONS=\"--require /opt/x.js\"",
            "export NODE_OPTIONS=--max-old-space-size=4096",
        ],
    ),
    (
        "home/alice/.bashrc",
        ["export HOME=$(x)", "export HOME=/home/alice"],
    ),
    (
        "home/alice/.bashrc",
        ["export CURL_HOME=$X", "export CURL_HOME=/srv/none"],
    ),
    (
        "home/alice/.bashrc",
        ["SSL_CERT_DIR=pkcs11:token=x", "SSL_CERT_DIR=/srv/none"],
    ),
    (
        "home/alice/.config/fish/config.fish",
        ["eval (decode)", "echo (decode)"],
    ),
    (
        "home/alice/.emacs.d/init.el",
        [
            "(setenv \"SSL_CERT_FILE\" (my-file))",
            "(setenv \"PATH\" (my-file))",
        ],
    ),
    (
        "etc/ssl/openssl.cnf",
        [
            "[x]\ndynamic_path = /opt/x.so",
            "[x]\n# dynamic_path = /opt/x.so",
        ],
    ),
    (
        "usr/lib/systemd/user-environment-generators/50-x",
        ["#!/bin/sh\necho A=b", ""],
    ),
    (
        "etc/sudoers.d/y",
        ["Defaults env_file=relative", "Defaults env_reset"],
    ),
    (
        "etc/environment",
        [
            "OPENSSL_CONF=relative.cnf",
            "OPENSSL_CONF=/etc/ssl/openssl.cnf",
        ],
    ),
];
