//! Which roots are related to a chain, remembered for the chains that came last.
//!
//! To find out takes several signature checks, and a server shows the same chain for most names.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use anchorwatch_identity::Certificate;
use anchorwatch_verify::roots_for;
use rustls_pki_types::CertificateDer;

/// Chains that are remembered; a chain has 64 KiB at most (rustls).
const MOST: usize = 64;

/// The roots that are related to a chain.
#[derive(Debug)]
pub(super) struct Related {
    /// DER.
    pub(super) roots: Vec<Vec<u8>>,
    pub(super) untried_count: usize,
}

/// A memory for one set of roots.
#[derive(Debug, Default)]
pub(super) struct RelatedRoots {
    known: RefCell<HashMap<Vec<Vec<u8>>, Rc<Related>>>,
}

impl RelatedRoots {
    /// `roots` are the same at each call.
    pub(super) fn of(&self, chain: &[Vec<u8>], roots: &[Certificate]) -> Rc<Related> {
        if let Some(related) = self.known.borrow().get(chain) {
            return Rc::clone(related);
        }
        let ders: Vec<CertificateDer<'_>> = chain.iter().map(|der| der.as_slice().into()).collect();
        let found = roots_for(&ders, roots);
        let related = Rc::new(Related {
            roots: found.roots.iter().map(|it| it.der().to_vec()).collect(),
            untried_count: found.untried_count,
        });
        let mut known = self.known.borrow_mut();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(chain.to_vec(), Rc::clone(&related));
        related
    }
}
