//! Codes in pictures: what a frame of a camera takes, a whole picture, and how many are read.

use std::path::PathBuf;
use std::time::Instant;

use scan::{read_frame, read_picture};

use crate::ground::Ground;
use crate::report::{Comparison, Report};

// The same frames as in the tests of `scan`, which hold that no text is wrong.
#[path = "../../../crates/scan/tests/scan/frames.rs"]
mod frames;

// And the same texts that are right.
#[path = "../../../crates/scan/tests/scan/expected.rs"]
mod expected;

const OURS: &str = "Ankomst";
/// Frames in which a code is held still: one round of all ways of looking, which takes a camera 1.4 s.
const HELD: u64 = 14;

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/qr-samples"));
    if !folder.is_dir() {
        report.skip("the pictures of `shared/qr-samples` are not here");
        return Ok(());
    }
    let mut pictures = expected::samples(&folder).map_err(|error| error.to_string())?;
    pictures.sort_by(|a, b| a.file.cmp(&b.file));
    pictures.truncate(ground.times(pictures.len(), 8));
    let (mut of_frames, mut of_pictures) = (Vec::new(), Vec::new());
    let (mut in_frames, mut whole) = (0_u32, 0_u32);
    for sample in &pictures {
        let bytes = std::fs::read(folder.join(&sample.file)).map_err(|error| error.to_string())?;
        let pixels = frames::noisy(&bytes);
        let mut is_read = false;
        for frame in 0..HELD {
            let start = Instant::now();
            let texts = read_frame(frames::WIDTH, frames::HEIGHT, &pixels, frame).map_err(|error| error.to_string())?;
            of_frames.push(start.elapsed().as_secs_f64() * 1e3);
            is_read |= sample.is_right(&texts);
        }
        in_frames += u32::from(is_read);
        let start = Instant::now();
        let texts = read_picture(&bytes).map_err(|error| error.to_string())?;
        of_pictures.push(start.elapsed().as_secs_f64() * 1e3);
        whole += u32::from(sample.is_right(&texts));
    }
    let all = pictures.len();
    let how = format!(
        "{all} real pictures of codes (`shared/qr-samples`), each in the middle of a noisy frame of 1280 by 720, looked at as {HELD} frames one \
         after the other, on one thread."
    );
    report.add(Comparison::new("One frame of a camera", "ms", &how).series(OURS, of_frames).at_most(OURS, "p95", 10.0));
    let how = "From the bytes of the file to its texts: decoded, and looked at in every way until something is read.";
    report.add(Comparison::new("One picture as it is", "ms", how).series(OURS, of_pictures));
    let how = format!(
        "Of {all}: read rightly in one of {HELD} frames, and as they are. That none is read wrongly is held by a test of `scan`."
    );
    report.add(
        Comparison::new("Codes read", "pictures", &how)
            .series("in frames", [f64::from(in_frames)])
            .at_least("in frames", "median", 143.0)
            .series("as they are", [f64::from(whole)])
            .at_least("as they are", "median", 150.0),
    );
    Ok(())
}
