//! The command line as a script sees it: stdout, stderr, exit code. All tests run without root
//! and without installed packages.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod audit;
mod audit_chromium;
mod audit_findings;
mod audit_gecko;
mod audit_image;
mod audit_java;
mod audit_layouts;
mod audit_mozilla;
mod audit_python;
mod audit_screen;
mod audit_settings;
mod audit_severity;
mod bad_input;
mod block;
mod block_attacked;
mod block_elsewhere;
mod block_key;
mod block_unlisted;
mod check;
mod check_deep;
mod check_untrusted;
mod consent;
mod foreign_text;
mod guide;
mod help;
mod identify;
mod identify_exported;
mod identify_issuer;
mod identify_names;
mod identify_outcomes;
mod identify_stdin;
mod language;
mod list;
mod no_english;
mod others_measurements;
mod plan_remarks;
mod plan_screen;
mod probe_server;
mod reference;
mod run;
mod schemas;
mod signed_evidence;
mod status;
mod verify;
