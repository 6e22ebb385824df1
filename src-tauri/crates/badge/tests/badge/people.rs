//! Ten thousand invented people (a tenth of them in CI): nothing leaves its box, nothing touches a code, nothing is set
//! smaller than its template allows, and nothing panics.

use badge::{Area, Badge, Content, Fonts, Slot, Template, Warning, fill};

use crate::helpers::{CODE, Luma, dpi};

/// Half a dot of the finest printer.
const SLACK_MM: f32 = 0.02;

/// Pieces of names by script.
const SCRIPTS: [&[&str]; 9] = [
    &[
        "Åse",
        "Mette",
        "Ærø",
        "Jens-Peter",
        "von",
        "Sørensen",
        "Wolfgang",
        "Nguyễn",
        "Łukasz",
        "Þórdís",
        "O'Brien",
        "Žofie",
        "ß",
    ],
    &["Àéîõü", "Ǻǽǿ", "Çğışöü", "Ħŋŧ", "ĐđŁł", "Ẵẽỹ", "e\u{301}\u{323}", "A\u{30a}"],
    &["Σοφία", "Παπαδόπουλος", "Νίκος", "Ἀθηνᾶ"],
    &["Софья", "Достоевский", "Їжак", "Ђорђе", "Щ"],
    &["محمد", "عبد", "الرحمن", "فاطمة", "ءاية"],
    &["שרה", "כהן", "יִצְחָק"],
    &["李", "晓明", "山田", "太郎", "김민준"],
    &["देवनागरी", "श्रीमती", "क्षत्रिय"],
    &["🎉", "👩‍🔬", "🇩🇰", "A😀b"],
];

/// Numbers that are the same every time (xorshift64*).
struct Lots(u64);

impl Lots {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % below.max(1) as u64).unwrap_or(0)
    }

    /// One to six words of one or two scripts, one to eighty letters.
    fn name(&mut self) -> String {
        let scripts = [self.next(SCRIPTS.len()), self.next(SCRIPTS.len())];
        let mut words = Vec::new();
        for _ in 0..=self.next(6) {
            let pieces = SCRIPTS[scripts[self.next(2)]];
            let mut word = String::new();
            for _ in 0..=self.next(3) {
                word.push_str(pieces[self.next(pieces.len())]);
            }
            words.push(word);
        }
        words.join(" ").chars().take(1 + self.next(80)).collect()
    }
}

fn touches(a: &Area, b: &Area) -> bool {
    let apart = |a0: f32, aw: f32, b0: f32, bw: f32| a0 + aw <= b0 + SLACK_MM || b0 + bw <= a0 + SLACK_MM;
    !apart(a.left.as_mm(), a.size.width.as_mm(), b.left.as_mm(), b.size.width.as_mm())
        && !apart(a.top.as_mm(), a.size.height.as_mm(), b.top.as_mm(), b.size.height.as_mm())
}

fn check(side: &Badge, warnings: &[Warning], least: &dyn Fn(&Area) -> f32, what: &str) {
    for text in side.texts() {
        let clipped = warnings.contains(&Warning::Clipped { slot: text.slot.clone() });
        let (area, Some(ink)) = (text.area, text.ink) else { continue };
        let wide = Area { left: area.left, top: area.top, size: area.size };
        let inside = ink.left.as_mm() >= wide.left.as_mm() - SLACK_MM
            && ink.top.as_mm() >= wide.top.as_mm() - SLACK_MM
            && ink.left.as_mm() + ink.size.width.as_mm() <= wide.left.as_mm() + wide.size.width.as_mm() + SLACK_MM
            && ink.top.as_mm() + ink.size.height.as_mm() <= wide.top.as_mm() + wide.size.height.as_mm() + SLACK_MM;
        assert!(inside || clipped, "{what}: {} {:?} leaves its box", text.slot, text.lines);
        // What is clipped is drawn within its box, and no box lies upon a code.
        let drawn = if clipped { area } else { ink };
        let codes = side.qr().map(badge::Qr::area).into_iter().chain(side.bars().map(badge::Bars::area));
        for code in codes {
            assert!(!touches(&drawn, &code), "{what}: {} {:?} touches a code", text.slot, text.lines);
        }
        let least = least(&area);
        assert!(
            text.size.as_mm() >= least - 0.001,
            "{what}: {} is set in {}, {least} mm at least",
            text.slot,
            text.size
        );
    }
}

