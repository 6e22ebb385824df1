use report::{Bar, Bars, PaperLine, PaperList, PaperPerson, Statistics, paper_pdf, statistics_pdf};

fn person(n: usize) -> PaperLine {
    PaperLine::Person(PaperPerson {
        name: format!("Gæst-{n:03}, Ane"),
        about: "Egehavn Kommune · Deltager".to_owned(),
        mark: String::new(),
        time: String::new(),
        code: format!("AK1TEST{n:022}"),
    })
}

fn list(lines: Vec<PaperLine>, with_codes: bool) -> PaperList {
    PaperList {
        title: "Ankomstliste".to_owned(),
        about: "Hotel Nyborg Strand".to_owned(),
        time: "kl.".to_owned(),
        lines,
        foot: "side {page} af {of} · journal x:1:2".to_owned(),
        with_codes,
    }
}

fn pages(pdf: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

#[test]
fn everybody_stands_on_paper_once_and_each_page_has_head_and_foot() {
    let pages = pages(&paper_pdf(&list((0..30).map(person).collect(), true)).unwrap());
    assert_eq!(pages.len(), 3, "13 a page");
    let all = pages.concat();
    for n in 0..30 {
        assert_eq!(all.matches(&format!("Gæst-{n:03}")).count(), 1, "person {n}");
    }
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains("Ankomstliste"), "the head of page {number}");
        assert!(page.contains(&format!("side {number} af 3 · journal x:1:2")), "the foot of page {number}");
    }
}

#[test]
fn nobody_is_a_page_too_and_a_name_is_never_markup() {
    assert_eq!(pages(&paper_pdf(&list(Vec::new(), false)).unwrap()).len(), 1);
    let odd = PaperLine::Person(PaperPerson { name: "<b>&\"Å".to_owned(), ..PaperPerson::default() });
    assert!(pages(&paper_pdf(&list(vec![odd], false)).unwrap())[0].contains("<b>&\"Å"));
}

#[test]
fn a_heading_never_stands_last_on_a_page() {
    let mut lines: Vec<PaperLine> = (0..27).map(person).collect();
    lines.push(PaperLine::Heading("Havnby".to_owned()));
    lines.push(person(99));
    let pages = pages(&paper_pdf(&list(lines, false)).unwrap());
    assert_eq!(pages.len(), 2, "28 lines a page");
    assert!(!pages[0].contains("Havnby") && pages[1].contains("Havnby") && pages[1].contains("Gæst-099"));
}

#[test]
fn statistics_name_every_bar_with_its_numbers() {
    let bars = (0..40).map(|n| Bar { name: format!("Firma {n:02} & <søn>"), part: n, of: 40 }).collect();
    let statistics = Statistics {
        title: "Dagen i tal".to_owned(),
        sums: vec![("240".to_owned(), "på listen".to_owned())],
        groups: vec![Bars { title: "Arbejdssteder".to_owned(), bars }],
        foot: "side {page} af {of}".to_owned(),
        ..Statistics::default()
    };
    let pages = pages(&statistics_pdf(&statistics).unwrap());
    assert_eq!(pages.len(), 3, "sums and chart, then 34 bars a page");
    assert!(pages[0].contains("240") && pages[0].contains("side 1 af 3"));
    let all = pages.concat();
    for n in 0..40 {
        assert!(all.contains(&format!("Firma {n:02} & <søn>")) && all.contains(&format!("{n} / 40")), "bar {n}");
    }
}
