//! `block --unlisted`: a company's root goes on speaking for private names and for what its
//! owner consents to, and for nothing else, in every program that reads the system's store.

use std::time::Duration;

use anchorwatch_lab::{
    Root, Sealed, Site,
    client::{Answer, CLIENTS, Client, Desk, Kind, Page, desk},
    pki::Issuance,
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::{text, without_a_servers_own};

/// What a page's name is to the owner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Private,
    Consented,
    Public,
    /// An address of this machine.
    Address,
    /// Public, in a form that some programs refuse from any root.
    Disguised,
}

const ALL: [Name; 4] = [Name::Private, Name::Consented, Name::Public, Name::Address];

const PAGES: [(&str, Name); 19] = [
    ("wiki.corp", Name::Private),
    // With an e-mail address and a URI beside its name.
    ("contact.corp", Name::Private),
    // A single label, which the settings name, beside a private name.
    ("printer", Name::Private),
    ("below.corp", Name::Private),
    ("www.wild.corp", Name::Private),
    ("xn--e1afmkfd.corp", Name::Private),
    ("127.0.0.1", Name::Address),
    ("www.bank.example", Name::Consented),
    ("www.example.kz", Name::Public),
    // Under an authority below the root, without constraints of its own.
    ("below.example.kz", Name::Public),
    // The server sends the root itself too.
    ("sent.example.kz", Name::Public),
    // A private name beside the public one.
    ("both.example.kz", Name::Public),
    // Ends in the letters of a consented name, but not in its labels.
    ("notbank.example", Name::Public),
    ("www.wild.kz", Name::Public),
    ("xn--e1afmkfd.kz", Name::Public),
    // The server sends a twin of the root, or the root as another installed root signs it.
    ("twin.example.kz", Name::Public),
    ("crossed.example.kz", Name::Public),
    ("common-name.example.kz", Name::Disguised),
    // Under another key with the root's name.
    ("rekeyed.example.kz", Name::Disguised),
];

/// Programs with a store of their own, which has no names.
const REFUSES_ALL: [&str; 1] = ["java"];
/// Programs that find no address in a certificate, or are asked for names only.
const WITHOUT_ADDRESSES: [&str; 2] = ["openssl", "w3m"];
/// Programs that read no store of the machine.
const APART: [&str; 2] = ["node", "requests-certifi"];

const WORDS: &str = "the page of a root that is held to names";
const LIFETIME: Duration = Duration::from_secs(1_800);
const WORKS: &str = "/usr/local/share/ca-certificates/works.crt";
const SECOND: &str = "/usr/local/share/ca-certificates/second.crt";

pub(crate) fn run() -> Result<(), Failed> {
    let sealed = Sealed::new()?;
    without_a_servers_own(&sealed)?;
    resolve(&sealed)?;
    let scene = Scene::new(&sealed)?;
    scene.all("before", &[])?;
    scene.sealed.write(SECOND, scene.second.pem().as_bytes())?;
    scene.install(WORKS, &scene.root.pem())?;
    scene.all("installed", &ALL)?;
    // Otherwise the page would show nothing later.
    let by_common_name = [("common-name.example.kz", Name::Public)];
    scene.ask("by common name", &ALL, &by_common_name, |it| {
        it.id == "curl"
    })?;
    scene.run("sh", &["-c", BY_SERIAL])?;
    by_serial(&scene, "www.example.kz", true)?;
    let settings = b"[names]\nprivate = [\"printer\"]\n";
    scene
        .sealed
        .write("/etc/anchorwatch/config.toml", settings)?;
    let before = scene.snapshot()?;

    scene.anchorwatch(&["block", "--unlisted", "--apply"], 0)?;
    scene.all("blocked", &[Name::Private, Name::Address])?;
    by_serial(&scene, "wiki.corp", true)?;
    by_serial(&scene, "www.example.kz", false)?;
    scene.consent()?;
    scene.all(
        "consented",
        &[Name::Private, Name::Consented, Name::Address],
    )?;
    scene.run("update-ca-certificates", &["--fresh"])?;
    scene.few("updated", &[Name::Private, Name::Consented])?;
    came_back(&scene)?;
    scene.withdraw()?;
    scene.few("withdrawn", &[Name::Private])?;
    scene.run("rm", &["/etc/anchorwatch/consent.toml"])?;
    scene.anchorwatch(&["undo", "--apply"], 0)?;
    scene.few("undone", &ALL)?;
    let left = before.diff(&scene.snapshot()?);
    let left: Vec<_> = left
        .paths()
        .into_iter()
        .filter(|path| !path.starts_with("/etc/ssl/certs/java"))
        .map(|path| path.display().to_string())
        .collect();
    expect(left.is_empty(), format!("not brought back: {left:?}"))
}

