//! Names as people in Denmark bear them.
//!
//! The tables in `names/` hold the common names with their weights. Those given names are borne by about two thirds of
//! all people, those family names by about half; the others draw from a tail of rarer given names and of composed
//! family names. So the common names come about as often as they do, and the rare ones are many. Chance brings together
//! given and family names of people who exist, and no list of well-known ones is kept: a name that many bear says
//! nothing about one of them.

use super::random::{Random, Weighted};
use super::rows;

/// A name drawn.
pub(super) struct Drawn {
    pub(super) given: String,
    pub(super) family: String,
    /// The family came from elsewhere, or the person is from a neighbouring country.
    pub(super) from_elsewhere: bool,
}

/// The tables, read once for each event.
pub(super) struct Names {
    women: Weighted<&'static str>,
    men: Weighted<&'static str>,
    family: Weighted<&'static str>,
    middle: Weighted<&'static str>,
    rare_women: Vec<&'static str>,
    rare_men: Vec<&'static str>,
    first_parts: Vec<&'static str>,
    second_parts: Vec<&'static str>,
    communities: Vec<Community>,
    community: Weighted<usize>,
}

struct Community {
    name: &'static str,
    weight: u64,
    women: Vec<&'static str>,
    men: Vec<&'static str>,
    family: Vec<&'static str>,
}

/// First halves of double given names that are written with a hyphen, and what follows them.
const DOUBLE_WOMEN: ([&str; 12], [&str; 12]) = (
    ["Anne", "Ann", "Inge", "Else", "Rose", "Eva", "Lise", "Ida", "Karen", "Hanne", "Marie", "Ulla"],
    [
        "Marie",
        "Mette",
        "Grethe",
        "Lise",
        "Sofie",
        "Louise",
        "Birgitte",
        "Dorthe",
        "Kirstine",
        "Margrethe",
        "Helene",
        "Maj",
    ],
);
const DOUBLE_MEN: ([&str; 10], [&str; 12]) = (
    ["Hans", "Jens", "Niels", "Lars", "Per", "Karl", "Svend", "Poul", "Bent", "Ole"],
    ["Peter", "Erik", "Henrik", "Christian", "Jørgen", "Ole", "Kristian", "Aage", "Martin", "Jakob", "Anton", "Viggo"],
);

impl Names {
    pub(super) fn read() -> Self {
        let communities = communities();
        Self {
            women: Weighted::read(include_str!("names/women.tsv")),
            men: Weighted::read(include_str!("names/men.tsv")),
            family: Weighted::read(include_str!("names/family.tsv")),
            middle: Weighted::read(include_str!("names/middle.tsv")),
            rare_women: parts(include_str!("names/rare.tsv"), "women"),
            rare_men: parts(include_str!("names/rare.tsv"), "men"),
            first_parts: parts(include_str!("names/composed.tsv"), "first"),
            second_parts: parts(include_str!("names/composed.tsv"), "second"),
            community: Weighted::new(communities.iter().enumerate().map(|(at, community)| (at, community.weight))),
            communities,
        }
    }

    /// The name of one more person.
    pub(super) fn draw(&self, random: &mut Random) -> Drawn {
        // More women than men come to conferences about social work.
        let woman = random.percent(58);
        if random.percent(8)
            && let Some(community) = self.community.draw(random).and_then(|at| self.communities.get(at))
        {
            return self.draw_from(community, woman, random);
        }
        let family = self.family_name(random);
        let given = self.given_names(woman, &family, random);
        Drawn { given, family, from_elsewhere: false }
    }

    fn given_names(&self, woman: bool, family: &str, random: &mut Random) -> String {
        let (table, rare, (firsts, seconds)) = if woman {
            (&self.women, &self.rare_women, (&DOUBLE_WOMEN.0[..], &DOUBLE_WOMEN.1[..]))
        } else {
            (&self.men, &self.rare_men, (&DOUBLE_MEN.0[..], &DOUBLE_MEN.1[..]))
        };
        let first = match random.below(100) {
            0..6 => {
                let (first, second) = (random.text(firsts), random.text(seconds));
                let between = if random.percent(60) { '-' } else { ' ' };
                if first == second { first.to_owned() } else { format!("{first}{between}{second}") }
            }
            6..34 => random.text(rare).to_owned(),
            _ => table.name(random).to_owned(),
        };
        if !random.percent(40) {
            return first;
        }
        // Most middle names are family names; lists write them among the given names.
        let middle = if random.percent(70) { self.middle.name(random) } else { table.name(random) };
        if middle == family || middle == first { first } else { format!("{first} {middle}") }
    }

    fn family_name(&self, random: &mut Random) -> String {
        match random.below(100) {
            0..52 => self.family.name(random).to_owned(),
            52..94 => self.composed(random),
            _ => {
                let (first, second) = (self.middle.name(random), self.family.name(random));
                if first == second { first.to_owned() } else { format!("{first}-{second}") }
            }
        }
    }

