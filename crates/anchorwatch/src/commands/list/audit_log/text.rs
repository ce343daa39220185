//! The page of `list audit-log`.

use anchorwatch_list::Role;
use anchorwatch_publisher::{LogAudit, LoggedText};
use anchorwatch_remark::Remark as _;

use super::document::time;
use crate::{
    page::{Page, sentence},
    words::Words,
};

/// How many findings are shown; JSON lists all.
const MOST: usize = 40;

const LABELS: [&str; 3] = ["label-log-size", "label-log-entries", "label-log-cosigned"];

pub(super) fn render(audit: &LogAudit, words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    let origin = ("origin", words.name(&audit.origin).into());
    let count = audit.findings.len();
    let id = match count {
        0 => "list-audit-right",
        _ => "list-audit-wrong",
    };
    page.say(&words.with(id, &[origin, ("count", count.into())]));
    for finding in audit.findings.iter().take(MOST) {
        page.point(&sentence(&words.remark(&finding.told())));
    }
    if let Some(left_out @ 1..) = count.checked_sub(MOST) {
        page.point(&words.with("list-more", &[("count", left_out.into())]));
    }
    page.head(&words.with(
        "list-audit-log",
        &[("origin", words.name(&audit.origin).into())],
    ));
    page.field(&words.say("label-log-size"), &audit.head.size.to_string());
    let of = |is: fn(&LoggedText) -> bool| audit.entries.iter().filter(|it| is(it)).count();
    let facts = [
        (
            "approved",
            of(|it| {
                matches!(
                    it,
                    LoggedText::List {
                        role: Role::Approved,
                        ..
                    }
                )
            })
            .into(),
        ),
        (
            "quick",
            of(|it| {
                matches!(
                    it,
                    LoggedText::List {
                        role: Role::Quick,
                        ..
                    }
                )
            })
            .into(),
        ),
        ("sets", of(|it| matches!(it, LoggedText::Set { .. })).into()),
    ];
    let entries = words.with("list-audit-entries", &facts);
    page.field(&words.say("label-log-entries"), &entries);
    for one in &audit.cosigned {
        let name = words.name(&String::from_utf8_lossy(&one.name));
        let text = match time(one) {
            None => name,
            Some(at) => {
                let facts = [("witness", name.into()), ("time", at.to_string().into())];
                words.with("list-audit-cosigned", &facts)
            }
        };
        page.field(&words.say("label-log-cosigned"), &text);
    }
    page.head(&words.say("not-checked-head"));
    page.point(&words.say("list-audit-not-checked"));
    page.finish()
}
