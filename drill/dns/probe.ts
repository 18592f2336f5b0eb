/** One probe of an address: a new TLS connection, one request, and the first line of the answer. */
import * as net from "node:net";
import * as tls from "node:tls";
import type { CheckPlan } from "./plan";
import type { CheckRules } from "./rules";

export interface Probed {
  readonly passed: boolean;
  /** Why it didn't. */
  readonly why?: string;
}

/** Made once: a context for each probe would cost more than its handshake. */
const context = tls.createSecureContext();
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})/;
/** No first line is longer. */
const MOST_BYTES = 4096;

export function probe(
  address: string,
  check: CheckPlan,
  rules: CheckRules,
  from: string | undefined,
): Promise<Probed> {
  const { connectSeconds, responseSeconds, wholeSeconds } = rules.limits(check);
  return new Promise((resolve) => {
    const line = net.connect({
      host: address,
      port: check.port,
      ...(from === undefined ? {} : { localAddress: from }),
    });
    let secure: tls.TLSSocket | undefined;
    const timers: NodeJS.Timeout[] = [];
    const end = (probed: Probed) => {
      for (const timer of timers) clearTimeout(timer);
      secure?.destroy();
      line.destroy();
      resolve(probed);
    };
    const failed = (error: NodeJS.ErrnoException) => end({ passed: false, why: error.code ?? error.message });
    const limit = (seconds: number, why: string) => {
      const timer = setTimeout(() => end({ passed: false, why }), seconds * 1000);
      timers.push(timer);
      return timer;
    };
    const connecting = limit(connectSeconds, `no connection within ${connectSeconds} s`);
    limit(wholeSeconds, `no answer within ${wholeSeconds} s`);
    // Both stay: an end that comes late must not end the process.
    line.on("error", failed);
    line.once("connect", () => {
      clearTimeout(connecting);
      limit(responseSeconds, `no answer within ${responseSeconds} s of connecting`);
      secure = tls.connect({
        socket: line,
        servername: check.host,
        secureContext: context,
        rejectUnauthorized: false,
      });
      secure.on("error", failed);
      secure.once("secureConnect", () => {
        secure?.write(`GET ${check.path} HTTP/1.1\r\nHost: ${check.host}\r\nConnection: close\r\n\r\n`);
      });
      let text = "";
      secure.on("data", (part: Buffer) => {
        text += part.toString("latin1");
        const status = STATUS_LINE.exec(text)?.[1];
        if (status !== undefined) end(judged(Number(status), rules));
        else if (text.length > MOST_BYTES) end({ passed: false, why: "no HTTP" });
      });
      secure.once("close", () => end({ passed: false, why: "closed without an answer" }));
    });
  });
}

function judged(status: number, { well }: CheckRules): Probed {
  const passed = status >= well.from && status < well.below;
  return passed ? { passed } : { passed, why: `answered ${status}` };
}
