/** Hands a program's look-ups to the providers' own programs, and keeps what they say. Importing it loads Pulumi's SDK. */
import { reachesNobody } from "../../../answers/foreign/look-ups";
import { type Recorded, type RecordedLookUp, recordedAnswer } from "../../../answers/foreign/recorded";
import type { LookUpElsewhere } from "../../../engine/deployment";
import {
  type ConfiguredPlugin,
  configurePlugin,
  type RunningPlugin,
  startPlugin,
} from "../../../engine/plugin";
import { type PluginLog, servePluginLog } from "../../../engine/plugin-log";
import { contains, isUnknown, type Properties } from "../../../engine/values";
import { findPlugin } from "./find-plugin";
import { isForSecrets, isPlain, keepable } from "./keepable";

export interface Recorder {
  readonly lookUp: LookUpElsewhere;
  readonly found: readonly RecordedLookUp[];
  /** What couldn't be asked, each in a line. */
  readonly problems: ReadonlySet<string>;
  end(): void;
}

export interface RecorderOptions {
  readonly recorded: Recorded;
  /** The user's: providers find their credentials in it. The program doesn't get it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** What was asked and isn't kept, and what the providers say. */
  readonly tell: (line: string) => void;
}

/** What the engine adds to a provider's settings, which the provider itself isn't given. */
const ENGINES_OWN = new Set(["version", "pluginDownloadURL", "__internal"]);

export function createRecorder({ recorded, env, folder, tell }: RecorderOptions): Recorder {
  const found: RecordedLookUp[] = [];
  const problems = new Set<string>();
  const running: RunningPlugin[] = [];
  const configured = new Map<string, Promise<ConfiguredPlugin | undefined>>();
  let log: Promise<PluginLog> | undefined;

  /** One for each provider of the program, as the engine has them. */
  async function configure(
    pkg: string,
    plugin: { readonly plugin: string; readonly version: string },
    settings: Properties,
  ): Promise<ConfiguredPlugin | undefined> {
    const where = findPlugin(plugin, env);
    if (where.kind === "missing") {
      problems.add(`--record: ${where.because}`);
      return undefined;
    }
    try {
      if (where.kind === "running") return await configurePlugin(where.port, pkg, settings);
      log ??= servePluginLog(tell);
      const { binary } = where;
      const started = await startPlugin({
        binary,
        env,
        folder,
        engineAddress: (await log).address,
        onLine: tell,
      });
      running.push(started);
      return await configurePlugin(started.port, pkg, settings);
    } catch (error) {
      problems.add(
        `--record: the provider ${plugin.plugin} can't be asked: ${(error as Error).message.split("\n")[0]}`,
      );
      return undefined;
    }
  }

  return {
    found,
    problems,
    async lookUp({ token, args, provider, plugin, isSecret }) {
      const isKnown = recordedAnswer({ ...recorded, lookUps: [...recorded.lookUps, ...found] }, token, args);
      if (isKnown || reachesNobody(token)) return undefined;
      if (isSecret || isForSecrets(token) || !isPlain(args)) {
        tell(`${token} is asked for, or with, what is secret: it isn't recorded`);
        return undefined;
      }
      const settings = Object.fromEntries(
        Object.entries(provider.inputs).filter(([key]) => !ENGINES_OWN.has(key)),
      );
      if (contains(args, isUnknown) || contains(settings, isUnknown)) {
        tell(`${token} hangs on what isn't known before a deployment: it isn't recorded`);
        return undefined;
      }
      const key = JSON.stringify([provider.pkg, plugin.plugin, plugin.version, settings]);
      const asked = configured.get(key) ?? configure(provider.pkg, plugin, settings);
      configured.set(key, asked);
      try {
        const result = await (await asked)?.lookUp(token, args);
        if (result === undefined) return undefined;
        const kept = keepable(result);
        if (kept.leftOut.length > 0)
          tell(`${token}: ${kept.leftOut.join(", ")} is secret, or looks like it: left out`);
        found.push({ token, args, result: kept.result });
        return result;
      } catch (error) {
        tell(`${token} was asked in vain: ${(error as Error).message.split("\n")[0]}`);
        return undefined;
      }
    },
    end() {
      for (const one of running) one.stop();
      void log?.then((served) => served.stop());
    },
  };
}
