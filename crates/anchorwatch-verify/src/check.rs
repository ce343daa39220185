//! Checks one path: every certificate against every rule, without allocating.

use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use anchorwatch_policy::{
    DistrustEntry, NameScope, ReferenceName,
    distrust::{IssuerAndSerial, Limits, Presented, Situation, WholeCertificate},
};
use webpki::VerifiedPath;

use crate::{
    Anchor, PathPosition, Policy, RuleId, Violation,
    anchor_distrust::{self, AnchorEntries, may_take_effect},
    cert_fields::{CertFields, SignsCertificates},
    ct, der,
};

/// Finds violations in a path that webpki has verified, for one name at one time.
///
/// [`Policy::decide`] uses it. Callers that build paths with webpki themselves can use it too:
/// call it from webpki's `verify_path`, so that another path without a violation is still found.
#[derive(Debug)]
pub struct Check<'a> {
    policy: &'a Policy,
    name: &'a ReferenceName,
    at: UnixSeconds,
    scope: NameScope,
    /// The local roots that a consent lets vouch for a public name.
    consented: Vec<SpkiSha256>,
}

/// A path's root, and whether it is local.
struct Root<'a> {
    anchor: &'a Anchor,
    entries: &'a AnchorEntries,
    is_local: bool,
}

impl<'a> Check<'a> {
    pub(crate) fn new(policy: &'a Policy, name: &'a ReferenceName, at: UnixSeconds) -> Self {
        let scope = policy.scope(name);
        let consented = match scope {
            NameScope::Private(_) => Vec::new(),
            NameScope::Public => policy.anchors.consented(name, at),
        };
        Self {
            policy,
            name,
            at,
            scope,
            consented,
        }
    }

    /// Whether a local root may vouch for the name.
    #[must_use]
    pub fn scope(&self) -> NameScope {
        self.scope
    }

    pub(crate) fn at(&self) -> UnixSeconds {
        self.at
    }

    /// Whether this local root may vouch for the name.
    pub(crate) fn may_speak(&self, local: &Anchor) -> bool {
        matches!(self.scope, NameScope::Private(_)) || self.consented.contains(&local.spki_sha256())
    }

    /// The first violation from the root down. Checks every certificate against every entry, and
    /// the root also against its own validity and constraints and the rule for local roots. A
    /// root that the policy does not have is a violation.
    ///
    /// Allocates nothing, except for the entries of a public root, which are looked up with the
    /// first path to it, and if an entry with a limit by the leaf's date or by SCTs matches.
    ///
    /// **Not checked:** that the leaf is for the name, and Certificate Transparency.
    #[must_use]
    pub fn violation(&self, path: &VerifiedPath<'_>) -> Option<Violation<'a>> {
        let Some(root) = self.root(path) else {
            return Some(unknown_root(path));
        };
        let facts = Facts { path, check: self };
        self.against_root(&root, &facts)
            .or_else(|| self.against_certificates(&root, &facts))
    }

    fn root(&self, path: &VerifiedPath<'_>) -> Option<Root<'a>> {
        let policy = self.policy;
        let (anchors, entries_by_anchor) = (&policy.anchors, &policy.entries_by_anchor);
        if let Some(place) = anchors.public.place_of(path.anchor()) {
            return Some(Root {
                anchor: anchors.public.anchors.get(place)?,
                entries: entries_by_anchor.of_public(place, &anchors.public, &policy.distrust)?,
                is_local: false,
            });
        }
        let place = anchors.local.place_of(path.anchor())?;
        Some(Root {
            anchor: anchors.local.anchors.get(place)?,
            entries: entries_by_anchor.of_local(place)?,
            is_local: true,
        })
    }

    fn against_root(&self, root: &Root<'a>, facts: &Facts<'_, '_>) -> Option<Violation<'a>> {
        let held = root.entries.entries.iter().find(|(_, entry)| {
            may_take_effect(entry, root.is_local) && facts.are_within(&entry.limits)
        });
        if let Some((rule, entry)) = held {
            return Some(Violation {
                entry: Some(entry),
                ..Violation::to_anchor(root.anchor, *rule)
            });
        }
        let rule = if !root.is_local || self.may_speak(root.anchor) {
            facts.own_constraint(root.anchor)
        } else {
            Some(RuleId::LocalRootPrivateNamesOnly)
        };
        rule.map(|rule| Violation::to_anchor(root.anchor, rule))
    }

    fn against_certificates(
        &self,
        root: &Root<'a>,
        facts: &Facts<'_, '_>,
    ) -> Option<Violation<'a>> {
        let mut issuer_key = root.anchor.spki_sha256();
        let inside = facts.path.intermediate_certificates().rev();
        let own: &webpki::Cert<'_> = facts.path.end_entity();
        let count = facts.path.intermediate_certificates().count();
        for (above, certificate) in inside.chain([own]).enumerate() {
            let der = certificate.der();
            let place = PathPosition::InPath(count - above);
            let Some(fields) = CertFields::of(&der) else {
                return Some(unreadable(place));
            };
            let key = SpkiSha256::of(fields.spki);
            let presented = Presented {
                key,
                subject: fields.subject,
                issued: Some(IssuerAndSerial {
                    issuer: fields.issuer,
                    serial: fields.serial,
                }),
                whole: WholeCertificate::Der(&der),
                issuer_key: Some(issuer_key),
            };
            let distrust = &self.policy.distrust;
            let mut entries = distrust
                .matching(&presented)
                .chain(anchor_distrust::by_number(key, fields.spki, distrust));
            let held: Option<&'a DistrustEntry> = entries.find(|entry| {
                may_take_effect(entry, root.is_local) && facts.are_within(&entry.limits)
            });
            if let Some(entry) = held {
                return Some(Violation {
                    place,
                    spki_sha256: key,
                    rule: RuleId::of(entry),
                    entry: Some(entry),
                });
            }
            // webpki checks basic constraints and extended key usage of intermediates.
            let may_stand = place == PathPosition::InPath(0)
                || fields.signs_certificates() != SignsCertificates::No;
            if !may_stand {
                return Some(Violation {
                    place,
                    spki_sha256: key,
                    rule: RuleId::KeyUsage,
                    entry: None,
                });
            }
            issuer_key = key;
        }
        None
    }
}

