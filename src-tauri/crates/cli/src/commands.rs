//! What each command does.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kiosk::batches::{Batch, BatchSort, print_batch};
use kiosk::clock::SystemClock;
use kiosk::words::say;
use kiosk::{Access, BadgeFormat, BadgeOrder, Caller, Kiosk, KioskError, KioskOptions, Unlock, api, event_files};
use serde_json::{Map, Value, json};

use crate::arguments::{Arguments, BadgesEdge, BadgesOrder, Command};
use crate::output::{self, Failure, Status};
use crate::passphrase::{self, From};
use crate::{place, rpc, text};

/// How long a command waits for badges that it queued. What is left waits in the event file.
const PATIENCE: Duration = Duration::from_secs(30);

/// A command at work.
struct Run {
    options: KioskOptions,
    passphrase_file: Option<PathBuf>,
    caller: Caller,
    event: Option<PathBuf>,
    json: bool,
}

pub(crate) fn run(arguments: Arguments) -> Result<Status, Failure> {
    let options = KioskOptions {
        home: place::home()?,
        desk: arguments.desk.clone(),
        clock: Arc::new(SystemClock),
        prints: true,
        backs_up: None,
        max_bytes: None,
        unlock: Unlock::Nothing,
    };
    let caller = Caller { staff: arguments.staff.clone(), language: arguments.language(), ..Caller::default() };
    let passphrase_file = arguments.passphrase_file;
    let run = Run { options, passphrase_file, caller, event: arguments.event, json: arguments.json };
    match arguments.command {
        Command::Sample { file } => run.made(&file, |options| event_files::create_sample(&file, options)),
        Command::Create { file, from } => {
            let settings = event_files::read_event_toml(&from)?;
            run.made(&file, |options| Kiosk::create(&file, &settings, options))
        }
        Command::Generate { file, attendees, seed } => run.made(&file, |options| {
            let bar = indicatif::ProgressBar::new(u64::from(attendees));
            let made = event_files::generate(&file, attendees, seed, options, &mut |done| {
                bar.set_position(u64::from(done));
            });
            bar.finish_and_clear();
            made
        }),
        Command::Import { list, preview, map, sheet } => run.import(&list, preview, map, sheet),
        Command::Find { text: wanted, limit } => {
            let params = with_optional(json!({"text": wanted}), [("limit", limit.map(Value::from))]);
            run.call("findAttendees", params, text::hits)
        }
        Command::CheckIn { code, attendee, session, exit } => {
            let optional = [
                ("text", code.map(Value::from)),
                ("attendee", attendee.map(|id| id.to_string().into())),
                ("session", session.map(|id| id.to_string().into())),
                ("direction", exit.then(|| "exit".into())),
            ];
            run.call("checkIn", with_optional(json!({}), optional), text::outcome)
        }
        Command::Undo { record, reason } => {
            run.call("undo", json!({"record": record.to_string(), "reason": reason}), text::undone)
        }
        Command::Badge { attendee, all: _, out, template, sheet } => run.badge(attendee, &out, template, sheet),
        Command::Badges { order, ticket_types, sheet, boxes, start, shift, two_sided, crop_marks, again, template } => {
            let shift = shift.as_deref().map_or(Ok((0.0, 0.0)), millimetres)?;
            let edge = two_sided.map(|edge| match edge {
                BadgesEdge::Long => kiosk::Edge::Long,
                BadgesEdge::Short => kiosk::Edge::Short,
            });
            let sort = match order {
                BadgesOrder::Surname => BatchSort::Surname,
                BadgesOrder::Organisation => BatchSort::Organisation,
                BadgesOrder::TicketType => BatchSort::TicketType,
            };
            let start = start.saturating_sub(1);
            let setup = kiosk::batches::setup(start, shift, 0.0, crop_marks, true, edge)?;
            run.badges(Batch { ticket_types, again, sort, template, sheet, boxes, setup, ..Batch::new() })
        }
        Command::Programme { out } => {
            let kiosk = run.open(Access::Read)?;
            kiosk::write_file(&out, &kiosk::programme_pdf(&kiosk.event())?)?;
            kiosk.close(PATIENCE)?;
            run.done(&json!({"path": out}), &text::written(&out, run.caller.language))
        }
        Command::Read { pictures } => run.read(&pictures),
        Command::Export { file, columns, arrived, status, session, ticket_type } => run.export(&json!({
            "out": file, "columns": columns, "arrived": arrived, "status": status, "session": session,
            "ticketType": ticket_type,
        })),
        Command::Report { kind, file } => run.call("saveReport", json!({"report": kind, "out": file}), text::saved),
        Command::Person { attendee, file } => {
            run.call("savePerson", json!({"attendee": attendee.to_string(), "out": file}), text::saved)
        }
        Command::Overview => run.call("overview", json!({}), text::overview),
        Command::Verify { against } => run.verify(against.as_deref()),
        Command::Passphrase { new_file, none } => run.change_passphrase(new_file.as_deref(), none),
        Command::Backup { file } => {
            let event = run.event()?;
            event_files::backup(&event, &run.unlock(&event)?, &file)?;
            run.done(&json!({"path": file}), &text::written(&file, run.caller.language))
        }
        Command::Restore { file, rescue } => run.restore(file.as_deref(), rescue.as_deref()),
        Command::Erase { attendee, everybody: _ } => run.erase(attendee),
        Command::Rpc => {
            kiosk::log::start(&run.options.home);
            run.rpc()
        }
    }
}

