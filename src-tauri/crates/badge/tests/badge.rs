//! What badges promise, seen from outside.

#[path = "badge/codes.rs"]
mod codes;
#[path = "badge/helpers.rs"]
mod helpers;
#[path = "badge/look.rs"]
mod look;
#[path = "badge/outputs.rs"]
mod outputs;
#[path = "badge/templates.rs"]
mod templates;
#[path = "badge/texts.rs"]
mod texts;
