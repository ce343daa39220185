//! What `measure` prints: what it will send, and what it found.

use anchorwatch_verdict::{RULES_VERSION, VerdictCode};

use super::{
    Ended,
    announced::Announced,
    lines::BadLines,
    progress,
    signing::Signed,
    tally::{Answer, Found, Tally},
};
use crate::{
    page::{Page, escaped},
    words::Words,
};

/// What will be sent, to how many, and who can see it.
pub(super) fn announcement(announced: &Announced, words: &Words) -> String {
    let mut page = Page::of(words, &[]);
    let least = announced
        .targets
        .saturating_mul(announced.names.len().max(1) as u64);
    let facts = [
        ("targets", announced.targets.into()),
        ("hosts", announced.hosts.into()),
        ("addresses", (announced.targets - announced.hosts).into()),
        ("first", escaped(&announced.first.join(", ")).into()),
    ];
    page.say(&words.with("measure-sending", &facts));
    let facts = [
        ("names", escaped(&announced.names.join(", ")).into()),
        (
            "controls",
            escaped(&announced.control_names.join(", ")).into(),
        ),
        ("most", announced.most_per_target.into()),
    ];
    page.say(&match announced.names.as_slice() {
        [] => words.with("measure-sending-own", &facts),
        _ => words.with("measure-sending-names", &facts),
    });
    let facts = [
        ("rate", announced.settings.rate_per_s.into()),
        ("pause", announced.settings.pause_ms.into()),
        (
            "least",
            progress::time(least / announced.settings.rate_per_s).into(),
        ),
        ("failures", announced.settings.give_up.into()),
    ];
    page.say(&words.with("measure-pace", &facts));
    page.say(&words.with("measure-back-off", &facts));
    if announced.rounds > 1 {
        let facts = [
            ("rounds", announced.rounds.into()),
            ("every", progress::time(announced.every_s).into()),
        ];
        page.say(&words.with("measure-rounds", &facts));
    }
    page.say(&words.say("measure-seen-by"));
    let left_out = [
        ("repeated", announced.repeated),
        ("excluded", announced.excluded),
        ("opted_out", announced.opted_out),
        ("unreadable", announced.unreadable),
        ("tests", announced.other_tests),
    ];
    if left_out.iter().any(|(_, count)| *count > 0) {
        let facts = left_out.map(|(name, count)| (name, count.into()));
        page.say(&words.with("measure-left-out", &facts));
    }
    if !announced.first_left_out.is_empty() {
        let first = escaped(&announced.first_left_out.join(", "));
        page.say(&words.with("measure-left-out-first", &[("first", first.into())]));
    }
    page.finish()
}

/// The lines that cannot be read.
pub(super) fn bad_lines(path: &std::path::Path, bad: &BadLines, words: &Words) -> String {
    let file = path.display().to_string();
    let mut text = String::new();
    for (line, why) in &bad.named {
        let why = words.remark(&anchorwatch_remark::Remark::told(why));
        let facts = [
            ("file", file.clone().into()),
            ("line", (*line).into()),
            ("why", why.into()),
        ];
        text += &(words.with("measure-bad-line", &facts) + "\n");
    }
    let more = bad.count - bad.named.len() as u64;
    if more > 0 {
        text += &(words.with("measure-bad-lines-more", &[("count", more.into())]) + "\n");
    }
    text
}

