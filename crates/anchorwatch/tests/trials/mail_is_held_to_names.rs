//! What OpenSSL and NSS make of signed mail below a root that is held to names: every signer is refused,
//! also one without a name, which no constraint would concern. OpenSSL sees that the root is for TLS; an NSS
//! database trusts it for servers only.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use anchorwatch_identity::Certificate;
use anchorwatch_lab::{Root, pki::certificate_pem, trial::expect};
use anchorwatch_machine::confined_cert::{self, Serial};
use anchorwatch_policy::PermittedSubtrees;
use libtest_mimic::Failed;

/// A file name, the subject and alternative names of each signer.
const SIGNERS: [(&str, &str, &str); 5] = [
    ("public", "/CN=Ana", "email:ana@example.com"),
    ("private", "/CN=Ana", "email:ana@works.corp"),
    ("in-subject", "/CN=Ana/emailAddress=ana@example.com", ""),
    ("uri", "/CN=Ana", "URI:https://wiki.corp/ana"),
    ("nameless", "/CN=Ana", ""),
];

const CONFIGURATION: &str = "[req]\ndistinguished_name=dn\n[dn]\ncommonName=x\nemailAddress=y\n";

pub(crate) fn run() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let place = folder.path();
    let root = Root::company("Example Works Root")?;
    fs::write(place.join("root.pem"), root.pem())?;
    fs::write(place.join("root.key"), root.key_pkcs8_der())?;
    fs::write(place.join("confined.pem"), confined(&root)?)?;
    fs::write(place.join("message"), "hello\n")?;
    fs::write(place.join("req.cnf"), CONFIGURATION)?;
    for (store, trust) in [("root", "C,C,"), ("confined", "C,,")] {
        let database = format!("sql:{store}-db");
        fs::create_dir(place.join(format!("{store}-db")))?;
        made(
            place,
            "certutil",
            &["-N", "--empty-password", "-d", &database],
        )?;
        let file = format!("{store}.pem");
        let add = ["-A", "-n", "root", "-t", trust, "-i", &file];
        made(place, "certutil", &[&add[..], &["-d", &database]].concat())?;
    }
    let mut wrong = Vec::new();
    for (name, subject, names) in SIGNERS {
        signs(place, name, subject, names)?;
        for (store, expected) in [("root", true), ("confined", false)] {
            let said = [
                ("openssl", by_openssl(place, name, store)?),
                ("NSS", by_nss(place, name, store)?),
            ];
            let said = said.into_iter().filter(|(_, is)| *is != expected);
            wrong.extend(said.map(|(program, is)| format!("{program}: {store}: {name}: {is}")));
        }
    }
    expect(wrong.is_empty(), wrong.join("\n"))
}

fn confined(root: &Root) -> Result<String, Failed> {
    let root = Certificate::from_der(root.der())?;
    let permitted = PermittedSubtrees::private_and(&[]);
    let confined = confined_cert::of(&root, &permitted, None, Serial::Own);
    let confined = confined.map_err(|why| format!("{why:?}"))?;
    Ok(certificate_pem(confined.der()))
}

/// Makes a signer below the root, and a signed message.
fn signs(place: &Path, name: &str, subject: &str, names: &str) -> Result<(), Failed> {
    let [key, request, certificate, extensions, signed] =
        ["key", "csr", "pem", "ext", "p7"].map(|end| format!("{name}.{end}"));
    let new = [
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ];
    let of = [
        "-config", "req.cnf", "-subj", subject, "-keyout", &key, "-out", &request,
    ];
    made(place, "openssl", &[&new[..], &of].concat())?;
    let names = match names {
        "" => String::new(),
        names => format!("subjectAltName={names}\n"),
    };
    let text = format!("extendedKeyUsage=emailProtection\nkeyUsage=digitalSignature\n{names}");
    fs::write(place.join(&extensions), text)?;
    let issue = [
        "x509", "-req", "-in", &request, "-CA", "root.pem", "-CAkey", "root.key",
    ];
    let to = [
        "-CAkeyform",
        "DER",
        "-extfile",
        &extensions,
        "-out",
        &certificate,
        "-days",
        "2",
    ];
    let serial = ["-CAcreateserial"];
    made(place, "openssl", &[&issue[..], &to, &serial].concat())?;
    let sign = [
        "cms",
        "-sign",
        "-binary",
        "-nodetach",
        "-in",
        "message",
        "-signer",
        &certificate,
    ];
    let to = ["-inkey", &key, "-outform", "DER", "-out", &signed];
    made(place, "openssl", &[&sign[..], &to].concat())
}

fn by_openssl(place: &Path, name: &str, store: &str) -> Result<bool, Failed> {
    let (signed, root) = (format!("{name}.p7"), format!("{store}.pem"));
    let verify = [
        "cms", "-verify", "-inform", "DER", "-in", &signed, "-CAfile", &root,
    ];
    let purpose = ["-purpose", "smimesign", "-out", "read"];
    let output = run_in(place, "openssl", &[&verify[..], &purpose].concat())?;
    judged(&output, "verify error")
}

/// By `cmsutil`, for the usage «signer of mail».
fn by_nss(place: &Path, name: &str, store: &str) -> Result<bool, Failed> {
    let (signed, database) = (format!("{name}.p7"), format!("sql:{store}-db"));
    let read = [
        "-D", "-d", &database, "-u", "4", "-i", &signed, "-o", "read",
    ];
    let output = run_in(place, "cmsutil", &read)?;
    judged(&output, "SEC_ERROR_CA_CERT_INVALID")
}

/// Whether it was accepted; refused for another reason counts as wrong.
fn judged(output: &Output, reason: &str) -> Result<bool, Failed> {
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return Ok(true);
    }
    expect(said.contains(reason), said.as_ref())?;
    Ok(false)
}

fn made(place: &Path, program: &str, arguments: &[&str]) -> Result<(), Failed> {
    let output = run_in(place, program, arguments)?;
    let said = String::from_utf8_lossy(&output.stderr);
    expect(
        output.status.success(),
        format!("{program} {arguments:?}: {said}"),
    )
}

fn run_in(place: &Path, program: &str, arguments: &[&str]) -> Result<Output, Failed> {
    let mut command = Command::new(program);
    Ok(command.current_dir(place).args(arguments).output()?)
}
