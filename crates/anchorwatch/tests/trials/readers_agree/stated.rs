//! Damaged files of which it is certain what each library loads: what the audit leaves out is
//! exactly what the library does not load.

use std::{collections::BTreeSet, fs, path::PathBuf};

use anchorwatch_container::certificate_file;
use anchorwatch_identity::certificate_file::{Form, GnutlsRefusal, OpensslRefusal, openssl_end};
use anchorwatch_lab::{pki, trial::expect};
use libtest_mimic::Failed;

use super::{
    cases,
    readers::{Reader, Readers},
};

/// A block that is damaged in this way, alone or beside a good one. A block that may be decrypted is
/// not among them: nothing is said of it.
struct Stated {
    how: &'static str,
    content: Vec<u8>,
}

pub(super) fn run() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let named = folder.path().join("named.pem");
    fs::write(&named, pki::certificate_pem(&cases::public()))?;
    let readers = Readers::compiled(folder.path(), named)?;
    let files = files();
    let mut questions = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let path = folder.path().join(format!("{at}.pem"));
        fs::write(&path, &file.content)?;
        questions.extend(
            [Reader::OpensslFile, Reader::Gnutls].map(|reader| (reader, PathBuf::from(&path))),
        );
    }
    let answers = readers.ask(&questions)?;
    let mut seen = BTreeSet::new();
    for (file, real) in files.iter().zip(answers.chunks(2)) {
        let [openssl, gnutls] = real else {
            return Err("an answer is missing".into());
        };
        let content = &file.content;
        let parts = certificate_file(content).parts;
        let has_one_before = |end: usize| {
            let mut before = parts.iter().filter(|part| part.range.start < end);
            before.any(|part| part.certificates.iter().any(|one| one.form == Form::Pem))
        };
        let end = openssl_end(content).unwrap_or(usize::MAX);
        let by_openssl = OpensslRefusal::of(content).is_none() && has_one_before(end);
        let by_gnutls = GnutlsRefusal::of(content).is_none() && has_one_before(usize::MAX);
        let is = [!openssl.is_empty(), !gnutls.is_empty()];
        expect(
            is == [by_openssl, by_gnutls],
            format!(
                "{}: OpenSSL and GnuTLS load something: {is:?}, and the audit says {:?}",
                file.how,
                [by_openssl, by_gnutls]
            ),
        )?;
        seen.insert(is);
    }
    expect(seen.len() == 4, format!("not every answer came: {seen:?}"))
}

fn files() -> Vec<Stated> {
    let good = pki::certificate_pem(&cases::public());
    let other = pki::certificate_pem(cases::IMPOSED);
    let mut cut = cases::IMPOSED.to_vec();
    cut.truncate(cut.len() - 10);
    let headed = |text: &str| other.replacen("-----\n", &format!("-----\n{text}\n\n"), 1);
    let damaged = [
        ("whole", other.clone()),
        (
            "encrypted, without its cipher",
            headed("Proc-Type: 4,ENCRYPTED"),
        ),
        ("clear", headed("Proc-Type: 4,CLEAR")),
        ("a header", headed("Key: value")),
        ("a header with a hyphen", headed("X-Comment: value")),
        ("not base64", other.replacen("\nM", "\n?", 1)),
        ("cut", pki::pem_block("CERTIFICATE", &cut)),
        (
            "no certificate",
            pki::pem_block("CERTIFICATE", b"\x30\x03\x02\x01\x05"),
        ),
        (
            "no list",
            pki::pem_block("X509 CRL", b"\x30\x03\x02\x01\x05"),
        ),
        ("an empty line", other.replacen("\nM", "\n\nM", 2)),
        ("a NUL in the body", other.replacen("\nM", "\nM\0", 1)),
        (
            "a NUL after the mark",
            other.replacen("-----\n", "-----\0\n", 1),
        ),
        (
            "a NUL before the end mark",
            other.replace("\n-----END", "\0\n-----END"),
        ),
        ("a NUL before it", format!("\0{other}")),
        ("a NUL in its label", other.replacen("CERT", "CERT\0", 1)),
    ];
    let mut files = Vec::new();
    for (how, block) in damaged {
        for content in [
            block.clone(),
            format!("{good}{block}"),
            format!("{block}{good}"),
        ] {
            files.push(Stated {
                how,
                content: content.into_bytes(),
            });
        }
    }
    files
}
