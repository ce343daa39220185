//! The content of a policy file.

use serde_json::{Map, Value};

use crate::{
    SettingKind,
    mozilla::{
        prefs::{self, Prefs},
        proxy,
        remark::MozillaRemark,
    },
    redact::redact,
};

/// The most certificates and modules that are searched for; a company has a handful.
const MAX_NAMES: usize = 1_000;

/// The policies that matter here.
#[derive(Debug, Default)]
pub(super) struct Policies {
    /// The names of certificates that are installed.
    pub(super) certificates: Vec<String>,
    /// The libraries of modules that are loaded.
    pub(super) modules: Vec<String>,
    pub(super) settings: Vec<(SettingKind, String)>,
}

impl Policies {
    /// Reads the document. The error says why a program ignores it.
    pub(super) fn read(content: &[u8]) -> Result<Self, MozillaRemark> {
        if content.is_empty() {
            return Ok(Self::default());
        }
        let document: Value =
            serde_json::from_slice(content).map_err(|error| MozillaRemark::PoliciesNotJson {
                why: (&error).into(),
            })?;
        let policies = document
            .get("policies")
            .and_then(Value::as_object)
            .ok_or(MozillaRemark::PoliciesMissing)?;
        let certificates = policies
            .get("Certificates")
            .and_then(|policy| policy.get("Install"))
            .and_then(Value::as_array)
            .map(|names| texts(names.iter()));
        let read = Self {
            certificates: certificates.unwrap_or_default(),
            modules: policies
                .get("SecurityDevices")
                .map(modules)
                .unwrap_or_default(),
            settings: settings(policies),
        };
        if read.certificates.len() > MAX_NAMES || read.modules.len() > MAX_NAMES {
            let max = MAX_NAMES as u64;
            return Err(MozillaRemark::PoliciesLimit { max });
        }
        Ok(read)
    }
}

