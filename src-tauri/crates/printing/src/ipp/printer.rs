//! An IPP printer: a document goes out as one `Print-Job`, and the job is asked after until it has ended.

use std::time::Instant;

use super::IppAddress;
use super::codec::{self, Attribute, Operation, Reply, Request, Value};
use super::reasons;
use crate::http::{Connection, NoReply, Target};
use crate::{Document, Ending, Fault, Fingerprint, Patience, Printer, Status, pwg, shown};

/// What is asked of a printer.
const WANTED: [&str; 14] = [
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-make-and-model",
    "document-format-supported",
    "printer-resolution-supported",
    "pwg-raster-document-resolution-supported",
    "pwg-raster-document-type-supported",
    "job-creation-attributes-supported",
    "media-col-ready",
    "media-col-default",
    "media-col-supported",
    "printer-input-tray",
    "device-uri",
];
const JOB_WANTED: [&str; 5] = [
    "job-state",
    "job-state-reasons",
    "job-impressions-completed",
    "job-media-sheets-completed",
    "job-printer-state-reasons",
];
const USER: &str = "ankomst";
/// Resolutions that a badge is drawn in; a printer that says more gets the nearest.
const DPIS: [u16; 4] = [300, 600, 203, 200];

/// A printer or queue that speaks IPP.
pub struct Ipp {
    address: IppAddress,
    target: Target,
    patience: Patience,
    known: Option<Known>,
}

/// What the printer has said of itself.
#[derive(Clone, Debug)]
struct Known {
    status: Status,
    takes_pdf: bool,
    takes_raster: bool,
    in_colour: bool,
    takes_media: bool,
    takes_copies: bool,
    takes_scaling: bool,
}

/// How a job is.
struct JobLook {
    state: i32,
    reason: Option<Fault>,
    /// Sheets that have come out, if the printer counts them.
    out: Option<i32>,
    has_errors: bool,
}

impl Ipp {
    /// The printer at this address; `pin` is the certificate that somebody accepted.
    #[must_use]
    pub fn new(address: IppAddress, pin: Option<Fingerprint>, patience: Patience) -> Self {
        let target = address.target(pin);
        Self { address, target, patience, known: None }
    }

    fn open(&self) -> Result<Connection, NoReply> {
        Connection::open(&self.target, self.patience).map_err(|(fault, _)| NoReply { fault, was_sent: false })
    }

    fn ask(&self, connection: &mut Option<Connection>, request: Request, document: &[u8]) -> Result<Reply, NoReply> {
        let mut open = match connection.take() {
            Some(open) => open,
            None => self.open()?,
        };
        let reply = open.post(&self.target, &request.bytes(), document)?;
        let was_sent = !document.is_empty();
        match reply.status {
            200 => {}
            // Turned down before anything was printed; where another address is named, nobody goes there.
            300..=499 | 501 | 503 => return Err(NoReply { fault: Fault::Refused, was_sent: false }),
            _ => return Err(NoReply { fault: Fault::Garbled, was_sent }),
        }
        if reply.stays_open {
            *connection = Some(open);
        }
        codec::read(&reply.body).map_err(|_| NoReply { fault: Fault::Garbled, was_sent })
    }

    fn ask_how_it_is(&self) -> Result<Known, (Fault, Option<Fingerprint>)> {
        let mut connection = Some(Connection::open(&self.target, self.patience)?);
        let certificate = connection.as_ref().and_then(Connection::certificate);
        let request = Request::new(Operation::PrinterAttributes, &self.address.to_string())
            .name("requesting-user-name", USER)
            .keywords("requested-attributes", &WANTED);
        let reply = self.ask(&mut connection, request, &[]).map_err(|no| (no.fault, certificate))?;
        if reply.status >= 0x0100 {
            return Err((Fault::Refused, certificate));
        }
        Ok(Known::of(&reply, certificate))
    }

