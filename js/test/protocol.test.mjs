// The messages in tests/protocol, which the Python tests replay too: what is sent, and what is made of the answer.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Channel, RequestError } from "../.build/src/lib/channel.js";
import { Page } from "../.build/src/lib/page.js";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "tests", "protocol");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

test("there are messages to replay", () => assert.ok(files.length >= 10));

for (const file of files) {
  const { about, request, reply, push, buffers = [] } = JSON.parse(readFileSync(join(folder, file), "utf8"));
  test(`${file}: ${about}`, async () => {
    const sent = [];
    const pushes = [];
    let hear;
    const model = { send: (message) => sent.push(message), on: (event, call) => event === "msg:custom" && (hear = call), off: () => undefined };
    const heard = [];
    const { epoch = 0, rev = 0 } = request ?? {};
    const channel = new Channel(model, request?.view ?? "g1", {
      // A change is answered in the rev that it makes, which the page takes from the state in the same message.
      version: () => ({ epoch, rev, ...(reply?.ok && "view" in reply ? heard.at(-1) : {}) }),
      heard: (message) => heard.push(message.status),
      pushed: (message) => pushes.push(message),
      turned: () => undefined,
    });
    if (push) {
      hear(push, []);
      assert.deepEqual(pushes, [push]);
      return;
    }
    const { pyrust = 2, nonce: _, view: __, rid: ___, epoch: ____, rev: _____, op, ...args } = request ?? { op: "rows" };
    const answer = channel.request(op, args).reply;
    if (pyrust !== 2) {
      // Of another number we are not: what is said in it is not for us.
      hear({ ...reply, nonce: channel.nonce, rid: 1 }, []);
      assert.deepEqual(heard, []);
      channel.dispose();
      await assert.rejects(answer);
      return;
    }
    if (request) assert.deepEqual(sent, [{ ...request, nonce: channel.nonce, rid: 1 }]);
    const data = buffers.map((hex) => new DataView(Uint8Array.from(Buffer.from(hex, "hex")).buffer));
    hear({ ...reply, nonce: channel.nonce, rid: 1 }, data);
    assert.deepEqual(heard, [reply.status]);
    if (reply.working) {
      assert.equal(await Promise.race([answer, Promise.resolve("waiting")]), "waiting");
      channel.dispose();
      await assert.rejects(answer);
      return;
    }
    if (!reply.ok) {
      await assert.rejects(answer, (reason) => reason instanceof RequestError && reason.trouble.message === reply.error.message);
      return;
    }
    const got = await answer;
    for (const key of Object.keys(reply)) if (!["nonce", "rid"].includes(key)) assert.deepEqual(got[key], reply[key]);
    for (const buffer of got.buffers) {
      const page = new Page(new Uint8Array(buffer.buffer), reply.columns[0]);
      assert.deepEqual([page.first, page.rows, page.left + page.columns], [reply.first, reply.count, reply.columns[1]]);
      assert.equal(page.covers(reply.first, reply.first + reply.count, ...reply.columns), true);
    }
  });
}

test("the two rows of rows.json are read as they were written", () => {
  const { buffers } = JSON.parse(readFileSync(join(folder, "rows.json"), "utf8"));
  const page = new Page(Uint8Array.from(Buffer.from(buffers[0], "hex")), 0);
  assert.deepEqual([page.value(0, 0), page.value(1, 0), page.value(0, 1), page.kind(1, 1)], ["1", "2", "x", 2]);
});
