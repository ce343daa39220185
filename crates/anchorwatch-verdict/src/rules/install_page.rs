//! A page without encryption, at the target's address, leads to a root to install.
//!
//! In 2015, 2019 and 2020 people in Kazakhstan were led to such pages; operators redirected those who
//! had not installed the root (Beeline, Tele2 and Kcell in December 2020). A redirect to another site
//! that offers a root of its own is a suspicion, and so is a key that is known for interception, if
//! nothing shows that the site itself is reached. Neither proves that anyone reads the connection.
//!
//! **Must not hit:** a site that offers its own root, such as an authority's or a company's: where the
//! page is at the target's own site, only a known key is a suspicion. Two hosts with the same two last
//! labels are one site here, so that `a.gov.kz` and `pki.gov.kz` are not held against each other. A
//! public root, or an authority's certificate that one signed; a certificate that is no authority; a
//! private name.

use anchorwatch_policy::NameScope;

use super::Hit;
use crate::{
    Against, Confidence, Detail, RuleId, Saw, VerdictCode, case::Case, offered_root::OfferedRoot,
};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    if case.scope != NameScope::Public {
        return None;
    }
    let offered = case.compared.offered_roots.iter();
    let hits = offered.map(|offered| hit(case, offered));
    hits.min_by_key(|hit| (hit.leads_to, std::cmp::Reverse(hit.confidence)))
}

/// A public authority's certificate, which is no root: it changes nothing on a device that trusts the
/// root already.
fn public_authority(name: String, page: String, subject: String, root: String) -> Hit {
    Hit {
        rule: RuleId::InstallPage,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::PublicAuthorityOffered {
            name,
            page,
            subject,
            root,
        },
        details: Vec::new(),
        against: Vec::new(),
    }
}

fn hit(case: &Case<'_>, offered: &OfferedRoot) -> Hit {
    let name = case.name.to_string();
    let page = offered.url.clone();
    let root = offered.subject.clone();
    if let Some(public_root) = &offered.public_issuer {
        return public_authority(name, page, root, public_root.clone());
    }
    let is_unproven = case.compared.is_none_trusted();
    let is_known = offered.is_known && (is_unproven || offered.is_elsewhere);
    let hundredths = match (is_known, offered.is_elsewhere) {
        (true, _) => 70,
        (false, true) => 50,
        (false, false) => 0,
    };
    let saw = if offered.is_elsewhere {
        Saw::LedToRoot { name, page, root }
    } else {
        Saw::RootOffered { name, page, root }
    };
    let is_suspect = hundredths > 0;
    let signed = offered.signed_target.then_some(Detail::OfferedRootSigned);
    let hundredths = if is_suspect && offered.signed_target {
        85
    } else {
        hundredths
    };
    Hit {
        rule: RuleId::InstallPage,
        leads_to: if is_suspect {
            VerdictCode::Suspected
        } else {
            VerdictCode::Inconclusive
        },
        confidence: Confidence::hundredths(hundredths),
        saw,
        details: signed
            .into_iter()
            .chain(offered.says_install.then_some(Detail::PageSaysInstall))
            .collect(),
        against: vec![Against::RootOfferedOpenly],
    }
}
