// The furniture story over REST, by a client whose types are made from the description of the API.
// `python -m benchmarks.typescript_client` makes the types, compiles this, and plays it against a running site.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const SITE = process.env.ESN_SITE ?? "http://localhost:8000";
const PASSWORD = process.env.ESN_PASSWORD ?? "";
const CASH = "Cash today, wardrobe refunded";
const CARRIER = "The van broke down: Thursday fails.";
const BLOCKED = "The refund tool is locked";

type Window = components["schemas"]["WindowForm"];
type Answer<T> = { data?: T; error?: unknown; response: Response };

/** What an answer holds; whatever is no success ends the story. */
function done<T>({ data, error, response }: Answer<T>): T {
  if (!response.ok) throw new Error(`${response.status} ${response.url} ${JSON.stringify(error)}`);
  return data as T;
}

/** Somebody with a token of their own. */
async function desk(username: string) {
  const nobody = createClient<paths>({ baseUrl: SITE });
  const body = { username, password: PASSWORD, device: `${username}’s client` };
  const { token } = done(await nobody.POST("/api/v1/auth/tokens/", { body }));
  return createClient<paths>({ baseUrl: SITE, headers: { Authorization: `Bearer ${token}` } });
}

/** The Thursday after the next one, and the days that follow it. */
function day(after: number): string {
  const today = new Date();
  const thursday = 7 + ((4 - today.getUTCDay() + 7) % 7);
  return new Date(today.getTime() + (thursday + after) * 86_400_000).toISOString().slice(0, 10);
}

/** From seven to fourteen, on the clock of a wall. */
function window(after: number): Window {
  return { start: `${day(after)}T07:00:00`, end: `${day(after)}T14:00:00`, timezone: "Europe/Paris" };
}

const [lea, yann, ines, marc, nadia] = [
  await desk("lea"), await desk("yann"), await desk("ines"), await desk("marc"), await desk("nadia"),
];

async function team(q: string) {
  const found = done(await lea.GET("/api/v1/groups/", { params: { query: { q } } }));
  return { kind: "team" as const, id: found.results[0]!.id };
}

const brief = async (ref: string) => done(await marc.GET("/api/v1/cases/{ref}/brief/", { params: { path: { ref } } }));

// Léa writes it down: who she is, what she told, what she never wants, and what was promised to her in the shop.
const customer = done(await lea.POST("/api/v1/customers/", {
  body: { kind: "person", name: "Mme Odile Dupin", phones: ["06 39 98 17 40"] },
})).id;
const { ref } = done(await lea.POST("/api/v1/cases/", {
  body: {
    customer, title: "Wardrobe", public_title: "Your wardrobe",
    story: { happened: "A wardrobe bought in the shop.", wanted: "A sure day.", refused: "Saturdays." },
  },
}));
const here = { params: { path: { ref } } };
const fact = done(await lea.POST("/api/v1/customers/{customer_id}/facts/", {
  params: { path: { customer_id: customer } },
  body: {
    kind: "constraint", constraint: { code: "never_on", days: [6] }, source: "the customer",
    verified_at: new Date().toISOString(),
  },
}));
assert.equal(fact.freshness, "green");
const promise = done(await lea.POST("/api/v1/cases/{ref}/commitments/", {
  ...here,
  body: {
    kind: "delivery", text: "The wardrobe is delivered.", window: window(0),
    kept_by: await team("Logistics"), told: { channel: "shop" },
  },
}));
assert.equal(promise.told?.version, promise.version);
const promised = { params: { path: { commitment_id: promise.id } } };

