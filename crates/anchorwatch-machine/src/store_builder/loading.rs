//! What a program that loads a named file of roots at once takes from it.
//!
//! Only what is certain is left out: a certificate that some program might trust stays listed for
//! it. Git and Wget are built with GnuTLS on some systems and with OpenSSL on others, so theirs are
//! left out only where neither library loads them. Node reads block by block, and is never left
//! out.

use anchorwatch_identity::certificate_file::{GnutlsRefusal, OpensslRefusal, openssl_end};

use super::{StoreRemark, TrustedBy};
use crate::Client;

/// Which certificates of a file the libraries load.
#[derive(Default)]
pub(super) struct Loading {
    openssl: Option<OpensslRefusal>,
    /// Where OpenSSL takes the file to end.
    openssl_end: Option<usize>,
    gnutls: Option<GnutlsRefusal>,
}

impl Loading {
    pub(super) fn of(content: &[u8], trusted_by: &TrustedBy) -> Self {
        if !trusted_by.is_a_named_file {
            return Self::default();
        }
        let is_read_by = |reads: fn(Client) -> bool| trusted_by.pem.iter().any(|one| reads(*one));
        let mut loading = Self::default();
        if is_read_by(|one| one.takes_all_or_nothing() || is_of_either(one)) {
            loading.openssl = OpensslRefusal::of(content);
            loading.openssl_end = openssl_end(content);
        }
        if is_read_by(|one| one == Client::Gnutls || is_of_either(one)) {
            loading.gnutls = GnutlsRefusal::of(content);
        }
        loading
    }

    /// What has to be told of the file.
    pub(super) fn remarks(&self, name: &str) -> Vec<StoreRemark> {
        let name = || name.to_owned();
        let openssl = match (self.openssl, self.openssl_end) {
            (Some(why), _) => Some(StoreRemark::OpensslLoadsNothing {
                name: name(),
                why: why.into(),
            }),
            (None, Some(end)) => Some(StoreRemark::OpensslStops {
                name: name(),
                offset: end as u64,
            }),
            (None, None) => None,
        };
        let gnutls = self.gnutls.map(|why| StoreRemark::GnutlsLoadsNothing {
            name: name(),
            why: why.into(),
        });
        openssl.into_iter().chain(gnutls).collect()
    }

    /// Whether the program may trust a certificate that begins at this byte.
    pub(super) fn reaches(&self, client: Client, offset: usize) -> bool {
        let by_openssl = self.openssl.is_none() && self.openssl_end.is_none_or(|end| offset < end);
        let by_gnutls = self.gnutls.is_none();
        match client {
            _ if client.takes_all_or_nothing() => by_openssl,
            Client::Gnutls => by_gnutls,
            _ if is_of_either(client) => by_openssl || by_gnutls,
            _ => true,
        }
    }
}

/// Whether the program is built with GnuTLS or with OpenSSL, as the distribution likes.
const fn is_of_either(client: Client) -> bool {
    matches!(client, Client::Git | Client::Wget)
}
