//! One hostile publisher, mirror or network each, named by what it does.

mod coercion;
mod signatures;
mod transport;
mod update;
