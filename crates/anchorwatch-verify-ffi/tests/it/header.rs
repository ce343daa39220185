//! The committed header matches the code.

use std::{env, fs, path::Path};

/// If this variable is set, the header is generated again.
const ACCEPT: &str = "ANCHORWATCH_ACCEPT_HEADER";

#[test]
fn the_committed_header_matches_the_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(folder.join("cbindgen.toml")).unwrap();
    let sources = ["verifier", "result", "callback"];
    let builder = sources
        .iter()
        .map(|name| folder.join(format!("src/c_abi/{name}.rs")))
        .fold(
            cbindgen::Builder::new().with_config(config),
            |builder, source| builder.with_src(source),
        );
    let mut made = Vec::new();
    builder.generate().unwrap().write(&mut made);
    let made = String::from_utf8(made).unwrap();
    assert!(made.contains("anchorwatch_verify("), "{made}");

    let path = folder.join("include/anchorwatch.h");
    if env::var_os(ACCEPT).is_some() {
        fs::write(&path, &made).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "include/anchorwatch.h does not match the code; {ACCEPT}=1 generates it again"
    );
}