/// The smallest size of each box, read from the template's file.
fn smallest(name: &str) -> Vec<(Area, f32)> {
    let svg = Template::builtin_svg(name).expect("a file");
    let template = Template::builtin(name).expect("built in");
    let number = |text: &str, attribute: &str| {
        let from = text.find(&format!(" {attribute}=\"")).map(|at| at + attribute.len() + 3)?;
        text[from..].split('"').next()?.parse::<f32>().ok()
    };
    let sizes: Vec<f32> =
        svg.split("<text ").skip(1).filter_map(|text| number(&format!(" {text}"), "data-min-size")).collect();
    let boxes: Vec<Area> = template.slots().map(|(_, area)| area).collect();
    assert_eq!(sizes.len(), boxes.len(), "{name}: each text slot says its smallest size");
    // Slots of the back follow those of the front in the file as well.
    boxes.into_iter().zip(sizes).collect()
}

#[test]
fn any_person_fits_every_design() {
    let count = if std::env::var_os("ANKOMST_SOAK").is_some() { 10_000 } else { 1_000 };
    let fonts = Fonts::with_system();
    let sizes: Vec<(&str, Vec<(Area, f32)>)> =
        Template::builtin_names().iter().map(|name| (*name, smallest(name))).collect();
    let mut lots = Lots(0x00a1_2b3c_4d5e_6f70);
    for nth in 0..count {
        let mut content = Content::new().qr(CODE).text(Slot::Event, lots.name()).text(Slot::Dates, lots.name());
        for slot in [Slot::GivenName, Slot::FamilyName, Slot::Organisation, Slot::Title, Slot::TicketType, Slot::Name] {
            if lots.next(5) > 0 {
                content = content.text(slot, lots.name());
            }
        }
        let lines =
            |lots: &mut Lots| (0..lots.next(9)).map(|_| format!("10.00\t{}\n", lots.name())).collect::<String>();
        content = content.text(Slot::Sessions, lines(&mut lots)).text(Slot::Programme, lines(&mut lots));
        if lots.next(4) == 0 {
            content = content.rehearsal(lots.name());
        }
        // Each person on one of the designs, all designs in turn.
        let (name, least) = &sizes[nth % sizes.len()];
        let badge = fill(Template::builtin(name).expect("built in"), &content, &fonts);
        // The smallest size of the slots with this very box.
        let least = |area: &Area| {
            least.iter().filter(|(known, _)| known == area).map(|(_, size)| *size).fold(f32::MAX, f32::min)
        };
        for side in badge.sides() {
            check(side, badge.warnings(), &least, &format!("person {nth} on {name}"));
        }
        // Drawing them is slower than setting them.
        if nth % 40 == 0 {
            badge.to_pdf().expect("a PDF");
            badge.to_bitmap(dpi(100)).expect("bits");
        }
    }
}

/// A picture blurred as by a camera out of focus, and turned by ten degrees.
fn spoilt(picture: &Luma) -> Luma {
    let image = image::GrayImage::from_raw(picture.width, picture.height, picture.dots.clone()).expect("a picture");
    let blurred = image::imageops::blur(&image, 1.0);
    let (sin, cos) = 10_f32.to_radians().sin_cos();
    let (width, height) = (picture.width as f32, picture.height as f32);
    let side = width.hypot(height).ceil();
    let mut dots = Vec::with_capacity((side * side) as usize);
    for y in 0..side as u32 {
        for x in 0..side as u32 {
            let (dx, dy) = (x as f32 - side / 2.0, y as f32 - side / 2.0);
            let (from_x, from_y) = (dx * cos + dy * sin + width / 2.0, dy * cos - dx * sin + height / 2.0);
            let inside = from_x >= 0.0 && from_y >= 0.0 && from_x < width && from_y < height;
            let (x0, y0) = (from_x.floor(), from_y.floor());
            let dot = |x: f32, y: f32| {
                let (x, y) = (x.clamp(0.0, width - 1.0) as u32, y.clamp(0.0, height - 1.0) as u32);
                f32::from(blurred.get_pixel(x, y).0[0])
            };
            // Between the four dots around.
            let (part_x, part_y) = (from_x - x0, from_y - y0);
            let above = dot(x0, y0) * (1.0 - part_x) + dot(x0 + 1.0, y0) * part_x;
            let below = dot(x0, y0 + 1.0) * (1.0 - part_x) + dot(x0 + 1.0, y0 + 1.0) * part_x;
            dots.push(if inside { (above * (1.0 - part_y) + below * part_y) as u8 } else { 255 });
        }
    }
    Luma { width: side as u32, height: side as u32, dots }
}

