//! Text for people in three languages, from the message files under `locales/`.
//!
//! The code chooses a message and supplies facts; the language file has the wording. The files
//! are compiled in, so nothing is read from the machine under audit.

mod code;
mod language;
mod remark;
mod verdict;

pub(crate) use language::Language;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A fact of a message: its variable and value.
pub(crate) type Fact<'a> = (&'a str, FluentValue<'a>);

/// The messages of one language.
pub(crate) struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The messages of a language, with English as fallback. A test compares the three
    /// languages.
    pub(crate) fn of(language: Language) -> Self {
        let tag = LanguageIdentifier::from_bytes(language.tag().as_bytes()).unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![tag]);
        // The isolation marks would end up in copied paths and hashes. Characters that change
        // text direction are escaped on output.
        bundle.set_use_isolating(false);
        let fallback = (language != Language::English).then_some(Language::English);
        let languages = fallback.into_iter().chain([language]);
        for source in languages.flat_map(Language::sources) {
            // If a file has a syntax error, the rest is still used.
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

    /// A message with facts. Falls back to the message id if no language defines it.
    pub(crate) fn with(&self, id: &str, facts: &[Fact<'_>]) -> String {
        self.find(id, facts).unwrap_or_else(|| id.to_owned())
    }

    /// The first of these messages that is defined.
    pub(crate) fn say_first(&self, ids: &[&str]) -> String {
        let found = ids.iter().find_map(|id| self.find(id, &[]));
        found.unwrap_or_else(|| ids.join(" "))
    }

    /// A message, if it is defined.
    fn find(&self, id: &str, facts: &[Fact<'_>]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut arguments = FluentArgs::with_capacity(facts.len());
        for (name, value) in facts {
            arguments.set(*name, value.clone());
        }
        // A variable without a value appears as its name in braces.
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut errors);
        Some(text.into_owned())
    }
}

#[cfg(test)]
mod tests;
