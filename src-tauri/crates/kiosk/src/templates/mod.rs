//! Badge templates: those that come with the program and the event's own, and what is known of them while the program runs.

pub(crate) mod fit;
pub(crate) mod hardest;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use badge::Template;
use badge::template::edit::{Draft, History};
use checkin::Attendee;

use crate::error::KioskError;
use crate::kiosk::Shared;

/// The most templates of its own that an event has.
pub(crate) const MOST: usize = 50;

/// A template, ready to be filled.
#[derive(Clone)]
pub(crate) enum Drawn {
    /// It comes with the program.
    Supplied(&'static Template),
    /// It is the event's own.
    Own(Arc<Draft>),
}

impl Deref for Drawn {
    type Target = Template;

    fn deref(&self) -> &Template {
        match self {
            Self::Supplied(template) => template,
            Self::Own(draft) => draft.template(),
        }
    }
}

/// What is kept in memory of the event's own templates.
#[derive(Default)]
pub(crate) struct Templates {
    /// Read once for each revision.
    read: Mutex<BTreeMap<String, (u64, Arc<Draft>)>>,
    /// The steps of each that was edited since the program started.
    histories: Mutex<BTreeMap<String, History>>,
    /// Everybody who gets a badge, with the state of the list that they were read at.
    pub(crate) people: Mutex<Option<(i64, Arc<Vec<Attendee>>)>>,
    /// The names being tried.
    pub(crate) trial: Mutex<Option<fit::Trial>>,
}

impl Templates {
    /// The steps of the templates edited so far.
    pub(crate) fn histories(&self) -> MutexGuard<'_, BTreeMap<String, History>> {
        self.histories.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// The template of this name.
    ///
    /// # Errors
    /// [`KioskError::NoTemplate`]; [`KioskError::BadTemplate`] for one of the event's own that cannot be read any more.
    pub(crate) fn template(&self, name: &str) -> Result<Drawn, KioskError> {
        if let Some(supplied) = Template::builtin(name) {
            return Ok(Drawn::Supplied(supplied));
        }
        self.draft(name).map(Drawn::Own)
    }

    /// One of the event's own templates.
    ///
    /// # Errors
    /// As [`Shared::template`].
    pub(crate) fn draft(&self, name: &str) -> Result<Arc<Draft>, KioskError> {
        let missing = || KioskError::NoTemplate(name.to_owned());
        let revision = self.read(|view| view.template_revision(name))?.ok_or_else(missing)?;
        let read = || self.templates.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, draft)) = read().get(name).filter(|(known, _)| *known == revision) {
            return Ok(Arc::clone(draft));
        }
        let stored = self.read(|view| view.template(name))?.ok_or_else(missing)?;
        let draft = Draft::parse(&stored.svg).map_err(|error| KioskError::BadTemplate(error.to_string()))?;
        let draft = Arc::new(draft);
        let mut known = read();
        if known.len() > MOST {
            known.clear();
        }
        known.insert(name.to_owned(), (stored.head.revision, Arc::clone(&draft)));
        Ok(draft)
    }

    /// Whether there is a template of this name.
    pub(crate) fn has_template(&self, name: &str) -> Result<bool, KioskError> {
        Ok(Template::builtin(name).is_some() || self.read(|view| view.template_revision(name))?.is_some())
    }
}
