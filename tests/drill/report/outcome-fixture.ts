/** A drill as it might have gone: requests by chance from known curves, everything else made up. */
import { asked, clientKinds } from "../../../drill/load/plan";
import type { Prediction } from "../../../drill/plan/predict";
import { comparisons } from "../../../drill/verdict/compare";
import { missesIn, verdictOf } from "../../../drill/verdict/judge";
import type { Comparison, DrillOutcome, JournalCounts } from "../../../drill/verdict/outcome";
import type { Line } from "../../../resilience/verdict/verdicts";
import { requestsFrom } from "../verdict/synthetic";

export const journal: JournalCounts = {
  acknowledged: 412,
  lost: 0,
  backfilled: 37,
  doubled: 0,
  events: 2480,
  eventsLost: 0,
};

const endAt = 60;
const minServedShare = 0.99;
/** After each kind of client has a fresh answer. */
const falling = (low: number, red: number, gone: number): Line => [
  [0, low],
  [red, low],
  [gone, 1],
];
const lines: Readonly<Record<string, Line>> = {
  short: falling(0.5, 10, 16.2),
  kept: falling(0.5, 10, 16.2),
  patient: falling(0.5, 10, 16.2),
  mobile: falling(0.5, 10, 16.2),
  raced: [
    [0, 0.5],
    [0.5, 0.5],
    [0.5, 1],
  ],
};
const rtoOf = (line: Line): number => line.at(-1)?.[0] ?? 0;
const later = (line: Line, seconds: number): Line => [
  [0, line[0]?.[1] ?? 1],
  ...line.slice(1).map(([at, share]) => [at + seconds, share] as const),
];

const predictions = Object.fromEntries(
  asked.map((capability) => [
    capability,
    Object.fromEntries(
      clientKinds.map((kind): [string, Prediction] => {
        const curve = lines[kind] ?? [];
        return [kind, { rtoSeconds: rtoOf(curve), served: 1, curve, because: [] }];
      }),
    ),
  ]),
);

const requests = asked.flatMap((capability, place) =>
  clientKinds.flatMap((kind, index) =>
    requestsFrom(later(lines[kind] ?? [], kind === "raced" ? 0.2 : 1.1), {
      perSecond: kind === "patient" ? 3 : 12,
      seed: 10 * place + index,
      until: endAt,
      capability,
      kind,
    }),
  ),
);

/** @param changed seconds by which the prediction is wrong: over 3 is outside the band. */
function outcomeOf(wrongBy: number): DrillOutcome {
  const off = Object.fromEntries(
    Object.entries(predictions).map(([capability, byKind]) => [
      capability,
      Object.fromEntries(
        Object.entries(byKind).map(([kind, prediction]) => [
          kind,
          {
            ...prediction,
            curve: later(prediction.curve, wrongBy),
            rtoSeconds: (prediction.rtoSeconds ?? 0) + wrongBy,
          },
        ]),
      ),
    ]),
  );
  const { all, capabilities } = comparisons(off, requests, { faultAt: 0, endAt, minServedShare });
  const invariants = [
    {
      id: "uploads-kept",
      held: true,
      because: "each of 412 acknowledged uploads is in a store, byte by byte",
    },
    {
      id: "uploads-in-each-provider",
      held: true,
      because:
        "each of 412 acknowledged uploads is in a store of aws and of oci; 37 of them were marked first and filled in",
    },
    {
      id: "events-kept",
      held: true,
      because: "of 2480 acknowledged events none is lost; 60 s before a fault may be",
    },
    { id: "events-not-doubled", held: true, because: "none of 2480 events was counted twice at any site" },
  ];
  const objectives = { maxRtoSeconds: 120, maxLostSeconds: { default: 90 } };
  const misses = missesIn({ capabilities, journal }, objectives);
  return {
    id: "site-oci-us-ashburn-1",
    scenario: "site:oci-us-ashburn-1",
    happened: "OCI Ashburn was taken away.",
    stack: "drill",
    seed: 7,
    demand: 0.5,
    scale: 0.1,
    startedAt: "2026-10-19T08:12:33.000Z",
    requestsPerSecond: 204,
    endedAt: endAt,
    shortened: [
      "DNS: intervals and time-outs of its checks, times to live and propagation by 5",
      "edge: red after a brownout 300 s -> 20 s",
    ],
    imitated: [
      {
        what: "Route 53 and its health checkers",
        by: "a name server of ours with the same interval, votes, threshold and fail-open rule",
      },
      { what: "the cloud's layer-4 balancers", by: "HAProxy in TCP mode" },
    ],
    lacking: [],
    journal,
    invariants,
    all,
    capabilities,
    misses,
    events: [
      { at: 0, kind: "fault", text: "every packet of oci-us-ashburn-1 is dropped" },
      { at: 6.3, kind: "authority", text: "Route 53 leaves 10.1.1.1 out of upload.clips.test" },
      { at: 10.2, kind: "authority", text: "OCI DNS leaves 10.1.1.1 out of upload.clips.test" },
      { at: 12.8, kind: "platform", text: "upload at aws-us-east-2 marks its first upload for backfill" },
    ],
    verdict: verdictOf({ all, capabilities, invariants, misses }),
    spent: { worldSeconds: 14.2, drillSeconds: 74, checkSeconds: 3.1, memoryBytes: 3.4e9 },
  };
}

export const outcome = outcomeOf(0);
/** Of a prediction that was five seconds too long. */
export const outsideOutcome = outcomeOf(5);
export const comparison: Comparison = outcome.all;
