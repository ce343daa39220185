//! Caddy with forged certificates: it ends every connection, whatever the name, and passes nothing
//! on. It knows nothing of encrypted names (ECH) and answers for the name in clear.

use super::{Folder, PORT};
use crate::network::caddy;
use crate::{Error, Root};

pub(super) fn command_line(
    folder: &Folder<'_>,
    imposed: &Root,
    names: &[&str],
) -> Result<Vec<String>, Error> {
    // Otherwise Go opens a socket of IPv6 for both.
    let listen = format!("tcp4/0.0.0.0:{PORT}");
    caddy::command_line(folder, &listen, &[imposed.issue(names)?], None)
}
