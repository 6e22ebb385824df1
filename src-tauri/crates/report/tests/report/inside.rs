use report::{InsideList, InsideRow, inside_pdf};

fn list(people: usize) -> InsideList {
    let row = |n: usize| InsideRow {
        name: format!("Gæst-{n:03}"),
        organisation: "Egehavn Kommune".to_owned(),
        ticket_type: "Deltager".to_owned(),
        since: "08.43".to_owned(),
    };
    InsideList {
        title: "Hvem er inde nu".to_owned(),
        about: format!("Hotel Nyborg Strand · kl. 09.03 · {people} inde"),
        headings: ["Navn", "Arbejdssted", "Type", "Siden"].map(str::to_owned),
        rows: (0..people).map(row).collect(),
        foot: "Side {page} af {of}".to_owned(),
    }
}

fn pages(pdf: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

#[test]
fn everybody_who_is_inside_stands_on_paper_once() {
    let pages = pages(&inside_pdf(&list(100)).unwrap());
    assert_eq!(pages.len(), 3, "38 a page");
    let all = pages.concat();
    for n in 0..100 {
        let name = format!("Gæst-{n:03}");
        assert_eq!(all.matches(&name).count(), 1, "Gæst-{n:03}");
    }
    assert!(
        pages.iter().all(|page| page.contains("Hvem er inde nu") && page.contains("100 inde")),
        "each page by itself"
    );
    assert!(pages[2].contains("Side 3 af 3"));
}

#[test]
fn nobody_inside_is_a_page_too() {
    let pages = pages(&inside_pdf(&list(0)).unwrap());
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("0 inde"));
}

#[test]
fn a_name_is_never_markup() {
    let mut odd = list(1);
    odd.rows[0].name = "<b>&\"Å".to_owned();
    assert!(pages(&inside_pdf(&odd).unwrap())[0].contains("<b>&\"Å"));
}
