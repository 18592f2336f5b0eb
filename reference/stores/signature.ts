/** How a request to a store proves that the holder of a key asked for just this, bytes included, a moment ago: by AWS' own signer. */
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credentials } from "./credentials";

export interface Unsigned {
  readonly method: string;
  /** Encoded, without a query: no request here has one. */
  readonly path: string;
  /** By names in lower case; `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

export class Signer {
  readonly #signer: SignatureV4;

  constructor(region: string, credentials: Credentials) {
    this.#signer = new SignatureV4({
      service: "s3",
      region,
      credentials,
      sha256: Hash.bind(null, "sha256"),
      // S3 takes a path as it is sent, and wants to know what the bytes are.
      uriEscapePath: false,
      applyChecksum: true,
    });
  }

  /** @returns the headers to send: those handed in, and what proves the request. */
  async signed({ method, path, headers, body }: Unsigned, at = new Date()): Promise<Record<string, string>> {
    const { host = "" } = headers;
    const request = { protocol: "https:", hostname: host, query: {}, method, path, headers, body };
    return (await this.#signer.sign(request, { signingDate: at })).headers;
  }
}

/** A key as part of a path: every byte but letters, digits, `-._~` and the slashes, by its number. */
export const encoded = (key: string): string =>
  encodeURIComponent(key).replace(/%2F|[!'()*]/g, (found) =>
    found === "%2F" ? "/" : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