    fn look_at(&self, connection: &mut Option<Connection>, job: i32) -> Result<JobLook, Fault> {
        let request = || {
            Request::new(Operation::JobAttributes, &self.address.to_string())
                .integer("job-id", job)
                .name("requesting-user-name", USER)
                .keywords("requested-attributes", &JOB_WANTED)
        };
        let was_open = connection.is_some();
        let reply = match self.ask(connection, request(), &[]) {
            // A kept connection may have been closed in the meantime; nothing is printed by asking again.
            Err(no) if was_open && no.fault == Fault::BrokeOff => self.ask(connection, request(), &[]),
            other => other,
        };
        let reply = reply.map_err(|no| no.fault)?;
        if reply.status >= 0x0100 {
            // It does not know the job any more: nobody knows what became of it.
            return Err(Fault::CannotTell);
        }
        let (printer, _) = reasons::of_printer(reply.texts("job-printer-state-reasons"));
        let out = |name| reply.integer(name).filter(|count| *count >= 0);
        Ok(JobLook {
            state: reply.integer("job-state").ok_or(Fault::Garbled)?,
            reason: printer.or_else(|| reasons::of_job(reply.texts("job-state-reasons"))),
            out: out("job-impressions-completed").max(out("job-media-sheets-completed")),
            has_errors: reply.texts("job-state-reasons").any(|reason| reason == "job-completed-with-errors"),
        })
    }

    /// Asks after a job until it has ended, or calls it off once the printer has a fault.
    fn follow(&self, job: i32, tells: bool) -> Ending {
        let until = Instant::now() + self.patience.whole();
        let mut connection = None;
        let mut heard = Instant::now();
        let mut in_trouble = None;
        loop {
            match self.look_at(&mut connection, job) {
                Ok(look) => {
                    heard = Instant::now();
                    match look.state {
                        9 if look.has_errors => return Ending::Unknown(look.reason.unwrap_or(Fault::BrokeOff)),
                        9 if tells => return Ending::Confirmed,
                        9 => return Ending::Unknown(Fault::CannotTell),
                        7 | 8 if look.out.unwrap_or(0) > 0 => return Ending::Unknown(Fault::BrokeOff),
                        7 | 8 => return Ending::Failed(look.reason.unwrap_or(Fault::Refused)),
                        _ => {}
                    }
                    let trouble = match look.state {
                        6 => Some(look.reason.unwrap_or(Fault::Stopped)),
                        _ => self.ask_how_it_is().ok().and_then(|known| known.status.fault),
                    };
                    // Twice in a row: a printer that catches its breath is not faulty.
                    match (in_trouble, trouble) {
                        (Some(_), Some(fault)) => return self.call_off(job, fault),
                        (_, trouble) => in_trouble = trouble,
                    }
                }
                Err(fault @ (Fault::CannotTell | Fault::Garbled | Fault::Certificate)) => {
                    return Ending::Unknown(fault);
                }
                Err(fault) => {
                    connection = None;
                    if heard.elapsed() >= self.patience.silence {
                        return Ending::Unknown(fault);
                    }
                }
            }
            if Instant::now() >= until {
                return self.call_off(job, Fault::Silent);
            }
            std::thread::sleep(self.patience.pause());
        }
    }

    /// Takes a job back from a printer that cannot print it now, so that another may. Only if the printer says that the
    /// job is gone and nothing came out is it certain.
    fn call_off(&self, job: i32, fault: Fault) -> Ending {
        // The fault that somebody can mend is what the printer says, not what became of the job.
        let fault = match fault {
            Fault::Stopped => self.ask_how_it_is().ok().and_then(|known| known.status.fault).unwrap_or(fault),
            fault => fault,
        };
        let request = Request::new(Operation::CancelJob, &self.address.to_string())
            .integer("job-id", job)
            .name("requesting-user-name", USER);
        let mut connection = None;
        if self.ask(&mut connection, request, &[]).is_err() {
            return Ending::Unknown(fault);
        }
        let until = Instant::now() + self.patience.silence;
        loop {
            match self.look_at(&mut connection, job) {
                Ok(look) if look.state == 9 && !look.has_errors => return Ending::Confirmed,
                Ok(look) if matches!(look.state, 7 | 8) && look.out.unwrap_or(0) == 0 => return Ending::Failed(fault),
                Ok(look) if look.state >= 7 => return Ending::Unknown(fault),
                Ok(_) if Instant::now() < until => std::thread::sleep(self.patience.pause()),
                _ => return Ending::Unknown(fault),
            }
        }
    }

