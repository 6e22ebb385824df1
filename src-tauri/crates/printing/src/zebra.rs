//! A label printer that takes ZPL over TCP, port 9100 as a rule: Zebra's and compatible ones.
//!
//! Where it answers `~HS` (Host Status, Zebra Programming Guide) it is asked before and after each label, and what it says
//! decides. One that never answers cannot tell: its badges are *unknown*.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use badge::Dpi;

use crate::net::{Line, fault_of};
use crate::{Document, Ending, Fault, Patience, Printer, Status, shown, to_zpl};

/// Asks for the status.
const ASK: &[u8] = b"~HS";
/// Asks who it is.
const ASK_WHO: &[u8] = b"~HI";
/// Throws away whatever has not been printed.
const FORGET: &[u8] = b"~JA";
/// The longest answer that is read.
const MOST_ANSWER: usize = 512;
/// The resolution of most label printers.
const USUAL_DPI: u16 = 203;

/// A printer that takes ZPL.
pub struct Zebra {
    host: String,
    port: u16,
    dpi: Option<u16>,
    patience: Patience,
    /// Whether it answers; `None`: not asked yet.
    answers: Option<bool>,
    told_dpi: Option<u16>,
    model: Option<String>,
}

/// What `~HS` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct HostStatus {
    /// No labels are left.
    pub paper_out: bool,
    /// Somebody has pressed Pause.
    pub paused: bool,
    /// The head is up.
    pub head_open: bool,
    /// No ribbon is left.
    pub ribbon_out: bool,
    /// Labels in its memory that are not begun.
    pub formats: u16,
    /// A label has been received in part.
    pub has_partial: bool,
    /// A label waits to be taken away.
    pub is_waiting: bool,
    /// Labels of the batch that are still to come.
    pub remaining: u32,
}

impl HostStatus {
    /// Reads the three lines of an answer, each between STX and ETX.
    #[must_use]
    pub fn read(answer: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(answer).ok()?;
        let mut lines = text.split('\u{2}').skip(1).filter_map(|line| line.split_once('\u{3}')).map(|(line, _)| line);
        let (first, second) = (lines.next()?, lines.next()?);
        lines.next()?;
        let first: Vec<&str> = first.split(',').map(str::trim).collect();
        let second: Vec<&str> = second.split(',').map(str::trim).collect();
        let flag = |fields: &[&str], at: usize| match fields.get(at).copied() {
            Some("0") => Some(false),
            Some("1") => Some(true),
            _ => None,
        };
        if first.len() < 12 || second.len() < 11 {
            return None;
        }
        Some(Self {
            paper_out: flag(&first, 1)?,
            paused: flag(&first, 2)?,
            formats: first.get(4)?.parse().ok()?,
            has_partial: flag(&first, 7)?,
            head_open: flag(&second, 2)?,
            ribbon_out: flag(&second, 3)?,
            is_waiting: flag(&second, 7)?,
            remaining: second.get(8)?.parse().ok()?,
        })
    }

    /// What is the matter, the one to mend first.
    #[must_use]
    pub fn fault(self) -> Option<Fault> {
        if self.head_open {
            Some(Fault::CoverOpen)
        } else if self.paper_out {
            Some(Fault::PaperOut)
        } else if self.ribbon_out {
            Some(Fault::SupplyOut)
        } else if self.paused {
            Some(Fault::Stopped)
        } else {
            None
        }
    }

    /// Whether nothing is left that would still come out.
    #[must_use]
    pub fn is_done(self) -> bool {
        self.formats == 0 && self.remaining == 0 && !self.has_partial
    }
}

impl Zebra {
    /// The printer at a host's port; without `dpi` it is asked how fine it prints.
    #[must_use]
    pub fn new(host: &str, port: u16, dpi: Option<u16>, patience: Patience) -> Self {
        Self { host: host.to_owned(), port, dpi, patience, answers: None, told_dpi: None, model: None }
    }

