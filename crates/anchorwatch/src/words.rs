//! Words for people in three languages, from the message files under `locales/`.
//!
//! The code decides what is said and hands over the facts; a language decides how. The
//! files are compiled in, so an answer needs nothing from the machine that it judges.

mod code;
mod language;
mod remark;
mod verdict;

pub(crate) use language::Language;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A fact that a message names: its variable, and the value.
pub(crate) type Fact<'a> = (&'a str, FluentValue<'a>);

/// The messages of one language.
pub(crate) struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The messages of a language. What a translation lacks is said in English; a test
    /// holds the three against one another.
    pub(crate) fn of(language: Language) -> Self {
        let tag = LanguageIdentifier::from_bytes(language.tag().as_bytes()).unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![tag]);
        // The marks would stand in every path and hash that someone copies; what could
        // turn the direction of text is escaped before it is written.
        bundle.set_use_isolating(false);
        for source in Language::English
            .sources()
            .into_iter()
            .chain(language.sources())
        {
            // Of a file with a mistake the rest is used.
            let resource = FluentResource::try_new(source.to_owned());
            bundle.add_resource_overriding(resource.unwrap_or_else(|(rest, _)| rest));
        }
        Self { language, bundle }
    }

    /// The language.
    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    /// A message without facts.
    pub(crate) fn say(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message with facts. An identifier that no language knows is said as it is.
    pub(crate) fn with(&self, id: &str, facts: &[Fact<'_>]) -> String {
        self.find(id, facts).unwrap_or_else(|| id.to_owned())
    }

    /// The first of these messages that there is.
    pub(crate) fn say_first(&self, ids: &[&str]) -> String {
        let found = ids.iter().find_map(|id| self.find(id, &[]));
        found.unwrap_or_else(|| ids.join(" "))
    }

    /// A message, if there is one.
    fn find(&self, id: &str, facts: &[Fact<'_>]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut arguments = FluentArgs::with_capacity(facts.len());
        for (name, value) in facts {
            arguments.set(*name, value.clone());
        }
        // A variable without a value stands in the text as its name, in braces.
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut errors);
        Some(text.into_owned())
    }
}

#[cfg(test)]
mod tests;
