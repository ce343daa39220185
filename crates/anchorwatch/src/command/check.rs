//! `check`: is my connection to these hosts read on its way?

use std::{collections::BTreeSet, path::Path};

use anchorwatch_evidence::{AnchorView, Evidence, Measurement, PublicAnchors, Target};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::ReferenceName;
use anchorwatch_probe::{Address, Limits, Observed, measure};
use anyhow::Context as _;

use super::verdict;
use crate::{
    args,
    exit::Exit,
    input::{self, LocalRoots},
    output::{self, Format},
    problem::Hinted,
};

pub(crate) fn run(args: &args::Check, format: Format) -> anyhow::Result<Exit> {
    if let Some(path) = args
        .evidence
        .as_ref()
        .filter(|path| path.symlink_metadata().is_ok())
    {
        let what = format!("there is already something at {}", path.display());
        return Err(Hinted::new(what, "name a new file; evidence is never overwritten").into());
    }
    output::to_stderr(&announcement(args));
    if args.dry_run {
        return Ok(Exit::NothingFound);
    }
    let local = input::local_roots(args.roots.local.as_deref())?;
    let public = args
        .roots
        .public
        .as_deref()
        .map(input::certificates)
        .transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the network runtime")?;
    let mut measurements = Vec::new();
    for host in &args.hosts {
        // A name in letters of any script travels as A-labels.
        let name = ReferenceName::parse(&host.host);
        let target = Target {
            host: name.dns().unwrap_or(&host.host).to_owned(),
            port: host.port,
        };
        let address = args.address.map_or(Address::Resolve, Address::Given);
        let measured_at = input::now();
        let observed = runtime.block_on(measure(&target, address, Limits::default()));
        let anchors = anchor_view(&observed, &local, public.as_deref());
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
    let evidence = Evidence {
        software: concat!("anchorwatch ", env!("CARGO_PKG_VERSION")).to_owned(),
        measurements,
    };
    if let Some(path) = &args.evidence {
        write(path, &evidence)?;
    }
    let source = args
        .evidence
        .as_ref()
        .map(|path| path.display().to_string());
    verdict::answer(&[(source, evidence)], format)
}

fn announcement(args: &args::Check) -> String {
    let hosts: Vec<&str> = args.hosts.iter().map(|host| host.host.as_str()).collect();
    let place = match args.address {
        Some(address) => format!("to {address}"),
        None => "to the address that this machine's resolver gives".to_owned(),
    };
    format!(
        "sending: one TLS handshake for each of {}, {place}; whoever watches sees the address and the name\n",
        hosts.join(", ")
    )
}

/// Of all roots only those that the chain names as a signer go into the evidence.
fn anchor_view(
    observed: &Observed,
    local: &LocalRoots,
    public: Option<&[Certificate]>,
) -> AnchorView {
    let sent = observed
        .tls_handshakes
        .iter()
        .flat_map(|handshake| &handshake.peer_certificates);
    let issuers: BTreeSet<Vec<u8>> = sent
        .filter_map(|der| Certificate::from_der(der).ok())
        .map(|certificate| certificate.issuer().der().to_vec())
        .collect();
    let named = |roots: &[Certificate]| {
        let named = roots
            .iter()
            .filter(|root| issuers.contains(root.subject().der()));
        named.map(|root| root.der().to_vec()).collect::<Vec<_>>()
    };
    AnchorView {
        public: public.map_or(PublicAnchors::Bundled, |public| {
            PublicAnchors::Given(named(public))
        }),
        local: named(&local.certificates),
        local_count: local.certificates.len(),
        local_source: local.source.clone(),
        local_unreadable: local.unreadable.clone(),
    }
}

fn write(path: &Path, evidence: &Evidence) -> anyhow::Result<()> {
    anchorwatch_home::write_new_file(path, &evidence.encode())?;
    output::to_stderr(&format!("evidence: {}\n", path.display()));
    Ok(())
}
