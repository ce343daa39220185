//! Compares the objects of a database with their record.

use anchorwatch_home::EditItem;

use super::{
    object::{Object, Objects, Value},
    record::{Direction, State, Step},
};

/// Which recorded state an object has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Now {
    Before,
    After,
    Other,
}

impl Objects {
    pub(super) fn now(&self, step: &Step) -> Now {
        let present = self.numbered(step.number);
        let is_free = !self.numbers.contains(&step.number);
        match (&step.before, &step.after) {
            // Someone deleted it in the meantime: do not restore it.
            (Some(_), Some(_)) if is_free => Now::Before,
            // An object that was added again under another number counts as present.
            (Some(before), None) if is_free && self.has_twin(before) => Now::Before,
            (None, Some(after)) if is_free && self.has_twin(after) => Now::Other,
            (None, Some(_)) if is_free => Now::Before,
            (Some(_), None) if is_free => Now::After,
            (before, after) => {
                let is = |state: &Option<State>, other: &Option<State>| {
                    let is_whole = other.is_none();
                    present
                        .zip(state.as_ref())
                        .is_some_and(|(present, state)| present.is(state, is_whole))
                };
                // If only a signature is missing, both states are the same.
                match (is(after, before), is(before, after)) {
                    (true, _) => Now::After,
                    (false, true) => Now::Before,
                    (false, false) => Now::Other,
                }
            }
        }
    }

    /// Whether another object is for the same certificate: NSS allows one per class.
    fn has_twin(&self, state: &State) -> bool {
        let octets = |column: &str| {
            let value = state.attributes.get(column).and_then(Option::as_ref);
            value.map(Value::octets)
        };
        let (Some(class), Some(issuer), Some(serial)) =
            (octets("a0"), octets("a81"), octets("a82"))
        else {
            return false;
        };
        self.at(&(issuer.to_vec(), serial.to_vec()))
            .any(|object| object.octets("a0") == class)
    }

    pub(super) fn seen(&self, item: &EditItem, step: &Step) -> Option<String> {
        let (found, made) = match step.direction {
            Direction::Forward => (&item.before, &item.after),
            Direction::Back => (&item.after, &item.before),
        };
        match self.now(step) {
            Now::Before => found.clone(),
            Now::After => made.clone(),
            Now::Other => {
                let of = step.after.as_ref().or(step.before.as_ref());
                self.numbered(step.number)
                    .zip(of)
                    .map(|(object, state)| object.seen_as(state).encode())
            }
        }
    }
}

impl Object {
    /// Whether it has the attributes of the state, and no others if the state is whole.
    fn is(&self, state: &State, is_whole: bool) -> bool {
        let recorded = |(column, value): (&String, &Option<Value>)| {
            self.attributes.get(column) == value.as_ref()
        };
        state.attributes.iter().all(recorded)
            && (!is_whole
                || self
                    .attributes
                    .keys()
                    .all(|column| state.attributes.contains_key(column)))
    }

    fn seen_as(&self, state: &State) -> State {
        let attributes = state.attributes.keys();
        State {
            attributes: attributes
                .map(|column| (column.clone(), self.attributes.get(column).cloned()))
                .collect(),
            ..State::default()
        }
    }
}