impl Run {
    fn event(&self) -> Result<PathBuf, Failure> {
        place::event(self.event.as_deref(), &self.options.home)
    }

    fn open(&self, access: Access) -> Result<Kiosk, Failure> {
        let event = self.event()?;
        let options = KioskOptions { unlock: self.unlock(&event)?, ..self.options.clone() };
        let kiosk = Kiosk::open(&event, access, &options)?;
        place::remember(&event, &self.options.home);
        Ok(kiosk)
    }

    fn passphrase(&self) -> From<'_> {
        From { file: self.passphrase_file.as_deref(), variable: "ANKOMST_PASSPHRASE" }
    }

    /// With what an event file is opened.
    fn unlock(&self, event: &Path) -> Result<Unlock, Failure> {
        passphrase::unlock(event, &self.passphrase(), &say(self.caller.language, "ctl.passphrase", &[]))
    }

    fn change_passphrase(&self, new_file: Option<&Path>, none: bool) -> Result<Status, Failure> {
        let language = self.caller.language;
        let event = self.event()?;
        let options = KioskOptions { unlock: self.unlock(&event)?, ..self.options.clone() };
        let new = if none {
            None
        } else {
            let from = From { file: new_file, variable: "ANKOMST_NEW_PASSPHRASE" };
            let typed = from.given_or_typed(&say(language, "ctl.passphrase.new", &[]))?;
            Some(typed.ok_or_else(|| Failure::Usage("say the new passphrase, or --none".to_owned()))?)
        };
        let rekeyed = event_files::change_passphrase(&event, new.as_ref(), &options)?;
        let left = json!({"path": event, "left": rekeyed.left});
        self.done(&left, &text::rekeyed(&event, &rekeyed.left, language))
    }

    fn restore(&self, backup: Option<&Path>, aside: Option<&Path>) -> Result<Status, Failure> {
        let event = self.event()?;
        let language = self.caller.language;
        // Whichever of the two holds the data says whether there is a passphrase.
        let held = backup.or(aside).unwrap_or(&event);
        let options = KioskOptions { unlock: self.unlock(held)?, ..self.options.clone() };
        let Some(backup) = backup else {
            let rescued = event_files::rescue(&event, aside.unwrap_or(&event), &options)?;
            place::remember(&event, &options.home);
            return self.done(&json!(rescued), &text::rescued(&event, &rescued, language));
        };
        let aside = event_files::restore(backup, &event, &options)?;
        place::remember(&event, &options.home);
        self.done(&json!({"path": event, "aside": aside}), &text::written(&event, language))
    }

    /// A command that makes a file.
    fn made(
        &self,
        file: &Path,
        make: impl FnOnce(&KioskOptions) -> Result<Kiosk, KioskError>,
    ) -> Result<Status, Failure> {
        let given = self.passphrase().given()?;
        if given.as_ref().is_some_and(|given| !given.may_be_given()) {
            return Err(KioskError::unfit_passphrase().into());
        }
        let unlock = given.map_or(Unlock::Nothing, Unlock::Passphrase);
        let kiosk = make(&KioskOptions { unlock, ..self.options.clone() })?;
        let listed = kiosk.read(|view| Ok(view.attendee_ids(&Default::default())?.len()))?;
        kiosk.close(PATIENCE)?;
        place::remember(file, &self.options.home);
        self.done(&json!({"path": file, "attendees": listed}), &text::written(file, self.caller.language))
    }

    /// A command that is one call.
    fn call(&self, method: &str, params: Value, say: fn(&Value, kiosk::Language) -> String) -> Result<Status, Failure> {
        let result = self.make_call(method, params)?;
        self.done(&result, &say(&result, self.caller.language))
    }

    fn make_call(&self, method: &str, params: Value) -> Result<Value, Failure> {
        let writes = api::method(method).is_some_and(|method| method.writes);
        let kiosk = self.open(if writes { Access::Write } else { Access::Read })?;
        let result = api::call(&kiosk, &self.caller, method, params);
        kiosk.close(PATIENCE)?;
        Ok(result?)
    }

    fn done(&self, result: &Value, text: &str) -> Result<Status, Failure> {
        if self.json {
            output::json(result);
        } else {
            output::print(text);
        }
        Ok(Status::Done)
    }

    fn import(
        &self,
        list: &Path,
        preview: bool,
        map: Vec<(String, String)>,
        sheet: Option<String>,
    ) -> Result<Status, Failure> {
        let map: Map<String, Value> = map.into_iter().map(|(field, column)| (field, column.into())).collect();
        let params = json!({"path": list, "preview": preview, "map": map});
        let result = self.make_call("importList", with_optional(params, [("sheet", sheet.map(Value::from))]))?;
        let problems = result["rejected"].as_array().is_some_and(|rejected| !rejected.is_empty())
            || result["conflicts"].as_u64().is_some_and(|conflicts| conflicts > 0);
        self.done(&result, &text::import(&result, self.caller.language))?;
        Ok(if problems { Status::WithProblems } else { Status::Done })
    }

    fn badge(
        &self,
        attendee: Option<kiosk::AttendeeId>,
        out: &Path,
        template: Option<String>,
        sheet: Option<String>,
    ) -> Result<Status, Failure> {
        let ending = out.extension().unwrap_or_default().to_string_lossy().into_owned();
        let format = BadgeFormat::from_name(&ending).ok_or(KioskError::NoFormat(format!(".{ending}")))?;
        let kiosk = self.open(Access::Read)?;
        let attendees = match attendee {
            Some(attendee) => vec![attendee],
            None => kiosk.everybody()?,
        };
        let drawn = attendees.len();
        let bytes = kiosk::render_badges(&kiosk, &BadgeOrder { attendees, format, template, sheet })?;
        kiosk::write_file(out, &bytes)?;
        kiosk.close(PATIENCE)?;
        self.done(&json!({"path": out, "badges": drawn}), &text::written(out, self.caller.language))
    }

    fn badges(&self, batch: Batch) -> Result<Status, Failure> {
        let kiosk = self.open(Access::Write)?;
        let bar = indicatif::ProgressBar::new(0);
        let ended = print_batch(&kiosk, &self.caller, batch, |state| {
            bar.set_length(u64::try_from(state.of).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(state.done).unwrap_or(u64::MAX));
        });
        bar.finish_and_clear();
        let state = ended?;
        kiosk.close(PATIENCE)?;
        let lines: Vec<String> = state.files.iter().map(|file| text::written(file, self.caller.language)).collect();
        self.done(&json!({"badges": state.done, "files": state.files}), &lines.join("\n"))
    }

    /// Pictures that cannot be read are named, the others are read all the same.
    fn read(&self, pictures: &[PathBuf]) -> Result<Status, Failure> {
        let (mut found, mut failed) = (Vec::new(), None);
        for picture in pictures {
            match event_files::read_picture(picture) {
                Ok(texts) => {
                    if !self.json {
                        output::print(&text::codes(picture, &texts));
                    }
                    found.push(json!({"picture": picture, "texts": texts}));
                }
                Err(error) => {
                    if let Some(earlier) = failed.replace(Failure::Broke(error)) {
                        output::failure(&earlier, self.caller.language, self.json);
                    }
                }
            }
        }
        if self.json && !(found.is_empty() && failed.is_some()) {
            output::json(&found);
        }
        match failed {
            Some(failure) if found.is_empty() => Err(failure),
            Some(failure) => {
                output::failure(&failure, self.caller.language, self.json);
                Ok(Status::WithProblems)
            }
            None => Ok(Status::Done),
        }
    }

    fn export(&self, params: &Value) -> Result<Status, Failure> {
        let given = params.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let params: Map<String, Value> = given.map(|(name, value)| (name.clone(), value.clone())).collect();
        self.call("exportList", Value::Object(params), text::saved)
    }

    fn verify(&self, against: Option<&str>) -> Result<Status, Failure> {
        let event = self.event()?;
        let verdict = event_files::verify(&event, &self.unlock(&event)?, against)?;
        if self.json {
            output::json(&verdict);
        } else {
            output::print(&text::verdict(&verdict, self.caller.language));
        }
        Ok(if verdict.ok { Status::Done } else { Status::WithProblems })
    }

    fn erase(&self, attendee: Option<kiosk::AttendeeId>) -> Result<Status, Failure> {
        let kiosk = self.open(Access::Write)?;
        let erased = match attendee {
            Some(attendee) => kiosk::acts::erase::erase_attendee(&kiosk, &self.caller, attendee),
            None => kiosk::acts::erase::erase_event(&kiosk, &self.caller),
        };
        kiosk.close(PATIENCE)?;
        let erased = erased?;
        self.done(&json!(erased), &text::erased(&erased, self.caller.language))
    }

    /// Beside a writer only reading calls are answered.
    fn rpc(&self) -> Result<Status, Failure> {
        let kiosk = match self.open(Access::Write) {
            Err(Failure::Broke(error)) if error.code() == "eventInUse" => self.open(Access::Read)?,
            opened => opened?,
        };
        rpc::serve(&kiosk, &self.caller, &mut std::io::stdin().lock(), &mut std::io::stdout().lock());
        kiosk.close(PATIENCE)?;
        Ok(Status::Done)
    }
}

/// Adds the members that have a value.
fn with_optional<const N: usize>(mut object: Value, members: [(&str, Option<Value>); N]) -> Value {
    if let Some(object) = object.as_object_mut() {
        for (name, value) in members {
            if let Some(value) = value {
                object.insert(name.to_owned(), value);
            }
        }
    }
    object
}

/// Two lengths in millimetres with a comma between them.
fn millimetres(text: &str) -> Result<(f32, f32), Failure> {
    let parsed =
        text.split_once(',').and_then(|(right, down)| Some((right.trim().parse().ok()?, down.trim().parse().ok()?)));
    parsed.ok_or_else(|| Failure::Usage(format!("--shift {text}: write it as 1.5,-0.5")))
}
