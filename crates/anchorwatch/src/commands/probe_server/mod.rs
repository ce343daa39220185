//! `probe-server`: the other end of the strongest test.

use std::path::Path;

use anchorwatch_probe::{LookKey, LookReach, Looks, ProbeServer, ServerProblem};
use anyhow::Context as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output,
    problem::{Hint, Hinted, Problem},
};

mod args;
mod document;
mod text;

pub(crate) use args::Args;

/// The largest key file, in bytes: that of an RSA key with 16,384 bits has less than 13 KiB.
const MAX_KEY_FILE_BYTES: u64 = 64 << 10;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let server = self.server()?;
        let key = server.spki_sha256();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context(Problem::NetworkNotStarted)?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(self.listen).await;
            let listener = listener.and_then(|it| Ok((it.local_addr()?, it)));
            let (address, listener) = listener.map_err(|error| {
                let address = self.listen.to_string();
                Hinted::new(&Problem::CannotListen { address }, &Hint::ListenElsewhere)
                    .because(error)
            })?;
            let document = document::Document::of(address, key, self);
            output::answer(
                how.format,
                || text::render(address, key, self, &how.words),
                &document,
            )?;
            server.serve(listener).await;
            Ok(Exit::NothingFound)
        })
    }
}

impl Args {
    fn server(&self) -> anyhow::Result<ProbeServer> {
        let chain = input::certificates(&self.certificate)?;
        let chain = chain
            .iter()
            .map(|it| CertificateDer::from(it.der().to_vec()));
        let key_path = self.key.clone();
        let unreadable = || {
            let path = self.key.clone();
            Hinted::new(&Problem::PrivateKeyUnreadable { path }, &Hint::GivePlainKey)
        };
        let key = input::file(&self.key, MAX_KEY_FILE_BYTES)?;
        let key = PrivateKeyDer::from_pem_slice(&key).map_err(|_| unreadable())?;
        let server = ProbeServer::new(chain.collect(), &key).map_err(|problem| {
            let path = self.certificate.clone();
            match problem {
                ServerProblem::Key => unreadable().into(),
                ServerProblem::KeyOfAnother => {
                    let problem = Problem::KeyOfAnother {
                        certificate: path,
                        key: key_path,
                    };
                    Hinted::new(&problem, &Hint::GiveItsKey).into()
                }
                _ => anyhow::Error::new(Problem::CertificatesUnreadable { path }),
            }
        });
        let server: ProbeServer = server?;
        Ok(match self.looks()? {
            Some(looks) => server.with_looks(looks),
            None => server,
        })
    }

    fn looks(&self) -> anyhow::Result<Option<Looks>> {
        let Some(path) = &self.look_key else {
            return Ok(None);
        };
        let key = look_key(path)?;
        let reach = match self.look_private {
            true => LookReach::Everywhere,
            false => LookReach::Public,
        };
        Ok(Some(Looks::new(key, self.look_ports(), reach)))
    }
}

/// Reads the key that `probe-server` and `check` share.
///
/// # Errors
/// The file cannot be read, or has something else.
pub(crate) fn look_key(path: &Path) -> anyhow::Result<LookKey> {
    let text = input::file(path, MAX_KEY_FILE_BYTES)?;
    let key = LookKey::read(&text);
    key.ok_or_else(|| {
        let path = path.to_owned();
        Hinted::new(&Problem::LookKeyUnreadable { path }, &Hint::MakeLookKey).into()
    })
}
