//! The words of names and organisations, as far as guessing needs them.

use crate::fixed::number;
use crate::fixed::owned::Owned;
use crate::fixed::strings::{Distinct, Strings};
use crate::fixed::words::Words;
use crate::guess::{Letters, Meant, Shape, Sought, skeleton_of};
use crate::sound::Spoken;
use crate::word_list::word_of;

/// For each word, by its number, what is asked of all of them; and the words by their sound.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sounds {
    shapes: Vec<Shape>,
    /// The number of the sound of each word.
    sound_of: Vec<u32>,
    /// The keys of the sounds in order.
    sounds: Strings,
    words: Owned,
}

impl Sounds {
    /// Of all words.
    pub(crate) fn new(words: &Words) -> Self {
        let mut shapes = Vec::with_capacity(words.len());
        let mut distinct = Distinct::default();
        let mut heard = Vec::with_capacity(words.len());
        for word in 0..words.len() {
            let key = words.key(word);
            shapes.push(Shape::of(skeleton_of(key)));
            heard.push(distinct.number(&Spoken::of(word_of(key)).key()).0);
        }
        let distinct = distinct.strings();
        let mut order: Vec<u32> = (0..number(distinct.len())).collect();
        order.sort_unstable_by_key(|sound| distinct.get(*sound as usize));
        let mut places = vec![0; order.len()];
        let mut sounds = Strings::default();
        for sound in order {
            places[sound as usize] = sounds.push(distinct.get(sound as usize));
        }
        sounds.shrink();
        let sound_of: Vec<u32> = heard.iter().map(|sound| places[*sound as usize]).collect();
        let words = Owned::new(sound_of.iter().copied().zip(0..), sounds.len());
        Self { shapes, sound_of, sounds, words }
    }

    /// The words, of which these are the sounds, that may have been meant; says how many it looked at.
    pub(crate) fn meant<'a>(&self, words: &'a Words, sought: &Sought, found: &mut Vec<Meant<'a>>) -> usize {
        let mut slipped: Vec<u32> = Vec::new();
        let mut letters = Letters::default();
        for (word, shape) in (0_u32..).zip(&self.shapes) {
            if !sought.may_slip(shape) {
                continue;
            }
            let key = words.key(word as usize);
            let sound = self.sound_of.get(word as usize).map_or("", |sound| self.sounds.get(*sound as usize));
            if let Some(guess) = sought.slipped(key, sound, &mut letters) {
                slipped.push(word);
                found.push(Meant { guess, key, word: Some(word) });
            }
        }
        let Some(heard) = sought.heard() else { return self.shapes.len() };
        let mut sound = self.first_sound(heard.key);
        while sound < self.sounds.len() && heard.finds(self.sounds.get(sound)) {
            let key = self.sounds.get(sound);
            for word in self.words.of(sound).iter().filter(|word| slipped.binary_search(word).is_err()) {
                let listed = words.key(*word as usize);
                let guess = sought.sounding(listed, key);
                found.extend(guess.map(|guess| Meant { guess, key: listed, word: Some(*word) }));
            }
            sound += 1;
        }
        self.shapes.len()
    }

    /// The first sound that is `heard` or comes behind it.
    fn first_sound(&self, heard: &str) -> usize {
        let (mut from, mut to) = (0, self.sounds.len());
        while from < to {
            let middle = from.midpoint(to);
            if self.sounds.get(middle) < heard { from = middle + 1 } else { to = middle }
        }
        from
    }
}
