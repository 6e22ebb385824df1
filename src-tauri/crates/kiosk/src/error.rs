//! What broke, as `{code, message, hint}` in the reader's language.

use checkin::Language;
use store::StoreError;

use crate::list_faults;
use crate::words;

/// Something broke, or cannot be done. (A refused guest is no error but an outcome.)
#[derive(Debug, thiserror::Error)]
pub enum KioskError {
    /// The event file.
    #[error(transparent)]
    Store(StoreError),
    /// A list that cannot be read.
    #[error(transparent)]
    List(#[from] interchange::ListError),
    /// A list that cannot be written.
    #[error("the list cannot be written")]
    Export,
    /// A badge that cannot be drawn.
    #[error("the badge cannot be drawn: {0}")]
    Badge(String),
    /// A template that does not exist.
    #[error("there is no badge template {0}")]
    NoTemplate(String),
    /// A file that is no badge template.
    #[error("this is no badge template: {0}")]
    BadTemplate(String),
    /// A change that a template does not take.
    #[error("the template cannot be changed so: {0}")]
    EditRefused(String),
    /// A template that comes with the program cannot be changed.
    #[error("{0} comes with the program")]
    TemplateSupplied(String),
    /// Somebody gets the template.
    #[error("the template {0} is in use")]
    TemplateInUse(String),
    /// The template was changed meanwhile.
    #[error("the template has changed meanwhile")]
    TemplateChanged,
    /// The event has as many templates as it can.
    #[error("there are {0} templates already")]
    TooManyTemplates(usize),
    /// There is no step to undo or redo.
    #[error("there is no step to undo or redo")]
    NoStep,
    /// A sheet that does not exist.
    #[error("there is no sheet {0}")]
    NoSheet(String),
    /// A file ending that says no known format.
    #[error("{0} is no known format")]
    NoFormat(String),
    /// An `EVENT.toml` that is not right.
    #[error("EVENT.toml: {0}")]
    Settings(String),
    /// Settings that were typed in a form and are not right.
    #[error("EVENT.toml: {detail}")]
    Setting {
        /// What is wrong, for whoever makes the calls.
        detail: String,
        /// The sentence for whoever typed it: `typed.WORD`.
        word: &'static str,
    },
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// A picture could not be read.
    #[error("{path}: {error}")]
    Picture {
        /// Which.
        path: String,
        /// Why.
        error: scan::PictureError,
    },
    /// A parameter is wrong.
    #[error("{field}: {problem}")]
    Parameter {
        /// Its name.
        field: String,
        /// What is wrong with it, for whoever makes the calls.
        problem: String,
        /// The sentence for whoever typed it, `typed.WORD`; empty: nobody types this.
        word: &'static str,
    },
    /// There is no call of that name.
    #[error("there is no call {0}")]
    NoSuchCall(String),
    /// The list is not the one that was looked at.
    #[error("the list has changed since it was looked at")]
    ListChanged,
    /// Somebody stopped the import.
    #[error("the import was stopped")]
    ImportCancelled,
    /// The writer's queue is full.
    #[error("the queue of the writer is full")]
    Busy,
    /// The event file is not in its place, or another one is.
    #[error("the event file is not in its place")]
    FileGone,
    /// Nobody checks in to this item of the programme.
    #[error("nobody checks in to this item of the programme")]
    NoCheckInHere,
    /// The person has arrived, so nobody can come instead.
    #[error("the person has arrived")]
    HasArrived,
    /// Somebody comes instead already.
    #[error("somebody comes instead already")]
    IsReplaced,
    /// A session, ticket type or question cannot be taken away: people have it.
    #[error("{what} is in use by {people}")]
    StillUsed {
        /// Which, such as `sessions break-out-2`.
        what: String,
        /// By how many people.
        people: u32,
    },
    /// The print job is not in a state for this.
    #[error("the print job is {0}")]
    JobState(&'static str),
    /// Nobody has signed in at this window.
    #[error("nobody has signed in")]
    Locked,
    /// Only the lead may do this.
    #[error("only the lead may do this")]
    LeadNeeded,
    /// The PIN does not fit; so many seconds the next attempt has to wait.
    #[error("the PIN does not fit")]
    WrongPin(i64),
    /// Too many wrong PINs: so many seconds are still to be waited.
    #[error("wait {0} seconds")]
    PinWait(i64),
    /// A thread ended without an answer.
    #[error("no answer")]
    NoAnswer,
}

impl From<StoreError> for KioskError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl KioskError {
    /// A parameter that is wrong.
    #[must_use]
    pub fn parameter(field: &str, problem: impl Into<String>) -> Self {
        Self::Parameter { field: field.to_owned(), problem: problem.into(), word: "" }
    }

    /// A parameter that somebody has typed wrong in a form: they read `typed.WORD` in their language.
    #[must_use]
    pub fn typed(word: &'static str, field: &str, problem: impl Into<String>) -> Self {
        Self::Parameter { field: field.to_owned(), problem: problem.into(), word }
    }

    /// The same error of settings that were read from a file: which line it is says the detail.
    #[must_use]
    pub fn in_a_file(self) -> Self {
        match self {
            Self::Setting { detail, .. } => Self::Settings(detail),
            other => other,
        }
    }

    /// The same error of settings that were not read from a file but typed in a form.
    #[must_use]
    pub fn in_a_form(self) -> Self {
        match self {
            Self::Settings(detail) => Self::Setting { detail, word: "setting" },
            other => other,
        }
    }

    /// A passphrase that does not open the event.
    #[must_use]
    pub fn wrong_passphrase() -> Self {
        Self::Store(StoreError::WrongPassphrase)
    }

    /// Whether the event opens once the right passphrase is said.
    #[must_use]
    pub fn wants_passphrase(&self) -> bool {
        matches!(self, Self::Store(StoreError::PassphraseNeeded | StoreError::WrongPassphrase))
    }

    /// A passphrase that is too short or too long for an event.
    #[must_use]
    pub fn unfit_passphrase() -> Self {
        Self::Store(StoreError::UnfitPassphrase)
    }

    /// A file that could not be read or written.
    #[must_use]
    pub fn file(path: &std::path::Path, error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::Store(StoreError::DiskFull);
        }
        Self::File { path: path.display().to_string(), error }
    }

    /// The short word on which interfaces branch.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => store_code(error),
            Self::List(error) => list_faults::code(error),
            Self::Export | Self::NoAnswer => "unexpected",
            Self::Badge(_) => "badgeNotDrawn",
            Self::NoTemplate(_) => "noSuchTemplate",
            Self::BadTemplate(_) => "badTemplate",
            Self::EditRefused(_) => "editRefused",
            Self::TemplateSupplied(_) => "templateSupplied",
            Self::TemplateInUse(_) => "templateInUse",
            Self::TemplateChanged => "templateChanged",
            Self::TooManyTemplates(_) => "tooManyTemplates",
            Self::NoStep => "noStep",
            Self::NoSheet(_) => "noSuchSheet",
            Self::NoFormat(_) => "noSuchFormat",
            Self::Settings(_) | Self::Setting { .. } => "badSettings",
            Self::File { .. } => "fileUnreadable",
            Self::Picture { .. } => "pictureUnreadable",
            Self::Parameter { .. } => "wrongParameter",
            Self::NoSuchCall(_) => "noSuchCall",
            Self::ListChanged => "listChanged",
            Self::ImportCancelled => "importCancelled",
            Self::Busy => "busy",
            Self::FileGone => "fileGone",
            Self::NoCheckInHere => "noCheckInHere",
            Self::HasArrived => "hasArrived",
            Self::IsReplaced => "isReplaced",
            Self::StillUsed { .. } => "stillUsed",
            Self::JobState(_) => "jobState",
            Self::Locked => "locked",
            Self::LeadNeeded => "leadNeeded",
            Self::WrongPin(_) => "wrongPin",
            Self::PinWait(_) => "pinWait",
        }
    }

    /// The newest backup, if the event file was damaged and there is one.
    #[must_use]
    pub fn backup(&self) -> Option<&std::path::Path> {
        match self {
            Self::Store(StoreError::Damaged { backup, .. }) => backup.as_deref(),
            _ => None,
        }
    }

    /// Where the damaged event file was put.
    #[must_use]
    pub fn aside(&self) -> Option<&std::path::Path> {
        match self {
            Self::Store(StoreError::Damaged { aside, .. }) => Some(aside),
            _ => None,
        }
    }

    /// What happened and what a person can do, in their language.
    #[must_use]
    pub fn problem(&self, language: Language) -> Problem {
        if let Self::Parameter { word, .. } | Self::Setting { word, .. } = self
            && !word.is_empty()
        {
            let message = words::say(language, &format!("typed.{word}"), &[]);
            return Problem {
                code: self.code(),
                message,
                hint: words::say(language, "error.wrongParameter.hint", &[]),
            };
        }
        let fill = self.fill();
        let fill: Vec<(&str, &str)> = fill.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let code = self.code();
        // Of a list the sentence says what the file is, so that it has as many forms as its hint.
        let (said, hinted) = match self {
            Self::Store(StoreError::Damaged { backup: Some(_), .. }) => ("", ".backup"),
            Self::WrongPin(1..) => ("", ".wait"),
            Self::List(error) => (list_faults::variant(error), list_faults::variant(error)),
            _ => ("", ""),
        };
        Problem {
            code,
            message: words::say(language, &format!("error.{code}{said}"), &fill),
            hint: words::say(language, &format!("error.{code}.hint{hinted}"), &fill),
        }
    }

    /// What is filled into the sentence: paths, numbers and headings, never a name, an address or a code.
    fn fill(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Store(error) => match error {
                StoreError::Missing { path } | StoreError::Exists { path } | StoreError::NotAnEvent { path } => {
                    vec![("file", path.display().to_string())]
                }
                StoreError::Newer { found, known } => {
                    vec![("found", found.to_string()), ("known", known.to_string())]
                }
                StoreError::Damaged { aside, backup } => vec![
                    ("aside", aside.display().to_string()),
                    ("backup", backup.as_ref().map(|path| path.display().to_string()).unwrap_or_default()),
                ],
                StoreError::SharedFolder { service } => vec![("service", service.clone())],
                other => vec![("detail", other.to_string())],
            },
            Self::List(error) => list_faults::fill(error),
            Self::NoTemplate(name) | Self::NoSheet(name) | Self::NoFormat(name) | Self::NoSuchCall(name) => {
                vec![("name", name.clone())]
            }
            Self::TemplateSupplied(name) | Self::TemplateInUse(name) => vec![("name", name.clone())],
            Self::TooManyTemplates(most) => vec![("n", most.to_string())],
            Self::Badge(detail) | Self::Settings(detail) | Self::BadTemplate(detail) | Self::EditRefused(detail) => {
                vec![("detail", detail.clone())]
            }
            Self::File { path, error } => vec![("file", path.clone()), ("detail", error.to_string())],
            Self::Picture { path, error } => vec![("file", path.clone()), ("detail", error.to_string())],
            Self::StillUsed { what, people } => vec![("what", what.clone()), ("n", people.to_string())],
            Self::JobState(state) => vec![("state", (*state).to_owned())],
            Self::TemplateChanged
            | Self::NoStep
            | Self::Export
            | Self::ListChanged
            | Self::ImportCancelled
            | Self::Busy
            | Self::FileGone
            | Self::NoCheckInHere
            | Self::HasArrived
            | Self::IsReplaced
            | Self::NoAnswer => Vec::new(),
            Self::WrongPin(seconds) | Self::PinWait(seconds) => vec![("n", seconds.to_string())],
            // What is wrong with a parameter is told to whoever makes the calls; on a screen it would be a stranger's English.
            Self::Locked | Self::LeadNeeded | Self::Parameter { .. } | Self::Setting { .. } => Vec::new(),
        }
    }
}

