//! What has to be told to a person: a stable code with facts, and no sentence.
//!
//! Below the command line nobody writes prose. A library returns a [`Remark`], such as
//! `writable_by_others { path }`; the command line finds the sentence for the code in the
//! reader's language and fills in the facts. Documents carry the code and the facts too.
//!
//! [`remarks!`] declares a closed list of remarks: the enum, its codes and its facts, once;
//! [`closed_list!`] one of plain values.
//! [`Told`] is a remark without its type, for rendering and for the way between processes;
//! [`Remark::from_told`] takes back only what the list declares.
//!
//! **Not checked:** what a fact says. A path or a name in it may be hostile text; whoever
//! prints it escapes it.

mod closed_list;
mod fact;
mod io_problem;
mod list;
mod text_problem;
mod told;

pub use fact::{Fact, Value};
pub use io_problem::IoProblem;
pub use list::List;
pub use text_problem::TextProblem;
pub use told::Told;

/// A code with facts.
pub trait Remark: Sized {
    /// Every code of this list, in its order.
    const CODES: &'static [&'static str];

    /// The names of each code's facts, in the order of the codes.
    const FACTS: &'static [&'static [&'static str]];

    /// The stable code.
    fn code(&self) -> &'static str;

    /// The same without its type.
    fn told(&self) -> Told;

    /// The remark that was told; `None` if the code is not of this list, or the facts are
    /// not exactly those of the code.
    fn from_told(told: &Told) -> Option<Self>;
}

/// Declares a closed list of remarks.
///
/// ```
/// use anchorwatch_remark::{Remark, Told, remarks};
/// use std::path::PathBuf;
///
/// remarks! {
///     /// Why a file is left as it is.
///     pub enum Left {
///         /// Other users can write the file.
///         "writable_by_others" => WritableByOthers {
///             /// The file.
///             path: PathBuf,
///         },
///         /// There is nothing to change.
///         "unchanged" => Unchanged,
///     }
/// }
///
/// let left = Left::WritableByOthers { path: "/srv/roots.pem".into() };
/// assert_eq!(left.code(), "writable_by_others");
/// assert_eq!(Left::from_told(&left.told()), Some(left));
/// assert_eq!(Left::CODES, ["writable_by_others", "unchanged"]);
/// assert_eq!(Left::FACTS, [&["path"][..], &[]]);
/// ```
#[macro_export]
macro_rules! remarks {
    (
        $(#[$list_attribute:meta])*
        $visibility:vis enum $list:ident {
            $(
                $(#[$attribute:meta])*
                $code:literal => $variant:ident $({
                    $( $(#[$fact_attribute:meta])* $fact:ident : $type:ty ),* $(,)?
                })?
            ),* $(,)?
        }
    ) => {
        $(#[$list_attribute])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $visibility enum $list {
            $(
                $(#[$attribute])*
                $variant $({ $( $(#[$fact_attribute])* $fact: $type ),* })?
            ),*
        }

        impl $crate::Remark for $list {
            const CODES: &'static [&'static str] = &[$($code),*];

            const FACTS: &'static [&'static [&'static str]] =
                &[$( &[$($( stringify!($fact) ),*)?] ),*];

            fn code(&self) -> &'static str {
                match *self {
                    $( Self::$variant { .. } => $code ),*
                }
            }

            fn told(&self) -> $crate::Told {
                let told = $crate::Told::of($crate::Remark::code(self));
                match self {
                    $(
                        Self::$variant $({ $($fact),* })? => told
                            $($( .with(stringify!($fact), $crate::Fact::to_value($fact)) )*)?
                    ),*
                }
            }

            fn from_told(told: &$crate::Told) -> Option<Self> {
                match told.code() {
                    $(
                        $code => {
                            let names: &[&str] = &[$($( stringify!($fact) ),*)?];
                            if !told.has_exactly(names) {
                                return None;
                            }
                            Some(Self::$variant $({
                                $( $fact: $crate::Fact::from_value(told.fact(stringify!($fact))?)? ),*
                            })?)
                        }
                    )*
                    _ => None,
                }
            }
        }

        impl $crate::Fact for $list {
            fn to_value(&self) -> $crate::Value {
                $crate::Value::Remark($crate::Remark::told(self))
            }

            fn from_value(value: &$crate::Value) -> Option<Self> {
                match value {
                    $crate::Value::Remark(told) => $crate::Remark::from_told(told),
                    _ => None,
                }
            }
        }
    };
}

/// Makes an enum with a stable `code` and the list `ALL` usable as a fact: a remark without
/// facts of its own, whose code begins with these words, so that no other list has it.
#[macro_export]
macro_rules! code_fact {
    ($type:ty, $prefix:literal) => {
        impl $crate::Fact for $type {
            fn to_value(&self) -> $crate::Value {
                let code = format!(concat!($prefix, "_{}"), self.code());
                $crate::Value::Remark($crate::Told::of(code))
            }

            fn from_value(value: &$crate::Value) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.to_value() == *value)
            }
        }
    };
}

#[cfg(test)]
mod tests;
