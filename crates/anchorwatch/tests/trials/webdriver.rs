//! A remote-controlled browser, through Debian's `chromedriver` (W3C WebDriver).

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use anchorwatch_lab::{Sealed, trial::expect};
use libtest_mimic::Failed;
use serde_json::{Value, json};

/// The longest wait for one answer, and for a page to change.
const PATIENCE: Duration = Duration::from_secs(300);

/// A running Chromium. Dropping it quits it.
pub(crate) struct Chromium {
    driver: Child,
    port: u16,
    session: String,
}

/// What the browser shows for a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The site's own page.
    Page,
    /// An error page with this error.
    Refusal(String),
}

impl Chromium {
    /// Starts it with a fresh profile, root's home, and these name mappings.
    pub(crate) fn start(sealed: &Sealed, rules: &str) -> Result<Self, Failed> {
        let mut driver = sealed
            .command_with(&[("HOME", "/root")], "chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let port = driver.stdout.take().and_then(|said| {
            let mut lines = BufReader::new(said).lines().map_while(Result::ok).take(50);
            lines.find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
        });
        let mut browser = Self {
            driver,
            port: port.ok_or("chromedriver names no port")?,
            session: String::new(),
        };
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            &format!("--host-resolver-rules={rules}"),
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": arguments },
        } } });
        let answer = browser.ask("POST", "/session", &wanted)?;
        let session = answer["value"]["sessionId"].as_str();
        browser.session = session
            .ok_or_else(|| format!("no session: {answer}"))?
            .to_owned();
        Ok(browser)
    }

    /// Opens a site of the lab and returns what is shown.
    pub(crate) fn open(&self, url: &str) -> Result<Shown, Failed> {
        // An error page is an error to WebDriver too; the page itself says which.
        self.command("url", &json!({ "url": url }))?;
        self.shown()
    }

    /// Opens the page and clicks through its warning, which must be possible.
    pub(crate) fn click_through(&self, url: &str) -> Result<(), Failed> {
        let can_be = self.can_be_clicked_through(url)?;
        expect(can_be, format!("{url} offers no way on"))?;
        self.script("certificateErrorPageController.proceed()")?;
        let until = Instant::now() + PATIENCE;
        // Until the page loads, the warning is shown.
        while self.shown()? != Shown::Page {
            expect(Instant::now() < until, format!("{url} never loads"))?;
        }
        Ok(())
    }

    /// Opens the page and returns whether its warning offers a way on. If it does not, the
    /// browser also ignores whoever asks for it.
    pub(crate) fn can_be_clicked_through(&self, url: &str) -> Result<bool, Failed> {
        let first = self.open(url)?;
        expect(first != Shown::Page, format!("{url} shows no warning"))?;
        let offers = self.script("return loadTimeData.getBoolean('overridable')")?;
        let offers = offers["value"]
            .as_bool()
            .ok_or_else(|| format!("the warning does not say: {offers}"))?;
        if !offers {
            self.script("certificateErrorPageController.proceed()")?;
            let shown = self.shown()?;
            expect(shown != Shown::Page, format!("{url} loads all the same"))?;
        }
        Ok(offers)
    }

    fn script(&self, script: &str) -> Result<Value, Failed> {
        self.command("execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn shown(&self) -> Result<Shown, Failed> {
        let script = "return document.documentElement.outerHTML";
        let until = Instant::now() + PATIENCE;
        loop {
            let answer = self.script(script)?;
            let page = answer["value"].as_str().unwrap_or_default();
            if page.contains("the page itself") {
                return Ok(Shown::Page);
            }
            if let Some(at) = page.find("ERR_CERT_") {
                let name = page[at..].chars();
                let is_of_name = |one: &char| *one == '_' || one.is_ascii_uppercase();
                return Ok(Shown::Refusal(name.take_while(is_of_name).collect()));
            }
            // Neither yet: the page is loading, or the browser is broken.
            expect(
                Instant::now() < until,
                format!("neither page nor refusal: {answer}"),
            )?;
        }
    }

    fn command(&self, name: &str, body: &Value) -> Result<Value, Failed> {
        self.ask("POST", &format!("/session/{}/{name}", self.session), body)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, Failed> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let body = body.to_string();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut answer = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            answer.read_line(&mut line)?;
            let line = line.trim().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            if line.is_empty() {
                break;
            }
        }
        let mut content = vec![0; length];
        answer.read_exact(&mut content)?;
        Ok(serde_json::from_slice(&content)?)
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let path = format!("/session/{}", self.session);
            drop(self.ask("DELETE", &path, &json!({})));
        }
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
