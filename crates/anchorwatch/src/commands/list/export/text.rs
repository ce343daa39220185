//! The page of `list export`.

use anchorwatch_remark::Remark as _;

use super::Done;
use crate::{
    page::{Page, escaped, sentence},
    words::Words,
};

const LABELS: [&str; 1] = ["label-left-out"];

pub(super) fn render(done: &Done, words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    let facts = [
        ("path", escaped(&done.written).into()),
        ("written", done.exported.written_count.into()),
        ("count", done.entry_count.into()),
    ];
    page.say(&words.with("list-exported", &facts));
    for why in &done.exported.left_out {
        let text = sentence(&words.remark(&why.told()));
        page.field(&words.say("label-left-out"), &text);
    }
    page.head(&words.say("not-checked-head"));
    page.point(&words.say("list-export-not-checked"));
    page.finish()
}
