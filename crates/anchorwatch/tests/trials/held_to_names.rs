//! What each browser makes of a root that is held to names in its database: a page with a private
//! name and one with a consented name load, and a public name is refused, however the server
//! tries. The system's store is another trial, `unlisted_is_confined`.

use std::{process::Command, time::Duration};

use anchorwatch_identity::Certificate;
use anchorwatch_lab::{
    Root, Sealed, Site,
    client::{Answer, CLIENTS, Client, Desk, Kind, Page, Who, desk},
    pki::{Issuance, certificate_pem},
    trial::expect,
};
use anchorwatch_machine::confined_cert::{self, Serial};
use anchorwatch_policy::PermittedSubtrees;
use libtest_mimic::Failed;

/// A page, and whether a program that holds the root to its names loads it.
type Case = (&'static str, bool);

/// Names below the private suffix `corp` and the consented `bank.example` load.
const CASES: [Case; 8] = [
    ("wiki.corp", true),
    ("below.corp", true),
    ("www.bank.example", true),
    ("www.example.kz", false),
    // Under an authority below the root, without constraints of its own.
    ("below.example.kz", false),
    // The server sends the root itself too.
    ("sent.example.kz", false),
    // A private name beside the public one.
    ("both.example.kz", false),
    // Ends in the letters of a permitted name, but not in its labels.
    ("notbank.example", false),
];
/// Under a root that is never installed.
const NEVER: &str = "never.corp";

const FILE: &str = "/srv/prove/confined.pem";
const WORDS: &str = "the page of a root that is held to names";
const LIFETIME: Duration = Duration::from_secs(1_800);

pub(crate) fn run() -> Result<(), Failed> {
    let root = Root::company("Example Works Root")?;
    let site = site(&root)?;
    let sealed = Sealed::new()?;
    let desk = desk(&sealed)?;
    resolve(&sealed)?;
    sealed.write(FILE, confined(&root)?.as_bytes())?;

    let mut wrong = Vec::new();
    for client in CLIENTS.iter().filter(|one| one.kind() != Kind::CommandLine) {
        if client.find(&desk)?.is_err() {
            continue;
        }
        trust_in_database(&desk, client)?;
        wrong.extend(judged(client, &desk, &site)?);
    }
    expect(wrong.is_empty(), wrong.join("\n"))
}

/// The answers of a program that are not as expected.
fn judged(client: &Client, desk: &Desk<'_>, site: &Site) -> Result<Vec<String>, Failed> {
    let names = CASES.iter().map(|(name, _)| *name).chain([NEVER]);
    let pages: Vec<Page> = names
        .map(|name| Page {
            name: name.to_owned(),
            port: site.address().port(),
            words: WORDS.to_owned(),
        })
        .collect();
    let answers = client.ask(desk, &pages.iter().collect::<Vec<_>>(), &[])?;
    let expected = CASES.iter().map(|(_, loads)| *loads).chain([false]);
    let told = pages.iter().zip(answers).zip(expected);
    Ok(told
        .filter_map(|((page, answer), loads)| {
            let is_right = match &answer {
                Answer::Loads => loads,
                Answer::Refuses(_) => !loads,
                Answer::Broken(_) => false,
            };
            (!is_right).then(|| format!("{}: {}: {answer:?}", client.id, page.name))
        })
        .collect())
}

fn site(root: &Root) -> Result<Site, Failed> {
    let never = Root::company("Never Installed Root")?.issue(&[NEVER])?;
    let mut builder = Site::builder(never).titled(WORDS).for_at_most(LIFETIME);
    for (name, _) in CASES {
        let chain = match name.split_once('.') {
            Some(("below", _)) => root.issue_with(&[name], &Issuance::VIA_INTERMEDIATE)?,
            Some(("sent", _)) => root.issue(&[name])?.followed_by(root.der().clone()),
            Some(("both", _)) => root.issue(&[name, "wiki.corp"])?,
            _ => root.issue(&[name])?,
        };
        builder = builder.for_name(name, chain);
    }
    Ok(builder.start()?)
}

fn confined(root: &Root) -> Result<String, Failed> {
    let permitted = PermittedSubtrees::private_and(&["bank.example".parse()?]);
    let root = Certificate::from_der(root.der())?;
    let confined = confined_cert::of(&root, &permitted, None, Serial::Own);
    let confined = confined.map_err(|why| format!("{why:?}"))?;
    Ok(certificate_pem(confined.der()))
}

/// Has the pages' names resolve, and no name of the real network.
fn resolve(sealed: &Sealed) -> Result<(), Failed> {
    let names = CASES.iter().map(|(name, _)| *name).chain([NEVER]);
    let hosts: String = names.map(|name| format!("127.0.0.1 {name}\n")).collect();
    sealed.write(
        "/etc/hosts",
        format!("127.0.0.1 localhost\n{hosts}").as_bytes(),
    )?;
    let names = b"passwd: files\ngroup: files\nhosts: files\n";
    Ok(sealed.write("/etc/nsswitch.conf", names)?)
}

/// Gives a browser a database with the root as its only anchor.
fn trust_in_database(desk: &Desk<'_>, client: &Client) -> Result<(), Failed> {
    let folder = match client.kind() {
        Kind::CommandLine => return Ok(()),
        Kind::Chromium => desk.home().join(".pki/nssdb"),
        Kind::Mozilla(product) => product.profile(desk),
    };
    let folder = folder.display().to_string();
    let database = format!("sql:{folder}");
    let person = |program: &str, arguments: &[&str]| {
        let mut command = desk.command(Who::Person, &[], program);
        command.args(arguments);
        run_in(command)
    };
    person("mkdir", &["-p", &folder])?;
    person("certutil", &["-N", "--empty-password", "-d", &database])?;
    let add = ["-A", "-t", "C,,", "-n", "confined", "-i", FILE];
    person("certutil", &[&add[..], &["-d", &database]].concat())
}

fn run_in(mut command: Command) -> Result<(), Failed> {
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(output.status.success(), said)
}
