//! Pictures to look at and for the handbook, written only when asked for: `BADGE_LOOK=FOLDER cargo test -p badge look`.
//! Templates are read as files, so that a drawing can be changed and looked at again.

use std::path::Path;

use badge::{Badge, Colour, Content, Dpi, Fonts, Slot, Template, fill};

use crate::helpers::{dpi, person};

const GROUND: image::Rgb<u8> = image::Rgb([0xd9, 0xd4, 0xc8]);
const GAP: u32 = 14;

/// The three people of the pictures: a short name, the longest, and one in Arabic letters.
fn people() -> Vec<Content> {
    let sessions = "10.00\tÅbning: Hvad er collective impact?\n11.15\tBreak-out B: Unge og hjemløshed\n13.30\tPaneldebat: Hvem betaler?";
    vec![
        person("Åse", "Øst", "Nyborg Kommune", "Udviklingskonsulent").text(Slot::Sessions, sessions),
        person(
            "Wolfgang-Maximilian Alexander",
            "von Hohenlohe-Langenburg",
            "Styrelsen for Arbejdsmarked og Rekruttering",
            "Chefkonsulent for ungeindsatsen",
        )
        .text(Slot::TicketType, "Oplægsholder")
        .text(Slot::Sessions, sessions)
        .accent(Colour::rgb(0x53, 0x3a, 0x8e)),
        person("محمد", "عبد الرحمن", "Røde Kors", "مستشار")
            .text(Slot::TicketType, "Presse")
            .accent(Colour::rgb(0x5c, 0x3d, 0x00)),
    ]
    .into_iter()
    .map(|content| content.text(Slot::Programme, PROGRAMME).text(Slot::Organiser, "Socialt Udviklingscenter SUS"))
    .collect()
}

const PROGRAMME: &str = "08.30\tRegistrering og kaffe\n09.30\tVelkomst v/ Socialt Udviklingscenter SUS\n10.00\tÅbning: Hvad er collective impact? Stephen Patrick\n11.15\tBreak-out A–D: ungdomshjemløshed, negativ social arv, ulighed i sundhed, fælles mål\n12.15\tFrokost\n13.00\tDanske erfaringer: tre cases\n14.00\tPaneldebat: fonde, kommuner, civilsamfund og virksomheder\n15.00\tKaffe og kage\n15.20\tStyrker og udfordringer. Ove Kaj Pedersen\n16.15\tAfrunding";

fn picture(png: &[u8]) -> image::RgbImage {
    image::load_from_memory(png).expect("a PNG").to_rgb8()
}

fn one_bit(badge: &Badge, dpi: Dpi) -> image::RgbImage {
    let bits = badge.to_bitmap(dpi).expect("bits");
    image::RgbImage::from_fn(bits.width(), bits.height(), |x, y| {
        image::Rgb([if bits.is_black(x, y) { 0 } else { 255 }; 3])
    })
}

fn side_by_side(pictures: &[image::RgbImage]) -> image::RgbImage {
    let width = pictures.iter().map(|picture| picture.width() + GAP).sum::<u32>() + GAP;
    let height = pictures.iter().map(image::RgbImage::height).max().unwrap_or(0) + 2 * GAP;
    let mut all = image::RgbImage::from_pixel(width, height, GROUND);
    let mut left = GAP;
    for picture in pictures {
        image::imageops::replace(&mut all, picture, i64::from(left), i64::from(GAP));
        left += picture.width() + GAP;
    }
    all
}

#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("BADGE_LOOK").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("a folder");
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let only = std::env::var("BADGE_ONLY").unwrap_or_default();
    for file in std::fs::read_dir(templates).expect("templates").map(|entry| entry.expect("an entry").path()) {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        if !name.contains(&only) {
            continue;
        }
        let template = match Template::parse(&std::fs::read(&file).expect("a file")) {
            Ok(template) => template,
            Err(error) => panic!("{name}: {error}"),
        };
        let badges: Vec<Badge> =
            people().iter().map(|content| fill(&template, content, &Fonts::with_system())).collect();
        for badge in &badges {
            println!("{name} {}: {:?}", badge.title(), badge.warnings());
        }
        let wide = template.size().width.as_mm();
        let dots = dpi(if wide > 150.0 { 72 } else { 110 });
        let drawn: Vec<_> =
            badges.iter().flat_map(Badge::sides).map(|side| picture(&side.to_png(dots).expect("png"))).collect();
        side_by_side(&drawn).save(folder.join(format!("{name}.png"))).expect("written");
        let bits: Vec<_> =
            badges.iter().map(|badge| one_bit(badge, dpi(if wide > 150.0 { 72 } else { 203 }))).collect();
        side_by_side(&bits).save(folder.join(format!("{name}-one-bit.png"))).expect("written");
        std::fs::write(folder.join(format!("{name}.pdf")), badge::pdf_of(&badges).expect("pdf")).expect("written");
    }
}
