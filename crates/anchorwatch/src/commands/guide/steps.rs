//! The steps of each guide, as codes and commands; the message files have the words.
//!
//! Sources of the menus, and which of them were not read at a vendor's own:
//! `docs/manual/guide.md`.

/// One step.
#[derive(Debug)]
pub(crate) struct Step {
    /// The stable code.
    pub(crate) code: &'static str,
    /// What to type, in no language.
    pub(crate) commands: &'static [&'static str],
    /// Of which one is done: on this or that device, or instead of the step.
    pub(crate) alternatives: &'static [Self],
}

const fn step(code: &'static str) -> Step {
    typed(code, &[])
}

const fn typed(code: &'static str, commands: &'static [&'static str]) -> Step {
    Step {
        code,
        commands,
        alternatives: &[],
    }
}

const fn or(step: Step, alternatives: &'static [Step]) -> Step {
    Step {
        alternatives,
        ..step
    }
}

/// What to think of before anything is removed, on every system.
pub(crate) const WARNINGS: &[Step] = &[
    step("before_work"),
    step("before_management"),
    step("before_noticed"),
];

/// What to do when the root is gone, on every system.
pub(crate) const AFTERWARDS: &[Step] = &[
    step("after_network"),
    step("after_accounts"),
    step("after_past"),
    step("after_loading"),
];

pub(super) const ANDROID: &[Step] = &[
    or(
        step("open"),
        &[step("open_11"), step("open_7"), step("open_samsung")],
    ),
    step("look"),
    step("keep"),
    step("remove"),
    step("work_profile"),
    step("apps"),
    step("system_tab"),
    step("restart"),
];

pub(super) const IOS: &[Step] = &[
    step("profiles"),
    step("look"),
    step("keep"),
    step("remove"),
    step("trust_settings"),
    step("management"),
    step("locked"),
    step("restart"),
];

/// Microsoft's reference of certutil (`-store`, `-delstore`, `-user`, `-enterprise`,
/// `-grouppolicy`) and of PowerShell's certificate provider.
pub(super) const WINDOWS: &[Step] = &[
    typed("list_user", &["certmgr.msc"]),
    or(
        typed("list_machine", &["certlm.msc"]),
        &[typed(
            "list_typed",
            &[
                "certutil -user -store Root",
                "certutil -store Root",
                r"Get-ChildItem Cert:\CurrentUser\Root, Cert:\LocalMachine\Root",
            ],
        )],
    ),
    typed(
        "list_policy",
        &[
            "certutil -grouppolicy -store Root",
            "certutil -enterprise -store Root",
        ],
    ),
    step("look"),
    step("keep"),
    typed(
        "remove",
        &[
            "certutil -user -delstore Root THUMBPRINT",
            "certutil -delstore Root THUMBPRINT",
        ],
    ),
    step("firefox"),
    step("restart"),
];

/// Apple's `security(1)`, and `keychain_delete.c` of its Security framework (58286):
/// `-t` removes the trust settings too, `-Z` takes a SHA-1; without the name of a
/// keychain all of the search list are looked through.
pub(super) const MACOS: &[Step] = &[
    step("keep"),
    step("profiles"),
    or(
        step("keychain"),
        &[typed(
            "list_typed",
            &[
                "security find-certificate -a -Z /Library/Keychains/System.keychain",
                "security find-certificate -a -Z ~/Library/Keychains/login.keychain-db",
                "security dump-trust-settings",
                "security dump-trust-settings -d",
            ],
        )],
    ),
    step("look"),
    typed("remove", &["sudo security delete-certificate -t -Z SHA1"]),
    step("firefox"),
    step("restart"),
];
