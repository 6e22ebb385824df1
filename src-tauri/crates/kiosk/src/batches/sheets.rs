//! A batch as files for any printer. A badge in a file is a print job like all others: it is spoken for before its file is
//! there, and has come out once the file is on the disk, so that nobody who checks in meanwhile gets a second one. See
//! decision 0038.

use std::path::{Path, PathBuf};
use std::time::Duration;

use badge::Sheet;
use checkin::{Attendee, AttendeeId, BadgeState, JobEnd, RecordId};
use store::{Act, StoreError, Tx, View};

use super::Plan;
use super::run::Printing;
use crate::acts::erase::files::{self, BatchFile};
use crate::badges::{nth_badge, number_of};
use crate::error::KioskError;

/// People whose badges are written down in one transaction, so that nobody at a desk waits.
const PIECE: usize = 20;
/// The name of the printer in the journal: the folder of badges.
const FOLDER: &str = "folder";
/// The reason with an end: it was the batch.
pub(crate) const REASON: &str = "batch";
/// When what could not be written down is tried again, and how often: five minutes in all.
const AGAIN: Duration = Duration::from_millis(500);
const TRIES: u32 = 600;

/// A badge that no desk prints any more: it will be in the file.
pub(super) struct Spoken {
    pub(super) attendee: Attendee,
    pub(super) job: RecordId,
}

