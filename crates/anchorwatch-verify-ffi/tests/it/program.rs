//! A program in C, compiled against the header and both kinds of the library.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anchorwatch_lab::{
    Root, ServerChain,
    pki::{Issuance, certificate_pem, public_root},
};

const SANITIZER: [&str; 2] = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
const PUBLIC_NAME: &str = "www.example.kz";
const PRIVATE_NAME: &str = "wiki.intranet";

struct Workbench {
    folder: tempfile::TempDir,
    root: Root,
}

impl Workbench {
    /// A folder with the local roots of a machine: an unknown one, and a twin of a public one.
    fn new() -> Self {
        let workbench = Self {
            folder: tempfile::tempdir().unwrap(),
            root: Root::isca_like().unwrap(),
        };
        let twin = certificate_pem(&public_root("ISRG Root X1").unwrap());
        let roots = format!("{}{twin}", workbench.root.pem());
        fs::write(workbench.path("roots.pem"), roots).unwrap();
        workbench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Compiles the program with every warning as an error.
    fn compiled(&self, library: Library, more: &[&str]) -> PathBuf {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"));
        let program = self.path(&format!("program-{}", more.len()));
        let mut command = Command::new("cc");
        command
            .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-g"])
            .args(more)
            .arg("-I")
            .arg(source.join("include"))
            .arg(source.join("tests/it/program.c"))
            .arg("-o")
            .arg(&program);
        match library {
            Library::Shared => command
                .arg(built("libanchorwatch_verify_ffi.so"))
                .arg(format!("-Wl,-rpath,{}", folder_of_builds().display())),
            Library::Static => {
                command
                    .arg(built("libanchorwatch_verify_ffi.a"))
                    .args(["-lm", "-ldl", "-lpthread"])
            }
        };
        let said = command.output().unwrap();
        assert!(said.status.success(), "{}", text(&said));
        program
    }

    /// Returns whether the compiler has the sanitizer and its programs may inspect themselves,
    /// which some containers forbid.
    fn has_sanitizer(&self) -> bool {
        let (source, program) = (self.path("empty.c"), self.path("empty"));
        fs::write(&source, "int main(void) { return 0; }\n").unwrap();
        let mut cc = Command::new("cc");
        cc.args(SANITIZER).arg(&source).arg("-o").arg(&program);
        cc.output().unwrap().status.success()
            && Command::new(&program).output().unwrap().status.success()
    }

    /// Returns what the program prints about a chain.
    fn asked(&self, program: &Path, name: &str, time: &str, chain: &ServerChain) -> String {
        let mut command = Command::new(program);
        command.arg(self.path("roots.pem")).args([name, time]);
        for (index, der) in chain.certificates().iter().enumerate() {
            let path = self.path(&format!("{index}.der"));
            fs::write(&path, der).unwrap();
            command.arg(path);
        }
        let said = command.output().unwrap();
        assert!(said.status.success(), "{}", text(&said));
        String::from_utf8(said.stdout).unwrap()
    }

    /// Checks that a chain is accepted for one name only, not after its time, and not with an
    /// unknown key.
    fn judges(&self, program: &Path) {
        let names = [PUBLIC_NAME, PRIVATE_NAME];
        let chain = self
            .root
            .issue_with(&names, &Issuance::VIA_INTERMEDIATE)
            .unwrap();
        let trusted = self.asked(program, PRIVATE_NAME, "now", &chain);
        assert!(
            trusted.starts_with("1\tlocal_private_name\t-\t-\n"),
            "{trusted}"
        );
        let refused = self.asked(program, PUBLIC_NAME, "now", &chain);
        assert!(
            refused.starts_with("2\tlocal_anchor_for_public_name\tC=KZ,O=ISCA,"),
            "{refused}"
        );
        assert!(
            refused.contains("refused for www.example.kz: only a root"),
            "{refused}"
        );
        let later = self.asked(program, PRIVATE_NAME, "4102444800", &chain);
        assert!(later.starts_with("2\tcertificate_expired\t"), "{later}");
        let stranger = self.root.rekeyed().unwrap().issue(&names).unwrap();
        let unknown = self.asked(program, PRIVATE_NAME, "now", &stranger);
        assert!(unknown.starts_with("2\t"), "{unknown}");
    }
}

#[derive(Clone, Copy)]
enum Library {
    Shared,
    Static,
}

#[test]
fn a_c_program_uses_the_shared_library() {
    let workbench = Workbench::new();
    let program = workbench.compiled(Library::Shared, &[]);
    workbench.judges(&program);
}

/// With the sanitizer, every invalid read or free, and every leaked byte, ends the program.
#[test]
fn a_c_program_uses_the_static_library_without_leaks() {
    let workbench = Workbench::new();
    let more = if workbench.has_sanitizer() {
        &SANITIZER[..]
    } else {
        println!("without the address sanitizer, which does not work here");
        &[]
    };
    let program = workbench.compiled(Library::Static, more);
    workbench.judges(&program);
}

#[test]
fn the_shared_library_exports_only_its_own_functions() {
    let said = Command::new("nm")
        .args(["-D", "--defined-only"])
        .arg(built("libanchorwatch_verify_ffi.so"))
        .output()
        .unwrap();
    let listed = String::from_utf8(said.stdout).unwrap();
    let names: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split(' ').nth(2))
        .collect();
    assert!(names.contains(&"anchorwatch_verify"), "{names:?}");
    let others: Vec<_> = names
        .iter()
        .filter(|name| !name.starts_with("anchorwatch_"))
        .collect();
    assert!(others.is_empty(), "{others:?}");
}

/// Returns the folder in which Cargo builds the library for the tests.
fn folder_of_builds() -> PathBuf {
    std::env::current_exe()
        .unwrap()
        .parent()
        .unwrap()
        .to_owned()
}

fn built(name: &str) -> PathBuf {
    let path = folder_of_builds().join(name);
    assert!(path.is_file(), "{} is not built", path.display());
    path
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}
