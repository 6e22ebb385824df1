//! Making, changing and taking away the event's own badge templates, and saying who gets which.

use badge::Template;
use badge::template::edit::{Draft, Edit};
use serde_json::Value;
use store::{Act, Tx};

use super::{Answered, Once};
use crate::desk::Desk;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::templates::MOST;

/// The longest title of a template, in characters.
const MAX_TITLE: usize = 60;

/// What a new template is made of.
#[derive(Clone, Debug)]
pub enum Source {
    /// A copy of this one.
    Like(String),
    /// A file's text.
    Svg(String),
}

/// Which way to go among the steps of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the one before.
    Undo,
    /// To the one after.
    Redo,
}

/// Makes a template. Returns its name.
///
/// # Errors
/// [`KioskError::BadTemplate`] for a file that is none, [`KioskError::TooManyTemplates`].
pub fn make(
    kiosk: &Kiosk,
    caller: &Caller,
    title: &str,
    source: Source,
    once: Once,
) -> Result<Answered<String>, KioskError> {
    let title = fair_title(title)?;
    let svg = match source {
        Source::Svg(svg) => {
            Template::parse(svg.as_bytes()).map_err(|error| KioskError::BadTemplate(error.to_string()))?;
            svg
        }
        Source::Like(name) => match Template::builtin_svg(&name) {
            Some(svg) => svg.to_owned(),
            None => kiosk.shared().draft(&name)?.svg().to_owned(),
        },
    };
    // Whatever is stored can be read for editing.
    Draft::parse(&svg).map_err(|error| KioskError::BadTemplate(error.to_string()))?;
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        changing(desk, &staff, &once, |tx| {
            let known = tx.view().templates()?;
            if known.len() >= MOST {
                return Err(KioskError::TooManyTemplates(MOST));
            }
            let taken =
                |name: &str| Template::builtin(name).is_some() || known.iter().any(|head| head.template == name);
            let name = free_name(&title, taken);
            tx.put_template(&name, &title, &svg)?;
            Ok(name)
        })
    })
}

/// Changes a template: its title, then each edit. All or nothing.
///
/// # Errors
/// [`KioskError::TemplateChanged`] if `revision` is not that of now; [`KioskError::EditRefused`].
pub fn edit(
    kiosk: &Kiosk,
    caller: &Caller,
    name: &str,
    revision: u64,
    change: (Option<String>, Vec<Edit>, String),
    once: Once,
) -> Result<Answered<String>, KioskError> {
    let (title, edits, gesture) = change;
    let title = title.map(|title| fair_title(&title)).transpose()?;
    let name = own(kiosk, name)?;
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        let mut step = None;
        let answered = changing(desk, &staff, &once, |tx| {
            let stored = current(tx, &name, revision)?;
            let bad = |error: &dyn std::fmt::Display| KioskError::BadTemplate(error.to_string());
            let mut draft = Draft::parse(&stored.svg).map_err(|error| bad(&error))?;
            for edit in &edits {
                draft = draft.apply(edit).map_err(|error| KioskError::EditRefused(error.to_string()))?;
            }
            let title = title.as_deref().unwrap_or(&stored.head.title);
            if draft.svg() != stored.svg || title != stored.head.title {
                tx.put_template(&name, title, draft.svg())?;
            }
            step = (draft.svg() != stored.svg).then(|| (stored.svg, draft.svg().to_owned()));
            Ok(name.clone())
        })?;
        if let Some((before, after)) = step {
            desk.shared.templates.histories().entry(name).or_default().add(&before, &after, &gesture);
        }
        Ok(answered)
    })
}

/// Goes one step back or forth.
///
/// # Errors
/// [`KioskError::NoStep`] at the beginning or the end; [`KioskError::TemplateChanged`].
pub fn step(
    kiosk: &Kiosk,
    caller: &Caller,
    name: &str,
    revision: u64,
    way: Way,
    once: Once,
) -> Result<Answered<String>, KioskError> {
    let name = own(kiosk, name)?;
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        let shared = std::sync::Arc::clone(&desk.shared);
        let mut histories = shared.templates.histories();
        let mut gone = histories.get(&name).cloned().unwrap_or_default();
        let answered = changing(desk, &staff, &once, |tx| {
            let stored = current(tx, &name, revision)?;
            let other = match way {
                Way::Undo => gone.undo(&stored.svg),
                Way::Redo => gone.redo(&stored.svg),
            };
            tx.put_template(&name, &stored.head.title, &other.ok_or(KioskError::NoStep)?)?;
            Ok(name.clone())
        })?;
        // Only what is on the disk has been undone.
        if !answered.repeated {
            histories.insert(name, gone);
        }
        Ok(answered)
    })
}

/// Takes a template away that nobody gets.
///
/// # Errors
/// [`KioskError::TemplateInUse`].
pub fn remove(kiosk: &Kiosk, caller: &Caller, name: &str, once: Once) -> Result<Answered<String>, KioskError> {
    if Template::builtin(name).is_some() {
        return Err(KioskError::TemplateSupplied(name.to_owned()));
    }
    let (name, staff) = (name.to_owned(), caller.staff.clone());
    kiosk.write(move |desk| {
        let event = desk.shared.event();
        let used = event.badge_template == name || event.ticket_types.iter().any(|one| one.badge_template == name);
        let answered = changing(desk, &staff, &once, |tx| {
            if used {
                return Err(KioskError::TemplateInUse(name.clone()));
            }
            if !tx.remove_template(&name)? {
                return Err(KioskError::NoTemplate(name.clone()));
            }
            Ok(name.clone())
        })?;
        desk.shared.templates.histories().remove(&name);
        Ok(answered)
    })
}

