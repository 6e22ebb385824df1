//! People, and readers of what was drawn.

use badge::{Badge, Colour, Content, Dpi, Fonts, Slot, Template, fill};

/// A code as ours are: 29 characters without I, O, Y and Z.
pub(crate) const CODE: &str = "ANK1C7K4W2M9XQ3HTR8V5BDFGJLN6";
/// `--sea-600` of the interface.
pub(crate) const SEA: Colour = Colour::rgb(0x14, 0x57, 0x7a);

pub(crate) fn template(name: &str) -> &'static Template {
    Template::builtin(name).expect("a built-in template")
}

pub(crate) fn dpi(dots: u32) -> Dpi {
    Dpi::new(dots).expect("between 36 and 1200")
}

/// The sample event around a person.
pub(crate) fn event() -> Content {
    Content::new()
        .text(Slot::Event, "Collective impact – muligheder og udfordringer")
        .text(Slot::Dates, "18. september 2017 · Hotel Nyborg Strand")
        .text(Slot::Supporters, "Bikubenfonden\nLauritzen Fonden\nDen A.P. Møllerske Støttefond\nHelsefonden\nRealdania\nKræftens Bekæmpelse")
        .text(Slot::TicketType, "Deltager")
        .qr(CODE)
        .accent(SEA)
}

pub(crate) fn person(given: &str, family: &str, organisation: &str, title: &str) -> Content {
    event()
        .text(Slot::GivenName, given)
        .text(Slot::FamilyName, family)
        .text(Slot::Organisation, organisation)
        .text(Slot::Title, title)
}

pub(crate) fn badge(name: &str, content: &Content) -> Badge {
    fill(template(name), content, &Fonts::bundled())
}

/// A picture as a camera sees it: brightness only.
pub(crate) struct Luma {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dots: Vec<u8>,
}

impl Luma {
    pub(crate) fn of_png(png: &[u8]) -> Luma {
        let picture = image::load_from_memory(png).expect("a sound PNG").to_luma8();
        let (width, height) = picture.dimensions();
        Luma { width, height, dots: picture.into_raw() }
    }

    pub(crate) fn of_bitmap(bitmap: &badge::Bitmap) -> Luma {
        let (width, height) = (bitmap.width(), bitmap.height());
        let dots = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| if bitmap.is_black(x, y) { 0 } else { 255 })
            .collect();
        Luma { width, height, dots }
    }

    /// A part of it; what lies outside is white.
    pub(crate) fn part(&self, left: i64, top: i64, width: u32, height: u32) -> Luma {
        let dot = |x: u32, y: u32| {
            let (x, y) = (u32::try_from(left + i64::from(x)).ok(), u32::try_from(top + i64::from(y)).ok());
            x.zip(y).filter(|(x, y)| *x < self.width && *y < self.height).map_or(255, |(x, y)| self.at(x, y))
        };
        let dots = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| dot(x, y)).collect();
        Luma { width, height, dots }
    }

    /// Out of focus: a Gaussian blur of so many dots.
    pub(crate) fn blurred(&self, dots: f32) -> Luma {
        let picture = image::GrayImage::from_raw(self.width, self.height, self.dots.clone()).expect("so many dots");
        Luma { dots: image::imageops::blur(&picture, dots).into_raw(), ..*self }
    }

    /// Held askew: turned around its middle, on white.
    pub(crate) fn turned(&self, degrees: f32) -> Luma {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        let (width, height) = (self.width as f32, self.height as f32);
        let side = width.hypot(height).ceil() as u32;
        let middle = side as f32 / 2.0;
        let dot = |x: u32, y: u32| {
            let (right, down) = (x as f32 + 0.5 - middle, y as f32 + 0.5 - middle);
            let from_x = right * cosine + down * sine + width / 2.0 - 0.5;
            let from_y = down * cosine - right * sine + height / 2.0 - 0.5;
            // Between four dots by how near each is.
            let (left, top) = (from_x.floor(), from_y.floor());
            let (near_x, near_y) = (from_x - left, from_y - top);
            let four = self.part(left as i64, top as i64, 2, 2).dots;
            let mix = |a: u8, b: u8, near: f32| f32::from(a) * (1.0 - near) + f32::from(b) * near;
            let (above, below) = (mix(four[0], four[1], near_x), mix(four[2], four[3], near_x));
            (above * (1.0 - near_y) + below * near_y).round() as u8
        };
        let dots = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).map(|(x, y)| dot(x, y)).collect();
        Luma { width: side, height: side, dots }
    }

    pub(crate) fn at(&self, x: u32, y: u32) -> u8 {
        self.dots[usize::try_from(y * self.width + x).expect("small")]
    }

    /// What rxing reads in the picture.
    pub(crate) fn read_by_rxing(&self) -> Option<String> {
        let format = Some(rxing::BarcodeFormat::QR_CODE);
        let read = rxing::helpers::detect_in_luma(self.dots.clone(), self.width, self.height, format);
        read.ok().map(|result| result.getText().to_owned())
    }

    /// What rqrr reads in the picture, and the version of the code.
    pub(crate) fn read_by_rqrr(&self) -> Option<(String, usize, u16)> {
        let (width, height) = (usize::try_from(self.width).ok()?, usize::try_from(self.height).ok()?);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| self.dots[y * width + x]);
        let grids = image.detect_grids();
        let (meta, text) = grids.first()?.decode().ok()?;
        Some((text, meta.version.0, meta.ecc_level))
    }
}
