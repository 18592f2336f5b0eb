/**
 * When an edge notices that a workload fails is itself chance: it waits for so many failures, which come as they come. The
 * platforms whose edges happen to notice sooner or later than on average. Pure.
 */
import type { CapabilityForwarding } from "../../components/edge/edge-forwarding";
import type { Platform, Site } from "../../resilience/platform/platform";

/**
 * Of the mean, the time until eight failures have come where they come by chance, from the soonest fifth of all times to the
 * latest: the middles of the fifths of a gamma distribution of shape 8, half of the chi-squared one of 16 degrees. One
 * prime number of them, so that capabilities which notice each by itself can be paired in any order.
 */
export const noticingFactors = [0.58, 0.79, 0.96, 1.15, 1.47] as const;

/** A platform whose edges wait for so many times the failures that they are configured to wait for. */
export const noticing = (platform: Platform, factor: number): Platform => ({
  ...platform,
  sites: platform.sites.map((site): Site => {
    const { forwarding } = site;
    if (!forwarding) return site;
    const byCapability = Object.entries(forwarding.byCapability).map(
      ([name, rules]): [string, CapabilityForwarding] => [name, later(rules, factor)],
    );
    return { ...site, forwarding: { ...forwarding, byCapability: Object.fromEntries(byCapability) } };
  }),
});

const later = (rules: CapabilityForwarding, factor: number): CapabilityForwarding => ({
  ...rules,
  failures: rules.failures.map((rule) => ({ ...rule, leastFailures: rule.leastFailures * factor })),
});
