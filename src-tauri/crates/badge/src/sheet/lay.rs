//! Where badges and lines come to lie on a sheet, front and back.

use std::borrow::Borrow;

use super::{Edge, Setup, Sheet};
use crate::draw::pdf::{Guide, Spot, Writer};
use crate::{Area, Badge, RenderError, Size};

/// Sides drawn in other units may be off by this much, in millimetres.
const SLACK_MM: f32 = 0.05;
/// From the edge of a badge, and what it bleeds, to its mark; and the mark's length.
const MARK_FROM_MM: f32 = 1.0;
const MARK_LONG_MM: f32 = 4.0;

/// A badge that is all of a page.
pub(super) fn whole_page() -> Spot {
    Spot { left_mm: 0.0, top_mm: 0.0, turned: false, bleed_mm: 0.0 }
}

/// What a place leaves free around a badge, in millimetres, or `None` if the badge is too large.
pub(super) fn free(badge: Size, sheet: &Sheet) -> Option<(f32, f32)> {
    let badges = if sheet.folded { 2.0 } else { 1.0 };
    let across = sheet.place.width.as_mm() - badges * badge.width.as_mm();
    let down = sheet.place.height.as_mm() - badge.height.as_mm();
    (across >= -SLACK_MM && down >= -SLACK_MM).then_some((across, down))
}

pub(super) fn on_sheets<B: Borrow<Badge>>(
    badges: impl IntoIterator<Item = B>,
    sheet: &Sheet,
    setup: &Setup,
) -> Result<Vec<u8>, RenderError> {
    let mut badges = badges.into_iter().peekable();
    let first = badges.peek().ok_or(RenderError::NoBadges)?.borrow().size();
    let sheet = sheet.for_badge(first)?;
    let mut writer = Writer::new("");
    let mut place = setup.start.min(sheet.places() - 1);
    while badges.peek().is_some() {
        let on_page: Vec<B> = badges.by_ref().take(sheet.places() - place).collect();
        page(&mut writer, &on_page, place, &sheet, setup)?;
        place = 0;
    }
    writer.finish()
}

/// One sheet, and its back if it has one.
fn page<B: Borrow<Badge>>(
    writer: &mut Writer,
    badges: &[B],
    start: usize,
    sheet: &Sheet,
    setup: &Setup,
) -> Result<(), RenderError> {
    let (mut fronts, mut backs, mut guides) = (Vec::new(), Vec::new(), Vec::new());
    for (badge, place) in badges.iter().map(Borrow::borrow).zip(start..) {
        let (left, top) = sheet.spot_mm(badge.size(), place)?;
        let size = (badge.size().width.as_mm(), badge.size().height.as_mm());
        fronts.push((badge, spot(left, top, false, setup)));
        if sheet.folded {
            if let Some(back) = badge.back() {
                fronts.push((back, spot(left + size.0, top, false, setup)));
            }
            if setup.fold_lines {
                guides.extend(fold(left + size.0, top, size.1));
            }
        } else if let (Some(edge), Some(back)) = (setup.two_sided, badge.back()) {
            let (left, top, turned) = behind((left, top), size, sheet.page, edge);
            backs.push((back, spot(left, top, turned, setup)));
        }
        if setup.crop_marks {
            let across = if sheet.folded { 2.0 * size.0 } else { size.0 };
            guides.extend(marks(Area::mm(left, top, across, size.1), setup.bleed.as_mm()));
        }
    }
    if setup.crop_marks {
        let taken: Vec<Area> = (0..sheet.places()).map(|place| sheet.area(place)).collect();
        guides.retain(|guide: &Guide| guide.dashed || !taken.iter().any(|area| crosses(guide, area)));
    }
    for guide in &mut guides {
        for end in [&mut guide.from_mm, &mut guide.to_mm] {
            *end = (end.0 + setup.shift_mm.0, end.1 + setup.shift_mm.1);
        }
    }
    writer.page(sheet.page, &fronts, &guides);
    if setup.two_sided.is_some() && !sheet.folded {
        writer.page(sheet.page, &backs, &[]);
    }
    Ok(())
}

fn spot(left: f32, top: f32, turned: bool, setup: &Setup) -> Spot {
    let (right, down) = setup.shift_mm;
    Spot { left_mm: left + right, top_mm: top + down, turned, bleed_mm: setup.bleed.as_mm() }
}

/// The place behind a place when the paper is turned over, and whether what lies there stands on its head on the page, so
/// that it stands upright behind its front.
fn behind((left, top): (f32, f32), (width, height): (f32, f32), page: Size, edge: Edge) -> (f32, f32, bool) {
    let (across, down) = (page.width.as_mm(), page.height.as_mm());
    let upright_axis = (edge == Edge::Long) == (down >= across);
    if upright_axis { (across - left - width, top, false) } else { (left, down - top - height, true) }
}

