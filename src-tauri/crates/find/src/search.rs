//! How a search goes through one part of the index: from the rarest word that was typed to the most frequent.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::{Mutex, PoisonError};

use crate::entry::Place;
use crate::fixed::Owner;
use crate::guess::Meant;
use crate::hit::Tier;
use crate::part::{Lists, Part, Reach};
use crate::query::{Asked, Filter};
use crate::rank::{HEAD, Quality};
use crate::spelling::Typed;

/// Somebody who meets what was asked, by slot, and how well.
pub(crate) type Met = (u32, Quality);

/// What a search has learnt of one part.
pub(crate) struct Asking<'a, P> {
    part: &'a P,
    asked: &'a Asked,
    /// Each word of the readings once, and who meets it: the readings of a query have most words in common.
    words: Vec<(&'a Typed, Lists<'a>)>,
    /// The words of each reading, by their places among these.
    readings: Vec<Vec<usize>>,
    types: &'a [Vec<bool>],
    boards: &'a Boards,
}

impl<'a, P: Part> Asking<'a, P> {
    /// Nothing is looked up yet. For each filter, `types` says which ticket types it means.
    pub(crate) fn new(part: &'a P, asked: &'a Asked, types: &'a [Vec<bool>], boards: &'a Boards) -> Self {
        let mut words: Vec<(&'a Typed, Lists<'a>)> = Vec::new();
        let mut place = |typed: &'a Typed| {
            let known = words.iter().position(|(other, _)| other.text() == typed.text());
            known.unwrap_or_else(|| {
                words.push((typed, Lists::default()));
                words.len() - 1
            })
        };
        let readings = asked.readings.iter().map(|reading| reading.iter().map(&mut place).collect()).collect();
        Self { part, asked, words, readings, types, boards }
    }

    /// The part that is asked.
    pub(crate) fn part(&self) -> &'a P {
        self.part
    }

    /// Looks up who has the words that were typed, in their names or everywhere else.
    pub(crate) fn look_up(&mut self, reach: Reach) {
        for (typed, lists) in &mut self.words {
            self.part.meeting(typed, reach, lists);
        }
    }

    /// The words of all readings, each once.
    pub(crate) fn words(&self) -> Vec<&'a Typed> {
        self.words.iter().map(|(typed, _)| *typed).collect()
    }

    /// Looks up who has a word that may have been meant by one of the words, of which so many were looked at for it.
    pub(crate) fn guess(&mut self, word: usize, meant: &[Meant<'_>], looked_at: usize) {
        let Some((_, lists)) = self.words.get_mut(word) else { return };
        lists.looked_at(looked_at);
        for meant in meant {
            self.part.guessed(meant, lists);
        }
    }

    /// Who meets what was asked, as far as it was looked up; each once, in any order.
    pub(crate) fn met(&self, looked_at: &mut usize) -> Vec<Met> {
        let mut met = match (self.readings.as_slice(), self.asked.filters.is_empty()) {
            ([], true) => return Vec::new(),
            // Everybody of a kind: nothing was typed that one could meet better than another.
            ([], false) => self.everybody(),
            (readings, _) => self.meeting(readings, looked_at),
        };
        for (filter, types) in self.asked.filters.iter().zip(self.types) {
            *looked_at += met.len();
            let stays = self.part.filter(filter, types);
            met.retain(|(slot, _)| stays(*slot));
        }
        met
    }

    fn everybody(&self) -> Vec<Met> {
        let slots = (0..self.part.slots()).filter_map(|slot| u32::try_from(slot).ok());
        slots
            .filter(|slot| self.part.standing(*slot).is_some())
            .map(|slot| (slot, Quality::new(Place::Name, Tier::Exact)))
            .collect()
    }

    /// Who meets a reading, in the best way of all of them.
    fn meeting(&self, readings: &[Vec<usize>], looked_at: &mut usize) -> Vec<Met> {
        let mut board = self.boards.take(self.part.slots());
        let mut all: Vec<Met> = Vec::new();
        for reading in readings {
            let lists: Vec<&Lists<'_>> = reading.iter().filter_map(|word| Some(&self.words.get(*word)?.1)).collect();
            *looked_at += lists.iter().map(|lists| lists.cost()).sum::<usize>();
            let met = self.meeting_all(lists, &mut board);
            if all.is_empty() {
                all = met;
            } else {
                board.or(&mut all, &met);
            }
        }
        self.boards.give_back(board);
        all
    }

    /// Who meets each word of a reading. The rarest word finds people; of the others, only these matter.
    fn meeting_all(&self, mut words: Vec<&Lists<'_>>, board: &mut Board) -> Vec<Met> {
        words.sort_by_key(|lists| lists.people());
        let Some((first, others)) = words.split_first() else { return Vec::new() };
        let mut met = board.all(first);
        met.retain(|(slot, _)| self.part.standing(*slot).is_some());
        for word in others {
            if met.is_empty() {
                break;
            }
            board.and(&mut met, word);
        }
        met
    }

    /// The best of those who meet it, the best first.
    pub(crate) fn best(&self, met: &[Met], limit: usize) -> Vec<Ranked<'a, P>> {
        // The worst on top, so that most are turned away by one comparison.
        let mut best: BinaryHeap<Ranked<'a, P>> = BinaryHeap::with_capacity(limit.min(1_000) + 1);
        for (slot, quality) in met {
            let full = best.len() >= limit;
            // The quality alone turns most away, without a look at the order.
            if full && best.peek().is_none_or(|worst| *quality > worst.quality) {
                continue;
            }
            let standing = self.part.standing(*slot).unwrap_or(u8::MAX);
            let order = u64::from(standing) << (8 * HEAD) | self.part.head(*slot);
            let ranked = Ranked { quality: *quality, order, slot: *slot, part: self.part };
            if !full {
                best.push(ranked);
            } else if let Some(mut worst) = best.peek_mut()
                && ranked < *worst
            {
                *worst = ranked;
            }
        }
        best.into_sorted_vec()
    }
}

