//! Which authorities signed for a name before.
//!
//! Every measurement that is more than a day older can say it, with a chain of its own that a public
//! root vouches for and a proven key. An authority has many certificates to sign with, so they are
//! compared by the organisation that they name.
//!
//! **Trust:** whoever wrote the older file could have written anything.
//!
//! **Not checked:** the public logs. The name's CAA records are in [`caa`](crate::caa).

use anchorwatch_identity::{Certificate, DistinguishedName};

use crate::{
    Against, Detail, NotChecked, caa::Allowance, case::Case, decider::is_public, notary::SeenChain,
};

/// What is known of a certificate's authority.
pub(crate) enum IssuerHistory<'a> {
    /// Nothing: no older measurement can be used, or the certificate is as old.
    Unknown,
    /// It signed for the name before, or the key is the same. With how many older measurements.
    Same(u64),
    /// It did not sign for the name when it was last seen, and the certificate was made since.
    New(&'a SeenChain),
}

impl<'a> IssuerHistory<'a> {
    pub(crate) fn of(case: &'a Case<'_>, own: &Certificate) -> Self {
        let Some(view) = &case.compared.views.earlier else {
            return Self::Unknown;
        };
        let is_same = |one: &SeenChain| {
            one.own.spki_der() == own.spki_der() || is_same_authority(&one.own, own)
        };
        let Some(latest) = view.seen.first() else {
            return Self::Unknown;
        };
        if view.seen.iter().any(|one| is_same(one)) {
            return Self::Same(view.count);
        }
        match own.validity().not_before > latest.at {
            true => Self::New(latest),
            false => Self::Unknown,
        }
    }

    /// What is said beside an answer that nothing was seen.
    pub(crate) fn detail(&self) -> Option<Detail> {
        match self {
            Self::Same(count) => Some(Detail::AuthoritySignedBefore { count: *count }),
            Self::New(_) | Self::Unknown => None,
        }
    }

    /// What speaks against it.
    pub(crate) fn against(&self, own: &Certificate) -> Option<Against> {
        match self {
            Self::New(latest) => Some(Against::AuthorityIsNew {
                issuer: own.issuer().to_string(),
                earlier_issuer: latest.own.issuer().to_string(),
                time: latest.at.to_string(),
            }),
            Self::Same(_) | Self::Unknown => None,
        }
    }

    /// What is still not known of who may sign for the name, and who did.
    pub(crate) fn not_checked(cases: &[Case<'_>]) -> Vec<NotChecked> {
        let compared = cases.first().map(|case| &*case.compared);
        let earlier = compared.and_then(|compared| compared.views.earlier.as_ref());
        let open = open_allowance(cases);
        let history = match (earlier, &open) {
            (None, Some(NotChecked::AllowedAuthorities)) => return vec![NotChecked::IssuerHistory],
            (None, _) => Some(NotChecked::EarlierIssuers),
            (Some(view), _) if view.count == 0 => Some(NotChecked::EarlierUnusable),
            (Some(_), _) => None,
        };
        history.into_iter().chain(open).collect()
    }
}

/// What is not known of the authorities of publicly trusted chains.
fn open_allowance(cases: &[Case<'_>]) -> Option<NotChecked> {
    let public = cases.iter().filter(|case| is_public(&case.decision));
    let mut open = public.filter_map(|case| {
        let own = case.own()?;
        Allowance::of(case, own).not_checked(own)
    });
    open.next()
}

/// Whether both name the same organisation, or the same issuer if one names none.
fn is_same_authority(one: &Certificate, other: &Certificate) -> bool {
    match (organisation(one.issuer()), organisation(other.issuer())) {
        (Some(one), Some(other)) => one == other,
        _ => one.issuer().is_same_as(other.issuer()),
    }
}

fn organisation(name: &DistinguishedName) -> Option<String> {
    let organisation = name.organizations().first()?;
    Some(organisation.trim().to_lowercase())
}
