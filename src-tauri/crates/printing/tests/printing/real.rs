//! Against real software: CUPS' `ippeveprinter` and a CUPS server with a queue. Each document that came is opened: its page has
//! the badge's size, and its code is read.

use std::path::Path;
use std::time::{Duration, Instant};

use printing::find::{self, FoundKind};
use printing::{Ending, Fault, Ipp, IppAddress, Patience, Printer};
use testkit::{CupsServer, IppPrinterProgram};

use crate::{CODE, document, read_code};

/// Real programs on a busy machine.
fn patient() -> Patience {
    Patience::new(Duration::from_secs(20))
}

fn at(port: u16, scheme: &str) -> IppAddress {
    format!("{scheme}://localhost:{port}/ipp/print").parse().unwrap()
}

/// The page's size in millimetres, and the codes on it, of a PDF as poppler draws it.
#[expect(clippy::disallowed_methods, reason = "a test looks at a page with another program than ours")]
fn open_pdf(file: &Path) -> ((f32, f32), Vec<String>) {
    let document = lopdf::Document::load(file).expect("a PDF");
    assert_eq!(document.get_pages().len(), 1, "one badge is one page");
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let media = page.get(b"MediaBox").and_then(lopdf::Object::as_array).unwrap();
    let points: Vec<f32> = media.iter().map(|side| side.as_float().unwrap()).collect();
    let size = ((points[2] - points[0]) / 72.0 * 25.4, (points[3] - points[1]) / 72.0 * 25.4);
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("page");
    let drawn = std::process::Command::new("pdftoppm")
        .args(["-r", "300", "-gray", "-singlefile"])
        .arg(file)
        .arg(&picture)
        .status();
    assert!(drawn.expect("pdftoppm").success());
    let pgm = std::fs::read(picture.with_extension("pgm")).unwrap();
    (size, codes_of_pgm(&pgm))
}

fn codes_of_pgm(pgm: &[u8]) -> Vec<String> {
    let mut fields = pgm.splitn(4, |byte| byte.is_ascii_whitespace());
    assert_eq!(fields.next(), Some(&b"P5"[..]));
    let mut number = || std::str::from_utf8(fields.next().unwrap()).unwrap().parse::<u32>().unwrap();
    let (width, height) = (number(), number());
    let rest = fields.next().unwrap();
    let start = rest.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let dots = &rest[start..];
    read_code(width, height, |x, y| dots[(y * width + x) as usize] < 128)
}

/// Size in dots, dots an inch, and the codes on it, of a PWG raster.
fn open_raster(bytes: &[u8]) -> ((u32, u32), u32, Vec<String>) {
    assert_eq!(&bytes[..4], b"RaS2");
    let number = |at: usize| u32::from_be_bytes(bytes[4 + at..8 + at].try_into().unwrap());
    let (width, height, dpi, bits) = (number(372), number(376), number(276), number(388));
    let per_dot = (bits / 8) as usize;
    let mut rest = &bytes[4 + 1796..];
    let mut rows: Vec<Vec<u8>> = Vec::new();
    while rows.len() < height as usize {
        let again = rest[0];
        rest = &rest[1..];
        let mut row = Vec::new();
        while row.len() < width as usize * per_dot {
            let code = usize::from(rest[0]);
            let (count, times) = if code < 128 { (1, code + 1) } else { (257 - code, 1) };
            row.extend(rest[1..=count * per_dot].repeat(times));
            rest = &rest[1 + count * per_dot..];
        }
        rows.extend(vec![row; usize::from(again) + 1]);
    }
    assert!(rest.is_empty() && rows.len() == height as usize, "exactly as many rows as announced");
    let codes = read_code(width, height, |x, y| rows[y as usize][x as usize * per_dot] < 128);
    ((width, height), dpi, codes)
}

#[test]
fn a_driverless_printer_gets_pdfs_and_says_when_they_are_out() {
    let program = IppPrinterProgram::start("application/pdf,image/pwg-raster");
    let mut printer = Ipp::new(at(program.port(), "ipp"), None, patient());
    let status = printer.status();
    assert_eq!((status.fault, status.tells), (None, true));
    assert!(status.model.is_some() && status.media_mm.is_some(), "it tells what it is and what is in it: {status:?}");
    assert_eq!(printer.print(&document("job-1")), Ending::Confirmed);
    let documents = program.documents();
    assert_eq!(documents.len(), 1, "{documents:?}");
    let ((width, height), codes) = open_pdf(&documents[0]);
    assert!((width - 105.0).abs() < 0.2 && (height - 148.0).abs() < 0.2, "A6, not {width} by {height} mm");
    assert_eq!(codes, [CODE]);
}

