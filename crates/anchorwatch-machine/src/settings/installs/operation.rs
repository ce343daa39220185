//! What a command writes where: the programs that copy, fetch, unpack and import.
//!
//! Sources: the manual of each, coreutils 9.1, curl 7.88, Wget 1.21, tar 1.34, keytool of
//! OpenJDK 17, certutil of NSS 3.87, trust of p11-kit 0.24, update-ca-certificates(8).

use super::{
    super::{scope::Value, tool},
    options::{Options, after},
};
use crate::Client;

/// Where content comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Files(Vec<Value>),
    Text(Value),
    /// What the command reads: a file, a here-document, or another command's output.
    Input,
    /// Known only when it runs.
    Unknown,
}

/// What a command does with certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operation {
    /// Writes content to these places, of which any may be a store.
    Writes(Content, Vec<Value>),
    /// Adds content to a store of this program.
    Adds(Content, Client),
}

use Operation::{Adds, Writes};

/// What a command does, besides printing; its first word is the program.
pub(super) fn of(words: &[Value]) -> Option<Operation> {
    let (first, arguments) = words.split_first()?;
    let name = tool::base_name(&first.text);
    match name {
        "cp" | "mv" | "ln" | "install" | "ginstall" | "rsync" | "scp" | "link" => {
            copied(name, arguments)
        }
        "tee" | "sponge" => {
            let options = Options::of(arguments, "", &[]);
            Some(Writes(Content::Input, options.rest))
        }
        "dd" => block_copied(arguments),
        "curl" | "wget" | "wget2" | "aria2c" => fetched(name, arguments),
        "tar" | "bsdtar" | "unzip" | "7z" | "cpio" => unpacked(name, arguments),
        "sed" | "perl" | "awk" | "gawk" => {
            let is_in_place = |word: &&Value| {
                let cluster = word.text.strip_prefix('-').unwrap_or_default();
                cluster.starts_with("-in-place")
                    || cluster.split('.').next().is_some_and(|flags| {
                        flags.contains('i') && flags.len() <= 6 && !flags.starts_with('-')
                    })
            };
            arguments.iter().find(is_in_place)?;
            Some(Writes(Content::Unknown, arguments.to_vec()))
        }
        "ed" | "ex" | "patch" => Some(Writes(Content::Unknown, arguments.to_vec())),
        "openssl" => {
            let target = after(arguments, "-out")?;
            Some(Writes(printed(words), vec![target]))
        }
        "mount" => mounted(arguments),
        _ => added(name, arguments),
    }
}

/// What a command prints; its first word is the program.
pub(super) fn printed(words: &[Value]) -> Content {
    let Some((first, arguments)) = words.split_first() else {
        return Content::Unknown;
    };
    match tool::base_name(&first.text) {
        "cat" => {
            let options = Options::of(arguments, "", &[]);
            let is_input = |word: &Value| word.text == "-" || word.text == "/dev/stdin";
            match options.rest.as_slice() {
                [] => Content::Input,
                [one] if is_input(one) => Content::Input,
                files if files.iter().any(is_input) => Content::Unknown,
                _ => Content::Files(options.rest),
            }
        }
        "echo" | "printf" => {
            let mut text = Value::default();
            for word in arguments {
                text.push_value(word);
                text.push(' ');
            }
            text.text = text.text.replace("\\n", "\n");
            Content::Text(text)
        }
        "tee" => Content::Input,
        // Nothing: `: > FILE` empties it.
        ":" | "true" => Content::Text(Value::default()),
        "openssl" if arguments.first().is_some_and(|first| first.text == "x509") => {
            let is_signed = arguments.iter().any(|word| word.text == "-req");
            match after(arguments, "-in") {
                _ if is_signed => Content::Unknown,
                Some(file) => Content::Files(vec![file]),
                None => Content::Input,
            }
        }
        _ => Content::Unknown,
    }
}

