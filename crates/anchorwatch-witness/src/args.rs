//! The arguments.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

use crate::words::Language;

/// A witness of public logs: it cosigns what a log shows, if the log only grew.
///
/// Whoever asks for the cosignatures of several witnesses cannot be shown another list than everyone
/// else. The protocol is tlog-witness of C2SP.
#[derive(Debug, Parser)]
#[command(
    name = "anchorwatch-witness",
    version,
    after_help = "Examples:\n  anchorwatch-witness new-key witness.example/w1 --out w1.key --database w1.db\n  anchorwatch-witness serve --key w1.key --database w1.db --logs logs.txt --listen 127.0.0.1:8090"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// The language of the messages. Default: that of the environment.
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(crate) language: Option<Language>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    NewKey(NewKey),
    Serve(Serve),
}

/// Make a witness's key, and the database that is its memory.
///
/// Prints the public key, as the policies of logs name it. A key and its database belong together:
/// without its memory a witness could be led onto a fork. Back up the key if you like, and never the
/// database: if that is lost, make a new key.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch-witness new-key witness.example/w1 --out w1.key --database w1.db\n  anchorwatch-witness new-key witness.example/w1 --kind ml-dsa-44 --out w1-pq.key --database w1.db"
)]
pub(crate) struct NewKey {
    /// The key's name: an address without scheme that belongs to you.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// The new file for the private key.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The database. It is made if it is not there; otherwise the key is one more of that witness.
    #[arg(long, value_name = "FILE")]
    pub(crate) database: PathBuf,
    /// How it signs.
    #[arg(long, value_name = "KIND", default_value = "ed25519")]
    pub(crate) kind: Kind,
}

/// Cosign what logs send, and show monitors what was cosigned.
///
/// Answers POST /add-checkpoint and GET /ORIGIN-HASH/checkpoint over HTTP without TLS: put a proxy
/// in front of it that ends TLS. Prints its address, and then on stderr what it answers to known logs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch-witness serve --key w1.key --database w1.db --logs logs.txt --listen 127.0.0.1:8090 --behind-proxy\n\nIt runs until it is stopped, and may be killed at any moment."
)]
pub(crate) struct Serve {
    /// A private key of `new-key` (may be repeated).
    #[arg(long, required = true, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,
    /// The database of `new-key`.
    #[arg(long, value_name = "FILE")]
    pub(crate) database: PathBuf,
    /// The logs to cosign: a policy (tlog-policy) with a line `log NAME+ID+KEY` for each.
    #[arg(long, value_name = "FILE")]
    pub(crate) logs: PathBuf,
    /// Listen on this address.
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) listen: SocketAddr,
    /// All connections come from a proxy, which limits those of one client.
    #[arg(long)]
    pub(crate) behind_proxy: bool,
}

/// How a witness signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Ed25519, which everyone reads.
    Ed25519,
    /// ML-DSA-44, which quantum computers do not break: 2.4 KB for each signature.
    #[value(name = "ml-dsa-44")]
    MlDsa44,
}
