//! Printers: their settings in the user's folder, what is known of each, a worker for each, and which prints whose badge.

mod board;
mod choose;
pub(crate) mod roll;
mod settings;
mod test_page;
#[cfg(test)]
mod tests;
mod worker;

pub(crate) use board::{Board, OfBatch, PrinterState, Printers, Readiness};
pub(crate) use choose::{is_tried_again, template_for};
pub(crate) use settings::{AutoPrint, LONGEST_NAME, MOST_PRINTERS, PrinterFile, PrinterKind, PrinterSettings};
pub(crate) use test_page::TestPage;
pub(crate) use worker::PrintWorkers;
