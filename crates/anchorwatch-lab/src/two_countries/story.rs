//! What is done, in its order, and what is expected.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use super::Programs;
use super::hosts::{Host, Place, Running};
use crate::{Error, Root};

/// A part of the story.
pub(super) struct Part {
    /// What happens.
    pub(super) title: &'static str,
    pub(super) act: fn(&mut Story<'_>) -> Result<Vec<Answer>, Error>,
}

pub(super) const PARTS: &[Part] = &[
    Part {
        title: "Two publishers sign list 1; it is logged, and two of three witnesses have to cosign",
        act: |story| Ok(vec![story.publish(1, DONE)?, story.update(1, DONE)?]),
    },
    Part {
        title: "What witnesses saw is compared with the mirror",
        act: |story| Ok(vec![story.monitor(DONE)?]),
    },
    Part {
        title: "Lima is cut off: list 2 is published all the same",
        act: |story| {
            story.cut_off(Host::Lima)?;
            Ok(vec![
                story.publish(2, DONE)?,
                story.update(2, DONE)?,
                story.monitor(INCONCLUSIVE)?,
            ])
        },
    },
    Part {
        title: "Tbilisi's witness is cut off too: list 3 is not published, and list 2 stays in force",
        act: |story| {
            story.cut_off(Host::Tbilisi)?;
            Ok(vec![story.publish(3, FAILED)?, story.update(2, DONE)?])
        },
    },
    Part {
        title: "Both are back: list 3 is published",
        act: |story| {
            story.back(Host::Lima)?;
            story.back(Host::Tbilisi)?;
            Ok(vec![
                story.publish_again(3, DONE)?,
                story.update(3, DONE)?,
                story.monitor(DONE)?,
            ])
        },
    },
    Part {
        title: "The mirror is cut off: the client says so, and keeps list 3",
        act: |story| {
            story.cut_off(Host::Mirror)?;
            let answers = vec![story.update(3, FAILED)?];
            story.back(Host::Mirror)?;
            Ok(answers)
        },
    },
];

const DONE: i32 = 0;
const FAILED: i32 = 1;
const INCONCLUSIVE: i32 = 11;

/// What a command answered, and what was expected.
pub(super) struct Answer {
    what: String,
    code: Option<i32>,
    expected: i32,
    /// The number of the list that the client holds, and the expected one.
    held: Option<(u64, u64)>,
    says: String,
}

impl Answer {
    pub(super) fn is_as_expected(&self) -> bool {
        let holds = self.held.is_none_or(|(held, expected)| held == expected);
        self.code == Some(self.expected) && holds
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self
            .code
            .map_or_else(|| "none".to_owned(), |it| it.to_string());
        write!(f, "{}: exit code {code}", self.what)?;
        if let Some((held, _)) = self.held {
            write!(f, ", holds list {held}")?;
        }
        if !self.is_as_expected() {
            write!(f, " (expected {}", self.expected)?;
            if let Some((_, held)) = self.held {
                write!(f, " and list {held}")?;
            }
            write!(f, ") {}", self.says)?;
        }
        Ok(())
    }
}

/// The set-up, with the programs that run.
#[derive(Debug)]
pub struct Story<'a> {
    anchorwatch: String,
    folder: &'a Path,
    place: &'a Place,
    mirror: Option<Running>,
    mirror_port: u16,
    witness_program: String,
    witnesses: Vec<Member>,
}

/// A witness that takes part.
#[derive(Debug)]
struct Member {
    name: &'static str,
    host: Host,
    /// Its address, with a slash at the end.
    url: String,
    running: Option<Running>,
}

impl<'a> Story<'a> {
    /// Makes the keys and the set of publishers, and starts the witnesses and the mirror.
    pub(super) fn begin(
        programs: Programs<'_>,
        folder: &'a Path,
        place: &'a Place,
        say: &mut dyn FnMut(&str),
    ) -> Result<Self, Error> {
        let absolute = |it: &Path| it.canonicalize().map_err(Error::file("find", it));
        let mut story = Self {
            anchorwatch: absolute(programs.anchorwatch)?.display().to_string(),
            folder,
            place,
            mirror: None,
            mirror_port: 0,
            witness_program: absolute(programs.witness)?.display().to_string(),
            witnesses: Vec::new(),
        };
        for name in ["mirror", "nginx", "client"] {
            let path = story.path(name);
            fs::create_dir(&path).map_err(Error::file("create", &path))?;
        }
        let log = story.key("new-log", "example.org/distrust-log", "log.key")?;
        story.write("logs.txt", &format!("log {log}\nquorum none\n"))?;
        let mut lines = format!("log {log}\n");
        for (name, host) in [
            ("w1", Host::Oslo),
            ("w2", Host::Tbilisi),
            ("w3", Host::Lima),
        ] {
            let key = story.new_witness(name, host)?;
            let (running, url) = story.serve(name, host, 0)?;
            say(&format!("witness {name}: {url}"));
            lines += &format!("witness {name} {key} {url}\n");
            let running = Some(running);
            let member = Member {
                name,
                host,
                url,
                running,
            };
            story.witnesses.push(member);
        }
        let oslo = story.key("new-publisher", "example.org/oslo", "oslo.key")?;
        let tbilisi = story.key("new-publisher", "example.com/tbilisi", "tbilisi.key")?;
        let expires = OffsetDateTime::now_utc() + Duration::days(700);
        let expires = expires.replace_nanosecond(0).unwrap_or(expires);
        let expires = expires.format(&Rfc3339).unwrap_or_default();
        story.write(
            "publishers.txt",
            &format!(
                "anchorwatch.publishers/1\norigin example.org/distrust\nepoch 1\n\
                 expires {expires}\ndelay 7\nquick 1\n\n\
                 witness oslo {oslo}\nwitness tbilisi {tbilisi}\n\
                 group both 2 oslo tbilisi\nquorum both\n\
                 anchorwatch.logs/1\nfresh 7\n\n{lines}\
                 group two 2 w1 w2 w3\nquorum two\n"
            ),
        )?;
        let (files, own) = (story.path("mirror"), story.path("nginx"));
        let (mirror, port) = Running::nginx(place, &files, &own, None)?;
        story.mirror = Some(mirror);
        story.mirror_port = port;
        say(&format!("mirror: {}", story.mirror_url()));
        Ok(story)
    }

