//! Runs Firefox and Thunderbird with Marionette, one start for all pages.
//!
//! A message is `LENGTH:JSON`; a question is `[0, id, name, parameters]`, its answer
//! `[1, id, error, result]`. The program chooses the port and writes it into its profile.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::Answer;
use super::answer::short;
use super::desk::{Desk, Page, Who};

/// One of Mozilla's programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// Debian's `firefox-esr`.
    Firefox,
    /// Debian's `thunderbird`.
    Thunderbird,
}

impl Product {
    /// Returns the folder of the person's profile, which must hold an NSS database before the
    /// program is run.
    pub fn profile(self, desk: &Desk<'_>) -> PathBuf {
        let folder = match self {
            Self::Firefox => ".mozilla/firefox",
            Self::Thunderbird => ".thunderbird",
        };
        desk.home().join(folder).join("prove.default-esr")
    }

    const fn program(self) -> &'static str {
        match self {
            Self::Firefox => "firefox-esr",
            Self::Thunderbird => "thunderbird",
        }
    }
}

/// Five minutes. A start takes two seconds on a quiet machine and ten on a busy one.
const START_TRIES: u32 = 3_000;
const START_REST: Duration = Duration::from_millis(100);
const ANSWER_LIMIT: Duration = Duration::from_secs(300);

/// The longest message that is read. Those that are expected have a few lines.
const MESSAGE_LIMIT_BYTES: usize = 1 << 20;

pub(super) fn ask(desk: &Desk<'_>, product: Product, pages: &[&Page]) -> Vec<Answer> {
    let broken = |error: &io::Error| Answer::broken(product.program(), &error.to_string());
    match Program::start(desk, product) {
        Ok(mut program) => pages
            .iter()
            .map(|page| program.visit(page).unwrap_or_else(|error| broken(&error)))
            .collect(),
        Err(error) => pages.iter().map(|_| broken(&error)).collect(),
    }
}

struct Program {
    process: Child,
    stream: Option<TcpStream>,
    question_count: u64,
}

