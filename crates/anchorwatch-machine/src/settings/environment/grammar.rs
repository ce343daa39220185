//! The grammars of files that set environments.

/// The grammar in which a file sets an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grammar {
    /// A start-up file of sh, bash, zsh or ksh.
    Posix,
    /// A start-up file of csh or tcsh.
    Csh,
    /// A start-up file of fish.
    Fish,
    FishVariables,
    /// A script of a service that root starts, or a file that such a script reads.
    Program,
    /// A program in a folder of which every executable file is run.
    RunParts,
    /// `NAME=value`, expanded as systemd does it.
    EnvFile,
    /// The same, for everyone who logs in.
    Login,
    /// pam_env.conf(5).
    Pam,
    /// pam.d(5).
    PamConfig,
    /// sudoers(5).
    Sudo,
    /// sshd_config(5).
    Ssh,
    /// authorized_keys, sshd(8).
    Keys,
    /// login.defs(5).
    LoginDefs,
    /// fstab(5).
    Fstab,
    /// interfaces(5).
    Interfaces,
    /// logrotate(8).
    Logrotate,
    /// dpkg.cfg(5).
    Dpkg,
    /// Rules of udev(7).
    Udev,
    /// Folders of libraries, ldconfig(8).
    LdConf,
    /// A file named after a variable that contains its value (chpst(8), s6-envdir).
    EnvDir,
    /// A display manager's configuration, which names the scripts it starts.
    Starts,
    CrontabSystem,
    CrontabOfUser,
    /// A script written by at(1), with a whole environment.
    AtJob,
    /// A systemd unit or configuration.
    Unit,
    /// A program that prints an environment.
    Generator,
    /// A desktop entry.
    Desktop,
    /// A program in another language, which may mention variables.
    Mention,
    /// Libraries that every program loads, ld.so(8).
    Preload,
}

impl Grammar {
    pub(super) const fn is_script(self) -> bool {
        matches!(
            self,
            Self::Posix | Self::Csh | Self::Fish | Self::Program | Self::RunParts
        )
    }
}
