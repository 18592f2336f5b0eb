/** What a provider chose once stays: automatic names and defaults of the earlier inputs. Pure. */

import { isMap, type Properties } from "../engine/values";
import { defaultsOf } from "./engine-values";

const AUTONAMED = "pulumi.com/autonamed";

/**
 * Checked inputs with the values that the provider chose when it made the resource.
 * @param olds the resource's inputs as the state has them, empty for a new one
 */
export function withOldChoices(type: string, olds: Properties, checked: Properties): Properties {
  return type.startsWith("kubernetes:") ? withOldName(olds, checked) : withOldDefaults(olds, checked);
}

function withOldDefaults(olds: Properties, checked: Properties): Properties {
  const chosenNow = new Set(defaultsOf(checked));
  const stays = defaultsOf(olds).filter((name) => chosenNow.has(name) && olds[name] !== undefined);
  return { ...checked, ...Object.fromEntries(stays.map((name) => [name, olds[name] ?? null])) };
}

function withOldName(olds: Properties, checked: Properties): Properties {
  const [old, now] = [olds.metadata, checked.metadata];
  if (!isMap(old) || !isMap(now) || !isAutonamed(old) || !isAutonamed(now) || old.name === undefined) {
    return checked;
  }
  return { ...checked, metadata: { ...now, name: old.name } };
}

function isAutonamed({ annotations }: Properties): boolean {
  return isMap(annotations) && annotations[AUTONAMED] === "true";
}
