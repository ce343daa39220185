//! Enums whose variants are listed.

/// Declares an enum without fields, and the array `ALL` of its variants in their order. No
/// variant can be missing from it.
///
/// ```
/// anchorwatch_remark::closed_list! {
///     /// The side of a connection.
///     #[derive(Debug, Clone, Copy, PartialEq, Eq)]
///     pub enum Side {
///         /// The one that is asked.
///         Server,
///         /// The one that asks.
///         Client,
///     }
/// }
///
/// assert_eq!(Side::ALL, [Side::Server, Side::Client]);
/// ```
#[macro_export]
macro_rules! closed_list {
    (
        $(#[$list_attribute:meta])*
        $visibility:vis enum $list:ident {
            $( $(#[$attribute:meta])* $variant:ident ),* $(,)?
        }
    ) => {
        $(#[$list_attribute])*
        $visibility enum $list {
            $( $(#[$attribute])* $variant ),*
        }

        impl $list {
            /// All of them, in their order.
            $visibility const ALL: [Self; [$(stringify!($variant)),*].len()] =
                [$(Self::$variant),*];
        }
    };
}
