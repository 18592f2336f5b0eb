/** A platform whose edges hand nothing on, for what shows only there: how DNS alone, and clients, leave a sick site. */
import type { Platform } from "../../resilience/platform/platform";

export const withoutForwarding = (platform: Platform): Platform => ({
  ...platform,
  sites: platform.sites.map(({ forwarding: _, ...site }) => site),
});
