// The floor of PLATFORM.md (Chrome 109, Samsung Internet 21, Safari 16.4, Firefox 115): what is newer is taken away, and reading goes on.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Node, parse } from "acorn";
import { afterEach, expect, inject, test } from "vitest";
import { alterApp } from "../support/altered-app.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { createProfile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { newer, newerGlobals, takeAway } from "../support/floor.ts";
import { openScene, picturesAreThere, press, type Scene, shows } from "../support/journey.ts";

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

test("on the oldest phone: a visit, the network cut, a restart, list and article with pictures", async () => {
  const altered = await alterApp(inject("newsroomTemplate"), { everywhere: takeAway });
  scene = await openScene({ template: altered.template });
  scene.onEnd(altered.remove);
  const profile = await createProfile("chromium");
  scene.onEnd(() => profile.remove());
  const open = async () => {
    const browser = await openChromium({
      userDataDir: profile.folder,
      args: [...scene!.watch.chromiumArgs],
    });
    scene!.onEnd(() => browser.kill());
    scene!.watch.watchChromium(browser);
    return { browser, page: chromiumPage(await browser.page()) };
  };
  const first = await open();

  await first.page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(first.page, "Можна читати без мережі");
  expect(await first.page.read("'toSorted' in Array.prototype")).toBe(false);
  expect(
    await first.page.read(
      `crypto.subtle.generateKey("Ed25519", true, ["sign"]).then(() => "made", (error) => error.name)`,
    ),
  ).toBe("NotSupportedError");
  const worker = first.browser.context.serviceWorkers()[0];
  expect(await worker?.evaluate("'toSorted' in Array.prototype")).toBe(false);
  expect(scene.network.requests.join("\n")).toMatch(/\/assets\/ed25519-in-script-/);

  scene.network.cut();
  await first.browser.kill();
  const { page } = await open();
  await page.goto(`${scene.network.origin}/`);
  await shows(page, "Одинадцяте листопада");
  await press(page, "Насіння в кишені");
  await until("the article is there", () =>
    page.read<boolean>("document.querySelector('article h1') !== null"),
  );
  await until("its pictures are there", () => picturesAreThere(page));
  scene.watch.assertQuiet();
});

const app = join(inject("newsroomTemplate"), "app");
const scripts = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".js"),
);

test("every script of the app is ES2022 and calls nothing that is newer than the floor", () => {
  expect(scripts.length).toBeGreaterThan(5);
  const slips = scripts.flatMap((name) =>
    newerIn(readFileSync(join(app, name), "utf8")).map((slip) => `${name}: ${slip}`),
  );
  expect(slips).toEqual([]);
});

test("the check sees what is newer", () => {
  expect(newerIn("list.toSorted(); const { promise } = Promise.withResolvers();")).toEqual([
    ".toSorted",
    ".withResolvers",
  ]);
  expect(newerIn("Object.groupBy(list, key); scheduler.yield(); AbortSignal.any([one])")).toEqual([
    ".groupBy",
    "scheduler",
    "AbortSignal.any",
  ]);
  expect(() => newerIn("/[\\p{L}--q]/v.test(text)")).toThrow();
  expect(newerIn("list.some(any); typeof scheduler; bytes.toHex?.()")).toEqual([]);
  expect(newerIn("a.toHex ? a.toHex() : hex(a)")).toEqual([]);
});

/** Names that old things bear too: these count only right behind their owner's name. */
const shared = new Set([
  "any",
  "difference",
  "escape",
  "intersection",
  "json",
  "parse",
  "replace",
  "resize",
  "toString",
  "transfer",
  "try",
  "union",
  "with",
]);

/**
 * Members and globals of `text` that are newer than the floor and are used without asking first. Throws where the syntax
 * is newer.
 */
function newerIn(text: string): readonly string[] {
  const used: string[] = [];
  const asked = new Set<string>();
  visit(parse(text, { ecmaVersion: 2022, sourceType: "module" }), (node, parent) => {
    const name = newerMember(node) ?? newerGlobal(node, parent);
    if (name === undefined) return;
    if (isQuestion(node, parent)) asked.add(name);
    else used.push(name);
  });
  return used.filter((name) => !asked.has(name));
}

const fieldOf = (node: Node, name: string): unknown =>
  (node as unknown as Readonly<Record<string, unknown>>)[name];
const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;
const nameOf = (value: unknown): string | undefined =>
  isNode(value) && value.type === "Identifier" ? String(fieldOf(value, "name")) : undefined;

/** `.toSorted`, whoever owns it; with its owner's name where others have a member of that name. */
function newerMember(node: Node): string | undefined {
  if (node.type !== "MemberExpression" || fieldOf(node, "computed") === true) return undefined;
  const owner = nameOf(fieldOf(node, "object"));
  const name = nameOf(fieldOf(node, "property")) ?? "";
  const owners = Object.keys(newer).filter((path) => newer[path]?.includes(name));
  if (owners.length === 0) return undefined;
  if (!shared.has(name)) return `.${name}`;
  return owner !== undefined && owners.includes(owner) ? `${owner}.${name}` : undefined;
}

function newerGlobal(node: Node, parent: Node | undefined): string | undefined {
  const isOwner = parent?.type === "MemberExpression" && fieldOf(parent, "object") === node;
  const name = isOwner ? nameOf(node) : undefined;
  return name !== undefined && newerGlobals.includes(name) ? name : undefined;
}

/** `typeof x.y`, `x.y?.()`, `x.y && …`, `if (x.y)`: whoever writes so knows that it may be missing. */
function isQuestion(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return false;
  const isTest = fieldOf(parent, "test") === node || parent.type === "LogicalExpression";
  const isOptionalCall = parent.type === "CallExpression" && fieldOf(parent, "optional") === true;
  return isTest || isOptionalCall || fieldOf(parent, "operator") === "typeof";
}

function visit(
  node: Node,
  look: (node: Node, parent: Node | undefined) => void,
  parent?: Node,
): void {
  look(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visit(child, look, node);
    }
  }
}
