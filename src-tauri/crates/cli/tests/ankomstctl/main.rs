//! `ankomstctl` as a newcomer, a script and a power cut meet it: always through the binary.

mod bad_input;
mod desk;
mod kill;
mod lists;
mod newcomer;
mod people;
mod rpc;
