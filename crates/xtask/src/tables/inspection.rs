//! `data/inspection-products.toml`: names of antivirus programs and gateways.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::fact;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: BTreeMap<String, Source>,
    #[serde(rename = "product")]
    products: Vec<Product>,
}

/// Where a product or its name was read; without a day only where that is allowed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    url: String,
    read: Option<String>,
    says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Product {
    name: String,
    source: String,
    common_name: Option<String>,
    common_name_prefix: Option<String>,
    common_name_begins: Option<Vec<String>>,
    organization: Option<String>,
    organization_begins: Option<Vec<String>>,
    name_begins: Option<Vec<String>>,
    name_has: Option<Vec<String>>,
    examples: Vec<String>,
    near_misses: Vec<String>,
}

pub(super) fn tables(path: &Path) -> String {
    let file: File = toml::from_str(&super::read(path))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for (id, source) in &file.source {
        let is_whole = source.url.starts_with("https://") && !source.says.is_empty();
        assert!(is_whole, "source {id} of the inspection products");
        if let Some(day) = &source.read {
            fact::day(day);
        }
    }
    let rows = file.products.iter().map(|product| {
        let known = file.source.contains_key(&product.source);
        assert!(known, "{}: no source {}", product.name, product.source);
        let tried = !product.examples.is_empty() && !product.near_misses.is_empty();
        assert!(tried, "{} has no example or no near miss", product.name);
        row(product)
    });
    fact::table("INSPECTION_PRODUCTS", "InspectionProduct", rows)
        + "#[cfg(test)]\n"
        + &fact::table(
            "INSPECTION_EXAMPLES",
            "(&str, &[&str], &[&str])",
            file.products.iter().map(example),
        )
}

fn row(product: &Product) -> String {
    let conditions: Vec<String> = [
        ("CommonName", "Whole", whole(&product.common_name)),
        ("CommonName", "Prefix", whole(&product.common_name_prefix)),
        ("CommonName", "Begins", words(&product.common_name_begins)),
        ("Organization", "Whole", whole(&product.organization)),
        (
            "Organization",
            "Begins",
            words(&product.organization_begins),
        ),
        ("Any", "Begins", words(&product.name_begins)),
        ("Any", "Has", words(&product.name_has)),
    ]
    .into_iter()
    .filter(|(_, _, choices)| !choices.is_empty())
    .map(|(field, pattern, choices)| {
        let choices: Vec<String> = choices
            .iter()
            .map(|choice| format!("Pattern::{pattern}({choice})"))
            .collect();
        let choices = choices.join(", ");
        format!("Condition {{ field: Field::{field}, any_of: &[{choices}] }}")
    })
    .collect();
    assert!(
        !conditions.is_empty(),
        "{} matches everything",
        product.name
    );
    format!(
        "InspectionProduct {{ name: {:?}, conditions: &[{}] }}",
        product.name,
        conditions.join(", ")
    )
}

/// Folds a pattern, because patterns are compared with folded text.
fn whole(text: &Option<String>) -> Vec<String> {
    let text = text.iter();
    text.map(|text| format!("{:?}", text.to_lowercase()))
        .collect()
}

fn words(phrases: &Option<Vec<String>>) -> Vec<String> {
    let phrases = phrases.iter().flatten();
    phrases
        .map(|phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            let is_plain = words
                .iter()
                .all(|word| !word.is_empty() && word.chars().all(char::is_alphanumeric));
            assert!(is_plain && *phrase == phrase.to_lowercase(), "`{phrase}`");
            format!("&{words:?}")
        })
        .collect()
}

fn example(product: &Product) -> String {
    format!(
        "({:?}, &{:?}, &{:?})",
        product.name, product.examples, product.near_misses
    )
}
