// What the lead decides about the differences between a list and who is here, without drawing anything.

/** @import { ListChoice, ListDifference, FieldDifference } from '../../../types/wire.js' */

/** @typedef {'' | 'substitution' | 'correction' | 'new'} Meant */
/** One line of the comparison: a difference, or one field of somebody who changed. @typedef {{ difference: ListDifference, field?: FieldDifference }} Item */
/** @typedef {'weighty' | 'new' | 'changed' | 'gone'} Tab */

/** The tabs in their order. */
export const TABS = /** @type {const} */ (['weighty', 'new', 'changed', 'gone']);

/** Under which name a field is chosen: a name and its parts go together. @param {string} field */
export function fieldKey(field) {
  return field === 'givenName' || field === 'familyName' ? 'name' : field;
}

/** The lines of a tab. @param {ListDifference[]} differences @param {Tab} tab @returns {Item[]} */
export function itemsOf(differences, tab) {
  const wanted = differences.filter((one) => (tab === 'weighty' ? one.weighty : tab === 'new' ? one.kind === 'new' || one.kind === 'same' : tab === 'gone' ? one.kind === 'gone' : one.kind === 'changed' || one.kind === 'conflict'));
  return wanted.flatMap(partsOf);
}

/** The lines of one difference: one for each field of somebody who changed. @param {ListDifference} difference @returns {Item[]} */
function partsOf(difference) {
  return difference.fields?.length ? difference.fields.map((field) => ({ difference, field })) : [{ difference }];
}

/** What a line is about: equal for lines that are the same difference. @param {Item} item */
function signOf({ difference: { kind, line, attendee, name, organisation }, field }) {
  return JSON.stringify([kind, line, attendee, ...(field ? [field.field, field.now, field.list, field.desk] : [name, organisation])]);
}

/** What was decided so far. */
export class Choices {
  /** @type {Map<number, { take?: boolean, fields: Map<string, boolean>, meant: Meant }>} */
  #rows = new Map();
  /** @type {Set<string>} */
  #gone = new Set();

  /** Whether a line is ticked. @param {Item} item */
  isTicked({ difference, field }) {
    if (difference.kind === 'gone') return this.#gone.has(difference.attendee ?? '');
    const row = this.#rows.get(difference.line ?? 0);
    if (difference.kind === 'conflict') return Boolean(row?.meant);
    if (difference.kind === 'same') return row?.meant === 'correction';
    if (field) return row?.fields.get(fieldKey(field.field)) ?? field.taken;
    return row?.take ?? true;
  }

  /** @param {Item} item @param {boolean} ticked */
  tick({ difference, field }, ticked) {
    if (difference.kind === 'gone') {
      if (ticked) this.#gone.add(difference.attendee ?? '');
      else this.#gone.delete(difference.attendee ?? '');
      return;
    }
    const row = this.#row(difference.line ?? 0);
    if (difference.kind === 'same') row.meant = ticked ? 'correction' : '';
    else if (field) row.fields.set(fieldKey(field.field), ticked);
    else if (difference.kind === 'conflict') row.meant = ticked ? row.meant : '';
    else row.take = ticked;
  }

  /**
   * What was decided, as far as it was about differences that are still the same: a cell was put right meanwhile, or a
   * column made another one.
   *
   * @param {ListDifference[]} before @param {ListDifference[]} after
   */
  kept(before, after) {
    const known = new Set(before.flatMap(partsOf).map(signOf));
    const choices = new Choices();
    for (const { difference, field } of after.flatMap(partsOf).filter((item) => known.has(signOf(item)))) {
      if (difference.kind === 'gone') {
        if (this.#gone.has(difference.attendee ?? '')) choices.#gone.add(difference.attendee ?? '');
        continue;
      }
      const was = this.#rows.get(difference.line ?? 0);
      if (!was) continue;
      const row = choices.#row(difference.line ?? 0);
      if (!field) Object.assign(row, { take: was.take, meant: was.meant });
      else if (was.fields.has(fieldKey(field.field))) row.fields.set(fieldKey(field.field), was.fields.get(fieldKey(field.field)) ?? false);
    }
    return choices;
  }

  /** Who is meant by a row of a conflict. @param {ListDifference} difference @returns {Meant} */
  meant(difference) {
    return this.#rows.get(difference.line ?? 0)?.meant ?? '';
  }

  /** @param {ListDifference} difference @param {Meant} meant */
  mean(difference, meant) {
    this.#row(difference.line ?? 0).meant = meant;
  }

  /** The next way of taking a conflict; somebody who has arrived cannot be somebody else. @param {ListDifference} difference */
  meanNext(difference) {
    const ways = waysOf(difference);
    this.mean(difference, ways[(ways.indexOf(this.meant(difference)) + 1) % ways.length] ?? '');
  }

  /** How many people the import changes. @param {ListDifference[]} differences */
  count(differences) {
    return differences.filter((difference) => {
      if (difference.kind === 'same') return true;
      return partsOf(difference).some((item) => this.isTicked(item));
    }).length;
  }

  /** As `importList` takes them: only what differs from what would happen anyway. @param {ListDifference[]} differences @returns {ListChoice[]} */
  toList(differences) {
    /** @type {ListChoice[]} */
    const list = [];
    for (const { kind, line, attendee } of differences) {
      if (kind === 'gone') {
        if (attendee && this.#gone.has(attendee)) list.push({ attendee, take: true });
        continue;
      }
      const row = line === undefined ? undefined : this.#rows.get(line);
      if (!row || line === undefined) continue;
      /** @type {ListChoice} */
      const choice = { line };
      if (row.take === false) choice.take = false;
      if (row.fields.size) choice.fields = Object.fromEntries(row.fields);
      if (row.meant) choice.as = row.meant;
      if (Object.keys(choice).length > 1) list.push(choice);
    }
    return list;
  }

  /** @param {number} line */
  #row(line) {
    /** @type {{ take?: boolean, fields: Map<string, boolean>, meant: Meant }} */
    const known = this.#rows.get(line) ?? { fields: new Map(), meant: '' };
    this.#rows.set(line, known);
    return known;
  }
}

/** The ways of taking a conflict. @param {ListDifference} difference @returns {Meant[]} */
export function waysOf(difference) {
  return difference.now?.arrived ? ['', 'correction', 'new'] : ['', 'substitution', 'correction', 'new'];
}
