//! Scanners on ports: heard, gone, back again, too many, too fast, and left alone.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use kiosk::Baud;
use kiosk::scanners::{Chosen, Device, MOST_SCANNERS, News, Reading, Scanners, State};

use super::*;

/// What a scanner of the test does next.
#[derive(Clone)]
enum Step {
    /// It can be opened.
    Opens,
    /// It cannot.
    Refuses(&'static str),
    /// It reads a text.
    Reads(String),
    /// It is pulled out.
    Goes,
}

/// A scanner that does what the test says, and nothing when that is over.
#[derive(Clone, Default)]
struct Script(Arc<Mutex<VecDeque<Step>>>);

impl Script {
    fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self(Arc::new(Mutex::new(steps.into_iter().collect())))
    }

    fn add(&self, step: Step) {
        self.0.lock().unwrap().push_back(step);
    }

    fn next(&self) -> Option<Step> {
        self.0.lock().unwrap().pop_front()
    }
}

impl Device for Script {
    fn open(&self) -> Result<Box<dyn Reading>, &'static str> {
        match self.next() {
            Some(Step::Opens) => Ok(Box::new(self.clone())),
            Some(Step::Refuses(why)) => Err(why),
            _ => Err("missing"),
        }
    }
}

impl Reading for Script {
    fn read(&mut self, timeout: Duration) -> Result<Vec<String>, &'static str> {
        match self.next() {
            Some(Step::Reads(text)) => Ok(vec![text]),
            Some(Step::Goes) => Err("gone"),
            _ => {
                std::thread::sleep(timeout.min(Duration::from_millis(5)));
                Ok(Vec::new())
            }
        }
    }
}

fn port(path: &str) -> Chosen {
    Chosen::Serial { id: path.to_owned(), baud: Baud::default() }
}

fn with(script: &Script) -> Scanners {
    let scanners = Scanners::default();
    scanners.choose_devices(&[port("A")], |_| Box::new(script.clone()));
    scanners
}

/// Asks until something is so.
#[track_caller]
fn until(scanners: &Scanners, mut seen: u64, is_so: impl Fn(&News) -> bool) -> News {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let news = scanners.news(seen, Duration::from_millis(200));
        if is_so(&news) {
            return news;
        }
        seen = news.version;
    }
    panic!("in vain: {:?}", scanners.news(0, Duration::ZERO));
}

fn is(state: State) -> impl Fn(&News) -> bool {
    move |news| news.scanners == [("A".to_owned(), state)]
}

#[test]
fn what_a_scanner_reads_is_told_once_and_its_state_is_true() {
    let script = Script::new([Step::Opens]);
    let scanners = with(&script);
    let ready = until(&scanners, 0, is(State::Ready));
    script.add(Step::Reads("QX-7712".to_owned()));
    let news = until(&scanners, ready.version, |news| !news.scans.is_empty());
    assert_eq!((news.scans[0].scanner.as_str(), news.scans[0].text.as_str()), ("A", "QX-7712"));
    assert_eq!(scanners.news(news.version, Duration::ZERO).scans, [], "told once");
    assert_eq!(scanners.news(0, Duration::ZERO).scans, [], "a page that begins anew gets no guest of before");
}

#[test]
fn a_scanner_that_is_pulled_out_is_away_and_comes_back_by_itself() {
    let script = Script::new([Step::Refuses("noPermission")]);
    let scanners = with(&script);
    until(&scanners, 0, is(State::Away("noPermission")));
    script.add(Step::Opens);
    until(&scanners, 0, is(State::Ready));
    script.add(Step::Goes);
    until(&scanners, 0, is(State::Away("gone")));
    script.add(Step::Opens);
    let ready = until(&scanners, 0, is(State::Ready));
    script.add(Step::Reads("B".to_owned()));
    until(&scanners, ready.version, |news| news.scans.len() == 1);
}

#[test]
fn a_scanner_that_is_no_longer_wanted_is_let_go_and_others_go_on() {
    let first = Script::new([Step::Opens]);
    let second = Script::new([Step::Opens]);
    let scanners = Scanners::default();
    let device = |chosen: &Chosen| -> Box<dyn Device> {
        Box::new(if chosen.id() == "A" { first.clone() } else { second.clone() })
    };
    scanners.choose_devices(&[port("A"), port("B")], device);
    until(&scanners, 0, |news| news.scanners.len() == 2 && news.scanners.iter().all(|one| one.1 == State::Ready));
    scanners.choose_devices(&[port("B")], device);
    let news = scanners.news(0, Duration::ZERO);
    assert_eq!(news.scanners, [("B".to_owned(), State::Ready)], "opened once, and not again");
    first.add(Step::Reads("for nobody".to_owned()));
    second.add(Step::Reads("for the desk".to_owned()));
    let heard = until(&scanners, news.version, |news| !news.scans.is_empty());
    assert_eq!(heard.scans.iter().map(|scan| scan.text.as_str()).collect::<Vec<_>>(), ["for the desk"]);
    scanners.choose_devices(&[], device);
    assert_eq!(scanners.news(0, Duration::ZERO).scanners, []);
}

#[test]
fn a_flood_of_scans_is_kept_to_the_last_and_too_many_scanners_to_the_first() {
    let steps = (0..500).map(|n| Step::Reads(n.to_string()));
    let script = Script::new([Step::Opens].into_iter().chain(steps));
    let scanners = Scanners::default();
    // Before the first is read: on a busy machine all may be, before anybody asks again.
    let begun = scanners.news(0, Duration::ZERO).version;
    scanners.choose_devices(&[port("A")], |_| Box::new(script.clone()));
    let begin = Instant::now();
    // Always from the beginning: the last ones may be told in two answers.
    let news = loop {
        let news = scanners.news(begun, Duration::from_millis(200));
        if news.scans.last().is_some_and(|scan| scan.text == "499") {
            break news;
        }
        assert!(begin.elapsed() < PATIENCE, "all are read");
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(news.scans.len(), 32);
    let many: Vec<Chosen> = (0..20).map(|n| port(&n.to_string())).collect();
    scanners.choose_devices(&many, |_| Box::new(Script::default()));
    assert_eq!(scanners.news(0, Duration::ZERO).scanners.len(), MOST_SCANNERS);
}

#[test]
fn whoever_waits_for_news_waits_no_longer_than_asked() {
    let scanners = Scanners::default();
    let version = scanners.news(0, Duration::from_secs(60)).version;
    let begun = Instant::now();
    let news = scanners.news(version, Duration::from_millis(50));
    assert!(begun.elapsed() >= Duration::from_millis(50), "it waited");
    assert_eq!((news.version, news.scans.len()), (version, 0));
}
