//! Keys and mouse as X delivers them: the page cannot tell them from those of a person.

use std::time::Duration;

use crate::app::App;
use crate::target::Target;
use crate::{Done, PATIENCE, must, until};

/// Between two letters of a fast typist, in seconds.
const TYPIST: &str = "0.06";
/// Between two letters of somebody who looks for each key, in seconds.
const BEGINNER: &str = "0.4";
/// Between two letters of a hand scanner, in milliseconds.
const SCANNER: &str = "4";

/// Where an element is, in shares of the window, and what lies over its middle.
const PLACE: &str = "element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
     const box = element.getBoundingClientRect();
     const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
     const top = document.elementFromPoint(x, y);
     const free = top && (element.contains(top) || top.contains(element));
     return { hidden: !box.width || !box.height, x: x / innerWidth, y: y / innerHeight, over: free ? '' : page.describe(top) };";

impl App {
    /// Presses and releases a key, alone or with others: `Return`, `F2`, `ctrl+z`, `shift+Tab`, `Escape`.
    #[track_caller]
    pub fn key(&self, key: &str) {
        must(self.display.xdotool(&["key", key]));
    }

    /// Types a text as a person does.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        self.type_at(TYPIST, text);
    }

    /// Types text as somebody does who looks for each key.
    #[track_caller]
    pub fn type_slowly(&self, text: &str) {
        self.type_at(BEGINNER, text);
    }

    #[track_caller]
    fn type_at(&self, pause: &str, text: &str) {
        let mut words: Vec<String> = Vec::new();
        // The pauses are ours: what xdotool means by its own differs from version to version.
        for letter in text.chars() {
            if !words.is_empty() {
                words.extend(["sleep", pause].map(str::to_owned));
            }
            words.extend(["type", "--delay", "0", "--args", "1", &letter.to_string()].map(str::to_owned));
        }
        must(self.display.xdotool(&words));
        // The X server has heard all of it now, the last letter perhaps late: a person's next key comes a moment after that one too.
        std::thread::sleep(Duration::from_secs_f64(pause.parse().unwrap_or_default()));
    }

    /// Scans a code as a hand scanner does that ends with Enter.
    #[track_caller]
    pub fn scan(&self, text: &str) {
        must(self.display.xdotool(&["type", "--delay", SCANNER, "--args", "1", text, "key", "Return"]));
    }

    /// Scans a code as a hand scanner does that ends with two keys: CR and LF, which arrive as two Enters, or Enter and Tab.
    #[track_caller]
    pub fn scan_with_ends(&self, text: &str, [first, second]: [&str; 2]) {
        let code = ["type", "--delay", SCANNER, "--args", "1", text];
        must(self.display.xdotool(&[&code[..], &["key", first, "sleep", "0.01", "key", second]].concat()));
    }

    /// Scans a code with so many milliseconds from one letter to the next.
    #[track_caller]
    pub fn scan_at(&self, pace: u32, text: &str) {
        must(self.display.xdotool(&["type", "--delay", &pace.to_string(), "--args", "1", text, "key", "Return"]));
    }

    /// Scans a code as a hand scanner does that pauses once, longer than scanners do and shorter than people.
    #[track_caller]
    pub fn scan_torn(&self, first: &str, rest: &str) {
        self.scan_in_pieces(TYPIST, &[first, rest]);
    }

    /// Scans a code as it arrives on a computer that is busy: in pieces, with a pause of so many seconds between two, and
    /// Enter behind the last one. An empty last piece makes Enter late.
    #[track_caller]
    pub fn scan_in_pieces(&self, pause: &str, pieces: &[&str]) {
        let mut words: Vec<String> = Vec::new();
        for (place, piece) in pieces.iter().enumerate() {
            if place > 0 {
                words.extend(["sleep", pause].map(str::to_owned));
            }
            if !piece.is_empty() {
                words.extend(["type", "--delay", SCANNER, "--args", "1", piece].map(str::to_owned));
            }
        }
        words.extend(["key", "Return"].map(str::to_owned));
        must(self.display.xdotool(&words));
    }

    /// Types letters as fast as hands that roll over the keys, and some keys right behind them.
    #[track_caller]
    pub fn type_quickly(&self, text: &str, keys: &[&str]) {
        let mut words = ["type", "--delay", "15", "--args", "1", text].map(str::to_owned).to_vec();
        for key in keys {
            words.extend(["key", *key].map(str::to_owned));
        }
        must(self.display.xdotool(&words));
    }

    /// Scans one code after the other, each with Enter, and so many seconds from the end of one to the next.
    #[track_caller]
    pub fn scan_each(&self, pause: &str, codes: &[String]) {
        let mut words: Vec<String> = Vec::new();
        for code in codes {
            words.extend(
                ["type", "--delay", "5", "--args", "1", code.as_str(), "key", "Return", "sleep", pause]
                    .map(str::to_owned),
            );
        }
        must(self.display.xdotool(&words));
    }

    /// Scans a code as a hand scanner does that ends with nothing.
    #[track_caller]
    pub fn scan_without_end(&self, text: &str) {
        must(self.display.xdotool(&["type", "--delay", SCANNER, text]));
    }

    /// Presses the keys that a hand scanner presses which takes the computer's keyboard for that of a country (`us` or `de`),
    /// and Enter. What they mean is up to the computer's keyboard: see [`keyboard`](Self::keyboard).
    #[track_caller]
    pub fn scan_as(&self, country: &str, text: &str) {
        let mut words: Vec<String> = ["key", "--delay", SCANNER].map(str::to_owned).into();
        words.extend(text.chars().map(|letter| {
            pressed(country, letter).unwrap_or_else(|| must(Err(format!("no key of {country} is {letter:?}"))))
        }));
        words.push("Return".to_owned());
        must(self.display.xdotool(&words));
    }

    /// Sets the computer to the keyboard of a country, as `dk`, `us` or `de`.
    #[track_caller]
    pub fn keyboard(&self, country: &str) {
        must(crate::program::output(self.display.command("setxkbmap").args(["-layout", country])).map(|_| ()));
    }

    /// Moves the mouse to the middle of an element and clicks. Fails if something else lies over it.
    #[track_caller]
    pub fn click<T: Into<Target>>(&self, target: T) {
        let target = target.into();
        must(self.point_at(&target).and_then(|()| self.display.xdotool(&["click", "1"])));
    }

    /// Takes hold of the middle of an element with the mouse, moves it so many dots of the screen, and lets it go.
    #[track_caller]
    pub fn drag<T: Into<Target>>(&self, target: T, right: i32, down: i32) {
        must(self.point_at(&target.into()));
        let mut words: Vec<String> = ["mousedown", "1"].map(str::to_owned).into();
        // A hand comes by places on its way.
        const STEPS: i32 = 5;
        for step in 1..=STEPS {
            let part = |whole: i32| (whole * step / STEPS - whole * (step - 1) / STEPS).to_string();
            words.extend(["mousemove_relative".to_owned(), "--".to_owned(), part(right), part(down)]);
            words.extend(["sleep", "0.03"].map(str::to_owned));
        }
        words.extend(["mouseup", "1"].map(str::to_owned));
        must(self.display.xdotool(&words));
    }

    /// Moves the mouse to the middle of an element.
    #[track_caller]
    pub fn hover<T: Into<Target>>(&self, target: T) {
        must(self.point_at(&target.into()));
    }

    fn point_at(&self, target: &Target) -> Done<()> {
        // What was shown before is there already, and comes up again.
        let shown = until(PATIENCE, || match self.on(target, PLACE) {
            Ok(place) if place["hidden"] == true => None,
            answer => Some(answer),
        });
        let place = shown.ok_or_else(|| format!("{target} is there and not shown"))??;
        if let Some(over) = place["over"].as_str().filter(|over| !over.is_empty()) {
            return Err(format!("{target} cannot be clicked: {over} lies over it"));
        }
        // The page counts in its own pixels, which are larger ones when it is magnified.
        let size = self.display.xdotool(&["getwindowgeometry", "--shell", &self.window])?;
        let length = |name: &str| size.lines().find_map(|line| line.strip_prefix(name)?.parse::<f64>().ok());
        let (Some(width), Some(height)) = (length("WIDTH="), length("HEIGHT=")) else {
            return Err(format!("the window has no size: {size}"));
        };
        let at = |share: &str, whole: f64| format!("{:.0}", place[share].as_f64().unwrap_or_default() * whole);
        let (x, y) = (at("x", width), at("y", height));
        self.display.xdotool(&["mousemove", "--window", &self.window, &x, &y]).map(|_| ())
    }
}

