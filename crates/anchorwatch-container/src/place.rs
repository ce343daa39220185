//! Where in a file something is, and who signed it.

anchorwatch_remark::remarks! {
    /// One step of the way to a part of a file, from the outside in.
    pub enum PlaceStep {
        /// The file, or a part of it, without its disguises.
        "place_whole" => Whole,
        /// The bytes after its end.
        "place_after_end" => AfterEnd,
        /// Its text in other forms: escaped in JSON, HTML or a mail.
        "place_other_forms" => OtherForms,
        /// The octets that its numbers spell.
        "place_numbers" => Numbers,
        /// Text in UTF-16.
        "place_utf16" => Utf16,
        /// Text in base64 that fills the part.
        "place_base64" => Base64,
        /// A text in base64 inside another text.
        "place_base64_text" => Base64Text {
            /// Its number, from 1.
            number: u64,
        },
        /// A PEM block.
        "place_pem_block" => PemBlock {
            /// Its number, from 1.
            number: u64,
        },
        /// A PEM block with another label than a certificate's.
        "place_labelled_pem_block" => LabelledPemBlock {
            /// Its label.
            label: String,
        },
        /// A part of a PKCS #12 file.
        "place_pkcs12_part" => Pkcs12Part {
            /// Its number, from 1.
            number: u64,
        },
        /// A bag of a PKCS #12 file.
        "place_bag" => Bag {
            /// Its number, from 1.
            number: u64,
        },
        /// The PKCS #7 data.
        "place_pkcs7" => Pkcs7,
        /// What PKCS #7 data sign.
        "place_signed_content" => SignedContent,
        /// A certificate in a list.
        "place_certificate" => Certificate {
            /// Its number, from 1.
            number: u64,
        },
        /// A certificate that came with a signature.
        "place_signature_certificate" => SignatureCertificate {
            /// Its number, from 1.
            number: u64,
        },
        /// A property list inside a text.
        "place_property_list" => PropertyList {
            /// Its number, from 1.
            number: u64,
        },
        /// A configuration profile.
        "place_profile" => Profile,
        /// A payload of a profile.
        "place_payload" => Payload {
            /// Its number, from 1.
            number: u64,
            /// Its `PayloadType`.
            kind: String,
        },
        /// A key of Windows's registry.
        "place_registry_key" => RegistryKey {
            /// Its path.
            path: String,
        },
        /// A value of an exported registry before any key.
        "place_no_registry_key" => NoRegistryKey,
        /// An object of p11-kit's text.
        "place_object" => Object {
            /// Its number, from 1.
            number: u64,
        },
    }
}

anchorwatch_remark::remarks! {
    /// Who signed a file, as it claims.
    pub enum Signer {
        /// The subject of a certificate in the file.
        "signer_named" => Named {
            /// The subject.
            name: String,
        },
        /// The signer's certificate is not in the file.
        "signer_not_in_file" => NotInFile,
    }
}

/// A position in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    steps: Vec<PlaceStep>,
    pub(super) depth: usize,
}

impl Place {
    /// The way to this place.
    pub(super) fn steps(&self) -> Vec<PlaceStep> {
        self.steps.clone()
    }

    /// A part of this place that is not a container.
    pub(super) fn part(&self, step: PlaceStep) -> Vec<PlaceStep> {
        within(&self.steps, step)
    }

    /// A container in this place.
    pub(super) fn inside(&self, step: PlaceStep) -> Self {
        Self {
            steps: self.part(step),
            depth: self.depth + 1,
        }
    }
}

/// One step further.
pub(super) fn within(outer: &[PlaceStep], step: PlaceStep) -> Vec<PlaceStep> {
    let mut steps = outer.to_vec();
    steps.push(step);
    steps
}

/// The number of the item at this index.
pub(super) const fn number(index: usize) -> u64 {
    index as u64 + 1
}