/// The root comes back in every way that the system's store has, and as its twins.
fn came_back(scene: &Scene<'_>) -> Result<(), Failed> {
    let expected = [Name::Private, Name::Consented];
    let root = scene.root.pem();
    let twin = scene.root.reissued()?.pem();
    let store = "/etc/ssl/certs";
    let again = |when: &str| -> Result<(), Failed> {
        scene.anchorwatch(&["refilter", "--watched"], 0)?;
        scene.few(when, &expected)
    };
    let script = |text: &str| scene.run("sh", &["-c", text]);
    scene
        .sealed
        .write(format!("{store}/by-hand.pem"), root.as_bytes())?;
    script(
        "cd /etc/ssl/certs && ln -s by-hand.pem $(openssl x509 -hash -noout -in by-hand.pem).9",
    )?;
    again("in the folder, by hand")?;
    script(
        "cd /etc/ssl/certs && cp by-hand.pem copied.pem && openssl rehash . 2>/dev/null || true",
    )?;
    again("after openssl rehash")?;
    scene.sealed.write("/root/twin.pem", twin.as_bytes())?;
    script("cat /root/twin.pem >>/etc/ssl/certs/ca-certificates.crt")?;
    again("a twin in the bundle")?;
    scene.sealed.write("/root/root.pem", root.as_bytes())?;
    script(
        "cat /root/root.pem /etc/ssl/certs/ca-certificates.crt >/root/new && \
            cat /root/new >/etc/ssl/certs/ca-certificates.crt",
    )?;
    again("itself in front of the bundle")?;
    scene.install("/usr/local/share/ca-certificates/twin.crt", &twin)?;
    scene.few("a twin installed", &expected)?;
    // Links to files outside the store, which no tool takes away.
    script(
        "ln -s /root/root.pem /etc/ssl/certs/elsewhere.pem && openssl rehash /etc/ssl/certs 2>/dev/null || true",
    )?;
    again("a link to a file elsewhere")?;
    script(
        "rm /usr/local/share/ca-certificates/twin.crt && \
            cd /etc/ssl/certs && rm by-hand.pem copied.pem elsewhere.pem && \
            find . -xtype l -delete",
    )?;
    scene.run("update-ca-certificates", &[])?;
    scene.few("gone again", &expected)
}

/// A root and certificates below it that name their issuer by its serial number, as easy-rsa
/// makes them: OpenSSL looks for exactly that certificate.
const BY_SERIAL: &str = r#"set -e
mkdir -p /root/serial && cd /root/serial
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj "/CN=Easy Root" \
    -addext "authorityKeyIdentifier=keyid:always,issuer:always" 2>/dev/null
for name in wiki.corp www.example.kz; do
    openssl req -newkey rsa:2048 -nodes -keyout leaf.key -out $name.csr -subj "/CN=$name" 2>/dev/null
    printf 'subjectAltName=DNS:%s\nauthorityKeyIdentifier=keyid:always,issuer:always\n' $name >ext
    openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 9 \
        -extfile ext -out $name.pem 2>/dev/null
done
cp ca.pem /usr/local/share/ca-certificates/easy.crt
update-ca-certificates"#;

