//! What badges promise, seen from outside.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "helpers of tests; sizes are those of a badge"
)]

#[path = "badge/advice.rs"]
mod advice;
#[path = "badge/codes.rs"]
mod codes;
#[path = "badge/designs.rs"]
mod designs;
#[path = "badge/edit.rs"]
mod edit;
#[path = "badge/helpers.rs"]
mod helpers;
#[path = "badge/look.rs"]
mod look;
#[path = "badge/outputs.rs"]
mod outputs;
#[path = "badge/people.rs"]
mod people;
#[path = "badge/poppler.rs"]
mod poppler;
#[path = "badge/reference.rs"]
mod reference;
#[path = "badge/reprint.rs"]
mod reprint;
#[path = "badge/templates.rs"]
mod templates;
#[path = "badge/texts.rs"]
mod texts;