    /// Makes a witness's key with its memory, and returns the public half.
    fn new_witness(&self, name: &str, host: Host) -> Result<String, Error> {
        let (key, database) = (format!("{name}.key"), format!("{name}.db"));
        let mut made = self.place.command(host, &self.witness_program);
        made.args(["new-key", &format!("witness.example/{name}"), "--out"]);
        made.arg(self.path(&key))
            .arg("--database")
            .arg(self.path(&database));
        let made = output(made, "anchorwatch-witness")?;
        let verifier = String::from_utf8_lossy(&made.stdout).trim().to_owned();
        match verifier.is_empty() {
            true => Err(failed("anchorwatch-witness", &made)),
            false => Ok(verifier),
        }
    }

    /// Starts a witness on this port, or on a free one if it is 0.
    fn serve(&self, name: &str, host: Host, port: u16) -> Result<(Running, String), Error> {
        let mut serve = self.place.command(host, &self.witness_program);
        let file = |it: &str| self.path(&format!("{name}.{it}"));
        serve.arg("serve").arg("--key").arg(file("key"));
        serve.arg("--database").arg(file("db"));
        serve.arg("--logs").arg(self.path("logs.txt"));
        let listen = format!("{}:{port}", self.place.address(host));
        serve.arg("--listen").arg(listen);
        Running::start(serve, "anchorwatch-witness")
    }

    fn mirror_url(&self) -> String {
        format!(
            "http://{}:{}/",
            self.place.address(Host::Mirror),
            self.mirror_port
        )
    }

    /// In a network nobody reaches this host any more; on loopback its server is killed.
    fn cut_off(&mut self, host: Host) -> Result<(), Error> {
        self.place.cut_off(host, true)?;
        if matches!(self.place, Place::Loopback) {
            if host == Host::Mirror {
                self.mirror = None;
            }
            let mut members = self.witnesses.iter_mut();
            if let Some(member) = members.find(|it| it.host == host) {
                member.running = None;
            }
        }
        Ok(())
    }

    /// Takes back what [`Story::cut_off`] did: a witness is started with the memory that it left.
    fn back(&mut self, host: Host) -> Result<(), Error> {
        self.place.cut_off(host, false)?;
        if host == Host::Mirror && self.mirror.is_none() {
            let (files, own) = (self.path("mirror"), self.path("nginx"));
            let port = Some(self.mirror_port);
            self.mirror = Some(Running::nginx(self.place, &files, &own, port)?.0);
        }
        let mut members = self.witnesses.iter();
        let stopped = members.position(|it| it.host == host && it.running.is_none());
        if let Some(member) = stopped.and_then(|it| self.witnesses.get(it)) {
            let port = member.url.trim_end_matches('/').rsplit(':').next();
            let port = port.and_then(|it| it.parse().ok()).unwrap_or(0);
            let (running, _) = self.serve(member.name, host, port)?;
            if let Some(member) = stopped.and_then(|it| self.witnesses.get_mut(it)) {
                member.running = Some(running);
            }
        }
        Ok(())
    }