/// What was found.
pub(super) fn answer(ended: &Ended, words: &Words) -> String {
    let Ended {
        folder,
        run,
        tally,
        lost,
        ..
    } = ended;
    let mut page = Page::of(words, &[]);
    let facts = [
        ("measured", tally.measured().into()),
        ("targets", run.targets.into()),
        ("rules", RULES_VERSION.into()),
    ];
    if tally.answer() == Answer::NotJudged {
        page.say(&words.with("measure-recorded", &facts[..2]));
    } else {
        page.say(&words.with("measure-measured", &facts));
        page.line("");
        let rows: Vec<(String, String)> = VerdictCode::ALL
            .into_iter()
            .map(|code| (word(code, words), tally.count(code).to_string()))
            .collect();
        page.columns(&rows);
    }
    not_measured(ended, words, &mut page);
    if tally.found() > 0 {
        let facts = [
            ("named", tally.named.len().into()),
            ("count", tally.found().into()),
        ];
        page.head(&words.with("measure-found", &facts));
        for found in &tally.named {
            page.point(&named(found, words));
        }
    }
    page.head(&words.say("measure-next"));
    if *lost > 0 {
        let facts = [("folder", folder.as_str().into())];
        page.say(&words.with("measure-next-resume", &facts));
    }
    page.say(&next(folder, tally, words));
    if let Some(said) = signed(ended, words) {
        page.say(&said);
    }
    if let [first, ..] = ended.signed.left_out() {
        let count = ended.signed.left_out().len();
        let facts = [("count", count.into()), ("first", first.as_str().into())];
        page.say(&words.with("measure-not-signed", &facts));
    }
    page.finish()
}

/// What was left out, and what is missing.
fn not_measured(ended: &Ended, words: &Words, page: &mut Page) {
    let tally = &ended.tally;
    for (message, count) in [
        ("measure-excluded", tally.excluded),
        ("measure-opted-out", tally.opted_out),
        ("measure-backed-off", tally.backed_off),
        ("measure-missing", ended.lost),
        ("measure-unreadable", ended.run.unreadable_lines),
    ] {
        if count > 0 {
            page.say(&words.with(message, &[("count", count.into())]));
        }
    }
}

/// What a measurement that says nothing means is not what a clean one means.
fn next(folder: &str, tally: &Tally, words: &Words) -> String {
    let facts = [
        ("count", tally.count(VerdictCode::Inconclusive).into()),
        ("measured", tally.measured().into()),
        ("folder", folder.into()),
    ];
    words.with(tally.answer().next(), &facts)
}

/// Who signed the evidence, and how to check that.
fn signed(ended: &Ended, words: &Words) -> Option<String> {
    let folder = ended.folder.as_str();
    match &ended.signed {
        Signed::No => None,
        Signed::InPart => Some(words.with("measure-signed-before", &[("folder", folder.into())])),
        Signed::By { key, .. } => {
            let facts = [("folder", folder.into()), ("key", key.as_str().into())];
            Some(words.with("measure-signed", &facts))
        }
    }
}

fn word(code: VerdictCode, words: &Words) -> String {
    words.say(&format!("verdict-word-{}", code.code()))
}

fn named(found: &Found, words: &Words) -> String {
    let address = found.address.map(|it| it.to_string()).unwrap_or_default();
    let signer = match &found.signer {
        Some(signer) => words.name(signer),
        None => words.say("verdict-signer-unknown"),
    };
    let facts = [
        ("name", escaped(&found.name).into()),
        ("address", address.into()),
        ("verdict", word(found.verdict, words).into()),
        ("signer", signer.into()),
        ("time", found.measured_at.clone().into()),
    ];
    words.with("measure-found-one", &facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn what_says_nothing_is_never_said_to_be_clean() {
        use VerdictCode::{Inconclusive, InspectedWithConsent, NotSeen};
        let cases: [(&[(VerdictCode, u64)], &str); 6] = [
            (&[], "measure-next-nothing"),
            (&[(Inconclusive, 2)], "measure-next-all-unclear"),
            (&[(Inconclusive, 2), (NotSeen, 1)], "measure-next-unclear"),
            (&[(NotSeen, 3)], "measure-next-none"),
            (
                &[(NotSeen, 3), (InspectedWithConsent, 1)],
                "measure-next-found",
            ),
            (&[(VerdictCode::Intercepted, 1)], "measure-next-found"),
        ];
        for language in Language::ALL {
            let words = Words::of(language);
            for (counts, id) in cases {
                let tally = Tally::of_counts(counts);
                let facts = [
                    ("count", tally.count(Inconclusive).into()),
                    ("measured", tally.measured().into()),
                    ("folder", "july".into()),
                ];
                assert_eq!(next("july", &tally, &words), words.with(id, &facts));
            }
        }
    }
}
