//! What the file says, as the kiosk needs it: the event as it is set up, an attendee as the search index knows them.

use checkin::presence::Presence;
use checkin::{Attendee, AttendeeId, Event, Profile, TicketType};
use find::Entry;
use store::{StoreError, View};

use crate::settings::EventFile;

/// The event as the file has it: its settings, and the ticket types that lists brought.
pub(crate) fn event_now(view: View<'_>) -> Result<Event, StoreError> {
    let settings = view.settings()?;
    let mut event = EventFile::from_json(&settings)
        .and_then(|file| file.to_event())
        .map_err(|_| StoreError::Unexpected("settings of another version"))?;
    for (id, name) in view.listed_ticket_types()? {
        if event.ticket_type(&id).is_none() {
            event.ticket_types.push(TicketType {
                id,
                name,
                colour: String::new(),
                badge_template: String::new(),
                badge: true,
            });
        }
    }
    Ok(event)
}

/// What the search index knows of an attendee.
pub(crate) fn entry(event: &Event, attendee: &Attendee) -> Entry {
    let mut entry = expected(event, attendee.id, &attendee.profile);
    entry.presence = attendee.presence;
    // One who was erased may still count for an organisation, and is not found by it.
    if attendee.erased {
        entry.organisation = String::new();
    }
    entry
}

/// What it knows of somebody who has not come yet.
pub(crate) fn expected(event: &Event, id: AttendeeId, profile: &Profile) -> Entry {
    let ticket_type = profile.ticket_type.as_ref();
    let named = ticket_type.and_then(|id| event.ticket_type(id)).map(|ticket_type| ticket_type.name.clone());
    Entry {
        id,
        name: profile.name.clone(),
        family_name: profile.family_name.clone(),
        badge_name: profile.badge_name.clone(),
        organisation: profile.organisation.clone(),
        title: profile.title.clone(),
        email: profile.email.clone(),
        phone: profile.phone.clone(),
        order: profile.order.clone(),
        ticket_codes: profile.ticket_codes.iter().map(|code| code.as_str().to_owned()).collect(),
        fields: profile.fields.iter().map(|(heading, value)| (heading.clone(), value.clone())).collect(),
        ticket_type: ticket_type.map(ToString::to_string).into_iter().chain(named).collect(),
        presence: Presence::Expected,
        status: profile.status,
    }
}