impl Printing {
    pub(super) fn write_files(&self, plan: &Plan, batch: RecordId, sheet: Option<&Sheet>) -> Result<(), KioskError> {
        for (nth, piece) in plan.pieces().into_iter().enumerate() {
            // Badges of one size go into one file: paper has one grid.
            for (part, people) in self.by_size(piece)?.into_iter().enumerate() {
                let start = if nth == 0 && part == 0 { self.batch.setup.start } else { 0 };
                let path = self.path(&people, part);
                if !self.write_file(&path, batch, &people, sheet, start)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn by_size(&self, people: &[Attendee]) -> Result<Vec<Vec<Attendee>>, KioskError> {
        let mut parts: Vec<(badge::Size, Vec<Attendee>)> = Vec::new();
        for attendee in people {
            let size = self.remote.shared.badge_size(attendee, self.batch.template.as_deref())?;
            match parts.iter_mut().find(|(known, _)| *known == size) {
                Some((_, part)) => part.push(attendee.clone()),
                None => parts.push((size, vec![attendee.clone()])),
            }
        }
        Ok(parts.into_iter().map(|(_, part)| part).collect())
    }

    /// A name that tells when and which box, and that no other file has.
    fn path(&self, people: &[Attendee], part: usize) -> PathBuf {
        let event = self.remote.shared.event();
        let time = self.begun.to_zoned_datetime(event.time_zone.clone()).strftime("%Y-%m-%d %H.%M.%S").to_string();
        let name = people.first().and_then(|first| first.place.as_ref()).map_or("", |place| place.box_name.as_str());
        let named = if name.is_empty() { String::new() } else { format!(" {name}") };
        let part = if part == 0 { String::new() } else { format!(" ({})", part + 1) };
        self.remote.shared.clear.badges.join(format!("badges {time}{named}{part}.pdf"))
    }

    /// Makes one file; `false` if the batch was stopped.
    fn write_file(
        &self,
        path: &Path,
        batch: RecordId,
        people: &[Attendee],
        sheet: Option<&Sheet>,
        start: usize,
    ) -> Result<bool, KioskError> {
        let shared = &self.remote.shared;
        let wanted = people.len();
        let drawing = people.iter().map(|one| (one, None));
        let Some(drawn) = self.drawn(drawing, sheet, start, || shared.batches.may_go_on())? else {
            return Ok(false);
        };
        // From here it is a matter of moments; until here, guests who check in get their badge at the desk.
        let spoken = self.speak_for(path, batch, people)?;
        let written = match spoken.len() {
            0 => Ok(()),
            all if all == wanted => store::write_atomically(path, &drawn).map_err(KioskError::from),
            _ => self.drawn_without(&spoken, sheet, start).and_then(|less| Ok(store::write_atomically(path, &less)?)),
        };
        let end = if written.is_ok() { JobEnd::Confirmed } else { JobEnd::Cancelled };
        self.end(&spoken, end)?;
        written?;
        // Somebody may have been erased while the badges were drawn.
        let whose: Vec<AttendeeId> = spoken.iter().map(|one| one.attendee.id).collect();
        if !spoken.is_empty() && !files::forget_if_erased(shared, path, &whose)? {
            shared.batches.set(|state| state.files.push(path.to_owned()));
        }
        Ok(true)
    }

    /// The PDF of those who are left.
    fn drawn_without(&self, spoken: &[Spoken], sheet: Option<&Sheet>, start: usize) -> Result<Vec<u8>, KioskError> {
        let left = spoken.iter().map(|one| (&one.attendee, Some(one.job)));
        Ok(self.drawn(left, sheet, start, || true)?.unwrap_or_default())
    }

    /// The PDF of some badges, or `None` if it may not go on.
    fn drawn<'a>(
        &self,
        people: impl Iterator<Item = (&'a Attendee, Option<RecordId>)>,
        sheet: Option<&Sheet>,
        start: usize,
        may_go_on: impl Fn() -> bool,
    ) -> Result<Option<Vec<u8>>, KioskError> {
        let mut broke = None;
        let mut stopped = false;
        // Badges are drawn as the file asks for them, so that none is held in memory.
        let badges = people.map_while(|(attendee, job)| {
            if !may_go_on() {
                stopped = true;
                return None;
            }
            match self.draw(attendee, job) {
                Ok(badge) => {
                    // One that is spoken for is drawn for the second time.
                    if job.is_none() {
                        self.one_more();
                    }
                    Some(badge)
                }
                Err(error) => {
                    broke = Some(error);
                    None
                }
            }
        });
        let drawn = match sheet {
            Some(sheet) => badge::sheet_pdf(badges, sheet, &badge::Setup { start, ..self.batch.setup }),
            None => badge::pdf_of(badges),
        };
        match (broke, drawn) {
            (Some(error), _) => Err(error),
            _ if stopped => Ok(None),
            (None, drawn) => drawn.map(Some).map_err(|error| KioskError::Badge(error.to_string())),
        }
    }

    fn draw(&self, attendee: &Attendee, job: Option<RecordId>) -> Result<badge::Badge, KioskError> {
        let (number, nth) =
            self.remote.shared.read(|view| Ok((number_of(view, attendee.id)?, nth_badge(view, attendee.id, job)?)))?;
        self.remote.shared.draw_nth(attendee, number, self.batch.template.as_deref(), nth)
    }

    /// Writes down whose badges the file will hold. Who has got one at a desk since the batch was put together, or was
    /// erased, is left out. Whom it is about is noted first, so that after a crash the file tells how it went.
    pub(super) fn speak_for(
        &self,
        path: &Path,
        batch: RecordId,
        people: &[Attendee],
    ) -> Result<Vec<Spoken>, KioskError> {
        let whose: Vec<AttendeeId> = people.iter().map(|one| one.id).collect();
        files::note_people(&self.remote.shared, path, batch, &whose)?;
        let mut spoken = Vec::with_capacity(people.len());
        for piece in people.chunks(PIECE) {
            let again = self.batch.again;
            let wanted: Vec<_> = piece.iter().map(|one| (one.id, one.place.clone())).collect();
            let jobs = self.write(
                |error| matches!(error, KioskError::Busy),
                move |tx| {
                    let mut jobs = Vec::with_capacity(wanted.len());
                    for (attendee, place) in &wanted {
                        if !wants_one(tx.view(), *attendee, again)? {
                            jobs.push(None);
                            continue;
                        }
                        let queued = Act::BadgeQueued {
                            printer: FOLDER.to_owned(),
                            copies: 1,
                            reprint_of: tx.view().print_jobs(None, Some(*attendee))?.last().map(|job| job.id),
                            check_in: None,
                            batch: place.clone().map(|place| (batch, place)),
                        };
                        let job = tx.append(&queued, Some(*attendee), None, None)?;
                        // No worker takes a job that is being attempted.
                        let attempt = Act::BadgeAttempt { job, printer: FOLDER.to_owned(), number: 1 };
                        tx.append(&attempt, Some(*attendee), None, None)?;
                        jobs.push(Some(job));
                    }
                    Ok(jobs)
                },
            );
            let jobs = match jobs {
                Ok(jobs) => jobs,
                Err(error) => {
                    self.end(&spoken, JobEnd::Cancelled)?;
                    return Err(error);
                }
            };
            let both = jobs.into_iter().zip(piece);
            spoken.extend(both.filter_map(|(job, one)| Some(Spoken { attendee: one.clone(), job: job? })));
        }
        Ok(spoken)
    }

    /// Writes down how it ended for these badges, and tries again where that does not work, as on a full disk: a badge that
    /// nobody lets go of would keep its guest from another one. What stays is settled when the event is opened again.
    fn end(&self, spoken: &[Spoken], end: JobEnd) -> Result<(), KioskError> {
        for piece in spoken.chunks(PIECE) {
            let jobs: Vec<(RecordId, AttendeeId)> = piece.iter().map(|one| (one.job, one.attendee.id)).collect();
            self.write(
                |error| !matches!(error, KioskError::NoAnswer),
                move |tx| {
                    for (job, attendee) in &jobs {
                        let end = Act::BadgeEnd { job: *job, end, reason: REASON.to_owned() };
                        tx.append(&end, Some(*attendee), None, None)?;
                    }
                    Ok(())
                },
            )?;
        }
        Ok(())
    }

    /// Writes in one transaction, and tries again after an error that passes.
    fn write<T: Send + 'static>(
        &self,
        passes: impl Fn(&KioskError) -> bool,
        act: impl Fn(&mut Tx<'_>) -> Result<T, KioskError> + Clone + Send + 'static,
    ) -> Result<T, KioskError> {
        for _ in 1..TRIES {
            let (staff, act) = (self.staff.clone(), act.clone());
            match self.remote.write(move |desk| desk.transact(&staff, act)) {
                Err(error) if passes(&error) => std::thread::sleep(AGAIN),
                other => return other,
            }
        }
        let staff = self.staff.clone();
        self.remote.write(move |desk| desk.transact(&staff, act))
    }
}

/// Whether somebody of a batch still waits for its badge.
fn wants_one(view: View<'_>, attendee: AttendeeId, again: bool) -> Result<bool, StoreError> {
    match view.attendee(attendee) {
        Ok(now) => Ok(!now.erased && (again || now.badge == BadgeState::None)),
        Err(StoreError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// How it went for a badge that was spoken for when the program ended, if it was one for a file of a batch: it is in the file,
/// or there is no file and the next batch prints it.
pub(crate) fn end_after_a_crash(
    view: View<'_>,
    files: &[BatchFile],
    job: RecordId,
) -> Result<Option<JobEnd>, StoreError> {
    let told = view.record(job)?.sealed;
    let (Some(Act::BadgeQueued { batch: Some((batch, _)), .. }), Some(attendee)) = (told.act(), told.record.attendee)
    else {
        return Ok(None);
    };
    let file = files.iter().find(|file| file.is_for(batch, attendee));
    Ok(file.map(|file| if file.is_there() { JobEnd::Confirmed } else { JobEnd::Cancelled }))
}
