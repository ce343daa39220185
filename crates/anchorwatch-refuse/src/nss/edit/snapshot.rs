//! Databases as they are read, and the check of those that are changed.

use std::path::Path;

use anchorwatch_home::Tree;
use anchorwatch_machine::sqlite::{self, Database};
use anchorwatch_remark::{Remark as _, Told};
use rusqlite::Connection;

use super::{error::Error, open::check_schema};

/// A copy of a database in memory, and why a program may find something else in it.
pub(super) fn snapshot(
    tree: &Tree,
    path: &Path,
    table: &'static str,
) -> Result<(Database, Option<Told>), Error> {
    let copy = sqlite::read(tree, path)?;
    let database = Database::open(copy.content, table)?;
    check_schema(database.connection(), "main", table)?;
    Ok((database, copy.unclear.map(|why| why.told())))
}

/// Refuses a table that is not NSS's own or is damaged.
pub(super) fn expect_whole(
    connection: &Connection,
    schema: &'static str,
    table: &'static str,
) -> Result<(), Error> {
    check_schema(connection, schema, table)?;
    let found: String = connection.query_row(
        &format!("PRAGMA {schema}.quick_check({table})"),
        [],
        |row| row.get(0),
    )?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Error::Damaged { source: None })
    }
}