/// Rows of a keyboard: the number of the first key (evdev's codes and 8, as X has them), its letters without and with shift.
type Rows = &'static [(usize, &'static str, &'static str)];

const AMERICAN: Rows = &[
    (49, "`", "~"),
    (10, "1234567890-=", "!@#$%^&*()_+"),
    (24, "qwertyuiop[]", "QWERTYUIOP{}"),
    (38, "asdfghjkl;'", "ASDFGHJKL:\""),
    (52, "zxcvbnm,./", "ZXCVBNM<>?"),
];

const GERMAN: Rows = &[
    (49, "^", "°"),
    (10, "1234567890ß´", "!\"§$%&/()=?`"),
    (24, "qwertzuiopü+", "QWERTZUIOPÜ*"),
    (38, "asdfghjklöä", "ASDFGHJKLÖÄ"),
    (51, "#", "'"),
    (52, "yxcvbnm,.-", "YXCVBNM;:_"),
    (94, "<", ">"),
];

/// The key that is this letter on a country's keyboard, as `xdotool key` takes it.
fn pressed(country: &str, letter: char) -> Option<String> {
    let rows = match country {
        "us" => AMERICAN,
        "de" => GERMAN,
        _ => return None,
    };
    rows.iter().find_map(|(first, plain, shifted)| {
        let key = |row: &str| row.chars().position(|other| other == letter).map(|place| first + place);
        key(plain).map(|key| key.to_string()).or_else(|| key(shifted).map(|key| format!("shift+{key}")))
    })
}
