// The channel without a page: retries, silence, whatever messages can do on their way; and the states that travel in them.
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { Channel, RequestError } from "../.build/src/lib/channel.js";
import { Schema } from "../.build/src/lib/schema.js";
import { Sync } from "../.build/src/lib/sync.js";

let sent, listeners, model, health, heard, pushes, resumed, version, channel;
const tick = (ms) => mock.timers.tick(ms);
const hear = (message) => listeners["msg:custom"]({ pyrust: 2, epoch: 1, rev: 0, ...message }, [new DataView(new ArrayBuffer(4))]);
const reply = (more) => hear({ nonce: sent.at(-1).nonce, rid: sent.at(-1).rid, ...more });

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 100_000;
  const wait = mock.timers.tick.bind(mock.timers);
  mock.method(performance, "now", () => now);
  mock.timers.tick = (ms) => {
    for (let passed = 0; passed < ms; passed += 50) {
      now += 50;
      wait(50);
    }
  };
  sent = [];
  listeners = {};
  [health, heard, pushes, resumed] = [[], [], [], 0];
  version = { epoch: 1, rev: 0 };
  model = { send: (message) => sent.push(message), on: (event, call) => (listeners[event] = call), off: (event) => delete listeners[event] };
  open();
});

function open() {
  channel = new Channel(model, "g1", {
    version: () => version,
    heard: (message) => heard.push(message.status),
    pushed: (push) => pushes.push(push),
    resumed: () => (resumed += 1),
    turned: (state) => health.push(state),
  });
}

describe("requests", () => {
  test("a request carries who asks and for which rows, and its reply comes with the buffers", async () => {
    const { reply: answer } = channel.request("rows", { first: 0 });
    assert.deepEqual({ ...sent[0], nonce: "" }, { pyrust: 2, nonce: "", view: "g1", rid: 1, epoch: 1, rev: 0, op: "rows", first: 0 });
    assert.ok(!("id" in sent[0]));
    reply({ ok: true, first: 3 });
    const got = await answer;
    assert.equal(got.first, 3);
    assert.equal(got.buffers.length, 1);
  });
  test("an unanswered request is sent again with the same number, then rarely, and the footer is told", () => {
    channel.request("rows").reply.catch(() => undefined);
    tick(400);
    tick(400);
    assert.deepEqual(sent.map(({ rid }) => rid), [1, 1, 1]);
    assert.deepEqual(health, []);
    tick(250);
    assert.deepEqual(health, ["busy"]);
    tick(1800);
    assert.equal(sent.length, 4);
    reply({ ok: true });
    assert.deepEqual(health, ["busy", "live"]);
    tick(5000);
    assert.equal(sent.length, 4);
  });
  test("a retry asks for the rows that were meant, whatever is shown by then", () => {
    channel.request("rows").reply.catch(() => undefined);
    version = { epoch: 2, rev: 0 };
    tick(400);
    assert.deepEqual(sent.map(({ epoch }) => epoch), [1, 1]);
  });
  test("while nobody hears it a request is sent more and more rarely", () => {
    model.widget_manager = { kernel: { status: "busy" } };
    channel.request("rows").reply.catch(() => undefined);
    tick(3_600_000);
    assert.ok(sent.length < 400, `${sent.length} times in an hour`);
    const before = sent.length;
    tick(11_000);
    assert.ok(sent.length > before);
  });
  test("a reply for another tab, and a second reply, are not ours", async () => {
    const { reply: answer } = channel.request("sync");
    hear({ nonce: "other", rid: 1, ok: false, error: {} });
    reply({ ok: true, n: 1 });
    reply({ ok: true, n: 2 });
    assert.equal((await answer).n, 1);
  });
  test("replies find their requests in any order", async () => {
    const [first, second] = [channel.request("cell").reply, channel.request("copy").reply];
    hear({ nonce: channel.nonce, rid: 2, ok: true, n: 2 });
    hear({ nonce: channel.nonce, rid: 1, ok: true, n: 1 });
    assert.deepEqual([(await first).n, (await second).n], [1, 2]);
  });
  test("an error comes as one", async () => {
    const { reply: answer } = channel.request("rows");
    reply({ ok: false, error: { type: "SqlError", message: "no", hint: "yes", retry: false } });
    await assert.rejects(answer, (reason) => reason instanceof RequestError && reason.trouble.hint === "yes");
  });
  test("a dropped request is not sent again", async () => {
    const request = channel.request("rows");
    request.drop();
    await assert.rejects(request.reply, (reason) => reason.trouble.type === "Superseded");
    tick(5000);
    assert.equal(sent.length, 1);
  });
  test("nothing listens after the end", () => {
    channel.dispose();
    assert.deepEqual(listeners, {});
  });
});

