//! A drawing as a list of shapes, for a page that builds its own nodes and takes no markup out of text: a backend of
//! `plotters` beside the one that writes SVG.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

/// A shape of the drawing, in pixels from the upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line through points.
    Line {
        /// At least two.
        points: Vec<(i32, i32)>,
        /// As `#rrggbb`.
        colour: String,
        /// In pixels.
        width: u32,
    },
    /// A filled rectangle.
    Rectangle {
        /// Left edge.
        x: i32,
        /// Upper edge.
        y: i32,
        /// In pixels.
        width: i32,
        /// In pixels.
        height: i32,
        /// As `#rrggbb`.
        colour: String,
    },
    /// A text.
    Text {
        /// Where its anchor is.
        x: i32,
        /// The upper edge, the middle or the foot of its letters, as `down` says.
        y: i32,
        /// What it says.
        text: String,
        /// `start`, `middle` or `end`.
        across: &'static str,
        /// How far its foot lies below `y`, in em of SVG.
        down: &'static str,
        /// Size of the letters in pixels.
        size: f64,
        /// As `#rrggbb`.
        colour: String,
    },
}

/// Collects shapes.
pub(crate) struct Shapes<'a> {
    pub(crate) size: (u32, u32),
    pub(crate) shapes: &'a mut Vec<Shape>,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Letters reach some three quarters of their size above the foot.
const CAP_EM: &str = "0.76em";
const HALF_EM: &str = "0.38em";
/// What `plotters` calls a size is larger than what SVG does (as its own backend for SVG).
const SIZE_OF_SVG: f64 = 1.24;

impl DrawingBackend for Shapes<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.shapes.push(Shape::Rectangle { x, y, width: 1, height: 1, colour: hex(color) });
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, _: bool) -> Drawn {
        let (width, height) = (to.0 - from.0, to.1 - from.1);
        self.shapes.push(Shape::Rectangle { x: from.0, y: from.1, width, height, colour: hex(style.color()) });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let line =
            Shape::Line { points: path.into_iter().collect(), colour: hex(style.color()), width: style.stroke_width() };
        self.shapes.push(line);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, (x, y): BackendCoord) -> Drawn {
        let anchor = style.anchor();
        self.shapes.push(Shape::Text {
            x,
            y,
            text: text.to_owned(),
            across: match anchor.h_pos {
                HPos::Left => "start",
                HPos::Center => "middle",
                HPos::Right => "end",
            },
            down: match anchor.v_pos {
                VPos::Top => CAP_EM,
                VPos::Center => HALF_EM,
                VPos::Bottom => "0",
            },
            size: (style.size() / SIZE_OF_SVG * 100.0).round() / 100.0,
            colour: hex(style.color()),
        });
        Ok(())
    }
}

fn hex(colour: BackendColor) -> String {
    let (red, green, blue) = colour.rgb;
    format!("#{red:02x}{green:02x}{blue:02x}")
}
