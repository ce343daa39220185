//! A Mozilla program under remote control, in a sealed machine.
//!
//! Marionette speaks JSON over TCP, each message after its length and a colon:
//! `[0, id, command, parameters]`, answered by `[1, id, error, value]`.

use std::{
    io::{BufReader, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use anchorwatch_lab::{Root, Sealed, trial::expect};
use data_encoding::BASE64;
use libtest_mimic::Failed;
use serde_json::{Value, json};

/// How long a program may take to start; usually 2 to 10 seconds.
const START: Duration = Duration::from_secs(300);
const ANSWER: Duration = Duration::from_secs(300);
const MAX_MESSAGE_BYTES: usize = 16 << 20;

/// A running program. Dropping it kills it.
pub(super) struct Running {
    child: Child,
    talk: BufReader<TcpStream>,
    last_id: u64,
}

/// The program, its user and its profile.
pub(super) struct Program<'a> {
    pub(super) sealed: &'a Sealed,
    pub(super) path: &'a str,
    pub(super) home: &'a str,
    pub(super) profile: &'a str,
    pub(super) uid: u32,
    /// Names that resolve to this machine.
    pub(super) names: &'a str,
}

impl Program<'_> {
    /// Starts it and waits until it accepts commands.
    pub(super) fn start(&self) -> Result<Running, Failed> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        self.sealed.write(
            format!("{}/user.js", self.profile),
            self.preferences(port).as_bytes(),
        )?;
        let uid = self.uid.to_string();
        let variables = [("HOME", self.home), ("MOZ_CRASHREPORTER_DISABLE", "1")];
        let child = self
            .sealed
            .command_with(&variables, "setpriv")
            .args(["--reuid", &uid, "--regid", &uid, "--clear-groups"])
            .args([self.path, "--no-remote", "--headless", "--marionette"])
            .args(["--remote-allow-system-access", "--profile", self.profile])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut child = Ending(Some(child));
        let stream = connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), &mut child)?;
        stream.set_read_timeout(Some(ANSWER))?;
        let Some(child) = child.0.take() else {
            return Err("the program is gone".into());
        };
        let mut running = Running {
            child,
            talk: BufReader::new(stream),
            last_id: 0,
        };
        running.receive()?;
        running.ask("WebDriver:NewSession", &json!({}))?;
        Ok(running)
    }

    /// Prevents all traffic but the trial's own, and resolves names without a resolver.
    fn preferences(&self, port: u16) -> String {
        format!(
            "user_pref(\"marionette.port\", {port});\n\
             user_pref(\"remote.prefs.recommended\", false);\n\
             user_pref(\"network.dns.localDomains\", \"{}\");\n\
             user_pref(\"network.proxy.type\", 0);\n\
             user_pref(\"network.captive-portal-service.enabled\", false);\n\
             user_pref(\"network.connectivity-service.enabled\", false);\n\
             user_pref(\"app.normandy.enabled\", false);\n\
             user_pref(\"datareporting.policy.dataSubmissionEnabled\", false);\n\
             user_pref(\"services.settings.server\", \"http://127.0.0.1:9/\");\n",
            self.names
        )
    }
}

impl Running {
    /// Fetches a URL as the program itself would: the result or the error.
    pub(super) fn fetch(&mut self, url: &str) -> Result<String, Failed> {
        let script = "
            const [url, done] = arguments;
            const request = new XMLHttpRequest();
            request.open('GET', url);
            request.onload = () => done('loaded');
            request.onerror = () =>
                done(request.channel.securityInfo?.errorCodeString ?? 'no connection');
            request.send();";
        self.in_program("WebDriver:ExecuteAsyncScript", script, &[json!(url)])
    }

    /// The value of a preference, as text.
    pub(super) fn preference(&mut self, name: &str) -> Result<String, Failed> {
        let script = "
            const [name] = arguments;
            const prefs = Services.prefs;
            switch (prefs.getPrefType(name)) {
                case prefs.PREF_BOOL: return String(prefs.getBoolPref(name));
                case prefs.PREF_INT: return String(prefs.getIntPref(name));
                case prefs.PREF_STRING: return prefs.getStringPref(name);
                default: return 'none';
            }";
        self.in_program("WebDriver:ExecuteScript", script, &[json!(name)])
    }

    /// How long the program has been running.
    pub(super) fn age_ms(&mut self) -> Result<u128, Failed> {
        let script = "return Math.round(Date.now() - Services.startup.getStartupInfo().process);";
        let age = self.in_program("WebDriver:ExecuteScript", script, &[])?;
        Ok(age.parse()?)
    }

