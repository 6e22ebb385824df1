//! How large a badge is, as its file says.

use roxmltree::Node;

use super::error::TemplateError;
use crate::{Length, Size};

/// The size that the outermost element gives.
pub(super) fn size_of(root: Node<'_, '_>) -> Result<Size, TemplateError> {
    let bad = |reason: &str| TemplateError::BadSize { reason: reason.to_owned() };
    let length = |name: &str| root.attribute(name).and_then(parse_length);
    let (Some(width), Some(height)) = (length("width"), length("height")) else {
        return Err(bad("<svg> needs width and height in mm, cm, in or pt"));
    };
    let fair = |length: Length| (10.0..=500.0).contains(&length.as_mm());
    if !fair(width) || !fair(height) {
        return Err(bad("a badge has sides of 10 to 500 mm"));
    }
    let numbers: Vec<f32> = root
        .attribute("viewBox")
        .unwrap_or_default()
        .split([' ', ',', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty())
        .map_while(|word| word.parse().ok().filter(|number: &f32| number.is_finite()))
        .collect();
    let [_, _, box_width, box_height] = numbers[..] else { return Err(bad("<svg> needs a viewBox of four numbers")) };
    if !(box_width > 0.0 && box_height > 0.0) {
        return Err(bad("the viewBox is empty"));
    }
    let (across, down) = (width.as_mm() / box_width, height.as_mm() / box_height);
    if (across / down - 1.0).abs() > 0.02 {
        return Err(bad("the viewBox has another shape than width and height"));
    }
    Ok(Size { width, height })
}

fn parse_length(text: &str) -> Option<Length> {
    let text = text.trim();
    let units = [("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("pt", 25.4 / 72.0)];
    let (number, mm) = units.iter().find_map(|(unit, mm)| text.strip_suffix(unit).map(|number| (number, mm)))?;
    number.trim().parse::<f32>().ok().filter(|number| number.is_finite()).map(|number| Length::mm(number * mm))
}
