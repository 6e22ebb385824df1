//! Pictures to look at, written only when asked for: `BADGE_LOOK=FOLDER cargo test -p badge look`.

use badge::{Colour, Fonts, Slot, fill};

use crate::helpers::{dpi, event, person, template};

#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("BADGE_LOOK").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("a folder");
    let people = [
        ("short", person("Åse", "Øst", "Nyborg Kommune", "Udviklingskonsulent").accent(Colour::rgb(0x0b, 0x60, 0x48))),
        (
            "long",
            person(
                "Wolfgang-Maximilian Alexander",
                "von Hohenlohe-Langenburg-Schillingsfürst",
                "Styrelsen for Arbejdsmarked og Rekruttering, Afdelingen for Tværgående Samarbejde",
                "Chefkonsulent for ungeindsatsen og civilsamfundssamarbejdet i hele landet",
            )
            .text(Slot::TicketType, "Oplægsholder")
            .accent(Colour::rgb(0x53, 0x3a, 0x8e)),
        ),
        (
            "arabic",
            person("محمد", "عبد الرحمن", "", "مستشار")
                .text(Slot::TicketType, "Presse")
                .accent(Colour::rgb(0xf5, 0xb7, 0x2e)),
        ),
        (
            "whole",
            event()
                .text(Slot::Name, "Mette Frederikke Nielsen")
                .text(Slot::Organisation, "Realdania")
                .text(Slot::Title, "Programchef"),
        ),
        (
            "sessions",
            person("Stephen", "Patrick", "Aspen Forum for Community Solutions", "Director")
                .text(Slot::Sessions, "10.00 Åbning\n11.15 Break-out B: Unge og hjemløshed\n13.30 Panel")
                .text(Slot::TicketType, "Oplægsholder")
                .rehearsal("ØVELSE")
                .accent(Colour::rgb(0xa3, 0x16, 0x1c)),
        ),
    ];
    for name in ["a6", "card"] {
        let mut row: Vec<image::DynamicImage> = Vec::new();
        for (who, content) in &people {
            let badge = fill(template(name), content, &Fonts::with_system());
            println!("{name} {who}: {:?}", badge.warnings());
            let write = |end: &str, bytes: &[u8]| {
                std::fs::write(folder.join(format!("{name}-{who}.{end}")), bytes).expect("written");
            };
            write("png", &badge.to_png(dpi(150)).expect("png"));
            write("pdf", &badge.to_pdf().expect("pdf"));
            write("svg", badge.to_svg().as_bytes());
            row.push(image::load_from_memory(&badge.to_png(dpi(110)).expect("png")).expect("png"));
        }
        let (width, height) = (row[0].width() + 12, row[0].height() + 12);
        let count = u32::try_from(row.len()).expect("few");
        let mut all = image::RgbImage::from_pixel(width * count, height, image::Rgb([128, 128, 128]));
        for (nth, picture) in row.iter().enumerate() {
            let left = i64::try_from(nth).expect("few") * i64::from(width) + 6;
            image::imageops::replace(&mut all, &picture.to_rgb8(), left, 6);
        }
        all.save(folder.join(format!("all-{name}.png"))).expect("written");
    }
}
