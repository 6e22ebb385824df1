//! Statistics and paper: how people come in the course of a day and how that looks as a chart, and the list of those
//! who are inside, and codes for the desk itself. Pure: values in, text or bytes out; no files, no clock.

mod chart;
mod codes;
mod day;
mod erasure;
mod inside;
mod paper;
mod programme;
mod shapes;
mod statistics;
mod wave;

pub use chart::{Chart, ChartError, ChartSize, ChartWords};
pub use codes::{DeskCode, DeskCodeError, code_cards_pdf, code_page_pdf, code_svg};
pub use day::{Day, SLOT, Slot};
pub use erasure::{ErasureNote, NotePart, erasure_pdf};
pub use inside::{InsideError, InsideList, InsideRow, inside_pdf};
pub use paper::{PaperError, PaperLine, PaperList, PaperPerson, paper_pdf};
pub use programme::{Programme, ProgrammeError, programme_pdf};
pub use shapes::Shape;
pub use statistics::{Bar, Bars, Statistics, statistics_pdf};
pub use wave::Wave;
