//! `check`: is my connection to these hosts intercepted?

use std::{io::IsTerminal as _, path::Path, time::Duration};

use anchorwatch_evidence::{AnchorView, Evidence, Measurement, PublicAnchors, Target};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::ReferenceName;
use anchorwatch_probe::{Address, Limits, Observed, Step, measure};
use anchorwatch_remark::Remark as _;
use anchorwatch_verify::roots_for;
use anyhow::Context as _;
use rustls_pki_types::CertificateDer;

use super::verdict::{
    self,
    document::{Here, NotRead},
};
use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    host::HostPort,
    input::{self, LocalRoots},
    output, page,
    problem::{Hint, Hinted, Problem},
    words::{Language, Words},
};

mod args;
mod document;
mod text;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        if let Some(path) = self
            .evidence
            .as_ref()
            .filter(|path| path.symlink_metadata().is_ok())
        {
            let path = path.clone();
            return Err(Hinted::new(&Problem::ExistsAlready { path }, &Hint::NameNewFile).into());
        }
        let words = &how.words;
        let targets: Vec<Target> = self.hosts.iter().map(target).collect();
        let announcement = text::announcement(&targets, self.address, words);
        if self.dry_run {
            let document = document::Document::of(&targets, self.address, self.timeout);
            output::answer(how.format, || announcement, &document)?;
            return Ok(Exit::NothingFound);
        }
        output::to_stderr(&announcement);
        let (measurements, here) = measured(self, targets, words)?;
        let evidence = Evidence {
            software: concat!("anchorwatch ", env!("CARGO_PKG_VERSION")).to_owned(),
            measurements,
        };
        if let Some(path) = &self.evidence {
            write(path, &evidence, words)?;
        }
        let source = self
            .evidence
            .as_ref()
            .map(|path| path.display().to_string());
        verdict::answer(&[(source, evidence)], here, how)
    }
}

/// Converts an internationalized name to A-labels.
fn target(host: &HostPort) -> Target {
    let name = ReferenceName::parse(&host.host);
    Target {
        host: name.dns().unwrap_or(&host.host).to_owned(),
        port: host.port,
    }
}

fn measured(
    args: &Args,
    targets: Vec<Target>,
    words: &Words,
) -> anyhow::Result<(Vec<Measurement>, Vec<Here>)> {
    let local = input::local_roots(args.roots.local.as_deref())?;
    let public = args.roots.public.as_deref().map(input::roots).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context(Problem::NetworkNotStarted)?;
    let limits = Limits {
        step: Duration::from_secs(args.timeout),
        ..Limits::default()
    };
    let address = args.address.map_or(Address::Resolve, Address::Given);
    let is_watched = std::io::stderr().is_terminal();
    let (mut measurements, mut here) = (Vec::new(), Vec::new());
    for target in targets {
        let waiting = |step: Step| {
            if is_watched {
                output::to_stderr(&text::waiting(&target, step, args.timeout, words));
            }
        };
        let measured_at = input::now();
        let observed = runtime.block_on(measure(&target, address, limits, &waiting));
        let (anchors, not_read) = anchor_view(&observed, &local, public.as_deref());
        here.push(Here {
            proxy_variable: proxy_variable(),
            not_read,
        });
        let Observed {
            queries,
            tcp_connect,
            tls_handshakes,
        } = observed;
        measurements.push(Measurement {
            target,
            measured_at,
            queries,
            tcp_connect,
            tls_handshakes,
            anchors,
        });
    }
    Ok((measurements, here))
}

/// A variable that tells other programs to use a proxy for HTTPS. Only its name, because the
/// value may be secret.
fn proxy_variable() -> Option<&'static str> {
    ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .into_iter()
        .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Only roots related to the chain go into the evidence. A verifier finds a signer by its key,
/// whatever its name.
fn anchor_view(
    observed: &Observed,
    local: &LocalRoots,
    public: Option<&[Certificate]>,
) -> (AnchorView, Vec<NotRead>) {
    let mut untried_count = 0;
    let mut chosen = |roots: &[Certificate]| {
        let mut kept: Vec<Vec<u8>> = Vec::new();
        for handshake in &observed.tls_handshakes {
            let chain = handshake.peer_certificates.iter();
            let chain: Vec<CertificateDer<'_>> = chain.map(|der| der.as_slice().into()).collect();
            let found = roots_for(&chain, roots);
            untried_count = untried_count.max(found.untried_count);
            for root in found.roots {
                if !kept.iter().any(|der| der == root.der()) {
                    kept.push(root.der().to_vec());
                }
            }
        }
        kept
    };
    let public = public.map_or(PublicAnchors::Bundled, |public| {
        PublicAnchors::Given(chosen(public))
    });
    let kept = chosen(&local.certificates);
    let unread = local.unreadable.iter();
    let unread = unread.map(|entry| NotRead::MachineStoreUnread {
        what: entry.what.told(),
        why: entry.why.clone(),
    });
    let untried = (untried_count > 0).then_some(NotRead::RootsUntried {
        count: untried_count as u64,
    });
    let not_read: Vec<NotRead> = unread.chain(untried).collect();
    // Evidence is in English, whoever reads it later.
    let english = Words::of(Language::English);
    let view = AnchorView {
        public,
        local: kept,
        local_count: local.certificates.len(),
        local_source: local.source.clone(),
        local_unreadable: not_read
            .iter()
            .map(|entry| {
                let (what, why) = english.unchecked(&entry.told());
                format!("{what}: {why}")
            })
            .collect(),
    };
    (view, not_read)
}

fn write(path: &Path, evidence: &Evidence, words: &Words) -> anyhow::Result<()> {
    anchorwatch_home::write_new_file(path, &evidence.encode())?;
    let path = path.display().to_string();
    let said = words.with("check-evidence", &[("path", path.into())]);
    output::to_stderr(&format!("{}\n", page::escaped(&said)));
    Ok(())
}
