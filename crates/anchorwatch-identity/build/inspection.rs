//! `data/inspection-products.toml`: names of antivirus programs and gateways.

use std::path::Path;

use serde::Deserialize;

use crate::fact::{self, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    sources: Vec<Source>,
    #[serde(rename = "product")]
    products: Vec<Product>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Product {
    name: String,
    common_name: Option<String>,
    common_name_prefix: Option<String>,
    organization: Option<String>,
    organization_prefix: Option<String>,
}

pub(crate) fn table(path: &Path) -> String {
    let file: File = toml::from_str(&crate::read(path))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let _checked = fact::sources("inspection-products.toml", file.sources.iter());
    let rows = file.products.iter().map(|product| {
        let common_name = pattern(product, &product.common_name, &product.common_name_prefix);
        let organization = pattern(product, &product.organization, &product.organization_prefix);
        let is_bare = product.common_name.is_none()
            && product.common_name_prefix.is_none()
            && product.organization.is_none()
            && product.organization_prefix.is_none();
        assert!(!is_bare, "{} matches everything", product.name);
        format!(
            "InspectionProduct {{ name: {:?}, common_name: {common_name}, organization: {organization} }}",
            product.name
        )
    });
    fact::table("INSPECTION_PRODUCTS", "InspectionProduct", rows)
}

/// Patterns are compared with folded text, so they are folded here.
fn pattern(product: &Product, whole: &Option<String>, prefix: &Option<String>) -> String {
    match (whole, prefix) {
        (None, None) => "None".to_owned(),
        (Some(text), None) => format!("Some(Pattern::Whole({:?}))", text.to_lowercase()),
        (None, Some(text)) => format!("Some(Pattern::Prefix({:?}))", text.to_lowercase()),
        (Some(_), Some(_)) => panic!("{} gives a field twice", product.name),
    }
}
