//! Why an image could not be read, as codes with facts.

use anchorwatch_home::image::{EntryError, MAX_ENTRIES, MAX_TEXT_BYTES};
use anchorwatch_remark::{IoProblem, List, TextProblem};

use crate::{
    Damage, Error, Form,
    error::{FILE, SPARSE_FILE},
};

anchorwatch_remark::remarks! {
    /// Why an image could not be read.
    pub enum ImageProblem {
        /// The operating system refused to read the file, or to write the unpacked layers.
        "image_io" => Io {
            /// Why.
            why: IoProblem,
        },
        /// The file is no image.
        "image_not_an_image" => NotAnImage,
        /// A part is cut off, or is not a tar archive.
        "image_damaged" => Damaged {
            /// The part.
            part: ImagePart,
            /// What is wrong with it.
            why: PartDamage,
        },
        /// A part is not in the file.
        "image_missing" => Missing {
            /// The part.
            part: ImagePart,
        },
        /// A part is not the one that the image names.
        "image_mismatch" => Mismatch {
            /// The part.
            part: ImagePart,
        },
        /// A part has a form that is not read.
        "image_unsupported" => Unsupported {
            /// The part.
            part: ImagePart,
            /// Its form.
            form: PartForm,
        },
        /// A list or a part is larger than that of any image in use.
        "image_too_large" => TooLarge {
            /// The part.
            part: ImagePart,
            /// The most that is read.
            max: u64,
            /// What is counted, as a word.
            unit: String,
        },
        /// A document of the image cannot be parsed.
        "image_format" => Format {
            /// The document.
            part: ImagePart,
            /// What is wrong with it.
            why: TextProblem,
        },
        /// An entry of a layer cannot be a file of a container.
        "image_entry" => Entry {
            /// The layer.
            part: ImagePart,
            /// The path, cut.
            path: String,
            /// Why not.
            why: EntryProblem,
        },
        /// There are several images, and none was chosen.
        "image_several" => Several,
        /// No image is the one that was chosen.
        "image_none_chosen" => NoneChosen,
    }
}

anchorwatch_remark::remarks! {
    /// A part of an image.
    pub enum ImagePart {
        /// The file as a whole.
        "image_part_file" => File,
        /// A file with holes in a layer.
        "image_part_sparse_file" => SparseFile,
        /// A part with a name.
        "image_part_named" => Named {
            /// The name, as the image writes it.
            name: String,
        },
    }
}

anchorwatch_remark::remarks! {
    /// What is wrong with a part.
    pub enum PartDamage {
        /// It is cut off.
        "image_damage_ends_early" => EndsEarly,
        /// The headers before an entry are too long.
        "image_damage_long_headers" => LongHeaders,
        /// An entry is longer than a file can be.
        "image_damage_long_entry" => LongEntry,
        /// A header does not belong to a tar archive.
        "image_damage_not_tar" => NotTar,
        /// The compressed data cannot be read.
        "image_damage_packing" => Packing,
        /// A file with holes is larger than the space for unpacked layers.
        "image_damage_fills_disk" => FillsDisk,
        /// A piece of a file with holes lies outside the file.
        "image_damage_piece_outside" => PieceOutside,
    }
}

anchorwatch_remark::remarks! {
    /// A form that is not read.
    pub enum PartForm {
        /// A compression.
        "image_form_compressed" => Compressed {
            /// Its name.
            with: String,
        },
        /// It unpacks to too much.
        "image_form_unpacks" => Unpacks {
            /// How many times its size is read at the most.
            times: u64,
        },
        /// A digest other than a SHA-256.
        "image_form_digest" => Digest,
        /// For another operating system.
        "image_form_system" => System {
            /// Its name, as Go writes it.
            name: String,
        },
    }
}

