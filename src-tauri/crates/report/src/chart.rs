//! The chart of arrivals, drawn by `plotters`: one drawing for screen and paper.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, TextStyle};
use thiserror::Error;

use crate::day::{Day, SLOT, Slot};
use crate::shapes::{Shape, Shapes};

/// The colours of the chart on paper. The page gives each its own by the theme (`overview.css`).
const BAR: RGBColor = RGBColor(0x14, 0x57, 0x7a);
const BAR_NOW: RGBColor = RGBColor(0x7c, 0xc0, 0xe2);
const LINE: RGBColor = RGBColor(0xe3, 0xd9, 0xc6);
const INK: RGBColor = RGBColor(0x46, 0x54, 0x5c);
const NOW: RGBColor = RGBColor(0x8c, 0x1d, 0x18);

/// Room for the numbers at the left, the times below, and the word *now* above, in pixels.
const LEFT: i32 = 36;
const BELOW: i32 = 28;
const ABOVE: i32 = 26;
const RIGHT: i32 = 8;
/// `plotters` writes a size of 1.24 as 1, for it measures from the top of the letters to their foot.
const LETTERS: i32 = 18;
/// From a time to the next along the axis, at least.
const TIMES_APART: i32 = 76;

/// The size of the chart in pixels, from 320 × 160 to 4000 × 4000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartSize {
    width: u32,
    height: u32,
}

impl ChartSize {
    /// A size; one outside the limits is `None`.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Option<Self> {
        ((320..=4000).contains(&width) && (160..=4000).contains(&height)).then_some(Self { width, height })
    }
}

/// The words in the chart.
#[derive(Clone, Debug)]
pub struct ChartWords {
    /// *now*, at the line of the clock.
    pub now: String,
    /// What stands between hours and minutes: `.` in Danish, `:` in English.
    pub time_separator: char,
}

/// The chart could not be drawn.
#[derive(Clone, Debug, Error)]
#[error("the chart cannot be drawn: {0}")]
pub struct ChartError(String);

/// A day of arrivals to be drawn: a bar for each five minutes, the expected ones as a dashed line, the clock as a line.
#[derive(Clone, Copy, Debug)]
pub struct Chart<'a> {
    /// What is shown.
    pub day: &'a Day,
    /// Whose clock the times along the axis are.
    pub zone: &'a TimeZone,
    /// Where the line of the clock stands.
    pub now: Timestamp,
    /// The words in it.
    pub words: &'a ChartWords,
    /// Its size.
    pub size: ChartSize,
}

impl Chart<'_> {
    /// The chart as an SVG file.
    ///
    /// # Errors
    /// If `plotters` cannot draw it, which no day of arrivals is known to bring about.
    pub fn to_svg(&self) -> Result<String, ChartError> {
        let mut svg = String::new();
        self.draw_on(&SVGBackend::with_string(&mut svg, (self.size.width, self.size.height)).into_drawing_area())?;
        Ok(svg)
    }

    /// The chart as shapes, for a page.
    ///
    /// # Errors
    /// As [`Chart::to_svg`].
    pub fn to_shapes(&self) -> Result<Vec<Shape>, ChartError> {
        let mut shapes = Vec::new();
        let size = (self.size.width, self.size.height);
        self.draw_on(&Shapes { size, shapes: &mut shapes }.into_drawing_area())?;
        Ok(shapes)
    }

    fn draw_on<B: DrawingBackend>(&self, area: &Area<B>) -> Result<(), ChartError> {
        let drawn = Frame::of(self.day, self.size).draw(area, self).and_then(|()| area.present());
        drawn.map_err(|error| ChartError(error.to_string()))
    }
}

type Area<B> = DrawingArea<B, plotters::coord::Shift>;

/// Where what stands.
struct Frame {
    right: i32,
    bottom: i32,
    slots: i32,
    /// The number at the top line; at least 1.
    most: u32,
    step: u32,
}

type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

impl Frame {
    fn of(day: &Day, size: ChartSize) -> Self {
        let expected = day.slots.iter().filter_map(|slot| slot.expected).fold(0.0_f64, f64::max).ceil();
        let came = day.slots.iter().map(|slot| slot.entries).max().unwrap_or(0);
        let highest = came.max(rounded(expected)).max(1);
        let step = nice_step(highest);
        Self {
            right: pixels(size.width) - RIGHT,
            bottom: pixels(size.height) - BELOW,
            slots: i32::try_from(day.slots.len()).unwrap_or(i32::MAX).max(1),
            most: highest.div_ceil(step) * step,
            step,
        }
    }

    fn draw<B: DrawingBackend>(&self, area: &Area<B>, chart: &Chart<'_>) -> Drawn<B> {
        let Chart { day, zone, now, words, .. } = *chart;
        self.lines(area)?;
        for (place, slot) in (0..).zip(&day.slots) {
            self.bar(area, place, slot, now)?;
        }
        self.expected(area, day)?;
        self.times(area, day, zone, words.time_separator)?;
        self.clock(area, day, now, words)
    }

