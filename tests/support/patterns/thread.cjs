/**
 * The thread in which regular expressions are timed: it may hang, and is then ended from outside. Plain JavaScript, as
 * a thread is started without what compiles the rest.
 */
const { parentPort, workerData } = require("node:worker_threads");

const { tasks, FEW, LOOK, LONG, NOTICED, STEEP, GROWN } = workerData;

const textOf = ({ before, pump, after }, length) =>
  before + pump.repeat(Math.ceil(length / pump.length)) + after;

/** Milliseconds of the processor, so that what else the machine does counts little. */
function time(pattern, text) {
  pattern.lastIndex = 0;
  const start = process.cpuUsage();
  // As they are used: one without `g` is content with the first that fits.
  if (pattern.global) text.replace(pattern, "");
  else pattern.exec(text);
  return process.cpuUsage(start).user / 1000;
}

/** The less of two, as an expression is compiled on the way. */
const less = (pattern, text) => Math.min(time(pattern, text), time(pattern, text));

/** In words, what is wrong; undefined where nothing is. */
function wrong(pattern, attack) {
  const shown = JSON.stringify(`${attack.before}${attack.pump}…${attack.after}`);
  for (const length of FEW) {
    const text = textOf(attack, length);
    if (time(pattern, text) < STEEP) continue;
    const taken = less(pattern, text);
    if (taken >= STEEP) return `takes ${taken.toFixed(0)} ms for ${length} characters of ${shown}`;
  }
  const text = textOf(attack, LOOK);
  if (time(pattern, text) < NOTICED) return undefined;
  parentPort.postMessage({ progress: true });
  const short = less(pattern, text);
  const long = time(pattern, textOf(attack, LONG));
  if (long < GROWN * short || long < GROWN * NOTICED) return undefined;
  // What took so much longer once may have had to wait.
  parentPort.postMessage({ progress: true });
  const again = long > 40 * NOTICED ? long : less(pattern, textOf(attack, LONG));
  if (again < GROWN * short) return undefined;
  return `takes ${(again / short).toFixed(0)} times as long for ${LONG / LOOK} times the text of ${shown}`;
}

for (const { source, flags, attacks } of tasks) {
  const pattern = new RegExp(source, flags);
  for (const attack of attacks) {
    const because = wrong(pattern, attack);
    if (because === undefined) continue;
    parentPort.postMessage({ slow: { source, because } });
    break;
  }
  parentPort.postMessage({ done: true });
}