    fn send(&self, known: &Known, document: &Document) -> Ending {
        let Some((format, bytes)) = bytes_for(known, document) else { return Ending::Failed(Fault::NotDrawn) };
        let mut request = Request::new(Operation::PrintJob, &self.address.to_string())
            .name("requesting-user-name", USER)
            .name("job-name", &document.name)
            .mime("document-format", format)
            .job();
        if document.copies > 1 && known.takes_copies {
            request = request.integer("copies", i32::try_from(document.copies).unwrap_or(1));
        }
        if known.takes_scaling {
            request = request.keyword("print-scaling", "none");
        }
        if known.takes_media {
            let size = document.badge.size();
            request = request.media_size(hundredths(size.width.as_mm()), hundredths(size.height.as_mm()));
        }
        let reply = match self.ask(&mut None, request, &bytes) {
            Ok(reply) => reply,
            Err(NoReply { fault, was_sent: false }) => return Ending::Failed(fault),
            Err(NoReply { fault, was_sent: true }) => return Ending::Unknown(fault),
        };
        if reply.status >= 0x0100 {
            // 0x0400 to 0x05ff: turned down, nothing is printed.
            return Ending::Failed(Fault::Refused);
        }
        match reply.integer("job-id") {
            Some(job) => self.follow(job, known.status.tells),
            None => Ending::Unknown(Fault::Garbled),
        }
    }
}

impl Printer for Ipp {
    fn print(&mut self, document: &Document) -> Ending {
        let known = match self.known.clone() {
            Some(known) => known,
            None => match self.ask_how_it_is() {
                Ok(known) => known,
                Err((fault, _)) => return Ending::Failed(fault),
            },
        };
        if let Some(fault) = known.status.fault {
            self.known = None;
            return Ending::Failed(fault);
        }
        let copies = if known.takes_copies { 1 } else { document.copies.max(1) };
        let mut ending = Ending::Confirmed;
        for copy in 0..copies {
            ending = self.send(&known, document);
            if ending != Ending::Confirmed {
                // The first has come out: a second attempt would be one too many.
                if copy > 0 && matches!(ending, Ending::Failed(_)) {
                    ending = Ending::Unknown(Fault::BrokeOff);
                }
                break;
            }
        }
        if ending != Ending::Confirmed {
            self.known = None;
        }
        ending
    }

    fn status(&mut self) -> Status {
        match self.ask_how_it_is() {
            Ok(known) => {
                let status = known.status.clone();
                self.known = status.fault.is_none().then_some(known);
                status
            }
            Err((fault, certificate)) => {
                self.known = None;
                Status { certificate, ..Status::of(fault) }
            }
        }
    }
}

