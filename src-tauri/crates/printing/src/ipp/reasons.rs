//! What a printer's reasons mean to somebody at the desk (RFC 8011, 5.4.12; PWG 5100.9).

use crate::Fault;

/// What the reasons of a printer say: the fault that somebody should mend first, and whether paper is nearly used up.
pub(crate) fn of_printer<'a>(reasons: impl Iterator<Item = &'a str>) -> (Option<Fault>, bool) {
    let (mut fault, mut is_low) = (None, false);
    for reason in reasons.take(64) {
        let (word, is_report) = match reason.rsplit_once('-') {
            Some((word, "report")) => (word, true),
            Some((word, "error" | "warning")) => (word, false),
            _ => (reason, false),
        };
        is_low |= matches!(word, "media-low" | "input-media-supply-low" | "input-tray-low");
        // A report is no fault: the printer goes on printing.
        let found = if is_report { None } else { one(word) };
        fault = match (fault, found) {
            (Some(known), Some(found)) => Some(std::cmp::min(known, found)),
            (known, found) => known.or(found),
        };
    }
    (fault, is_low)
}

fn one(word: &str) -> Option<Fault> {
    Some(match word {
        "media-empty" | "media-needed" | "input-media-supply-empty" | "input-tray-missing" => Fault::PaperOut,
        "cover-open" | "door-open" | "interlock-open" => Fault::CoverOpen,
        "media-jam" | "media-path-jam" | "media-path-media-tray-jam" => Fault::Jam,
        "toner-empty" | "marker-supply-empty" | "marker-ink-empty" | "marker-ribbon-empty" | "developer-empty" => {
            Fault::SupplyOut
        }
        "media-size-mismatch" | "media-type-mismatch" | "wrong-media" => Fault::WrongMedia,
        "paused" | "moving-to-paused" | "shutdown" | "stopped-partly" | "resuming" => Fault::Stopped,
        "connecting-to-device" | "timed-out" | "offline" => Fault::Unreachable,
        _ => return None,
    })
}

/// Why a job did not come out.
pub(crate) fn of_job<'a>(reasons: impl Iterator<Item = &'a str>) -> Option<Fault> {
    reasons.take(64).find_map(|reason| match reason {
        "printer-stopped" | "printer-stopped-partly" => Some(Fault::Stopped),
        "job-media-size-mismatch" | "media-not-supported" | "conflicting-attributes" => Some(Fault::WrongMedia),
        "document-format-error"
        | "unsupported-document-format"
        | "document-unprintable-error"
        | "document-access-error"
        | "aborted-by-system"
        | "compression-error"
        | "job-canceled-at-device"
        | "job-canceled-by-operator"
        | "job-canceled-by-user" => Some(Fault::Refused),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_that_somebody_can_mend_is_found() {
        let of = |reasons: &[&str]| of_printer(reasons.iter().copied());
        assert_eq!(of(&["none"]), (None, false));
        assert_eq!(
            of(&["media-empty-error", "paused"]),
            (Some(Fault::PaperOut), false),
            "paper before the pause it causes"
        );
        assert_eq!(of(&["cover-open"]), (Some(Fault::CoverOpen), false));
        assert_eq!(of(&["media-jam-warning"]), (Some(Fault::Jam), false));
        assert_eq!(of(&["media-low-report"]), (None, true), "low is no fault");
        assert_eq!(of(&["media-empty-report"]), (None, false), "another tray may be empty");
        assert_eq!(of(&["toner-low"]), (None, false));
        assert_eq!(of(&["offline-report"]), (None, false));
        assert_eq!(of(&["marker-supply-empty-error"]), (Some(Fault::SupplyOut), false));
    }
}