#[test]
fn a_driverless_printer_that_takes_rasters_only_gets_them() {
    let program = IppPrinterProgram::start("image/pwg-raster");
    let mut printer = Ipp::new(at(program.port(), "ipp"), None, patient());
    assert_eq!(printer.print(&document("job-1")), Ending::Confirmed);
    let documents = program.documents();
    let ((width, height), dpi, codes) = open_raster(&std::fs::read(&documents[0]).unwrap());
    let mm = |dots: u32| f64::from(dots) * 25.4 / f64::from(dpi);
    assert!(
        (mm(width) - 105.0).abs() < 0.2 && (mm(height) - 148.0).abs() < 0.2,
        "A6, not {} by {}",
        mm(width),
        mm(height)
    );
    assert_eq!(codes, [CODE]);
}

#[test]
fn an_encrypted_printer_is_trusted_once_its_own_certificate_was_accepted() {
    let program = IppPrinterProgram::start("application/pdf");
    let address = at(program.port(), "ipps");
    let mut stranger = Ipp::new(address.clone(), None, patient());
    let status = stranger.status();
    assert_eq!(status.fault, Some(Fault::Certificate), "it has signed its certificate itself");
    assert_eq!(stranger.print(&document("job-1")), Ending::Failed(Fault::Certificate));
    assert_eq!(program.documents().len(), 0, "nothing is sent to a stranger");
    let shown = status.certificate.expect("so that somebody can look at it");
    let mut known = Ipp::new(address.clone(), Some(shown), patient());
    assert_eq!(known.print(&document("job-2")), Ending::Confirmed);
    assert_eq!(known.status().fault, None);
    let other = "00".repeat(32).parse().unwrap();
    let mut swapped = Ipp::new(address, Some(other), patient());
    assert_eq!(swapped.print(&document("job-3")), Ending::Failed(Fault::Certificate), "another printer in its place");
    assert_eq!(program.documents().len(), 1);
}

/// How the printer is, once that is as expected.
#[track_caller]
fn until(printer: &mut Ipp, what: &str, is: impl Fn(&printing::Status) -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let status = printer.status();
        if is(&status) {
            return;
        }
        assert!(Instant::now() < end, "{what}: {status:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_driverless_printer_that_runs_out_of_paper_says_so_and_prints_again_with_a_new_pack() {
    let program = IppPrinterProgram::start_quick("application/pdf");
    let mut printer = Ipp::new(at(program.port(), "ipp"), None, Patience::new(Duration::from_secs(4)));
    program.paper(5);
    until(&mut printer, "a few sheets", |status| {
        status.fault.is_none() && status.is_low && status.labels_left == Some(5)
    });
    assert_eq!(printer.print(&document("job-1")), Ending::Confirmed);
    program.paper(0);
    until(&mut printer, "no sheet", |status| status.labels_left == Some(0));
    // It takes the job, holds it back, and is told to forget it; it does not say that it has before there is paper.
    assert_eq!(printer.print(&document("job-2")), Ending::Unknown(Fault::PaperOut));
    assert_eq!(printer.status().fault, Some(Fault::PaperOut), "and what is the matter can be seen");
    assert_eq!(printer.print(&document("job-3")), Ending::Failed(Fault::PaperOut), "nothing more is sent to it");
    program.paper(250);
    until(&mut printer, "a new pack", |status| {
        status.fault.is_none() && status.labels_left == Some(250) && program.is_idle()
    });
    assert_eq!(program.completed(), 1, "what it was told to forget does not come out");
    assert_eq!(printer.print(&document("job-4")), Ending::Confirmed);
    assert_eq!(program.completed(), 2);
}

#[test]
fn a_queue_of_cups_is_found_and_prints_on_its_printer() {
    let program = IppPrinterProgram::start("application/pdf");
    let cups = CupsServer::start(&format!("ipp://localhost:{}/ipp/print", program.port()));
    let found = find::queues("localhost", cups.port(), patient());
    assert_eq!(
        found.iter().map(|one| (one.kind, one.name.as_str())).collect::<Vec<_>>(),
        [(FoundKind::Queue, "badges")]
    );
    let mut queue = Ipp::new(found[0].address.parse().unwrap(), None, patient());
    let status = queue.status();
    assert_eq!((status.fault, status.tells), (None, true), "its queue asks the printer itself");
    assert_eq!(queue.print(&document("job-1")), Ending::Confirmed);
    let documents = program.documents();
    assert_eq!(documents.len(), 1, "{documents:?}");
    let ((width, height), codes) = open_pdf(&documents[0]);
    assert!((width - 105.0).abs() < 0.2 && (height - 148.0).abs() < 0.2, "A6, not {width} by {height} mm");
    assert_eq!(codes, [CODE]);
}

#[test]
fn a_queue_without_an_answering_printer_cannot_tell() {
    let cups = CupsServer::start("socket://127.0.0.1:9");
    let queue = IppAddress::of_queue("localhost", cups.port(), "badges");
    let status = Ipp::new(queue, None, patient()).status();
    assert!(!status.tells, "a queue that pours into a socket is done when it has poured");
}
