/** Kinds of fault that the objectives can ask to survive. */
export const survivableNames = [
  "zone",
  "site",
  "metro",
  "provider",
  "dns-authority",
  "registry",
  "link",
  "control-plane",
  "health-checks",
  "brownout",
  "brownout-front",
  "workload",
  "queue",
  "media-store",
  "provider-blind",
  "regions",
  "authority-wrong",
  "slow",
  "bad-change",
  "expiry",
  "flapping",
  "return",
] as const;

/**
 * The settings that rules and verdicts need, as they travel with the graph: the stack's output `twincloud`.
 * Nothing of it is secret.
 */
export interface RulesSettings {
  /** Version of this form. */
  readonly version: 1;
  readonly jurisdiction: string;
  /** Percent of the traffic by site id. */
  readonly shares: Readonly<Record<string, number>>;
  /** Replicas that carry the whole peak, by capability, and `edge`. */
  readonly peak: Readonly<Record<string, number>>;
  readonly objectives: {
    /** Kinds of fault. */
    readonly survive: readonly string[];
    readonly maxRtoSeconds: number;
    /** The same for what fails or hangs behind an edge that lives; where it isn't said that is held to `maxRtoSeconds`. */
    readonly maxBrownoutRtoSeconds?: number;
    /** Share of the requests, 0 to 1, from which on service is back; 0.99 where it isn't said. */
    readonly minServedShare?: number;
    /** Seconds of the whole service that one fault may cost, by capability; `default` for those that aren't named. */
    readonly maxLostSeconds?: Readonly<Record<string, number>>;
    /** Shares of the peak that users demand while a fault is played; the assumption's where it isn't said. */
    readonly demand?: readonly number[];
    /** Seconds by capability. */
    readonly maxRpoSeconds: Readonly<Record<string, number>>;
    readonly maxStalenessSeconds: Readonly<Record<string, number>>;
    /** Shares of the peak, 0 to 1. */
    readonly capacity: { readonly atOnce: number; readonly withinSeconds: number; readonly then: number };
  };
  /** Until when the public names' certificate holds (ISO 8601), where the stack brings one. */
  readonly certificateUntil?: string;
  readonly drain: readonly {
    readonly site: string;
    /** One zone of the site alone; the whole site where it isn't said. */
    readonly zone?: string;
    readonly until: string;
    readonly reason: string;
  }[];
  readonly unreachable: readonly string[];
  /** Providers and ids of sites that turned hostile; none where it isn't said. */
  readonly untrusted?: readonly string[];
  /** Which of the queues' authorities are trusted and which one signs: the first alone where it isn't said. */
  readonly queueAuthority?: { readonly trusted: readonly number[]; readonly signing: number };
  /** Databases beside the platform, by name: each in the region of a site, with its own RTO and RPO. */
  readonly databases?: Readonly<
    Record<string, { readonly site: string; readonly rtoSeconds: number; readonly rpoSeconds: number }>
  >;
  /** Whether what holds data is to be protected from deletion. */
  readonly protect: boolean;
  /** Overrides of the model's assumptions, by name. */
  readonly assumptions: Readonly<Record<string, number | boolean | string>>;
}