/// Says which ticket types get a template, and whether those do that name none. Ticket types that had it and are not named
/// go back to the usual one.
///
/// # Errors
/// [`KioskError::NoTemplate`]; [`KioskError::Parameter`] for a ticket type that there is not.
pub fn assign(
    kiosk: &Kiosk,
    caller: &Caller,
    name: &str,
    ticket_types: Vec<String>,
    usual: bool,
    once: Once,
) -> Result<Answered<()>, KioskError> {
    if !kiosk.shared().has_template(name)? {
        return Err(KioskError::NoTemplate(name.to_owned()));
    }
    let event = kiosk.event();
    if let Some(unknown) = ticket_types.iter().find(|id| !event.ticket_types.iter().any(|one| one.id.as_str() == **id))
    {
        return Err(KioskError::parameter("ticketTypes", format!("there is no ticket type {unknown}")));
    }
    let (name, staff) = (name.to_owned(), caller.staff.clone());
    kiosk.write(move |desk| {
        let event = desk.shared.event();
        let answered = desk.transact(&staff, |tx| {
            if once.repeated(tx)?.is_some() {
                return Ok(Answered::again(()));
            }
            let before = tx.view().settings()?;
            let after = assigned(&before, &event, &name, &ticket_types, usual)?;
            if after != before {
                tx.append(&Act::Settings { settings: after }, None, None, once.call().as_ref())?;
            }
            Ok(Answered::now(()))
        })?;
        desk.refresh_event()?;
        Ok(answered)
    })
}

fn assigned(
    before: &Value,
    event: &checkin::Event,
    name: &str,
    wanted: &[String],
    usual: bool,
) -> Result<Value, KioskError> {
    let mut file = crate::settings::EventFile::from_json(before)?;
    // Those that lists brought become the event's own with this.
    for id in wanted {
        let known = event.ticket_types.iter().find(|one| one.id.as_str() == id);
        if let Some(listed) = known.filter(|_| !file.ticket_types.iter().any(|one| one.id == *id)) {
            file.ticket_types.push(crate::settings::TicketTypeFile {
                id: id.clone(),
                name: listed.name.clone(),
                colour: listed.colour.clone(),
                badge_template: String::new(),
                badge: listed.badge,
            });
        }
    }
    for one in &mut file.ticket_types {
        if wanted.contains(&one.id) {
            name.clone_into(&mut one.badge_template);
        } else if one.badge_template == name {
            one.badge_template.clear();
        }
    }
    if usual {
        name.clone_into(&mut file.badge_template);
    } else if file.badge_template == name {
        file.badge_template.clear();
    }
    file.to_event()?;
    Ok(file.to_json())
}

/// A transaction that is made once for each nonce.
fn changing(
    desk: &mut Desk,
    staff: &str,
    once: &Once,
    act: impl FnOnce(&mut Tx<'_>) -> Result<String, KioskError>,
) -> Result<Answered<String>, KioskError> {
    desk.transact(staff, |tx| {
        if let Some(call) = once.call() {
            if let Some(name) = tx.template_call(&call)? {
                return Ok(Answered::again(name));
            }
            let name = act(tx)?;
            tx.bind_template_call(&call, &name)?;
            return Ok(Answered::now(name));
        }
        act(tx).map(Answered::now)
    })
}

fn current(tx: &Tx<'_>, name: &str, revision: u64) -> Result<store::StoredTemplate, KioskError> {
    let stored = tx.view().template(name)?.ok_or_else(|| KioskError::NoTemplate(name.to_owned()))?;
    if stored.head.revision == revision { Ok(stored) } else { Err(KioskError::TemplateChanged) }
}

/// The name of one of the event's own templates.
fn own(kiosk: &Kiosk, name: &str) -> Result<String, KioskError> {
    if Template::builtin(name).is_some() {
        return Err(KioskError::TemplateSupplied(name.to_owned()));
    }
    if !kiosk.shared().has_template(name)? {
        return Err(KioskError::NoTemplate(name.to_owned()));
    }
    Ok(name.to_owned())
}

fn fair_title(title: &str) -> Result<String, KioskError> {
    let title = checkin::names::clean(&checkin::Field::BadgeName, title).text;
    if title.is_empty() || title.chars().count() > MAX_TITLE {
        return Err(KioskError::typed("templateTitle", "title", format!("1 to {MAX_TITLE} characters")));
    }
    Ok(title)
}

/// A name for settings and scripts: the letters of the title that a name may have, and a number if it is taken.
fn free_name(title: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = String::new();
    for letter in title.to_lowercase().chars() {
        match letter {
            'æ' | 'ä' => name.push_str("ae"),
            'ø' | 'ö' => name.push_str("oe"),
            'å' => name.push_str("aa"),
            '×' => name.push('x'),
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    name.truncate(48);
    let name = match name.trim_matches('-') {
        "" => "skilt",
        name => name,
    };
    let numbered = (1_usize..).map(|n| if n == 1 { name.to_owned() } else { format!("{name}-{n}") });
    numbered.into_iter().find(|name| !taken(name)).unwrap_or_default()
}