impl Program {
    fn start(desk: &Desk<'_>, product: Product) -> io::Result<Self> {
        let profile = product.profile(desk).display().to_string();
        let prepared = shell(desk, PREPARE, &[&profile, PREFERENCES])?;
        if !prepared.is_empty() {
            return Err(io::Error::other(prepared));
        }
        let process = desk
            .command(Who::Person, &[], product.program())
            .args(["--headless", "--no-remote", "--profile", &profile])
            .args(["--marionette", "--remote-allow-system-access"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut program = Self {
            process,
            stream: None,
            question_count: 0,
        };
        program.connect(desk, &profile)?;
        let capabilities = json!({"capabilities": {"alwaysMatch": {"acceptInsecureCerts": false}}});
        program.call("WebDriver:NewSession", &capabilities)?;
        program.call("Marionette:SetContext", &json!({"value": "chrome"}))?;
        Ok(program)
    }

    fn connect(&mut self, desk: &Desk<'_>, profile: &str) -> io::Result<()> {
        for _ in 0..START_TRIES {
            let port = shell(desk, r#"cat "$1/MarionetteActivePort" 2>&1"#, &[profile])?;
            let port = port.trim().parse::<u16>().ok();
            let stream = port.and_then(|port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok());
            if let Some(mut stream) = stream {
                stream.set_read_timeout(Some(ANSWER_LIMIT))?;
                read(&mut stream)?; // its greeting
                self.stream = Some(stream);
                return Ok(());
            }
            if let Some(status) = self.process.try_wait()? {
                return Err(io::Error::other(format!("ended at its start, {status}")));
            }
            std::thread::sleep(START_REST);
        }
        Err(io::Error::other("did not start in time"))
    }

    fn visit(&mut self, page: &Page) -> io::Result<Answer> {
        let script = json!({"script": VISIT, "args": [page.url()], "scriptTimeout": 240_000});
        let result = self.call("WebDriver:ExecuteAsyncScript", &script)?;
        let told = &result["value"];
        let said = told["text"].as_str().unwrap_or_default();
        if told["kind"] == "page" {
            return Ok(if said.contains(&page.words) {
                Answer::Loads
            } else {
                Answer::broken("another page", said)
            });
        }
        Ok(if REFUSALS.contains(&said) {
            Answer::Refuses(short(said))
        } else {
            Answer::Broken(short(&told.to_string()))
        })
    }

    fn call(&mut self, name: &str, parameters: &Value) -> io::Result<Value> {
        self.question_count += 1;
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let question = json!([0, self.question_count, name, parameters]).to_string();
        write!(stream, "{}:{question}", question.len())?;
        let mut answer = read(stream)?;
        if answer[1] != self.question_count {
            return Err(io::Error::other("answers to another question"));
        }
        if answer[2].is_null() {
            return Ok(answer[3].take());
        }
        let message = answer[2]["message"].as_str().unwrap_or_default();
        Err(io::Error::other(format!("{name}: {message}")))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let quit = self.call("Marionette:Quit", &json!({"flags": ["eForceQuit"]}));
        if quit.is_err()
            && let Ok(Some(pid)) = i32::try_from(self.process.id()).map(Pid::from_raw)
        {
            // `timeout` passes the signal on to the program.
            kill_process(pid, Signal::TERM).ok();
        }
        drop(self.process.wait());
    }
}

fn read(stream: &mut TcpStream) -> io::Result<Value> {
    let mut length = 0_usize;
    loop {
        let mut octet = [0];
        stream.read_exact(&mut octet)?;
        match octet {
            [digit @ b'0'..=b'9'] if length < MESSAGE_LIMIT_BYTES => {
                length = length * 10 + usize::from(digit - b'0');
            }
            [b':'] if length <= MESSAGE_LIMIT_BYTES => break,
            _ => return Err(io::Error::other("no message of Marionette")),
        }
    }
    let mut message = vec![0; length];
    stream.read_exact(&mut message)?;
    Ok(serde_json::from_slice(&message)?)
}

fn shell(desk: &Desk<'_>, script: &str, arguments: &[&str]) -> io::Result<String> {
    let output = desk
        .command(Who::Person, &[], "sh")
        .args(["-c", script, "sh"])
        .args(arguments)
        .output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

const PREPARE: &str = r#"exec 2>&1
rm -f "$1/MarionetteActivePort" "$1/lock" "$1/.parentlock"
printf '%s' "$2" > "$1/user.js""#;

/// Makes no other connections and shows no dialogs. The preferences recommended for web tests are
/// off, because they disable updates of its lists.
const PREFERENCES: &str = r#"user_pref("marionette.port", 0);
user_pref("remote.prefs.recommended", false);
user_pref("app.update.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.update.enabled", false);
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
"#;

/// Opens an address with the program's own rights, and returns the result of its certificate
/// check.
const VISIT: &str = r#"
const [url, done] = arguments;
const request = new XMLHttpRequest({ mozAnon: true });
request.open("GET", url);
request.timeout = 200000;
request.onload = () => done({ kind: "page", text: request.responseText });
request.ontimeout = () => done({ kind: "timeout" });
request.onerror = () => {
  const security = request.channel && request.channel.securityInfo;
  done({ kind: "error", text: (security && security.errorCodeString) || "",
         status: request.channel ? String(request.channel.status) : "" });
};
request.send();
"#;

/// NSS's errors for a certificate that it does not trust or that it refuses.
const REFUSALS: [&str; 7] = [
    "SEC_ERROR_UNKNOWN_ISSUER",
    "SEC_ERROR_UNTRUSTED_ISSUER",
    "SEC_ERROR_UNTRUSTED_CERT",
    "SEC_ERROR_REVOKED_CERTIFICATE",
    "SEC_ERROR_CA_CERT_INVALID",
    "SEC_ERROR_CERT_NOT_IN_NAME_SPACE",
    "MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
];
