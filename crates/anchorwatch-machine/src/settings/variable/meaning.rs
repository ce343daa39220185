//! What a variable can do.

use crate::{
    Client, SettingKind,
    settings::{program::Program, scope::Value, unverified::Switch},
};

/// What a variable does.
#[derive(Debug, Clone, Copy)]
pub(in crate::settings) enum Meaning {
    /// Names a file of certificates.
    File(&'static [Client]),
    /// Names folders of certificates, separated by colons.
    Folders(&'static [Client]),
    /// The same. Any other text is an address of OpenSSL's stores, which can be a file
    /// (measured with 3.0 and Python).
    FoldersOrStore(&'static [Client]),
    /// Names files of certificates, separated by this character.
    Files(char, &'static [Client]),
    /// Mentions authorities, for an unknown program.
    Guess,
    /// Holds certificates itself.
    Certificates(&'static [Client]),
    /// Switches verification off.
    Switch(SettingKind, &'static [Client], When),
    /// Switches verification off for an unknown program, by its name.
    GuessSwitch(Switch),
    /// Names a proxy.
    Proxy(&'static [Client]),
    /// Names a configuration file of a program, or the folder that has it.
    Configuration(Program),
    /// Names several, separated by colons.
    Configurations(Program),
    /// Names folders, separated by colons, that contain these files.
    Lists(&'static [(Program, &'static str)]),
    /// Replaces this folder of a home.
    Folder(&'static str),
    /// The same, for the folder in which a tool installs: an unknown one does not matter.
    Tools(&'static str),
    /// Options of dockerd.
    Dockerd,
    /// Conda's `ssl_verify`.
    CondaVerify,
    /// Replaces `.config`, for Chromium and its relatives alone.
    Browsers,
    /// Replaces the home.
    Home,
    /// Names a script that shells run first.
    Script,
    /// Names the folder of zsh's start-up files.
    Zsh,
    /// A piece of shell that runs before each prompt.
    Shell,
    /// Loads code into every program.
    Library,
    /// Names folders that are searched for programs.
    Path,
    /// Names folders in which a program looks for its own code first. A file there under
    /// one of these names takes precedence over the program's own.
    Search(&'static [&'static str]),
    /// Loads this code into a program, whatever it is.
    Code,
    /// An exported shell function.
    Function,
    /// Names the folder of a browser's profile.
    Profile(Client),
    /// Names a file to which session keys are written.
    Keys,
    /// Options of Java.
    Java,
    /// git settings, quoted.
    GitParameters,
    /// Options of Node.js.
    NodeOptions,
    /// With one of these in its value, makes a program trust the system's roots.
    System(Client, &'static [&'static str]),
}

/// Which values turn a switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::settings) enum When {
    /// This one.
    Is(&'static str),
    /// Any, even the empty one.
    Set,
    /// Any but the empty one.
    Named,
}

impl When {
    pub(in crate::settings) fn is_met(self, value: &Value) -> bool {
        match self {
            Self::Is(text) => !value.is_open && value.text == text,
            Self::Set => true,
            Self::Named => !value.text.is_empty(),
        }
    }
}
