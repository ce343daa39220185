//! Others' measurements.

use anchorwatch_evidence::{Evidence, PublicAnchors, Purpose, import};
use data_encoding::BASE64;

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "ooni",
        run: imported,
        seeds: ooni_seeds,
        mutations: 2_000,
    },
    Target {
        name: "zgrab2",
        run: imported,
        seeds: zgrab2_seeds,
        mutations: 2_000,
    },
    Target {
        name: "censored_planet",
        run: imported,
        seeds: censored_planet_seeds,
        mutations: 2_000,
    },
    Target {
        name: "ripe_atlas",
        run: imported,
        seeds: ripe_atlas_seeds,
        mutations: 2_000,
    },
];

/// Checks that what was read is evidence, without control handshakes and local roots.
fn imported(bytes: &[u8]) {
    let Ok(imported) = import::read(bytes) else {
        return;
    };
    let all = imported.measurements.into_iter();
    let measurements: Vec<_> = all.map(|(_, measurement)| measurement).collect();
    for measurement in &measurements {
        assert_eq!(measurement.imported_from, Some(imported.format));
        assert_eq!(measurement.anchors.public, PublicAnchors::Bundled);
        assert!(measurement.anchors.local.is_empty() && measurement.own_server.is_none());
        for handshake in &measurement.tls_handshakes {
            assert_eq!(handshake.purpose, Purpose::Target);
            assert_ne!(handshake.is_key_proven, Some(false));
            let is_shown = !handshake.peer_certificates.is_empty();
            assert!(is_shown || handshake.is_key_proven.is_none());
        }
    }
    let software = "a fuzz target".to_owned();
    let evidence = Evidence {
        software,
        measurements,
    };
    let again = Evidence::decode(&evidence.encode());
    assert!(again.is_ok_and(|again| again == evidence));
}

fn leaf() -> String {
    let der = crate::certificate::der();
    der.first()
        .map(|der| BASE64.encode(der))
        .unwrap_or_default()
}

fn ooni_seeds() -> Vec<Vec<u8>> {
    let one = format!(
        "{{\"test_name\":\"signal\",\"measurement_start_time\":\"2022-10-27 00:03:16\",\"test_keys\":{{\
         \"queries\":[{{\"hostname\":\"a.example\",\"engine\":\"system\",\"failure\":null,\"answers\":[\
         {{\"ipv4\":\"192.0.2.1\"}},{{\"ipv6\":\"2001:db8::1\"}}]}}],\
         \"tcp_connect\":[{{\"conn_id\":1,\"ip\":\"192.0.2.1\",\"port\":443,\"status\":{{\"failure\":null}},\"t\":1}},\
         {{\"ip\":\"192.0.2.1\",\"port\":444,\"status\":{{\"failure\":\"connection_reset\"}},\"t\":1}}],\
         \"a\":[{{\"tls_handshakes\":[{{\"address\":\"192.0.2.1:443\",\"server_name\":\"a.example\",\
         \"cipher_suite\":\"TLS_AES_128_GCM_SHA256\",\"tls_version\":\"TLSv1.3\",\"failure\":null,\"t0\":0.5,\"t\":0.7,\
         \"peer_certificates\":[{{\"data\":\"{0}\",\"format\":\"base64\"}}]}},\
         {{\"conn_id\":1,\"server_name\":\"b.example\",\"failure\":\"ssl_unknown_authority\",\
         \"peer_certificates\":[{{\"data\":\"{0}\",\"format\":\"base64\"}}]}}]}}]}}}}",
        leaf()
    );
    let lines = format!("{one}\n\n{{\n{one}\n");
    let list = format!("[{one},{one}]");
    [one, lines, list].map(String::into_bytes).to_vec()
}

