//! What exactly is wrong with a list, and where: the facts of an [`Error`](super::Error).

use anchorwatch_remark::remarks;

remarks! {
    /// A part of a list's file.
    pub enum Part {
        /// The length of the CRLSet's header.
        "list_part_crlset_header_length" => CrlSetHeaderLength,
        /// The CRLSet's header.
        "list_part_crlset_header" => CrlSetHeader,
        /// A parent of the CRLSet.
        "list_part_parent" => Parent,
        /// The number of a parent's serial numbers.
        "list_part_serial_count" => SerialCount,
        /// The length of a serial number.
        "list_part_serial_length" => SerialLength,
        /// A serial number.
        "list_part_serial" => Serial,
        /// The fixed part at the start of the component.
        "list_part_component_start" => ComponentStart,
        /// The component's header.
        "list_part_component_header" => ComponentHeader,
        /// A field of the component's header.
        "list_part_component_field" => ComponentField,
        /// The archive's directory.
        "list_part_archive_directory" => ArchiveDirectory,
        /// An entry of the archive's directory.
        "list_part_directory_entry" => DirectoryEntry,
        /// An entry of the archive.
        "list_part_archive_entry" => ArchiveEntry,
        /// OneCRL's list of records.
        "list_part_records" => Records,
        /// Anchorwatch's normal form.
        "list_part_entries" => Entries,
    }
}

remarks! {
    /// What is wrong with a field of a CRLSet's header.
    pub enum FieldProblem {
        /// It is not «CRLSet».
        "list_field_not_crlset" => NotCrlSet,
        /// It is not 0.
        "list_field_not_zero" => NotZero,
        /// It is missing, or not a 32-bit integer.
        "list_field_not_an_integer" => NotAnInteger,
        /// It is before 1970.
        "list_field_before_1970" => Before1970,
        /// It is not a list.
        "list_field_not_a_list" => NotAList,
        /// It contains something that is not base64 text.
        "list_field_not_base64" => NotBase64,
        /// It is not an object.
        "list_field_not_an_object" => NotAnObject,
        /// It has a name that is not base64 text.
        "list_field_name_not_base64" => NameNotBase64,
        /// It has a value that is not a list.
        "list_field_value_not_a_list" => ValueNotAList,
    }
}

remarks! {
    /// What is wrong with a component's header.
    pub enum ComponentProblem {
        /// It is longer than any header.
        "list_component_too_long" => TooLong,
        /// It has too many fields.
        "list_component_too_many_fields" => TooManyFields,
        /// It has a field of an unknown wire type.
        "list_component_wire_type" => WireType,
        /// A number is longer than 64 bits.
        "list_component_long_number" => LongNumber,
    }
}

remarks! {
    /// What is wrong with the chain of a collection's signer.
    pub enum ChainProblem {
        /// It cannot be read as certificates.
        "list_chain_unreadable" => Unreadable,
        /// The file is longer than any chain.
        "list_chain_too_long" => TooLong {
            /// How many bytes are read.
            max: u64,
        },
        /// It has more certificates than any chain.
        "list_chain_too_many" => TooManyCertificates {
            /// How many are read.
            max: u64,
        },
        /// Mozilla's root is not in it.
        "list_chain_other_root" => OtherRoot,
        /// A certificate is not valid at this time.
        "list_chain_out_of_date" => OutOfDate,
        /// The signer's certificate is not for signing code.
        "list_chain_purpose" => Purpose,
        /// The signer has another name than that of the list.
        "list_chain_other_name" => OtherName,
        /// Nothing leads from the signer to the root.
        "list_chain_no_path" => NoPath,
    }
}

remarks! {
    /// What is wrong with a component's archive.
    pub enum ArchiveProblem {
        /// The list is in it twice.
        "list_archive_repeated" => Repeated,
        /// The list is not in it.
        "list_archive_no_crl_set" => NoCrlSet,
        /// The list in it is larger than any list.
        "list_archive_too_large" => TooLarge,
        /// The list is compressed in an unknown way.
        "list_archive_method" => Method,
        /// The list cannot be decompressed.
        "list_archive_damaged" => Damaged,
        /// The list has another size than stated.
        "list_archive_size" => Size,
        /// It is too short.
        "list_archive_too_short" => TooShort,
        /// It does not end like an archive without a comment.
        "list_archive_no_end" => NoEnd,
        /// Its end record is not that of a small archive.
        "list_archive_end_record" => EndRecord,
        /// Its directory does not end at the end record.
        "list_archive_directory_gap" => DirectoryGap,
        /// Its directory is longer than its entries.
        "list_archive_directory_surplus" => DirectorySurplus,
        /// Its directory contains something other than entries.
        "list_archive_directory_foreign" => DirectoryForeign,
        /// An entry is encrypted.
        "list_archive_encrypted" => Encrypted,
        /// Its directory points to something that is not an entry.
        "list_archive_no_entry" => NoEntry,
        /// An entry has another name than in the directory.
        "list_archive_other_name" => OtherName,
    }
}

remarks! {
    /// What is wrong with an entry of the normal form.
    pub enum EntryProblem {
        /// Its match is of an unknown kind.
        "list_entry_match" => Match,
        /// A member that its match needs is missing or not well-formed.
        "list_entry_member_missing" => MemberMissing,
        /// It has members that its match does not need, or not in canonical form.
        "list_entry_member_surplus" => MemberSurplus,
        /// Its threshold is unknown.
        "list_entry_threshold" => Threshold,
        /// Its limits have two lists of names.
        "list_entry_two_lists" => TwoLists,
        /// Its limits are empty.
        "list_entry_empty_limits" => EmptyLimits,
        /// Its limits name no suffix, or too many.
        "list_entry_suffix_count" => SuffixCount,
        /// Its limits have a suffix that is not a DNS name in lower case.
        "list_entry_suffix" => Suffix,
        /// A time in it is not RFC 3339 in UTC with whole seconds.
        "list_entry_time" => Time,
        /// The registry does not have its source.
        "list_entry_not_in_registry" => NotInRegistry,
        /// Its source is unknown.
        "list_entry_source" => Source,
        /// Its source has a description that does not belong to it.
        "list_entry_says" => Says,
        /// A known interception key is not a hash.
        "list_entry_known_interception" => KnownInterception,
        /// A statement about the lists it was made from is not well-formed.
        "list_entry_made_from" => MadeFrom,
    }
}
