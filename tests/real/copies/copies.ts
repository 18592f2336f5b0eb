/** Lane: the mirror's own script and configuration, run by a real rclone against two S3 servers. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import * as https from "node:https";
import type { MirrorPlan } from "../../../components/mirror/rclone";
import { goProgram, goPrograms } from "../../../drill/frame/go";
import type { Lane } from "../../../drill/frame/lane";
import { serveLongDay } from "./listing";
import { NativeStore } from "./native-store";
import { ashburn, chicago, ohio, Stores } from "./stores";

const prefixes = ["upload/", "training/"];
/** Where the keys of a day begin that the capability `upload` writes. */
const day = (daysAgo: number): string =>
  `upload/${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "/")}`;

const A = `aws:${ohio.bucket}`;
const C = `oci:${chicago.bucket}`;
const V = `oci:${ashburn.bucket}`;
const toOhio: MirrorPlan = { own: ohio, sources: [chicago, ashburn], left: [], prefixes };
/** Above what rclone uploads in one piece to S3. */
const BIG_MIB = 210;

export async function copies(lane: Lane): Promise<void> {
  await goPrograms("rclone");
  const stores = await Stores.start(lane);
  for (const bucket of [A, C, V]) {
    stores.rclone(["mkdir", bucket]);
    stores.rclone(["backend", "versioning", bucket, "Enabled"]);
  }
  const at = {
    [ohio.site]: stores.ports.aws,
    [chicago.site]: stores.ports.oci,
    [ashburn.site]: stores.ports.oci,
  };
  await copied(stores, at);
  await kept(stores, at);
  await leftToOthers(stores, at);
  await inParts(stores, at);
  await brokenLinks(stores, at);
  await nativeInterface(stores);
  asked(stores);
  await longDay(stores);
}

type At = Readonly<Record<string, number>>;

