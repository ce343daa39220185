//! What `check` and `verdict` say.

use anchorwatch_verdict::{RULES_VERSION, Verdict, VerdictCode};

use super::document::Judged;
use crate::page::{IF_READ, IF_UNTRUSTED, Page, chain, count, local_roots, sentence, short};

pub(crate) fn render(judged: &[Judged<'_>]) -> String {
    let mut page = Page::default();
    if judged.is_empty() {
        page.say("The evidence has no measurement, so there is nothing to say.");
    }
    for (index, judged) in judged.iter().enumerate() {
        if index > 0 {
            page.line("");
        }
        one(&mut page, judged);
    }
    page.finish()
}

fn one(page: &mut Page, judged: &Judged<'_>) {
    let Judged {
        measurement,
        verdict,
        evidence_ref,
        proxy_variables,
    } = judged;
    let target = format!("{}:{}", measurement.target.host, measurement.target.port);
    page.say(&match verdict.code {
        VerdictCode::Inconclusive => format!("{target}: {}", word(verdict.code)),
        code => format!(
            "{target}: {} (confidence {})",
            word(code),
            verdict.confidence
        ),
    });
    page.say(&plain(verdict));
    let has_chain = judged.chain().next().is_some();
    let proxy = proxy_variables.first().filter(|_| !has_chain).map(|name| {
        format!("{name} is set, and this program does not use a proxy: it connects directly. If only the proxy leads out of this network, that is why nothing came.")
    });
    let whys = verdict.hits.iter().map(|hit| sentence(&hit.says));
    section(page, "Why", proxy.into_iter().chain(whys));
    chain::write(page, judged.chain());
    section(
        page,
        match verdict.code {
            VerdictCode::Inconclusive => "What else would explain it",
            _ => "What speaks against it",
        },
        verdict.against.iter().map(|against| sentence(against)),
    );
    let not_checked = judged.not_checked().into_iter();
    section(
        page,
        "Not checked",
        not_checked.map(|entry| sentence(&format!("{}: {}", entry.what, entry.why))),
    );
    let advice = match verdict.code {
        VerdictCode::Intercepted | VerdictCode::Suspected => Some(IF_READ),
        VerdictCode::Inconclusive if has_chain => Some(IF_UNTRUSTED),
        _ => None,
    };
    if let Some(advice) = advice {
        page.head("What to do");
        page.say(advice);
    }
    let from = match evidence_ref {
        Some(evidence) => format!("evidence {evidence}"),
        None => "evidence not kept; --evidence FILE keeps it".to_owned(),
    };
    let connections = count(measurement.tcp_connect.len(), "connection", "connections");
    let roots = local_roots(
        measurement.anchors.local_count,
        &measurement.anchors.local_source,
    );
    page.head(&format!(
        "From: {connections} at {}; {roots}; rules version {RULES_VERSION}; {from}.",
        measurement.measured_at
    ));
}

/// The verdict as people say it; JSON has its code.
fn word(code: VerdictCode) -> &'static str {
    match code {
        VerdictCode::NotSeen => "no interception seen",
        other => other.code(),
    }
}

fn plain(verdict: &Verdict) -> String {
    let signer = verdict
        .signer
        .as_deref()
        .map_or_else(|| "someone".to_owned(), short);
    match verdict.code {
        VerdictCode::Intercepted => {
            format!("This connection was re-signed on the way by {signer}. Whoever holds that key can read what you send. Do not log in.")
        }
        VerdictCode::Suspected => {
            "Something points to this connection being re-signed on the way, and does not prove it. Do not log in until you know more.".to_owned()
        }
        VerdictCode::NotSeen => {
            "No interception was seen: for this name, on this path, at this time, in one try.".to_owned()
        }
        _ => "This measurement does not say whether the connection is read.".to_owned(),
    }
}

fn section(page: &mut Page, title: &str, points: impl Iterator<Item = String>) {
    let mut points = points.peekable();
    if points.peek().is_some() {
        page.head(title);
    }
    for point in points {
        page.point(&point);
    }
}
