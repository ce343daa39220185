//! Real chains: the test sites of public authorities, as they were on 2026-07-08.

use std::{fs, io::Error, path::Path, time::Duration};

use anchorwatch_bench::Contest;
use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, Policy, ct};
use data_encoding::BASE64;
use rustls_pki_types::{CertificateDer, UnixTime};
use serde_json::Value;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage};

/// 2026-07-08T12:00:00Z.
const AT_UNIX_S: u32 = 1_783_512_000;

struct Site {
    sent: Vec<CertificateDer<'static>>,
    name: ReferenceName,
}

/// Returns the cost of all sites together, per site, for those that a policy trusts.
pub(crate) fn chains(corpus: &Path) -> std::io::Result<String> {
    let text = fs::read(corpus.join("blocklists/upki/revoke-test-sites.json"))?;
    let document: Value = serde_json::from_slice(&text)?;
    let (anchors, _unusable) = Anchors::bundled_and(&[]);
    let at = UnixSeconds::new(AT_UNIX_S.into());
    let reporting = Policy::new(anchors.clone(), DistrustSet::built_in());
    let policy = reporting.clone().with_transparency(ct::Mode::Off);
    let sites = document["sites"].as_array().map_or(&[][..], Vec::as_slice);
    let mut trusted: Vec<Site> = sites.iter().filter_map(site).collect();
    trusted.retain(|site| {
        let decision = policy.decide(&site.sent, &site.name, at);
        matches!(decision, Decision::Trusted(_))
    });
    if trusted.is_empty() {
        return Err(Error::other("no real chain is trusted"));
    }
    let roots = policy.anchors().public_trust_anchors();
    let now = UnixTime::since_unix_epoch(Duration::from_secs(AT_UNIX_S.into()));
    let alone = |site: &Site| {
        let (own, rest) = site.sent.split_first()?;
        let own = EndEntityCert::try_from(own).ok()?;
        let (algorithms, usage) = (ALL_VERIFICATION_ALGS, KeyUsage::server_auth());
        let path = own.verify_for_usage(algorithms, roots, rest, now, usage, None, None);
        path.is_ok().then_some(())
    };
    let count = trusted.len();
    let table = Contest::new(format!("{count} real chains of {} sites", sites.len()))
        .way("webpki alone", count, || {
            trusted.iter().filter_map(&alone).count()
        })
        .way("Policy::decide, no logs", count, || {
            let decide = |site: &Site| policy.decide(&site.sent, &site.name, at);
            trusted.iter().map(decide).filter(is_trusted).count()
        })
        .way("Policy::decide, logs reported", count, || {
            let decide = |site: &Site| reporting.decide(&site.sent, &site.name, at);
            trusted.iter().map(decide).filter(is_trusted).count()
        })
        .run();
    Ok(table)
}

fn is_trusted(decision: &Decision) -> bool {
    matches!(decision, Decision::Trusted(_))
}

/// Returns a site if its address contains its name.
fn site(site: &Value) -> Option<Site> {
    let detail = &site["detail"];
    let der = |text: &Value| Some(BASE64.decode(text.as_str()?.as_bytes()).ok()?.into());
    let above = detail["intermediates"].as_array()?.iter().map(der);
    let sent: Option<Vec<_>> = std::iter::once(der(&detail["end_entity_cert"]))
        .chain(above)
        .collect();
    let host = site["test_website_revoked"].as_str()?;
    let host = host.split("://").nth(1)?.split(['/', ':']).next()?;
    Some(Site {
        sent: sent?,
        name: ReferenceName::parse(host),
    })
}
