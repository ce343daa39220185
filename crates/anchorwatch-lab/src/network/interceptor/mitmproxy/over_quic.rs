//! mitmproxy 11.0.2 of PyPI, for HTTP/3, which Debian 12's does not speak.
//!
//! Its transparent mode has no QUIC, so one site is named as the place to which everything goes
//! (`--mode reverse:http3://…`, <https://docs.mitmproxy.org/stable/concepts-modes/>). It re-signs every
//! name, and first asks the site, whose certificate it copies the names of.

use std::net::Ipv4Addr;

use super::super::{Folder, PORT, Place, USUAL_PLACE, V4_ALONE};
use crate::network::launch::{Launched, Listening};
use crate::network::{Network, RuleTable};
use crate::{Error, Root, programs};

/// A running mitmproxy that ends every connection over UDP to port 443. Dropping it ends the diversion
/// first, then the program.
#[derive(Debug)]
pub struct MitmproxyOverQuic<'a> {
    // Fields are dropped in this order.
    _diversion: RuleTable<'a>,
    _program: Launched,
    _folder: Folder<'a>,
}

impl<'a> MitmproxyOverQuic<'a> {
    /// Starts it at the second router, before the site at this address, which it verifies with
    /// `public_root` alone.
    ///
    /// # Errors
    ///
    /// [`Error::NotInNode`] if it would not run in a node of this network, [`Error::NotFromPypi`] if
    /// it is not installed, [`Error::MissingProgram`] without nft, [`Error::Failed`] with its own
    /// words if it ends early or does not listen, and also if there is an interceptor of QUIC already.
    pub fn start(
        network: &'a Network,
        imposed: &Root,
        public_root: &Root,
        site: Ipv4Addr,
    ) -> Result<Self, Error> {
        let program = "mitmdump";
        let path = programs::of_pypi(program).ok_or(Error::NotFromPypi { program })?;
        let place = Place::of(network, USUAL_PLACE)?;
        let folder = Folder::new(network)?;
        let mut line = vec![
            path.display().to_string(),
            "--mode".to_owned(),
            format!("reverse:http3://{site}:443@0.0.0.0:{PORT}"),
            // Otherwise it asks the site by its address.
            "--set".to_owned(),
            "keep_host_header=true".to_owned(),
        ];
        line.extend(super::settings(&folder, imposed, public_root)?);
        let port = Listening::Udp(PORT);
        let program = Launched::start(network, place.node, &folder.path, &line, port)?;
        let diversion = place.diversion_of_quic(V4_ALONE);
        Ok(Self {
            _diversion: RuleTable::load_both(network, place.node, "lab_divert_quic", &diversion)?,
            _program: program,
            _folder: folder,
        })
    }
}
