//! The proxy that preferences or a policy choose.
//!
//! `network.proxy.type` (Gecko's `nsIProtocolProxyService`): 1 named hosts, 2 the address
//! of a PAC file, 4 whichever host in the network answers first (WPAD), 0 none, 5 the
//! desktop's setting (the default).

use super::prefs::Prefs;
use crate::redact::redact;

const TYPE: &str = "network.proxy.type";
const PAC: &str = "network.proxy.autoconfig_url";
/// The proxies for HTTPS (its own, or SOCKS), and the one for the rest.
const HOSTS: [&str; 3] = [
    "network.proxy.ssl",
    "network.proxy.socks",
    "network.proxy.http",
];

/// The proxy that preferences choose, as written; `None` if they choose none.
pub(super) fn of_prefs(prefs: &Prefs) -> Option<String> {
    let kind = prefs.number(TYPE)?;
    let parts = match kind {
        1 => hosts(prefs),
        2 => {
            let address = prefs.text(PAC).filter(|address| !address.is_empty())?;
            vec![format!("{PAC} = {}", address)]
        }
        4 => return Some(format!("{TYPE} = 4")),
        _ => return None,
    };
    (!parts.is_empty()).then(|| redact(&format!("{TYPE} = {kind}, {}", parts.join(", "))))
}

/// Whether these preferences choose the kind of proxy.
pub(super) fn is_chosen_by(prefs: &Prefs) -> bool {
    prefs.set.contains_key(TYPE)
}

fn hosts(prefs: &Prefs) -> Vec<String> {
    let named = HOSTS.into_iter().filter_map(|name| {
        let host = prefs.text(name).filter(|host| !host.is_empty())?;
        let port = prefs.number(&format!("{name}_port")).unwrap_or(0);
        Some(format!("{name} = {}:{port}", host))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mozilla::prefs::Language;

    fn proxy(text: &str) -> Option<String> {
        of_prefs(&Prefs::read(text, Language::Preferences))
    }

    #[test]
    fn a_proxy_is_told_with_what_chooses_it() {
        let hosts = "user_pref('network.proxy.ssl','10.0.0.1');user_pref('network.proxy.ssl_port',8080);user_pref('network.proxy.autoconfig_url','http://u:p@p.test/p.pac');";
        let chosen = |kind: u32| proxy(&format!("{hosts}user_pref('network.proxy.type',{kind});"));
        assert_eq!(
            chosen(1).unwrap(),
            "network.proxy.type = 1, network.proxy.ssl = 10.0.0.1:8080"
        );
        assert_eq!(
            chosen(2).unwrap(),
            "network.proxy.type = 2, network.proxy.autoconfig_url = http://<scrubbed>@p.test/p.pac"
        );
        assert_eq!(chosen(4).unwrap(), "network.proxy.type = 4");
        for kind in [0, 3, 5] {
            assert_eq!(chosen(kind), None);
        }
        assert_eq!(proxy(hosts), None);
        assert_eq!(proxy("user_pref('network.proxy.type',1);"), None);
        assert_eq!(proxy("user_pref('network.proxy.type',2);"), None);
    }
}
