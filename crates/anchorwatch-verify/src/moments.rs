//! At which moments a decision can change, if nothing but the time does.
//!
//! A decision compares the time with these and with nothing else: when certificates begin and end
//! (webpki for those of the chain, `check.rs` for roots), when SCTs were made (`ct/examine.rs`),
//! when logs changed their state (`ct/policy.rs`), and how old the list of logs is
//! (`ct/log.rs`). So two times with no such moment between them, and none of which is such a
//! moment itself, have the same decision. Consents have dates too; who decides with consents must
//! add those.

use std::sync::OnceLock;

use anchorwatch_identity::{Certificate, UnixSeconds};

use crate::{
    Anchors,
    ct::{self, Logs, MAX_LIST_AGE},
};

/// Those that this program's own data have, whatever the chain: the shipped roots and the shipped
/// list of logs. Sorted.
#[must_use]
pub fn shipped_moments() -> &'static [UnixSeconds] {
    static SHIPPED: OnceLock<Vec<UnixSeconds>> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let logs = Logs::bundled();
        let age_s = i64::try_from(MAX_LIST_AGE.as_secs()).unwrap_or(i64::MAX);
        let too_old = logs.as_of().get().saturating_add(age_s);
        // Before 1970, path building is given 1970.
        let mut all = vec![UnixSeconds::new(0), UnixSeconds::new(too_old), logs.as_of()];
        all.extend(logs.iter().filter_map(|log| Some(log.state?.since)));
        let (anchors, _unusable) = Anchors::bundled_and(&[]);
        for root in anchors.public().iter().flat_map(|it| it.certificates()) {
            all.extend([root.validity().not_before, root.validity().not_after]);
        }
        all.sort_unstable();
        all.dedup();
        all
    })
}

/// Those of one certificate, of a chain or a root; `None` if it cannot be read, so that nothing is
/// known. Sorted.
#[must_use]
pub fn moments_of(der: &[u8]) -> Option<Vec<UnixSeconds>> {
    let validity = Certificate::from_der(der).ok()?.validity();
    let mut all = ct::sct_times(der);
    all.extend([validity.not_before, validity.not_after]);
    all.sort_unstable();
    all.dedup();
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_roots_and_logs_have_moments_in_order() {
        let all = shipped_moments();
        assert!(all.len() > 100);
        assert!(all.is_sorted());
    }

    #[test]
    fn a_certificate_has_its_validity_and_what_is_none_has_nothing() {
        let root = anchorwatch_lab::Root::company("A").unwrap();
        let validity = Certificate::from_der(root.der()).unwrap().validity();
        let expected = vec![validity.not_before, validity.not_after];
        assert_eq!(moments_of(root.der()), Some(expected));
        assert_eq!(moments_of(b"no certificate"), None);
    }
}
