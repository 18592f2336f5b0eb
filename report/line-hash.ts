/**
 * What GitHub tells a line by, wherever it moves: its `primaryLocationLineHash`. The upload computes the same from the
 * files and warns of every result that says otherwise, so it is computed as GitHub does.
 */

/** As many characters, counted from the line's first, are in its hash. */
const LENGTH = 100;
const FACTOR = 37n;
const WORD = 1n << 64n;
const END = 65_535n;
const LINE_FEED = 10n;

/** `<hash>:<n>` of each line, the n-th that has it: lines of the same text are told apart by their order. */
export function lineHashes(text: string): string[] {
  const { signs, starts } = signsOf(text);
  const seen = new Map<string, number>();
  return starts.map((start) => {
    let hash = 0n;
    for (let at = start; at < start + LENGTH; at++) hash = (hash * FACTOR + (signs[at] ?? 0n)) % WORD;
    const shown = hash.toString(16);
    const count = (seen.get(shown) ?? 0) + 1;
    seen.set(shown, count);
    return `${shown}:${count}`;
  });
}

/** Its characters without blanks, every end of a line as one line feed, then a mark of the end; and where lines begin. */
function signsOf(text: string): { signs: readonly bigint[]; starts: readonly number[] } {
  const signs: bigint[] = [];
  const starts: number[] = [];
  let isStart = true;
  const put = (sign: bigint) => {
    if (isStart) starts.push(signs.length);
    isStart = sign === LINE_FEED;
    signs.push(sign);
  };
  const lines = text.replace(/\r\n?/g, "\n").replace(/[ \t]/g, "");
  for (let at = 0; at < lines.length; at++) put(BigInt(lines.charCodeAt(at)));
  put(END);
  return { signs, starts };
}
