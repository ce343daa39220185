//! A ServerHello that is another one for the target's name.

use anchorwatch_lab::hello::ServerHello;

use super::*;

const NAME: &str = "www.example.kz";

/// A hello with these extensions. Each has another random.
fn hello(random: u8, extensions: &[u16]) -> Vec<u8> {
    let hello = ServerHello {
        version: 0x0303,
        random: [random; 32],
        session_id: Vec::new(),
        cipher_suite: 0xc02b,
        compression_method: 0,
        extensions: Some(extensions.iter().map(|id| (*id, Vec::new())).collect()),
    };
    hello.records(1 << 14)
}

/// The verdict on a chain of a local root, or a public one, for the name, and a public one for
/// others.
fn verdict(is_forged: bool, name: &[Vec<u8>], control: &[Vec<u8>]) -> Verdict {
    let mut scene = Scene::new(NAME);
    let signer = if is_forged {
        &scene.local
    } else {
        &scene.public
    };
    scene.chain = Some(signer.issue(&[NAME]).unwrap());
    let mut measurement = scene.measurement();
    let one = measurement.tls_handshakes.remove(0);
    let with = |purpose, hello: &Vec<u8>| TlsHandshake {
        purpose,
        server_hello: hello.clone(),
        ..one.clone()
    };
    let of_name = name.iter().map(|it| with(Purpose::Target, it));
    let of_control = control.iter().map(|it| with(Purpose::TargetControl, it));
    measurement.tls_handshakes = of_name.chain(of_control).collect();
    judge(&measurement, &Arc::new(DistrustSet::built_in()))
}

fn said(verdict: &Verdict) -> Option<&Detail> {
    let details = verdict.hits.iter().flat_map(|hit| &hit.details);
    let mut differs = details.filter(|it| matches!(it, Detail::ServerHelloDiffers { .. }));
    differs.next()
}

#[test]
fn another_hello_is_said_beside_an_interception_and_adds_nothing() {
    let (proxy, server) = (
        [hello(1, &[11]), hello(2, &[11])],
        [hello(3, &[23]), hello(4, &[23])],
    );
    let differs = verdict(true, &proxy, &server);
    let alike = verdict(true, &server, &server);
    let Some(Detail::ServerHelloDiffers { name, control }) = said(&differs) else {
        panic!("nothing is said");
    };
    assert!(name.len() == 32 && control.len() == 32 && name != control);
    assert_eq!(said(&alike), None);
    assert_eq!(
        (differs.code, differs.confidence),
        (alike.code, alike.confidence)
    );
    assert_eq!(differs.code, VerdictCode::Intercepted);
}

#[test]
fn another_hello_alone_accuses_nobody() {
    let (one, other) = (
        [hello(1, &[11]), hello(2, &[11])],
        [hello(3, &[23]), hello(4, &[23])],
    );
    let verdict = verdict(false, &one, &other);
    assert_eq!((verdict.code, said(&verdict)), (VerdictCode::NotSeen, None));
}

#[test]
fn machines_that_take_turns_and_single_answers_are_no_difference() {
    let both = [hello(1, &[11]), hello(2, &[23])];
    let (one, other) = (
        [hello(3, &[11]), hello(4, &[11])],
        [hello(5, &[23]), hello(6, &[23])],
    );
    for (name, control) in [
        (&both[..], &one[..]),
        (&one[..], &both[..]),
        (&one[..1], &other[..]),
        (&one[..], &other[..1]),
        (&[][..], &other[..]),
    ] {
        assert_eq!(said(&verdict(true, name, control)), None);
    }
}