    /// Asks once whether it answers, and who it is.
    fn meet(&mut self) -> Result<Option<HostStatus>, Fault> {
        let mut line = Line::open(&self.host, self.port, self.patience)?;
        line.set_silence(self.patience.silence.min(Duration::from_secs(2)));
        match ask(&mut line) {
            Ok(status) => {
                self.answers = Some(true);
                if self.told_dpi.is_none() {
                    self.note_who(&mut line);
                }
                Ok(Some(status))
            }
            // It takes what is sent and says nothing: so are many that only understand ZPL. One that has answered before
            // is silent now.
            Err(Fault::Silent) if self.answers != Some(true) => {
                self.answers = Some(false);
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    /// `ZD421-203dpi,V84.20.18Z,8,8192KB`: model, version, dots a millimetre, memory.
    fn note_who(&mut self, line: &mut Line) {
        let answer = line.write_all(ASK_WHO).and_then(|()| read_until(line, 1));
        let Ok(answer) = answer else { return };
        let text = String::from_utf8_lossy(&answer);
        let mut fields = text.trim_matches(|letter: char| letter.is_control()).split(',');
        self.model = fields.next().map(shown).filter(|model| !model.is_empty());
        self.told_dpi = match fields.nth(1).map(str::trim) {
            Some("6") => Some(152),
            Some("8") => Some(203),
            Some("12") => Some(300),
            Some("24") => Some(600),
            _ => None,
        };
    }

    fn zpl(&self, document: &Document) -> Option<Vec<u8>> {
        let dpi = Dpi::new(u32::from(self.dpi.or(self.told_dpi).unwrap_or(USUAL_DPI))).ok()?;
        let bitmap = document.badge.to_bitmap(dpi).ok()?;
        let zpl = to_zpl(&bitmap, document.copies);
        // The comment names the label to whoever looks into a printer; ids only.
        let (right, down) = document.offset_mm;
        #[expect(clippy::cast_possible_truncation, reason = "some hundred dots")]
        let dots = |mm: f32| (mm / 25.4 * f32::from(dpi.get())).round() as i32;
        // The label's own origin: `^LS` moves to the left, `^LT` down. Said each time: the printer remembers them.
        let start = format!("^XA^FX{}^FS^LS{}^LT{}", document.name, -dots(right), dots(down).clamp(-120, 120));
        Some(zpl.replacen("^XA", &start, 1).into_bytes())
    }

    /// After the label has gone out: asks until nothing is left to come.
    fn follow(&self, line: &mut Line) -> Ending {
        let mut looks = Looks::new(self.patience.pause());
        loop {
            let status = match ask(line) {
                Ok(status) => status,
                Err(fault) => return Ending::Unknown(fault),
            };
            // A fault that comes after the label, such as the end of the roll, takes nothing away from it.
            if let Some(fault) = status.fault().filter(|_| !status.is_done()) {
                return call_off(line, fault);
            }
            if looks.are_enough(status.is_done()) {
                return Ending::Confirmed;
            }
            std::thread::sleep(looks.pause());
        }
    }
}

/// Looks at a label that is being printed. Between memory and head it is in neither count for a moment, so that one look is not
/// enough. Paper takes a quarter of a second and more: a label that was seen on its way is looked for once more after a
/// whole pause. Only one that never was has come out at once, as from what is no printer of paper, and is not waited for as long.
struct Looks {
    whole: Duration,
    next: Duration,
    was_seen: bool,
    done: u32,
}

impl Looks {
    /// The pause as long as the label was not seen; then each is twice as long as the one before, up to a whole one.
    const FIRST: Duration = Duration::from_micros(500);
    /// So many looks in a row see nothing of a label that came out at once.
    const AT_ONCE: u32 = 3;

    fn new(whole: Duration) -> Self {
        Self { whole, next: Self::FIRST.min(whole), was_seen: false, done: 0 }
    }

    /// Notes a look; whether it is certain now that the label is out.
    fn are_enough(&mut self, is_done: bool) -> bool {
        self.was_seen |= !is_done;
        self.done = if is_done { self.done + 1 } else { 0 };
        self.done >= if self.was_seen { 2 } else { Self::AT_ONCE }
    }

    /// How long to wait before the next look.
    fn pause(&mut self) -> Duration {
        if self.was_seen && self.done > 0 {
            return self.whole;
        }
        let pause = self.next;
        if self.was_seen {
            self.next = (pause * 2).min(self.whole);
        }
        pause
    }
}

/// Takes a label back that waits for labels or for a closed head, so that another printer may print it. Only if the printer
/// says that nothing is left is it certain.
fn call_off(line: &mut Line, fault: Fault) -> Ending {
    if line.write_all(FORGET).is_err() {
        return Ending::Unknown(fault);
    }
    match ask(line) {
        Ok(status) if status.is_done() && status.fault().is_some() => Ending::Failed(fault),
        _ => Ending::Unknown(fault),
    }
}

fn ask(line: &mut Line) -> Result<HostStatus, Fault> {
    let answer = line.write_all(ASK).and_then(|()| read_until(line, 3));
    let answer = answer.map_err(|error| fault_of(&error, Fault::BrokeOff))?;
    HostStatus::read(&answer).ok_or(Fault::Garbled)
}

/// Reads until so many lines have ended with ETX.
fn read_until(line: &mut Line, lines: usize) -> std::io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    let mut piece = [0; 256];
    while answer.iter().filter(|byte| **byte == 3).count() < lines {
        let read = line.read(&mut piece)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        answer.extend(piece.iter().take(read));
        if answer.len() > MOST_ANSWER {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
    }
    Ok(answer)
}

impl Printer for Zebra {
    fn print(&mut self, document: &Document) -> Ending {
        if self.answers.is_none()
            && let Err(fault) = self.meet()
        {
            return Ending::Failed(fault);
        }
        let Some(zpl) = self.zpl(document) else { return Ending::Failed(Fault::NotDrawn) };
        let mut line = match Line::open(&self.host, self.port, self.patience) {
            Ok(line) => line,
            Err(fault) => return Ending::Failed(fault),
        };
        let answers = self.answers == Some(true);
        if answers {
            match ask(&mut line) {
                // What lies in its memory is another's; its end is not ours.
                Ok(status) => {
                    if let Some(fault) = status.fault() {
                        return Ending::Failed(fault);
                    }
                }
                Err(fault) => return Ending::Failed(fault),
            }
        }
        let started = Instant::now();
        if let Err(error) = line.write_all(&zpl).and_then(|()| line.flush()) {
            return Ending::Unknown(fault_of(&error, Fault::BrokeOff));
        }
        if answers {
            return self.follow(&mut line);
        }
        line.finish_sending();
        // A line that breaks now has not brought everything.
        line.set_silence(Duration::from_millis(200).min(self.patience.silence));
        let mut rest = [0; 64];
        match line.read(&mut rest) {
            Err(error)
                if fault_of(&error, Fault::BrokeOff) == Fault::BrokeOff
                    && started.elapsed() < self.patience.silence =>
            {
                Ending::Unknown(Fault::BrokeOff)
            }
            _ => Ending::Unknown(Fault::CannotTell),
        }
    }

    fn status(&mut self) -> Status {
        match self.meet() {
            Ok(answer) => Status {
                fault: answer.and_then(HostStatus::fault),
                tells: answer.is_some(),
                labels_left: answer.filter(|status| status.paper_out).map(|_| 0),
                dpi: self.told_dpi,
                model: self.model.clone(),
                ..Status::default()
            },
            Err(fault) => Status::of(fault),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(first: &str, second: &str) -> Vec<u8> {
        format!("\u{2}{first}\u{3}\r\n\u{2}{second}\u{3}\r\n\u{2}1234,0\u{3}\r\n").into_bytes()
    }

    #[test]
    fn host_status_is_read_as_the_guide_says() {
        let well =
            HostStatus::read(&answer("030,0,0,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,6,0,00000000,1,000")).unwrap();
        assert_eq!((well.fault(), well.is_done()), (None, true));
        let out =
            HostStatus::read(&answer("030,1,1,1245,002,0,0,0,000,0,0,0", "000,0,0,0,0,2,6,0,00000001,1,000")).unwrap();
        assert_eq!((out.fault(), out.is_done()), (Some(Fault::PaperOut), false), "paper before the pause it causes");
        let open =
            HostStatus::read(&answer("030,0,0,1245,000,0,0,0,000,0,0,0", "000,0,1,0,0,2,6,0,00000003,1,000")).unwrap();
        assert_eq!((open.fault(), open.remaining), (Some(Fault::CoverOpen), 3));
    }

    #[test]
    fn nothing_else_is_taken_for_a_host_status() {
        for senseless in [
            "",
            "\u{2}1\u{3}\u{2}2\u{3}\u{2}3\u{3}",
            "HTTP/1.1 200 OK",
            "\u{2},,,,,,,,,,,\u{3}\u{2},,,,,,,,,,\u{3}\u{2}\u{3}",
        ] {
            assert_eq!(HostStatus::read(senseless.as_bytes()), None, "{senseless:?}");
        }
        assert_eq!(HostStatus::read(&[0xff; 300]), None);
    }

    const WHOLE: Duration = Duration::from_millis(80);

    #[test]
    fn a_label_that_was_seen_on_its_way_is_out_after_two_looks_with_a_whole_pause_between() {
        let mut looks = Looks::new(WHOLE);
        assert!(!looks.are_enough(true), "not counted for a moment");
        assert!(looks.pause() < WHOLE);
        assert!(!looks.are_enough(false), "it was between memory and head");
        let pauses: Vec<Duration> = (0..12).map(|_| looks.pause()).collect();
        assert!(pauses.is_sorted() && pauses.last() == Some(&WHOLE), "asked less and less often: {pauses:?}");
        assert!(!looks.are_enough(true));
        assert_eq!(looks.pause(), WHOLE, "paper takes its time");
        assert!(looks.are_enough(true));
    }

    #[test]
    fn a_label_that_nobody_saw_is_out_after_three_looks() {
        let mut looks = Looks::new(WHOLE);
        let mut waited = Duration::ZERO;
        for _ in 0..2 {
            assert!(!looks.are_enough(true));
            waited += looks.pause();
        }
        assert!(looks.are_enough(true));
        assert!(waited == Looks::FIRST * 2 && waited < WHOLE, "{waited:?}");
    }
}