/// Whether OpenSSL, with the bundle and with the folder, and GnuTLS accept a certificate of
/// [`BY_SERIAL`].
fn by_serial(scene: &Scene<'_>, name: &str, expected: bool) -> Result<(), Failed> {
    let store = "/etc/ssl/certs";
    let bundle = format!("{store}/ca-certificates.crt");
    let leaf = format!("/root/serial/{name}.pem");
    let openssl = "openssl verify -no-CAstore";
    for command in [
        format!("{openssl} -no-CApath -CAfile {bundle} {leaf}"),
        format!("{openssl} -no-CAfile -CApath {store} {leaf}"),
        format!("certtool --verify --load-ca-certificate {bundle} --infile {leaf}"),
    ] {
        let output = scene.sealed.command("sh").args(["-c", &command]).output()?;
        let said = format!("{command}: {}", text(&output));
        expect(output.status.success() == expected, said)?;
    }
    Ok(())
}

struct Scene<'a> {
    sealed: &'a Sealed,
    desk: Desk<'a>,
    root: Root,
    /// Installed too; it has signed the first.
    second: Root,
    site: Site,
    clients: Vec<Client>,
}

impl<'a> Scene<'a> {
    fn new(sealed: &'a Sealed) -> Result<Self, Failed> {
        let root = Root::company("Example Works Root")?;
        let second = Root::company("Second Works Root")?;
        let site = site(&root, &second)?;
        let desk = desk(sealed)?;
        let mut clients = Vec::new();
        for client in CLIENTS {
            let is_asked = client.kind() == Kind::CommandLine && !APART.contains(&client.id);
            if is_asked && client.find(&desk)?.is_ok() {
                clients.push(client);
            }
        }
        Ok(Self {
            sealed,
            desk,
            root,
            second,
            site,
            clients,
        })
    }

    fn install(&self, path: &str, pem: &str) -> Result<(), Failed> {
        self.sealed.write(path, pem.as_bytes())?;
        self.run("update-ca-certificates", &[])
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), Failed> {
        let output = self.sealed.command(program).args(arguments).output()?;
        let said = text(&output);
        let is_done = output.status.success() && !said.contains("E: ");
        expect(is_done, format!("{program} {arguments:?}: {said}"))
    }

    fn anchorwatch(&self, arguments: &[&str], code: i32) -> Result<(), Failed> {
        let mut command = self.sealed.command(env!("CARGO_BIN_EXE_anchorwatch"));
        let output = command.args(arguments).output()?;
        let got = output.status.code();
        let said = format!("{arguments:?} ended with {got:?}: {}", text(&output));
        expect(got == Some(code), said)
    }

    fn consent(&self) -> Result<(), Failed> {
        let days = anchorwatch_lab::clock::now_unix_s() + 30 * 24 * 60 * 60;
        let until = anchorwatch_identity::UnixSeconds::new(days).to_string();
        let what = [
            "consent",
            "add",
            "--certificate",
            WORKS,
            "--for",
            "bank.example",
        ];
        let terms = [
            "--until", &until, "--by", "M.", "--why", "a trial", "--apply",
        ];
        self.anchorwatch(&[&what[..], &terms].concat(), 0)
    }

    fn withdraw(&self) -> Result<(), Failed> {
        let key = anchorwatch_identity::SpkiSha256::of(&self.root.spki_der()).to_string();
        self.anchorwatch(&["consent", "withdraw", &key, "--apply"], 0)
    }

    fn snapshot(&self) -> Result<anchorwatch_lab::sealed::Snapshot, Failed> {
        let touched = ["/etc/ssl", "/etc/ca-certificates", "/usr/local"];
        Ok(self.sealed.snapshot(&touched)?)
    }

    /// Asks every program for every page.
    fn all(&self, when: &str, loads: &[Name]) -> Result<(), Failed> {
        self.ask(when, loads, &PAGES, |_| true)
    }

    /// Asks one program of each library for a page of each kind.
    fn few(&self, when: &str, loads: &[Name]) -> Result<(), Failed> {
        let few = ["curl", "wget", "java"];
        let of = |kind: Name| PAGES.into_iter().find(|(_, name)| *name == kind);
        let kinds = [Name::Private, Name::Consented, Name::Public];
        let pages: Vec<(&str, Name)> = kinds.into_iter().filter_map(of).collect();
        self.ask(when, loads, &pages, |client| few.contains(&client.id))
    }

