//! Puts replaced certificates back in their places in a PEM file, and removed ones at its end.

use anchorwatch_container::certificate_file;
use anchorwatch_home::{ContentProblem, EditItem};
use anchorwatch_identity::{Certificate, problem::CertificateProblem};
use anchorwatch_remark::{Remark, Told};
use data_encoding::BASE64;

use crate::{
    item_view::{ItemChange, ItemValue, ItemView},
    pem_text,
    reverted::Reverted,
    undo::remark::UndoRemark,
};

pub(crate) fn revert(content: &[u8], items: &[EditItem]) -> Result<Reverted, Told> {
    let mut back = content.to_vec();
    for item in items {
        let without_before = || UndoRemark::ItemWithoutBefore.told();
        let before = certificate(item.before.as_ref().ok_or_else(without_before)?)?;
        let after = item.after.as_ref().map(|text| certificate(text));
        let file = certificate_file(&back);
        let is_there = file.certificates().any(|one| *one == before);
        let instead = after.transpose()?.and_then(|after| {
            let mut parts = file.parts.into_iter();
            let its = parts.find(|part| part.certificates.iter().any(|it| it.certificate == after));
            its.map(|part| part.range)
        });
        let pem = pem_text::block("CERTIFICATE", before.der());
        match instead {
            Some(range) => {
                let pem = if is_there { String::new() } else { pem };
                back.splice(range, pem.into_bytes());
            }
            None if is_there => {}
            None => append(&mut back, &pem),
        }
    }
    Ok(if back == content {
        Reverted::Nothing
    } else {
        Reverted::Content(back)
    })
}

fn certificate(text: &str) -> Result<Certificate, Told> {
    let der = BASE64.decode(text.as_bytes());
    let der = der.map_err(|error| {
        let offset = error.position as u64;
        not_a_certificate(&ContentProblem::NotEncoded { offset })
    })?;
    let certificate = Certificate::from_der(&der);
    certificate.map_err(|error| not_a_certificate(&CertificateProblem::from(&error)))
}

fn not_a_certificate(why: &impl Remark) -> Told {
    let why = why.told().into();
    UndoRemark::ItemNotACertificate { why }.told()
}

fn append(content: &mut Vec<u8>, pem: &str) {
    if content.last().is_some_and(|last| *last != b'\n') {
        content.push(b'\n');
    }
    content.extend_from_slice(pem.as_bytes());
}

/// A certificate of the file.
pub(crate) fn view(item: &EditItem) -> ItemView {
    let certificate = item.name.clone();
    let what = ItemChange::Certificate { certificate };
    ItemView::of(item, &what, |_| ItemValue::Certificate)
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::CertSha256;

    use super::*;

    fn certificate(name: &str) -> Vec<u8> {
        let key = rcgen::KeyPair::generate().unwrap();
        let parameters = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
        parameters.self_signed(&key).unwrap().der().to_vec()
    }

    fn item(der: &[u8]) -> EditItem {
        EditItem {
            name: CertSha256::of(der).to_string(),
            before: Some(BASE64.encode(der)),
            after: None,
        }
    }

    #[test]
    fn what_was_cut_out_comes_back_behind_what_others_wrote_and_only_once() {
        let der = certificate("cut.example");
        let others = b"# mine, without a line's end".to_vec();
        let Ok(Reverted::Content(back)) = revert(&others, &[item(&der)]) else {
            panic!("nothing was put back");
        };
        assert!(back.starts_with(&others));
        let file = certificate_file(&back);
        let found: Vec<_> = file.certificates().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].der(), der);
        assert_eq!(revert(&back, &[item(&der)]), Ok(Reverted::Nothing));
    }

    #[test]
    fn an_item_that_is_no_certificate_puts_nothing_back() {
        let mut wrong = item(b"none");
        assert!(revert(b"", std::slice::from_ref(&wrong)).is_err());
        wrong.before = None;
        assert!(revert(b"", &[wrong]).is_err());
    }
}
