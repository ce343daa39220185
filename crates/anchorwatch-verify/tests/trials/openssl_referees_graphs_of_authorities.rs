//! OpenSSL as referee over generated graphs of authorities: it gets the roots that may vouch for
//! the name, and what the server sends.
//!
//! What this crate accepts, OpenSSL must accept if it gets only that path: from everything that
//! was sent it builds only one path, and may fail where another would succeed. What this crate
//! refuses, OpenSSL must refuse, except for the reasons in [`Reason`], each of which must be
//! shown. And if OpenSSL gets the local roots too, as programs on a machine do, it is fooled
//! where this crate is not.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_lab::{pki::certificate_pem, trial::expect};
use anchorwatch_verify::{Decision, VerifiedChain};
use libtest_mimic::Failed;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::graph::{
    AT, Flaw, Graph, Link, PRIVATE_NAME, PUBLIC_NAME, Shape, Trust,
    expected::{self, SelfIssued},
    shapes,
};

/// How many graphs; each is decided once.
const GRAPHS: usize = 500;
/// How many run at the same time.
const THREADS: usize = 2;

/// Why this crate and OpenSSL differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// It built another path than the valid one.
    OnePathOnly,
    /// It does not count self-issued certificates against a path length, webpki does.
    SelfIssuedCounted,
    /// It was given a local root for a public name.
    LocalRootForPublicName,
}

/// Counts of the results.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    accepted_by_both: usize,
    refused_by_both: usize,
    one_path_only: usize,
    self_issued_counted: usize,
    local_root_for_public_name: usize,
}

pub(crate) fn run() -> Result<(), Failed> {
    let mut runner = TestRunner::deterministic();
    let mut shape = || shapes().new_tree(&mut runner).map(|tree| tree.current());
    let mut shapes: Vec<Shape> = (1..GRAPHS).map(|_| shape()).collect::<Result<_, _>>()?;
    shapes.push(self_issued_below_a_path_length());
    let tallies: Vec<Result<Tally, String>> = thread::scope(|scope| {
        let threads: Vec<_> = shapes
            .chunks(GRAPHS.div_ceil(THREADS))
            .map(|shapes| scope.spawn(move || referee(shapes)))
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join().unwrap());
        joined.collect()
    });
    let mut all = Tally::default();
    for tally in tallies {
        all.add(tally?);
    }
    expect(
        all.accepted_by_both >= 60
            && all.refused_by_both >= 200
            && all.one_path_only > 0
            && all.self_issued_counted > 0
            && all.local_root_for_public_name >= 10,
        format!("too little was seen to say anything: {all:?}"),
    )?;
    println!("{GRAPHS} graphs: {all:?}");
    Ok(())
}

/// Rare in the generated ones.
fn self_issued_below_a_path_length() -> Shape {
    let link = |subject, issuer, flaw| Link {
        subject,
        issuer,
        flaw,
    };
    Shape {
        links: vec![
            (link(0, 0, Flaw::Nothing), Trust::Public),
            (link(2, 0, Flaw::PathLength(0)), Trust::Untrusted),
            // The same name with another key.
            (link(4, 2, Flaw::Nothing), Trust::Untrusted),
        ],
        sent: vec![1, 2],
        leaf_issuer: 4,
        leaf_flaw: Flaw::Nothing,
        leaf_names: &[PUBLIC_NAME, PRIVATE_NAME],
    }
}

fn referee(shapes: &[Shape]) -> Result<Tally, String> {
    let place = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut tally = Tally::default();
    for (number, shape) in shapes.iter().enumerate() {
        let name = [PUBLIC_NAME, PRIVATE_NAME][number % 2];
        let graph = Graph::of(shape.clone());
        let openssl = OpenSsl {
            place: place.path(),
            graph: &graph,
            name,
        };
        openssl
            .compare(&mut tally)
            .map_err(|what| format!("{name}: {what}\n{:#?}", graph.shape))?;
    }
    Ok(tally)
}

/// One run, and the location of its files.
struct OpenSsl<'a> {
    place: &'a Path,
    graph: &'a Graph,
    name: &'a str,
}

