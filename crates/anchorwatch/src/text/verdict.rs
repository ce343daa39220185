//! What `check` and `verdict` say.

use anchorwatch_verdict::{RULES_VERSION, Verdict, VerdictCode};

use super::{IF_READ, Page, sentence, short};
use crate::document::verdict::Judged;

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
    } = judged;
    let target = format!("{}:{}", measurement.target.host, measurement.target.port);
    page.say(&format!(
        "{target}: {} (confidence {})",
        verdict.code.code(),
        verdict.confidence
    ));
    page.say(&plain(verdict));
    section(
        page,
        "Why",
        verdict.hits.iter().map(|hit| {
            format!(
                "{} [{}, {}]",
                sentence(&hit.says),
                hit.rule.id(),
                hit.confidence
            )
        }),
    );
    section(
        page,
        "What speaks against it",
        verdict.against.iter().map(|against| sentence(against)),
    );
    let unread = measurement
        .anchors
        .local_unreadable
        .iter()
        .map(|why| format!("A store of this machine: {why}."));
    let fixed = verdict
        .not_checked
        .iter()
        .map(|entry| sentence(&format!("{}: {}", entry.what, entry.why)));
    section(page, "Not checked", unread.chain(fixed));
    if matches!(
        verdict.code,
        VerdictCode::Intercepted | VerdictCode::Suspected
    ) {
        page.head("What to do");
        page.say(IF_READ);
    }
    let from = match evidence_ref {
        Some(evidence) => format!("evidence {evidence}"),
        None => "evidence not kept; --evidence FILE keeps it".to_owned(),
    };
    page.head(&format!(
        "From: one connection at {}; {} local roots from {}; rules version {RULES_VERSION}; {from}.",
        measurement.measured_at, measurement.anchors.local_count, measurement.anchors.local_source
    ));
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
