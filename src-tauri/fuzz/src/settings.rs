//! `EVENT.toml`, the settings of an event as somebody writes them.

use jiff::Timestamp;
use kiosk::Language;
use kiosk::settings::EventFile;

/// A refusal says why; what is taken is the same after its way through the journal, and is an event on any day.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let file = match EventFile::from_toml(&text) {
        Ok(file) => file,
        Err(error) => {
            for language in [Language::Danish, Language::English] {
                let problem = error.problem(language);
                assert!(!problem.message.is_empty() && !problem.hint.is_empty(), "a refusal says why: {problem:?}");
            }
            return;
        }
    };
    let kept = EventFile::from_json(&file.to_json());
    assert_eq!(kept.ok().as_ref(), Some(&file), "it comes back the same");
    let event = file.to_event().unwrap();
    assert!(event.starts <= event.ends, "an event has an end");
    for at in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::from_second(1_804_147_200).unwrap(), Timestamp::MAX] {
        if let Some(day) = event.day(at) {
            assert!(day.from <= day.until, "a day has an end");
        }
    }
    let mut ids: Vec<_> = event.sessions.iter().map(|session| session.id.as_str()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "no two sessions have one id");
    for session in &event.sessions {
        assert!(session.starts <= session.ends, "a session has an end");
    }
}
