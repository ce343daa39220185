//! Sets one switch in a file of policies, and reverts it, without changing the rest.
//!
//! ```text
//! {"policies": {"DisableSecurityBypass": {"InvalidCertificate": true}}}
//! ```
//!
//! The text around the switch stays as its author wrote it: nothing is reformatted. If a member
//! occurs twice, the program uses the last one, and so do we.

use std::ops::Range;

use anchorwatch_remark::{Remark as _, Told};
use serde_json::Value;

use crate::mozilla::remark::MozillaRemark;

/// The policy, and its member, that close the way around an error.
pub(crate) const POLICY: &str = "DisableSecurityBypass";
const MEMBER: &str = "InvalidCertificate";

/// The value of the policy where there is none.
pub(crate) const POLICY_VALUE: &str = "{\"InvalidCertificate\": true}";

/// The item name of the switch inside an existing policy.
pub(crate) const SWITCH: &str = "DisableSecurityBypass.InvalidCertificate";

/// A whole file for a machine without one.
pub(crate) const WHOLE: &str =
    "{\n  \"policies\": {\n    \"DisableSecurityBypass\": {\"InvalidCertificate\": true}\n  }\n}\n";

/// What remains of that file without the policy.
pub(crate) const REST_OF_WHOLE: &str = "{\n  \"policies\": {\n    \n  }\n}\n";

/// A file of policies, with the positions that we need.
#[derive(Debug)]
pub(crate) struct PolicyText<'a> {
    text: &'a str,
    policies: Object,
}

#[derive(Debug)]
struct Object {
    /// The position of its opening brace.
    open: usize,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    name: String,
    start: usize,
    value: Range<usize>,
}

/// The state of the switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PolicyState {
    /// There is no such policy.
    NoPolicy,
    /// The policy exists but does not set the switch.
    NoSwitch,
    /// The switch has this value, as JSON.
    Switch(String),
    /// The policy is not an object but this JSON; the program ignores it.
    Other(String),
}

impl<'a> PolicyText<'a> {
    /// Parses the file.
    ///
    /// # Errors
    /// Why a program takes no policy from it.
    pub(crate) fn read(content: &'a [u8]) -> Result<Self, Told> {
        let text = std::str::from_utf8(content).map_err(|error| {
            let why = error.into();
            MozillaRemark::PoliciesNotText { why }.told()
        })?;
        // From here on the text is known to be valid JSON.
        let document: Value = serde_json::from_str(text).map_err(|error| {
            let why = (&error).into();
            MozillaRemark::PoliciesNotJson { why }.told()
        })?;
        let is_usable = document.get("policies").is_some_and(Value::is_object);
        let start = Scanner { text, at: 0 }.after_space();
        let policies = object(text, start)
            .filter(|_| is_usable)
            .and_then(|whole| object(text, whole.last("policies")?.value.start))
            .ok_or_else(|| MozillaRemark::PoliciesMissing.told())?;
        Ok(Self { text, policies })
    }

    /// What the file says of the switch.
    pub(crate) fn state(&self) -> PolicyState {
        let Some(policy) = self.policies.last(POLICY) else {
            return PolicyState::NoPolicy;
        };
        let Some(inside) = object(self.text, policy.value.start) else {
            return PolicyState::Other(self.part(&policy.value).to_owned());
        };
        match inside.last(MEMBER) {
            None => PolicyState::NoSwitch,
            Some(member) => PolicyState::Switch(self.part(&member.value).to_owned()),
        }
    }

    /// Whether the policy has exactly this value.
    pub(crate) fn policy_is(&self, value: &str) -> bool {
        let same = |one: &str, two: &str| {
            let parsed = |text| serde_json::from_str::<Value>(text).ok();
            parsed(one).is_some() && parsed(one) == parsed(two)
        };
        self.policies
            .last(POLICY)
            .is_some_and(|policy| same(self.part(&policy.value), value))
    }

