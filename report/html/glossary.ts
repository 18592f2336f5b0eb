/** What the page's own words mean: once, below everything, with an address for each. */
import { escapeHtml } from "./escape";

const words: readonly (readonly [word: string, meaning: string])[] = [
  ["site", "One region of one cloud that runs a full copy of the platform."],
  ["zone", "A part of a site with power and network of its own: an availability domain or zone."],
  ["metro", "The urban area a site stands in. Two clouds can share one."],
  ["capability", "What a user does: upload, watch the feed, and so on."],
  ["edge", "The tier of a site that takes users' connections and hands requests to its workloads."],
  ["DNS authority", "A cloud's service that answers where the platform's names lead. Both answer alike."],
  ["peer", "Another site whose edge takes requests that a site can't serve itself."],
  ["brownout", "A share of the requests fails while the rest goes on, so that cheap checks stay green."],
  [
    "up, degraded, down",
    "Up: 99 % or more is served lastingly. Degraded: 50 to 99 %, or something it prefers is lost. Down: less.",
  ],
  ["back for good", "When what the objectives ask for is served again and stays so while the fault lasts."],
  ["lastingly", "The level that is there once users have moved, for as long as the fault lasts."],
  ["covered", "An objective names this kind of fault. The others are played and held to nothing."],
  ["peak, demand", "The most that users ask for in a day, and the share of it at which this is judged."],
  ["moved", "An outage that hit somebody else, played as if it had hit where this platform stands."],
];

export const glossaryHtml = (): string =>
  `<section class="words"><h2 id="words" tabindex="-1">What the words mean</h2><dl>${words
    .map(
      ([word, meaning]) =>
        `<dt id="word-${word.replace(/[^\w]+/g, "-").toLowerCase()}">${escapeHtml(word)}</dt><dd>${escapeHtml(meaning)}</dd>`,
    )
    .join("")}</dl></section>`;
