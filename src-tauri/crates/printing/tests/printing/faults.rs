//! What each fault of a printer comes to: certain only where it is certain.

use std::time::{Duration, Instant};

use printing::{Ending, Fault, Ipp, Printer, Zebra};
use testkit::{FakePrinter, Script, Speaks, Trouble};

use crate::{document, quick};

fn printer(fake: &FakePrinter, speaks: Speaks) -> Box<dyn Printer> {
    match speaks {
        Speaks::Zpl => Box::new(Zebra::new("127.0.0.1", fake.port(), None, quick())),
        Speaks::Ipp => Box::new(Ipp::new(fake.address().parse().unwrap(), None, quick())),
    }
}

/// How a badge ends on a printer with this trouble, and whether it came out.
#[track_caller]
fn check(speaks: Speaks, trouble: Trouble, expected: Ending, came_out: bool) {
    let fake = FakePrinter::start(speaks, Script::well());
    let mut printer = printer(&fake, speaks);
    assert_eq!(printer.status().fault, None, "well at first");
    fake.play(Script::always(trouble));
    let started = Instant::now();
    let ending = printer.print(&document("job-1"));
    let took = started.elapsed();
    assert_eq!(ending, expected, "{speaks:?} {trouble:?}");
    assert_eq!(fake.out().len(), usize::from(came_out), "{speaks:?} {trouble:?}: what came out");
    assert!(took < quick().whole() * 2, "{speaks:?} {trouble:?} took {took:?}");
}

#[test]
fn what_a_label_printer_does_is_told_as_it_is() {
    let check = |trouble, expected, came_out| check(Speaks::Zpl, trouble, expected, came_out);
    check(Trouble::None, Ending::Confirmed, true);
    check(Trouble::Slow(Duration::from_millis(150)), Ending::Confirmed, true);
    check(Trouble::PaperOut, Ending::Failed(Fault::PaperOut), false);
    check(Trouble::CoverOpen, Ending::Failed(Fault::CoverOpen), false);
    check(Trouble::Silent, Ending::Failed(Fault::Silent), false);
    check(Trouble::HalfOpen, Ending::Failed(Fault::Silent), false);
    check(Trouble::Garbage, Ending::Failed(Fault::Garbled), false);
    check(Trouble::Flood, Ending::Failed(Fault::Garbled), false);
    check(Trouble::Reset, Ending::Unknown(Fault::BrokeOff), false);
    check(Trouble::ResetAfter, Ending::Unknown(Fault::BrokeOff), true);
}

#[test]
fn what_a_driverless_printer_does_is_told_as_it_is() {
    let check = |trouble, expected, came_out| check(Speaks::Ipp, trouble, expected, came_out);
    check(Trouble::None, Ending::Confirmed, true);
    check(Trouble::Slow(Duration::from_millis(150)), Ending::Confirmed, true);
    check(Trouble::PaperOut, Ending::Failed(Fault::PaperOut), false);
    check(Trouble::CoverOpen, Ending::Failed(Fault::CoverOpen), false);
    check(Trouble::Silent, Ending::Unknown(Fault::Silent), false);
    check(Trouble::Mute, Ending::Unknown(Fault::Silent), true);
    check(Trouble::HalfOpen, Ending::Unknown(Fault::Silent), false);
    check(Trouble::Garbage, Ending::Unknown(Fault::Garbled), false);
    check(Trouble::Flood, Ending::Unknown(Fault::Garbled), false);
    check(Trouble::Reset, Ending::Unknown(Fault::BrokeOff), false);
    check(Trouble::ResetAfter, Ending::Unknown(Fault::BrokeOff), true);
    check(Trouble::WithErrors, Ending::Unknown(Fault::BrokeOff), false);
}

#[test]
fn a_label_that_lies_in_the_printer_when_the_paper_is_out_is_called_off_before_another_may_take_it() {
    for speaks in [Speaks::Zpl, Speaks::Ipp] {
        let slow = Duration::from_millis(300);
        let fake = FakePrinter::start(speaks, Script::always(Trouble::Slow(slow)));
        let mut printer = printer(&fake, speaks);
        assert_eq!(printer.status().fault, None, "{speaks:?}: well at first");
        let ending = std::thread::scope(|scope| {
            let printing = scope.spawn(|| printer.print(&document("job-1")));
            while fake.holds() == 0 {
                assert!(!printing.is_finished(), "{speaks:?}: it has the label for a while");
                std::thread::sleep(Duration::from_millis(1));
            }
            fake.play(Script::always(Trouble::PaperOut));
            printing.join().unwrap()
        });
        assert_eq!(ending, Ending::Failed(Fault::PaperOut), "{speaks:?}: another printer may take it");
        fake.play(Script::well());
        std::thread::sleep(slow + Duration::from_millis(50));
        assert!(fake.out().is_empty(), "{speaks:?}: then it never comes out here: {:?}", fake.out());
    }
}

#[test]
fn paper_that_runs_out_under_the_label_takes_it_back() {
    for speaks in [Speaks::Zpl, Speaks::Ipp] {
        let fake = FakePrinter::start(speaks, Script { trouble: Trouble::PaperOut, after: 1, lasts: None });
        let mut printer = printer(&fake, speaks);
        assert_eq!(printer.print(&document("job-1")), Ending::Confirmed, "{speaks:?}");
        assert_eq!(printer.print(&document("job-2")), Ending::Failed(Fault::PaperOut), "{speaks:?}");
        fake.play(Script::well());
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(fake.out(), ["job-1"], "{speaks:?}: what was taken back does not come out with the new roll");
        assert_eq!(printer.status().fault, None, "{speaks:?}: it is well again");
        assert_eq!(printer.print(&document("job-3")), Ending::Confirmed, "{speaks:?}");
    }
}

#[test]
fn a_printer_that_never_answers_cannot_tell() {
    let fake = FakePrinter::start(Speaks::Zpl, Script::always(Trouble::Mute));
    let mut printer = printer(&fake, Speaks::Zpl);
    let status = printer.status();
    assert_eq!((status.fault, status.tells), (None, false), "it takes labels, and says nothing");
    assert_eq!(printer.print(&document("job-1")), Ending::Unknown(Fault::CannotTell));
    assert_eq!(fake.out(), ["job-1"]);
}

#[test]
fn nobody_at_the_address_is_unreachable() {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let mut zebra = Zebra::new("127.0.0.1", free, None, quick());
    assert_eq!(zebra.status().fault, Some(Fault::Unreachable));
    assert_eq!(zebra.print(&document("job-1")), Ending::Failed(Fault::Unreachable));
    let mut ipp = Ipp::new(format!("ipp://127.0.0.1:{free}/ipp/print").parse().unwrap(), None, quick());
    assert_eq!(ipp.status().fault, Some(Fault::Unreachable));
    assert_eq!(ipp.print(&document("job-1")), Ending::Failed(Fault::Unreachable));
}

#[test]
fn what_the_printer_says_of_itself_is_taken_over() {
    let zebra = FakePrinter::start(Speaks::Zpl, Script::well());
    let status = printer(&zebra, Speaks::Zpl).status();
    assert_eq!((status.model.as_deref(), status.dpi, status.tells), (Some("ZD421-203dpi"), Some(203), true));
    let ipp = FakePrinter::start(Speaks::Ipp, Script::well());
    let status = printer(&ipp, Speaks::Ipp).status();
    assert_eq!((status.model.as_deref(), status.tells), (Some("Testkit Driverless"), true));
}