describe("which rows", () => {
  test("a reply about others than are shown is none", async () => {
    for (const other of [{ epoch: 2 }, { epoch: 0 }, { rev: 1 }, { epoch: undefined }]) {
      const { reply: answer } = channel.request("rows");
      reply({ ok: true, ...other });
      await assert.rejects(answer, (reason) => reason.trouble.type === "Stale");
    }
  });
  test("the state in a message is heard first: then its rows are those that are shown", async () => {
    const { reply: answer } = channel.request("retry");
    const adopt = { ...version, epoch: 2 };
    const before = heard.push.bind(heard);
    heard.push = (status) => (before(status), (version = adopt), 1);
    reply({ ok: true, epoch: 2, status: { seq: 7 } });
    assert.equal((await answer).epoch, 2);
    assert.deepEqual([...heard], [{ seq: 7 }]);
  });
  test("the state in a reply to another tab is heard, too", () => {
    hear({ nonce: "other", rid: 5, ok: true, status: { seq: 3 } });
    assert.deepEqual(heard, [{ seq: 3 }]);
  });
  test("what is of another protocol, or no message at all, is not heard", () => {
    for (const message of [{ pyrust: 1, push: "state" }, { pyrust: 3, ok: true }, { pyrust: "2" }, null, 7, "text", []]) {
      listeners["msg:custom"](message, []);
    }
    assert.deepEqual([heard, pushes], [[], []]);
  });
});

describe("a kernel", () => {
  test("that is not there fails a request at once", async () => {
    model.comm_live = false;
    await assert.rejects(channel.request("rows").reply, (reason) => reason.trouble.type === "Gone");
    assert.deepEqual(health, ["gone"]);
  });
  test("that is at work on a request is neither busy nor gone, however long it takes", async () => {
    model.widget_manager = { kernel: { status: "idle" } };
    const { reply: answer } = channel.request("rows");
    // It says so whenever it is asked again.
    model.send = (message) => {
      sent.push(message);
      setTimeout(() => reply({ working: true }), 100);
    };
    tick(300);
    reply({ working: true });
    tick(40_000);
    assert.deepEqual(health, []);
    assert.ok(sent.length < 25, `asked ${sent.length} times in 40 s`);
    reply({ ok: true, first: 3 });
    assert.equal((await answer).first, 3);
  });
  test("that answers others is not busy, though one request waits", () => {
    channel.request("copy").reply.catch(() => undefined);
    for (let at = 0; at < 20; at += 1) {
      channel.request("cell").reply.catch(() => undefined);
      hear({ nonce: channel.nonce, rid: at + 2, ok: true });
      tick(500);
    }
    assert.deepEqual(health, []);
  });
  test("that is starved is busy and not gone, and what was asked is answered", async () => {
    model.widget_manager = { kernel: { status: "idle" } };
    const { reply: answer } = channel.request("rows");
    tick(45_000);
    assert.deepEqual(health, ["busy"]);
    reply({ ok: true, first: 3 });
    assert.equal((await answer).first, 3);
    assert.deepEqual(health, ["busy", "live"]);
  });
  test("that is silent for very long is gone until it says a word, and what was asked is still answered", async () => {
    model.widget_manager = { kernel: { status: "idle" } };
    const { reply: answer } = channel.request("rows");
    tick(75_000);
    assert.deepEqual(health, ["busy", "gone"]);
    reply({ ok: true, first: 3 });
    assert.equal((await answer).first, 3);
    assert.deepEqual([health.at(-1), resumed], ["live", 1]);
  });
  test("that runs a cell for hours is never gone", () => {
    model.widget_manager = { kernel: { status: "busy" } };
    channel.request("rows").reply.catch(() => undefined);
    tick(7_200_000);
    assert.deepEqual(health, ["busy"]);
  });
  test("that said it was at work and then nothing is busy, and gone in the end", () => {
    model.widget_manager = { kernel: { status: "idle" } };
    channel.request("rows").reply.catch(() => undefined);
    tick(300);
    reply({ working: true });
    tick(20_000);
    assert.deepEqual(health, ["busy"]);
    tick(80_000);
    assert.deepEqual(health, ["busy", "gone"]);
  });
  test("whose progress comes while a cell holds the requests does not hear them", () => {
    model.widget_manager = { kernel: { status: "busy" } };
    channel.request("rows").reply.catch(() => undefined);
    tick(1500);
    hear({ push: "state", status: { rows: 1 } });
    assert.deepEqual(health, ["busy"]);
    assert.equal(pushes.length, 1);
  });
});

