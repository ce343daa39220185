//! The page of `check` and `verdict`.

use anchorwatch_evidence::Failure;
use anchorwatch_machine::Client;
use anchorwatch_remark::{Remark as _, Told};
use anchorwatch_verdict::{
    Hit, Location, Mechanism, OoniState, RULES_VERSION, RuleId, Verdict, VerdictCode,
};
use anchorwatch_verify::ct;

use super::{
    Read,
    document::{Judged, NotRead},
};
use crate::{
    input::MOST_STORES,
    page::{Page, chain, escaped, sentence},
    words::Words,
};

/// The most records that are named as not read; there can be many.
const MOST_RECORDS: usize = 10;

pub(crate) fn render(judged: &[Judged<'_>], read: &Read, words: &Words) -> String {
    let mut page = Page::of(words, &chain::LABELS);
    if judged.is_empty() {
        page.say(&words.say("verdict-none"));
    }
    for (index, judged) in judged.iter().enumerate() {
        if index > 0 {
            page.line("");
        }
        one(&mut page, judged, words);
    }
    not_read(&mut page, read, words);
    if !read.signed_by.is_empty() {
        let keys = read.signed_by.join(", ");
        page.head(&words.with("verdict-signed", &[("keys", keys.into())]));
    }
    if let Some(first) = read.signed_not_given.first() {
        let facts = [
            ("count", read.signed_not_given.len().into()),
            ("first", escaped(first).into()),
        ];
        page.say(&words.with("verdict-signed-rest", &facts));
    }
    page.finish()
}

/// The records of others' files that cannot be used.
fn not_read(page: &mut Page, read: &Read, words: &Words) {
    let named = read.unread.iter().take(MOST_RECORDS).map(|(file, one)| {
        let facts = [
            ("file", file.as_str().into()),
            ("record", one.record.into()),
            ("why", words.remark(&one.why.told()).into()),
        ];
        sentence(&words.with("verdict-not-read-record", &facts))
    });
    let left_out = read.unread_count.saturating_sub(named.len() as u64);
    let facts = [("count", left_out.into())];
    let more = (left_out > 0).then(|| words.with("verdict-not-read-more", &facts));
    section(page, &words.say("verdict-not-read"), named.chain(more));
}

fn one(page: &mut Page, judged: &Judged<'_>, words: &Words) {
    let Judged {
        measurement,
        verdict,
        here,
        ..
    } = judged;
    let target = format!("{}:{}", measurement.target.host, measurement.target.port);
    page.say(&format!("{target}: {}", headline(verdict, words)));
    page.say(&plain(verdict, words));
    if verdict.tries == 0 && verdict.code > VerdictCode::Suspected {
        page.say(&words.say("verdict-no-try"));
    }
    if let Some(location) = &verdict.location {
        picture(page, location, words);
    }
    if let Some(believers) = here.as_ref().and_then(|here| here.believers.as_ref()) {
        page.say(&believed(believers, words));
    }
    let has_chain = judged.chain().next().is_some();
    if let Some(advice) = advice(judged, has_chain) {
        page.head(&words.say("verdict-to-do"));
        page.say(&words.say(advice));
    }
    let proxy = here.as_ref().and_then(|here| here.proxy_variable);
    let proxy = proxy.filter(|_| !has_chain);
    let proxy = proxy.map(|name| words.with("verdict-proxy", &[("variable", name.into())]));
    let whys = verdict.hits.iter().map(|hit| sentence(&words.hit(hit)));
    let logs = verdict
        .transparency
        .filter(|it| *it == ct::Status::Compliant);
    let logs = logs.map(|status| sentence(&words.code(&status)));
    let title = words.say("verdict-why");
    section(page, &title, proxy.into_iter().chain(whys).chain(logs));
    chain::write(page, judged.chain(), words);
    let title = words.say(match verdict.code {
        VerdictCode::Inconclusive => "verdict-explains",
        _ => "verdict-against",
    });
    let against = verdict.against.iter();
    section(
        page,
        &title,
        against.map(|it| sentence(&words.remark(&it.told()))),
    );
    let not_checked = unchecked(judged, words);
    section(
        page,
        &words.say("verdict-not-checked"),
        not_checked.into_iter(),
    );
    page.head(&source(judged, words));
    if let Some(ooni) = ooni(verdict, words) {
        page.say(&ooni);
    }
}

/// The message that says what to do.
fn advice(judged: &Judged<'_>, has_chain: bool) -> Option<&'static str> {
    let mut hits = judged.verdict.hits.iter();
    let is_untrusted = hits.any(|hit| hit.rule == RuleId::UntrustedChain);
    match judged.verdict.code {
        // Who reads others' measurements is not at the place where they were made.
        _ if judged.measurement.imported_from.is_some() => None,
        VerdictCode::Intercepted | VerdictCode::Suspected => Some("verdict-if-read"),
        // Whoever keeps a name away may read it too.
        VerdictCode::CensoredOrDown | VerdictCode::Throttled | VerdictCode::CaptivePortal
            if is_untrusted =>
        {
            Some("verdict-if-untrusted")
        }
        VerdictCode::DnsTampered => Some("verdict-if-misled"),
        VerdictCode::CensoredOrDown => Some(if_cut_off(&judged.verdict)),
        VerdictCode::Throttled => Some("verdict-if-throttled"),
        VerdictCode::CaptivePortal => Some("verdict-if-portal"),
        VerdictCode::InspectedWithConsent => Some("verdict-if-consented"),
        VerdictCode::SiteFault => Some("verdict-if-untrusted"),
        VerdictCode::Inconclusive if has_chain => Some("verdict-if-untrusted"),
        _ => None,
    }
}

/// Which programs show the page, and which an error.
fn believed(believers: &[Client], words: &Words) -> String {
    let names: Vec<&str> = believers.iter().map(|client| client.id()).collect();
    match names.as_slice() {
        [] => words.say("verdict-believed-by-none"),
        names => words.with("verdict-believed", &[("programs", names.join(", ").into())]),
    }
}

/// The path, as far as the one who answers.
fn picture(page: &mut Page, location: &Location, words: &Words) {
    let routers = u64::from(location.hop.saturating_sub(1));
    let before = match location.router_before() {
        Some(address) => address.to_string(),
        None => words.say("verdict-path-nameless"),
    };
    let facts = [
        ("routers", routers.saturating_sub(1).into()),
        ("before", before.into()),
        ("hop", location.hop.into()),
        ("target", location.target.to_string().into()),
    ];
    let is_nearer = location
        .control_hop
        .is_some_and(|control| control > location.hop);
    // Only who is nearer than the server is known to be somebody else.
    let id = match (routers, is_nearer) {
        (0, true) => "verdict-path-first",
        (1, true) => "verdict-path-one",
        (_, true) => "verdict-path",
        (0, false) => "verdict-path-first-any",
        (1, false) => "verdict-path-one-any",
        (_, false) => "verdict-path-any",
    };
    page.line("");
    page.line(&format!("  {}", words.with(id, &facts)));
    page.line("");
    let id = if is_nearer {
        "verdict-place-for-name"
    } else {
        "verdict-place"
    };
    let control = location.control_hop.unwrap_or_default();
    let facts = [("hop", location.hop.into()), ("control", control.into())];
    page.say(&words.with(id, &facts));
    if location.is_over_quic {
        page.say(&words.say("verdict-place-over-quic"));
    }
    if let Some((ttl, control)) = location.arrival_ttl.zip(location.control_arrival_ttl) {
        let facts = [("ttl", ttl.into()), ("control", control.into())];
        page.say(&words.with("verdict-arrival", &facts));
    }
}

/// What was not checked. Unreadable stores come first; there can be many.
fn unchecked(judged: &Judged<'_>, words: &Words) -> Vec<String> {
    let (stores, rest): (Vec<Told>, Vec<Told>) = judged
        .not_checked_here()
        .into_iter()
        .partition(NotRead::is_machine_store);
    let left_out = stores.len().saturating_sub(MOST_STORES);
    let facts = [("count", left_out.into())];
    let more = (left_out > 0).then(|| words.with("verdict-more-stores", &facts));
    let said = |told: &Told| {
        let (what, why) = words.unchecked(told);
        sentence(&format!("{what}: {why}"))
    };
    let stores = stores.iter().take(MOST_STORES).map(said);
    let rest: Vec<String> = rest.iter().map(said).collect();
    stores.chain(more).chain(rest).collect()
}

/// What the verdict is based on, as one line.
fn source(judged: &Judged<'_>, words: &Words) -> String {
    let measurement = judged.measurement;
    let evidence = match &judged.evidence_ref {
        Some(evidence) => words.with(
            "verdict-evidence",
            &[("evidence", evidence.as_str().into())],
        ),
        None => words.say("verdict-no-evidence"),
    };
    let anchors = &measurement.anchors;
    let roots = match measurement.imported_from {
        Some(format) => words.with("verdict-imported", &[("format", format.title().into())]),
        None => words.local_roots(anchors.local_count, &anchors.local_source),
    };
    let connects = measurement.tcp_connect.iter();
    let tried = connects.filter(|it| it.failure != Some(Failure::BackedOff));
    let facts = [
        ("connections", tried.count().into()),
        ("time", measurement.measured_at.to_string().into()),
        ("roots", roots.into()),
        ("rules", RULES_VERSION.into()),
        ("evidence", evidence.into()),
    ];
    words.with("verdict-from", &facts)
}

/// The verdict in the vocabulary of OONI, as far as it has words for it.
fn ooni(verdict: &Verdict, words: &Words) -> Option<String> {
    let mechanism = verdict.ooni_mechanism.map(Mechanism::id);
    let state = verdict.ooni_state.map(OoniState::id);
    let word: Vec<&str> = mechanism.into_iter().chain(state).collect();
    let word = (!word.is_empty()).then(|| word.join(", "))?;
    Some(words.with("verdict-ooni", &[("word", word.into())]))
}

/// The verdict in words; JSON has its code.
fn headline(verdict: &Verdict, words: &Words) -> String {
    let word = words.say(&format!("verdict-word-{}", verdict.code.code()));
    if verdict.code == VerdictCode::Inconclusive {
        return word;
    }
    let confidence = verdict.confidence.to_string();
    let facts = [("verdict", word.into()), ("confidence", confidence.into())];
    words.with("verdict-confidence", &facts)
}

/// The verdict in plain words.
pub(crate) fn plain(verdict: &Verdict, words: &Words) -> String {
    let signer = match &verdict.signer {
        Some(signer) => words.name(signer),
        None => words.say("verdict-signer-unknown"),
    };
    let is_trusted = |hit: &Hit| hit.rule == RuleId::PubliclyTrusted;
    let is_mixed = verdict.code == VerdictCode::Intercepted && verdict.hits.iter().any(is_trusted);
    let is_at_site = |hit: &Hit| {
        let is_own = matches!(hit.rule, RuleId::OwnServerKey | RuleId::ChangedClientHello);
        hit.leads_to == VerdictCode::Intercepted && !is_own
    };
    let first = verdict.hits.first().map(|hit| hit.rule);
    let is_answered =
        verdict.code == VerdictCode::Intercepted && first == Some(RuleId::RefusedHereAlone);
    let id = match verdict.code {
        _ if is_mixed && verdict.hits.iter().any(is_at_site) => {
            "verdict-plain-intercepted-some".to_owned()
        }
        _ if is_mixed => "verdict-plain-intercepted-elsewhere".to_owned(),
        _ if is_answered => "verdict-plain-intercepted-answered".to_owned(),
        VerdictCode::CensoredOrDown if if_cut_off(verdict) == ECH_BLOCKED => {
            "verdict-plain-ech-blocked".to_owned()
        }
        VerdictCode::CensoredOrDown if if_cut_off(verdict) == QUIC_CUT_OFF => {
            "verdict-plain-quic-cut-off".to_owned()
        }
        _ => format!("verdict-plain-{}", verdict.code.code()),
    };
    let facts = [
        ("signer", signer.into()),
        // What no public root vouches for, such as a private name, counts as it came.
        ("tries", verdict.tries.max(1).into()),
    ];
    words.with(&id, &facts)
}

/// Only connections that hide the name are cut off.
const ECH_BLOCKED: &str = "verdict-if-ech-blocked";

/// Only connections over QUIC are.
const QUIC_CUT_OFF: &str = "verdict-if-quic-cut-off";

/// The message that says what to do if connections are cut off: all, or only some kind.
pub(crate) fn if_cut_off(verdict: &Verdict) -> &'static str {
    match verdict.hits.first().map(|hit| hit.rule) {
        Some(RuleId::EchBlocked) => ECH_BLOCKED,
        Some(RuleId::QuicCutOff) => QUIC_CUT_OFF,
        _ => "verdict-if-cut-off",
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