// Yann sees the promise and nothing else; the Saturday that he proposes is flagged and moves nothing.
const guest = done(await ines.GET("/api/v1/people/", { params: { query: { q: "Yann" } } })).results[0]!;
done(await ines.POST("/api/v1/cases/{ref}/participants/", { ...here, body: { person: guest.id } }));
const sides = done(await ines.GET("/api/v1/cases/{ref}/", here)).sides;
const side = sides.find((one) => one.kind === "partner")!.side;
done(await ines.POST("/api/v1/commitments/{commitment_id}/show/", { ...promised, body: { side } }));
const seen = done(await yann.GET("/api/v1/cases/{ref}/", here));
assert.equal("customer" in seen, false);
done(await yann.POST("/api/v1/cases/{ref}/posts/", { ...here, body: { body: CARRIER, side: seen.sides[0]!.side } }));
done(await yann.POST("/api/v1/commitments/{commitment_id}/proposals/", {
  ...promised, body: { window: window(2), reason: "Brakes, until Friday night." },
}));
const told = done(await yann.GET("/api/v1/commitments/{commitment_id}/", promised));
assert.equal("told" in told, false);
const [risky] = (await brief(ref)).promises;
assert.deepEqual(risky!.marks, ["at_risk"]);
assert.equal(risky!.window.local_start.slice(0, 10), day(0));
assert.equal(risky!.proposals[0]!.conflicts[0]!.kind, "constraint");

// Inès calls a huddle: each option is checked, and what is decided stands as changed and not told.
const huddle = done(await ines.POST("/api/v1/cases/{ref}/huddles/", {
  ...here,
  body: {
    question: "Which day is sure?", deadline: new Date(Date.now() + 86_400_000).toISOString(),
    invited: [await team("Service"), await team("Shop")],
    options: [
      { text: "Our own van", promise: promise.id, window: window(1) },
      { text: "The carrier on Saturday", promise: promise.id, window: window(2) },
    ],
  },
}));
const option = huddle.options[0]!.id;
assert.deepEqual(huddle.options.map((one) => one.conflicts.length), [0, 1]);
const asked = { params: { path: { huddle_id: huddle.id } } };
done(await nadia.POST("/api/v1/huddles/{huddle_id}/opinions/", {
  ...asked, body: { option, stance: "for", text: "Rachid is free." },
}));
done(await ines.POST("/api/v1/huddles/{huddle_id}/decide/", { ...asked, body: { option, reason: "The only sure day." } }));
assert.deepEqual(done(await lea.GET("/api/v1/drifts/")).results.map((one) => one.id), [promise.id]);
assert.deepEqual(done(await yann.GET("/api/v1/drifts/")).results, []);

// She calls first: Marc finds her by her number, reads her story, notes the contact and tells her.
const known = done(await marc.GET("/api/v1/customers/", { params: { query: { q: "0639981740" } } }));
assert.deepEqual(known.results.map((one) => one.id), [customer]);
const cases = done(await marc.GET("/api/v1/customers/{customer_id}/cases/", {
  params: { path: { customer_id: customer } },
}));
assert.deepEqual(cases.results.map((one) => one.ref), [ref]);
assert.equal((await brief(ref)).story?.happened, "A wardrobe bought in the shop.");
done(await marc.POST("/api/v1/cases/{ref}/contacts/", {
  ...here, body: { channel: "phone", direction: "in", minutes: 5, note: "Is it today?", retold: false },
}));
const tell = async (id: string, channel: components["schemas"]["Channel"]) =>
  done(await marc.POST("/api/v1/cases/{ref}/tellings/", { ...here, body: { channel, subject: { type: "commitment", id } } }));
await tell(promise.id, "phone");
assert.deepEqual((await brief(ref)).drifts, []);
done(await marc.POST("/api/v1/cases/{ref}/take/", here));
done(await marc.PATCH("/api/v1/cases/{ref}/", { ...here, body: { next_news_due: `${day(-1)}T10:00:00Z` } }));