    /// The lines of the numbers, and the numbers.
    fn lines<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        for number in (0..=self.most).step_by(usize::try_from(self.step).unwrap_or(1)) {
            let y = self.y(f64::from(number));
            area.draw(&PathElement::new(vec![(LEFT, y), (self.right, y)], LINE.stroke_width(1)))?;
            area.draw(&Text::new(number.to_string(), (LEFT - 8, y), letters(&INK, HPos::Right, VPos::Center)))?;
        }
        Ok(())
    }

    fn bar<B: DrawingBackend>(&self, area: &Area<B>, place: i32, slot: &Slot, now: Timestamp) -> Drawn<B> {
        if slot.entries == 0 {
            return Ok(());
        }
        let (left, right) = (self.x(place), self.x(place + 1));
        let gap = ((right - left) / 5).min(8);
        let is_now = now >= slot.at && now.duration_since(slot.at) < SLOT;
        let colour = if is_now { BAR_NOW } else { BAR };
        let corners = [(left + gap / 2, self.y(f64::from(slot.entries))), (right - (gap - gap / 2), self.bottom)];
        area.draw(&Rectangle::new(corners, colour.filled()))
    }

    /// The expected ones as dashes from the middle of a step to that of the next.
    fn expected<B: DrawingBackend>(&self, area: &Area<B>, day: &Day) -> Drawn<B> {
        let places = (0..).zip(&day.slots);
        let points = places.filter_map(|(place, slot)| {
            let middle = (self.x(place) + self.x(place + 1)) / 2;
            slot.expected.filter(|expected| *expected > 0.0).map(|expected| (middle, self.y(expected)))
        });
        for (from, to) in dashes(&points.collect::<Vec<_>>()) {
            area.draw(&PathElement::new(vec![from, to], INK.stroke_width(2)))?;
        }
        Ok(())
    }

    /// Times along the axis: as many as have room, at full five, ten, twenty, thirty minutes or hours.
    fn times<B: DrawingBackend>(&self, area: &Area<B>, day: &Day, zone: &TimeZone, separator: char) -> Drawn<B> {
        let width = f64::from(self.right - LEFT) / f64::from(self.slots);
        let every =
            [1, 2, 4, 6, 12, 24, 36, 72].into_iter().find(|every| width * f64::from(*every) >= f64::from(TIMES_APART));
        let every = i64::from(every.unwrap_or(144)) * SLOT.as_secs();
        for (place, slot) in (0..).zip(&day.slots) {
            let local = slot.at.to_zoned_datetime(zone.clone());
            let second_of_day = i64::from(local.hour()) * 3600 + i64::from(local.minute()) * 60;
            let x = self.x(place);
            if second_of_day % every == 0 && x + TIMES_APART / 2 <= self.right + RIGHT {
                let text = format!("{:02}{separator}{:02}", local.hour(), local.minute());
                area.draw(&Text::new(text, (x, self.bottom + 8), letters(&INK, HPos::Center, VPos::Top)))?;
            }
        }
        Ok(())
    }

    /// The line of the clock with its word.
    fn clock<B: DrawingBackend>(&self, area: &Area<B>, day: &Day, now: Timestamp, words: &ChartWords) -> Drawn<B> {
        let Some(first) = day.slots.first() else { return Ok(()) };
        let steps = now.duration_since(first.at).as_secs_f64() / SLOT.as_secs_f64();
        if !(0.0..=f64::from(self.slots)).contains(&steps) {
            return Ok(());
        }
        let x = LEFT + whole(f64::from(self.right - LEFT) * steps / f64::from(self.slots));
        area.draw(&PathElement::new(vec![(x, ABOVE - 16), (x, self.bottom)], NOW.stroke_width(2)))?;
        let (side, place) = if x > self.right - 60 { (HPos::Right, x - 6) } else { (HPos::Left, x + 6) };
        area.draw(&Text::new(words.now.clone(), (place, ABOVE - 14), letters(&NOW, side, VPos::Top)))
    }

    fn x(&self, place: i32) -> i32 {
        LEFT + (self.right - LEFT) * place / self.slots
    }

    fn y(&self, number: f64) -> i32 {
        self.bottom - whole(f64::from(self.bottom - ABOVE) * number / f64::from(self.most))
    }
}

/// The distance between two lines: 1, 2, 5, 10, 20, 50 … so that there are at most five of them.
fn nice_step(most: u32) -> u32 {
    let mut scale = 1_u32;
    loop {
        for step in [1, 2, 5] {
            if most.div_ceil(step * scale) <= 5 {
                return step * scale;
            }
        }
        scale = scale.saturating_mul(10);
    }
}

/// Dashes of 3 pixels with gaps of 5 along a line.
fn dashes(points: &[(i32, i32)]) -> Vec<((i32, i32), (i32, i32))> {
    const DASH: f64 = 3.0;
    const PERIOD: f64 = 8.0;
    let mut dashes = Vec::new();
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) =
            ((f64::from(pair[0].0), f64::from(pair[0].1)), (f64::from(pair[1].0), f64::from(pair[1].1)));
        let length = (x1 - x0).hypot(y1 - y0);
        let at = |along: f64| {
            let part = (along / length).min(1.0);
            (whole(x0 + (x1 - x0) * part), whole(y0 + (y1 - y0) * part))
        };
        let mut along = 0.0;
        while along < length {
            dashes.push((at(along), at(along + DASH)));
            along += PERIOD;
        }
    }
    dashes
}

fn letters(colour: &'static RGBColor, across: HPos, down: VPos) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", LETTERS).into_font()).color(colour).pos(Pos::new(across, down))
}

fn pixels(size: u32) -> i32 {
    i32::try_from(size).unwrap_or(i32::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a picture of at most 4000")]
fn whole(number: f64) -> i32 {
    number.round() as i32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of people, never negative")]
fn rounded(number: f64) -> u32 {
    number.clamp(0.0, f64::from(u32::MAX)) as u32
}
