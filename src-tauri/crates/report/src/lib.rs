//! Statistics and paper: how people come in the course of a day and how that looks as a chart, and the list of those
//! who are inside. Pure: values in, text or bytes out; no files, no clock.

mod chart;
mod day;
mod inside;
mod shapes;
mod wave;

pub use chart::{Chart, ChartError, ChartSize, ChartWords};
pub use day::{Day, SLOT, Slot};
pub use inside::{InsideError, InsideList, InsideRow, inside_pdf};
pub use shapes::Shape;
pub use wave::Wave;
