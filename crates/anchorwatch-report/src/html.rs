//! Markup that no text can break.

use anchorwatch_identity::can_control_terminal;

/// A piece of HTML or SVG. It is made of constant tags and of escaped text, so no text from a
/// measurement becomes markup, leaves its attribute, or changes the direction of what is beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Text. Characters that control the display, line ends too, become visible escapes.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self(escaped(text))
    }

    /// Text from elsewhere, which may be written from right to left: it does not reorder what is
    /// around it (`bdi`).
    #[must_use]
    pub fn foreign(text: &str) -> Self {
        Self::element("bdi", &[], Self::text(text))
    }

    /// Text that this program brings and that is no text of a page, such as a style sheet. It is
    /// constant, and so needs no escape.
    #[must_use]
    pub fn constant(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// An element. Its name and those of its attributes are constants; the values are escaped.
    #[must_use]
    pub fn element(tag: &'static str, attributes: &[(&'static str, &str)], content: Self) -> Self {
        let mut html = Self::open(tag, attributes);
        html.0.push_str(&content.0);
        html.0.push_str(&format!("</{tag}>"));
        html
    }

    /// An element without content and without an end, such as `meta`.
    #[must_use]
    pub fn void(tag: &'static str, attributes: &[(&'static str, &str)]) -> Self {
        Self::open(tag, attributes)
    }

    fn open(tag: &'static str, attributes: &[(&'static str, &str)]) -> Self {
        let mut html = format!("<{tag}");
        for (name, value) in attributes {
            html.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
        html.push('>');
        Self(html)
    }

    /// An element that has text alone.
    #[must_use]
    pub fn of(tag: &'static str, text: &str) -> Self {
        Self::element(tag, &[], Self::text(text))
    }

    /// An element of a class that has text alone.
    #[must_use]
    pub fn classed(tag: &'static str, class: &str, text: &str) -> Self {
        Self::element(tag, &[("class", class)], Self::text(text))
    }

    /// Adds more at the end.
    pub fn push(&mut self, more: Self) {
        self.0.push_str(&more.0);
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The whole document, with its type.
    #[must_use]
    pub fn document(self) -> String {
        format!("<!DOCTYPE html>\n{}\n", self.0)
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromIterator<Self> for Html {
    fn from_iter<T: IntoIterator<Item = Self>>(all: T) -> Self {
        let mut html = Self::default();
        for one in all {
            html.push(one);
        }
        html
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Not allowed in a document, even as references (HTML §13.2.3.5).
            '\u{fffe}' | '\u{ffff}' => escaped.extend(character.escape_default()),
            _ if can_control_terminal(character) => escaped.extend(character.escape_default()),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_no_markup_and_rules_nothing() {
        let hostile = "<script>alert('1')</script>\" onload=\"x\n\u{202e}gpj.exe&amp;\0";
        let html = Html::element("p", &[("title", hostile)], Html::foreign(hostile));
        let expected = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x\\n\\u{202e}gpj.exe&amp;amp;\\u{0}";
        assert_eq!(
            html.as_str(),
            format!("<p title=\"{expected}\"><bdi>{expected}</bdi></p>")
        );
    }

    #[test]
    fn letters_of_every_language_stay() {
        let text = "Қазақша, русский, עברית, 日本語";
        assert_eq!(Html::text(text).as_str(), text);
    }

    proptest! {
        #[test]
        fn no_text_opens_a_tag_or_closes_an_attribute(text: String) {
            let html = Html::text(&text);
            prop_assert!(!html.as_str().contains(['<', '>', '"', '\'', '\n', '\r']));
        }
    }
}