fn copied(name: &str, arguments: &[Value]) -> Option<Operation> {
    let letters = match name {
        "install" | "ginstall" => "mogtS",
        "rsync" => "efTB",
        "scp" => "cFiJloPS",
        _ => "tS",
    };
    let names = ["target-directory", "suffix", "mode", "owner", "group"];
    let options = Options::of(arguments, letters, &names);
    if name == "install" && options.has(&["d", "directory"]) {
        return None;
    }
    let folder = options.values(&["t", "target-directory"]);
    let mut sources = options.rest;
    let target = match folder.into_iter().next_back() {
        // `xargs cp -t FOLDER`
        Some(folder) if sources.is_empty() => return Some(Writes(Content::Unknown, vec![folder])),
        Some(folder) => folder,
        // Under its own name, in the folder where the script is.
        None if name == "ln" && sources.len() == 1 => Value::plain("."),
        None => sources.pop()?,
    };
    if sources.is_empty() {
        return None;
    }
    // The target may be the folder or the file.
    let mut targets = vec![target.clone()];
    for source in &sources {
        let name = tool::base_name(source.text.trim_end_matches('/'));
        let mut inside = target.clone();
        inside.push_str(&format!("/{name}"));
        targets.push(inside);
    }
    Some(Writes(Content::Files(sources), targets))
}

/// `dd if=FILE of=FILE`.
fn block_copied(arguments: &[Value]) -> Option<Operation> {
    let value = |key: &str| {
        arguments.iter().find_map(|word| {
            let text = word.text.strip_prefix(key)?;
            Some(Value {
                is_open: word.is_open,
                ..Value::plain(text)
            })
        })
    };
    let content = match value("if=") {
        Some(file) => Content::Files(vec![file]),
        None => Content::Input,
    };
    Some(Writes(content, vec![value("of=")?]))
}

fn fetched(name: &str, arguments: &[Value]) -> Option<Operation> {
    let here = || Value::plain(".");
    let targets = match name {
        "curl" => {
            let options = Options::of(
                arguments,
                "oHdAubcXeFTUmxKwECrDzQ",
                &["output", "output-dir"],
            );
            let mut targets = options.values(&["o", "output", "output-dir"]);
            if options.has(&["O", "remote-name", "remote-name-all"]) {
                targets.push(here());
            }
            targets
        }
        "aria2c" => {
            let options = Options::of(arguments, "od", &["out", "dir"]);
            let folders = options.values(&["d", "dir"]);
            let names = options.values(&["o", "out"]);
            [folders, names, vec![here()]].concat()
        }
        _ => {
            let names = ["output-document", "directory-prefix"];
            let options = Options::of(arguments, "OPoaietTUQ", &names);
            let mut targets = options.values(&["O", "P", "output-document", "directory-prefix"]);
            if targets.is_empty() {
                targets.push(here());
            }
            targets
        }
    };
    let targets: Vec<Value> = targets
        .into_iter()
        .filter(|target| target.text != "-")
        .collect();
    (!targets.is_empty()).then_some(Writes(Content::Unknown, targets))
}

fn unpacked(name: &str, arguments: &[Value]) -> Option<Operation> {
    let options = match name {
        "unzip" => Options::of(arguments, "dxP", &[]),
        "7z" => Options::of(arguments, "o", &[]),
        "cpio" => Options::of(arguments, "DFHI", &["directory"]),
        _ => Options::of(arguments, "CfTX", &["directory", "file", "exclude"]),
    };
    let is_unpacked = match name {
        "unzip" => true,
        "cpio" => options.has(&["i", "extract", "p"]),
        "7z" => (options.rest.first()).is_some_and(|word| matches!(&*word.text, "x" | "e")),
        // `tar xf FILE`: letters without a hyphen.
        _ => {
            options.has(&["x", "extract", "get"])
                || (options.rest.first()).is_some_and(|word| {
                    word.text.contains('x') && word.text.chars().all(|c| c.is_ascii_alphabetic())
                })
        }
    };
    let mut targets = options.values(&["C", "directory", "d", "o", "D"]);
    targets.push(Value::plain("."));
    is_unpacked.then_some(Writes(Content::Unknown, targets))
}