    /// Makes the program add a root that is trusted for every site.
    pub(super) fn add_authority(&mut self, root: &Root) -> Result<(), Failed> {
        let script = "
            const [certificate] = arguments;
            Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB)
                .addCertFromBase64(certificate, 'C,,');
            return 'added';";
        let der = BASE64.encode(root.der());
        let said = self.in_program("WebDriver:ExecuteScript", script, &[json!(der)])?;
        expect(said == "added", format!("a root was not taken: {said}"))
    }

    /// Makes the program trust a root that it has for nothing.
    pub(super) fn distrust(&mut self, root: &Root) -> Result<(), Failed> {
        let script = "
            const [text] = arguments;
            const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
            database.setCertTrust(database.constructX509FromBase64(text), Ci.nsIX509Cert.CA_CERT, 0);
            return 'done';";
        let der = BASE64.encode(root.der());
        let said = self.in_program("WebDriver:ExecuteScript", script, &[json!(der)])?;
        expect(said == "done", format!("a root is still trusted: {said}"))
    }

    /// Opens a page that fails and checks whether it offers to continue.
    pub(super) fn offers_a_way_around(&mut self, url: &str) -> Result<String, Failed> {
        self.ask("Marionette:SetContext", &json!({"value": "content"}))?;
        // The navigation is expected to fail.
        drop(self.ask("WebDriver:Navigate", &json!({"url": url})));
        let script = "
            const [done] = arguments;
            const page = () => document.querySelector('net-error-card')?.shadowRoot ?? document;
            page().querySelector('#advanced-button').click();
            let looks = 0;
            const look = () => {
                const button = page().querySelector('#exception-button');
                if (button && !button.hidden) { done('offered'); }
                else if (++looks == 10) { done('not offered'); }
                else { setTimeout(look, 100); }
            };
            look();";
        let parameters = json!({"script": script, "args": [], "sandbox": null});
        let answer = self.ask("WebDriver:ExecuteAsyncScript", &parameters)?;
        Ok(text(&answer["value"]))
    }

    /// Quits normally.
    pub(super) fn quit(mut self) -> Result<(), Failed> {
        self.ask("Marionette:Quit", &json!({"flags": ["eForceQuit"]}))?;
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > ANSWER {
                return Err("the program does not end".into());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn in_program(
        &mut self,
        command: &str,
        script: &str,
        arguments: &[Value],
    ) -> Result<String, Failed> {
        self.ask("Marionette:SetContext", &json!({"value": "chrome"}))?;
        let parameters = json!({"script": script, "args": arguments, "sandbox": "system"});
        let answer = self.ask(command, &parameters)?;
        Ok(text(&answer["value"]))
    }

    fn ask(&mut self, command: &str, parameters: &Value) -> Result<Value, Failed> {
        self.last_id += 1;
        let message = json!([0, self.last_id, command, parameters]).to_string();
        let message = format!("{}:{message}", message.len());
        self.talk.get_mut().write_all(message.as_bytes())?;
        let mut answer = self.receive()?;
        match answer[2].take() {
            Value::Null => Ok(answer[3].take()),
            error => Err(format!("{command}: {error}").into()),
        }
    }

    fn receive(&mut self) -> Result<Value, Failed> {
        let mut length = 0_usize;
        loop {
            let mut octet = [0];
            self.talk.read_exact(&mut octet)?;
            match octet[0] {
                b':' => break,
                digit if digit.is_ascii_digit() && length < MAX_MESSAGE_BYTES => {
                    length = length * 10 + usize::from(digit - b'0');
                }
                other => return Err(format!("{other} in the length of a message").into()),
            }
        }
        let mut message = vec![0; length];
        self.talk.read_exact(&mut message)?;
        Ok(serde_json::from_slice(&message)?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// Kills a program that never accepted commands.
struct Ending(Option<Child>);

impl Drop for Ending {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            end(child);
        }
    }
}

fn end(child: &mut Child) {
    drop(child.kill());
    drop(child.wait());
}

fn connect(address: SocketAddr, child: &mut Ending) -> Result<TcpStream, Failed> {
    let began = Instant::now();
    loop {
        if let Ok(stream) = TcpStream::connect(address) {
            return Ok(stream);
        }
        if let Some(child) = &mut child.0
            && let Some(status) = child.try_wait()?
        {
            return Err(format!("the program ended with {status}").into());
        }
        if began.elapsed() > START {
            return Err("the program cannot be asked".into());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn text(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}