anchorwatch_remark::remarks! {
    /// Why an entry cannot be a file of a container.
    pub enum EntryProblem {
        /// No file system of Linux has such a name.
        "image_entry_name" => Name,
        /// The path leads through something that is not a folder.
        "image_entry_not_a_folder" => NotAFolder,
        /// The path leads through too many links.
        "image_entry_loop" => Loop,
        /// A hard link to something that does not exist, or to a folder.
        "image_entry_hard_link" => HardLink,
        /// It would replace or remove the root.
        "image_entry_root" => Root,
        /// The image has more entries than are read.
        "image_entry_too_many" => TooMany {
            /// How many are read.
            max: u64,
        },
        /// The names are longer than are read.
        "image_entry_too_long" => TooLong {
            /// How many bytes are read.
            max: u64,
        },
    }
}

/// Every list of remarks of this crate.
pub const REMARKS: &[List] = &[
    List::of::<ImageProblem>("why an image cannot be read"),
    List::of::<ImagePart>("part of an image"),
    List::of::<PartDamage>("what is wrong with a part of an image"),
    List::of::<PartForm>("form of a part that is not read"),
    List::of::<EntryProblem>("why an entry cannot be a file of a container"),
];

impl Error {
    /// The error as a remark, with its cause.
    #[must_use]
    pub fn problem(&self) -> ImageProblem {
        match self {
            Self::Io { source, .. } => ImageProblem::Io { why: source.into() },
            Self::NotAnImage => ImageProblem::NotAnImage,
            Self::Damaged { what, why } => ImageProblem::Damaged {
                part: part(what),
                why: (*why).into(),
            },
            Self::Missing { what } => ImageProblem::Missing { part: part(what) },
            Self::Mismatch { what } => ImageProblem::Mismatch { part: part(what) },
            Self::Unsupported { what, form } => ImageProblem::Unsupported {
                part: part(what),
                form: form.into(),
            },
            Self::TooLarge { what, max, unit } => ImageProblem::TooLarge {
                part: part(what),
                max: *max,
                unit: (*unit).to_owned(),
            },
            Self::Format { what, source } => ImageProblem::Format {
                part: part(what),
                why: source.into(),
            },
            Self::Entry {
                layer,
                path,
                source,
            } => ImageProblem::Entry {
                part: part(layer),
                path: path.clone(),
                why: source.into(),
            },
            Self::Several { .. } => ImageProblem::Several,
            Self::NoneChosen { .. } => ImageProblem::NoneChosen,
        }
    }
}

fn part(what: &str) -> ImagePart {
    match what {
        FILE => ImagePart::File,
        SPARSE_FILE => ImagePart::SparseFile,
        name => ImagePart::Named {
            name: name.to_owned(),
        },
    }
}

impl From<Damage> for PartDamage {
    fn from(damage: Damage) -> Self {
        match damage {
            Damage::EndsEarly => Self::EndsEarly,
            Damage::LongHeaders => Self::LongHeaders,
            Damage::LongEntry => Self::LongEntry,
            Damage::NotTar => Self::NotTar,
            Damage::Packing => Self::Packing,
            Damage::FillsDisk => Self::FillsDisk,
            Damage::PieceOutside => Self::PieceOutside,
        }
    }
}

impl From<&Form> for PartForm {
    fn from(form: &Form) -> Self {
        match form {
            Form::Compressed(with) => Self::Compressed {
                with: (*with).to_owned(),
            },
            Form::Unpacks(times) => Self::Unpacks { times: *times },
            Form::Digest => Self::Digest,
            Form::System(name) => Self::System { name: name.clone() },
        }
    }
}

impl From<&EntryError> for EntryProblem {
    fn from(error: &EntryError) -> Self {
        match error {
            EntryError::Name => Self::Name,
            EntryError::NotAFolder => Self::NotAFolder,
            EntryError::Loop => Self::Loop,
            EntryError::HardLink => Self::HardLink,
            EntryError::Root => Self::Root,
            EntryError::TooMany => Self::TooMany {
                max: MAX_ENTRIES as u64,
            },
            EntryError::TooLong => Self::TooLong {
                max: MAX_TEXT_BYTES as u64,
            },
        }
    }
}