    /// A rare name made of two parts, such as Ravnkilde.
    fn composed(&self, random: &mut Random) -> String {
        let (first, second) = (random.text(&self.first_parts), random.text(&self.second_parts));
        // Danish writes no letter three times, and these parts not even twice: Dal + lund, but Skov + ø.
        match (first.chars().last(), second.chars().next()) {
            (Some(last), Some(next)) if last == next => format!("{first}{}", &second[next.len_utf8()..]),
            _ => format!("{first}{second}"),
        }
    }

    fn draw_from(&self, community: &Community, woman: bool, random: &mut Random) -> Drawn {
        let name = |names: &[&'static str], random: &mut Random| random.text(names).replace('_', " ");
        let mut given = name(if woman { &community.women } else { &community.men }, random);
        let mut family = name(&community.family, random);
        // Some were born or married into a Danish name.
        match random.below(100) {
            0..8 => given = (if woman { &self.women } else { &self.men }).name(random).to_owned(),
            8..18 => family = format!("{family}-{}", self.family.name(random)),
            _ => {}
        }
        // A man's form of a Polish name on a woman would look wrong to everybody who can read it.
        if woman && community.name == "polsk" && (family.ends_with("ski") || family.ends_with("cki")) {
            family.replace_range(family.len() - 1.., "a");
        }
        Drawn { given, family, from_elsewhere: true }
    }
}

/// The names of one kind in a table that has a kind and names, divided by blanks, on each line.
fn parts(table: &'static str, kind: &str) -> Vec<&'static str> {
    let lines = rows(table).filter_map(|line| line.split_once('\t'));
    lines.filter(|(named, _)| *named == kind).flat_map(|(_, names)| names.split_whitespace()).collect()
}

fn communities() -> Vec<Community> {
    let mut communities: Vec<Community> = Vec::new();
    for line in rows(include_str!("names/elsewhere.tsv")) {
        let mut cells = line.split('\t');
        let (Some(name), Some(weight), Some(kind), Some(names)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        if communities.last().is_none_or(|last| last.name != name) {
            let weight = weight.parse().unwrap_or_default();
            communities.push(Community { name, weight, women: vec![], men: vec![], family: vec![] });
        }
        let Some(community) = communities.last_mut() else { continue };
        let list = match kind {
            "women" => &mut community.women,
            "men" => &mut community.men,
            _ => &mut community.family,
        };
        list.extend(names.split_whitespace());
    }
    communities
}

/// The name in letters an address may have: small a to z. Letters without a usual Latin form are left out.
pub(super) fn ascii(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'æ' | 'ä' => "ae",
            'ø' | 'ö' => "oe",
            'å' => "aa",
            'ü' => "ue",
            'ß' => "ss",
            'þ' => "th",
            'á' | 'à' | 'â' | 'ã' | 'ă' | 'ą' | 'ā' => "a",
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ė' | 'ē' => "e",
            'í' | 'ì' | 'î' | 'ï' | 'ı' | 'ī' => "i",
            'ó' | 'ò' | 'ô' | 'õ' | 'ő' => "o",
            'ú' | 'ù' | 'û' | 'ū' | 'ű' => "u",
            'ý' | 'ÿ' => "y",
            'ç' | 'ć' | 'č' => "c",
            'ð' | 'đ' => "d",
            'ğ' | 'ģ' => "g",
            'ķ' => "k",
            'ł' | 'ļ' => "l",
            'ñ' | 'ń' | 'ņ' => "n",
            'ř' => "r",
            'ś' | 'š' | 'ş' | 'ș' => "s",
            'ţ' | 'ț' => "t",
            'ź' | 'ż' | 'ž' => "z",
            'a'..='z' | '0'..='9' => {
                written.push(letter);
                continue;
            }
            _ => continue,
        };
        written.push_str(plain);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_read() {
        let names = Names::read();
        assert!(names.communities.len() > 12, "names from many places");
        for community in &names.communities {
            let has_all = [&community.women, &community.men, &community.family].iter().all(|names| names.len() > 6);
            assert!(has_all && community.weight > 0, "{} needs a weight and names of all three kinds", community.name);
        }
        assert!(names.rare_women.len() > 100 && names.rare_men.len() > 100, "rarer given names are many");
        assert!(names.first_parts.len() * names.second_parts.len() > 4_000, "rare family names are many");
    }

    #[test]
    fn an_address_has_plain_letters() {
        let check = |name, written| assert_eq!(ascii(name), written, "for {name}");
        check("Bøgelund", "boegelund");
        check("Łukasz", "lukasz");
        check("İbrahim", "ibrahim");
        check("van den Berg", "vandenberg");
        check("O’Brien", "obrien");
    }
}
