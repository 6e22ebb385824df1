// Building the page out of nodes. Text goes in as text nodes, never as markup, so that a guest's name is always a name.
//
//   el('button', { class: 'button', on: { click: save } }, icon('check'), say('act.save'))

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @typedef {object} Extras
 * @property {string} [class]
 * @property {boolean} [hidden]
 * @property {Record<string, (event: any) => void>} [on]
 */

/**
 * Makes an element. Whatever is in `props` beside `class`, `hidden` and `on` becomes an attribute; `null`, `undefined`
 * and `false` are left out, `true` is an attribute without a value.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Extras & Record<string, unknown>} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(props.on ?? {})) element.addEventListener(type, listener);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...nodes(children));
  return element;
}

/**
 * @param {(Child | Child[])[]} children
 * @returns {(Node | string)[]}
 */
function nodes(children) {
  return children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false && child !== '')
    .map((child) => (child instanceof Node ? child : String(child)));
}

/**
 * Puts `children` in the place of what is in `element`.
 *
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/**
 * Changes a text only if it is another one, so that a screen reader does not speak again.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A name or an organisation: it has its own direction, whatever stands around it.
 *
 * @param {string} text
 * @param {string} [className]
 */
export function bdi(text, className) {
  return el('bdi', { class: className }, text);
}

/**
 * A key as it is printed on the keyboard. It is not part of a name: `aria-keyshortcuts` says it.
 *
 * @param {string} key
 * @param {string} [className]
 */
export function cap(key, className) {
  return el('kbd', { class: className, 'aria-hidden': 'true' }, key);
}

/**
 * The element with this id, which `index.html` has.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/**
 * Whether somebody who types here means this element and not the scan field.
 *
 * @param {EventTarget | null} target
 */
export function takesText(target) {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

/** A window that nobody sees draws nothing; it is waited for so long, in ms. */
const UNSEEN_MS = 100;

/** Waits until what has changed so far is on the screen. @returns {Promise<void>} */
export function drawn() {
  return new Promise((done) => {
    const late = setTimeout(done, UNSEEN_MS);
    requestAnimationFrame(() => setTimeout(() => {
      clearTimeout(late);
      done();
    }));
  });
}
