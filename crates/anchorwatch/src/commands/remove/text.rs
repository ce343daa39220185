//! The page of `remove`.

use anchorwatch_home::Tree;
use anchorwatch_refuse::block;

use crate::{
    output::Painted,
    page::Page,
    plan::{
        Aside, Detail,
        text::{files, named_keys, remarks, unknown},
    },
    words::Words,
};

pub(crate) fn render(
    plan: &block::Plan,
    aside: &Aside,
    tree: &Tree,
    detail: Detail,
    words: &Words,
) -> Painted {
    let mut page = Page::screen(words, &[], None);
    unknown(&mut page, &aside.unknown, words);
    let count = [("count", plan.keys.len().into())];
    if plan.is_empty() {
        page.say(&words.with("remove-nothing", &count));
        remarks(&mut page, plan, detail, words);
        return page.finish_painted();
    }
    page.say(&words.with("remove-headline", &count));
    named_keys(&mut page, plan, detail, words);
    files(&mut page, plan, tree, detail, words);
    page.head(&words.say("remove-may-return"));
    remarks(&mut page, plan, detail, words);
    page.finish_painted()
}
