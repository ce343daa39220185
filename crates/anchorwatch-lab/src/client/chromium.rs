//! Runs Chromium with its debugging protocol over a pipe: no port, one start for all pages.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::Answer;
use super::answer::short;
use super::desk::{Desk, Page, Who};

/// Two minutes, which is used up only if a page never comes.
const TEXT_TRIES: u32 = 1_200;
const TEXT_REST: Duration = Duration::from_millis(100);

/// The most events between a question and its answer. A page of one line causes some dozens.
const MESSAGES_LIMIT: usize = 10_000;

/// Chromium's errors for a certificate that it does not trust or that it refuses.
const REFUSALS: [&str; 4] = [
    "net::ERR_CERT_AUTHORITY_INVALID",
    "net::ERR_CERT_REVOKED",
    "net::ERR_CERT_KNOWN_INTERCEPTION_BLOCKED",
    "net::ERR_CERT_INVALID",
];

pub(super) fn ask(desk: &Desk<'_>, pages: &[&Page]) -> Vec<Answer> {
    let broken = |error: &io::Error| Answer::broken("Chromium", &error.to_string());
    match Browser::start(desk) {
        Ok(mut browser) => pages
            .iter()
            .map(|page| browser.visit(page).unwrap_or_else(|error| broken(&error)))
            .collect(),
        Err(error) => pages.iter().map(|_| broken(&error)).collect(),
    }
}

struct Browser {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: Value,
    question_count: u64,
}

impl Browser {
    fn start(desk: &Desk<'_>) -> io::Result<Self> {
        let mut process = desk
            .command(Who::Person, &[], "sh")
            // The protocol uses descriptors 3 and 4.
            .args(["-c", r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null"#, "sh"])
            .args(["chromium", "--headless", "--no-sandbox", "--disable-gpu"])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args([
                "--disable-sync",
                "--no-first-run",
                "--remote-debugging-pipe",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let pipes = (process.stdin.take(), process.stdout.take());
        let (Some(to), Some(from)) = pipes else {
            return Err(io::Error::other("no pipe"));
        };
        let mut browser = Self {
            process,
            to,
            from: BufReader::new(from),
            session: Value::Null,
            question_count: 0,
        };
        let page = browser.call("Target.createTarget", &json!({"url": "about:blank"}))?;
        let page = json!({"targetId": page["targetId"], "flatten": true});
        let attached = browser.call("Target.attachToTarget", &page)?;
        browser.session = attached["sessionId"].clone();
        Ok(browser)
    }

    fn visit(&mut self, page: &Page) -> io::Result<Answer> {
        let gone = self.call("Page.navigate", &json!({"url": page.url()}))?;
        if let Some(error) = gone["errorText"].as_str().filter(|text| !text.is_empty()) {
            return Ok(if REFUSALS.contains(&error) {
                Answer::Refuses(short(error))
            } else {
                Answer::Broken(short(error))
            });
        }
        let text = json!({"expression": "document.body ? document.body.innerText : ''"});
        for _ in 0..TEXT_TRIES {
            let text = self.call("Runtime.evaluate", &text)?;
            let text = text["result"]["value"].as_str().unwrap_or_default();
            if text.contains(&page.words) {
                return Ok(Answer::Loads);
            }
            std::thread::sleep(TEXT_REST);
        }
        Ok(Answer::Broken("another page".to_owned()))
    }

    fn call(&mut self, method: &str, params: &Value) -> io::Result<Value> {
        self.question_count += 1;
        let mut question = json!({"id": self.question_count, "method": method, "params": params});
        if let Some(session) = self.session.as_str() {
            question["sessionId"] = json!(session);
        }
        let mut octets = question.to_string().into_bytes();
        octets.push(0);
        self.to.write_all(&octets)?;
        for _ in 0..MESSAGES_LIMIT {
            let mut message = Vec::new();
            self.from.read_until(0, &mut message)?;
            if message.pop() != Some(0) {
                return Err(io::Error::other("the browser has ended"));
            }
            let mut message: Value = serde_json::from_slice(&message)?;
            if message["id"] != self.question_count {
                continue; // an event
            }
            if let Some(error) = message["error"]["message"].as_str() {
                return Err(io::Error::other(format!("{method}: {error}")));
            }
            return Ok(message["result"].take());
        }
        Err(io::Error::other(format!("{method}: no answer")))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.session = Value::Null;
        // It may have ended already. If it does not end, `timeout` ends it.
        drop(self.call("Browser.close", &json!({})));
        drop(self.process.wait());
    }
}