/// A person in the race for the first places; the least is the best.
pub(crate) struct Ranked<'a, P> {
    pub(crate) quality: Quality,
    /// Standing, and behind it the beginning of the place in a list.
    order: u64,
    pub(crate) slot: u32,
    part: &'a P,
}

impl<P> Ranked<'_, P> {
    /// Whether the person is expected, has come or does not come.
    pub(crate) fn standing(&self) -> u8 {
        u8::try_from(self.order >> (8 * HEAD)).unwrap_or(u8::MAX)
    }
}

impl<P: Part> Ord for Ranked<'_, P> {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |ranked: &Self| (ranked.quality, ranked.order);
        rank(self).cmp(&rank(other)).then_with(|| self.part.in_list(self.slot, other.slot))
    }
}

impl<P: Part> PartialOrd for Ranked<'_, P> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<P: Part> PartialEq for Ranked<'_, P> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<P: Part> Eq for Ranked<'_, P> {}

/// A quality for each slot, none between two uses: it is wiped where it was written, so that a search costs in the order of
/// those it finds.
#[derive(Debug, Default)]
pub(crate) struct Board(Vec<Quality>);

impl Board {
    /// Everybody in the lists, each once and at the best.
    fn all(&mut self, lists: &Lists<'_>) -> Vec<Met> {
        let mut met: Vec<Met> = Vec::new();
        for (quality, slots) in lists.lists() {
            for code in slots {
                let slot = Owner::slot(*code);
                let Some(known) = self.0.get_mut(slot) else { continue };
                if *known == Quality::NONE {
                    met.push((Owner::number(*code), quality));
                }
                *known = known.or(quality);
            }
        }
        self.wipe(&mut met);
        met
    }

    /// Keeps those who are in the lists too.
    fn and(&mut self, met: &mut Vec<Met>, lists: &Lists<'_>) {
        for (slot, _) in &*met {
            self.0[*slot as usize] = Quality::OPEN;
        }
        for (quality, slots) in lists.lists() {
            for code in slots {
                if let Some(known) = self.0.get_mut(Owner::slot(*code))
                    && *known != Quality::NONE
                {
                    *known = known.or(quality);
                }
            }
        }
        met.retain_mut(|(slot, quality)| {
            let other = std::mem::replace(&mut self.0[*slot as usize], Quality::NONE);
            *quality = quality.and(other);
            other != Quality::OPEN
        });
    }

    /// Adds others, each person once and at the better.
    fn or(&mut self, met: &mut Vec<Met>, others: &[Met]) {
        for (slot, quality) in &*met {
            self.0[*slot as usize] = *quality;
        }
        for (slot, quality) in others {
            let known = &mut self.0[*slot as usize];
            if *known == Quality::NONE {
                met.push((*slot, *quality));
            }
            *known = known.or(*quality);
        }
        self.wipe(met);
    }

    /// Gives everybody the quality of their slot, and wipes it.
    fn wipe(&mut self, met: &mut [Met]) {
        for (slot, quality) in met {
            *quality = std::mem::replace(&mut self.0[*slot as usize], Quality::NONE);
        }
    }
}

/// Boards that searches have done with; several may search at once.
#[derive(Debug, Default)]
pub(crate) struct Boards(Mutex<Vec<Board>>);

impl Boards {
    fn take(&self, slots: usize) -> Board {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut board = kept.unwrap_or_default();
        if board.0.len() < slots {
            board.0.resize(slots, Quality::NONE);
        }
        board
    }

    fn give_back(&self, board: Board) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(board);
    }
}

/// An index that is copied makes boards of its own.
impl Clone for Boards {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What narrows to a ticket type means by it; nothing for other filters.
pub(crate) fn types_meant(filters: &[Filter], meant: impl Fn(&Typed) -> Vec<bool>) -> Vec<Vec<bool>> {
    let types = |filter: &Filter| match filter {
        Filter::TicketType(typed) => meant(typed),
        Filter::Organisation(_) | Filter::Standing(_) => Vec::new(),
    };
    filters.iter().map(types).collect()
}
