//! Writes objects and their signatures, within one transaction over both files.

use anchorwatch_home::EditItem;
use rusqlite::{Connection, params_from_iter};

use super::{
    error::Error,
    key::{self, Keys, Signer},
    object::{Objects, Value, attribute_of},
    open::HasKeys,
    record::{Direction, SignatureState, State, Step, value},
    schema::{SIGNATURES, SIGNED_ATTRIBUTES},
    state_match::Now,
};
use crate::nss::remark::DatabaseProblem;

/// One transaction.
pub(super) struct Edit<'connection> {
    pub(super) connection: &'connection Connection,
    pub(super) has_keys: HasKeys,
    pub(super) keys: Keys,
    pub(super) objects: Objects,
}

impl Edit<'_> {
    pub(super) fn make(&self, item: &EditItem, step: &Step) -> Result<(), Error> {
        let (to, wanted) = match step.direction {
            Direction::Forward => (&step.after, Now::After),
            Direction::Back => (&step.before, Now::Before),
        };
        let now = self.objects.now(step);
        let is_there = self.objects.numbered(step.number).is_some();
        match (now, to) {
            (Now::Other, _) => return Err(self.changed(item, step)),
            // The signatures are in another file, which a stopped run may not have updated.
            (Now::Before, _)
                if wanted == Now::Before && !self.keys.are_as_before(&self.objects, step) =>
            {
                match to {
                    Some(to) => self.sign_as_before(item, step.number, to)?,
                    None => self.delete(step.number)?,
                }
            }
            // Nothing to do, except for missing signatures.
            (now, Some(_))
                if now == wanted && !(is_there && step.direction == Direction::Forward) => {}
            (now, None) if now == wanted => {}
            (_, None) => self.delete(step.number)?,
            (_, Some(_)) if step.before.is_some() && step.after.is_some() && !is_there => {
                return Err(self.changed(item, step));
            }
            (_, Some(to)) => {
                self.write(step.number, to, is_there)?;
                match step.direction {
                    Direction::Forward => self.sign(item, step.number, to)?,
                    Direction::Back => self.sign_as_before(item, step.number, to)?,
                }
            }
        }
        Ok(())
    }

    fn changed(&self, item: &EditItem, step: &Step) -> Error {
        let now = self.objects.seen(item, step);
        Error::Changed {
            name: item.name.clone(),
            now: value(now.as_deref()),
        }
    }

    fn write(&self, number: u32, to: &State, is_there: bool) -> Result<(), Error> {
        let columns: Vec<&String> = to.attributes.keys().collect();
        if let Some(missing) = columns
            .iter()
            .find(|column| !self.objects.columns.contains(**column))
        {
            let column = (*missing).clone();
            return Err(Error::OddSchema {
                what: DatabaseProblem::ColumnMissing { column },
            });
        }
        // Every name is `a` and hexadecimal digits: reading the record checked this.
        let list = |each: fn(&String) -> String| {
            let names: Vec<String> = columns.iter().map(|column| each(column)).collect();
            names.join(", ")
        };
        let statement = if is_there {
            let sets = list(|column| format!("{column} = ?"));
            format!("UPDATE main.nssPublic SET {sets} WHERE id = ?")
        } else {
            let (names, places) = (list(Clone::clone), list(|_| "?".to_owned()));
            format!("INSERT INTO main.nssPublic ({names}, id) VALUES ({places}, ?)")
        };
        let number = Value::Integer(number.into());
        let values = to.attributes.values().map(Option::as_ref);
        self.connection
            .execute(&statement, params_from_iter(values.chain([Some(&number)])))?;
        Ok(())
    }

    fn delete(&self, number: u32) -> Result<(), Error> {
        self.connection
            .execute("DELETE FROM main.nssPublic WHERE id = ?", [number])?;
        for (attribute, _) in self.keys.of_object(number) {
            key::put(self.connection, SIGNATURES, (number, attribute), None)?;
        }
        Ok(())
    }

    /// Signs what was written, if we can.
    fn sign(&self, item: &EditItem, number: u32, state: &State) -> Result<(), Error> {
        for (attribute, value) in signed(state) {
            let signature = match (&self.keys.signer, value) {
                (Signer::NotNeeded, _) | (Signer::PrimaryPassword, None) => continue,
                (Signer::PrimaryPassword, Some(_)) => return Err(password_changed(item)),
                (Signer::EmptyPassword(_), None) => None,
                (Signer::EmptyPassword(key), Some(value)) => Some(
                    key.sign(
                        &octets(number, attribute, value)
                            .each_ref()
                            .map(AsRef::as_ref),
                    ),
                ),
            };
            let place = (number, attribute);
            key::put(self.connection, SIGNATURES, place, signature.as_deref())?;
        }
        Ok(())
    }

    /// Restores the earlier signatures. A valid one is made again if the password is now another
    /// empty one; an invalid one stays invalid.
    fn sign_as_before(&self, item: &EditItem, number: u32, state: &State) -> Result<(), Error> {
        if self.has_keys == HasKeys::No {
            return Ok(());
        }
        let is_same_password = self.keys.password == state.password;
        for (attribute, value) in signed(state) {
            let place = (number, attribute);
            let recorded = state.signatures.get(&attribute);
            let is_secret = matches!(self.keys.signer, Signer::PrimaryPassword)
                || matches!(recorded, Some((SignatureState::Unchecked, _)))
                    && state.password.is_some();
            if is_secret && !is_same_password && value.is_some() {
                return Err(password_changed(item));
            }
            let signature = match (&self.keys.signer, recorded, value) {
                (
                    Signer::EmptyPassword(key),
                    Some((SignatureState::Signed, known)),
                    Some(value),
                ) if self.keys.standing(place, value, Some(known)) != SignatureState::Signed => {
                    Some(
                        key.sign(
                            &octets(number, attribute, value)
                                .each_ref()
                                .map(AsRef::as_ref),
                        ),
                    )
                }
                (_, recorded, _) => recorded.map(|(_, known)| known.clone()),
            };
            key::put(self.connection, SIGNATURES, place, signature.as_deref())?;
        }
        Ok(())
    }
}

/// The attributes of a state that NSS signs.
fn signed(state: &State) -> impl Iterator<Item = (u32, Option<&Value>)> {
    state.attributes.iter().filter_map(|(column, value)| {
        let attribute = attribute_of(column)?;
        SIGNED_ATTRIBUTES
            .contains(&attribute)
            .then_some((attribute, value.as_ref()))
    })
}

/// The octets that a signature covers.
fn octets(number: u32, attribute: u32, value: &Value) -> [Vec<u8>; 3] {
    [
        number.to_be_bytes().to_vec(),
        attribute.to_be_bytes().to_vec(),
        value.octets().to_vec(),
    ]
}

fn password_changed(item: &EditItem) -> Error {
    Error::PasswordChanged {
        name: item.name.clone(),
    }
}
