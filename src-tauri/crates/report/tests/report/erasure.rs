use report::{ErasureNote, NotePart, erasure_pdf};

fn note(files: usize) -> ErasureNote {
    let part = |label: &str, lines: Vec<String>| NotePart { label: label.to_owned(), lines };
    ErasureNote {
        title: "Slettede oplysninger".to_owned(),
        about: "Fremtidens mødesteder".to_owned(),
        parts: vec![
            part("Hvornår", vec!["23.11.2026 kl. 16.04".to_owned()]),
            part("Filer, der stadig har data", (0..files).map(|n| format!("fil-{n:03}.ankomst")).collect()),
            part("Journalens ende", vec![format!("{}:12:{}", "0190b5c0-7c1d-7cc3-98c4-00000000000c", "ab".repeat(32))]),
        ],
        foot: "Side {page} af {of}".to_owned(),
    }
}

fn pages(pdf: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

#[test]
fn a_note_says_everything_and_cuts_no_digest() {
    let pages = pages(&erasure_pdf(&note(2)).unwrap());
    assert_eq!(pages.len(), 1);
    for said in ["Slettede oplysninger", "Fremtidens mødesteder", "Hvornår", "23.11.2026 kl. 16.04", "Side 1 af 1"] {
        assert!(pages[0].contains(said), "{said} stands in {}", pages[0]);
    }
    let head = format!("0190b5c0-7c1d-7cc3-98c4-00000000000c:12:{}", "ab".repeat(32));
    assert!(pages[0].replace(char::is_whitespace, "").contains(&head), "the head can be given to verify: {}", pages[0]);
}

#[test]
fn many_lines_go_on_on_further_pages() {
    let pages = pages(&erasure_pdf(&note(100)).unwrap());
    assert!(pages.len() > 1, "more than a page");
    let all = pages.concat();
    for n in 0..100 {
        assert_eq!(all.matches(&format!("fil-{n:03}.ankomst")).count(), 1, "file {n} once");
    }
    assert!(pages.last().unwrap().contains(&format!("Side {0} af {0}", pages.len())));
}