/// `mount --bind FROM TO`, `mount -t overlay … TO`.
fn mounted(arguments: &[Value]) -> Option<Operation> {
    let options = Options::of(arguments, "otLU", &["options", "types", "source", "target"]);
    let modes = options.values(&["o", "options", "t", "types"]);
    let has = |word: &str| modes.iter().any(|mode| mode.text.contains(word));
    let is_bound = options.has(&["bind", "rbind", "B", "R", "M", "move"]) || has("bind");
    let (target, sources) = options.rest.split_last()?;
    let content = if is_bound {
        Content::Files(sources.to_vec())
    } else if has("tmpfs") || has("proc") {
        return None;
    } else {
        Content::Unknown
    };
    Some(Writes(content, vec![target.clone()]))
}

/// Programs that add a root to a store that they know themselves.
fn added(name: &str, arguments: &[Value]) -> Option<Operation> {
    let has = |word: &str| arguments.iter().any(|one| one.text == word);
    let first = arguments.first().map_or("", |word| word.text.as_str());
    let of_file =
        |file: Option<Value>| file.map_or(Content::Input, |one| Content::Files(vec![one]));
    match name {
        "trust" if first == "anchor" && !has("--remove") => {
            let options = Options::of(arguments.get(1..)?, "", &[]);
            (!options.rest.is_empty()).then_some(Adds(Content::Files(options.rest), Client::Other))
        }
        "keytool" if has("-import") || has("-importcert") => {
            Some(Adds(of_file(after(arguments, "-file")), Client::Java))
        }
        "keytool" if has("-importkeystore") => Some(Adds(
            of_file(after(arguments, "-srckeystore")),
            Client::Java,
        )),
        "certutil" => certutil(arguments),
        "update-ca-certificates" => {
            let names = [
                "localcertsdir",
                "certsdir",
                "certsconf",
                "etccertsdir",
                "hooksdir",
            ];
            let options = Options::of(arguments, "", &names);
            let sources = options.values(&["localcertsdir", "certsdir"]);
            let list = options.values(&["certsconf"]);
            if !list.is_empty() {
                return Some(Adds(Content::Unknown, Client::Other));
            }
            (!sources.is_empty()).then_some(Adds(Content::Files(sources), Client::Other))
        }
        // Mono's.
        "cert-sync" => {
            let options = Options::of(arguments, "", &[]);
            Some(Adds(Content::Files(options.rest), Client::Other))
        }
        "certmgr" if has("-add") => Some(Adds(of_file(arguments.last().cloned()), Client::Other)),
        "mkcert" if has("-install") => Some(Adds(Content::Unknown, Client::Other)),
        "caddy" if first == "trust" => Some(Adds(Content::Unknown, Client::Other)),
        "step" if first == "certificate" && has("install") => {
            Some(Adds(of_file(arguments.last().cloned()), Client::Other))
        }
        "snap" if first == "set" => {
            let is_store = |word: &Value| word.text.starts_with("store-certs.");
            let is_set = arguments.iter().any(is_store);
            is_set.then_some(Adds(Content::Unknown, Client::Other))
        }
        _ => None,
    }
}

/// `certutil -A -n NAME -t TRUST -i FILE`; `-M` changes the trust in what is there.
fn certutil(arguments: &[Value]) -> Option<Operation> {
    let has = |word: &str| arguments.iter().any(|one| one.text == word);
    let options = Options::of(arguments, "dnftihPksmvgyZo", &[]);
    let is_added = has("-A") || has("-E") || options.has(&["A", "E"]);
    let is_changed = options.has(&["M"]);
    let trust = options.values(&["t"]);
    let servers = trust.first().map(|value| {
        let field = value.text.split(',').next().unwrap_or_default();
        value.is_open || field.contains(['C', 'P'])
    });
    if servers != Some(true) || !(is_added || is_changed) {
        return None;
    }
    let content = match options.values(&["i"]).into_iter().next() {
        _ if is_changed => Content::Unknown,
        Some(file) => Content::Files(vec![file]),
        None => Content::Input,
    };
    Some(Adds(content, Client::Other))
}
