/**
 * The text of a file's bytes. A state is UTF-8 as Pulumi writes it, and whatever the shell makes of it after that:
 * PowerShell 5.1's `>` writes UTF-16, its `Out-File -Encoding utf8` a byte order mark.
 */
import { StateError } from "./error";

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

const names: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 (little endian)",
  "utf-16be": "UTF-16 (big endian)",
};

/** Longer marks first: that of UTF-32 begins with that of UTF-16. */
const marks: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding | undefined }[] = [
  { bytes: [0xff, 0xfe, 0x00, 0x00], encoding: undefined },
  { bytes: [0x00, 0x00, 0xfe, 0xff], encoding: undefined },
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

const compressed: readonly { readonly bytes: readonly number[]; readonly by: string }[] = [
  { bytes: [0x1f, 0x8b], by: "gzip" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], by: "zstd" },
];

/**
 * Without its byte order mark.
 * @throws StateError that names the encoding or the compression, where it isn't one that is read
 */
export function textOf(bytes: Uint8Array): string {
  const packed = compressed.find((one) => startsWith(bytes, one.bytes));
  if (packed) throw new StateError(`is compressed by ${packed.by}; unpack it first`);
  const mark = marks.find((one) => startsWith(bytes, one.bytes));
  if (mark && mark.encoding === undefined) throw new StateError(`is UTF-32; save it as UTF-8`);
  const encoding = mark?.encoding ?? "utf-8";
  if (!mark) refuseUnmarked(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(mark?.bytes.length ?? 0),
    );
  } catch {
    throw new StateError(
      mark
        ? `begins as ${names[encoding]} but isn't (cut short, or mixed with another encoding); save it as UTF-8`
        : `is not UTF-8 (perhaps Windows-1252 or Latin-1); save it as UTF-8`,
    );
  }
}

/** JSON begins with ASCII, so that NUL bytes among the first four tell how wide its characters are. */
function refuseUnmarked(bytes: Uint8Array): void {
  const nul = [...bytes.subarray(0, 4)].map((byte) => byte === 0);
  if (!nul.some(Boolean)) return;
  const wide = nul.filter(Boolean).length === 3 ? "UTF-32" : "UTF-16";
  const isText = nul.length >= 2 && nul.some((one) => !one);
  throw new StateError(
    isText
      ? `looks like ${wide} without a byte order mark; save it as UTF-8`
      : `begins with NUL bytes: it is no text`,
  );
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);