    /// The text with the switch on.
    pub(crate) fn switched_on(&self) -> Option<String> {
        let Some(policy) = self.policies.last(POLICY) else {
            let member = format!("\"{POLICY}\": {POLICY_VALUE}");
            return Some(self.with_first(&self.policies, &member));
        };
        let inside = object(self.text, policy.value.start)?;
        match inside.last(MEMBER) {
            None => Some(self.with_first(&inside, &format!("\"{MEMBER}\": true"))),
            Some(member) => self.replaced(&member.value, "true"),
        }
    }

    /// The text with this value of the switch; `None` removes it.
    pub(crate) fn switched_back(&self, value: Option<&str>) -> Option<String> {
        let policy = self.policies.last(POLICY)?;
        let inside = object(self.text, policy.value.start)?;
        match value {
            Some(value) => self.replaced(&inside.last(MEMBER)?.value, value),
            None => self.without_last(&inside, MEMBER),
        }
    }

    /// The text without the policy.
    pub(crate) fn without_policy(&self) -> Option<String> {
        self.without_last(&self.policies, POLICY)
    }

    /// Inserts a member before all others, with the whitespace that preceded the first.
    fn with_first(&self, object: &Object, member: &str) -> String {
        let (before, after) = self.text.split_at(object.open + 1);
        match object.members.first() {
            None => format!("{before}{member}{after}"),
            Some(first) => {
                let space = self.part(&(object.open + 1..first.start));
                format!("{before}{space}{member},{after}")
            }
        }
    }

    fn without_last(&self, object: &Object, name: &str) -> Option<String> {
        let place = object.members.iter().rposition(|one| one.name == name)?;
        let member = object.members.get(place)?;
        let next = object.members.get(place + 1);
        let previous = place.checked_sub(1).and_then(|at| object.members.get(at));
        let taken = match (previous, next) {
            (_, Some(next)) => member.start..next.start,
            (Some(previous), None) => previous.value.end..member.value.end,
            (None, None) => member.start..member.value.end,
        };
        self.replaced(&taken, "")
    }

    fn replaced(&self, range: &Range<usize>, by: &str) -> Option<String> {
        let (before, after) = (self.text.get(..range.start)?, self.text.get(range.end..)?);
        Some(format!("{before}{by}{after}"))
    }

    fn part(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

impl Object {
    fn last(&self, name: &str) -> Option<&Member> {
        self.members.iter().rfind(|member| member.name == name)
    }
}

/// Parses the object that begins here; `None` for another kind of value.
fn object(text: &str, start: usize) -> Option<Object> {
    let mut scanner = Scanner { text, at: start };
    if scanner.next()? != b'{' {
        return None;
    }
    let mut members = Vec::new();
    loop {
        let member_start = scanner.after_space();
        scanner.at = member_start;
        if scanner.next()? == b'}' {
            break;
        }
        scanner.at = member_start;
        let name = scanner.value()?;
        scanner.at = scanner.after_space() + 1; // the colon
        scanner.at = scanner.after_space();
        let value = scanner.value()?;
        members.push(Member {
            name: serde_json::from_str(text.get(name)?).ok()?,
            start: member_start,
            value,
        });
        scanner.at = scanner.after_space();
        if scanner.next()? == b'}' {
            break;
        }
    }
    Some(Object {
        open: start,
        members,
    })
}

/// Scans text that is known to be JSON.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<u8> {
        let octet = self.text.as_bytes().get(self.at).copied();
        self.at += 1;
        octet
    }

    fn after_space(&self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at
            + rest
                .iter()
                .take_while(|one| one.is_ascii_whitespace())
                .count()
    }

    /// The value that begins here.
    fn value(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                b'"' => self.skip_string()?,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.checked_sub(1)?,
                // A number or word ends at the first character that cannot be part of it.
                _ if depth == 0 => self.skip_word(),
                _ => continue,
            }
            if depth == 0 {
                return Some(start..self.at);
            }
        }
    }

    fn skip_string(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }

    fn skip_word(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_inside =
            |one: &&u8| one.is_ascii_alphanumeric() || matches!(one, b'.' | b'-' | b'+');
        self.at += rest.iter().take_while(is_inside).count();
    }
}

#[cfg(test)]
mod tests;
