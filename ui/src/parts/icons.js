// The drawings of the interface: lines on a grid of 24, shapes of the verdicts on a grid of 100.

const SVG = 'http://www.w3.org/2000/svg';

/** Lines, drawn in the colour of the text. */
const LINES = {
  arrivals: ['c 10 7.5 3.5', 'M3.5 20.5c0-4.2 2.9-6.5 6.5-6.5 1.6 0 3 .4 4.1 1.2', 'm14.5 19 2.5 2.5 5-5.5'],
  list: ['M9 6h11.5M9 12h11.5M9 18h11.5', 'M4 6h.1M4 12h.1M4 18h.1'],
  chart: ['M3.5 20.5h17', 'M6.5 17v-4M11 17V8M15.5 17V4.5M19.5 17v-6'],
  settings: ['M4 7h9M18 7h2M4 17h2M11 17h9', 'c 15.5 7 2.5', 'c 8.5 17 2.5'],
  scan: ['M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3', 'M3 12h18'],
  code: ['r 4 4 6 6', 'r 14 4 6 6', 'r 4 14 6 6', 'M14 14h3v3M20 14v6h-6v-2'],
  keyboard: ['r 2.5 6 19 12', 'M6.5 10h.1M10.2 10h.1M13.8 10h.1M17.5 10h.1M7.5 14.2h9'],
  plus: ['M12 4v16M4 12h16'],
  in: ['M11 4h8a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-8', 'M3 12h11m-4-4 4 4-4 4'],
  out: ['M13 4H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8', 'M10 12h11m-4-4 4 4-4 4'],
  people: ['c 9 8.5 3.5', 'M2.5 20c0-4 2.8-6 6.5-6s6.5 2 6.5 6M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.6c2.2.8 3.5 2.6 3.5 5.4'],
  person: ['c 12 8 4', 'M4 20.5c0-4.5 3.5-7 8-7s8 2.5 8 7'],
  badge: ['M12 1.5v5', 'r 5 6.5 14 14.5', 'M10.5 9.8h3', 'M8.5 14.2h7M8.5 17.5h4.5'],
  calendar: ['r 3.5 5 17 15.5', 'M3.5 10h17M8 3v4M16 3v4M8 14h4M8 17h7'],
  file: ['M6.5 3h7l4.5 4.500V21H6.500z', 'M13 3v5h5'],
  undo: ['M8 5 4 9l4 4', 'M4 9h10a5.5 5.5 0 0 1 0 11h-4'],
  next: ['m9 6 6 6-6 6'],
  back: ['m15 6-6 6 6 6'],
  check: ['m4.5 12.5 5 5 10-11'],
  search: ['c 10.5 10.5 6.5', 'm15.5 15.5 5 5'],
  printer: ['M7 9V3.5h10V9', 'r 3 9 18 8', 'M7 14h10v6.5H7z', 'M17.5 12h.1'],
  edit: ['m4 20 1-4L16.500 4.500a2.100 2.100 0 0 1 3 3L8 19z', 'm14.500 6.500 3 3'],
  swap: ['M4 8.500h15m-3.500-3.500 3.500 3.500-3.500 3.500', 'M20 15.500H5m3.500-3.500L5 15.500 8.500 19'],
  help: ['c 12 12 9', 'M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M12 16.8h.01'],
  alert: ['c 12 12 9', 'M12 7v6M12 16.500h.01'],
  redo: ['m16 5 4 4-4 4', 'M20 9H10a5.5 5.5 0 0 0 0 11h4'],
  text: ['M5 7V4.5h14V7', 'M12 4.500V19.500M9 19.500h6'],
  box: ['r 4 5 16 14'],
  picture: ['r 3.5 4.5 17 15', 'c 8.5 9.5 1.5', 'm4.500 17 4.500-4.500 3 3 3.500-4 4.500 5.500'],
  close: ['M5 5l14 14M19 5 5 19'],
  backspace: ['M9 5h11.500v14H9l-6-7z', 'm12.500 9.500 5 5M17.500 9.500l-5 5'],
  lock: ['r 5 10.5 14 10', 'M8 10.5V7.5a4 4 0 0 1 8 0v3'],
};

/** Filled shapes of the kinds of outcome, so that no state is told by its colour alone. */
const SHAPES = {
  go: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z',
  seen: 'M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z',
  decide: 'M12 2.5 22.5 21h-21z',
  stop: 'M8 2h8l6 6v8l-6 6H8l-6-6V8z',
  unknown: 'M12 1.5 22.5 12 12 22.5 1.5 12z',
  off: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10z',
};

/** @typedef {keyof typeof LINES} IconName */
/** @typedef {keyof typeof SHAPES} ShapeName */

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/**
 * @param {string} viewBox
 * @param {string} className
 * @param {Element[]} parts
 */
function svg(viewBox, className, parts) {
  const element = draw('svg', { viewBox, class: className, 'aria-hidden': 'true' });
  element.append(...parts);
  return element;
}

/**
 * An icon of lines.
 *
 * @param {IconName} name
 * @param {string} [className]
 */