impl Known {
    fn of(reply: &Reply, certificate: Option<Fingerprint>) -> Self {
        let (reason, is_low) = reasons::of_printer(reply.texts("printer-state-reasons"));
        let is_accepting = reply.boolean("printer-is-accepting-jobs").unwrap_or(true);
        let fault = match reply.integer("printer-state") {
            Some(5) => Some(reason.unwrap_or(Fault::Stopped)),
            Some(3 | 4) if !is_accepting => Some(Fault::Refused),
            // An idle printer may name an empty tray that it does not need; one that is at work and stuck says so by its job.
            Some(3 | 4) => reason.filter(|reason| *reason != Fault::Stopped),
            _ => Some(Fault::Garbled),
        };
        let formats: Vec<&str> = reply.texts("document-format-supported").collect();
        let takes = |format: &str| formats.contains(&format);
        let wishes: Vec<&str> = reply.texts("job-creation-attributes-supported").collect();
        let wish = |name: &str| wishes.contains(&name);
        // A queue of CUPS is done when its backend is; only those that ask the printer know that it came out.
        let device = reply.text("device-uri");
        let tells = device.is_none_or(|device| {
            ["ipp:", "ipps:", "dnssd:", "implicitclass:"].iter().any(|kind| device.starts_with(kind))
        });
        let status = Status {
            fault,
            tells,
            is_low,
            labels_left: sheets_left(reply),
            media_mm: media(reply),
            dpi: dpi(reply),
            model: reply.text("printer-make-and-model").map(shown).filter(|model| !model.is_empty()),
            certificate,
        };
        Self {
            status,
            takes_pdf: takes("application/pdf"),
            takes_raster: takes("image/pwg-raster"),
            in_colour: reply.texts("pwg-raster-document-type-supported").any(|kind| kind == "srgb_8"),
            takes_media: wish("media-col") && reply.texts("media-col-supported").any(|member| member == "media-size"),
            takes_copies: wish("copies"),
            takes_scaling: wish("print-scaling"),
        }
    }
}

/// The document as the printer takes it: a PDF, else a raster.
fn bytes_for(known: &Known, document: &Document) -> Option<(&'static str, Vec<u8>)> {
    if known.takes_pdf || !known.takes_raster {
        return Some(("application/pdf", document.to_pdf().ok()?));
    }
    let raster = pwg::raster(document, known.status.dpi.unwrap_or(300), known.in_colour)?;
    Some(("image/pwg-raster", raster))
}

fn hundredths(mm: f32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a badge is some hundred millimetres large")]
    let hundredths = (mm * 100.0).round() as i32;
    hundredths
}

fn dpi(reply: &Reply) -> Option<u16> {
    let says = |name| {
        reply.values(name).iter().filter_map(|value| match value {
            Value::Resolution(across, down) if across == down => u16::try_from(*across).ok(),
            _ => None,
        })
    };
    let known: Vec<u16> =
        says("pwg-raster-document-resolution-supported").chain(says("printer-resolution-supported")).collect();
    let in_range = |dpi: &u16| (badge::Dpi::MIN..=badge::Dpi::MAX).contains(dpi);
    DPIS.into_iter().find(|dpi| known.contains(dpi)).or_else(|| known.into_iter().find(in_range))
}

/// The size of what lies ready, in millimetres.
fn media(reply: &Reply) -> Option<(f32, f32)> {
    let sizes = ["media-col-ready", "media-col-default"].into_iter().flat_map(|name| reply.values(name));
    sizes.into_iter().find_map(|value| {
        let Value::Collection(members) = value else { return None };
        let Some(Value::Collection(size)) = Attribute::member(members, "media-size") else { return None };
        let side = |name| match Attribute::member(size, name) {
            Some(Value::Integer(side)) => u16::try_from(side / 10).ok().map(|tenths| f32::from(tenths) / 10.0),
            _ => None,
        };
        Some((side("x-dimension")?, side("y-dimension")?))
    })
}

/// How many sheets lie in the first tray that counts them (PWG 5100.13, `printer-input-tray`): `…;level=25;…`.
fn sheets_left(reply: &Reply) -> Option<u32> {
    reply.values("printer-input-tray").iter().find_map(|value| {
        let Value::Octets(bytes) = value else { return None };
        let text = std::str::from_utf8(bytes).ok()?;
        let level = text.split(';').find_map(|part| part.trim().strip_prefix("level="))?;
        // Below 0: it does not know.
        level.parse::<u32>().ok().filter(|level| *level <= 100_000)
    })
}
