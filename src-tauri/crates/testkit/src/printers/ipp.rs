//! The driverless printer: HTTP and IPP, as little as a badge needs.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use printing::ipp::codec;

use super::{MOST, Shared, Trouble, flood, piece, wait_while};

pub(super) fn converse(mut stream: TcpStream, shared: &Shared, stop: &AtomicBool) {
    let mut heard = Vec::new();
    while let Some(body) = request(&mut stream, &mut heard, shared, stop) {
        let operation = body.get(2..4).map_or(0, |bytes| u16::from_be_bytes([bytes[0], bytes[1]]));
        let trouble = shared.trouble();
        match trouble {
            Trouble::Silent | Trouble::Mute if operation != 2 || trouble == Trouble::Silent => {
                return wait_while(shared, stop, trouble);
            }
            Trouble::Garbage => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nwhat? no!");
                return;
            }
            Trouble::Flood => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
                return flood(&mut stream, stop);
            }
            _ => {}
        }
        let Ok(asked) = codec::read(&body) else { return };
        let answer = match operation {
            0x0002 => {
                let end = document_at(&body);
                let job = shared.lock().take(asked.text("job-name").unwrap_or_default().to_owned(), &body[end..]);
                if trouble == Trouble::ResetAfter {
                    return;
                }
                if trouble == Trouble::Mute {
                    return wait_while(shared, stop, trouble);
                }
                Answer::new(0).group(2).integer(0x21, "job-id", job).integer(0x23, "job-state", 3)
            }
            0x0008 => {
                let job = asked.integer("job-id").unwrap_or_default();
                let mut state = shared.lock();
                if let Some(at) = state.memory.iter().position(|(id, ..)| i64::from(*id) == i64::from(job)) {
                    let (id, ..) = state.memory.remove(at);
                    state.ended.push((id, false));
                    Answer::new(0)
                } else {
                    Answer::new(0x0404)
                }
            }
            0x0009 => job_attributes(shared, asked.integer("job-id").unwrap_or_default(), trouble),
            0x000b => {
                shared.lock().asked += 1;
                printer_attributes(trouble)
            }
            _ => Answer::new(0x0501),
        };
        let bytes = answer.bytes();
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\n\r\n", bytes.len());
        if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&bytes)).is_err() {
            return;
        }
    }
}

fn job_attributes(shared: &Shared, job: i32, trouble: Trouble) -> Answer {
    let mut state = shared.lock();
    state.advance();
    let is_it = |id: u32| i64::from(id) == i64::from(job);
    let answer = Answer::new(0).group(2);
    if let Some((_, came_out)) = state.ended.iter().find(|(id, _)| is_it(*id)) {
        let (job_state, reason, sheets) = if trouble == Trouble::WithErrors {
            (9, "job-completed-with-errors", 0)
        } else if *came_out {
            (9, "job-completed-successfully", 1)
        } else {
            (7, "job-canceled-by-user", 0)
        };
        return answer.integer(0x23, "job-state", job_state).text(0x44, "job-state-reasons", reason).integer(
            0x21,
            "job-impressions-completed",
            sheets,
        );
    }
    if !state.memory.iter().any(|(id, ..)| is_it(*id)) {
        return Answer::new(0x0406);
    }
    let job_state = if reasons(trouble) == "none" { 5 } else { 6 };
    answer
        .integer(0x23, "job-state", job_state)
        .text(0x44, "job-state-reasons", if job_state == 5 { "job-printing" } else { "printer-stopped" })
        .integer(0x21, "job-impressions-completed", 0)
}

fn printer_attributes(trouble: Trouble) -> Answer {
    let reasons = reasons(trouble);
    Answer::new(0)
        .group(4)
        .integer(0x23, "printer-state", if reasons == "none" { 3 } else { 5 })
        .text(0x44, "printer-state-reasons", reasons)
        .flag("printer-is-accepting-jobs", true)
        .text(0x41, "printer-make-and-model", "Testkit Driverless")
        .text(0x49, "document-format-supported", "application/pdf")
        .text(0x44, "job-creation-attributes-supported", "copies")
}

fn reasons(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::PaperOut => "media-empty-error",
        Trouble::CoverOpen => "cover-open-error",
        _ => "none",
    }
}

/// The next request's body, if the connection brings one whole.
fn request(stream: &mut TcpStream, heard: &mut Vec<u8>, shared: &Shared, stop: &AtomicBool) -> Option<Vec<u8>> {
    loop {
        if let Some(head) = heard.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&heard[..head]).to_ascii_lowercase();
            let length =
                text.lines().find_map(|line| line.strip_prefix("content-length:"))?.trim().parse::<usize>().ok()?;
            let prints = heard.get(head + 6..head + 8) == Some(&[0, 2]);
            if prints {
                shared.lock().first_byte.get_or_insert_with(Instant::now);
                if shared.trouble() == Trouble::Reset {
                    return None;
                }
            }
            if length > MOST {
                return None;
            }
            if heard.len() >= head + 4 + length {
                let body = heard[head + 4..head + 4 + length].to_vec();
                heard.drain(..head + 4 + length);
                return Some(body);
            }
        }
        if shared.trouble() == Trouble::HalfOpen {
            wait_while(shared, stop, Trouble::HalfOpen);
            return None;
        }
        let bytes = piece(stream, stop);
        if bytes.is_empty() {
            return None;
        }
        heard.extend(bytes);
    }
}

/// Where the document begins: a PDF, or a raster.
fn document_at(body: &[u8]) -> usize {
    let starts = |sign: &[u8]| body.windows(sign.len()).position(|some| some == sign);
    starts(b"%PDF").or_else(|| starts(b"RaS2")).unwrap_or(body.len())
}

/// An answer being written.
struct Answer(Vec<u8>);

impl Answer {
    fn new(status: u16) -> Self {
        let [high, low] = status.to_be_bytes();
        let answer = Self(vec![2, 0, high, low, 0, 0, 0, 1, 1]);
        answer.text(0x47, "attributes-charset", "utf-8").text(0x48, "attributes-natural-language", "en")
    }

    fn group(mut self, tag: u8) -> Self {
        self.0.push(tag);
        self
    }

    fn text(self, tag: u8, name: &str, text: &str) -> Self {
        self.put(tag, name, text.as_bytes())
    }

    fn integer(self, tag: u8, name: &str, number: u32) -> Self {
        self.put(tag, name, &number.to_be_bytes())
    }

    fn flag(self, name: &str, is: bool) -> Self {
        self.put(0x22, name, &[u8::from(is)])
    }

    fn put(mut self, tag: u8, name: &str, value: &[u8]) -> Self {
        self.0.push(tag);
        for part in [name.as_bytes(), value] {
            self.0.extend(u16::try_from(part.len()).unwrap_or(u16::MAX).to_be_bytes());
            self.0.extend(part);
        }
        self
    }

    fn bytes(mut self) -> Vec<u8> {
        self.0.push(3);
        self.0
    }
}
