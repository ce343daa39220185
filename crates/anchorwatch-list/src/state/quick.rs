//! Takes a quick list.

use super::{
    Held, ListState,
    approved::{refusing, withdrawn},
    as_public, set,
};
use crate::{Role, UpdateProblem, VerifiedList};

impl ListState {
    pub(super) fn accept_quick(&self, list: &VerifiedList<'_>) -> Result<Self, UpdateProblem> {
        let header = list.list().header();
        // Only a quick list comes here, and it has a base.
        let (Some(base), Some(approved)) = (&header.base, &self.approved) else {
            return Err(UpdateProblem::NoBase);
        };
        if base.sequence != approved.header.sequence {
            return Err(UpdateProblem::OtherBase {
                got: base.sequence,
                held: approved.header.sequence,
            });
        }
        if base.hash != approved.hash {
            let sequence = base.sequence;
            return Err(UpdateProblem::Forked { sequence });
        }
        if let Some(held) = &self.quick {
            if held.hash == list.hash() {
                return Ok(self.clone());
            }
            if held.header.base == header.base {
                is_later(held, list)?;
            }
        }
        self.lacks_nothing(list)?;
        Ok(Self {
            quick: Some(Held::of(list)),
            ..self.clone()
        })
    }

    /// Refuses a quick list that would take something back. Groups of an unknown kind refuse
    /// nothing, and are compared as a whole: one that grows is not one that is gone.
    fn lacks_nothing(&self, list: &VerifiedList<'_>) -> Result<(), UpdateProblem> {
        let (quick, approved) = (self.held(Role::Quick), self.held(Role::Approved));
        let new = set(Some(list.list()));
        let in_approved = set(approved.as_ref());
        let taken_back = withdrawn(approved.as_ref());
        let held = quick.iter().flat_map(refusing);
        let missing = held.filter(|item| {
            let is_approved =
                in_approved.contains(item) || in_approved.contains(&as_public(item).borrow());
            !new.contains(item) && !is_approved && !taken_back.contains(&item.id())
        });
        match missing.count() as u64 {
            0 => Ok(()),
            count => Err(UpdateProblem::EntriesMissing { count }),
        }
    }
}

/// Quick lists on one approved list are numbered; on the next they start again.
fn is_later(held: &Held, list: &VerifiedList<'_>) -> Result<(), UpdateProblem> {
    let header = list.list().header();
    let (got, held) = (header.sequence, held.header.sequence);
    if got < held {
        return Err(UpdateProblem::Rollback { got, held });
    }
    if got == held {
        return Err(UpdateProblem::Forked { sequence: got });
    }
    Ok(())
}
