//! Invented workplaces, of the kinds that come to the sample's conference.
//!
//! A workplace is a function of its number, so that any number of them takes no memory. The smaller the number, the
//! bigger the house: [`super::generate`] draws small numbers more often.

use super::people::ascii;

/// A workplace.
pub(super) struct Organisation {
    pub(super) name: String,
    /// Its part of an e-mail address.
    pub(super) domain: String,
    /// Titles that people have there.
    pub(super) titles: &'static [&'static str],
}

#[derive(Clone, Copy)]
enum Kind {
    Municipality,
    Region,
    Ministry,
    Agency,
    Association,
    Foundation,
    Business,
}

use Kind::{Agency, Association, Business, Foundation, Ministry, Municipality, Region};

/// The kinds of twenty workplaces in a row.
const KINDS: [Kind; 20] = [
    Municipality,
    Association,
    Municipality,
    Region,
    Agency,
    Municipality,
    Foundation,
    Municipality,
    Association,
    Ministry,
    Municipality,
    Association,
    Business,
    Municipality,
    Foundation,
    Association,
    Municipality,
    Business,
    Association,
    Municipality,
];

/// Parts of places. Put together they give no municipality that exists; a test holds that.
const FIRST: [&str; 40] = [
    "Ege", "Kyst", "Fjord", "Klit", "Lærke", "Mose", "Ravn", "Sand", "Strand", "Vester", "Øster", "Sønder", "Nørre",
    "Ulve", "Hede", "Birke", "Linde", "Elle", "Aske", "Bøge", "Tjørne", "Mølle", "Kirke", "Skov", "Sten", "Grøn",
    "Hvid", "Brede", "Lange", "Høje", "Svane", "Falke", "Hjorte", "Måge", "Tang", "Siv", "Rør", "Blå", "Kløver",
    "Vind",
];
const SECOND: [&str; 28] = [
    "havn", "høj", "vig", "sund", "ås", "bakke", "mark", "sted", "rød", "bjerg", "klint", "næs", "fold", "holm", "kær",
    "lund", "å", "ø", "krog", "bro", "vang", "strup", "torp", "lev", "løse", "hede", "minde", "eng",
];

const MINISTRIES: [&str; 12] = [
    "Fællesskab og Hverdagsliv",
    "Opvækst og Bolig",
    "Landdistrikter og Havne",
    "Omsorg",
    "Unges Veje",
    "Nærhed og Tilgængelighed",
    "Frivillighed",
    "Læring og Leg",
    "Lokal Velfærd",
    "Alderdom og Livskvalitet",
    "Samarbejde",
    "Forebyggelse og Trivsel",
];
const AGENCIES: [&str; 12] = [
    "Lokale Fællesskaber",
    "Unges Hverdag",
    "Velfærdsdata",
    "Nærhed og Hjælp",
    "Gode Boliger",
    "Tidlig Indsats",
    "Frivilligt Arbejde",
    "Fælles Løsninger",
    "Trygge Overgange",
    "Mødesteder",
    "Læring i Hverdagen",
    "Lige Adgang",
];
const ASSOCIATIONS: [&str; 16] = [
    "Foreningen Naboer i",
    "Værestedet i",
    "Ungehuset",
    "Frivilligcenter",
    "Nattevandrerne i",
    "Krisecentret i",
    "Familiecafeen i",
    "Rådgivningen i",
    "Bedsteforældrene i",
    "Besøgsvennerne i",
    "Fællesskabet",
    "Brobyggerne i",
    "Herberget i",
    "Madfællesskabet",
    "Sorggruppen i",
    "Lektiehjælpen i",
];
const BUSINESSES: [&str; 8] =
    ["Byg A/S", "Ejendomme A/S", "Pleje ApS", "Brød A/S", "Logistik A/S", "Data ApS", "Energi A/S", "Rådgivning ApS"];

const OFFICE: &[&str] = &[
    "Udviklingskonsulent",
    "Socialrådgiver",
    "Afdelingsleder",
    "Teamleder",
    "Familiekonsulent",
    "Socialchef",
    "Sundhedskonsulent",
    "Ungekoordinator",
    "Projektleder",
    "Byrådsmedlem",
    "Jobkonsulent",
    "Fagkonsulent",
    "Skolechef",
];
const REGION: &[&str] =
    &["Chefkonsulent", "Sundhedskonsulent", "Udviklingskonsulent", "Sygeplejerske", "Kontorchef", "Overlæge"];
const STATE: &[&str] = &["Fuldmægtig", "Specialkonsulent", "Chefkonsulent", "Kontorchef", "Student"];
const VOLUNTARY: &[&str] =
    &["Frivillig", "Projektleder", "Frivilligkoordinator", "Daglig leder", "Bestyrelsesmedlem", "Rådgiver", "Formand"];