/** What is written on one side appears on the other. */
async function copied(stores: Stores, at: At): Promise<void> {
  const { lane } = stores;
  const [today, yesterday, old] = [day(0), day(1), day(40)];
  const empty = await stores.mirror(toOhio, "recent", at);
  lane.expect("empty stores are no error", empty.code === 0, empty.code);
  stores.put(`${C}/${today}/a/video.mp4`, "chicago today");
  stores.put(`${C}/${today}/a/manifest.json`, "{}", "application/json");
  stores.put(`${C}/${yesterday}/b ü+%/video.mp4`, "chicago yesterday");
  stores.put(`${C}/${old}/c.mp4`, "chicago old");
  stores.put(`${V}/${today}/d.mp4`, "ashburn today");
  stores.put(`${V}/training/latest.bin`, "a model", "application/octet-stream");
  const recent = await stores.mirror(toOhio, "recent", at);
  const wanted = [
    `${today}/a/manifest.json`,
    `${today}/a/video.mp4`,
    `${today}/d.mp4`,
    `${yesterday}/b ü+%/video.mp4`,
  ].sort();
  lane.expect(
    "recent copies today and yesterday of every source, and no other day",
    recent.code === 0 && JSON.stringify(stores.list(A)) === JSON.stringify(wanted),
    stores.list(A),
  );
  lane.expect(
    "content and content type are the source's",
    stores.get(`${A}/${today}/a/manifest.json`) === "{}" &&
      stores.type(`${A}/${today}/a/manifest.json`) === "application/json" &&
      stores.type(`${A}/${today}/d.mp4`) === "video/mp4",
  );
  const full = await stores.mirror(toOhio, "full", at);
  lane.expect(
    "full copies every other day, and what has no day",
    full.code === 0 &&
      stores.get(`${A}/${old}/c.mp4`) === "chicago old" &&
      stores.get(`${A}/training/latest.bin`) === "a model",
  );
  stores.put(`${C}/${today.replace("upload", "elsewhere")}/junk.bin`, "nobody's");
  stores.put(`${C}/junk.bin`, "nobody's");
  await stores.mirror(toOhio, "recent", at);
  const strict = await stores.mirror(toOhio, "full", at);
  lane.expect(
    "what stands below no prefix of a capability is not copied, and is no error",
    strict.code === 0 && !stores.list(A).some((key) => key.includes("junk")),
    stores.list(A),
  );
  stores.put(`${C}/${today}/only-recent.mp4`, "x");
  await stores.mirror(toOhio, "full", at);
  lane.expect("full leaves today to recent", !stores.list(A).includes(`${today}/only-recent.mp4`));
  const before = stores.versions(A);
  const from = stores.logOf("aws").length;
  await stores.mirror(toOhio, "recent", at);
  const puts = (stores.logOf("aws").slice(from).match(/"PUT /g) ?? []).length;
  lane.expect("a second run writes only what is new", puts === 1 && stores.versions(A) === before + 1, puts);
}

/** Nothing is overwritten, and no deletion is copied. */
async function kept(stores: Stores, at: At): Promise<void> {
  const { lane } = stores;
  const today = day(0);
  stores.put(`${A}/${today}/same.mp4`, "ohio's");
  stores.put(`${C}/${today}/same.mp4`, "chicago's, longer");
  const versions = stores.versions(A);
  const run = await stores.mirror(toOhio, "recent", at);
  lane.expect(
    "an object that is there is never overwritten, whatever the source has",
    run.code === 0 && stores.get(`${A}/${today}/same.mp4`) === "ohio's" && stores.versions(A) === versions,
  );
  let refused = "";
  try {
    const flags = ["--ignore-times", "--retries", "1", "--header-upload", "If-None-Match: *"];
    stores.rclone(["copyto", ...flags, `${C}/${today}/same.mp4`, `${A}/${today}/same.mp4`]);
  } catch (error) {
    refused = String((error as { stderr: string }).stderr);
  }
  lane.expect(
    "the store itself refuses one that appeared after the listing",
    /PreconditionFailed|412/.test(refused) && stores.get(`${A}/${today}/same.mp4`) === "ohio's",
  );
  stores.rclone(["deletefile", `${C}/${today}/a/video.mp4`]);
  stores.rclone(["deletefile", `${V}/${today}/d.mp4`]);
  await stores.mirror(toOhio, "recent", at);
  await stores.mirror(toOhio, "full", at);
  lane.expect(
    "a deletion at the source deletes nothing here",
    stores.get(`${A}/${today}/a/video.mp4`) === "chicago today" &&
      stores.get(`${A}/${today}/d.mp4`) === "ashburn today",
  );
}

/** What another site's mirror copies is left to it, and what that hasn't copied is taken over. */
async function leftToOthers(stores: Stores, at: At): Promise<void> {
  const { lane } = stores;
  const plan: MirrorPlan = { own: ohio, sources: [chicago], left: [ashburn], prefixes };
  const [today, old] = [day(0), day(41)];
  const [carried, forgotten] = [`${today}/carried on+%.mp4`, `${today}/forgotten ü.mp4`];
  for (const path of [carried, forgotten, `${old}/forgotten.mp4`]) stores.put(`${V}/${path}`, "ashburn's");
  await stores.mirror(plan, "recent", at);
  await stores.mirror(plan, "full", at);
  lane.expect(
    "what another site's mirror copies is left to it",
    ![carried, forgotten, `${old}/forgotten.mp4`].some((path) => stores.list(A).includes(path)),
  );
  const before = stores.versions(A);
  // As S3 carries it on from the other mirror's store.
  const meanwhile = () => stores.put(`${A}/${carried}`, "carried on");
  const late = await stores.mirror(plan, "late-recent", at, { left: { seconds: 8, meanwhile } });
  lane.expect(
    "what came in the meantime is not copied again, and what did not come is",
    late.code === 0 &&
      stores.get(`${A}/${carried}`) === "carried on" &&
      stores.get(`${A}/${forgotten}`) === "ashburn's" &&
      stores.versions(A) === before + 2,
    late.out,
  );
  const again = await stores.mirror(plan, "late-recent", at);
  lane.expect(
    "nothing missing is nothing to wait for",
    again.code === 0 && again.seconds < 60,
    again.seconds,
  );
  await stores.mirror(plan, "late-full", at);
  lane.expect("the older days are taken over too", stores.get(`${A}/${old}/forgotten.mp4`) === "ashburn's");
  const gone = await stores.mirror(plan, "late-recent", { ...at, [ashburn.site]: stores.ports.silent });
  lane.expect(
    "a source that can't be listed fails the run by its name",
    gone.code === 1 && /not all was copied from: oci-us-ashburn-1\n/.test(gone.out),
  );
}

/** Large objects, and a run that is killed halfway. */
async function inParts(stores: Stores, at: At): Promise<void> {
  const { lane } = stores;
  const today = day(0);
  const big = `${lane.dir}/big`;
  writeFileSync(big, Buffer.alloc(BIG_MIB << 20, 7));
  const whole = ["--s3-upload-cutoff", "300Mi", "--multi-thread-streams", "0"];
  stores.rclone(["copyto", big, `${C}/${today}/big.mp4`, ...whole]);
  const first = await stores.mirror(toOhio, "recent", at);
  const versions = stores.versions(A);
  const second = await stores.mirror(toOhio, "recent", at);
  lane.expect(
    `${BIG_MIB} MiB go in parts and are not copied again, though the etags differ`,
    first.code === 0 &&
      second.code === 0 &&
      stores.versions(A) === versions &&
      stores.list(A).includes(`${today}/big.mp4`),
    first.seconds,
  );
  stores.rclone(["copyto", big, `${V}/${today}/cut-off.mp4`, ...whole]);
  // Later where the machine is slow: until the first part is on its way.
  let begun = false;
  for (let killAfter = 900; !begun && killAfter < 20_000; killAfter *= 1.6) {
    await stores.mirror(toOhio, "recent", at, { killAfter });
    begun = /cut-off\.mp4\?partNumber/.test(stores.logOf("aws"));
  }
  const halfway = stores.list(A).includes(`${today}/cut-off.mp4`);
  const finishing = await stores.mirror(toOhio, "recent", at);
  lane.expect(
    "a run that is killed in the middle of an object leaves no half of it, and the next one finishes",
    begun && !halfway && finishing.code === 0 && stores.list(A).includes(`${today}/cut-off.mp4`),
    { begun, halfway },
  );
}

/** A source that is away, that never answers, or that hasn't the bucket. */
async function brokenLinks(stores: Stores, at: At): Promise<void> {
  const { lane, ports, tls } = stores;
  const today = day(0);
  const ashburnFirst: MirrorPlan = { own: ohio, sources: [ashburn, chicago], left: [], prefixes };
  const cut = { ...at, [ashburn.site]: ports.silent };
  const names = /not all was copied from: oci-us-ashburn-1\n/;
  stores.put(`${V}/${today}/after-break.mp4`, "waits");
  stores.put(`${C}/${today}/meanwhile.mp4`, "goes on");
  const refused = await stores.mirror(ashburnFirst, "recent", cut);
  lane.expect(
    "a source that refuses connections: the run fails, names it and copies the others",
    refused.code === 1 && names.test(refused.out) && stores.get(`${A}/${today}/meanwhile.mp4`) === "goes on",
    refused.seconds,
  );
  const keys = { cert: readFileSync(`${tls}/tls.crt`), key: readFileSync(`${tls}/tls.key`) };
  const silent = https.createServer(keys, () => undefined);
  await new Promise<void>((done) => silent.listen(ports.silent, "127.0.0.1", done));
  lane.onEnd(() => {
    silent.closeAllConnections();
    silent.close();
  });
  stores.put(`${C}/${today}/meanwhile2.mp4`, "goes on");
  // With 30 s of silence it takes four minutes; all of it but the pauses goes with that number.
  const hanging = stores.mirror(ashburnFirst, "recent", cut, { silence: 3 });
  const noBucket: MirrorPlan = {
    own: ohio,
    sources: [{ ...chicago, bucket: "not-there" }, ashburn],
    left: [],
    prefixes,
  };
  const wrong = await stores.mirror(noBucket, "full", at);
  lane.expect(
    "a bucket that isn't there: the run fails and names the source",
    wrong.code === 1 &&
      /not all was copied from: oci-us-chicago-1\n/.test(wrong.out) &&
      /NoSuchBucket|not found/.test(wrong.out),
  );
  const hung = await hanging;
  lane.measure("a source that never answers, until the run gives up (3 s of silence for 30)", {
    predicted: 254 / 10 + 5,
    measured: hung.seconds,
    most: 75,
  });
  lane.expect(
    "it fails, names it and copies the others",
    hung.code === 1 && names.test(hung.out) && stores.get(`${A}/${today}/meanwhile2.mp4`) === "goes on",
  );
  const back = await stores.mirror(toOhio, "recent", at);
  lane.expect(
    "the source is back: the next run copies what was missed",
    back.code === 0 && stores.get(`${A}/${today}/after-break.mp4`) === "waits",
  );
  const secret = /oci-secret|aws-secret|aws-session|a-token|oci-id|aws-id/;
  lane.expect("no secret in what the runs say", !secret.test(refused.out + hung.out + back.out));
}

/** The other direction, by OCI's own interface. */
async function nativeInterface(stores: Stores): Promise<void> {
  const { lane, ports, tls } = stores;
  const [today, yesterday] = [day(0), day(1)];
  const native = new NativeStore();
  await native.start(lane, ports.native, tls);
  const toChicago: MirrorPlan = { own: chicago, sources: [ohio], left: [], prefixes };
  const at = { [ohio.site]: ports.aws, [chicago.site]: ports.native };
  // Who a pod is to OCI can't be played here.
  const options = { env: { RCLONE_CONFIG_OWN_PROVIDER: "no_auth" } };
  native.put(`${today}/same.mp4`, "chicago's");
  const run = await stores.mirror(toChicago, "recent", at, options);
  const manifest = native.objects.get(`${today}/a/manifest.json`);
  lane.expect(
    "into OCI: everything of the two days is copied, with its content type",
    run.code === 0 &&
      native.objects.has(`${yesterday}/b ü+%/video.mp4`) &&
      manifest?.body.toString() === "{}" &&
      manifest.headers["content-type"] === "application/json",
    native.objects.size,
  );
  lane.expect("into OCI: what is there stays", native.text(`${today}/same.mp4`) === "chicago's");
  lane.expect(
    `into OCI: ${BIG_MIB} MiB are one request, never parts`,
    native.objects.get(`${today}/big.mp4`)?.body.length === BIG_MIB << 20,
  );
  const kinds = [...new Set(native.asked)].sort();
  const wanted = ["GET list", "HEAD object", "PUT object"].map((kind) => `${kind} ns/${chicago.bucket}`);
  lane.expect(
    "into OCI: lists, heads and puts of objects are all it asks for",
    JSON.stringify(kinds) === JSON.stringify(wanted),
    kinds,
  );
  native.asked = [];
  const second = await stores.mirror(toChicago, "recent", at, options);
  lane.expect(
    "into OCI: a second run writes nothing",
    second.code === 0 && native.asked.every((what) => what.startsWith("GET list")),
  );
}

/** What the mirror's rights must hold, and no more. */
function asked({ lane, asked, identities }: Stores): void {
  lane.expect("EKS: the pod's identity was asked for", identities > 0, identities);
  lane.expect("AWS was shown OKE's token", asked.aws.has("POST sts"));
  const own =
    /^(GET (bucket|object)|HEAD object|PUT object|PUT object in parts|POST object in parts|DELETE object in parts|POST sts)$/;
  lane.expect(
    "sources are only listed and read",
    [...asked.oci].every((what) => /^(GET|HEAD) /.test(what)),
    [...asked.oci].sort().join(", "),
  );
  lane.expect(
    "the own store is listed, read and written to, and no bucket is made or changed",
    [...asked.aws].every((what) => own.test(what)),
    [...asked.aws].sort().join(", "),
  );
}

/** A day with more objects than fit in rclone's lists in memory, all of which are there already. */
async function longDay(stores: Stores): Promise<void> {
  const { lane, ports, tls } = stores;
  const count = 40_000;
  await serveLongDay(lane, { port: ports.many, tls, day: day(0), count });
  const measured = lane.file(
    "measured/rclone",
    `#!/usr/bin/env python3
import resource, subprocess, sys
code = subprocess.call(["${goProgram("rclone")}"] + sys.argv[1:])
print("peak MiB", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)
`,
  );
  chmodSync(measured, 0o755);
  const at = { [ohio.site]: ports.many, [chicago.site]: ports.many };
  const env = { PATH: `${lane.dir}/measured:/usr/bin:/bin` };
  const run = await stores.mirror({ own: ohio, sources: [chicago], left: [], prefixes }, "recent", at, {
    env,
  });
  const peak = /peak MiB (\d+)/.exec(run.out)?.[1];
  lane.expect("a long day that is there already is no error", run.code === 0, run.seconds);
  lane.measure(`memory for a day of ${count} objects`, {
    predicted: "below the pod's 512 MiB",
    measured: peak === undefined ? undefined : Number(peak),
    least: 1,
    most: 400,
    unit: "MiB",
  });
}
