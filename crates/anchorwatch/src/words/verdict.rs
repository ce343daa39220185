//! Text for verdicts and decisions.

use anchorwatch_policy::{NameScope, PrivateBecause as Because};
use anchorwatch_remark::{Fact, Remark as _, Told, Value};
use anchorwatch_verdict::Hit;
use anchorwatch_verify::Inconclusive;

use super::Words;
use crate::input;

impl Words {
    /// What a rule of a verdict saw and added, as one clause.
    pub(crate) fn hit(&self, hit: &Hit) -> String {
        let details = hit.details.iter().map(|detail| self.remark(&detail.told()));
        let clauses: Vec<String> = [self.remark(&hit.saw.told())]
            .into_iter()
            .chain(details)
            .collect();
        clauses.join("; ")
    }

    /// What was not checked and why, as a noun and a clause.
    pub(crate) fn unchecked(&self, told: &Told) -> (String, String) {
        let facts = self.facts_of(told);
        let id = format!("unchecked-{}", told.code());
        let why = format!("{id}-why");
        (self.with(&id, &facts), self.with(&why, &facts))
    }

    /// A code used as a fact, as a clause.
    pub(crate) fn code(&self, code: &impl Fact) -> String {
        match code.to_value() {
            Value::Remark(told) => self.remark(&told),
            _ => String::new(),
        }
    }

    /// Why there is no decision, as a sentence.
    pub(crate) fn inconclusive(&self, why: Inconclusive, name: &str) -> String {
        let id = format!("decision-inconclusive-{}", why.code());
        self.with(&id, &[("name", name.into())])
    }

    /// How many local roots there are, and where they come from.
    pub(crate) fn local_roots(&self, count: usize, source: &str) -> String {
        if source == input::MACHINE_STORES {
            return self.with("roots-machine", &[("count", count.into())]);
        }
        let facts = [("count", count.into()), ("source", source.into())];
        self.with("roots-given", &facts)
    }

    /// Whether a name is public or private, as a sentence.
    pub(crate) fn scope(&self, name: &str, scope: NameScope) -> String {
        let name = ("name", name.into());
        match scope {
            NameScope::Public => self.with("decision-name-public", &[name]),
            NameScope::Private(Because::Suffix(suffix)) => {
                let source = ("source", suffix.source.into());
                let facts = [name, ("suffix", suffix.name.into()), source];
                self.with("decision-name-suffix", &facts)
            }
            NameScope::Private(Because::SingleLabel) => self.with("decision-name-label", &[name]),
            NameScope::Private(Because::OwnersChoice) => self.with("decision-name-owner", &[name]),
            NameScope::Private(_) => self.with("decision-name-address", &[name]),
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
