//! The real readers; each is asked about many files in one process.

use std::{
    collections::BTreeSet,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

anchorwatch_remark::closed_list! {
    /// A way in which a library reads roots.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) enum Reader {
        /// `X509_STORE_load_file`: what `--cacert` and `SSL_CERT_FILE` do.
        OpensslFile,
        /// The folder of `-CApath` and curl.
        OpensslHashDir,
        /// OpenSSL 3's default folder.
        OpensslStore,
        /// Block by block, as Node reads `NODE_EXTRA_CA_CERTS`.
        Node,
        /// GnuTLS.
        Gnutls,
    }
}

impl Reader {
    const fn word(self) -> &'static str {
        match self {
            Self::OpensslFile => "file",
            Self::OpensslHashDir => "hash_dir",
            Self::OpensslStore => "uri",
            Self::Node => "node",
            Self::Gnutls => "gnutls",
        }
    }

    /// Whether it is given the folder instead of the file.
    pub(super) const fn takes_a_folder(self) -> bool {
        matches!(self, Self::OpensslHashDir | Self::OpensslStore)
    }
}

/// A certificate that a reader trusts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Trusted {
    /// Of the DER that the library writes.
    pub(super) sha256: String,
    /// Of the public key.
    pub(super) key_sha1: String,
}

/// The compiled program.
pub(super) struct Readers {
    program: PathBuf,
    /// The certificate whose name is looked up in the folders.
    named: PathBuf,
}

impl Readers {
    pub(super) fn compiled(folder: &Path, named: PathBuf) -> Result<Self, Failed> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trials/readers_agree");
        let program = folder.join("readers");
        let output = Command::new("cc")
            .args(["-O1", "-Wall", "-Werror"])
            .arg(source.join("readers.c"))
            .arg("-o")
            .arg(&program)
            .args(["-lssl", "-lcrypto", "-lgnutls"])
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        expect(output.status.success(), format!("cc: {said}"))?;
        Ok(Self { program, named })
    }

    /// What the reader of each question trusts.
    pub(super) fn ask(
        &self,
        questions: &[(Reader, PathBuf)],
    ) -> Result<Vec<BTreeSet<Trusted>>, Failed> {
        let lines = questions
            .iter()
            .map(|(reader, path)| format!("{} {}\n", reader.word(), path.display()));
        let mut command = Command::new(&self.program);
        command.arg(&self.named);
        let text = answered(command, lines.collect())?;
        let answers: Vec<_> = text.lines().map(trusted).collect();
        expect(
            answers.len() == questions.len(),
            format!("{} answers to {}", answers.len(), questions.len()),
        )?;
        Ok(answers)
    }
}

fn trusted(line: &str) -> BTreeSet<Trusted> {
    line.split_whitespace()
        .map(|one| {
            let (sha256, key_sha1) = one.split_once(':').unwrap_or((one, one));
            Trusted {
                sha256: sha256.to_owned(),
                key_sha1: key_sha1.to_owned(),
            }
        })
        .collect()
}

/// What Python's `ssl` loads from each file, by SHA-256.
pub(super) fn python(paths: &[PathBuf]) -> Result<Vec<BTreeSet<String>>, Failed> {
    const SCRIPT: &str = "\
import hashlib, ssl, sys
for line in sys.stdin:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=line[:-1])
    except (ssl.SSLError, OSError):
        pass
    found = context.get_ca_certs(binary_form=True)
    print(' '.join(hashlib.sha256(one).hexdigest() for one in found))
";
    let lines = paths.iter().map(|path| format!("{}\n", path.display()));
    let mut command = Command::new("python3");
    command.args(["-c", SCRIPT]);
    let text = answered(command, lines.collect())?;
    let one_line = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    Ok(text.lines().map(one_line).collect())
}

fn answered(mut command: Command, questions: String) -> Result<String, Failed> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let stdin = child.stdin.take();
    let writing = std::thread::spawn(move || match stdin {
        Some(mut stdin) => stdin.write_all(questions.as_bytes()),
        None => Ok(()),
    });
    let output = child.wait_with_output()?;
    let wrote = writing.join();
    expect(
        output.status.success() && matches!(wrote, Ok(Ok(()))),
        format!("{command:?} ended with {}", output.status),
    )?;
    Ok(String::from_utf8(output.stdout)?)
}