/// Dashes above, below and along a fold.
fn fold(x: f32, top: f32, height: f32) -> [Guide; 1] {
    [Guide { from_mm: (x, top), to_mm: (x, top + height), dashed: true }]
}

/// Two marks at each corner, pointing away from it.
fn marks(around: Area, bleed: f32) -> Vec<Guide> {
    let from = bleed.max(0.0) + MARK_FROM_MM;
    let to = from + MARK_LONG_MM;
    let mut marks = Vec::with_capacity(8);
    for (x, outwards) in [(around.x(), -1.0), (around.right(), 1.0)] {
        for (y, upwards) in [(around.y(), -1.0), (around.bottom(), 1.0)] {
            marks.push(Guide { from_mm: (x + outwards * from, y), to_mm: (x + outwards * to, y), dashed: false });
            marks.push(Guide { from_mm: (x, y + upwards * from), to_mm: (x, y + upwards * to), dashed: false });
        }
    }
    marks
}

/// Whether a mark would be printed upon a place, or leave no doubt that it runs along one.
fn crosses(guide: &Guide, area: &Area) -> bool {
    let (left, right) = (guide.from_mm.0.min(guide.to_mm.0), guide.from_mm.0.max(guide.to_mm.0));
    let (top, bottom) = (guide.from_mm.1.min(guide.to_mm.1), guide.from_mm.1.max(guide.to_mm.1));
    // Along the mark it takes more than a touch; beside it, an edge is enough.
    let (along_x, along_y) = if right - left > bottom - top { (SLACK_MM, -SLACK_MM) } else { (-SLACK_MM, SLACK_MM) };
    right > area.x() + along_x
        && left < area.right() - along_x
        && bottom > area.y() + along_y
        && top < area.bottom() - along_y
}

impl Sheet {
    /// The upper left corner of a place in millimetres, counted along rows from 0.
    fn corner_mm(&self, place: usize) -> (f32, f32) {
        let columns = usize::from(self.columns.max(1));
        let step = |nth: usize, margin: f32, side: f32, gap: f32| {
            margin + f32::from(u16::try_from(nth).unwrap_or(u16::MAX)) * (side + gap)
        };
        let (margin, place_size, gap) = (self.margin, self.place, self.gap);
        (
            step(place % columns, margin.width.as_mm(), place_size.width.as_mm(), gap.width.as_mm()),
            step(place / columns, margin.height.as_mm(), place_size.height.as_mm(), gap.height.as_mm()),
        )
    }

    /// The upper left corner of a badge in the middle of a place.
    pub(crate) fn spot_mm(&self, badge: Size, place: usize) -> Result<(f32, f32), RenderError> {
        let free = free(badge, self).ok_or(RenderError::DoesNotFit { badge, place: self.place })?;
        let (left, top) = self.corner_mm(place);
        Ok((left + free.0 / 2.0, top + free.1 / 2.0))
    }

    /// A place, counted along rows from 0.
    pub(crate) fn area(&self, place: usize) -> Area {
        let (left, top) = self.corner_mm(place);
        Area::mm(left, top, self.place.width.as_mm(), self.place.height.as_mm())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backs_lie_behind_their_fronts() {
        let a4 = Size::mm(210.0, 297.0);
        let lying = Size::mm(297.0, 210.0);
        let at = (10.0, 20.0);
        let size = (80.0, 50.0);
        assert_eq!(behind(at, size, a4, Edge::Long), (120.0, 20.0, false), "upright paper turned like a book's page");
        assert_eq!(behind(at, size, a4, Edge::Short), (10.0, 227.0, true), "turned over its head");
        assert_eq!(behind(at, size, lying, Edge::Long), (10.0, 140.0, true), "lying paper's long edge is its head");
        assert_eq!(behind(at, size, lying, Edge::Short), (207.0, 20.0, false), "and its short edge its side");
    }

    #[test]
    fn no_mark_is_cut_into_a_neighbour() {
        let sheet = Sheet::builtin("herma-4412").expect("a sheet");
        let all: Vec<Guide> = (0..sheet.places()).flat_map(|place| marks(sheet.area(place), 0.0)).collect();
        let crossing = all.iter().filter(|mark| (0..sheet.places()).any(|place| crosses(mark, &sheet.area(place))));
        // Rows are 5 mm apart, and a mark ends 5 mm from its corner: nothing is crossed.
        assert_eq!(crossing.count(), 0, "marks fit into the gaps");
        let close = Sheet::builtin("a4-4xa6").expect("a sheet");
        let inner = marks(close.area(0), 0.0).into_iter().filter(|mark| crosses(mark, &close.area(1))).count();
        assert!(inner > 0, "without gaps some would be printed upon the neighbour");
    }
}
