//! The bundles that Ruby's gems bring.
//!
//! Each gem reads its own file and no other store; people replace the one of `httpclient` to
//! get through an inspecting proxy. Source: the gems' own repositories (nahi/httpclient,
//! certifi/ruby-certifi, aws/aws-sdk-ruby, stripe/stripe-ruby).
//!
//! **Not checked:** gems that are vendored into a project.

use super::base::Base;
use crate::Client;
use crate::settings::sink::Sink;

const CLIENTS: &[Client] = &[Client::Ruby];

/// Folders of gems, for the system.
const SYSTEM: [&str; 8] = [
    "var/lib/gems/*/gems",
    "usr/lib/ruby/gems/*/gems",
    "usr/share/rubygems-integration/*/gems",
    "usr/local/lib/ruby/gems/*/gems",
    "usr/local/bundle/gems",
    "usr/local/rvm/gems/*/gems",
    "opt/*/embedded/lib/ruby/gems/*/gems",
    "usr/local/*/versions/*/lib/ruby/gems/*/gems",
];

/// The same in a home.
const HOME: [&str; 7] = [
    ".gem/ruby/*/gems",
    ".local/share/gem/ruby/*/gems",
    ".rbenv/versions/*/lib/ruby/gems/*/gems",
    ".rvm/gems/*/gems",
    ".asdf/installs/ruby/*/lib/ruby/gems/*/gems",
    ".local/share/mise/installs/ruby/*/lib/ruby/gems/*/gems",
    ".linuxbrew/lib/ruby/gems/*/gems",
];

/// How a gem's folder begins, and its bundle.
const BUNDLES: [(&str, &str); 4] = [
    ("httpclient-", "lib/httpclient/cacert.pem"),
    ("certifi-", "lib/certifi/vendor/cacert.pem"),
    ("aws-sdk-core-", "ca-bundle.crt"),
    ("stripe-", "lib/data/ca-certificates.crt"),
];

pub(super) fn of_system(sink: &mut Sink<'_>) {
    take(sink, &Base::of_system(), &SYSTEM);
}

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Base) {
    take(sink, home, &HOME);
}

fn take(sink: &mut Sink<'_>, base: &Base, folders: &[&str]) {
    for folder in folders {
        for folder in base.matching(sink, folder) {
            for (start, bundle) in BUNDLES {
                for gem in sink.list(&folder, |name| name.starts_with(start)) {
                    sink.fixed_file(gem.join(bundle), CLIENTS);
                }
            }
        }
    }
}
