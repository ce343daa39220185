//! Rust's HTTP clients as they come, with the machine's own roots: what they make of a page. The
//! lab runs it in a private copy of the machine, before and after a block.
//!
//! ```text
//! native_roots ureq|reqwest WORDS URL…  ->  a line per URL: loads | refuses TEXT | broken TEXT
//! ```

use std::{env, error::Error, sync::Arc, time::Duration};

use anchorwatch_examples::answer;
use anyhow::Context as _;
use rustls::crypto::aws_lc_rs;
use ureq::{
    Agent,
    config::Config,
    tls::{RootCerts, TlsConfig},
};

const USAGE: &str = "usage: ureq|reqwest WORDS URL…";
const TIMEOUT: Duration = Duration::from_secs(20);

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let mut args = env::args().skip(1);
    let client = args.next().context(USAGE)?;
    let words = args.next().context(USAGE)?;
    for url in args {
        let page = match client.as_str() {
            "ureq" => by_ureq(&url),
            "reqwest" => by_reqwest(&url).await,
            _ => anyhow::bail!(USAGE),
        };
        let line = match page {
            Ok(page) if page.contains(&words) => "loads".to_owned(),
            Ok(_) => "broken another page".to_owned(),
            Err(error) => failure(error.as_ref()),
        };
        answer(&line.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    Ok(())
}

/// Whether a certificate was refused, in rustls's words, and what else was said.
fn failure(error: &(dyn Error + 'static)) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    match said.contains("invalid peer certificate") {
        true => format!("refuses {said}"),
        false => format!("broken {said}"),
    }
}

fn by_ureq(url: &str) -> Result<String, Box<dyn Error + Send + Sync>> {
    let native = rustls_native_certs::load_native_certs();
    let roots: Vec<ureq::tls::Certificate<'static>> = native
        .certs
        .iter()
        .map(|der| ureq::tls::Certificate::from_der(der).to_owned())
        .collect();
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
        .build();
    let config = Config::builder()
        .proxy(None)
        .tls_config(tls)
        .timeout_global(Some(TIMEOUT))
        .build();
    let mut response = Agent::new_with_config(config).get(url).call()?;
    Ok(response.body_mut().read_to_string()?)
}

async fn by_reqwest(url: &str) -> Result<String, Box<dyn Error + Send + Sync>> {
    let client = reqwest::Client::builder().no_proxy().timeout(TIMEOUT);
    Ok(client.build()?.get(url).send().await?.text().await?)
}
