//! The order of names in a Danish list.

use checkin::Profile;

/// A key by which texts sort as in a Danish list: without regard to case, æ ø å (and ä ö, and aa as å) last, other
/// accents as their letter. Source: Retskrivningsordbogen, § 6, and ui.md, 7.
pub(crate) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let lower = text.to_lowercase();
    let mut letters = lower.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            'a' if letters.peek() == Some(&'a') => {
                letters.next();
                key.push_str("{c");
            }
            'å' => key.push_str("{c"),
            'æ' | 'ä' => key.push_str("{a"),
            'ø' | 'ö' => key.push_str("{b"),
            'ü' => key.push('y'),
            'é' | 'è' | 'ê' | 'ë' => key.push('e'),
            'á' | 'à' | 'â' | 'ã' => key.push('a'),
            'ó' | 'ò' | 'ô' => key.push('o'),
            'í' | 'ì' | 'î' => key.push('i'),
            'ç' => key.push('c'),
            'ñ' => key.push('n'),
            other => key.push(other),
        }
    }
    key
}

/// The place of a person in a list of names: family name, then given name.
pub(crate) fn name_key(profile: &Profile) -> (String, String) {
    let family = if profile.family_name.is_empty() { &profile.name } else { &profile.family_name };
    (key(family), key(&profile.given_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_letters_come_last() {
        let mut names =
            ["Ørsted", "Aagaard", "Zeuthen", "Ærø", "Andersen", "åkjær", "Ågård", "Öberg", "Éclair", "Eriksen"];
        names.sort_by_key(|name| key(name));
        assert_eq!(
            names,
            ["Andersen", "Éclair", "Eriksen", "Zeuthen", "Ærø", "Öberg", "Ørsted", "Aagaard", "Ågård", "åkjær"],
            "æ ø å last, aa as å, accents as their letter"
        );
    }
}
