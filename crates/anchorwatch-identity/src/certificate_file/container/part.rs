//! Which part of a container is damaged or not read, and in what way.

anchorwatch_remark::remarks! {
    /// A part of a container, or a kind of content.
    #[derive(Copy)]
    pub enum ContainerPart {
        /// The whole file.
        "part_file" => File,
        /// PKCS #12.
        "part_pkcs12" => Pkcs12,
        /// PKCS #7.
        "part_pkcs7" => Pkcs7,
        /// A PKCS #12 file that is not protected by a password.
        "part_pkcs12_kind" => Pkcs12Kind,
        /// A part of a PKCS #12 file that is neither plain nor encrypted with a password.
        "part_pkcs12_part_kind" => Pkcs12PartKind,
        /// A kind of bag in PKCS #12.
        "part_bag_kind" => BagKind,
        /// A kind of certificate in a PKCS #12 bag.
        "part_certificate_kind" => CertificateKind,
        /// An attribute certificate or extended certificate in PKCS #7; the kind is its tag.
        "part_other_certificate" => OtherCertificate,
        /// PKCS #7 that is not signed data.
        "part_pkcs7_kind" => Pkcs7Kind,
        /// An encryption scheme.
        "part_encryption" => Encryption,
        /// A message authentication code.
        "part_mac" => Mac,
        /// A private key.
        "part_key" => Key,
        /// Windows's list of a certificate's properties.
        "part_properties" => Properties,
        /// An object of p11-kit.
        "part_p11_kit_object" => P11KitObject,
        /// A PEM block.
        "part_pem_block" => PemBlock,
        /// A text in base64.
        "part_base64_text" => Base64Text,
        /// A compressed file or archive.
        "part_packed_file" => PackedFile,
        /// A text that is too long to search for disguised certificates; the kind is its length in
        /// bytes.
        "part_long_text" => LongText,
    }
}

anchorwatch_remark::remarks! {
    /// In what way a part is damaged.
    #[derive(Copy)]
    pub enum Damage {
        /// The bytes end early.
        "damage_cut_short" => CutShort,
        /// Its tags or lengths do not fit its bytes (X.690 §8).
        "damage_not_ber" => NotBer,
        /// An element is missing, or is not where it belongs.
        "damage_element" => Element,
        /// A property of Windows's list has no head.
        "damage_property_head" => PropertyHead,
        /// A property of Windows's list is longer than the remaining bytes.
        "damage_property_length" => PropertyLength,
        /// An octet is not two hexadecimal digits.
        "damage_not_hexadecimal" => NotHexadecimal,
        /// There is no certificate in it.
        "damage_no_certificate" => NoCertificate,
        /// A value of p11-kit is not quoted octets.
        "damage_not_quoted" => NotQuoted,
        /// A PEM block has no end, or is not base64.
        "damage_not_pem" => NotPem,
    }
}

anchorwatch_remark::remarks! {
    /// Why a property list is not read.
    #[derive(Copy)]
    pub enum PropertyListProblem {
        /// The parser does not understand it.
        "property_list_syntax" => Syntax,
        /// It ends early.
        "property_list_cut_short" => CutShort,
        /// It is empty.
        "property_list_empty" => Empty,
        /// It has more entries than are read.
        "property_list_too_many" => TooMany {
            /// How many are read.
            most: u64,
        },
        /// Its lists and dictionaries are nested too deeply.
        "property_list_too_deep" => TooDeep,
        /// It has a CDATA section, which readers treat differently.
        "property_list_cdata" => CData,
        /// It declares an entity, which readers treat differently.
        "property_list_entity" => Entity,
        /// Something follows its end.
        "property_list_surplus" => Surplus,
        /// It ends twice.
        "property_list_ends_twice" => EndsTwice,
        /// A key is not text.
        "property_list_key_not_text" => KeyNotText,
        /// A key has no value.
        "property_list_key_without_value" => KeyWithoutValue,
        /// A dictionary has a key twice; readers take the first or the last.
        "property_list_key_twice" => KeyTwice,
    }
}
