/** The options of a resource, and the two messages that carry them: the registration itself and a transform. */
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";
import { Value } from "google-protobuf/google/protobuf/struct_pb";
import { type AliasSpec, readAlias } from "./aliases";
import type { HookBinding, HookKind } from "./registration";
import type { Wire } from "./wire";

/** Durations as the program wrote them; an empty text stands for none. */
export type TimeoutTexts = Readonly<Record<"create" | "update" | "delete" | "read", string>>;

/** Empty texts and lists stand for options that were not given. */
export interface ResourceOptions {
  readonly dependsOn: readonly string[];
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly hideDiffs: readonly string[];
  readonly aliases: readonly AliasSpec[];
  readonly additionalSecretOutputs: readonly string[];
  readonly customTimeouts: TimeoutTexts;
  readonly importId: string;
  readonly deletedWith: string;
  readonly replaceWith: readonly string[];
  readonly replacementTrigger?: Wire;
  readonly version: string;
  readonly pluginDownloadURL: string;
  readonly provider: string;
  readonly providers: Readonly<Record<string, string>>;
  readonly hooks: HookBinding;
}

export function optionsOfRequest(request: RegisterResourceRequest): ResourceOptions {
  const given = request.getDeletebeforereplacedefined() || request.getDeletebeforereplace();
  return {
    dependsOn: request.getDependenciesList(),
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: given ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    hideDiffs: request.getHidediffsList(),
    aliases: [
      ...request.getAliasurnsList().map((urn) => ({ urn })),
      ...request.getAliasesList().map(readAlias),
    ],
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: readTimeouts(request.getCustomtimeouts()),
    importId: request.getImportid(),
    deletedWith: request.getDeletedwith(),
    replaceWith: request.getReplaceWithList(),
    replacementTrigger: request.getReplacementTrigger()?.toJavaScript() as Wire | undefined,
    version: request.getVersion(),
    pluginDownloadURL: request.getPlugindownloadurl(),
    provider: request.getProvider(),
    providers: Object.fromEntries(request.getProvidersMap().getEntryList()),
    hooks: readHooks(request.getHooks()),
  };
}

export function optionsOfTransform(message: TransformResourceOptions): ResourceOptions {
  return {
    dependsOn: message.getDependsOnList(),
    protect: message.hasProtect() ? message.getProtect() : undefined,
    retainOnDelete: message.hasRetainOnDelete() ? message.getRetainOnDelete() : undefined,
    deleteBeforeReplace: message.hasDeleteBeforeReplace() ? message.getDeleteBeforeReplace() : undefined,
    ignoreChanges: message.getIgnoreChangesList(),
    replaceOnChanges: message.getReplaceOnChangesList(),
    hideDiffs: message.getHideDiffList(),
    aliases: message.getAliasesList().map(readAlias),
    additionalSecretOutputs: message.getAdditionalSecretOutputsList(),
    customTimeouts: readTimeouts(message.getCustomTimeouts()),
    importId: message.getImport(),
    deletedWith: message.getDeletedWith(),
    replaceWith: message.getReplaceWithList(),
    replacementTrigger: message.getReplacementTrigger()?.toJavaScript() as Wire | undefined,
    version: message.getVersion(),
    pluginDownloadURL: message.getPluginDownloadUrl(),
    provider: message.getProvider(),
    providers: Object.fromEntries(message.getProvidersMap().getEntryList()),
    hooks: readHooks(message.getHooks()),
  };
}

export function transformOfOptions(options: ResourceOptions): TransformResourceOptions {
  const message = new TransformResourceOptions();
  message.setDependsOnList([...options.dependsOn]);
  if (options.protect !== undefined) {
    message.setProtect(options.protect);
  }
  if (options.retainOnDelete !== undefined) {
    message.setRetainOnDelete(options.retainOnDelete);
  }
  if (options.deleteBeforeReplace !== undefined) {
    message.setDeleteBeforeReplace(options.deleteBeforeReplace);
  }
  message.setIgnoreChangesList([...options.ignoreChanges]);
  message.setReplaceOnChangesList([...options.replaceOnChanges]);
  message.setHideDiffList([...options.hideDiffs]);
  message.setAliasesList(options.aliases.map(writeAlias));
  message.setAdditionalSecretOutputsList([...options.additionalSecretOutputs]);
  message.setCustomTimeouts(writeTimeouts(options.customTimeouts));
  message.setImport(options.importId);
  message.setDeletedWith(options.deletedWith);
  message.setReplaceWithList([...options.replaceWith]);
  if (options.replacementTrigger !== undefined) {
    message.setReplacementTrigger(Value.fromJavaScript(options.replacementTrigger));
  }
  message.setVersion(options.version);
  message.setPluginDownloadUrl(options.pluginDownloadURL);
  message.setProvider(options.provider);
  for (const [pkg, reference] of Object.entries(options.providers)) {
    message.getProvidersMap().set(pkg, reference);
  }
  message.setHooks(writeHooks(options.hooks));
  return message;
}

function writeAlias(spec: AliasSpec): Alias {
  const alias = new Alias();
  if ("urn" in spec) {
    return alias.setUrn(spec.urn);
  }
  const message = new Alias.Spec();
  message.setName(spec.name);
  message.setType(spec.type);
  message.setStack(spec.stack);
  message.setProject(spec.project);
  if (spec.noParent) {
    message.setNoparent(true);
  } else if (spec.parent !== "") {
    message.setParenturn(spec.parent);
  }
  return alias.setSpec(message);
}

function readTimeouts(message: RegisterResourceRequest.CustomTimeouts | undefined): TimeoutTexts {
  return {
    create: message?.getCreate() ?? "",
    update: message?.getUpdate() ?? "",
    delete: message?.getDelete() ?? "",
    read: message?.getRead() ?? "",
  };
}

function writeTimeouts(timeouts: TimeoutTexts): RegisterResourceRequest.CustomTimeouts {
  const message = new RegisterResourceRequest.CustomTimeouts();
  message.setCreate(timeouts.create);
  message.setUpdate(timeouts.update);
  message.setDelete(timeouts.delete);
  message.setRead(timeouts.read);
  return message;
}

function readHooks(message: RegisterResourceRequest.ResourceHooksBinding | undefined): HookBinding {
  if (message === undefined) {
    return {};
  }
  const all: { [kind in HookKind]: string[] } = {
    beforeCreate: message.getBeforeCreateList(),
    afterCreate: message.getAfterCreateList(),
    beforeUpdate: message.getBeforeUpdateList(),
    afterUpdate: message.getAfterUpdateList(),
    beforeDelete: message.getBeforeDeleteList(),
    afterDelete: message.getAfterDeleteList(),
    onError: message.getOnErrorList(),
  };
  return Object.fromEntries(Object.entries(all).filter(([, names]) => names.length > 0));
}

function writeHooks(hooks: HookBinding): RegisterResourceRequest.ResourceHooksBinding {
  const message = new RegisterResourceRequest.ResourceHooksBinding();
  message.setBeforeCreateList([...(hooks.beforeCreate ?? [])]);
  message.setAfterCreateList([...(hooks.afterCreate ?? [])]);
  message.setBeforeUpdateList([...(hooks.beforeUpdate ?? [])]);
  message.setAfterUpdateList([...(hooks.afterUpdate ?? [])]);
  message.setBeforeDeleteList([...(hooks.beforeDelete ?? [])]);
  message.setAfterDeleteList([...(hooks.afterDelete ?? [])]);
  message.setOnErrorList([...(hooks.onError ?? [])]);
  return message;
}
