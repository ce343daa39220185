//! mitmproxy as Debian 12 packages it (8.1.1): the options of `mitmdump --options`.

mod over_quic;

pub use over_quic::MitmproxyOverQuic;

use super::{Folder, PORT, key_pem};
use crate::{Error, Root, programs};

pub(super) fn command_line(
    folder: &Folder<'_>,
    imposed: &Root,
    names: &[&str],
    public_root: &Root,
) -> Result<Vec<String>, Error> {
    programs::require("mitmdump", "mitmproxy")?;
    let mut line: Vec<String> = ["mitmdump", "--mode", "transparent", "--listen-port"]
        .map(str::to_owned)
        .into();
    line.push(PORT.to_string());
    line.extend(settings(folder, imposed, public_root)?);
    for name in names {
        line.extend(["--allow-hosts".to_owned(), pattern(name)]);
    }
    Ok(line)
}

/// The roots with which it signs and verifies, and that it is quiet.
fn settings(folder: &Folder<'_>, imposed: &Root, public_root: &Root) -> Result<Vec<String>, Error> {
    // Its name for "the authority to sign with", in its settings' folder.
    folder.write("mitmproxy-ca.pem", &(key_pem(imposed) + &imposed.pem()))?;
    let public = folder.write("public.pem", &public_root.pem())?;
    let settings = [
        format!("confdir={}", folder.path.display()),
        format!("ssl_verify_upstream_trusted_ca={public}"),
        "flow_detail=0".to_owned(),
        "termlog_verbosity=warn".to_owned(),
    ];
    let settings = settings.into_iter();
    Ok(settings
        .flat_map(|setting| ["--set".to_owned(), setting])
        .collect())
}

/// Returns the regular expression that matches exactly this name. mitmproxy looks for it in the SNI
/// and in the address, ignoring case.
fn pattern(name: &str) -> String {
    format!("^{}$", name.replace('.', "\\."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_in_a_name_is_only_a_dot() {
        assert_eq!(pattern("www.example.kz"), r"^www\.example\.kz$");
    }
}