const FUND: &[&str] = &["Programchef", "Projektchef", "Analytiker", "Programmedarbejder", "Sekretariatschef"];
const COMPANY: &[&str] = &["HR-chef", "Projektleder", "CSR-ansvarlig", "Direktør"];

/// The workplace of this number. Different numbers have different names.
pub(super) fn organisation(number: u32) -> Organisation {
    let (round, at) = (number / 20, (number % 20) as usize);
    let kind = KINDS.get(at).copied().unwrap_or(Association);
    // How many of the kind came before.
    let same = |other: &Kind| std::mem::discriminant(other) == std::mem::discriminant(&kind);
    let (in_round, before) =
        (KINDS.iter().filter(|k| same(k)).count(), KINDS.iter().take(at).filter(|k| same(k)).count());
    let nth = u64::from(round) * in_round as u64 + before as u64;
    let (name, titles) = match kind {
        // Denmark has 98 municipalities; some more for a big rehearsal, not thousands.
        Municipality if nth < 160 => (format!("{} Kommune", place(nth)), OFFICE),
        Region if nth < 6 => (format!("Region {}", place(nth + 200)), REGION),
        Ministry if nth < 12 => (format!("Ministeriet for {}", one_of(&MINISTRIES, nth)), STATE),
        Agency if nth < 12 => (format!("Styrelsen for {}", one_of(&AGENCIES, nth)), STATE),
        Foundation if nth < 300 => (format!("{}fonden", place(nth + 300)), FUND),
        Business if nth < 800 => (format!("{} {}", place(nth + 600), one_of(&BUSINESSES, nth)), COMPANY),
        // Associations are as many as one likes: every place has one of each sort, and then a second one.
        _ => (association(u64::from(number)), VOLUNTARY),
    };
    Organisation { domain: ascii(&name), name, titles }
}

fn association(number: u64) -> String {
    let places = places();
    let (place, round) = (place(number % places), number / places);
    let sort = one_of(&ASSOCIATIONS, round);
    match round / ASSOCIATIONS.len() as u64 {
        0 => format!("{sort} {place}"),
        more => format!("{sort} {place}, afdeling {}", more + 1),
    }
}

fn places() -> u64 {
    (FIRST.len() * SECOND.len()) as u64
}

/// The place of this number, one to one up to their count. The step has no factor in common with the count, and is so
/// big that neighbours in number share no part.
fn place(number: u64) -> String {
    let at = number * 403 % places();
    format!("{}{}", one_of(&FIRST, at / SECOND.len() as u64), one_of(&SECOND, at))
}

fn one_of(names: &[&'static str], number: u64) -> &'static str {
    let at = number % (names.len() as u64).max(1);
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn different_numbers_are_different_workplaces() {
        let count = 20_000;
        let names: BTreeSet<String> = (0..count).map(|number| organisation(number).name).collect();
        assert_eq!(names.len(), count as usize, "a name that comes twice would join two workplaces");
        let domains: BTreeSet<String> = (0..count).map(|number| organisation(number).domain).collect();
        assert_eq!(domains.len(), count as usize, "each workplace has addresses of its own");
    }

    #[test]
    fn no_municipality_or_region_exists() {
        // All 98 municipalities, in letters of an address.
        let real = "albertslund alleroed assens ballerup billund bornholm broenby broenderslev dragoer egedal esbjerg \
            fanoe favrskov faxe fredensborg fredericia frederiksberg frederikshavn frederikssund furesoe \
            faaborgmidtfyn gentofte gladsaxe glostrup greve gribskov guldborgsund haderslev halsnaes hedensted \
            helsingoer herlev herning hilleroed hjoerring holbaek holstebro horsens hvidovre hoejetaastrup \
            hoersholm ikastbrande ishoej jammerbugt kalundborg kerteminde kolding koebenhavn koege langeland \
            lejre lemvig lolland lyngbytaarbaek laesoe mariagerfjord middelfart morsoe norddjurs nordfyns nyborg \
            naestved odder odense odsherred randers rebild ringkoebingskjern ringsted roskilde rudersdal \
            roedovre samsoe silkeborg skanderborg skive slagelse solroed soroe stevns struer svendborg syddjurs \
            soenderborg thisted toender taarnby vallensbaek varde vejen vejle vesthimmerlands viborg vordingborg \
            aeroe aabenraa aalborg aarhus hovedstaden sjaelland syddanmark midtjylland nordjylland";
        let real: BTreeSet<&str> = real.split_whitespace().collect();
        assert_eq!(real.len(), 98 + 5, "98 municipalities and five regions");
        for number in 0..places() {
            let place = place(number);
            assert!(!real.contains(ascii(&place).as_str()), "{place} exists");
        }
    }
}
