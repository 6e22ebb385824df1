// What testkit asks of the page: elements by role and name, as a screen reader finds them. It is the body of a function
// that WebDriver runs; `page` is there for what follows.

const page = (() => {
  const IMPLICIT = {
    ARTICLE: 'article', ASIDE: 'complementary', BUTTON: 'button', DETAILS: 'group', DIALOG: 'dialog', FIELDSET: 'group',
    FIGURE: 'figure', FORM: 'form', H1: 'heading', H2: 'heading', H3: 'heading', H4: 'heading', H5: 'heading',
    H6: 'heading', HR: 'separator', LI: 'listitem', MAIN: 'main', METER: 'meter', NAV: 'navigation', OL: 'list',
    OPTION: 'option', OUTPUT: 'status', PROGRESS: 'progressbar', SEARCH: 'search', SUMMARY: 'button', TABLE: 'table',
    TBODY: 'rowgroup', TD: 'cell', TEXTAREA: 'textbox', TFOOT: 'rowgroup', THEAD: 'rowgroup', TR: 'row', UL: 'list',
  };
  const INPUTS = {
    button: 'button', checkbox: 'checkbox', image: 'button', number: 'spinbutton', radio: 'radio', range: 'slider',
    reset: 'button', search: 'searchbox', submit: 'button',
  };
  /** Their name is what their author calls them, not all that is in them. */
  const NOT_BY_CONTENT = [
    'article', 'banner', 'combobox', 'complementary', 'contentinfo', 'dialog', 'figure', 'form', 'grid', 'group', 'img',
    'list', 'listbox', 'main', 'menu', 'meter', 'navigation', 'progressbar', 'radiogroup', 'region', 'rowgroup', 'search',
    'searchbox', 'slider', 'spinbutton', 'table', 'tablist', 'textbox', 'toolbar',
  ];

  const plain = (text) => String(text ?? '').replace(/\s+/g, ' ').trim();

  const role = (element) => {
    const explicit = plain(element.getAttribute('role')).split(' ')[0];
    if (explicit) return explicit;
    const tag = element.tagName.toUpperCase();
    const outside = () => !element.closest('article, aside, main, nav, section');
    if (tag === 'INPUT') return element.hasAttribute('list') ? 'combobox' : (INPUTS[element.type] ?? 'textbox');
    if (tag === 'A') return element.hasAttribute('href') ? 'link' : '';
    if (tag === 'SELECT') return element.multiple || element.size > 1 ? 'listbox' : 'combobox';
    if (tag === 'IMG') return element.getAttribute('alt') === '' ? '' : 'img';
    if (tag === 'TH') return element.scope === 'row' ? 'rowheader' : 'columnheader';
    if (tag === 'HEADER') return outside() ? 'banner' : '';
    if (tag === 'FOOTER') return outside() ? 'contentinfo' : '';
    if (tag === 'SECTION') return element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby') ? 'region' : '';
    return IMPLICIT[tag] ?? '';
  };

  const content = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return '';
    if (node.getAttribute('aria-hidden') === 'true' || getComputedStyle(node).display === 'none') return '';
    const label = node.getAttribute('aria-label') ?? node.getAttribute('alt');
    if (label) return ` ${label} `;
    const inside = [...node.childNodes].map(content).join('');
    return getComputedStyle(node).display.startsWith('inline') ? inside : ` ${inside} `;
  };

  const name = (element) => {
    const others = plain(element.getAttribute('aria-labelledby')).split(' ').filter(Boolean);
    const by = plain(others.map((id) => document.getElementById(id)).filter(Boolean).map(content).join(' '));
    if (by) return by;
    const label = plain(element.getAttribute('aria-label'));
    if (label) return label;
    const labels = plain([...(element.labels ?? [])].map(content).join(' '));
    if (labels) return labels;
    const title = element.querySelector?.(':scope > legend, :scope > caption, :scope > figcaption');
    if (title) return plain(content(title));
    if (element.tagName === 'INPUT' && ['button', 'submit', 'reset'].includes(element.type)) return plain(element.value);
    const alt = plain(element.getAttribute('alt'));
    if (alt) return alt;
    const inside = NOT_BY_CONTENT.includes(role(element)) ? '' : plain([...element.childNodes].map(content).join(''));
    return inside || plain(element.getAttribute('title')) || plain(element.getAttribute('placeholder'));
  };

  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden="true"], [inert]');

  const ofRole = (wanted) => [...document.querySelectorAll('*')].filter((element) => role(element) === wanted && seen(element));

  /** All elements that are meant. */
  const all = (target) => {
    if (target.css) return [...document.querySelectorAll(target.css)];
    const wanted = plain(target.name);
    const fits = (got) => (target.whole ? got === wanted : got.includes(wanted));
    return ofRole(target.role).filter((element) => fits(name(element)));
  };

  /** The element that is meant; null if there is none, or if there are two of one name. */
  const one = (target) => {
    const found = all(target);
    return target.css || found.length === 1 ? (found[0] ?? null) : null;
  };

  /** What there is, for the message of a test that did not find what it wanted. */
  const instead = (target) => {
    const found = all(target).length;
    if (target.css) return `${found} such elements`;
    const alike = ofRole(target.role).map((element) => `${target.role} “${name(element)}”`);
    return `${found} of these fit:\n${alike.join('\n') || `(no ${target.role})`}`;
  };

  const describe = (element) => {
    if (!element) return 'nothing';
    const short = name(element).slice(0, 80);
    return `<${element.tagName.toLowerCase()}${element.id ? ` id=${element.id}` : ''}> ${role(element)} “${short}”`;
  };

  return { all, one, instead, describe, role, name, seen, text: (element) => plain(element.innerText) };
})();
