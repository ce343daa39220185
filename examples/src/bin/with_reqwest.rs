//! The verifier in reqwest, which by default trusts every root of the system's store.
//!
//! If `AS_IT_COMES` is set, `with_reqwest NAME ADDRESS` uses reqwest's defaults, to show this.

use anchorwatch_examples::{Request, explained, verifier};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let request = Request::from_args()?;
    let mut builder = reqwest::Client::builder()
        .no_proxy()
        .resolve(&request.name, request.address);
    if std::env::var_os("AS_IT_COMES").is_none() {
        // By value, and of the same rustls as reqwest's: otherwise `build` fails.
        let config = verifier(request.public.clone())?.client_config()?;
        builder = builder.tls_backend_preconfigured(config);
    }
    let client = builder.build()?;

    match client.get(request.url()).send().await {
        Ok(response) => anchorwatch_examples::answer(&response.text().await?),
        Err(error) => anyhow::bail!(explained(&error)),
    }
    Ok(())
}
