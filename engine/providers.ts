import { createHash } from "node:crypto";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { isProviderType, packageOf, providerType, providerUrnOf, typeOf } from "../graph/urn";
import type { ProviderInfo } from "./answers";
import type { Deployment } from "./deployment";
import { DefaultProviderDisabledError, EngineError, UnknownProviderError } from "./errors";
import { noOptions, type PackageRequest, type Registration, type Source } from "./registration";
import { revealAll } from "./secrets";
import { type Properties, Secret, UNKNOWN } from "./values";

/** Who asks for a provider, for the messages. */
export interface ProviderUser {
  /** The resource's URN, or the look-up's token. */
  readonly name: string;
  readonly urn?: string;
  readonly source?: Source;
}

export function packageName(request: PackageRequest): string {
  return request.parameterization?.name ?? request.plugin;
}

/** The package that was asked for: by reference where the SDK registered it, otherwise by the type's first part. */
export function packageRequest(
  deployment: Deployment,
  reference: string,
  token: string,
  version: string,
  downloadUrl: string,
): PackageRequest {
  if (reference === "") {
    return { plugin: packageOf(token), version, downloadUrl: downloadUrl.replace(/\/$/, "") };
  }
  const found = deployment.packages.get(reference);
  if (found === undefined) {
    throw new EngineError(`unknown provider package '${reference}' for ${token}`);
  }
  return found;
}

/**
 * The reference of the provider that serves a request: the explicit one, or the package's default provider, which
 * is registered when it is first needed.
 */
export function providerReference(
  deployment: Deployment,
  explicit: string,
  request: PackageRequest,
  user: ProviderUser,
): string {
  return explicit === "" ? defaultProvider(deployment, request, user) : explicit;
}

/** The provider that a reference names, which must be one of the package that the token is of. */
export function providerInfo(
  deployment: Deployment,
  reference: string,
  token: string,
  user: ProviderUser,
): ProviderInfo {
  const urn = providerUrnOf(reference);
  const resource = urn === undefined ? undefined : deployment.byUrn.get(urn);
  if (resource === undefined || !isProviderType(resource.type)) {
    throw new UnknownProviderError(reference, user.name, user);
  }
  const pkg = packageOf(resource.type);
  if (pkg !== packageOf(token)) {
    throw new EngineError(`'${user.name}' can't be served by '${resource.urn}', a provider of ${pkg}`, user);
  }
  return { urn: resource.urn, pkg, inputs: revealAll(resource.outputs) };
}

/** What the engine adds to a provider's own settings. */
export function providerInputs(settings: Properties, request: PackageRequest): Properties {
  const { plugin, version, downloadUrl, parameterization } = request;
  const internal: Properties = {};
  if (downloadUrl !== "") {
    internal.pluginDownloadURL = downloadUrl;
  }
  if (parameterization !== undefined) {
    internal.name = plugin;
    internal.version = version;
    internal.parameterization = parameterization.value;
    return { ...settings, version: parameterization.version, __internal: internal };
  }
  if (version === "" && downloadUrl === "") {
    return settings;
  }
  return { ...settings, ...(version === "" ? {} : { version }), __internal: internal };
}

/** A provider's id and outputs: providers need no answer, the engine itself makes them. */
export function configureProvider(deployment: Deployment, provider: Registration): void {
  const { __internal: _, ...outputs } = provider.inputs;
  provider.outputs = outputs;
  provider.id = deployment.options.dryRun ? UNKNOWN : stableUuid(provider.urn);
}

/** In a dry run the id of a provider is the sentinel itself, so that references to it can be formed. */
export function providerId(provider: Registration): string {
  return typeof provider.id === "string" ? provider.id : unknownValue;
}

/** A UUID that is the same in every run; the real engine draws one. */
export function stableUuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function defaultProvider(deployment: Deployment, request: PackageRequest, user: ProviderUser): string {
  const pkg = packageName(request);
  if (isDisabled(deployment, pkg)) {
    throw new DefaultProviderDisabledError(pkg, user.name, user);
  }
  const version = request.parameterization?.version ?? request.version;
  const key = [pkg, version, request.downloadUrl].join("\n");
  const known = deployment.defaultProviders.get(key);
  if (known !== undefined) {
    return known;
  }
  const type = providerType(pkg);
  const name = defaultName(version, request.downloadUrl);
  const provider: Registration = {
    ...noOptions,
    urn: deployment.urnOf("", type, name),
    type,
    name,
    custom: true,
    external: false,
    inputs: providerInputs(packageConfig(deployment, pkg), request),
    outputs: {},
  };
  configureProvider(deployment, provider);
  deployment.add(provider);
  const reference = `${provider.urn}::${providerId(provider)}`;
  deployment.defaultProviders.set(key, reference);
  return reference;
}

/** `default_7_48_0`; what a name can't hold becomes `_`. */
function defaultName(version: string, downloadUrl: string): string {
  const parts = ["default", ...version.split(/[.+-]/).filter((part) => part !== "")];
  if (downloadUrl !== "") {
    const segments = downloadUrl.split("/").filter((segment) => segment !== "");
    parts.push(segments.map((segment) => segment.replace(/[^A-Za-z0-9_.-]/g, "_")).join("/"));
  }
  return parts.join("_");
}

function packageConfig(deployment: Deployment, pkg: string): Properties {
  const { config, secretConfigKeys } = deployment.options;
  const settings: Properties = {};
  for (const [key, value] of Object.entries(config)) {
    if (key.startsWith(`${pkg}:`)) {
      const name = key.slice(pkg.length + 1).replace(/^config:/, "");
      settings[name] = secretConfigKeys.includes(key) ? new Secret(value) : value;
    }
  }
  return settings;
}

function isDisabled(deployment: Deployment, pkg: string): boolean {
  const setting = deployment.options.config["pulumi:disable-default-providers"];
  if (pkg === "pulumi" || setting === undefined || setting === "") {
    return false;
  }
  let disabled: unknown;
  try {
    disabled = JSON.parse(setting);
  } catch {
    disabled = undefined;
  }
  if (!Array.isArray(disabled) || disabled.some((one) => typeof one !== "string")) {
    throw new EngineError(
      `pulumi:disable-default-providers is ${JSON.stringify(setting)}; it must be a list of package names, as JSON`,
    );
  }
  return disabled.some((one: string) => one.trim() === "*" || one.trim() === pkg);
}

/** The package of the provider that a reference names. */
export function packageOfReference(reference: string): string | undefined {
  const urn = providerUrnOf(reference);
  return urn === undefined ? undefined : packageOf(typeOf(urn));
}
