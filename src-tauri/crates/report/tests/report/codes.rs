use report::{DeskCode, code_cards_pdf, code_page_pdf, code_svg};

fn code(n: usize) -> DeskCode {
    DeskCode { title: format!("Session-{n:02}"), about: "Sal Storebælt".to_owned(), code: format!("AKC1TEST{n:02}") }
}

fn pages(pdf: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

#[test]
fn each_card_stands_on_paper_once_nine_a_page() {
    let cards: Vec<DeskCode> = (0..20).map(code).collect();
    let pages = pages(&code_cards_pdf(&cards).unwrap());
    assert_eq!(pages.len(), 3);
    let all = pages.concat();
    for n in 0..20 {
        assert_eq!(all.matches(&format!("Session-{n:02}")).count(), 1, "card {n}");
    }
    assert!(code_cards_pdf(&[]).is_err(), "no card, no page");
}

#[test]
fn the_test_code_has_a_page_of_its_own_and_a_picture() {
    let pages = pages(&code_page_pdf(&code(7)).unwrap());
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("Session-07") && pages[0].contains("Storebælt"));
    let svg = code_svg("AKT1-TEST").unwrap();
    let drawn = roxmltree::Document::parse(&svg).unwrap();
    assert_eq!(drawn.root_element().attribute("width"), Some("60mm"));
    assert_ne!(svg, code_svg("AKT1-TESS").unwrap(), "another text is another picture");
}
