/** Every kind of fault: the compiler names what a new one lacks. */
import type { FaultKind } from "./fault";
import type { Kind } from "./kind";
import { authorityWrong } from "./kinds/authority-wrong";
import { badChange } from "./kinds/bad-change";
import { controlPlane } from "./kinds/control-plane";
import { dnsAuthority } from "./kinds/dns-authority";
import { expiry } from "./kinds/expiry";
import { flapping } from "./kinds/flapping";
import { healthChecks } from "./kinds/health-checks";
import { link } from "./kinds/link";
import { mediaStore } from "./kinds/media-store";
import { metro } from "./kinds/metro";
import { provider } from "./kinds/provider";
import { providerBlind } from "./kinds/provider-blind";
import { queue } from "./kinds/queue";
import { regions } from "./kinds/regions";
import { registry } from "./kinds/registry";
import { comesBack } from "./kinds/return";
import { site } from "./kinds/site";
import { workload } from "./kinds/workload";
import { zone } from "./kinds/zone";

export const kinds: Readonly<Record<FaultKind, Kind>> = {
  zone,
  site,
  metro,
  provider,
  "provider-blind": providerBlind,
  regions,
  "dns-authority": dnsAuthority,
  "authority-wrong": authorityWrong,
  "health-checks": healthChecks,
  "control-plane": controlPlane,
  registry,
  link,
  workload,
  queue,
  "media-store": mediaStore,
  "bad-change": badChange,
  expiry,
  flapping,
  return: comesBack,
};
