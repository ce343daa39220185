//! The Debian packages whose programs the tests run: finds the missing ones and installs them.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::output::{self, Hinted};
use crate::workspace;

/// Whether missing packages are installed or only named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Installing {
    /// Requested on the command line.
    Asked,
    /// Installed if the environment contains `CI=true`.
    OnlyInCi,
}

impl Installing {
    /// Returns whether to install; `ci` is the value of the variable `CI`.
    pub(crate) fn is_wanted(self, ci: Option<&str>) -> bool {
        self == Self::Asked || ci == Some("true")
    }
}

/// A package that the tests need.
#[derive(Debug)]
pub(crate) struct Needed {
    pub(crate) package: &'static str,
    /// Programs whose presence proves the package, whoever installed it. For a package without
    /// programs, the full path of one of its files.
    pub(crate) programs: &'static [&'static str],
    pub(crate) purpose: &'static str,
}

/// Returns the required packages that are missing.
pub(crate) fn missing() -> Vec<&'static Needed> {
    let folders = program_folders();
    missing_of(NEEDED, |program| {
        folders.iter().any(|folder| folder.join(program).is_file())
    })
}

/// Returns whether a program is installed.
pub(crate) fn has(program: &str) -> bool {
    let mut folders = program_folders().into_iter();
    folders.any(|folder| folder.join(program).is_file())
}

/// Installs packages with apt-get.
pub(crate) fn install(missing: &[&Needed]) -> anyhow::Result<()> {
    let names: Vec<&str> = missing.iter().map(|needed| needed.package).collect();
    let by_hand = format!(
        "apt-get install --no-install-recommends {}",
        names.join(" ")
    );
    if workspace::text_of(in_c_locale("id", &["-u"]))?.trim() != "0" {
        return Err(Hinted::new(
            "only root can install packages",
            format!("as root: {by_hand}"),
        )
        .into());
    }
    output::note(&format!("xtask: installing {}", names.join(" ")));
    apt_get(&["update"], &by_hand)?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(names);
    apt_get(&arguments, &by_hand)
}

fn apt_get(arguments: &[&str], by_hand: &str) -> anyhow::Result<()> {
    let mut command = in_c_locale("apt-get", arguments);
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stdout(io::stderr());
    workspace::run(command).map_err(|error| {
        error.context(Hinted::new(
            "cannot install the packages that the tests need",
            format!("install them by other means and run the test again: {by_hand}"),
        ))
    })
}

fn in_c_locale(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C");
    command
}

fn missing_of(
    needed: &'static [Needed],
    is_present: impl Fn(&str) -> bool,
) -> Vec<&'static Needed> {
    needed
        .iter()
        .filter(|needed| !needed.programs.iter().all(|program| is_present(program)))
        .collect()
}

/// Returns the folders of `PATH` and those of system programs, which a plain user's `PATH` may
/// lack.
fn program_folders() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let system = ["/usr/sbin", "/sbin"].map(|folder| Path::new(folder).to_owned());
    env::split_paths(&path).chain(system).collect()
}

