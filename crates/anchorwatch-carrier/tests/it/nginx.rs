//! nginx, as most mirrors are: files of a folder, with its own answers to conditions.

use std::{
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
};

use anchorwatch_carrier::Channel;
use anchorwatch_lab::pki::pem_block;

use crate::{client::*, log::logged_client, repository::*};

struct Nginx {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Nginx {
    /// `None` if nginx is not installed.
    fn start(repository: &Repository) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open).unwrap();
        repository.write(&folder.path().join("files"));
        let chain = good_chain();
        std::fs::write(folder.path().join("chain.pem"), chain.pem()).unwrap();
        let key = pem_block("PRIVATE KEY", chain.key().secret_der());
        std::fs::write(folder.path().join("key.pem"), key).unwrap();
        // Another program can take a port that was free a moment ago; then nginx ends.
        loop {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = listener.local_addr().unwrap().port();
            drop(listener);
            let mut child = run(folder.path(), port)?;
            while child.try_wait().unwrap().is_none() {
                if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                    return Some(Self {
                        child,
                        port,
                        folder,
                    });
                }
                std::thread::yield_now();
            }
        }
    }

    fn asked(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.folder.path().join("access")).unwrap();
        log.lines().map(str::to_owned).collect()
    }
}

fn run(folder: &Path, port: u16) -> Option<Child> {
    let at = folder.display();
    let config = format!(
        "daemon off; master_process off; pid {at}/pid; error_log {at}/error;\n\
         events {{}}\n\
         http {{ log_format it '$status $uri'; access_log {at}/access it;\n\
         client_body_temp_path {at}/1; proxy_temp_path {at}/2; fastcgi_temp_path {at}/3;\n\
         uwsgi_temp_path {at}/4; scgi_temp_path {at}/5; gzip on; gzip_types *; gzip_min_length 1;\n\
         server {{ listen 127.0.0.1:{port} ssl; root {at}/files;\n\
         ssl_certificate {at}/chain.pem; ssl_certificate_key {at}/key.pem; }} }}\n"
    );
    let path = folder.join("nginx.conf");
    std::fs::write(&path, config).unwrap();
    let mut command = Command::new("nginx");
    command.arg("-c").arg(&path).arg("-p").arg(folder);
    command.stderr(Stdio::null()).spawn().ok()
}

impl Drop for Nginx {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn nginx_is_a_mirror() {
    let repository = grown(Repository::logged(), 5);
    let Some(nginx) = Nginx::start(&repository) else {
        return;
    };
    let mut client = Client::new(logged_client());
    let source = https(nginx.port);
    assert_eq!(client.take(&source), None);
    assert_eq!(client.sequence(), 5);
    let update = client.ask(std::slice::from_ref(&source));
    let visit = &update.visits[0];
    assert_eq!((&visit.problem, visit.channel), (&None, Channel::Verified));
    assert_eq!(nginx.asked().last().unwrap(), "304 /latest");
    let more = grown(repository, 6);
    more.write(&nginx.folder.path().join("files"));
    assert_eq!(client.take(&source), None);
    assert_eq!(client.sequence(), 6);
}