#[test]
fn codes_are_read_blurred_and_turned() {
    let content =
        Content::new().text(Slot::GivenName, "Åse").text(Slot::FamilyName, "Øst").text(Slot::TicketType, "Deltager");
    for name in Template::builtin_names().iter().filter(|name| !name.starts_with("a4")) {
        let badge = fill(Template::builtin(name).expect("built in"), &content.clone().qr(CODE), &Fonts::bundled());
        for dots in [203, 300] {
            let picture = spoilt(&Luma::of_bitmap(&badge.to_bitmap(dpi(dots)).expect("bits")));
            assert_eq!(picture.read_by_rxing().as_deref(), Some(CODE), "rxing reads {name}, spoilt, at {dots} dpi");
            let read = picture.read_by_rqrr().map(|(text, _, _)| text);
            assert_eq!(read.as_deref(), Some(CODE), "rqrr reads {name}, spoilt, at {dots} dpi");
        }
    }
}

#[test]
fn bars_are_read_back() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="105mm" height="40mm" viewBox="0 0 105 40" data-qr="none">
        <rect data-slot="code128" x="3" y="10" width="99" height="15"/></svg>"#;
    let template = Template::parse(svg.as_bytes()).expect("a template");
    for text in [CODE, "1", "12345678", "A1234B", "12345", "Ab-99 !~", "00000000000000000001"] {
        let badge = fill(&template, &Content::new().qr(text), &Fonts::bundled());
        assert_eq!(badge.warnings(), [], "{text} has bars wide enough");
        for dots in [203, 300, 600] {
            let bits = badge.to_bitmap(dpi(dots)).expect("bits");
            let picture = Luma::of_bitmap(&bits);
            let module = badge.bars().expect("bars").module_dots(dpi(dots));
            let row = picture.height / 2;
            let dark: Vec<bool> = (0..picture.width).map(|x| picture.at(x, row) == 0).collect();
            let runs: Vec<u32> =
                dark.chunk_by(|a, b| a == b).map(|run| u32::try_from(run.len()).expect("short")).collect();
            assert!(runs[1..runs.len() - 1].iter().all(|run| run % module == 0), "{text} at {dots} dpi: whole dots");
            assert!(
                runs[0] >= 10 * module && runs[runs.len() - 1] >= 10 * module,
                "ten modules are free at either side"
            );
            let format = Some(rxing::BarcodeFormat::CODE_128);
            let read = rxing::helpers::detect_in_luma(picture.dots.clone(), picture.width, picture.height, format);
            let read = read.ok().map(|result| result.getText().to_owned());
            assert_eq!(read.as_deref(), Some(text), "{text} is read back at {dots} dpi");
        }
    }
    let narrow = fill(&template, &Content::new().qr("x".repeat(60)), &Fonts::bundled());
    assert!(matches!(narrow.warnings(), [Warning::ThinBars { .. }]), "staff are told of bars too thin");
    for none in ["æ", &"7".repeat(200)] {
        let badge = fill(&template, &Content::new().qr(none), &Fonts::bundled());
        assert_eq!(
            (badge.warnings(), badge.bars().is_none()),
            ([Warning::CodeTooLong].as_slice(), true),
            "and of none"
        );
    }
}

/// A picture of grey becomes a sprinkling of dots, a text and a code beside it do not.
#[test]
fn pictures_are_dithered_and_nothing_else() {
    let grey = image::RgbImage::from_pixel(40, 40, image::Rgb([128, 128, 128]));
    let mut png = Vec::new();
    grey.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).expect("a PNG");
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="40mm" viewBox="0 0 60 40" data-qr="none">
        <rect x="2" y="22" width="20" height="16" fill="#777777"/><rect x="30" y="22" width="20" height="16" fill="#999999"/>
        <rect data-slot="picture" x="2" y="2" width="16" height="16"/></svg>"##;
    let template = Template::parse(svg.as_bytes()).expect("a template");
    let badge = fill(&template, &Content::new().picture(Slot::Picture, png), &Fonts::bundled());
    let bits = Luma::of_bitmap(&badge.to_bitmap(dpi(254)).expect("bits"));
    let dark = |x: u32, y: u32, side: u32| {
        (0..side * side).filter(|nth| bits.at(x + nth % side, y + nth / side) == 0).count() as f32
            / (side * side) as f32
    };
    let sprinkled = dark(30, 30, 100);
    assert!((0.4..0.6).contains(&sprinkled), "half of the dots of a middle grey are black: {sprinkled}");
    assert!((dark(40, 240, 100), dark(320, 240, 100)) == (1.0, 0.0), "shapes are black or white, never sprinkled");
}