fn zgrab2_seeds() -> Vec<Vec<u8>> {
    let log = format!(
        "{{\"handshake_completed_successfully\":true,\"handshake_log\":{{\
         \"client_hello\":{{\"server_name\":\"a.example\"}},\"server_hello\":{{\"version\":{{\"name\":\"TLSv1.2\"}},\
         \"cipher_suite\":{{\"name\":\"TLS_AES_128_GCM_SHA256\"}}}},\
         \"server_certificates\":{{\"certificate\":{{\"raw\":\"{0}\"}},\"chain\":[{{\"raw\":\"{0}\"}}]}},\
         \"server_key_exchange\":{{\"signature\":{{\"valid\":true}}}}}}}}",
        leaf()
    );
    let tls = format!(
        "{{\"ip\":\"192.0.2.1\",\"domain\":\"a.example\",\"data\":{{\"tls\":{{\"status\":\"success\",\
         \"protocol\":\"tls\",\"port\":443,\"timestamp\":\"2022-10-13T20:28:14-04:00\",\"result\":{log}}}}}}}"
    );
    let http = format!(
        "{{\"ip\":\"192.0.2.1\",\"data\":{{\"http\":{{\"status\":\"io-timeout\",\"error\":\"late\",\
         \"protocol\":\"http\",\"timestamp\":\"2022-10-13T20:28:14Z\",\"result\":{{\"response\":{{\
         \"status_line\":\"200 OK\",\"request\":{{\"url\":{{\"host\":\"a.example:444\"}},\"tls_log\":{log}}}}},\
         \"redirect_response_chain\":[{{\"request\":{{\"url\":{{\"host\":\"[2001:db8::1]:1\"}},\"tls_log\":{log}}}}}]}}}}}}}}"
    );
    let both = format!("{tls}\n{http}\n");
    [tls, http, both].map(String::into_bytes).to_vec()
}

fn censored_planet_seeds() -> Vec<Vec<u8>> {
    let first = format!(
        "{{\"Server\":\"192.0.2.1\",\"Keyword\":\"a.example\",\"Results\":[{{\"Sent\":\"a.example\",\"Received\":{{\
         \"tls\":{{\"version\":771,\"cert\":\"{}\"}}}},\"StartTime\":\"2020-11-06T15:24:18.97-05:00\"}}]}}",
        leaf()
    );
    let second = format!(
        "{{\"vp\":\"2001:db8::1\",\"service\":\"https\",\"test_url\":\"a.example/b\",\"response\":[{{\
         \"control_url\":\"b.example\",\"start_time\":\"2021-04-26T04:22:27Z\"}},{{\"error\":\"EOF\",\
         \"start_time\":\"2021-04-26T04:22:27Z\"}},{{\"response\":{{\"TlsVersion\":772,\"Certificate\":\"{}\"}},\
         \"start_time\":\"2021-04-26T04:22:27Z\"}}]}}",
        leaf()
    );
    [first, second].map(String::into_bytes).to_vec()
}

fn ripe_atlas_seeds() -> Vec<Vec<u8>> {
    let pem = crate::certificate::roots()
        .first()
        .map(anchorwatch_lab::Root::pem)
        .unwrap_or_default();
    let pem = pem.replace('\n', "\\n");
    let whole = format!(
        "[{{\"type\":\"sslcert\",\"prb_id\":1,\"timestamp\":1362454627,\"dst_name\":\"a.example\",\
         \"dst_addr\":\"192.0.2.1\",\"dst_port\":\"443\",\"ver\":\"1.2\",\"rt\":65.8,\"ttc\":31.6,\"cert\":[\"{pem}\"]}},\
         {{\"type\":\"sslcert\",\"prb_id\":1,\"timestamp\":1,\"dst_addr\":\"2001:db8::1\",\"err\":\"late\"}}]"
    );
    vec![whole.into_bytes()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_is_read_as_the_format_of_its_target() {
        for target in TARGETS {
            for seed in (target.seeds)() {
                let imported = import::read(&seed);
                let is_read = imported
                    .is_ok_and(|it| it.format.code() == target.name && !it.measurements.is_empty());
                assert!(
                    is_read,
                    "{}: {}",
                    target.name,
                    String::from_utf8_lossy(&seed)
                );
            }
        }
    }
}
