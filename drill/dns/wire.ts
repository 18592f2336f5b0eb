/** DNS messages of one question: A records, and what is said where there are none (RFC 1035, RFC 2308). */

export const types = { A: 1, NS: 2, SOA: 6 } as const;
export const codes = { ok: 0, noSuchName: 3, notImplemented: 4, refused: 5 } as const;

const HEADER = 12;
const CLASS_IN = 1;
const [IS_REPLY, IS_AUTHORITATIVE, WANTS_RECURSION] = [0x8000, 0x0400, 0x0100];
/** A pointer to the question's own name. */
const POINTER_TO_QUESTION = Buffer.from([0xc0, HEADER]);
/** Of a name, in bytes, and of pointers followed in one: more is no message of ours. */
const [MOST_BYTES, MOST_POINTERS] = [255, 10];

export interface Question {
  readonly id: number;
  /** Lower case, without a trailing dot. */
  readonly name: string;
  readonly type: number;
}

export interface Reply {
  readonly code: number;
  /** Records of the asked type: addresses for A, names for NS. */
  readonly records: readonly string[];
  readonly ttlSeconds: number;
  /** For how long it may be kept that there is none, and in which zone. */
  readonly negative?: { readonly zone: string; readonly seconds: number };
}

/** A query without recursion, as resolvers send it to authorities. */
export function writeQuestion({ id, name, type }: Question): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(1, 4);
  return Buffer.concat([header, encodedName(name), words(type, CLASS_IN)]);
}

/** Undefined for what is no query of one question. */
export function readQuestion(message: Buffer): Question | undefined {
  if (message.length < HEADER || (message.readUInt16BE(2) & IS_REPLY) !== 0) return undefined;
  const asked = message.readUInt16BE(4) === 1 ? nameAt(message, HEADER) : undefined;
  if (asked === undefined || asked.end + 4 > message.length) return undefined;
  return { id: message.readUInt16BE(0), name: asked.name, type: message.readUInt16BE(asked.end) };
}

/** An authority's answer to a query that `readQuestion` has read. */
export function writeReply(query: Buffer, question: Question, reply: Reply): Buffer {
  const end = nameAt(query, HEADER)?.end ?? HEADER;
  const header = Buffer.alloc(HEADER);
  header.writeUInt16BE(question.id, 0);
  const asked = query.readUInt16BE(2) & WANTS_RECURSION;
  header.writeUInt16BE(IS_REPLY | IS_AUTHORITATIVE | asked | reply.code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(reply.records.length, 6);
  header.writeUInt16BE(reply.negative ? 1 : 0, 8);
  const records = reply.records.map((record) => {
    const data = question.type === types.A ? Buffer.from(record.split(".").map(Number)) : encodedName(record);
    return recordOf(POINTER_TO_QUESTION, question.type, reply.ttlSeconds, data);
  });
  const { negative } = reply;
  const soa = negative ? [soaOf(negative.zone, negative.seconds)] : [];
  return Buffer.concat([header, query.subarray(HEADER, end + 4), ...records, ...soa]);
}

export interface ReadReply extends Question {
  readonly code: number;
  readonly addresses: readonly string[];
  /** The least of the addresses'; undefined without any. */
  readonly ttlSeconds?: number;
  /** For how long it may be kept that there is no address. */
  readonly negativeSeconds?: number;
}

/** Undefined for what is no reply to one question. */
export function readReply(message: Buffer): ReadReply | undefined {
  if (message.length < HEADER || (message.readUInt16BE(2) & IS_REPLY) === 0) return undefined;
  const asked = message.readUInt16BE(4) === 1 ? nameAt(message, HEADER) : undefined;
  if (asked === undefined || asked.end + 4 > message.length) return undefined;
  const addresses: string[] = [];
  let ttlSeconds: number | undefined;
  let negativeSeconds: number | undefined;
  let at = asked.end + 4;
  const count = message.readUInt16BE(6) + message.readUInt16BE(8);
  for (let index = 0; index < count; index++) {
    const owner = nameAt(message, at);
    if (owner === undefined || owner.end + 10 > message.length) return undefined;
    const type = message.readUInt16BE(owner.end);
    const ttl = message.readUInt32BE(owner.end + 4);
    const length = message.readUInt16BE(owner.end + 8);
    const data = message.subarray(owner.end + 10, owner.end + 10 + length);
    if (data.length < length) return undefined;
    if (type === types.A && length === 4) {
      addresses.push([...data].join("."));
      ttlSeconds = Math.min(ttlSeconds ?? ttl, ttl);
    } else if (type === types.SOA && length >= 20) {
      // The lesser of the record's own time to live and its last number: RFC 2308, section 5.
      negativeSeconds = Math.min(ttl, data.readUInt32BE(length - 4));
    }
    at = owner.end + 10 + length;
  }
  return {
    id: message.readUInt16BE(0),
    name: asked.name,
    type: message.readUInt16BE(asked.end),
    code: message.readUInt16BE(2) & 0x000f,
    addresses,
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(negativeSeconds === undefined ? {} : { negativeSeconds }),
  };
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}

const encodedName = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split(".")
      .filter((label) => label !== "")
      .map((label) => Buffer.concat([Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

function recordOf(owner: Buffer, type: number, ttlSeconds: number, data: Buffer): Buffer {
  const ttl = Buffer.alloc(4);
  ttl.writeUInt32BE(Math.max(0, Math.round(ttlSeconds)));
  return Buffer.concat([owner, words(type, CLASS_IN), ttl, words(data.length), data]);
}

function soaOf(zone: string, seconds: number): Buffer {
  const numbers = Buffer.alloc(20);
  // Serial, refresh, retry and expire are for secondaries, of which there are none.
  numbers.writeUInt32BE(1, 0);
  numbers.writeUInt32BE(Math.max(0, Math.round(seconds)), 16);
  const data = Buffer.concat([encodedName(`ns1.${zone}`), encodedName(`hostmaster.${zone}`), numbers]);
  return recordOf(encodedName(zone), types.SOA, seconds, data);
}

/** A name with its pointers followed, and where the message goes on behind it. */
function nameAt(message: Buffer, start: number): { name: string; end: number } | undefined {
  const labels: string[] = [];
  let [at, bytes, pointers] = [start, 0, 0];
  let end: number | undefined;
  for (;;) {
    const length = message[at];
    if (length === undefined) return undefined;
    if (length === 0) return { name: labels.join(".").toLowerCase(), end: end ?? at + 1 };
    if ((length & 0xc0) === 0xc0) {
      const low = message[at + 1];
      if (low === undefined || ++pointers > MOST_POINTERS) return undefined;
      end ??= at + 2;
      at = ((length & 0x3f) << 8) | low;
      continue;
    }
    bytes += length + 1;
    if (length > 63 || bytes > MOST_BYTES || at + 1 + length > message.length) return undefined;
    labels.push(message.subarray(at + 1, at + 1 + length).toString("latin1"));
    at += length + 1;
  }
}