/// The facts for limits and roots' own constraints. The leaf's date and SCTs are read only if an
/// entry needs them.
struct Facts<'p, 'a> {
    path: &'p VerifiedPath<'p>,
    check: &'p Check<'a>,
}

impl Facts<'_, '_> {
    fn are_within(&self, limits: &Limits) -> bool {
        if limits.are_none() {
            return true;
        }
        let leaf_not_before = match limits.leaf_after {
            Some(_) => self.leaf_not_before(),
            None => UnixSeconds::new(0),
        };
        limits.hold_in(&Situation {
            name: self.check.name,
            leaf_not_before,
            earliest_sct: limits.scts_after.and_then(|_| self.earliest_sct()),
        })
    }

    /// If notBefore cannot be read, assume the far future, so that the leaf is refused.
    fn leaf_not_before(&self) -> UnixSeconds {
        Certificate::from_der(&self.path.end_entity().der())
            .map_or(UnixSeconds::new(i64::MAX), |leaf| {
                leaf.validity().not_before
            })
    }

    fn earliest_sct(&self) -> Option<UnixSeconds> {
        let leaf = self.path.end_entity().der();
        let issuer = self.path.intermediate_certificates().next();
        let issuer = issuer.map(webpki::Cert::der);
        let issuer = match &issuer {
            Some(issuer) => CertFields::of(issuer)?.spki.to_vec(),
            None => der::encode(
                der::SEQUENCE,
                &[&self.path.anchor().subject_public_key_info],
            ),
        };
        let logs = self.check.policy.transparency.logs();
        let report = ct::examine(&leaf, &issuer, logs, self.check.at);
        ct::earliest_valid_sct(&report)
    }

    /// The rule that a root's own certificate breaks. If it has several certificates, one that
    /// breaks no rule is enough.
    fn own_constraint(&self, anchor: &Anchor) -> Option<RuleId> {
        let is_too_late = |after| self.leaf_not_before() > after;
        if anchor.distrust_after.is_some_and(is_too_late) {
            return Some(RuleId::AnchorDistrustAfter);
        }
        let mut broken = None;
        for certificate in anchor.certificates() {
            let rule = self.broken_by(certificate)?;
            broken.get_or_insert(rule);
        }
        broken
    }

    fn broken_by(&self, root: &Certificate) -> Option<RuleId> {
        let validity = root.validity();
        if self.check.at < validity.not_before {
            return Some(RuleId::AnchorNotYetValid);
        }
        if self.check.at > validity.not_after {
            return Some(RuleId::AnchorExpired);
        }
        let issuing = root.issuing();
        let leaf = self.path.end_entity().der();
        // A device's own certificate that its owner installed vouches only for itself.
        let is_the_leaf = leaf.as_ref() == root.der();
        let may_issue = issuing.is_ca.unwrap_or(true)
            && issuing.may_sign_certificates.unwrap_or(true)
            && issuing.is_for_servers.unwrap_or(true)
            && issuing
                .max_intermediates
                .is_none_or(|most| self.intermediate_count() <= most);
        (!may_issue && !is_the_leaf).then_some(RuleId::AnchorConstraints)
    }

    /// The number of intermediates, without self-issued ones, which do not count (RFC 5280
    /// §4.2.1.9).
    fn intermediate_count(&self) -> u32 {
        let inside = self.path.intermediate_certificates();
        let counted = inside.filter(|certificate| certificate.subject() != certificate.issuer());
        u32::try_from(counted.count()).unwrap_or(u32::MAX)
    }
}

/// A path to a root that the policy does not have.
fn unknown_root<'a>(path: &VerifiedPath<'_>) -> Violation<'a> {
    Violation {
        place: PathPosition::Anchor,
        spki_sha256: SpkiSha256::of(&der::encode(
            der::SEQUENCE,
            &[&path.anchor().subject_public_key_info],
        )),
        rule: RuleId::LocalRootPrivateNamesOnly,
        entry: None,
    }
}

/// The violation for a certificate that cannot be parsed here. Not reached, since webpki has
/// parsed it; if it were, the path could not be checked.
fn unreadable<'a>(place: PathPosition) -> Violation<'a> {
    Violation {
        place,
        spki_sha256: SpkiSha256::of(&[]),
        rule: RuleId::DistrustedCertificate,
        entry: None,
    }
}