fn store_code(error: &StoreError) -> &'static str {
    match error {
        StoreError::Missing { .. } => "fileMissing",
        StoreError::Exists { .. } => "fileExists",
        StoreError::NotAnEvent { .. } => "notAnEvent",
        StoreError::Newer { .. } => "fileNewer",
        StoreError::Damaged { .. } => "fileDamaged",
        StoreError::DamagedInPlace => "fileDamagedHere",
        StoreError::ReadOnly => "readOnly",
        StoreError::PassphraseNeeded => "passphraseNeeded",
        StoreError::WrongPassphrase => "wrongPassphrase",
        StoreError::UnfitPassphrase => "unfitPassphrase",
        StoreError::NameTaken => "nameTaken",
        StoreError::NoLead => "noLead",
        StoreError::DiskFull => "diskFull",
        StoreError::SharedFolder { .. } => "sharedFolder",
        StoreError::InUse => "eventInUse",
        StoreError::Settling => "busy",
        StoreError::NonceReused => "nonceReused",
        StoreError::NotFound => "notFound",
        StoreError::NotUndoable => "notUndoable",
        _ => "unexpected",
    }
}

/// An error as interfaces get it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Problem {
    /// The short word to branch on.
    pub code: &'static str,
    /// What happened.
    pub message: String,
    /// What a person at the desk can do.
    pub hint: String,
}