describe("a websocket", () => {
  const connection = (status) => {
    model.widget_manager.kernel.connectionStatus = status;
    model.widget_manager.kernel.turned();
  };
  beforeEach(() => {
    const kernel = { status: "idle", connectionStatus: "connected", connectionStatusChanged: { connect: (slot) => (kernel.turned = slot), disconnect: () => undefined } };
    model.widget_manager = { kernel };
    open();
  });
  test("that resumes brings what was asked meanwhile, and the newest state", async () => {
    connection("connecting");
    const { reply: answer } = channel.request("rows");
    tick(10_000);
    assert.deepEqual(health, ["busy"]);
    const before = sent.length;
    connection("connected");
    assert.equal(sent.length, before + 1);
    assert.equal(resumed, 1);
    reply({ ok: true, first: 3 });
    assert.equal((await answer).first, 3);
    assert.deepEqual(health, ["busy", "live"]);
  });
  test("that is given up says so at once; when it comes back all is well", async () => {
    const { reply: answer } = channel.request("rows");
    connection("disconnected");
    await assert.rejects(answer, (reason) => reason.trouble.type === "Gone");
    assert.deepEqual(health, ["gone"]);
    connection("connected");
    assert.deepEqual([health, resumed], [["gone", "live"], 1]);
    const again = channel.request("rows").reply;
    reply({ ok: true });
    await again;
  });
});

describe("the newest state", () => {
  const running = { state: "running", paused: false };
  test("is asked for while a run says nothing, and no longer once it has ended", async () => {
    let [status, asked] = [running, 0];
    const sync = new Sync(async () => (asked += 1), () => status);
    sync.expect();
    tick(1950);
    assert.equal(asked, 0);
    tick(100);
    await null;
    await null;
    assert.equal(asked, 1);
    status = { state: "done", paused: false };
    sync.expect();
    tick(60_000);
    assert.equal(asked, 1);
  });
  test("is asked for rarely in a pause, and once at a time", async () => {
    let [asked, answer] = [0, null];
    const sync = new Sync(() => ((asked += 1), new Promise((done) => (answer = done))), () => ({ ...running, paused: true }));
    sync.expect();
    tick(9000);
    assert.equal(asked, 0);
    tick(1100);
    sync.now();
    sync.now();
    assert.equal(asked, 1);
    answer();
    await null;
    await null;
    sync.now();
    assert.equal(asked, 2);
  });
});

describe("columns", () => {
  const column = (at) => ({ name: `c${at}`, type: "int64", kind: "number" });
  test("are asked for in blocks as they come in sight, each once, and again if that failed", async () => {
    const asked = [];
    let fails = false;
    const came = [];
    const ask = async (first, count) => {
      asked.push([first, count]);
      if (fails) throw new Error("no");
      return Array.from({ length: count }, (_, at) => column(first + at));
    };
    const schema = new Schema(Array.from({ length: 200 }, (_, at) => column(at)), 1050, ask, (...range) => came.push(range));
    assert.equal(schema.count, 1050);
    schema.want(0, 200);
    assert.deepEqual(asked, []);
    schema.want(195, 210);
    schema.want(195, 210);
    await null;
    await null;
    assert.deepEqual([asked, came], [[[200, 100]], [[200, 300]]]);
    assert.equal(schema.columns[299].name, "c299");
    fails = true;
    schema.want(1040, 1050);
    for (let at = 0; at < 4; at += 1) await null;
    schema.want(1040, 1050);
    assert.deepEqual(asked.slice(1), [[1000, 50]]);
    tick(2100);
    fails = false;
    schema.want(1040, 1050);
    for (let at = 0; at < 4; at += 1) await null;
    assert.equal(schema.columns[1049].name, "c1049");
  });
});
