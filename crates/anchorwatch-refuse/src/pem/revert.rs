//! Puts replaced certificates back in their places in a PEM file, and removed ones at its end. Takes out
//! those that a run brought back.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{ContentProblem, EditItem};
use anchorwatch_identity::{CertSha256, Certificate, problem::CertificateProblem};
use anchorwatch_machine::confined_cert;
use anchorwatch_remark::{Remark, Told};
use data_encoding::BASE64;

use crate::{
    item_view::{ItemChange, ItemValue, ItemView},
    pem_text,
    reverted::Reverted,
    undo::remark::UndoRemark,
};

pub(crate) fn revert(content: &[u8], items: &[EditItem]) -> Result<Reverted, Told> {
    let (mut replaced, mut originals) = (BTreeMap::new(), BTreeMap::new());
    let (mut removed, mut added) = (Vec::new(), BTreeSet::new());
    for item in items {
        let read = |text: &Option<String>| text.as_deref().map(certificate).transpose();
        match (read(&item.before)?, read(&item.after)?) {
            (Some(before), Some(after)) => {
                if !confined_cert::is_one(&before) {
                    originals.insert(before.sha256(), before.clone());
                }
                replaced.insert(after.sha256(), before);
            }
            (Some(before), None) => removed.push(before),
            (None, Some(after)) => {
                added.insert(after.sha256());
            }
            (None, None) => return Err(UndoRemark::ItemWithoutBefore.told()),
        }
    }
    let file = certificate_file(content);
    let there: BTreeSet<CertSha256> = file.certificates().map(Certificate::sha256).collect();
    let mut back = Vec::with_capacity(content.len());
    let mut from = 0;
    for part in file.parts {
        let mut its = part.certificates.iter().map(|it| it.certificate.sha256());
        // What someone else took out since stays out.
        let instead = its.find_map(|hash| replaced.get(&hash));
        // A later receipt may have put another in the same root's place.
        let mut roots = part.certificates.iter();
        let roots = roots.find_map(|it| confined_cert::root_of(&it.certificate));
        let of_root = roots.and_then(|root| originals.get(&root.sha256()));
        let mut its = part.certificates.iter().map(|it| it.certificate.sha256());
        let is_added = !part.certificates.is_empty() && its.all(|it| added.contains(&it));
        if is_added {
            back.extend_from_slice(content.get(from..part.range.start).unwrap_or_default());
            from = part.range.end;
        } else if let Some(before) = instead.or(of_root) {
            back.extend_from_slice(content.get(from..part.range.start).unwrap_or_default());
            if !there.contains(&before.sha256()) {
                let pem = pem_text::block("CERTIFICATE", before.der());
                back.extend_from_slice(pem.as_bytes());
            }
            from = part.range.end;
        }
    }
    back.extend_from_slice(content.get(from..).unwrap_or_default());
    for before in removed.iter().filter(|one| !there.contains(&one.sha256())) {
        append(&mut back, &pem_text::block("CERTIFICATE", before.der()));
    }
    Ok(if back == content {
        Reverted::Nothing
    } else {
        Reverted::Content(back)
    })
}

pub(crate) fn certificate(text: &str) -> Result<Certificate, Told> {
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

    #[test]
    fn what_was_brought_back_is_taken_out_again_and_nothing_else() {
        let (ours, others) = (certificate("back.example"), certificate("others.example"));
        let pem = |der: &[u8]| {
            let certificate = Certificate::from_der(der).unwrap();
            pem_text::block("CERTIFICATE", certificate.der())
        };
        let others = pem(&others);
        let mut back = item(&ours);
        (back.before, back.after) = (None, back.before);
        let content = [others.as_str(), &pem(&ours), "# mine\n"].concat();
        assert_eq!(
            revert(content.as_bytes(), std::slice::from_ref(&back)),
            Ok(Reverted::Content(
                [others.as_str(), "# mine\n"].concat().into()
            ))
        );
        assert_eq!(revert(others.as_bytes(), &[back]), Ok(Reverted::Nothing));
    }
}
