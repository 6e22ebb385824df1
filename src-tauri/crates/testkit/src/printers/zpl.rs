//! The label printer: a conversation in ZPL.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::{MOST, Shared, Trouble, flood, piece, wait_while};

pub(super) fn converse(mut stream: TcpStream, shared: &Shared, stop: &AtomicBool) {
    let mut heard = Heard::default();
    loop {
        if shared.trouble() == Trouble::HalfOpen {
            return wait_while(shared, stop, Trouble::HalfOpen);
        }
        let bytes = piece(&mut stream, stop);
        if bytes.is_empty() {
            return;
        }
        heard.bytes.extend(bytes);
        if heard.bytes.starts_with(b"^XA") {
            shared.lock().first_byte.get_or_insert_with(Instant::now);
            if shared.trouble() == Trouble::Reset {
                // What is unread makes the system reset the connection.
                return;
            }
        }
        if heard.bytes.len() > MOST {
            return;
        }
        while let Some(command) = heard.next() {
            if !obey(&command, &mut stream, shared, stop) {
                return;
            }
        }
    }
}

/// What was heard and not obeyed yet.
#[derive(Default)]
struct Heard {
    bytes: Vec<u8>,
    /// Up to here a label has no end.
    searched: usize,
}

impl Heard {
    /// Takes the next whole command.
    fn next(&mut self) -> Option<Vec<u8>> {
        let start = self.bytes.iter().position(|byte| matches!(byte, b'~' | b'^'))?;
        self.bytes.drain(..start);
        let length = if self.bytes.starts_with(b"~") {
            (self.bytes.len() >= 3).then_some(3)?
        } else {
            let from = self.searched.saturating_sub(2);
            let end = self.bytes[from..].windows(3).position(|three| three == b"^XZ");
            self.searched = self.bytes.len();
            from + end? + 3
        };
        self.searched = 0;
        Some(self.bytes.drain(..length).collect())
    }
}

/// Whether the conversation goes on.
fn obey(command: &[u8], stream: &mut TcpStream, shared: &Shared, stop: &AtomicBool) -> bool {
    let trouble = shared.trouble();
    match command {
        b"~HS" => {
            shared.lock().asked += 1;
            answer(stream, shared, stop, trouble)
        }
        b"~HI" if matches!(trouble, Trouble::Silent | Trouble::Mute) => true,
        b"~HI" => stream.write_all(b"\x02ZD421-203dpi,V84.20.18Z,8,8192KB\x03\r\n").is_ok(),
        b"~JA" => {
            shared.lock().forget();
            true
        }
        label if label.starts_with(b"^XA") => {
            shared.lock().take(name(label), label);
            trouble != Trouble::ResetAfter
        }
        _ => true,
    }
}

/// The comment that names a label.
fn name(label: &[u8]) -> String {
    let text = String::from_utf8_lossy(&label[..label.len().min(300)]);
    text.split_once("^FX")
        .and_then(|(_, rest)| rest.split_once("^FS"))
        .map(|(name, _)| name.to_owned())
        .unwrap_or_default()
}

fn answer(stream: &mut TcpStream, shared: &Shared, stop: &AtomicBool, trouble: Trouble) -> bool {
    match trouble {
        Trouble::Silent | Trouble::Mute => return true,
        Trouble::Garbage => return stream.write_all(b"\x02what\x03\r\n\x02is\x03\r\n\x02this\x03\r\n").is_ok(),
        Trouble::Flood => {
            flood(stream, stop);
            return false;
        }
        _ => {}
    }
    let mut state = shared.lock();
    state.advance();
    let (waits, out, open) =
        (state.memory.len(), trouble == Trouble::PaperOut, u8::from(trouble == Trouble::CoverOpen));
    drop(state);
    let out = u8::from(out);
    let status = format!(
        "\x02030,{out},0,0432,{waits:03},0,0,0,000,0,0,0\x03\r\n\x02000,0,{open},0,0,2,6,0,{waits:08},1,000\x03\r\n\x020000,0\x03\r\n"
    );
    stream.write_all(status.as_bytes()).is_ok()
}
