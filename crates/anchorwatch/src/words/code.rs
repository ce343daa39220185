//! Text for values with a stable code: the code selects the message, the value supplies facts.

use std::collections::BTreeMap;

use anchorwatch_container::{Effect, Format, Other, PlaceStep, Role};
use anchorwatch_identity::DistinguishedName;
use anchorwatch_machine::{FindingKind, SettingKind, StoreKind, Unseen};
use anchorwatch_policy::{Class, ClassReason, consent::ConsentState};
use anchorwatch_remark::{Remark as _, Told};

use super::Words;
use crate::page::sentence;

impl Words {
    /// What a class means, as one sentence.
    pub(crate) fn class(&self, class: Class) -> String {
        self.say(&format!("class-{}", class.code()))
    }

    /// A reason for a class, as one sentence.
    pub(crate) fn reason(&self, reason: &ClassReason) -> String {
        sentence(&self.remark(&reason.told()))
    }

    /// The consent that applies to a certificate, if any.
    pub(crate) fn standing(&self, standing: ConsentState<'_>) -> Option<String> {
        let id = format!("standing-{}", standing.code());
        let (ConsentState::InForce(consent)
        | ConsentState::NotYet(consent)
        | ConsentState::Expired(consent)
        | ConsentState::Void(consent)) = standing
        else {
            return None;
        };
        let terms = consent.terms();
        let code = if consent.is_for_all_names() {
            "all"
        } else {
            "some"
        };
        let facts = [
            ("coverage", code.into()),
            ("scopes", consent.scopes_text().join(", ").into()),
            ("from", terms.not_before.to_string().into()),
            ("until", terms.until.to_string().into()),
            ("by", terms.by.as_str().into()),
        ];
        Some(self.with(&id, &facts))
    }

    /// The holder of a known key, by its code in the registry.
    pub(crate) fn operator(&self, code: &str) -> String {
        self.say(&format!("remark-operator_{code}"))
    }

    /// The role of a certificate, as a clause.
    pub(crate) fn role(&self, role: Role) -> String {
        self.say(&format!("role-{}", role.code()))
    }

    /// What a file is, as a noun.
    pub(crate) fn format(&self, format: Format) -> String {
        self.say(&format!("format-{}", format.code()))
    }

    /// The number of keys, requests and lists in a file, each kind as a noun.
    pub(crate) fn others(&self, others: &BTreeMap<Other, usize>) -> String {
        let each = others.iter().map(|(other, count)| {
            let id = format!("identify-other-{}", other.code());
            self.with(&id, &[("count", (*count).into())])
        });
        each.collect::<Vec<_>>().join(", ")
    }

    /// What a profile's payload does, as one sentence.
    pub(crate) fn effect(&self, effect: Effect) -> String {
        self.say(&format!("effect-{}", effect.code()))
    }

    /// Where in a file something is, from the outside in; empty for the file itself.
    pub(crate) fn place(&self, steps: &[PlaceStep]) -> String {
        let steps = steps.iter().map(|step| self.remark(&step.told()));
        steps.collect::<Vec<_>>().join(", ")
    }

    /// Causes, each the reason of the one before it, as a clause.
    pub(crate) fn causes(&self, causes: &[Told]) -> String {
        let causes = causes.iter().map(|cause| self.remark(cause));
        causes.collect::<Vec<_>>().join(": ")
    }

    /// The kind of a store, as a noun for a table.
    pub(crate) fn store_kind(&self, kind: StoreKind) -> String {
        self.say(&format!("store-{}", kind.code()))
    }

    /// What a kind of finding means, as one sentence.
    pub(crate) fn finding_kind(&self, kind: FindingKind) -> String {
        self.say(&format!("kind-{}", kind.code()))
    }

    /// What a setting does, as one clause.
    pub(crate) fn setting(&self, kind: SettingKind) -> String {
        self.say(&format!("setting-{}", kind.code()))
    }

    /// What was not looked at and why, on one line.
    pub(crate) fn not_checked(&self, what: &Unseen, why: &Told) -> String {
        format!("{}: {}", self.remark(&what.told()), self.remark(why))
    }

    /// The name that a person would use: the common name, or the next best.
    pub(crate) fn plain_name(&self, subject: &DistinguishedName) -> String {
        let best = [
            subject.common_names(),
            subject.organizational_units(),
            subject.organizations(),
        ];
        let plain = best
            .into_iter()
            .flatten()
            .find(|name| !name.trim().is_empty());
        plain.map_or_else(|| self.name(&subject.to_string()), |name| self.name(name))
    }

    /// A name from a certificate, cut where it is longer than anyone reads.
    pub(crate) fn name(&self, name: &str) -> String {
        if name.is_empty() {
            self.say("name-empty")
        } else {
            self.cut(name)
        }
    }

    /// A text from elsewhere, cut where it is longer than anyone reads.
    pub(super) fn cut(&self, name: &str) -> String {
        const MOST: usize = 200;
        let count = name.chars().count();
        if count <= MOST {
            name.to_owned()
        } else {
            let head: String = name.chars().take(MOST).collect();
            self.with(
                "name-cut",
                &[("head", head.into()), ("count", count.into())],
            )
        }
    }
}
