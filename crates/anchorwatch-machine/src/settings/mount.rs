//! Files mounted over a store of roots, for one service, one container or all programs.
//!
//! Source: systemd.exec(5) «BindPaths=», fstab(5), podman-run(1) «--volume», «--mount»,
//! Docker's «docker run», which Compose and Podman's units follow.

use std::path::Path;

use super::{scope::Value, sink::Sink};
use crate::Client;

/// Where distributions keep their roots, in containers too.
const STORES: [&str; 8] = [
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/usr/lib/ssl",
    "/usr/share/ca-certificates",
    "/usr/share/pki",
    "/usr/local/share/ca-certificates",
    "/var/lib/ca-certificates",
];

/// Records what is mounted over a store.
pub(super) fn take(sink: &mut Sink<'_>, at: &Path, from: &Value, to: &str) {
    if !is_store(to) || from.text == to {
        return;
    }
    // As in fstab(5): what, and where.
    let what = format!("{} {to}", from.text);
    let is_folder = sink
        .path(from)
        .is_some_and(|path| sink.tree.list(&path).is_ok());
    if is_folder {
        sink.name_folder(at, &what, from, &[Client::Openssl, Client::Other]);
    } else {
        sink.name_file(at, &what, from, &[Client::Other]);
    }
}

/// Whether a distribution keeps its roots at this place.
pub(super) fn is_store(place: &str) -> bool {
    STORES
        .iter()
        .any(|store| Path::new(place).starts_with(store))
}

/// `FROM[:TO[:OPTIONS]]`, with signs before it.
pub(super) fn of_service(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches(['-', '+']);
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    (from, to.split(':').next().unwrap_or(to))
}

/// `FROM:TO` with options after it, or `type=bind,source=FROM,target=TO`; `None` for a
/// named volume.
pub(super) fn of_container(text: &str) -> Option<(&str, &str)> {
    let (from, to) = if text.contains(',') && text.contains('=') {
        let value = |names: &[&str]| {
            let mut parts = text.split(',').filter_map(|part| part.split_once('='));
            parts.find_map(|(name, value)| names.contains(&name.trim()).then_some(value))
        };
        (
            value(&["source", "src"])?,
            value(&["target", "destination", "dst"])?,
        )
    } else {
        let (from, rest) = text.split_once(':')?;
        (from, rest.split(':').next().unwrap_or(rest))
    };
    from.starts_with(['/', '~', '.', '$', '%'])
        .then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::of_container;

    #[test]
    fn both_forms_of_a_mount_are_read_and_a_named_volume_is_none() {
        let both = Some(("/srv/a", "/etc/ssl/certs"));
        assert_eq!(of_container("/srv/a:/etc/ssl/certs:ro"), both);
        assert_eq!(of_container("/srv/a:/etc/ssl/certs"), both);
        assert_eq!(
            of_container("type=bind,src=/srv/a,destination=/etc/ssl/certs,ro=true"),
            both
        );
        assert_eq!(of_container("roots:/etc/ssl/certs"), None);
        assert_eq!(of_container("/srv/a"), None);
    }
}
