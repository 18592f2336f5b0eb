/** One HTTPS request to one address, and what came of it. */
import type * as http from "node:http";
import * as https from "node:https";
import * as tls from "node:tls";
import type { Trust } from "./plan";

export interface Call {
  readonly host: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface Exchanged {
  /** 0 where there was no answer. */
  readonly status: number;
  readonly body: string;
  readonly why?: string;
  /** A kept connection broke before anything was answered: the other side may have just closed it. */
  readonly brokeWhileKept?: true;
}

/** How a client connects. */
export interface Line {
  readonly port: number;
  readonly tls: Verify;
  /** The address that it asks from. */
  readonly from?: string;
}

export interface Verify {
  readonly secureContext: tls.SecureContext;
  readonly rejectUnauthorized: boolean;
}

/** Made once: reading certificates for every connection costs more than its handshake. */
export const verifying = (trust: Trust): Verify =>
  "ca" in trust
    ? { secureContext: tls.createSecureContext({ ca: trust.ca }), rejectUnauthorized: true }
    : { secureContext: tls.createSecureContext(), rejectUnauthorized: false };

/** Of an answer's body, in characters; nothing that is asked for here is longer. */
const MOST_BODY = 1_000_000;

/** What `https.request` and `tls.connect` are told to reach an address as a name. */
export const connecting = (address: string, host: string, { port, tls: verify, from }: Line) => ({
  host: address,
  port,
  servername: host,
  ...verify,
  ...(from === undefined ? {} : { localAddress: from }),
});

/**
 * A TLS connection whose other side is judged by its name alone, once the chain is found good: reading the whole chain for
 * that, as Node does, takes a quarter of what a load of short connections costs.
 */
function connect(options: tls.ConnectionOptions): tls.TLSSocket {
  const socket = tls.connect(options);
  socket.getPeerCertificate = () => {
    const subjectaltname = socket.getPeerX509Certificate()?.subjectAltName;
    return { subject: {}, subjectaltname } as tls.DetailedPeerCertificate;
  };
  return socket;
}

/** Keeps connections, which are made alike. */
export class KeepingAgent extends https.Agent {
  override createConnection(options: tls.ConnectionOptions): tls.TLSSocket {
    return connect(options);
  }
}

/**
 * Sends a request and waits for the whole answer.
 * @param through an agent that keeps connections, one that is open already, or none for a new one
 */
export function exchange(
  call: Call,
  address: string,
  line: Line,
  through: { readonly agent?: https.Agent; readonly socket?: tls.TLSSocket },
  seconds: number,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    const { agent, socket } = through;
    const where = connecting(address, call.host, line);
    const request: http.ClientRequest = https.request({
      ...where,
      ...(agent ? { agent } : { createConnection: () => socket ?? connect(where) }),
      method: call.method,
      path: call.path,
      headers: {
        host: call.host,
        ...call.headers,
        ...(call.body ? { "content-length": call.body.length } : {}),
      },
    });
    let answered = false;
    const end = (outcome: Exchanged) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const broken = (error: NodeJS.ErrnoException) =>
      end({
        status: 0,
        body: "",
        why: error.code ?? error.message,
        ...(request.reusedSocket && !answered && error.code !== TIMED_OUT ? { brokeWhileKept: true } : {}),
      });
    const timer = setTimeout(
      () => {
        const error: NodeJS.ErrnoException = new Error("no answer in time");
        error.code = TIMED_OUT;
        request.destroy(error);
        // A request whose socket isn't made yet tells nobody.
        broken(error);
      },
      Math.max(0, seconds * 1000),
    );
    request.on("error", broken);
    request.on("response", (answer) => {
      answered = true;
      let body = "";
      answer.setEncoding("utf8").on("error", broken);
      answer.on("data", (part: string) => {
        if (body.length < MOST_BODY) body += part;
      });
      answer.on("end", () => end({ status: answer.statusCode ?? 0, body }));
      answer.on("aborted", () => broken(new Error("the answer broke off")));
    });
    request.end(call.body);
  });
}

/** Why there was no answer: it took too long. */
export const TIMED_OUT = "no answer in time";
