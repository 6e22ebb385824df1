// The body of a function that runs once in the app's page: from a key to the frame with what it brought.

const bench = { lists: [], verdicts: [], expected: '' };
globalThis.bench = bench;

let letter = null;
let enter = null;

const heard = (event) => {
  if (event.key === 'Enter') enter = event.timeStamp;
  else letter = event.timeStamp;
};
addEventListener('keydown', heard, { capture: true });
// The page takes the Enter of a scan out of the way before anybody else hears of it.
const stop = Event.prototype.stopImmediatePropagation;
Event.prototype.stopImmediatePropagation = function () {
  if (this.type === 'keydown') heard(this);
  return stop.call(this);
};

/** Notes the time once the frame with what has just changed is drawn. */
const drawn = (times, since) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    // A message that is sent in a frame's callback comes after the frame is drawn.
    port1.onmessage = () => times.push(performance.now() - since);
    port2.postMessage(null);
  });
};

const changed = () => {
  if (letter !== null && document.querySelector('#hits .hit') && document.querySelector('.hits-card:not([hidden])')) {
    drawn(bench.lists, letter);
    letter = null;
  }
  const name = document.querySelector('.verdict:not([hidden]) .name');
  if (enter !== null && name && name.textContent === bench.expected) {
    drawn(bench.verdicts, enter);
    enter = null;
  }
};
new MutationObserver((changes) => {
  const inList = changes.some((change) => change.type === 'childList' && change.target.id === 'hits');
  const inVerdict = changes.some((change) => change.target.parentElement?.closest('.verdict') || change.target.classList?.contains('verdict'));
  if (inList || inVerdict) changed();
}).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
return true;