// She wants her money today: an exception is asked for, a precedent is shown, and Nadia decides.
const decides = { kind: "person" as const, id: done(await nadia.GET("/api/v1/me/")).id };
const rule = done(await nadia.POST("/api/v1/rules/", {
  body: { title: "Refunds take three weeks, never in cash", text: "A refund goes to the card.", deciders: [decides] },
})).id;
const lamp = done(await marc.POST("/api/v1/cases/", { body: { customer, title: "Lamp", story: { wanted: "Cash" } } })).ref;
const waive = async (place: string, what: string, reason: string) => {
  const waiver = done(await marc.POST("/api/v1/cases/{ref}/waivers/", {
    params: { path: { ref: place } }, body: { rule, what, why: "Late twice." },
  }));
  const there = { params: { path: { waiver_id: waiver.id } } };
  assert.equal(done(await nadia.GET("/api/v1/waivers/{waiver_id}/", there)).state, "open");
  return done(await nadia.POST("/api/v1/waivers/{waiver_id}/grant/", { ...there, body: { reason } }));
};
const precedents = async () =>
  done(await marc.GET("/api/v1/rules/{rule_id}/precedents/", { params: { path: { rule_id: rule } } })).results;
await waive(lamp, "Cash for a lamp", "Our mistake.");
assert.deepEqual((await precedents()).map((one) => one.what), ["Cash for a lamp"]);
assert.equal((await waive(ref, CASH, "Twice our mistake.")).state, "granted");

// The refund is blocked: the blocker says who can lift it and what she gets meanwhile.
const refund = done(await marc.POST("/api/v1/cases/{ref}/commitments/", {
  ...here, body: { kind: "refund", text: "Cash at the till.", window: window(-1), told: { channel: "phone" } },
})).id;
const blocker = done(await marc.POST("/api/v1/cases/{ref}/blockers/", {
  ...here, body: { cause: BLOCKED, lifter: "Nadia Belkacem", meanwhile: "A signed receipt." },
}));
assert.deepEqual((await brief(ref)).blockers.map((one) => one.cause), [BLOCKED]);
const lifted = done(await nadia.POST("/api/v1/blockers/{blocker_id}/lift/", {
  params: { path: { blocker_id: blocker.id } }, body: { note: "By hand, noted on the receipt." },
}));
assert.equal(lifted.lifted, 1);

// Her window: what was promised, who has it and when the next news comes; not a word of what was said inside.
const link = done(await marc.POST("/api/v1/cases/{ref}/portal-links/", { ...here, body: {} }));
assert.ok(!link.url.includes(ref));
const shown = done(await marc.GET("/api/v1/cases/{ref}/window/", here));
assert.deepEqual(shown.promises.map((one) => one.text).sort(), ["Cash at the till.", "The wardrobe is delivered."]);
assert.equal(shown.holder, "Marc Delorme");
for (const words of [BLOCKED, CARRIER, "Yann", "Vasseur"]) assert.ok(!JSON.stringify(shown).includes(words));

// It ends: the refund is kept, the delivery withdrawn, and she knows.
const ended = { body: { reason: "Refunded at the till." } };
done(await marc.POST("/api/v1/commitments/{commitment_id}/keep/", { params: { path: { commitment_id: refund } }, ...ended }));
done(await marc.POST("/api/v1/commitments/{commitment_id}/withdraw/", { ...promised, ...ended }));
await tell(refund, "shop");
await tell(promise.id, "shop");
done(await marc.PATCH("/api/v1/cases/{ref}/", { ...here, body: { status: "closed" } }));
const { outcome } = await brief(ref);
assert.deepEqual([outcome?.retellings, outcome?.kept, outcome?.broken], [0, 1, 0]);
assert.deepEqual(outcome?.precedents.map((one) => one.what), [CASH]);

// The next one finds it.
assert.ok((await precedents()).some((one) => one.reason === "Twice our mistake."));
const hits = done(await lea.GET("/api/v1/search/", { params: { query: { q: "refunded" } } })).results;
assert.ok(hits.some((hit) => hit.case === ref || hit.id === ref));
console.log("The customer told it once.");
