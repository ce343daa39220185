//! The steps of each guide, as codes and commands; their text is in the message files.
//!
//! Sources for the menus, and which menus were not checked with a vendor's own documents:
//! `docs/manual/guide.md`.

/// One step.
#[derive(Debug)]
pub(crate) struct Step {
    /// The stable code.
    pub(crate) code: &'static str,
    /// What to type; not translated.
    pub(crate) commands: &'static [&'static str],
    /// Alternatives to the step, for another device or another way; do one of them.
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

/// What to consider before removing anything, on every system.
pub(crate) const WARNINGS: &[Step] = &[
    step("before_work"),
    step("before_management"),
    step("before_noticed"),
];

/// What to do once the root is gone, on every system.
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

/// From Microsoft's reference of certutil (`-store`, `-delstore`, `-user`, `-enterprise`,
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

/// From Apple's `security(1)`, and `keychain_delete.c` of its Security framework (58286): `-t`
/// also removes the trust settings, `-Z` takes a SHA-1; without a keychain's name, the whole
/// search list is searched.
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