export function icon(name, className = '') {
  const parts = LINES[name].map((line) => {
    const [kind, ...numbers] = line.split(' ');
    const [a, b, c, d] = numbers;
    if (kind === 'c') return draw('circle', { cx: a ?? 0, cy: b ?? 0, r: c ?? 0 });
    if (kind === 'r') return draw('rect', { x: a ?? 0, y: b ?? 0, width: c ?? 0, height: d ?? 0, rx: 2 });
    return draw('path', { d: line });
  });
  return svg('0 0 24 24', `icon ${className}`, parts);
}

/**
 * The small shape of a kind of outcome.
 *
 * @param {ShapeName} name
 */
export function shape(name) {
  return svg('0 0 24 24', 'shape', [draw('path', { d: SHAPES[name], fill: 'currentColor', 'fill-rule': 'evenodd' })]);
}

/** The parts of the large signs of verdicts: `ground` is drawn in the ink, `cut` in the ground's colour. */
const SIGNS = {
  tick: { ground: 'M50 3a47 47 0 1 1 0 94 47 47 0 0 1 0-94z', cut: 'm27 52 16 16 31-35', width: 11 },
  out: { ground: 'M50 3a47 47 0 1 1 0 94 47 47 0 0 1 0-94z', cut: 'M25 50h46M53 31l19 19-19 19', width: 10 },
  ticks: {
    ground: 'M18 5h64a13 13 0 0 1 13 13v64a13 13 0 0 1-13 13H18A13 13 0 0 1 5 82V18A13 13 0 0 1 18 5z',
    cut: 'm17 53 14 14 27-31M48 67l27-31M41 60l7 7',
    width: 10,
  },
  outside: {
    ground: 'M18 5h64a13 13 0 0 1 13 13v64a13 13 0 0 1-13 13H18A13 13 0 0 1 5 82V18A13 13 0 0 1 18 5z',
    cut: 'M28 28 72 72M72 28 28 72',
    width: 10,
  },
  warning: { ground: 'M50 5 97 92H3z', cut: 'M50 38v25M50 77h.1', width: 11 },
  barrier: { ground: 'M31 3h38l28 28v38L69 97H31L3 69V31z', cut: 'M22 50h56', width: 14 },
  question: { ground: 'M50 2 98 50 50 98 2 50z', cut: 'M37 40a13.500 13.500 0 1 1 19.500 12C52 54.500 50 57 50 61.500M50 75h.1', width: 9 },
};

/** @typedef {keyof typeof SIGNS} SignName */

/**
 * The large sign of a verdict.
 *
 * @param {SignName} name
 */
export function sign(name) {
  const { ground, cut, width } = SIGNS[name];
  return svg('0 0 100 100', 'sign', [
    draw('path', { d: ground, fill: 'currentColor' }),
    draw('path', { d: cut, class: 'cut', 'stroke-width': width, fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }),
  ]);
}

/** The mark of Ankomst: the bridge. */
export function mark() {
  return svg('0 0 44 32', 'mark-picture', [
    draw('path', { d: 'M1 22.5h42' }),
    draw('path', { d: 'M13 28V4M31 28V4' }),
    draw('path', { d: 'M1 18C7 16 11 11 13 5c2 8 5.5 12.5 9 12.5S29 13 31 5c2 6 6 11 12 13' }),
  ]);
}

/** The bridge over the water, the one ornament of the idle screen. */
export function bridge() {
  const towers = [236, 584];
  /** @param {number} x how high the main cable hangs there */
  const cable = (x) => {
    if (x < 236) return 122 - 105 * (x / 236) ** 1.9;
    if (x > 584) return 122 - 105 * ((820 - x) / 236) ** 1.9;
    return 17 + 91 * (1 - ((x - 410) / 174) ** 2);
  };
  const across = Array.from({ length: 165 }, (_, i) => i * 5);
  const line = across.map((x, i) => `${i ? 'L' : 'M'}${x} ${cable(x).toFixed(1)}`).join('');
  const hangers = Array.from({ length: 31 }, (_, i) => 44 + i * 24)
    .filter((x) => towers.every((tower) => Math.abs(tower - x) > 9) && x < 800)
    .map((x) => `M${x} ${cable(x).toFixed(1)}V122`)
    .join('');
  const legs = towers.map((x) => `M${x - 4} 10l-3 142M${x + 4} 10l3 142M${x - 4} 52h8M${x - 5} 92h10`).join('');
  const piers = [44, 108, 172, 648, 712, 776].map((x) => `M${x} 122v30`).join('');
  const waves = [[40, 174], [330, 162], [470, 178], [660, 160]]
    .map(([x, y]) => `M${x} ${y}q14-8 29 0t29 0`)
    .join('');
  const element = svg('0 0 820 190', 'bridge', [
    draw('path', { d: hangers, class: 'hangers' }),
    draw('path', { d: line, class: 'cable' }),
    draw('path', { d: 'M0 122h820', class: 'deck' }),
    draw('path', { d: legs + piers, class: 'towers' }),
    draw('path', { d: waves, class: 'waves' }),
  ]);
  element.setAttribute('preserveAspectRatio', 'xMidYMax slice');
  return element;
}
