//! Who may make which of the shell's own calls. The table itself stands with the handler (`calls.rs`), which asks [`Desk::permit`]
//! before a call is made; that of the kiosk's calls is `kiosk::api::METHODS`.

use kiosk::{KioskError, Problem, api};

use crate::desk::{Desk, Opening};

/// Who may make a call of the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Everybody, also before signing in: nothing of any guest is in the answer, or what is typed decides.
    Anyone,
    /// Whoever has signed in.
    Desk,
    /// The lead, or their word; it is used up.
    Lead,
    /// Everybody, where no event is open: there is nobody to ask. Behind a passphrase there is.
    NoEvent,
    /// The lead where an event is open, nobody behind a passphrase, everybody where there is no event: whoever sets the computer up
    /// has to get out.
    WayOut,
}

impl Desk {
    /// Lets a call of the shell through, or says what is missing.
    pub(crate) async fn permit(&self, need: Need) -> Result<(), Problem> {
        match need {
            Need::Anyone => Ok(()),
            Need::Desk => self.with_kiosk(|kiosk, caller| api::permit_act(kiosk, caller, api::Need::Desk)).await,
            Need::Lead => self.need_lead().await,
            Need::NoEvent => match self.opened().await {
                now if now.is_none() => Ok(()),
                _ => Err(KioskError::Busy.problem(self.caller().language)),
            },
            Need::WayOut => match self.opened().await {
                Opening::Open(_) => self.need_lead().await,
                Opening::Failed(error) if error.wants_passphrase() => Err(error.problem(self.caller().language)),
                _ => Ok(()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fmt::Write;
    use std::path::Path;

    use super::Need;
    use crate::calls::SHELL_CALLS;

    /// The handbook's page.
    fn page() -> String {
        let mut page = String::from(
            "# Who may do what in the window\n\nThe calls that only a window needs, beside [those of the kiosk](roles.md); where nobody is entered, everybody may do \
             what is the desk's and the lead's.\nMade from the table in `src/calls.rs`; `cargo xtask bless` writes it anew.\n\n\
             | call | before an event is open | behind a passphrase | before signing in | desk | lead |\n| --- | --- | --- | --- | --- | --- |\n",
        );
        for (call, need) in SHELL_CALLS {
            let [none, locked, before, desk, lead] = match need {
                Need::Anyone => ["yes", "yes", "yes", "yes", "yes"],
                Need::Desk => ["", "", "", "yes", "yes"],
                Need::Lead => ["", "", "", "", "yes"],
                Need::NoEvent => ["yes", "", "", "", ""],
                Need::WayOut => ["yes", "", "", "", "yes"],
            };
            let _ = writeln!(page, "| `{call}` | {none} | {locked} | {before} | {desk} | {lead} |");
        }
        page
    }

    #[test]
    fn the_handbook_has_the_table_of_the_windows_calls() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/handbook/roles-window.md");
        let page = page();
        if std::env::var_os("ANKOMST_BLESS").is_some() {
            std::fs::write(&file, &page).unwrap();
        }
        let known = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(known == page, "{} is not what the calls are now: run `cargo xtask bless`", file.display());
    }

    #[test]
    fn what_is_open_to_anyone_is_named_here_too() {
        let open: Vec<&str> =
            SHELL_CALLS.iter().filter(|(_, need)| *need == Need::Anyone).map(|(call, _)| *call).collect();
        let known = [
            "opening",
            "keepWindow",
            "keepScreen",
            "scannerNews",
            "readFrame",
            "computer",
            "unlock",
            "signIn",
            "leave",
            "leadWord",
        ];
        assert_eq!(open, known, "whoever opens another call to a locked window says so twice");
    }
}