const NEEDED: &[Needed] = &[
    Needed {
        package: "libnss3-tools",
        programs: &["certutil", "cmsutil"],
        purpose: "reads and writes the NSS databases of Firefox and Chromium",
    },
    Needed {
        package: "firefox-esr",
        programs: &["firefox-esr"],
        purpose: "a browser that obeys policies and AutoConfig, and writes its own database",
    },
    Needed {
        package: "thunderbird",
        programs: &["thunderbird"],
        purpose: "refuses what a script of AutoConfig refuses, as Firefox does",
    },
    Needed {
        package: "curl",
        programs: &["curl"],
        purpose: "a real client that must be fooled before and refuse after a block",
    },
    Needed {
        package: "git",
        programs: &["git"],
        purpose: "follows the settings that name anchors or switch verification off",
    },
    Needed {
        package: "nodejs",
        programs: &["node"],
        purpose: "follows the settings that name anchors or switch verification off",
    },
    Needed {
        package: "npm",
        programs: &["npm"],
        purpose: "follows the settings that name anchors or switch verification off",
    },
    Needed {
        package: "python3-pip",
        programs: &["python3", "pip3"],
        purpose: "follows the settings that name anchors or switch verification off",
    },
    Needed {
        package: "wget",
        programs: &["wget"],
        purpose: "follows the settings that name anchors or switch verification off",
    },
    Needed {
        package: "openssl",
        programs: &["openssl"],
        purpose: "a second opinion on certificates and chains",
    },
    Needed {
        package: "ca-certificates",
        programs: &["update-ca-certificates"],
        purpose: "the system store of Debian",
    },
    Needed {
        package: "firefox-esr",
        programs: &["firefox-esr"],
        purpose: "carries Mozilla's own copy of OneCRL",
    },
    Needed {
        package: "python3",
        programs: &["python3"],
        purpose: "unpacks that copy",
    },
    Needed {
        package: "chromium",
        programs: &["chromium"],
        purpose: "a browser that obeys its policies, its profile and its switches",
    },
    Needed {
        package: "chromium-driver",
        programs: &["chromedriver"],
        purpose: "opens pages in Chromium and clicks its warnings away",
    },
    Needed {
        package: "systemd",
        programs: &["systemctl", "systemd-analyze"],
        purpose: "runs the unit that watches the system store, as one user's",
    },
    Needed {
        package: "gnutls-bin",
        programs: &["gnutls-cli"],
        purpose: "trusts what GnuTLS trusts",
    },
    Needed {
        package: "sqlite3",
        programs: &["sqlite3"],
        purpose: "writes into a browser's own database as its user would",
    },
    Needed {
        package: "p11-kit",
        programs: &["trust"],
        purpose: "brings modules that give browsers the system's roots",
    },
    Needed {
        package: "strace",
        programs: &["strace"],
        purpose: "kills a run at a chosen call of the system",
    },
    Needed {
        package: "openjdk-17-jdk-headless",
        programs: &["java", "javac", "keytool"],
        purpose: "makes Java's keystores and says which roots it trusts",
    },
    Needed {
        package: "ca-certificates-java",
        programs: &["/etc/ca-certificates/update.d/jks-keystore"],
        purpose: "the keystore of Debian, which its hook fills at every update",
    },
    Needed {
        package: "python3-requests",
        programs: &["/usr/lib/python3/dist-packages/requests/__init__.py"],
        purpose: "a client that reads the bundle of the system store and nothing else",
    },
    Needed {
        package: "python3-venv",
        programs: &["python3"],
        purpose: "makes an environment with pip and its own bundle",
    },
    Needed {
        package: "w3m",
        programs: &["w3m"],
        purpose: "a browser that asks OpenSSL and knows nothing of us",
    },
    Needed {
        package: "postgresql-client",
        programs: &["psql"],
        purpose: "asks OpenSSL in the middle of another protocol than HTTPS",
    },
    Needed {
        package: "valgrind",
        programs: &["valgrind"],
        purpose: "counts the instructions that the check of a path takes",
    },
    Needed {
        package: "mitmproxy",
        programs: &["mitmdump"],
        purpose: "an interceptor that re-signs chosen names, in a network of namespaces",
    },
    Needed {
        package: "python3-cryptography",
        programs: &["/usr/lib/python3/dist-packages/cryptography/__init__.py"],
        purpose: "certificates as the interceptor of 2019 in Kazakhstan forged them",
    },
    Needed {
        package: "sslsplit",
        programs: &["sslsplit"],
        purpose: "an interceptor that re-signs every name, in a network of namespaces",
    },
    Needed {
        package: "nginx-light",
        programs: &["nginx"],
        purpose: "a server from which chains are captured, beside other programs",
    },
    Needed {
        package: "openssh-client",
        programs: &["ssh", "ssh-keygen"],
        purpose: "reaches another vantage point, in a network of namespaces",
    },
    Needed {
        package: "openssh-server",
        programs: &["sshd"],
        purpose: "is another vantage point, in a network of namespaces",
    },
    Needed {
        package: "nftables",
        programs: &["nft"],
        purpose: "diverts flows to interceptors and blocks names, in a network of namespaces",
    },
    Needed {
        package: "iproute2",
        programs: &["ip", "ss"],
        purpose: "makes that network's links, addresses and routes",
    },
    Needed {
        package: "golang-go",
        programs: &["go"],
        purpose: "a client whose own verifier reads the system store",
    },
    Needed {
        package: "libio-socket-ssl-perl",
        programs: &["/usr/share/perl5/IO/Socket/SSL.pm"],
        purpose: "a client of Perl's that asks OpenSSL",
    },
    Needed {
        package: "perl-base",
        programs: &["perl"],
        purpose: "opens the sockets on which sites listen in that network",
    },
    Needed {
        package: "util-linux",
        programs: &["unshare", "nsenter"],
        purpose: "private namespaces, so that no trial touches the real machine",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn names(missing: &[&Needed]) -> Vec<&'static str> {
        missing.iter().map(|needed| needed.package).collect()
    }

    #[test]
    fn nothing_is_missing_where_every_program_is_present() {
        assert!(missing_of(NEEDED, |_| true).is_empty());
    }

    #[test]
    fn a_package_is_missing_if_one_of_its_programs_is() {
        let missing = missing_of(NEEDED, |program| program != "nsenter");
        assert_eq!(names(&missing), ["util-linux"]);
    }

    #[test]
    fn packages_are_installed_only_when_asked_or_in_ci() {
        assert!(Installing::Asked.is_wanted(None));
        assert!(Installing::OnlyInCi.is_wanted(Some("true")));
        assert!(!Installing::OnlyInCi.is_wanted(Some("false")));
        assert!(!Installing::OnlyInCi.is_wanted(None));
    }
}
