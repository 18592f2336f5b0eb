/** What `preview.json` has, version 2. */
import * as z from "zod";
import { faultKinds } from "../resilience/faults/fault";

const urn = z.string().describe("a resource's URN");
const count = z.int().min(0);
const share = z.number().min(0).max(1);
/** null where it never ends, or where it can't be told. */
const seconds = z.number().min(0).nullable();
const answer = z.enum(["met", "missed", "unknown"]).describe("unknown: it can't be told");
const level = z.enum(["mandatory", "advisory"]);
const value = z.json();
const texts = z.array(z.string());

const source = z
  .strictObject({ file: z.string().describe("relative to the project's folder"), line: z.int().min(1) })
  .describe("where the program makes it, or the nearest component that it is a part of");

const placement = z.strictObject({
  provider: z.string(),
  region: z.string(),
  metro: z.string().describe("the urban area of the region"),
  zone: z.string().optional(),
});

const resource = z
  .strictObject({
    urn,
    type: z.string(),
    name: z.string(),
    parent: urn.optional(),
    provider: urn.optional(),
    placement: placement.optional().describe("where it runs, as far as that can be told"),
    protect: z.literal(true).optional(),
    inputs: z.record(z.string(), value).describe("a secret shows as [secret]"),
    source: source.optional(),
  })
  .meta({ id: "resource" });

const violation = z
  .strictObject({
    rule: z.string().describe("its id, as in docs/rules.md"),
    level,
    urn,
    key: z.string().describe("what tells it from others of the same rule and resource"),
    message: z.string(),
    source: source.optional(),
  })
  .meta({ id: "violation" });

const policy = z.strictObject({
  verdict: answer,
  because: texts.optional().describe("why it can't be told, where that is about no single rule"),
  violations: z.array(violation),
  unknown: z.array(
    z.strictObject({ rule: z.string(), level, urn, because: z.string(), source: source.optional() }),
  ),
  rules: z
    .record(z.string(), z.enum(["met", "missed", "unknown", "nothing"]))
    .describe("what each rule says; nothing: the program has nothing that it is about"),
  exempted: z.array(
    z.strictObject({
      rule: z.string(),
      urn,
      reason: z.string(),
      owner: z.string(),
      expires: z.string().describe("the last day that the exemption holds"),
    }),
  ),
});

const state = z
  .enum(["up", "degraded", "down"])
  .describe("up: 99 % of the requests are lastingly served; degraded: 50 to 99 %; down: less");

const verdict = z
  .strictObject({
    state,
    served: share.describe("share of the requests that is lastingly served"),
    rtoSeconds: seconds.describe(
      "until that is as before for good; null where it isn't while the fault lasts",
    ),
    wholeSeconds: seconds.describe("the same for all that is demanded"),
    rpoSeconds: seconds.describe("seconds of accepted data that are lost; null: all of it"),
    capacity: z
      .strictObject({ atOnce: z.number(), then: z.number() })
      .describe("shares of the peak that what is left can carry"),
    stalenessSeconds: z.number().nullable(),
    detectSeconds: seconds.describe("until something reacted; null where nothing did"),
    lostSeconds: z.number().nullable().describe("seconds of all requests that were not served"),
    requestsLost: z.number().nullable(),
    worstMinute: share.describe("share of the requests that is served in the worst minute"),
    because: texts,
    evidence: z.array(urn),
    tipping: z
      .array(
        z.strictObject({
          assumption: z.string(),
          at: z.union([z.number(), z.boolean(), z.string()]),
          and: z.enum(["less", "more", "no other"]),
          text: z.string(),
        }),
      )
      .optional()
      .describe("where what is assumed would turn it"),
  })
  .meta({ id: "verdict", description: "what users of one capability have" });

const scenario = z
  .strictObject({
    id: z.string().describe("as `survive --fault` takes it: docs/faults.md"),
    kind: z.string(),
    title: z.string(),
    covered: z.boolean().describe("whether the objectives name its kind"),
    transposedFrom: z
      .string()
      .optional()
      .describe("the past outage that this is, moved to where this stands"),
    touchesNothing: z.boolean().optional().describe("a past outage of what isn't used here"),
    faults: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(faultKinds),
        name: z.string(),
        mode: z.string(),
        share: share.optional(),
        period: z.number().optional(),
        startSeconds: z.number(),
        endSeconds: z.number().optional(),
      }),
    ),
    verdicts: z.record(z.string(), verdict).describe("by capability"),
  })
  .meta({ id: "scenario" });

const miss = z
  .strictObject({
    scenario: z.string(),
    capability: z.string(),
    objective: z.string(),
    value: z.union([z.number(), z.string()]).nullable().describe("null: for ever, or everything"),
    allowed: z.union([z.number(), z.string()]),
    demand: z.number().describe("share of the peak at which it was played"),
    text: z.string(),
  })
  .meta({ id: "miss" });

const yearly = z.strictObject({
  minutes: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  because: z.string().optional(),
});

const survival = z.strictObject({
  verdict: answer,
  because: texts,
  misses: z.array(miss).describe("objectives that are missed"),
  untold: z.array(miss).describe("the same where something decisive can't be told"),
  calm: z
    .record(z.string(), z.strictObject({ state, served: share }))
    .describe("by capability, while nothing fails"),
  scenarios: z.array(scenario),
  yearly: z
    .record(z.string(), z.record(z.string(), yearly))
    .describe("minutes of all requests that a year is expected to cost, by kind of fault and capability"),
});

const change = z.strictObject({
  urn,
  inputs: z.array(z.strictObject({ path: z.string(), old: value, new: value })).describe("those that differ"),
});
const remark = z.strictObject({ urn, because: z.string() });
const moved = z.array(
  z.strictObject({ scenario: z.string(), capability: z.string(), old: z.string(), new: z.string() }),
);

const changes = z.strictObject({
  headline: z.string(),
  loosened: z
    .array(z.strictObject({ setting: z.string(), old: z.string(), new: z.string() }))
    .optional()
    .describe("settings that ask for less than before"),
  data: z.array(urn).describe("what is lost with its data"),
  create: z.array(urn),
  update: z.array(change),
  replace: z.array(change.extend({ because: z.string() })),
  delete: z.array(urn),
  refused: z.array(remark).describe("what the engine or a cloud refuses"),
  warnings: z.array(remark).describe("what goes through and hurts"),
  verdicts: z.strictObject({ worse: moved, better: moved }).optional(),
  notes: z
    .array(
      z.strictObject({
        urn,
        kind: z.string(),
        text: z.string(),
        detail: z.string().optional(),
        unsure: z.literal(true).optional(),
      }),
    )
    .optional(),
});

export const previewJson = z.strictObject({
  version: z.literal(2),
  stack: z.string(),
  judgedAt: z.iso.datetime().optional(),
  settings: z
    .record(z.string(), value)
    .optional()
    .describe("what a platform of Twincloud's is held to; no other program has them"),
  coverage: z
    .strictObject({
      understood: count,
      total: count,
      unknown: z.array(z.strictObject({ type: z.string(), count })),
    })
    .describe("how many of the resources were understood"),
  resources: z.array(resource),
  changes: changes.optional().describe("with --against"),
  policy: policy.optional(),
  survival: survival.optional().describe("absent where nothing serves users"),
});
