//! Back and forth between the files of a template, byte by byte.

/// The most steps that are kept; the oldest go first.
const MOST_STEPS: usize = 2_000;
/// The most bytes that steps may hold: sixteen pictures of the largest size.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// One difference between two files: at one place some bytes went and others came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    at: usize,
    removed: String,
    inserted: String,
}

impl Step {
    /// What makes `after` of `before`.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Step {
        let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
            pairs.take_while(|(a, b)| a == b).map(|(letter, _)| letter.len_utf8()).sum()
        };
        let at = same(&mut before.chars().zip(after.chars()));
        let (rest_before, rest_after) = (&before[at..], &after[at..]);
        let end = same(&mut rest_before.chars().rev().zip(rest_after.chars().rev()));
        Step {
            at,
            removed: rest_before[..rest_before.len() - end].to_owned(),
            inserted: rest_after[..rest_after.len() - end].to_owned(),
        }
    }

    /// The file before the step, from that after it; `None` if it is another file.
    #[must_use]
    pub fn back(&self, after: &str) -> Option<String> {
        exchange(after, self.at, &self.inserted, &self.removed)
    }

    /// The file after the step, from that before it; `None` if it is another file.
    #[must_use]
    pub fn forth(&self, before: &str) -> Option<String> {
        exchange(before, self.at, &self.removed, &self.inserted)
    }

    fn bytes(&self) -> usize {
        self.removed.len() + self.inserted.len()
    }
}

fn exchange(text: &str, at: usize, old: &str, new: &str) -> Option<String> {
    let rest = text.get(at..)?.strip_prefix(old)?;
    Some([text.get(..at)?, new, rest].concat())
}

/// The steps from the beginning, those undone too.
#[derive(Clone, Debug, Default)]
pub struct History {
    steps: Vec<(Step, String)>,
    /// How many of them stand.
    standing: usize,
}

impl History {
    /// Adds the step from `before` to `after`; steps that were undone are gone then. Steps of one gesture, such as an arrow
    /// key held down, are one: `gesture` is empty for a step by itself.
    pub fn add(&mut self, before: &str, after: &str, gesture: &str) {
        self.steps.truncate(self.standing);
        let step = match self.steps.last() {
            Some((last, name)) if !gesture.is_empty() && name == gesture => {
                let first = last.back(before);
                if first.is_some() {
                    self.steps.pop();
                }
                Step::between(first.as_deref().unwrap_or(before), after)
            }
            _ => Step::between(before, after),
        };
        self.steps.push((step, gesture.to_owned()));
        let mut bytes: usize = self.steps.iter().map(|(step, _)| step.bytes()).sum();
        let mut old = self.steps.len().saturating_sub(MOST_STEPS);
        while bytes > MOST_BYTES && old + 1 < self.steps.len() {
            bytes -= self.steps[old].0.bytes();
            old += 1;
        }
        self.steps.drain(..old);
        self.standing = self.steps.len();
    }

    /// The file before the last step that stands. `None` at the beginning, or if `now` is a file that no step led to.
    pub fn undo(&mut self, now: &str) -> Option<String> {
        let (step, gesture) = self.steps.get_mut(self.standing.checked_sub(1)?)?;
        let before = step.back(now)?;
        // Nothing joins a step that was undone and done again.
        gesture.clear();
        self.standing -= 1;
        Some(before)
    }

    /// The file after the first step that was undone.
    pub fn redo(&mut self, now: &str) -> Option<String> {
        let (step, _) = self.steps.get(self.standing)?;
        let after = step.forth(now)?;
        self.standing += 1;
        Some(after)
    }

    /// Whether there is a step to undo, and one to redo.
    #[must_use]
    pub fn ways(&self) -> (bool, bool) {
        (self.standing > 0, self.standing < self.steps.len())
    }
}
