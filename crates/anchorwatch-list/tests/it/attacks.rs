//! One hostile publisher, mirror or network each, named by what it does.

mod bundle;
mod coercion;
mod logs;
mod publishers;
mod rotation;
mod signatures;
mod transport;
mod update;