    /// Proposes a root, and has both publishers sign the list with it and publish it.
    fn publish(&self, number: u64, expected: i32) -> Result<Answer, Error> {
        let root = Root::company(&format!("Example Imposed {number}"))?;
        self.write("root.pem", &root.pem())?;
        let [proposal, list] = [format!("{number}.proposal"), format!("{number}.list")];
        let (path, list_path) = (self.path(&proposal), self.path(&list));
        let why = "users were told to install it";
        let root = self.path("root.pem");
        let (root, path, list_path) = (text(&root), text(&path), text(&list_path));
        let publishers = text(&self.path("publishers.txt"));
        self.done(
            Host::Oslo,
            &[
                "list",
                "propose",
                "--certificate",
                &root,
                "--why",
                why,
                "--out",
                &path,
            ],
        )?;
        let mirror = text(&self.path("mirror"));
        let after = ["--after", mirror.as_str()];
        let after: &[&str] = if number == 1 { &[] } else { &after };
        let prepare = [
            "list",
            "prepare",
            &path,
            "--publishers",
            &publishers,
            "--out",
            &list_path,
        ];
        self.done(Host::Oslo, &[&prepare, after].concat())?;
        for (name, host) in [("oslo", Host::Oslo), ("tbilisi", Host::Tbilisi)] {
            let sign = ["list", "sign", &list_path, "--publishers", &publishers];
            let shown = self.json(host, &[&sign, after].concat())?;
            let hash = shown["list"]["sha256"].as_str().unwrap_or_default();
            let key = text(&self.path(&format!("{name}.key")));
            let note = text(&self.path(&format!("{number}.{name}.note")));
            let with = ["--key", &key, "--hash", hash, "--out", &note];
            self.done(host, &[&sign, after, &with].concat())?;
        }
        self.publish_again(number, expected)
    }

    fn publish_again(&self, number: u64, expected: i32) -> Result<Answer, Error> {
        let list = text(&self.path(&format!("{number}.list")));
        let publishers = text(&self.path("publishers.txt"));
        let [oslo, tbilisi] =
            ["oslo", "tbilisi"].map(|it| text(&self.path(&format!("{number}.{it}.note"))));
        let [mirror, log, key] = ["mirror", "log", "log.key"].map(|it| text(&self.path(it)));
        let args = [
            "list",
            "publish",
            &list,
            "--publishers",
            &publishers,
            "--note",
            &oslo,
            "--note",
            &tbilisi,
            "--out",
            &mirror,
            "--log",
            &log,
            "--log-key",
            &key,
        ];
        self.answer(
            &format!("publish list {number}"),
            Host::Oslo,
            &args,
            expected,
        )
    }

    /// Has the client ask the mirror, and looks which list it holds then.
    fn update(&self, holds: u64, expected: i32) -> Result<Answer, Error> {
        let publishers = text(&self.path("publishers.txt"));
        let root = text(&self.path("client"));
        let mirror = self.mirror_url();
        let args = [
            "list",
            "update",
            "--publishers",
            &publishers,
            "--from",
            &mirror,
            "--root",
            &root,
        ];
        let mut answer = self.answer("list update", Host::Client, &args, expected)?;
        let folder = [
            "list",
            "update",
            "--from",
            &text(&self.path("nothing")),
            "--root",
            &root,
            "--dry-run",
        ];
        let shown = self.json(Host::Client, &folder)?;
        let held = shown["approved"]["sequence"].as_u64().unwrap_or(0);
        answer.held = Some((held, holds));
        Ok(answer)
    }

    fn monitor(&self, expected: i32) -> Result<Answer, Error> {
        let publishers = text(&self.path("publishers.txt"));
        let mirror = text(&self.path("mirror"));
        let mut args = vec!["list", "monitor", &mirror, "--publishers", &publishers];
        let members = self.witnesses.iter();
        let witnesses = members.map(|it| format!("{}={}", it.name, it.url));
        let witnesses: Vec<String> = witnesses.collect();
        for witness in &witnesses {
            args.extend(["--witness", witness]);
        }
        self.answer("list monitor", Host::Client, &args, expected)
    }

    /// Makes a key, and returns its public half.
    fn key(&self, command: &str, name: &str, file: &str) -> Result<String, Error> {
        let path = text(&self.path(file));
        let made = self.json(
            Host::Oslo,
            &["list", command, "--name", name, "--out", &path],
        )?;
        Ok(made["verifier_key"].as_str().unwrap_or_default().to_owned())
    }

    fn answer(
        &self,
        what: &str,
        host: Host,
        args: &[&str],
        expected: i32,
    ) -> Result<Answer, Error> {
        let output = self.run(host, args)?;
        Ok(Answer {
            what: what.to_owned(),
            code: output.status.code(),
            expected,
            held: None,
            says: String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(),
        })
    }

    fn done(&self, host: Host, args: &[&str]) -> Result<Output, Error> {
        let output = self.run(host, args)?;
        match output.status.success() {
            true => Ok(output),
            false => Err(failed("anchorwatch", &output)),
        }
    }

    fn json(&self, host: Host, args: &[&str]) -> Result<Value, Error> {
        let args = [args, &["--format", "json"]].concat();
        let output = self.run(host, &args)?;
        serde_json::from_slice(&output.stdout).map_err(|_| failed("anchorwatch", &output))
    }

    fn run(&self, host: Host, args: &[&str]) -> Result<Output, Error> {
        let mut command = self.place.command(host, &self.anchorwatch);
        command.args(args);
        output(command, "anchorwatch")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn write(&self, name: &str, content: &str) -> Result<(), Error> {
        let path = self.path(name);
        fs::write(&path, content).map_err(Error::file("write", &path))
    }
}

fn output(mut command: std::process::Command, name: &str) -> Result<Output, Error> {
    command.output().map_err(Error::run(name))
}

fn failed(program: &str, output: &Output) -> Error {
    Error::Failed {
        program: program.to_owned(),
        status: output.status.to_string(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
