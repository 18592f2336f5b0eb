/**
 * Finds the line of our code that made a resource. The SDK takes a stack trace in each resource's constructor and
 * sends it along, but it reads it back from text and loses frames of functions without a name. It also takes one
 * for every promise it makes: mapped to TypeScript lines, those are two thirds of a run's time. So while a program
 * runs, stack traces are written here: the frame that counts for the first kind; the second are taken without frames.
 */
import { findSourceMap, type SourceMap } from "node:module";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import type { SourceFinder } from "./protocol";
import type { Source } from "./registration";
import { untraced } from "./sdk-state";

/** The SDK drops its own frames and the resource's constructors: this many. */
const framesOfSdk = 5;

type StackWriter = typeof Error.prepareStackTrace;

interface Position {
  readonly line: number;
  readonly column: number;
}

export class StackSourceFinder implements SourceFinder {
  readonly #roots: readonly string[];

  /**
   * @param projectRoot an absolute path, which positions are relative to
   * @param sourceRoots the folders of our code, absolute or relative to the project's root
   */
  constructor(
    private readonly projectRoot: string,
    sourceRoots: readonly string[],
  ) {
    this.#roots = sourceRoots.map((root) => resolve(projectRoot, root) + sep);
  }

  /** The first frame of our code. */
  find(trace: StackTrace | undefined, position: SourcePosition | undefined): Source | undefined {
    const frames = trace?.getFramesList().map((frame) => frame.getPc()) ?? [position];
    for (const frame of frames) {
      const file = frame === undefined ? undefined : pathOf(frame.getUri());
      if (frame !== undefined && file !== undefined && this.#isOurs(file)) {
        const fromRoot = relative(this.projectRoot, file).split(sep).join("/");
        return { file: fromRoot, line: frame.getLine(), column: frame.getColumn() };
      }
    }
    return undefined;
  }

  /** Takes over how stack traces are written, until the returned function is called. */
  watch(): () => void {
    const before = Error.prepareStackTrace;
    const letTrace = process.env.PULUMI_DEBUG_PROMISE_LEAKS === undefined ? untraced() : () => {};
    Error.prepareStackTrace = (error, frames) => {
      const top = frames[0];
      if (top === undefined) return header(error);
      if (isOfSdk(top, "callsites", "resource.js")) {
        return this.#writeForSdk(frames, before);
      }
      // Node's own writer, where it is found here, doesn't map: only the one that can't be called from here does.
      const isMapped = frames.some((frame) => sourceMap(frame) !== undefined);
      return typeof before === "function" && !isMapped ? before(error, frames) : write(error, frames);
    };
    return () => {
      Error.prepareStackTrace = before;
      letTrace();
    };
  }

  /** One line a frame, as the SDK expects; only the one that counts says where it is, and it is the last. */
  #writeForSdk(frames: readonly NodeJS.CallSite[], before: StackWriter): string {
    const lines = ["Error"];
    for (const [index, frame] of frames.entries()) {
      const file = index < framesOfSdk ? undefined : pathOf(frame.getFileName());
      if (file !== undefined && this.#isOurs(file)) {
        const { line, column } = mapped(frame, before);
        lines.push(`    at ours (${file}:${line}:${column})`);
        break;
      }
      lines.push("    at -");
    }
    return lines.join("\n");
  }

  #isOurs(file: string): boolean {
    return this.#roots.some((root) => file.startsWith(root)) && !file.includes(`${sep}node_modules${sep}`);
  }
}

function isOfSdk(frame: NodeJS.CallSite, functionName: string, file: string): boolean {
  return (
    frame.getFunctionName() === functionName &&
    frame.getFileName()?.endsWith(`@pulumi/pulumi/${file}`) === true
  );
}

/** A path without what loaders add to it. */
function pathOf(fileName: string | null | undefined): string | undefined {
  if (!fileName) {
    return undefined;
  }
  const named = fileName.startsWith("file://") ? fileURLToPath(fileName) : fileName;
  // Of an ES module the SDK makes a URL of what is one already.
  const twice = named.lastIndexOf(`${sep}file:${sep}`);
  const path = twice === -1 ? named : named.slice(twice + `${sep}file:`.length);
  const query = path.indexOf("?");
  const bare = query === -1 ? path : path.slice(0, query);
  return isAbsolute(bare) ? bare : undefined;
}

function sourceMap(frame: NodeJS.CallSite): SourceMap | undefined {
  const file = frame.getFileName();
  return file ? findSourceMap(file) : undefined;
}

/** Where a frame stands in the file that was written, not in what was compiled from it. */
function mapped(frame: NodeJS.CallSite, before?: StackWriter): Position {
  const generated = { line: frame.getLineNumber() ?? 1, column: frame.getColumnNumber() ?? 1 };
  const map = sourceMap(frame);
  if (map !== undefined) {
    const entry = map.findEntry(generated.line - 1, generated.column - 1);
    return "originalLine" in entry
      ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
      : generated;
  }
  // A test runner or loader that keeps its own maps says where things are through the function it installed.
  const text = typeof before === "function" ? String(before(new Error(), [frame])) : "";
  const position = /:(\d+):(\d+)\)?\s*$/.exec(text);
  return position === null ? generated : { line: Number(position[1]), column: Number(position[2]) };
}

function write(error: Error, frames: readonly NodeJS.CallSite[]): string {
  const lines = frames.map((frame) => {
    const text = String(frame);
    if (sourceMap(frame) === undefined) {
      return `    at ${text}`;
    }
    const { line, column } = mapped(frame);
    return `    at ${text.replace(`:${frame.getLineNumber()}:${frame.getColumnNumber()}`, `:${line}:${column}`)}`;
  });
  return [header(error), ...lines].join("\n");
}

function header(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