fn texts<'a>(values: impl Iterator<Item = &'a Value>) -> Vec<String> {
    values
        .filter_map(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Newer files list what to add and what to delete, older ones only what to add.
fn modules(policy: &Value) -> Vec<String> {
    let Some(policy) = policy.as_object() else {
        return Vec::new();
    };
    let is_new = policy.contains_key("Add") || policy.contains_key("Delete");
    let added = if is_new {
        policy.get("Add").and_then(Value::as_object)
    } else {
        Some(policy)
    };
    added.map(|added| texts(added.values())).unwrap_or_default()
}

fn settings(policies: &Map<String, Value>) -> Vec<(SettingKind, String)> {
    let mut settings = Vec::new();
    let proxy = policies.get("Proxy").and_then(proxy_policy);
    settings.extend(proxy.map(|literal| (SettingKind::ProxyPolicy, literal)));
    // Without Remote Settings no list of revoked certificates (OneCRL) arrives.
    let without_lists = "DisableRemoteSettingsAndAcceptSecurityConsequences";
    if policies.get(without_lists) == Some(&Value::Bool(true)) {
        let literal = format!("{without_lists} = true");
        settings.push((SettingKind::BrowserPolicy, literal));
    }
    if let Some(preferences) = policies.get("Preferences").and_then(Value::as_object) {
        let prefs = prefs_of(preferences);
        let proxy = proxy::of_prefs(&prefs);
        settings.extend(proxy.map(|literal| (SettingKind::ProxyPolicy, literal)));
    }
    settings
}

/// The proxy that the policy chooses, as written; `None` for `none` and `system`.
fn proxy_policy(policy: &Value) -> Option<String> {
    let mode = policy.get("Mode").and_then(Value::as_str)?;
    let names: &[&str] = match mode {
        "manual" => &["HTTPProxy", "SSLProxy", "SOCKSProxy"],
        "autoConfig" => &["AutoConfigURL"],
        "autoDetect" => &[],
        _ => return None,
    };
    let mut said = format!("Proxy.Mode = {mode}");
    for name in names {
        if let Some(value) = policy.get(name).and_then(Value::as_str) {
            said = format!("{said}, Proxy.{name} = {value}");
        }
    }
    Some(redact(&said))
}

/// A preference is given as its value, or as an object with `Value` and `Status`.
fn prefs_of(preferences: &Map<String, Value>) -> Prefs {
    let mut prefs = Prefs::default();
    for (name, value) in preferences {
        let value = value.get("Value").unwrap_or(value);
        let value = match value {
            Value::String(text) => prefs::Value::Text(text.clone()),
            Value::Bool(flag) => prefs::Value::Flag(*flag),
            Value::Number(number) => prefs::Value::Number(number.as_i64().unwrap_or(0)),
            _ => continue,
        };
        prefs.set.insert(name.clone(), value);
    }
    prefs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(policies: &str) -> Policies {
        Policies::read(format!("{{\"policies\": {policies}}}").as_bytes()).unwrap()
    }

    #[test]
    fn certificates_and_modules_are_named() {
        let policies = read(
            r#"{"Certificates": {"ImportEnterpriseRoots": true, "Install": ["a.pem", 7, "/b.der", ""]},
                "SecurityDevices": {"trust": "/usr/lib/p11-kit-trust.so"}}"#,
        );
        assert_eq!(policies.certificates, ["a.pem", "/b.der"]);
        assert_eq!(policies.modules, ["/usr/lib/p11-kit-trust.so"]);
        assert_eq!(policies.settings, []);
        let newer = read(r#"{"SecurityDevices": {"Add": {"x": "y.so"}, "Delete": ["z"]}}"#);
        assert_eq!(newer.modules, ["y.so"]);
        assert!(
            read(r#"{"SecurityDevices": {"Delete": ["z"]}}"#)
                .modules
                .is_empty()
        );
    }

    #[test]
    fn a_proxy_is_told_and_the_default_is_not() {
        let proxy = |policy: &str| read(&format!("{{\"Proxy\": {policy}}}")).settings;
        assert_eq!(
            proxy(r#"{"Mode": "manual", "SSLProxy": "ann:secret@10.0.0.1:3128", "Locked": true}"#),
            [(
                SettingKind::ProxyPolicy,
                "Proxy.Mode = manual, Proxy.SSLProxy = <scrubbed>@10.0.0.1:3128".to_owned()
            )]
        );
        assert_eq!(proxy(r#"{"Mode": "autoDetect"}"#).len(), 1);
        assert_eq!(
            proxy(r#"{"Mode": "autoConfig", "AutoConfigURL": "https://p.test/p.pac?k=1"}"#)[0].1,
            "Proxy.Mode = autoConfig, Proxy.AutoConfigURL = https://p.test/p.pac?<scrubbed>"
        );
        for none in [
            r#"{"Mode": "system"}"#,
            r#"{"Mode": "none"}"#,
            "{}",
            "7",
            "null",
        ] {
            assert_eq!(proxy(none), [], "{none}");
        }
        let preferences = r#"{"Preferences": {"network.proxy.type": {"Value": 1}, "network.proxy.ssl": "10.0.0.1"}}"#;
        assert_eq!(read(preferences).settings.len(), 1);
        let lists = |value: &str| {
            let policy =
                format!("{{\"DisableRemoteSettingsAndAcceptSecurityConsequences\": {value}}}");
            read(&policy).settings.len()
        };
        assert_eq!((lists("true"), lists("false")), (1, 0));
    }

    #[test]
    fn a_document_cut_anywhere_is_an_error() {
        let whole = br#"{"policies": {"Certificates": {"Install": ["a.pem"]}}}"#;
        assert!(Policies::read(whole).is_ok());
        for at in 1..whole.len() {
            assert!(Policies::read(&whole[..at]).is_err(), "{at}");
        }
        assert!(Policies::read(b"{\"policies\": []}").is_err());
        // Firefox 140.10 ESR ignores a file that begins with a byte order mark.
        assert!(Policies::read(&[b"\xef\xbb\xbf", &whole[..]].concat()).is_err());
        assert!(Policies::read("[".repeat(100_000).as_bytes()).is_err());
        let many = vec!["\"a\""; MAX_NAMES + 1].join(",");
        let many = format!("{{\"policies\": {{\"Certificates\": {{\"Install\": [{many}]}}}}}}");
        assert!(Policies::read(many.as_bytes()).is_err());
    }
}
