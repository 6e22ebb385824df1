//! Badges: an SVG template and a person's content become a filled badge, and that becomes PDF, PNG, SVG, or dots for
//! a label printer.
//!
//! ```
//! use badge::{Content, Dpi, Fonts, Slot, Template, fill};
//!
//! let template = Template::builtin("a6").ok_or("no such template")?;
//! let content = Content::new().text(Slot::GivenName, "Åse").text(Slot::FamilyName, "Øst").qr("K7F3");
//! let badge = fill(template, &content, &Fonts::bundled());
//! assert!(badge.warnings().is_empty());
//! let png = badge.to_png(Dpi::new(203)?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The steps are pure: bytes in, bytes out, no files, no clock, and the same input gives the same bytes. Text is
//! shaped and measured once, in [`fill`]; all outputs draw the same list of items, so that what is previewed is what
//! is printed. Content is never markup: nothing that a person is called can become part of a drawing.
//!
//! The format of templates is described at [`template`].

mod badge;
mod bars;
mod bitmap;
mod content;
mod draw;
mod fill;
mod fonts;
mod picture;
mod qr;
mod sheet;
pub mod template;
mod text;
mod units;
mod xml;

pub use badge::{Badge, RenderError, SetText, Warning};
pub use bars::Bars;
pub use bitmap::Bitmap;
pub use content::{Content, Slot, UnknownSlot};
pub use fill::fill;
pub use fonts::Fonts;
pub use qr::Qr;
pub use sheet::{Edge, Setup, Sheet, SheetError, pdf_of, sheet_pdf, sheet_png};
pub use template::{Template, TemplateError};
pub use text::{Align, Fit, Vertical, foreign_script, width_em};
pub use units::{Area, Colour, ColourError, Dpi, DpiError, Length, Size};