    fn ask(
        &self,
        when: &str,
        loads: &[Name],
        named: &[(&str, Name)],
        is_asked: impl Fn(&Client) -> bool,
    ) -> Result<(), Failed> {
        let pages: Vec<Page> = named
            .iter()
            .map(|(name, _)| Page {
                name: (*name).to_owned(),
                port: self.site.address().port(),
                words: WORDS.to_owned(),
            })
            .collect();
        let pages: Vec<&Page> = pages.iter().collect();
        let mut wrong = Vec::new();
        for client in self.clients.iter().filter(|client| is_asked(client)) {
            let is_whole = loads.contains(&Name::Public);
            let refuses_all = !is_whole && REFUSES_ALL.contains(&client.id);
            let answers = client.ask(&self.desk, &pages, &[])?;
            for ((page, name), answer) in named.iter().zip(answers) {
                let is_unasked = *name == Name::Address && WITHOUT_ADDRESSES.contains(&client.id);
                // Java takes no name of one label for a server's.
                let is_unasked = is_unasked || client.id == "java" && !page.contains('.');
                if is_whole && *name == Name::Disguised || is_unasked {
                    continue;
                }
                let expected = !refuses_all && loads.contains(name);
                let is_right = match &answer {
                    Answer::Loads => expected,
                    Answer::Refuses(_) => !expected,
                    Answer::Broken(_) => false,
                };
                if !is_right {
                    wrong.push(format!("{when}: {}: {page}: {answer:?}", client.id));
                }
            }
        }
        expect(wrong.is_empty(), wrong.join("\n"))
    }
}

fn site(root: &Root, second: &Root) -> Result<Site, Failed> {
    // Nobody sends the name of an address. OpenSSL and GnuTLS refuse addresses without a DNS name
    // (`docs/manual/block.md`).
    let mut builder = Site::builder(root.issue(&["wiki.corp", "127.0.0.1"])?)
        .titled(WORDS)
        .for_at_most(LIFETIME);
    for (name, _) in PAGES {
        let chain = match name.split_once('.') {
            None => root.issue(&[name, "printer.corp"])?,
            Some(("below", _)) => root.issue_with(&[name], &Issuance::VIA_INTERMEDIATE)?,
            Some(("both", _)) => root.issue(&[name, "wiki.corp"])?,
            Some(("sent", _)) => root.issue(&[name])?.followed_by(root.der().clone()),
            Some(("twin", _)) => {
                let twin = root.reissued()?;
                root.issue(&[name])?.followed_by(twin.der().clone())
            }
            Some(("crossed", _)) => {
                let crossed = root.cross_signed_by(second)?;
                root.issue(&[name])?.followed_by(crossed)
            }
            Some(("www", "wild.corp" | "wild.kz")) => {
                root.issue(&[&name.replacen("www", "*", 1)])?
            }
            Some(("common-name", _)) => root.issue_with(&[name], &Issuance::BY_COMMON_NAME)?,
            Some(("contact", _)) => root.issue_with(&[name], &Issuance::WITH_CONTACT)?,
            Some(("rekeyed", _)) => root.rekeyed()?.issue(&[name])?,
            Some(("127", _)) => continue,
            _ => root.issue(&[name])?,
        };
        builder = builder.for_name(name, chain);
    }
    Ok(builder.start()?)
}

/// Has the pages' names resolve, and no name of the real network.
fn resolve(sealed: &Sealed) -> Result<(), Failed> {
    let names = PAGES.iter().filter(|(_, kind)| *kind != Name::Address);
    let hosts = names.map(|(name, _)| format!("127.0.0.1 {name}\n"));
    let hosts = format!("127.0.0.1 localhost\n{}", hosts.collect::<String>());
    sealed.write("/etc/hosts", hosts.as_bytes())?;
    let names = b"passwd: files\ngroup: files\nhosts: files\n";
    Ok(sealed.write("/etc/nsswitch.conf", names)?)
}
