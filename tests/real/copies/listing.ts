/** An S3 server with one long day, for what a long listing takes. */
import { readFileSync } from "node:fs";
import * as https from "node:https";
import type { Lane } from "../../../drill/frame/lane";

/** Objects of an answer, as S3 gives them. */
const PAGE = 1000;

export function serveLongDay(
  lane: Lane,
  { port, tls, day, count }: { port: number; tls: string; day: string; count: number },
): Promise<void> {
  const prefix = `${day}/`;
  const key = (n: number) =>
    `${prefix}${String(n).padStart(9, "0")}-0123456789abcdef0123456789abcdef-video.mp4`;
  const keys = { cert: readFileSync(`${tls}/tls.crt`), key: readFileSync(`${tls}/tls.key`) };
  const server = https.createServer(keys, (request, answer) => {
    const asked = new URL(request.url ?? "/", "http://store").searchParams;
    const under = asked.get("prefix") ?? "";
    const depth = under.split("/").length - 1;
    let body = "<IsTruncated>false</IsTruncated>";
    if (depth < day.split("/").length) {
      const next = day
        .split("/")
        .slice(0, depth + 1)
        .join("/");
      body += `<CommonPrefixes><Prefix>${next}/</Prefix></CommonPrefixes>`;
    } else if (under === prefix) {
      const after = asked.get("continuation-token") ?? asked.get("marker");
      const from = after ? Number(after.slice(prefix.length, prefix.length + 9)) + 1 : 0;
      const to = Math.min(count, from + PAGE);
      body = Array.from({ length: to - from }, (_, n) => content(key(from + n))).join("");
      const last = key(to - 1);
      body +=
        to < count
          ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${last}</NextContinuationToken><NextMarker>${last}</NextMarker>`
          : "<IsTruncated>false</IsTruncated>";
    }
    const xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";
    answer
      .writeHead(200, { "content-type": "application/xml" })
      .end(
        `<?xml version="1.0"?><ListBucketResult xmlns="${xmlns}"><Name>b</Name>${body}</ListBucketResult>`,
      );
  });
  lane.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return new Promise((done) => server.listen(port, "127.0.0.1", done));
}

const content = (key: string): string =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"0123456789abcdef0123456789abcdef"</ETag><Size>1000000</Size><StorageClass>STANDARD</StorageClass></Contents>`;