impl OpenSsl<'_> {
    fn compare(&self, tally: &mut Tally) -> Result<(), String> {
        let sent = &self.graph.chain()[1..];
        let sent: Vec<&[u8]> = sent.iter().map(AsRef::as_ref).collect();
        let over_all = self.accepts(&self.roots_for_name(), &sent);
        match self.graph.decide(self.name) {
            Decision::Trusted(verified) => {
                if !self.accepts_path(&verified) {
                    return Err(format!("we alone accept {verified:?}"));
                }
                tally.count(
                    if over_all {
                        None
                    } else {
                        Some(Reason::OnePathOnly)
                    },
                    true,
                );
            }
            _ if over_all => {
                let lax = expected::paths(&self.graph.shape, self.name, SelfIssued::Free);
                if lax.is_empty() {
                    return Err("OpenSSL alone accepts it".to_owned());
                }
                tally.count(Some(Reason::SelfIssuedCounted), false);
            }
            _ => {
                let all = [
                    self.graph.roots(Trust::Public),
                    self.graph.roots(Trust::Local),
                ];
                let fooled = self.name == PUBLIC_NAME && self.accepts(&all.concat(), &sent);
                tally.count(fooled.then_some(Reason::LocalRootForPublicName), false);
            }
        }
        Ok(())
    }

    /// The public ones; for a private name the local ones too, except copies of public keys.
    fn roots_for_name(&self) -> Vec<Certificate> {
        let mut roots = self.graph.roots(Trust::Public);
        if self.name == PRIVATE_NAME {
            let keys: Vec<SpkiSha256> = roots.iter().map(Certificate::spki_sha256).collect();
            let local = self.graph.roots(Trust::Local).into_iter();
            roots.extend(local.filter(|root| !keys.contains(&root.spki_sha256())));
        }
        roots
    }

    /// Only the accepted path, and the certificates of its root's name and key.
    fn accepts_path(&self, verified: &VerifiedChain) -> bool {
        let anchor = verified.anchor();
        let mut roots = self.roots_for_name();
        roots.retain(|root| {
            root.spki_sha256() == anchor.spki_sha256 && root.subject().to_string() == anchor.subject
        });
        let between: Vec<&[u8]> = verified.path()[1..]
            .iter()
            .map(|element| element.der().as_ref())
            .collect();
        roots
            .iter()
            .any(|root| self.accepts(std::slice::from_ref(root), &between))
    }

    fn accepts(&self, roots: &[Certificate], between: &[&[u8]]) -> bool {
        let leaf: &[u8] = &self.graph.leaf;
        if roots.is_empty() {
            return false;
        }
        let roots: Vec<&[u8]> = roots.iter().map(Certificate::der).collect();
        let output = Command::new("openssl")
            .args(["verify", "-partial_chain", "-purpose", "sslserver"])
            .args(["-no-CAfile", "-no-CApath", "-no-CAstore"])
            .args(["-attime", &AT.get().to_string()])
            .args(["-verify_hostname", self.name])
            .arg("-trusted")
            .arg(self.file("roots", &roots))
            .arg("-untrusted")
            // The leaf again does no harm, and a file without certificates is an error.
            .arg(self.file("sent", &[between, &[leaf]].concat()))
            .arg(self.file("leaf", &[leaf]))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let refused = String::from_utf8_lossy(&output.stderr);
        // Anything but a result for this chain is an error of the trial.
        assert!(
            said.contains("leaf.pem: OK") != refused.contains("leaf.pem: verification failed"),
            "{said}{refused}"
        );
        output.status.success()
    }

    fn file(&self, name: &str, certificates: &[&[u8]]) -> PathBuf {
        let path = self.place.join(name).with_extension("pem");
        let pem = certificates.iter().map(|der| certificate_pem(der));
        fs::write(&path, pem.collect::<String>()).unwrap();
        path
    }
}

impl Tally {
    fn count(&mut self, reason: Option<Reason>, is_accepted: bool) {
        let counted = match reason {
            None if is_accepted => &mut self.accepted_by_both,
            None => &mut self.refused_by_both,
            Some(Reason::OnePathOnly) => &mut self.one_path_only,
            Some(Reason::SelfIssuedCounted) => &mut self.self_issued_counted,
            Some(Reason::LocalRootForPublicName) => &mut self.local_root_for_public_name,
        };
        *counted += 1;
    }

    fn add(&mut self, other: Self) {
        self.accepted_by_both += other.accepted_by_both;
        self.refused_by_both += other.refused_by_both;
        self.one_path_only += other.one_path_only;
        self.self_issued_counted += other.self_issued_counted;
        self.local_root_for_public_name += other.local_root_for_public_name;
    }
}
