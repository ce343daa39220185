//! External crates follow `deny.toml`: licences, bans and sources.
//!
//! **Not checked:** advisories. Their database is not part of this checkout; `cargo deny check`
//! reads the same file and fetches it.

use anyhow::Context;
use serde::Deserialize;

use super::Finding;
use crate::workspace::Resolved;

/// The file with the rules, in the format of cargo-deny.
pub(super) const RULES: &str = "deny.toml";

/// The source that cargo names for a crate of crates.io.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The part of cargo-deny's format that is used here.
#[derive(Debug, Deserialize)]
pub(super) struct Rules {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Debug, Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
struct Exception {
    name: String,
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Debug, Deserialize)]
struct Ban {
    name: String,
    /// Crates that may use it anyway.
    #[serde(default)]
    wrappers: Vec<String>,
}

impl Rules {
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        toml::from_str(text).with_context(|| format!("cannot read {RULES}"))
    }

    /// Finds the resolved crates that the rules forbid.
    pub(super) fn check(&self, resolved: &[Resolved]) -> Vec<Finding> {
        let foreign = resolved.iter().filter(|one| one.source.is_some());
        let mut findings: Vec<Finding> = foreign
            .flat_map(|one| self.license(one).into_iter().chain(source(one)))
            .collect();
        for one in resolved {
            findings.extend(
                one.dependencies
                    .iter()
                    .filter_map(|used| self.ban(one, used)),
            );
        }
        findings
    }

    fn license(&self, one: &Resolved) -> Option<Finding> {
        let license = one.license.as_deref().unwrap_or_default();
        let exception = self.licenses.exceptions.iter();
        let exception = exception.filter(|exception| exception.name == one.name);
        let allowed: Vec<&String> = exception
            .flat_map(|exception| &exception.allow)
            .chain(&self.licenses.allow)
            .collect();
        // Old manifests write a slash for OR.
        let parsed = spdx::Expression::parse_mode(license, spdx::ParseMode::LAX).ok();
        let is_allowed = parsed.is_some_and(|expression| {
            expression.evaluate(|requirement| {
                let id = requirement.license.id();
                // An exception to a licence only adds rights.
                id.is_some_and(|id| allowed.iter().any(|name| *name == id.name))
            })
        });
        (!is_allowed).then(|| {
            Finding::new(
                RULES,
                format!(
                    "`{}` has the licence {license:?}, which is not allowed",
                    one.name
                ),
                "use another crate, or add the licence with the reason",
            )
        })
    }

    fn ban(&self, user: &Resolved, used: &str) -> Option<Finding> {
        let ban = self.bans.deny.iter().find(|ban| ban.name == used)?;
        (!ban.wrappers.contains(&user.name)).then(|| {
            Finding::new(
                RULES,
                format!("`{}` uses `{used}`, which is banned", user.name),
                "disable the feature that brings it in, or use another crate",
            )
        })
    }
}

fn source(one: &Resolved) -> Option<Finding> {
    let source = one.source.as_deref()?;
    (source != CRATES_IO).then(|| {
        Finding::new(
            RULES,
            format!("`{}` comes from {source}", one.name),
            "use only crates from crates.io",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        [licenses]
        allow = ["MIT", "ISC"]
        exceptions = [{ name = "tool", allow = ["MPL-2.0"] }]
        [bans]
        deny = [{ name = "openssl" }, { name = "store", wrappers = ["shows"] }]
    "#;

    fn found(name: &str, license: &str, source: Option<&str>, dependencies: &[&str]) -> usize {
        let rules = Rules::parse(TEXT).unwrap();
        let one = Resolved {
            name: name.to_owned(),
            license: Some(license.to_owned()),
            source: source.map(str::to_owned),
            dependencies: dependencies.iter().map(|one| (*one).to_owned()).collect(),
        };
        rules.check(&[one]).len()
    }

    #[test]
    fn a_licence_is_allowed_by_all_that_it_needs() {
        let license = |text| found("a", text, Some(CRATES_IO), &[]);
        assert_eq!(license("MIT"), 0);
        assert_eq!(license("GPL-3.0-only OR MIT"), 0);
        assert_eq!(license("Unlicense/MIT"), 0);
        assert_eq!(license("(GPL-3.0-only OR MIT) AND ISC"), 0);
        assert_eq!(license("MIT AND GPL-3.0-only"), 1);
        assert_eq!(license("GPL-3.0-only"), 1);
        assert_eq!(license("no licence"), 1);
        assert_eq!(license(""), 1);
    }

    #[test]
    fn an_exception_is_for_one_crate() {
        assert_eq!(found("tool", "MPL-2.0", Some(CRATES_IO), &[]), 0);
        assert_eq!(found("other", "MPL-2.0", Some(CRATES_IO), &[]), 1);
    }

    #[test]
    fn a_crate_comes_from_crates_io_or_is_ours() {
        assert_eq!(found("a", "MIT", Some("git+https://example.org/a"), &[]), 1);
        assert_eq!(found("anchorwatch", "proprietary", None, &[]), 0);
    }

    #[test]
    fn a_ban_holds_for_ours_too_but_for_its_wrappers() {
        assert_eq!(found("anchorwatch", "MIT", None, &["openssl"]), 1);
        assert_eq!(found("a", "MIT", Some(CRATES_IO), &["store"]), 1);
        assert_eq!(found("shows", "MIT", Some(CRATES_IO), &["store"]), 0);
    }
}
